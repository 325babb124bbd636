"""Plug-ins are found by entry point; one that is broken takes nothing else with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import pytest

from showup import plugins

GROUP = "showup.trial"  # a group that nothing really installed offers


@pytest.fixture
def package(tmp_path, monkeypatch) -> Iterator[Callable[..., None]]:
    """Puts a distribution with one module and its entry points on the path, as an installer lays it out."""
    added: list[str] = []

    def put(distribution: str, module: str, code: str, entries: dict[str, str]) -> None:
        root = tmp_path / distribution
        info = root / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (root / f"{module}.py").write_text(code)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n")
        lines = "".join(f"{name} = {value}\n" for name, value in entries.items())
        (info / "entry_points.txt").write_text(f"[{GROUP}]\n{lines}")
        monkeypatch.syspath_prepend(root)
        added.append(module)

    yield put
    for module in added:
        sys.modules.pop(module, None)


GOOD = "class Bell:\n    def __init__(self, settings):\n        self.settings = settings\n"

BROKEN = {
    "raises": (
        "raise RuntimeError('no luck')",
        "cannot be loaded: RuntimeError: no luck; mend or remove broken",
    ),
    "lacks a module": (
        "import no_such_module",
        "cannot be loaded: ModuleNotFoundError: No module named 'no_such_module'",
    ),
    "has a syntax error": ("def (", "cannot be loaded: SyntaxError: "),
    "ends the program": ("raise SystemExit(3)", "cannot be loaded: SystemExit: 3"),
    "lacks the class": ("", "cannot be loaded: AttributeError: "),
    "is no class": ("Bell = 5", "is no class; remove broken"),
    "cannot run here": (
        GOOD + "    validate_environment = staticmethod(lambda: 'needs a bell')",
        "needs a bell",
    ),
    "asks and fails": (
        GOOD + "    @staticmethod\n    def validate_environment():\n        raise OSError('odd')",
        "cannot say whether it runs here: OSError: odd",
    ),
    "says nothing": (GOOD + "    validate_environment = staticmethod(lambda: '')", "does not say why"),
}


def test_a_plugin_of_another_package_is_found_and_made(package):
    package("good-bell", "good_bell", GOOD, {"bell": "good_bell:Bell"})
    found = plugins.load(GROUP)["bell"]
    assert (found.name, found.trouble, found.distribution) == ("bell", None, "good-bell")
    assert found.factory is not None
    assert found.factory({"loud": True}).settings == {"loud": True}


def test_a_machine_that_suits_is_no_trouble(package):
    code = GOOD + "    validate_environment = staticmethod(lambda: None)"
    package("good-bell", "good_bell", code, {"bell": "good_bell:Bell"})
    assert plugins.load_one(GROUP, "bell").trouble is None


@pytest.mark.parametrize(("code", "trouble"), BROKEN.values(), ids=BROKEN)
def test_one_that_is_broken_says_why_and_the_others_work(code, trouble, package):
    package("broken", "broken_bell", code, {"a": "broken_bell:Bell"})
    package("good-bell", "good_bell", GOOD, {"b": "good_bell:Bell"})
    found = plugins.load(GROUP)
    assert found["a"].factory is None
    assert trouble in (found["a"].trouble or "")
    assert found["b"].factory is not None


def test_a_module_that_is_not_there_is_trouble(package):
    package("hollow", "hollow", "", {"bell": "not_in_hollow:Bell"})
    assert "No module named" in (plugins.load_one(GROUP, "bell").trouble or "")


@pytest.mark.parametrize("stranger", ["aaa", "zzz"])
def test_of_two_with_one_name_showups_own_is_taken_and_the_other_reported(stranger, package, monkeypatch):
    monkeypatch.setattr(plugins, "_OWN", "own-bells")
    package(stranger, "stranger", "raise RuntimeError('was imported')", {"bell": "stranger:Bell"})
    package("own-bells", "own_bells", GOOD, {"bell": "own_bells:Bell"})
    found = plugins.load(GROUP)
    assert found["bell"].distribution == "own-bells"
    other = found[f"bell ({stranger})"]
    assert other.factory is None
    assert other.trouble == "is left out: own-bells offers the same name; remove one of the two packages"
    assert plugins.load_one(GROUP, "bell").distribution == "own-bells"


def test_names_are_told_without_importing(package):
    package("loud", "loud_import", "raise RuntimeError", {"b": "loud_import:B", "a": "loud_import:A"})
    assert plugins.names(GROUP) == ("a", "b")
    assert "loud_import" not in sys.modules


def test_one_is_loaded_without_the_others(package):
    package("other", "other_bell", GOOD, {"other": "other_bell:Bell"})
    package("good-bell", "good_bell", GOOD, {"bell": "good_bell:Bell"})
    assert plugins.load_one(GROUP, "bell").factory is not None
    assert "other_bell" not in sys.modules


def test_a_name_that_nobody_offers_is_trouble_with_what_was_meant(package):
    package("good-bell", "good_bell", GOOD, {"desktop": "good_bell:Bell"})
    missing = plugins.load_one(GROUP, "desktp")
    assert (missing.factory, missing.distribution) == (None, "")
    assert missing.trouble == 'is not installed; did you mean "desktop"?'
    assert plugins.load_one(GROUP, "qqq").trouble == "is not installed; there is desktop"


def test_a_group_without_plugins_is_empty():
    assert plugins.load(GROUP) == {}
    assert plugins.load_one(GROUP, "bell").trouble == "is not installed; there are none"
