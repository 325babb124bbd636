"""No path leads from a draft to something that sends mail.

All that the words, the service's hand for drafts and the draft boxes import, at once or late, is read; a mail client among it, or
a call that sends, is a fault. Third parties' libraries are named, not read.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from showup import plugins

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
SOURCES = (ROOT / "daemon", ROOT / "integrations")
OWN = frozenset({"showup", "showup_integrations"})
WORDS = ("showup.recovery", "showup.service.drafting", "showup_integrations.eml", "showup_integrations.imap.child")
MAILERS = frozenset({"smtplib", "aiosmtplib", "aiosmtpd", "yagmail", "redmail", "sendgrid", "mailgun", "postmarker"})
PUSHERS = frozenset({"apprise"})
SENDS = frozenset({"send", "sendmail", "send_message", "send_raw", "sendto_mail"})
PROGRAMS = ("sendmail", "msmtp", "/messages/send", "/drafts/send", "swaks", "s-nail")


def _tree(module: str, sources: tuple[Path, ...]) -> ast.Module | None:
    for source in sources:
        place = source.joinpath(*module.split("."))
        for file in (place / "__init__.py", place.with_suffix(".py")):
            if file.is_file():
                return ast.parse(file.read_text("utf-8"))
    return None


def _imported(tree: ast.Module) -> Iterator[str]:
    """Also within functions. Of `from a import b` both a and a.b, which may be a module; not what is for type checkers."""
    typing = {
        id(node)
        for branch in ast.walk(tree)
        if isinstance(branch, ast.If) and getattr(branch.test, "id", "") == "TYPE_CHECKING"
        for stmt in branch.body
        for node in ast.walk(stmt)
    }
    for node in ast.walk(tree):
        if id(node) in typing:
            continue
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)


def reachable(roots: tuple[str, ...], sources: tuple[Path, ...] = SOURCES) -> tuple[dict[str, ast.Module], set[str]]:
    """The project's modules that the roots import, and the foreign ones."""
    own: dict[str, ast.Module] = {}
    foreign: set[str] = set()
    waiting = list(roots)
    while waiting:
        module = waiting.pop()
        if module.split(".")[0] not in OWN:
            foreign.add(module)
        elif module not in own and (tree := _tree(module, sources)):
            own[module] = tree
            waiting += [*_imported(tree), *(module.rpartition(".")[:1] if "." in module else ())]
    return own, foreign


def faults(roots: tuple[str, ...], sources: tuple[Path, ...] = SOURCES) -> list[str]:
    own, foreign = reachable(roots, sources)
    found = [f"imports {name}" for name in foreign if name.split(".")[0] in MAILERS | PUSHERS]
    for module, tree in own.items():
        found += [f"{module}:{line} sends" for line in _sends(tree)]
        found += [f"{module}: names {text!r}" for text in _senders_named(tree)]
    return sorted(found)


def _sends(tree: ast.Module) -> Iterator[int]:
    """The lines with a call of something such as `.send`, however it is named: also `getattr(service, "send")`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        words = {word.value for word in node.args if isinstance(word, ast.Constant) and isinstance(word.value, str)}
        called = {node.func.attr} if isinstance(node.func, ast.Attribute) else words
        if called & SENDS:
            yield node.lineno


def _senders_named(tree: ast.Module) -> Iterator[str]:
    """Texts that name a program or an address that sends.

    A bare "mailto:" is what is taken off an address of a calendar, and one within a text that of an ATTENDEE's line.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and node.values and _text(node.values[0]).startswith("mailto:"):
            yield ast.unparse(node)
        text = _text(node)
        if " " not in text and (
            any(program in text for program in PROGRAMS) or (text.startswith("mailto:") and text != "mailto:")
        ):
            yield text


def _text(node: ast.AST) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def roots() -> tuple[str, ...]:
    """With every draft box that is registered."""
    boxes = [plugins.place(plugins.DRAFT_BOXES, name) for name in plugins.names(plugins.DRAFT_BOXES)]
    return (*WORDS, *(place.partition(":")[0] for place in boxes if place))


def test_no_send_is_reachable_from_drafts():
    assert faults(roots()) == []


def test_what_is_looked_through_is_what_there_is():
    own, foreign = reachable(roots())
    assert {"showup.recovery.drafts", "showup_integrations.imap.mailbox", "showup_integrations.secrets"} <= own.keys()
    assert "imapclient" in foreign


@pytest.mark.parametrize(
    "planted",
    [
        "import smtplib",
        "def later():\n    from smtplib import SMTP",
        "from showup import hidden",
        "def put(service): service.users().messages().send(userId='me').execute()",
        "def put(service): service.users().drafts().send(userId='me').execute()",
        "def put(service): getattr(service, 'send')()",
        "import apprise",
        "ADDRESS = 'mailto://robin:pw@vale.example'\nTARGET = 'mailto:dana@marlow.example'",
        "def target(person): return f'mailto:{person}?subject=Sorry'",
        "import subprocess\ndef put(): subprocess.run(['/usr/sbin/sendmail', '-t'])",
    ],
)
def test_one_that_is_planted_is_found(tmp_path, planted):
    for name, text in {
        "__init__": "",
        "box": "from showup import step",
        "step": planted,
        "hidden": "import smtplib.x",
    }.items():
        (tmp_path / "showup").mkdir(exist_ok=True)
        (tmp_path / "showup" / f"{name}.py").write_text(text)
    assert faults(("showup.box",), (tmp_path,))


def test_no_code_of_the_project_imports_a_mail_client():
    for source in SOURCES:
        for file in source.rglob("*.py"):
            names = {name.split(".")[0] for name in _imported(ast.parse(file.read_text("utf-8")))}
            assert not names & MAILERS, file


def test_a_process_that_has_loaded_the_boxes_has_no_mail_client():
    known = [name for name in (*WORDS, "showup_integrations.imap.mailbox") if find_spec(name)]
    code = f"import sys, importlib\nfor name in {known!r}: importlib.import_module(name)\nprint(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert {"imapclient", "showup_integrations.imap.mailbox"} <= set(loaded)
    assert not MAILERS & set(loaded)
