"""The child that sends through apprise: `python -m showup_integrations.push.apprise_child`. It leaves when it has.

On standard input one JSON object: `addresses`, `title`, `body`, `critical`, `patience_s`. On standard output one JSON object a
line for each address, as soon as it is known: `index`, `name` (the service and its host, never a secret), `why` (null: it was
taken); or one line with `missing`, when the library is not there. What the library itself says may hold secrets and goes nowhere.
"""

from __future__ import annotations

import contextvars
import json
import logging
import os
import re
import signal
import sys
import threading
from contextlib import suppress
from typing import Any

from showup_integrations.push.addresses import scheme_of, with_setting
from showup_integrations.push.literal import unmarked

__all__ = ["main"]

_LOUDEST = {
    "bark": ("level", "timeSensitive"),
    "gotify": ("priority", "emergency"),
    "join": ("priority", "emergency"),
    "ntfy": ("priority", "max"),
    "prowl": ("priority", "emergency"),
    "psafer": ("priority", "2"),
    "pover": ("priority", "high"),
}
"""What makes a service ring aloud, unless the address says itself how loud."""

_READS_MARKDOWN = frozenset({"discord", "guilded", "mmost", "revolt", "zulip"})
"""They take plain text for Markdown."""

_of: contextvars.ContextVar[int] = contextvars.ContextVar("index")


class _Heard(logging.Handler):
    """What the library complains of, by address; only known words of it are used."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: dict[int, str] = {}

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):
            self.said[_of.get()] = record.getMessage()


class _Says:
    """Lines to whoever waits. What a plug-in prints must not come among them."""

    def __init__(self) -> None:
        self._out = os.fdopen(os.dup(1), "w", encoding="utf-8")
        self._turn = threading.Lock()
        os.dup2(2, 1)

    def __call__(self, line: dict[str, Any]) -> None:
        with self._turn:
            print(json.dumps(line), file=self._out, flush=True)


def main() -> None:
    """Send, tell what came of it, and be gone."""
    asked = json.loads(sys.stdin.buffer.read())
    signal.alarm(int(asked["patience_s"]) + 2)  # should whoever waits for it die, it does not stay
    say = _Says()
    try:
        import apprise  # noqa: PLC0415 - what this process is for
    except ImportError:
        say({"missing": True})
        return
    heard = _Heard()
    logger = logging.getLogger("apprise")
    logger.propagate = False
    logger.handlers = [heard]
    threads = [
        threading.Thread(target=_one, args=(apprise, heard, say, asked, index), daemon=True)
        for index in range(len(asked["addresses"]))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _one(apprise: Any, heard: _Heard, say: _Says, asked: dict[str, Any], index: int) -> None:  # noqa: ANN401 - a module that may be missing
    _of.set(index)
    address = asked["addresses"][index]
    name = scheme_of(address)
    try:
        asset = apprise.AppriseAsset(app_id="showup", app_desc="showup")
        service = apprise.Apprise.instantiate(_dressed(address, critical=asked["critical"]), asset=asset)
        if service is None:
            why: str | None = "is no address that apprise understands: https://appriseit.com/services/ has the forms"
        else:
            kind, name = _kind(name), _name(service)
            why = None if _sent(apprise, service, asked, kind) else _why(heard.said.get(index, ""))
    except Exception as err:  # noqa: BLE001 - whatever a plug-in raises, the other addresses are sent to
        why = f"apprise failed with {type(err).__name__}"
    say({"index": index, "name": name, "why": why})


def _dressed(address: str, *, critical: bool) -> str:
    kind = _kind(scheme_of(address))
    return with_setting(address, *_LOUDEST[kind]) if critical and kind in _LOUDEST else address


def _kind(scheme: str) -> str:
    """`gotifys` is Gotify over TLS."""
    known = _LOUDEST.keys() | _READS_MARKDOWN
    return scheme if scheme in known else scheme.removesuffix("s")


def _sent(apprise: Any, service: Any, asked: dict[str, Any], kind: str) -> bool:  # noqa: ANN401
    title, body = asked["title"], asked["body"]
    if kind in _READS_MARKDOWN:
        title, body = unmarked(title), unmarked(body)
    whole = apprise.Apprise()
    whole.add(service)
    urgency = "warning" if asked["critical"] else "info"
    return bool(whole.notify(body=body, title=title, notify_type=urgency, body_format="text"))


def _name(service: Any) -> str:  # noqa: ANN401
    """With its host, where that is one and no part of a secret."""
    host = getattr(service, "host", None)
    shown = host and "host" in service.template_tokens and not service.template_tokens["host"].get("private")
    return f"{service.service_name} ({host})" if shown else str(service.service_name)


def _why(said: str) -> str:
    code = re.search(r"error=(\d{3})\b", said)
    number = int(code[1]) if code else 0
    if number in {401, 403}:
        return f"refused the key in the address (HTTP {number}): make a new one there, or mend the address"
    if number == 404:
        return "knows no such place (HTTP 404): compare the address with what the service shows you"
    if number == 429:
        return "wants fewer messages (HTTP 429): it is tried again with the next alarm"
    if number:
        return f"did not take it (HTTP {number}): it is tried again with the next alarm"
    if "onnection" in said:
        return "could not be reached: look after the network, and whether the service is up"
    return "did not take it: compare the address with https://appriseit.com/services/"


if __name__ == "__main__":
    main()
    os._exit(0)  # threads of the library need not be waited for
