"""Finds keys of a sidecar that begin with a capital letter, as telephones write them at the beginning of a line.

They are read as if they were small: only then is it clear whether a line is in its place.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from generator.diagnostics import Diagnostic, Paste
from generator.model import is_id
from generator.values import replace
from generator.yaml_text.compose import compose
from generator.yaml_text.document import Document
from generator.yaml_text.tree import LONGEST_PASTE, MappingNode, Node, Scalar, SequenceNode, YamlText

_CAPITAL = re.compile(r"\n[ ]{0,80}(?:-[ ]{1,9})?[A-Z][\w-]{0,63}[ ]?:")
"""A line break is found much faster than the beginning of a line."""
_OWN_NAMES = frozenset({"codes", "names", "titles", "updates"})
"""Keys whose entries have names that the format doesn't give."""


def with_small_keys(document: Document, known: Collection[str]) -> Document:
    """The document with the keys and ids that are `known`, or have entries below them, in small letters; reported."""
    if document.broken or document.root is None or not _CAPITAL.search(f"\n{document.text.text}"):
        return document
    keys = sorted(_capitals(document.root, known, at_top=True), key=lambda key: key.start)
    if not keys:
        return document
    text = document.text.text
    for key in keys:
        text = text[: key.start] + key.text.casefold() + text[key.start + len(key.text) :]
    small = YamlText(document.text.path, text, document.text.first_line)
    composed = compose(small)
    lines = [small.line_number(key.start) for key in keys]
    return replace(
        document,
        text=small,
        root=composed.root,
        diagnostics=(_problem(document.text, small, keys, lines), *composed.diagnostics),
        broken=True,
        mended=frozenset(lines),
    )


def _capitals(node: Node, known: Collection[str], *, at_top: bool = False) -> Iterator[Scalar]:
    """The keys to be read in small letters. At the top of a file there are no ids."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _capitals(item, known)
    elif isinstance(node, MappingNode):
        for name, (key, value) in node.entries.items():
            small = name.casefold()
            is_meant = small in known or (not at_top and is_id(small) and isinstance(value, MappingNode))
            if small != name and small not in node.entries and len(small) == len(name) and not key.style and is_meant:
                yield key
            if small not in _OWN_NAMES:
                yield from _capitals(value, known)


def _problem(text: YamlText, small: YamlText, keys: list[Scalar], lines: list[int]) -> Diagnostic:
    """One problem with all the keys; its paste holds as many lines as can be pasted."""
    written = small.text.split("\n")
    first, last = lines[0], lines[0]
    for line in lines:
        if sum(map(len, written[first - small.first_line : line - small.first_line + 1])) > LONGEST_PASTE:
            break
        last = line
    pasted = tuple(written[first - small.first_line : last - small.first_line + 1])
    more = len(keys) - 1
    others = f" and {more} more have" if more else " has"
    return Diagnostic.of(
        "unknown-key",
        text.location(keys[0].start),
        f"“{keys[0].text}”{others} capital letters, but keys and ids are written in small letters.",
        step=f"Write {'them' if more else 'it'} in small letters.",
        paste=Paste(first, last, pasted) if sum(map(len, pasted)) <= LONGEST_PASTE else None,
    )
