"""What a button of an announcement means, and what is done about it."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from showup.announce import announce_refusal
from showup.engine import Answered, Do, Silence, Step, Stepped
from showup.errors import ShowupError
from showup.ports import Press
from showup.service.carrier import TELLING
from showup.service.paging import RECOVER, open_page
from showup.service.ruling import OFFERED, OFFERS_AFTER

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["take"]

_log = logging.getLogger(__name__)


async def take(service: Service, press: Press) -> None:
    """Give the answer, and say so where it was refused."""
    _log.info("%s pressed through %s", press.do, press.channel)
    if press.do.startswith(OFFERED):
        await service.ruling.pressed(press)
        return
    if press.do == RECOVER:
        await _recover(service, press)
        return
    done = await service.follow(lambda now: service.desk.give(press.interview, _given(press), now))
    if not any(isinstance(claim.intent, Silence) for claim in done.claims):
        await service.ringer.silence(press.interview)  # they have seen it: it must not stay on the screen
    watch = service.desk.watches.get(press.interview)
    if done.refused and watch is not None:
        await service.ringer.silence(f"{press.interview}:refused")
        await service.ringer.ring(announce_refusal(watch, done.reply), TELLING)
    elif watch is not None and press.do in OFFERS_AFTER:
        await service.ruling.offer(watch)


async def _recover(service: Service, press: Press) -> None:
    await service.ringer.silence(press.interview)
    try:
        await open_page(press.interview)
    except (OSError, ShowupError) as err:
        _log.warning("%s", err)
        if (watch := service.desk.watches.get(press.interview)) is not None:
            await service.ringer.ring(announce_refusal(watch, str(err)), TELLING)


def _given(press: Press) -> Answered | Stepped:
    if press.do.startswith("attended-"):
        return Stepped(Step.ATTENDED, press.do.removeprefix("attended-"), press.channel, press.generation)
    return Answered(Do(press.do), press.channel, press.generation)
