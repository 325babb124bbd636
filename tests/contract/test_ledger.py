"""What every ledger promises; run on each implementation."""

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.engine import Note, Phase, Ring, Rules, Silence, Tell, WriteDraft
from showup.engine.merge import Health
from showup.engine.planning import begin
from showup.errors import LedgerError
from showup.ladder import default_policy
from showup.ledger import Change, LastingLedger, Ledger, Outcome, SqliteLedger, StoredDraft
from showup.ledger.memory import MemoryLedger
from showup.ledger.schema import migrations
from showup.model import Draft, DraftKind, Interview, Judgement, Occurrence, Participant, Verdict

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULES = Rules(default_policy(), ZoneInfo("UTC"))


def watch(uid="u1", hours=5):
    start = NOW + timedelta(hours=hours)
    occurrence = Occurrence(
        "cal", uid, start, start + timedelta(hours=1), title="Gespräch 面接 🎉", attendees=(Participant("a@b.example"),),
        travel=timedelta(minutes=20),
    )  # fmt: skip
    judgement = Judgement(Verdict.INTERVIEW, 90, reasons=("it says so",))
    return begin(Interview(occurrence, judgement), ("cal",), NOW, RULES)[0]


RING = Ring("door", 1, NOW, ("desktop", "sound"))


def kinds(path):
    """Each implementation, as a function that opens the same ledger again."""
    memory = MemoryLedger()
    return {
        "sqlite": lambda: SqliteLedger(path),
        "lasting": lambda: LastingLedger(path),
        "fallen": lambda: fallen(path),
        "memory": lambda: memory,
    }


def fallen(path):
    """A lasting ledger that has gone on in memory; closing it brings everything to the disk."""
    ledger = LastingLedger(path)
    ledger._fall(OSError(28, "No space left on device"))
    return ledger


@pytest.fixture(params=kinds(None))
def reopen(request, tmp_path):
    """Opens the same ledger again and again, as restarts do."""
    opened: list[Ledger] = []
    again = kinds(tmp_path / "ledger.db")[request.param]

    def reopen():
        for ledger in opened:
            ledger.close()
        opened.append(again())
        return opened[-1]

    yield reopen
    opened[-1].close()


def test_a_watch_comes_back_as_it_was(reopen):
    before = replace(watch(), before=watch(), undo_until=NOW, phase=Phase.LATE)
    reopen().commit([Change(before)], NOW)
    assert reopen().watches() == [before]


def test_state_claims_and_history_are_committed_together_and_survive_a_restart(reopen):
    intents = (RING, Silence(), Tell("moved", NOW), WriteDraft(DraftKind.EMAIL))
    claims = reopen().commit([Change(watch(), intents, (Note("alarm", {"rung": "door"}),))], NOW)
    again = reopen()
    assert again.open_claims() == claims
    assert [claim.intent for claim in claims] == list(intents)
    assert [(line.what, line.detail) for line in again.log(10)] == [("alarm", {"rung": "door"})]


def test_a_settled_claim_is_not_open_any_more(reopen):
    ledger = reopen()
    first, second = ledger.commit([Change(watch(), (RING, Silence()))], NOW)
    ledger.settle([Outcome(first.id, True, {"channels": {"desktop": "ok"}})], NOW)
    assert reopen().open_claims() == [second]


def test_the_health_of_a_source_is_committed_with_what_it_said(reopen):
    health = Health("cal", NOW, NOW, events=3, upcoming=(("x", NOW),))
    reopen().commit([], NOW, health)
    assert reopen().health() == {"cal": health}


def test_a_draft_is_kept_and_replaced_by_its_kind(reopen):
    ledger = reopen()
    ledger.commit([Change(watch())], NOW)
    stored = StoredDraft(watch().key, 1, "n", Draft(DraftKind.EMAIL, "s", "b"), "/a.eml", NOW)
    ledger.keep_draft(stored)
    ledger.keep_draft(replace(stored, withdrawn=True))
    assert reopen().drafts(watch().key) == [replace(stored, withdrawn=True)]


def test_housekeeping_forgets_what_is_long_over_but_never_an_open_case(reopen):
    ledger = reopen()
    ledger.commit(
        [Change(watch("old", -500)), Change(replace(watch("case", -500), phase=Phase.MISSED)), Change(watch())], NOW
    )
    assert ledger.forget_before(NOW) == 1
    assert {w.interview.occurrence.uid for w in reopen().watches()} == {"case", "u1"}


def test_a_commit_that_fails_leaves_nothing_behind(reopen):
    ledger = reopen()
    with pytest.raises(TypeError):
        ledger.commit([Change(watch()), Change(watch("u2"), (), (Note("alarm", {"bad": object()}),))], NOW)
    assert reopen().watches() == []


def test_a_row_that_cannot_be_read_hides_no_other(tmp_path):
    path = tmp_path / "ledger.db"
    ledger = SqliteLedger(path)
    ledger.commit([Change(watch("bad"), (RING,)), Change(watch(), (RING, Silence()))], NOW, Health("cal"))
    ledger.note("u1", "asked", {}, NOW)
    ledger.note("u1", "late", {}, NOW)
    for damage in (
        "UPDATE interviews SET state = CAST(x'7bff' AS TEXT) WHERE key = '" + watch("bad").key + "'",
        "UPDATE claims SET kind = 'unheard of' WHERE id = 1",
        "UPDATE log SET detail = '{' WHERE what = 'asked'",
        "INSERT INTO sources VALUES ('bad', '[]')",
    ):
        ledger.database.execute(damage)
    assert ledger.watches() == [watch()]
    assert [claim.id for claim in ledger.open_claims()] == [2, 3]
    assert [line.what for line in ledger.log(10)] == ["late"]
    assert list(ledger.health()) == ["cal"]
    ledger.close()


@pytest.mark.parametrize("kind", [SqliteLedger, LastingLedger])
def test_the_ledger_is_the_persons_alone(kind, tmp_path):
    kind(tmp_path / "ledger.db").close()
    assert (tmp_path / "ledger.db").stat().st_mode & 0o777 == 0o600


def test_every_write_is_synced_to_the_disk(tmp_path):
    ledger = SqliteLedger(tmp_path / "ledger.db")
    modes = [
        ledger.database.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("journal_mode", "synchronous", "foreign_keys")
    ]
    ledger.close()
    assert modes == ["wal", 2, 1]


def test_a_ledger_of_a_newer_showup_is_refused_and_untouched(tmp_path):
    path = tmp_path / "ledger.db"
    SqliteLedger(path).close()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 999")
    database.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="newer showup"):
        SqliteLedger(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_ledger_is_refused_with_what_to_do_and_kept(tmp_path):
    path = tmp_path / "ledger.db"
    path.write_bytes(b"this is not a database" * 100)
    with pytest.raises(LedgerError, match="Move it away"):
        SqliteLedger(path)
    assert path.read_bytes().startswith(b"this is not")


def test_migrations_are_numbered_without_gaps():
    assert [number for number, _ in migrations()] == list(range(1, len(migrations()) + 1))
