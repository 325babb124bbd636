"""What push services say of themselves: which requests they take, and what they answer.

Gotify: https://gotify.net/api-docs · Signal: https://bbernhard.github.io/signal-cli-rest-api/ · Telegram:
https://core.telegram.org/bots/api#sendmessage · Twilio: https://www.twilio.com/docs/messaging/api/message-resource · Slack:
https://api.slack.com/messaging/webhooks · Discord: https://discord.com/developers/docs/resources/webhook#execute-webhook ·
Mattermost: https://developers.mattermost.com/integrate/webhooks/incoming/ · Pushover: https://pushover.net/api
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.vendors.sink import Call

__all__ = ["PROTOCOLS", "WrongError"]

_KEY = re.compile(r"[A-Za-z0-9]{30}")


class WrongError(Exception):
    """The service would not take it, and why."""


def _needs(holds: bool, what: str) -> None:
    if not holds:
        raise WrongError(what)


def gotify(call: Call) -> tuple[int, Any]:
    said = call.said
    _needs(call.headers.get("x-gotify-key") == "AgotifyToken", "the application's token stands in X-Gotify-Key")
    _needs(isinstance(said.get("message"), str) and bool(said["message"]), "message is required")
    _needs(isinstance(said.get("priority"), int), "priority is a number")
    return 200, {"id": 1, "appid": 1, **said}


def signal(call: Call) -> tuple[int, Any]:
    said = call.said
    _needs(
        set(said) <= {"number", "recipients", "message", "base64_attachments", "text_mode"},
        f"odd fields: {sorted(said)}",
    )
    _needs(bool(re.fullmatch(r"\+\d+", said.get("number", ""))), "number is the sender's")
    _needs(isinstance(said.get("recipients"), list) and len(said["recipients"]) == 1, "recipients is a list")
    _needs(isinstance(said.get("message"), str), "message is a text")
    return 201, {"timestamp": "1700000000000"}


def generic(call: Call) -> tuple[int, Any]:
    _needs({"version", "title", "message", "type"} <= call.said.keys(), "apprise's own form")
    return 200, {}


class _Telegram(HTMLParser):
    """Refuses any tag that Telegram does not know, and any that is left open."""

    KNOWN = frozenset(
        {"b", "strong", "i", "em", "u", "ins", "s", "del", "a", "code", "pre", "tg-spoiler", "blockquote"}
    )

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _needs(tag in self.KNOWN, f"can't parse entities: unsupported start tag {tag}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        _needs(bool(self.open) and self.open.pop() == tag, f"can't parse entities: unexpected end tag {tag}")


def telegram(call: Call) -> tuple[int, Any]:
    said = call.said
    _needs(call.path == "/bot123456789:AAtelegramToken-telegramToken-telegra/sendMessage", f"the path is {call.path}")
    _needs(bool(said.get("chat_id")), "chat_id is required")
    _needs(0 < len(said.get("text", "")) <= 4096, "text has up to 4096 characters")
    _needs(said.get("parse_mode") in {"HTML", "MarkdownV2", "Markdown", None}, "parse_mode is one of three")
    if said.get("parse_mode") == "HTML":
        parser = _Telegram()
        parser.feed(said["text"])
        parser.close()
        _needs(not parser.open, "can't parse entities: a tag is left open")
    return 200, {"ok": True, "result": {"message_id": 1}}


def twilio(call: Call) -> tuple[int, Any]:
    said = call.said
    _needs(call.password == "AC" + "a" * 32 + ":" + "b" * 32, "the account and its token stand in the authorization")
    _needs({"From", "To", "Body"} <= said.keys(), "From, To and Body are required")
    return 201, {"sid": "SM1", "status": "queued"}


def slack(call: Call) -> tuple[int, Any]:
    _needs(bool(call.said.get("text") or call.said.get("attachments") or call.said.get("blocks")), "no_text")
    return 200, "ok"


def discord(call: Call) -> tuple[int, Any]:
    _needs(bool(call.said.get("content") or call.said.get("embeds")), "Cannot send an empty message")
    _needs(len(call.said.get("content") or "") <= 2000, "content has up to 2000 characters")
    return 204, ""


def mattermost(call: Call) -> tuple[int, Any]:
    _needs(bool(call.said.get("text")), "No text specified.")
    return 200, "ok"


def pushover(call: Call) -> tuple[int, Any]:
    said = call.said
    for key in ("token", "user"):
        if not _KEY.fullmatch(said.get(key, "")):
            return 400, {key: "invalid", "errors": [f"{key} is invalid"], "status": 0, "request": "r"}
    _needs(0 < len(said.get("message", "")) <= 1024, "message has from 1 to 1024 characters")
    _needs(len(said.get("title", "")) <= 250, "title has up to 250 characters")
    _needs(len(said.get("url", "")) <= 512, "url has up to 512 characters")
    known = {"token", "user", "message", "title", "url", "priority", "retry", "expire", "tags", "device", "sound"}
    _needs(set(said) <= known, f"odd fields: {sorted(set(said) - known)}")
    _needs(said.get("priority", "0") in {"-2", "-1", "0", "1", "2"}, "priority is one of five")
    if said.get("priority") != "2":
        _needs(not {"retry", "expire", "tags"} & said.keys(), "only an emergency has those")
        return 200, {"status": 1, "request": "r"}
    _needs(int(said.get("retry", "0")) >= 30, "retry is 30 s or more")
    _needs(0 < int(said.get("expire", "0")) <= 10800, "expire is three hours at most")
    return 200, {"status": 1, "request": "r", "receipt": f"{abs(hash(said['message'])):030d}"[:30]}


def cancelled(call: Call) -> tuple[int, Any]:
    _needs(bool(_KEY.fullmatch(call.said.get("token", ""))), "the application's token is required")
    return 200, {"status": 1, "canceled": 1, "request": "r"}


PROTOCOLS: tuple[tuple[Callable[[Call], bool], Callable[[Call], tuple[int, Any]]], ...] = (
    (lambda call: call.host == "api.telegram.org", telegram),
    (lambda call: call.host == "api.twilio.com" and call.path.endswith("/Messages.json"), twilio),
    (lambda call: call.host == "hooks.slack.com" and call.path.startswith("/services/"), slack),
    (lambda call: call.host == "discord.com" and call.path.startswith("/api/webhooks/"), discord),
    (lambda call: call.path == "/1/messages.json", pushover),
    (lambda call: bool(re.fullmatch(r"/1/receipts/(\w+/cancel|cancel_by_tag/[\w-]+)\.json", call.path)), cancelled),
    (lambda call: call.path == "/message", gotify),
    (lambda call: call.path == "/v2/send", signal),
    (lambda call: call.path.startswith("/hooks/"), mattermost),
    (lambda call: call.path == "/generic", generic),
)
