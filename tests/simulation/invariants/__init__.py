"""What must hold, whatever happens. One function for each, with a sentence; a breach raises Broken with the same name."""

from tests.simulation.invariants.decisions import ON_CHANGE
from tests.simulation.invariants.deeds import ON_ANSWER, ON_DOING
from tests.simulation.invariants.notices import ON_DECIDED
from tests.simulation.invariants.states import AT_END, ON_START, ON_STEP

__all__ = ["AT_END", "ON_ANSWER", "ON_CHANGE", "ON_DECIDED", "ON_DOING", "ON_START", "ON_STEP"]
