"""Whether an event takes time: TRANSP, and what Outlook writes."""

from __future__ import annotations

import pytest

EVENT = "UID:1\nDTSTART:20261125T100000Z\nDTEND:20261125T110000Z\nSUMMARY:Lunch\n"


@pytest.mark.parametrize(
    ("said", "transparent"),
    [
        ("", False),
        ("TRANSP:OPAQUE", False),
        ("TRANSP:TRANSPARENT", True),
        ("transp;x-a=b: Transparent ", True),
        ("TRANSP:TRANS\n PARENT", True),
        ("TRANSP:0", False),
        ("TRANSP:1", True),
        ("TRANSP:perhaps", False),
        ("TRANSP:", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:FREE", True),
        ("X-MICROSOFT-CDO-BUSYSTATUS:BUSY", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", False),
        ("X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE", False),
        ("X-MICROSOFT-CDO-INTENDEDSTATUS:FREE", False),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", True),
        ("TRANSP:OPAQUE\nX-MICROSOFT-CDO-BUSYSTATUS:FREE", False),
        ("TRANSP:TRANSPARENT\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY", False),
        ("DESCRIPTION:as they say\\nTRANSP:TRANSPARENT", False),
        ("BEGIN:VALARM\nACTION:DISPLAY\nTRANSP:TRANSPARENT\nEND:VALARM", False),
    ],
)
def test_an_event_takes_time_unless_it_is_marked_as_free(one, said: str, transparent: bool) -> None:
    assert one(EVENT + said).transparent is transparent


def test_an_all_day_event_is_no_different(one) -> None:
    day = "UID:1\nDTSTART;VALUE=DATE:20261125\nSUMMARY:Birthday\n"
    assert not one(day).transparent
    assert one(f"{day}TRANSP:TRANSPARENT").transparent


def test_in_a_calendar_of_many_events_each_has_its_own(read, make) -> None:
    """So many that the others are left out by a look at the bytes."""
    many = [EVENT.replace("UID:1", f"UID:{n}") + ("TRANSP:TRANSPARENT" if n % 2 else "") for n in range(120)]
    found = read(make(*many)).occurrences
    assert {each.uid: each.transparent for each in found} == {str(n): bool(n % 2) for n in range(120)}
