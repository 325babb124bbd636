"""Whether a rule can be meant as it is written. Pure."""

from __future__ import annotations

from datetime import datetime

from showup.model import Rule, Verdict

__all__ = ["checked", "checked_calendar", "checked_is", "checked_organizer", "checked_title"]

_FEWEST = 2  # letters or digits: "*" alone would be every event
_LONGEST = 300
_MOST_STARS = 20
_VERDICTS = {"interview": Verdict.INTERVIEW, "not": Verdict.NO}


def checked(
    verdict: Verdict,
    organizer: str = "",
    title: str = "",
    calendar: str = "",
    *,
    made: datetime | None = None,
    origin: str = "",
) -> Rule:
    """The rule, its values in the form in which they are compared. Raises ValueError with what to do."""
    if not (organizer.strip() or title.strip() or calendar.strip()):
        raise ValueError("says of nothing what it is; give it an organizer, a title or a calendar")
    return Rule(
        verdict,
        checked_organizer(organizer) if organizer.strip() else "",
        checked_title(title) if title.strip() else "",
        checked_calendar(calendar) if calendar.strip() else "",
        made=made,
        origin=origin,
    )


def checked_is(value: object) -> Verdict:
    """The verdict that is spelled so."""
    if isinstance(value, str) and value in _VERDICTS:
        return _VERDICTS[value]
    raise ValueError('is "interview" or "not"')


def checked_organizer(value: object) -> str:
    """An address, or "@" with a domain, in lower case."""
    text = _line(value).lower().removeprefix("mailto:").removeprefix("*")
    name, at, domain = text.rpartition("@")
    if not at or not domain or "@" in name or any(char.isspace() or char in "<>*," for char in text):
        raise ValueError("is an address such as jobs@acme.example, or @acme.example for everybody there")
    if not name and "." not in domain.strip("."):
        raise ValueError(f"@{domain} would be half of the world; name a whole domain such as @acme.example")
    return text


def checked_title(value: object) -> str:
    """Words and stars, on one line."""
    text = " ".join(_line(value).split())
    if sum(char.isalnum() for char in text) < _FEWEST:
        raise ValueError("would be nearly every title; write words of it, * for any others")
    if len(text) > _LONGEST or text.count("*") > _MOST_STARS:
        raise ValueError(f"is too long; write at most {_LONGEST} letters and {_MOST_STARS} times *")
    return text


def checked_calendar(value: object) -> str:
    """The name of a source."""
    text = _line(value)
    if not text:
        raise ValueError("is empty; `showup connect` lists the names of your calendars")
    return text


def _line(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("is a text: write it in quotes")  # noqa: TRY004 - one error for all faults
    if not all(char.isprintable() for char in value):
        raise ValueError("is one line of text, without control characters")
    return value.strip()
