"""The full-screen window, a program of its own for the system's Python, which has GTK: `python3 window.py`.

It imports nothing of showup, which that Python may not know. On its standard input come JSON lines: `show` with what is to stand
there, `hide` with its tag, `hint` with a word about it. On its standard output it says `shown` once a person can see it on every
monitor, `press`, and `open` when they want the link opened. It ends with its input; a word of thanks stays for its time.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import gi

gi.require_version("Gdk", "3.0")
gi.require_version("Gtk", "3.0")
from gi.repository import Gdk, Gio, GLib, Gtk, Pango  # noqa: E402 - after their versions

try:
    gi.require_version("GdkX11", "3.0")
    from gi.repository import GdkX11
except (ValueError, ImportError):
    GdkX11 = None

try:
    gi.require_version("GtkLayerShell", "0.1")
    from gi.repository import GtkLayerShell
except (ValueError, ImportError):
    GtkLayerShell = None

Thing = Any  # of GTK, which has no types
KEYS = {"confirm": ("Return", "Enter"), "snooze": ("s", "S"), "late": ("l", "L"), "undo": ("u", "U")}
OPENING = ("j", "J")
DEAF_S = 3  # who was typing when it came must not answer it
UNDO_S = 10
GLANCE_MS = 250
ON_TOP_S = 3  # so long a compositor may take to give it the keyboard
LONG_TITLE = 48  # letters
COLOURS = {
    "dark": {
        "ground": "#101418",
        "text": "#ffffff",
        "faint": "#b8c4ce",
        "first": "#2ec27e",
        "other": "#3a4550",
        "on": "#06140c",
    },
    "light": {
        "ground": "#ffffff",
        "text": "#101418",
        "faint": "#43505c",
        "first": "#18794e",
        "other": "#dde3e8",
        "on": "#ffffff",
    },
}


def say(**line: object) -> None:
    """One line to who started this."""
    try:
        sys.stdout.write(json.dumps(line) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        Gtk.main_quit()


def countdown(due: float, now: float) -> str:
    """How long it is till then, or since then, to be read across a room."""
    left = int(due - now + 0.999) if due >= now else -int(now - due)
    minutes, seconds = divmod(abs(left), 60)
    hours, minutes = divmod(minutes, 60)
    clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    if left == 0:
        return "NOW"
    return f"in {clock}" if left > 0 else f"{clock} ago"


def _now() -> float:
    return time.time()  # noqa: TID251 - showup.clock is not known here


def is_dark() -> bool:
    """What the desktop prefers."""
    source = Gio.SettingsSchemaSource.get_default()
    schema = source and source.lookup("org.gnome.desktop.interface", True)
    if schema and schema.has_key("color-scheme"):
        said = Gio.Settings.new("org.gnome.desktop.interface").get_string("color-scheme")
        if said != "default":
            return bool(said == "prefer-dark")
    settings = Gtk.Settings.get_default()
    return bool(settings.props.gtk_application_prefer_dark_theme or "dark" in settings.props.gtk_theme_name.lower())


class Shown:
    """One announcement, and since when it stands there."""

    def __init__(self, said: dict[str, Any]) -> None:
        self.said = said
        self.since = time.monotonic()
        self.thanked_until = 0.0
        self.hint = ""

    @property
    def actions(self) -> list[tuple[str, str, tuple[str, str]]]:
        """What can be answered: do, label and keys."""
        if self.thanked_until:
            return [("undo", "Undo", KEYS["undo"])]
        given = [(one["do"], one["label"]) for one in self.said["actions"]] or [("close", "Close")]
        return [(do, label, self._keys(place, do)) for place, (do, label) in enumerate(given)]

    @staticmethod
    def _keys(place: int, do: str) -> tuple[str, str]:
        if place == 0:
            return KEYS["confirm"]
        return KEYS.get(do) or (str(place + 1), str(place + 1))

    @property
    def opens(self) -> bool:
        """Is there a link to join by?"""
        return bool(self.said.get("host")) and not self.thanked_until

    @property
    def deaf(self) -> bool:
        """Does it take no key yet?"""
        return not self.thanked_until and time.monotonic() - self.since < DEAF_S


class Face:
    """The window on one monitor."""

    def __init__(self, monitor: Thing, number: int, on_press: Callable[..., None]) -> None:
        self.window = Gtk.Window(title="showup")
        self.monitor, self.on_press = monitor, on_press
        self._others = 0
        self._style = Gtk.CssProvider()
        self._dress(f"on{number}")
        self._build()
        self._place(number)
        self.window.connect("key-press-event", self._key)
        self.window.connect("delete-event", lambda *_: True)  # closing it is no answer

    def _dress(self, name: str) -> None:
        """In sizes that suit the monitor."""
        self.window.get_style_context().add_class(name)
        area = self.monitor.get_geometry()
        unit = min(area.height, area.width * 0.62) / 100
        colours = COLOURS["dark" if is_dark() else "light"]
        self._style.load_from_data(_css(name, unit, colours).encode())
        screen = Gdk.Screen.get_default()
        Gtk.StyleContext.add_provider_for_screen(screen, self._style, Gtk.STYLE_PROVIDER_PRIORITY_USER)

    def _build(self) -> None:
        self._clock = _label("clock", 1)
        self._title = _label("title", 4)
        self._where = _label("where", 4)
        self._hint = _label("hint", 4)
        self._join = Gtk.Button()
        self._join.set_no_show_all(True)
        self._join.connect("clicked", lambda *_: self.on_press("open"))
        self._buttons = Gtk.Box(spacing=24, halign=Gtk.Align.CENTER)
        column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, valign=Gtk.Align.CENTER, halign=Gtk.Align.CENTER)
        for part in (self._clock, self._title, self._where, self._join, self._buttons, self._hint):
            column.pack_start(part, False, False, 0)
        self._join.set_halign(Gtk.Align.CENTER)
        self.window.add(column)

    def _place(self, number: int) -> None:
        """Over everything else on its monitor, as far as the display allows it."""
        area = self.monitor.get_geometry()
        self.window.set_decorated(False)
        self.window.set_skip_taskbar_hint(True)
        if GtkLayerShell and GtkLayerShell.is_supported():
            GtkLayerShell.init_for_window(self.window)
            GtkLayerShell.set_namespace(self.window, "showup")
            GtkLayerShell.set_layer(self.window, GtkLayerShell.Layer.OVERLAY)
            GtkLayerShell.set_monitor(self.window, self.monitor)
            for edge in (
                GtkLayerShell.Edge.TOP,
                GtkLayerShell.Edge.BOTTOM,
                GtkLayerShell.Edge.LEFT,
                GtkLayerShell.Edge.RIGHT,
            ):
                GtkLayerShell.set_anchor(self.window, edge, True)
            GtkLayerShell.set_exclusive_zone(self.window, -1)
            wanted = GtkLayerShell.KeyboardMode.EXCLUSIVE if number == 0 else GtkLayerShell.KeyboardMode.ON_DEMAND
            GtkLayerShell.set_keyboard_mode(self.window, wanted)
            return
        self.window.set_keep_above(True)
        self.window.stick()
        self.window.set_default_size(area.width, area.height)
        self.window.resize(area.width, area.height)
        self.window.move(area.x, area.y)
        self.window.fullscreen_on_monitor(Gdk.Screen.get_default(), number)

    def show_this(self, shown: Shown, others: int) -> None:
        """Let it stand there; `others` wait behind it."""
        said = shown.said
        for old in self._buttons.get_children():
            self._buttons.remove(old)
        thanks = bool(shown.thanked_until)
        self._title.set_text("You're there. Good luck!" if thanks else said["summary"])
        _toggle(self._title, "long", on=not thanks and len(said["summary"]) > LONG_TITLE)
        self._where.set_text("" if thanks else said.get("body", ""))
        self._where.set_visible(bool(self._where.get_text()))
        self._join.set_visible(shown.opens)
        if said.get("host"):
            self._join.set_label(f"Join at {said['host']}   [J]")
        for place, (do, label, keys) in enumerate(shown.actions):
            button = Gtk.Button(label=f"{label}   [{keys[1]}]")
            button.get_style_context().add_class("first" if place == 0 else "other")
            button.connect("clicked", self._clicked, do)
            self._buttons.pack_start(button, False, False, 0)
        self._buttons.show_all()
        self._others = others
        self.tick(shown)

    def tick(self, shown: Shown) -> None:
        """What changes from second to second."""
        due = shown.said.get("due")
        self._clock.set_text("" if shown.thanked_until or due is None else countdown(due, _now()))
        self._clock.set_visible(bool(self._clock.get_text()))
        more = f"And {self._others} more." if self._others else ""
        hint = "" if shown.thanked_until else shown.hint
        self._hint.set_text("The keys work in a moment." if shown.deaf else hint or more)
        for button in (self._join, *self._buttons.get_children()):
            button.set_sensitive(not shown.deaf)

    def stay_on_top(self) -> None:
        """Something else may have come over it."""
        if _is_x11() and self.window.get_window():
            self.window.get_window().raise_()

    def _clicked(self, _button: Thing, do: str) -> None:
        self.on_press(do)

    def _key(self, _window: Thing, event: Thing) -> bool:
        name = Gdk.keyval_name(event.keyval) or ""
        self.on_press(None, "Return" if name == "KP_Enter" else name)
        return True


class Takeover:
    """All windows, and what they show: the newest on top, the others behind it."""

    def __init__(self) -> None:
        self.shown: dict[str, Shown] = {}
        self.faces: list[Face] = []
        self._ends = False
        display = Gdk.Display.get_default()
        display.connect("monitor-added", lambda *_: self._rebuild())
        display.connect("monitor-removed", lambda *_: self._rebuild())
        GLib.timeout_add(GLANCE_MS, self._tick)

    def take(self, line: dict[str, Any]) -> None:
        """One line of who started this."""
        if line["do"] == "show":
            self.shown.pop(line["tag"], None)
            self.shown[line["tag"]] = Shown(line)
            if not self.faces:
                self._rebuild()
            self._refresh()
            GLib.timeout_add(50, self._tell_shown, line["tag"], time.monotonic())
        elif line["do"] == "hint" and line["tag"] in self.shown:
            self.shown[line["tag"]].hint = line["text"]
            self._refresh()
        elif line["do"] == "hide" and line["tag"] in self.shown and not self.shown[line["tag"]].thanked_until:
            self._remove(line["tag"])

    def end(self) -> None:
        """Nobody listens to answers any more, but to one that takes back what was just said."""
        self._ends = True
        self.shown = {tag: shown for tag, shown in self.shown.items() if shown.thanked_until}
        self._refresh()

    def _rebuild(self) -> None:
        for face in self.faces:
            face.window.destroy()
        self.faces = []
        if not self.shown:
            return
        display = Gdk.Display.get_default()
        count = display.get_n_monitors()
        self.faces = [Face(display.get_monitor(number), number, self.press) for number in range(count)]
        for face in self.faces:
            face.window.show_all()
            face.window.present_with_time(_timestamp(face.window))
        self._refresh()

    @property
    def _top(self) -> str | None:
        return next(reversed(self.shown), None)

    def _refresh(self) -> None:
        if self._top is None:
            for face in self.faces:
                face.window.destroy()
            self.faces = []
            if self._ends:
                Gtk.main_quit()
            return
        for face in self.faces:
            face.show_this(self.shown[self._top], len(self.shown) - 1)

    def _tick(self) -> bool:
        now = time.monotonic()
        for tag, shown in list(self.shown.items()):
            if shown.thanked_until and now > shown.thanked_until:
                self._remove(tag)
        if self._top is not None:
            for face in self.faces:
                face.tick(self.shown[self._top])
                face.stay_on_top()
        return True

    def _tell_shown(self, tag: str, since: float) -> bool:
        """It is shown when it is drawn on every monitor and, where the display decides who is on top, has the keyboard."""
        if tag not in self.shown:
            return False
        drawn = bool(self.faces) and all(face.window.get_mapped() for face in self.faces)
        if drawn and (_decides_itself() or any(face.window.is_active() for face in self.faces)):
            say(what="shown", tag=tag, monitors=len(self.faces))
            return False
        if time.monotonic() - since > ON_TOP_S:
            say(what="hidden", tag=tag)
            return False
        return True

    def press(self, do: str | None, key: str | None = None) -> None:
        """A button, or a key."""
        tag = self._top
        shown = self.shown.get(tag) if tag is not None else None
        if tag is None or shown is None or shown.deaf:
            return
        if do == "open" or (key in OPENING and shown.opens):
            say(what="open", tag=tag)
            return
        do = do or next((one for one, _, keys in shown.actions if key in keys), None)
        if do is None:
            return
        say(what="press", tag=tag, do=do)
        if do == "confirm":
            shown.thanked_until = time.monotonic() + UNDO_S
            self._refresh()
        else:
            self._remove(tag)

    def _remove(self, tag: str) -> None:
        del self.shown[tag]
        self._refresh()


def _timestamp(window: Thing) -> int:
    """Of what happens now: window managers give the keyboard to nothing older than what the person did last."""
    return int(GdkX11.x11_get_server_time(window.get_window())) if _is_x11() and GdkX11 else Gdk.CURRENT_TIME


def _is_x11() -> bool:
    return "X11" in type(Gdk.Display.get_default()).__name__


def _decides_itself() -> bool:
    """May a window put itself on top here? On X11 and in a layer of its own, yes; elsewhere in Wayland the compositor decides."""
    return _is_x11() or bool(GtkLayerShell and GtkLayerShell.is_supported())


def _label(name: str, lines: int) -> Thing:
    label = Gtk.Label(wrap=True, justify=Gtk.Justification.CENTER, lines=lines, ellipsize=Pango.EllipsizeMode.END)
    label.set_line_wrap_mode(Pango.WrapMode.WORD_CHAR)
    label.get_style_context().add_class(name)
    return label


def _toggle(widget: Thing, name: str, *, on: bool) -> None:
    context = widget.get_style_context()
    (context.add_class if on else context.remove_class)(name)


def _css(name: str, unit: float, colours: dict[str, str]) -> str:
    return """
    window.{name} {{ background: {ground}; color: {text}; }}
    window.{name} label {{ color: {text}; }}
    window.{name} .clock {{ font-size: {clock}px; font-weight: 800; }}
    window.{name} .title {{ font-size: {title}px; font-weight: 700; margin: {gap}px; }}
    window.{name} .title.long {{ font-size: {long}px; }}
    window.{name} .where {{ font-size: {where}px; margin: {gap}px; }}
    window.{name} .hint {{ font-size: {hint}px; color: {faint}; margin: {gap}px; }}
    window.{name} button {{ font-size: {button}px; padding: {pad}px {wide}px; border-radius: {pad}px; border: none;
      box-shadow: none; text-shadow: none; background: {other}; margin: {gap}px; }}
    window.{name} button.first {{ background: {first}; }}
    window.{name} button.first label {{ color: {on}; font-weight: 700; }}
    window.{name} button:disabled {{ opacity: 0.45; }}
    window.{name} button:focus {{ outline: {pad}px solid {faint}; }}
    """.format(
        name=name, clock=int(unit * 20), title=int(unit * 7), long=int(unit * 4.6), where=int(unit * 3.4), hint=int(unit * 2.6),
        button=int(unit * 3.8), pad=max(1, int(unit * 1.1)), wide=int(unit * 2.6), gap=int(unit * 1.4), **colours,
    )  # fmt: skip


def _listen(takeover: Takeover) -> None:
    for line in sys.stdin:
        GLib.idle_add(takeover.take, json.loads(line))
    GLib.idle_add(takeover.end)


def main() -> None:
    ok, _ = Gtk.init_check(sys.argv)
    if not ok:
        say(what="failed", why="no screen")
        sys.exit(1)
    takeover = Takeover()
    threading.Thread(target=_listen, args=(takeover,), daemon=True).start()
    Gtk.main()


if __name__ == "__main__":
    main()
