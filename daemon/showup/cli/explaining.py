"""`showup why`: all that counted, with its weight, and what that came to."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from showup.cli.asking import show
from showup.cli.judging import Found, find
from showup.cli.printing import counted, headline, way_there
from showup.detect import Evidence, score_of, verdict_of, weigh
from showup.errors import UsageError
from showup.exits import SOURCE_FAILED
from showup.model import Interview, Verdict
from showup.plain import one_line
from showup.views import interview_view, way_view

__all__ = ["why"]

_FULL = 100
_WORDS = {"interview": "an interview", "maybe": "perhaps an interview, so you are asked", "no": "no interview"}


def why(arguments: Namespace) -> int:
    """Every event of that name."""
    found = find(arguments, whole=True)
    wanted = arguments.event.casefold()
    hits = [i for i in found.interviews if _is_meant(i, arguments.event, wanted)]
    if not hits:
        raise UsageError(f'No event of the next {arguments.days} days is called "{one_line(arguments.event, 60)}".')
    views = [_view(interview, found) for interview in hits]
    if arguments.json:
        show(views)
    else:
        print("\n\n".join(_lines(view) for view in _once_for_a_series(views)))
    return SOURCE_FAILED if found.failed else 0


def _is_meant(interview: Interview, name: str, folded: str) -> bool:
    return interview.occurrence.uid == name or interview.key.startswith(folded) or folded in interview.title.casefold()


def _view(interview: Interview, found: Found) -> dict[str, Any]:
    history = interview.judgement.history
    pieces = (
        *weigh(interview.occurrence, found.config.profile),
        *(Evidence(piece.points, piece.reason, piece.most, sign="history") for piece in history),
    )
    score = interview.judgement.score if history else score_of(pieces)
    answer = found.answers.get(interview.key) or found.answers.get(interview.occurrence.uid)
    return (
        interview_view(interview, found.zone)
        | way_view(interview, found.zone)
        | {
            "key": interview.key,
            "answer": answer,
            "rule": interview.judgement.rule or None,
            "detected": verdict_of(score).value,
            "points": sum(piece.points for piece in pieces),
            "most": min([_FULL, *(piece.most for piece in pieces)]),
            "thresholds": {verdict.value: _from(verdict) for verdict in (Verdict.INTERVIEW, Verdict.MAYBE)},
            "evidence": [_weighed(piece) for piece in pieces],
        }
    )


def _from(verdict: Verdict) -> int:
    """The least score of that verdict."""
    return next(score for score in range(_FULL + 1) if verdict_of(score) is verdict)


def _weighed(piece: Evidence) -> dict[str, Any]:
    return {
        "points": piece.points,
        "most": piece.most,
        "role": piece.role.value if piece.role else None,
        "sign": piece.sign,
        "reason": piece.reason,
    }


def _once_for_a_series(views: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is the same of all occurrences of a series is told of the next one."""
    by_series: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for view in views:
        told = (view["uid"], view["source"], view["title"], view["verdict"], str(view["reasons"]))
        by_series.setdefault(told, []).append(view)
    return [group[0] | {"repeats": len(group) - 1} for group in by_series.values()]


def _lines(view: dict[str, Any]) -> str:
    verdict = f"  {_WORDS[view['verdict']]} (you are: {view['role']})"
    repeats = f"  (and {counted(view['repeats'], 'time')} more)" if view["repeats"] else ""
    return "\n".join(
        [f"{headline(view)}{repeats}", verdict, *way_there(view), *_said(view), *_sum(view), *_notes(view)]
    )


def _said(view: dict[str, Any]) -> list[str]:
    """What counts before the evidence: the person's answer, or their rule."""
    if view["answer"]:
        word = "it is one of yours" if view["answer"] == Verdict.INTERVIEW else "it is none of yours"
        return [f"  because you said that {word} (`showup undo` for a while, or `showup mine`, `showup not-mine`)"]
    return [f"  because {view['rule']} (`showup rules`)"] if view["rule"] else []


def _sum(view: dict[str, Any]) -> list[str]:
    """The evidence as an addition, and what its result means."""
    rows = [f"  {e['points']:+4d}  {one_line(e['reason'], 300)}{_tail(e)}" for e in view["evidence"]]
    if not rows:
        rows = ["     0  nothing in it speaks of an interview"]
    least = view["thresholds"]
    scale = f"{least['interview']} and more is an interview, {least['maybe']} and more is asked about"
    capped = f", of {view['points']} points" if view["score"] != view["points"] else ""
    return [*rows, f"  = {view['score']:3d}  of {_FULL}{capped}: {_WORDS[view['detected']]} by itself ({scale})"]


def _tail(piece: dict[str, Any]) -> str:
    side = f"; speaks of the {piece['role']}'s side" if piece["role"] else ""
    return (f"; with it at most {piece['most']}" if piece["most"] < _FULL else "") + side


def _notes(view: dict[str, Any]) -> list[str]:
    """The reasons that are no evidence: what had to be mended to read it."""
    known = {e["reason"] for e in view["evidence"]} | {view["rule"], "nothing in it speaks of an interview"}
    told = (r for r in view["reasons"] if r not in known and not r.startswith(("you said that ", "without your rule")))
    return [f"        {one_line(reason, 300)}" for reason in told]
