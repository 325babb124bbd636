"""Repetition rules of vCalendar 1.0 ("W1 TU TH #5", "MP1 1+ MO #0"), as RFC 5545 writes them."""

from __future__ import annotations

import re

__all__ = ["translated"]

_RULE = re.compile(r"(D|W|MP|MD|YM|YD)(\d{1,4})((?:\s+\S+)*)$", re.IGNORECASE)
_FREQUENCY = {"D": "DAILY", "W": "WEEKLY", "MP": "MONTHLY", "MD": "MONTHLY", "YM": "YEARLY", "YD": "YEARLY"}
_BY = {"W": "BYDAY", "MP": "BYDAY", "MD": "BYMONTHDAY", "YM": "BYMONTH", "YD": "BYYEARDAY"}
_DAY = re.compile(r"MO|TU|WE|TH|FR|SA|SU")
_NUMBER = re.compile(r"(\d{1,3})([+-]?)")
_END = re.compile(r"\d{8}(T\d{6}Z?)?")
_TWICE = "#2"  # what the standard means by a rule that does not say how often


def translated(text: str) -> str | None:
    """The rule in the words of RFC 5545, None for what is no rule of vCalendar 1.0 or one with more to it."""
    rule = _RULE.match(text.strip())
    if rule is None:
        return None
    kind, words = rule[1].upper(), rule[3].upper().split()
    end = words.pop() if words and (words[-1].startswith("#") or _END.fullmatch(words[-1])) else _TWICE
    values = _placed_days(words) if kind == "MP" else [_value(kind, word) for word in words]
    if None in values or (kind == "D" and values):
        return None
    parts = [f"FREQ={_FREQUENCY[kind]}", f"INTERVAL={int(rule[2])}"]
    if values:
        parts.append(f"{_BY[kind]}={','.join(filter(None, values))}")
    if end != "#0":
        parts.append(f"COUNT={end[1:]}" if end.startswith("#") else f"UNTIL={end}")
    return ";".join(parts)


def _value(kind: str, word: str) -> str | None:
    if kind == "W":
        return word if _DAY.fullmatch(word) else None
    return "-1" if word == "LD" else _number(word)


def _number(word: str) -> str | None:
    number = _NUMBER.fullmatch(word)
    return f"{'-' if number[2] == '-' else ''}{int(number[1])}" if number else None


def _placed_days(words: list[str]) -> list[str | None]:
    """`1+ MO TU 2- FR`: the first Monday and Tuesday, the last Friday but one."""
    values: list[str | None] = []
    place: str | None = None
    for word in words:
        if _DAY.fullmatch(word):
            values.append(f"{place}{word}" if place else None)
        else:
            place = _number(word)
            if place is None:
                values.append(None)
    return values
