"""`showup test-alarm`: rings each channel of this machine, and keeps what the person says they noticed."""

from __future__ import annotations

import asyncio
import logging
import signal
from argparse import Namespace
from collections.abc import Iterable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock, noticed, plugins
from showup.announce import announce_test
from showup.announce_helper import test_helper
from showup.cli.asking import show
from showup.cli.judging import configured
from showup.cli.noticing import AtTerminal, Nobody, Person
from showup.cli.printing import table, warn
from showup.config.section import nearest
from showup.errors import ShowupError, UsageError
from showup.exits import PROBLEM
from showup.ladder import HELPER
from showup.model import Profile
from showup.noticed import Result
from showup.plain import one_line
from showup.ports import Channel
from showup.service.channels import make_channels
from showup.service.ringer import OK, Ringer, by_strength

__all__ = ["test_alarm"]

NOT_ASKED = "not asked"
_INTRODUCTION = (
    "Each channel rings in turn, the stronger ones later. These are tests: no answer counts for an interview."
)


def test_alarm(arguments: Namespace) -> int:
    """Exit 1 when a channel could not ring, or nobody noticed it."""
    if arguments.noticed is not None:
        return _take_word(arguments)
    config = configured(arguments)
    channels, off = make_channels(config, foreground=arguments.channel == "terminal")
    channels, off = _only(arguments.channel, channels, off) if arguments.channel else _own(channels, off)
    logging.getLogger("showup").addHandler(logging.NullHandler())  # what a channel has to say is told here
    person: Person = AtTerminal() if AtTerminal.is_there() else Nobody()
    if not arguments.json:
        print(_INTRODUCTION, flush=True)
    try:
        views = asyncio.run(_try_all(channels, person, config.profile))
    except asyncio.CancelledError:
        raise KeyboardInterrupt from None
    if arguments.json:
        show({"channels": views, "off": off})
    else:
        _print(views, off)
    return PROBLEM if not views or any(view["result"] in {Result.UNNOTICED, Result.FAILED} for view in views) else 0


def _take_word(arguments: Namespace) -> int:
    """The answer of somebody who could not be asked."""
    if not arguments.channel:
        raise UsageError("--noticed is about one channel: name it with --channel.")
    if arguments.channel not in (known := plugins.names(plugins.CHANNELS)):
        raise _unknown(arguments.channel, known)
    result = Result.NOTICED if arguments.noticed == "yes" else Result.UNNOTICED
    why = _keep(arguments.channel, result)
    if why:
        raise ShowupError(why)
    if arguments.json:
        show({"channel": arguments.channel, "result": result.value})
    else:
        print(f"Remembered: {arguments.channel}: {result.value}.")
    return 0


def _only(
    name: str, channels: Mapping[str, Channel], off: Mapping[str, str]
) -> tuple[dict[str, Channel], dict[str, str]]:
    if name not in (known := {**channels, **off}):
        raise _unknown(name, known)
    return ({name: channels[name]}, {}) if name in channels else ({}, {name: off[name]})


def _own(channels: Mapping[str, Channel], off: Mapping[str, str]) -> tuple[dict[str, Channel], dict[str, str]]:
    """Somebody else is not rung along with the rest."""
    own = {name: channel for name, channel in channels.items() if name != HELPER}
    left_out = f"it is somebody else's telephone; `showup test-alarm --channel {HELPER}` sends them a test."
    return own, {**off, HELPER: left_out} if HELPER in channels else dict(off)


def _unknown(name: str, known: Iterable[str]) -> UsageError:
    meant = nearest(name, known) or f"; there are: {', '.join(sorted(known))}."
    return UsageError(f'no channel is called "{one_line(name, 60)}"{meant}')


# --------------------------------------------------------------- the ringing


async def _try_all(channels: Mapping[str, Channel], person: Person, profile: Profile) -> list[dict[str, Any]]:
    _end_cleanly()
    views = []
    for name in by_strength(channels):
        result, why = await _try(name, channels[name], person, profile.name)
        if result is not None and (fault := _keep(name, result, why)):
            warn(fault)
        at = clock.now().astimezone(ZoneInfo(profile.zone)).isoformat()
        views.append({"channel": name, "result": result.value if result else NOT_ASKED, "why": why, "at": at})
    return views


async def _try(name: str, channel: Channel, person: Person, sender: str) -> tuple[Result | None, str | None]:
    """Ring it, hear what the person says, and take it away again, whatever happens. None: nobody said anything."""
    ringer, pressed = Ringer({name: channel}, extra=()), asyncio.Event()
    test = test_helper(sender) if name == HELPER else announce_test(name)
    try:
        await ringer.open(lambda _press: pressed.set())
        ringing = ringer.ask(test) if name == HELPER else ringer.ring(test, [name], lambda: False)
        said = (await ringing)[name]
        if said != OK:
            warn(f"{name} could not ring.")
            return Result.FAILED, said
        seen = await person.noticed(name, pressed)
    finally:
        await ringer.silence(test.tag)
        await ringer.close()
    return (None if seen is None else Result.NOTICED if seen else Result.UNNOTICED), None


def _end_cleanly() -> None:
    """Also when the terminal is closed, what rings must be taken away."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine runs in one
    for number in (signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _keep(name: str, result: Result, why: str | None = None) -> str | None:
    """Why it could not be remembered."""
    try:
        noticed.keep(name, result, clock.now(), why)
    except (OSError, ShowupError) as err:
        return f"your answer about {name} could not be kept: {err}"
    return None


# ------------------------------------------------------------------ the end


def _print(views: list[dict[str, Any]], off: Mapping[str, str]) -> None:
    print(f"\n{table([(view['channel'], view['result']) for view in views]) or 'No channel can ring on this machine.'}")
    tried = noticed.load()
    asked = [view["channel"] for view in views if view["result"] != NOT_ASKED]
    for name, advice in noticed.unnoticed(asked, tried).items():
        print(f"\n{name}: {advice}")
    for name in (view["channel"] for view in views if view["result"] == NOT_ASKED):
        print(
            f"\n{name}: nobody has said whether it was noticed. Say so with `showup test-alarm --channel {name} --noticed yes` "
            "(or no), or run `showup test-alarm` in a terminal, where it asks."
        )
    for name, why in off.items():
        print(f"\n{name} does not ring here: {why}")
