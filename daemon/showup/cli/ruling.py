"""`showup rules`: what the person said once for all."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Container, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from showup import clock
from showup.cli.asking import asked, show
from showup.cli.judging import read
from showup.cli.printing import counted, warn
from showup.config import Config, load
from showup.errors import NotRunningError, ShowupError, UsageError
from showup.exits import PROBLEM, SOURCE_FAILED
from showup.model import Interview, Rule, Verdict
from showup.plain import one_line
from showup.rules import IS, checked, checked_is, sentence
from showup.rules.book import Book, Entry

__all__ = ["add", "rules", "undo"]

_TYPED = "typed as a command"
_BY_HAND = "written by hand"


@dataclass(frozen=True, slots=True)
class _Place:
    """The file of rules, the configuration that it stands beside, and whether the running service follows it."""

    book: Book
    config: Config
    followed: bool


def _place(arguments: Namespace) -> _Place:
    """Those of the running service, unless another configuration is named."""
    served: dict[str, Any] | None = None
    with suppress(NotRunningError):
        served = asked("rules")
    given = arguments.config or (served["config"] if served else None)
    config = load(Path(given) if given else None)
    followed = served is not None and served["path"] == str(config.rules_file)
    return _Place(Book(config.rules_file), config, followed)


# ------------------------------------------------------------------ listing


def rules(arguments: Namespace) -> int:
    """List them, with what each of them touches; exit 1 when one cannot be followed, 4 when a calendar cannot be read."""
    place = _place(arguments)
    entries = place.book.entries()
    events, failed = _events(place.config, arguments.days) if any(entry.rule for entry in entries) else ([], False)
    calendars = {spec.name.casefold() for spec in place.config.sources}
    views = [_view(number, entry, events, calendars) for number, entry in enumerate(entries, 1)]
    if arguments.json:
        show(views)
    else:
        _print(views, place)
    if any(entry.trouble for entry in entries):
        return PROBLEM
    return SOURCE_FAILED if failed else 0


def _events(config: Config, days: int) -> tuple[list[Interview], bool]:
    """What is ahead, judged as if there were no rules."""
    if not config.sources:
        return [], False
    return read(config.sources, config, clock.now(), days, whole=True)


def _view(number: int, entry: Entry, events: Sequence[Interview], calendars: Container[str]) -> dict[str, Any]:
    rule = entry.rule
    if rule is None:
        return {"number": number, "line": entry.line, "trouble": entry.trouble, "rule": None}
    touched = _touched(rule, events)
    return {
        "number": number,
        "line": entry.line,
        "trouble": None,
        "rule": sentence(rule),
        "organizer": rule.organizer or None,
        "title": rule.title or None,
        "calendar": rule.calendar or None,
        "is": IS[rule.verdict],
        "from": rule.origin or _BY_HAND,
        "made": rule.made.isoformat() if rule.made else None,
        "touches": len(touched),
        "changes": sum(i.judgement.verdict is not rule.verdict for i in touched),
        "silences": _silenced(rule, touched),
        "warning": _warning(rule, calendars),
    }


def _warning(rule: Rule, calendars: Container[str]) -> str | None:
    """A calendar may have been given another name since."""
    if not rule.calendar or rule.calendar.casefold() in calendars:
        return None
    return f"no calendar of the configuration is called “{one_line(rule.calendar, 60)}”; `showup connect` lists them"


def _touched(rule: Rule, events: Sequence[Interview]) -> list[Interview]:
    from showup.detect import matches

    return [interview for interview in events if matches(rule, interview.occurrence)]


def _silenced(rule: Rule, touched: Sequence[Interview]) -> int:
    """How many that are interviews by themselves."""
    return sum(rule.verdict is Verdict.NO and i.judgement.verdict is Verdict.INTERVIEW for i in touched)


def _print(views: Sequence[dict[str, Any]], place: _Place) -> None:
    if not views:
        print("You have made no rule. `showup rules add --help` tells how to; showup offers some after an answer.")
        return
    for view in views:
        print(f"{view['number']:>3}  {_told(view)}")
    print(f"\nThey stand in {place.book.path}. `showup rules undo N` takes one back.")


def _told(view: dict[str, Any]) -> str:
    if view["rule"] is None:
        return f"not followed: {one_line(view['trouble'], 400)}"
    made = f", {view['made'][:10]}" if view["made"] else ""
    origin = f"     {one_line(view['from'], 200)}{made}"
    warning = f"\n     {view['warning']}" if view["warning"] else ""
    return f"{view['rule']}\n{origin}; {_count(view['touches'], view['silences'])}{warning}"


def _count(touches: int, silences: int) -> str:
    told = f"touches {counted(touches, 'coming event')}" if touches else "touches no coming event"
    looks = "looks like an interview" if silences == 1 else "look like interviews"
    return told + (f", of which {silences} {looks} otherwise" if silences else "")


# ----------------------------------------------------------------- changing


def add(arguments: Namespace) -> int:
    """Make one, and say what it touches."""
    origin = getattr(arguments, "origin", _TYPED)
    verdict = checked_is(arguments.verdict)
    try:
        rule = checked(
            verdict, arguments.organizer, arguments.title, arguments.calendar, made=clock.now(), origin=origin
        )
    except ValueError as err:
        raise UsageError(f"the rule {err}.") from None
    place = _place(arguments)
    calendars = {spec.name.casefold() for spec in place.config.sources}
    if (warning := _warning(rule, calendars)) is not None:
        warn(f"{warning}.")
    number = place.book.add(rule)
    _follow(place)
    events, _ = _events(place.config, 30)
    view = _view(number, Entry(0, rule), events, calendars)
    if arguments.json:
        show(view)
    else:
        print(f"Rule {number}: {sentence(rule)}. It {_count(view['touches'], view['silences'])}.")
        print(f"`showup undo` takes it back now, `showup rules undo {number}` later.")
    return 0


def undo(arguments: Namespace) -> int:
    """Take one back, a broken one too."""
    place = _place(arguments)
    entry = place.book.remove(arguments.number)
    _follow(place)
    told = sentence(entry.rule) if entry.rule else entry.trouble
    if arguments.json:
        show({"number": arguments.number, "rule": told})
    else:
        print(f"Rule taken back: {told}." if entry.rule else f"Taken out: {told}")
    return 0


def _follow(place: _Place) -> None:
    """The service reads its calendars again at once; that it does not answer now changes nothing about the file."""
    if not place.followed:
        return
    try:
        asked("rules", changed=True)
    except ShowupError as err:
        warn(f"the rule stands in the file, and the service follows it as soon as it can ({err})")
