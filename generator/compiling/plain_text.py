"""Finds HTML entities in plain-text values, such as a title or a statement, and writes the line without them.

Knows where each value is; Markdown values are looked at where they are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from generator.diagnostics import Diagnostic, Location, Paste
from generator.markdown.html_entities import ENTITY, entities_in, entity_message, without_entities
from generator.markdown.origin import LONGEST_PASTED, LineAt
from generator.values import Immutable

_NOT_PLAIN = frozenset(
    "id path url archived src wikidata quote note description repository language kind direction aliases to via".split()
)
"""Fields that are Markdown, addresses, ids or keys; and quotes, since the text is what they must match."""

_MOST_LINES = 40
"""How many lines of a value, from its key on, are searched for an entity."""

_MOST_BEFORE = 20
"""How many `&` may precede a value in its line. What is pasted holds the rest of the line without its entities, which
thousands of values in one line would each have to write (law 16)."""


def entity_problems(
    value: object, key: str, locations: Mapping[str, Location], path: str, line_at: LineAt
) -> Iterator[Diagnostic]:
    """A warning for each plain text in `value` (a text, a tuple or an `Immutable`) that holds entities.

    `key` is its key in `locations`; of a text whose own key is not there, the nearest above counts.
    """
    if isinstance(value, str):
        if "&" in value and (found := entities_in(value)):
            at = _nearest(key, locations, path)
            paste = _without(found, at, line_at)
            step = f"Write the text as it was published{':' if paste else '.'}"
            yield Diagnostic.of("html-entity", at, entity_message(found), step=step, paste=paste)
    elif isinstance(value, tuple):
        for n, one in enumerate(value):
            named = f"{key}/{one[0]}" if isinstance(one, tuple) and one else ""  # as `titles`, by language
            yield from entity_problems(one, named if named in locations else f"{key}/{n}", locations, path, line_at)
    elif isinstance(value, Immutable):
        for name in _plain_fields(type(value)):
            if part := getattr(value, name):
                below = key if name == "source" else f"{key}/{name}".lstrip("/")
                yield from entity_problems(part, below, locations, path, line_at)


@cache
def _plain_fields(kind: type[Immutable]) -> tuple[str, ...]:
    """The names of the fields that may be plain text."""
    return tuple(name for name in kind.__struct_fields__ if name not in _NOT_PLAIN)


def _nearest(key: str, locations: Mapping[str, Location], path: str) -> Location:
    while key:
        if key in locations:
            return locations[key]
        key = key.rpartition("/")[0]
    return Location(path)


def _without(found: list[str], at: Location, line_at: LineAt) -> Paste | None:
    """The lines of the value without these entities; None if they are not in it, or if YAML would read it otherwise."""
    left = set(found)
    first_line = line_at(at.line) or ""
    if len(first_line) > LONGEST_PASTED or first_line.count("&", 0, at.column - 1) > _MOST_BEFORE:
        return None
    style = _style(first_line[at.column - 1 :])
    lines: dict[int, str] = {}
    searched = 0
    for number in range(at.line, at.line + _MOST_LINES):
        line = line_at(number)
        if line is None or not left:
            break
        searched += len(line)
        if searched > LONGEST_PASTED:
            return None
        start = at.column - 1 if number == at.line else 0
        here = {one for one in left if line.find(one, start) >= 0}
        if here:
            plain = _written(line[start:], style)
            if plain is None:
                return None
            lines[number] = line[:start] + plain
            left -= here
    if left or not lines:
        return None
    first, last = min(lines), max(lines)
    return Paste(first, last, tuple(lines.get(n) or line_at(n) or "" for n in range(first, last + 1)))


def _style(line: str) -> str:
    """How a value is written that begins here, perhaps behind its key: `'`, `"`, `|`, `>`, or empty for plain text."""
    begun = re.match(r"(?:- +)?(?:[\w-]+:\s+)?(['\"|>])", line)
    return begun[1] if begun else ""


_NEVER_WRITTEN = re.compile(r"[^\S \u00a0\u2000-\u200a\u202f\u205f\u3000]")
_ENDS_PLAIN_TEXT = re.compile(r"[:#{}\[\],\\%@`]")


def _written(text: str, style: str) -> str | None:
    """The text without entities, as YAML writes it in this style; None if it can't be written on these lines."""
    refused = False

    def one(match: re.Match[str]) -> str:
        nonlocal refused
        plain = without_entities(match[0])
        if _NEVER_WRITTEN.search(plain) or (not style and _ENDS_PLAIN_TEXT.search(plain)):
            refused = True
        if style == '"':
            return plain.replace("\\", "\\\\").replace('"', '\\"')
        return plain.replace("'", "''") if style == "'" else plain

    written = ENTITY.sub(one, text)
    return None if refused else written
