"""HTML entities that are left over in a text: `&amp;`, `&nbsp;`, `&amp;quot;`, `&nbsp` without its semicolon.

Knows what an entity is; knows neither where text comes from nor how it is parsed.
"""

from __future__ import annotations

import html
import re
from html.entities import html5

from generator.diagnostics import listed

_WITHOUT_SEMICOLON = "nbsp|quot|apos|amp|lt|gt|laquo|raquo|hellip|mdash|ndash|lsquo|rsquo|ldquo|rdquo|#[0-9]{3,5}"
"""What is read as an entity even without its semicolon, if no letter, digit or `=` follows: other names, such as the
`copy` of `?a=1&copy=2`, are more often something else."""
ENTITY = re.compile(
    r"&(?P<chain>(?:amp;|#0*38;|#[xX]0*26;)*)"
    rf"(?P<name>#[0-9]{{1,7}};|#[xX][0-9a-fA-F]{{1,6}};|[A-Za-z][A-Za-z0-9]{{1,31}};|(?:{_WITHOUT_SEMICOLON})(?![\w;=]))?"
)
"""What may be an entity, or a chain of `&amp;amp;`; `decoded_entity` decides."""

_MOST_ROUNDS = 4
"""How often a text may be encoded."""
_MOST_NAMED = 3
"""Entities that a message names."""


def decoded_entity(match: re.Match[str]) -> str:
    """The text that a match of `ENTITY` stands for, however often it was encoded; itself if it is no entity."""
    chain, name = match["chain"], match["name"] or ""
    if character := _character(name):
        return character
    return f"&{name}" if chain else match[0]


def _character(name: str) -> str:
    """The character or characters of an entity without its `&`; empty if there is none."""
    if not name:
        return ""
    known = name if name.endswith(";") else f"{name};"
    if not name.startswith("#") and known not in html5:
        return ""
    found = html.unescape(f"&{known}")
    return found if (found.isprintable() or found.isspace()) and "\ufffd" not in found else ""


def entities_in(text: str) -> list[str]:
    """The entities of a text as they are typed, each once, in order."""
    if "&" not in text:
        return []
    return list(dict.fromkeys(m[0] for m in ENTITY.finditer(text) if decoded_entity(m) != m[0]))


def without_entities(text: str) -> str:
    """The text with its entities decoded, however often they were encoded."""
    for _ in range(_MOST_ROUNDS):
        plain = ENTITY.sub(decoded_entity, text)
        if plain == text:
            break
        text = plain
    return text


def entity_message(found: list[str]) -> str:
    """The sentence that names the first few of the entities found in a text."""
    named = [f"“{one}”" for one in found[:_MOST_NAMED]]
    if len(found) > _MOST_NAMED:
        named.append(f"{len(found) - _MOST_NAMED} more")
    return f"Readers see {listed(named)} here as {'it is' if len(named) == 1 else 'they are'} typed."
