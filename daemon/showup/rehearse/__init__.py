"""A whole interview day in about a minute: virtual time, this machine's real channels, a record of its own."""

from showup.rehearse.rehearsal import Rehearsal, Ringing, sample

__all__ = ["Rehearsal", "Ringing", "sample"]
