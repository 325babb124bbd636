"""The days on which a country does not work: its weekend and its public holidays."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache

__all__ = ["DaysOff", "days_off", "weekend"]

_DAY = timedelta(days=1)
_SATURDAY_AND_SUNDAY = frozenset({6, 7})
_CLOSED = ("public", "government", "bank", "half_day", "de_facto")


@dataclass(frozen=True, slots=True)
class DaysOff:
    """`weekend` has the days off of each week (1 is Monday), `dates` the others. `country` is an ISO 3166 code, empty where it is
    not known; `holidays_known`: `dates` has its public holidays.
    """

    country: str = ""
    weekend: frozenset[int] = _SATURDAY_AND_SUNDAY
    dates: frozenset[date] = frozenset()
    holidays_known: bool = False

    def __contains__(self, day: date) -> bool:
        return day.isoweekday() in self.weekend or day in self.dates


def weekend(country: str) -> frozenset[int]:
    """The days off of each week, 1 is Monday; Saturday and Sunday where nothing else is known."""
    return _weekends().get(country.upper(), _SATURDAY_AND_SUNDAY)


def days_off(country: str, since: date) -> DaysOff:
    """Those of the year of `since` and of the next one, by the library `holidays`.

    Importing it takes a tenth of a second and 18 MB: the service has a child do it. When in doubt a day is off: a date that is
    not offered costs little, one on their holiday costs goodwill.
    """
    code = country.strip().upper()
    dates = _dates(code, tuple(range(since.year, min(since.year + 1, MAXYEAR) + 1)))
    return DaysOff(code, weekend(code), dates or frozenset(), dates is not None)


@lru_cache(8)
def _dates(country: str, years: tuple[int, ...]) -> frozenset[date] | None:
    """The holidays and the rest days of the week, as the library has them; None where it does not know the country."""
    if not re.fullmatch("[A-Z]{2}", country):
        return None
    import holidays  # noqa: PLC0415 - see above

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of some countries it says that it only knows the coming ten years
        try:
            known = holidays.country_holidays(country, years=years)
        except NotImplementedError:
            return None
        kinds = tuple(kind for kind in _CLOSED if kind in known.supported_categories)
        whole, *regions = (
            holidays.country_holidays(country, region, years=years, categories=kinds)
            for region in (None, *known.subdivisions)
        )
    # Canada's Thanksgiving and the Easter Monday of the Swiss are matters of the regions: what half of them keep counts.
    keeping = Counter(day for region in regions for day in region)
    common = {day for day, number in keeping.items() if 2 * number >= len(regions)}
    first, last = date(years[0], 1, 1), date(years[-1], 12, 31)
    span = (first + n * _DAY for n in range((last - first).days + 1))
    return frozenset([*whole, *common, *(day for day in span if known.is_weekend(day))])


@lru_cache(1)
def _weekends() -> dict[str, frozenset[int]]:
    import tomllib  # noqa: PLC0415 - who reads calendars has no use for it
    from importlib import resources  # noqa: PLC0415

    text = resources.files("showup").joinpath("weekends.toml").read_text("utf-8")
    return {country: frozenset(numbers) for country, numbers in tomllib.loads(text).items()}
