"""What can be asked of the service, one method a request."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import msgspec

from showup import __version__, clock, paths
from showup.config import machine_zone
from showup.engine import IN_CASE, Answered, Do, Phase, Step, Stepped, Watch, wake_at
from showup.engine.series import said_of_series
from showup.errors import UsageError
from showup.in_use import in_use
from showup.instant import instant
from showup.model import DraftKind, Interview, Verdict
from showup.plain import one_line
from showup.service.auditor import LEDGER, LEDGER_HANGS
from showup.service.choosing import choose, named, open_questions
from showup.service.drafting import is_own
from showup.service.ruling import OFFERS_AFTER
from showup.views import case_view, draft_view, log_view, plan_view, watch_view

if TYPE_CHECKING:
    from showup.service.shell import Service

__all__ = ["Requests"]

_CHANGED = "changed: it is followed within a minute or so, once no alarm is near (at once: restart showup)"
Handler = Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]


class Requests:
    """Each public request is a method named `on_...`."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._desk = service.desk

    async def handle(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer one request; UsageError and its kin for the person."""
        name = str(request.get("do", ""))
        handler: Handler | None = getattr(self, f"on_{name.replace('-', '_')}", None)
        if handler is None:
            raise UsageError(f'The service knows no request "{name}"; client and service may be of different versions.')
        return await handler(request)

    # ------------------------------------------------------------- answering

    async def on_answer(self, request: dict[str, Any]) -> dict[str, Any]:
        do, now = Do(request["answer"]), clock.now()
        name = request.get("interview")
        if do is Do.UNDO and not name and (undone := await self._service.ruling.undo_latest(now)) is not None:
            return {"reply": undone, "interview": None}
        watch = await self._chosen(name, do, now)
        given = Answered(
            do,
            _way(request),
            generation=request.get("generation"),
            minutes=request.get("minutes"),
            early=bool(request.get("early")),
            reason=str(request.get("reason") or ""),
        )
        done = await self._service.follow(lambda at: self._desk.give(watch.key, given, at))
        await self._service.tick()
        said = self._said(watch.key, done.reply, done.refused)
        if do in OFFERS_AFTER:
            said["offers"] = [offer.view for offer in self._service.ruling.offers(watch.key)]
        return said

    async def on_answers(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 one shape for all requests
        """What the person said of events, by key, and of whole series, by UID."""
        said = {key: w.by_person.value for key, w in self._desk.watches.items() if w.by_person is not None}
        return {"answers": said, "series": {uid: v.value for uid, v in said_of_series(self._desk.watches).items()}}

    async def on_rules(self, request: dict[str, Any]) -> dict[str, Any]:
        """Where the rules stand that are followed. `changed`: they may be others now; the calendars are read again by them."""
        if request.get("changed"):
            await self._service.ruling.look()
        config = self._service.config.path
        return {"path": str(self._service.ruling.path), "config": str(config) if config else None}

    async def _chosen(self, name: str | None, do: Do, now: datetime) -> Watch:
        try:
            return choose(self._watches(), name, do.value, now)
        except UsageError:
            passed_over = await self._passed_over(name, now) if name and do is Do.MINE else None
            if passed_over is None:
                raise
        source, interview = passed_over
        maybe = replace(interview, judgement=replace(interview.judgement, verdict=Verdict.MAYBE))
        await self._service.follow(lambda at: self._desk.watch(maybe, source, at))
        return self._desk.watches[interview.key]

    async def _passed_over(self, name: str, now: datetime) -> tuple[str, Interview] | None:
        """The next event that the detector takes for no interview, by its key, UID or words of its title."""
        found = [
            (name not in {interview.key, interview.occurrence.uid}, interview.occurrence.start, source, interview)
            for source, interview in await self._service.syncing.passed_over()
            if interview.occurrence.end > now
        ]
        fitting = (row for row in found if not row[0] or name.casefold() in row[3].title.casefold())
        best = min(fitting, key=lambda row: row[:3], default=None)
        return best[2:] if best else None

    async def on_step(self, request: dict[str, Any]) -> dict[str, Any]:
        watch = choose(self._watches(), request.get("interview"), "step", clock.now())
        step = _stepped(request, self._desk.rules.zone)
        done = await self._service.follow(lambda at: self._desk.give(watch.key, step, at))
        return self._said(watch.key, done.reply, done.refused)

    def _said(self, key: str, reply: str, refused: bool) -> dict[str, Any]:
        watch = self._desk.watches[key]
        if refused:
            raise UsageError(f"{watch.interview.title}: {reply}")
        return {"reply": reply, "interview": self._view(watch)}

    async def on_add(self, request: dict[str, Any]) -> dict[str, Any]:
        interview = msgspec.convert(request["interview"], Interview)
        same = [
            w
            for w in self._watches()
            if w.interview.title == interview.title and w.plan.due == interview.occurrence.start
        ]
        if same:
            raise UsageError(f"{interview.title} at that time is watched already ({same[0].key}).")
        if interview.occurrence.end <= clock.now():
            raise UsageError(
                "That time is over. For one that you missed say `showup missed` about a watched interview."
            )
        done = await self._service.follow(lambda at: self._desk.watch(interview, interview.occurrence.source, at))
        await self._service.tick()
        watch = self._desk.watches[interview.key]
        return {"reply": done.reply, "interview": self._view(watch), "plan": plan_view(watch, self._desk.rules.zone)}

    # --------------------------------------------------------------- looking

    async def on_status(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002 one shape for all requests
        service, zone = self._service, self._desk.rules.zone
        watches = self._current()
        healths = self._desk.healths
        return {
            "pid": os.getpid(),
            "version": __version__,
            "since": service.started_at.astimezone(zone).isoformat(),
            "zone": zone.key,
            "config": await self._config(),
            "interviews": [self._view(watch) for watch in watches],
            "ringing": [watch.key for watch in watches if watch.ringing],
            "cases": [case_view(watch, zone) for watch in watches if watch.phase in IN_CASE],
            "channels": self._channels(),
            "presence": self._presence(),
            "drafts": self._drafts_state(),
            "laptop": service.laptop.state(),
            "ledger": self._ledger(),
            "rules": self._rules_state(),
            "questions": [self._view(watch) for watch in open_questions(self._watches(), clock.now())],
            "sources": [self._source(name, healths.get(name)) for name in service.syncing.specs],
        }

    async def _config(self) -> dict[str, Any]:
        config, watch = self._service.config, self._service.config_watch
        await watch.look()
        path = str(config.path) if config.path else None
        if watch.has_changed and not watch.fault:
            return {"path": path, "state": "changed", "why": _CHANGED}
        fault = (watch.fault if watch.has_changed else config.fault) or None
        return {"path": path, "state": "failed" if fault else "ok", "why": fault}

    def _ledger(self) -> dict[str, Any]:
        stuck = LEDGER in self._service.under_way.stuck
        why = LEDGER_HANGS if stuck else self._desk.trouble
        return {"path": str(paths.ledger()), "state": "failed" if why else "ok", "why": why}

    def _rules_state(self) -> dict[str, Any]:
        ruling = self._service.ruling
        why = "\n".join(ruling.troubles) or None
        state = "failed" if why else "ok"
        return {"path": str(ruling.path), "state": state, "why": why, "followed": len(ruling.rules)}

    def _channels(self) -> list[dict[str, Any]]:
        states = self._service.ringer.state()
        live = [{"name": name, "state": "failed" if why else "ok", "why": why} for name, why in states.items()]
        return live + [{"name": name, "state": "off", "why": why} for name, why in self._service.off.items()]

    def _presence(self) -> list[dict[str, Any]]:
        states = self._service.looking.state
        return [{"name": name, "state": "failed" if why else "ok", "why": why} for name, why in states.items()]

    def _drafts_state(self) -> dict[str, Any]:
        config, why = self._service.config, self._service.box_trouble or self._service.drafting.trouble
        return {
            "name": config.draft_box,
            "state": "failed" if why else "ok",
            "why": why,
            "folder": str(config.drafts_folder),
        }

    def _source(self, name: str, health: Any) -> dict[str, Any]:  # noqa: ANN401 Health or None
        spec = self._service.syncing.specs[name]
        if health is None or health.last_try is None:
            return {"name": name, "kind": spec.kind, "state": "not read yet", "why": None, "last_ok": None, "events": 0}
        zone = self._desk.rules.zone
        return {
            "name": name,
            "kind": spec.kind,
            "state": "held" if health.held else "failed" if health.failure else "ok",
            "why": health.failure,
            "last_ok": health.last_ok.astimezone(zone).isoformat() if health.last_ok else None,
            "events": health.events,
            "troubles": list(health.troubles),
        }

    async def on_revision(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Another number whenever there is something new to see: who watches asks for this, which costs next to nothing."""
        return {"revision": self._desk.revision}

    async def on_next(self, request: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        live = [(at, watch) for watch in self._watches() if (at := wake_at(watch)) is not None]
        ahead = [(at, watch) for at, watch in live if watch.phase not in IN_CASE and watch.phase is not Phase.CONFIRMED]
        if not ahead:
            return {"next": None}
        watch = min(ahead, key=lambda pair: pair[0])[1]
        return {"next": plan_view(watch, self._desk.rules.zone) | {"next_at": self._view(watch)["next_at"]}}

    async def on_plan(self, request: dict[str, Any]) -> dict[str, Any]:
        zone, name = self._desk.rules.zone, request.get("interview")
        watches = [named(self._watches(), name, clock.now())] if name else self._current()
        return {"plans": [plan_view(watch, zone) for watch in watches]}

    async def on_log(self, request: dict[str, Any]) -> dict[str, Any]:
        limit, name = int(request.get("limit") or 50), request.get("interview")
        key = named(self._watches(), name, clock.now()).key if name else None
        lines = await self._service.in_ledger(lambda: self._service.ledger.log(limit, key))
        titles = {key: watch.interview.title for key, watch in self._desk.watches.items()}
        views = [log_view(line, self._desk.rules.zone) | {"title": titles.get(line.interview, "")} for line in lines]
        return {"log": views}

    async def on_recover(self, request: dict[str, Any]) -> dict[str, Any]:
        from showup.learning import summary  # noqa: PLC0415 wanted once in weeks
        from showup.recovery import facts, parties  # noqa: PLC0415

        zone, name = self._desk.rules.zone, request.get("interview")
        cases = [watch for watch in self._watches() if watch.case is not None]
        every = bool(request.get("all"))
        shown = (
            [named(self._watches(), name, clock.now())] if name else [w for w in cases if every or w.phase in IN_CASE]
        )
        if shown and shown[0].case is None:
            raise UsageError(
                f"{shown[0].interview.title}: no case is open. `showup missed` opens one when it was missed."
            )
        views = []
        for watch in shown:
            drafts = await self._drafts(watch.key)
            card = [list(fact) for fact in facts(watch.interview, self._desk.profile, clock.now())]
            card += [["Microphone", used]] if (used := in_use(watch.used, zone)) else []
            other = parties(watch.interview, self._desk.profile)
            write_to = {"suggested": other.email or None, "why_nobody": other.why_nobody or None}
            more = {"drafts": drafts, "facts": card, "write_to": write_to, "change": self._change(watch)}
            views.append(case_view(watch, zone) | more)
        return {"cases": views, "summary": summary([watch.case for watch in cases if watch.case])}

    def _change(self, watch: Watch) -> dict[str, Any] | None:
        """What would have caught it, once the person has said what made them miss it."""
        from showup.learning import change  # noqa: PLC0415 wanted once in weeks

        if watch.case is None or watch.case.cause is None:
            return None
        config = self._service.config
        is_one = (o.view for o in self._service.ruling.offers(watch.key) if o.rule.verdict is Verdict.INTERVIEW)
        rule = next(((view["rule"], view["typed"]) for view in is_one), None)
        found = change(watch, config, machine_zone(), rule)
        return None if found is None else found.view | {"file": str(config.path or paths.config_file())}

    async def on_draft(self, request: dict[str, Any]) -> dict[str, Any]:
        if request.get("late"):
            return await self.on_answer(request | {"answer": Do.LATE.value})
        name = request.get("interview")
        key = named(self._watches(), name, clock.now()).key if name else None
        return {"drafts": [d for d in await self._drafts(key) if not d["withdrawn"]]}

    async def on_draft_save(self, request: dict[str, Any]) -> dict[str, Any]:
        """The person's own words for a draft, put where drafts are put; without a `body` showup's words again."""
        watch, now = named(self._watches(), str(request["interview"]), clock.now()), clock.now()
        try:
            kind = DraftKind(request["kind"])
        except ValueError:
            raise UsageError("There is no draft of that kind.") from None
        drafting = self._service.drafting
        subject, body = str(request.get("subject") or ""), str(request.get("body") or "")
        if body.strip():
            detail = await drafting.keep_own(watch, kind, one_line(subject, 300), body, now)
        elif await drafting.give_back(watch, kind):
            detail = await drafting.write(watch, kind, now, self._watches())
        else:
            raise UsageError("Those are showup's words already.")
        self._desk.revision += 1
        return {"saved": detail}

    async def _drafts(self, key: str | None) -> list[dict[str, Any]]:
        stored = await self._service.in_ledger(lambda: self._service.ledger.drafts(key))
        return [draft_view(entry, self._desk.rules.zone) | {"own": is_own(entry)} for entry in stored]

    async def on_sync(self, request: dict[str, Any]) -> dict[str, Any]:
        name, specs = request.get("source"), self._service.syncing.specs
        if name and name not in specs:
            raise UsageError(f'There is no source "{name}". There is: {", ".join(specs) or "none"}.')
        wanted = [name] if name else list(specs)
        for source in wanted:
            if request.get("accept"):
                await self._service.in_ledger(partial(self._desk.believe, source, clock.now()))
            await self._service.syncing.sync(source)
        return {"sources": [self._source(source, self._desk.healths.get(source)) for source in wanted]}

    # ---------------------------------------------------------------- shared

    def _watches(self) -> list[Watch]:
        return list(self._desk.watches.values())

    def _current(self) -> list[Watch]:
        """What is ahead, under way or in a case, the nearest first."""
        now = clock.now()
        leading = (watch for watch in self._watches() if watch.twin is None)
        shown = [watch for watch in leading if watch.plan.over_at > now or watch.phase in IN_CASE]
        return sorted(shown, key=lambda watch: watch.plan.due)

    def _view(self, watch: Watch) -> dict[str, Any]:
        return watch_view(watch, self._desk.rules.zone, wake_at(watch))


def _way(request: dict[str, Any]) -> str:
    """By which face it was answered, for the history."""
    return "page" if request.get("way") == "page" else "cli"


def _stepped(request: dict[str, Any], zone: ZoneInfo) -> Stepped:
    """The answer that a request carries: `step` and `said`, what is said of the cause, a new date."""
    from showup.recovery import explanation_of  # noqa: PLC0415 wanted once in weeks

    try:
        step = Step(request["step"])
        explanation = explanation_of(request) if step is Step.EXPLAIN else None
        start = instant(request["start"], zone) if request.get("start") else None
    except ValueError as err:
        raise UsageError(f"{err}.") from None
    return Stepped(
        step,
        str(request["said"]),
        _way(request),
        explanation=explanation,
        start=start,
        recipient=str(request.get("to") or ""),
    )
