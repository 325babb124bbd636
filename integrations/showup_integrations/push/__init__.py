"""Messages to the person's telephone."""

from showup_integrations.push.channel import PushChannel

__all__ = ["PushChannel"]
