"""Checks for what must not be said at all (8, 13 and 15), whatever else is known."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from showup.recovery.lint.about import About
from showup.recovery.lint.remark import Remark, Severity
from showup.recovery.lint.text import Span, Text

__all__ = ["unsayable"]

_OUTSIDE_ONES_HANDS = frozenset({"technical", "transport", "calendar", "safety"})
_PICTURE = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u26ff\u2702-\u27bf\ufe0f\u20e3]+"
    r"|(?<![\w/:])[:;]-?[)(DP](?!\w)|\^_\^|\(\^\^\)|m\(_ _\)m"
)
_SHOUTED = re.compile(r"[!！]{2,}|[?？!！]{3,}")


def unsayable(text: Text, about: About) -> Iterator[Remark]:
    for group in _groups():
        for place in text.found(group["name"]):
            yield text.remark(
                group["check"], _severity(group["name"], about), place, group["what"], group["suggestion"]
            )
    for found in _PICTURE.finditer(text.own):
        yield text.remark(15, Severity.MEND, Span(*found.span()), "An emoji.", "Leave it out.")
    for found in _SHOUTED.finditer(text.own):
        yield text.remark(
            15, Severity.CONSIDER, Span(*found.span()), "This shouts.", "One mark is enough, or a full stop."
        )


def _severity(group: str, about: About) -> Severity:
    """What lay outside their hands may be told where the person has given just that as the cause; owning it is still better."""
    given = about.cause is not None and about.cause.level > 0 and about.cause.category in _OUTSIDE_ONES_HANDS
    return Severity.CONSIDER if group == "blame" and given else Severity.MEND


@cache
def _groups() -> tuple[dict[str, Any], ...]:
    data = tomllib.loads(files("showup.recovery.lint").joinpath("groups.toml").read_text("utf-8"))
    return tuple(data["group"])
