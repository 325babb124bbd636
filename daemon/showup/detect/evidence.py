"""Pieces of evidence, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from showup.model import Role, Verdict

__all__ = ["Evidence", "role_of", "score_of", "together", "verdict_of"]

_INTERVIEW = 60
_MAYBE = 30
_FULL = 100
_SEVERAL = 3  # different signs
_POINTS_EACH = 15
_SLIGHT = frozenset({"link.join", "body.soft", "title.own_name", "organizer.outside", "invited.alone"})
_OF_A_PROCESS = frozenset({"title.process", "title.sign", "title.address", "body.process", "body.address"})


class Evidence(Struct, frozen=True):
    """One thing that counted: `points` are added, the score can then be no higher than `most`.

    `reason` says it in words, `role` is the side it speaks of, `sign` a stable name such as "title.sure".
    """

    points: int
    reason: str
    most: int = _FULL
    role: Role | None = None
    sign: str = ""

    @property
    def phishing(self) -> bool:
        """Is it a sign of fraud?"""
        return self.sign.startswith("phishing")


def score_of(pieces: Iterable[Evidence]) -> int:
    """From 0, surely none, to 100."""
    pieces = tuple(pieces)
    total = max(0, min(_FULL, sum(piece.points for piece in pieces)))
    return min([total, *(piece.most for piece in pieces)])


def verdict_of(score: int) -> Verdict:
    if score >= _INTERVIEW:
        return Verdict.INTERVIEW
    return Verdict.MAYBE if score >= _MAYBE else Verdict.NO


def role_of(pieces: Iterable[Evidence], verdict: Verdict) -> Role:
    """The interviewer's side where anything speaks for it, the candidate's where anything else does."""
    roles = {piece.role for piece in pieces}
    if Role.INTERVIEWER in roles:
        return Role.INTERVIEWER
    return Role.CANDIDATE if verdict is Verdict.INTERVIEW or Role.CANDIDATE in roles else Role.UNKNOWN


def together(pieces: Iterable[Evidence]) -> Iterator[Evidence]:
    """Signs that say little by themselves say more when several of different sorts agree and none speaks against it."""
    pieces = tuple(pieces)
    if any(piece.points < 0 or piece.most < _FULL for piece in pieces):
        return
    sorts = {piece.sign for piece in pieces if piece.points > 0} - _SLIGHT
    if len(sorts) >= _SEVERAL and sorts & _OF_A_PROCESS:
        yield Evidence(
            _POINTS_EACH * (len(sorts) - _SEVERAL + 1), f"{len(sorts)} different signs agree", sign="together"
        )
