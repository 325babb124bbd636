"""What must hold for every calendar, whatever its bytes are."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from showup.detect import judge
from showup.detect.able import able
from showup.errors import SourceError
from showup.model import Profile, Verdict, Window
from showup.ports import Reading, Wanted
from showup_integrations.ics import working  # noqa: F401 - so that the fuzzer sees it from the start
from showup_integrations.ics.reading import Collector

__all__ = ["EVERY", "PROFILE", "check", "every_event_is_accounted_for", "reading_of"]

PROFILE = Profile(name="Jo", emails=("jo@x.example",), zone="Europe/Berlin")
NOVEMBER = Window(datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC))
EVERY = Window(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))
_EMPTIES = re.compile(rb"EX(?:DATE|RULE)|UNTIL|COUNT", re.IGNORECASE)
_NESTS = re.compile(rb"BEGIN|END|SUMMARY|\0", re.IGNORECASE)


def reading_of(data: bytes, window: Window, *, with_filter: bool = False) -> Reading | None:
    """What the reader says of these bytes, None when it refuses them as no calendar. Anything else it raises is a fault."""
    collector = Collector(Wanted("fuzzed", window, PROFILE, able=able if with_filter else None))
    try:
        collector.add("fuzzed.ics", data)
        return collector.reading()
    except SourceError:
        return None


def check(data: bytes) -> None:
    """Raises AssertionError, or whatever went wrong inside, for bytes that are read wrongly."""
    reading = reading_of(data, NOVEMBER)
    if reading is None:
        return
    assert reading.partial or not reading.troubles
    assert len(reading.occurrences) <= 20_000
    for trouble in reading.troubles:
        assert trouble.where
        assert trouble.why.endswith((".", "!", "?"))
    for occurrence in reading.occurrences[:50]:
        assert occurrence.uid
        assert occurrence.start.tzinfo is UTC
        assert occurrence.end.tzinfo is UTC
        assert occurrence.start <= occurrence.end
        assert occurrence.start < NOVEMBER.until
        assert occurrence.end >= NOVEMBER.since
        assert judge(occurrence, PROFILE).verdict in Verdict
    _nothing_is_dropped(data)
    _the_filter_takes_nothing(data, reading)


def _nothing_is_dropped(data: bytes) -> None:
    """Of all time, a calendar with events has an occurrence or a trouble, unless they take their own instances away."""
    whole = reading_of(data, EVERY)
    assert whole is not None
    if whole.events and not _EMPTIES.search(data):
        assert whole.occurrences or whole.troubles


def every_event_is_accounted_for(events: list[bytes]) -> None:
    """Each of these events (content lines) has an occurrence at some time, or is named in a trouble, or empties itself."""
    named = [
        b"UID:u%d\nSUMMARY:event %d\nDTSTAMP:20260101T000000Z\n%s" % (n, n, lines) for n, lines in enumerate(events)
    ]
    data = (
        b"BEGIN:VCALENDAR\n"
        + b"".join(b"BEGIN:VEVENT\n%s\nEND:VEVENT\n" % lines for lines in named)
        + b"END:VCALENDAR\n"
    )
    whole = reading_of(data, EVERY)
    assert whole is not None
    told = {occurrence.title for occurrence in whole.occurrences} | {trouble.where for trouble in whole.troubles}
    if any(trouble.whole for trouble in whole.troubles):
        return
    for n, lines in enumerate(events):
        if not _EMPTIES.search(lines) and not _NESTS.search(lines):
            assert f"event {n}" in told, (lines, whole)


def _the_filter_takes_nothing(data: bytes, reading: Reading) -> None:
    fast = reading_of(data, NOVEMBER, with_filter=True)
    assert fast is not None
    if reading.partial or fast.partial:
        return
    kept = {(found.uid, found.start) for found in fast.occurrences}
    for found in reading.occurrences[:50]:
        if (found.uid, found.start) not in kept:
            assert judge(found, PROFILE).verdict is Verdict.NO, found
