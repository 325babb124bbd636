"""Makes the outputs loud enough, says so, and puts them back when its standard input ends.

`python -m showup_integrations.outputs FILE [--unmute] [--speakers]`. What an earlier run has left in FILE is put back first, so
that without an option nothing else is done. It prints one line of JSON when it is done with the first half: `also` is a list of
further outputs to play on. It ends with 1 when no mixer could be reached.

Whoever started it may be killed: then its input ends too.
"""

from __future__ import annotations

import argparse
import fcntl
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from showup_integrations.outputs.running import MixerError
from showup_integrations.outputs.session import Session


def main() -> int:
    parser = argparse.ArgumentParser(prog="showup_integrations.outputs")
    parser.add_argument("file", type=Path)
    parser.add_argument("--unmute", action="store_true")
    parser.add_argument("--speakers", action="store_true")
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # on the way out it is put back
    with _alone(wanted.file) as alone:
        try:
            session = Session(wanted.file) if alone else None  # who is not alone finds it loud already
        except MixerError:
            _wait(())
            return 1
        if session is None:
            _wait(())
            return 0
        try:
            _wait(session.raised(unmute=wanted.unmute, speakers=wanted.speakers))
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            well = session.put_back()
    return 0 if well else 1


def _wait(also: tuple[str, ...]) -> None:
    sys.stdout.write(json.dumps({"also": also}) + "\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()


@contextmanager
def _alone(file: Path) -> Iterator[bool]:
    """Is it the only one? Where the folder does not take a lock, it is."""
    try:
        lock = os.open(file.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        yield True
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        yield False
    else:
        yield True
    finally:
        os.close(lock)


if __name__ == "__main__":
    sys.exit(main())
