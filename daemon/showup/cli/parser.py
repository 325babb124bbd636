"""Every command with its arguments; `run` names the function that does it ("module:function")."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Sequence
from typing import NoReturn

from showup import __version__

__all__ = ["COMMANDS", "Parser", "parse", "whole"]

_EPILOG = """exit codes: 0 done, 1 found a problem, 2 usage, 3 configuration, 4 source failed, 5 service not running"""


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"showup: {message} (see `{self.prog} --help`)\n")


_Commands = argparse._SubParsersAction  # noqa: SLF001 argparse has no public name for it


def parse(argv: Sequence[str]) -> argparse.Namespace:
    """The arguments of one command; exits with code 2 and one line for anything else."""
    argv = _in_one_word(argv)
    parser, commands = _with(_wanted(argv))
    _help_with_typing_error(parser, commands, argv)
    arguments = parser.parse_args(argv)
    if not hasattr(arguments, "run"):
        parser.print_help()
        parser.exit(2)
    return arguments


def whole() -> Parser:
    """All commands, for who wants to tell of them."""
    return _with(COMMANDS)[0]


def _with(wanted: Iterable[Callable[[_Commands[Parser]], None]]) -> tuple[Parser, _Commands[Parser]]:
    parser = Parser(prog="showup", description="Never miss a job interview; recover well when you do.", epilog=_EPILOG)
    parser.add_argument("--version", action="version", version=f"showup {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=Parser)
    for add in wanted:
        add(commands)
    return parser, commands


def _in_one_word(argv: Sequence[str]) -> Sequence[str]:
    """A command of two words as one: `draft` takes a name, which argparse could not tell from a second word."""
    name = " ".join(argv[:2])
    return [name, *argv[2:]] if any(name in names for names in COMMANDS.values()) else argv


def _wanted(argv: Sequence[str]) -> Iterable[Callable[[_Commands[Parser]], None]]:
    """Who makes the command that is asked for, else all: making them all takes longer than `showup here` should."""
    asked = [add for add, names in COMMANDS.items() if argv and argv[0] in names]
    return asked or COMMANDS


def _help_with_typing_error(parser: Parser, commands: _Commands[Parser], argv: Sequence[str]) -> None:
    wanted = next((word for word in argv if not word.startswith("-")), None)
    if wanted is None or wanted in commands.choices or argv[0].startswith("-"):
        return
    from difflib import get_close_matches

    close = get_close_matches(wanted, commands.choices, n=1)
    parser.error(f'there is no command "{wanted}"' + (f'; did you mean "{close[0]}"?' if close else ""))


def _command(commands: _Commands[Parser], name: str, run: str, told: str, more: str = "") -> Parser:
    parser: Parser = commands.add_parser(name, help=told, description=f"{told[0].upper()}{told[1:]}. {more}".strip())
    parser.set_defaults(run=run, command=name)
    return parser


def _json(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="print JSON")


def _config(parser: Parser) -> None:
    parser.add_argument("--config", metavar="FILE", help="another configuration than the default one")


def _named(
    parser: Parser, told: str = "its key, UID, or words of its title or company; left out: the likeliest one"
) -> None:
    parser.add_argument("interview", nargs="?", metavar="INTERVIEW", help=told)


def _window(parser: Parser, ahead: int = 30, told: str = "how far ahead to look") -> None:
    parser.add_argument(
        "--calendar",
        action="append",
        metavar="PATH_OR_URL",
        help="a calendar file, folder or URL; may be given several times",
    )
    _config(parser)
    parser.add_argument("--now", metavar="ISO", help="the time to count from instead of the clock's")
    parser.add_argument("--days", type=days, default=ahead, metavar="N", help=f"{told} ({ahead})")
    _json(parser)


def days(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 3660:
        raise argparse.ArgumentTypeError(f"{text}: from 1 to 3660 days")
    return number


# ----------------------------------------------------------------- commands


def _running(commands: _Commands[Parser]) -> None:
    run = _command(commands, "run", "running:run", "run the service in the foreground until it is stopped")
    run.add_argument(
        "--calendar", action="append", metavar="PATH_OR_URL", help="watch this calendar beside the configured ones"
    )
    run.add_argument("--verbose", action="store_true", help="log more")
    _config(run)
    rehearse = _command(
        commands,
        "rehearse",
        "rehearsing:rehearse",
        "live through an interview day in about a minute, on this machine's real channels",
        "It uses a record and a drafts folder of its own, confirms nothing, and ends with the case and its drafts.",
    )
    rehearse.add_argument("--calendar", metavar="PATH_OR_URL", help="rehearse the first interview of this calendar")
    rehearse.add_argument("--seconds", type=float, default=60, metavar="N", help="how long it may take, about (60)")
    rehearse.add_argument(
        "--drafts", metavar="FOLDER", help="where to put the drafts (a new folder under the temporary one)"
    )
    _config(rehearse)
    _json(rehearse)
    simulate = _command(
        commands, "simulate", "simulating:simulate", "run calendars on virtual time, without any effect"
    )
    simulate.add_argument("calendar", nargs="+", metavar="CALENDAR", help="a calendar file, folder or URL")
    simulate.add_argument("--from", dest="since", required=True, metavar="ISO", help="where virtual time begins")
    simulate.add_argument("--until", required=True, metavar="ISO", help="where it ends")
    simulate.add_argument("--script", metavar="FILE", help="JSON lines of what the person and the world do")
    _config(simulate)
    _json(simulate)
    test = _command(
        commands,
        "test-alarm",
        "test_alarm:test_alarm",
        "ring each channel of this machine in turn, and ask whether you noticed it",
        "Nothing of it counts for an interview. Your answers are kept, and `showup status` names a channel that nobody noticed. "
        "Exit 1 when there is one, or one could not ring.",
    )
    test.add_argument("--channel", metavar="NAME", help="only this one: desktop, sound, takeover, ...")
    test.add_argument(
        "--noticed", choices=["yes", "no"], help="say whether you noticed the last test of --channel; nothing rings"
    )
    _config(test)
    _json(test)
    doctor = _command(
        commands,
        "doctor",
        "doctoring:doctor",
        "look at everything that an alarm needs on this machine, and say what to mend",
        "ok: as it should be, !! an alarm could be missed, ! could be better, ? nobody can say, - not in use. It disturbs "
        "nobody: the tone that it plays is silent. Exit 1 when an alarm could be missed.",
    )
    _config(doctor)
    _json(doctor)
    service = _command(commands, "service", "servicing:service", "install, look at or remove the systemd user service")
    service.add_argument("what", choices=["install", "status", "remove"])


def _setting_up(commands: _Commands[Parser]) -> None:
    setup = _command(
        commands,
        "setup",
        "setup:setup",
        "set everything up: calendar, interviews, profile, a test of each channel, the service",
        "At a terminal it asks, and can be left and run again at any time. What an option answers is not asked; without a "
        "terminal it does what the options say and nothing else.",
    )
    setup.add_argument(
        "--calendar", action="append", metavar="PATH_OR_URL", help="read this calendar; may be given several times"
    )
    setup.add_argument(
        "--connect",
        action="append",
        metavar="WORDS",
        help='as after `showup connect`: "caldav https://caldav.icloud.com/ --user YOU"; may be given several times',
    )
    for key, told in (
        ("name", "your name, which signs the drafts"),
        ("phone", "your telephone number"),
        ("country", "the country you live in, such as DE"),
        ("zone", "your zone, such as Europe/Berlin; left out: the machine's"),
    ):
        setup.add_argument(f"--{key}", metavar=key.upper(), help=told)
    setup.add_argument("--email", action="append", metavar="ADDRESS", help="yours; may be given several times")
    for word, told in (("mine", "that event is an interview of yours"), ("not-mine", "that event is none")):
        setup.add_argument(
            f"--{word}", action="append", metavar="EVENT", help=f"{told}: its key, UID, or words of its title"
        )
    yes_or_no = argparse.BooleanOptionalAction
    setup.add_argument("--ring", action=yes_or_no, help="ring each channel of this machine once")
    setup.add_argument("--service", action=yes_or_no, help="install and start the systemd user service")
    _config(setup)
    _json(setup)


_ANSWERS = (
    ("here", "confirm", 'say "I\'m there": ends the alarms of this interview'),
    ("ack", "ack", 'say "I know": silences what rings now, the next alarm comes'),
    ("snooze", "snooze", "silence what rings now for some minutes"),
    ("done", "done", "say that a deadline is met"),
    ("not-mine", "not-mine", "say that it is no interview of yours; remembered, also for others of its series"),
    ("mine", "mine", "say that it is an interview of yours; remembered, also for others of its series"),
    ("cant", "cant", "say that you cannot make it; a request for another date is drafted"),
    ("missed", "missed", "say that you missed it; opens the recovery"),
    ("undo", "undo", "take your last answer, or the rule that you have just made, back"),
)


def _answering(commands: _Commands[Parser]) -> None:
    for name, do, told in _ANSWERS:
        parser = _command(commands, name, "answering:answer", told)
        parser.set_defaults(answer=do)
        _named(parser)
        if name == "here":
            parser.add_argument("--early", action="store_true", help="count it although the start is far off")
        if name == "snooze":
            parser.add_argument("--minutes", type=minutes, metavar="N", help="for how long (2)")
        if name == "cant":
            parser.add_argument("--reason", metavar="TEXT", help="why, for your own record; it enters no draft")
        _json(parser)
    add = _command(commands, "add", "adding:add", "watch an interview that stands in no calendar")
    add.add_argument("title", metavar="TITLE")
    add.add_argument(
        "--at", required=True, metavar="ISO", help='when it begins, such as "2026-11-25 14:00", in your zone'
    )
    add.add_argument("--for", dest="length", default="60m", metavar="DURATION", help="how long it lasts (60m)")
    add.add_argument("--join", metavar="URL", help="the link of the video call")
    add.add_argument("--place", metavar="TEXT", help="where it is")
    add.add_argument("--company", metavar="NAME")
    add.add_argument("--contact", metavar="EMAIL", help="who to write to if something goes wrong")
    add.add_argument("--note", metavar="TEXT", help="what was agreed; telephone numbers in it are found")
    _config(add)
    _json(add)


def minutes(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 120:
        raise argparse.ArgumentTypeError(f"{text}: from 1 to 120 minutes")
    return number


def seconds(text: str) -> float:
    number = float(text)
    if not 1 <= number <= 86400:
        raise argparse.ArgumentTypeError(f"{text}: from 1 to 86400 seconds")
    return number


def length(text: str) -> int:
    number = int(text)
    if not 5 <= number <= 480:
        raise argparse.ArgumentTypeError(f"{text}: from 5 to 480 minutes")
    return number


def _looking(commands: _Commands[Parser]) -> None:
    for name, told in (
        ("status", "show how the service, its channels and calendars are, and what is watched"),
        ("next", "show what rings next"),
    ):
        _json(_command(commands, name, f"looking:{name}", told))
    interviews = _command(
        commands,
        "interviews",
        "judging:interviews",
        "find the interviews in calendars",
        "Your rules (`showup rules`) and your profile count, also for a --calendar; what you answered about single events, only "
        "without one, and while the service runs.",
    )
    interviews.add_argument("--all", action="store_true", help="also what is no interview")
    _window(interviews)
    why = _command(
        commands,
        "why",
        "explaining:why",
        "show why an event is, or is not, taken for an interview",
        "Every piece of evidence with its points, what the score may be at most with it, your answer or the rule of yours that "
        "counts instead, and the scores from which it is taken for one.",
    )
    why.add_argument("event", metavar="EVENT", help="its UID, key, or words of its title")
    _window(why)
    free = _command(
        commands,
        "free",
        "free_time:free",
        "show when you are free in the coming working days",
        "By the working_hours, zone and country of your profile. An event takes its time, an all-day one its whole days, unless "
        "its calendar marks it as free, it is called off, or you declined it. --slots also keeps to the other side's working "
        "hours and to the public holidays of both, and leaves room around what is taken.",
    )
    _window(free, 15, "how many working days; of theirs with --slots, then 7; else")
    free.set_defaults(days=None)
    free.add_argument(
        "--slots", action="store_true", help="two or three dates to propose for an interview, on both clocks"
    )
    free.add_argument("--minutes", type=length, metavar="N", help="with --slots: how long it lasts (60)")
    free.add_argument("--zone", metavar="ZONE", help="with --slots: the other side's, such as America/New_York (yours)")
    plan = _command(commands, "plan", "judging:plan", "show the alarms that are planned")
    _named(plan, "its key, UID, or words of its title or company; left out: all")
    _window(plan)
    log = _command(commands, "log", "looking:log", "show the history: what rang, what you answered")
    _named(log, "only that of one interview")
    log.add_argument("--limit", type=int, default=50, metavar="N", help="how many lines (50)")
    _json(log)
    sync = _command(commands, "sync", "looking:sync", "read the calendars now")
    sync.add_argument("source", nargs="?", metavar="SOURCE", help="only this one")
    sync.add_argument("--accept", action="store_true", help="what a calendar has suddenly lost is really gone")
    _json(sync)


def _recovering(commands: _Commands[Parser]) -> None:
    recover = _command(
        commands, "recover", "recovering:recover", "show the open recovery case, or answer its questions"
    )
    recover.add_argument(
        "case", nargs="?", metavar="CASE", help="its key, UID, or words of its title; left out: the open one"
    )
    recover.add_argument(
        "--attended", choices=["yes", "no", "interviewer-absent", "cancelled-by-them"], help="were you there?"
    )
    recover.add_argument(
        "--step", choices=["gather", "explain", "call", "email", "offer", "reply"], help="answer this step"
    )
    recover.add_argument("--said", default="done", metavar="TEXT", help="what came of the step (done)")
    recover.add_argument(
        "--category", metavar="CAUSE", help="with --step explain: overslept, forgot, time zone, transport, health, ..."
    )
    recover.add_argument(
        "--level",
        type=int,
        choices=range(4),
        help="how much of it to say: 0 nothing, 1 its sort, 2 your own sentence, 3 that, and that you can show it",
    )
    recover.add_argument("--words", metavar="TEXT", help="the sentence, in the language of the letter")
    recover.add_argument(
        "--uncharacteristic", action="store_true", help="say that it is not like you; only if that is so"
    )
    recover.add_argument("--prevention", metavar="TEXT", help="what you have done so that it does not happen again")
    recover.add_argument(
        "--to", metavar="ADDRESS", help="whom the letters are for; none is taken from a calendar unasked"
    )
    recover.add_argument("--start", metavar="ISO", help="with --step reply --said new-date: when it will be")
    recover.add_argument(
        "--close", metavar="OUTCOME", help="end the case: rescheduled, declined, withdrawn, no answer, ..."
    )
    recover.add_argument(
        "--cause",
        choices=["not-noticed", "not-rung", "no-time", "wrong-time", "not-known", "other"],
        help="of a case that has ended: why you missed it; one change that would have caught it is then offered",
    )
    recover.add_argument("--apply", action="store_true", help="make that change of your configuration")
    recover.add_argument("--all", action="store_true", help="also the cases that have ended, and how they went")
    _json(recover)
    page = _command(
        commands,
        "page",
        "paging:page",
        "open the local web page: what is coming, the recovery, history, health",
        "It is on this computer only, in a process of its own that ends when nobody looks at it. Its libraries are the extra "
        "page: showup[page].",
    )
    page.add_argument(
        "interview",
        nargs="?",
        metavar="CASE",
        help="open at the recovery of this interview: its key, or words of its title",
    )
    page.add_argument("--no-open", action="store_true", help="only print the address, which works once")
    page.add_argument(
        "--idle", type=seconds, default=600, metavar="SECONDS", help="how long it stays when nobody looks at it (600)"
    )
    _json(page)
    draft = _command(
        commands,
        "draft",
        "recovering:draft",
        "show the drafts; showup never sends one",
        "`showup draft lint FILE` says what is to be mended in one.",
    )
    _named(draft, "only those of one interview")
    draft.add_argument("--late", action="store_true", help="draft a line that says that you are running late")
    draft.add_argument("--kind", metavar="KIND", help="only this kind: email, call_script, voicemail, ...")
    _json(draft)
    lint = _command(
        commands,
        "draft lint",
        "linting:lint",
        "say what is to be mended in a draft, also in one that you have edited or written yourself",
        "Fifteen checks: subject, names, dates, zones, apology, responsibility, blame, what is claimed, new times, length, tone. "
        "Of a draft that showup wrote it knows the interview; of any other text what the text itself tells, and your profile. "
        "Exit 1 when something is to be mended.",
    )
    lint.add_argument(
        "file", metavar="FILE", help="an .eml file, or a plain text, whose first line may be a subject; - reads one"
    )
    lint.add_argument(
        "--kind",
        metavar="KIND",
        help="what it is, where it is no draft of showup's: email (the default), follow_up, ...",
    )
    lint.add_argument("--language", metavar="CODE", help="its language: en, de, ...; left out: the likeliest")
    lint.add_argument("--now", metavar="ISO", help="the time to count from instead of the clock's")
    _config(lint)
    _json(lint)


def _connecting(commands: _Commands[Parser]) -> None:
    connect = _command(
        commands,
        "connect",
        "connecting:connect",
        "sign in to a calendar and add it to the configuration; alone: list what can be, and what is",
        "Each kind has arguments of its own: `showup connect caldav --help`.",
    )
    connect.add_argument(
        "what", nargs="?", metavar="WHAT", help="ics, caldav, google, ...; left out: list them, and your calendars"
    )
    connect.add_argument("rest", nargs=argparse.REMAINDER, metavar="...", help="what that kind needs to know")
    _config(connect)
    _json(connect)
    disconnect = _command(
        commands,
        "disconnect",
        "disconnecting:disconnect",
        "take a calendar out of the configuration, and forget its password",
        "It shows what it would take out, and asks. `showup connect` lists the names.",
    )
    disconnect.add_argument("name", metavar="NAME", help="the calendar's name")
    disconnect.add_argument("--write", action="store_true", help="do it without a question")
    _config(disconnect)
    _json(disconnect)


def _configuring(commands: _Commands[Parser]) -> None:
    config = _command(
        commands,
        "config",
        "configuring:config",
        "show every setting that is in force, and where it comes from",
        "Exit 3 when the file has faults: each is told with its line and key. Secrets are not shown.",
    )
    config.add_argument(
        "key", nargs="?", default="", metavar="KEY", help="only what is below this one: ladder, channel.sound"
    )
    _config(config)
    _json(config)
    completion = _command(
        commands,
        "completion",
        "completing:completion",
        "print what makes your shell complete commands and options",
        'bash: put `eval "$(showup completion bash)"` into ~/.bashrc. zsh: showup completion zsh > a folder of $fpath/_showup.',
    )
    completion.add_argument("shell", choices=["bash", "zsh", "tcsh"])


def _ruling(commands: _Commands[Parser]) -> None:
    rules = _command(
        commands,
        "rules",
        "ruling:rules",
        "list what you have said once for all; add a rule, or take one back",
        "A rule says what an organiser's events, titles like one, or a calendar are. They stand in rules.toml beside the "
        "configuration, where you can edit them too; the running service follows a change within a minute. Exit 1 when one "
        "cannot be followed.",
    )
    _config(rules)
    rules.add_argument(
        "--days", type=days, default=30, metavar="N", help="count the events of so many coming days (30)"
    )
    _json(rules)
    does = rules.add_subparsers(metavar="add|undo", parser_class=Parser)
    add = does.add_parser("add", help="make a rule", description="Make a rule. Of several conditions all must hold.")
    add.set_defaults(run="ruling:add")
    add.add_argument(
        "--organizer", default="", metavar="ADDRESS", help="who organises it; @acme.example is everybody there"
    )
    add.add_argument(
        "--title",
        default="",
        metavar="PATTERN",
        help="the whole title in plain words, * for any others; case and accents do not matter",
    )
    add.add_argument("--calendar", default="", metavar="NAME", help="the calendar, by its name in the configuration")
    add.add_argument("--is", dest="verdict", required=True, choices=["interview", "not"], help="what it then is")
    undo = does.add_parser("undo", help="take a rule back", description="Take a rule back.")
    undo.set_defaults(run="ruling:undo")
    undo.add_argument("number", type=int, metavar="N", help="its number in `showup rules`")
    for parser in (add, undo):
        _config(parser)
        _json(parser)


COMMANDS = {
    _setting_up: ("setup",),
    _running: ("run", "rehearse", "simulate", "test-alarm", "doctor", "service"),
    _answering: (*(name for name, _, _ in _ANSWERS), "add"),
    _looking: ("status", "next", "interviews", "why", "free", "plan", "log", "sync"),
    _ruling: ("rules",),
    _recovering: ("recover", "page", "draft", "draft lint"),
    _connecting: ("connect", "disconnect"),
    _configuring: ("config", "completion"),
}
"""Who makes which commands."""
