"""What must hold of everything that is carried out, and of every answer that gets a reply."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.simulation.facts import broken
from tests.simulation.story import meeting_of

from showup.announce import announce_case, announce_ring, announce_tell
from showup.announce_gathered import announce_gathered
from showup.engine import (
    AHEAD,
    IN_CASE,
    Answered,
    Do,
    Gathered,
    Nag,
    OpenCase,
    Phase,
    Ring,
    Silence,
    Stepped,
    Tell,
    Watch,
    WithdrawDrafts,
)
from showup.engine.gathering import still_to_tell
from showup.ladder import Repeat, default_policy, stronger
from showup.ledger import Claim
from showup.ports import Announcement
from showup.service.desk import Done

if TYPE_CHECKING:
    from tests.simulation.laptop import Laptop
    from tests.simulation.witness import Witness

__all__ = ["ON_ANSWER", "ON_DOING"]

_SECOND = timedelta(seconds=1)
_READ_AGAIN = timedelta(minutes=2)
_REPEATS = {
    again: {rung.name: rung.repeat for rung in (*policy.rungs, *policy.deadline)}
    for again, policy in ((False, default_policy()), (True, stronger(default_policy())))
}


def nothing_rings_for_an_old_generation(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """Nor asks, nor tells: what it would say is about another time."""
    if isinstance(claim.intent, Gathered):
        if any(w.generation != witness.newest[w.key] for w in still_to_tell(claim.intent, laptop.desk.watches)):
            broken(nothing_rings_for_an_old_generation, watch, f"{claim} at {laptop.wall}")
    elif not isinstance(claim.intent, Silence | WithdrawDrafts) and claim.generation != witness.newest[watch.key]:
        broken(nothing_rings_for_an_old_generation, watch, f"{claim} at {laptop.wall}")


def nothing_rings_once_it_is_confirmed_or_over(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """After "I'm there", "not mine", "can't", a cancellation or the end nothing rings; after the answer nothing asks."""
    intent = claim.intent
    rings = isinstance(intent, Ring) and (watch.phase not in AHEAD or watch.key in witness.confirmed)
    asks = isinstance(intent, OpenCase | Nag) and watch.phase not in IN_CASE
    if rings or asks:
        broken(nothing_rings_once_it_is_confirmed_or_over, watch, f"{claim} at {laptop.wall}")


def an_alarm_is_never_later_than_it_must_be(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """Within a second of its instant; or of the resume, start, clock set, answer or sync that made it possible."""
    ring = claim.intent
    if not isinstance(ring, Ring) or ring.attempt > 1 or claim.at != laptop.wall:
        return
    planned = witness.planned_at.get(watch.key, witness.ready_at)
    possible = max(ring.due, witness.ready_at, planned)
    if laptop.wall > possible + _SECOND:
        broken(an_alarm_is_never_later_than_it_must_be, watch, f"{ring} at {laptop.wall}, possible at {possible}")


def an_alarm_rings_for_the_time_that_a_calendar_says(
    witness: Witness, laptop: Laptop, watch: Watch, claim: Claim
) -> None:
    """The start it rings for is the one that some calendar said last."""
    just_back = laptop.wall - witness.ready_at < _READ_AGAIN  # what is known rings first, then the calendars are read
    over = laptop.wall >= watch.interview.occurrence.end  # what is taken out of a calendar then was there
    over = over or not watch.sources  # and what was, rings again when the clock is set back: rather an alarm too many
    if not isinstance(claim.intent, Ring) or watch.by_person is not None or just_back or over:
        return
    words = [words[watch.key].occurrence for words in witness.words.values() if watch.key in words]
    former = witness.former.get(watch.key)
    if former is not None and laptop.wall < former[1]:
        words.append(former[0].occurrence)
    start = watch.interview.occurrence.start
    on_the_wall = start.astimezone(laptop.desk.rules.zone).replace(tzinfo=None)
    walls = {w.start.astimezone(zone).replace(tzinfo=None) for w in words if w.floating for zone in witness.zones}
    if on_the_wall not in walls and start not in {w.start for w in words}:
        broken(an_alarm_rings_for_the_time_that_a_calendar_says, watch, f"{claim.intent} for {start}")


def at_most_one_extra_copy_a_crash(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """The same alarm rings again only because the process died before it was marked."""
    ring = claim.intent
    if not isinstance(ring, Ring):
        return
    same = [
        r for r in witness.rings[watch.key]
        if (r.generation, r.rung, r.attempt) == (claim.generation, ring.rung, ring.attempt)
    ]  # fmt: skip
    witness.figures.copies += bool(same)
    if same and len(same) > witness.crashes - same[0].crashes:
        broken(at_most_one_extra_copy_a_crash, watch, f"copy {len(same)} of {ring} at {laptop.wall}")


def no_more_rings_than_the_ladder_allows(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """A rung repeats as its policy says, and once more for each ring that failed and each answer that only paused it."""
    ring = claim.intent
    if not isinstance(ring, Ring):
        return
    alarm = next(a for a in watch.plan.alarms if a.rung == ring.rung)
    which = (watch.key, claim.generation, ring.rung)
    begun = min(alarm.at, witness.begun.get(which, alarm.at))  # its instant may have been put off since, with a place
    # The policy's repeats, not the alarm's own: it may have been softened since.
    allowed = 1 + _repeats(_REPEATS[watch.again][ring.rung], max(claim.at - begun, timedelta(0)))
    allowed += witness.retries[which] + witness.pauses[which] + witness.crashes
    rings = (r for r in witness.rings[watch.key] if r.crashes >= witness.lost_in)
    heard = sum((r.generation, r.rung) == which[1:] for r in rings)
    if heard >= allowed:
        broken(no_more_rings_than_the_ladder_allows, watch, f"{ring} at {laptop.wall}, {allowed} allowed")


def _repeats(repeats: Repeat, spent: timedelta) -> int:
    if isinstance(repeats, timedelta):
        return spent // repeats
    return sum(offset <= spent for offset in repeats or ())


def every_announcement_has_a_lawful_text(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """Words can be found for it, at most three buttons stand under it, and they are about this generation."""
    intent, zone = claim.intent, laptop.desk.rules.zone
    said: Announcement | None = None
    if isinstance(intent, Ring) and claim.id % 4 == 0:
        said = announce_ring(watch, intent, laptop.wall, zone)
    elif isinstance(intent, OpenCase | Nag):
        said = announce_case(watch, intent, laptop.wall, zone)
    elif isinstance(intent, Tell):
        said = announce_tell(watch, intent, laptop.wall, zone)
    elif isinstance(intent, Gathered):
        said = announce_gathered(intent.what, still_to_tell(intent, laptop.desk.watches), claim.id, zone)
    about = 0 if isinstance(intent, Gathered) else claim.generation
    if said is not None and (len(said.actions) > 3 or said.generation != about or not said.summary):
        broken(every_announcement_has_a_lawful_text, watch, f"{said}")


def an_interview_has_one_ladder(witness: Witness, laptop: Laptop, watch: Watch, claim: Claim) -> None:
    """Whatever number of calendars has it, under whatever UIDs: of those at the same time one rings."""
    if not isinstance(claim.intent, Ring):
        return
    name = meeting_of(watch.interview.occurrence.uid)
    due, ringing = watch.plan.due, laptop.desk.watches.values()
    for other in (w for w in ringing if w.plan.due == due and w is not watch and w.twin is None and w.phase in AHEAD):
        if meeting_of(other.interview.occurrence.uid) == name and other.key != watch.key:
            broken(an_interview_has_one_ladder, watch, f"{other.key} rings too at {laptop.wall}")


def an_answer_to_an_old_alarm_is_refused(
    witness: Witness, before: Watch, given: Answered | Stepped, watch: Watch, done: Done
) -> None:
    """And one that is refused changes nothing."""
    old = given.generation is not None and given.generation != before.generation
    if (old and not done.refused) or (done.refused and watch != before):
        broken(an_answer_to_an_old_alarm_is_refused, watch, f"{given}")


def an_answer_does_what_its_word_says(
    witness: Witness, before: Watch, given: Answered | Stepped, watch: Watch, done: Done
) -> None:
    """A confirmation that was taken ends the ladder; "I know" and a snooze end nothing but the noise."""
    if done.refused or not isinstance(given, Answered):
        return
    soft = {Do.ACK, Do.SNOOZE, Do.LATE}
    if given.do in soft and (watch.phase is not before.phase or watch.generation != before.generation):
        broken(an_answer_does_what_its_word_says, watch, f"{given} of one that was {before.phase}")
    counts = given.early or before.plan.confirm_from <= (witness.laptop.wall if witness.laptop else before.plan.due)
    if given.do is Do.CONFIRM and before.phase in AHEAD and counts and watch.phase is not Phase.CONFIRMED:
        broken(an_answer_does_what_its_word_says, watch, f"{given} of one that was {before.phase}")


ON_DOING = (
    nothing_rings_for_an_old_generation,
    nothing_rings_once_it_is_confirmed_or_over,
    an_alarm_is_never_later_than_it_must_be,
    an_alarm_rings_for_the_time_that_a_calendar_says,
    at_most_one_extra_copy_a_crash,
    no_more_rings_than_the_ladder_allows,
    every_announcement_has_a_lawful_text,
    an_interview_has_one_ladder,
)
ON_ANSWER = (an_answer_to_an_old_alarm_is_refused, an_answer_does_what_its_word_says)
