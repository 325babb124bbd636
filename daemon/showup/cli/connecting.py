"""`showup connect`: signs in to a calendar, reads it once, and shows or writes its table of the configuration.

What can be connected comes from the integrations (see showup.connect); `showup connect` alone lists it.
"""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from showup import clock, paths, plugins
from showup.cli.appending import append
from showup.cli.asking import show
from showup.cli.judging import configured
from showup.cli.keyboard import Keyboard
from showup.cli.parser import Parser
from showup.cli.tried import AHEAD, Tried, tell, view
from showup.config import Config
from showup.connect import Connector, Offer
from showup.errors import UsageError
from showup.exits import PROBLEM, SOURCE_FAILED
from showup.model import Window
from showup.plain import one_line
from showup.sync import Request, SourceSpec, limits, read_here

__all__ = ["CONNECTORS", "connect"]

CONNECTORS = "showup.connect"


def connect(arguments: Namespace) -> int:
    """`showup connect [WHAT ...]`: exit 4 when what was connected cannot be read."""
    if arguments.what is None:
        return _list(as_json=arguments.json)
    connector = _connector(arguments.what)
    own = _parsed(arguments, connector)
    config = configured(own)
    offers = connector.connect(own, Keyboard())
    tried = [_tried(offer, config) for offer in _named(offers, own.name, config)]
    file = config.path or paths.config_file()
    written = own.write and any(each.wanted for each in tried)
    if written:
        append(file, "\n".join(each.table for each in tried if each.wanted))
    if own.json:
        show({"sources": [view(each) for each in tried], "written": str(file) if written else None})
    else:
        tell(tried, str(file), written=written)
    return SOURCE_FAILED if any(each.report.fault for each in tried) else 0


def _parsed(arguments: Namespace, connector: Connector) -> Namespace:
    first, *more = connector.told
    parser = Parser(
        prog=f"showup connect {arguments.what}",
        description=f"Connect {first}.",
        epilog="\n".join(more),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    connector.arguments(parser)
    parser.add_argument("--name", metavar="NAME", help="what to call it; left out: a name of its own")
    parser.add_argument("--write", action="store_true", help="append the table to the configuration")
    parser.add_argument(
        "--config", metavar="FILE", default=arguments.config, help="another configuration than the default one"
    )
    parser.add_argument("--json", action="store_true", default=arguments.json, help="print JSON")
    return parser.parse_args(arguments.rest)


def _connector(what: str) -> Connector:
    plugin = plugins.load_one(CONNECTORS, what)
    if plugin.factory is None:
        raise UsageError(f'"{what}" {plugin.trouble} (see `showup connect`)')
    connector: Connector = plugin.factory({})
    return connector


# ---------------------------------------------------------------- the offers


def _named(offers: Sequence[Offer], name: str | None, config: Config) -> list[Offer]:
    """The offers, each under a name that no other source has."""
    if name and len(offers) > 1:
        raise UsageError(f"--name is for one source, and these are {len(offers)}.")
    taken = {spec.name for spec in config.sources if not any(_same(offer, spec) for offer in offers)}
    named = []
    for offer in offers:
        wished = one_line(name or offer.name, 60) or offer.kind
        choices = (wished, *(f"{wished} {number}" for number in range(2, len(taken) + 3)))
        free = next(choice for choice in choices if choice not in taken)
        taken.add(free)
        named.append(replace(offer, name=free))
    return named


def _same(offer: Offer, spec: SourceSpec) -> bool:
    return spec.kind == offer.kind and spec.settings == dict(offer.settings)


def _tried(offer: Offer, config: Config) -> Tried:
    limits.apply()
    now = clock.now()
    there = any(_same(offer, spec) for spec in config.sources)
    settings: dict[str, Any] = dict(offer.settings)
    request = Request(SourceSpec(offer.name, offer.kind, settings), Window(now, now + AHEAD), config.profile)
    return Tried(offer, read_here(request), there)


# ------------------------------------------------------------------ the list


def _list(*, as_json: bool) -> int:
    offered = plugins.load(CONNECTORS)
    told: dict[str, list[str]] = {}
    for name, plugin in offered.items():
        told[name] = list(plugin.factory({}).told) if plugin.factory is not None else [plugin.trouble or ""]
    if as_json:
        show([{"what": name, "told": lines} for name, lines in told.items()])
    for name, (first, *more) in told.items() if not as_json else ():
        print(f"showup connect {name}: {first}")
        print("".join(f"    {line}\n" for line in more))
    return 0 if all(plugin.factory is not None for plugin in offered.values()) else PROBLEM
