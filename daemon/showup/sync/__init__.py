"""Reading a source and judging what it says: in a limited child process for the service, or here for one-shot
commands.

`reader.read_source`, for the service, is not named here: the child itself has no use for asyncio.
"""

from showup.sync.reading import SourceReport, read_here
from showup.sync.wire import Request, SourceSpec

__all__ = ["Request", "SourceReport", "SourceSpec", "read_here"]
