"""A full-screen window on every monitor, above all others."""

from showup_integrations.takeover.channel import TakeoverChannel

__all__ = ["TakeoverChannel"]
