"""Notifications of the desktop, through org.freedesktop.Notifications on the session bus."""

from showup_integrations.freedesktop.channel import DesktopChannel

__all__ = ["DesktopChannel"]
