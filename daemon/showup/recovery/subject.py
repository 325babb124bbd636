"""The subject line: at most 70 characters, and still who, which role and which day."""

from __future__ import annotations

from showup.recovery.naming import short
from showup.recovery.plain import shortened
from showup.recovery.template import Known, Template, fill

__all__ = ["LONGEST", "subject"]

LONGEST = 70
_SHORTEST = 12  # characters of a name that still say something
_YIELDING = ("position", "company", "name")  # what is cut first comes first


def subject(template: Template, known: Known) -> str:
    """The fullest form that fits, of the first row whose facts are known; a long job title is shortened."""
    row = next((row for row in template.subjects if fill(row[-1], known)), ("",))
    for facts in (known, {**known, "position": short(known.get("position", ""))}):
        for form in row:
            text = fill(form, facts)
            if text and len(text) <= LONGEST:
                return text
    return _squeezed(row[-1], known)


def _squeezed(form: str, known: Known) -> str:
    facts = {**known, "position": short(known.get("position", ""))}
    for fact in _YIELDING:
        over = len(fill(form, facts) or "") - LONGEST
        if over > 0 and facts.get(fact):
            facts[fact] = shortened(facts[fact], max(len(facts[fact]) - over, _SHORTEST))
    return shortened(fill(form, facts) or "", LONGEST)
