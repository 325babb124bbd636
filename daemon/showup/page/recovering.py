"""The recovery workspace: the steps of a case, the letter with the linter's remarks beside it, the words for the call."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from showup import clock
from showup.cli.linting import known_of
from showup.config import load
from showup.errors import ShowupError
from showup.learning import CAUSES
from showup.model import Cause, DraftKind, Profile
from showup.page.service import asked, of_command
from showup.recovery.lint import Remark, lint

if TYPE_CHECKING:
    from showup.page.app import Page

__all__ = ["ROUTES"]

View = dict[str, Any]

_STEPS = {
    "attended": "Were you there?",
    "gather": "Gather yourself",
    "explain": "The cause",
    "call": "Call",
    "email": "Email",
    "offer": "An offer",
    "reply": "Their answer",
    "close": "The end",
}
_OUTCOMES = ("rescheduled", "declined", "withdrawn", "no answer", "attended after all", "not mine")
_LETTERS = frozenset(set(DraftKind) - {DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL})
_TOLD_BESIDE = ("who to write to:", "a change in the ")
"""What a draft misses that the page shows otherwise: as a step, and as the linter's remarks."""
_LONGEST_WORDS = 20_000  # characters


async def _list(page: Page, request: Request) -> Response:
    """The open cases; the only one is shown at once."""
    cases = (await asked("recover"))["cases"]
    if len(cases) == 1 and "m" not in request.query_params:
        return RedirectResponse(f"/recovery/{cases[0]['key']}", 303)
    return await page.show(request, "cases.html", cases=cases)


async def _case(page: Page, request: Request) -> Response:
    key = request.path_params["key"]
    try:
        case = (await asked("recover", interview=key))["cases"][0]
    except ShowupError as err:
        return await page.show(request, "trouble.html", name="Recovery", trouble=str(err), here="/recovery")
    step = request.query_params.get("step", "")
    step = step if step in _STEPS else case["case"]["step"]
    letter = _letter(case, request.query_params.get("draft", ""))
    remarks = await _remarks(case, letter["kind"], letter["subject"], letter["body"]) if letter else ()
    return await page.show(
        request,
        "case.html",
        case=case,
        step=step,
        steps=_STEPS,
        done={answer["step"] for answer in case["case"]["answers"]},
        facts=dict(case["facts"]),
        letter=letter,
        letters=[draft for draft in _live(case) if draft["kind"] in _LETTERS],
        scripts=[draft for draft in _live(case) if draft["kind"] not in _LETTERS],
        remarks=remarks,
        wanted=[text for text in letter["missing"] if not text.startswith(_TOLD_BESIDE)] if letter else [],
        causes=list(Cause),
        outcomes=_OUTCOMES,
        missed_by=CAUSES,
        since=case["start"],
    )


def _live(case: View) -> list[View]:
    return [draft for draft in case["drafts"] if not draft["withdrawn"]]


def _letter(case: View, kind: str) -> View | None:
    """The one that is asked for, else the newest."""
    letters = [draft for draft in _live(case) if draft["kind"] in _LETTERS]
    wanted = [draft for draft in letters if draft["kind"] == kind]
    return max(wanted or letters, key=lambda draft: datetime.fromisoformat(draft["at"]), default=None)


async def _remarks(case: View, kind: str, subject: str, body: str) -> tuple[Remark, ...]:
    """What the linter has to say of these words."""
    path = (await asked("status"))["config"]["path"]

    def read() -> tuple[Remark, ...]:
        try:
            profile = load(Path(path) if path else None).profile
        except ShowupError:  # a configuration that cannot be read is told elsewhere
            profile = Profile(zone="UTC")
        known = known_of(profile, clock.now(), {"view": case})
        return lint(body, DraftKind(kind), language=None, subject=subject, about=known)

    return await asyncio.to_thread(read)


async def _lint(page: Page, request: Request) -> Response:
    """The remarks alone, while the person types. It changes nothing."""
    form = request.state.form
    kind = form.get("kind", "")
    if kind not in _LETTERS or len(form.get("body", "")) > _LONGEST_WORDS:
        return PlainTextResponse("There is no such draft.\n", 400)
    case = (await asked("recover", interview=request.path_params.get("key") or form.get("interview", "")))["cases"][0]
    remarks = await _remarks(case, kind, form.get("subject", ""), form.get("body", "").replace("\r\n", "\n"))
    return await page.show(request, "remarks.html", remarks=remarks)


async def _step(page: Page, request: Request) -> Response:
    """An answer of the case."""
    key, form = request.path_params["key"], request.state.form
    given: View = {"step": form.get("step", ""), "said": form.get("said") or form.get("own") or "done"}
    if given["said"] == "own":
        given["said"] = form.get("own") or "no"
    given |= {name: form[name] for name in ("category", "words", "prevention", "start", "to") if form.get(name)}
    if given["step"] == "explain":
        given |= {"level": int(form["level"]) if form.get("level", "") in {"0", "1", "2", "3"} else 0}
        given |= {"uncharacteristic": "uncharacteristic" in form}
    try:
        told = await asked("step", interview=key, way="page", **given)
    except ShowupError as err:
        return page.back(f"/recovery/{key}", str(err), bad=True)
    if given["step"] == "cause":
        return page.back(f"/recovery/{key}", "Noted.")
    closed = told["interview"]["phase"] not in {"missed", "recovering"}
    undo = key if closed or given["step"] == "attended" else None
    return page.back(f"/recovery/{key}", told["reply"].removesuffix(" (showup recover)"), undo=undo)


async def _apply(page: Page, request: Request) -> Response:
    """Make the one change that would have caught it. The command does it, in a process of its own."""
    key = request.path_params["key"]
    try:
        made = await of_command("recover", key, "--apply", "--json")
    except ShowupError as err:
        return page.back(f"/recovery/{key}", str(err), bad=True)
    return page.back(f"/recovery/{key}", made["told"])


async def _save(page: Page, request: Request) -> Response:
    """The person's words, put where drafts are put; nothing is sent."""
    key, form = request.path_params["key"], request.state.form
    body = "" if "again" in form else form.get("body", "").replace("\r\n", "\n")
    if len(body) > _LONGEST_WORDS:
        return page.back(f"/recovery/{key}", "That is too long for a letter.", bad=True)
    try:
        told = await asked(
            "draft-save", interview=key, kind=form.get("kind", ""), subject=form.get("subject", ""), body=body
        )
    except ShowupError as err:
        return page.back(f"/recovery/{key}", str(err), bad=True)
    where, trouble = told["saved"]["where"], told["saved"].get("trouble")
    place = f" It lies in {where}" if where else ""
    words = "Saved: your words stay as they are." if body else "These are showup's words again."
    return page.back(f"/recovery/{key}", f"{words}{place} {trouble or ''}".strip(), bad=bool(trouble))


ROUTES = (
    ("GET", "/recovery", _list),
    ("GET", "/recovery/{key}", _case),
    ("POST", "/recovery/{key}/step", _step),
    ("POST", "/recovery/{key}/draft", _save),
    ("POST", "/recovery/{key}/apply", _apply),
    ("POST", "/lint", _lint),
)
