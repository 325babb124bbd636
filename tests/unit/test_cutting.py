"""Taking a [[source]] table out of a configuration, whatever it looks like."""

from __future__ import annotations

import tomllib

import pytest

from showup.cli.cutting import cut

ONE = '[[source]]\nname = "one"\npath = "1.ics"\n'
TWO = '[[source]]\nname = "two"\npath = "2.ics"\n'


def names(text: str) -> list[str]:
    return [source["name"] for source in tomllib.loads(text).get("source", [])]


@pytest.mark.parametrize("index", [0, 1, 2])
def test_one_of_several_goes_and_the_others_stay_to_the_byte(index: int) -> None:
    tables = [ONE, TWO, ONE.replace("one", "three")]
    found = cut("\n".join(tables), index)
    assert found is not None
    assert found[1].rstrip() == tables[index].rstrip()
    assert found[0].rstrip() == "\n".join(tables[:index] + tables[index + 1 :]).rstrip()


@pytest.mark.parametrize(
    "body",
    [
        'calendars = [\n  "a", # [x]\n  "b",\n]',
        'note = """\n[[source]]\nname = "no"\n"""',
        "note = '''\n# no comment\n'''",
        '[source.more]\nx = 1\n[[source.list]]\ny = 2\n[source."a.b"]\nz = 3',
        "# a comment inside\n\n\nx = 1",
        'nested = [\n[\n"a"\n]\n]',
    ],
)
def test_all_of_a_table_goes_whatever_stands_in_it(body: str) -> None:
    text = f"# before\n{ONE}{body}\n\n# behind\n[profile]\nname = 'A'\n"
    found = cut(text, 0)
    assert found is not None
    assert found[0] == "# before\n\n# behind\n[profile]\nname = 'A'\n"


@pytest.mark.parametrize(
    "text", [f"\ufeff{ONE}{TWO}", f"{ONE}{TWO}".replace("\n", "\r\n"), f"[[ source ]] # x\n{ONE[11:]}{TWO}"]
)
def test_marks_line_ends_and_spaces_do_no_harm(text: str) -> None:
    found = cut(text, 1)
    assert found is not None
    assert text.startswith(found[0])
    assert names(found[0].removeprefix("\ufeff").replace("\r\n", "\n")) == ["one"]


@pytest.mark.parametrize(
    "text",
    [
        'source = [{ name = "one" }, { name = "two" }]\n',
        'source = [\n  { name = "one" },\n]\n',
        f"{ONE}[profile]\nname = 'A'\n[source.more]\nx = 1\n",
    ],
)
def test_what_cannot_be_cut_out_safely_is_left_alone(text: str) -> None:
    assert cut(text, 0) is None
