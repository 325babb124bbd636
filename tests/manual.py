"""Writes the manual page: the commands as their parser has them, with what more.txt adds. `python -m tests.manual FILE`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from showup import __version__

__all__ = ["page"]

_MORE = Path(__file__).parent.parent / "man" / "more.txt"
_DATE = re.compile(r'^(\.TH SHOWUP "1") "[^"]*"')


def page() -> str:
    """The page as it should be. It has no date, so that it changes only with the commands."""
    made = subprocess.run(
        [
            str(Path(sys.executable).with_name("argparse-manpage")), "--module", "showup.cli.parser", "--function", "whole",
            "--prog", "showup", "--project-name", "showup", "--version", __version__, "--manual-section", "1",
            "--manual-title", "showup", "--format", "single-commands-section", "--include", str(_MORE),
            "--description", "never miss a job interview; recover well when you do",
        ],
        capture_output=True, text=True, check=True, env={"COLUMNS": "80", "PATH": ""},
    ).stdout  # fmt: skip
    text = _DATE.sub(r'\1 ""', made)
    return re.sub(r"^\.\.\.", r"\\&...", text, flags=re.MULTILINE)  # it is no request


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), "utf-8")
