"""Rules in words: as a sentence, as a button, and as the command that makes one. Pure."""

from __future__ import annotations

import shlex

from showup.model import Rule, Verdict
from showup.plain import one_line

__all__ = ["IS", "label", "sentence", "typed"]

IS = {Verdict.INTERVIEW: "interview", Verdict.NO: "not"}
"""The verdicts that a rule may give, as the file and the command line spell them."""

_LONGEST = 100


def sentence(rule: Rule) -> str:
    """What the rule says, without a full stop: "what jobs@acme.example organises is an interview"."""
    return f"{_subject(rule)} is {'an' if rule.verdict is Verdict.INTERVIEW else 'no'} interview"


def _subject(rule: Rule) -> str:
    organizer, title, calendar = (one_line(text, _LONGEST) for text in (rule.organizer, rule.title, rule.calendar))
    if organizer:
        who = f"anybody of {organizer[1:]}" if organizer.startswith("@") else organizer
        more = (f", called “{title}”" if title else "") + (f", in the calendar “{calendar}”" if calendar else "")
        return f"what {who} organises{more}"
    if title:
        return f"what is called “{title}”" + (f", in the calendar “{calendar}”," if calendar else "")
    return f"what stands in the calendar “{calendar}”"


def label(rule: Rule) -> str:
    """What stands on a button that makes a rule of one condition."""
    if rule.organizer:
        return "Always for this organiser"
    return "Always for such titles" if rule.title else "Always for this calendar"


def typed(rule: Rule) -> str:
    """The command that makes it."""
    options = (("organizer", rule.organizer), ("title", rule.title), ("calendar", rule.calendar))
    given = [_option(name, value) for name, value in options if value]
    return " ".join(["showup rules add", *given, f"--is {IS[rule.verdict]}"])


def _option(name: str, value: str) -> str:
    text = shlex.quote(value)
    return f"--{name}={text}" if value.startswith("-") else f"--{name} {text}"
