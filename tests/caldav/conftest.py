"""The servers, one of each for the session."""

from tests.caldav.servers import radicale, xandikos

__all__ = ["radicale", "xandikos"]
