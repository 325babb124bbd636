"""What PipeWire knows of this desktop: is the screen being shared or recorded?"""

from showup_integrations.pipewire.sharing import PipeWireSharing

__all__ = ["PipeWireSharing"]
