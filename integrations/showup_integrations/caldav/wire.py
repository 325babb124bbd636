"""One account's conversation with its server: bounded in bytes and time, and silent about what is secret.

The `caldav` library signs in and reads the XML (entities are never resolved, nothing is fetched for a document); what the
connection may cost, and where it may lead, is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from caldav.davclient import DAVClient
from caldav.lib.error import AuthorizationError, RateLimitError
from caldav.lib.http_sync import requests

import showup
from showup.errors import SourceError
from showup_integrations.caldav.account import Account, may_lead
from showup_integrations.caldav.session import Limits, Session, TooLargeError, TooLongError
from showup_integrations.ics.refusals import NO_TLS, NOT_TRUSTED, speaks_no_tls

__all__ = ["Answer", "RefusedError", "Tree", "Wire"]

Tree = Any
"""An element of lxml."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MAX_REDIRECTS = 5
_XML = 'application/xml; charset="utf-8"'


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: `tree` is None when it is no XML; `url` is where it came from in the end."""

    status: int
    tree: Tree | None
    url: str


class RefusedError(SourceError):
    """The server answered with a fault. `status` is HTTP's."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message, denied=status in {401, 403})
        self.status = status


class Wire:
    """A conversation, from now until its limits are used up. Every method raises SourceError with what to do."""

    def __init__(self, account: Account, limits: Limits) -> None:
        self.account = account
        self.limits = limits
        library: Any = DAVClient  # what it gets for its session is not what it says that it wants
        self._client = library(
            url=account.address.url, username=account.user, password=account.password, enable_rfc6764=False
        )
        self._client.session.close()
        self._client.session = Session(limits)
        self._client.headers["User-Agent"] = f"showup/{showup.__version__}"

    def close(self) -> None:
        self._client.close()

    def ask(self, method: str, url: str, body: str, depth: int | None = 0) -> Answer:
        """The answer of the resource at `url`, or of the one that it leads to; RefusedError for any status of 400 or more."""
        headers = {"Content-Type": _XML, **({} if depth is None else {"Depth": str(depth)})}
        for _ in range(_MAX_REDIRECTS + 1):
            with self._told_plainly():
                response: Any = self._client.request(url, method, body, headers)
            if response.status not in _REDIRECTS:
                return self._checked(Answer(response.status, response.tree, url))
            url = self.reached(url, response.headers.get("Location", ""))
        raise SourceError(f"{self._shown} leads round in a circle. Check the address with its provider.")

    def reached(self, base: str, target: str) -> str:
        """Where a link of the server leads; SourceError when the password must not be taken there."""
        try:
            url = urljoin(base, target)
            fine = may_lead(base, url)
        except ValueError:
            fine = False
        if not fine:
            raise SourceError(
                f"{self._shown} leads to another server, or to an unencrypted one; your password was not taken there. "
                "If you trust it, connect to that server's own address: showup connect caldav URL."
            )
        return url

    @property
    def _shown(self) -> str:
        return self.account.address.shown

    def _checked(self, answer: Answer) -> Answer:
        if answer.status >= 400:
            raise self._refused(answer.status)
        return answer

    def _refused(self, status: int) -> RefusedError:
        return RefusedError(f"{self._shown} answered {status}: {_advice(status, self.account)}", status)

    @contextmanager
    def _told_plainly(self) -> Iterator[None]:
        """What the libraries raise, as a sentence for the person; the cause would show the address."""
        try:
            yield
        except AuthorizationError as error:
            raise self._refused(error.status or 401) from None
        except RateLimitError as error:
            raise self._refused(error.status or 429) from None
        except NotImplementedError:
            raise SourceError(
                f"{self._shown} wants a way to sign in that showup does not know. Ask its provider."
            ) from None
        except (requests.exceptions.Timeout, TooLongError) as error:
            waited = self.limits.total if isinstance(error, TooLongError) else self.limits.silence
            why = f"did not answer in {waited.total_seconds():g} s. Check the network and the address."
            raise SourceError(f"{self._shown} {why}") from None
        except TooLargeError:
            megabytes = self.limits.answer >> 20
            raise SourceError(
                f"{self._shown} answered with more than {megabytes} MB at once. Check the address."
            ) from None
        except requests.exceptions.SSLError as error:
            raise SourceError(f"{self._shown} {NO_TLS if speaks_no_tls(error) else NOT_TRUSTED}") from None
        except SyntaxError:  # the kind that lxml raises
            raise SourceError(f"{self._shown} answered with XML that cannot be read. Check the address.") from None
        except (requests.exceptions.RequestException, OSError, ValueError):
            why = "could not be reached. Check the network and the address."
            raise SourceError(f"{self._shown} {why}") from None


_NO_CALDAV = (
    "this is no CalDAV address. One looks like https://caldav.fastmail.com/ or https://HOST/remote.php/dav (Nextcloud); your "
    "provider's help names yours. The address of an .ics file is for: showup connect ics ADDRESS"
)


def _advice(status: int, account: Account) -> str:
    known = {
        401: f"it does not take the user name or the password. Sign in again: {account.mend}",
        403: f"it refuses access to the calendar. Check that it is still shared with you, then sign in again: {account.mend}",
        404: f"there is no calendar at this address (any more). Check the address, then: {account.mend}",
        405: _NO_CALDAV,
        501: _NO_CALDAV,
        410: "the calendar is gone for good. Check the address with its provider.",
        429: "it has been asked too often. Ask it less often (`every` in the configuration).",
    }
    fault = "the server has a fault of its own. Ask its provider if it stays so."
    return known.get(status, fault if status >= 500 else "it cannot be asked this way. Check the address.")
