import pytest

from showup.detect.datafiles import table
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
        "https://nam12.safelinks.protection.outlook.com/ap/t-59584e83/?url=https%3A%2F%2Fzoom.us%2Fj%2F99&data=05",
        "https://gov01.safelinks.protection.office365.us/?url=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://statics.teams.cdn.office.net/evergreen-assets/safelinks/1/atp-safelinks.html?url=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://nam.safelink.emails.azure.net/redirect/?destination=https%3A%2F%2Fzoom.us%2Fj%2F99&p=b",
        "https://www.google.com/url?q=https://zoom.us/j/99&sa=D&source=calendar",
        "https://www.google.de/url?q=https://zoom.us/j/99&sa=D",
        "https://meet.google.com/linkredirect?authuser=0&dest=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://urldefense.proofpoint.com/v1/url?u=https://zoom.us/j/99&k=x",
        "https://urldefense.proofpoint.com/v2/url?u=https-3A__zoom.us_j_99&d=Dw",
        "https://urldefense.com/v3/__https://zoom.us/j/99__;!!abc",
        "https://urldefense.us/v3/__https:/zoom.us/j/99__;!!abc$",
        "https://urldefense.com/v3/__https://zoom.us*j*99__;Ly8!!abc$",
        "https://urldefense.com/v3/__https://zoom.us/j**A9__;Lzk!!abc$",
        "https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fzoom.us%2fj%2f99&c=E,1,x&typo=1",
        "https://secure-web.cisco.com/1AbC-x_y/https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://ddec1-0-en-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=https%3a%2f%2fzoom.us%2fj%2f99&umid=x",
        "https://eu-central-1.protection.sophos.com?d=zoom.us&u=aHR0cHM6Ly96b29tLnVzL2ovOTk=&i=x",
        "https://us-west-2.protection.sophos.com/?d=zoom.us&u=aHR0cHM6Ly96b29tLnVzL2ovOTk&p=m",
        "https://protect.checkpoint.com/v2/r05/___https://zoom.us/j/99___.YzJlOm",
        "https://url.avanan.click/v2/___https%3A//zoom.us/j/99___.YXAz",
        "https://protect2.fireeye.com/v1/url?k=1-2&q=1&e=x&u=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://clicktime.symantec.com/3Ab?u=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://clicktime.cloud.postoffice.net/clicktime.php?U=https%3A%2F%2Fzoom.us%2Fj%2F99&E=x",
        "https://urlsand.esvalabs.com/?u=https%3A%2F%2Fzoom.us%2Fj%2F99&e=x",
        "https://link.edgepilot.com/s/0a/b?u=https://zoom.us/j/99",
        "https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fzoom%2Eus%2Fj%2F99&urlhash=x",
        "https://www.linkedin.com/safety/go?url=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fzoom.us%2Fj%2F99&h=x",
        "https://slack-redir.net/link?url=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://vk.com/away.php?to=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://www.youtube.com/redirect?q=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://duckduckgo.com/l/?uddg=https%3A%2F%2Fzoom.us%2Fj%2F99",
        "https://www.google.com/url?q=https%3A%2F%2Feur01.safelinks.protection.outlook.com%2F%3Furl%3Dhttps%253A%252F%252Fzoom.us%252Fj%252F99",
    ],
)
def test_a_wrapped_link_is_unwrapped(wrapped: str) -> None:
    assert urls(f"Join: {wrapped}") == ["https://zoom.us/j/99"]


def test_rare_characters_are_put_back_where_a_filter_took_them_out() -> None:
    wrapped = "https://urldefense.com/v3/__https://teams.microsoft.com/l/meetup-join/19*3ameeting__;JQ!!abc$"
    assert urls(wrapped) == ["https://teams.microsoft.com/l/meetup-join/19%3ameeting"]


def test_a_filter_that_keeps_its_target_to_itself_is_joined_by_its_own_host_when_it_names_a_service() -> None:
    hidden = "https://protect-eu.mimecast.com/s/AbC?domain=us02web.zoom.us"
    assert join_link(((), (), (), links_in(hidden))) == hidden
    assert join_link(((), (), (), links_in(hidden.replace("us02web.zoom.us", "acme.example")))) is None
    assert join_link(((), (), (), links_in(hidden.replace("mimecast.com", "mimecast.com.evil.example")))) is None


def test_a_link_that_shows_another_address_is_the_one_it_leads_to() -> None:
    html = 'Join: <a href="https://evil.example/x">https://zoom.us/j/99</a> or <b>not</b>'
    assert urls(html) == ["https://evil.example/x"]
    assert urls('<a href="https://zoom.us/j/1">Join</a>, https://acme.example/x') == [
        "https://zoom.us/j/1",
        "https://acme.example/x",
    ]


def test_what_a_link_shows_says_whether_one_joins_by_it() -> None:
    html = 'Agenda <a href="https://video.acme.example/room/7">Join the video call</a>'
    assert join_link(((), (), (), links_in(html))) == "https://video.acme.example/room/7"
    assert join_link(((), (), (), links_in(html.replace("Join the video call", "our offices")))) is None


def test_links_without_an_end_are_read_in_little_time() -> None:
    assert len(links_in('<a href="https://zoom.us/j/1">' * 800)) == 1
    assert links_in("<a href=" * 3000) == ()


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


MEETINGS = [
    ("Zoom", "https://acme.zoom.us/j/1?pwd=x"),
    ("Zoom", "https://zoom.us/my/dana.fox"),
    ("Zoom vanity page", "https://acme.zm.page"),
    ("Google Meet", "https://meet.google.com/abc-defg-hij"),
    ("Google Meet live stream", "https://stream.meet.google.com/stream/0a"),
    ("Google Hangouts", "https://hangouts.google.com/call/x"),
    ("Google Duo", "https://duo.app.goo.gl/x"),
    ("Microsoft Teams", "https://teams.microsoft.com/l/meetup-join/19"),
    ("Microsoft Teams", "https://teams.live.com/meet/9"),
    ("Microsoft Teams", "https://gov.teams.microsoft.us/l/meetup-join/19"),
    ("Webex", "https://acme.webex.com/acme/j.php?MTID=m"),
    ("Webex", "https://acme.webex.com/meet/dana"),
    ("Jitsi Meet", "https://meet.jit.si/Room"),
    ("8x8 Meet", "https://8x8.vc/acme/room"),
    ("Whereby", "https://acme.whereby.com/room"),
    ("GoTo Meeting", "https://meet.goto.com/123456789"),
    ("GoTo Webinar", "https://global.gotowebinar.com/join/1"),
    ("Skype", "https://join.skype.com/a1"),
    ("Skype for Business", "https://meet.lync.com/acme/dana/A1"),
    ("BlueJeans", "https://bluejeans.com/1"),
    ("Amazon Chime", "https://acme.chime.aws/1"),
    ("RingCentral", "https://v.ringcentral.com/join/1"),
    ("join.me", "https://join.me/acme"),
    ("FaceTime", "https://facetime.apple.com/join#v=1&p=x"),
    ("Discord", "https://discord.gg/abcdef"),
    ("Slack huddle", "https://app.slack.com/huddle/T1/C1"),
    ("WhatsApp call", "https://call.whatsapp.com/video/x1"),
    ("Facebook Messenger room", "https://m.me/j/x1/"),
    ("Workplace", "https://acme.workplace.com/groupcall/x"),
    ("LINE", "https://meet.line.me/x"),
    ("Lark and Feishu", "https://vc.feishu.cn/j/1"),
    ("Tencent Meeting", "https://meeting.tencent.com/dm/x"),
    ("DingTalk", "https://meeting.dingtalk.com/j/x"),
    ("Huawei Cloud Meeting", "https://meeting.huaweicloud.com/#/j/1"),
    ("Zhumu", "https://welink.zhumu.com/j/1?pwd=x"),
    ("Xylink", "https://meeting.xylink.com/v/1"),
    ("Yandex Telemost", "https://telemost.yandex.ru/j/1"),
    ("SaluteJazz", "https://salutejazz.ru/x1?psw=y"),
    ("Kontur Talk", "https://acme.ktalk.ru/room"),
    ("MTS Link", "https://my.mts-link.ru/j/1/2"),
    ("VK Calls", "https://vk.com/call/join/x"),
    ("DION", "https://dion.vc/event/acme"),
    ("TrueConf", "https://acme.trueconf.com/c/1"),
    ("Zoho Meeting", "https://meeting.zoho.eu/meeting/login.zm?key=1"),
    ("Dialpad", "https://meetings.dialpad.com/room/acme"),
    ("UberConference", "https://uberconference.com/acme"),
    ("FreeConferenceCall", "https://join.freeconferencecall.com/acme"),
    ("Lifesize", "https://call.lifesizecloud.com/1234"),
    ("StarLeaf", "https://meet.starleaf.com/1"),
    ("Pexip", "https://acme.pexip.me/meet/1"),
    ("Vidyo", "https://acme.vidyocloud.com/join/1"),
    ("Vonage Meetings", "https://meetings.vonage.com/123456789"),
    ("TeamViewer Meeting", "https://go.teamviewer.com/v15/m1"),
    ("Cal Video", "https://app.cal.com/video/n4Yw8s"),
    ("Calendly redirect", "https://calendly.com/events/4b1e/google_meet"),
    ("Reclaim redirect", "https://reclaim.ai/z/x1"),
    ("Livestorm", "https://app.livestorm.co/p/x"),
    ("Demodesk", "https://demodesk.com/meet/x1"),
    ("Demio", "https://event.demio.com/ref/x"),
    ("Around", "https://meet.around.co/r/acme"),
    ("Tuple", "https://tuple.app/c/x"),
    ("CoScreen", "https://join.coscreen.co/x"),
    ("Pop", "https://pop.com/j/810-1"),
    ("Vowel", "https://app.vowel.com/#/g/x"),
    ("Gather", "https://app.gather.town/app/x/acme"),
    ("oVice", "https://acme.ovice.in/lobby/"),
    ("Teemyco", "https://app.teemyco.com/room/x"),
    ("Pumble", "https://meet.pumble.com/abc-def"),
    ("Daily", "https://acme.daily.co/room"),
    ("Eyeson", "https://app.eyeson.team/?x=1#r"),
    ("Brave Talk", "https://talk.brave.com/x"),
    ("Proton Meet", "https://meet.proton.me/join/x"),
    ("kMeet", "https://kmeet.infomaniak.com/x"),
    ("Framatalk", "https://framatalk.org/acme"),
    ("RENATER Rendez-vous", "https://rendez-vous.renater.fr/acme"),
    ("French state video conference", "https://visio.numerique.gouv.fr/abc-defg-hij"),
    ("Tixeo", "https://acme.tixeo.com/meet/1"),
    ("Glowbl", "https://www.glowbl.com/acme"),
    ("alfaview", "https://app.alfaview.com/#/join/acme/x"),
    ("OpenTalk", "https://meet.opentalk.eu/room/x"),
    ("DFNconf", "https://conf.dfn.de/webapp/conference/1"),
    ("Senfcall", "https://lecture.senfcall.de/dana-x"),
    ("Freifunk München Meet", "https://meet.ffmuc.net/acme"),
    ("fairmeeting", "https://fairmeeting.net/acme"),
    ("edudip", "https://acme.edudip.com/webinar/1"),
    ("Jami", "https://jami.net/call/x"),
    ("VDO.Ninja", "https://vdo.ninja/?room=x"),
    ("Doxy.me", "https://doxy.me/dana"),
    ("VSee", "https://vsee.com/u/dana"),
    ("Attend Anywhere", "https://england.nhs.attendanywhere.com/x"),
    ("Blackboard Collaborate", "https://us.bbcollab.com/guest/x"),
    ("LiveKit Meet", "https://meet.livekit.io/rooms/x"),
    ("Meetecho", "https://meetings.conf.meetecho.com/x"),
    ("StreamYard", "https://streamyard.com/guest/abcdefgh12"),
    ("Riverside", "https://riverside.fm/studio/x"),
    ("Luma", "https://lu.ma/join/x"),
    ("Gong", "https://acme.join.gong.io/dana"),
    ("Chorus", "https://go.chorus.ai/1"),
    ("Butter", "https://app.butter.us/x"),
    ("Airmeet", "https://www.airmeet.com/e/x"),
    ("Hopin", "https://hopin.com/events/x"),
    ("BigMarker", "https://www.bigmarker.com/acme/x"),
    ("ClickMeeting", "https://acme.clickmeeting.com/room"),
    ("MyOwnConference", "https://go.myownconference.com/x"),
    ("Adobe Connect", "https://acme.adobeconnect.com/room/"),
    ("Remote Meeting", "https://remotemeeting.com/room/x"),
    ("Gooroomee", "https://biz.gooroomee.com/room/x"),
    ("Calling", "https://acme.calling.fun/x"),
    ("bellFace", "https://app.bell-face.com/1"),
    ("Skyroom", "https://www.skyroom.online/ch/acme/room"),
    ("JioMeet", "https://jiomeetpro.jio.com/shortener?meetingId=1"),
    ("Zavi", "https://zavi.me/x1"),
    ("RNP Conferência Web", "https://conferenciaweb.rnp.br/acme/room"),
]
PLATFORMS = [
    ("HireVue", "https://app.hirevue.com/interviews/x"),
    ("Karat", "https://app.karat.io/interviews/x"),
    ("CoderPad", "https://app.coderpad.io/JX4QKTWD"),
    ("HackerRank", "https://www.hackerrank.com/interview/interviews/x"),
    ("HackerRank", "https://codepair.hackerrank.com/paper/x"),
    ("HackerRank", "https://hr.gs/cp-9f82"),
    ("CodeSignal", "https://app.codesignal.com/live-interview/x"),
    ("Codility", "https://app.codility.com/codelive/x"),
    ("Spark Hire", "https://app.sparkhire.com/live/x"),
    ("Willo", "https://my.willo.video/x"),
    ("Indeed Interview", "https://interviews.indeed.com/room/x"),
    ("BrightHire", "https://app.brighthire.ai/interview/x"),
    ("Modern Hire", "https://mcv.modernhire.com/x"),
    ("VidCruiter", "https://acme.vidcruiter.com/live/x"),
    ("Jobma", "https://www.jobma.com/interview/x"),
    ("Harver", "https://acme.harver.com/candidate/x"),
    ("EASYRECRUE", "https://acme.easyrecrue.com/x"),
    ("Visiotalent", "https://app.visiotalent.com/entretien/x"),
    ("Cammio", "https://acme.cammio.com/interview/x"),
    ("viasto", "https://acme.viasto.com/interview/x"),
    ("myInterview", "https://interview.myinterview.com/abcdefgh1"),
    ("interviewstream", "https://acme.interviewstream.com/interview/x"),
    ("Hireflix", "https://app.hireflix.com/x1"),
    ("Talview", "https://acme.talview.com/interview/x"),
    ("Hinterview", "https://app.hinterview.com/room/x"),
    ("Wepow", "https://app.wepow.com/interview/x"),
    ("Vieple", "https://acme.vieple.com/x"),
    ("VideoAsk", "https://www.videoask.com/fabcdef12"),
    ("Shortlister", "https://app.shortlister.com/interview/x"),
    ("harutaka", "https://web.harutaka.jp/live/x"),
    ("Interview Maker", "https://app.interview-maker.com/x"),
    ("JOBDA", "https://www.jobda.im/interview/x"),
    ("Nowcoder", "https://www.nowcoder.com/interview/8d2k1c/interviewee"),
    ("AcmCoder", "https://interview.acmcoder.com/interview/x"),
    ("ShowMeBug", "https://app.showmebug.com/pads/x"),
    ("CodeInterview", "https://app.codeinterview.io/abcdef"),
    ("CodeSubmit", "https://app.codesubmit.io/x"),
    ("Byteboard", "https://app.byteboard.dev/interview/x"),
    ("interviewing.io", "https://start.interviewing.io/room/x"),
    ("Filtered", "https://app.filtered.ai/interview/x"),
    ("Glider", "https://acme.glider.ai/interview/x"),
    ("HackerEarth", "https://www.hackerearth.com/facecode/x"),
    ("DevSkiller", "https://app.devskiller.com/candidate/x"),
    ("CodinGame", "https://www.codingame.com/evaluate/?id=x"),
    ("Coderbyte", "https://coderbyte.com/sl-candidate?x=1"),
    ("Qualified", "https://www.qualified.io/assess/x"),
    ("TestGorilla", "https://app.testgorilla.com/candidate/x"),
    ("Vervoe", "https://app.vervoe.com/candidate/x"),
    ("Mettl", "https://tests.mettl.com/authenticateKey/x"),
    ("SHL", "https://talentcentral.eu.shl.com/player/x"),
    ("iMocha", "https://test.imocha.io/candidate/x"),
    ("Programmers", "https://programmers.co.kr/tryouts/1"),
    ("Ashby assignment", "https://you.ashbyhq.com/assignment/19af"),
    ("ModernLoop", "https://interviews.modernloop.io/s/b71kd"),
]


@pytest.mark.parametrize(("service", "url"), [*MEETINGS, *PLATFORMS])
def test_the_link_of_a_service_is_found_in_a_text(service: str, url: str) -> None:
    assert (
        join_link(((), (), (), links_in(f"Agenda https://acme.example/about\n{url}\nhttps://zoom.us/pricing"))) == url
    )


def test_every_service_is_tried_and_there_are_more_than_seventy() -> None:
    known = [row["service"] for group in ("meeting", "platform") for row in table("hosts")[group]]
    assert {service for service, _ in [*MEETINGS, *PLATFORMS]} == set(known)
    assert len(known) == len(set(known)) > 70


@pytest.mark.parametrize(("service", "url"), MEETINGS)
def test_a_host_that_only_looks_like_that_of_a_service_is_not_joined(service: str, url: str) -> None:
    host = url.split("/")[2]
    hosts = [known for row in table("hosts")["meeting"] for known in row["hosts"] if f".{host}".endswith(f".{known}")]
    known = min(hosts, key=len)
    for false in (f"{host}.evil.example", f"not{known}", host.replace(".", "-") + ".example"):
        assert join_link(((), (), (), links_in(f"Agenda: {url.replace(host, false)}"))) is None


def test_a_host_that_begins_like_a_service_is_not_joined_where_a_link_is_expected_either() -> None:
    assert join_link((links_in("https://zoom.us.evil.example/j/1"), (), (), ())) is None
    assert join_link(((), (), links_in("https://zооm.us/j/1"), ())) is None


def test_a_meeting_comes_before_the_pad_that_one_writes_in() -> None:
    pad, call = "https://app.coderpad.io/JX4QKTWD", "https://acme.zoom.us/j/9"
    assert join_link(((), (), links_in(pad), links_in(f"Video: {call}"))) == call


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
