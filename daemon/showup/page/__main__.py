"""`python -m showup.page SECONDS`: the page process, as `showup page` starts it."""

from __future__ import annotations

import asyncio
import sys

from showup.page.process import serve

if __name__ == "__main__":
    asyncio.run(serve(float(sys.argv[1])))
