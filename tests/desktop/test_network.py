"""Whether there is a network, asked of a stand-in of NetworkManager on a real bus, and of this machine's own routes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from showup.laptop import Network, routed
from showup.service import connection
from showup.service.connection import network_now

if TYPE_CHECKING:
    from pathlib import Path

    from tests.system_bus import Logind, NetworkManager


@pytest.mark.parametrize(("said", "network"), [(2, Network.PORTAL), (3, Network.LIMITED)])
def test_networkmanager_knows_of_a_network_that_leads_nowhere(
    network_manager: NetworkManager, said: int, network: Network
) -> None:
    network_manager.says(said)
    assert asyncio.run(network_now()) is network


@pytest.mark.parametrize("routes", [True, False])
@pytest.mark.parametrize("said", [0, 1, 4])
def test_otherwise_the_routes_count(
    network_manager: NetworkManager, monkeypatch: pytest.MonkeyPatch, said: int, routes: bool
) -> None:
    """Its word is about the devices that it manages only."""
    network_manager.says(said)
    monkeypatch.setattr(connection, "routed", lambda: routes)
    assert asyncio.run(network_now()) is (Network.UP if routes else Network.DOWN)


def test_without_networkmanager_this_machines_routes_count(logind: Logind) -> None:
    assert asyncio.run(network_now()) is (Network.UP if routed() else Network.DOWN)


def test_without_a_bus_they_count_too(no_system_bus: None) -> None:
    assert asyncio.run(network_now()) is (Network.UP if routed() else Network.DOWN)


def test_where_nobody_says_nothing_is_known(
    no_system_bus: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(connection, "routed", lambda: routed(tmp_path))
    assert asyncio.run(network_now()) is None
