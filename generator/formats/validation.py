"""Validates a YAML tree against a pydantic model and turns each error into a diagnostic with its position.

Knows the errors of pydantic; knows no particular file.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import (
    ValidationError,
)

from generator.diagnostics import Diagnostic, Paste, capitalized, short
from generator.formats.comment_traps import comment_traps
from generator.formats.empty_texts import without_key
from generator.formats.fields import Entry, FieldError
from generator.formats.key_synonyms import is_another_name, keys_meant
from generator.formats.model_shapes import SwitchField, field_shapes, keys_of, model_at, parts_of
from generator.formats.null_values import without_nulls
from generator.formats.synonyms import MEANINGS, meant, switch_meant
from generator.text import nearest_name
from generator.yaml_text.tree import (
    CONTROL,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    end_of,
    holds_nothing,
    in_flow,
    in_quotes,
    plain,
)

if TYPE_CHECKING:  # the type of the items of `ValidationError.errors`; nothing else of that package is used
    from pydantic_core import ErrorDetails

_E = TypeVar("_E", bound=Entry)
_ENTRY_SHAPE = "a mapping of keys to values"


def validate(
    text: YamlText, node: Node | None, model: type[_E], what: str, key: Scalar | None = None, day: str = ""
) -> tuple[_E | None, list[Diagnostic]]:
    """Returns the model built from a tree, or None if it is invalid, and all problems. Never raises for bad input.

    `what` names the entry in messages (`a claim`); `key` is its key, where missing keys are reported. `day` is the date
    of the article, from which an entry may count days.
    """
    tree = _as_tree(node, key)
    if tree is None:
        assert node, "`_as_tree` turns None into an empty mapping"
        return None, [_wrong_shape(text, what, node, _ENTRY_SHAPE)]
    tree, problems = without_nulls(text, tree, model)
    problems += comment_traps(text, tree, model) if text.has_comments else []
    tree = _with_empty_entries(tree, model)
    problems += _unknown_without_value(text, tree, model, what)
    try:
        values = plain(tree)
        return model.model_validate(_showable(values) if text.has_escapes else values, context={"day": day}), problems
    except ValidationError as error:
        translator = _ErrorTranslator(text, tree, model, what, key)
        errors = error.errors(include_url=False)
        meant = {translator.meant(e["loc"]) for e in errors if e["type"] == "extra_forbidden"}
        errors = [e for e in errors if e["type"] != "missing" or (*e["loc"][:-1], str(e["loc"][-1])) not in meant]
        foreign = {e["loc"][:-1] for e in errors if e["type"] == "extra_forbidden" and not str(e["loc"][-1]).isascii()}
        errors = [e for e in errors if e["type"] != "missing" or e["loc"][:-1] not in foreign]
        trapped = {d.location.line for d in problems}
        found = [translator.diagnostic(e) for e in errors if not (trapped and translator.is_emptied(e, trapped))]
        return None, problems + [d for d in found if d.location.line not in trapped]


def _with_empty_entries(tree: MappingNode, model: type[Entry]) -> MappingNode:
    """The tree with an empty entry for each key of its own that has no value, as in `layers: {lr: }`, or an empty text:
    the model then says what it lacks."""
    shapes = field_shapes(model)
    filled = {}
    for name, (key, node) in tree.entries.items():
        if name in shapes and shapes[name].by_key and isinstance(node, MappingNode):
            entries = {
                one: (at, MappingNode({}, at.start, at.start) if holds_nothing(value) else value)
                for one, (at, value) in node.entries.items()
            }
            filled[name] = key, node._replace(entries=entries)
    return tree._replace(entries={**tree.entries, **filled}) if filled else tree


def _unknown_without_value(text: YamlText, node: Node, model: type[Entry], what: str) -> Iterator[Diagnostic]:
    """The problems with unknown keys that have no value: `plain` leaves them out, so that the model can't see them."""
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _unknown_without_value(text, item, model, what)
    elif isinstance(node, MappingNode) and not (node.flow and _holds_only_keys(node)):  # words in braces are a text
        shapes = field_shapes(model)
        for name, (key, value) in node.entries.items():
            shape = shapes.get(name)
            if not shape and holds_nothing(value):
                yield _unknown_key(text, key, node, model, what)
            elif shape and shape.model and not shape.by_key:
                yield from _unknown_without_value(text, value, shape.model, "this entry")


def _showable(value: object) -> object:
    """A copy of `value` without the control characters that escapes produce: they are reported, and break feeds."""
    if isinstance(value, dict):
        return {key: _showable(item) for key, item in value.items()}  # keys stay: they are looked up in the tree
    if isinstance(value, list):
        return [_showable(item) for item in value]
    return CONTROL.sub("\ufffd", value) if isinstance(value, str) and not value.isprintable() else value


def _as_tree(node: Node | None, key: Scalar | None) -> MappingNode | None:
    """The node as a mapping: empty where there is no value, None where the value is not a mapping."""
    if node is None or (isinstance(node, Scalar) and holds_nothing(node) and not node.style):
        start = key.start if key else 0
        return MappingNode({}, start, start)
    return node if isinstance(node, MappingNode) else None


class _ErrorTranslator:
    """Translates errors of pydantic into diagnostics with positions in the tree."""

    def __init__(self, text: YamlText, tree: MappingNode, model: type[Entry], what: str, key: Scalar | None) -> None:
        self.text = text
        self.tree = tree
        self.model = model
        self.what = what
        self.key = key

    def diagnostic(self, error: ErrorDetails) -> Diagnostic:
        """The diagnostic for one error of pydantic."""
        loc = error["loc"]
        if error["type"] == "missing":
            return self._missing(loc)
        if error["type"] == "extra_forbidden":
            return self._unknown(loc)
        key, node, is_item = self._find(loc)
        problem = error.get("ctx", {}).get("error")
        if isinstance(problem, FieldError):
            return self._field_error(problem, key, node)
        name = f"{'an item of ' if is_item else ''}`{key.text}`" if key else self.what
        expected = _EXPECTED_SHAPES.get(error["type"], "")
        if expected and not (isinstance(node, Scalar) and expected == _A_TEXT):
            shape = field_shapes(model_at(self.model, loc[:-1])).get(key.text) if key else None
            if isinstance(node, MappingNode) and node.flow and isinstance(loc[-1], int):
                return _in_braces(self.text, name, node)
            return _wrong_shape(self.text, name, node, expected, takes_words=bool(shape and shape.words))
        return self._wrong_value(error, name, node)

    def is_emptied(self, error: ErrorDetails, trapped: Container[int]) -> bool:
        """Whether an entry may be incomplete only because of a comment on one of the lines `trapped`."""
        problem = error.get("ctx", {}).get("error")
        _, node, _ = self._find(error["loc"])
        if not isinstance(problem, FieldError) or problem.code != "missing-key" or not isinstance(node, MappingNode):
            return False
        return any(self.text.line_number(key.start) in trapped for key, _ in node.entries.values())

    def _find(self, loc: Iterable[int | str]) -> tuple[Scalar | None, Node, bool]:
        """The key and the node at a location of pydantic, and whether the node is an item of a list below the key.

        Skips parts that pydantic adds, such as union tags.
        """
        key: Scalar | None = self.key
        node: Node = self.tree
        is_item = False
        for part in loc:
            if part == "[key]" and key:
                return key, key, False
            if isinstance(node, MappingNode) and str(part) in node.entries:
                (key, node), is_item = node.entries[str(part)], False
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
                node, is_item = node.items[part], True
        return key, node, is_item

    def _missing(self, loc: tuple[int | str, ...]) -> Diagnostic:
        name = str(loc[-1])
        key, node, is_item = self._find(loc[:-1])
        owner = f"{'an item of ' if is_item else ''}`{key.text}`" if key and key is not self.key else self.what
        if isinstance(node, MappingNode) and name in node.entries:
            start, verb = node.entries[name][0].start, "Complete"
            message = f"`{name}` is empty."
        else:
            start, verb = key.start if key else node.start, "Add"
            message = f"`{name}` is missing; {owner} requires it."
        return Diagnostic.of("missing-key", self.text.location(start), message, step=_step_for(self.model, loc, verb))

    def meant(self, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """The path of the key that a misspelt key probably means; that key is not reported as missing as well."""
        _, node, _ = self._find(loc[:-1])
        return (*loc[:-1], key_meant(str(loc[-1]), node, model_at(self.model, loc[:-1])))

    def _unknown(self, loc: tuple[int | str, ...]) -> Diagnostic:
        name = str(loc[-1])
        _, node, _ = self._find(loc[:-1])
        outer = model_at(self.model, loc[:-1])
        assert isinstance(node, MappingNode), "only a mapping has keys"
        what = self.what if outer is self.model else "this entry"
        return _unknown_key(self.text, node.entries[name][0], node, outer, what)

    def _field_error(self, problem: FieldError, key: Scalar | None, node: Node) -> Diagnostic:
        if problem.at and isinstance(node, MappingNode) and problem.at in node.entries:
            key, node = node.entries[problem.at]
            start = key.start
        else:
            start = node.start if isinstance(node, Scalar) or node.flow or not key else key.start
        paste = None
        if problem.code == "quote-form" and isinstance(node, MappingNode) and node.flow and _holds_only_keys(node):
            typed = self.text.text[node.start : node.end]  # words in braces, and no mapping
            step, paste = "Put the text in quotation marks.", self.text.replaced(node.start, node.end, in_quotes(typed))
            return Diagnostic.of(problem.code, self.text.location(start), problem.message, step=step, paste=paste)
        if problem.as_yaml:
            paste = self._in_place_of(node, key, problem.as_yaml)
        elif problem.mended and isinstance(node, Scalar):
            paste = self.text.replaced(node.start, end_of(self.text, node), in_flow(problem.mended))
        return Diagnostic.of(problem.code, self.text.location(start), problem.message, step=problem.step, paste=paste)

    def _in_place_of(self, node: Node, key: Scalar | None, yaml: str) -> Paste | None:
        """The paste that replaces a value by YAML: further lines are indented like it, or begin below its key.

        None where a list has comments, which it would delete.
        """
        if isinstance(node, SequenceNode) and " #" in self.text.text[node.start : node.end]:
            return None
        if "\n" not in yaml:
            return self.text.replaced(node.start, end_of(self.text, node), yaml)
        lead = self.text.before(key.start) if key else None
        if lead is None or lead.strip():
            return None
        column = len(lead) + 2 if yaml.startswith("\n") else node.start - self.text.line_start(node.start)
        return self.text.replaced(node.start, end_of(self.text, node), yaml.replace("\n", "\n" + " " * column))

    def _wrong_value(self, error: ErrorDetails, name: str, node: Node) -> Diagnostic:
        context: dict[str, Any] = error.get("ctx", {})
        kind = error["type"]
        at = self.text.location(node.start)
        if kind == "literal_error":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            named = next((part for part in reversed(error["loc"]) if isinstance(part, str)), "")
            return one_of(self.text, named, node, allowed)
        if kind == "string_too_short":
            message = "A key is empty." if error["loc"][-1] == "[key]" else f"{capitalized(name)} is empty."
            return Diagnostic.of("missing-key", at, message, step="Write the missing text, or remove the entry.")
        if kind == "too_short":
            return Diagnostic.of("wrong-value", at, f"{name} is an empty list.", step="Write at least one item.")
        if kind.startswith("bool"):
            message = f"{capitalized(name)} must be `true` or `false`."
            sure = switch_meant(node.text) if isinstance(node, Scalar) else ""
            paste = self.text.replaced(node.start, end_of(self.text, node), sure) if sure else None
            step = f"Write `{sure}`." if sure else "Write `true` or `false`."
            return Diagnostic.of("wrong-value", at, message, step=step, paste=paste)
        if kind.startswith("int"):
            return Diagnostic.of(
                "wrong-value",
                at,
                f"{capitalized(name)} must be a whole number.",
                step="Write it in digits, as in `3`.",
            )
        if kind in {"greater_than_equal", "less_than_equal"}:
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            return Diagnostic.of(
                "wrong-value", at, f"{capitalized(name)} must be {bound}.", step=f"Write a number of {bound}."
            )
        return Diagnostic.of("wrong-value", at, f"The value of {name} is not valid.", step=_LOOK_UP)


def _holds_only_keys(node: MappingNode) -> bool:
    """Whether no key of a mapping has a value, as in `{so, they say}`."""
    return bool(node.entries) and all(value.start == value.end for _, value in node.entries.values())


def _unknown_key(text: YamlText, key: Scalar, tree: MappingNode, model: type[Entry], what: str) -> Diagnostic:
    """The diagnostic for a key that is not allowed in an entry, with the nearest allowed key."""
    if hint := model.hints.get(key.text):
        return Diagnostic.of("unknown-key", text.location(key.start), hint, step="Remove the key here.")
    message = f"“{short(key.text)}” is not a key of {what}."
    near = key_meant(key.text, tree, model)
    value = tree.entries[key.text][1]
    if near and isinstance(value, Scalar) and value.text.casefold() in _SWITCHED and not _is_switch(model, near):
        near = ""  # `published: false` of another program is no `publisher`
    if not near and holds_nothing(value):
        paste = without_key(text, key, value)
        step = "Remove the key; it has no value."
        return Diagnostic.of("unknown-key", text.location(key.start), message, step=step, paste=paste)
    return Diagnostic.of(
        "unknown-key",
        text.location(key.start),
        message,
        details=() if near else (f"known keys: {', '.join(keys_of(model))}",),
        step=f"Write `{near}`{'' if near == key.text.casefold() else ' if that is what you mean'}."
        if near
        else "Use one of the known keys; if you remove this one, what it says is lost.",
        paste=text.replaced(key.start, key.end, near) if near else None,
    )


_SWITCHED = frozenset({"true", "false"})


def _is_switch(model: type[Entry], key: str) -> bool:
    if key not in model.model_fields:
        return False
    parts = parts_of(model.model_fields[key].annotation)
    return any(part is bool or isinstance(part, SwitchField) for part in parts)


def key_meant(name: str, node: Node, model: type[Entry]) -> str:
    """The allowed key that a wrong one means; empty where that isn't certain, or where it is already in use."""
    known = keys_of(model)
    used = node.entries if isinstance(node, MappingNode) else {}
    if name in model.hints:
        return ""
    if near := next((key for key in known if key == name.casefold().replace("_", "-")), ""):
        return "" if near in used else near
    if is_another_name(name):
        left = [key for key in keys_meant(name, known) if key not in used]
        return left[0] if len(left) == 1 else ""
    near = nearest_name(name, known)
    return "" if near in used else near


def one_of(text: YamlText, key: int | str, node: Node, allowed: list[str]) -> Diagnostic:
    """The diagnostic for a value that is not allowed, with the allowed values that it may mean."""
    value = node.text if isinstance(node, Scalar) else ""
    near = meant("rules" if "warning" in allowed else str(key), value, allowed)
    meanings = MEANINGS.get(str(key), {})
    shown = near if near[1:] else () if near else allowed
    sure = near[0] if len(near) == 1 else ""
    return Diagnostic.of(
        "wrong-value",
        text.location(node.start),
        f"“{short(value)}” is not a valid value of `{key}`.",
        details=[f"`{one}`: {meanings[one]}" for one in shown]
        if meanings
        else [f"allowed: {', '.join(shown)}"] * bool(shown),
        step=f"Write `{sure}`{f' ({meanings[sure]})' if meanings else ''} if that is what you mean."
        if sure
        else "Write the one of these that you mean.",
        paste=text.replaced(node.start, end_of(text, node), in_flow(sure)) if sure else None,
    )


def _step_for(model: type[Entry], loc: tuple[int | str, ...], verb: str) -> str:
    name = str(loc[-1])
    fields = field_shapes(model_at(model, loc[:-1]))
    description = fields[name].description if name in fields else ""
    return f"{verb} `{name}: …`{f' ({description[0].lower()}{description[1:-1]})' if description else ''}."


def _wrong_shape(text: YamlText, name: str, node: Node, expected: str, *, takes_words: bool = False) -> Diagnostic:
    """The diagnostic for a value of the wrong shape; `takes_words` where the field accepts prose."""
    got = _A_TEXT if isinstance(node, Scalar) else _A_LIST if isinstance(node, SequenceNode) else "a mapping"
    actual = "it is empty" if isinstance(node, Scalar) and holds_nothing(node) else f"this is {got}"
    has_advice = takes_words or expected == _ENTRY_SHAPE
    step, paste = _reshaped(text, node, expected, name) if has_advice else (f"Replace it with {expected}.", None)
    return Diagnostic.of(
        "wrong-shape",
        text.location(node.start),
        f"{capitalized(name)} must be {expected}, but {actual}.",
        step=step,
        paste=paste,
    )


def _in_braces(text: YamlText, name: str, node: MappingNode) -> Diagnostic:
    """The diagnostic for a list that is written in braces."""
    inner = text.text[node.start + 1 : node.end - 1]
    return Diagnostic.of(
        "wrong-shape",
        text.location(node.start),
        f"{capitalized(name)} is a list, and a list is written in square brackets.",
        step="Write square brackets.",
        paste=text.replaced(node.start, node.end, f"[{inner}]") if _holds_only_keys(node) else None,
    )


def _reshaped(text: YamlText, node: Node, expected: str, name: str) -> tuple[str, Paste | None]:
    """The next step for a value of the wrong shape, and the lines to paste where the program can tell them."""
    typed = text.text[node.start : end_of(text, node)]
    if "\n" not in typed and typed:
        if expected == _A_TEXT and isinstance(node, SequenceNode) and name in _NAMES and _holds_only_texts(node):
            return "Write one text without the brackets; put it in quotation marks if they belong to it.", None
        if expected.startswith("text") and not isinstance(node, Scalar) and node.flow:
            return "Put the text in quotation marks.", text.replaced(node.start, node.end, in_quotes(typed))
        if expected == _A_LIST and isinstance(node, Scalar):
            return "Write it as a list.", text.replaced(node.start, node.end, f"[{in_flow(node.text)}]")
    if expected == _ENTRY_SHAPE and name == "`codes`":
        is_bare = isinstance(node, Scalar) and _PAIR.match(node.text) and not set("{}[]\"'\n") & set(node.text)
        braced = f"{{{node.text}}}" if is_bare and isinstance(node, Scalar) else ""
        paste = text.replaced(node.start, end_of(text, node), braced) if braced else None
        return f"Write the values in braces, as in `codes: {braced or '{frame: evidence}'}`.", paste
    if expected == _ENTRY_SHAPE:
        return "Write each key with its value on a line of its own, as in `key: value`.", None
    return f"Replace it with {expected}.", None


_PAIR = re.compile(r"[a-z][\w-]{0,63}: ")
"""The beginning of a text that would be a mapping in braces."""


def _holds_only_texts(node: SequenceNode) -> bool:
    return bool(node.items) and all(isinstance(item, Scalar) and item.text.strip() for item in node.items)


_NAMES = frozenset({"`title`", "`name`", "`subtitle`"})
"""Fields with one text, where a list may be meant as one: what is in brackets may be several names."""
_LOOK_UP = "Look up the key in the format reference, `docs/format.md`."
_A_TEXT, _A_LIST = "text", "a list"
_EXPECTED_SHAPES = {
    **dict.fromkeys(("string_type", "string_too_short", "literal_error"), _A_TEXT),
    **dict.fromkeys(("bool_type", "int_type"), "a single value"),
    "list_type": _A_LIST,
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _ENTRY_SHAPE),
    **dict.fromkeys(("union_tag_not_found", "union_tag_invalid"), f"text or {_ENTRY_SHAPE}"),
}
