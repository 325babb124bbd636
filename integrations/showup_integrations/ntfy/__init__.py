"""ntfy (https://ntfy.sh): messages to a telephone, their buttons, and messages that its server sends later by itself."""

from showup_integrations.ntfy.service import NtfyService

__all__ = ["NtfyService"]
