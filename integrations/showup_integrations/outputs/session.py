"""One alarm's changes of the outputs: each is recorded before it is made, and put back afterwards."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from showup_integrations.outputs import alsa, pulse, wire
from showup_integrations.outputs.deciding import audible, put_back, spare_speaker, steps
from showup_integrations.outputs.record import keep, kept
from showup_integrations.outputs.running import MixerError
from showup_integrations.outputs.values import Change, Output, Setting

__all__ = ["Session"]

_MIXERS = (pulse, wire, alsa)


class Session:
    """Puts back what the run before has left in `file`; raises MixerError when no mixer answers."""

    def __init__(self, file: Path) -> None:
        self._mixer, self._outputs = _mixer()
        self._file = file
        self._changes = kept(file)
        if self._changes:
            self.put_back()
            self._outputs = self._mixer.outputs()

    def raised(self, *, unmute: bool, speakers: bool) -> tuple[str, ...]:
        """Make it heard, as far as the mixer does what it is told. Returns the further outputs to play on."""
        also: tuple[str, ...] = ()
        with suppress(MixerError):
            spare = spare_speaker(self._outputs) if speakers else None
            if spare is not None and spare[1] is not None:
                output = next(output for output in self._outputs if output.name == spare[0])
                self._change(output, replace(output.now, port=spare[1]))
            elif spare is not None:
                also = (spare[0],)
            for output in self._outputs:
                if unmute and (output.default or output.name in also):
                    self._change(output, audible(output))
        return also

    def put_back(self) -> bool:
        """The last change first; False when the mixer has gone. An output that has gone (headphones that are switched off) waits
        for the next time.
        """
        for change in tuple(reversed(self._changes)):
            try:
                output = self._look(change.output)
                if output is None:
                    continue
                for step in put_back(change, output):
                    self._mixer.apply(step)
            except MixerError:
                return False
            self._changes.remove(change)
            keep(self._file, self._changes)
        return True

    def _look(self, name: str) -> Output | None:
        """The output as it is now."""
        self._outputs = self._mixer.outputs()
        return next((output for output in self._outputs if output.name == name), None)

    def _change(self, output: Output, ours: Setting) -> None:
        todo = steps(output.name, output.now, ours)
        if not todo:
            return
        self._changes.append(Change(output.name, output.now, ours))
        keep(self._file, self._changes)
        for step in todo:
            self._mixer.apply(step)
        # A mixer rounds, and a port brings a volume of its own: what it has become is what must still stand there later.
        if (become := self._look(output.name)) is not None:
            self._changes[-1] = replace(self._changes[-1], ours=become.now)
            keep(self._file, self._changes)


def _mixer() -> tuple[ModuleType, list[Output]]:
    """The first one that answers, and what it says."""
    faults = []
    for mixer in _MIXERS:
        try:
            return mixer, mixer.outputs()
        except MixerError as err:
            faults.append(str(err))
    raise MixerError("; ".join(faults))
