"""Which connections are kept: those of the person, over which a whole request head comes within some seconds."""

from __future__ import annotations

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

from showup.page.neighbours import is_a_stranger

__all__ = ["Impatient"]

_HEAD_TAKES_S = 10.0


class Impatient(H11Protocol):
    """Counts from the connection and from the end of the answer before, whatever trickles in; uvicorn itself would wait for ever.

    Another user of the machine is not heard at all, and so holds none of the connections for long.
    """

    _too_slow: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if is_a_stranger(transport.get_extra_info("peername"), transport.get_extra_info("sockname")):
            transport.abort()
            return
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._calm()
        super().connection_lost(exc)

    def _watch(self) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            self._calm()
        elif self._too_slow is None:
            self._too_slow = self.loop.call_later(_HEAD_TAKES_S, self.transport.abort)

    def _calm(self) -> None:
        if self._too_slow is not None:
            self._too_slow.cancel()
            self._too_slow = None
