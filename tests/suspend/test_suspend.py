"""The whole run, then the same with a planted fault: side by side on two cores they would slow each other down."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from tests.suspend.run import Run, run

pytestmark = pytest.mark.timeout(1200)


@pytest.fixture(scope="module")
def runs() -> Iterator[dict[str, Future[Run]]]:
    with ThreadPoolExecutor(1) as threads:
        yield {"none": threads.submit(run), "monotonic": threads.submit(run, "monotonic", ("asleep",))}


def test_the_service_rings_after_a_real_suspend_a_clock_set_and_a_zone_change(runs):
    done = runs["none"].result()
    print(*done.findings, sep="\n")
    assert len(done.findings) > 15
    assert done.failed == []


def test_a_timer_that_sleeps_on_the_monotonic_clock_is_found(runs):
    """It rings about as late as the machine slept, and the harness says so."""
    done = runs["monotonic"].result()
    failed = {finding.what: finding.seen for finding in done.failed}
    assert "a rung in the sleep rings at the resume" in failed, done.findings
    (slept,) = [line["slept_s"] for line in done.lines if line["what"] == "slept"][:1]
    late_s = [line["late_s"] for line in done.lines if line.get("note") == "alarm" and line["interview"] == "Marlow"]
    assert max(late_s) == pytest.approx(slept, abs=3), late_s
