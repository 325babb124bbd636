"""Writes drafts and keeps them: the words from showup.recovery, the place from a draft box, the record in the ledger."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from showup.engine import Case, CaseWhy, Watch
from showup.errors import DraftBoxError, UsageError
from showup.ledger import Ledger, StoredDraft
from showup.model import Draft, DraftKind, Explanation, Interview, Profile
from showup.ports import DraftBox
from showup.service.proposing import PROPOSING, Proposing, of_others

if TYPE_CHECKING:
    from showup.recovery import Told

__all__ = ["Drafting", "is_own", "missed_before", "written"]

T = TypeVar("T")
_PATIENCE_S = 10
_NOT_MISSED = frozenset({"attended after all", "not mine", "cancelled by them"})
_SPOKEN = frozenset({DraftKind.CALL_SCRIPT, DraftKind.VOICEMAIL})
_NOBODY = "who to write to:"
_YOURS = "-yours"
"""Ends the name of a draft whose words are the person's own."""
_log = logging.getLogger(__name__)


class Drafting:
    """`in_ledger` runs a function where the ledger may be touched. `spare` takes a draft that `box` fails to take.

    `trouble` says why `box` failed the last time, None when it did not.
    """

    def __init__(
        self,
        ledger: Ledger,
        box: DraftBox,
        profile: Callable[[], Profile],
        in_ledger: Callable[[Callable[[], Any]], Awaitable[Any]],
        proposing: Proposing | None = None,
        spare: DraftBox | None = None,
    ) -> None:
        self._ledger = ledger
        self._box = box
        self._profile = profile
        self._in_ledger = in_ledger
        self._proposing = proposing
        self._spare = spare
        self._thread = ThreadPoolExecutor(1, "drafts")
        self._beside = ThreadPoolExecutor(1, "drafts-spare")  # a box that hangs holds its own thread
        self.trouble: str | None = None

    async def write(
        self, watch: Watch, kind: DraftKind, now: datetime, watches: Iterable[Watch] = ()
    ) -> dict[str, Any]:
        """Write one draft; `watches` are all there are. A box that fails loses nothing: the text stands in the ledger and `showup
        draft` shows it.
        """
        if (own := await self._own(watch, kind)) is not None:
            return await self._put_own(replace(own, draft=_addressed(own.draft, watch), at=now, withdrawn=False))
        profile = self._profile()
        watches = list(watches)
        wanted = self._proposing if kind in PROPOSING else None
        slots = await wanted.slots(watch, profile, now, of_others(watch, watches)) if wanted else ()
        before = missed_before(watch, watches)
        # Beside the loop: an alarm may be due.
        draft = await asyncio.to_thread(written, kind, watch, profile, now, slots, missed_before=before)
        draft = _addressed(draft, watch)
        if await self._own(watch, kind) is not None:  # saved meanwhile: finding dates takes a while
            return await self.write(watch, kind, now, watches)
        name = f"{watch.plan.due:%Y-%m-%d}-{watch.key}-{watch.generation}-{kind.value}"
        where, trouble = await self._put(name, draft, profile)
        stored = StoredDraft(watch.key, watch.generation, name, draft, where, now)
        detail: dict[str, Any] = {"kind": kind.value, "subject": draft.subject, "where": where}
        if trouble:
            _log.warning("%s", trouble)
            detail["trouble"] = trouble
        await self._in_ledger(lambda: self._keep(stored, detail))
        return detail

    async def keep_own(self, watch: Watch, kind: DraftKind, subject: str, body: str, now: datetime) -> dict[str, Any]:
        """Put the person's own words in the place of a draft; from then on showup does not write it anew, only whom it is for
        follows. UsageError where there is no draft of that kind.
        """
        stored = await self._stored(watch, kind)
        if stored is None or stored.withdrawn:
            raise UsageError(f"{watch.interview.title}: there is no draft of the kind {kind.value}.")
        name = stored.name if is_own(stored) else stored.name + _YOURS
        draft = _addressed(replace(stored.draft, subject=subject, body=body, missing=()), watch)
        detail = await self._put_own(replace(stored, name=name, draft=draft, at=now))
        if name != stored.name:  # two drafts of one letter in a mailbox: the wrong one could be sent
            await self._withdrawn_from_boxes(stored.name)
        return detail

    async def give_back(self, watch: Watch, kind: DraftKind) -> bool:
        """The person wants showup's words again: theirs leave the box. Did they have some?"""
        stored = await self._stored(watch, kind)
        if stored is None or not is_own(stored):
            return False
        await self._withdrawn_from_boxes(stored.name)
        await self._in_ledger(partial(self._ledger.keep_draft, replace(stored, name=stored.name.removesuffix(_YOURS))))
        return True

    async def _put_own(self, stored: StoredDraft) -> dict[str, Any]:
        where, trouble = await self._put(stored.name, stored.draft, self._profile())
        detail: dict[str, Any] = {
            "kind": stored.draft.kind.value,
            "subject": stored.draft.subject,
            "where": where,
            "own": True,
        }
        if trouble:
            _log.warning("%s", trouble)
            detail["trouble"] = trouble
        await self._in_ledger(lambda: self._keep(replace(stored, where=where), detail))
        return detail

    async def _own(self, watch: Watch, kind: DraftKind) -> StoredDraft | None:
        """The person's words for it, also those that were taken back with an answer that did not last."""
        stored = await self._stored(watch, kind)
        return stored if stored is not None and is_own(stored) else None

    async def _stored(self, watch: Watch, kind: DraftKind) -> StoredDraft | None:
        """The draft of that kind as it stands."""
        stored = await self._in_ledger(lambda: self._ledger.drafts(watch.key))
        fits = (s for s in stored if s.draft.kind is kind and s.generation == watch.generation)
        return next(fits, None)

    async def _put(self, name: str, draft: Draft, profile: Profile) -> tuple[str | None, str | None]:
        """Where it is, None for nowhere; and what is wrong with the box. The next draft tries the box anew."""
        where, self.trouble = await self._tried(partial(self._box.put, name, draft, profile))
        if self._spare is None:
            return where, self.trouble
        if self.trouble is None:  # an earlier text of it may lie there
            _, left = await self._tried(partial(self._spare.withdraw, name), self._beside)
            return where, left
        where, spare_trouble = await self._tried(partial(self._spare.put, name, draft, profile), self._beside)
        instead = f"The draft is a file instead: {where}" if where else spare_trouble
        return where, f"{self.trouble} {instead}"

    async def _tried(
        self, work: Callable[[], T], thread: ThreadPoolExecutor | None = None
    ) -> tuple[T | None, str | None]:
        """What `work` in a box answers, or else why it failed."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                return await self._in_box(work, thread), None
        except TimeoutError:
            return None, f"The draft box did not answer within {_PATIENCE_S} s. `showup draft` shows the text."
        except Exception as err:  # noqa: BLE001 whatever a box throws, the text stands in the ledger
            return None, str(err) or type(err).__name__

    def _keep(self, stored: StoredDraft, detail: dict[str, Any]) -> None:
        self._ledger.keep_draft(stored)
        self._ledger.note(stored.interview, "draft", detail, stored.at)

    async def withdraw(self, watch: Watch) -> dict[str, Any]:
        """The drafts of this interview are not needed after all: they leave the box, the ledger remembers them."""
        stored = [s for s in await self._in_ledger(lambda: self._ledger.drafts(watch.key)) if not s.withdrawn]
        left = [entry.draft.subject for entry in stored if not await self._withdrawn(entry)]
        if left:
            raise DraftBoxError(
                f"These drafts could not be taken back, please delete them yourself: {'; '.join(left)}."
            )
        return {"withdrawn": len(stored)}

    async def _withdrawn(self, entry: StoredDraft) -> bool:
        if not await self._withdrawn_from_boxes(entry.name):
            return False
        await self._in_ledger(partial(self._ledger.keep_draft, replace(entry, withdrawn=True)))
        return True

    async def _withdrawn_from_boxes(self, name: str) -> bool:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._in_box(partial(self._box.withdraw, name))
                if self._spare is not None:
                    await self._in_box(partial(self._spare.withdraw, name), self._beside)
        except Exception:  # noqa: BLE001 whatever a box throws, the others are taken back
            _log.exception("the draft %s could not be taken back", name)
            return False
        return True

    async def _in_box(self, work: Callable[[], T], thread: ThreadPoolExecutor | None = None) -> T:
        """One call at a time, in order: what is taken back must not overtake what is still being put."""
        return await asyncio.get_running_loop().run_in_executor(thread or self._thread, work)


def is_own(stored: StoredDraft) -> bool:
    """Are its words the person's own?"""
    return stored.name.endswith(_YOURS)


def written(
    kind: DraftKind,
    watch: Watch,
    profile: Profile,
    now: datetime,
    slots: tuple[datetime, ...] = (),
    *,
    missed_before: bool,
) -> Draft:
    """The draft with all that the person has told in the case, and `slots` (starts) to propose; what the linter would have mended
    stands in its `missing`.
    """
    from showup.recovery import Told, write  # noqa: PLC0415 wanted once in weeks

    case = watch.case
    told = Told() if case is None else _told(case, slots, missed_before=missed_before)
    return _checked(write(kind, watch.interview, profile, now, told), watch.interview, profile, now, told)


def _told(case: Case, slots: tuple[datetime, ...], *, missed_before: bool) -> Told:
    from showup.recovery import Told  # noqa: PLC0415 wanted once in weeks

    return Told(
        explanation=case.explanation or Explanation(),
        offer=case.offer,
        slots=slots,
        missed_before=missed_before,
        new_start=case.new_start,
        refused=case.refused,
        follow_ups=max(case.follow_ups - 1, 0),
    )


def _checked(draft: Draft, interview: Interview, profile: Profile, now: datetime, told: Told) -> Draft:
    """A linter that fails keeps no draft from the person."""
    from showup.recovery.checked import checked  # noqa: PLC0415 its words are large, and wanted once in weeks

    try:
        return checked(draft, interview, profile, now, told)
    except Exception:  # noqa: BLE001 whatever is wrong with a check, the draft stands
        _log.exception("a draft could not be checked")
        return draft


def _addressed(draft: Draft, watch: Watch) -> Draft:
    """A letter in a box is one click from being sent: it is for whom the person has confirmed, not for whom an event names."""
    if draft.kind in _SPOKEN:
        return draft
    if watch.case is not None and watch.case.recipient:
        missing = tuple(text for text in draft.missing if not text.startswith(_NOBODY))
        return replace(draft, to=(watch.case.recipient,), missing=missing)
    confirm = (
        "confirm with  showup recover --to ADDRESS" if watch.case is not None else "put it in yourself, if you know it"
    )
    unconfirmed = (f"{_NOBODY} the calendar names {draft.to[0]}; {confirm}",) if draft.to else ()
    return replace(draft, to=(), missing=(*draft.missing, *unconfirmed))


def missed_before(watch: Watch, watches: Iterable[Watch]) -> bool:
    """Has the person missed another interview with the same company?"""
    company = (watch.interview.judgement.company or "").casefold()
    return bool(company) and any(
        _was_missed(other) and _of(company, other) for other in watches if other.key != watch.key
    )


def _of(company: str, watch: Watch) -> bool:
    return (watch.interview.judgement.company or "").casefold() == company


def _was_missed(watch: Watch) -> bool:
    """Did it come to that, whatever became of it?"""
    case = watch.case
    return case is not None and case.why is not CaseWhy.CANT and case.outcome not in _NOT_MISSED
