"""Which interview the person means. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from showup.engine import AHEAD, IN_CASE, Phase, Watch
from showup.errors import UsageError
from showup.plain import one_line

__all__ = ["choose", "named", "open_questions"]

_FINAL = frozenset({"not-mine", "cant"})
"""What ends the alarms of an interview unheard: there no interview is guessed."""

_JUST_NOW = timedelta(hours=12)
_ASKED_FOR = timedelta(days=7)
"""As long a question about what is over stays: the person may have been away."""
_JUST_SAID = timedelta(minutes=15)


def choose(watches: Iterable[Watch], name: str | None, do: str, now: datetime) -> Watch:
    """The interview for an answer: the named one, else the one that rings, else the likeliest. UsageError says what exists."""
    watches = list(watches)
    if name:
        return named(watches, name, now)
    for candidates in _likely([watch for watch in watches if watch.twin is None], do, now):
        if len(candidates) > 1 and do in _FINAL:
            raise UsageError(f"It could be several: {_listed(candidates)}. Name one by the key in brackets.")
        if candidates:
            return min(candidates, key=lambda watch: abs(watch.plan.due - now))
    raise UsageError(_nothing(do))


def _likely(watches: list[Watch], do: str, now: datetime) -> Iterable[list[Watch]]:
    """Groups of candidates, the likeliest group first."""
    ahead = [watch for watch in watches if watch.phase in AHEAD]
    cases = [watch for watch in watches if watch.phase in IN_CASE]
    begun = [watch for watch in watches if watch.plan.due <= now < watch.plan.over_at + _JUST_NOW]
    if do == "undo":
        fresh = [watch for watch in watches if watch.undo_until is not None and now <= watch.undo_until]
        yield sorted(fresh, key=lambda watch: watch.undo_until or now)[-1:]
        return
    if do == "mine":
        yield [watch for watch in ahead if watch.plan.soft]
        yield [watch for watch in watches if watch.vanished or watch.phase in {Phase.PASSED, Phase.DISMISSED}]
        return
    if do == "done":
        yield [watch for watch in [*ahead, *cases] if watch.interview.is_deadline]
    if do == "confirm":
        # Where one is about to begin or has begun, "I'm there" is about that one, snoozed or not, whatever else rings.
        yield [watch for watch in ahead if now >= watch.plan.confirm_from and not watch.interview.is_deadline]
        just_said = [w for w in watches if w.phase is Phase.CONFIRMED and now < w.plan.due + _JUST_SAID]
        yield [] if any(watch.ringing for watch in ahead) else just_said
    if do in {"missed", "step"}:
        yield cases
        yield [watch for watch in begun if watch.phase in {Phase.LATE, Phase.CONFIRMED, Phase.ATTENDED, Phase.PASSED}]
    yield [watch for watch in ahead if watch.ringing]
    yield [watch for watch in ahead if watch.attempt and watch.position >= 0]
    if do in {"confirm", "ack"}:
        yield cases
    yield ahead
    if do == "cant":
        yield [watch for watch in watches if watch.phase is Phase.CONFIRMED]
    yield cases


def _nothing(do: str) -> str:
    if do == "undo":
        return "There is no answer of the last 15 minutes to take back."
    if do == "mine":
        return "No interview is in doubt. Name the event: `showup interviews --all` shows what is in your calendars."
    return "No interview is watched right now. `showup interviews --all` shows what is in your calendars."


def named(watches: Iterable[Watch], name: str, now: datetime) -> Watch:
    """The interview of that key, UID, or words of its title or company; of several the nearest, if only one is ahead.

    Of one that stands in the calendars under several UIDs it is the one that rings, whichever of them is named.
    """
    by_key = {watch.key: watch for watch in watches}
    exact = _leading(by_key, lambda watch: name in {watch.key, watch.interview.occurrence.uid})
    found = exact or _leading(by_key, lambda watch: _matches(watch, name))
    if not found:
        raise UsageError(
            f'No interview is called "{one_line(name, 60)}". `showup status` lists those that are watched.'
        )
    ahead = [watch for watch in found if watch.plan.over_at > now] or found
    titles = {watch.interview.title for watch in ahead}
    if len(titles) > 1 and not exact:
        raise UsageError(f'"{one_line(name, 60)}" could be several: {_listed(ahead)}. Name one by the key in brackets.')
    return min(ahead, key=lambda watch: abs(watch.plan.due - now))


def open_questions(watches: Iterable[Watch], now: datetime) -> list[Watch]:
    """Those of which the person has been asked something and has not answered; the nearest first."""
    asked = [w for w in watches if w.question and w.twin is None and _can_be_answered(w, now)]
    return sorted(asked, key=lambda watch: watch.plan.due)


def _can_be_answered(watch: Watch, now: datetime) -> bool:
    """Whether it is on matters until it is over."""
    return now < watch.plan.over_at + (_ASKED_FOR if watch.phase is Phase.PASSED else timedelta(0))


def _leading(by_key: Mapping[str, Watch], fits: Callable[[Watch], bool]) -> list[Watch]:
    keys = dict.fromkeys(watch.twin or watch.key for watch in by_key.values() if fits(watch))
    return [by_key[key] for key in keys if key in by_key]


def _listed(watches: Sequence[Watch]) -> str:
    return "; ".join(f"{one_line(watch.interview.title, 60)} ({watch.key})" for watch in watches[:6])


def _matches(watch: Watch, name: str) -> bool:
    wanted = name.casefold()
    texts = watch.interview.title.casefold(), (watch.interview.judgement.company or "").casefold()
    return watch.key.startswith(wanted) or any(wanted in text for text in texts)
