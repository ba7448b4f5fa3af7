"""Validates a YAML tree against a pydantic model; what is wrong becomes diagnostics."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import (
    ValidationError,
)

from generator.diagnostics import Diagnostic, Paste
from generator.formats.comment_traps import comment_traps
from generator.formats.fields import Entry, FieldError, shortened
from generator.formats.model_shapes import field_shapes, keys_of, model_at
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

if TYPE_CHECKING:  # a name of its own for what `ValidationError.errors` gives; no more of that package is used
    from pydantic_core import ErrorDetails

E = TypeVar("E", bound=Entry)
_ENTRY_SHAPE = "keys with their values"


def validate(
    text: YamlText, node: Node | None, model: type[E], what: str, key: Scalar | None = None
) -> tuple[E | None, list[Diagnostic]]:
    """The model made of a tree, or None; and everything that is wrong, each with its line.

    `what` names the entry in messages (`a claim`); `key` is the one it stands under, to point at for what is missing.
    """
    tree = _as_tree(node, key)
    if tree is None:
        assert node, "nothing at all is an empty tree"
        return None, [_wrong_shape(text, what, node, _ENTRY_SHAPE)]
    found = list(comment_traps(text, tree, model)) if text.has_comments else []
    try:
        values = plain(tree)
        return model.model_validate(_showable(values) if text.has_escapes else values), found
    except ValidationError as error:
        place = _Placed(text, tree, model, what, key)
        errors = error.errors(include_url=False)
        meant = {place.meant(e["loc"]) for e in errors if e["type"] == "extra_forbidden"}
        errors = [e for e in errors if e["type"] != "missing" or (*e["loc"][:-1], str(e["loc"][-1])) not in meant]
        trapped = {d.location.line for d in found}
        return None, found + [d for e in errors if (d := place.said(e)).location.line not in trapped]


def _showable(value: object) -> object:
    """The same without the control characters that escapes stand for: they are reported, and no feed can hold them."""
    if isinstance(value, dict):
        return {key: _showable(item) for key, item in value.items()}  # a key is looked up again in the tree
    if isinstance(value, list):
        return [_showable(item) for item in value]
    return CONTROL.sub("\ufffd", value) if isinstance(value, str) and not value.isprintable() else value


def _as_tree(node: Node | None, key: Scalar | None) -> MappingNode | None:
    if node is None or (isinstance(node, Scalar) and holds_nothing(node) and not node.style):
        start = key.start if key else 0
        return MappingNode({}, start, start)
    return node if isinstance(node, MappingNode) else None


class _Placed:
    """pydantic's errors, said in the writer's words at their place in the tree."""

    def __init__(self, text: YamlText, tree: MappingNode, model: type[Entry], what: str, key: Scalar | None) -> None:
        self.text = text
        self.tree = tree
        self.model = model
        self.what = what
        self.key = key

    def said(self, error: ErrorDetails) -> Diagnostic:
        loc = error["loc"]
        if error["type"] == "missing":
            return self._missing(loc)
        if error["type"] == "extra_forbidden":
            return self._unknown(loc)
        key, node = self._find(loc)
        problem = error.get("ctx", {}).get("error")
        if isinstance(problem, FieldError):
            return self._problem(problem, key, node)
        name = f"`{key.text}`" if key else self.what
        expected = _EXPECTED_SHAPES.get(error["type"], "")
        if expected and not (isinstance(node, Scalar) and expected == _A_TEXT):
            shape = field_shapes(model_at(self.model, loc[:-1])).get(key.text) if key else None
            return _wrong_shape(self.text, name, node, expected, takes_words=bool(shape and shape.words))
        return self._wrong_value(error, name, node)

    def _find(self, loc: Iterable[int | str]) -> tuple[Scalar | None, Node]:
        """The node an error is about and the key it stands under. What pydantic adds of its own is passed over."""
        key, node = self.key, self.tree  # type: tuple[Scalar | None, Node]
        for part in loc:
            if part == "[key]" and key:
                return key, key
            if isinstance(node, MappingNode) and str(part) in node.entries:
                key, node = node.entries[str(part)]
            elif isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.items):
                node = node.items[part]
        return key, node

    def _missing(self, loc: tuple[int | str, ...]) -> Diagnostic:
        name = str(loc[-1])
        key, node = self._find(loc[:-1])
        owner = f"`{key.text}`" if key and key is not self.key else self.what
        if isinstance(node, MappingNode) and name in node.entries:
            start = node.entries[name][0].start
            message = f"`{name}` has nothing behind it."
        else:
            start = key.start if key else node.start
            message = f"`{name}` is missing: {owner} needs it."
        return Diagnostic.of("missing-key", self.text.location(start), message, step=_step_for(self.model, loc))

    def meant(self, loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
        """The path of the key that a misspelt one was meant for: it isn't missing, too."""
        _, node = self._find(loc[:-1])
        return (*loc[:-1], _near_key(str(loc[-1]), node, model_at(self.model, loc[:-1])))

    def _unknown(self, loc: tuple[int | str, ...]) -> Diagnostic:
        name = str(loc[-1])
        _, node = self._find(loc[:-1])
        outer = model_at(self.model, loc[:-1])
        assert isinstance(node, MappingNode), "only a mapping has keys"
        what = self.what if outer is self.model else "this entry"
        return _unknown_key(self.text, node.entries[name][0], node, outer, what)

    def _problem(self, problem: FieldError, key: Scalar | None, node: Node) -> Diagnostic:
        if problem.at and isinstance(node, MappingNode) and problem.at in node.entries:
            key, node = node.entries[problem.at]
            start = key.start
        else:
            start = node.start if isinstance(node, Scalar) or node.flow or not key else key.start
        paste = None
        if problem.mended and isinstance(node, Scalar):
            paste = self.text.replaced(node.start, end_of(self.text, node), in_flow(problem.mended))
        return Diagnostic.of(problem.code, self.text.location(start), problem.message, step=problem.step, paste=paste)

    def _wrong_value(self, error: ErrorDetails, name: str, node: Node) -> Diagnostic:
        context: dict[str, Any] = error.get("ctx", {})
        kind = error["type"]
        at = self.text.location(node.start)
        if kind == "literal_error":
            allowed = re.findall(r"'([^']*)'", str(context.get("expected", "")))
            return one_of(self.text, name, node, allowed)
        if kind == "string_too_short":
            return Diagnostic.of("missing-key", at, f"{name} holds nothing here.", step="write it, or remove the line")
        if kind.startswith("bool"):
            return Diagnostic.of("wrong-value", at, f"{name} takes `true` or `false`.", step="write one of the two")
        if kind.startswith("int"):
            return Diagnostic.of("wrong-value", at, f"{name} takes a whole number.", step="write it in digits: `3`")
        if kind in {"greater_than_equal", "less_than_equal"}:
            bound = f"at least {context['ge']}" if "ge" in context else f"at most {context['le']}"
            return Diagnostic.of("wrong-value", at, f"{name} must be {bound}.", step="write another number")
        return Diagnostic.of("wrong-value", at, f"{name} can't have this value.", step="look the key up in the format")


def _unknown_key(text: YamlText, key: Scalar, tree: MappingNode, model: type[Entry], what: str) -> Diagnostic:
    """A key that can't stand here, with the nearest one that can."""
    if hint := model.hints.get(key.text):
        return Diagnostic.of("unknown-key", text.location(key.start), hint, step="remove it here")
    near = _near_key(key.text, tree, model)
    return Diagnostic.of(
        "unknown-key",
        text.location(key.start),
        f"“{shortened(key.text)}” is not a key of {what}.",
        details=() if near else (f"known keys: {', '.join(keys_of(model))}",),
        step=f"write `{near}`, if that is meant" if near else "use a known key, or remove it",
        paste=text.replaced(key.start, key.end, near) if near else None,
    )


def _near_key(name: str, node: Node, model: type[Entry]) -> str:
    """The key that is most like `name`; empty where none is, or where that key is used already."""
    near = "" if name in model.hints else nearest_name(name, keys_of(model))
    return "" if isinstance(node, MappingNode) and near in node.entries else near


def one_of(text: YamlText, name: str, node: Node, allowed: list[str]) -> Diagnostic:
    """A word that is not one of those allowed, with the nearest one."""
    value = node.text if isinstance(node, Scalar) else ""
    near = nearest_name(value, allowed)
    return Diagnostic.of(
        "wrong-value",
        text.location(node.start),
        f"{name} can't be “{shortened(value)}”.",
        details=(f"allowed: {', '.join(allowed)}",),
        step=f"write `{near}`, if that is meant" if near else "write one of those",
        paste=text.replaced(node.start, end_of(text, node), in_flow(near)) if near else None,
    )


def _step_for(model: type[Entry], loc: tuple[int | str, ...]) -> str:
    name = str(loc[-1])
    fields = field_shapes(model_at(model, loc[:-1]))
    description = fields[name].description if name in fields else ""
    return f"add `{name}: …`{f' ({description[0].lower()}{description[1:-1]})' if description else ''}"


def _wrong_shape(text: YamlText, name: str, node: Node, expected: str, *, takes_words: bool = False) -> Diagnostic:
    got = "a text" if isinstance(node, Scalar) else "a list" if isinstance(node, SequenceNode) else _ENTRY_SHAPE
    name = name[:1].upper() + name[1:]
    if isinstance(node, Scalar) and holds_nothing(node):
        got = "nothing"
    can_be_told = takes_words or expected == _ENTRY_SHAPE
    step, paste = _reshaped(text, node, expected) if can_be_told else (f"write {expected}", None)
    return Diagnostic.of(
        "wrong-shape",
        text.location(node.start),
        f"{name} takes {expected}, and here {'stand' if got == _ENTRY_SHAPE else 'stands'} {got}.",
        step=step,
        paste=paste,
    )


def _reshaped(text: YamlText, node: Node, expected: str) -> tuple[str, Paste | None]:
    """The next step for a value of the wrong shape, with the line to paste where one can be told."""
    typed = text.text[node.start : end_of(text, node)]
    if "\n" not in typed and typed:
        if expected == _A_TEXT and not isinstance(node, Scalar) and node.flow:
            return "put the text in quotation marks", text.replaced(node.start, node.end, in_quotes(typed))
        if expected == _A_LIST and isinstance(node, Scalar):
            return "write it as a list", text.replaced(node.start, node.end, f"[{in_flow(node.text)}]")
    if expected == _ENTRY_SHAPE:
        return "put each key in a line of its own below it, indented, with its value: `key: value`", None
    return f"write {expected}", None


_A_TEXT, _A_LIST = "a text", "a list"
_EXPECTED_SHAPES = {
    **dict.fromkeys(("string_type", "string_too_short", "literal_error"), _A_TEXT),
    **dict.fromkeys(("bool_type", "int_type"), "one value"),
    "list_type": _A_LIST,
    **dict.fromkeys(("dict_type", "model_type", "model_attributes_type"), _ENTRY_SHAPE),
    **dict.fromkeys(("union_tag_not_found", "union_tag_invalid"), f"a text or {_ENTRY_SHAPE}"),
}
