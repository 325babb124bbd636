"""A program: `python -m showup_integrations.push.reveal NAME` prints the push address kept under that name, for its parent."""

from __future__ import annotations

import shlex
import sys

from showup.errors import ShowupError
from showup_integrations import secrets
from showup_integrations.push.kept import SERVICE


def main(name: str) -> int:
    try:
        url = secrets.get(SERVICE, name)
        if url is None:
            mend = shlex.join(["showup", "connect", "push", "-", "--name", name])
            raise secrets.absent(f'push address under "{name}"', mend)
    except ShowupError as err:
        print(err, file=sys.stderr)  # noqa: T201 - the parent reads it
        return 1
    print(url)  # noqa: T201 - through a pipe, to the parent alone
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
