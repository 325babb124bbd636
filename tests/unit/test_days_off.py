"""The days on which a country does not work, and the country of a zone."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from showup.countries import country_of
from showup.days_off import DaysOff, days_off


@pytest.mark.parametrize(
    ("country", "holiday"),
    [
        ("DE", date(2026, 12, 25)),
        ("us", date(2026, 11, 26)),
        ("JP", date(2026, 11, 23)),
        ("JP", date(2026, 12, 31)),  # the banks' holiday is everybody's
        ("FR", date(2026, 7, 14)),
        ("BR", date(2026, 9, 7)),
        ("IL", date(2026, 9, 21)),
        ("EG", date(2026, 10, 8)),
        ("CA", date(2026, 10, 12)),
        ("CH", date(2026, 4, 6)),
        ("GB", date(2026, 8, 31)),
        ("AU", date(2026, 12, 28)),
    ],
)
def test_a_public_holiday_is_a_day_off_also_one_that_most_regions_keep(country, holiday):
    off = days_off(country, date(2026, 1, 1))
    assert holiday in off
    assert holiday.isoweekday() not in off.weekend
    assert off.holidays_known


def test_what_few_regions_keep_is_a_working_day():
    off = days_off("DE", date(2026, 1, 1))
    assert date(2026, 1, 6) not in off
    assert date(2026, 8, 14) not in off


def test_the_holidays_of_the_next_year_are_known_too():
    assert date(2027, 1, 1) in days_off("DE", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("country", "off"),
    [("DE", {6, 7}), ("AE", {6, 7}), ("IL", {5, 6}), ("EG", {5, 6}), ("BD", {5, 6, 7}), ("IN", {6, 7})],
)
def test_a_weekend_is_that_of_the_country_and_in_doubt_longer(country, off):
    known = days_off(country, date(2026, 8, 1))
    week = [date(2026, 8, day) for day in range(16, 23)]  # of no holiday in any of them
    assert {day.isoweekday() for day in week if day in known} == off


@pytest.mark.parametrize("country", ["", "XX", "Germany", "__", "D\x00"])
def test_of_a_country_that_is_not_known_only_the_weekend_is(country):
    off = days_off(country, date(2026, 1, 1))
    assert off == DaysOff(country.strip().upper())


def test_far_years_are_no_fault():
    assert days_off("IN", date(2090, 1, 1)).weekend == {7}
    assert days_off("DE", date(9999, 12, 31)).holidays_known


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Berlin", "DE"),
        ("Europe/Stockholm", "SE"),
        ("Asia/Calcutta", "IN"),
        ("US/Eastern", "US"),
        ("Europe/Kiev", "UA"),
        ("UTC", ""),
        ("EST", ""),
        ("Etc/GMT+3", ""),
        ("Nowhere/Land", ""),
        ("", ""),
    ],
)
def test_a_zone_is_of_the_country_it_is_named_for(zone, country):
    assert country_of(zone) == country


def test_the_library_is_not_in_the_resident_process():
    """It takes 18 MB."""
    modules = "showup.service.shell, showup.service.drafting, showup.recovery.slots, showup.recovery.office_hours, showup.free"
    code = f"import sys, {modules}; print([name for name in sys.modules if name.split('.')[0] == 'holidays'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
