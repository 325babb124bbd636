"""What a faulty configuration is told: file, line, key, and what was probably meant."""

from __future__ import annotations

import pytest

from showup.config import load
from showup.errors import ConfigError


def told(tmp_path, text: str | bytes) -> list[str]:
    """The lines of the error, without the file's path."""
    path = tmp_path / "c.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as caught:
        load(path)
    lines = str(caught.value).splitlines()
    assert all(line.startswith(f"{path}:") for line in lines)
    return [line.removeprefix(f"{path}:") for line in lines]


ONE_FAULT = {
    "unknown table": ('[profil]\nname = "x"', '1: profil: means nothing here; did you mean "profile"?'),
    "unknown table of tables": (
        '[[sources]]\npath = "a.ics"',
        '1: sources: means nothing here; did you mean "source"?',
    ),
    "unknown key": (
        '[profile]\n\nlangage = "en"',
        '3: profile.langage: means nothing here; did you mean "language"?',
    ),
    "unknown key at the top": ('naem = "x"', "1: naem: means nothing here"),
    "single brackets": ('[source]\npath = "a"', "1: source: is a list of tables: write each as [[source]]"),
    "double brackets": ('[[profile]]\nname = "a"', "1: profile: is a table: write it as [profile]"),
    "helper that nobody tells": (
        '[[ladder.rung]]\nname = "a"\nbefore = "5m"\n[channel.helper]\nto = "ntfy://x"',
        '4: channel.helper: is told by no rung of your ladder: add helper = "4m"',
    ),
    "helper told what there is not": (
        '[channel.helper]\nto = "ntfy://x"\ntell = "everything"',
        '3: channel.helper.tell: is one of "that", "what", "all"',
    ),
    "wrong type": ("[profile]\nname = 5", "2: profile.name: is a text: write it in quotes"),
    "line end in a name": ('[profile]\nname = "a\\nBcc: b"', "2: profile.name: is one line of text"),
    "list expected": ('[profile]\nreferences = "x"', "2: profile.references: is a list of texts"),
    "bad email": ('[profile]\nemail = "nope"', '2: profile.email: "nope" is no e-mail address'),
    "bad email in a list": (
        '[profile]\nemails = ["a@b.org", "a@b@c"]',
        '2: profile.emails: "a@b@c" is no e-mail',
    ),
    "email with a name": ('[profile]\nemail = "A <a@example.org>"', "2: profile.email: "),
    "unknown zone": ('[profile]\nzone = "Europe/Berlln"', 'is no time zone; did you mean "Europe/Berlin"?'),
    "zone by its city": ('[profile]\nzone = "new york"', 'did you mean "America/New_York"?'),
    "zone that leaves its folder": ('[profile]\nzone = "../../etc/passwd"', "is no time zone; "),
    "zone of nowhere": ('[profile]\nzone = "qqqq"', 'write a name such as "Europe/Berlin"'),
    "bad language": ('[profile]\nlanguage = "in English"', "2: profile.language: "),
    "hours reversed": ('[profile]\nworking_hours = ["18:00", "09:00"]', "2: profile.working_hours: "),
    "three hours": ('[profile]\nworking_hours = ["08:00", "09:00", "10:00"]', "2: profile.working_hours: "),
    "no source": ('[[source]]\nname = "x"', '1: source: needs path = "calendar.ics" or url = '),
    "misspelt source key": (
        '[[source]]\npth = "a.ics"',
        '2: source.pth: means nothing here; did you mean "path"?',
    ),
    "path and url": ('[[source]]\npath = "a"\nurl = "https://a.org/"', "3: source.url: stands beside a path"),
    "empty path": ('[[source]]\npath = ""', "2: source.path: is empty"),
    "home of nobody": ('[[source]]\npath = "~no-such-user/a"', "2: source.path: begins with ~"),
    "no address": ('[[source]]\nurl = "calendar"', "2: source.url: is no calendar address"),
    "odd scheme": ('[[source]]\nurl = "file:///etc/passwd"', "2: source.url: is no calendar address"),
    "bad port": ('[[source]]\nurl = "https://a.org:x/"', "2: source.url: is no address"),
    "setting of a source": ('[[source]]\npath = "a"\nextra = [["b"]]', "3: source.extra: is a text"),
    "source name twice": (
        '[[source]]\npath = "a"\nname = "w"\n[[source]]\npath = "b"\nname = "w"',
        '6: source.name: another source is named "w" too',
    ),
    "unknown ladder key": (
        '[ladder]\ngrase = "1m"',
        '2: ladder.grase: means nothing here; did you mean "grace"?',
    ),
    "bad duration": ('[ladder]\ngrace = "15 minutes"', '2: ladder.grace: "15 minutes" is no duration'),
    "what is shown while sharing": (
        '[channel]\nwhile_sharing = "company"',
        '2: channel.while_sharing: is what an alarm shows while your screen is shared, one of "all", "title", "nothing"',
    ),
    "sharing is no flag": ("[channel]\nwhile_sharing = true", "2: channel.while_sharing: is what an alarm shows"),
    "quiet hours": ('[ladder]\nquiet = ["22:00", "25:00"]', "2: ladder.quiet: '25:00' is no time of day"),
    "half of the quiet hours": ('[ladder]\nquiet = "22:00"', "2: ladder.quiet: is when the quiet hours begin and"),
    "duration as a number": ("[ladder]\ngrace = 15", "2: ladder.grace: is a duration"),
    "rung key": (
        '[[ladder.rung]]\nname = "a"\nbefore = "1m"\nreapeat = "3m"',
        '4: ladder.rung.reapeat: means nothing in a rung; did you mean "repeat"?',
    ),
    "rung value": (
        '[[ladder.rung]]\nname = "a"\nbefore = "1m"\nurgency = "critcal"',
        "4: ladder.rung.urgency: 'critcal' is no",
    ),
    "rung without a name": ('[[ladder.rung]]\nbefore = "1m"', "1: ladder.rung: a rung needs a name"),
    "rung without an instant": (
        '[[ladder.rung]]\nname = "a"',
        '1: ladder.rung: rung "a" needs either before',
    ),
    "rung with two instants": (
        '[[ladder.rung]]\nname = "a"\nbefore = "1m"\nat = "08:00"',
        '1: ladder.rung: rung "a" needs either before',
    ),
    "rung name twice": (
        '[[ladder.rung]]\nname = "a"\nbefore = "1m"\n[[ladder.rung]]\nname = "a"\nbefore = "2m"',
        '5: ladder.rung.name: another rung is named "a" too',
    ),
    "deadline rung": (
        '[[ladder.deadline]]\nname = "a"\nbefore = "x"',
        '3: ladder.deadline.before: "x" is no duration',
    ),
    "channel that is no table": (
        "[channel]\nsound = true",
        "2: channel.sound: is a table: write it as [channel.sound]",
    ),
    "enabled in quotes": ('[channel.sound]\nenabled = "no"', "2: channel.sound.enabled: is true or false"),
    "recovery key": (
        '[recovery]\nfoldr = "x"',
        '2: recovery.foldr: means nothing here; did you mean "folder"?',
    ),
    "draft box": ("[recovery]\ndraft_box = 5", "2: recovery.draft_box: is a text"),
    "sync too often": ('[sync]\nevery = "5s"', "2: sync.every: is at least a minute"),
    "syntax": ('[profile]\nname = "x\n', "2: is no TOML: "),
    "syntax at the end": ("[profile", "1: is no TOML: "),
    "key twice": ('[profile]\nname = "x"\nname = "y"', ": is no TOML: "),
    "no UTF-8": (b'[profile]\nname = "M\xfcller"', "2: is not UTF-8 text; save the file as UTF-8"),
}


@pytest.mark.parametrize(("text", "expected"), ONE_FAULT.values(), ids=ONE_FAULT)
def test_each_fault_is_told_once_with_line_and_key(text, expected, tmp_path):
    lines = told(tmp_path, text)
    assert len(lines) == 1
    assert expected in lines[0]


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path):
    faults = told(
        tmp_path,
        """
[profile]
email = "nope"
zone = "Mars/Base"

[[source]]
path = "a.ics"

[[source]]
url = "ftp://example.org/"

[ladder]
grace = "soon"

[[ladder.rung]]
name = "a"
before = "10m"
urgency = "loud"
repeat = "1s"
""",
    )
    assert [line.split(":")[0] for line in faults] == ["3", "4", "10", "13", "18", "19"]


def test_keys_inside_a_text_of_several_lines_do_not_mislead_the_line(tmp_path):
    text = '[profile]\nphone = """\nzone = 5\n[[source]]\n"""\nzone = 5'
    assert [line.partition(": ")[0] for line in told(tmp_path, text)] == ["2", "6"]


def test_dotted_and_quoted_keys_find_their_line(tmp_path):
    assert told(tmp_path, '\nprofile.zone = "x"\n"profile" . name = 1')[0].startswith("2: profile.zone: ")


def test_an_inline_table_falls_back_to_the_line_where_it_begins(tmp_path):
    assert told(tmp_path, '\nsource = [\n {path = "a"},\n {url = "b"}]')[0].startswith("2: source.url: ")


@pytest.mark.parametrize(
    "text",
    [
        '[[source]]\nurl = "ftp://ada:HUSH@example.org/HUSH?k=HUSH"',
        '[[source]]\nurl = "https://ada:HUSH@example.org:port/HUSH"',
        '[[source]]\nurl = "https://ada:HUSH@[example.org/"',
        '[[source]]\nurl = "HUSH"',
        '[[source]]\nurl = "https://example.org/HUSH\\n"',
        '[[source]]\nurl = "https://example.org/HUSH',
        "[channel.push]\ntoken = HUSH",
        '[channel.push]\nenabled = "HUSH"',
        '[[source]]\nkind = "caldav"\npassword = [["HUSH"]]',
    ],
)
def test_no_message_shows_a_secret(text, tmp_path):
    assert "HUSH" not in "".join(told(tmp_path, text))


def test_a_missing_file_that_was_asked_for_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml: cannot be read: No such file"):
        load(tmp_path / "nowhere.toml")


def test_a_folder_instead_of_a_file_is_told(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read: Is a directory"):
        load(tmp_path)
