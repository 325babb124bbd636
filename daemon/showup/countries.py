"""Which country a time zone is of, by the tables of the zone database."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

__all__ = ["country_of"]


def country_of(zone: str) -> str:
    """The country (ISO 3166) that the zone is named for, also under an older name of it; empty where it is none's."""
    countries = _countries()
    if zone in countries or "/" not in zone:  # EST is a link too, to the clock of Panama
        return countries.get(zone, "")
    return countries.get(_newer_names().get(zone, ""), "")


@lru_cache(1)
def _countries() -> dict[str, str]:
    rows = (line.split("\t") for line in _table("zone.tab") if line and not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}


@lru_cache(1)
def _newer_names() -> dict[str, str]:
    """Asia/Calcutta, as Windows and Google still have it, is Asia/Kolkata."""
    links = (line.split() for line in _table("tzdata.zi") if line.startswith("L "))
    return {older: newer for _, newer, older in links}


def _table(name: str) -> list[str]:
    return resources.files("tzdata.zoneinfo").joinpath(name).read_text("utf-8").splitlines()
