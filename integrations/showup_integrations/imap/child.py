"""A program: `python -m showup_integrations.imap.child` reads a request (JSON) from standard input, does it, and prints where
the draft is; else says why not on standard error, exit code 1. It ends by itself when its time is over.
"""

from __future__ import annotations

import base64
import fcntl
import json
import signal
import sys
from pathlib import Path
from typing import Any

from showup import paths
from showup.errors import ShowupError
from showup_integrations.imap import mailbox
from showup_integrations.imap.account import Account, account_of
from showup_integrations.imap.notes import Notes, digest, load, save
from showup_integrations.imap.putting import put, withdraw
from showup_integrations.imap.secret import password_of


def main() -> int:
    request: dict[str, Any] = json.loads(sys.stdin.buffer.read())
    signal.setitimer(signal.ITIMER_REAL, request["patience_s"])
    try:
        print(_done(request))  # noqa: T201 - the parent reads it
    except (ShowupError, OSError) as err:
        print(" ".join(str(err).split()), file=sys.stderr)  # noqa: T201 - as above
        return 1
    return 0


def _done(request: dict[str, Any]) -> str:
    account = account_of(request["account"])
    folder = paths.made(paths.state_dir() / "imap-drafts")
    file = folder / f"{digest(json.dumps([account.host, account.user, request['name']]).encode())[:32]}.json"
    with (folder / ".lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # one whose service was killed may still be at it
        if request["do"] == "withdraw":
            return _withdrawn(account, file)
        data = base64.b64decode(request["message"])
        with mailbox.opened(account, password_of(account)) as box:
            where = f"{box.name} at {account.shown}: {' '.join(request['name'].split())}"
            return _numbered(where, put(box, load(file), data, lambda notes: save(file, notes)))


def _withdrawn(account: Account, file: Path) -> str:
    notes = load(file)
    if notes != Notes():
        with mailbox.opened(account, password_of(account)) as box:
            withdraw(box, notes)
        file.unlink(missing_ok=True)
    return ""


def _numbered(where: str, copy: int) -> str:
    return where if copy == 1 else f"{where} ({copy})"


if __name__ == "__main__":
    sys.exit(main())
