"""One POST of a form, beside the loop that rings, never redirected: what is in it is for the server that was named. What came
back is given as it is; judging it is the caller's.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from showup_integrations.aside import aside

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["UnreachableError", "post"]

_BYTES = 64 * 1024


class UnreachableError(Exception):
    """Nothing came back, and why, in words without the address."""


async def post(url: str, form: Mapping[str, str], patience: timedelta) -> tuple[int, dict[str, Any]]:
    """The status and the JSON object of the answer, an empty one where it is none. Raises UnreachableError."""
    came: list[tuple[int, bytes]] = []
    try:
        await aside(lambda: came.append(_posted(url, form, patience)), patience)
    except TimeoutError:
        raise UnreachableError(f"it did not answer within {patience.total_seconds():g} s") from None
    except OSError as err:  # URLError is an OSError, and so is what TLS throws
        raise UnreachableError(str(getattr(err, "reason", err)) or type(err).__name__) from None
    status, body = came[0]
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    return status, said if isinstance(said, dict) else {}


def _posted(url: str, form: Mapping[str, str], patience: timedelta) -> tuple[int, bytes]:
    from http.client import HTTPException  # noqa: PLC0415 - loaded with the first message, not at the start of the service
    from urllib.error import HTTPError  # noqa: PLC0415
    from urllib.parse import urlencode  # noqa: PLC0415
    from urllib.request import HTTPRedirectHandler, Request, build_opener  # noqa: PLC0415

    class NoRedirect(HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    request = Request(url, urlencode(form).encode(), {"User-Agent": "showup"}, method="POST")  # noqa: S310 - the caller's own, http(s)
    try:
        with build_opener(NoRedirect).open(request, timeout=patience.total_seconds()) as answer:
            return answer.status, answer.read(_BYTES)
    except HTTPError as err:
        with err:
            return err.code, err.read(_BYTES)
    except HTTPException as err:  # what was sent back is no HTTP, or breaks off
        raise OSError(f"its answer cannot be read: {type(err).__name__}") from err
