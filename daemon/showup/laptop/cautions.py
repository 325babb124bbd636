"""What the person is told about battery and network before an interview. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from showup import duration
from showup.engine import Watch
from showup.laptop.battery import Battery
from showup.laptop.network import Network

__all__ = ["Caution", "Facts", "cautions"]

_LOW = 15
_NEVER_LOW = 60
"""What a machine draws goes up and down: a battery that is rather full is not called short for a moment of work."""


@dataclass(frozen=True, slots=True)
class Facts:
    """How the machine was at that instant. `battery` is None while nothing is used up, `network` while nobody says."""

    at: datetime
    battery: Battery | None
    network: Network | None


@dataclass(frozen=True, slots=True)
class Caution:
    """`about` is what it is about, the same as long as it lasts; `text` a sentence with what to do."""

    about: str
    text: str


def cautions(facts: Facts, watch: Watch, now: datetime, *, push: bool) -> tuple[Caution, ...]:
    """What stands in the way of this interview. `push`: the person's telephone is rung over the network."""
    found = (_of_battery(facts.battery, watch, now), _of_network(facts.network, watch, push=push))
    return tuple(caution for caution in found if caution is not None)


def _of_battery(battery: Battery | None, watch: Watch, now: datetime) -> Caution | None:
    """Low, or not enough for as long as this machine is wanted: to the end if it is held there, else until the grace is over."""
    if battery is None:
        return None
    ends = watch.plan.over_at if watch.interview.judgement.join_url else watch.plan.missed_at or watch.plan.due
    short = battery.left is not None and battery.left < ends - now and battery.percent < _NEVER_LOW
    if battery.percent > _LOW and not short:
        return None
    left = f", about {duration.spell(_coarse(battery.left))} left" if battery.left is not None else ""
    return Caution("battery", f"Battery {battery.percent} %{left}: plug in.")


def _coarse(length: timedelta) -> timedelta:
    """To five minutes, as no better is known."""
    minutes = round(length.total_seconds() / 60)
    return timedelta(minutes=max(minutes if minutes < 10 else minutes // 5 * 5, 1))


def _of_network(network: Network | None, watch: Watch, *, push: bool) -> Caution | None:
    online = bool(watch.interview.judgement.join_url)
    if network is None or network is Network.UP or not (online or push):
        return None
    why = "the meeting is online" if online else "your telephone cannot be told"
    texts = {
        Network.PORTAL: f"The network wants you to log in, and {why}: open any page in a browser.",
        Network.LIMITED: f"The network does not seem to reach the internet, and {why}: check it, or use your telephone's.",
        Network.DOWN: f"No network: {why}. Connect to one, or to your telephone's.",
    }
    return Caution("network", texts[network])
