"""`python -m tests.suspend.run`: puts a real kernel to sleep under the real service, and checks what rings when it wakes."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.suspend.guest import initramfs
from tests.suspend.kernel import CannotRunError, fetched_kernel
from tests.suspend.machine import DiedError, Image, Line, NotStartedError, report
from tests.suspend.verdicts import SCENARIOS, Finding, judge

__all__ = ["CACHE", "PLANTS", "Run", "run"]

CACHE = Path(__file__).parents[2] / ".dev" / "suspend"
ACCELS = ("kvm", "tcg")
PLANTS = ("none", "monotonic")
DEADLINE_S = 1000.0


class Run:
    """What one run of the machine came to. `failed` are the findings that are not as they should be."""

    def __init__(self, lines: list[Line], accel: str, scenarios: tuple[str, ...]) -> None:
        self.lines = lines
        self.accel = accel
        self.findings: list[Finding] = judge(lines, scenarios)
        self.failed = [finding for finding in self.findings if not finding.ok]


def run(
    plant: str = "none",
    scenarios: tuple[str, ...] = SCENARIOS,
    accels: tuple[str, ...] = ACCELS,
    deadline_s: float = DEADLINE_S,
    tell: Callable[[Line], None] = lambda _: None,
) -> Run:
    """Boot with the first accelerator that works here, run the scenarios, judge. DiedError, CannotRunError."""
    kernel = fetched_kernel(CACHE)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        initrd = folder / "initramfs"
        initramfs(CACHE, initrd)
        for accel in accels:
            lines: list[Line] = []
            try:
                for line in report(Image(kernel, initrd, scenarios, plant), folder / accel, accel, deadline_s):
                    lines.append(line)
                    tell(line)
            except NotStartedError:
                if accel == accels[-1]:
                    raise
            else:
                return Run(lines, accel, scenarios)
    raise CannotRunError("no accelerator was given")


def main() -> int:
    """0 when all is as it should be, 1 when something is not, 2 when it could not be tried."""
    given = _arguments()
    began = time.monotonic()
    tell = (lambda line: print(json.dumps(line), flush=True)) if given.verbose else (lambda _: None)
    try:
        done = run(given.plant, tuple(given.only or SCENARIOS), tuple(given.accel.split(",")), given.deadline, tell)
    except (CannotRunError, DiedError) as err:
        print(err, file=sys.stderr)
        return 2 if isinstance(err, CannotRunError) else 1
    for finding in done.findings:
        print(finding)
    print(f"{len(done.findings)} findings, {len(done.failed)} bad; {time.monotonic() - began:.0f} s with {done.accel}")
    return 1 if done.failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev suspend", description=__doc__)
    parser.add_argument("--accel", default=",".join(ACCELS), help="tried in this order (default: %(default)s)")
    parser.add_argument("--only", action="append", choices=SCENARIOS, help="run this scenario and no other")
    parser.add_argument("--plant", default="none", choices=PLANTS, help="plant this fault; it must be found")
    parser.add_argument("--deadline", type=float, default=DEADLINE_S, help="seconds (default: %(default)g)")
    parser.add_argument("--verbose", action="store_true", help="show every line that the machine says")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
