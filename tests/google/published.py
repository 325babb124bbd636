"""Google's published description of the Calendar API, which comes with the client library: is a request one that it allows?"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

DOCUMENT: dict[str, Any] = json.loads(
    files("googleapiclient.discovery_cache").joinpath("documents/calendar.v3.json").read_text("utf-8")
)
# What the descriptions of maxResults and syncToken say in words.
_MOST = {"events.list": 2500, "calendarList.list": 250}
_NOT_WITH_A_TOKEN = {
    "iCalUID", "orderBy", "privateExtendedProperty", "q", "sharedExtendedProperty", "timeMax", "timeMin", "updatedMin",
}  # fmt: skip


class BadRequestError(Exception):
    """The description does not allow it."""


@dataclass
class Call:
    """A request that the description allows: the method's name and its parameters, those of the path included."""

    method: str
    given: dict[str, Any]
    scopes: list[str]
    fields: dict[str, Any] = field(default_factory=dict)


def checked(verb: str, path: str, query: list[tuple[str, str]]) -> Call:
    """What is asked for; raises BadRequestError."""
    for name in ("events.list", "calendarList.list"):
        resource, _, method = name.partition(".")
        described = DOCUMENT["resources"][resource]["methods"][method]
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(described["path"]))
        match = re.fullmatch("/" + pattern, path)
        if match and verb == described["httpMethod"]:
            given = {key: unquote(value) for key, value in match.groupdict().items()}
            return _call(name, described, given, query)
    raise BadRequestError(f"{verb} {path} is not described, or not needed")


def _call(name: str, described: dict[str, Any], given: dict[str, Any], query: list[tuple[str, str]]) -> Call:
    allowed = DOCUMENT["parameters"] | described["parameters"]
    for key, value in query:
        if key not in allowed or (key in given and not allowed[key].get("repeated")):
            raise BadRequestError(f"{key} is not a parameter of {name}, or stands twice")
        given[key] = _typed(key, value, allowed[key])
    missing = [key for key, rule in described["parameters"].items() if rule.get("required") and key not in given]
    if missing:
        raise BadRequestError(f"{name} lacks {missing}")
    if "syncToken" in given and given.keys() & _NOT_WITH_A_TOKEN:
        raise BadRequestError(f"{name}: {given.keys() & _NOT_WITH_A_TOKEN} beside a syncToken")
    if not 1 <= given.get("maxResults", 1) <= _MOST[name]:
        raise BadRequestError(f"maxResults={given['maxResults']} for {name}")
    selected = selector(given["fields"]) if "fields" in given else {}
    _known(selected, DOCUMENT["schemas"][described["response"]["$ref"]])
    return Call(name, given, described["scopes"], selected)


def _typed(key: str, value: str, rule: dict[str, Any]) -> Any:
    if rule["type"] == "integer":
        return int(value)
    if rule["type"] == "boolean":
        if value not in ("true", "false"):
            raise BadRequestError(f"{key}={value}")
        return value == "true"
    if "enum" in rule and value not in rule["enum"]:
        raise BadRequestError(f"{key}={value}")
    if rule.get("format") == "date-time" and datetime.fromisoformat(value).tzinfo is None:
        raise BadRequestError(f"{key}={value} has no offset")
    return value


def selector(text: str) -> dict[str, Any]:
    """A `fields` parameter as a tree: a,b(c,d/e)."""
    tree: dict[str, Any] = {}
    stack, here = [tree], tree
    for token in re.findall(r"\w+|[,/()]", text):
        if token == "(":
            stack.append(here)
        elif token in (",", ")"):
            here = stack[-1] if token == "," else stack.pop()
        elif token != "/":
            here = here.setdefault(token, {})
    return tree


def _known(selected: dict[str, Any], schema: dict[str, Any]) -> None:
    while "$ref" in schema or schema.get("type") == "array":
        schema = DOCUMENT["schemas"][schema["$ref"]] if "$ref" in schema else schema["items"]
    for name, below in selected.items():
        if name not in schema.get("properties", {}):
            raise BadRequestError(f"fields: there is no {name}")
        _known(below, schema["properties"][name])


def pruned(value: Any, selected: dict[str, Any]) -> Any:
    """Only what was selected."""
    if not selected:
        return value
    if isinstance(value, list):
        return [pruned(one, selected) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: pruned(value[key], below) for key, below in selected.items() if key in value}
