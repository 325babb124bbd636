"""The same interview under several UIDs: one rings for all, and when that one is off, another rings on. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta

from showup.engine.inputs import Again, Doubted, Gone, Joined, Parted, Replaced, TookOver, Unread, Why, Yielded
from showup.engine.likeness import same_appointment
from showup.engine.state import AHEAD, IN_CASE, Phase, Rules, Watch
from showup.engine.together import AT_MOST, STANDING, Step, Together
from showup.model import Profile

__all__ = ["heirs", "joins", "orphans", "partings", "unread"]

_HOUR = timedelta(hours=1)


def heirs(turn: Together) -> Step:
    """The one that rang for several is called off: another of them rings on."""
    behind = _behind(turn.now)
    for key in turn.touched:
        was, now = turn.before.get(key), turn.now[key]
        if was is None or was.phase not in STANDING or not (now.phase is Phase.CANCELLED or now.ruled_out):
            continue
        if now.twin is not None and now.ruled_out:
            continue
        if now.twin is not None:
            leader = turn.now.get(now.twin)
            # A calendar that has both has put its own house in order.
            elsewhere = leader is not None and now.off is not None and now.off[0] not in leader.sources
            if leader is not None and leader.phase in STANDING and not now.vanished and elsewhere:
                yield now.twin, Doubted(now)
            continue
        copies = (turn.now[copy] for copy in behind.get(key, ()))
        standing = (copy for copy in copies if copy.phase is not Phase.CANCELLED and not copy.ruled_out)
        followers = sorted(standing, key=_rank)
        if followers:
            yield from _hand_over(was, now, followers[0])
            for other in followers[1:]:
                yield other.key, Joined(followers[0].key)


def _hand_over(was: Watch, now: Watch, heir: Watch) -> Step:
    if now.vanished and was.phase in AHEAD and heir.plan.soft and not was.plan.soft:
        yield heir.key, Parted()  # it only asks: that the loud alarms are off has to be told
        return
    yield was.key, Yielded(heir.key)
    yield heir.key, TookOver(was, None if now.vanished or now.ruled_out else now)


def partings(turn: Together) -> Step:
    """A copy was put to another time: until the one that rings for it follows, both ring. Or it is back, and that one is off."""
    for key in turn.touched:
        was, now = turn.before.get(key), turn.now[key]
        if was is None or was.twin is None or now.twin is None or now.phase not in AHEAD:
            continue
        leader = turn.now.get(now.twin)
        off = leader is None or leader.phase is Phase.CANCELLED or leader.ruled_out
        if was.plan.due == now.plan.due and not (off and was.phase not in AHEAD):
            continue
        dismissed = leader is not None and leader.phase is Phase.DISMISSED and not leader.ruled_out
        if dismissed or (leader is not None and _same(leader, now, turn.profile)):
            continue
        yield key, Parted()
        if leader is not None and leader.phase in IN_CASE and now.plan.due > turn.at:
            yield leader.key, Replaced(key)


def orphans(watches: Mapping[str, Watch]) -> Step:
    """The one that rang for it is not known any more."""
    for key, watch in watches.items():
        if watch.twin is not None and watch.twin not in watches:
            yield key, Parted()


def unread(watches: Mapping[str, Watch], rules: Rules, now: datetime) -> Step:
    """What only calendars had that are not read any more. Where a copy of it is read, that one rings; else it goes on
    ringing as it was last known, and the person is told.
    """
    lost = {key: watch for key, watch in watches.items() if _is_lost(watch, rules, now)}
    behind = _behind(watches) if lost else {}
    for key, watch in sorted(lost.items()):
        leader = watch.twin or key
        copies = (watches[copy] for copy in (leader, *behind.get(leader, ())) if copy in watches and copy not in lost)
        copied = any(copy.phase in STANDING and any(map(rules.reads, copy.sources)) for copy in copies)
        yield key, Gone(watch.sources[0], Why.VANISHED) if copied else Unread()


def _is_lost(watch: Watch, rules: Rules, now: datetime) -> bool:
    ahead = watch.phase in STANDING and now < watch.plan.over_at
    return ahead and bool(watch.sources) and not any(map(rules.reads, watch.sources))


def joins(turn: Together) -> Step:
    """What a calendar says anew is one that is watched already, under another UID."""
    near, behind = _by_hour(turn.now), _behind(turn.now)
    for key in sorted(turn.touched, key=lambda key: _rank(turn.now[key])):
        if not _may_join(turn.now[key]):
            continue
        others = [turn.now[other] for other in _near(near, turn.now[key]) if other != key]
        same = [o for o in others if o.twin is None and _same(o, turn.now[key], turn.profile)]
        for other in sorted(same, key=_rank):
            yield from _join(turn.now[key], turn.now[other.key], behind)


def _join(one: Watch, other: Watch, behind: dict[str, list[str]]) -> Step:
    if one.twin is not None:
        return
    leader, follower = sorted((one, other), key=_rank)
    softly_dismissed = leader.phase is Phase.DISMISSED and leader.plan.soft and not follower.plan.soft
    if not _may_join(follower) or leader.plan.due > follower.plan.due or softly_dismissed:
        return
    for key in (follower.key, *behind.pop(follower.key, ())):
        behind[leader.key].append(key)
        yield key, Joined(leader.key)
    if follower.again and not leader.again:
        yield leader.key, Again()


def _may_join(watch: Watch) -> bool:
    return watch.phase in AHEAD and watch.twin is None


def _same(one: Watch, other: Watch, me: Profile) -> bool:
    off = one.phase is Phase.CANCELLED or one.ruled_out
    return not off and same_appointment(one.interview, other.interview, me)


def _rank(watch: Watch) -> tuple[bool, bool, datetime, bool, datetime, str]:
    """Who rings for several: the one that was answered, else that of which the calendar is surest, else the earliest."""
    judgement = watch.interview.judgement
    reachable = bool(judgement.join_url or judgement.place or judgement.phone)
    since = watch.since or watch.plan.due
    return watch.phase in AHEAD, watch.plan.soft, watch.plan.due, not reachable, since, watch.key


def _behind(watches: Mapping[str, Watch]) -> dict[str, list[str]]:
    """The copies of each that rings for some."""
    behind: dict[str, list[str]] = defaultdict(list)
    for key, watch in watches.items():
        if watch.twin is not None:
            behind[watch.twin].append(key)
    return behind


def _by_hour(watches: Mapping[str, Watch]) -> dict[int, list[str]]:
    hours: dict[int, list[str]] = defaultdict(list)
    for key, watch in watches.items():
        hours[_hour(watch.plan.due)].append(key)
    return {hour: keys for hour, keys in hours.items() if len(keys) <= AT_MOST}


def _near(hours: Mapping[int, list[str]], watch: Watch) -> list[str]:
    middle = _hour(watch.plan.due)
    return [key for hour in (middle - 1, middle, middle + 1) for key in hours.get(hour, ())]


def _hour(instant: datetime) -> int:
    return int(instant.timestamp() // _HOUR.total_seconds())
