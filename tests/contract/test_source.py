"""What every calendar source keeps to. A source joins by a module in tests/contract/sources."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, timedelta
from pathlib import Path

import pytest
from tests.contract.sources import START, WINDOW, Entry, Kept, makers
from tests.readings import reading_of

from showup import plugins
from showup.errors import ConfigError, SourceError
from showup.model import Occurrence, Participant, Profile, Window
from showup.ports import CalendarSource, Reading, Unchanged, Wanted

_MAKERS = makers()
_PROFILE = Profile(zone="Europe/Berlin")
_DAY = timedelta(days=1)


@pytest.fixture(params=sorted(_MAKERS))
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    with _MAKERS[request.param](tmp_path, request) as calendar:
        yield calendar


@pytest.fixture
def keep(tmp_path: Path) -> Path:
    """The source's own folder; it does not exist yet."""
    return tmp_path / "cache" / "work"


def read(kept: Kept, keep: Path | None = None) -> Reading:
    return reading_of(kept.source, WINDOW, _PROFILE, keep=keep)


def ask(kept: Kept, known: str | None, keep: Path) -> Reading | Unchanged:
    return kept.source.read(Wanted("work", WINDOW, _PROFILE, known=known, keep=keep))


def by_uid(reading: Reading) -> dict[str, Occurrence]:
    return {found.uid: found for found in reading.occurrences}


def told(kept: Kept, keep: Path | None = None) -> str:
    """What the source says when it cannot be read: one sentence or more for the person."""
    with pytest.raises(SourceError) as caught:
        read(kept, keep)
    return str(caught.value)


# --------------------------------------------------------------- what is said


def test_the_first_reading_gives_every_event_of_the_window_under_the_sources_name(kept: Kept) -> None:
    kept.hold([Entry("1"), Entry("2", START + _DAY), Entry("far", START + 300 * _DAY)])
    reading = read(kept)
    assert [found.uid for found in reading.occurrences] == ["1", "2"]
    assert (reading.troubles, reading.partial) == ((), False)
    assert reading.events in {2, 3}  # a server may have been asked for the window alone
    first = reading.occurrences[0]
    assert (first.source, first.start, first.end) == ("work", START, START + timedelta(hours=1))
    assert (first.title, first.organizer) == ("Interview with Marlow", Participant("ann@marlow.example", "Ann"))


def test_instants_are_utc(kept: Kept) -> None:
    kept.hold([Entry("1"), Entry("2", weekly=2)])
    for found in read(kept).occurrences:
        assert (found.start.tzinfo, found.end.tzinfo) == (UTC, UTC)


@pytest.mark.parametrize("kept_folder", [True, False])
def test_reading_twice_gives_the_same(kept: Kept, keep: Path, kept_folder: bool) -> None:
    kept.hold([Entry("1"), Entry("2", weekly=2)])
    place = keep if kept_folder else None
    assert read(kept, place) == read(kept, place)


def test_the_instances_of_a_series_have_keys_of_their_own(kept: Kept) -> None:
    kept.hold([Entry("1", START - 14 * _DAY, weekly=2)])
    reading = read(kept)
    assert len({found.key for found in reading.occurrences}) == len(reading.occurrences) == 2
    assert all(found.recurring for found in reading.occurrences)


@pytest.mark.parametrize("busy", [False, True])
def test_what_is_marked_as_free_says_so_and_is_told_all_the_same(kept: Kept, busy: bool) -> None:
    kept.hold([Entry("1"), Entry("2", transparent=True), Entry("3", weekly=2, transparent=True)])
    found = reading_of(kept.source, WINDOW, _PROFILE, busy=busy).occurrences
    assert {(each.uid, each.transparent) for each in found} == {("1", False), ("2", True), ("3", True)}


def test_an_empty_calendar_is_read_and_empty(kept: Kept) -> None:
    kept.hold([])
    reading = read(kept)
    assert (reading.occurrences, reading.events, reading.partial) == ((), 0, False)


def test_the_same_event_in_two_calendars_has_one_key(kept: Kept) -> None:
    entries = [Entry("shared"), Entry("weekly", START - 7 * _DAY, weekly=2)]
    kept.hold(entries)
    other = reading_of(kept.second(entries), WINDOW, _PROFILE, name="private")
    said = {(found.key, found.start, found.title) for found in read(kept).occurrences}
    assert said == {(found.key, found.start, found.title) for found in other.occurrences}
    assert len(said) == 3


# -------------------------------------------------------------- what changes


def test_a_change_is_seen_under_the_same_key(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1"), Entry("2")])
    before = by_uid(read(kept, keep))["1"]
    kept.hold([Entry("1", title="Second round with Marlow", sequence=1), Entry("2")])
    after = by_uid(read(kept, keep))
    assert (after["1"].key, after["1"].title) == (before.key, "Second round with Marlow")
    assert set(after) == {"1", "2"}


def test_a_move_is_seen_under_the_same_key(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    before = by_uid(read(kept, keep))["1"]
    kept.hold([Entry("1", START + timedelta(hours=2), sequence=1)])
    after = by_uid(read(kept, keep))["1"]
    assert (after.key, after.start) == (before.key, START + timedelta(hours=2))


def test_an_event_that_moves_out_of_the_window_is_gone_and_one_that_moves_in_is_there(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("out"), Entry("in", START + 300 * _DAY)])
    assert set(by_uid(read(kept, keep))) == {"out"}
    kept.hold([Entry("out", START + 300 * _DAY, sequence=1), Entry("in", sequence=1)])
    assert set(by_uid(read(kept, keep))) == {"in"}


def test_a_cancelled_event_says_so(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1"), Entry("2")])
    read(kept, keep)
    kept.hold([Entry("1", status="CANCELLED", sequence=1), Entry("2")])
    found = by_uid(read(kept, keep))
    stays = {"1": "CANCELLED"} if kept.cancelled_stays else {}
    assert {uid: each.status for uid, each in found.items()} == stays | {"2": "CONFIRMED"}


def test_a_deleted_event_is_gone_from_a_whole_reading(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1"), Entry("2")])
    read(kept, keep)
    kept.hold([Entry("2")])
    reading = read(kept, keep)
    assert (set(by_uid(reading)), reading.partial) == ({"2"}, False)


def test_an_event_that_is_added_is_there(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    kept.hold([Entry("1"), Entry("2", START + _DAY)])
    assert set(by_uid(read(kept, keep))) == {"1", "2"}


def test_a_window_that_has_moved_on_shows_what_it_now_holds(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1"), Entry("later", START + 30 * _DAY)])
    read(kept, keep)
    moved = Window(WINDOW.since + 28 * _DAY, WINDOW.until + 30 * _DAY)
    reading = reading_of(kept.source, moved, _PROFILE, keep=keep)
    assert (set(by_uid(reading)), reading.partial) == ({"later"}, False)


# ------------------------------------------------------ what need not be said


def test_a_calendar_whose_mark_is_known_is_unchanged(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    first = read(kept, keep)
    assert first.mark
    assert ask(kept, first.mark, keep) == Unchanged()


def test_a_calendar_that_changed_since_its_mark_is_told_anew(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    first = read(kept, keep)
    kept.hold([Entry("1", title="Moved", sequence=1)])
    again = ask(kept, first.mark, keep)
    assert isinstance(again, Reading)
    assert (by_uid(again)["1"].title, again.mark != first.mark) == ("Moved", True)


def test_a_strange_mark_is_not_unchanged(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    assert isinstance(ask(kept, "strange", keep), Reading)


def test_nothing_is_unchanged_for_one_who_knows_no_mark(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    assert isinstance(ask(kept, None, keep), Reading)


def test_what_cannot_be_an_interview_is_only_named(kept: Kept, keep: Path) -> None:
    dentist = Entry("dentist", title="Dentist")
    kept.hold([Entry("1"), dentist, Entry("far", START + 300 * _DAY, title="Dentist")])
    reading = reading_of(
        kept.source, WINDOW, _PROFILE, able=lambda data: b"Marlow with" in data or b"with Marlow" in data
    )
    assert set(by_uid(reading)) == {"1"}
    assert [uid for uid, _ in reading.others] == ["dentist"]
    assert reading.others[0][1] >= dentist.end


def test_what_is_watched_is_told_whatever_its_words(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1", title="Dentist"), Entry("2", title="Dentist")])
    reading = reading_of(kept.source, WINDOW, _PROFILE, able=lambda _: False, uids=frozenset({"1"}), keep=keep)
    assert (set(by_uid(reading)), [uid for uid, _ in reading.others]) == ({"1"}, ["2"])


def test_what_becomes_able_is_told_although_the_calendar_is_the_same(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1", title="Dentist")])
    reading_of(kept.source, WINDOW, _PROFILE, able=lambda _: False, keep=keep)
    assert set(by_uid(read(kept, keep))) == {"1"}


# ------------------------------------------------------------- what is kept


def test_what_is_kept_is_the_persons_alone(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    for place in [keep, *keep.rglob("*")] if keep.exists() else []:
        assert oct(place.stat().st_mode & 0o777) == ("0o700" if place.is_dir() else "0o600"), place


@pytest.mark.parametrize("damage", [b"", b"\x00\xff{]", b'{"version": 1}', b"[]"])
def test_a_damaged_file_among_what_is_kept_does_no_harm(kept: Kept, keep: Path, damage: bytes) -> None:
    kept.hold([Entry("1"), Entry("2")])
    first = read(kept, keep)
    for file in [place for place in keep.rglob("*") if place.is_file()] if keep.exists() else []:
        file.write_bytes(damage)
    assert (read(kept, keep).occurrences, read(kept, keep).occurrences) == (first.occurrences, first.occurrences)


def test_a_truncated_file_among_what_is_kept_does_no_harm(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1"), Entry("2")])
    first = read(kept, keep)
    for file in [place for place in keep.rglob("*") if place.is_file()] if keep.exists() else []:
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    assert read(kept, keep).occurrences == first.occurrences


def test_a_folder_that_cannot_be_written_does_no_harm(kept: Kept, keep: Path) -> None:
    keep.parent.mkdir()
    keep.write_text("a file where the folder should be")
    kept.hold([Entry("1")])
    assert set(by_uid(read(kept, keep))) == {"1"}


def test_a_token_that_is_lost_costs_a_whole_reading_and_nothing_else(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1"), Entry("2")])
    read(kept, keep)
    kept.hold([Entry("2"), Entry("3", START + _DAY)])
    kept.lose_token()
    reading = read(kept, keep)
    assert (set(by_uid(reading)), reading.partial, reading.troubles) == ({"2", "3"}, False, ())


# ------------------------------------------------------------ what goes wrong


def test_a_broken_event_is_reported_and_nothing_counts_as_absent(kept: Kept) -> None:
    kept.spoil_one([Entry("1"), Entry("2")])
    reading = read(kept)
    assert (set(by_uid(reading)), reading.partial) == ({"1", "2"}, True)
    assert [trouble.where for trouble in reading.troubles] == ["Broken"]


@pytest.mark.parametrize("fault", ["spoil", "take_away", "server_down", "server_slow", "lose_permission"])
def test_a_calendar_that_cannot_be_read_is_a_failure_that_says_what_to_do(kept: Kept, keep: Path, fault: str) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    getattr(kept, fault)()
    began = time.monotonic()
    said = told(kept, keep)
    assert time.monotonic() - began < 10
    assert any(word in said for word in ("Copy", "copy", "Check", "Is it", "again", "showup connect", "Ask")), said


@pytest.mark.parametrize("fault", ["spoil", "take_away", "server_down", "lose_permission", "answer_empty"])
def test_a_calendar_that_comes_back_is_read_again(kept: Kept, keep: Path, fault: str) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    getattr(kept, fault)()
    with suppress(SourceError):
        assert read(kept, keep).partial
    kept.hold([Entry("1"), Entry("2")])
    assert set(by_uid(read(kept, keep))) == {"1", "2"}


def test_an_answer_of_nothing_is_not_an_empty_calendar(kept: Kept, keep: Path) -> None:
    kept.hold([Entry("1")])
    read(kept, keep)
    kept.answer_empty()
    partial = True
    with suppress(SourceError):
        partial = read(kept, keep).partial
    assert partial


def test_a_failure_leaves_the_other_calendar_alone(kept: Kept) -> None:
    kept.hold([Entry("1")])
    other: CalendarSource = kept.second([Entry("2")])
    kept.take_away()
    told(kept)
    assert set(by_uid(reading_of(other, WINDOW, _PROFILE))) == {"2"}


@pytest.mark.parametrize("kind", plugins.names(plugins.SOURCES))
def test_settings_it_cannot_use_are_refused(kind: str) -> None:
    factory = plugins.load_one(plugins.SOURCES, kind).factory
    assert factory is not None
    with pytest.raises(ConfigError):
        factory({"nonsense": "x"})
