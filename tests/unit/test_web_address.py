"""Which links of a calendar a person may be led to."""

import pytest
from tests.announced import HOSTILE_LINKS

from showup.web_address import web_address


@pytest.mark.parametrize("link", HOSTILE_LINKS)
def test_what_hides_where_it_leads_is_none(link):
    assert web_address(link) is None


@pytest.mark.parametrize(
    ("link", "shown", "host"),
    [
        ("https://zoom.us/j/1?pwd=x#y", "https://zoom.us/j/1?pwd=x#y", "zoom.us"),
        ("HTTPS://Zoom.US/j/1", "https://zoom.us/j/1", "zoom.us"),
        ("https://zoom.us.evil.example/j/1", "https://zoom.us.evil.example/j/1", "zoom.us.evil.example"),
        ("https://z\u043eom.us/j/1", "https://xn--zom-sed.us/j/1", "xn--zom-sed.us"),
        ("https://meet\u3002example/a", "https://meet.example/a", "meet.example"),
    ],
)
def test_what_is_shown_is_what_is_opened_with_its_real_host(link, shown, host):
    assert web_address(link) == (shown, host)
    assert web_address(shown) == (shown, host)
