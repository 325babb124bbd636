"""Values to JSON and back. Intents carry the name of their kind, so that a row can be read without its context."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from showup import engine
from showup.engine import Intent

__all__ = ["decode", "decode_intent", "encode", "encode_intent"]

T = TypeVar("T")

_KINDS: dict[str, type[Intent]] = {
    "ring": engine.Ring,
    "silence": engine.Silence,
    "tell": engine.Tell,
    "gathered": engine.Gathered,
    "open_case": engine.OpenCase,
    "nag": engine.Nag,
    "reassure_helper": engine.ReassureHelper,
    "write_draft": engine.WriteDraft,
    "withdraw_drafts": engine.WithdrawDrafts,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}


def encode(value: object) -> str:
    """JSON text of any of showup's values."""
    return msgspec.json.encode(value).decode()


def decode(text: str, kind: type[T]) -> T:
    """The value back; msgspec.ValidationError when the text does not hold one."""
    return msgspec.json.decode(text, type=kind)


def encode_intent(intent: Intent) -> tuple[str, str]:
    return _NAMES[type(intent)], encode(intent)


def decode_intent(name: str, text: str) -> Intent:
    kind: Any = _KINDS[name]
    intent: Intent = decode(text, kind)
    return intent
