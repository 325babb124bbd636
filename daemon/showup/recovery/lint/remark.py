"""What the linter says of a text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Part", "Remark", "Severity"]


class Severity(StrEnum):
    """`MEND`: the text should not go out like this. `CONSIDER`: it would be better otherwise, and may be right all the same."""

    MEND = "mend"
    CONSIDER = "consider"


class Part(StrEnum):
    SUBJECT = "subject"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding. `check` is its number in the rubric, 1 to 15.

    The place is `part[start:end]`, in characters; `words` is what stands there. Of something that is missing the place is where
    it belongs, and empty. `what` and `suggestion` are for the person.
    """

    check: int
    severity: Severity
    part: Part
    start: int
    end: int
    words: str
    what: str
    suggestion: str
