"""The file of rules: readable, edited by hand, and of which a broken part disables only itself."""

import stat
from datetime import UTC, datetime

import pytest

from showup.errors import ConfigError
from showup.model import Rule, Verdict
from showup.rules.book import Book

MADE = datetime(2026, 11, 23, 10, 41, 7, 250_000, tzinfo=UTC)
DANA = Rule(Verdict.INTERVIEW, organizer="dana@acme.example", made=MADE, origin="your answer to “Chat”")
LUNCH = Rule(Verdict.NO, title="Lunch with *")
WORK = Rule(Verdict.NO, calendar="work")


@pytest.fixture
def book(tmp_path):
    return Book(tmp_path / "showup" / "rules.toml")


def written(book, text):
    book.path.parent.mkdir(exist_ok=True)
    book.path.write_text(text)
    return book


def troubles(book):
    return [entry.trouble for entry in book.entries() if entry.trouble]


def test_without_a_file_there_is_no_rule(book):
    assert book.entries() == ()
    assert book.stamp() is None


def test_what_was_added_is_read_again_with_when_and_why(book):
    assert [book.add(rule) for rule in (DANA, LUNCH, WORK)] == [1, 2, 3]
    assert book.rules() == (DANA, LUNCH, WORK)
    first = book.rules()[0]
    assert (first.made, first.origin) == (MADE, DANA.origin)


def test_a_new_file_is_for_the_person_alone_and_explains_itself(book):
    book.add(DANA)
    assert stat.S_IMODE(book.path.stat().st_mode) == 0o600
    assert book.path.read_text().startswith("# What you have said once for all.")


def test_a_file_keeps_its_mode_and_a_link_stays_one(book, tmp_path):
    real = tmp_path / "dotfiles.toml"
    real.write_text("# mine\n")
    real.chmod(0o644)
    book.path.parent.mkdir()
    book.path.symlink_to(real)
    book.add(DANA)
    assert book.path.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o644
    assert real.read_text().startswith("# mine\n\n[[rule]]\n")


def test_hostile_words_of_a_calendar_stay_words(book):
    hostile = Rule(Verdict.NO, title='a"\n[[rule]]\nis = "interview"'.replace("\n", " "), origin='"\\ \x7f')
    book.add(hostile)
    book.add(LUNCH)
    assert book.rules()[0].title == hostile.title
    assert len(book.rules()) == 1 + len((LUNCH,))


def test_what_is_said_of_the_same_again_takes_the_place_of_what_was_said_before(book):
    book.add(DANA)
    book.add(LUNCH)
    other = Rule(Verdict.NO, organizer=DANA.organizer)
    assert book.add(other) == 2
    assert book.rules() == (LUNCH, other)


BY_HAND = """\
# My rules.

# Dana is a friend.
[[rule]]
organizer = "Dana@Acme.example"   # by mail
is = "not"

# Everything of the agency.
[[ rule ]]
organizer = "*@agency.example"
is = "interview"

[[rule]]
title = "Kaffee  mit *"
calendar = "work"
is = "interview"
# the end
"""


def test_a_person_may_write_it_as_they_like(book):
    assert written(book, BY_HAND).rules() == (
        Rule(Verdict.NO, organizer="dana@acme.example"),
        Rule(Verdict.INTERVIEW, organizer="@agency.example"),
        Rule(Verdict.INTERVIEW, title="Kaffee mit *", calendar="work"),
    )


def test_a_rule_leaves_with_its_comment_and_the_others_stay_to_the_letter(book):
    assert written(book, BY_HAND).remove(2).rule == Rule(Verdict.INTERVIEW, organizer="@agency.example")
    gone = '# Everything of the agency.\n[[ rule ]]\norganizer = "*@agency.example"\nis = "interview"\n\n'
    assert book.path.read_text() == BY_HAND.replace(gone, "")


def test_the_words_at_the_head_of_the_file_are_no_rules_own(book):
    written(book, '# Of all of them.\n[[rule]]\ntitle = "Lunch"\nis = "not"\n').remove(1)
    assert book.path.read_text() == "# Of all of them.\n"
    book.add(LUNCH)
    assert book.rules() == (LUNCH,)


@pytest.mark.parametrize("number", [0, 4, -1])
def test_a_number_that_no_rule_has_is_told(book, number):
    with pytest.raises(ConfigError, match="there are 3"):
        written(book, BY_HAND).remove(number)
    assert book.path.read_text() == BY_HAND


@pytest.mark.parametrize(
    ("table", "line", "told"),
    [
        ('title = "Chat"', 1, "says nothing; add is"),
        ('title = "Chat"\nis = "no"', 3, 'is "interview" or "not"'),
        ('title = "Chat"\nis = ["not"]', 3, 'is "interview" or "not"'),
        ('titel = "Chat"\nis = "not"', 2, 'did you mean "title"'),
        ('is = "not"', 1, "of nothing"),
        ('title = "*"\nis = "not"', 2, "nearly every title"),
        ('title = " ** * "\nis = "not"', 2, "nearly every title"),
        ('title = 5\nis = "not"', 2, "in quotes"),
        ('organizer = "Dana"\nis = "not"', 2, "is an address such as"),
        ('organizer = "@com"\nis = "not"', 2, "half of the world"),
        ('organizer = "@"\nis = "not"', 2, "is an address such as"),
        ('calendar = ""\nis = "not"', 2, "`showup connect`"),
        ('title = "Chat\nis = "not"', 2, "is no TOML"),
        ('title = "Chat"\ntitle = "Talk"\nis = "not"', 3, "is no TOML"),
    ],
)
def test_a_broken_rule_is_told_with_its_line_and_disables_only_itself(book, table, line, told):
    text = f'[[rule]]\ntitle = "Lunch with *"\nis = "not"\n\n[[rule]]\n{table}\n\n[[rule]]\ncalendar = "work"\nis = "not"\n'
    assert written(book, text).rules() == (LUNCH, WORK)
    (trouble,) = troubles(book)
    assert trouble.startswith(f"{book.path}:{line + 4}: ")
    assert told in trouble


@pytest.mark.parametrize("text", ['[rule]\ntitle = "Chat"\nis = "not"\n', "[[rules]]\n", "[[rule]\n", "[\n"])
def test_another_table_means_nothing_and_says_what_does(book, text):
    written(book, text + '[[rule]]\ncalendar = "work"\nis = "not"\n')
    assert book.rules() == (WORK,)
    assert troubles(book) == [f"{book.path}:1: means nothing here; each rule begins with [[rule]]"]


def test_what_stands_before_the_first_table_is_told_and_can_be_taken_out(book):
    written(book, '# head\ntitle = "Chat"\n[[rule]]\ncalendar = "work"\nis = "not"\n')
    assert troubles(book) == [f"{book.path}:2: stands before the first [[rule]]; move it below"]
    book.remove(1)
    assert (troubles(book), book.rules()) == ([], (WORK,))


def test_a_broken_rule_can_be_taken_out_by_its_number(book):
    written(book, '[[rule]]\ntitle = "\nis\n\n[[rule]]\ncalendar = "work"\nis = "not"\n')
    assert book.remove(1).rule is None
    assert book.path.read_text() == '[[rule]]\ncalendar = "work"\nis = "not"\n'


def test_deep_nesting_is_one_broken_rule(book):
    deep = "[" * 5000
    written(book, f'[[rule]]\ntitle = {deep}\nis = "not"\n[[rule]]\ncalendar = "work"\nis = "not"\n')
    assert book.rules() == (WORK,)
    assert len(troubles(book)) == 1


def test_a_file_that_is_no_text_is_told_with_its_line(book):
    book.path.parent.mkdir()
    book.path.write_bytes(b"# a\n# \xff\n")
    with pytest.raises(ConfigError, match=r"rules\.toml:2: is not UTF-8"):
        book.entries()


def test_a_folder_in_its_place_is_told(book):
    book.path.mkdir(parents=True)
    with pytest.raises(ConfigError, match="cannot be read"):
        book.entries()


def test_a_change_is_seen_by_the_stamp(book):
    book.add(DANA)
    before = book.stamp()
    book.add(LUNCH)
    assert book.stamp() != before
