"""Lays out a systemd whose user managers may wake the machine: this machine's own, or where that is too old, its distribution's
newer one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.suspend.kernel import CannotRunError
from tests.suspend.python_tree import PREFIX, copy_libraries

__all__ = ["fetched_systemd", "lay_manager"]

_WAKES_SINCE = 254
_PACKAGES = ("systemd", "libsystemd-shared", "libsystemd0")
_PROGRAMS = {
    "lib/systemd/systemd": Path("lib/systemd"),
    "lib/systemd/systemd-executor": Path("usr/lib/systemd"),  # one of 255 and later
    "bin/systemctl": PREFIX / "bin",
    "bin/systemd-run": PREFIX / "bin",
}
_UNITS = "usr/lib/systemd/user"
_LIBRARIES = ("usr/lib/x86_64-linux-gnu", "usr/lib/x86_64-linux-gnu/systemd")


def fetched_systemd(cache: Path) -> Path:
    """Below which folder it lies: the root of this machine, or one in `cache` that is there whole or not at all."""
    if _version() >= _WAKES_SINCE:
        return Path("/")
    place = cache / "systemd"
    if not place.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as workshop:
            _unpacked(Path(workshop)).replace(place)
    return place


def lay_manager(root: Path, systemd: Path) -> None:
    """The manager, its commands, its units and its libraries below `root`, and what gives a process a capability."""
    laid = [(Path("/usr/bin/setpriv"), root / PREFIX / "bin/setpriv")]
    for name, folder in _PROGRAMS.items():
        # Packages of the time before /usr was merged have some of them outside of it.
        places = (systemd / top / name for top in ("usr", "."))
        laid += [(place, root / folder / place.name) for place in places if place.exists()][:1]
    for program, target in laid:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(program, target)
    shutil.copytree(systemd / _UNITS, root / _UNITS, symlinks=True)
    copy_libraries([program for program, _ in laid], root, [systemd / each for each in _LIBRARIES])


def _version() -> int:
    said = _run("systemctl", "--version") if shutil.which("systemctl") else ""
    found = re.match(r"systemd (\d+)", said)
    return int(found[1]) if found else 0


def _unpacked(workshop: Path) -> Path:
    """The backported packages, by lists of their own: those of the machine stay as they are."""
    lists, unpacked = workshop / "lists", workshop / "unpacked"
    (lists / "partial").mkdir(parents=True)
    (workshop / "archives/partial").mkdir(parents=True)
    (workshop / "sources.list").write_text(_backports())
    own = [
        f"Dir::Etc::sourcelist={workshop}/sources.list", "Dir::Etc::sourceparts=-", f"Dir::State::lists={lists}",
        f"Dir::Cache={workshop}", "APT::Sandbox::User=root",
    ]  # fmt: skip
    options = [word for option in own for word in ("-o", option)]
    _run("apt-get", *options, "update", "-q")
    _run("apt-get", *options, "download", "-q", *_PACKAGES, at=workshop)
    for package in workshop.glob("*.deb"):
        _run("dpkg-deb", "-x", str(package), str(unpacked))
    return unpacked


def _backports() -> str:
    """Where the machine itself has its packages from."""
    form = "$(REPO_URI) $(CODENAME) $(COMPONENT)"
    targets = _run("apt-get", "indextargets", "--format", form, "Created-By: Packages", "Origin: Debian")
    for target in targets.splitlines():
        address, codename, component = target.split()
        if component == "main" and "-" not in codename:
            return f"deb {address} {codename}-backports main\n"
    raise CannotRunError(
        f"systemd is older than {_WAKES_SINCE}, and there is no Debian to take a newer one from (apt-get update)."
    )


def _run(*words: str, at: Path | None = None) -> str:
    done = subprocess.run(words, cwd=at, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise CannotRunError(f"{words[0]} failed: {done.stderr.strip()[-500:]}")
    return done.stdout
