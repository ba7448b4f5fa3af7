"""The ids of entries: what is wrong with one, and which are below a key that is none of the format's."""

from __future__ import annotations

from collections.abc import Container, Iterator
from itertools import count

from generator.diagnostics import Diagnostic
from generator.formats.empty_texts import without_key
from generator.formats.fields import FieldError, id_from, identifier
from generator.model import LONGEST_ID, RESERVED_VOICES
from generator.yaml_text.tree import MappingNode, Node, Scalar, YamlText, holds_nothing, plain

_DEEPEST = 8
"""Levels of keys below a wrong one that are looked through for ids."""


def wrong_entry_id(
    text: YamlText, key: Scalar, what: str, taken: Container[str] = RESERVED_VOICES
) -> Diagnostic | None:
    """The problem with the id of an entry (`what`: `a speaker`, `a claim`), or None. It offers none that is `taken`."""
    if what == "a speaker" and key.text in RESERVED_VOICES:
        whose = "the article's own voice" if key.text == "outlet" else "the editors of the archive"
        at = text.location(key.start)
        return Diagnostic.of("wrong-id", at, f"The id “{key.text}” is reserved for {whose}.", step="Choose another id.")
    try:
        identifier(key.text)
    except FieldError as problem:
        near = id_from(key.text)
        paste = text.replaced(key.start, key.end, near) if near and near not in taken else None
        at = text.location(key.start)
        return Diagnostic.of("wrong-id", at, problem.message, step=problem.step, paste=paste)
    return None


def duplicate_id(
    text: YamlText, key: Scalar, node: Node, first: tuple[Scalar, Node], targets: Container[str]
) -> Diagnostic:
    """The problem with the id of an annotation that another has, which is the answer to one of `targets`.

    One that says the same can go; the paste for others gives an id that is free, which other articles may not mean.
    """
    line = text.line_number(first[0].start)
    if _without_target(node, targets) == _without_target(first[1], targets) and not holds_nothing(node):
        return Diagnostic.of(
            "duplicate-id",
            text.location(key.start),
            f"“{key.text}” is already there, word for word (line {line}).",
            step="Remove one of the two:",
            paste=without_key(text, key, node),
        )
    free = next(id for n in count(2) if f"{(id := f'{key.text}-{n}')}:" not in text.text)
    return Diagnostic.of(
        "duplicate-id",
        text.location(key.start),
        f"Duplicate id “{key.text}” in this article (first used on line {line}).",
        step=f"Give this one another id, such as `{free}`, if no `to` or `repeats` means it; else give the other one.",
        paste=text.replaced(key.start, key.end, free) if len(free) <= LONGEST_ID else None,
    )


def _without_target(node: Node, targets: Container[str]) -> object:
    """What an annotation says, but for what it answers where that is one of `targets`."""
    said = plain(node)
    if not isinstance(said, dict) or said.get("to") not in targets:
        return said
    return {name: value for name, value in said.items() if name != "to"}


def ids_below(node: Node, levels: int = _DEEPEST) -> Iterator[str]:
    """All keys below a value that may be ids of annotations."""
    if isinstance(node, MappingNode) and levels:
        for name, (_, value) in node.entries.items():
            if isinstance(value, MappingNode):
                yield name
                yield from ids_below(value, levels - 1)
