"""What icalendar gives: its components, properties and rules. Their types differ among its versions, so they
are open.
"""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = ["Component", "Property", "Rule", "listed"]

Component: TypeAlias = Any
Property: TypeAlias = Any
Rule: TypeAlias = Any


def listed(component: Component, name: str) -> list[Property]:
    """A property's values as a list, however many there are."""
    values = component.get(name, [])
    return values if isinstance(values, list) else [values]
