"""What lets a browser in: one-time tokens for the address that is opened, then a cookie, and a mark in every form."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from hmac import compare_digest

__all__ = ["Keys"]

_TOKEN_LASTS_S = 60.0
_MOST_TOKENS = 16


class Keys:
    """The secrets of one page process; they end with it. `uptime` gives seconds of a clock that nobody sets."""

    def __init__(self, uptime: Callable[[], float]) -> None:
        self._uptime = uptime
        self._cookie = secrets.token_urlsafe(32)
        self.mark = secrets.token_urlsafe(32)
        self._tokens: dict[str, float] = {}

    def token(self) -> str:
        """A token that opens the page once, within a minute."""
        token = secrets.token_urlsafe(32)
        self._tokens[token] = self._uptime() + _TOKEN_LASTS_S
        for old in list(self._tokens)[:-_MOST_TOKENS]:
            del self._tokens[old]
        return token

    def exchange(self, token: str) -> str | None:
        """The cookie for a token that has not been used; None for any other."""
        ends = self._tokens.pop(token, None)
        return self._cookie if ends is not None and self._uptime() < ends else None

    def fits(self, cookie: str) -> bool:
        return compare_digest(cookie.encode("utf-8", "replace"), self._cookie.encode())

    def is_marked(self, mark: str) -> bool:
        return compare_digest(mark.encode("utf-8", "replace"), self.mark.encode())
