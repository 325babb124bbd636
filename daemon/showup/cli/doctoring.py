"""`showup doctor`: everything that an alarm needs on this machine, with a verdict and what mends it."""

from __future__ import annotations

import os
import shutil
import sys
import textwrap
from argparse import Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from showup import clock
from showup.cli.asking import show
from showup.doctor import Finding, Verdict, examined, patient
from showup.exits import PROBLEM
from showup.plain import one_line

__all__ = ["doctor"]

_MARKS = {Verdict.OK: "ok", Verdict.OFF: "-", Verdict.UNKNOWN: "?", Verdict.WEAK: "!", Verdict.BAD: "!!"}
_COLOURS = {Verdict.OK: 32, Verdict.OFF: 90, Verdict.UNKNOWN: 36, Verdict.WEAK: 33, Verdict.BAD: 31}
_ABOUT, _INDENT = 20, 25
_NARROWEST = 50  # columns


def doctor(arguments: Namespace) -> int:
    """Exit 1 when an alarm could be missed."""
    findings = []
    for finding in examined(patient(clock.now(), arguments.config)):
        findings.append(finding)
        if not arguments.json:
            print(_lines(finding), flush=True)
    if arguments.json:
        show({"verdict": _worst(findings).value, "findings": [asdict(finding) for finding in findings]})
    else:
        print(f"\n{_summary(findings)}")
    return PROBLEM if _worst(findings) is Verdict.BAD else 0


def _worst(findings: Sequence[Finding]) -> Verdict:
    order = list(Verdict)
    return max((finding.verdict for finding in findings), key=order.index, default=Verdict.UNKNOWN)


def _lines(finding: Finding) -> str:
    width = max(shutil.get_terminal_size().columns, _NARROWEST) - 1 - _INDENT
    says = [one_line(line, 600) for line in finding.says.splitlines() if line.strip()]
    text = [
        part for line in says for part in textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False)
    ]
    about = one_line(finding.about, 60)
    head = f"{_mark(finding.verdict)} {about.ljust(_ABOUT)}"
    if len(about) <= _ABOUT and text:
        head = f"{head} {text.pop(0)}"
    more = [*text, *([f"-> {one_line(finding.mend, 300)}"] if finding.mend else [])]
    return "\n".join([head.rstrip(), *(" " * _INDENT + line for line in more)])


def _mark(verdict: Verdict) -> str:
    mark = _MARKS[verdict].ljust(3)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM", "dumb") in {"", "dumb"} or not sys.stdout.isatty()
    return mark if plain else f"\033[{_COLOURS[verdict]}m{mark}\033[0m"


def _summary(findings: Sequence[Finding]) -> str:
    counted = Counter(finding.verdict for finding in findings)
    bad, weak = counted[Verdict.BAD], counted[Verdict.WEAK]
    if bad:
        return f"An alarm could be missed: see the {bad} marked !!" + (
            f", and then the {weak} marked !." if weak else "."
        )
    if weak:
        return f"Alarms will ring. {weak} could be better: see what is marked !."
    return "Alarms will ring."
