"""The kernel that is put to sleep: Debian's small one for virtual machines, which has suspend, an rtc and a serial console."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

__all__ = ["CannotRunError", "fetched_kernel"]

_META = "linux-image-cloud-amd64"
_WANTED = ("CONFIG_SUSPEND=y", "CONFIG_RTC_DRV_CMOS=y", "CONFIG_SERIAL_8250_CONSOLE=y", "CONFIG_DEVTMPFS=y")


class CannotRunError(Exception):
    """This machine lacks something; the message says what to do."""


def fetched_kernel(cache: Path) -> Path:
    """The kernel's image in `cache`, downloaded there the first time. It is there whole or not at all."""
    kernel = cache / "vmlinuz"
    if not kernel.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as workshop:
            image = _unpacked(_downloaded(Path(workshop)))
            image.replace(kernel)
    return kernel


def _downloaded(folder: Path) -> Path:
    package = _package() or _package(after_update=True)
    if package is None:
        raise CannotRunError(
            f"There is no {_META} to be had; this needs Debian's package lists (apt-get update), on amd64."
        )
    if _run("apt-get", "download", package, at=folder) is None:
        _update()  # an old list names what is gone from the archive
        package = _package() or package
        if _run("apt-get", "download", package, at=folder) is None:
            raise CannotRunError(f"{package} could not be downloaded; try `apt-get download {package}`.")
    return next(folder.glob("*.deb"))


def _package(*, after_update: bool = False) -> str | None:
    """The package that holds the kernel itself; its name has the version in it."""
    if after_update:
        _update()
    said = _run("apt-cache", "depends", _META) or ""
    found = re.search(r"Depends: (linux-image-\S+)", said)
    return found[1] if found else None


def _update() -> None:
    if os.geteuid() == 0:
        _run("apt-get", "update", "-q")


def _unpacked(package: Path) -> Path:
    folder = package.parent / "unpacked"
    if _run("dpkg-deb", "-x", str(package), str(folder)) is None:
        raise CannotRunError(f"{package.name} could not be unpacked.")
    config = next(folder.glob("boot/config-*")).read_text().splitlines()
    if lacking := [option for option in _WANTED if option not in config]:
        raise CannotRunError(f"The kernel of {package.name} lacks {', '.join(lacking)}.")
    return next(folder.glob("boot/vmlinuz-*"))


def _run(*words: str, at: Path | None = None) -> str | None:
    """What it says; None when it fails or is not there."""
    if shutil.which(words[0]) is None:
        return None
    done = subprocess.run(words, cwd=at, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout if done.returncode == 0 else None
