"""Which rules an answer could stand for. Only offered: it is the person who makes one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from showup.engine import AHEAD, Watch
from showup.engine.likeness import is_shared
from showup.engine.merge import Health
from showup.model import ADDED, Profile, Rule, Verdict
from showup.plain import one_line
from showup.rules import checked, label, sentence, typed

__all__ = ["Offer", "offers"]


class Offer:
    """A rule that could be made; `by` is its condition: organizer, title or calendar."""

    def __init__(self, by: str, rule: Rule) -> None:
        self.by, self.rule = by, rule

    @property
    def view(self) -> dict[str, str]:
        """As JSON."""
        rule = self.rule
        return {
            "by": self.by,
            "label": label(rule),
            "rule": sentence(rule),
            "typed": typed(rule),
            "origin": rule.origin,
        }


def offers(
    watch: Watch, watches: Mapping[str, Watch], healths: Mapping[str, Health], profile: Profile, now: datetime
) -> tuple[Offer, ...]:
    """At most three, for what the person has said of `watch`. None where their answer was about this one event only."""
    verdict, source = watch.by_person, (watch.sources or (watch.interview.occurrence.source,))[0]
    if verdict is None or source == ADDED:
        return ()
    origin = f"your answer to “{one_line(watch.interview.title, 80)}”"
    values = {
        "organizer": _organizer(watch, profile),
        "title": _title(watch, verdict),
        "calendar": source if _speaks_for_all(source, verdict, watches, healths, now) else "",
    }
    made = (_offer(by, value, verdict, origin, now) for by, value in values.items() if value)
    return tuple(offer for offer in made if offer is not None)


def _offer(by: str, value: str, verdict: Verdict, origin: str, now: datetime) -> Offer | None:
    try:
        return Offer(by, checked(verdict, **{by: value}, made=now, origin=origin))
    except ValueError:
        return None  # what the calendar has there is no address, or no title to tell others by


def _organizer(watch: Watch, profile: Profile) -> str:
    """Somebody, not the person themselves, nor a machine behind which anybody may stand."""
    organizer = watch.interview.occurrence.organizer
    email = one_line(organizer.email, 300).lower().removeprefix("mailto:") if organizer else ""
    own = {address.lower() for address in profile.emails}
    return "" if "@" not in email or email in own or is_shared(email) else email


def _title(watch: Watch, verdict: Verdict) -> str:
    """The title, with a star for what is counted or dated. By one word alone ("Interview") nothing is silenced."""
    title = one_line(watch.interview.title, 200)
    said = title.removesuffix("…") + ("*" if title.endswith("…") else "")
    words = ["*" if any(char.isdigit() for char in word) else word for word in said.split()]
    pattern = " ".join(word for word, before in zip(words, ["", *words], strict=False) if (word, before) != ("*", "*"))
    telling = [word for word in words if any(char.isalpha() for char in word)]
    return pattern if len(telling) > (1 if verdict is Verdict.NO else 0) else ""


def _speaks_for_all(
    source: str, verdict: Verdict, watches: Mapping[str, Watch], healths: Mapping[str, Health], now: datetime
) -> bool:
    """With one calendar "this calendar" would be everything. No offer makes one ring that holds mostly other things, or silences
    one that has interviews.
    """
    health = healths.get(source)
    if len(healths) < 2 or health is None:
        return False
    ahead = [w for w in watches.values() if source in w.sources and w.phase in AHEAD and now < w.plan.over_at]
    if verdict is Verdict.INTERVIEW:
        upcoming = sum(end > now for _, end in health.upcoming)
        return len({watch.interview.occurrence.uid for watch in ahead}) * 2 > upcoming
    return all(watch.plan.soft for watch in ahead)
