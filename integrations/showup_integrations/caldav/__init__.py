"""Calendars on a CalDAV server (RFC 4791): iCloud, Fastmail, Nextcloud, mailbox.org, Radicale and many more."""

from showup_integrations.caldav.source import CalDavSource

__all__ = ["CalDavSource"]
