"""Words that programs write where there is no value: `null`, `~`, `none`, `N/A`, an empty list. The format has none."""

from __future__ import annotations

from generator.diagnostics import Diagnostic
from generator.formats.empty_texts import without_key
from generator.formats.fields import Entry
from generator.yaml_text.tree import MappingNode, Node, Scalar, SequenceNode, YamlText

_NULLS = frozenset({"~", "null", "Null", "NULL"})
_NOTHING = frozenset({"none", "None", "NONE", "nil", "N/A", "n/a", "undefined", "[null]"})
_NOT = frozenset({"false", "False", "no", "No"})
_SWITCHED = frozenset({"withdrawn", "unsure", "reviewed", "repeats", "updates", "said"})
"""Keys that are left out where the answer to them is no."""
_WORDS = _NULLS | _NOTHING | _NOT
_TEXTS = frozenset({"quote", "exact", "title", "name", "text", "label"})
"""Keys of texts that may consist of such words."""


def without_nulls(text: YamlText, tree: MappingNode, model: type[Entry]) -> tuple[MappingNode, list[Diagnostic]]:
    """The tree of an entry without the keys that hold nothing, and the problem with each."""
    found = [name for name, (_, value) in tree.entries.items() if _word(value) and _is_left_out(name, value, model)]
    if not found:
        return tree, []
    problems = [_problem(text, *tree.entries[name]) for name in found]
    return tree._replace(entries={name: one for name, one in tree.entries.items() if name not in found}), problems


def _word(node: Node) -> str:
    """The word that stands for no value; empty for a value."""
    if isinstance(node, Scalar):
        return node.text if node.text in _WORDS and not node.style else ""
    if isinstance(node, SequenceNode):
        if len(node.items) == 1 and (word := _word(node.items[0])):
            return f"[{word}]" if node.flow else word
        return "" if node.items else "[]"
    if node.flow and node.entries and all(isinstance(value, Scalar) for _, value in node.entries.values()):
        words = {_word(value) for _, value in node.entries.values()}
        return words.pop() if len(words) == 1 else ""
    return ""


def _is_left_out(name: str, node: Node, model: type[Entry]) -> bool:
    """Whether an entry of the model may be without a key, and its word can be no value of it."""
    field = model.model_fields.get(name)
    word = _word(node).strip("[]")
    if field is None or field.is_required() or name in _TEXTS:
        return False
    if not word:
        return "dict" in str(field.annotation)
    return word not in _NOT or name in _SWITCHED


def _problem(text: YamlText, key: Scalar, value: Node) -> Diagnostic:
    word = _word(value)
    is_null = word.strip("[]") in {*_NULLS, ""}
    return Diagnostic.of(
        "wrong-value",
        text.location(key.start),
        f"“{word}” says only that `{key.text}` has no value.",
        step="Remove the key." if is_null else "Remove the key, if that is meant.",
        paste=without_key(text, key, value),
    )
