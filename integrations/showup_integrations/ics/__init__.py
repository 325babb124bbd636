"""Calendars in the iCalendar format (RFC 5545): a file, a folder of files, or an address on the web."""

from showup_integrations.ics.source import IcsSource

__all__ = ["IcsSource"]
