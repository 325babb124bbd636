"""A sink for push messages, to which every host of the world leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.vendors.sink import Sink, sinking


@pytest.fixture
def sink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sink]:
    with sinking() as one:
        one.ca.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
        for name in ("HTTPS_PROXY", "https_proxy"):
            monkeypatch.setenv(name, f"http://{one.at}")
        for name in ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"):
            monkeypatch.setenv(name, str(tmp_path / "ca.pem"))
        yield one
