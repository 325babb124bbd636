import pytest

from showup.detect.join import join_link, sides
from showup.detect.links import links_in, parse


def urls(text: str) -> list[str]:
    return [link.url for link in links_in(text)]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "ftp://a.example/x",
        "https://user@zoom.us/j/1",
        "https://u:p@zoom.us/j/1",
        "https://zoom.us\\@evil.example/j/1",
        "https://",
        "https://zoom.us:bad/j/1",
        "https://localhost/x",
        "https://a b.example/",
        "https://zoom.us/j/1\u202e",
        "https://[::1/x",
        "https://-a.example/",
    ],
)
def test_what_is_not_plainly_a_web_address_is_none(url: str) -> None:
    assert parse(url) is None


def test_a_host_in_other_letters_is_shown_as_what_it_is() -> None:
    link = parse("https://zооm.us/j/1")
    assert link is not None
    assert link.host.startswith("xn--")
    assert "xn--" in link.url


@pytest.mark.parametrize(
    "wrapped",
    [
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fzoom.us%2Fj%2F99&data=05%7C01",
        "https://www.google.com/url?q=https://zoom.us/j/99&sa=D&source=calendar",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_99&d=Dw",
        "https://urldefense.com/v3/__https://zoom.us/j/99__;!!abc",
        "https://slack-redir.net/link?url=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://www.google.com/url?q=https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fzoom.us%252Fj%252F99",
    ],
)
def test_a_wrapped_link_is_unwrapped(wrapped: str) -> None:
    assert urls(f"Join: {wrapped}") == ["https://zoom.us/j/99"]


def test_what_is_wrapped_must_be_a_web_address_too() -> None:
    assert urls("https://www.google.com/url?q=javascript:alert(1)") == [
        "https://www.google.com/url?q=javascript:alert(1)"
    ]
    assert join_link((links_in("https://www.google.com/url?q=httpx:alert(1)"), (), (), ())) is None


def test_punctuation_after_a_link_is_not_of_it() -> None:
    assert urls("(see https://a.example/x). <https://b.example/y>, https://c.example/z(1).") == [
        "https://a.example/x",
        "https://b.example/y",
        "https://c.example/z(1)",
    ]


def test_a_meeting_address_without_a_scheme_is_found() -> None:
    assert urls("zoom.us/j/123 at 2") == ["https://zoom.us/j/123"]


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.zoom.us/j/1?pwd=x",
        "https://meet.google.com/abc-defg-hij",
        "https://teams.microsoft.com/l/meetup-join/19",
        "https://teams.live.com/meet/9",
        "https://acme.webex.com/acme/j.php?MTID=m",
        "https://whereby.com/acme",
        "https://meet.jit.si/Room",
        "https://meeting.tencent.com/dm/x",
        "https://telemost.yandex.ru/j/1",
        "https://acme.chime.aws/1",
        "https://bluejeans.com/1",
    ],
)
def test_known_meeting_links_are_found_in_a_text(url: str) -> None:
    assert join_link(((), (), (), links_in(f"Agenda https://acme.example/about\n{url}"))) == url


@pytest.mark.parametrize(
    "url",
    [
        "https://calendly.com/reschedulings/A",
        "https://my.greenhouse.io/x",
        "https://acme.example/interview/feedback",
        "https://zoom.us/download",
        "https://aka.ms/JoinTeamsMeeting",
        "https://teams.microsoft.com/meetingOptions/?x=1",
        "https://maps.google.com/?q=x",
        "https://app.greenhouse.io/guides/1/people/2",
        "https://zoom.us.evil.example/j/1",
        "https://notzoom.us/j/1",
        "https://acme.example/careers/7",
        "https://meet.google.com/",
    ],
)
def test_other_links_of_a_text_are_not_joined_by(url: str) -> None:
    assert join_link(((), (), (), links_in(f"Details: {url}"))) is None


def test_the_order_is_conference_url_location_text() -> None:
    fields = [links_in(f"https://zoom.us/j/{number}") for number in range(4)]
    for first in range(4):
        assert (
            join_link(tuple(() if at < first else links for at, links in enumerate(fields)))
            == f"https://zoom.us/j/{first}"
        )


def test_a_meeting_host_is_lifted_to_https() -> None:
    assert join_link((links_in("http://zoom.us/j/1"), (), (), ())) == "https://zoom.us/j/1"


@pytest.mark.parametrize(
    ("url", "side"),
    [
        ("https://app.greenhouse.io/guides/1/people/2", "interviewer"),
        ("https://app.greenhouse.io/x/1#scorecard", "interviewer"),
        ("https://hire.lever.co/interviews/0a", "interviewer"),
        ("https://you.ashbyhq.com/acme/meeting/1", "candidate"),
        ("https://acme.hirevue.com/interviews/x", "candidate"),
        ("https://jobs.lever.co/acme/1", "posting"),
        ("https://calendly.com/cancellations/1", "scheduled"),
    ],
)
def test_links_of_hiring_systems_tell_the_side(url: str, side: str) -> None:
    assert [found.side for found in sides(links_in(url))] == [side]
