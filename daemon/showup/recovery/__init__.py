"""The words of the recovery: drafts in the person's name, and the card with the facts of a case.

Everything here is pure: the same interview, profile, instant and answers give the same words. Nothing is made up; a
sentence whose facts are not known is left out.
"""

from showup.recovery.card import facts
from showup.recovery.drafts import write
from showup.recovery.parties import parties, why_not_to
from showup.recovery.told import Told, explanation_of

__all__ = ["Told", "explanation_of", "facts", "parties", "why_not_to", "write"]
