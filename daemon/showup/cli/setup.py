"""`showup setup`: from nothing to the first alarm. At a terminal it asks what no option has answered; elsewhere it does what the
options say, and nothing else. It can be run again.
"""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import Any

from showup.cli.asking import show
from showup.cli.judging import plan
from showup.cli.keyboard import somebody_is_there
from showup.cli.looking import next as tell_next
from showup.cli.printing import counted, warn
from showup.cli.saying import Left, heading, say
from showup.cli.setup_acts import AHEAD_DAYS, Acts, Connected, Seen
from showup.cli.setup_talk import Talk
from showup.cli.tried import summary, view
from showup.errors import ShowupError, UsageError
from showup.exits import PROBLEM, SOURCE_FAILED
from showup.model import Verdict
from showup.views import interview_view

__all__ = ["setup"]

_PROFILE = ("name", "phone", "country", "zone")
_WELCOME = (
    "This takes about three minutes. Enter takes what is suggested; b goes back, l leaves a step out, q ends it. What is done "
    "stays done: showup setup goes on another day. Nothing leaves this machine but what you connect."
)


def setup(arguments: Namespace) -> int:
    """Exit 4 when a calendar that was given cannot be read, 1 when a channel was rung and failed or was not noticed."""
    acts = Acts(Path(arguments.config) if arguments.config else None)
    acts.config()  # a fault in it comes before all questions
    if arguments.ring and arguments.json:
        raise UsageError(
            "--ring is for somebody to look at, not for --json; `showup test-alarm --json` rings and says so."
        )
    talks = somebody_is_there() and not arguments.json
    if not talks and not _answered(arguments):
        raise UsageError("Nobody is at the keyboard: give the answers as options (see `showup setup --help`).")
    return _with_somebody(arguments, acts) if talks else _alone(arguments, acts)


def _answered(arguments: Namespace) -> frozenset[str]:
    """The steps that the options answer."""
    return frozenset(
        step
        for step, given in (
            ("calendar", arguments.calendar or arguments.connect),
            ("interviews", arguments.mine or arguments.not_mine),
            ("profile", arguments.email or any(getattr(arguments, key) for key in _PROFILE)),
            ("ring", arguments.ring is not None),
            ("service", arguments.service is not None),
        )
        if given
    )


# ------------------------------------------------------------------ the acts


def _connections(arguments: Namespace, acts: Acts, told: Callable[[str], None]) -> list[Connected]:
    """What --calendar and --connect name, each told as it comes. Raises ShowupError at the first that cannot be made."""
    named: list[tuple[str, tuple[str, ...]]] = [("ics", ("--", where)) for where in arguments.calendar or ()]
    named.extend(_split(text) for text in arguments.connect or ())
    made = []
    for what, words in named:
        made.append(acts.connect(what, words))
        for each in made[-1].tried:
            told(summary(each, asked=True))
    return made


def _split(text: str) -> tuple[str, tuple[str, ...]]:
    try:
        what, *words = shlex.split(text)
    except ValueError:
        raise UsageError(f'--connect "{text}": write it as after `showup connect`, "caldav https://...".') from None
    return what, tuple(words)


def _profile(arguments: Namespace, acts: Acts) -> None:
    given = {key: getattr(arguments, key) for key in _PROFILE} | {"emails": arguments.email}
    acts.set_profile(**{key: value for key, value in given.items() if value})


def _words(arguments: Namespace, seen: Seen) -> dict[str, str]:
    """What the options say of single events, by key."""
    said = [("mine", each) for each in arguments.mine or ()] + [("not-mine", each) for each in arguments.not_mine or ()]
    return {seen.find(text).key: word for word, text in said}


def _judge(words: dict[str, str], acts: Acts) -> list[str]:
    """Tell the service; where it cannot be told, the commands that do."""
    if not words:
        return []
    left = []
    acts.wait_for_calendars()
    for key, word in words.items():
        try:
            acts.judge(key, word)
        except ShowupError:
            left.append(f"showup {word} {key[:12]}")
    return left


# ------------------------------------------------------------- with somebody


def _with_somebody(arguments: Namespace, acts: Acts) -> int:
    heading("showup setup")
    say(_WELCOME)
    _profile(arguments, acts)
    _connections(arguments, acts, say)
    talk = Talk(
        acts, _answered(arguments), _words(arguments, acts.seen()) if arguments.mine or arguments.not_mine else {}
    )
    try:
        if arguments.ring:
            acts.ring()
        if arguments.service:
            print("\n".join(acts.install()))
        talk.hold()
    except (Left, KeyboardInterrupt):
        print()
        say("What is done stays done; showup setup goes on.")
        return 0
    _end(talk.words, acts)
    return 0


def _end(words: dict[str, str], acts: Acts) -> None:
    heading("What rings next")
    if acts.running() is None:
        _tell_plan(acts)
    else:
        say("The service reads your calendars ...")
        if not acts.wait_for_calendars():
            say("It has not read all of them yet; showup status tells.")
        if left := _judge(words, acts):
            _tell_left(left)
        tell_next(Namespace(json=False))
        say()
        say("showup doctor looks at all that an alarm needs here; showup rehearse plays a whole day in a minute.")
        return
    if words:
        _tell_left([f"showup {word} {key[:12]}" for key, word in words.items()])


def _tell_left(commands: list[str]) -> None:
    say("Once the service runs, tell it what you said of single events:")
    for command in commands:
        say(command, "  ")


def _tell_plan(acts: Acts) -> None:
    say("No service runs, so nothing rings yet: showup service install, or showup run in a terminal.")
    if not acts.config().sources:
        return
    first = next((one for one in acts.seen().likely if one.judgement.verdict is Verdict.INTERVIEW), None)
    if first is None:
        say(f"There is no interview in the next {AHEAD_DAYS} days.")
        return
    plan(Namespace(calendar=None, config=str(acts.file), now=None, days=AHEAD_DAYS, interview=first.key, json=False))


# --------------------------------------------------------------------- alone


def _alone(arguments: Namespace, acts: Acts) -> int:
    _profile(arguments, acts)
    made = _connections(arguments, acts, (lambda _: None) if arguments.json else print)
    seen = acts.seen() if acts.config().sources else Seen((), failed=False)
    words = _words(arguments, seen)
    rang = acts.ring() if arguments.ring else 0
    steps = list(acts.install()) if arguments.service else []
    left = _judge(words, acts)
    running = acts.running() is not None
    coming = acts.next() if running and acts.wait_for_calendars() else None
    result = _view(made, acts, seen) | {"service": {"running": running, "done": steps}, "left": left, "next": coming}
    if arguments.json:
        show(result)
    else:
        _print(steps, left, seen, acts)
    if any(each.report.fault for one in made for each in one.tried) or seen.failed:
        return SOURCE_FAILED
    return PROBLEM if rang else 0


def _view(made: list[Connected], acts: Acts, seen: Seen) -> dict[str, Any]:
    profile, zone = acts.config().profile, acts.zone()
    return {
        "config": str(acts.file) if acts.file.exists() else None,
        "connected": [view(each) for one in made for each in one.tried],
        "calendars": [spec.name for spec in acts.config().sources],
        "interviews": [interview_view(one, zone) | {"key": one.key} for one in seen.likely],
        "events": len(seen.interviews),
        "profile": {"emails": list(profile.emails)} | {key: getattr(profile, key) for key in _PROFILE},
        "channels": acts.channels(),
    }


def _print(steps: list[str], left: list[str], seen: Seen, acts: Acts) -> None:
    print(f"{counted(len(seen.likely), 'event')} of {len(seen.interviews)} may be an interview (`showup interviews`).")
    for line in steps:
        print(line)
    for command in left:
        warn(f"to be told once the service runs: {command}")
    if acts.running() is None:
        print("No service runs: --service installs it, `showup run` keeps watch in a terminal.")
    else:
        tell_next(Namespace(json=False))
