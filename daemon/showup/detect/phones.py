"""Telephone numbers: which to call, in the form that works from everywhere, with what is to be keyed in after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct

from showup.countries import country_of
from showup.detect.datafiles import around, phrases, table
from showup.detect.fold import plain
from showup.detect.view import View
from showup.model import Profile

__all__ = ["Call", "call_of", "in_line", "regions_of"]

_URL = re.compile(r"(?:https?://|www\.)\S+")
# A digit that stands apart from words, addresses, prices and dates, up to the last one before something else.
_NUMBER = re.compile(
    r"(?<![\w+/=.#$€£¥₹-])(?:\+|\(\+?|00)?\d(?:[\d() ./\-\xa0]|[\u2010-\u2015]){6,22}\d(?![\w/@=€$£%-])"
)
_TEL = re.compile(r"tel:(\+?[\d().-]{6,24}(?:[,;p]{1,4}[\d*#]{3,16}){0,3})", re.IGNORECASE)
_KEYED = re.compile(r"^[,;p]{1,4}(\d{3,14}#?)")
_DATE = re.compile(r"^(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|^\d\d?[./]\d\d?[./](?:19|20)\d\d|^\d{4} \d{4} \d{4} \d{4}")
_AMERICAN = re.compile(r"^(?:1[ .-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])\d{3}[-.]\d{4}$")
_DIGITS = range(8, 16)
_LINES = 120
_MOST = 12
_NEAR, _BETWEEN, _AFTER = 60, 25, 40
_LINES_TO_PIN = 4
_LONGEST = 40


class Call(Struct, frozen=True):
    """A number to call. `pin`, with which it is the dial-in of a meeting and nobody's own, is keyed in when it answers."""

    number: str
    pin: str = ""


class _Written(Struct, frozen=True):
    """A number as it stands in a text, with what follows it there."""

    text: str
    after: str = ""


@lru_cache(maxsize=64)
def _said(group: str, languages: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{phrases(around(group, languages))})(?![a-z])", re.IGNORECASE)


@lru_cache(maxsize=1)
def _extension() -> re.Pattern[str]:
    words = phrases(table("phrases")["extension"])
    return re.compile(rf"^[\s,;(-]{{0,3}}(?:{words})[.: ]{{0,3}}(\d{{1,6}})(?!\d)", re.IGNORECASE)


@lru_cache(maxsize=1)
def _pin() -> re.Pattern[str]:
    words = phrases(table("phrases")["pin"])
    return re.compile(rf"(?<!\w)(?:{words})[^\d\n]{{0,12}}(\d[\d ]{{2,14}}#?)", re.IGNORECASE)


def call_of(view: View) -> Call | None:
    """The number to call, of a dial-in with many the one nearest to the person; None when there is none, or only their own."""
    regions = regions_of(view)
    calls = list(_calls(view, regions))[:_MOST]
    if not calls:
        return None
    if calls[0].pin and regions:
        return next((call for call in calls if call.pin and _country(call.number) in regions), calls[0])
    return calls[0]


def regions_of(view: View) -> tuple[str, ...]:
    """Where a number without a country code could be at home, the likeliest first (ISO 3166)."""
    zones = (view.occurrence.zone, view.profile.zone)
    spoken = (table("phrases")["spoken_in"].get(language, "") for language in view.languages[:1])
    found = (view.profile.country.upper(), *(country_of(zone or "") for zone in zones), *spoken)
    return tuple(dict.fromkeys(region for region in found if len(region) == 2 and region.isascii()))


def in_line(line: str, regions: tuple[str, ...], view: View) -> str:
    """The first number of a line that is known to be about a person, such as that of a signature; empty without one."""
    for written in _in_text(_URL.sub(" ", line), view.languages, always=True):
        if (call := _call(written, regions)) and not _is_own(call.number, view.profile):
            return call.number
    return ""


def _calls(view: View, regions: tuple[str, ...]) -> Iterator[Call]:
    seen: set[str] = set()
    for written in _written(view):
        call = _call(written, regions)
        if call and call.number not in seen and not _is_own(call.number, view.profile):
            seen.add(call.number)
            yield call


def _written(view: View) -> Iterator[_Written]:
    event = view.occurrence
    for link in (event.conference[:200], event.url[:200], view.location):
        yield from _targets(link)
    languages = view.languages
    yield from _in_text(_URL.sub(" ", view.location), languages, always=True)
    yield from _in_text(view.title, languages, always=_said("calling", languages).search(view.title) is not None)
    yield from _targets(event.description[:20_000])
    lines = [_URL.sub(" ", line) for line in view.lines[:_LINES]]
    for place, line in enumerate(lines):
        for written in _in_text(line, languages):
            yield _Written(written.text, " ".join([written.after, *lines[place + 1 : place + 1 + _LINES_TO_PIN]]))


def _targets(text: str) -> Iterator[_Written]:
    """The numbers of tel: links."""
    for found in _TEL.findall(text):
        number = re.split("[,;p]", found, maxsplit=1)[0]
        yield _Written(number, found[len(number) :])


def _in_text(text: str, languages: tuple[str, ...], *, always: bool = False) -> Iterator[_Written]:
    """The numbers of a text that have a country code, or a word before them by which they are numbers to call."""
    for found in _NUMBER.finditer(text):
        before = text[: found.start()]
        if _DATE.search(found[0]) or _said("called", languages).search(before[-_NEAR:]):
            continue
        called = always or _said("calling", languages).search(before[-_NEAR:]) is not None
        refused = _said("not_called", languages).search(before[-_BETWEEN:]) is not None
        if found[0].startswith("+") or (called and not refused):
            yield _Written(found[0], text[found.end() :][:200])


def _call(written: _Written, regions: tuple[str, ...]) -> Call | None:
    digits = re.sub(r"\D", "", written.text)
    if len(digits) not in _DIGITS:
        return None
    number = _international(written.text, regions)
    if not number:
        return None
    if extension := _extension().search(written.after[:_AFTER]):
        return Call(f"{number} ext. {extension[1]}")
    pin = _KEYED.search(written.after) or _pin().search(written.after)
    return Call(number, " ".join(pin[1].split()) if pin else "")


def _international(text: str, regions: Iterable[str]) -> str:
    """The number with its country code; as it is written where its country is not sure, empty where it is a number nowhere."""
    text = re.sub(r"^\(?00(?=[1-9])", "+", plain(text, _LONGEST).replace("(0)", ""))
    regions = tuple(regions)
    if text.lstrip("(").startswith("+"):
        return _formatted(text, None, valid=False)
    if _AMERICAN.match(text):
        return _formatted(text, next((region for region in regions if _is_american(region)), "US"), valid=False)
    found = {_formatted(text, region, valid=True) for region in regions} - {""}
    if len(found) == 1:
        return found.pop()
    return _stripped(text) if found or not regions or text.lstrip("(").startswith("0") else ""


def _formatted(text: str, region: str | None, *, valid: bool) -> str:
    import phonenumbers  # noqa: PLC0415 - large, and most events have no number

    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return ""
    if not (phonenumbers.is_valid_number(number) if valid else phonenumbers.is_possible_number(number)):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _is_american(region: str) -> bool:
    import phonenumbers  # noqa: PLC0415

    return phonenumbers.country_code_for_region(region) == 1


def _country(number: str) -> str:
    import phonenumbers  # noqa: PLC0415

    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number, None)) or ""
    except phonenumbers.NumberParseException:
        return ""


def _stripped(text: str) -> str:
    return text.strip(" .-/(") if text.count("(") != text.count(")") else text.strip(" .-/")


def _is_own(number: str, profile: Profile) -> bool:
    own = _significant(profile.phone)
    return bool(own) and _significant(number.partition(" ext.")[0]) == own


def _significant(number: str) -> str:
    """The last nine digits, which are the same with and without the country code."""
    return re.sub(r"\D", "", number)[-9:]
