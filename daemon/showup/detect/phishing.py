"""Signs of fraud in where the links lead. (The words are in the lexicons, false senders in structure.)"""

from __future__ import annotations

import re
from collections.abc import Iterator

from showup.detect.evidence import Evidence
from showup.detect.view import View

__all__ = ["from_phishing"]

_PROGRAM = re.compile(r"\.(?:exe|apk|scr|msi|dmg|bat|cmd|jar|vbs|iso|pkg|appx|lnk)$", re.IGNORECASE)
_CHATS = ("t.me", "wa.me", "telegram.me", "telegram.org", "api.whatsapp.com", "chat.whatsapp.com")
_MONEY = ("paypal.me", "cash.app", "buymeacoffee.com", "venmo.com")


def from_phishing(view: View) -> Iterator[Evidence]:
    """Each sign once."""
    for link in view.links:
        if _PROGRAM.search(link.path):
            yield Evidence(
                -40, f"a sign of fraud: a program to download from {link.host}", 45, sign="phishing.download"
            )
            break
    for hosts, what in ((_CHATS, "moves to a chat"), (_MONEY, "asks for money")):
        found = next((link.host for link in view.links if any(link.under(host) for host in hosts)), None)
        if found:
            yield Evidence(-20, f"a sign of fraud: it {what} ({found})", 55, sign="phishing.link")
