"""`showup page`: the local web page in the person's browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from argparse import Namespace
from importlib.util import find_spec
from typing import Any

from showup import paths
from showup.cli.asking import show
from showup.cli.printing import warn
from showup.errors import NotRunningError, ShowupError
from showup.exits import PROBLEM

__all__ = ["page"]

_NEEDS = ("starlette", "uvicorn", "jinja2")
_OPENER = "xdg-open"
_OPENING_TAKES_S = 3.0
"""Who still runs then has become the browser."""
_PATIENCE_S = 5.0


def page(arguments: Namespace) -> int:
    """Open it; one that runs already is opened once more. Exit 1 when no browser could be opened."""
    to = "/" if arguments.interview is None else _recovery_of(arguments.interview)
    address = _of_running(to) or _started(arguments.idle, to)
    if arguments.json:
        show({"address": address})
        return 0
    if not arguments.no_open and _opened(address):
        return 0
    print(f"Open this in a browser on this computer; it works once, within a minute:\n{address}")
    return 0 if arguments.no_open else PROBLEM


def _recovery_of(name: str) -> str:
    """Where the page has it; without a service the page says so."""
    from showup.cli.asking import asked

    try:
        cases = asked("recover", interview=name)["cases"]
    except NotRunningError:
        cases = []
    return f"/recovery/{cases[0]['key']}" if cases else "/recovery"


def _of_running(to: str) -> str | None:
    from showup.control.client import ask

    try:
        address: Any = ask(paths.runtime_dir() / "page.sock", {"to": to}, _PATIENCE_S).get("address")
    except ShowupError:
        return None
    return str(address)


def _started(idle: float, to: str) -> str:
    """A process of its own, which outlasts this command and its terminal."""
    if any(find_spec(name) is None for name in _NEEDS):
        raise ShowupError(
            "The page needs libraries that are not installed. Install them with\n"
            f"    {sys.executable} -m pip install 'showup[page]'\n"
            "(pipx: pipx inject showup starlette uvicorn jinja2). `showup status` and `showup recover` work without them."
        )
    log = paths.made(paths.runtime_dir()) / "page.log"
    with log.open("wb") as file:
        log.chmod(0o600)
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "showup.page", str(idle)],
            cwd="/",  # neither the folder's modules nor its mount are this process's business
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            start_new_session=True,
        )
    assert process.stdout is not None  # noqa: S101 as it was started
    with process.stdout as out:
        first = out.readline()
    if not first:
        raise ShowupError(f"The page could not be started (exit code {process.wait()}); {log} says why.")
    address = str(json.loads(first)["address"])
    return address if to == "/" else _of_running(to) or address


def _opened(address: str) -> bool:
    """By the desktop's own opener; what it leaves running stays."""
    opener = shutil.which(_OPENER)
    if opener is None:
        warn(f"{_OPENER} is not installed (package xdg-utils).")
        return False
    process = subprocess.Popen(
        [opener, address],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        failed = process.wait(_OPENING_TAKES_S) != 0
    except subprocess.TimeoutExpired:
        process.returncode = 0  # it has become the browser, and is not waited for
        return True
    if failed:
        warn("The desktop could not open a browser.")
    return not failed
