"""A program of the person's own: a lamp, a telephone, whatever they have."""

from showup_integrations.command.channel import CommandChannel

__all__ = ["CommandChannel"]
