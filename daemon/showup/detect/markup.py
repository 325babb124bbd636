"""Descriptions that are HTML, as Google and Outlook write them: their words and their links."""

from __future__ import annotations

import html
import re

__all__ = ["hrefs", "words_of"]

_TAGGED = re.compile(
    r"<(?:a|br|p|div|span|b|ul|li|html|body|table|td|i|u|strong|h\d|font|script|style)\b", re.IGNORECASE
)
_HREF = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\"'\s>]{1,3000})", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|head)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|p|/p|div|/div|li|/li|tr|/tr|h\d|/h\d)\b[^<>]{0,500}>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z!][^<>]{0,3000}>", re.IGNORECASE)


def words_of(text: str) -> str:
    """The text a reader would see, lines kept."""
    if not _TAGGED.search(text):
        return html.unescape(text) if "&" in text else text
    broken = _BREAK.sub("\n", _seen(text))
    return html.unescape(_TAG.sub("", broken))


def hrefs(text: str) -> list[str]:
    """The targets of its links, unescaped, in order."""
    if "href" not in text and "HREF" not in text:
        return []
    return [html.unescape(target) for target in _HREF.findall(text)]


def _seen(text: str) -> str:
    """Without scripts and styles; one that is never closed hides nothing."""
    parts, place = [], 0
    lowered = text.lower()
    while found := _UNSEEN.search(lowered, place):
        end = lowered.find(f"</{found[1]}", found.end())
        if end < 0:
            break
        parts.append(text[place : found.start()])
        place = end + len(found[1]) + 2
    return " ".join([*parts, text[place:]])
