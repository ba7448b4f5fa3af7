"""Reads `codes` of site.yaml: the keys of the coding scheme with their values, in short or long form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from generator.diagnostics import Diagnostic, Paste, short
from generator.formats.fields import Entry, Plain, Prose, Switch, as_list
from generator.formats.model_shapes import keys_of
from generator.formats.validation import key_meant, validate
from generator.model import CodeKey, CodeValue, Kind
from generator.urls import unicode_normal_form
from generator.yaml_text.tree import MappingNode, Node, Scalar, SequenceNode, YamlText, is_null

Coded = Literal["claims", "counterpoints", "notes"]
"""The kinds of annotations that can be asked to have a code, as they are called in a sidecar."""
_KINDS: dict[Coded, Kind] = {"claims": "claim", "counterpoints": "counterpoint", "notes": "note"}


class CodeValueEntry(Entry):
    """A value of a code that is described."""

    definition: Prose = Field(default="", description="When it applies, in one sentence.")
    example: Prose = Field(default="", description="Words to which it applies.")


def _unchanged(values: object) -> object:
    return values


_Written = list[Plain] | dict[Plain, Prose | CodeValueEntry | None]
_Names = Annotated[list[Plain], Field(min_length=1), BeforeValidator(_unchanged, json_schema_input_type=_Written)]
"""The names of the values: all that is validated of `values` as a whole. To editors, the forms that may be written."""


class CodeEntry(Entry):
    """A key of the coding scheme in long form."""

    definition: Prose = Field(default="", description="What it asks of an annotation, in one sentence.")
    values: _Names = Field(
        description="The allowed values: a list, or each with its definition or {definition, example}."
    )
    several: Switch = Field(default=False, description="true: an annotation may have more than one value.")
    required: Annotated[list[Coded], BeforeValidator(as_list, json_schema_input_type=Coded | list[Coded])] = Field(
        default_factory=list, description="claims, counterpoints, notes or a list of these: what is to have a value."
    )


class _SchemeEntry(Entry):
    """Validates the shape of `codes` as a whole."""

    codes: dict[str, Any] = Field(default_factory=dict)


def coding_scheme(text: YamlText, given: tuple[Scalar, Node] | None) -> tuple[tuple[CodeKey, ...], list[Diagnostic]]:
    """The codes of a site, in their order, and all problems. `given` is the key `codes` with its value, if it is there.

    A code with an error is left out. Never raises for bad input.
    """
    if given is None or is_null(given[1]):
        return (), []
    key, node = given
    if not isinstance(node, MappingNode):
        whole = MappingNode({"codes": given}, key.start, node.end)
        return (), validate(text, whole, _SchemeEntry, "`site.yaml`")[1]
    codes: list[CodeKey] = []
    problems: list[Diagnostic] = []
    for name, value in node.entries.values():
        code, of_code = _code(text, name, value)
        codes += [code] if code else []
        problems += of_code
    return tuple(codes), problems


def _code(text: YamlText, key: Scalar, node: Node) -> tuple[CodeKey | None, list[Diagnostic]]:
    if not key.text.strip():
        step = "Write the missing text, or remove the entry."
        return None, [Diagnostic.of("missing-key", text.location(key.start), "A key is empty.", step=step)]
    if is_null(node):
        step = f"Write the allowed values, as in `{key.text}: [conflict, consequences]`."
        message = f"The code “{short(key.text)}” has no values."
        return None, [Diagnostic.of("missing-key", text.location(key.start), message, step=step)]
    if not isinstance(node, MappingNode):  # the short form
        node = MappingNode({"values": (key, node)}, node.start, node.end)
    if stray := _without_form(text, key, node):
        return None, [stray]
    named, described = _with_names_alone(node)
    entry, problems = validate(text, named, CodeEntry, f"the code “{short(key.text)}”", key)
    values, of_values = _described(text, described)
    problems += [*_twice(text, named), *of_values]
    if entry is None or problems:
        return None, problems
    return CodeKey(
        key.text.strip(),
        tuple(values.get(name, CodeValue(name)) for name in entry.values),
        entry.definition,
        entry.several,
        tuple(_KINDS[kind] for kind in dict.fromkeys(entry.required)),
    ), []


def _without_form(text: YamlText, key: Scalar, node: MappingNode) -> Diagnostic | None:
    """The problem with values that stand where the keys of a code belong, or that are described in a list."""
    values = node.entries["values"][1] if "values" in node.entries else None
    if isinstance(values, SequenceNode) and values.items and all(map(_is_described, values.items)):
        above = f", and `values:` above them, below `{short(key.text)}:`" if node.entries["values"][0] is key else ""
        step = f"Write the values without dashes{above}."
        message = "Values with definitions are written as keys, and not as a list."
        return Diagnostic.of("wrong-shape", text.location(values.items[0].start), message, step=step)
    known = keys_of(CodeEntry)
    if not node.entries or any(name in known or key_meant(name, node, CodeEntry) for name in node.entries):
        return None
    typed = text.text[node.start : node.end]
    return Diagnostic.of(
        "missing-key",
        text.location(key.start),
        f"`values` is missing; the code “{short(key.text)}” requires it.",
        step="Write `values:` above the values, and indent them below it.",
        paste=text.replaced(node.start, node.end, f"{{values: {typed}}}") if node.flow else None,
    )


def _is_described(item: Node) -> bool:
    return isinstance(item, MappingNode) and len(item.entries) == 1


def _with_names_alone(node: MappingNode) -> tuple[MappingNode, MappingNode | None]:
    """The code with a list of names as its `values`, and the mapping that describes them, if they have one."""
    key, described = node.entries.get("values", (None, None))
    if key is None or not isinstance(described, MappingNode):
        return node, None
    items: list[Node] = [name for name, _ in described.entries.values()]
    names = SequenceNode(items, described.start, described.end, described.flow)
    return node._replace(entries={**node.entries, "values": (key, names)}), described


def _described(text: YamlText, node: MappingNode | None) -> tuple[dict[str, CodeValue], list[Diagnostic]]:
    """The values of a mapping, by name, and all problems. A value without a text has no definition."""
    values: dict[str, CodeValue] = {}
    problems: list[Diagnostic] = []
    for key, node_of_value in node.entries.values() if node else ():
        if is_null(node_of_value):
            continue
        described = node_of_value
        if isinstance(described, Scalar):
            described = MappingNode({"definition": (key, described)}, described.start, described.end)
        entry, of_value = validate(text, described, CodeValueEntry, f"the value “{short(key.text)}”", key)
        problems += of_value
        if entry:
            name = key.text.strip()
            values[name] = CodeValue(name, entry.definition, entry.example)
    return values, problems


def _twice(text: YamlText, node: MappingNode) -> Iterator[Diagnostic]:
    """The problems with values that a list has again. Keys that do are reported where the file is read."""
    listed = node.entries["values"][1] if "values" in node.entries else None
    known: set[str] = set()
    items = listed.items if isinstance(listed, SequenceNode) else []
    for n, item in enumerate(items):
        if not isinstance(item, Scalar):
            continue
        name = unicode_normal_form("NFC", item.text.strip())
        if name in known:
            message = f"The list has the value “{short(name)}” twice."
            paste = _without(text, items[n - 1], item) if isinstance(listed, SequenceNode) and listed.flow else None
            yield Diagnostic.of(
                "wrong-value", text.location(item.start), message, step="Remove one of the two.", paste=paste
            )
        known.add(name)


def _without(text: YamlText, before: Node, item: Scalar) -> Paste | None:
    """The paste that takes an item and the comma before it out of a list in brackets."""
    return text.replaced(before.end, item.end, "")
