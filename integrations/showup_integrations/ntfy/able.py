"""Finds out what a server can, by trying it: what version it is, it tells only its administrator."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from showup.errors import DeliveryError
from showup_integrations.ntfy.api import Server
from showup_integrations.ntfy.http import BusyError

__all__ = ["Able", "tried"]

_FAR = timedelta(days=2)
_TRIAL = {"title": "showup", "message": "A trial whether this server can cancel.", "priority": 1}


@dataclass(frozen=True, slots=True)
class Able:
    """`cancels`: what was left to be sent later can be taken back (ntfy 2.16). `pressable`: a telephone that is not signed in may
    write to the topic of the answers.
    """

    cancels: bool
    pressable: bool


async def tried(server: Server, answers: str, now: datetime) -> Able:
    """Leave a message on the topic of the answers, which no telephone shows, cancel it, and look whether it is gone."""
    private = server.beside(answers)
    name = secrets.token_hex(16)
    pressable = True
    try:
        await server.beside(answers, anonymous=True).publish(_TRIAL, name, now + _FAR)
    except BusyError:
        raise
    except DeliveryError as err:
        if not err.permanent or server.address.authorization is None:
            raise
        pressable = False
        if not await _may_leave(private, name, now):
            return Able(cancels=await server.cancel(name), pressable=False)
    can = await private.cancel(name)
    gone = can and not any(held.sequence == name for held in await private.held())
    return Able(cancels=gone, pressable=pressable)


async def _may_leave(private: Server, name: str, now: datetime) -> bool:
    try:
        await private.publish(_TRIAL, name, now + _FAR)
    except BusyError:
        raise
    except DeliveryError as err:
        if not err.permanent:
            raise
        return False
    return True
