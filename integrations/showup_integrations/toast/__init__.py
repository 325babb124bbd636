"""A toast on macOS and Windows, through plyer."""

from showup_integrations.toast.channel import ToastChannel

__all__ = ["ToastChannel"]
