"""Drafts in a Gmail of the tests, put by the real client in this process; the child has tests of its own."""

import json
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from tests.google.gmail import Gmail
from tests.google.server import Fault

from showup.errors import DraftBoxError
from showup.model import Draft, DraftKind, Profile
from showup_integrations.eml.message import as_bytes
from showup_integrations.google.drafts import Drafts
from showup_integrations.google.gmail_api import GmailApi
from showup_integrations.google.grant import Grant, _client
from showup_integrations.google.patience import Patience

ME = Profile("Jörg Çelik", ("joerg@celik.example",))
LETTER = Draft(
    DraftKind.EMAIL, "Missed interview: Jörg Çelik", "Dear Dana Fox,\n\nI am sorry.", ("dana@marlow.example",)
)
QUICK = Patience(timedelta(seconds=10), timedelta(seconds=5), (timedelta(milliseconds=1),) * 2)


def kept_grant(gmail: Gmail) -> str:
    return json.dumps({"client": gmail.client, "refresh_token": "refresh-1"})


@dataclass
class Account:
    """A draft box on one Gmail."""

    gmail: Gmail
    folder: Path

    @property
    def box(self) -> "Account":
        return self

    def put(self, name: str, draft: Draft = LETTER, sender: Profile = ME) -> str:
        with closing(self._api()) as api:
            return Drafts(api, "ann", self.folder).put(name, as_bytes(draft, sender))

    def withdraw(self, name: str) -> None:
        with closing(self._api()) as api:
            Drafts(api, "ann", self.folder).withdraw(name)

    def _api(self) -> GmailApi:
        client = _client(self.gmail.client)
        assert client is not None
        return GmailApi(Grant(client, "refresh-1"), "ann", QUICK.begin(), self.gmail.address)

    def messages(self) -> dict[str, bytes]:
        return {_where(draft): data for draft, (_, data) in self.gmail.drafts.items()}

    def edit(self, where: str) -> bytes:
        return self.gmail.edit(next(draft for draft in self.gmail.drafts if _where(draft) == where))

    def break_it(self) -> None:
        self.gmail.always = Fault(status=503, reason="backendError")


def _where(draft: str) -> str:
    return f"in the Gmail drafts of ann ({draft})"


__all__ = ["LETTER", "ME", "Account", "DraftBoxError", "kept_grant"]
