"""Claims are committed before they are carried out, fenced by the generation, and found again at the next start."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Answered, Do, Phase, Ring, Rules, Seen, Silence, decide
from showup.engine.merge import Synced
from showup.ladder import default_policy
from showup.ledger import Outcome, SqliteLedger
from showup.model import Interview, Judgement, Occurrence, Profile, Verdict, Window
from showup.service.desk import Desk

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
DOOR = START - timedelta(minutes=5)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def interview(start=START, uid="u1"):
    occurrence = Occurrence("cal", uid, start, start + timedelta(hours=1), title="Interview with Marlow")
    return Interview(occurrence, Judgement(Verdict.INTERVIEW, 90))


@pytest.fixture
def desk(ledger):
    desk = Desk(ledger, RULES, Profile())
    desk.watch(interview(), "cal", START - timedelta(days=3))
    return desk


def rings(claims):
    return [claim.intent.rung for claim in claims if isinstance(claim.intent, Ring)]


def test_a_claim_stands_in_the_ledger_before_anybody_rings(desk, ledger):
    assert rings(desk.tick(DOOR).claims) == ["door"]
    assert rings(ledger.open_claims()) == ["door"]


def test_a_restart_finds_the_claims_that_were_never_settled(desk, ledger):
    desk.tick(DOOR)
    restarted = Desk(ledger, RULES, Profile())
    claims = restarted.open_claims()
    assert rings(claims) == ["door"]
    assert restarted.is_current(claims[0])
    assert restarted.watches == desk.watches


def test_what_was_settled_is_not_rung_again(desk, ledger):
    (claim,) = desk.tick(DOOR).claims
    desk.settle([(claim, Outcome(claim.id, True, {}))], DOOR)
    assert Desk(ledger, RULES, Profile()).open_claims() == ()


def test_a_claim_of_an_old_generation_is_fenced_off(desk):
    (claim,) = desk.tick(DOOR).claims
    desk.give(interview().key, Seen(interview(START + timedelta(hours=2)), "cal"), DOOR)
    assert not desk.is_current(claim)


@pytest.mark.parametrize("do", [Do.CONFIRM, Do.ACK, Do.SNOOZE, Do.NOT_MINE])
def test_a_claim_that_was_answered_meanwhile_is_fenced_off(desk, do):
    (claim,) = desk.tick(DOOR).claims
    desk.give(interview().key, Answered(do, "test"), DOOR)
    assert not desk.is_current(claim)


def test_silence_is_never_fenced_off(desk):
    desk.tick(DOOR)
    done = desk.give(interview().key, Answered(Do.CONFIRM, "test"), DOOR)
    silence = next(claim for claim in done.claims if isinstance(claim.intent, Silence))
    desk.give(interview().key, Answered(Do.UNDO, "test"), DOOR)
    assert desk.is_current(silence)


def test_a_ring_that_nobody_took_is_due_again_soon(desk):
    (claim,) = desk.tick(START - timedelta(hours=6)).claims
    desk.settle([(claim, Outcome(claim.id, False, {}))], START - timedelta(hours=6))
    assert desk.wake_at() == START - timedelta(hours=6) + timedelta(seconds=30)


def test_one_tick_claims_all_that_is_due(desk):
    for number in range(50):
        desk.watch(interview(uid=f"more{number}"), "cal", START - timedelta(days=3))
    assert len(desk.tick(DOOR).claims) == 51


def test_an_answer_survives_a_restart(desk, ledger):
    desk.tick(DOOR)
    desk.give(interview().key, Answered(Do.CONFIRM, "test"), DOOR)
    restarted = Desk(ledger, RULES, Profile())
    assert restarted.watches[interview().key].phase is Phase.CONFIRMED
    assert restarted.tick(START + timedelta(minutes=5)).claims == ()


def test_a_fault_in_one_interview_keeps_no_other_from_ringing(desk, monkeypatch):
    desk.watch(interview(uid="broken"), "cal", START - timedelta(days=3))
    broken = next(key for key, watch in desk.watches.items() if watch.interview.occurrence.uid == "broken")
    sound = decide

    def faulty(watch, given, now, rules):
        if watch.key == broken:
            raise OverflowError("a date out of range")
        return sound(watch, given, now, rules)

    monkeypatch.setattr("showup.service.desk.decide", faulty)
    assert rings(desk.tick(DOOR).claims) == ["door"]
    assert desk.wake_at() == DOOR + timedelta(minutes=1)  # looked at again, and not in a busy loop


def said(*interviews):
    return Synced("cal", Window(START - timedelta(days=4), START + timedelta(days=30)), interviews, len(interviews))


def test_a_copy_stays_silent_after_a_restart(desk, ledger):
    desk.sync(said(interview(), interview(uid="copy")), START - timedelta(days=2))
    restarted = Desk(ledger, RULES, Profile())
    assert restarted.watches == desk.watches
    assert rings(restarted.tick(DOOR).claims) == ["door"]


class Counting(SqliteLedger):
    """Counts what is written."""

    commits = 0

    def commit(self, changes, now, health=None):
        self.commits += 1
        return super().commit(changes, now, health)


def test_a_calendar_that_says_nothing_new_is_not_written_down_at_every_sync(tmp_path):
    ledger = Counting(tmp_path / "ledger.db")
    desk = Desk(ledger, RULES, Profile())
    now = START - timedelta(days=3)
    for minutes in range(0, 60, 5):
        desk.sync(said(interview()), now + timedelta(minutes=minutes))
    assert ledger.commits == 1
    assert desk.healths["cal"].last_ok == now + timedelta(minutes=55)
    desk.sync(said(interview()), now + timedelta(hours=1))
    assert ledger.commits == 2
    desk.sync(replace(said(), failure="the server is down"), now + timedelta(hours=1, minutes=5))
    assert ledger.commits == 3
    ledger.close()


def test_what_becomes_of_a_calendar_stands_in_the_history(desk, ledger):
    now, window = START - timedelta(days=2), Window(START - timedelta(days=4), START + timedelta(days=30))
    answers = [
        said(interview()),
        Synced("cal", window, failure="no network"),
        Synced("cal", window, failure="no network at all"),
        Synced("cal", window, failure="401", denied=True),
        said(interview()),
        said(),
        said(interview()),
    ]
    for number, answer in enumerate(answers):
        desk.sync(answer, now + timedelta(minutes=number))
    desk.told_of("cal", now + timedelta(hours=1))
    of_it = [line for line in ledger.log(100) if not line.interview]
    assert [line.what for line in of_it] == ["failed", "denied", "recovered", "held", "recovered", "told"]
    assert of_it[0].detail == {"source": "cal", "why": "no network"}


def test_a_calendar_is_not_said_to_be_read_before_its_interviews_are_known(ledger, monkeypatch):
    """Who asks while the ledger writes must not be told of a calendar that is well and has nothing in it."""
    desk, while_it_writes = Desk(ledger, RULES, Profile()), []
    commit = ledger.commit

    def slow(*given):
        while_it_writes.append((dict(desk.healths), dict(desk.watches)))
        return commit(*given)

    monkeypatch.setattr(ledger, "commit", slow)
    now = START - timedelta(days=3)
    desk.sync(Synced("cal", Window(now, START + timedelta(days=1)), (interview(),), 1, False), now)
    assert while_it_writes == [({}, {})]
    assert (desk.healths["cal"].state, len(desk.watches)) == ("ok", 1)
