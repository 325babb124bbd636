"""What no service may read as anything but text."""

import pytest

from showup_integrations.push.literal import literal, unmarked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("@everyone, look", "@ everyone, look"),
        ("x@here", "x@ here"),
        ("@**all**", "@ **all**"),
        ("<!channel> <@U1> <#C1>", "< !channel> < @ U1> < #C1>"),
        ("3 < 4 > 2", "3 < 4 > 2"),
        ("ann@marlow.example", "ann@marlow.example"),
        ("Ann @ Marlow", "Ann @ Marlow"),
        ("[join](https://evil.example)", "[join] (https://evil.example)"),
        ("<https://evil.example|join>", "< https://evil.example|join>"),
        ("https://meet.example/@ann?x=1", "https://meet.example/%40ann?x=1"),
        ("https://@everyone", "https://@ everyone"),
        ("https://meet.example/a_b_c", "https://meet.example/a_b_c"),
    ],
)
def test_it_calls_nobody_and_hides_nothing(said: str, shown: str) -> None:
    assert literal(said) == shown


def test_marks_are_escaped_but_not_in_an_address() -> None:
    assert unmarked("*a* _b_ https://meet.example/a_b") == r"\*a\* \_b\_ https://meet.example/a_b"
