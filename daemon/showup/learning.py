"""What a case that has ended teaches: the one change that would have caught it, and how one's cases went. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from showup import duration
from showup.config import Config
from showup.config.values import SYNC_INTERVAL
from showup.engine import Case, Cause, Step, Watch

__all__ = ["CAUSES", "Change", "Setting", "change", "summary"]

_LOUD = ("sound", "takeover")
_LONGEST_WAY = timedelta(hours=3)

CAUSES = (
    (Cause.NOT_NOTICED, "It rang, and I did not notice, or slept on"),
    (Cause.NOT_RUNG, "Nothing rang"),
    (Cause.NO_TIME, "It rang too late to get ready or to get there"),
    (Cause.WRONG_TIME, "I had the time or the zone wrong"),
    (Cause.NOT_KNOWN, "showup did not know of it, or not when it really was"),
    (Cause.NO_ALARM_HELPS, "Something that no alarm could have changed"),
)
"""What can make somebody miss one, in the person's words."""

Setting = str | bool | None


@dataclass(frozen=True, slots=True)
class Change:
    """What could be changed, in words (`says`), and the command that does it (`typed`).

    A change of the configuration also names the `table` ("channel.sound"), the `key` and its new `value`, None to leave the key
    out.
    """

    says: str
    typed: str
    table: str = ""
    key: str = ""
    value: Setting = None

    @property
    def view(self) -> dict[str, Any]:
        """As JSON."""
        return {"says": self.says, "typed": self.typed, "table": self.table, "key": self.key, "value": self.value}


def change(watch: Watch, config: Config, machine_zone: str, rule: tuple[str, str] | None = None) -> Change | None:
    """The one that would have caught it; None when there is no such change, or it is made already.

    `machine_zone` is where the machine says it is. `rule`: a rule that the person's answers offer, in words and as a command.
    """
    cause = watch.case.cause if watch.case else None
    if cause is Cause.NOT_KNOWN and rule is not None:
        return Change(*rule)
    return _FOR[cause](watch, config, machine_zone) if cause in _FOR else None


def _set(watch: Watch, says: str, table: str, key: str, value: Setting) -> Change:
    return Change(says, f"showup recover {watch.key} --apply", table, key, value)


def _louder(watch: Watch, config: Config, _zone: str) -> Change | None:
    off = next((name for name in _LOUD if name in config.disabled), None)
    if off is not None:
        return _set(
            watch, f'The channel "{off}" is switched off: let it ring again.', f"channel.{off}", "enabled", True
        )
    if config.policy.strong:
        return None
    return _set(
        watch,
        "Ring earlier, twice as often and on all loud channels, for every interview as for a new date.",
        "ladder",
        "stronger",
        True,
    )


def _awake(watch: Watch, config: Config, _zone: str) -> Change:
    if not config.wake:
        return _set(watch, "Let the laptop wake from its sleep for an alarm.", "laptop", "wake", True)
    return Change("Ring every channel once, and see which of them does not reach you.", "showup test-alarm")


def _sooner(watch: Watch, config: Config, zone: str) -> Change | None:
    way = config.policy.travel
    if not watch.interview.judgement.place or way >= _LONGEST_WAY:
        return _louder(watch, config, zone)
    longer = min(max(way * 2, timedelta(minutes=30)), _LONGEST_WAY)
    says = f"Ring {duration.spell(longer)} earlier wherever there is a way to go and the calendar names no time for it."
    return _set(watch, says, "ladder", "travel", _as_set(longer))


def _own_zone(watch: Watch, config: Config, zone: str) -> Change | None:
    if config.follow_zone or config.profile.zone == zone:
        return None
    says = f"Go by the laptop's own zone ({zone} now) instead of {config.profile.zone}."
    return _set(watch, says, "profile", "zone", None)


def _better_known(watch: Watch, config: Config, _zone: str) -> Change:
    if config.sync_interval > SYNC_INTERVAL:
        says = f"Read the calendars every {duration.spell(SYNC_INTERVAL)} again."
        return _set(watch, says, "sync", "every", _as_set(SYNC_INTERVAL))
    return Change(
        "Add the calendar in which it stood, or the one that your mail puts invitations in.", "showup connect"
    )


def _as_set(length: timedelta) -> str:
    """As the configuration has it."""
    return f"{length // timedelta(minutes=1)}m"


_FOR: dict[Cause | None, Callable[[Watch, Config, str], Change | None]] = {
    Cause.NOT_NOTICED: _louder,
    Cause.NOT_RUNG: _awake,
    Cause.NO_TIME: _sooner,
    Cause.WRONG_TIME: _own_zone,
    Cause.NOT_KNOWN: _better_known,
}


def summary(cases: Sequence[Case]) -> dict[str, Any]:
    """How one's cases went: `cases`, `open`, `outcomes` and `causes` with how many of each, `minutes_to_first_word` from the
    opening to the first call or email (the median; None without one).
    """
    first = [word for case in cases if (word := _first_word(case)) is not None]
    return {
        "cases": len(cases),
        "open": sum(case.outcome is None for case in cases),
        "outcomes": _counted(case.outcome for case in cases),
        "causes": _counted(case.cause.value if case.cause else None for case in cases),
        "minutes_to_first_word": round(median((at - opened).total_seconds() for opened, at in first) / 60)
        if first
        else None,
    }


def _first_word(case: Case) -> tuple[datetime, datetime] | None:
    """When the case was opened, and when the person first spoke or wrote to the other side."""
    said = [a.at for a in case.answers if (a.step, a.said) in _WORDS or (a.step is Step.EMAIL and a.said != "skipped")]
    return (case.opened_at, min(said)) if said else None


_WORDS = {(Step.CALL, "reached"), (Step.CALL, "voicemail"), (Step.CALL, "done")}


def _counted(words: Iterable[str | None]) -> dict[str, int]:
    return dict(Counter(word for word in words if word).most_common())
