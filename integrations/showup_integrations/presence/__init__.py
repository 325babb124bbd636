"""Whether a program of meetings uses the microphone."""

from showup_integrations.presence.microphone import MicrophonePresence

__all__ = ["MicrophonePresence"]
