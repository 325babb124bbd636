"""A calendar on virtual time: the same desk, engine, ladder and wording as the service, and no effects."""

from showup.simulate.script import Line, read_script
from showup.simulate.world import World

__all__ = ["Line", "World", "read_script"]
