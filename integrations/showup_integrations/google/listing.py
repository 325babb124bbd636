"""What stands in the window of one calendar. Google works out the series: what it shows is what it says."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import msgspec

from showup.model import Occurrence, Window
from showup.ports import Trouble, Wanted
from showup_integrations.google.api import Api
from showup_integrations.google.item import FIELDS, Item
from showup_integrations.google.occurrence import Maker, text_of, uid_of

__all__ = ["Listing"]

_SIZE = 2500
_MOST = 20_000
# Dates and midnights shift by at most a day between zones.
_SLACK = timedelta(days=1)


@dataclass(slots=True)
class Listing:
    """Collects the calendars of one reading. `digests` name all that was said, whatever its order."""

    wanted: Wanted
    occurrences: list[Occurrence] = field(default_factory=list)
    others: dict[str, datetime] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)
    digests: list[bytes] = field(default_factory=list)
    events: int = 0
    full: bool = False

    def take(self, api: Api, calendar: str) -> None:
        """List one calendar; raises SourceError when it cannot be listed to its end."""
        window = self.wanted.window
        pages = api.events(
            calendar,
            singleEvents=True,
            # An event that somebody called off is told of as such, not merely gone.
            showDeleted=True,
            timeMin=(window.since - _SLACK).isoformat(),
            timeMax=(window.until + _SLACK).isoformat(),
            maxResults=_SIZE,
            fields=FIELDS,
        )
        for page in pages:
            maker = self._maker(page)
            self.digests.append(_digest([calendar, maker.zone, maker.owned]))
            for raw in page.get("items", ()):
                self._one(raw, maker)
            if self.full:
                why = f"it has more than {_MOST} events in this time; the rest was left out."
                self.troubles.append(Trouble(calendar, f"The calendar cannot be read to its end: {why}", whole=True))
                return

    def mark(self) -> str:
        """The name of this state: of the window, the calendars and everything they said."""
        window: Window = self.wanted.window
        asked = _digest([window.since, window.until])
        return hashlib.blake2b(asked + b"".join(sorted(self.digests)), digest_size=12).hexdigest()

    def _maker(self, page: Any) -> Maker:  # noqa: ANN401 - as JSON has it
        zone, owned = str(page.get("timeZone", "")), page.get("accessRole") == "owner"
        return Maker(self.wanted.name, self.wanted.profile, zone, owned, self.wanted.busy)

    def _one(self, raw: object, maker: Maker) -> None:
        self.events += 1
        self.full = self.full or self.events > _MOST
        self.digests.append(_digest(raw))
        try:
            item = msgspec.convert(raw, Item)
            found = maker.occurrence(item)
        except (ValueError, OverflowError) as error:
            name = raw.get("summary") or raw.get("id") if isinstance(raw, dict) else None
            why = f"it could not be read ({str(error)[:100]}), so it was left out"
            self.troubles.append(Trouble(str(name or "an event")[:80], why))
            return
        if found is not None and found.start < self.wanted.window.until and found.end > self.wanted.window.since:
            self._keep(item, found)

    def _keep(self, item: Item, found: Occurrence) -> None:
        able, uid = self.wanted.able, uid_of(item)
        if able is None or uid in self.wanted.uids or able(text_of(found)):
            self.occurrences.append(found)
        else:
            self.others[uid] = max(found.end, self.others.get(uid, found.end))


def _digest(said: object) -> bytes:
    try:
        text = msgspec.json.encode(said)
    except UnicodeEncodeError:  # half a character, which JSON can say and UTF-8 cannot
        text = json.dumps(said).encode()
    return hashlib.blake2b(text, digest_size=16).digest()
