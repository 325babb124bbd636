"""Rules in words, and as the command that makes them."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showup.cli.parser import parse
from showup.model import Rule, Verdict
from showup.rules import checked, checked_is, sentence, typed

SAID = [
    (Rule(Verdict.INTERVIEW, organizer="jobs@acme.example"), "what jobs@acme.example organises is an interview"),
    (Rule(Verdict.NO, organizer="@acme.example"), "what anybody of acme.example organises is no interview"),
    (Rule(Verdict.INTERVIEW, title="Chat with *"), "what is called “Chat with *” is an interview"),
    (Rule(Verdict.NO, calendar="work"), "what stands in the calendar “work” is no interview"),
    (
        Rule(Verdict.NO, organizer="bob@acme.example", title="1:1 *", calendar="work"),
        "what bob@acme.example organises, called “1:1 *”, in the calendar “work” is no interview",
    ),
]


@pytest.mark.parametrize(("rule", "told"), SAID)
def test_a_rule_reads_as_a_sentence(rule, told):
    assert sentence(rule) == told


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=40))
def test_the_command_that_is_offered_makes_that_very_rule(title):
    try:
        rule = checked(Verdict.NO, organizer="dana@acme.example", title=title)
    except ValueError:
        return
    arguments = parse(shlex.split(typed(rule))[1:])
    again = checked(checked_is(arguments.verdict), arguments.organizer, arguments.title, arguments.calendar)
    assert again == rule


def test_a_calendar_cannot_write_to_the_terminal_through_a_rule():
    assert "\x1b" not in sentence(Rule(Verdict.NO, title="a\x1b[2J b"))
