"""Descriptions that are HTML, as Google and Outlook write them: their words and their links."""

from __future__ import annotations

import html
import re

__all__ = ["hrefs", "unescaped", "words_of"]

_TAGGED = re.compile(
    r"<(?:a|br|p|div|span|b|ul|li|html|body|table|td|i|u|strong|h\d|font|script|style)\b", re.IGNORECASE
)
_HREF = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\"'\s>]{1,3000})", re.IGNORECASE)
_UNSEEN = re.compile(r"<(script|style|head)\b", re.IGNORECASE)
_BREAK = re.compile(r"<(?:br|p|/p|div|/div|li|/li|tr|/tr|h\d|/h\d)\b[^<>]{0,500}>", re.IGNORECASE)
_NO_CHARACTER = re.compile(r"&#[0-9]{9,};?")
_TAG = re.compile(r"</?[a-z!][^<>]{0,3000}>", re.IGNORECASE)


def words_of(text: str) -> str:
    """The text a reader would see, lines kept."""
    if not _TAGGED.search(text):
        return unescaped(text)
    broken = _BREAK.sub("\n", _seen(text))
    return unescaped(_TAG.sub("", broken))


def unescaped(text: str) -> str:
    """With characters for their names and numbers (&amp; &#38;)."""
    # A number of thousands of digits is one that Python refuses to read.
    return html.unescape(_NO_CHARACTER.sub("\ufffd", text)) if "&" in text else text


def hrefs(text: str) -> list[str]:
    """The targets of its links, unescaped, in order."""
    if "href" not in text and "HREF" not in text:
        return []
    return [unescaped(target) for target in _HREF.findall(text)]


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
