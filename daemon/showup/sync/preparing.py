"""The preparing child: `python -m showup.sync.preparing`. It makes what detection needs, where that is not kept, and is gone.

Making it is no calendar's fault: none of the limits of a reading hold here but that of memory.
"""

from __future__ import annotations

from datetime import timedelta

from showup.sync import limits

_CPU = timedelta(minutes=1)


def main() -> None:
    """Load the detector's words, which keeps them for all who come later."""
    limits.die_with_parent()
    limits.apply(cpu=_CPU)
    from showup.detect.compiled import words  # noqa: PLC0415 - nothing is loaded before the limits stand

    words()


if __name__ == "__main__":
    main()
