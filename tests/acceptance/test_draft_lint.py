"""`showup draft lint` on files of all sorts: what it finds, where it says that it stands, and how it ends."""

import json
import subprocess

import pytest
from tests.parts import wait_until
from tests.running import SHOWUP, calendar, event, from_now
from tests.unit.recovery.lint.corpus import good

GOOD = good()["en-1"]
NOW = ("--now", "2026-11-24T16:00+00:00")


def given(showup, text, name="draft.txt"):
    path = showup.folder / name
    path.write_text(text, "utf-8", newline="")
    return str(path)


def found(showup, *words, expect=1):
    return json.loads(showup("draft", "lint", *words, *NOW, "--json", expect=expect).stdout)


def test_a_good_text_has_nothing_to_mend(showup):
    path = given(showup, f"Subject: {GOOD.subject}\n\n{GOOD.body}")
    assert "mend (" not in showup("draft", "lint", path, *NOW).stdout


def test_a_fault_is_named_with_line_column_and_words(showup):
    body = GOOD.body.replace("Thank you for your patience.", "I am begging you.")
    path = given(showup, f"Subject: {GOOD.subject}\n\n{body}")
    (fault,) = (entry for entry in found(showup, path) if entry["severity"] == "mend")
    assert (fault["check"], fault["part"], fault["words"]) == (13, "body", "begging")
    assert body[fault["start"] : fault["end"]] == "begging"
    line = body.split("\n")[fault["line"] - 1]
    assert line[fault["column"] - 1 :].startswith("begging you")
    told = showup("draft", "lint", path, *NOW, expect=1).stdout
    assert f"{fault['line']}:{fault['column']}  mend (13) “begging”" in told
    assert fault["suggestion"] in told


def test_windows_line_ends_and_a_byte_order_mark_are_no_fault(showup):
    path = given(showup, "\ufeff" + f"Subject: {GOOD.subject}\n\n{GOOD.body}".replace("\n", "\r\n"))
    assert not [entry for entry in found(showup, path, expect=0) if entry["severity"] == "mend"]


def test_a_text_comes_by_standard_input_too(showup):
    command = [*SHOWUP, "draft", "lint", "-", "--kind", "follow_up"]
    done = subprocess.run(command, input="Dear [Name],", env=showup.env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "")
    assert "“[Name]”" in done.stdout


def test_the_profile_says_who_one_is(showup):
    showup.config.write_text('[profile]\nname = "Priya Nair"\n', "utf-8")
    path = given(showup, f"Subject: Missed interview on 24 November 2026\n\n{GOOD.body}")
    assert [entry["what"] for entry in found(showup, path) if entry["check"] == 1] == ["The subject does not name you."]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["nowhere.txt"], "cannot be read"),
        (["."], "cannot be read"),
        (["{}", "--kind", "poem"], "no draft of the kind"),
        (["{}", "--language", "tlh"], "no words to judge"),
        (["{}", "--now", "soon"], "--now"),
    ],
)
def test_what_cannot_be_judged_is_told_in_one_line(showup, words, told):
    path = given(showup, GOOD.body)
    done = showup("draft", "lint", *(word.format(path) for word in words), expect=2)
    assert told in done.stderr
    assert done.stderr.count("\n") == 1


def test_what_is_no_text_is_told(showup):
    path = showup.folder / "draft.txt"
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in showup("draft", "lint", str(path), expect=2).stderr
    pictures = given(showup, "Content-Type: image/png\n\nx", "picture.eml")
    assert "no plain text" in showup("draft", "lint", pictures, expect=2).stderr


def test_a_hostile_text_cannot_write_to_the_terminal(showup):
    path = given(showup, "Dear [\x1b]0;owned\x07\u202ename],\n\nsorry if \x1b[2J")
    assert not set(showup("draft", "lint", path, expect=1).stdout) & set("\x1b\x07\u202e")


def test_of_its_own_draft_the_service_knows_kind_and_interview(showup):
    start = from_now(minutes=-5)
    showup.calendar.write_text(
        calendar(event("m@x", "Interview with Marlow", start, 60, "ORGANIZER;CN=Dana Fox:mailto:dana@marlow.example"))
    )
    showup.config.write_text(
        f'[profile]\nname = "Jane Doe"\nzone = "UTC"\n[recovery]\nfolder = "{showup.folder}/drafts"\n',
        "utf-8",
    )
    showup.start()
    showup("missed", "Marlow")
    folder = showup.folder / "drafts"
    wait_until(lambda: len(list(folder.glob("*.eml"))) >= 3, "the drafts are there", seconds=20)
    for path in folder.glob("*.eml"):
        showup("draft", "lint", str(path), expect=0)
    letter = next(folder.glob("*-email.eml"))
    year = f"{start:%Y}".encode()
    letter.write_bytes(letter.read_bytes().replace(year, b"2031"))
    told = json.loads(showup("draft", "lint", str(letter), "--json", expect=1).stdout)
    assert any(entry["check"] == 2 and entry["part"] == "body" for entry in told)
