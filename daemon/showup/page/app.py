"""The views of the page and what its buttons do. Every change is a POST that passed the guard, and a request to the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from functools import wraps
from itertools import count
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from showup import clock, noticed
from showup.cli.history import said as said_of
from showup.errors import NotRunningError, ShowupError
from showup.page import shown
from showup.page.guard import OPEN, Guard
from showup.page.keys import Keys
from showup.page.service import asked, of_command, revision
from showup.plain import plain

__all__ = ["Page"]

View = dict[str, Any]
Handler = Callable[["Page", Request], Coroutine[Any, Any, Response]]

_STATIC = Path(__file__).parent / "static"
_FILES = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_LOOKS_EVERY_S = 1.0
_MOST_SAID = 16
_SHUT = "This address has been used, or is more than a minute old. In a terminal,  showup page  opens the page again.\n"
_ANSWERS = frozenset({"confirm", "ack", "snooze", "late", "done", "not-mine", "mine", "cant", "missed", "undo"})
_MINE_TAKES_S = 300.0  # for an event that is not watched, every calendar is read
_SYNC_TAKES_S = 600.0
_WORTH_UNDOING = frozenset({"confirm", "done", "not-mine", "mine", "cant", "missed"})


@dataclass(slots=True)
class Page:
    """One page process. `seen` is called for each request that was let in, `watching` counts who listens for changes."""

    keys: Keys
    seen: Callable[[], None]
    watching: int = 0
    over: asyncio.Event = field(default_factory=asyncio.Event)
    _said: dict[str, View] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: count(1))
    _words: Environment = field(default_factory=lambda: _environment())  # noqa: PLW0108 it stands below

    def app(self, port: int) -> Guard:
        """The whole application, behind its guard."""
        from showup.page.recovering import ROUTES  # noqa: PLC0415 it needs this module

        routes = [
            Route("/", self._coming, methods=["GET"]),
            Route("/calendar", self._calendar, methods=["GET"]),
            Route("/history", self._history, methods=["GET"]),
            Route("/health", self._health, methods=["GET"]),
            Route("/why/{key}", self._why, methods=["GET"]),
            Route("/events", self._events, methods=["GET"]),
            Route("/answer", self._answer, methods=["POST"]),
            Route("/sync", self._sync, methods=["POST"]),
            Route(OPEN, self._open, methods=["GET"]),
            Route("/static/{name}", _static, methods=["GET"]),
            *(Route(path, _bound(handler, self), methods=[method]) for method, path, handler in ROUTES),
        ]
        return Guard(Starlette(routes=routes), self.keys, port, self.seen)

    # ----------------------------------------------------------------- let in

    async def _open(self, request: Request) -> Response:
        """The token leaves the address bar at once."""
        cookie = self.keys.exchange(request.query_params.get("token", ""))
        if cookie is None:
            return PlainTextResponse(_SHUT, 403)
        answer = RedirectResponse(_within(request.query_params.get("to", "/")), 303)
        answer.set_cookie(request.state.cookie, cookie, httponly=True, samesite="strict", path="/")
        return answer

    # ------------------------------------------------------------------ views

    async def show(self, request: Request, template: str, **more: Any) -> HTMLResponse:  # noqa: ANN401 what a template needs
        """A view, with what the last button led to."""
        now = clock.now()
        words = self._words.overlay()
        words.filters = {**self._words.filters, "away": lambda iso: shown.span(iso, now)}
        said = self._said.pop(request.query_params.get("m", ""), None)
        here = more.pop("here", request.url.path)
        values = {"said": said, "here": here, "mark": self.keys.mark, "revision": await revision()} | more
        return HTMLResponse(words.get_template(template).render(values))

    def back(
        self, to: str, text: str, *, bad: bool = False, undo: str | None = None, offers: Sequence[View] = ()
    ) -> RedirectResponse:
        """To a view that says `text` once, and how what was answered can be made a rule."""
        number = str(next(self._numbers))
        self._said[number] = {"text": text, "bad": bad, "undo": undo, "offers": offers}
        for old in list(self._said)[:-_MOST_SAID]:
            del self._said[old]
        return RedirectResponse(f"{to}?m={number}", 303)

    async def _coming(self, request: Request) -> Response:
        empty: View = {"questions": [], "interviews": []}
        try:
            status, plans = await asyncio.gather(asked("status"), asked("plan"))
        except ShowupError as err:
            return await self.show(request, "coming.html", trouble=str(err), status=empty, days=[])
        status["questions"] = shown.questions(status["questions"], plans["plans"])
        days = shown.days(plans["plans"], status, clock.now())
        return await self.show(request, "coming.html", trouble=None, status=status, days=days)

    async def _calendar(self, request: Request) -> Response:
        try:
            views = await of_command("interviews", "--all", "--json")
        except ShowupError as err:
            return await self.show(request, "calendar.html", trouble=str(err), views=[])
        return await self.show(request, "calendar.html", trouble=None, views=views)

    async def _why(self, request: Request) -> Response:
        key = request.path_params["key"]
        if not key.isalnum():
            return await self.show(request, "why.html", trouble="There is no such event.", views=[])
        try:
            views = await of_command("why", key, "--json")
        except ShowupError as err:
            return await self.show(request, "why.html", trouble=str(err), views=[])
        return await self.show(request, "why.html", trouble=None, views=views[:1])

    async def _history(self, request: Request) -> Response:
        try:
            lines = (await asked("log", limit=200))["log"]
        except ShowupError as err:
            return await self.show(request, "history.html", trouble=str(err), lines=[])
        return await self.show(request, "history.html", trouble=None, lines=lines)

    async def _health(self, request: Request) -> Response:
        try:
            status = await asked("status")
        except ShowupError as err:
            return await self.show(request, "health.html", trouble=str(err))
        names = [channel["name"] for channel in status["channels"] if channel["state"] != "off"]
        advice = noticed.unnoticed(names, await asyncio.to_thread(noticed.load))
        for channel in status["channels"]:
            channel["advice"] = advice.get(channel["name"])
        return await self.show(request, "health.html", trouble=None, status=status, groups=shown.health(status))

    async def _events(self, request: Request) -> Response:  # noqa: ARG002 one shape for all views
        """The service's revision whenever it is another one: the page then fetches itself anew."""
        return StreamingResponse(self._changes(), media_type="text/event-stream")

    async def _changes(self) -> AsyncIterator[str]:
        self.watching += 1
        told = ""
        try:
            while not self.over.is_set():
                number = await revision()
                now = "gone" if number is None else str(number)
                yield f"data: {now}\n\n" if now != told else ":\n\n"
                told = now
                try:
                    async with asyncio.timeout(_LOOKS_EVERY_S):
                        await self.over.wait()
                except TimeoutError:
                    continue
        finally:
            self.watching -= 1
            self.seen()

    # ---------------------------------------------------------------- changes

    async def _answer(self, request: Request) -> Response:
        form = request.state.form
        do, back = form.get("answer", ""), _within(form.get("back", "/"))
        if do not in _ANSWERS:
            return PlainTextResponse("There is no such answer.\n", 400)
        patience = _MINE_TAKES_S if do == "mine" else 15.0
        try:
            told = await asked(
                "answer", answer=do, interview=form.get("interview") or None, way="page", patience=patience
            )
        except ShowupError as err:
            return self.back(back, str(err), bad=True)
        view = told["interview"]
        if view is not None and do in {"cant", "missed"} and view["phase"] == "recovering":
            return self.back(f"/recovery/{view['key']}", told["reply"], undo=view["key"])
        undo = view["key"] if view is not None and do in _WORTH_UNDOING else None
        title = f"{shown.text(view['title'], 80)}: " if view is not None else ""
        return self.back(back, f"{title}{told['reply']}", undo=undo, offers=told.get("offers") or ())

    async def _sync(self, request: Request) -> Response:  # noqa: ARG002
        try:
            await asked("sync", patience=_SYNC_TAKES_S)
        except ShowupError as err:
            return self.back("/health", str(err), bad=True)
        return self.back("/health", "The calendars have been read.")


def _bound(handler: Handler, page: Page) -> Callable[[Request], Coroutine[Any, Any, Response]]:
    @wraps(handler)
    async def bound(request: Request) -> Response:
        try:
            return await handler(page, request)
        except NotRunningError as err:
            return await page.show(request, "trouble.html", name="Recovery", trouble=str(err), here="/recovery")

    return bound


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _FILES:
        return PlainTextResponse("There is nothing here.\n", 404)
    return FileResponse(_STATIC / name, media_type=_FILES[name])


def _within(path: str) -> str:
    """A path of this page; the first one for anything that could lead elsewhere."""
    plain = path.isascii() and path.isprintable() and not {"\\", "?", "#", " "} & set(path)
    return path if plain and path.startswith("/") and not path.startswith("//") else "/"


def _environment() -> Environment:
    words = Environment(
        loader=PackageLoader("showup.page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
    )
    words.filters |= {
        "t": shown.text,
        "when": shown.when,
        "clock": shown.clock_time,
        "away": lambda iso: shown.span(iso, clock.now()),
        "said": said_of,
        "lines": lambda words: plain(words, 20_000),
    }
    return words
