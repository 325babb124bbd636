"""What there is stands in the README and in the manual page: commands, settings, channels, exit codes."""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from showup import errors, exits, plugins
from showup.cli.parser import COMMANDS, whole
from showup.config.loading import read
from showup.errors import ConfigError, ShowupError

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
MANUAL_FILE = ROOT / "man" / "showup.1"
MANUAL = MANUAL_FILE.read_text("utf-8").replace("\\-", "-")
NAMES = sorted(name for names in COMMANDS.values() for name in names)
FOR_MACHINES = {exits.INTERRUPTED, exits.PIPE_CLOSED}
"""Those of a shell: 128 and the number of the signal."""


def codes() -> set[int]:
    own = {getattr(exits, name) for name in dir(exits) if name.isupper()}
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ShowupError)]
    return own - FOR_MACHINES | {kind.exit_code for kind in kinds}


def settings() -> Iterator[tuple[str, str]]:
    """Every key of the configuration that has a default, with its table; [[source]] and the plug-ins' own follow below."""
    _, _, defaults = read()
    for place in defaults:
        names = [part for part in place if isinstance(part, str)]
        if len(names) > 1:
            yield ".".join(names[:-1]), names[-1]


def own_settings() -> Iterator[tuple[str, str]]:
    """What the plug-ins themselves say that they know, when they are given something else."""
    for group, table in ((plugins.CHANNELS, "channel."), (plugins.SOURCES, ""), (plugins.DRAFT_BOXES, "recovery.")):
        for name in plugins.names(group):
            plugin = plugins.load_one(group, name)
            if plugin.factory is None:  # it is for other systems
                continue
            try:
                plugin.factory({"qqqq": 1})
            except ConfigError as err:
                known = re.search(r"there are: ([\w, ]+)\.", str(err))
                for key in known[1].split(", ") if known else ():
                    yield f"{table}{name}", key


@pytest.mark.parametrize("name", NAMES)
def test_every_command(name: str) -> None:
    assert re.search(rf"showup {name}\b", README), f"showup {name} stands nowhere in the README"
    assert f"\\fBshowup {name}\\fR" in MANUAL, "write the manual page anew: ./dev man"


def test_the_manual_page_has_every_option_and_no_other_command() -> None:
    told = set(re.findall(r"\\fBshowup ([\w -]+)\\fR\n", MANUAL))
    assert told == {parser.prog.removeprefix("showup ") for parser in _commands(whole())}, "write it anew: ./dev man"
    missing = [option for option in _options() if option not in MANUAL]
    assert not missing, "write the manual page anew: ./dev man"


def _commands(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for each in action.choices.values():
                yield each
                yield from _commands(each)


def _options() -> Iterator[str]:
    for command in _commands(whole()):
        for action in command._actions:
            yield from (option for option in action.option_strings if option.startswith("--") and option != "--help")


def test_the_manual_page_is_well_formed() -> None:
    made = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", str(MANUAL_FILE)], capture_output=True, text=True, check=True
    )
    assert made.stderr == ""


def test_every_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    found = {*settings(), *own_settings()}
    assert len(found) > 40, "it looks at what there is"
    missing = [f"[{table}] {key}" for table, key in sorted(found) if not _is_told(table, key)]
    assert not missing


def _is_told(table: str, key: str) -> bool:
    """In a line that names the table, or in the example."""
    lines = [line for line in README.splitlines() if f"`{key}`" in line or re.match(rf"{key} = ", line)]
    return any(f"[{table}]" in line or f"`{table}`" in line or re.match(rf"{key} = ", line) for line in lines)


@pytest.mark.parametrize("name", plugins.names(plugins.CHANNELS))
def test_every_channel(name: str) -> None:
    assert f"`{name}`" in README or f"[channel.{name}]" in README


@pytest.mark.parametrize("code", sorted(codes()))
def test_every_exit_code(code: int) -> None:
    (told,) = re.findall(r"Exit codes: ([^.]+)\.", " ".join(README.split()))
    assert re.search(rf"\b{code} \w", told)
    assert f".B {code}\n" in MANUAL
