"""An announcement for tests of channels; take variants of it with dataclasses.replace."""

from __future__ import annotations

from showup.model import Urgency
from showup.ports import Action, Announcement

AT_THE_DOOR = Announcement(
    tag="marlow",
    interview="b6a1",
    generation=3,
    summary="Interview with Marlow in 5 minutes",
    body="Technical interview, 14:00 to 15:00\nThis is the last call.",
    urgency=Urgency.CRITICAL,
    actions=(
        Action("confirm", "I'm there", "showup here"),
        Action("snooze", "Snooze 2 min", "showup snooze"),
        Action("late", "I'm late", "showup late"),
    ),
    link="https://meet.example/marlow",
    rung="door",
)

HOSTILE_TITLES = {
    "markup": "<b>Interview</b> <a href='https://evil.example'>join</a> &amp; <img src=x>",
    "control": "Interview\x1b[2J\x07\x00\x9b31m with \r\nMarlow\b\b",
    "bidi": "Interview \u202eelgooG\u202c \u2067with\u2069 \u200fMarlow",
    "broken": "Interview \ud83d with half an emoji",
    "option": "--help -x $(reboot) `reboot` ; reboot",
    "format": "Interview %s %n %d {} {0} \\n",
    "long": "Interview " * 5000,
    "empty": "",
    "scripts": "面接 مقابلة ראיון собеседование 🧑‍💻",
}

HOSTILE_LINKS = (
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,<script>alert(1)</script>",
    "https://zoom.us@evil.example/j/1",
    "https://user:word@meet.example/",
    "https:\\\\evil.example\\j",
    "https://meet.example/\u202egpj.exe",
    "https://meet.example/\u200bj",
    "https://meet.example/a b",
    "https://meet.example/\n--version",
    "https://meet.example:99999/",
    "https://localhost/",
    "--help",
    "zoommtg://zoom.us/join?confno=1",
    "",
)
"""None of these is opened, whatever channel shows it."""
