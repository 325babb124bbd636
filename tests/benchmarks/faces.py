"""`faces`: what the person waits for, at the terminal and on the page, beside a bare interpreter started the same way."""

from __future__ import annotations

import functools
import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from tests.benchmarks.arming import arm
from tests.benchmarks.commands import BARE
from tests.benchmarks.machine import Machine
from tests.benchmarks.processes import memory
from tests.benchmarks.table import Row, heading, remark, show

from showup import clock

__all__ = ["measure"]

AS_LONG = 3.0
"""A command may take so many times as long as an interpreter that does nothing."""

_CONFIG = '[profile]\nzone = "UTC"\n' + "".join(
    f"[channel.{name}]\nenabled = false\n" for name in ("desktop", "sound", "takeover", "toast")
)
_AHEAD_S = 3 * 3600.0
_SHOWUP = [sys.executable, "-c", "import sys; from showup.cli import main; sys.exit(main())"]
"""As the installed command does it."""

_PAGE = [sys.executable, "-P", "-m", "showup.page"]
_IDLE_S = 1.0
_PATIENCE_S = 60.0


def measure(runs: int) -> None:
    """Print the table: medians of so many runs each."""
    heading(f"faces, medians of {runs}")
    with tempfile.TemporaryDirectory() as folder:
        machine = Machine(Path(folder), _CONFIG)
        arm(machine.ledger, [clock.now().timestamp() + _AHEAD_S], clock.now(), ("terminal",))
        machine.start()
        try:
            _commands(machine, runs)
            _page(machine, runs)
        finally:
            machine.stop()


def _commands(machine: Machine, runs: int) -> None:
    words = {"showup here": ["here", "--early"], "showup next": ["next"]}
    bare, *taken = _medians(machine, [BARE, *([*_SHOWUP, *each] for each in words.values())], runs)
    show(Row("bare python -c pass", bare, "s"))
    for name, seconds in zip(words, taken, strict=True):
        show(Row(f"{name}, beside {AS_LONG:g} x bare", seconds, "s", AS_LONG * bare, "allowed", limit=True))


def _medians(machine: Machine, commands: list[list[str]], runs: int) -> list[float]:
    """One after the other in each round, so that what else the machine does meets them all; the first round does not count."""
    rounds = [[_seconds(functools.partial(_run, machine, words)) for words in commands] for _ in range(runs + 1)]
    return [statistics.median(column) for column in zip(*rounds[1:], strict=True)]


def _run(machine: Machine, words: list[str]) -> None:
    subprocess.run(words, env=machine.env, check=True, capture_output=True)


def _seconds(work: Callable[[], None]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _page(machine: Machine, runs: int) -> None:
    shown, held, ended = zip(*(_one_page(machine) for _ in range(runs)), strict=True)
    show(Row("the page, from its start to its first document", statistics.median(shown), "s"))
    remark("with its style sheet and script, over HTTP; a browser paints it a few frames later")
    show(Row("the page's memory (PSS)", statistics.median(held), "MB"))
    show(Row(f"its end, after {_IDLE_S:g} s in which nobody asked", statistics.median(ended), "s"))


def _one_page(machine: Machine) -> tuple[float, float, float]:
    """Seconds until the first document, memory in MB then, seconds from the last request to its end."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*_PAGE, str(_IDLE_S)], env=machine.env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        with process.stdout as out:
            _read(json.loads(out.readline())["address"])
        shown, held, last = time.perf_counter() - begin, memory(process.pid).pss, time.perf_counter()
        process.wait(_PATIENCE_S)
        return shown, held, time.perf_counter() - last
    finally:
        with suppress(ProcessLookupError):
            os.kill(process.pid, 9)
        process.wait()


def _read(address: str) -> None:
    place = urlsplit(address)
    line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=_PATIENCE_S)
    line.request("GET", f"{place.path}?{place.query}")
    opened = line.getresponse()
    opened.read()
    cookie = (opened.getheader("Set-Cookie") or "").partition(";")[0]
    for path in (opened.getheader("Location") or "/", "/static/page.css", "/static/page.js"):
        line.request("GET", path, headers={"Cookie": cookie})
        answer = line.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"the page answers {answer.status} for {path}")
    line.close()
