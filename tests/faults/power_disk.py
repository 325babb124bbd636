"""A disk that loses its power: what was synced is on it, and of what was not, whatever it pleases.

Recorded by strace: every write, truncation, sync and change of a name in the ledger's folder, in order. A file's content is
durable after its fsync, a name after the folder's fsync. Of the rest any part may be there: a write may be torn at the bounds
of sectors, a later one may be there without an earlier one, a file may have grown without having its content.
"""

from __future__ import annotations

import json
import os
import random
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
SECTOR = 512
STYLES = ("nothing", "everything", "some", "torn", "up to one")

_CALLS = (
    "openat,close,write,writev,pwrite64,pwritev,ftruncate,fallocate,fsync,fdatasync,sync_file_range,"
    "unlink,unlinkat,rename,renameat,renameat2,link,linkat,copy_file_range,sendfile,dup,dup2,dup3"
)
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that succeeded: its texts (paths, data), its other arguments, what it returned."""

    name: str
    texts: tuple[bytes, ...]
    numbers: tuple[str, ...]
    result: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What the ledger holds (a digest) after a call that returned; see power_work."""

    state: str
    durable: bool
    broken: bool


@dataclass(frozen=True, slots=True)
class Write:
    """Data that went to a file, not yet to the disk."""

    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resize:
    """A new length of a file, not yet on the disk."""

    size: int


@dataclass(eq=False, slots=True)
class Inode:
    """A file: what is on the disk, and what is still on its way."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Write | Resize] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rename:
    """Changes in the folder: `old` goes, `new` is the file."""

    old: str | None
    new: str | None
    inode: Inode


def record(command: Sequence[str], trace: Path) -> None:
    """Run it under strace."""
    how = [
        "strace",
        "-f",
        "--seccomp-bpf",
        "-o",
        str(trace),
        "-xx",
        "-s",
        "8000000",
        "-e",
        f"trace={_CALLS}",
        "-e",
        "signal=none",
    ]
    done = subprocess.run([*how, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the work that was to be recorded failed:\n{done.stderr}")


def calls(trace: Path) -> Iterator[Call]:
    """What succeeded, in order."""
    with trace.open() as lines:
        for line in lines:
            found = _LINE.match(line)
            if found is None:
                if "exited with" in line or "= ?" in line or "killed by" in line:
                    continue
                raise ValueError(f"strace said what is not understood: {line[:200]}")
            name, arguments, result = found.groups()
            if int(result) >= 0:
                texts = tuple(bytes.fromhex(text.replace("\\x", "")) for text, _ in _TEXT.findall(arguments))
                numbers = tuple(_TEXT.sub("", arguments).split(", "))
                yield Call(name, texts, numbers, int(result))


class Disk:
    """The folder's files; follows the calls and can lose its power after any of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = os.fsencode(folder)
        self._names: dict[str, Inode] = {}
        self._durable: dict[str, Inode] = {}
        self._renames: list[Rename] = []
        self._open: dict[int, Inode | None] = {}
        self._null = -1

    def new_process(self) -> None:
        self._open.clear()

    def follow(self, call: Call) -> Mark | bool:
        """The mark that passed, or whether it touched the folder."""
        if call.name == "write" and int(call.numbers[0]) == self._null:
            return Mark(*json.loads(call.texts[0]).values())
        followed = getattr(self, f"_{call.name}", None)
        if followed is not None:
            return bool(followed(call))
        if call.name != "write" or int(call.numbers[0]) in self._open:
            self._refuse(call)
        return False

    def _refuse(self, call: Call) -> None:
        """A way of writing that is not modelled would make the result worthless."""
        about = [int(number) for number in call.numbers if number.isdigit()]
        if any(number in self._open for number in about) or any(text.startswith(self._folder) for text in call.texts):
            raise ValueError(f"{call.name} is not modelled: {call.numbers}")

    def _name(self, path: bytes) -> str | None:
        head, _, name = path.rpartition(b"/")
        return name.decode() if head == self._folder else None

    # ----------------------------------------------------------------- calls

    def _openat(self, call: Call) -> bool:
        self._open.pop(call.result, None)
        path, flags = call.texts[0], call.numbers[2].split("|")
        if path == os.devnull.encode() and "O_WRONLY" in flags:
            self._null = call.result
        if path == self._folder:
            self._open[call.result] = None
        name = self._name(path)
        if name is None:
            return False
        if name not in self._names:
            self._change_name(Rename(None, name, Inode()))
        self._open[call.result] = self._names[name]
        if "O_TRUNC" in flags:
            self._names[name].pending.append(Resize(0))
        return True

    def _close(self, call: Call) -> bool:
        self._open.pop(int(call.numbers[0]), None)
        return False

    def _pwrite64(self, call: Call) -> bool:
        inode = self._open.get(int(call.numbers[0]))
        if inode is None:
            return False
        assert call.result <= len(call.texts[0]), "strace cut the data short"
        inode.pending.append(Write(int(call.numbers[3]), call.texts[0][: call.result]))
        return True

    def _ftruncate(self, call: Call) -> bool:
        inode = self._open.get(int(call.numbers[0]))
        if inode is None:
            return False
        inode.pending.append(Resize(int(call.numbers[1])))
        return True

    def _fsync(self, call: Call) -> bool:
        number = int(call.numbers[0])
        if number not in self._open:
            return False
        inode = self._open[number]
        if inode is None:
            _keep_names(self._durable, self._renames)
            self._renames.clear()
            return True
        for change in inode.pending:
            _keep(inode.durable, change)
        inode.pending.clear()
        return True

    _fdatasync = _fsync

    def _unlink(self, call: Call) -> bool:
        name = self._name(call.texts[0])
        if name is not None:
            self._change_name(Rename(name, None, self._names[name]))
        return name is not None

    def _rename(self, call: Call) -> bool:
        old, new = (self._name(path) for path in call.texts)
        if old is not None:
            self._change_name(Rename(old, new, self._names[old]))
        return old is not None

    def _link(self, call: Call) -> bool:
        old, new = (self._name(path) for path in call.texts)
        if old is not None:
            self._change_name(Rename(None, new, self._names[old]))
        return old is not None

    def _change_name(self, change: Rename) -> None:
        self._renames.append(change)
        _keep_names(self._names, [change])

    # ------------------------------------------------------------------- cut

    def lose_power(self, into: Path, rng: random.Random, style: str) -> None:
        """What may then be on it, as files in the folder `into`."""
        names = dict(self._durable)
        _keep_names(names, _some(self._renames, rng, style))
        for name, inode in names.items():
            content = bytearray(inode.durable)
            for change in _survivors(inode.pending, rng, style):
                _keep(content, change)
            if name.endswith("-shm"):  # mapped into memory: it was never written by calls, and may be anything
                content = bytearray(rng.randbytes(32768)) if rng.random() < 0.5 else content
            (into / name).write_bytes(content)


def _keep(content: bytearray, change: Write | Resize) -> None:
    size = change.size if isinstance(change, Resize) else change.offset
    if len(content) < size:
        content.extend(bytes(size - len(content)))
    if isinstance(change, Resize):
        del content[size:]
    else:
        content[size : size + len(change.data)] = change.data


def _keep_names(names: dict[str, Inode], changes: Sequence[Rename]) -> None:
    for change in changes:
        if change.old is not None:
            names.pop(change.old, None)
        if change.new is not None:
            names[change.new] = change.inode


def _some(changes: Sequence[T], rng: random.Random, style: str) -> list[T]:
    match style:
        case "nothing":
            return []
        case "everything":
            return list(changes)
        case "up to one":
            return list(changes[: rng.randrange(len(changes) + 1)])
        case _:
            return [change for change in changes if rng.random() < 0.5]


def _survivors(changes: Sequence[Write | Resize], rng: random.Random, style: str) -> list[Write | Resize]:
    kept = _some(changes, rng, style)
    if style != "torn":
        return kept
    pieces: list[Write | Resize] = []
    for change in changes:
        if isinstance(change, Resize):
            pieces += [change] if change in kept else []
        else:
            pieces += [piece for piece in _sectors(change) if rng.random() < 0.5]
            if rng.random() < 0.3:  # grown, but without the content
                pieces.append(Write(change.offset + len(change.data), b""))
    return pieces


def _sectors(write: Write) -> Iterator[Write]:
    """The parts of a write that the disk takes whole or not at all."""
    end = write.offset + len(write.data)
    at = write.offset
    while at < end:
        upto = min(end, (at // SECTOR + 1) * SECTOR)
        yield Write(at, write.data[at - write.offset : upto - write.offset])
        at = upto
