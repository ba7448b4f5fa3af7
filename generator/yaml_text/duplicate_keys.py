"""Reports keys that appear twice in a mapping, with the lines to remove where nothing is lost. Knows no meanings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.diagnostics import Diagnostic, Paste, listed
from generator.yaml_text.tree import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    end_of,
    holds_nothing,
    written,
)

_KeyAndValue = tuple[Scalar, Node]
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_NAMED = 3


def duplicate_keys(
    text: YamlText, found: Sequence[tuple[_KeyAndValue, _KeyAndValue]], *, is_flow: bool
) -> list[Diagnostic]:
    """The problems with the keys of a mapping that appear again: the first entry of each, and the second.

    Several of them begin a second entry whose own name is missing: one problem.
    """
    if not found:
        return []
    keys = list(dict.fromkeys(again.text for _, (again, _) in found))
    if len(keys) > 1 and not is_flow and not any(_DATE.match(key) for key in keys):
        return [_second_entry(text, found, keys)]
    return [_twice(text, first, second, is_flow=is_flow) for first, second in found]


def _second_entry(
    text: YamlText, found: Sequence[tuple[_KeyAndValue, _KeyAndValue]], keys: Sequence[str]
) -> Diagnostic:
    named = [f"`{key}`" for key in keys[:_MOST_NAMED]]
    more = [f"{len(keys) - _MOST_NAMED} more"] if len(keys) > _MOST_NAMED else []
    again = found[0][1][0]
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(again.start),
        f"A second entry begins here without a name of its own: {listed([*named, *more])} appear again.",
        step=f"Write its name and a colon above this line, indented like the name of the entry above, or remove the "
        f"lines that repeat {'it' if len(keys) == 1 else 'them'}.",
    )


def _twice(text: YamlText, first: _KeyAndValue, second: _KeyAndValue, *, is_flow: bool) -> Diagnostic:
    (key, one), (again, other) = first, second
    if _DATE.match(again.text) and not is_flow:
        return _two_on_one_day(text, first, second)
    problem = _duplicate_key(text, again, key)
    if is_flow or not _is_alone(text, again):
        return problem
    if isinstance(one, Scalar) and isinstance(other, Scalar) and one.text == other.text:
        return replace(problem, step="Remove one of the two:", paste=_without(text, again, other))
    if holds_nothing(other):
        return replace(problem, step="Remove the one without a value:", paste=_without(text, again, other))
    if holds_nothing(one) and _is_alone(text, key):
        return replace(problem, step="Remove the one without a value:", paste=_without(text, key, one))
    if isinstance(one, MappingNode) and isinstance(other, MappingNode) and not (one.flow or other.flow):
        is_next = end_of(text, one) == len(text.text[: again.start].rstrip())
        if is_next and not one.entries.keys() & other.entries.keys() and _same_depth(text, one, other):
            line = text.line_number(again.start)
            return replace(problem, step="Remove this line, so that both lists are one:", paste=Paste(line, line, ()))
    return problem


def _is_alone(text: YamlText, key: Scalar) -> bool:
    return not (text.before(key.start) or "").strip()


def _same_depth(text: YamlText, one: MappingNode, other: MappingNode) -> bool:
    return len(text.before(one.start) or "") == len(text.before(other.start) or "")


def _without(text: YamlText, key: Scalar, value: Node) -> Paste:
    return text.without_lines(key.start, max(key.start, end_of(text, value)))


def _duplicate_key(text: YamlText, key: Scalar, first: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(key.start),
        f"Duplicate key “{key.text}” (first used on line {text.line_number(first.start)}).",
        step="Delete one of the two, or give this one another name.",
    )


def _two_on_one_day(text: YamlText, first: tuple[Scalar, Node], second: tuple[Scalar, Node]) -> Diagnostic:
    """The problem with a date that is a key twice. The paste, where it loses nothing, lists the texts below one key."""
    (key, one), (again, other) = first, second
    problem = _duplicate_key(text, again, key)
    step = f"Write both texts in a list below one `{key.text}:`, or add a time to each, as in `{key.text[:10]}T15:00:`."
    items = [*(one.items if isinstance(one, SequenceNode) else [one]), other]
    texts = [item.text.rstrip("\n") for item in items if isinstance(item, Scalar)]
    lead, between = text.before(key.start), text.text[end_of(text, one) : again.start]
    rest = text.after(end_of(text, other))
    is_alone = lead is not None and not lead.strip() and not between.strip() and not rest.strip()
    if not is_alone or len(texts) < len(items) or "#" in text.text[key.start : end_of(text, other)] or not all(texts):
        return replace(problem, step=step)
    lines = [f"{lead}{text.text[key.start : key.end]}:"]
    lines += (line for words in texts for line in written(f"{lead}  - ", words))
    span = text.line_number(key.start), text.line_number(end_of(text, other))
    return replace(problem, step=f"{step[:-1]}; here as a list:", paste=Paste(*span, tuple(lines)))
