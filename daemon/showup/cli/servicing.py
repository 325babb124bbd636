"""`showup service install | status | remove`."""

from __future__ import annotations

from argparse import Namespace

from showup.service import unit

__all__ = ["service"]


def service(arguments: Namespace) -> int:
    """Bring the service into the person's own systemd, look at it, or take it out."""
    if arguments.what == "status":
        print("\n".join(_lines(unit.status())))
    else:
        steps = unit.install() if arguments.what == "install" else unit.remove()
        print("\n".join(steps))
    return 0


def _lines(state: unit.UnitState) -> list[str]:
    if not state.installed:
        return ["showup is not installed as a service: `showup service install` does that."]
    lines = [f"{state.path}: {state.active}, {state.enabled}", state.says]
    if state.restarts:
        lines.append(f"It was restarted {state.restarts} times.")
    if state.lingers is False:
        lines.append("It ends when you log out; `loginctl enable-linger` keeps it.")
    return [line for line in lines if line]
