"""The disk fails, comes back, or gives garbage: the ledger goes on, loses nothing that can be known, and says so."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Note, Phase, Ring, Rules
from showup.engine.merge import Health
from showup.engine.planning import begin
from showup.errors import LedgerError
from showup.ladder import default_policy
from showup.ledger import Change, LastingLedger, Outcome, SqliteLedger, StoredDraft
from showup.ledger.lasting import TELL_FOR
from showup.model import Draft, DraftKind, Interview, Judgement, Occurrence, Verdict

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))
RING = Ring("door", 1, NOW, ("desktop",))


def watch(uid="u1", phase=Phase.EXPECTED):
    start = NOW + timedelta(hours=5)
    occurrence = Occurrence("cal", uid, start, start + timedelta(hours=1), title=uid, description="x" * 2000)
    return replace(begin(Interview(occurrence, Judgement(Verdict.INTERVIEW, 90)), ("cal",), NOW, RULES)[0], phase=phase)


def fill(ledger, *uids, phase=Phase.CONFIRMED):
    return ledger.commit([Change(watch(uid, phase), (RING,), (Note("alarm", {}),)) for uid in uids], NOW)


def uids(ledger):
    return {w.interview.occurrence.uid for w in ledger.watches()}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "ledger.db"


@pytest.fixture
def opened(path):
    """Opens the ledger, as a start of the service does; all are closed at the end."""
    ledgers: list[LastingLedger] = []

    def open_():
        ledgers.append(LastingLedger(path))
        return ledgers[-1]

    yield open_
    for ledger in ledgers:
        ledger.close()


@pytest.fixture
def written(path):
    """A ledger with forty confirmed interviews, closed."""
    ledger = LastingLedger(path)
    fill(ledger, *(f"u{number}" for number in range(40)))
    ledger.close()
    return path


def lock(path):
    """Another program that writes in the ledger and does not end."""
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    return other


def kept(path):
    return sorted(entry.name for entry in path.parent.glob("*.broken-*"))


# ------------------------------------------------------------ in memory and back


def test_while_another_program_holds_the_file_everything_goes_on_in_memory(opened, written):
    ledger = opened()
    other = lock(written)
    fill(ledger, "new")
    assert ledger.trouble is not None
    assert "Close that program" in ledger.trouble
    assert len(uids(ledger)) == 41
    assert not ledger.heal(NOW)
    other.close()
    assert ledger.heal(NOW)
    assert ledger.trouble is None
    assert len(uids(SqliteLedger(written))) == 41


def test_claims_keep_their_numbers_to_memory_and_back(opened, written):
    ledger = opened()
    (before,) = fill(ledger, "before")
    other = lock(written)
    (meanwhile,) = fill(ledger, "meanwhile")
    other.close()
    ledger.heal(NOW)
    (after,) = fill(ledger, "after")
    assert before.id < meanwhile.id < after.id
    assert {before, meanwhile, after} <= set(opened().open_claims())


def test_what_was_settled_in_memory_is_not_open_after_the_return(opened, written):
    ledger = opened()
    (claim,) = fill(ledger, "before")
    other = lock(written)
    ledger.settle([Outcome(claim.id, True, {})], NOW)
    assert ledger.trouble is not None
    other.close()
    assert ledger.heal(NOW)
    assert claim not in opened().open_claims()


def test_at_its_end_it_tries_once_more_to_have_everything_on_the_disk(opened, written):
    ledger = opened()
    other = lock(written)
    fill(ledger, "meanwhile")
    other.close()
    ledger.close()
    assert "meanwhile" in uids(opened())


def test_what_the_caller_did_wrong_is_no_fault_of_the_disk(opened):
    ledger = opened()
    with pytest.raises(LedgerError):
        ledger.keep_draft(StoredDraft("nobody", 1, "n", Draft(DraftKind.EMAIL, "s", "b"), None, NOW))
    assert ledger.trouble is None


def test_a_folder_that_cannot_be_made_keeps_nothing_from_ringing(opened, path):
    path.parent.write_text("a file where the folder should be")
    ledger = opened()
    assert ledger.trouble is not None
    fill(ledger, "u1")
    assert uids(ledger) == {"u1"}
    path.parent.unlink()
    assert ledger.heal(NOW)
    assert uids(opened()) == {"u1"}


def test_an_answer_in_a_file_that_comes_back_later_stands_again(opened, written):
    """The disk was not there at the start; meanwhile a calendar has shown the same interview, and another one."""
    away = written.parent.rename(written.parent.with_name("away"))
    written.parent.write_text("not mounted")
    ledger = opened()
    (seen, new) = fill(ledger, "u1", "new", phase=Phase.EXPECTED)
    written.parent.unlink()
    away.rename(written.parent)
    assert ledger.heal(NOW)
    found = {w.interview.occurrence.uid: w.phase for w in ledger.watches()}
    assert (found["u1"], found["u2"], found["new"]) == (Phase.CONFIRMED, Phase.CONFIRMED, Phase.EXPECTED)
    numbers = [claim.id for claim in ledger.open_claims()]
    assert len(numbers) == len(set(numbers)) == 42
    assert {seen.id, new.id} <= set(numbers)


def test_a_file_that_is_removed_under_the_service_is_written_anew(opened, written):
    ledger = opened()
    for entry in written.parent.iterdir():
        entry.unlink()
    fill(ledger, "into nowhere")
    ledger.heal(NOW)
    assert "into nowhere" in uids(opened())
    assert len(uids(opened())) == 41


def test_a_ledger_of_a_newer_showup_is_read_as_far_as_can_be_and_left_alone(opened, written):
    with sqlite3.connect(written) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    before = written.read_bytes()
    ledger = opened()
    assert ledger.trouble is not None
    assert "upgrade showup" in ledger.trouble
    assert len(uids(ledger)) == 40
    fill(ledger, "new")
    assert not ledger.heal(NOW)
    ledger.close()
    assert written.read_bytes() == before


# ------------------------------------------------------------------- damage


def garbage(path, offset, length=5000):
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(b"\xa5" * min(length, path.stat().st_size - offset))


def test_garbage_in_the_header_costs_nothing(opened, written):
    garbage(written, 0, 400)
    damaged = written.read_bytes()
    ledger = opened()
    assert len(uids(ledger)) == 40
    assert all(w.phase is Phase.CONFIRMED for w in ledger.watches())
    (name,) = kept(written)
    assert (written.parent / name).read_bytes() == damaged
    assert name in (ledger.trouble or "")


def test_garbage_in_the_middle_costs_what_stood_there(opened, written):
    size = written.stat().st_size
    garbage(written, size // 2 // 4096 * 4096)
    ledger = opened()
    assert kept(written)
    assert "damaged" in (ledger.trouble or "")
    found = uids(ledger)
    assert found
    fill(ledger, "new")
    assert uids(opened()) == found | {"new"}


def test_a_file_cut_in_half_is_kept_and_what_is_left_of_it_is_used(opened, written):
    half = written.read_bytes()[: written.stat().st_size // 2]
    written.write_bytes(half)
    ledger = opened()
    assert (written.parent / kept(written)[0]).read_bytes() == half
    assert uids(ledger)


def test_an_empty_file_is_no_new_ledger(opened, written):
    written.write_bytes(b"")
    ledger = opened()
    assert kept(written)
    assert ledger.trouble is not None
    fill(ledger, "new")
    assert uids(opened()) == {"new"}


def test_a_second_damaged_file_takes_nothing_from_the_first(opened, written):
    for _ in range(2):
        garbage(written, 0, 400)
        opened().close()
    assert len(kept(written)) == 2


def test_damage_under_the_running_service_costs_no_answer_and_no_open_claim(opened, written):
    """What the service knows goes into the new file, whatever could be read of the old one."""
    ledger = opened()
    ledger.health()
    ledger.commit([], NOW, Health("cal", NOW))
    (claim,) = fill(ledger, "late")
    watches, claims = ledger.watches(), ledger.open_claims()
    for entry in written.parent.glob("ledger.db*"):
        if not entry.name.endswith("-shm"):
            garbage(entry, 0, entry.stat().st_size)
    ledger.close()
    assert kept(written)
    again = opened()
    assert sorted(again.watches(), key=str) == sorted(watches, key=str)
    assert again.open_claims() == claims
    assert claim in claims
    assert again.health() == {"cal": Health("cal", NOW)}


def test_that_a_file_was_damaged_is_told_for_a_day(opened, written):
    garbage(written, 0, 400)
    ledger = opened()
    ledger.heal(NOW)
    ledger.heal(NOW + TELL_FOR / 2)
    assert ledger.trouble is not None
    ledger.heal(NOW + TELL_FOR)
    assert ledger.trouble is None
    assert opened().trouble is None


def test_a_damaged_file_and_no_room_for_a_new_one(opened, written):
    """It goes on in memory, and the new file is begun when there is room; the old one is kept once."""
    garbage(written, 0, 400)
    written.with_name("ledger.db.part").mkdir()  # in the way of every new file
    ledger = opened()
    assert len(uids(ledger)) == 40
    fill(ledger, "new")
    assert not ledger.heal(NOW)
    assert "memory" in (ledger.trouble or "")
    written.with_name("ledger.db.part").rmdir()
    assert ledger.heal(NOW)
    assert len(kept(written)) == 1
    assert kept(written)[0] in (ledger.trouble or "")
    assert len(uids(opened())) == 41


def test_a_miss_that_memory_declared_yields_to_the_answer_in_the_file(path, opened):
    """It could not know that the person had said "I'm there": what it opened is taken back."""
    before = opened()
    before.settle([Outcome(claim.id, True, {}) for claim in fill(before, "u1")], NOW)
    before.close()
    away = path.parent.with_name("away")
    path.parent.rename(away)
    path.parent.write_text("")
    blind = opened()
    blind.settle([Outcome(claim.id, True, {}) for claim in fill(blind, "u1", "u2", phase=Phase.MISSED)], NOW)
    path.parent.unlink()
    away.rename(path.parent)
    assert blind.heal(NOW)
    phases = {w.interview.occurrence.uid: w.phase for w in blind.watches()}
    assert phases == {"u1": Phase.CONFIRMED, "u2": Phase.MISSED}
    assert [type(claim.intent).__name__ for claim in blind.open_claims()] == ["Silence", "WithdrawDrafts"]
