"""Parses YAML into trees with positions, and reports what the format forbids: anchors, aliases, tags, duplicate keys.

Knows the events of PyYAML (YAML 1.1) and nothing of the meaning of keys.
"""

from __future__ import annotations

import re

import yaml
from msgspec import field

from generator.diagnostics import Diagnostic
from generator.values import Immutable
from generator.yaml_text.duplicate_keys import duplicate_keys
from generator.yaml_text.foreign_characters import HALF, escaped_leftovers, repaired, with_pairs
from generator.yaml_text.foreign_signs import parted, unparted
from generator.yaml_text.tree import (
    CONTROL,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    YamlText,
    in_flow,
    in_quotes,
)

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where it is installed, because it is much faster; otherwise PyYAML's own."""
MOST_LEVELS = 64
"""Levels of lists and mappings. No file needs more, and deep nesting can overflow the stack of a recursive reader."""
_LONGEST_JOINED = 1 << 16  # characters of two documents, up to which they are read as one
_LONGEST_CUT = 2_000  # characters of a value that commas split, up to which it is rejoined: a line can have a million
_COLON = re.compile(r"\s*:")


class Fault(Immutable):
    """A syntax error of PyYAML: its message and offset.

    `context` and `context_offset` tell what the parser was reading and where that begins; `last` is the last scalar
    before the error.
    """

    problem: str
    offset: int
    context: str = ""
    context_offset: int = 0
    last: Scalar | None = None


class Composed(Immutable):
    """The result of `compose`: the tree (None where there is none), its problems, and the syntax error if any.

    `leftovers` are the escapes of characters that are left over from Windows-1252: start, end and code point of each.
    In the tree they are what they stand for.
    """

    root: Node | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    fault: Fault | None = None
    too_deep: bool = False
    leftovers: list[tuple[int, int, int]] = field(default_factory=list)


# ── composing ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Open:
    """A list or mapping whose end has not been parsed yet."""

    __slots__ = ("commas", "duplicates", "entries", "flow", "is_mapping", "items", "key", "skip", "start")

    def __init__(self, start: int, flow: bool, is_mapping: bool) -> None:
        self.start = start
        self.flow = flow
        self.is_mapping = is_mapping
        self.items: list[Node] = []
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.key: Scalar | None = None
        self.duplicates: list[tuple[tuple[Scalar, Node], tuple[Scalar, Node]]] = []  # the first entry, and the second
        self.skip = False  # ignore the next value: its key is invalid or a duplicate
        self.commas: dict[str, None] = {}  # the keys whose values a comma split, in order


def compose(text: YamlText, loader: type | None = None) -> Composed:
    """Parses a text into a tree; never raises for bad YAML.

    Counts the depth event by event, because libyaml's own composer crashes on deep nesting.
    """
    problems: list[Diagnostic] = []
    stack: list[_Open] = []
    roots: list[Node] = []
    leftovers: list[tuple[int, int, int]] = []
    last: Scalar | None = None
    anchored: dict[str, Scalar] = {}
    has_pairs, has_escapes = text.for_parser is not text.text, text.has_escapes
    top: _Open | None = None  # the last of the stack
    scalar, mapping, sequence = yaml.ScalarEvent, yaml.MappingStartEvent, yaml.SequenceStartEvent  # looked up once
    try:
        next_event = (loader or LOADER)(text.for_parser).get_event  # `yaml.parse` would make two calls per event
        while event := next_event():
            kind = type(event)
            node: Node
            if kind is scalar:
                node = last = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "")
                if has_pairs:
                    node = last = _with_pairs(text, node)
                if event.tag is not None or event.anchor is not None:
                    if event.anchor is not None:
                        anchored[event.anchor] = node
                    problems.append(_forbidden_marker(text, node))
                    node = last = node._replace(text=node.text or text.text[node.start : node.end])  # it is not empty
                elif has_escapes and node.style == '"' and CONTROL.search(node.text):
                    leftovers += (
                        (node.start + a, node.start + b, code)
                        for a, b, code in escaped_leftovers(text.text[node.start : node.end])
                    )
                    node = last = node._replace(text=repaired(node.text))
                    if character := CONTROL.search(node.text):
                        problems.append(_escaped_control(text, node, character[0]))
            elif kind is mapping or kind is sequence:
                if len(stack) == MOST_LEVELS:
                    return Composed(None, [_too_deep(text, event.start_mark.index)], too_deep=True)
                top = _Open(event.start_mark.index, bool(event.flow_style), kind is mapping)
                stack.append(top)
                if event.tag is not None or event.anchor is not None:
                    problems.append(_forbidden_marker(text, Scalar("", event.start_mark.index, event.end_mark.index)))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = _close(text, stack.pop(), event.end_mark.index, problems)
                top = stack[-1] if stack else None
            elif kind is yaml.AliasEvent:
                start, end = event.start_mark.index, event.end_mark.index
                meant = anchored.get(event.anchor)
                problems.append(_forbidden_marker(text, Scalar(text.text[start:end], start, end), meant))
                node = last = Scalar(meant.text if meant else text.text[start:end], start, end)
            elif kind is yaml.DocumentStartEvent and roots:
                problems.append(_second_document(text, event.start_mark.index))
                break
            else:
                continue
            if top is None:
                roots.append(node)
            elif not top.is_mapping:
                top.items.append(node)
            # what stands in lines of its own, as nearly all does, is spared a call
            elif (key := top.key) is None and type(node) is Scalar:
                top.key = node
            elif key is not None and not top.flow and not top.skip and key.text not in top.entries:
                top.entries[key.text], top.key = (key, node), None
            else:
                _add_to_mapping(text, top, node, problems)
    except yaml.MarkedYAMLError as error:
        fault = _fault(error, last)
        return _compose_deep_text(text, fault) if "nesting depth" in fault.problem else Composed(None, problems, fault)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an escape beyond Unicode, in Python's loader
        return Composed(None, problems, Fault(str(error), last.end if last else 0, last=last))
    problems.sort(key=lambda d: (d.location.line, d.location.column))
    return Composed(roots[0] if roots else None, problems, leftovers=leftovers)


def _with_pairs(text: YamlText, node: Scalar) -> Scalar:
    source = text.text[node.start : node.end]
    return node._replace(text=with_pairs(node.text, source, has_escapes=node.style == '"'))


def _compose_deep_text(text: YamlText, fault: Fault) -> Composed:
    """Parses with Python's loader a text that is too deep for libyaml, which does not report where the levels open.

    libyaml gives up at 1,000 open brackets since its version 0.2.6. Python's loader has no such limit, and parsing
    stops at the first level that is too deep.
    """
    composed = compose(text, yaml.SafeLoader)
    return composed if composed.too_deep else Composed(None, [_too_deep(text, fault.offset)], too_deep=True)


def _add_to_mapping(text: YamlText, mapping: _Open, node: Node, problems: list[Diagnostic]) -> None:
    """Adds a node to a mapping: alternately a key and its value."""
    key = mapping.key
    if key is None:
        mapping.key = node if isinstance(node, Scalar) else Scalar("", node.start, node.end)
        mapping.skip = not isinstance(node, Scalar)
        if mapping.skip:
            problems.append(_complex_key(text, node))
        return
    is_skipped, mapping.key, mapping.skip = mapping.skip, None, False
    if is_skipped:
        return
    if key.text in mapping.entries:
        mapping.duplicates.append((mapping.entries[key.text], (key, node)))
        return
    is_bare = mapping.flow and node.start == node.end and not _COLON.match(text.text, key.end)
    if not (is_bare and _rejoined_at_comma(text, mapping, key)):
        mapping.entries[key.text] = (key, node)


def _rejoined_at_comma(text: YamlText, mapping: _Open, rest: Scalar) -> bool:
    """Whether a comma in braces split an unquoted text of which `rest` is the end; if so, rejoins the text."""
    if not mapping.entries:
        return False
    name, (key, value) = next(reversed(mapping.entries.items()))
    if not isinstance(value, Scalar) or value.style or not value.text:
        return False
    if rest.end - value.start <= _LONGEST_CUT:
        whole = " ".join(text.text[value.start : rest.end].split())
        mapping.entries[name] = (key, Scalar(whole, value.start, rest.end))
    mapping.commas[name] = None
    return True


def _close(text: YamlText, opened: _Open, end: int, problems: list[Diagnostic]) -> Node:
    if not opened.is_mapping:
        node = SequenceNode(opened.items, opened.start, end, opened.flow)
        if opened.flow and text.has_foreign_signs and (problem := unparted(text, node)):
            problems.append(problem)
            return parted(node)
        return node
    for name in opened.commas:
        key, value = opened.entries[name]
        if isinstance(value, Scalar):
            problems.append(_split_by_comma(text, key, value))
    problems += duplicate_keys(text, opened.duplicates, opened.entries, is_flow=opened.flow)
    mapping = MappingNode(opened.entries, opened.start, end, opened.flow)
    if opened.flow and (problem := unparted(text, mapping)):
        problems.append(problem)
    return mapping


def _fault(error: yaml.MarkedYAMLError, last: Scalar | None) -> Fault:
    offset = error.problem_mark.index if error.problem_mark else 0
    context = error.context_mark.index if error.context_mark else offset
    return Fault(error.problem or "", offset, error.context or "", context, last)


# ── YAML features that the format forbids ────────────────────────────────────────────────────────────────────────────


def _forbidden_marker(text: YamlText, node: Scalar, meant: Scalar | None = None) -> Diagnostic:
    """The problem with an anchor, a tag, or an alias, of which `meant` is the value."""
    typed = text.text[node.start : node.end]
    sign = typed[:1] or "&"
    what = {"&": "an anchor", "*": "an alias", "!": "a tag"}.get(sign, "an anchor or a tag")
    is_text = node.start < node.end and "\n" not in typed and node.style in {"", '"', "'"} and typed != sign
    step, new = f"Remove the part that begins with “{sign}”.", ""
    if is_text:
        step, new = "Put the text in quotation marks.", in_quotes(typed)
    if is_text and (marker := _MARKER.match(typed)) and _NO_PROSE.fullmatch(text.before(node.start) or ""):
        step, new = f"Remove “{marker[1]}”.", typed[marker.end() :]
        if (alias := f"*{marker[1][1:]}") in text.text:
            step, new = f"Write the value in the place of each `{alias}`, then remove “{marker[1]}”.", ""
    if meant is not None and meant.text and "\n" not in meant.text:
        step, new = "Write the value that is meant.", in_flow(meant.text)
    return Diagnostic.of(
        "yaml-feature",
        text.location(node.start),
        f"“{sign}” at the beginning of a value marks {what} in YAML, which is not allowed here.",
        step=step,
        paste=text.replaced(node.start, node.end, new) if new else None,
    )


_MARKER = re.compile(r"(&[\w-]{1,64}|![\w!]{1,64})[ ]+(?=\S)")
_NO_PROSE = re.compile(
    r"[ ]*(?:accessed|archived|captured|date|direction|kind|language|mode|organization|publisher|relation|repeats"
    r"|reviewed|said|speaker|timezone|to|updated|url|verdict|via)[ ]*:[ ]+"
)
"""A line up to the value of a key that takes no prose: there an anchor or a tag is no word of a text."""


def half_a_character(text: YamlText, start: int, escape: str) -> Diagnostic:
    """The problem with an escape that produces no character: half of a surrogate pair, or a number beyond Unicode."""
    is_half = int(escape.lstrip("\\uU"), 16) <= 0x10FFFF
    return Diagnostic.of(
        "yaml-character",
        text.location(start),
        f"The escape `{escape}` is one half of a character, and the other half is missing."
        if is_half
        else f"The escape `{escape}` stands for no character: it is beyond the last one, U+10FFFF.",
        step="Write the character itself in its place, or remove the escape.",
    )


def _escaped_control(text: YamlText, node: Scalar, character: str) -> Diagnostic:
    half = HALF.search(text.text, node.start, node.end)
    if half and "\ud800" <= character <= "\udfff":
        return half_a_character(text, half.start(), half[0])
    return Diagnostic.of(
        "yaml-character",
        text.location(node.start),
        f"An escape in this text produces an invisible character that is not allowed (U+{ord(character):04X}).",
        step="Remove the escape; the character cannot be displayed.",
    )


def _too_deep(text: YamlText, offset: int) -> Diagnostic:
    return Diagnostic.of(
        "yaml-depth",
        text.location(offset),
        f"Lists and mappings are nested deeper than {MOST_LEVELS} levels here.",
        step="Reduce the nesting, or put a text that begins with brackets in quotation marks.",
    )


def _second_document(text: YamlText, offset: int) -> Diagnostic:
    start, end = text.line_start(offset), text.line_end(offset)
    is_alone = text.text[start:end].strip() == "---"
    one = YamlText(text.path, text.text[:start] + text.text[end + 1 :], text.first_line)
    is_alone = is_alone and "\n---" not in text.text[end:]
    joined = compose(one) if is_alone and start and len(text.text) <= _LONGEST_JOINED else None
    return Diagnostic.of(
        "yaml-feature",
        text.location(offset),
        "A second YAML document begins here, but only the first is read.",
        step="Remove the line `---`, or move what follows it to a separate file.",
        paste=text.without_lines(start, start) if joined and not joined.fault and not joined.diagnostics else None,
    )


def _complex_key(text: YamlText, node: Node) -> Diagnostic:
    return Diagnostic.of(
        "yaml-feature",
        text.location(node.start),
        "A list or a mapping is used as a key, but a key must be text.",
        step="Write the key as text; put a text that begins with a bracket or a brace in quotation marks.",
    )


def _split_by_comma(text: YamlText, key: Scalar, value: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "yaml-comma",
        text.location(value.start),
        f"In braces a comma ends an unquoted text, so `{key.text}` loses the words after its first comma.",
        step="Put the text in quotation marks.",
        paste=text.replaced(value.start, value.end, in_quotes(value.text)),
    )
