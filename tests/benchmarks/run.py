"""Measures showup beside a peer or a limit in the same run, and prints ratios: machines differ and are noisy, a ratio holds.

Usage: ./dev bench [commands|faces|time|reading|detection] [--help]
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence

from tests.benchmarks import commands, detection, faces, reading, timing

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument(
        "what", nargs="?", choices=("commands", "faces", "time", "reading", "detection"), help="all, unless named"
    )
    parser.add_argument("--runs", type=int, default=5, help="of every command and every start")
    timing.add_arguments(parser)
    reading.add_arguments(parser)
    arguments = parser.parse_args(argv)
    if arguments.what in {None, "commands"}:
        commands.measure(arguments.runs)
    if arguments.what in {None, "faces"}:
        faces.measure(arguments.runs)
    if arguments.what in {None, "time"}:
        timing.measure(arguments)
    if arguments.what in {None, "reading"}:
        reading.measure(arguments.runs, arguments.sizes)
    if arguments.what in {None, "detection"}:
        detection.measure(4 * arguments.runs)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the services under measurement are stopped too
    main()
