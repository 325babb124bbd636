"""How an optional library is installed here, as a command for the person."""

from __future__ import annotations

import importlib.util
import re
import shlex
import sys

__all__ = ["install"]


def install(extra: str) -> str:
    """The command that installs what the extra of that name needs, into the Python that runs showup: nobody need know where that
    is, nor where showup came from.
    """
    missing = _requirements(extra) or [f"showup[{extra}]"]
    if importlib.util.find_spec("pip") is not None:
        return shlex.join([sys.executable, "-m", "pip", "install", *missing])
    return shlex.join(
        ["uv", "pip", "install", "--python", sys.executable, *missing]
    )  # which makes environments without pip


def _requirements(extra: str) -> list[str]:
    """As the installed showup says them; none where it is run without having been installed."""
    from importlib import metadata  # noqa: PLC0415 - takes long, and is rarely wanted

    try:
        said = metadata.requires("showup") or []
    except metadata.PackageNotFoundError:
        return []
    wanted = re.compile(rf"([^;]+?)\s*;\s*extra\s*==\s*['\"]{re.escape(extra)}['\"]")
    return [match[1] for line in said if (match := wanted.fullmatch(line))]
