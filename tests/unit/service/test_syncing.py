# ruff: noqa: ASYNC240 what is done to the files is done by a test
"""The service reads its sources in children: each once at a time, unchanged ones from memory, files when they change."""

from __future__ import annotations

import asyncio
import http.server
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from showup.engine.merge import Synced
from showup.model import Profile
from showup.service import syncing
from showup.service.syncing import Syncing
from showup.sync import Request, SourceReport, SourceSpec
from showup.sync.reader import PATIENCE, PREPARING, read_source

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def calendar(*uids: str) -> str:
    event = "BEGIN:VEVENT\nUID:{}\nDTSTART:20261125T100000Z\nSUMMARY:Interview with Marlow\nEND:VEVENT\n"
    return f"BEGIN:VCALENDAR\n{''.join(map(event.format, uids))}END:VCALENDAR\n"


class Desk:
    """What the sources said."""

    def __init__(self, folder: Path, *specs: SourceSpec) -> None:
        self.said: list[Synced] = []
        self.syncing = Syncing(specs, Profile, self._deliver, lambda: NOW, cache=folder / "cache" / "sources")

    async def _deliver(self, said: Synced) -> None:
        self.said.append(said)

    @property
    def uids(self) -> list[list[str]]:
        """Of each answer the UIDs."""
        return [[interview.occurrence.uid for interview in said.judged] for said in self.said]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "work.ics"
    path.write_text(calendar("1"))
    return path


@pytest.fixture
def desk(tmp_path: Path, path: Path) -> Desk:
    return Desk(tmp_path, SourceSpec("work", "ics", {"path": str(path)}))


@pytest.fixture
def hits(tmp_path: Path) -> Iterator[tuple[str, list[str]]]:
    """The address of a calendar on a slow server, and what it was asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            time.sleep(0.3)
            text = calendar(str(len(asked))).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/cal.ics", asked
    server.shutdown()
    server.server_close()
    thread.join()


def test_what_a_source_says_is_delivered(desk: Desk) -> None:
    asyncio.run(desk.syncing.sync("work"))
    assert (desk.uids, desk.said[0].failure) == ([["1"]], None)


def test_an_unchanged_source_says_the_same_again(desk: Desk) -> None:
    async def twice() -> None:
        await desk.syncing.sync("work")
        await desk.syncing.sync("work")

    asyncio.run(twice())
    assert desk.said[0] is desk.said[1]


def test_a_failure_between_two_answers_costs_neither(desk: Desk, path: Path) -> None:
    async def thrice() -> None:
        await desk.syncing.sync("work")
        path.rename(path.with_suffix(".away"))
        await desk.syncing.sync("work")
        path.with_suffix(".away").rename(path)
        await desk.syncing.sync("work")

    asyncio.run(thrice())
    assert desk.uids == [["1"], [], ["1"]]
    assert desk.said[1].failure is not None


def test_those_who_ask_while_a_source_is_read_share_the_next_reading(
    tmp_path: Path, hits: tuple[str, list[str]]
) -> None:
    url, asked = hits
    desk = Desk(tmp_path, SourceSpec("web", "ics", {"url": url}))

    async def five() -> None:
        first = asyncio.create_task(desk.syncing.sync("web"))
        while not asked:  # noqa: ASYNC110 another thread serves it
            await asyncio.sleep(0.01)
        await asyncio.gather(first, *(desk.syncing.sync("web") for _ in range(4)))

    asyncio.run(five())
    assert (len(asked), desk.uids) == (2, [["1"], ["2"]])


def test_a_slow_source_keeps_no_other_waiting(tmp_path: Path, path: Path, hits: tuple[str, list[str]]) -> None:
    desk = Desk(tmp_path, SourceSpec("web", "ics", {"url": hits[0]}), SourceSpec("work", "ics", {"path": str(path)}))
    asyncio.run(desk.syncing.sync_all())
    assert sorted(said.source for said in desk.said) == ["web", "work"]


@pytest.mark.parametrize("name", ["..", ".", "a/b", "ü" * 200])
def test_every_source_keeps_its_things_in_a_folder_of_its_own(
    tmp_path: Path, hits: tuple[str, list[str]], name: str
) -> None:
    desk = Desk(tmp_path, SourceSpec(name, "ics", {"url": hits[0]}))
    asyncio.run(desk.syncing.sync(name))
    (folder,) = (tmp_path / "cache" / "sources").iterdir()
    assert sorted(path.name for path in folder.iterdir()) == ["body", "state.json"]


def test_a_file_that_changes_is_told_and_seen(desk: Desk, path: Path) -> None:
    async def story() -> None:
        changed: asyncio.Queue[str] = asyncio.Queue()
        watching = asyncio.create_task(desk.syncing.watch(changed.put_nowait))
        while not desk.syncing.sees_changes("work"):  # noqa: ASYNC110 it has no event
            await asyncio.sleep(0.01)
        await desk.syncing.sync("work")
        path.write_text(calendar("1", "2"))
        await desk.syncing.sync(await asyncio.wait_for(changed.get(), 5))
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)

    asyncio.run(story())
    assert desk.uids == [["1"], ["1", "2"]]


def test_only_files_of_this_machine_are_watched(tmp_path: Path) -> None:
    desk = Desk(
        tmp_path,
        SourceSpec("web", "ics", {"url": "https://cal.example/x.ics"}),
        SourceSpec("nobody", "ics", {"path": "~nobody-by-that-name/x.ics"}),
        SourceSpec("google", "google", {"path": "/x"}),
    )
    asyncio.run(asyncio.wait_for(desk.syncing.watch(lambda _: None), 1))
    assert not any(desk.syncing.sees_changes(name) for name in ("web", "nobody", "google"))


@pytest.mark.parametrize(("sources", "readings"), [(1, 1), (4, 1), (5, 2), (12, 3)])
def test_a_reading_may_take_as_long_as_all_children_before_it(tmp_path: Path, sources: int, readings: int) -> None:
    specs = [SourceSpec(str(number), "ics", {}) for number in range(sources)]
    assert Desk(tmp_path, *specs).syncing.takes == readings * PATIENCE + PREPARING


def test_what_detection_needs_is_made_before_the_first_reading(
    tmp_path: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "fresh"))
    kept, found = tmp_path / "fresh" / "showup" / "detector.words", []

    async def read(request: Request) -> SourceReport:
        found.append(kept.stat().st_mtime_ns)
        return await read_source(request)

    monkeypatch.setattr(syncing, "read_source", read)
    asyncio.run(desk.syncing.sync("work"))
    asyncio.run(desk.syncing.sync("work"))
    assert desk.uids == [["1"], ["1"]]
    assert found == [kept.stat().st_mtime_ns] * 2
    assert desk.syncing.takes == PATIENCE
