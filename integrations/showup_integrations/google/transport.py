"""HTTP for Google's library: the person's token, and an end to every wait."""

from __future__ import annotations

import http.client
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, NoReturn

import google_auth_httplib2
import httplib2
from google.oauth2.credentials import Credentials

from showup_integrations.google.grant import CALENDARS, Grant, Use
from showup_integrations.google.patience import Deadline
from showup_integrations.within import OverdueError, within

__all__ = ["authorized", "once"]


class _BoundedHttp(httplib2.Http):  # type: ignore[misc]
    """Gives up when the reading's time is over, whatever a name look-up or a server that drips is doing."""

    def __init__(self, deadline: Deadline) -> None:
        super().__init__(timeout=deadline.patience.silence.total_seconds())
        self.follow_redirects = False  # the API has none; a network's log-in page has
        self.once = False
        self._deadline = deadline

    def request(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - whatever the library passes on
        try:
            return within(self._deadline.left, lambda: super(_BoundedHttp, self).request(*args, **kwargs))
        except OverdueError:
            self._hang_up()
            raise TimeoutError from None

    def _conn_request(self, conn: Any, *args: Any) -> Any:  # noqa: ANN401
        if not self.once:
            return super()._conn_request(conn, *args)
        answered = conn.getresponse

        def answer() -> Any:  # noqa: ANN401
            try:
                return answered()
            except (http.client.BadStatusLine, http.client.ResponseNotReady):
                raise ConnectionError from None  # which the library does not take for a reason to ask again

        conn.getresponse = answer
        try:
            return super()._conn_request(conn, *args)
        finally:
            conn.getresponse = answered

    def _hang_up(self) -> None:
        """Wake the thread that still listens, and have it connect no more: closing its connection would wait for it."""
        for connection in list(self.connections.values()):
            connection.connect = _refuse
            if connection.sock is not None:
                with suppress(OSError):
                    connection.sock.shutdown(socket.SHUT_RDWR)


def _refuse() -> NoReturn:
    raise OSError("nobody waits for this answer any more")


def authorized(grant: Grant, deadline: Deadline, use: Use = CALENDARS) -> google_auth_httplib2.AuthorizedHttp:
    """An HTTP client that gets an access token when the first request needs it. The token is kept nowhere: a request more at
    each reading tells at once of a permission that was taken back.
    """
    credentials = Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=grant.refresh_token,
        client_id=grant.client.client_id,
        client_secret=grant.client.client_secret,
        token_uri=grant.client.token_uri,
        scopes=[use.scope],
    )
    return google_auth_httplib2.AuthorizedHttp(credentials, http=_BoundedHttp(deadline))


@contextmanager
def once(client: google_auth_httplib2.AuthorizedHttp) -> Iterator[None]:
    """Within this no request is repeated because its connection was lost: what it asked for may have been done."""
    client.http.once = True
    try:
        yield
    finally:
        client.http.once = False
