"""What every draft box keeps to. A box joins by a class here that can make one and look into it."""

from __future__ import annotations

import email.policy
import resource
from dataclasses import dataclass, replace
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import pytest
from tests.imap.dovecot import Dovecot
from tests.imap.mailboxes import Opened as Account

from showup.errors import ConfigError, DraftBoxError
from showup.model import Draft, DraftKind, Profile
from showup_integrations.eml import EmlDraftBox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from showup.ports import DraftBox

JANE = Profile("Jörg Çelik", ("jörg", "joerg@celik.example", "other@celik.example"))
BODY = "Dear Dana Fox,\n\nI missed it, and I am sorry.\n\nKind regards,\nJörg Çelik"
LETTER = Draft(DraftKind.EMAIL, "Missed interview, 3 March 2025: Jörg Çelik", BODY, ("dana@marlow.example",))


class Opened(Protocol):
    """A box under test, and what lies in it."""

    @property
    def box(self) -> DraftBox: ...

    def messages(self) -> dict[str, bytes]:
        """Where each draft is, and its bytes."""
        ...

    def edit(self, where: str) -> bytes:
        """Change one as the person would; returns what it is then."""
        ...

    def break_it(self) -> None:
        """Make the place fail."""
        ...


@dataclass
class Folder:
    path: Path
    box: DraftBox

    def messages(self) -> dict[str, bytes]:
        return {str(path): path.read_bytes() for path in sorted(self.path.glob("*")) if path.is_file()}

    def edit(self, where: str) -> bytes:
        path = Path(where)
        path.write_bytes(path.read_bytes().replace(b"sorry", b"truly sorry"))
        return path.read_bytes()

    def break_it(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text("a file where the folder should be")


def _folder(tmp_path: Path) -> Folder:
    path = tmp_path / "new" / "drafts"
    return Folder(path, EmlDraftBox({"path": str(path)}))


@pytest.fixture(scope="module")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot({"Entwürfe": r"\Drafts", "Drafts": ""})
    yield server
    server.close()


@pytest.fixture(params=["eml", "imap"])
def opened(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Opened]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    if request.param == "eml":
        yield _folder(tmp_path)
        return
    account = Account(request.getfixturevalue("dovecot"))
    yield account
    account.close()


def only(opened: Opened) -> EmailMessage:
    (data,) = opened.messages().values()
    return parsed(data)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=email.policy.default)
    assert message.defects == []
    assert [message[header].defects for header in message if message[header].defects] == []
    return message


def text(message: EmailMessage) -> str:
    return str(message.get_content()).replace("\r\n", "\n").rstrip("\n")


def test_a_draft_comes_back_as_it_was_put(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    message = only(opened)
    assert message["Subject"] == LETTER.subject
    assert message["To"] == "dana@marlow.example"
    assert text(message) == LETTER.body


def test_it_says_where_the_draft_is(opened: Opened):
    assert opened.box.put("a1", LETTER, JANE) in opened.messages()


def test_it_is_from_the_first_address_of_the_person_that_is_one(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    (sender,) = only(opened)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Jörg Çelik", "joerg@celik.example")


def test_without_an_address_of_the_person_there_is_no_from(opened: Opened):
    opened.box.put("a1", LETTER, Profile("Jane Doe"))
    assert only(opened)["From"] is None


def test_without_a_recipient_there_is_no_to(opened: Opened):
    opened.box.put("a1", replace(LETTER, to=()), JANE)
    assert only(opened)["To"] is None


def test_it_is_marked_as_unsent_and_has_neither_date_nor_id(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    message = only(opened)
    assert message["X-Unsent"] == "1"
    assert message["Date"] is None
    assert message["Message-ID"] is None


def test_nothing_in_the_message_tells_what_wrote_it(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    (data,) = opened.messages().values()
    assert b"showup" not in data.lower()


@pytest.mark.parametrize(
    "goal",
    [
        "+49 30 901820", "dana", "dana@marlow.example\r\nBcc: x@evil.example",
        "dana@marlow.example, x@evil.example", "Dana <dana@marlow.example>",
        "dana@mаrlow.example", "@", "", "dana@", "dana@marlow.example\x00",
    ],
)  # fmt: skip
def test_what_is_no_address_is_not_in_to(opened: Opened, goal):
    opened.box.put("a1", replace(LETTER, to=(goal, "kim@marlow.example")), JANE)
    message = only(opened)
    assert message["To"] == "kim@marlow.example"
    assert message["Bcc"] is None


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85"])
def test_no_header_can_be_put_into_a_subject_or_a_name(opened: Opened, end):
    hostile = replace(LETTER, subject=f"Hello{end}Bcc: x@evil.example")
    opened.box.put("a1", hostile, replace(JANE, name=f"Jane{end}Bcc: y@evil.example"))
    message = only(opened)
    assert message["Bcc"] is None
    assert sorted(set(message.keys())) == [
        "Content-Transfer-Encoding", "Content-Type", "From", "MIME-Version", "Subject", "To", "X-Unsent",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        "こんにちは、面接に参加できず申し訳ございません。\n\n山田",
        "Grüße " * 400,
        "a" * 5000,
        "From here on\n.\n..\n--\n= =20",
        "\ttab\n\n\n\nend",
        "One\r\nTwo\rThree",
        "\udcff lone",
        "",
    ],
)
def test_every_text_survives(opened: Opened, body):
    opened.box.put("a1", replace(LETTER, body=body), JANE)
    kept = text(only(opened))
    same = body.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").replace("\udcff", "").strip()
    assert kept == same


@pytest.mark.parametrize(
    "subject", ["Größe über alles, " * 3, "面接の件" * 15, "x" * 69, "Jörg  Ü é ñ " * 6, "a: b", "🙂", "=?"]
)
def test_every_subject_survives(opened: Opened, subject):
    opened.box.put("a1", replace(LETTER, subject=subject), JANE)
    assert " ".join(str(only(opened)["Subject"]).split()) == " ".join(subject.split()).replace("=?", "= ?")


def test_a_subject_that_is_written_in_code_stays_as_it_reads(opened: Opened):
    opened.box.put("a1", replace(LETTER, subject="=?utf-8?q?Hi=0D=0ABcc:_x=40evil.example?="), JANE)
    message = only(opened)
    assert message["Bcc"] is None
    assert "q?Hi=0D=0ABcc" in message["Subject"]


def test_it_is_in_the_thread_of_what_it_answers(opened: Opened):
    opened.box.put("a1", replace(LETTER, in_reply_to="<abc.1@marlow.example>"), JANE)
    message = only(opened)
    assert message["In-Reply-To"] == message["References"] == "<abc.1@marlow.example>"


@pytest.mark.parametrize("hostile", ["", "abc", "<a@b>\r\nBcc: x@evil.example", "<a b@c>", "<ä@b>", "<a@b> <c@d>"])
def test_what_is_no_message_id_is_in_no_header(opened: Opened, hostile):
    opened.box.put("a1", replace(LETTER, in_reply_to=hostile), JANE)
    message = only(opened)
    assert (message["In-Reply-To"], message["References"], message["Bcc"]) == (None, None, None)


def test_putting_it_again_replaces_it(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    opened.box.put("a1", replace(LETTER, body="Second."), JANE)
    opened.box.put("a1", replace(LETTER, body="Third."), JANE)
    assert text(only(opened)) == "Third."


def test_two_names_are_two_drafts(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    opened.box.put("a1-2", replace(LETTER, body="Another."), JANE)
    assert len(opened.messages()) == 2


def test_an_edited_draft_is_not_overwritten_and_the_new_one_lies_beside_it(opened: Opened):
    where = opened.box.put("a1", LETTER, JANE)
    edited = opened.edit(where)
    beside = opened.box.put("a1", replace(LETTER, body="Second."), JANE)
    again = opened.box.put("a1", replace(LETTER, body="Third."), JANE)
    assert opened.messages()[where] == edited
    assert beside == again != where
    assert text(parsed(opened.messages()[beside])) == "Third."
    assert len(opened.messages()) == 2


def test_putting_the_same_text_again_leaves_an_edited_draft_alone(opened: Opened):
    where = opened.box.put("a1", LETTER, JANE)
    edited = opened.edit(where)
    assert opened.box.put("a1", LETTER, JANE) == where
    assert opened.messages() == {where: edited}


def test_what_is_put_beside_an_edited_draft_never_takes_another_names_place(opened: Opened):
    first = opened.box.put("a1", LETTER, JANE)
    other = opened.box.put("a1-2", replace(LETTER, body="Another."), JANE)
    opened.edit(first)
    beside = opened.box.put("a1", replace(LETTER, body="Second."), JANE)
    assert len({first, other, beside}) == 3
    opened.box.withdraw("a1")
    assert set(opened.messages()) == {first, other}


def test_withdrawing_takes_it_away(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    opened.box.withdraw("a1")
    assert opened.messages() == {}


def test_withdrawing_leaves_an_edited_draft(opened: Opened):
    where = opened.box.put("a1", LETTER, JANE)
    edited = opened.edit(where)
    opened.box.put("a1", replace(LETTER, body="Second."), JANE)
    opened.box.withdraw("a1")
    assert opened.messages() == {where: edited}


def test_withdrawing_what_is_not_there_is_no_fault(opened: Opened):
    opened.box.withdraw("a1")
    assert opened.messages() == {}


def test_a_draft_can_be_put_again_after_it_was_withdrawn(opened: Opened):
    opened.box.put("a1", LETTER, JANE)
    opened.box.withdraw("a1")
    opened.box.put("a1", LETTER, JANE)
    assert text(only(opened)) == LETTER.body


@pytest.mark.parametrize(
    "name", ["../../up", "/etc/passwd", "a/b", "..", ".", "", "a\x00b", "ä" * 300, "-rf", ".hidden"]
)
def test_any_name_is_a_place_of_its_own(opened: Opened, name):
    opened.box.put(name, LETTER, JANE)
    opened.box.put(f"{name}!", replace(LETTER, body="Another."), JANE)
    assert len(opened.messages()) == 2
    opened.box.withdraw(name)
    assert text(only(opened)) == "Another."


def test_a_broken_place_is_a_draft_box_error_that_says_what_to_do(opened: Opened):
    opened.break_it()
    with pytest.raises(DraftBoxError, match=r"another one in the settings"):
        opened.box.put("a1", LETTER, JANE)


# ------------------------------------------------------------------ of the folder alone


@pytest.fixture
def folder(tmp_path) -> Folder:
    return _folder(tmp_path)


def test_the_folder_and_its_files_are_for_the_owner_alone(folder):
    folder.box.put("a1", LETTER, JANE)
    places = [folder.path, *folder.path.rglob("*")]
    assert {oct(place.stat().st_mode & 0o777) for place in places} == {"0o700", "0o600"}
    assert oct((folder.path / "a1.eml").stat().st_mode & 0o777) == "0o600"


def test_the_file_has_the_name_of_the_draft(folder):
    assert folder.box.put("abc123-email", LETTER, JANE) == str(folder.path / "abc123-email.eml")


def test_a_full_disk_is_told_and_leaves_the_earlier_draft_whole(folder):
    """The system's limit on the size of a file stands in for the end of the disk."""
    folder.box.put("a1", LETTER, JANE)
    before = folder.messages()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (250, hard))  # room for the note, not for the letter
    try:
        with pytest.raises(DraftBoxError, match="File too large"):
            folder.box.put("a1", replace(LETTER, body="Second."), JANE)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert folder.messages() == before
    folder.box.put("a1", replace(LETTER, body="Second."), JANE)
    assert text(only(folder)) == "Second."


def test_a_file_of_somebody_else_is_left_alone(folder):
    folder.path.mkdir(parents=True)
    mine = folder.path / "a1.eml"
    mine.write_text("my own")
    assert folder.box.put("a1", LETTER, JANE) == str(folder.path / "a1-2.eml")
    folder.box.withdraw("a1")
    assert mine.read_text() == "my own"


def test_a_draft_that_the_person_deleted_is_written_anew(folder):
    Path(folder.box.put("a1", LETTER, JANE)).unlink()
    assert folder.box.put("a1", LETTER, JANE) == str(folder.path / "a1.eml")
    assert len(folder.messages()) == 1


def test_a_second_box_on_the_same_folder_knows_what_the_first_one_wrote(folder):
    folder.box.put("a1", LETTER, JANE)
    EmlDraftBox({"path": folder.path}).put("a1", replace(LETTER, body="Second."), JANE)
    assert text(only(folder)) == "Second."


@pytest.mark.parametrize("settings", [{}, {"path": ""}, {"path": 3}, {"path": None}])
def test_a_box_without_a_folder_is_a_fault_of_the_configuration(settings):
    with pytest.raises(ConfigError):
        EmlDraftBox(settings)
