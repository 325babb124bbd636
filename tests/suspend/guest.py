"""Builds the small machine: two archives, one after the other. What changes seldom is kept; showup is packed anew each time."""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

from tests.suspend.cpio import pack
from tests.suspend.kernel import CannotRunError
from tests.suspend.python_tree import LIBRARIES, SITE, compile_below, lay_out, needed
from tests.suspend.systemd_tree import fetched_systemd, lay_manager

import showup
import showup_integrations

__all__ = ["initramfs"]

_HERE = Path(__file__).parent
_ZONES = ("UTC", "Africa/Maputo")
_WEEK_S = 7 * 86400
_INIT = f"""#!/bin/busybox sh
export PATH=/opt/bin:/bin HOME=/root LANG=C.UTF-8 PYTHONHOME=/opt PYTHONDONTWRITEBYTECODE=1
export LD_LIBRARY_PATH=/{LIBRARIES} PYTHONPATH=/opt/guest:/{SITE}
/bin/busybox --install -s /bin
mkdir -p /proc /sys /dev /run /tmp /root /etc
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t devtmpfs dev /dev; mount -t tmpfs run /run
mount -t cgroup2 cgroup /sys/fs/cgroup
python3 -m tests.suspend.inside.drive
poweroff -f
"""


def initramfs(cache: Path, out: Path) -> None:
    """Write the whole archive to `out`."""
    base = _base(cache)
    with tempfile.TemporaryDirectory() as folder, out.open("wb") as archive:
        with base.open("rb") as stored:
            shutil.copyfileobj(stored, archive)
        _lay_showup(Path(folder))
        pack(Path(folder), archive)


def _base(cache: Path) -> Path:
    """Python, the distributions and systemd, made once for each set of versions; it is there whole or not at all."""
    dists = needed(_project()["dependencies"])
    systemd = fetched_systemd(cache)
    base = cache / f"python-{_key(dists)}.cpio"
    if not base.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as workshop:
            root, packed = Path(workshop, "root"), Path(workshop, "packed")
            lay_out(root, dists)
            lay_manager(root, systemd)
            with packed.open("wb") as archive:
                pack(root, archive)
            packed.replace(base)
        _forget_old(base)
    return base


def _key(dists: Iterable[Distribution]) -> str:
    """Whatever changes what is laid out changes this."""
    recipe = "".join((_HERE / f"{name}.py").read_text() for name in ("python_tree", "systemd_tree", "cpio"))
    parts = [sys.version, os.path.realpath(sys.executable), recipe, *(f"{dist.name} {dist.version}" for dist in dists)]
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=8).hexdigest()


def _forget_old(base: Path) -> None:
    """Those that were made a week before this one; a younger one may be another Python's."""
    for other in base.parent.glob("python-*.cpio"):
        if other.stat().st_mtime < base.stat().st_mtime - _WEEK_S:
            other.unlink(missing_ok=True)


def _lay_showup(root: Path) -> None:
    """showup as it stands, the recorder as a stranger's plug-in, the scenarios, the zones, busybox and the first program."""
    site = root / SITE
    for package in (showup, showup_integrations):
        place = Path(package.__path__[0])
        shutil.copytree(place, site / place.name, ignore=shutil.ignore_patterns("__pycache__"))
    _register("showup", _project()["entry-points"], site)
    _register("recorder", {"showup.channel": {"recorder": "tests.suspend.inside.recorder:Recorder"}}, site)
    inside = _HERE / "inside"
    shutil.copytree(
        inside, root / "opt/guest/tests/suspend/inside", ignore=shutil.ignore_patterns("__pycache__", "test_*")
    )
    compile_below(root)
    _lay_zones(root)
    _lay_first_program(root)


def _project() -> dict[str, Any]:
    """As the tree says it now; what was installed may be older."""
    project: dict[str, Any] = tomllib.loads((_HERE.parents[1] / "pyproject.toml").read_text())["project"]
    return project


def _register(name: str, groups: Mapping[str, Mapping[str, str]], site: Path) -> None:
    """As an installer leaves it for importlib.metadata."""
    info = site / f"{name}-0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0\n")
    lines = [line for group, entries in groups.items() for line in (f"[{group}]", *map(" = ".join, entries.items()))]
    (info / "entry_points.txt").write_text("\n".join(lines))


def _lay_zones(root: Path) -> None:
    for zone in _ZONES:
        target = root / "usr/share/zoneinfo" / zone
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(resources.files("tzdata").joinpath("zoneinfo", zone).read_bytes())
    (root / "etc").mkdir(exist_ok=True)
    (root / "etc/localtime").symlink_to(f"/usr/share/zoneinfo/{_ZONES[0]}")


def _lay_first_program(root: Path) -> None:
    busybox = shutil.which("busybox")
    if busybox is None:
        raise CannotRunError("busybox is missing; as root: apt-get install busybox-static")
    (root / "bin").mkdir(exist_ok=True)
    shutil.copy2(busybox, root / "bin/busybox")
    init = root / "init"
    init.write_text(_INIT)
    init.chmod(0o755)
