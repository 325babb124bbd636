"""Why a machine will not wake by itself, in words."""

import pytest

from showup.laptop.manager_said import RELY, why_not

JOB = "systemd-run: Job failed."


@pytest.mark.parametrize(
    ("said", "version", "has_clock", "why"),
    [
        (JOB, "257.2-1", False, "it has no clock that could"),
        (JOB, "252.39-1~deb12u2", False, "it has no clock that could"),
        (JOB, "252.39-1~deb12u2", True, "systemd 252 does not let a person's timers do that, 254 and later do"),
        (JOB, "254.26-1~bpo12+1", True, f"systemd refuses it: {JOB}"),
        ("systemctl is not installed", "", True, "systemctl is not installed"),
    ],
)
def test_the_person_is_told_what_it_is_and_what_to_rely_on(said, version, has_clock, why):
    assert why_not(said, version, has_clock=has_clock) == f"{RELY} ({why})"
