"""Where messages go: a topic of an ntfy server, written as one address."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from showup.errors import ConfigError

__all__ = ["PUBLIC", "SCHEMES", "Address", "parse"]

PUBLIC = "https://ntfy.sh"
SCHEMES = ("ntfy", "ntfys")
_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_HOW = "Write ntfy://TOPIC for ntfy.sh, or ntfys://USER:PASSWORD@HOST/TOPIC (or TOKEN@HOST) for another server."


@dataclass(frozen=True, slots=True)
class Address:
    """A topic. `root` is the server's address without a slash at its end, `authorization` the header's value. A topic that
    everybody may read is as good as a password: `host` is what may be shown.
    """

    root: str
    topic: str = field(repr=False)
    authorization: str | None = field(default=None, repr=False)

    @property
    def host(self) -> str:
        return urlsplit(self.root).netloc


def parse(url: str) -> Address:
    """ntfy://TOPIC, ntfy://HOST/TOPIC (without encryption) or ntfys://[USER:PASSWORD@|TOKEN@]HOST[:PORT]/TOPIC.

    Raises ConfigError, which does not repeat what may be secret.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ConfigError(f"The push address cannot be read. {_HOW}") from None
    path = parts.path.strip("/")
    if parts.query or parts.fragment or parts.scheme not in SCHEMES or not host:
        raise ConfigError(f"That is no address of an ntfy topic. {_HOW}")
    if not path:
        if parts.username or port or parts.scheme != "ntfy":
            raise ConfigError(f"The push address names no topic. {_HOW}")
        return Address(PUBLIC, _topic(parts.netloc))
    scheme = "https" if parts.scheme == "ntfys" else "http"
    named = f"[{host}]" if ":" in host else host
    root = f"{scheme}://{named}" + (f":{port}" if port else "")
    return Address(root, _topic(path), _authorization(parts.username, parts.password))


def _topic(text: str) -> str:
    if not _TOPIC.fullmatch(text):
        raise ConfigError(f"A topic has up to 64 letters, digits, - and _, and nothing else. {_HOW}")
    return text


def _authorization(user: str | None, password: str | None) -> str | None:
    if not user:
        return None
    if password is None:
        return f"Bearer {unquote(user)}"
    return "Basic " + b64encode(f"{unquote(user)}:{unquote(password)}".encode()).decode()
