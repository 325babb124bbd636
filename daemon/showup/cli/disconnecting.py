"""`showup disconnect`: takes a calendar out of the configuration, and forgets what was kept for it."""

from __future__ import annotations

import shutil
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from showup import paths, plugins
from showup.cli.appending import put
from showup.cli.asking import show
from showup.cli.connected import CONNECTORS, FOLLOWED
from showup.cli.cutting import Cut, cut
from showup.cli.judging import configured
from showup.cli.keyboard import Keyboard
from showup.config import Config
from showup.config.section import nearest
from showup.connect import Offer
from showup.errors import ConfigError, ShowupError, UsageError
from showup.plain import one_line
from showup.sync import SourceSpec

__all__ = ["disconnect"]


def disconnect(arguments: Namespace) -> int:
    """`showup disconnect NAME`: shows the table, and takes it out with --write, or when the person at the terminal says so."""
    config = configured(arguments)
    spec = _found(arguments.name, config)
    file = config.path or paths.config_file()
    left, taken = _cut(file, config.sources.index(spec), spec)
    if not arguments.json:
        print(f"{taken.rstrip()}\n")
    written = arguments.write or (not arguments.json and _confirmed(spec))
    told: list[str] = []
    if written:
        put(file, left.encode())
        told = _forget(spec, [other for other in config.sources if other is not spec])
    if arguments.json:
        show(
            {
                "name": spec.name,
                "kind": spec.kind,
                "table": taken,
                "written": str(file) if written else None,
                "told": told,
            }
        )
    elif written:
        print("\n".join([*told, f"Taken out of {file}. {FOLLOWED}"]))
    else:
        print(f"Nothing was changed. Add --write and this is taken out of {file}.")
    return 0


def _found(name: str, config: Config) -> SourceSpec:
    names = [spec.name for spec in config.sources]
    if name in names:
        return config.sources[names.index(name)]
    meant = nearest(name, names) or f"; there are: {', '.join(names) or 'none'}."
    raise UsageError(f'no calendar is called "{name}"{one_line(meant, 300)}')


def _cut(file: Path, index: int, spec: SourceSpec) -> Cut:
    found = cut(file.read_bytes().decode(), index)
    if found is None:
        raise ConfigError(f"{spec.where}: this calendar cannot be cut out safely. Delete it there by hand.")
    return found


def _confirmed(spec: SourceSpec) -> bool:
    keyboard = Keyboard()
    if keyboard.typed is None:
        return False
    try:
        answer = keyboard.ask(f'Take "{one_line(spec.name, 60)}" out, with what is kept for it? [y/N]', "--write")
    except UsageError:  # Enter means no
        return False
    return answer.casefold() in {"y", "yes"}


# ------------------------------------------------------------- what was kept


def _forget(spec: SourceSpec, others: Sequence[SourceSpec]) -> list[str]:
    """Its secrets, where no other calendar needs them, and its cache. The answer is for the person."""
    shutil.rmtree(paths.source_cache(spec.name), ignore_errors=True)
    connector = plugins.load_one(CONNECTORS, spec.kind)
    forget = getattr(connector.factory({}), "forget", None) if connector.factory is not None else None
    if forget is None:
        return []
    try:
        return list(forget(_offer(spec), [_offer(other) for other in others]))
    except ShowupError as err:
        return [str(err)]


def _offer(spec: SourceSpec) -> Offer:
    return Offer(spec.kind, spec.name, spec.settings)
