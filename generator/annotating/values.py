"""Values as an editor gives them, and as a tree has them: texts, lists and mappings of Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from generator.annotating.refused import Refused
from generator.yaml_text.comments import Path
from generator.yaml_text.tree import CONTROL, Node, Scalar, SequenceNode, is_null

Value = str | bool | int | Sequence["Value"] | Mapping[str, "Value"]
"""A value as an editor gives it."""
PlainValue = str | list["PlainValue"] | dict[str, "PlainValue"] | None
"""A value as a tree has it: each scalar is the text that was typed, and None is a key without a value."""


def plain_value(value: Value) -> PlainValue:
    """A value that was given as a tree has it: without line breaks at the ends of texts, each line ended by `\\n`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str | int):
        return _text(str(value))
    if isinstance(value, Mapping):
        return {_text(key): plain_value(one) for key, one in value.items()}
    return [plain_value(one) for one in value]


def _text(given: str) -> str:
    return given.replace("\r\n", "\n").replace("\r", "\n").strip("\n")


def value_of(node: Node | None) -> PlainValue:
    """The value of a tree. The line break at the end of a block scalar is not part of its text."""
    if node is None or is_null(node):
        return None
    if isinstance(node, Scalar):
        return node.text.rstrip("\n") if node.style in {"|", ">"} else node.text
    if isinstance(node, SequenceNode):
        return [value_of(item) for item in node.items]
    return {name: value_of(value) for name, (_, value) in node.entries.items()}


def refused_text(value: PlainValue) -> Refused | None:
    """Why a value can't be written: it has a character that no file may contain."""
    character = next((found[0] for text in _texts(value) if (found := CONTROL.search(text))), "")
    if not character:
        return None
    why = f"The text contains an invisible character that is not allowed (U+{ord(character):04X})."
    return Refused(why, "Remove the character or replace it with a space.")


def _texts(value: PlainValue) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif value is not None:
        for key, one in value.items():
            yield key
            yield from _texts(one)


def inside(value: PlainValue, path: Path) -> PlainValue:
    """The value to which keys lead; None where there is none."""
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def with_entry(value: PlainValue, path: Path, new: PlainValue) -> PlainValue:
    """A value with another one at the end of these keys."""
    if not path:
        return new
    entries = value if isinstance(value, dict) else {}
    return {**entries, path[0]: with_entry(entries.get(path[0]), path[1:], new)}


def without(value: PlainValue, path: Path) -> PlainValue:
    """A value without the entry to which keys lead; a mapping that has no other becomes None."""
    assert isinstance(value, dict), "the entry is there"
    if len(path) > 1:
        return {**value, path[0]: without(value[path[0]], path[1:])}
    return {key: one for key, one in value.items() if key != path[0]} or None
