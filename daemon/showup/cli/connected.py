"""What `showup connect` shows when it is given nothing: the calendars of the configuration, and what can be connected."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from showup import plugins
from showup.cli.asking import show
from showup.cli.printing import table
from showup.config import Config
from showup.sync import SourceSpec

__all__ = ["CONNECTORS", "FOLLOWED", "listed"]

CONNECTORS = "showup.connect"
FOLLOWED = "A service that runs follows it within a minute or so, once no alarm is near."


def listed(config: Config, *, as_json: bool) -> int:
    """Shows both lists. What cannot run here is told with the reason, and is no fault of the command."""
    sources, kinds = [_source(spec) for spec in config.sources], _kinds()
    if as_json:
        show({"sources": sources, "kinds": kinds})
        return 0
    if sources:
        print("Your calendars (`showup disconnect NAME` takes one out):")
        print(table([(view["name"], view["kind"], view["at"]) for view in sources], "    ") + "\n")
    for kind in kinds:
        print(f"showup connect {kind['what']}: {kind['trouble'] or kind['told'][0]}")
        print("".join(f"    {line}\n" for line in kind["told"][1:]))
    return 0


def _source(spec: SourceSpec) -> dict[str, Any]:
    return {"name": spec.name, "kind": spec.kind, "at": _at(spec.settings), "where": spec.where}


def _at(settings: dict[str, Any]) -> str:
    """Where it is, without what could be secret: a path, the host of an address, an account."""
    url = settings.get("url", "")
    host = urlsplit(url).hostname or "" if "://" in url else url
    return " ".join(filter(None, (settings.get("path"), host, settings.get("user"), settings.get("account"))))


def _kinds() -> list[dict[str, Any]]:
    """`trouble` says why a kind cannot be connected here, None when it can."""
    return [
        {
            "what": name,
            "told": list(plugin.factory({}).told) if plugin.factory is not None else [],
            "trouble": plugin.trouble and f"cannot run here: it {plugin.trouble}",
        }
        for name, plugin in plugins.load(CONNECTORS).items()
    ]
