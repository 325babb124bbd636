"""The named steps at which a victim kills itself, found by wrapping showup's public functions from outside."""

from __future__ import annotations

import functools
import os
import signal
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from tests.faults.kill_journal import Journal

from showup.control.requests import Requests
from showup.engine import OpenCase, Ring
from showup.ledger import Change, SqliteLedger
from showup.ports import Announcement
from showup.service.desk import Desk
from showup.service.dispatch import Dispatch
from showup.service.ringer import Ringer
from showup_integrations.eml import EmlDraftBox

__all__ = ["OPENING", "REPLIED", "STEPS", "Killer", "install", "put"]

_TRANSACTIONS = ("claim", "mark", "merge", "answer", "case")
OPENING = ("migration: inside", "migration: before its commit", "open: before", "open: after")
REPLIED = "answer: after the reply"
"""This one is done from outside, by who got the reply."""
STEPS = (
    *OPENING,
    "claims again: before",
    "claims again: after",
    *(f"{what}: {where}" for what in _TRANSACTIONS for where in ("before", "before its commit", "after")),
    "ring: before",
    "ring: after",
    "answer: before the reply",
    REPLIED,
    "draft: before it is put",
    "draft: after it is put",
    "draft: recorded",
    "stop: begun",
    "stop: the alarms have stopped",
    "stop: the channels are closed",
    "stop: the ledger is closed",
)


def put(owner: object, name: str, function: Callable[..., Any]) -> None:
    """In the place of what stands there."""
    setattr(owner, name, function)


class Killer:
    """Counts the passings of one step, and at the nth ends the process as a crash does."""

    def __init__(self, journal: Journal, step: str | None, nth: int) -> None:
        self.journal = journal
        self._step = step
        self._left = nth

    def passing(self, step: str) -> None:
        if step != self._step:
            return
        self._left -= 1
        if not self._left:
            self.journal.write("killed", detail=step)
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, owner: type, name: str, before: str | None, after: str | None) -> None:
        """Pass one step before a call of a plain function and one after it."""
        original = getattr(owner, name)

        @functools.wraps(original)
        def call(*args: Any, **more: Any) -> Any:
            self.passing(before or "")
            result = original(*args, **more)
            self.passing(after or "")
            return result

        put(owner, name, call)

    def around_coroutine(self, owner: type, name: str, before: str | None, after: str | None) -> None:
        """The same for a coroutine function."""
        original = getattr(owner, name)

        @functools.wraps(original)
        async def call(*args: Any, **more: Any) -> Any:
            self.passing(before or "")
            result = await original(*args, **more)
            self.passing(after or "")
            return result

        put(owner, name, call)


def install(killer: Killer) -> None:
    """Wrap all that has a step."""
    killer.around(SqliteLedger, "__init__", "open: before", "open: after")
    _Transactions(killer).install()
    _wrap_rings(killer)
    _wrap_claims_again(killer)
    _wrap_answers(killer)
    killer.around(EmlDraftBox, "put", "draft: before it is put", "draft: after it is put")
    killer.around(SqliteLedger, "keep_draft", None, "draft: recorded")
    killer.around_coroutine(Dispatch, "close", "stop: begun", "stop: the alarms have stopped")
    killer.around_coroutine(Ringer, "close", None, "stop: the channels are closed")
    killer.around(SqliteLedger, "close", None, "stop: the ledger is closed")


class _Transactions:
    """The ledger's transactions, named by what they are for. Only the ledger's own thread comes here."""

    def __init__(self, killer: Killer) -> None:
        self._killer = killer
        self._call = ""
        self._labels: Sequence[str] = ()
        self._migrating = False

    def install(self) -> None:
        for name in ("tick", "sync", "give", "woke", "watch", "settle"):
            put(Desk, name, self._at_the_desk(name, getattr(Desk, name)))
        commit, settle, connect = SqliteLedger.commit, SqliteLedger.settle, sqlite3.connect

        @functools.wraps(commit)
        def labelled(ledger: SqliteLedger, changes: Sequence[Change], *args: Any) -> Any:
            return self._transaction(self._purposes(changes), lambda: commit(ledger, changes, *args))

        @functools.wraps(settle)
        def marked(ledger: SqliteLedger, *args: Any) -> Any:
            return self._transaction(("mark",), lambda: settle(ledger, *args))

        @functools.wraps(connect)
        def traced(*args: Any, **more: Any) -> sqlite3.Connection:
            connection: sqlite3.Connection = connect(*args, **more)
            connection.set_trace_callback(self._statement)
            return connection

        put(SqliteLedger, "commit", labelled)
        put(SqliteLedger, "settle", marked)
        put(sqlite3, "connect", traced)

    def _at_the_desk(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        """Remember for whom the ledger is written, and write down what every interview's state is from then on."""

        @functools.wraps(original)
        def call(desk: Desk, *args: Any, **more: Any) -> Any:
            before, self._call = desk.watches, name
            done = original(desk, *args, **more)
            for key, watch in desk.watches.items():
                old = before.get(key)
                if old is None or (old.generation, old.phase) != (watch.generation, watch.phase):
                    state = {"generation": watch.generation, "detail": watch.phase.value}
                    self._killer.journal.write("state", interview=key, **state)
            return done

        return call

    def _purposes(self, changes: Sequence[Change]) -> tuple[str, ...]:
        kinds = {type(intent) for change in changes for intent in change.intents}
        found = {
            "claim": Ring in kinds,
            "case": OpenCase in kinds,
            "merge": self._call == "sync" and bool(changes),
            "answer": self._call == "give",
        }
        return tuple(label for label, true in found.items() if true)

    def _transaction(self, labels: Sequence[str], work: Callable[[], Any]) -> Any:
        self._pass(labels, "before")
        self._labels = labels
        try:
            result = work()
        finally:
            self._labels = ()
        self._pass(labels, "after")
        return result

    def _pass(self, labels: Sequence[str], where: str) -> None:
        for label in labels:
            self._killer.passing(f"{label}: {where}")

    def _statement(self, statement: str) -> None:
        """SQLite is about to run this."""
        if "PRAGMA user_version =" in statement:
            self._migrating = True
            self._killer.passing("migration: inside")
        elif statement.strip(" ;\n") == "COMMIT":
            labels = ("migration",) if self._migrating else self._labels
            self._migrating = False
            self._pass(labels, "before its commit")


def _wrap_rings(killer: Killer) -> None:
    original = Ringer.ring

    @functools.wraps(original)
    async def ring(ringer: Ringer, announcement: Announcement, *args: Any, **more: Any) -> Any:
        alarm = bool(announcement.rung)
        killer.passing("ring: before" if alarm else "")
        result = await original(ringer, announcement, *args, **more)
        killer.passing("ring: after" if alarm else "")
        return result

    put(Ringer, "ring", ring)


def _wrap_claims_again(killer: Killer) -> None:
    """Only a start that finds open claims passes here."""
    open_claims, send = Desk.open_claims, Dispatch.send
    left: list[object] = []

    @functools.wraps(open_claims)
    def found(desk: Desk) -> Any:
        claims = open_claims(desk)
        left.extend(claims)
        return claims

    @functools.wraps(send)
    def sent(dispatch: Dispatch, claims: Any) -> None:
        claims = tuple(claims)
        again = bool(left) and any(claim in left for claim in claims)
        killer.passing("claims again: before" if again else "")
        send(dispatch, claims)
        killer.passing("claims again: after" if again else "")

    put(Desk, "open_claims", found)
    put(Dispatch, "send", sent)


def _wrap_answers(killer: Killer) -> None:
    original = Requests.handle

    @functools.wraps(original)
    async def handle(requests: Requests, request: dict[str, Any]) -> dict[str, Any]:
        reply = await original(requests, request)
        killer.passing("answer: before the reply" if request.get("do") == "answer" else "")
        return reply

    put(Requests, "handle", handle)
