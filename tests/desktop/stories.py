"""What happens to a desktop channel, told in a loop of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from showup.ports import Press
from showup_integrations.freedesktop import DesktopChannel

__all__ = ["tell", "until"]

Story = Callable[[DesktopChannel, list[Press]], Awaitable[None]]


def tell(story: Story) -> None:
    """Open a channel, live the story, close it; nothing may be left running in the loop."""

    async def whole() -> None:
        presses: list[Press] = []
        channel = DesktopChannel({})
        await channel.open(presses.append)
        try:
            await story(channel, presses)
        finally:
            await channel.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}

    asyncio.run(whole())


async def until(true: Callable[[], bool], seconds: float = 5) -> None:
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(true):  # noqa: ASYNC110 - another process changes it
            await asyncio.sleep(0.02)
