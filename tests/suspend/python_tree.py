"""Lays out the Python that runs this, with what showup needs of it, for a machine that has nothing else."""

from __future__ import annotations

import compileall
import os
import py_compile
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

__all__ = ["LIBRARIES", "PREFIX", "SITE", "compile_below", "copy_libraries", "lay_out", "needed"]

PREFIX = Path("opt")
SITE = PREFIX / "site"
LIBRARIES = PREFIX / "lib"
_LEFT_OUT = shutil.ignore_patterns(
    "__pycache__", "site-packages", "dist-packages", "test", "tests", "config-*", "ensurepip", "idlelib", "lib2to3",
    "pydoc_data", "tkinter", "turtledemo", "_tkinter*", "_test*", "_ctypes_test*", "_xx*", "xx*", "sitecustomize*",
)  # fmt: skip


def needed(requirements: Iterable[str]) -> list[Distribution]:
    """The installed distributions that are wanted on this machine by these requirements, with what those need, by name."""
    found: dict[str, Distribution] = {}
    waiting = list(_names(requirements))
    while waiting:
        wanted = waiting.pop()
        if wanted not in found:
            found[wanted] = distribution(wanted)
            waiting += _names(found[wanted].requires or ())
    return [found[each] for each in sorted(found)]


def _names(requirements: Iterable[str]) -> Iterator[str]:
    for text in requirements:
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield re.sub(r"[-_.]+", "-", requirement.name).lower()


def lay_out(root: Path, dists: Iterable[Distribution]) -> None:
    """Interpreter, standard library, distributions and shared libraries, all below `root`/opt, and the loader at its place."""
    program = root / PREFIX / "bin" / "python3"
    program.parent.mkdir(parents=True)
    shutil.copy2(Path(sys.executable).resolve(), program)
    stdlib = Path(sysconfig.get_path("stdlib"))
    shutil.copytree(stdlib, root / LIBRARIES / stdlib.name, ignore=_LEFT_OUT, ignore_dangling_symlinks=True)
    for dist in dists:
        _copy_distribution(dist, root / SITE)
    compile_below(root)
    copy_libraries([program, *(root / PREFIX).rglob("*.so*")], root)


def compile_below(root: Path) -> None:
    """By hash and never checked: that machine's clock is set back and forth, and its processor, if emulated, is slow."""
    never_checked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(root, quiet=2, stripdir=str(root), prependdir="/", invalidation_mode=never_checked)


def _copy_distribution(dist: Distribution, site: Path) -> None:
    if dist.files is None:
        raise PackageNotFoundError(f"{dist.name} does not say which files are its own")
    for file in dist.files:
        inside = ".." not in file.parts and "__pycache__" not in file.parts
        if inside and (source := Path(str(file.locate()))).is_file():
            target = site / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def copy_libraries(programs: Iterable[Path], root: Path, first: Sequence[Path] = ()) -> None:
    """The shared libraries of these, and the loader; looked for in the folders of `first`, then where this machine has them."""
    where = os.environ | ({"LD_LIBRARY_PATH": ":".join(map(str, first))} if first else {})
    said = subprocess.run(["ldd", *map(str, programs)], capture_output=True, text=True, check=False, env=where).stdout
    libraries = set(re.findall(r"=> (/\S+)", said))
    for library in sorted(libraries):
        target = root / LIBRARIES / Path(library).name
        if not target.exists():
            shutil.copy2(Path(library).resolve(), target)
    loader = Path(re.findall(r"^\s+(/\S*ld-linux\S*)", said, re.MULTILINE)[0])
    place = root / loader.relative_to("/")
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(loader.resolve(), place)
