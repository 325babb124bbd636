"""What is in the wheel, and that a stranger's package plugs in."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "daemon", ROOT / "integrations")


def pip(*words: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> list[str]:
    """The names in the wheel that `pip wheel .` builds."""
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", str(ROOT), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder))
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


def in_the_tree() -> set[str]:
    """Every file of the two source roots."""
    return {
        str(path.relative_to(root))
        for root in SOURCES
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_wheel_holds_the_two_packages_the_manual_page_and_nothing_else(wheel):
    tops = {name.partition("/")[0] for name in wheel}
    assert {top for top in tops if not top.endswith((".dist-info", ".data"))} == {"showup", "showup_integrations"}
    assert [name.partition(".data/")[2] for name in wheel if ".data/" in name] == ["data/share/man/man1/showup.1"]
    assert len(tops) == 4


def test_every_file_of_the_sources_is_in_the_wheel(wheel):
    assert in_the_tree() - set(wheel) == set()


@pytest.mark.parametrize(
    "ending",
    [
        "showup/py.typed",
        "ladder/default.toml",
        "service/showup.service.in",
        ".sql",
        ".wav",
        "detect/lexicons/en.toml",
        "recovery/templates/",
    ],
)
def test_the_data_that_the_code_reads_is_in_the_wheel(ending, wheel):
    assert [name for name in wheel if name.endswith(ending) or (ending.endswith("/") and ending in name)]


def test_the_source_archive_builds_the_same_wheel(wheel, tmp_path):
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = tmp_path.glob("*.whl")
    assert sorted(zipfile.ZipFile(built).namelist()) == sorted(wheel)


def test_every_entry_point_of_the_project_can_be_loaded():
    """Runs without this process's paths: what counts is what is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    expected = {group: set(entries) for group, entries in project["entry-points"].items()}
    code = (
        "import json, sys\n"
        "from showup import plugins\n"
        "for group in sys.argv[1:]:\n"
        "    found = plugins.load(group)\n"
        "    assert 'cannot be loaded' not in str(found), found\n"
        "print(json.dumps({group: plugins.names(group) for group in sys.argv[1:]}))\n"
    )
    ask = [sys.executable, "-c", code, *expected]
    done = subprocess.run(ask, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = {group: set(names) for group, names in json.loads(done.stdout).items()}
    missing = {f"{group}: {name}" for group, names in expected.items() for name in names - found[group]}
    assert missing == set()


PLUGIN = """
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[project]
name = "acme-horn"
version = "1.0"
[project.entry-points."showup.channel"]
horn = "acme_horn:Horn"
[tool.hatch.build.targets.wheel]
packages = ["acme_horn"]
"""

HORN = '''
from pathlib import Path
from showup.errors import ConfigError
from showup.ports import Announcement

class Horn:
    """A channel that writes what it rings."""
    def __init__(self, settings):
        if "file" not in settings:
            raise ConfigError("the horn needs a file")
        self.file = Path(settings["file"])
    async def open(self, on_press): ...
    async def ring(self, announcement: Announcement):
        self.file.write_text(announcement.summary)
    async def silence(self, tag): ...
    def trouble(self): return None
    async def close(self): ...
'''

USE = """
import asyncio, sys
from showup import plugins
from showup.model import Urgency
from showup.ports import Announcement, Channel

found = plugins.load("showup.channel")["horn"]
assert found.distribution == "acme-horn" and found.trouble is None, found
horn = found.factory({"file": sys.argv[1]})
assert isinstance(horn, Channel)
asyncio.run(horn.ring(Announcement("t", "i", 1, "Interview with Marlow", "in 5 min", Urgency.CRITICAL)))
"""


def test_a_channel_from_a_separate_package_is_found_and_rings(tmp_path):
    project, place, rung = tmp_path / "acme", tmp_path / "place", tmp_path / "rung"
    (project / "acme_horn").mkdir(parents=True)
    (project / "pyproject.toml").write_text(PLUGIN)
    (project / "acme_horn/__init__.py").write_text(HORN)
    pip("install", str(project), "--no-deps", "--no-build-isolation", "--target", str(place))
    code = f"import sys\nsys.path.append({str(place)!r})\n{USE}"
    subprocess.run([sys.executable, "-c", code, str(rung)], check=True)
    assert rung.read_text() == "Interview with Marlow"
