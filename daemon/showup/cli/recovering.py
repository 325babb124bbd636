"""`showup recover` and `showup draft`."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from showup.cli.asking import asked, show
from showup.cli.keyboard import somebody_is_there
from showup.cli.printing import headline, table, when
from showup.errors import UsageError
from showup.plain import one_line

__all__ = ["applied", "draft", "recover"]


def recover(arguments: Namespace) -> int:
    """Answer a question of the case if an answer is given, then show the case."""
    step, said = _given(arguments)
    asks_more = arguments.apply or arguments.all
    if step is None and not asks_more and not arguments.json and somebody_is_there():
        from showup.cli.walking import walk

        return walk(arguments.case)
    if step:
        more = {name: getattr(arguments, name) for name in _MORE if getattr(arguments, name) is not None}
        told = asked("step", interview=arguments.case, step=step, said=said, **more)
        if not arguments.json:
            print(told["reply"])
    if arguments.apply:
        return _apply(arguments)
    answer = asked("recover", interview=arguments.case, all=arguments.all or None)
    cases = answer["cases"]
    if arguments.json:
        show(answer if arguments.all else cases)
    elif arguments.all:
        print(_history(cases, answer["summary"]))
    else:
        print("\n\n".join(_case_lines(case) for case in cases) or "No case is open.")
    return 0


def _apply(arguments: Namespace) -> int:
    """Make the change that would have caught it."""
    if not arguments.case:
        raise UsageError("say of which case: showup recover CASE --apply (showup recover --all lists them)")
    view = asked("recover", interview=arguments.case)["cases"][0]
    change = view["change"]
    if change is None:
        why = "nothing is left to change" if view["case"]["cause"] else "say first what made you miss it, with --cause"
        raise UsageError(f"{one_line(view['title'], 80)}: {why}.")
    told = applied(change)
    if arguments.json:
        show({"change": change, "told": told})
    else:
        print(told)
    return 0


def applied(change: dict[str, Any]) -> str:
    """Make a change of the configuration, and say so. Any other is a command of its own, for the person to type."""
    if not change["key"]:
        return f"{one_line(change['says'], 300)}\n  {one_line(change['typed'], 500)}"
    from showup.cli.changing import set_key
    from showup.cli.connected import FOLLOWED

    file = Path(change["file"])
    set_key(file, change["table"], change["key"], change["value"])
    return f"Changed [{change['table']}] {change['key']} in {one_line(str(file), 300)}. {FOLLOWED}"


def _history(cases: list[dict[str, Any]], summary: dict[str, Any]) -> str:
    """Every case of the last months in a line, and how they went."""
    if not cases:
        return "There was no case in the last 90 days. May it stay so."
    rows = [(headline(case), case["case"]["outcome"] or f"open: {case['case']['step']}") for case in cases]
    lines = [
        table(rows, "  "),
        "",
        f"{summary['cases']} in the last 90 days, {summary['open']} open. All of it stays on this machine.",
    ]
    lines += [
        f"{label.capitalize()}: {', '.join(f'{word} {count}' for word, count in summary[label].items())}."
        for label in ("outcomes", "causes")
        if summary[label]
    ]
    if (minutes := summary["minutes_to_first_word"]) is not None:
        lines.append(f"From the opening to your first word to them: {minutes} min, in the middle.")
    return "\n".join(lines)


_MORE = ("category", "level", "words", "uncharacteristic", "prevention", "start", "to")


def _given(arguments: Namespace) -> tuple[str | None, str]:
    if arguments.attended:
        return "attended", arguments.attended
    if arguments.close:
        return "close", arguments.close
    if arguments.cause:
        return "cause", arguments.cause
    if arguments.to and not arguments.step:
        return "email", "to"
    return arguments.step, arguments.said


_ASKS = {
    "attended": "Were you there? Answer with  showup recover --attended yes|no|interviewer-absent|cancelled-by-them",
    "gather": "Breathe, and read the facts above. Then  showup recover --step gather  (--said emergency: nothing asks you any"
    " more, and a note is drafted that somebody else can send)",
    "explain": "Decide what you want to say about the cause; without a word of yours the drafts say nothing of it. Then"
    "  showup recover --step explain --category CAUSE --level 0|1|2|3 [--words TEXT] [--prevention TEXT]",
    "call": "Call them with the script below, then  showup recover --step call --said reached|voicemail|no-answer|no-number",
    "email": "Read the email, change what is not true of you, send it yourself, then  showup recover --step email --said sent",
    "offer": "Is there something you can offer? Then  showup recover --step offer --said references|'work samples'|more|no,"
    " or in your own words",
    "reply": "When they answer:  showup recover --step reply --said new-date --start ISO, or refused; none if nothing came",
    "close": "How did it end?  showup recover --close rescheduled|declined|withdrawn|'no answer'",
}


def _case_lines(case: dict[str, Any]) -> str:
    lines = [headline(case), table(case["facts"], "  ")]
    state = case["case"]
    if state["outcome"]:
        lines += [f"  Closed: {state['outcome']}.", *_taught(case)]
    else:
        lines.append(f"\n  Open since {when(state['opened_at'])}. {_ASKS[state['step']]}")
    drafts = [entry for entry in case["drafts"] if not entry["withdrawn"]]
    if drafts:
        lines += ["\n  Drafts (nothing is ever sent for you):"]
        lines += [table([(entry["kind"], entry["where"] or "only here: showup draft") for entry in drafts], "    ")]
    missing = sorted({text for entry in drafts for text in entry["missing"]})
    lines += [f"  Still wanted: {text}" for text in missing]
    return "\n".join(line for line in lines if line)


def _taught(case: dict[str, Any]) -> list[str]:
    """What is asked at the end, and what would have caught it."""
    change = case["change"]
    if case["case"]["asks_cause"]:
        name = case["key"]
        return [
            f"  What made you miss it?  showup recover {name} --cause not-noticed|not-rung|no-time|wrong-time|not-known|other"
        ]
    return [f"  It would have caught it: {change['says']}\n    {change['typed']}"] if change else []


def draft(arguments: Namespace) -> int:
    """Show the texts themselves."""
    answer = asked("draft", interview=arguments.interview, late=arguments.late or None)
    if arguments.late:
        if arguments.json:
            show(answer)
        else:
            print(answer["reply"])
        return 0
    drafts = [entry for entry in answer["drafts"] if arguments.kind in (None, entry["kind"])]
    if arguments.json:
        show(drafts)
    else:
        print("\n\n".join(_draft_lines(entry) for entry in drafts) or "There is no draft.")
    return 0


def _draft_lines(entry: dict[str, Any]) -> str:
    heads = [
        f"--- {entry['kind']} ---",
        f"To: {one_line(', '.join(entry['to']), 200)}",
        f"Subject: {one_line(entry['subject'], 200)}",
    ]
    body = "\n".join(one_line(line, 2000) for line in entry["body"].splitlines())
    tail = [f"\nIt lies in {entry['where']}"] if entry["where"] else []
    return "\n".join([*heads, "", body, *tail, *(f"Still wanted: {text}" for text in entry["missing"])])
