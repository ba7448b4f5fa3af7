"""Finds comments that were meant as text: unquoted text with a `#` after a space. Knows no particular file."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.diagnostics import Diagnostic, short
from generator.formats.fields import Entry, ProseField
from generator.formats.model_shapes import FieldShape, field_shapes
from generator.model import ID_PATTERN, is_id
from generator.yaml_text.tree import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    in_flow,
    in_quotes,
)


def comment_traps(text: YamlText, tree: MappingNode, model: type[Entry]) -> Iterator[Diagnostic]:
    """Yields a diagnostic for each comment that cuts off the prose of a field of `model`, or of an entry below it."""
    fields = field_shapes(model)
    for name, (key, value) in tree.entries.items():
        if shape := fields.get(name):
            yield from _traps_below(text, key, value, shape)


def _traps_below(text: YamlText, key: Scalar, node: Node, shape: FieldShape) -> Iterator[Diagnostic]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _traps_below(text, key, item, shape)
    elif isinstance(node, MappingNode) and shape.model:
        yield from comment_traps(text, node, shape.model)
    elif isinstance(node, MappingNode):
        for inner, (inner_key, value) in node.entries.items():
            assert inner == inner_key.text, "a mapping is keyed by its keys"
            yield from _traps_below(text, inner_key, value, shape)
    elif shape.words and not node.style:
        yield from _trap_at(text, key, node, shape.words)


_COMMENT = re.compile(r"[ \t]+(#.*)")
_COMMENT_ID = re.compile(rf"[ \t]+(#{ID_PATTERN})[ \t]*(?=\n|$)")
_COMMENT_AT_ONCE = re.compile(r"[ \t]*(#.*)")
_COMMENT_BEFORE = re.compile(r"\s*:[ \t]+(#.*)\n\s*")


def _trap_at(text: YamlText, key: Scalar, node: Scalar, words: ProseField) -> Iterator[Diagnostic]:
    if not node.text:
        if match := _COMMENT_AT_ONCE.match(text.text, node.end):
            yield _comment(text, key, match.span(1), match[1].rstrip(), match[1].rstrip(), words)
    elif match := _COMMENT_BEFORE.fullmatch(text.text, key.end, node.start):
        whole = f"{match[1].rstrip()} {node.text}"
        yield _comment(text, key, (match.start(1), node.end), match[1].rstrip(), whole, words)
    elif words.reference and "/" in node.text and (match := _COMMENT_ID.match(text.text, node.end)):
        yield _parted(text, key, node, match)
    elif words.when(node.text) and (match := _COMMENT.match(text.text, node.end)):
        lost = match[0].rstrip()
        yield _comment(text, key, (node.start, match.end()), match[1].rstrip(), node.text + lost, words)


def _parted(text: YamlText, key: Scalar, node: Scalar, match: re.Match[str]) -> Diagnostic:
    """The diagnostic for a reference with a space before its `#`."""
    whole = f"{node.text}{match[1]}"
    return Diagnostic.of(
        "wrong-reference",
        text.location(match.start(1)),
        f"A `#` after a space begins a comment, so `{key.text}` loses “{short(match[1])}”.",
        step="Write the reference without the space.",
        paste=text.replaced(node.start, match.end(1), whole),
    )


_HASHTAGS = re.compile(r"(?:#[^\s#,]{1,100},?(?: +|$)){2,50}")
"""Tags as posts have them: `#hajj #mecca`."""
_LONGEST_TAGS = 1_000


def _comment(
    text: YamlText, key: Scalar, span: tuple[int, int], lost: str, whole: str, words: ProseField
) -> Diagnostic:
    """`lost` is the comment; `whole` is the text that replaces `span`."""
    is_reference = words.reference and is_id(whole[1:])
    new = whole[1:] if is_reference else in_quotes(whole)
    if key.text == "tags" and "," in whole and text.text[key.end : span[0]].strip() == ":":  # and no item of a list
        new = f"[{', '.join(in_quotes(tag) for tag in map(str.strip, whole.split(',')) if tag)}]"
    hashed = _HASHTAGS.fullmatch(whole) if len(whole) <= _LONGEST_TAGS else None
    if key.text == "tags" and hashed and text.text[key.end : span[0]].strip() == ":":
        new = f"[{', '.join(in_flow(tag.strip('#,')) for tag in whole.split())}]"
    return Diagnostic.of(
        "wrong-reference" if is_reference else "yaml-comment",
        text.location(span[0]),
        f"A `#` after a space begins a comment, so `{key.text}` loses “{short(lost)}”.",
        step="Write the id without `#`."
        if is_reference
        else "Write the tags as a list, without `#`."
        if hashed and new.startswith("[")
        else f"Put {'each text' if new.startswith('[') else 'the text'} in quotation marks.",
        paste=text.replaced(*span, new),
    )
