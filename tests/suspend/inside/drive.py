"""The first program of the small machine: runs the scenarios and reports in JSON lines through the second serial line."""

from __future__ import annotations

import json
import os
import time
import traceback
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.suspend.inside import asleep, astray, woken
from tests.suspend.inside.service import Service

_HOME = Path("/run/person")
_PLANTS = {"none": "showup", "monotonic": "tests.suspend.inside.planted"}
_SCENARIOS: dict[str, Any] = {"asleep": asleep, "astray": astray, "woken": woken}
_PATIENCE_S = 180
Line = dict[str, Any]


class Wire:
    """The serial line to the host."""

    def __init__(self) -> None:
        self._file = os.open("/dev/ttyS1", os.O_WRONLY | os.O_NOCTTY)
        tty.setraw(self._file)

    def tell(self, line: Line) -> None:
        data = json.dumps(line).encode() + b"\n"
        while data:
            data = data[os.write(self._file, data) :]


def main() -> None:
    wire = Wire()
    wire.tell({"what": "up"})
    program = _PLANTS[_word("plant")]
    for name in _word("only").split(","):
        scenario = _SCENARIOS[name]
        _attempt(wire, name, scenario.scenario, Service(_HOME / name, scenario.RUNGS, scenario.GRACE, program))
    wire.tell({"what": "end"})
    time.sleep(2)  # the host switches the power off


def _word(name: str) -> str:
    """What the kernel's command line says of it."""
    words = Path("/proc/cmdline").read_text().split()
    return next(word.partition("=")[2] for word in words if word.startswith(f"showup.{name}="))


def _attempt(wire: Wire, name: str, scenario: Any, service: Service) -> None:
    """Run one scenario; whatever goes wrong is reported, and the next one has its turn."""
    try:
        for line in _lines(scenario, service):
            wire.tell(line | {"scenario": name})
    except Exception:  # noqa: BLE001 told to the host, which fails
        for line in (
            *service.rings(),
            {"what": "failed", "why": traceback.format_exc(), "log": service.said()[-4000:]},
        ):
            wire.tell(line | {"scenario": name})
    finally:
        service.end()


def _lines(scenario: Any, service: Service) -> Iterator[Line]:
    """What it takes to read a calendar is measured first: a scenario leaves that much time for it."""
    service.keep()
    service.start(_PATIENCE_S)
    began = time.monotonic()
    service.read_again()
    reading_s = time.monotonic() - began
    yield {"what": "ready", "reading_s": reading_s}
    yield from scenario(service, 2 * reading_s)
    yield {"what": "log", "log": service.said()[-4000:]}


if __name__ == "__main__":
    main()
