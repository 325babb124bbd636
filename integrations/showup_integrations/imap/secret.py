"""The password of a mail account, from the person's secrets."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from showup_integrations import secrets

if TYPE_CHECKING:
    from showup_integrations.imap.account import Account

__all__ = ["password_of"]


def password_of(account: Account) -> str:
    """Raises SourceError with what to do when none is within reach."""
    kept = secrets.get(account.service, account.user)
    if kept is None:
        mend = shlex.join(["showup", "connect", "mail", account.host, "--user", account.user])
        raise secrets.absent(f"password of {account.shown}", mend)
    return kept
