"""Which checks ask for something in which kind of draft."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from showup.model import DraftKind
from showup.recovery.lint.remark import Severity

__all__ = ["APOLOGIES", "DATED", "LETTERS", "NEEDS", "SPOKEN"]

_MEND, _CONSIDER = Severity.MEND, Severity.CONSIDER

LETTERS = frozenset({DraftKind.EMAIL, DraftKind.RESCHEDULE, DraftKind.EXTENSION, DraftKind.INTERVIEWER_ABSENT})
"""What has the form of a whole letter."""

APOLOGIES = LETTERS - {DraftKind.INTERVIEWER_ABSENT}

SPOKEN = frozenset({DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL})

DATED = LETTERS | {DraftKind.CONFIRMATION, DraftKind.RUNNING_LATE, DraftKind.DELEGATE_NOTE} | SPOKEN
"""What speaks of the interview by its date; a follow-up may speak of the day of the first letter."""

# An apology has few words; responsibility, impact, the choice left to them can be put in ways that no list knows. That one of
# these is missing is therefore a question, not a verdict.
_LETTER = {"apology": _MEND} | dict.fromkeys(("responsibility", "impact", "deferral", "interest", "way_out"), _CONSIDER)
_ABSENT = dict.fromkeys(("deferral", "interest", "way_out"), _CONSIDER)
_SPEECH = {"apology": _MEND} | dict.fromkeys(("responsibility", "impact"), _CONSIDER)

NEEDS: Mapping[DraftKind, Mapping[str, Severity]] = MappingProxyType(
    dict.fromkeys(APOLOGIES, _LETTER)
    | {
        DraftKind.INTERVIEWER_ABSENT: _ABSENT,
        DraftKind.CALL_SCRIPT: _SPEECH | {"deferral": _CONSIDER},
        DraftKind.VOICEMAIL: _SPEECH,
        DraftKind.RUNNING_LATE: {"apology": _MEND},
        DraftKind.FOLLOW_UP: {"way_out": _CONSIDER},
        DraftKind.DELEGATE_NOTE: {"apology": _CONSIDER},
        DraftKind.CONFIRMATION: {},
        DraftKind.GRACEFUL_CLOSE: {},
    }
)
"""The groups of phrases of which a kind of draft must have one, and how much their absence matters."""
