"""The command line. A command's module is imported when the command runs, so that `showup here` is instant."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module

from showup.errors import ShowupError
from showup.exits import INTERRUPTED, PIPE_CLOSED, PROBLEM

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    from showup.cli.parser import parse

    arguments = parse(sys.argv[1:] if argv is None else argv)
    module, _, function = arguments.run.partition(":")
    try:
        code: int = getattr(import_module(f"showup.cli.{module}"), function)(arguments)
        if sys.stdout is not None:
            sys.stdout.flush()
    except ShowupError as err:
        print(f"showup: {err}", file=sys.stderr)
        return err.exit_code
    except BrokenPipeError:
        # The reader (head, less) has left: what stays in the buffer must not complain at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    except OSError as err:
        if sys.stdout is None or err.errno not in {errno.ENOSPC, errno.EIO, errno.EBADF}:
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print(f"showup: the output could not be written: {err.strerror}.", file=sys.stderr)
        return PROBLEM
    except KeyboardInterrupt:
        return INTERRUPTED
    if argv is None:
        _leave(code)
    return code


def _leave(code: int) -> None:
    """End the process, unless a thread has something left to do. Python would first take apart all that was loaded and made: a
    seventh of the time in which the interviews of ten thousand events are found.
    """
    if threading.active_count() == 1:
        with suppress(OSError, ValueError):
            sys.stderr.flush()
        os._exit(code)
