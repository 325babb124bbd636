"""Real parts for the tests: a session bus, a screen, a notification server, a sound server.

Loaded as a plugin by conftest.py, so that every test can ask for the fixtures below. A missing program fails
the test and says which Debian package to install.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

PICTURES = Path(__file__).parent / "pictures"

PACKAGES = {
    "Xvfb": "xvfb",
    "dunst": "dunst",
    "dunstctl": "dunst",
    "dbus-daemon": "dbus",
    "import": "imagemagick",
    "pulseaudio": "pulseaudio",
    "pactl": "pulseaudio-utils",
    "parec": "pulseaudio-utils",
    "paplay": "pulseaudio-utils",
    "sox": "sox",
    "aplay": "alsa-utils",
    "pw-play": "pipewire-bin",
    "pw-cli": "pipewire-bin",
    "pipewire": "pipewire",
    "pipewire-pulse": "pipewire-pulse",
    "wireplumber": "wireplumber",
    "wpctl": "wireplumber",
    "amixer": "alsa-utils",
    "xdotool": "xdotool",
    "identify": "imagemagick",
    "sway": "sway",
    "swaymsg": "sway",
    "grim": "grim",
    "wtype": "wtype",
    "pw-dump": "pipewire-bin",
    "pw-link": "pipewire-bin",
    "gst-launch-1.0": "gstreamer1.0-tools",
    "mako": "mako-notifier",
    "makoctl": "mako-notifier",
    "xdg-open": "xdg-utils",
}

# No service directories: nothing is started by the bus itself unless a test says so.
_BUS_CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{services}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
  </policy>
</busconfig>
"""

_OUTPUTS = 2
_SWAY = """output HEADLESS-1 resolution 1280x720 position 0 0
output HEADLESS-2 resolution 1280x720 position 1280 0
exec swaymsg create_output
"""

_SERVICE = """[D-BUS Service]
Name=org.freedesktop.Notifications
Exec={command}
"""

_MAKO = """font=DejaVu Sans 11
[mode=do-not-disturb]
invisible=1
"""

_DUNSTRC = """[global]
  font = DejaVu Sans 11
  markup = full
  format = "<b>%s</b>\\n%b"
  width = (300, 620)
  height = 400
  show_age_threshold = -1
  show_indicators = yes
  dmenu = {chooser}
[urgency_normal]
  timeout = 30
[urgency_critical]
  background = "#803020"
  timeout = 0
"""

# dunst gives the buttons of all notifications as lines; the file `wanted` says which one is pressed.
_CHOOSER = """#!/bin/sh
tee {menu} | grep -F -m 1 -f {wanted}
"""


def program(name: str) -> str:
    """The program's path; without it the test fails, and says what to install."""
    found = shutil.which(name)
    if found is None:
        pytest.fail(f"{name} is not installed: apt-get install {PACKAGES[name]}", pytrace=False)
    return found


def wait_until(true: Callable[[], bool], what: str, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)


def listens(path: Path) -> bool:
    """Does somebody accept connections on that Unix socket? (Its file is there a moment earlier.)"""
    with socket.socket(socket.AF_UNIX) as end:
        return end.connect_ex(str(path)) == 0


def children() -> set[int]:
    """The processes that this one has started and not yet buried."""
    found: set[int] = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(fields[1]) == os.getpid():
                found.add(int(stat.parent.name))
    return found


class Part:
    """A process that a test may pause, continue and kill; gone for good when the test ends."""

    def __init__(self, *command: str, env: dict[str, str] | None = None, log: Path) -> None:
        self.log = log
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [program(command[0]), *command[1:]],
                env={**os.environ, **(env or {})},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )

    @property
    def alive(self) -> bool:
        return self.process.poll() is None

    def pause(self) -> None:
        self.process.send_signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def end(self) -> None:
        """End it kindly, and otherwise not."""
        if self.alive:
            self.go_on()
            self.process.terminate()
            try:
                self.process.wait(timeout=3)
            except subprocess.TimeoutExpired:
                self.kill()


class SessionBus:
    """A private session bus, on which D-Bus starts only what `activate` names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "bus"
        self.address = f"unix:path={self.socket}"
        self.services = folder / "services"
        self.services.mkdir()
        self.config = folder / "bus.conf"
        self.config.write_text(_BUS_CONFIG.format(socket=self.socket, services=self.services))
        self.start()

    def start(self) -> None:
        self.socket.unlink(missing_ok=True)
        self.part = Part(
            "dbus-daemon",
            "--nofork",
            "--nopidfile",
            f"--config-file={self.config}",
            log=self.folder / "bus.log",
        )
        wait_until(lambda: listens(self.socket), "the session bus")

    def activate(self, command: str) -> None:
        """From the next start on, D-Bus starts `command` when somebody wants notifications."""
        (self.services / "notifications.service").write_text(_SERVICE.format(command=command))
        self.end()
        self.start()

    @property
    def env(self) -> dict[str, str]:
        return {"DBUS_SESSION_BUS_ADDRESS": self.address}

    def owner(self, name: str = "org.freedesktop.Notifications") -> str:
        """The unique name of the owner of `name`, empty when nobody owns it."""
        call = subprocess.run(
            [
                "dbus-send",
                "--session",
                "--print-reply=literal",
                "--dest=org.freedesktop.DBus",
                "/org/freedesktop/DBus",
                "org.freedesktop.DBus.GetNameOwner",
                f"string:{name}",
            ],
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            check=False,
        )
        return call.stdout.strip()

    def end(self) -> None:
        self.part.end()


class Screen:
    """A virtual screen."""

    def __init__(self, folder: Path) -> None:
        read, write = os.pipe()
        self.log = folder / "screen.log"
        with self.log.open("ab") as file:
            self.process = subprocess.Popen(
                [program("Xvfb"), "-displayfd", str(write), "-screen", "0", "1280x720x24", "-nolisten", "tcp"],
                pass_fds=[write],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
            )
        os.close(write)
        with os.fdopen(read) as ready:
            self.display = f":{ready.readline().strip()}"

    @property
    def env(self) -> dict[str, str]:
        return {"DISPLAY": self.display}

    def xdotool(self, *words: str) -> None:
        """Move its mouse, press its keys."""
        env = {**os.environ, **self.env}
        subprocess.run([program("xdotool"), *words], env=env, check=True, capture_output=True)

    def key(self, name: str) -> None:
        self.xdotool("key", name)

    def has_window(self, name: str) -> bool:
        """Is a window of that title to be seen?"""
        words = [program("xdotool"), "search", "--onlyvisible", "--name", f"^{name}$"]
        return bool(subprocess.run(words, env={**os.environ, **self.env}, check=False, capture_output=True).stdout)

    def picture(self, name: str) -> Path:
        """Keep a picture of the screen under tests/pictures."""
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}.png"
        shoot = [program("import"), "-window", "root", str(path)]
        subprocess.run(shoot, env={**os.environ, **self.env}, check=True)
        return path

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=5)


class Sway:
    """A Wayland compositor with two outputs and no screen. It refuses root, so it runs as nobody then."""

    def __init__(self, log: Path) -> None:
        self.runtime = Path(tempfile.mkdtemp(prefix="sway-"))
        config = self.runtime / "config"
        config.write_text(_SWAY)
        command = [program("sway"), "--config", str(config)]
        if os.getuid() == 0:
            for path in (self.runtime, config):
                shutil.chown(path, "nobody", "nogroup")
            command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
        headless = {"WLR_BACKENDS": "headless", "WLR_LIBINPUT_NO_DEVICES": "1", "WLR_RENDERER": "pixman"}
        own = {"XDG_RUNTIME_DIR": str(self.runtime), "HOME": str(self.runtime)}
        self.part = Part(*command, env=headless | own, log=log)
        wait_until(lambda: len(self._sockets()) == 1 and len(self.outputs()) == _OUTPUTS, "the compositor")

    def _sockets(self) -> list[Path]:
        return [path for path in self.runtime.glob("wayland-*") if path.is_socket()]

    @property
    def env(self) -> dict[str, str]:
        return {"WAYLAND_DISPLAY": str(self._sockets()[0]), "XDG_RUNTIME_DIR": str(self.runtime)}

    def outputs(self) -> list[str]:
        """The names of its outputs."""
        return [output["name"] for output in json.loads(self.ask("-t", "get_outputs", "-r") or "[]")]

    def ask(self, *words: str) -> str:
        """What swaymsg says; nothing before it can be asked."""
        ends = [str(path) for path in self.runtime.glob("sway-ipc.*.sock")]
        command = [program("swaymsg"), "-s", *ends, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout if ends else ""

    def key(self, name: str) -> None:
        """Press a key on a keyboard that is there for so long."""
        subprocess.run([program("wtype"), "-s", "500", "-k", name], env={**os.environ, **self.env}, check=True)

    def picture(self, name: str) -> Path:
        """Keep a picture of both outputs under tests/pictures."""
        PICTURES.mkdir(exist_ok=True)
        path = PICTURES / f"{name}.png"
        subprocess.run([program("grim"), str(path)], env={**os.environ, **self.env}, check=True)
        return path

    def end(self) -> None:
        self.part.end()
        shutil.rmtree(self.runtime, ignore_errors=True)


class Dunst:
    """A notification server on a bus and a screen, whose buttons a test can press by their label."""

    def __init__(self, bus: SessionBus, screen: Screen, folder: Path) -> None:
        self.bus, self.screen, self.folder = bus, screen, folder
        self._menu, self._wanted = folder / "menu", folder / "wanted"
        chooser = folder / "chooser"
        chooser.write_text(_CHOOSER.format(menu=self._menu, wanted=self._wanted))
        chooser.chmod(0o755)
        self.config = folder / "dunstrc"
        self.config.write_text(_DUNSTRC.format(chooser=chooser))
        self.start()

    @property
    def env(self) -> dict[str, str]:
        return {**self.bus.env, **self.screen.env}

    def start(self) -> None:
        self.part = Part("dunst", "-conf", str(self.config), env=self.env, log=self.folder / "dunst.log")
        wait_until(lambda: bool(self.bus.owner()), "the notification server")

    def kill(self) -> None:
        """As a crash does it (SIGKILL)."""
        self.part.kill()
        wait_until(lambda: not self.bus.owner(), "the bus to notice that the notification server died")

    def shown(self) -> int:
        """How many notifications are on the screen."""
        return int(self._ctl("count", "displayed"))

    def gone(self) -> int:
        """How many notifications were on the screen and are not any more."""
        return int(self._ctl("count", "history"))

    def buttons(self) -> list[str]:
        """What stands on the buttons of all notifications, as the server lists them."""
        self._wanted.write_text("no such button\n")
        self._menu.unlink(missing_ok=True)
        asked = 0.0

        def listed() -> bool:
            """dunst opens no menu while nothing with a button is shown; a busy machine takes a while for one."""
            nonlocal asked
            if time.monotonic() > asked + 2:
                asked = time.monotonic()
                self._ctl("context")
            return self._menu.exists() and bool(self._menu.read_text())

        wait_until(listed, "the menu of buttons", seconds=30)
        time.sleep(0.1)
        return self._menu.read_text().splitlines()

    def press(self, label: str) -> None:
        """Press the button; returns at once."""
        self._wanted.write_text(f"{label}\n")
        self._ctl("context")

    def hold_back(self, *, yes: bool) -> None:
        """Do Not Disturb."""
        self._ctl("set-paused", "true" if yes else "false")

    def history(self) -> list[str]:
        """The texts of what was on the screen and is not any more."""
        notes = json.loads(self._ctl("history"))["data"][0]
        return [f"{note['summary']['data']}\n{note['body']['data']}" for note in notes]

    def waiting(self) -> int:
        """How many notifications it holds back."""
        return int(self._ctl("count", "waiting"))

    def click(self) -> None:
        """Click on the newest notification, beside its buttons."""
        self._ctl("action", "0")

    def dismiss(self) -> None:
        """Close the newest notification, as a click on it does."""
        self._ctl("close")

    def _ctl(self, *words: str) -> str:
        done = subprocess.run(
            [program("dunstctl"), *words],
            env={**os.environ, **self.env},
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
        return done.stdout.strip() or "0"

    def end(self) -> None:
        self.part.end()


class Mako:
    """A notification server on a bus and in a Wayland compositor, with a mode that hides everything."""

    def __init__(self, bus: SessionBus, sway: Sway, folder: Path) -> None:
        self.bus, self.sway, self.folder = bus, sway, folder
        self.config = folder / "mako.conf"
        self.config.write_text(_MAKO)
        self.start()

    @property
    def env(self) -> dict[str, str]:
        return {**self.bus.env, **self.sway.env}

    def start(self) -> None:
        self.part = Part("mako", "--config", str(self.config), env=self.env, log=self.folder / "mako.log")
        wait_until(lambda: bool(self.bus.owner()), "the notification server")

    def kill(self) -> None:
        """As a crash does it (SIGKILL)."""
        self.part.kill()
        wait_until(lambda: not self.bus.owner(), "the bus to notice that the notification server died")

    def list(self) -> list[dict[str, Any]]:
        """Its notifications, as it lists them, shown or hidden."""
        return [
            {key: value["data"] for key, value in note.items()} for note in json.loads(self._ctl("list"))["data"][0]
        ]

    def press(self, do: str) -> None:
        """Press a button by the name of its action."""
        self._ctl("invoke", do)

    def dismiss(self) -> None:
        """Close all of them."""
        self._ctl("dismiss", "--all")

    def mode(self, *words: str) -> None:
        """As in `makoctl mode`."""
        self._ctl("mode", *words)

    def _ctl(self, *words: str) -> str:
        command = [program("makoctl"), *words]
        done = subprocess.run(
            command, env={**os.environ, **self.env}, capture_output=True, text=True, check=True, timeout=10
        )
        return done.stdout

    def end(self) -> None:
        self.part.end()


class Speaker:
    """A sound server whose only output is a null sink, and a measure of what it plays."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.socket = folder / "native"
        self.part = Part(
            "pulseaudio",
            "-n",
            "--daemonize=no",
            "--exit-idle-time=-1",
            "--use-pid-file=no",
            "-L",
            f"module-native-protocol-unix auth-anonymous=1 socket={self.socket}",
            "-L",
            "module-null-sink sink_name=out",
            env=self._home,
            log=folder / "pulse.log",
        )
        wait_until(self._answers, "the sound server")
        self.recorder: Part | None = None

    @property
    def _home(self) -> dict[str, str]:
        return {"HOME": str(self.folder), "XDG_RUNTIME_DIR": str(self.folder)}

    @property
    def env(self) -> dict[str, str]:
        """What a player needs to find it, and no other sound server of this machine."""
        return {**self._home, "PULSE_SERVER": f"unix:{self.socket}", "PIPEWIRE_RUNTIME_DIR": str(self.folder)}

    def _answers(self) -> bool:
        done = subprocess.run(
            [program("pactl"), "info"], env={**os.environ, **self.env}, capture_output=True, check=False
        )
        return done.returncode == 0

    def ask(self, *words: str) -> str:
        """What pactl says."""
        env = {**os.environ, **self.env}
        return subprocess.run([program("pactl"), *words], env=env, capture_output=True, text=True, check=True).stdout

    def is_set(self, sink: str = "out") -> tuple[bool, tuple[int, ...]]:
        """Is it muted, and the volumes of its channels."""
        found = next(one for one in json.loads(self.ask("--format=json", "list", "sinks")) if one["name"] == sink)
        return found["mute"], tuple(channel["value"] for channel in found["volume"].values())

    def listen(self, sink: str = "out") -> None:
        """Begin to record, before the first tone: who begins later hears a null sink two seconds late."""
        self.heard = self.folder / f"heard-{sink}.raw"
        self.recorder = Part(
            "parec",
            "-d",
            f"{sink}.monitor",
            "--latency-msec=20",
            "--rate=44100",
            "--channels=1",
            "--format=s16le",
            str(self.heard),
            env=self.env,
            log=self.folder / "recorder.log",
        )
        wait_until(lambda: self.heard.exists() and self.heard.stat().st_size > 0, "the recorder to begin")

    def loudness(self, seconds: float) -> float:
        """The root mean square of what is played from now on, 0 (silence) to 1. Needs `listen` first."""
        begin = self.heard.stat().st_size // 2
        time.sleep(seconds)
        form = ["-t", "raw", "-r", "44100", "-c", "1", "-e", "signed", "-b", "16"]
        stat = subprocess.run(
            [program("sox"), *form, str(self.heard), "-n", "trim", f"{begin}s", "stat"],
            capture_output=True,
            text=True,
            check=True,
        )
        line = next(one for one in stat.stderr.splitlines() if one.startswith("RMS") and "amplitude" in one)
        return float(line.split()[-1])

    def end(self) -> None:
        if self.recorder is not None:
            self.recorder.end()
        self.part.end()


_NULL_SINK = """{ factory.name=support.null-audio-sink node.name=out media.class=Audio/Sink object.linger=true
 audio.position=[FL FR] }"""


class Wire:
    """PipeWire with its session manager and its pulse interface, whose only output is a null sink."""

    def __init__(self, folder: Path, bus: SessionBus) -> None:
        self.folder = folder
        self._env = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), **bus.env}
        self._parts = [self._part("pipewire")]
        wait_until(lambda: listens(folder / "pipewire-0"), "PipeWire")
        self._parts += [self._part("wireplumber"), self._part("pipewire-pulse")]
        wait_until(lambda: self.ask("wpctl", "status") != "", "WirePlumber")
        self.ask("pw-cli", "create-node", "adapter", _NULL_SINK)
        wait_until(lambda: "Volume" in self.volume(), "the output of PipeWire")
        wait_until(lambda: self.ask("pactl", "get-default-sink").strip() == "out", "its pulse interface")

    @property
    def env(self) -> dict[str, str]:
        """What a player needs to find it, and no other sound server of this machine."""
        return {
            **self._env,
            "PULSE_SERVER": f"unix:{self.folder}/pulse/native",
            "PIPEWIRE_RUNTIME_DIR": str(self.folder),
        }

    def _part(self, name: str) -> Part:
        return Part(name, env=self._env, log=self.folder / f"{name}.log")

    def ask(self, *words: str) -> str:
        """What one of its programs says; empty when it fails."""
        env = {**os.environ, **self.env}
        done = subprocess.run([program(words[0]), *words[1:]], env=env, capture_output=True, text=True, check=False)
        return done.stdout if done.returncode == 0 else ""

    def volume(self) -> str:
        """The volume of the output, and whether it is muted, as wpctl says it."""
        return self.ask("wpctl", "get-volume", "@DEFAULT_AUDIO_SINK@").strip()

    def end(self) -> None:
        for part in reversed(self._parts):
            part.end()


class PipeWire:
    """A PipeWire of one's own, in which a test shares a screen: one program gives pictures, another takes them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.part = Part("pipewire", env=self.env, log=folder / "pipewire.log")
        self.streams: list[Part] = []
        wait_until(lambda: listens(folder / "pipewire-0"), "PipeWire")

    @property
    def env(self) -> dict[str, str]:
        return {"HOME": str(self.folder), "PIPEWIRE_RUNTIME_DIR": str(self.folder)}

    def offer(self, kind: str, name: str) -> None:
        """Give pictures as a node of that media class and name."""
        pictures = "videotestsrc is-live=true ! video/x-raw,format=RGB,width=64,height=48,framerate=5/1 !"
        props = f"stream-properties=props,media.class={kind},node.name={name}"
        self._stream(*pictures.split(), "pipewiresink", "mode=provide", props)
        wait_until(lambda: self._port("-o", name), "the pictures to be offered")

    def take(self, name: str) -> None:
        """Take the pictures that are offered under that name."""
        props = "stream-properties=props,node.name=taker"
        self._stream("pipewiresrc", props, "!", "video/x-raw", "!", "fakesink")
        wait_until(lambda: self._port("-i", "taker"), "the taker")
        self._run("pw-link", f"{name}:out_0", "taker:in_0")

    def leave(self) -> None:
        """Nobody gives or takes any more."""
        for stream in self.streams:
            stream.end()

    def states(self) -> dict[str, str]:
        """The state of each node by its name."""
        nodes = [one["info"] for one in json.loads(self._run("pw-dump")) if one["type"].endswith(":Node")]
        return {node["props"]["node.name"]: node["state"] for node in nodes}

    def _stream(self, *words: str) -> None:
        self.streams.append(Part("gst-launch-1.0", "-q", *words, env=self.env, log=self.folder / "stream.log"))

    def _port(self, way: str, name: str) -> bool:
        return f"{name}:" in self._run("pw-link", way)

    def _run(self, *words: str) -> str:
        command = [program(words[0]), *words[1:]]
        return subprocess.run(
            command, env={**os.environ, **self.env}, capture_output=True, text=True, check=True
        ).stdout

    def end(self) -> None:
        self.leave()
        self.part.end()


def only_these_programs(folder: Path, *names: str) -> str:
    """A PATH on which nothing but `names` is found."""
    folder.mkdir()
    for name in set(names):
        (folder / name).symlink_to(program(name))
    return str(folder)


@pytest.fixture
def session_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SessionBus]:
    """A private session bus, given to this process in DBUS_SESSION_BUS_ADDRESS. Nobody else is on it."""
    folder = tmp_path / "bus"
    folder.mkdir()
    bus = SessionBus(folder)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
    yield bus
    bus.end()


@pytest.fixture(scope="session")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    """A virtual screen, the same for all tests."""
    screen = Screen(tmp_path_factory.mktemp("screen"))
    yield screen
    screen.end()


@pytest.fixture
def display(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Screen:
    """The virtual screen, on which the processes that this one starts show their windows."""
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setenv("DISPLAY", screen.display)
    monkeypatch.setenv("NO_AT_BRIDGE", "1")
    return screen


@pytest.fixture
def sway(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sway]:
    """A Wayland compositor with two outputs, on which the processes that this one starts show their windows."""
    sway = Sway(tmp_path / "sway.log")
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.setenv("NO_AT_BRIDGE", "1")
    for key, value in sway.env.items():
        monkeypatch.setenv(key, value)
    yield sway
    sway.end()


@pytest.fixture
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without one."""
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


@pytest.fixture
def dunst(session_bus: SessionBus, screen: Screen, tmp_path: Path) -> Iterator[Dunst]:
    """A notification server on the private session bus."""
    folder = tmp_path / "dunst"
    folder.mkdir()
    server = Dunst(session_bus, screen, folder)
    yield server
    server.end()


@pytest.fixture
def mako(session_bus: SessionBus, sway: Sway, tmp_path: Path) -> Iterator[Mako]:
    """A notification server for Wayland on the private session bus."""
    folder = tmp_path / "mako"
    folder.mkdir()
    server = Mako(session_bus, sway, folder)
    yield server
    server.end()


@pytest.fixture
def no_session_bus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a session bus."""
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))


@pytest.fixture
def speaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Speaker]:
    """A sound server with a null sink; the players started by this process use it."""
    folder = tmp_path / "sound"
    folder.mkdir()
    speaker = Speaker(folder)
    for key, value in speaker.env.items():
        monkeypatch.setenv(key, value)
    yield speaker
    speaker.end()


@pytest.fixture
def wire(tmp_path: Path, session_bus: SessionBus, monkeypatch: pytest.MonkeyPatch) -> Iterator[Wire]:
    """PipeWire with a null sink; the players started by this process use it."""
    folder = tmp_path / "wire"
    folder.mkdir(mode=0o700)
    wire = Wire(folder, session_bus)
    for key, value in wire.env.items():
        monkeypatch.setenv(key, value)
    yield wire
    wire.end()


@pytest.fixture
def pipewire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PipeWire]:
    """A PipeWire without any sound or camera; what this process starts finds it."""
    folder = tmp_path / "pipewire"
    folder.mkdir()
    server = PipeWire(folder)
    monkeypatch.setenv("PIPEWIRE_RUNTIME_DIR", str(folder))
    yield server
    server.end()


@pytest.fixture
def no_sound_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing plays sound: no PipeWire, no PulseAudio, no ALSA card."""
    folder = tmp_path / "no-sound"
    folder.mkdir()
    (folder / "asound.conf").write_text("")
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("PIPEWIRE_RUNTIME_DIR", str(folder))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{folder}/nobody")
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(folder / "asound.conf"))


@pytest.fixture
def no_process_left(screen: Screen) -> Iterator[None]:
    """Fails a test that leaves a process behind."""
    before = children()
    yield
    wait_until(lambda: children() <= before, "the processes that the test started to be gone", seconds=2)
