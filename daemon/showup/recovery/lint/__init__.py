"""The linter of drafts: the fifteen checks of a first-rate text, also on what the person has written themselves. Pure.

What is said in a language stands in one data file (words/). Without a word of `About` only what the text itself tells is checked.
"""

from showup.recovery.lint.about import About, GivenCause, about, about_told
from showup.recovery.lint.linting import lint
from showup.recovery.lint.remark import Part, Remark, Severity
from showup.recovery.lint.words import LANGUAGES, guessed

__all__ = ["LANGUAGES", "About", "GivenCause", "Part", "Remark", "Severity", "about", "about_told", "guessed", "lint"]
