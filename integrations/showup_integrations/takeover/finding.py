"""Which Python can show a window here: the one that runs this or the system's, with GTK 3 and its introspection data.

Only files are looked for: to try it would cost a process at every start of the service. Whether it works shows when it is wanted.
"""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path

__all__ = ["NO_GTK", "NO_SCREEN", "python_with_gtk"]

NO_GTK = (
    "The full-screen alarm needs GTK 3. Install the Debian packages python3-gi and gir1.2-gtk-3.0 "
    "(and gir1.2-gtklayershell-0.1 for Sway, Hyprland or KDE on Wayland)."
)
NO_SCREEN = (
    "There is no screen: neither WAYLAND_DISPLAY nor DISPLAY is set, here or in systemd. If the desktop does not tell systemd: "
    "`systemctl --user import-environment DISPLAY XAUTHORITY WAYLAND_DISPLAY` at its start."
)
_SYSTEM = Path("/usr/bin/python3")
_TYPELIB = "girepository-1.0/Gtk-3.0.typelib"
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/usr/local/lib", "/run/current-system/sw/lib")
_PACKAGES = (
    "/usr/lib/python3/dist-packages",
    *(f"/usr/{lib}/python3.{n}/site-packages" for lib in ("lib", "lib64") for n in range(9, 20)),
)


def python_with_gtk() -> str | None:
    """The interpreter to start, None where there is none that could."""
    if not _has_typelib():
        return None
    if find_spec("gi") is not None:
        return sys.executable
    there = _SYSTEM.exists() and any((Path(folder) / "gi").is_dir() for folder in _PACKAGES)
    return str(_SYSTEM) if there else None


def _has_typelib() -> bool:
    own = os.environ.get("GI_TYPELIB_PATH", "").split(":")
    folders = [Path(folder) for folder in _LIBRARIES]
    return any((Path(folder) / "Gtk-3.0.typelib").exists() for folder in own if folder) or any(
        (folder / _TYPELIB).exists() or any(folder.glob(f"*-linux-*/{_TYPELIB}"))
        for folder in folders
        if folder.is_dir()
    )
