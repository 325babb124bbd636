"""Finds the integrations by entry point. One that is broken is reported and left out; the others work.

An own integration and a third party's are registered alike; of two with the same name, showup's own is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint, EntryPoints

__all__ = [
    "CHANNELS",
    "DRAFT_BOXES",
    "PRESENCES",
    "SHARING",
    "SOURCES",
    "Plugin",
    "load",
    "load_one",
    "names",
    "place",
]

SOURCES = "showup.source"
CHANNELS = "showup.channel"
DRAFT_BOXES = "showup.draft_box"
PRESENCES = "showup.presence"
SHARING = "showup.sharing"

_OWN = "showup"

Factory = Callable[[Mapping[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Plugin:
    """An installed integration: its `factory`, or the `trouble` that keeps it from running; never both.

    `distribution` names the installed package that brings it, empty when none does.
    """

    name: str
    factory: Factory | None
    trouble: str | None
    distribution: str


def names(group: str) -> tuple[str, ...]:
    """The names offered in a group, sorted, without importing anything."""
    return tuple(sorted(_offered(group).names))


def load(group: str) -> Mapping[str, Plugin]:
    """Every plug-in of a group by name; one whose name is taken stands under "name (distribution)"."""
    found: dict[str, Plugin] = {}
    for entry in sorted(_offered(group), key=_rank):
        distribution = _distribution(entry)
        if entry.name not in found:
            found[entry.name] = _loaded_entry(entry)
            continue
        first = found[entry.name].distribution
        why = f"is left out: {first} offers the same name; remove one of the two packages"
        found[f"{entry.name} ({distribution})"] = Plugin(entry.name, None, why, distribution)
    return found


def load_one(group: str, name: str, known: str | None = None) -> Plugin:
    """The plug-in of that name, without importing the others; `known` is its place, where somebody has looked it up already."""
    if known is not None:
        return _loaded(name, known, "")
    entry = _entry(group, name)
    return _loaded_entry(entry) if entry else Plugin(name, None, _unknown(group, name), "")


@lru_cache
def place(group: str, name: str) -> str | None:
    """Where the plug-in of that name is ("module:class"), without importing it; None for one that nobody offers."""
    entry = _entry(group, name)
    return f"{entry.module}:{entry.attr}" if entry else None


def _entry(group: str, name: str) -> EntryPoint | None:
    return min(_offered(group).select(name=name), key=_rank, default=None)


def _offered(group: str) -> EntryPoints:
    from importlib.metadata import entry_points  # noqa: PLC0415 - takes longer than all that a sync child does otherwise

    return entry_points(group=group)


def _rank(entry: EntryPoint) -> tuple[bool, str, str]:
    """showup's own come first, the others in an order that does not change."""
    distribution = _distribution(entry)
    return distribution != _OWN, distribution, entry.name


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _loaded_entry(entry: EntryPoint) -> Plugin:
    return _loaded(entry.name, f"{entry.module}:{entry.attr}", _distribution(entry))


def _loaded(name: str, where: str, distribution: str) -> Plugin:
    module, _, attributes = where.partition(":")
    factory: Any = None
    try:
        factory = reduce(getattr, filter(None, attributes.split(".")), import_module(module))
    except (Exception, SystemExit) as err:  # noqa: BLE001 a stranger's module may raise anything
        trouble: str | None = f"cannot be loaded: {_told(err)}; mend or remove {distribution or where}"
    else:
        trouble = _environment(factory) if callable(factory) else f"is no class; remove {distribution or where}"
    return Plugin(name, None if trouble else factory, trouble, distribution)


def _environment(factory: Any) -> str | None:  # noqa: ANN401 whatever the entry point named
    """Why it cannot run on this machine, in its own words."""
    try:
        validate = getattr(factory, "validate_environment", None)
        answer = validate() if validate else None
    except (Exception, SystemExit) as err:  # noqa: BLE001 as above
        return f"cannot say whether it runs here: {_told(err)}"
    return None if answer is None else str(answer) or "cannot run here, and does not say why"


def _told(err: BaseException) -> str:
    return f"{type(err).__name__}: {err}".removesuffix(": ")


def _unknown(group: str, name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    offered = names(group)
    close = get_close_matches(name, offered, n=1)
    if close:
        return f'is not installed; did you mean "{close[0]}"?'
    return f"is not installed; there {'is' if len(offered) == 1 else 'are'} {', '.join(offered) or 'none'}"
