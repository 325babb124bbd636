"""Drafts are put and taken back in order, and one that cannot be taken back keeps no other."""

import asyncio
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Case, CaseWhy, Rules, Step, WithdrawDrafts
from showup.engine.planning import begin
from showup.errors import DraftBoxError, UsageError
from showup.ladder import default_policy
from showup.ledger import Change, Outcome, SqliteLedger
from showup.model import Cause, DraftKind, Explanation, Interview, Judgement, Occurrence, Profile, Verdict
from showup.service.desk import Desk
from showup.service.drafting import Drafting, written

START = datetime(2026, 11, 24, 14, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))
HOUR = timedelta(hours=1)
KINDS = (DraftKind.EMAIL, DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL)


class Box:
    """A draft box that is slow, or does not let go of one of its texts."""

    def __init__(self, seconds=0.0, keeps=""):
        self.seconds, self.keeps, self.texts = seconds, keeps, {}

    def put(self, name, draft, sender):
        time.sleep(self.seconds)
        self.texts[name] = draft
        return f"here/{name}"

    def withdraw(self, name):
        if self.keeps and name.endswith(self.keeps):
            raise DraftBoxError("it is open in another program")
        self.texts.pop(name, None)


@pytest.fixture
def watch():
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title="Interview with Marlow")
    return begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("cal",), START, RULES)[0]


@pytest.fixture
def ledger(watch):
    ledger = SqliteLedger(None)
    ledger.commit([Change(watch, (WithdrawDrafts(),))], START)
    yield ledger
    ledger.close()


def drafting(ledger, box):
    async def here(work):
        return work()

    return Drafting(ledger, box, Profile, here)


def test_a_draft_that_cannot_be_taken_back_keeps_no_other(watch, ledger):
    box = Box(keeps="-email")

    async def go():
        hands = drafting(ledger, box)
        for kind in KINDS:
            await hands.write(watch, kind, START)
        with pytest.raises(DraftBoxError, match="delete them yourself"):
            await hands.withdraw(watch)

    asyncio.run(go())
    assert [name.rpartition("-")[2] for name in box.texts] == ["email"]
    assert [stored.withdrawn for stored in ledger.drafts(watch.key)] == [False, True, True]


def test_what_is_taken_back_does_not_overtake_what_is_still_being_put(watch, ledger, monkeypatch):
    monkeypatch.setattr("showup.service.drafting._PATIENCE_S", 0.2)
    box = Box(seconds=0.3)

    async def go():
        hands = drafting(ledger, box)
        await hands.write(watch, DraftKind.EMAIL, START)  # given up, and still under way
        await hands.withdraw(watch)

    asyncio.run(go())
    assert box.texts == {}


def test_drafts_that_could_not_be_taken_back_are_tried_again_at_the_next_start(ledger):
    desk = Desk(ledger, RULES, Profile())
    (claim,) = desk.open_claims()
    desk.settle([(claim, Outcome(claim.id, False, {"error": "the box is locked"}))], START)
    assert desk.open_claims() == (claim,)


def told(watch, words):
    given = Explanation(Cause.TRANSPORT, 2, words)
    return replace(watch, case=Case(CaseWhy.MISSED, START + HOUR, Step.GATHER, explanation=given))


def changes(draft):
    return [text for text in draft.missing if text.startswith("a change in the body")]


def test_what_the_linter_finds_stands_beside_the_draft_and_changes_no_word_of_it(watch):
    words = "It was your fault, you never sent me the link"
    draft = written(DraftKind.EMAIL, told(watch, words), Profile(), START + HOUR, missed_before=False)
    assert words in draft.body
    assert changes(draft), draft.missing


def test_a_cause_that_was_given_is_no_finding(watch):
    draft = written(DraftKind.EMAIL, told(watch, "I missed my train"), Profile(), START + HOUR, missed_before=False)
    assert "I missed my train." in draft.body
    assert changes(draft) == []


def test_a_linter_that_fails_keeps_no_draft_from_the_person(watch, monkeypatch):
    def broken(*_, **__):
        raise RecursionError

    monkeypatch.setattr("showup.recovery.checked.lint", broken)
    draft = written(DraftKind.EMAIL, told(watch, "I missed my train"), Profile(), START + HOUR, missed_before=False)
    assert "I missed my train." in draft.body


class Failing(Box):
    """A box that can be mended."""

    broken = True

    def put(self, name, draft, sender):
        if self.broken:
            raise DraftBoxError("The server is down.")
        return super().put(name, draft, sender)


def test_a_box_that_fails_leaves_the_draft_to_the_files_and_says_so_until_it_works_again(watch, ledger):
    box, spare = Failing(), Box()

    async def here(work):
        return work()

    async def go():
        hands = Drafting(ledger, box, Profile, here, spare=spare)
        told = await hands.write(watch, DraftKind.EMAIL, START)
        assert told["where"] == next(iter(f"here/{name}" for name in spare.texts))
        assert told["trouble"] == f"The server is down. The draft is a file instead: {told['where']}"
        assert hands.trouble == "The server is down."
        box.broken = False
        again = await hands.write(watch, DraftKind.EMAIL, START)
        assert "trouble" not in again
        assert not hands.trouble
        assert (len(box.texts), spare.texts) == (1, {})

    asyncio.run(go())


def test_a_box_that_hangs_does_not_hold_up_the_files(watch, ledger, monkeypatch):
    monkeypatch.setattr("showup.service.drafting._PATIENCE_S", 0.2)
    spare = Box()

    async def here(work):
        return work()

    async def go():
        hands = Drafting(ledger, Box(seconds=1), Profile, here, spare=spare)
        told = await hands.write(watch, DraftKind.EMAIL, START)
        assert (len(spare.texts), told["where"]) == (1, f"here/{next(iter(spare.texts))}")

    asyncio.run(go())


def test_the_persons_own_words_are_not_written_over_until_they_ask_for_showups(watch, ledger):
    box, case = Box(), Case(CaseWhy.TOLD, START, Step.EMAIL)
    letter = replace(watch, case=case)

    async def go():
        hands = drafting(ledger, box)
        await hands.write(letter, DraftKind.EMAIL, START)
        (first,) = box.texts
        await hands.keep_own(letter, DraftKind.EMAIL, "Mine", "Words of mine.", START + HOUR)
        assert [draft.body for draft in box.texts.values()] == ["Words of mine."]
        assert first not in box.texts

        await hands.write(
            replace(letter, case=replace(case, recipient="dana@fenwick.example")), DraftKind.EMAIL, START + HOUR
        )
        assert [(draft.body, draft.to) for draft in box.texts.values()] == [
            ("Words of mine.", ("dana@fenwick.example",))
        ]

        await hands.withdraw(letter)
        assert box.texts == {}
        await hands.write(letter, DraftKind.EMAIL, START + 2 * HOUR)  # the answer that took it back was taken back
        assert [draft.body for draft in box.texts.values()] == ["Words of mine."]
        assert not ledger.drafts(letter.key)[0].withdrawn

        assert await hands.give_back(letter, DraftKind.EMAIL)
        assert not await hands.give_back(letter, DraftKind.EMAIL)
        await hands.write(letter, DraftKind.EMAIL, START + 3 * HOUR)
        assert list(box.texts) == [first]
        assert "Words of mine" not in box.texts[first].body

    asyncio.run(go())


def test_words_for_a_draft_that_there_is_not_are_refused(watch, ledger):
    with pytest.raises(UsageError, match="no draft of the kind follow_up"):
        asyncio.run(drafting(ledger, Box()).keep_own(watch, DraftKind.FOLLOW_UP, "", "Words.", START))
