"""Calendars in the iCalendar format (RFC 5545): a file, a folder of files, or an address on the web.

What a reading makes for itself alone are msgspec Structs, here and in showup.detect: a frozen dataclass takes 25 times as long to
define, and a sync child defines all of them anew.
"""

from showup_integrations.ics.source import IcsSource

__all__ = ["IcsSource"]
