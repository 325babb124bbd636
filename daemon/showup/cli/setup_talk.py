"""The talk of `showup setup`: five steps, each of which can be left, gone back to, and done again another day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from showup.cli.printing import counted, headline
from showup.cli.saying import BACK, LATER, choose, heading, say, tell
from showup.cli.setup_acts import AHEAD_DAYS, Acts, Connected, Seen
from showup.cli.tried import summary
from showup.config import Config
from showup.connect import Nearby
from showup.errors import ShowupError
from showup.model import Interview, Verdict
from showup.plain import one_line
from showup.views import interview_view

__all__ = ["Talk"]

_KINDS = (
    ("file", "A file, or a folder of .ics files"),
    ("address", "An address (https://, webcal://); it is kept like a password"),
    ("google", "Google Calendar"),
    ("caldav", "iCloud, Fastmail, Nextcloud, or another CalDAV account"),
)
_NONE = ("none", "None: I add interviews by hand (showup add)")
_GO_ON = ("on", "Go on")
_MOST_NEARBY = 9
_WORDS = {Verdict.INTERVIEW: "an interview", Verdict.MAYBE: "perhaps one"}
_REASONS = 3

Step = Callable[[], str | None]
"""One step; BACK to go to the one before."""


@dataclass
class Talk:
    """With the person at the terminal. `words` are what they said of single events, by key; the service hears it once it runs."""

    acts: Acts
    answered: frozenset[str] = frozenset()
    """The steps that options have answered already."""
    words: dict[str, str] = field(default_factory=dict)

    def hold(self) -> None:
        """Go through the steps. Raises Left when the person leaves."""
        steps: list[tuple[str, str, Step]] = [
            ("calendar", "Your calendar", self._calendar),
            ("interviews", "Is it an interview?", self._interviews),
            ("profile", "Who you are", self._profile),
            ("ring", "How it rings", self._ring),
            ("service", "The service", self._service),
        ]
        steps = [step for step in steps if step[0] not in self.answered]
        at = 0
        while at < len(steps):
            _, title, step = steps[at]
            heading(f"{at + 1} of {len(steps)}  {title}")
            at = max(at - 1, 0) if step() == BACK else at + 1

    # ---------------------------------------------------------------- calendars

    def _calendar(self) -> str | None:
        for one in self.acts.nearby:
            if one.cannot:
                say(f"{one.program}: {one_line(one.name, 60)} cannot be read: {one.cannot}.")
        while True:
            config = self.acts.config()
            near = [(f"near {at}", _line_of(one)) for at, one in enumerate(self._able(config))]
            answers = [*near, *_KINDS, _GO_ON if config.sources else _NONE]
            picked = choose(_question(config), answers, suggested=len(answers) if config.sources else min(len(near), 1))
            if picked == BACK:
                return BACK
            if picked in {LATER, "none", "on"}:
                return None
            self._connect(picked)

    def _able(self, config: Config) -> list[Nearby]:
        """Those nearby that are not connected yet, as far as can be seen."""
        keys = ("path", "url", "account")
        there = {str(spec.settings[key]) for spec in config.sources for key in keys if key in spec.settings}
        there |= {spec.name for spec in config.sources}  # an address that is kept as a secret is known by nothing else
        able = [one for one in self.acts.nearby if not one.cannot and not there & {one.at, one.name, *one.words}]
        return able[:_MOST_NEARBY]

    def _connect(self, picked: str) -> None:
        try:
            made = self._connected(picked)
        except ShowupError as err:
            say(str(err))
            return
        if made is not None:
            _tell_connected(made, str(self.acts.file))

    def _connected(self, picked: str) -> Connected | None:
        if picked.startswith("near "):
            one = self._able(self.acts.config())[int(picked.removeprefix("near "))]
            if one.told:
                say(f"{one.told[0].upper()}{one.told[1:]}.")
            return self.acts.connect(one.what, one.words, one.known, one.name)
        if picked == "file":
            path = tell("Its path:")
            return self.acts.connect("ics", ("--", path)) if path else None
        if picked == "address":
            return self.acts.connect("ics", ("--secret", "-"))
        if picked == "google":
            return self.acts.connect("google", ())
        for line in self.acts.told("caldav"):
            say(line, "  ")
        address = tell("Its address:")
        return self.acts.connect("caldav", ("--", address)) if address else None

    # --------------------------------------------------------------- interviews

    def _interviews(self) -> str | None:
        if not self.acts.config().sources:
            say("There is no calendar to look into yet.")
            return None
        say(f"Reading {AHEAD_DAYS} days ...")
        seen = self.acts.seen()
        while True:
            self._list(seen)
            said = tell("The number of one that is wrong, words of the title of one that is missing, or Enter:")
            if not said:
                return None
            if said.casefold() in {"b", BACK}:
                return BACK
            self._correct(said, seen)

    def _list(self, seen: Seen) -> None:
        if not seen.likely:
            say(f"None of {counted(len(seen.interviews), 'event')} in the next {AHEAD_DAYS} days is an interview.")
        for number, interview in enumerate(seen.likely, 1):
            say(f"{number}  {headline(interview_view(interview, self.acts.zone()))}")
            say(self._judged(interview), "     ")
        rest = len(seen.interviews) - len(seen.likely)
        if seen.likely and rest:
            say(f"{counted(rest, 'other event')} {'is' if rest == 1 else 'are'} taken for none.")

    def _judged(self, interview: Interview) -> str:
        word = self.words.get(interview.key)
        if word is not None:
            return "you say that it is one" if word == "mine" else "you say that it is none: it will not ring"
        reasons = "; ".join(interview.judgement.reasons[:_REASONS])
        return f"{_WORDS.get(interview.judgement.verdict, 'none')}: {reasons}"

    def _correct(self, said: str, seen: Seen) -> None:
        likely = seen.likely
        if said.isdecimal():
            if not 1 <= int(said) <= len(likely):
                say(f"That is none of 1 to {len(likely)}.")
                return
            meant = likely[int(said) - 1]
            maybe = meant.judgement.verdict is Verdict.MAYBE
            answers = (("mine", "It is an interview of mine"), ("not-mine", "It is none"))
            picked = choose(headline(interview_view(meant, self.acts.zone())), answers, suggested=1 if maybe else 2)
            if picked not in {BACK, LATER}:
                self.words[meant.key] = picked
            return
        try:
            meant = seen.find(said)
        except ShowupError as err:
            say(str(err))
            return
        self.words[meant.key] = "mine"
        say(f"{headline(interview_view(meant, self.acts.zone()))}: it will ring.")

    # ------------------------------------------------------------------ profile

    def _profile(self) -> str | None:
        say("It signs the drafts, and tells your side of an invitation from theirs. Enter keeps what stands there.")
        profile = self.acts.config().profile
        for key, question, now in (
            ("name", "Your name", profile.name),
            ("emails", "Your e-mail addresses, with spaces between them", " ".join(profile.emails)),
            ("phone", "Your telephone number", profile.phone),
            ("country", "The country you live in, such as DE", profile.country),
        ):
            self._ask_profile(key, f"{question} ({now or 'none yet'}):")
        say(f"Your zone is {profile.zone}.")
        return None

    def _ask_profile(self, key: str, question: str) -> None:
        while typed := tell(question):
            try:
                self.acts.set_profile(**{key: typed.replace(",", " ").split() if key == "emails" else typed})
            except ShowupError as err:
                say(str(err).splitlines()[0])
            else:
                return

    # ------------------------------------------------------------------ ringing

    def _ring(self) -> str | None:
        able = [each["name"] for each in self.acts.channels() if each["state"] == "ok"]
        say(f"On this machine ring: {', '.join(able) or 'no channel'}.")
        if "push" not in able:
            say("Your telephone can ring too: showup connect push.")
        picked = choose("Ring each of them once, now? That is the only proof.", (("yes", "Yes"), ("no", "Not now")))
        if picked == "yes":
            self.acts.ring()
        return BACK if picked == BACK else None

    # ------------------------------------------------------------------ service

    def _service(self) -> str | None:
        try:
            installed = self.acts.installed()
        except ShowupError as err:
            say(f"{err} Without systemd, `showup run` keeps watch as long as it runs.")
            return None
        if installed and self.acts.running():
            say("It is installed and runs. What you have changed here is followed within a minute or so.")
            return None
        answers = (("yes", "Yes"), ("no", "Not now; `showup service install` does it later"))
        picked = choose("Start showup now, and whenever you log in? Nothing rings without it.", answers)
        if picked == "yes":
            self._install()
        return BACK if picked == BACK else None

    def _install(self) -> None:
        try:
            for line in self.acts.install():
                say(line)
        except ShowupError as err:
            say(str(err))


def _question(config: Config) -> str:
    if not config.sources:
        return "Where do your appointments stand? showup only reads them."
    say("showup reads: " + ", ".join(one_line(spec.name, 60) for spec in config.sources))
    return "Another one?"


def _line_of(one: Nearby) -> str:
    at = f" ({one_line(one.at, 60)})" if one.at else ""
    return f"{one.program}: {one_line(one.name, 60) or one.what}{at}"


def _tell_connected(made: Connected, file: str) -> None:
    for each in made.tried:
        for line in each.offer.told:
            say(line)
        say(summary(each, asked=True))
    if made.written:
        say(f"Written to {file}.")
