"""[channel.helper]: what the person allows somebody to be told. The address is the channel's affair."""

from __future__ import annotations

from showup.config.section import Section
from showup.ladder import HELPER, Policy
from showup.model import Helper, Telling

__all__ = ["helper"]


def helper(section: Section, policy: Policy) -> Helper | None:
    """The helper, None where none is set up or they are switched off."""
    table = section.section(HELPER)
    if not table.table or not table.flag("enabled", True):
        return None
    if not policy.tells_helper:
        table.fault(
            None, f'is told by no rung of your ladder: add helper = "4m" to the last one, or "{HELPER}" to its channels'
        )
    return Helper(table.text("name"), table.read("tell", Telling.THAT, _telling))


def _telling(value: object) -> Telling:
    try:
        return Telling(str(value))
    except ValueError:
        words = ", ".join(f'"{word}"' for word in Telling)
        raise ValueError(f"is one of {words}: that there is an appointment, what it is, or with whom too") from None
