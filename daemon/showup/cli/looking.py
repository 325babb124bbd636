"""Looking at the running service."""

from __future__ import annotations

from argparse import Namespace
from datetime import datetime
from typing import Any

from showup import clock
from showup.cli.asking import asked, show
from showup.cli.printing import away, counted, headline, table, warn, way_there, when
from showup.exits import PROBLEM, SOURCE_FAILED

__all__ = ["log", "next", "status", "sync"]

_SYNC_PATIENCE_S = 600


def status(arguments: Namespace) -> int:
    """`showup status`: exit 1 when a channel or a source is in trouble, or the configuration is another one than is followed."""
    state = asked("status")
    unnoticed = _add_tests(state["channels"])
    if arguments.json:
        show(state)
    else:
        _print_status(state)
    parts = [
        *state["channels"],
        *state["presence"],
        *state["sources"],
        state["drafts"],
        state["ledger"],
        state["config"],
        state["rules"],
    ]
    broken = [part for part in parts if part["state"] in {"failed", "held", "changed"}]
    return PROBLEM if broken or unnoticed else 0


def _add_tests(channels: list[dict[str, Any]]) -> bool:
    """What came of the test alarms, added to the channels. Is there one that nobody noticed?"""
    from showup import noticed

    tried = noticed.load()
    ringing = [channel["name"] for channel in channels if channel["state"] != "off"]
    advice = noticed.unnoticed(ringing, tried)
    for channel in channels:
        last = tried.get(channel["name"])
        channel["tested"] = {"at": last.at.isoformat(), "result": last.result.value} if last else None
        channel["advice"] = advice.get(channel["name"])
    return any(name in tried and tried[name].result is noticed.Result.UNNOTICED for name in advice)


def _print_status(state: dict[str, Any]) -> None:
    now = clock.now()
    print(f"showup runs since {when(state['since'])} (process {state['pid']}), zone {state['zone']}.")
    _section("Channels", [_channel_row(c) for c in state["channels"]])
    if state["presence"]:
        _section("Presence", [(one["name"], one["state"], one["why"] or "") for one in state["presence"]])
    drafts, ledger = state["drafts"], state["ledger"]
    _section("Drafts", [(drafts["name"], drafts["state"], drafts["why"] or drafts["folder"])])
    _section("Laptop", [_laptop_row(each) for each in state["laptop"]])
    config = state["config"]
    _section(
        "Configuration", [("file", config["state"], config["why"] or config["path"] or "none: all is as by default")]
    )
    if state["rules"]["followed"] or state["rules"]["why"]:
        _section("Rules", [_rules_row(state["rules"])])
    _section("Record", [("ledger", ledger["state"], ledger["why"] or ledger["path"])])
    _section("Calendars", [_source_row(s) for s in state["sources"]] or [("none", "", "add one to the configuration")])
    _section("Interviews", [_interview_row(view, now) for view in state["interviews"]] or [("none ahead", "", "", "")])
    if state["questions"]:
        _section("Questions", [_question_row(view) for view in state["questions"]])
    if state["cases"]:
        _section(
            "Open cases", [(headline(c), f"waits for: {c['case']['step']}", "showup recover") for c in state["cases"]]
        )


def _section(title: str, rows: list[tuple[str, ...]]) -> None:
    print(f"\n{title}")
    print(table(rows, "  "))


def _channel_row(channel: dict[str, Any]) -> tuple[str, ...]:
    return channel["name"], channel["state"], channel["why"] or channel["advice"] or ""


def _rules_row(rules: dict[str, Any]) -> tuple[str, ...]:
    return counted(rules["followed"], "rule"), rules["state"], rules["why"] or rules["path"]


def _laptop_row(each: dict[str, Any]) -> tuple[str, ...]:
    """How it is kept awake, and when it wakes up by itself."""
    if held := each.get("held"):
        lid = "" if "handle-lid-switch" in held else "; by its lid it does"
        return each["name"], each["state"], f"it does not go to sleep now, until you have answered{lid}"
    first = f"next {when(each['at'][0])}" if each.get("at") else ""
    return each["name"], each["state"], each["why"] or first


def _question_row(view: dict[str, Any]) -> tuple[str, ...]:
    return headline(view), view["question"], ", or ".join(view["answers"])


def _source_row(source: dict[str, Any]) -> tuple[str, ...]:
    if source["state"] == "ok":
        troubles = len(source["troubles"])
        left_out = f", {troubles} left out: {source['troubles'][0]}" if troubles else ""
        return source["name"], "ok", f"{source['events']} events, read {when(source['last_ok'])}{left_out}"
    return source["name"], source["state"], source["why"] or ""


def _interview_row(view: dict[str, Any], now: datetime) -> tuple[str, ...]:
    state = "ringing" if view["ringing"] else view["phase"]
    rings = (
        f"rings {when(view['next_at'])}, {away(view['next_at'], now)}"
        if view["next_at"] and view["phase"] == "expected"
        else ""
    )
    maybe = "maybe" if view["verdict"] == "maybe" else ""
    return view["key"], headline(view), state, maybe or rings


def next(arguments: Namespace) -> int:  # noqa: A001 the command's name
    """`showup next`."""
    coming = asked("next")["next"]
    if arguments.json:
        show(coming)
    elif coming is None:
        print("Nothing rings: no interview is ahead.")
    else:
        now = clock.now()
        print("\n".join([f"{headline(coming)}  {_away(coming, now)}".rstrip(), *way_there(coming)]))
        if coming["question"]:
            print(f"  {coming['question']} {', or '.join(coming['answers'])}")
        alarms = [alarm for alarm in coming["alarms"] if alarm["state"] in {"to come", "waiting", "due", "ringing"}]
        rows = ((when(a["at"]), away(a["at"], now), a["rung"], ", ".join(a["channels"])) for a in alarms)
        print(table(rows, "  "))
    return 0


def _away(view: dict[str, Any], now: datetime) -> str:
    """A whole day begins for nobody in so many minutes."""
    return "" if view["all_day"] else away(view["start"], now)


def log(arguments: Namespace) -> int:
    """`showup log`."""
    lines = asked("log", interview=arguments.interview, limit=arguments.limit)["log"]
    if arguments.json:
        show(lines)
    else:
        from showup.cli.history import said

        rows = [(when(line["at"]), line["what"], line["title"], said(line)) for line in lines]
        print(table(rows) or "Nothing has happened yet.")
    return 0


def sync(arguments: Namespace) -> int:
    """`showup sync`: exit 4 when a calendar could not be read."""
    sources = asked("sync", source=arguments.source, accept=arguments.accept, patience=_SYNC_PATIENCE_S)["sources"]
    if arguments.json:
        show(sources)
    else:
        print(table([_source_row(source) for source in sources]) or "No calendar is configured.")
    for source in sources:
        for trouble in source.get("troubles", ()):
            warn(f"{source['name']}: {trouble}")
    return SOURCE_FAILED if any(source["state"] in {"failed", "held"} for source in sources) else 0
