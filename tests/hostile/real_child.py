"""Reads one calendar as the service does, in a sync child: `python -m tests.hostile.real_child CALENDAR`.

One line of JSON: what the child used (processor seconds, resident megabytes), the failure and the UIDs that were judged.
"""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from pathlib import Path

from tests.hostile.reading import request

from showup.sync.reader import read_source

if __name__ == "__main__":
    report = asyncio.run(read_source(request(Path(sys.argv[1]))))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    uids = [interview.occurrence.uid for interview in report.judged]
    print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, report.failure, uids]))
