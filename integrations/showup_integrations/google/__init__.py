"""Google Calendar through Google's own client library (extra `google`): read only, with the person's own OAuth client.

The library is large; it is imported only where a calendar is read or connected, never in the resident service.
"""

from showup_integrations.google.source import GoogleSource

__all__ = ["GoogleSource"]
