"""Boots the small machine in QEMU and hands on what it reports, line by line."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.suspend.kernel import CannotRunError

__all__ = ["DATE", "DiedError", "Image", "Line", "NotStartedError", "report"]

Line = dict[str, Any]
DATE = "2027-03-10T09:00:00"
"""What the machine's own clock shows at power-on (UTC): a Wednesday, far from a change of any clock."""
_LOOK_S = 0.1
_FIRST_WORD_S = {"kvm": 25.0}
"""How long an accelerator may leave the machine without a word before it counts as one that does not work; others may be slow."""
_BROKEN = "KVM internal error"


class DiedError(Exception):
    """The machine stopped, or said nothing more, before it was done; with the tail of its console."""


class NotStartedError(DiedError):
    """It has not said a word."""


@dataclass(frozen=True, slots=True)
class Image:
    """What is booted: the kernel, the archive that it unpacks, the scenarios to run, and the fault to plant ("none")."""

    kernel: Path
    initrd: Path
    scenarios: tuple[str, ...]
    plant: str = "none"


def report(image: Image, folder: Path, accel: str, deadline_s: float) -> Iterator[Line]:
    """What the machine says, as it says it; it is switched off at the end. `folder` is its own, for its logs."""
    folder.mkdir()
    said = folder / "said.jsonl"
    said.touch()
    with _running(_command(image, folder, accel), folder) as process:
        try:
            yield from _lines(process, said, time.monotonic() + deadline_s, _FIRST_WORD_S.get(accel, deadline_s))
        except DiedError as err:
            raise type(err)(f"{err} {_tails(folder)}") from None


def _command(image: Image, folder: Path, accel: str) -> list[str]:
    """QEMU, which ends with the thread that starts it, however that ends."""
    program = shutil.which("qemu-system-x86_64")
    if program is None:
        raise CannotRunError("QEMU is missing; as root: apt-get install qemu-system-x86")
    own = f"showup.plant={image.plant} showup.only={','.join(image.scenarios)}"
    return [
        "setpriv", "--pdeathsig", "KILL", program, "-M", "pc", "-accel", accel, "-smp", "2", "-m", "768",
        "-display", "none", "-nic", "none", "-no-reboot", "-rtc", f"base={DATE}",
        "-serial", f"file:{folder / 'console.log'}", "-serial", f"file:{folder / 'said.jsonl'}",
        "-kernel", str(image.kernel), "-initrd", str(image.initrd),
        "-append", f"console=ttyS0 quiet no_console_suspend panic=-1 {own}",
    ]  # fmt: skip


@contextmanager
def _running(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    with (folder / "qemu.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _lines(process: subprocess.Popen[bytes], said: Path, until: float, first_word_s: float) -> Iterator[Line]:
    rest, silent_until = "", time.monotonic() + first_word_s
    with said.open() as file:
        while True:
            ended = process.poll() is not None  # asked before reading: what it said last must not be lost
            *whole, rest = (rest + file.read()).split("\n")
            for line in whole:
                silent_until = until
                yield (told := json.loads(line))
                if told["what"] == "end":
                    return
            if why := _why_over(ended, said, silent_until, until):
                raise why
            time.sleep(_LOOK_S)


def _why_over(ended: bool, said: Path, silent_until: float, until: float) -> DiedError | None:
    begun = said.stat().st_size > 0
    now = time.monotonic()
    if not begun and (ended or now > silent_until or _BROKEN in (said.parent / "qemu.log").read_text(errors="replace")):
        return NotStartedError("The machine did not start.")
    if ended or now > until:
        return DiedError("The machine stopped." if ended else "The machine was not done in time.")
    return None


def _tails(folder: Path) -> str:
    logs = [(name, _text(folder / name)) for name in ("qemu.log", "console.log")]
    return "\n".join(f"{name} ends with:\n{text[-3000:]}" for name, text in logs if text)


def _text(path: Path) -> str:
    return path.read_text(errors="replace").strip() if path.exists() else ""
