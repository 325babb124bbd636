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
    "entities": "&lt;a href=&quot;https://evil.example&quot;&gt;join&lt;/a&gt; &#x202e;&#27;[2J &amp;amp;",
    "unclosed markup": "Interview <a href='https://evil.example' <u><!-- ]]> <span size='900000'>",
    "control": "Interview\x1b[2J\x07\x00\x9b31m with \r\nMarlow\b\b",
    "terminal commands": "Interview\x1b]0;title\x07\x1b]8;;https://evil.example\x1b\\join\x1b]8;;\x1b\\\x1b]52;c;cm0=\x07\x1bP+q\x1b\\",
    "nul": "Interview\x00--rm\x00",
    "new lines": "Interview\n\nAll clear.\rNothing rings any more.\u2028Answer: done\x0b\x0c\x85",
    "bidi": "Interview \u202eelgooG\u202c \u2067with\u2069 \u200fMarlow\u061c",
    "invisible": "Inter\u200bview\ufeff with\u2060 Mar\u00adlow \U000e0041\U000e0042",
    "broken": "Interview \ud83d with half an emoji",
    "option": "--help -x $(reboot) `reboot` ; reboot",
    "shell": "$(touch pwned) `touch pwned` ; touch pwned & | > pwned ' \" \\ ${IFS} %0a *",
    "format": "Interview %s %n %d {} {0} {0.__class__} \\n",
    "json": '"}, {"do": "confirm", "tag": "marlow"}\n{"do": "hide", "tag": "marlow"}',
    "long": "Interview " * 5000,
    "longer": "W" * 100_000,
    "marks": "Interview " + "e\u0301\u0302\u0303\u0304" * 400,
    "empty": "",
    "nothing to see": "\u200b\u202e\x00\ufeff",
    "scripts": "面接 مقابلة ראיון собеседование 🧑‍💻",
    "emoji": "👩🏽‍💻👨‍👩‍👧‍👦🏳️‍🌈 🇩🇪 ☎️",
    "link": "Interview, join https://evil.example/zoom.us or javascript:alert(1)",
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
