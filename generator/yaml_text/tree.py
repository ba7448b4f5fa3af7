"""Parses YAML into trees with positions, and writes text so that YAML reads it back unchanged.

Knows the events of PyYAML (YAML 1.1) and nothing of the meaning of keys. Offsets are code points, counted from 0 in a
text whose line ends are all `\\n`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import yaml

from generator.diagnostics import Diagnostic, Location, Paste

LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where it is installed, because it is much faster; otherwise PyYAML's own."""
MOST_LEVELS = 64
"""Levels of lists and mappings. No file needs more, and deep nesting can overflow the stack of a recursive reader."""
_LONGEST_PASTE = 4_000  # characters
_LONGEST_CUT = 2_000  # characters of a value that commas split, up to which it is rejoined: a line can have a million

# The characters that YAML forbids, and U+0085, U+2028 and U+2029: YAML ends a line there, but editors do not show it.
CONTROL = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Unquoted text can neither begin with these indicators nor contain `: ` or ` #`, nor begin with `...`.
_NEVER_PLAIN = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?::(?:\s|$)|\s#|\s$)|\.\.\.", re.DOTALL)
_COLON = re.compile(r"\s*:")


class Scalar(NamedTuple):
    """A text as it was typed. `style` is empty for unquoted text, else `'`, `"`, `|` or `>`."""

    text: str
    start: int
    end: int
    style: str = ""


class SequenceNode(NamedTuple):
    """A list. `flow` is True where it is written in brackets."""

    items: list[Node]
    start: int
    end: int
    flow: bool = False


class MappingNode(NamedTuple):
    """A mapping: each key with the pair of its node and its value. `flow` is True where it is written in braces."""

    entries: dict[str, tuple[Scalar, Node]]
    start: int
    end: int
    flow: bool = False


Node = Scalar | SequenceNode | MappingNode


@dataclass(frozen=True)
class YamlText:
    """The text of a YAML file, or of a part of a file that begins on line `first_line` (from 1)."""

    path: str
    text: str
    first_line: int = 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def has_comments(self) -> bool:
        """Whether the text can contain comments: False is certain, True is not."""
        return "#" in self.text

    @cached_property
    def has_escapes(self) -> bool:
        """Whether the text can contain escapes: False is certain, True is not."""
        return "\\" in self.text

    def location(self, offset: int) -> Location:
        """The position of an offset in the file."""
        index = bisect_right(self._starts, offset) - 1
        return Location(self.path, self.first_line + index, offset - self._starts[index] + 1)

    def line_number(self, offset: int) -> int:
        """The number, in the file, of the line with an offset."""
        return self.first_line + bisect_right(self._starts, offset) - 1

    def line_start(self, offset: int) -> int:
        """The offset at which the line with an offset begins."""
        return self._starts[bisect_right(self._starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """The offset of the next line break, or of the end of the text."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def replaced(self, start: int, end: int, new: str) -> Paste | None:
        """The paste that replaces a range by `new` and keeps the rest of its lines.

        None where the lines have more than `_LONGEST_PASTE` characters: such a paste is useless in a terminal, and a
        thousand of them would fill the memory.
        """
        if self.line_end(end) - self.line_start(start) > _LONGEST_PASTE:
            return None
        whole = self.text[self.line_start(start) : start] + new + self.text[end : self.line_end(end)]
        lines = tuple(line.rstrip() for line in whole.split("\n"))
        return Paste(self.line_number(start), self.line_number(end), lines)

    def without_lines(self, start: int, end: int) -> Paste:
        """The paste that deletes the lines of a range."""
        return Paste(self.line_number(start), self.line_number(end), ())


class Locations(Mapping[str, Location]):
    """The position of each node by its path. Computed on first use, because most files have nothing to report."""

    def __init__(
        self, text: YamlText, entries: Iterable[tuple[str, Scalar | None, Node]], listed: frozenset[str]
    ) -> None:
        """Each entry is (prefix of its paths, its key, its tree); for `listed` see `offsets`."""
        self._text = text
        self._entries = list(entries)
        self._listed = listed

    @cached_property
    def _offsets(self) -> dict[str, int]:
        places: dict[str, int] = {}
        for prefix, key, node in self._entries:
            if key:
                places[prefix] = key.start
            places.update(offsets(node, f"{prefix}/" if prefix else "", self._listed))
        return places

    def __getitem__(self, key: str) -> Location:
        return self._text.location(self._offsets[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)


@dataclass(frozen=True, slots=True)
class Fault:
    """A syntax error of PyYAML: its message and offset.

    `context` and `context_offset` tell what the parser was reading and where that begins; `last` is the last scalar
    before the error.
    """

    problem: str
    offset: int
    context: str = ""
    context_offset: int = 0
    last: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """The result of `compose`: the tree (None where there is none), its problems, and the syntax error if any."""

    root: Node | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    fault: Fault | None = None
    too_deep: bool = False


# ── composing ────────────────────────────────────────────────────────────────────────────────────────────────────────


class _Open:
    """A list or mapping whose end has not been parsed yet."""

    __slots__ = ("commas", "entries", "flow", "is_mapping", "items", "key", "skip", "start")

    def __init__(self, start: int, flow: bool, is_mapping: bool) -> None:
        self.start = start
        self.flow = flow
        self.is_mapping = is_mapping
        self.items: list[Node] = []
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.key: Scalar | None = None
        self.skip = False  # ignore the next value: its key is invalid or a duplicate
        self.commas: dict[str, None] = {}  # the keys whose values a comma split, in order


def compose(text: YamlText, loader: type | None = None) -> Composed:
    """Parses a text into a tree; never raises for bad YAML.

    Counts the depth event by event, because libyaml's own composer crashes on deep nesting.
    """
    problems: list[Diagnostic] = []
    stack: list[_Open] = []
    roots: list[Node] = []
    last: Scalar | None = None
    try:
        next_event = (loader or LOADER)(text.text).get_event  # `yaml.parse` would make two calls per event
        while event := next_event():
            kind = type(event)
            node: Node
            if kind is yaml.ScalarEvent:
                node = last = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "")
                if event.tag is not None or event.anchor is not None:
                    problems.append(_forbidden_marker(text, node))
                elif node.style == '"' and text.has_escapes and CONTROL.search(node.text):
                    problems.append(_escaped_control(text, node))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) == MOST_LEVELS:
                    return Composed(None, [_too_deep(text, event.start_mark.index)], too_deep=True)
                is_mapping = kind is yaml.MappingStartEvent
                stack.append(_Open(event.start_mark.index, bool(event.flow_style), is_mapping))
                if event.tag is not None or event.anchor is not None:
                    problems.append(_forbidden_marker(text, Scalar("", event.start_mark.index, event.end_mark.index)))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = _close(text, stack.pop(), event.end_mark.index, problems)
            elif kind is yaml.AliasEvent:
                start, end = event.start_mark.index, event.end_mark.index
                node = last = Scalar(text.text[start:end], start, end)
                problems.append(_forbidden_marker(text, node))
            elif kind is yaml.DocumentStartEvent and roots:
                problems.append(_second_document(text, event.start_mark.index))
                break
            else:
                continue
            if not stack:
                roots.append(node)
            elif stack[-1].is_mapping:
                _add_to_mapping(text, stack[-1], node, problems)
            else:
                stack[-1].items.append(node)
    except yaml.MarkedYAMLError as error:
        fault = _fault(error, last)
        return _compose_deep_text(text, fault) if "nesting depth" in fault.problem else Composed(None, problems, fault)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an escape beyond Unicode, in Python's loader
        return Composed(None, problems, Fault(str(error), last.end if last else 0, last=last))
    return Composed(roots[0] if roots else None, problems)


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
        elif mapping.key.text in mapping.entries:
            problems.append(_duplicate_key(text, mapping.key, mapping.entries[mapping.key.text][0]))
            mapping.skip = True
        return
    mapping.key = None
    is_bare = mapping.flow and node.start == node.end and not _COLON.match(text.text, key.end)
    if not mapping.skip and not (is_bare and _rejoined_at_comma(text, mapping, key)):
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
        return SequenceNode(opened.items, opened.start, end, opened.flow)
    for name in opened.commas:
        key, value = opened.entries[name]
        if isinstance(value, Scalar):
            problems.append(_split_by_comma(text, key, value))
    return MappingNode(opened.entries, opened.start, end, opened.flow)


def _fault(error: yaml.MarkedYAMLError, last: Scalar | None) -> Fault:
    offset = error.problem_mark.index if error.problem_mark else 0
    context = error.context_mark.index if error.context_mark else offset
    return Fault(error.problem or "", offset, error.context or "", context, last)


# ── YAML features that the format forbids ────────────────────────────────────────────────────────────────────────────


def _forbidden_marker(text: YamlText, node: Scalar) -> Diagnostic:
    typed = text.text[node.start : node.end]
    sign = typed[:1] or "&"
    what = {"&": "an anchor", "*": "an alias", "!": "a tag"}.get(sign, "an anchor or a tag")
    is_text = node.start < node.end and "\n" not in typed and node.style in {"", '"', "'"} and typed != sign
    return Diagnostic.of(
        "yaml-feature",
        text.location(node.start),
        f"“{sign}” at the beginning of a value marks {what} in YAML, which is not allowed here.",
        step="Put the text in quotation marks." if is_text else f"Remove the part that begins with “{sign}”.",
        paste=text.replaced(node.start, node.end, in_quotes(typed)) if is_text else None,
    )


def _escaped_control(text: YamlText, node: Scalar) -> Diagnostic:
    character = CONTROL.search(node.text)
    assert character, "called only where there is one"
    return Diagnostic.of(
        "yaml-character",
        text.location(node.start),
        f"An escape in this text produces an invisible character that is not allowed (U+{ord(character[0]):04X}).",
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
    return Diagnostic.of(
        "yaml-feature",
        text.location(offset),
        "A second YAML document begins here, but only the first is read.",
        step="Remove the line `---`, or move what follows it to a separate file.",
    )


def _complex_key(text: YamlText, node: Node) -> Diagnostic:
    return Diagnostic.of(
        "yaml-feature",
        text.location(node.start),
        "A list or a mapping is used as a key, but a key must be text.",
        step="Write the key as text; put a text that begins with a bracket or a brace in quotation marks.",
    )


def _duplicate_key(text: YamlText, key: Scalar, first: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(key.start),
        f"Duplicate key “{key.text}” (first used on line {text.line_number(first.start)}).",
        step="Delete one of the two, or give this one another name.",
    )


def _split_by_comma(text: YamlText, key: Scalar, value: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "yaml-comma",
        text.location(value.start),
        f"In braces a comma ends an unquoted text, so `{key.text}` loses the words after its first comma.",
        step="Put the text in quotation marks.",
        paste=text.replaced(value.start, value.end, in_quotes(value.text)),
    )


# ── inspecting and writing ───────────────────────────────────────────────────────────────────────────────────────────


def is_null(node: Node) -> bool:
    """Whether a value is empty, `~` or `null`, unquoted."""
    return isinstance(node, Scalar) and not node.style and node.text in _NULLS


def holds_nothing(node: Node) -> bool:
    """Whether a value is empty, or contains only white space."""
    return isinstance(node, Scalar) and not node.text.strip()


def plain(node: Node) -> object:
    """Converts a tree to Python lists, dictionaries and strings. Keys with an empty value are left out."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, (_, value) in node.entries.items() if not holds_nothing(value)}


def end_of(text: YamlText, node: Node) -> int:
    """The offset of the end of a node, without trailing white space, which PyYAML includes."""
    return node.start + len(text.text[node.start : node.end].rstrip())


def place_of(key: Scalar, value: Node) -> int:
    """The offset to report for a value: its own, or that of its key where it is empty or is a block below the key."""
    on_its_own = value.style in {"", "'", '"'} if isinstance(value, Scalar) else value.flow
    return value.start if on_its_own and value.end > value.start else key.start


def offsets(node: Node, prefix: str = "", listed: frozenset[str] = frozenset()) -> Iterable[tuple[str, int]]:
    """Yields the path (`title`, `tags/0`, `image/src`) and offset of every node below a tree.

    `listed` are keys that accept one value or a list: a single value is also yielded as item 0 of a list.
    """
    if isinstance(node, MappingNode):
        for name, (key, value) in node.entries.items():
            yield prefix + name, place_of(key, value)
            if type(value) is not Scalar:
                yield from offsets(value, f"{prefix}{name}/")
            if name in listed and type(value) is not SequenceNode:
                yield f"{prefix}{name}/0", value.start
    elif isinstance(node, SequenceNode):
        for n, item in enumerate(node.items):
            yield f"{prefix}{n}", item.start
            yield from offsets(item, f"{prefix}{n}/")


def survives(text: str) -> bool:
    """Whether YAML reads an unquoted text back unchanged outside brackets and braces. May err towards False."""
    return bool(text) and text.isprintable() and not _NEVER_PLAIN.match(text)


def in_quotes(text: str) -> str:
    """The text quoted on one line, so that YAML reads it back unchanged anywhere."""
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + CONTROL.sub(lambda c: f"\\U{ord(c[0]):08x}", escaped) + '"'


def in_flow(text: str) -> str:
    """The text for use in brackets and braces: unquoted where that is safe."""
    return text if survives(text) and not re.search(r"[,\[\]{}]|:\?", text) else in_quotes(text)


def written(lead: str, text: str) -> tuple[str, ...]:
    """The lines of a value after `lead` (`"    quote: "`, `"      - "`): unquoted if safe, else a block or quoted."""
    if survives(text):
        return (lead + text,)
    indent = " " * (len(lead) - len(lead.lstrip(" -")) + (2 if ":" in lead else 0))
    if text != text.strip() or CONTROL.search(text) or not text:
        return (lead + in_quotes(text),)
    return (lead + "|", *(indent + line if line else "" for line in text.split("\n")))
