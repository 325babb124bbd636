"""Reading a source and judging what it says, or when it takes the person's time: in a limited child process for the service, or
here for one-shot commands.

`reader.read_source` and `reader.read_busy`, for the service, are not named here: the child itself has no use for asyncio.
"""

from showup.sync.reading import BusyReport, SourceReport, busy_here, read_here
from showup.sync.wire import Request, SourceSpec

__all__ = ["BusyReport", "Request", "SourceReport", "SourceSpec", "busy_here", "read_here"]
