"""The telephone of somebody whom the person has asked to look after them."""

from showup_integrations.helper.channel import HelperChannel

__all__ = ["HelperChannel"]
