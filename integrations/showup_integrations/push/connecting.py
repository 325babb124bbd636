"""`showup connect push`: makes or takes an address, sends a first message to it, and keeps it like a password."""

from __future__ import annotations

import asyncio
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from secrets import token_hex

from showup.connect import ChannelOffer, Terminal
from showup_integrations.push.kept import KEPT, keep
from showup_integrations.push.making import check, service
from showup_integrations.push.service import Message

__all__ = ["PushConnector"]

_IN_HISTORY = "The address now stands in your shell's history; `showup connect push -` asks for it instead."
_NEW = "ntfy"
_HELLO = Message(
    "showup:hello",
    "showup reaches you here",
    "This is how your telephone tells you of interviews. Give this topic a loud tone, and let it through Do Not Disturb.",
    critical=True,
    link=None,
    insistent=False,
    actions=(),
)


class PushConnector:
    """A showup.connect.Connector."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self.told: Sequence[str] = (
            "your telephone, by push messages",
            "showup connect push ntfy    (makes a private topic at ntfy.sh; install the app ntfy and subscribe to it)",
            "showup connect push -       (asks for an address: ntfy://TOPIC, ntfys://USER:PASSWORD@HOST/TOPIC, pover://..., ...)",
        )

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "where",
            metavar="ADDRESS",
            nargs="?",
            default="-",
            help=f"an address; {_NEW}: a new private topic at ntfy.sh; - or nothing: asks for it, so that it is in no history",
        )

    def connect(self, arguments: Namespace, terminal: Terminal) -> ChannelOffer:
        """Nothing is kept that no message could be sent to."""
        url = _address(arguments.where, terminal)
        asyncio.run(_greet(url))
        terminal.say("A first message was sent. If it has not come, the telephone does not listen there yet.")
        name, where = keep(arguments.name or "phone", url)
        terminal.say(f"The address is kept {where}.")
        return ChannelOffer("push", {"to": (f"{KEPT}{name}",)})


def _address(where: str, terminal: Terminal) -> str:
    if where == _NEW:
        topic = f"showup-{token_hex(16)}"
        terminal.say(
            "Install the app ntfy (Google Play, F-Droid, App Store), choose + there, and subscribe to this topic. Who knows it "
            f"can read along, so tell nobody:\n\n    {topic}\n\nOr open this address on the telephone: https://ntfy.sh/{topic}\n"
        )
        return f"ntfy://{topic}"
    typed = where == "-"
    url = terminal.secret("Address for push messages:", "standard input") if typed else where
    check(url)
    if not typed:
        terminal.say(_IN_HISTORY)
    return url


async def _greet(url: str) -> None:
    """With a memory of its own: a service that runs may write the one of that address just now."""
    with tempfile.TemporaryDirectory() as folder:
        one = service(url, Path(folder), lambda *_: None)
        try:
            await one.send(_HELLO)
        finally:
            await one.close()
