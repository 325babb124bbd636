"""A language is one data file for the detector and one for the corpus, and not a line of code."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import showup

INVENTED = """
language = "xx"
common = ["zu", "bri", "tam"]
at = ["nal"]
filler = ["tam"]
sure = ["drukvam*"]
sign = ["ploniko"]
address = ["tam .. drukvami"]
lookalike = ["drukvam radino"]
cancelled = ["ostranen"]
[kind]
technical = ["tekniko"]
"""
CORPUS = """
[[entry]]
class = "self typed"
verdict = "interview"
title = "Drukvamo nal Zefiro"
company = "Zefiro"

[[entry]]
class = "technical"
verdict = "interview"
title = "Tekniko drukvame"

[[entry]]
class = "press"
verdict = "no"
title = "Drukvam radino bri Zefiro"

[[entry]]
class = "cancelled"
verdict = "no"
title = "OSTRANEN: Drukvamo nal Zefiro"
"""
ASK = """
from tests.detection.entries import entries
from tests.detection.scores import judged
for one in judged(entries()):
    print(one.entry.language, one.right, one.judgement.language, one.judgement.company, one.judgement.kind)
"""


def _judged_in(folder: Path) -> list[list[str]]:
    paths = os.pathsep.join([str(folder / "daemon"), str(folder)])
    env = os.environ | {"PYTHONPATH": paths, "XDG_CACHE_HOME": str(folder / "cache")}
    done = subprocess.run([sys.executable, "-c", ASK], cwd=folder, env=env, capture_output=True, text=True, check=True)
    return [line.split() for line in done.stdout.splitlines()]


def test_a_language_is_added_by_two_files(tmp_path: Path) -> None:
    shutil.copytree(
        Path(showup.__file__).parent, tmp_path / "daemon" / "showup", ignore=shutil.ignore_patterns("__pycache__")
    )
    here = tmp_path / "tests" / "detection"
    shutil.copytree(Path(__file__).parent, here, ignore=shutil.ignore_patterns("__pycache__", "corpus", "practice"))
    (here / "corpus").mkdir()
    (here / "corpus" / "xx.toml").write_text(CORPUS)
    before = _judged_in(tmp_path)
    assert [line[:2] for line in before] == [["xx", "False"], ["xx", "False"], ["xx", "True"], ["xx", "True"]]
    (tmp_path / "daemon" / "showup" / "detect" / "lexicons" / "xx.toml").write_text(INVENTED)
    after = _judged_in(tmp_path)
    assert [line[:3] for line in after[:2]] == [["xx", "True", "xx"], ["xx", "True", "xx"]]
    assert [line[1] for line in after] == ["True"] * 4
    assert after[0][3] == "Zefiro"
    assert after[1][4] == "technical"
