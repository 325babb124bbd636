"""Anybody can send an invitation: whatever an event holds, it harms no other, and nothing escapes as a fault."""

import json
from datetime import UTC

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.google.entries import START, WINDOW, entry

from showup.model import Occurrence, Profile
from showup.ports import Wanted
from showup_integrations.google.listing import Listing

ME = Profile(zone="Europe/Berlin", emails=("ann@example.org",))
_TEXTS = st.one_of(
    st.text(), st.sampled_from(["\ud800", "\x00\x1b[31m\u202e", "2026-11-25", "9999-12-31", "0001-01-01", "A" * 100_000]),
    st.datetimes().map(lambda moment: moment.isoformat() + "+14:00"),
)  # fmt: skip
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), _TEXTS),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(
        ["date", "dateTime", "timeZone", "email", "self", "responseStatus", "entryPoints", "uri", "entryPointType", "url"],
    ), below, max_size=3),
    max_leaves=8,
)  # fmt: skip
_KEYS = (
    "id", "status", "eventType", "iCalUID", "recurringEventId", "originalStartTime", "start", "end", "summary", "description",
    "location", "organizer", "attendees", "hangoutLink", "conferenceData", "source",
)  # fmt: skip


class Pages:
    """Answers with these events."""

    def __init__(self, *items):
        self.items = items

    def events(self, calendar, **asked):
        return iter([json.loads(json.dumps({"timeZone": "Europe/Berlin", "accessRole": "owner", "items": self.items}))])


def listed(*items) -> Listing:
    listing = Listing(Wanted("work", WINDOW, ME, able=lambda data: bool(data) or True))
    listing.take(Pages(*items), "primary")  # type: ignore[arg-type]
    return listing


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=300)
@given(st.dictionaries(st.sampled_from(_KEYS), _VALUES, max_size=6))
def test_whatever_an_event_holds_the_one_beside_it_is_told(fields):
    listing = listed({**entry("evil"), **fields}, entry("good"))
    assert [found.uid for found in listing.occurrences][-1] == "good@google.com"
    assert len(listing.occurrences) + len(listing.troubles) <= 2
    for found in listing.occurrences:
        assert _sound(found), found


def _sound(found: Occurrence) -> bool:
    dated = found.start.tzinfo is UTC and found.end.tzinfo is UTC and found.start <= found.end
    return dated and found.start < WINDOW.until and found.end >= WINDOW.since


@given(_VALUES)
def test_what_is_no_event_at_all_is_named_and_left_out(value):
    listing = listed(value, entry("good"))
    assert [found.uid for found in listing.occurrences][-1] == "good@google.com"


def test_a_date_at_the_end_of_time_is_left_out():
    listing = listed(entry() | {"start": {"date": "9999-12-31"}, "end": {"date": "9999-12-31"}}, entry("good", START))
    assert [found.uid for found in listing.occurrences] == ["good@google.com"]


def test_an_invitation_of_ten_thousand_people_is_cut():
    crowd = [{"email": f"{number}@example.org", "responseStatus": "accepted"} for number in range(10_000)]
    (found,) = listed(entry(attendees=crowd)).occurrences
    assert len(found.attendees) == 200
