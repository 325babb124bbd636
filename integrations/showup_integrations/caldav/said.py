"""What an account said, as a reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace

from showup.errors import SourceError
from showup.ports import Reading, Trouble, Wanted
from showup_integrations.caldav.finding import Collection
from showup_integrations.caldav.kept import Kept
from showup_integrations.ics.reading import Collector

__all__ = ["Said"]


@dataclass(slots=True)
class Said:
    """What the server said: each calendar with its members."""

    troubles: list[Trouble]
    calendars: list[tuple[Collection, Kept]] = field(default_factory=list)

    @property
    def mark(self) -> str | None:
        """A name of this state; none while something is missing that may be there the next time."""
        if self.troubles:
            return None
        digest = hashlib.blake2b(digest_size=16)
        for place, kept in self.calendars:
            digest.update(f"{place.url}\n{place.name}\n".encode("utf-8", "surrogatepass"))
            for path, member in sorted(kept.members.items()):
                state = member.etag or member.body or ""
                digest.update(f"{path}\n{state}\n".encode("utf-8", "surrogatepass"))
        return digest.hexdigest()

    def collected(self, wanted: Wanted) -> Reading:
        """The events of all members. One that is no calendar, or not all of one, is named; the others are not affected."""
        collector = Collector(wanted)
        collector.trouble(*self.troubles)
        for place, kept in self.calendars:
            for path, member in sorted(kept.members.items()):
                self._add(collector, f"{place.name}: {path.rpartition('/')[2]}", member.body)
        deleted = tuple(uid for _, kept in self.calendars for uid in kept.deleted)
        return replace(collector.reading(), mark=self.mark, deleted=deleted)

    def _add(self, collector: Collector, where: str, body: str | None) -> None:
        if body is None:
            return None
        if (
            not body.rstrip().upper().endswith("END:VCALENDAR")
        ):  # by itself: the calendar as a whole was read to its end
            return collector.trouble(
                Trouble(where, "This event's text is not whole, so it was left out. Save it again there.")
            )
        try:
            return collector.add(where, body.encode("utf-8", "surrogatepass"))
        except SourceError as error:
            return collector.trouble(Trouble(where, str(error)))
