"""What the service says, made ready for the page: days, ladders as timelines, the answers that have a meaning now. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from showup import duration
from showup.plain import one_line
from showup.web_address import web_address

__all__ = ["clock_time", "day", "days", "health", "link", "questions", "span", "text", "when"]

View = dict[str, Any]

_NEAR = timedelta(hours=1)
"""As near as that nobody says by mistake that they are there, and one can be late."""
_PHASES = {
    "expected": "ahead",
    "late": "has begun; you have not said that you are there",
    "confirmed": "you are there",
    "attended": "you were there",
    "missed": "were you there?",
    "recovering": "being put right",
    "closed": "closed",
    "cancelled": "called off",
    "dismissed": "no interview",
    "passed": "over",
}
_RUNGS = {"past": "past", "rung": "rung", "ringing": "ringing", "waiting": "waits for the end of the quiet hours", "due": "due",
          "to come": "to come"}  # fmt: skip
_MARKS = {"past": "·", "rung": "✓", "ringing": "♪", "waiting": "…", "due": "!", "to come": "○", "silenced": "–"}


# --------------------------------------------------------------------- words


def text(value: object, limit: int = 300) -> str:
    """What may come from a calendar, without any character that would show it as something else."""
    return one_line(str(value or ""), limit)


def when(iso: str, *, all_day: bool = False) -> str:
    """An ISO time as "Tue 24 Nov 14:00"."""
    return f"{datetime.fromisoformat(iso):%a %-d %b}" if all_day else f"{datetime.fromisoformat(iso):%a %-d %b %H:%M}"


def clock_time(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%H:%M}"


def span(iso: str, now: datetime) -> str:
    """How far away it is, in words."""
    return duration.away(datetime.fromisoformat(iso) - now)


def day(iso: str, now: datetime) -> str:
    """The day as a heading."""
    at = datetime.fromisoformat(iso)
    away = (at.date() - now.astimezone(at.tzinfo).date()).days
    named = {-1: "Yesterday", 0: "Today", 1: "Tomorrow"}.get(away, "")
    return f"{named}, {at:%A %-d %B}" if named else f"{at:%A %-d %B}"


def link(url: str | None) -> View | None:
    """An address that may be clicked on, with the host that it really leads to; None for any other."""
    address = web_address(url or "")
    return {"url": address[0], "host": address[1]} if address else None


# ---------------------------------------------------------------------- days


def days(plans: Iterable[View], status: View, now: datetime) -> list[tuple[str, list[View]]]:
    """The interviews by their day, each with its ladder and its answers; what rings stands before all else."""
    rings = {view["key"]: view["next_at"] for view in status["interviews"]}
    cards = [_card(plan, rings.get(plan["key"]), now) for plan in plans]
    ringing, others = [card for card in cards if card["ringing"]], [card for card in cards if not card["ringing"]]
    by_day = [(name, list(group)) for name, group in groupby(others, key=lambda card: day(card["start"], now))]
    return [("Ringing now", ringing), *by_day] if ringing else by_day


def _card(plan: View, next_at: str | None, now: datetime) -> View:
    start = datetime.fromisoformat(plan["start"])
    ladder = _ladder(plan, now)
    state = "ringing now" if plan["ringing"] else _PHASES.get(plan["phase"], plan["phase"])
    rings = plan["phase"] in {"expected", "late"}
    return plan | {
        "state": state,
        "has_begun": start <= now,
        "ladder": ladder,
        "rings_at": next_at if rings else None,
        "link": link(plan["join_url"]),
        "answers": _answers(plan, start, now),
        "in_case": plan["phase"] in {"missed", "recovering"},
    }


def _ladder(plan: View, now: datetime) -> list[View]:
    rings = plan["phase"] in {"expected", "late"}
    states = [
        "past"
        if not rings and datetime.fromisoformat(alarm["at"]) <= now and alarm["state"] != "rung"
        else alarm["state"]
        for alarm in plan["alarms"]
    ]
    rows = [
        alarm | _stands(state, index, states, rings=rings)
        for index, (alarm, state) in enumerate(zip(plan["alarms"], states, strict=True))
    ]
    if plan["missed_at"]:
        asks = {"rung": "missed", "at": plan["missed_at"], "channels": [], "urgency": "normal", "repeats": False}
        asks |= {"until": "", "helper_from": None, "moved_from": None}
        rows.append(
            asks
            | {
                "state": "to come" if rings else "silenced",
                "told": "asks whether it was one" if plan["verdict"] == "maybe" else 'asks "were you there?"',
                "mark": "?",
            }
        )
    return rows


def _stands(state: str, index: int, states: Sequence[str], *, rings: bool) -> View:
    """Silenced is what will not ring because of an answer."""
    if not rings and state in {"to come", "due", "waiting", "ringing"}:
        return {"state": "silenced", "told": "silenced: it does not ring", "mark": _MARKS["silenced"]}
    later = states[index + 1 :]
    if rings and state == "rung" and all(each in {"to come", "waiting", "due"} for each in later):
        return {"state": "rung", "told": "rung; silent now", "mark": _MARKS["rung"]}
    return {"state": state, "told": _RUNGS.get(state, state), "mark": _MARKS.get(state, "○")}


def _answers(plan: View, start: datetime, now: datetime) -> list[tuple[str, str]]:
    """The buttons: what is said, and its word on the button; what is likeliest first."""
    phase, ringing, begun = plan["phase"], plan["ringing"], start <= now
    near = not plan["all_day"] and now >= start - _NEAR
    if phase in {"expected", "late"} and plan["verdict"] == "maybe":
        return [("mine", "It is an interview"), ("not-mine", "It is not"), *([("ack", "I know")] if ringing else [])]
    if phase in {"expected", "late"} and plan["kind"] == "deadline":
        return [("done", "Handed in"), *([("ack", "I know")] if ringing else []), ("cant", "Can't make it")]
    if phase in {"expected", "late"}:
        return [
            *([("confirm", "I'm there")] if near else []),
            *([("snooze", "Snooze 2 min"), ("ack", "I know")] if ringing else []),
            *([("late", "I'm late")] if near else []),
            ("missed", "I missed it") if begun else ("cant", "Can't make it"),
            ("not-mine", "Not an interview"),
        ]
    if phase == "confirmed":
        return [("undo", "Undo"), ("missed", "I was not there after all") if begun else ("cant", "Can't make it")]
    if phase == "passed":
        return [("missed", "I missed it"), ("not-mine", "It was no interview")]
    return [("mine", "It is one")] if phase in {"dismissed", "cancelled"} else []


# -------------------------------------------------------------------- health


def health(status: Mapping[str, Any]) -> list[tuple[str, list[View]]]:
    """The parts of the service in groups: name, state, what to do about it."""
    drafts, ledger, config, rules = status["drafts"], status["ledger"], status["config"], status["rules"]
    return [
        ("Calendars", [_source(source) for source in status["sources"]]),
        (
            "Channels",
            [_part(each["name"], each["state"], each["why"] or each.get("advice")) for each in status["channels"]],
        ),
        ("When you seem to be in it", [_part(each["name"], each["state"], each["why"]) for each in status["presence"]]),
        ("The laptop", [_part(each["name"], each["state"], each.get("why")) for each in status["laptop"]]),
        (
            "The rest",
            [
                _part(f"drafts ({drafts['name']})", drafts["state"], drafts["why"] or drafts["folder"]),
                _part("configuration", config["state"], config["why"] or config["path"] or "all is as by default"),
                _part("rules", rules["state"], rules["why"] or f"{rules['followed']} followed"),
                _part("record", ledger["state"], ledger["why"] or ledger["path"]),
            ],
        ),
    ]


def _part(name: str, state: str, told: str | None) -> View:
    bad = state in {"failed", "held", "changed"}
    return {"name": name, "state": state, "told": told or "", "bad": bad}


def _source(source: View) -> View:
    if source["state"] != "ok":
        return _part(source["name"], source["state"], source["why"])
    left_out = "; ".join(source.get("troubles") or ())
    told = f"{source['events']} events, read {when(source['last_ok'])}" + (
        f"; left out: {left_out}" if left_out else ""
    )
    return _part(source["name"], "ok", told)


def questions(asked: Iterable[View], plans: Iterable[View]) -> list[View]:
    """Those that no card asks by its own buttons, each with its `choices`."""
    on_cards = {plan["key"] for plan in plans if plan["verdict"] == "maybe" and plan["phase"] in {"expected", "late"}}
    return [view | {"choices": _choices(view)} for view in asked if view["key"] not in on_cards]


def _choices(view: View) -> list[tuple[str, str]]:
    """The answers to a question about an interview that is over, or in doubt."""
    if view["phase"] == "passed" and view["verdict"] != "maybe":
        return [("missed", "I missed it"), ("not-mine", "It was no interview")]
    return [("mine", "Yes"), ("not-mine", "No")]
