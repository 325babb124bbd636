"""The words on an alarm: what a channel shows for each intent, with its buttons. Pure.

GNOME shows three buttons, so there are three at most. Texts of the calendar come through `plain`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from showup import duration
from showup.engine import Nag, OpenCase, Ring, Step, Tell, Watch
from showup.engine.cases import question
from showup.in_use import in_use
from showup.ladder import Alarm, Until, loudness
from showup.model import Urgency
from showup.plain import one_line
from showup.ports import Action, Announcement
from showup.web_address import web_address

__all__ = [
    "RECOVER",
    "announce_case",
    "announce_refusal",
    "announce_ring",
    "announce_tell",
    "announce_test",
    "announce_trouble",
    "called",
    "when_and_what",
]

KNOW = Action("ack", "I know", "showup ack {key}")
NOT_MINE = Action("not-mine", "Not an interview", "showup not-mine {key}")
MINE = Action("mine", "It is one", "showup mine {key}")
IS_ONE = Action("mine", "It is an interview", "showup mine {key}")
IS_NONE = Action("not-mine", "It is not", "showup not-mine {key}")
WAS_ONE = Action("mine", "It was one", "showup mine {key}")
WAS_NONE = Action("not-mine", "It was not", "showup not-mine {key}")
CANT = Action("cant", "Can't make it", "showup cant {key}")
IS_ON = Action("mine", "It is on", "showup mine {key}")
IS_OFF = Action("not-mine", "It is off", "showup not-mine {key}")
THERE = Action("confirm", "I'm there", "showup here {key}")
SNOOZE = Action("snooze", "Snooze 2 min", "showup snooze {key}")
LATE = Action("late", "I'm late", "showup draft --late {key}")
DONE = Action("done", "Handed in", "showup done {key}")
UNDO = Action("undo", "Undo", "showup undo {key}")
WAS_THERE = Action("attended-yes", "Yes, I was there", "showup recover {key} --attended yes")
HANDED_IN = Action("attended-yes", "Yes, handed in", "showup recover {key} --attended yes")
WAS_NOT = Action("attended-no", "No", "showup recover {key} --attended no")
MISSED = Action("missed", "No, I missed it", "showup missed {key}")
RECOVER = "recover"
START = Action(RECOVER, "Start recovery", "showup page {key}")
THEY_WERE_NOT = Action(
    "attended-interviewer-absent", "They did not come", "showup recover {key} --attended interviewer-absent"
)

_BESIDE = frozenset({"doubtful", "declined", "disagree", "unread", "conflict"})


def called(watch: Watch) -> str:
    """What showup calls the interview in a heading."""
    judgement = watch.interview.judgement
    title = one_line(watch.interview.title, 80) or "Interview"
    company = one_line(judgement.company or "", 60)
    if company and company.casefold() not in title.casefold():
        return f"{title} ({company})"
    return title


def announce_ring(
    watch: Watch, ring: Ring, now: datetime, zone: ZoneInfo, warnings: tuple[str, ...] = ()
) -> Announcement:
    """An alarm of the ladder. `warnings` are sentences on what stands in the way of the interview."""
    alarm = next(a for a in watch.plan.alarms if a.rung == ring.rung)
    lines = [*warnings, _where(watch)]
    late = now - ring.due
    if ring.attempt == 1 and late >= timedelta(minutes=1):
        lines.append(f"This alarm comes {duration.spell(late)} late.")
    if ring.quiet:
        lines.append("You are in another interview: this makes no sound.")
    if watch.plan.soft:
        asked = "Is this a job interview of yours?"
        lines.insert(0, asked if ring.asks else "Perhaps a job interview of yours: you have not said yet.")
    if ring.seems_there:
        lines.insert(0, f"You seem to be in it? Press {THERE.label}.")
    said = _announcement(
        watch,
        when_and_what(watch, now, zone),
        lines,
        _urgency(alarm, ring),
        _ring_actions(watch, Until.CONFIRMED if ring.seems_there else alarm.until),
        rung=ring.rung,
        attempt=ring.attempt,
    )
    due = None if watch.interview.occurrence.all_day else watch.plan.due
    loud = loudness(watch.plan, ring.rung, ring.attempt)
    insistent = alarm.until is Until.CONFIRMED and not (ring.seems_there or ring.quiet)
    return replace(said, title=called(watch), due=due, insistent=insistent, loudness=loud, quiet=ring.quiet)


def _urgency(alarm: Alarm, ring: Ring) -> Urgency:
    """Who is in another interview sees at the door of the next one that it begins, and before that what is not in the way."""
    mild = ring.quiet and alarm.until is not Until.CONFIRMED
    return min(alarm.urgency, Urgency.NORMAL) if mild else alarm.urgency


def when_and_what(watch: Watch, now: datetime, zone: ZoneInfo) -> str:
    """How far off it is, its hour, and what it is called."""
    if watch.interview.occurrence.all_day:
        day = watch.interview.occurrence.start.astimezone(zone)
        return f"{day:%A}: {called(watch)}, all day. At what hour is it?"
    clock = f"{watch.plan.due.astimezone(zone):%H:%M}"
    distance = watch.plan.due - now
    word = "due" if watch.interview.is_deadline else ""
    if abs(distance) < timedelta(seconds=30):
        return f"NOW: {called(watch)} ({clock})"
    if distance < timedelta(0):
        return f"{duration.spell(distance)} ago: {called(watch)} ({clock})"
    if distance > timedelta(hours=12):
        words = _day(watch.plan.due.astimezone(zone), now.astimezone(zone)), word, clock
        return " ".join(part for part in words if part) + f": {called(watch)}"
    return f"{word.capitalize() + ' in' if word else 'In'} {duration.spell(distance)} ({clock}): {called(watch)}"


def _day(then: datetime, now: datetime) -> str:
    days = (then.date() - now.date()).days
    return {0: "Today", 1: "Tomorrow"}.get(days, f"{then:%A}")


def _where(watch: Watch) -> str:
    judgement = watch.interview.judgement
    parts = []
    if (address := web_address(judgement.join_url or "")) is not None:
        parts.append(f"Join: {address[0]} (at {address[1]})")
    if judgement.phone:
        pin = f", PIN {one_line(judgement.pin, 20)}" if judgement.pin else ""
        parts.append(f"Phone: {one_line(judgement.phone, 40)}{pin}")
    if judgement.place:
        parts.append(f"Place: {one_line(judgement.place, 120)}")
    if judgement.bring:
        parts.append(f"Bring: {one_line('; '.join(judgement.bring), 200)}")
    return "\n".join(parts)


def _ring_actions(watch: Watch, until: Until) -> tuple[Action, ...]:
    if watch.plan.soft:
        return IS_ONE, IS_NONE, KNOW
    if watch.interview.is_deadline:
        return DONE, KNOW, CANT
    return (THERE, SNOOZE, LATE) if until is Until.CONFIRMED else (KNOW, NOT_MINE, CANT)


def announce_case(
    watch: Watch, intent: OpenCase | Nag, now: datetime, zone: ZoneInfo, *, page: bool = False
) -> Announcement:
    """A question of the open case. `page`: the local page can be opened here."""
    due = watch.plan.due.astimezone(zone)
    if intent.step is Step.ATTENDED and watch.interview.is_deadline:
        lines = [f"It was due at {due:%H:%M} and you have not said that it is done.",
                 "If it is not: a request for more time is drafted (showup recover)."]  # fmt: skip
        return _announcement(
            watch, f"Did you hand it in? {called(watch)}", lines, Urgency.CRITICAL, (HANDED_IN, WAS_NOT)
        )
    if intent.step is Step.ATTENDED:
        since = duration.spell(now - watch.plan.due)
        lines = [
            f"It began {since} ago ({due:%H:%M}) and you have not said that you are there.",
            f"Your microphone was {used}." if (used := in_use(watch.used, zone)) else "",
            "If you missed it: that can be mended, and the first drafts are ready (showup recover).",
        ]
        actions = (WAS_THERE, WAS_NOT, THEY_WERE_NOT)
        return _announcement(watch, f"Were you there? {called(watch)}", lines, Urgency.CRITICAL, actions)
    asked = question(intent.step, deadline=watch.interview.is_deadline)
    lines = [f"{asked[0].upper()}{asked[1:]}", "showup recover walks you through it."]
    buttons = (START, KNOW) if page else (KNOW,)
    return _announcement(watch, f"Recovery: {called(watch)}", lines, Urgency.NORMAL, buttons)


def announce_tell(watch: Watch, tell: Tell, now: datetime, zone: ZoneInfo) -> Announcement:
    """Something that is said once."""
    due = watch.plan.due.astimezone(zone)
    when = f"{_day(due, now.astimezone(zone))} {due:%d %B, %H:%M}"
    name = called(watch)
    heading, lines, actions, urgency = {
        "moved": (
            f"Moved: {name}",
            [f"New time: {when}{_was(tell, zone)}.", _where(watch)],
            (KNOW, NOT_MINE, CANT),
            Urgency.CRITICAL,
        ),
        "cancelled": (
            f"Cancelled: {name}",
            [f"{when}: your calendar says that it is off. Its alarms are off too."],
            (KNOW,),
            Urgency.CRITICAL,
        ),
        "vanished": (
            f"Gone from your calendar: {name}",
            [f"{when}. Its alarms are off. Is it still on?"],
            (Action("mine", "Still on", "showup mine {key}"), KNOW),
            Urgency.CRITICAL,
        ),
        "changed": (
            f"No interview any more? {name}",
            [f"{when}. Your calendar has changed it, and it does not look like one now. Its alarms are off."],
            (MINE, KNOW),
            Urgency.CRITICAL,
        ),
        "restored": (
            f"Back in your calendar: {name}",
            [f"{when}. Its alarms are set again."],
            (KNOW, NOT_MINE, CANT),
            Urgency.CRITICAL,
        ),
        "doubtful": (
            f"Called off in one calendar: {name}",
            [f"{when}. {_calls_off(tell, 'says that it is off')}, so its alarms go on. Is it on?"],
            (IS_ON, IS_OFF),
            Urgency.CRITICAL,
        ),
        "declined": (
            f"Declined in one calendar: {name}",
            [f"{when}. {_calls_off(tell, 'says that you declined it')}, so its alarms go on. Is it on?"],
            (IS_ON, IS_OFF),
            Urgency.CRITICAL,
        ),
        "disagree": (
            f"Your calendars disagree: {name}",
            [f"{_times(tell, due, zone)}; showup rings for {when}.", _where(watch)],
            (KNOW, NOT_MINE, CANT),
            Urgency.CRITICAL,
        ),
        "unread": (
            f"In no calendar that is read any more: {name}",
            [f"{when}. {_was_known(tell)} It goes on ringing as it was last known. Is it on?"],
            (IS_ON, IS_OFF),
            Urgency.CRITICAL,
        ),
        "conflict": (
            f"Two at once: {name}",
            [
                f"{when}. At the same time: {_other(tell, zone)}.",
                "Both ring. To ask one of them for another time: showup cant.",
            ],
            (KNOW, CANT),
            Urgency.CRITICAL,
        ),
        "confirmed": (f"You're there: {name}", ["Nothing rings any more. Good luck!"], (UNDO,), Urgency.LOW),
        "asked": (f"Was this an interview? {name}", [f"{when}."], (WAS_ONE, WAS_NONE), Urgency.NORMAL),
        "ruled": (
            f"Silenced by a rule of yours: {name}",
            [f"{when}. By itself it looks like an interview. Its alarms are off; showup rules lists your rules."],
            (IS_ONE, KNOW),
            Urgency.NORMAL,
        ),
        "passed": (
            f"Were you there? {name}",
            [f"It stood in your calendar for the whole day ({due:%A %d %B}), and that day is over."],
            (KNOW, MISSED, NOT_MINE),
            Urgency.CRITICAL,
        ),
    }[tell.what]
    said = _announcement(watch, heading, lines, urgency, actions)
    # Beside an alarm that may be on the screen: it says nothing about when that one rings.
    return replace(said, tag=f"{watch.key}:{tell.what}") if tell.what in _BESIDE else said


def _calls_off(tell: Tell, how: str) -> str:
    """Which calendar says what, by name."""
    off, on = ([name for name, at in tell.says if (at is None) is missing] for missing in (True, False))
    has = "have" if len(on) > 1 else "has"
    return f"{_names(off) or 'One of your calendars'} {how}; {_names(on) or 'another one'} still {has} it"


def _was_known(tell: Tell) -> str:
    names = _names([name for name, _ in tell.says])
    return f"It was known from {names}, which the configuration does not have now. No calendar that is read has it."


def _names(names: list[str]) -> str:
    *most, last = [one_line(name, 40) for name in names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def _times(tell: Tell, due: datetime, zone: ZoneInfo) -> str:
    """What each calendar says: the hour, with the day where that is not the one it rings on."""
    local = [(one_line(name, 40), at.astimezone(zone)) for name, at in tell.says if at is not None]
    days = {at.date() for _, at in local}
    form = "%H:%M" if days == {due.date()} else "%a %d %B, %H:%M"
    return ", ".join(f"{name} says {at:{form}}" for name, at in local)


def _other(tell: Tell, zone: ZoneInfo) -> str:
    return one_line(tell.other, 80) + (f" ({tell.was.astimezone(zone):%H:%M})" if tell.was else "")


def _was(tell: Tell, zone: ZoneInfo) -> str:
    return f" (it was {tell.was.astimezone(zone):%A %d %B, %H:%M})" if tell.was else ""


def announce_refusal(watch: Watch, why: str) -> Announcement:
    """A button that did not count: who pressed it must not believe that it did."""
    tag = f"{watch.key}:refused"
    return Announcement(
        tag, watch.key, watch.generation, f"Not taken: {called(watch)}", why, Urgency.CRITICAL, _about(watch, KNOW)
    )


def announce_test(channel: str) -> Announcement:
    """A test alarm. It belongs to no interview, and what is pressed or typed answers for none."""
    summary = "TEST of showup: is this noticed?"
    body = f"This is only a test of the channel {channel}. No interview is ringing."
    seen = Action("noticed", "I noticed it", f"showup test-alarm --channel {channel} --noticed yes")
    return Announcement(f"test:{channel}", "", 0, summary, body, Urgency.CRITICAL, (seen,), rung="test", title=summary)


def announce_trouble(name: str, why: str) -> Announcement:
    """Something that an alarm needs is not working."""
    return Announcement(
        f"trouble:{name}", "", 0, f"showup: trouble with {one_line(name, 60)}", one_line(why, 400), Urgency.CRITICAL
    )


def _announcement(
    watch: Watch,
    summary: str,
    lines: list[str],
    urgency: Urgency,
    actions: tuple[Action, ...],
    *,
    rung: str = "",
    attempt: int = 1,
) -> Announcement:
    body = "\n".join(line for line in lines if line)
    address = web_address(watch.interview.judgement.join_url or "")
    link = address[0] if address is not None and address[0] in body else None  # what is opened has been shown
    buttons = _about(watch, *actions)
    return Announcement(watch.key, watch.key, watch.generation, summary, body, urgency, buttons, link, rung, attempt)


def _about(watch: Watch, *actions: Action) -> tuple[Action, ...]:
    """The commands name the interview: several may ring at once, and what is typed must be about this one."""
    return tuple(replace(action, typed=action.typed.format(key=watch.key[:6])) for action in actions)
