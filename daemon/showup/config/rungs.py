"""[ladder]: the layers. showup.ladder.reading knows what a rung is; here each fault finds its line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from showup.config.section import Section, nearest
from showup.ladder import Policy, default_policy, stronger
from showup.ladder.reading import DURATION_KEYS, RUNG_KEYS, policy, quiet, rung

__all__ = ["ladder"]

_LISTS = ("rung", "deadline")
_FRAME = ("name", "before", "at")  # what a rung cannot be without


def ladder(section: Section) -> Policy:
    """The person's ladder over the shipped one; what is faulty is noted and left out."""
    section.expect((*DURATION_KEYS, "quiet", "stronger", *_LISTS))
    base = default_policy()
    lengths: dict[str, Any] = {key: section.length(key, getattr(base, key)) for key in DURATION_KEYS}
    rungs = {kind: _rungs(section.sections(kind)) for kind in _LISTS}
    own = replace(policy(rungs, base), quiet=section.read("quiet", None, quiet), **lengths)
    return stronger(own) if section.flag("stronger", False) else own


def _rungs(sections: tuple[Section, ...]) -> list[dict[str, Any]]:
    """The sound ones of a list of rungs, each name once."""
    sound: dict[str, dict[str, Any]] = {}
    for section in sections:
        if not _is_sound(section):
            continue
        name = section.table["name"].strip()
        if name in sound:
            section.fault("name", f'another rung is named "{name}" too; give each a name of its own')
        sound[name] = dict(section.table)
    return list(sound.values())


def _is_sound(section: Section) -> bool:
    """Whether it is a rung; every faulty key is told, not only the first."""
    faulty = [key for key in section.table if not _key_is_sound(section, key)]
    if any(key in _FRAME for key in faulty):
        return False
    try:
        rung({key: value for key, value in section.table.items() if key not in faulty})
    except ValueError as err:
        section.fault(None, str(err))
        return False
    return not faulty


def _key_is_sound(section: Section, key: str) -> bool:
    """Reads the key alone, in a rung that is otherwise right."""
    if key not in RUNG_KEYS:
        section.fault(key, f"means nothing in a rung{nearest(key, RUNG_KEYS)}")
        return False
    frame = {"name": "a rung"} if key in ("before", "at") else {"name": "a rung", "before": "1m"}
    return section.read(key, False, lambda value: bool(rung({**frame, key: value})))
