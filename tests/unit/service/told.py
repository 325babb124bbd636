"""A channel for tests of what is told."""


class Told:
    """A channel that remembers what it was given."""

    def __init__(self):
        self.announcements = []

    async def open(self, on_press):
        self.on_press = on_press

    async def ring(self, announcement):
        self.announcements.append(announcement)

    async def silence(self, tag):
        pass

    def trouble(self):
        return None

    async def close(self):
        pass

    def about(self, word):
        return [one for one in self.announcements if word in one.summary]
