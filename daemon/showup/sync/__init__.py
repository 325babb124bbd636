"""Reading a source and judging what it says: in a limited child process for the service, or here for one-shot
commands.
"""

from showup.sync.reader import read_source
from showup.sync.reading import SourceReport, read_here
from showup.sync.wire import SourceSpec

__all__ = ["SourceReport", "SourceSpec", "read_here", "read_source"]
