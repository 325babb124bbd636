"""What `showup connect` does with a channel or a draft box that an integration has tried: shows its table, and
writes it when asked to.
"""

from __future__ import annotations

from showup import paths
from showup.cli.appending import append, box_table, channel_table
from showup.cli.asking import show
from showup.cli.connected import FOLLOWED
from showup.config import Config
from showup.connect import BoxOffer, ChannelOffer
from showup.exits import PROBLEM

__all__ = ["set_up"]


def set_up(offer: ChannelOffer | BoxOffer, config: Config, *, write: bool, as_json: bool) -> int:
    """Exit 1 when it was to be written and the configuration has a table of that name already, which is the person's."""
    file = config.path or paths.config_file()
    what, make, known = (
        ("channel", channel_table, config.channels)
        if isinstance(offer, ChannelOffer)
        else ("recovery", box_table, config.boxes)
    )
    table = make(offer.name, offer.settings)
    there = bool(known.get(offer.name))
    written = write and not there
    if written:
        append(file, table)
    if as_json:
        settings = dict(offer.settings)
        show({what: offer.name, "settings": settings, "table": table, "written": str(file) if written else None})
    else:
        print(f"\n{table}\n{_what_now(f'{what}.{offer.name}', str(file), there=there, written=written)}")
    return PROBLEM if write and there else 0


def _what_now(name: str, file: str, *, there: bool, written: bool) -> str:
    if written:
        return f"Written to {file}. {FOLLOWED}"
    if there:
        return f"{file} has a [{name}] already: put what is new above into it."
    return f"Add --write and it is appended to {file}, or put it there yourself."
