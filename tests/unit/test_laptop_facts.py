"""Battery and network as the kernel tells them, in its own form, and what the person is told of them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from showup.announce import announce_ring
from showup.announce_laptop import announce_caution
from showup.engine import Ring, Rules
from showup.engine.planning import begin
from showup.ladder import default_policy
from showup.laptop import Battery, Caution, Facts, Network, cautions, read_battery, routed
from showup.model import Interview, Judgement, Occurrence, Urgency, Verdict

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 24, 13, tzinfo=UTC)
SOON = START - timedelta(minutes=15)
LINK = "https://meet.example.com/abc"


@pytest.fixture
def supply(tmp_path):
    """Adds a folder as the kernel has them below /sys/class/power_supply."""

    def add(name, **says):
        folder = tmp_path / name
        folder.mkdir()
        lines = [f"POWER_SUPPLY_NAME={name}", *(f"POWER_SUPPLY_{key.upper()}={value}" for key, value in says.items())]
        (folder / "uevent").write_text("\n".join(lines) + "\n")
        return tmp_path

    return add


def test_what_is_left_is_what_is_in_it_by_what_is_drawn(supply):
    supply("AC", type="Mains", online=0)
    place = supply("BAT0", type="Battery", status="Discharging", present=1, energy_full=50_000_000,
                   energy_now=4_500_000, power_now=13_500_000, capacity=9)  # fmt: skip
    assert read_battery(place) == Battery(9, timedelta(minutes=20))


def test_a_battery_that_counts_in_ampere_hours_and_gives_its_current_a_sign(supply):
    place = supply("CMB1", type="Battery", status="Discharging", charge_full=4_000_000, charge_now=1_000_000,
                   current_now=-500_000, capacity=25)  # fmt: skip
    assert read_battery(place) == Battery(25, timedelta(hours=2))


def test_two_batteries_are_one(supply):
    supply("BAT0", type="Battery", status="Unknown", energy_full=20_000_000, energy_now=18_000_000, power_now=0,
           capacity=90)  # fmt: skip
    place = supply("BAT1", type="Battery", status="Discharging", energy_full=60_000_000, energy_now=2_000_000,
                   power_now=10_000_000, capacity=3)  # fmt: skip
    assert read_battery(place) == Battery(25, timedelta(hours=2))


def test_one_that_says_only_its_percentage(supply):
    place = supply("BAT0", type="Battery", status="Discharging", capacity=9, power_now="garbage")
    assert read_battery(place) == Battery(9, None)


@pytest.mark.parametrize(
    "says",
    [{"type": "Battery", "status": "Charging", "capacity": 5}, {"type": "Battery", "status": "Full", "capacity": 100},
     {"type": "Battery", "scope": "Device", "status": "Discharging", "capacity": 5},
     {"type": "Battery", "present": 0, "status": "Discharging", "capacity": 5}, {"type": "Mains", "online": 1},
     {"type": "Battery", "status": "Discharging"}, {}],
)  # fmt: skip
def test_a_charger_a_mouse_and_an_empty_bay_use_nothing_up(supply, says):
    assert read_battery(supply("ONE", **says)) is None


def test_a_machine_without_any_supply(tmp_path):
    assert read_battery(tmp_path / "none") is None
    assert read_battery(tmp_path) is None


HEADING = "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n"
DEFAULT = "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n"
LOCAL = "wlan0\t0002A8C0\t00000000\t0001\t0\t0\t600\t00FFFFFF\t0\t0\t0\n"
DOWN = "wlan0\t00000000\t0102A8C0\t0002\t0\t0\t600\t00000000\t0\t0\t0\n"
ANY = "0" * 32
DEFAULT6 = f"{ANY} 00 {ANY} 00 fe80{'0' * 26}01 00000258 00000001 00000000 00000003 wlan0\n"
REJECT6 = f"{ANY} 00 {ANY} 00 {ANY} ffffffff 00000001 00000000 00200200       lo\n"
LOCAL6 = f"fe80{'0' * 28} 40 {ANY} 00 {ANY} 00000100 00000001 00000000 00000001 wlan0\n"


@pytest.mark.parametrize(
    ("v4", "v6", "routes"),
    [(HEADING + LOCAL + DEFAULT, REJECT6, True), (HEADING + LOCAL, LOCAL6 + DEFAULT6, True), (HEADING, REJECT6, False),
     (HEADING + LOCAL + DOWN, LOCAL6 + REJECT6, False), (HEADING + DEFAULT, None, True), (None, DEFAULT6, True),
     (None, None, None), (HEADING, None, False)],
)  # fmt: skip
def test_a_network_is_a_route_to_everywhere(tmp_path, v4, v6, routes):
    for name, text in (("route", v4), ("ipv6_route", v6)):
        if text is not None:
            (tmp_path / name).write_text(text)
    assert routed(tmp_path) is routes


def test_this_very_machine_says_whether_it_has_one():
    assert routed() in {True, False}


def watch(**judged):
    occurrence = Occurrence("cal", "u1", START, START + timedelta(hours=1), title="Interview with Marlow")
    interview = Interview(occurrence, Judgement(Verdict.INTERVIEW, 90, **judged))
    return begin(interview, ("cal",), START - timedelta(days=2), Rules(default_policy(), BERLIN))[0]


def said(battery=None, network=Network.UP, *, push=False, now=SOON, **judged):
    return [caution.text for caution in cautions(Facts(now, battery, network), watch(**judged), now, push=push)]


def test_a_low_battery_is_told_with_what_is_left_and_what_to_do():
    assert said(Battery(9, timedelta(minutes=21))) == ["Battery 9 %, about 20 min left: plug in."]
    assert said(Battery(4, timedelta(seconds=20))) == ["Battery 4 %, about 1 min left: plug in."]
    assert said(Battery(15)) == ["Battery 15 %: plug in."]
    assert said(Battery(16)) == []


def test_a_meeting_at_the_machine_wants_power_to_its_end_and_an_alarm_to_the_end_of_the_grace():
    an_hour = Battery(40, timedelta(minutes=60))
    assert said(an_hour, join_url=LINK) == ["Battery 40 %, about 1 h left: plug in."]
    assert said(an_hour, place="Hauptstr. 1") == []
    assert said(replace(an_hour, left=timedelta(minutes=29)), place="Hauptstr. 1") != []


def test_a_rather_full_battery_is_not_short_for_a_moment_of_work():
    assert said(Battery(61, timedelta(minutes=50)), join_url=LINK) == []


def test_a_network_that_is_down_matters_where_the_meeting_is_online_or_the_telephone_is_rung():
    assert said(network=Network.DOWN, join_url=LINK) == [
        "No network: the meeting is online. Connect to one, or to your telephone's."
    ]
    assert said(network=Network.DOWN, place="Hauptstr. 1") == []
    assert said(network=Network.DOWN, place="Hauptstr. 1", push=True) == [
        "No network: your telephone cannot be told. Connect to one, or to your telephone's."
    ]
    assert said(network=None, join_url=LINK) == []


@pytest.mark.parametrize(("network", "words"), [(Network.PORTAL, "wants you to log in"), (Network.LIMITED, "internet")])
def test_a_network_that_leads_nowhere_says_why(network, words):
    (text,) = said(network=network, join_url=LINK)
    assert words in text


def test_an_alarm_carries_the_warnings_before_the_way_there():
    ring = Ring("soon", 1, SOON, ("desktop",), False)
    body = announce_ring(watch(join_url=LINK), ring, SOON, BERLIN, ("Battery 9 %: plug in.",)).body
    assert body.splitlines()[0] == "Battery 9 %: plug in."
    assert LINK in body


def test_one_that_comes_by_itself_stands_beside_the_alarm_and_wants_no_answer():
    one = announce_caution(watch(), Caution("battery", "Battery 9 %: plug in."), SOON, BERLIN)
    assert (one.summary, one.body) == ("Battery 9 %: plug in.", "In 15 min (14:00): Interview with Marlow")
    assert one.urgency is Urgency.CRITICAL
    assert one.actions == ()
    assert one.tag != one.interview
