"""Templates: the words of one kind of draft in one language, as a data file.

A file has `subject` (see showup.recovery.subject), `most_words` (or `most_characters`) and `[[paragraph]]`. A paragraph has
sentences, joined by a space (or what the `joint` of words.toml says), or one a line where `lines` is true. A sentence `say`s
rows of alternatives, best row first: the first row with an alternative whose facts are all known speaks, and among its known
alternatives the seed decides. `when` and `unless` name facts that must all be known, or must all not be. A
fact stands as `$name` in the text and is put in once; what it contains is never looked at again.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template as Text
from typing import Any

__all__ = ["Paragraph", "Sentence", "Template", "Words", "choice", "compose", "fill", "languages", "load", "words"]

Known = Mapping[str, str]
_FOLDER = files("showup.recovery").joinpath("templates")


@dataclass(frozen=True, slots=True)
class Sentence:
    rows: tuple[tuple[str, ...], ...]
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    sentences: tuple[Sentence, ...]
    joint: str = " "


@dataclass(frozen=True, slots=True)
class Template:
    """`subjects` are rows, each from the fullest form to the briefest; `paragraphs` make the body.

    `most_words` is the most that the body may have, as `body.split()` counts them; `most_characters` where the language does not
    part its words.
    """

    name: str
    subjects: tuple[tuple[str, ...], ...]
    paragraphs: tuple[Paragraph, ...]
    most_words: int | None = None
    most_characters: int | None = None

    def over(self, body: str) -> int:
        """How many words (or characters) too long a body is; zero or less where it fits."""
        if self.most_words is not None:
            return len(body.split()) - self.most_words
        return len("".join(body.split())) - self.most_characters if self.most_characters is not None else 0


@dataclass(frozen=True, slots=True)
class Words:
    """The small words of a language: dates, kinds of interviews, zones known by their letters; what is said of a cause by its
    sort, that it can be shown, and how an offer is made; `listing` stands between several things, `joint` between sentences;
    `clock` is an hour in its zone, `first` the first day of a month, `zones_said` what is written instead of a zone's letters.
    """

    day: str
    date: str
    brief: str
    spoken: str
    clock: str
    city_time: str
    first: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    months_brief: tuple[str, ...]
    zones: Mapping[str, str]
    kinds: Mapping[str, str]
    kinds_brief: Mapping[str, str]
    meetings: Mapping[str, str]
    when: Mapping[str, str]
    slots: Mapping[str, str]
    causes: Mapping[str, tuple[str, ...]]
    evidence: tuple[str, ...]
    offers: Mapping[str, str]
    listing: str
    joint: str
    zones_said: Mapping[str, str]


def compose(template: Template, known: Known, seed: str) -> str:
    """The body; paragraphs of which nothing is left are left out."""
    written = (
        _paragraph(paragraph, known, f"{seed}/{template.name}/{place}")
        for place, paragraph in enumerate(template.paragraphs)
    )
    return "\n\n".join(text for text in written if text)


def fill(text: str, known: Known) -> str | None:
    """`text` with its facts put in, None when one of them is not known."""
    needs = Text(text).get_identifiers()
    return Text(text).substitute(known) if all(known.get(fact) for fact in needs) else None


def _paragraph(paragraph: Paragraph, known: Known, seed: str) -> str:
    said = (_say(sentence, known, f"{seed}/{place}") for place, sentence in enumerate(paragraph.sentences))
    return paragraph.joint.join(text for text in said if text)


def _say(sentence: Sentence, known: Known, seed: str) -> str:
    if not all(map(known.get, sentence.when)) or any(map(known.get, sentence.unless)):
        return ""
    rows = ([text for text in (fill(one, known) for one in row) if text] for row in sentence.rows)
    return choice(next(filter(None, rows), [""]), seed)


def choice(texts: Sequence[str], seed: str) -> str:
    """One of them, always the same for a seed; nothing where there is none."""
    if not texts:
        return ""
    digest = hashlib.blake2b(seed.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return texts[int.from_bytes(digest, "big") % len(texts)]


# ------------------------------------------------------------------ data files


@cache
def languages() -> frozenset[str]:
    """The languages there are templates for, as ISO 639 codes."""
    return frozenset(folder.name for folder in _FOLDER.iterdir() if folder.is_dir())


@cache
def load(language: str, name: str) -> Template:
    data = _read(language, name)
    subjects = tuple(map(_as_row, data["subject"]))
    joint = words(language).joint
    paragraphs = tuple(_as_paragraph(paragraph, joint) for paragraph in data["paragraph"])
    return Template(name, subjects, paragraphs, data.get("most_words"), data.get("most_characters"))


@cache
def words(language: str) -> Words:
    data = _read(language, "words")
    dates = data["dates"]
    return Words(
        **{pattern: dates[pattern] for pattern in ("day", "date", "brief", "spoken", "city_time")},
        clock=dates.get("clock", "{time} {zone}"),
        first=dates.get("first", "1"),
        weekdays=tuple(dates["weekdays"]),
        months=tuple(dates["months"]),
        months_brief=tuple(dates["months_brief"]),
        zones=data["zones"],
        kinds=data["kinds"],
        kinds_brief=data["kinds_brief"],
        meetings=data["meetings"],
        when=data["when"],
        slots=data["slots"],
        causes={cause: tuple(texts) for cause, texts in data["causes"].items()},
        evidence=tuple(data["evidence"]["say"]),
        offers={name: text for name, text in data["offers"].items() if name != "between"},
        listing=data["offers"]["between"],
        joint=data.get("joint", " "),
        zones_said=data.get("zones_said", {}),
    )


def _read(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads(_FOLDER.joinpath(language, f"{name}.toml").read_text("utf-8"))


def _as_paragraph(data: Mapping[str, Any], joint: str) -> Paragraph:
    return Paragraph(tuple(map(_as_sentence, data["sentence"])), "\n" if data.get("lines") else joint)


def _as_sentence(data: Mapping[str, Any]) -> Sentence:
    rows = tuple(map(_as_row, data["say"]))
    return Sentence(rows, tuple(data.get("when", ())), tuple(data.get("unless", ())))


def _as_row(row: str | Iterable[str]) -> tuple[str, ...]:
    return (row,) if isinstance(row, str) else tuple(row)
