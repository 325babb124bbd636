"""Finds the integrations by entry point. One that is broken is reported and left out; the others work.

An own integration and a third party's are registered alike; of two with the same name, showup's own is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib.metadata import EntryPoint, entry_points
from typing import Any

__all__ = ["CHANNELS", "DRAFT_BOXES", "SOURCES", "Plugin", "load", "load_one", "names"]

SOURCES = "showup.source"
CHANNELS = "showup.channel"
DRAFT_BOXES = "showup.draft_box"

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
    return tuple(sorted(entry_points(group=group).names))


def load(group: str) -> Mapping[str, Plugin]:
    """Every plug-in of a group by name; one whose name is taken stands under "name (distribution)"."""
    found: dict[str, Plugin] = {}
    for entry in sorted(entry_points(group=group), key=_rank):
        distribution = _distribution(entry)
        if entry.name not in found:
            found[entry.name] = _loaded(entry)
            continue
        first = found[entry.name].distribution
        why = f"is left out: {first} offers the same name; remove one of the two packages"
        found[f"{entry.name} ({distribution})"] = Plugin(entry.name, None, why, distribution)
    return found


def load_one(group: str, name: str) -> Plugin:
    """The plug-in of that name, without importing the others."""
    offered = sorted(entry_points(group=group, name=name), key=_rank)
    return _loaded(offered[0]) if offered else Plugin(name, None, _unknown(group, name), "")


def _rank(entry: EntryPoint) -> tuple[bool, str, str]:
    """showup's own come first, the others in an order that does not change."""
    distribution = _distribution(entry)
    return distribution != _OWN, distribution, entry.name


def _distribution(entry: EntryPoint) -> str:
    return entry.dist.name if entry.dist else ""


def _loaded(entry: EntryPoint) -> Plugin:
    distribution = _distribution(entry)
    factory = None
    try:
        factory = entry.load()
    except (Exception, SystemExit) as err:  # noqa: BLE001 a stranger's module may raise anything
        trouble: str | None = f"cannot be loaded: {_told(err)}; mend or remove {distribution}"
    else:
        trouble = _environment(factory) if callable(factory) else f"is no class; remove {distribution}"
    return Plugin(entry.name, None if trouble else factory, trouble, distribution)


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
    offered = names(group)
    close = get_close_matches(name, offered, n=1)
    if close:
        return f'is not installed; did you mean "{close[0]}"?'
    return f"is not installed; there {'is' if len(offered) == 1 else 'are'} {', '.join(offered) or 'none'}"
