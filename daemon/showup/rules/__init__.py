"""What the person said once for all: rules in a file that they can read and edit, made only with their consent.

Whether a rule applies to an event is for showup.detect.rules to say. `book.Book`, the file, and `offers.offers` are not named
here: who reads calendars has no use for them.
"""

from showup.rules.checking import checked, checked_is
from showup.rules.wording import IS, label, sentence, typed

__all__ = ["IS", "checked", "checked_is", "label", "sentence", "typed"]
