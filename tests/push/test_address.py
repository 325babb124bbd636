"""An address of an ntfy topic; what is secret in it is in no message."""

from __future__ import annotations

import pytest

from showup.errors import ConfigError
from showup_integrations.ntfy.address import parse
from showup_integrations.push import PushChannel


@pytest.mark.parametrize(
    ("url", "root", "topic", "authorization"),
    [
        ("ntfy://mine", "https://ntfy.sh", "mine", None),
        ("ntfy://Mine-2", "https://ntfy.sh", "Mine-2", None),
        ("ntfys://push.example.org/mine", "https://push.example.org", "mine", None),
        ("ntfy://10.0.0.2:8080/mine/", "http://10.0.0.2:8080", "mine", None),
        ("ntfys://[::1]:8443/mine", "https://[::1]:8443", "mine", None),
        ("ntfys://tk_abc@push.example.org/mine", "https://push.example.org", "mine", "Bearer tk_abc"),
        ("ntfys://ann:p%40ss@push.example.org/mine", "https://push.example.org", "mine", "Basic YW5uOnBAc3M="),
    ],
)
def test_an_address_is_read(url, root, topic, authorization) -> None:
    read = parse(url)
    assert (read.root, read.topic, read.authorization) == (root, topic, authorization)
    assert "tk_abc" not in repr(read)
    assert "mine" not in repr(read)


@pytest.mark.parametrize(
    "url",
    [
        "ntfy://", "ntfys://mine", "ntfys://ann:sesame@mine", "ntfy://host/a/b", "ntfy://host/with space", "https://ntfy.sh/mine",
        "ntfy://host:99999/sesame", "ntfy://sesame?priority=5", "ntfy://[::1/sesame", "ntfy://host/" + "x" * 65, "sesame",
    ],
)  # fmt: skip
def test_what_is_none_is_told_with_what_to_write(url) -> None:
    with pytest.raises(ConfigError, match="ntfy://TOPIC") as told:
        parse(url)
    assert "sesame" not in str(told.value)


@pytest.mark.parametrize(
    ("settings", "told"),
    [
        ({}, "showup connect push"),
        ({"to": 5}, "list of addresses"),
        ({"to": ["ntfy://mine", 5]}, "list of addresses"),
        ({"to": ["mailto:me"]}, "ntfy://TOPIC"),
        ({"to": ["keyring:"]}, "without a name"),
        ({"to": ["ntfy://mine"], "discreet": "no"}, "true or false"),
        ({"too": ["ntfy://mine"]}, "Did you mean `to`"),
    ],
)
def test_a_wrong_setting_is_told_with_what_is_right(settings, told) -> None:
    with pytest.raises(ConfigError, match=told):
        PushChannel(settings)
