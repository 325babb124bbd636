"""Of many notices of one kind few are left, and nothing near is hidden in them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Gathered, Rules, Silence, Tell
from showup.engine.gathering import gathered, still_to_tell
from showup.engine.intents import Decision
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.model import Interview, Judgement, Occurrence, Verdict

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def watch(days, uid=None, recurrence=None):
    start = NOW + timedelta(days=days)
    occurrence = Occurrence(
        "cal", uid or f"u{days}", start, start + timedelta(hours=1), recurrence_id=recurrence, title="Interview"
    )
    return begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("cal",), NOW, RULES)[0]


def told(days, what="vanished", **more):
    return Decision(watch(days), (Silence(), Tell(what, **more)))


def intents(decisions, kind):
    return [intent for decision in decisions for intent in decision.intents if isinstance(intent, kind)]


def test_forty_notices_become_one_that_names_them_in_order():
    decisions = [told(days) for days in range(49, 9, -1)]
    after = gathered(decisions, NOW)
    (one,) = intents(after, Gathered)
    assert one.what == "vanished"
    assert [key for key, _ in one.about] == [decision.watch.key for decision in reversed(decisions)]
    assert intents(after, Tell) == []
    assert len(intents(after, Silence)) == 40
    assert one in after[-1].intents, "it stands with the nearest"


def test_a_few_stay_as_they_are():
    decisions = [told(days) for days in (10, 11, 12)]
    assert gathered(decisions, NOW) == decisions


@pytest.mark.parametrize("days", [0.1, 1, 2])
def test_what_is_near_is_never_hidden(days):
    decisions = [told(days), *(told(far) for far in range(10, 20))]
    after = gathered(decisions, NOW)
    assert intents(after[:1], Tell) == [Tell("vanished")]
    assert decisions[0].watch.key not in {key for key, _ in intents(after, Gathered)[0].about}


def test_what_was_near_and_is_put_off_is_not_hidden_either():
    decisions = [told(9, "moved", was=NOW + timedelta(hours=20)), *(told(far, "moved") for far in range(10, 20))]
    after = gathered(decisions, NOW)
    assert intents(after[:1], Tell)
    assert len(intents(after, Gathered)[0].about) == 10


def test_each_kind_is_gathered_by_itself():
    decisions = [told(days) for days in range(10, 15)] + [told(days, "moved") for days in range(20, 23)]
    after = gathered(decisions, NOW)
    assert [one.what for one in intents(after, Gathered)] == ["vanished"]
    assert [tell.what for tell in intents(after, Tell)] == ["moved"] * 3


def test_two_of_one_series_are_gathered():
    decisions = [Decision(watch(days, "loop", str(days)), (Tell("ruled"),)) for days in (7, 14)]
    (one,) = intents(gathered(decisions, NOW), Gathered)
    assert len(one.about) == 2


def test_what_is_over_is_gathered_however_lately_it_was():
    decisions = [told(-days, "asked") for days in range(1, 6)]
    assert len(intents(gathered(decisions, NOW), Gathered)) == 1


def test_the_word_back_to_who_answers_is_never_gathered():
    decisions = [told(days, "confirmed") for days in range(10, 20)]
    assert gathered(decisions, NOW) == decisions


def test_what_was_armed_anew_since_is_not_told():
    watches = [watch(days) for days in (10, 11, 12)]
    one = Gathered("moved", tuple((w.key, w.generation) for w in watches))
    known = {w.key: w for w in [replace(watches[0], generation=2), watches[1]]}
    assert still_to_tell(one, known) == (watches[1],)
