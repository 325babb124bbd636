"""The sync child: `python -m showup.sync.child`. One JSON request on stdin, JSON lines on stdout, then it is
gone.

Its last line is `done` or `failed`; a child without a last line has died.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from showup.sync import limits

if TYPE_CHECKING:
    from showup.sync.wire import Busy, Failed, Request

# Interviews come first, so that of a source with too much to say only what is none is cut.
_BYTES = 32 << 20


def main() -> None:
    """Limit this process, answer the one request."""
    limits.die_with_parent()
    limits.apply()
    from showup.sync import reading, wire  # noqa: PLC0415 - nothing is loaded before the limits stand

    out = sys.stdout.buffer
    try:
        out.writelines(_lines(sys.stdin.buffer.read()))
    except MemoryError:
        out.write(wire.encode(wire.Failed(reading.TOO_MUCH_MEMORY)))
    except limits.OutOfComputing:
        out.write(wire.encode(wire.Failed(reading.TOO_MUCH_COMPUTING)))
    out.flush()
    os._exit(0)  # nothing is to be put away: the reader may kill this process at any time


def _lines(data: bytes) -> Iterator[bytes]:
    from showup.model import Verdict  # noqa: PLC0415
    from showup.ports import Trouble  # noqa: PLC0415
    from showup.sync import reading, wire  # noqa: PLC0415

    request = wire.decode_request(data)
    if request.busy:
        yield wire.encode(_busy(request))
        return
    report = reading.read_here(request)
    if report.failure is not None:
        yield wire.encode(wire.Failed(report.failure, report.denied))
        return
    room, left_out = _BYTES, 0
    for interview in sorted(report.judged, key=lambda interview: interview.judgement.verdict is Verdict.NO):
        line = wire.encode(wire.Judged(interview))
        room -= len(line)
        if room < 0:
            left_out += 1
        else:
            yield line
    troubles = report.troubles
    if left_out:
        troubles += (Trouble(report.source, f"It says too much; {left_out} of its events were left out."),)
    mark = None if left_out else report.mark
    partial = report.partial or bool(left_out)
    yield wire.encode(
        wire.Done(report.events, troubles, partial, report.others, mark, report.unchanged, report.deleted)
    )


def _busy(request: Request) -> Busy | Failed:
    from showup.sync import reading, wire  # noqa: PLC0415

    report = reading.busy_here(request)
    if report.failure is not None:
        return wire.Failed(report.failure, report.denied)
    return wire.Busy(report.intervals, report.troubles, report.partial)


if __name__ == "__main__":
    main()
