"""The layered plan of an interview: policy + interview -> alarms with instants. Pure."""

from showup.ladder.plan import Alarm, Plan, channels_of, due_at, lay, next_repeat, softly
from showup.ladder.policy import HELPER, Policy, Repeat, Rung, Until
from showup.ladder.quiet import Quiet, wait
from showup.ladder.reading import default_policy
from showup.ladder.rising import loudness
from showup.ladder.stronger import stronger

__all__ = [
    "HELPER",
    "Alarm",
    "Plan",
    "Policy",
    "Quiet",
    "Repeat",
    "Rung",
    "Until",
    "channels_of",
    "default_policy",
    "due_at",
    "lay",
    "loudness",
    "next_repeat",
    "softly",
    "stronger",
    "wait",
]
