"""`showup connect`: signs in to a calendar, reads it once, and shows or writes its table of the configuration; or sets up a
channel or a draft box.

What can be connected comes from the integrations (see showup.connect); `showup connect` alone lists it, and what is connected.
"""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from showup import clock, paths, plugins
from showup.cli.appending import append
from showup.cli.asking import show
from showup.cli.connected import CONNECTORS, listed
from showup.cli.judging import configured
from showup.cli.keyboard import Keyboard
from showup.cli.parser import Parser
from showup.cli.setting_up import set_up
from showup.cli.tried import AHEAD, Tried, tell, view
from showup.config import Config
from showup.connect import BoxOffer, ChannelOffer, Connector, Offer, Terminal
from showup.errors import ShowupError, UsageError
from showup.exits import SOURCE_FAILED
from showup.model import Window
from showup.plain import one_line
from showup.sync import Request, SourceSpec, limits, read_here

__all__ = ["connect", "offered", "words_of", "write"]

_PLACES = ("path", "url", "account")


def connect(arguments: Namespace) -> int:
    """`showup connect [WHAT ...]`: exit 4 when what was connected cannot be read."""
    if arguments.what is None:
        return listed(configured(arguments), as_json=arguments.json)
    own = _parsed(arguments, _connector(arguments.what))
    config = configured(own)
    made = offered(own, config, Keyboard())
    if isinstance(made, ChannelOffer | BoxOffer):
        return set_up(made, config, write=own.write, as_json=own.json)
    file = config.path or paths.config_file()
    written = own.write and write(made, file)
    if own.json:
        show({"sources": [view(each) for each in made], "written": str(file) if written else None})
    else:
        tell(made, str(file), written=written, asked=own.write)
    return SOURCE_FAILED if any(each.report.fault for each in made) else 0


def words_of(what: str, words: Sequence[str], config: str | None) -> Namespace:
    """The arguments of `showup connect WHAT WORDS`, for `offered`. Exits with code 2 as the command does."""
    return _parsed(Namespace(what=what, rest=list(words), config=config, json=False), _connector(what))


def offered(own: Namespace, config: Config, terminal: Terminal) -> list[Tried] | ChannelOffer | BoxOffer:
    """What the connector makes of it: sources, each read once, or a channel or draft box that it has tried."""
    offers = _connector(own.what).connect(own, terminal)
    if isinstance(offers, ChannelOffer | BoxOffer):
        return offers
    return [_tried(offer, config) for offer in _named(offers, own.name, config)]


def write(tried: Sequence[Tried], file: Path) -> bool:
    """Add those that can be read and do not stand there yet. Was there one?"""
    wanted = [each.table for each in tried if each.wanted]
    if wanted:
        append(file, "\n".join(wanted))
    return bool(wanted)


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
    parser.set_defaults(what=arguments.what)
    return parser.parse_args(arguments.rest)


def _connector(what: str) -> Connector:
    plugin = plugins.load_one(CONNECTORS, what)
    if plugin.factory is None and plugins.place(CONNECTORS, what) is not None:
        raise ShowupError(f"{what} {plugin.trouble}")
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


def _like(offer: Offer, spec: SourceSpec) -> bool:
    """Is it at the same place, with other settings?"""
    places = [offer.settings[key] for key in _PLACES if key in offer.settings]
    return spec.kind == offer.kind and places == [spec.settings[key] for key in _PLACES if key in spec.settings]


def _tried(offer: Offer, config: Config) -> Tried:
    limits.apply()
    now = clock.now()
    there = any(_same(offer, spec) for spec in config.sources)
    settings: dict[str, Any] = dict(offer.settings)
    request = Request(SourceSpec(offer.name, offer.kind, settings), Window(now, now + AHEAD), config.profile)
    beside = None if there else next((spec.name for spec in config.sources if _like(offer, spec)), None)
    return Tried(offer, read_here(request), there, beside)
