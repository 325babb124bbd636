"""Descriptions that are HTML, as Google and Outlook write them: their words and their links."""

from __future__ import annotations

import html
import re

__all__ = ["anchored", "unescaped", "words_of"]

_TAGGED = re.compile(
    r"<(?:a|br|p|div|span|b|ul|li|html|body|table|td|i|u|strong|h\d|font|script|style)\b", re.IGNORECASE
)
_HREF = re.compile(r"href\s{0,3}=\s{0,3}[\"']?([^\"'\s>]{1,3000})", re.IGNORECASE)
_LINK = re.compile(r"<a\s[^<>]{0,4000}>", re.IGNORECASE)
_LINK_END = re.compile(r"</a\b[^<>]{0,20}>", re.IGNORECASE)
_LONGEST_SHOWN = 4000
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


def anchored(text: str) -> tuple[list[tuple[str, str, int]], str]:
    """The targets of its links, unescaped and in order, each with what the reader sees of it and the place where it stands; and
    the text without what they show: that is whatever their writer likes.
    """
    if "href" not in text and "HREF" not in text:
        return [], text
    found: list[tuple[str, str, int]] = []
    rest: list[str] = []
    place = length = 0
    for tag in _LINK.finditer(text):
        if tag.start() < place:
            continue
        rest.append(text[place : tag.start()])
        length += tag.start() - place
        target = _HREF.search(tag[0])
        ending = _LINK_END.search(text, tag.end(), tag.end() + _LONGEST_SHOWN) if target else None
        shown = text[tag.end() : ending.start()] if ending else ""
        if target:
            found.append((unescaped(target[1]), words_of(shown), length))
        place = ending.end() if ending else tag.end()
    found += [(unescaped(target), "", length) for target in _HREF.findall(_LINK.sub(" ", text))]
    return found, "".join([*rest, text[place:]])


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
