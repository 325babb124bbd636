"""Who carries a message to an address that is not ntfy's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showup_integrations.push.addresses import checked, scheme_of
from showup_integrations.push.apprise_service import AppriseService
from showup_integrations.push.pushover import SCHEME, PushoverService

if TYPE_CHECKING:
    from showup_integrations.push.service import PushService

__all__ = ["vendor_service"]


def vendor_service(address: str) -> PushService:
    """Pushover by itself, any other one through apprise. ConfigError says what is wrong without showing the address."""
    return PushoverService(address) if scheme_of(checked(address)) == SCHEME else AppriseService([address])
