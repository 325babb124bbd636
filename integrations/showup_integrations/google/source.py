"""The calendar source `google`: its settings, and what a reading consists of."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

from showup.errors import ConfigError
from showup.ports import Reading, Unchanged, Wanted
from showup_integrations.extras import install
from showup_integrations.google.patience import Patience
from showup_integrations.google.safe import is_safe
from showup_integrations.known import names_of, text_of, unknown_keys

if TYPE_CHECKING:
    from showup_integrations.google.api import Api

__all__ = ["GoogleSource", "endpoint_of"]

_KNOWN = ("account", "calendars", "endpoint")
_NAMES = ("kind", "name")


class GoogleSource:
    """Calendars of one Google account. `account` is the name that `showup connect google` gave it, `calendars` their IDs, as a
    list or with commas between them (left out: the account's own, "primary"), `endpoint` another address of the API than
    Google's.

    Raises ConfigError for other settings.
    """

    def __init__(self, settings: Mapping[str, object], patience: Patience | None = None) -> None:
        faults = unknown_keys({key: settings[key] for key in settings if key not in _NAMES}, *_KNOWN)
        account = text_of(settings, "account")
        if account is None:
            faults.append("A google source needs the `account`; `showup connect google` prints it.")
        calendars = tuple(dict.fromkeys(names_of(settings, "calendars", parted_by=r"[,\s]+") or ["primary"]))
        if faults:
            raise ConfigError(" ".join(faults))
        self._account = account or ""
        self._calendars = calendars
        self._endpoint = endpoint_of(text_of(settings, "endpoint"))
        self._patience = patience or Patience(timedelta(seconds=35))

    @staticmethod
    def validate_environment() -> str | None:
        """Whether Google's library is installed."""
        if importlib.util.find_spec("googleapiclient") and importlib.util.find_spec("google_auth_httplib2"):
            return None
        return f"needs Google's client library. Install it with: {install('google')}"

    def read(self, wanted: Wanted) -> Reading | Unchanged:
        """What is wanted; raises SourceError with what to do when no calendar can be read."""
        from showup_integrations.google.round import Round  # noqa: PLC0415 - Google's library: 32 MB, 0.2 s

        with closing(self._api()) as api:
            return Round(api, self._account, self._calendars, wanted).reading()

    def _api(self) -> Api:
        from showup_integrations import secrets  # noqa: PLC0415 - it opens the keyring
        from showup_integrations.google.api import Api  # noqa: PLC0415 - as above
        from showup_integrations.google.grant import command, granted  # noqa: PLC0415

        grant = granted(self._account)
        if grant is None:
            raise secrets.absent(f"permission for the Google account {self._account}", command(self._account))
        return Api(grant, self._account, self._patience.begin(), self._endpoint)


def endpoint_of(text: str | None) -> str | None:
    """An address that a token may be sent to: encrypted, or on this machine. Raises ConfigError for any other."""
    if text is None:
        return None
    if is_safe(text):
        return text
    raise ConfigError("`endpoint` must be an address that begins with https:// (http:// only on this machine).")
