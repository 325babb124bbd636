"""The machine itself: kept awake before an interview, woken for one, and whether its battery and its network last."""

from showup.laptop.battery import Battery, read_battery
from showup.laptop.cautions import Caution, Facts, cautions
from showup.laptop.needs import Need, is_watched, need, wake_ups
from showup.laptop.network import Network, routed

__all__ = [
    "Battery",
    "Caution",
    "Facts",
    "Need",
    "Network",
    "cautions",
    "is_watched",
    "need",
    "read_battery",
    "routed",
    "wake_ups",
]
