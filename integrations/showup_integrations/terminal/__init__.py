"""A block of text on the terminal that showup was started in."""

from showup_integrations.terminal.channel import TerminalChannel

__all__ = ["TerminalChannel"]
