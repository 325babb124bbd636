"""How well the detector does on the corpus: `python -m tests.detection.scores --help`."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from tests.detection import facts
from tests.detection.entries import Entry, entries

from showup.detect import judge
from showup.model import Judgement

__all__ = ["Scored", "Scores", "main", "score", "table"]

_LINE = "{:<20}{:>9}{:>9}{:>9}{:>10}{:>8}{:>10}{:>9}{:>11}"
_HEADS = ("", "inter-", "missed", "recall", "negative", "false", "needless", "maybe", "asked of")
_HEADS_2 = ("", "views", "outright", "", "", "alarms", "questions", "", "those")


@dataclass(frozen=True, slots=True)
class Scored:
    entry: Entry
    judgement: Judgement

    @property
    def right(self) -> bool:
        return self.judgement.verdict == self.entry.verdict


@dataclass(frozen=True, slots=True)
class Scores:
    """Shares from 0 to 1, None where nothing could have gone wrong.

    `missed`, of the interviews, those called `no`; `recall`, those called `interview`; of what is none, `alarms` those called
    `interview` and `questions` those called `maybe`; of what is to be asked about, `asked` those called `maybe`.
    """

    interviews: int
    negatives: int
    doubtful: int
    missed: float | None
    recall: float | None
    alarms: float | None
    questions: float | None
    asked: float | None


def score(scored: Iterable[Scored]) -> Scores:
    """The scores of these."""
    by_label: dict[str, list[str]] = {"interview": [], "maybe": [], "no": []}
    for one in scored:
        by_label[one.entry.verdict].append(str(one.judgement.verdict))
    interviews, negatives, doubtful = by_label["interview"], by_label["no"], by_label["maybe"]
    return Scores(
        len(interviews), len(negatives), len(doubtful),
        _share(interviews, "no"), _share(interviews, "interview"),
        _share(negatives, "interview"), _share(negatives, "maybe"), _share(doubtful, "maybe"),
    )  # fmt: skip


def _share(verdicts: list[str], wanted: str) -> float | None:
    return verdicts.count(wanted) / len(verdicts) if verdicts else None


def judged(wanted: Iterable[Entry]) -> list[Scored]:
    """The entries with what the detector says of them."""
    return [Scored(entry, judge(entry.occurrence, entry.profile)) for entry in wanted]


def table(scored: Sequence[Scored], by: Callable[[Entry], str]) -> list[str]:
    """Lines for a terminal: the scores of each sort of entry that `by` tells apart, and of all."""
    groups: dict[str, list[Scored]] = {}
    for one in scored:
        groups.setdefault(by(one.entry), []).append(one)
    rows = [*sorted(groups.items()), ("all", list(scored))]
    return [_LINE.format(*_HEADS), _LINE.format(*_HEADS_2), *(_line(name, score(ones)) for name, ones in rows)]


def _line(name: str, scores: Scores) -> str:
    return _LINE.format(
        name, scores.interviews, _percent(scores.missed), _percent(scores.recall), scores.negatives,
        _percent(scores.alarms), _percent(scores.questions), scores.doubtful, _percent(scores.asked),
    )  # fmt: skip


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f} %"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.detection.scores", description=__doc__)
    parser.add_argument("--language", action="append", help="only the entries of this file (repeatable)")
    parser.add_argument("--sort", action="append", help="only the entries of this class (repeatable)")
    parser.add_argument(
        "--wrong", action="store_true", help="show what is judged wrongly, of those that may be looked at"
    )
    parser.add_argument(
        "--facts", action="store_true", help="score company, kind, link and role instead of the verdict"
    )
    arguments = parser.parse_args(argv)
    wanted = [
        entry
        for entry in entries()
        if (not arguments.language or entry.language in arguments.language)
        and (not arguments.sort or entry.sort in arguments.sort)
    ]
    scored = judged(wanted)
    if arguments.facts:
        print("\n".join(_facts(scored, wrong=arguments.wrong)))
        return
    for name, held_out in (("tuned to", False), ("held out", True)):
        ones = [one for one in scored if one.entry.held_out is held_out]
        print(f"\n{name}: {len(ones)} entries")
        for by in ("sort", "language"):
            print("\n".join(table(ones, attrgetter(by))))
    if arguments.wrong:
        for one in scored:
            if not one.right and not one.entry.held_out:
                _show(one)


def _facts(scored: Sequence[Scored], *, wrong: bool) -> Iterator[str]:
    found = [fact for one in scored for fact in facts.compared(one.entry, one.judgement)]
    for name, held_out in (("tuned to", False), ("held out", True)):
        yield f"\n{name}"
        yield from facts.lines([fact for fact in found if fact.entry.held_out is held_out])
    if wrong:
        yield from facts.shown(found)


def _show(one: Scored) -> None:
    entry, judgement = one.entry, one.judgement
    print(f"\n{entry.language} {entry.sort}: {entry.verdict}, judged {judgement.verdict} ({judgement.score})")
    print(f"  {entry.occurrence.title}")
    if entry.occurrence.description:
        print(f"  {entry.occurrence.description[:400]!r}")
    people = [entry.occurrence.organizer, *entry.occurrence.attendees]
    print(f"  {[person and person.email for person in people]} me {entry.profile.emails}")
    for reason in judgement.reasons:
        print(f"  - {reason}")


if __name__ == "__main__":
    main()
