"""What the fuzzer calls: `python -m tests.fuzz.target WHAT LIBFUZZER-ARGUMENTS...`, with WHAT `bytes` or `events`."""

from __future__ import annotations

import importlib
import sys
from typing import Any

atheris: Any = importlib.import_module("atheris")  # installed only for fuzzing

with atheris.instrument_imports(include=["showup", "showup_integrations", "icalendar"]):
    from tests.fuzz.invariants import check, every_event_is_accounted_for

_BREAK = b"\n\n"


def _bytes(data: bytes) -> None:
    check(data)


def _events(data: bytes) -> None:
    """The content lines of events, with an empty line between two of them."""
    events = data.replace(b"\r", b"").split(_BREAK)[:5]
    every_event_is_accounted_for(events)


if __name__ == "__main__":
    what = sys.argv.pop(1)
    atheris.Setup(sys.argv, _bytes if what == "bytes" else _events)
    atheris.Fuzz()
