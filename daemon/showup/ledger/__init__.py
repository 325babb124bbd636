"""The durable record: what is watched, what was claimed and what came of it, what the person answered."""

from showup.ledger.lasting import LastingLedger
from showup.ledger.port import Change, Claim, Ledger, LogLine, Outcome, StoredDraft
from showup.ledger.sqlite import SqliteLedger

__all__ = ["Change", "Claim", "LastingLedger", "Ledger", "LogLine", "Outcome", "SqliteLedger", "StoredDraft"]
