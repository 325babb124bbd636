"""`showup recover` at a terminal: step by step through a case. Each answer goes to the service at once; nothing is kept here."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from showup.cli.asking import asked
from showup.cli.printing import headline, when
from showup.cli.saying import BACK, LATER, Left, choose, heading, say, tell
from showup.errors import NotRunningError, ShowupError

__all__ = ["walk"]

View = dict[str, Any]
Given = dict[str, Any]

_ORDER = ("attended", "gather", "explain", "call", "email", "offer", "reply", "close")
_TITLES = {
    "attended": "Were you there?",
    "gather": "Gather yourself",
    "explain": "What to say of the cause",
    "call": "Call them",
    "email": "The email",
    "offer": "Something you can offer",
    "reply": "Their answer",
    "close": "How did it end?",
}
_CAUSES = (
    "prefer not to say", "overslept", "forgot", "time zone", "double-booked", "calendar", "technical", "transport", "health",
    "family", "work", "safety",
)  # fmt: skip
_LETTERS = ("email", "reschedule", "extension", "interviewer_absent")
_LATEST = ("confirmation", "graceful_close", "follow_up")
_WRITTEN_WITHIN_S, _LOOK_S = 5.0, 0.2


def walk(name: str | None) -> int:
    """Go through one open case until it is closed, waits for the other side, or the person leaves."""
    try:
        key = _chosen(name)
        if key is not None:
            _through(key)
    except (Left, KeyboardInterrupt):
        print()
        say("What you have answered is kept. showup recover goes on here.")
    except NotRunningError as err:
        kept = "What you had answered is kept; once it runs, showup recover goes on here."
        raise NotRunningError(f"{err} {kept}") from None
    return 0


def _chosen(name: str | None) -> str | None:
    """The key of the case: the one that is named, the only one, or the one that the person picks."""
    cases = asked("recover", interview=name)["cases"]
    if not cases:
        say("No case is open. showup missed opens one, when you have missed an interview.")
        return None
    if len(cases) == 1:
        return str(cases[0]["key"])
    picked = choose("Several cases are open. Which one?", [(case["key"], headline(case)) for case in cases])
    return None if picked in {BACK, LATER} else picked


def _through(key: str) -> None:
    view = _view(key)
    _stands(view)
    step = str(view["case"]["step"])
    while not view["case"]["outcome"]:
        heading(_TITLES[step])
        try:
            given = _STEPS[step](view)
            if isinstance(given, str):
                if given == LATER:
                    _put_off(view)
                    return
                step = _before(step, view)
                continue
            request: Given = {"step": step} | given
            told = asked("step", interview=key, **request)
        except NotRunningError:
            raise
        except ShowupError as err:
            say(str(err))
            continue
        say(told["reply"].removesuffix(" (showup recover)"))
        was, view = step, _view(key)
        step = str(view["case"]["step"]) if not given.get("to") else was
        waits = was == "reply" and step == "reply" and not view["case"]["outcome"]
        if given.get("said") == "emergency" or waits:
            _put_off(view)
            return
    _ended(view)


def _view(key: str) -> View:
    view: View = asked("recover", interview=key)["cases"][0]
    return view


def _before(step: str, view: View) -> str:
    done = [answer["step"] for answer in view["case"]["answers"] if answer["step"] in _ORDER]
    earlier = [one for one in _ORDER[1 : _ORDER.index(step)] if one in done]
    if not earlier:
        say("This is the first step.")
    return earlier[-1] if earlier else step


def _stands(view: View) -> None:
    heading(headline(view))
    facts, case = dict(view["facts"]), view["case"]
    if elapsed := facts.get("Elapsed"):
        say(f"{elapsed}.")
    done = dict.fromkeys(answer["step"] for answer in case["answers"])
    if case["outcome"]:
        return
    say(f"Done: {', '.join(_TITLES[step].rstrip('?') for step in done) or 'nothing yet'}.")
    until = f", by {when(case['asked_at'])}; then you are asked again" if case["asked_at"] else ""
    say(f"Next: {_TITLES[case['step']].rstrip('?')}{until}.")


def _put_off(view: View) -> None:
    at = view["case"]["asked_at"]
    say(f"Put off. {f'You are asked again on {when(at)}. ' if at else ''}showup recover goes on here.")


def _ended(view: View) -> None:
    _stands(view)
    say(f"Closed: {view['case']['outcome']}.")
    last = _draft(_written(view), _LATEST)
    if last is not None:
        _show_letter(view, last)
    if view["case"]["asks_cause"]:
        _learn(view)


def _learn(view: View) -> None:
    """After the end: what made them miss it, and the one change that would have caught it, made on a yes."""
    from showup.learning import CAUSES

    causes = [("", "I would rather not say"), *((cause.value, words) for cause, words in CAUSES)]
    heading("So that it does not happen again")
    cause = choose("What made you miss it? This stays on this machine.", causes)
    if cause in {"", BACK, LATER}:
        return
    asked("step", interview=view["key"], step="cause", said=cause)
    change = _view(view["key"])["change"]
    if change is None:
        say("Noted. There is nothing to change that would have caught it.")
        return
    say(f"This would have caught it: {change['says']}")
    if not change["key"]:
        say(change["typed"], "  ")
    elif choose("Change it?", (("no", "Leave it as it is"), ("yes", "Yes"))) == "yes":
        from showup.cli.recovering import applied

        say(applied(change))


# ------------------------------------------------------------------- steps


def _attended(_view: View) -> Given | str:
    answers = (
        ("no", "No, I was not there"),
        ("yes", "Yes, I was: close this"),
        ("interviewer-absent", "I was, but they did not come"),
        ("cancelled-by-them", "They called it off"),
    )
    return _said(choose("Nothing is presumed.", answers, suggested=0))


def _gather(view: View) -> Given | str:
    say(
        "Breathe out slowly, once or twice. One step after the other; the letters are drafted already. Have this at hand:"
    )
    for label, value in view["facts"]:
        say(f"{label}: {value}", "  ")
    answers = (
        ("done", "I am ready"),
        ("skipped", "Skip this"),
        ("emergency", "It is an emergency: ask me nothing more"),
    )
    return _said(choose("", answers))


def _explain(_view: View) -> Given | str:
    levels = (
        ("0", "Nothing. The email says nothing of the cause."),
        ("1", "Its sort. The email names it in a few general words."),
        ("2", "A sentence of yours. The email has your own words."),
        ("3", "That, and proof. The email also says that you can show it."),
    )
    level = choose("How much do you want to say? All of it must be true.", levels)
    if level in {BACK, LATER}:
        return level
    given: Given = {"said": "done", "level": int(level)}
    if given["level"]:
        category = choose("What was it?", [(cause, cause) for cause in _CAUSES])
        if category in {BACK, LATER}:
            return category
        given["category"] = category
    if given["level"] > 1:
        given["words"] = tell("Your sentence, in the language of the letter:")
    unlike = choose(
        "Is it unlike you? It is said only if you affirm it.", (("no", "Do not say so"), ("yes", "Yes, it is"))
    )
    if unlike in {BACK, LATER}:
        return unlike
    given["uncharacteristic"] = unlike == "yes"
    given["prevention"] = tell("What have you done already so that it does not happen again? Enter for nothing:")
    return given


def _call(view: View) -> Given | str:
    view = _written(view)
    number = dict(view["facts"]).get("Number")
    say(f"Number: {number}" if number else "The calendar names no number that can be used.")
    for kind, title in (("call_script", "What you could say:"), ("voicemail", "If a machine answers:")):
        if (script := _draft(view, (kind,))) is not None:
            say(title)
            say(script["body"], "  ")
    answers = (
        ("reached", "I have reached them"),
        ("voicemail", "I have left a message"),
        ("no-answer", "Nobody answered, or they are closed"),
        ("no-number", "There is no number"),
        ("skipped", "Skip the call"),
    )
    return _said(choose("What came of it?", answers, suggested=0 if number else 4))


def _email(view: View) -> Given | str:
    case = view["case"]
    if not case["recipient"]:
        given = _recipient(view)
        if given:
            return given
    view = _written(view)
    letter = _draft(view, _LETTERS)
    if letter is not None:
        _show_letter(view, letter)
    answers = (("sent", "I have sent it"), ("skipped", "Skip the email"), ("to", "Write to somebody else"))
    picked = choose("Change what is not true of you, and send it yourself.", answers, suggested=0)
    return (_typed_recipient() or _email(view)) if picked == "to" else _said(picked)


def _recipient(view: View) -> Given | str:
    """The person's own word on whom it is for; empty when they leave that open."""
    suggested, why = view["write_to"]["suggested"], view["write_to"]["why_nobody"]
    if not suggested:
        say(f"Nobody to write to yet: {why}.")
        return _typed_recipient()
    answers = (("yes", f"Yes, to {suggested}"), ("other", "To another address"), ("open", "Leave it open"))
    question = f"The calendar names {suggested}. Do you know that address, and is the letter for it?"
    picked = choose(question, answers, suggested=0)
    if picked == "other":
        return _typed_recipient()
    if picked == "yes":
        return {"said": "to", "to": suggested}
    return "" if picked == "open" else picked


def _typed_recipient() -> Given | str:
    typed = tell("The address, from a source that you trust; Enter to leave it open:")
    return {"said": "to", "to": typed} if typed else ""


def _offer(_view: View) -> Given | str:
    say("The dates that are free in your calendars stand in the letter already.")
    answers = (
        ("no", "Nothing more"),
        ("references", "References (those of your profile)"),
        ("work samples", "Work samples (those of your profile)"),
        ("more", "Another conversation or task"),
        ("own", "Words of mine"),
    )
    picked = choose("Do you want to offer something?", answers)
    return _said(tell("Your offer:") or "no") if picked == "own" else _said(picked)


def _reply(view: View) -> Given | str:
    if (letter := _draft(_written(view), ("follow_up",))) is not None:
        _show_letter(view, letter)
    answers = (
        ("none", "Nothing yet"),
        ("new-date", "A new date"),
        ("refused", "They said no"),
        ("close", "Close this: it has ended otherwise"),
    )
    picked = choose("Was there an answer?", answers)
    if picked == "close":
        return _close(view)
    if picked != "new-date":
        return _said(picked)
    return {"said": picked, "start": tell("When is it? For example 2026-11-30 14:00, in your zone:") or None}


def _close(_view: View) -> Given | str:
    outcomes = ("rescheduled", "declined", "withdrawn", "no answer", "attended after all", "not mine")
    picked = choose("How did it end?", [(outcome, outcome) for outcome in outcomes], suggested=0)
    return picked if picked in {BACK, LATER} else {"step": "close", "said": picked}


_STEPS: dict[str, Callable[[View], Given | str]] = {
    "attended": _attended,
    "gather": _gather,
    "explain": _explain,
    "call": _call,
    "email": _email,
    "offer": _offer,
    "reply": _reply,
    "close": _close,
}


def _said(picked: str) -> Given | str:
    return picked if picked in {BACK, LATER} else {"said": picked}


# ------------------------------------------------------------------- drafts


def _draft(view: View, kinds: tuple[str, ...]) -> View | None:
    live = (entry for entry in view["drafts"] if entry["kind"] in kinds and not entry["withdrawn"])
    return max(live, key=lambda entry: str(entry["at"]), default=None)


def _written(view: View) -> View:
    """The case with its drafts as they are after the last answer: they are written beside it, within a moment."""
    until = time.monotonic() + _WRITTEN_WITHIN_S
    while not _all_written(view) and time.monotonic() < until:
        time.sleep(_LOOK_S)
        view = _view(view["key"])
    return view


def _all_written(view: View) -> bool:
    case = view["case"]
    words = [answer["at"] for answer in case["answers"] if answer["step"] in {"attended", "explain"}]
    letter = _draft(view, (*_LETTERS, *_LATEST))
    if letter is None or case["outcome"]:
        return letter is not None and (case["outcome"] != "rescheduled" or letter["kind"] == "confirmation")
    addressed = not case["recipient"] or letter["to"] == [case["recipient"]]
    return addressed and ("explain" not in {a["step"] for a in case["answers"]} or letter["at"] >= max(words))


def _show_letter(view: View, letter: View) -> None:
    say(f"To: {', '.join(letter['to']) or 'nobody yet'}")
    say(f"Subject: {letter['subject']}")
    say()
    say(letter["body"], "  ")
    say()
    for text in letter["missing"]:
        say(f"Still wanted: {text}")
    if letter["where"]:
        say(f"It lies in {letter['where']}")
    say("Nothing is sent for you." if not view["case"]["outcome"] else "Send it yourself, if you like.")
