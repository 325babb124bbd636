"""Fuzzes the ICS reader and the detector: `python -m tests.fuzz.run --minutes N`. Needs atheris.

It starts from the hostile corpus, and ends with 1 and the shrunk input when something does not hold.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.hostile.corpus import everything

_HERE = Path(__file__).parent
_ROOT = _HERE.parents[1]
_LONGEST = 8192
_TARGETS = ("bytes", "events")


def main() -> int:
    arguments = _arguments()
    seconds = int(arguments.minutes * 60 / len(_TARGETS))
    findings = Path(arguments.findings)
    findings.mkdir(parents=True, exist_ok=True)
    failed = [target for target in _TARGETS if not _fuzzed(target, seconds, findings)]
    for target in failed:
        _shrink(target, findings)
    return 1 if failed else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5, help="for all targets together")
    parser.add_argument(
        "--findings", default=tempfile.gettempdir() + "/showup-fuzz", help="where inputs are put that fail"
    )
    return parser.parse_args()


def _fuzzed(target: str, seconds: int, findings: Path) -> bool:
    with tempfile.TemporaryDirectory() as seeds:
        _sow(target, Path(seeds))
        command = _command(target, f"-max_total_time={seconds}", f"-artifact_prefix={findings}/{target}-", seeds)
        return subprocess.run(command, cwd=_ROOT, check=False).returncode == 0


def _shrink(target: str, findings: Path) -> None:
    for found in sorted(findings.glob(f"{target}-crash-*")):
        smaller = found.with_name(f"shrunk-{found.name}")
        options = ("-minimize_crash=1", "-runs=20000", f"-exact_artifact_path={smaller}", str(found))
        subprocess.run(_command(target, *options), cwd=_ROOT, check=False, capture_output=True)
        print(f"{target}: {smaller if smaller.exists() else found}")


def _command(target: str, *options: str) -> list[str]:
    limits = (
        f"-max_len={_LONGEST}",
        "-timeout=120",
        "-report_slow_units=60",
        "-rss_limit_mb=2048",
        f"-dict={_HERE / 'dictionary.txt'}",
    )
    return [sys.executable, "-m", "tests.fuzz.target", target, *limits, *options]


def _sow(target: str, folder: Path) -> None:
    """The small ones of the hostile corpus: whole for `bytes`, the bad event's lines for `events`."""
    for hostile in everything():
        data = hostile.make()
        if target == "events":
            data = data.partition(b"BEGIN:VEVENT\n")[2].partition(b"\nEND:VEVENT")[0]
        if 0 < len(data) <= _LONGEST:
            (folder / hostile.name).write_bytes(data)


if __name__ == "__main__":
    sys.exit(main())
