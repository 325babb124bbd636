"""Text that no messenger reads as anything but text: it calls nobody, it is no markup, it hides no link. Pure.

What a service escapes by itself it escapes besides; this is for those that do not. Only spaces are put in, so that people read
the same and no server undoes it.
"""

from __future__ import annotations

import re

__all__ = ["literal", "unmarked"]

_CALL = re.compile(r"(?<![\w.+-])@(?=[\w*_<])|@(?=(?:everyone|here|all|channel|room)\b)", re.IGNORECASE)
_WEB_OR_CALL = re.compile(rf"(?P<web>https?://\S+)|{_CALL.pattern}", re.IGNORECASE)
_TAG = re.compile(r"<(?=[!@#/a-zA-Z])")
_WEB_OR_MARK = re.compile(r"(?P<web>https?://\S+)|[\\*_`~|>#]", re.IGNORECASE)
_LINK = re.compile(r"\](?=[(\[:])")


def literal(text: str) -> str:
    """A mention loses its effect ("@ all"), so does a tag ("< b>"), and a link shows where it leads. Addresses of the web still
    lead there.
    """
    return _WEB_OR_CALL.sub(_made_harmless, _LINK.sub("] ", _TAG.sub("< ", text)))


def _made_harmless(found: re.Match[str]) -> str:
    """In a path an @ means the same when it is escaped. Before a host it is a trick, and such an address may break."""
    if not found["web"]:
        return "@ "
    scheme, _, rest = found["web"].partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme}://{_CALL.sub('@ ', host)}{slash}{path.replace('@', '%40')}"


def unmarked(text: str) -> str:
    """For a service that reads plain text as Markdown: what would be a mark is escaped, but in no address."""
    return _WEB_OR_MARK.sub(lambda found: found[0] if found["web"] else f"\\{found[0]}", text)
