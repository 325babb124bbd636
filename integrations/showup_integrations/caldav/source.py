"""The calendar source `caldav`: an account on a CalDAV server, with all of its calendars or those that are named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

from showup.errors import ConfigError, SourceError
from showup.ports import Reading, Trouble, Unchanged, Wanted
from showup_integrations.caldav.account import account_of
from showup_integrations.extras import install
from showup_integrations.known import names_of, text_of, unknown_keys
from showup_integrations.within import OverdueError, within

if TYPE_CHECKING:
    from showup_integrations.caldav.finding import Collection
    from showup_integrations.caldav.said import Said
    from showup_integrations.caldav.session import Limits
    from showup_integrations.caldav.wire import Wire

__all__ = ["CalDavSource"]

_KNOWN = ("url", "user", "calendars", "kind", "name")


class CalDavSource:
    """An account at `url`, which may hold the user name and the password too; else `user` names the account, and the password is
    among the secrets. `calendars` are the names of those wanted, as a list or with commas between them; all, when it is left out.

    Raises ConfigError for settings that it cannot use.
    """

    def __init__(self, settings: Mapping[str, object], limits: Limits | None = None) -> None:
        faults = unknown_keys(settings, *_KNOWN)
        url, self._user = text_of(settings, "url"), text_of(settings, "user")
        if not url:
            faults.append("a caldav source needs `url`, the address of the server or of a calendar on it.")
        if faults:
            raise ConfigError(" ".join(faults))
        self._url = url or ""
        self._calendars = names_of(settings, "calendars")
        self._limits = limits

    @staticmethod
    def validate_environment() -> str | None:
        """None when the library is there."""
        if find_spec("caldav") is None:
            return f"needs the caldav library. Install it with: {install('caldav')}"
        return None

    def read(self, wanted: Wanted) -> Reading | Unchanged:
        """What is wanted of all the calendars together; raises SourceError with what to do when the account cannot be read."""
        from showup_integrations.caldav.session import Limits  # noqa: PLC0415 - large libraries, for a child alone
        from showup_integrations.caldav.wire import Wire  # noqa: PLC0415

        limits = self._limits or Limits()
        account = account_of(self._url, self._user)
        wire = Wire(account, limits)
        try:
            # A look-up of a name, or a server that drips, cannot be timed out from within.
            said = within(limits.total, lambda: self._fetch(wire, wanted))
        except OverdueError:
            raise SourceError(
                f"{account.address.shown} did not answer within {limits.total.total_seconds():g} s. Check the network.",
            ) from None
        finally:
            wire.close()
        if said.mark is not None and said.mark == wanted.known:
            return Unchanged()
        return said.collected(wanted)

    def _fetch(self, wire: Wire, wanted: Wanted) -> Said:
        """Every calendar brought up to date. What is wrong with one is told; with all of them, it is the account's failure."""
        from showup_integrations.caldav import finding, kept, members, said  # noqa: PLC0415

        chosen, troubles = self._chosen(finding.find(wire, wanted.keep))
        account, failures = said.Said(troubles), []
        for place in chosen:
            before = kept.load(wanted.keep, place.url)
            calendar = members.Members(wire, place, wanted.window, before)
            try:
                calendar.refresh()
            except SourceError as error:
                failures.append(error)
                account.troubles.append(Trouble(place.name, str(error), whole=True))
            if calendar.kept != before:
                kept.save(wanted.keep, place.url, calendar.kept)
            account.troubles += calendar.troubles
            account.calendars.append((place, calendar.kept))
        if len(failures) == len(chosen):
            raise failures[0]
        return account

    def _chosen(self, found: Sequence[Collection]) -> tuple[list[Collection], list[Trouble]]:
        """Those that are wanted, and a trouble for each that is not there (any more)."""
        if not self._calendars:
            return list(found), []
        chosen = [place for place in found if {place.name, place.segment} & set(self._calendars)]
        there = {name for place in found for name in (place.name, place.segment)}
        offered = ", ".join(place.name for place in found) or "none"
        missing = [name for name in self._calendars if name not in there]
        why = f"There is no calendar of this name (any more); there are: {offered}. Check `calendars`, or its share."
        if not chosen:
            raise SourceError(f"{', '.join(missing)}: {why}")
        return chosen, [Trouble(name, why, whole=True) for name in missing]
