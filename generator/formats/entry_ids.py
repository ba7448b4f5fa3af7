"""The ids of entries: what is wrong with one, and which are below a key that is none of the format's."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import count

from generator.diagnostics import Diagnostic
from generator.formats.fields import FieldError, id_from, identifier
from generator.model import LONGEST_ID, RESERVED_VOICES
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText

_DEEPEST = 8
"""Levels of keys below a wrong one that are looked through for ids."""


def wrong_entry_id(
    text: YamlText, key: Scalar, what: str, taken: Container[str] = RESERVED_VOICES
) -> Diagnostic | None:
    """The problem with the id of an entry (`what`: `a speaker`, `a claim`), or None. It offers none that is `taken`."""
    at = text.location(key.start)
    if what == "a speaker" and key.text in RESERVED_VOICES:
        whose = "the article's own voice" if key.text == "outlet" else "the editors of the archive"
        return Diagnostic.of("wrong-id", at, f"The id “{key.text}” is reserved for {whose}.", step="Choose another id.")
    try:
        identifier(key.text)
    except FieldError as problem:
        near = id_from(key.text)
        paste = text.replaced(key.start, key.end, near) if near and near not in taken else None
        return Diagnostic.of("wrong-id", at, problem.message, step=problem.step, paste=paste)
    return None


def duplicate_id(text: YamlText, key: Scalar, first_line: int) -> Diagnostic:
    """The problem with the id of an annotation that another has, with one that is free."""
    free = next(id for n in count(2) if f"{(id := f'{key.text}-{n}')}:" not in text.text)
    return Diagnostic.of(
        "duplicate-id",
        text.location(key.start),
        f"Duplicate id “{key.text}” in this article (first used on line {first_line}).",
        step="Give one of the two another id, since claims, counter-points and notes share one set of ids.",
        paste=text.replaced(key.start, key.end, free) if len(free) <= LONGEST_ID else None,
    )


def ids_below(node: Node, levels: int = _DEEPEST) -> Iterator[str]:
    """All keys below a value that may be ids of annotations."""
    if isinstance(node, MappingNode) and levels:
        for name, (_, value) in node.entries.items():
            if isinstance(value, MappingNode):
                yield name
                yield from ids_below(value, levels - 1)
