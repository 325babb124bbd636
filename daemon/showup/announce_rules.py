"""The words with which a rule is offered on the desktop, and told once it is made. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from showup.announce import called
from showup.engine import Watch
from showup.model import Rule, Urgency, Verdict
from showup.ports import Action, Announcement
from showup.rules import label, sentence, typed
from showup.rules.offers import Offer

__all__ = ["OFFERED", "UNDO", "announce_made", "announce_offers", "offer_tag"]

OFFERED = "rule-"
"""So begins what the buttons of an offer do."""

UNDO = f"{OFFERED}undo"
_MOST = 3


def offer_tag(watch: Watch) -> str:
    """Beside the alarms of the interview, which go on."""
    return f"{watch.key}:rule"


def announce_offers(watch: Watch, offers: Sequence[Offer]) -> Announcement:
    """Is it always so? Who does nothing has said no."""
    word = "an interview" if watch.by_person is Verdict.INTERVIEW else "no interview"
    lines = [f"You said that it is {word}; that is remembered for this event. You may say more:"]
    lines += [f"{label(offer.rule)}: {sentence(offer.rule)}." for offer in offers[:_MOST]]
    buttons = tuple(Action(f"{OFFERED}{o.by}", label(o.rule), typed(o.rule)) for o in offers[:_MOST])
    return _announcement(watch, f"Always so? {called(watch)}", "\n".join(lines), buttons)


def announce_made(watch: Watch, rule: Rule) -> Announcement:
    """A rule was made."""
    body = f"From now on {sentence(rule)}. `showup rules` lists your rules."
    return _announcement(watch, "Remembered as a rule", body, (Action(UNDO, "Undo", "showup undo"),))


def _announcement(watch: Watch, summary: str, body: str, buttons: tuple[Action, ...]) -> Announcement:
    return Announcement(offer_tag(watch), watch.key, watch.generation, summary, body, Urgency.NORMAL, buttons)
