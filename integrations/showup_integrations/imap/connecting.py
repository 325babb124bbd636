"""`showup connect mail`: signs in to an IMAP account, finds its Drafts mailbox, and keeps the password."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence

from showup.connect import BoxOffer, Setting, Terminal
from showup.errors import ConfigError
from showup_integrations import secrets
from showup_integrations.imap.account import account_of
from showup_integrations.imap.box import ImapDraftBox

__all__ = ["MailConnector"]


class MailConnector:
    """A showup.connect.Connector."""

    def __init__(self, _settings: Mapping[str, object]) -> None:
        self.told: Sequence[str] = (
            "the Drafts mailbox of your mail account, for what showup writes (nothing is ever sent)",
            "showup connect mail HOST --user YOU    (IMAP; with an app password, where the provider has them)",
        )

    @staticmethod
    def validate_environment() -> str | None:
        """None when the library is there."""
        return ImapDraftBox.validate_environment()

    def arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "host", metavar="HOST", help="the IMAP server, such as imap.example.org; with :PORT for an odd one"
        )
        parser.add_argument("--user", metavar="NAME", help="the account; asked for when it is left out")
        parser.add_argument(
            "--mailbox", metavar="NAME", help="where drafts go; left out: where the server keeps drafts"
        )
        parser.add_argument("--plain", action="store_true", help="without TLS; only for a server on this machine")

    def connect(self, arguments: Namespace, terminal: Terminal) -> BoxOffer:
        """The password is kept once the server has taken it."""
        from showup_integrations.imap import mailbox  # noqa: PLC0415 - a large library

        host, _, port = arguments.host.partition(":")
        user = arguments.user or terminal.ask(f"User name at {host}:", "--user")
        settings: dict[str, Setting] = {"host": host, "user": user}
        if port:
            settings["port"] = _number(port)
        if arguments.plain:
            settings["tls"] = False
        if arguments.mailbox:
            settings["mailbox"] = arguments.mailbox
        account = account_of(settings)
        password = terminal.secret(
            f"Password of {user} (an app password, where the provider has them):", "standard input"
        )
        with mailbox.opened(account, password) as box:
            terminal.say(f"Drafts will lie in {box.name}.")
        terminal.say(f"The password is kept {secrets.put(account.service, user, password, ask=True)}.")
        return BoxOffer("imap", settings)


def _number(port: str) -> int:
    if not port.isdecimal():
        raise ConfigError(f"{port!r} is no port: write HOST:PORT, such as imap.example.org:993.")
    return int(port)
