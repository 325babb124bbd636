"""What `showup setup` does on an answer, whether it was typed or given as an option. Each act stands by itself: whatever comes
after it, the configuration is whole.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from showup import clock, paths, plugins
from showup.cli.appending import append, box_table, channel_table
from showup.cli.asking import asked
from showup.cli.changing import set_keys
from showup.cli.connected import CONNECTORS
from showup.cli.connecting import offered, words_of, write
from showup.cli.judging import read, rules_of
from showup.cli.keyboard import Keyboard
from showup.cli.tried import Tried
from showup.config import Config, load, parse
from showup.connect import BoxOffer, ChannelOffer, Nearby
from showup.errors import NotRunningError, UsageError
from showup.model import Interview, Verdict
from showup.plain import one_line
from showup.service import unit
from showup.service.channels import make_channels

__all__ = ["AHEAD_DAYS", "NEARBY", "Acts", "Connected", "Seen"]

NEARBY = "showup.nearby"
AHEAD_DAYS = 30
_MINE_PATIENCE_S = 300
_READ_WITHIN_S, _LOOK_S = 60.0, 0.3


@dataclass(frozen=True, slots=True)
class Connected:
    """What came of one connection: sources, each read once, or the table of a channel or draft box. Was it `written`?"""

    tried: Sequence[Tried]
    table: str
    written: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """The events of the coming days as they are judged, and whether a calendar could not be read."""

    interviews: Sequence[Interview]
    failed: bool

    @property
    def likely(self) -> list[Interview]:
        """What is, or may be, an interview."""
        return [interview for interview in self.interviews if interview.judgement.verdict is not Verdict.NO]

    def find(self, words: str) -> Interview:
        """The next event of that key, UID, or words of its title. Raises UsageError."""
        folded = words.casefold().strip()
        for interview in self.interviews:
            if words in {interview.key, interview.occurrence.uid} or (folded and folded in interview.title.casefold()):
                return interview
        raise UsageError(f'no event of the next {AHEAD_DAYS} days is called "{one_line(words, 60)}".')


@dataclass(frozen=True)
class Acts:
    """On the configuration in `given`, or in the default place."""

    given: Path | None = None

    @property
    def file(self) -> Path:
        return paths.config_file() if self.given is None else self.given.expanduser().absolute()

    def config(self) -> Config:
        """As it stands there now; raises ConfigError for one with a fault, which is the person's to mend."""
        return load(self.file) if self.file.exists() else parse(b"", self.file)

    # ------------------------------------------------------------- calendars

    @cached_property
    def nearby(self) -> list[Nearby]:
        """The calendars that other programs know and the configuration does not, each once."""
        found: dict[tuple[object, ...], Nearby] = {}
        for name in plugins.names(NEARBY):
            plugin = plugins.load_one(NEARBY, name)
            for one in plugin.factory({}).found() if plugin.factory is not None else ():
                found.setdefault((one.what, one.words[-1:], one.known, one.cannot and one.name), one)
        return list(found.values())

    def told(self, what: str) -> Sequence[str]:
        """What the connector says of itself, such as the addresses of providers; nothing when it cannot run here."""
        plugin = plugins.load_one(CONNECTORS, what)
        return plugin.factory({}).told[1:] if plugin.factory is not None else ()

    def connect(self, what: str, words: Sequence[str], known: Sequence[str] = (), name: str = "") -> Connected:
        """As `showup connect WHAT WORDS --name NAME --write`. Raises ShowupError."""
        try:
            own = words_of(what, words, None)
        except SystemExit:  # argparse has said what is wrong
            raise UsageError(f"`showup connect {what} --help` says what it needs.") from None
        own.name = own.name or one_line(name, 60) or None
        config = self.config()
        made = offered(own, config, Keyboard(known))
        if isinstance(made, ChannelOffer | BoxOffer):
            return self._placed(made, config)
        return Connected(made, "", write(made, self.file))

    def _placed(self, made: ChannelOffer | BoxOffer, config: Config) -> Connected:
        known, table = (config.channels, channel_table) if isinstance(made, ChannelOffer) else (config.boxes, box_table)
        text = table(made.name, made.settings)
        if not known.get(made.name):
            append(self.file, text)
        return Connected((), text, not known.get(made.name))

    # -------------------------------------------------------------- the person

    def set_profile(self, **values: str | list[str]) -> None:
        """All of them or none; raises ConfigError for one that cannot be."""
        if values:
            set_keys(self.file, "profile", values)

    # -------------------------------------------------------------- interviews

    def seen(self) -> Seen:
        """Read all calendars."""
        config = self.config()
        found, failed = read(config.sources, config, clock.now(), AHEAD_DAYS, rules_of(config), whole=True)
        return Seen(found, failed)

    def judge(self, key: str, word: str) -> str:
        """Tell the service whether it is an interview ("mine" or "not-mine"); its reply. Raises NotRunningError."""
        told = asked("answer", answer=word, interview=key, patience=_MINE_PATIENCE_S)
        return str(told["reply"])

    # ---------------------------------------------------------------- channels

    def channels(self) -> list[dict[str, Any]]:
        """What can ring on this machine, and why the rest cannot."""
        channels, off = make_channels(self.config(), foreground=False)
        able = [{"name": name, "state": "ok", "why": None} for name in sorted(channels)]
        return [*able, *({"name": name, "state": "off", "why": why} for name, why in sorted(off.items()))]

    def ring(self) -> int:
        """Ring each of them; the exit code of `showup test-alarm`."""
        from showup.cli.test_alarm import test_alarm

        return test_alarm(Namespace(channel=None, noticed=None, json=False, config=self._named()))

    def _named(self) -> str | None:
        """The configuration as an option of another command; None where it is the default one and may be missing."""
        return str(self.file) if self.file.exists() else None

    # ------------------------------------------------------------- the service

    def running(self) -> dict[str, Any] | None:
        """What `showup status --json` says; None where no service runs."""
        try:
            return asked("status")
        except NotRunningError:
            return None

    def installed(self) -> bool:
        """Is it installed in systemd? Raises ShowupError where there is no user manager."""
        return unit.status().installed

    def install(self) -> Sequence[str]:
        """Install and start it; what was done, as sentences. Raises ShowupError."""
        return unit.install(arguments=("run", *(["--config", str(self.file)] if self.given else [])))

    def wait_for_calendars(self) -> bool:
        """Has the service read every calendar, within a minute? One that runs may first have to notice that there are more."""
        end = time.monotonic() + _READ_WITHIN_S
        while time.monotonic() < end:
            state = self.running()
            if state is not None and not _unread(state, self.config()):
                return True
            time.sleep(_LOOK_S)
        return False

    def next(self) -> dict[str, Any] | None:
        """What rings next, as `showup next --json` prints it. Raises NotRunningError."""
        coming: dict[str, Any] | None = asked("next")["next"]
        return coming

    def zone(self) -> ZoneInfo:
        """The person's."""
        return ZoneInfo(self.config().profile.zone)


def _unread(state: Mapping[str, Any], config: Config) -> list[str]:
    read = {source["name"] for source in state["sources"] if source["state"] != "not read yet"}
    return [spec.name for spec in config.sources if spec.name not in read]
