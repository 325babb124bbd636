"""The job's title, when the calendar names it."""

from __future__ import annotations

import re
from functools import lru_cache

from showup.detect.datafiles import around, phrases
from showup.detect.fold import plain
from showup.detect.title_pieces import is_job, pieces_of
from showup.detect.view import View

__all__ = ["position_of"]

_LONGEST = 60
_NAMED = re.compile(
    r"(?i:\b(?:for|as|discuss|regarding|about)(?: the| our| an?)?(?: open)?(?: position of| role of)?)\s"
    r"(?P<job>[A-Z][\w+#./-]{0,30}(?: (?:[A-Z][\w+#./&-]{0,30}|of|and|&|[IV]{1,3})){0,5})"
    r"\s(?:position|role|job|opening|opportunity)\b"
)


@lru_cache(maxsize=64)
def _stated(languages: tuple[str, ...]) -> re.Pattern[str]:
    words = phrases(around("position.stated", languages))
    return re.compile(rf"^(?:{words})\s{{0,2}}[:：]\s{{0,2}}(?P<job>.{{3,70}})$", re.IGNORECASE)


def position_of(view: View) -> str | None:
    """From the title, else from a line or a sentence of the text that states it."""
    for piece in pieces_of(view):
        if is_job(piece.text):
            return piece.text
    for line in view.lines[:60]:
        if stated := _stated(view.languages).search(line):
            return plain(stated["job"], _LONGEST).strip(" .")
        if (named := _NAMED.search(line)) and is_job(named["job"]):
            return plain(named["job"], _LONGEST).strip(" .")
    return None
