"""A tone through the speakers, beside and without the notification server."""

from showup_integrations.sound.channel import SoundChannel

__all__ = ["SoundChannel"]
