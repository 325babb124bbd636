"""Reads calendars, each in a process of its own: `python -m tests.hostile.children`, with the path of a request on each line of
its standard input.

Each process is a fork of this one, which has loaded what a sync child loads, and does what a sync child does: it limits itself,
answers the one request and leaves. One line of JSON for each: processor seconds, resident megabytes, exit code and the answer.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from showup.detect import judge  # noqa: F401 - loaded once instead of in every process
from showup.sync import child
from showup_integrations.ics import expand, occurrence, reading  # noqa: F401


def main() -> None:
    gc.freeze()
    for line in sys.stdin:
        print(json.dumps(_outcome(Path(line.strip()))), flush=True)


def _outcome(request: Path) -> dict[str, Any]:
    answer, complaint = request.with_suffix(".answer"), request.with_suffix(".complaint")
    pid = os.fork()
    if pid == 0:
        _answer(request, answer, complaint)
    _, status, used = os.wait4(pid, 0)
    said = [json.loads(line) for line in answer.read_text().splitlines()]
    return {
        "cpu": used.ru_utime + used.ru_stime,
        "memory": used.ru_maxrss / 1024,
        "code": os.waitstatus_to_exitcode(status),
        "found": [each["interview"]["occurrence"]["uid"] for each in said if each["type"] == "judged"],
        "last": said[-1] if said else None,
        "complaint": complaint.read_text()[-2000:],
    }


def _answer(request: Path, answer: Path, complaint: Path) -> None:
    os.dup2(os.open(request, os.O_RDONLY), 0)
    os.dup2(os.open(answer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
    os.dup2(os.open(complaint, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 2)
    code = 1
    try:
        child.main()
        code = 0
    except BaseException:  # noqa: BLE001 - the fork must end here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
