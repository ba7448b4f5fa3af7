"""Reports keys that appear twice in a mapping, with the lines to remove where nothing is lost. Knows no meanings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from generator.diagnostics import Diagnostic, Paste, listed
from generator.values import replace
from generator.yaml_text.tree import (
    LONGEST_PASTE,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    end_of,
    holds_nothing,
    in_flow,
    plain,
    written,
)

_KeyAndValue = tuple[Scalar, Node]
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOST_NAMED = 3


def duplicate_keys(
    text: YamlText,
    found: Sequence[tuple[_KeyAndValue, _KeyAndValue]],
    entries: Mapping[str, _KeyAndValue],
    *,
    is_flow: bool,
) -> list[Diagnostic]:
    """The problems with the keys of a mapping that appear again: the first entry of each, and the second.

    Several of them begin a second entry whose own name is missing, or are pasted twice: one problem. `entries` are all
    of the mapping.
    """
    if not found:
        return []
    keys = list(dict.fromkeys(again.text for _, (again, _) in found))
    if len(keys) > 1 and not is_flow and (problem := _pasted_twice(text, found)):
        return [problem]
    if len(keys) > 1 and not is_flow and not any(_DATE.match(key) for key in keys):
        are_names = all(isinstance(value, MappingNode) for _, value in entries.values())
        if text.before(found[0][0][0].start) == "" or are_names:
            return [_both(text, found, keys)]
        return [_second_entry(text, found, keys)]
    return [_twice(text, first, second, entries, is_flow=is_flow) for first, second in found]


def _pasted_twice(text: YamlText, found: Sequence[tuple[_KeyAndValue, _KeyAndValue]]) -> Diagnostic | None:
    """The problem with entries in a row that say the same as others above, with the lines to remove."""
    first, last = found[0][1], found[-1][1]
    span = text.text[first[0].start : end_of(text, last[1])]
    if not _is_alone(text, first[0]) or any(plain(one) != plain(other) for (_, one), (_, other) in found):
        return None
    lead = text.before(first[0].start) or ""
    lines = [line for line in span.split("\n")[1:] if line.startswith(lead) and line[len(lead) :].strip()]
    if sum(line[len(lead)] not in " #" for line in lines) != len(found) - 1:
        return None  # others stand between them
    start = text.line_number(first[0].start)
    stop = text.line_number(end_of(text, last[1]))
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(first[0].start),
        f"Lines {start}–{stop} are already there, word for word (from line {text.line_number(found[0][0][0].start)}).",
        step="Remove them here:",
        paste=Paste(start, stop, ()),
    )


def _both(text: YamlText, found: Sequence[tuple[_KeyAndValue, _KeyAndValue]], keys: Sequence[str]) -> Diagnostic:
    """The problem with several entries that stand twice and say different things."""
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(found[0][1][0].start),
        f"{_listed(keys)} are here again (first from line {text.line_number(found[0][0][0].start)}).",
        step="Keep what is right of each, and remove the other.",
    )


def _entries(node: Node) -> Iterable[_KeyAndValue]:
    return node.entries.values() if isinstance(node, MappingNode) else ()


def _listed(keys: Sequence[str]) -> str:
    more = [f"{len(keys) - _MOST_NAMED} more"] if len(keys) > _MOST_NAMED else []
    return listed([*(f"`{key}`" for key in keys[:_MOST_NAMED]), *more])


def _second_entry(
    text: YamlText, found: Sequence[tuple[_KeyAndValue, _KeyAndValue]], keys: Sequence[str]
) -> Diagnostic:
    again = found[0][1][0]
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(again.start),
        f"A second entry begins here without a name of its own: {_listed(keys)} appear again.",
        step=f"Write its name and a colon above this line, indented like the name of the entry above, or remove the "
        f"lines that repeat {'it' if len(keys) == 1 else 'them'}.",
    )


def _twice(
    text: YamlText, first: _KeyAndValue, second: _KeyAndValue, entries: Mapping[str, _KeyAndValue], *, is_flow: bool
) -> Diagnostic:
    (key, one), (again, other) = first, second
    if _DATE.match(again.text) and not is_flow:
        return _two_on_one_day(text, first, second)
    problem = _duplicate_key(text, again, key)
    if is_flow or not _is_alone(text, again):
        return problem
    if plain(one) == plain(other):
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
    if joined := _joined(one, other):
        lines = [f"{text.before(key.start)}{text.text[key.start : key.end]}: {joined}"]
        first_line, after = text.line_number(key.start), text.line_number(end_of(text, one)) + 1
        lines += text.text[text.line_end(end_of(text, one)) + 1 : text.line_start(again.start)].split("\n")[:-1]
        last = text.line_number(end_of(text, other))
        if after <= text.line_number(again.start) and sum(map(len, lines)) <= LONGEST_PASTE and "#" not in joined:
            step = "Write both in one, if both are meant; else remove one of them:"
            return replace(problem, step=step, paste=Paste(first_line, last, tuple(lines)))
    return _renamed(text, problem, again, entries)


def _renamed(text: YamlText, problem: Diagnostic, again: Scalar, entries: Mapping[str, _KeyAndValue]) -> Diagnostic:
    """The problem with a name that two different entries have, with another name for the second."""
    if not all(isinstance(value, MappingNode) and not value.flow for _, value in entries.values()):
        return problem
    if all(isinstance(value, MappingNode) for _, value in _entries(entries[again.text][1])):
        return problem  # a group of entries
    free = next(name for n in count(2) if (name := f"{again.text}-{n}") not in entries)
    step = f"Give this one another name, such as `{free}`, if both are meant and nothing refers to it; else remove one."
    return replace(problem, step=step, paste=text.replaced(again.start, again.end, free))


def _joined(one: Node, other: Node) -> str:
    """Two values in brackets as one, or two in braces with different keys; empty for others."""
    if isinstance(one, SequenceNode) and isinstance(other, SequenceNode) and one.flow and other.flow:
        items = [*one.items, *other.items]
        texts = dict.fromkeys(item.text for item in items if isinstance(item, Scalar))
        return f"[{', '.join(map(in_flow, texts))}]" if all(isinstance(item, Scalar) for item in items) else ""
    if isinstance(one, MappingNode) and isinstance(other, MappingNode) and one.flow and other.flow:
        entries = {**one.entries, **other.entries}
        texts_of = {name: value.text for name, (_, value) in entries.items() if isinstance(value, Scalar)}
        if len(texts_of) == len(one.entries) + len(other.entries):
            return f"{{{', '.join(f'{name}: {in_flow(value)}' for name, value in texts_of.items())}}}"
    return ""


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
        step="Keep the one that is right, and remove the other.",
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
