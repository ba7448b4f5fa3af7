"""Lists that are written as one text: `war, syria` for two tags, `Ann Lee and Bo Ray` for two authors."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BeforeValidator

from generator.diagnostics import short
from generator.formats.fields import FieldError, Prose, as_list
from generator.yaml_text.tree import in_flow, in_quotes

_BETWEEN_TOPICS = re.compile("[,،、]")
_BETWEEN_NAMES = re.compile(r",? (?:and|und|et|y|e|и|و|&) |[,;،] ")
_OFFICE = re.compile(r"\b(?:correspondent|reporter|editor|writer|columnist|analyst)s?$", re.IGNORECASE)


def topics(value: object) -> object:
    """Wraps one topic in a list. Raises `FieldError` for a text with several, which would be shown as one."""
    parts = [part.strip() for part in _BETWEEN_TOPICS.split(value)] if isinstance(value, str) else []
    return _refused(str(value), list(filter(None, parts))) if len(parts) > 1 else as_list(value)


def people(value: object) -> object:
    """Wraps one name in a list. Raises `FieldError` for a text with several, where each is certainly a name."""
    if isinstance(value, str) and value.startswith("By ") and _is_name(value.removeprefix("By ")):
        raise FieldError(
            "wrong-value",
            f"“{short(value)}” begins with “By”, which is no part of a name.",
            step="Write the name alone.",
            mended=value.removeprefix("By "),
        )
    parts = [part.strip() for part in _BETWEEN_NAMES.split(value)] if isinstance(value, str) else []
    if len(parts) > 1 and _OFFICE.search(parts[-1]) and all(map(_is_name, parts[:-1])):
        raise FieldError(
            "wrong-shape",
            f"“{short(str(value))}” names authors and says what they are for the outlet.",
            step="If the last words are no name, write the names alone:",
            as_yaml=f"[{', '.join(map(in_flow, parts[:-1]))}]",
        )
    return _refused(str(value), parts) if len(parts) > 1 and all(map(_is_name, parts)) else as_list(value)


def _is_name(text: str) -> bool:
    """Whether a text is of two words or more, the first and last with a capital."""
    words = text.split()
    return len(words) > 1 and words[0][0].isupper() and words[-1][0].isupper()


def _refused(text: str, parts: Sequence[str]) -> object:
    raise FieldError(
        "wrong-shape",
        f"“{short(text)}” is one text, and not a list.",
        step=f"Write a list; if all of it is one, put it in brackets: `[{in_quotes(short(text))}]`.",
        as_yaml=f"[{', '.join(map(in_flow, parts))}]",
    )


Topics = Annotated[list[Prose], BeforeValidator(topics, json_schema_input_type=Prose | list[Prose])]
"""Topics: one, or a list."""
People = Annotated[list[Prose], BeforeValidator(people, json_schema_input_type=Prose | list[Prose])]
"""Names of people: one, or a list."""
