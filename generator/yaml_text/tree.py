"""A YAML text as a tree whose values know where they stand, and texts written so that YAML gives them back.

Knows YAML's events and nothing of what a key means; whoever reads a file of a certain kind does. Offsets are code
points from 0 of a text whose line ends are all `\\n`.
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
MOST_LEVELS = 64
_LONGEST_PASTE = 4_000
_LONGEST_CUT = 2_000  # what commas in braces cut is put together up to here: a line can hold a million of them

# What YAML itself forbids, and the three line ends that editors don't show as such: YAML would end a line there.
CONTROL = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
# Indicators; a quotation mark is not among them where it opens a quotation, but a plain text can't begin with it.
_NEVER_PLAIN = re.compile(r"[-?:,\[\]{}#&*!|>'\"%@`\s]|.*(?::(?:\s|$)|\s#|\s$)|\.\.\.", re.DOTALL)
_COLON = re.compile(r"\s*:")


class Scalar(NamedTuple):
    """A text as it was typed. `style` is empty for a plain one, else `'`, `"`, `|` or `>`."""

    text: str
    start: int
    end: int
    style: str = ""


class SequenceNode(NamedTuple):
    """A list. `flow` tells that it was written in brackets."""

    items: list[Node]
    start: int
    end: int
    flow: bool = False


class MappingNode(NamedTuple):
    """A mapping: key → (the key where it stands, its value). `flow` tells that it was written in braces."""

    entries: dict[str, tuple[Scalar, Node]]
    start: int
    end: int
    flow: bool = False


Node = Scalar | SequenceNode | MappingNode


@dataclass(frozen=True)
class YamlText:
    """The text of a YAML file, or of a part of one that begins in line `first_line`."""

    path: str
    text: str
    first_line: int = 1

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self.text))]

    @cached_property
    def has_comments(self) -> bool:
        return "#" in self.text

    @cached_property
    def has_escapes(self) -> bool:
        return "\\" in self.text

    def location(self, offset: int) -> Location:
        index = bisect_right(self._starts, offset) - 1
        return Location(self.path, self.first_line + index, offset - self._starts[index] + 1)

    def line_number(self, offset: int) -> int:
        return self.first_line + bisect_right(self._starts, offset) - 1

    def line_start(self, offset: int) -> int:
        return self._starts[bisect_right(self._starts, offset) - 1]

    def line_end(self, offset: int) -> int:
        """The offset of the line break (or the end) behind an offset."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def replaced(self, start: int, end: int, new: str) -> Paste | None:
        """The mend that puts `new` in place of the range and keeps the rest of its lines; none for lines so long that
        nobody would paste them, and a thousand such pastes would fill the memory."""
        if self.line_end(end) - self.line_start(start) > _LONGEST_PASTE:
            return None
        whole = self.text[self.line_start(start) : start] + new + self.text[end : self.line_end(end)]
        lines = tuple(line.rstrip() for line in whole.split("\n"))
        return Paste(self.line_number(start), self.line_number(end), lines)

    def without_lines(self, start: int, end: int) -> Paste:
        return Paste(self.line_number(start), self.line_number(end), ())


class Locations(Mapping[str, Location]):
    """Where each thing of a text stands, worked out when it is asked for: most files have nothing to report."""

    def __init__(
        self, text: YamlText, entries: Iterable[tuple[str, Scalar | None, Node]], listed: frozenset[str]
    ) -> None:
        """Each entry has the prefix of its paths, the key it stands under, and its tree; `listed` as in `offsets`."""
        self._text = text
        self._entries = list(entries)
        self._listed = listed

    @cached_property
    def _offsets(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for prefix, key, node in self._entries:
            if key:
                found[prefix] = key.start
            found.update(offsets(node, f"{prefix}/" if prefix else "", self._listed))
        return found

    def __getitem__(self, key: str) -> Location:
        return self._text.location(self._offsets[key])

    def __iter__(self) -> Iterator[str]:
        return iter(self._offsets)

    def __len__(self) -> int:
        return len(self._offsets)


@dataclass(frozen=True, slots=True)
class Fault:
    """Where YAML gave up: the offset, that of the thing it was reading then, and the last text read before."""

    problem: str
    offset: int
    context: str = ""
    context_offset: int = 0
    last: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """What composing gives: the tree (None where there is none), what is wrong with it, where YAML gave up."""

    root: Node | None
    diagnostics: list[Diagnostic] = field(default_factory=list)
    fault: Fault | None = None
    too_deep: bool = False


# ── composing ────────────────────────────────────────────────────────────────────────────────────────────────────


class _Open:
    """A list or mapping whose end was not read yet."""

    __slots__ = ("commas", "entries", "flow", "is_mapping", "items", "key", "skip", "start")

    def __init__(self, start: int, flow: bool, is_mapping: bool) -> None:
        self.start = start
        self.flow = flow
        self.is_mapping = is_mapping
        self.items: list[Node] = []
        self.entries: dict[str, tuple[Scalar, Node]] = {}
        self.key: Scalar | None = None
        self.skip = False  # the next value belongs to a key that can't be one, or stands twice
        self.commas: dict[str, None] = {}  # the keys whose value a comma cut short, in order


def compose(text: YamlText, loader: type | None = None) -> Composed:
    """The tree of a text. Depth is counted event by event: the C loader's own composer dies of deep nesting."""
    found: list[Diagnostic] = []
    stack: list[_Open] = []
    roots: list[Node] = []
    last: Scalar | None = None
    try:
        next_event = (loader or LOADER)(text.text).get_event  # `yaml.parse` asks twice for each
        while event := next_event():
            kind = type(event)
            node: Node
            if kind is yaml.ScalarEvent:
                node = last = Scalar(event.value, event.start_mark.index, event.end_mark.index, event.style or "")
                if event.tag is not None or event.anchor is not None:
                    found.append(_mark_of_yaml(text, node))
                elif node.style == '"' and text.has_escapes and CONTROL.search(node.text):
                    found.append(_escaped_control(text, node))
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                if len(stack) == MOST_LEVELS:
                    return Composed(None, [_too_deep(text, event.start_mark.index)], too_deep=True)
                is_mapping = kind is yaml.MappingStartEvent
                stack.append(_Open(event.start_mark.index, bool(event.flow_style), is_mapping))
                if event.tag is not None or event.anchor is not None:
                    found.append(_mark_of_yaml(text, Scalar("", event.start_mark.index, event.end_mark.index)))
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = _closed(text, stack.pop(), event.end_mark.index, found)
            elif kind is yaml.AliasEvent:
                start, end = event.start_mark.index, event.end_mark.index
                node = last = Scalar(text.text[start:end], start, end)
                found.append(_mark_of_yaml(text, node))
            elif kind is yaml.DocumentStartEvent and roots:
                found.append(_second_document(text, event.start_mark.index))
                break
            else:
                continue
            if not stack:
                roots.append(node)
            elif stack[-1].is_mapping:
                _take(text, stack[-1], node, found)
            else:
                stack[-1].items.append(node)
    except yaml.MarkedYAMLError as error:
        fault = _fault(error, last)
        return _composed_slowly(text, fault) if "nesting depth" in fault.problem else Composed(None, found, fault)
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # an escape beyond Unicode, in the pure loader
        return Composed(None, found, Fault(str(error), last.end if last else 0, last=last))
    return Composed(roots[0] if roots else None, found)


def _composed_slowly(text: YamlText, fault: Fault) -> Composed:
    """A text that is too deep for the C loader itself, which has then not told where the levels open.

    libyaml gives up at 1,000 open brackets since its version 0.2.6. Python's own loader has no such limit, and is read
    no further than to the level that is one too many.
    """
    composed = compose(text, yaml.SafeLoader)
    return composed if composed.too_deep else Composed(None, [_too_deep(text, fault.offset)], too_deep=True)


def _take(text: YamlText, mapping: _Open, node: Node, found: list[Diagnostic]) -> None:
    """A node inside a mapping: a key, then its value."""
    key = mapping.key
    if key is None:
        mapping.key = node if isinstance(node, Scalar) else Scalar("", node.start, node.end)
        mapping.skip = not isinstance(node, Scalar)
        if mapping.skip:
            found.append(_complex_key(text, node))
        elif mapping.key.text in mapping.entries:
            found.append(_twice(text, mapping.key, mapping.entries[mapping.key.text][0]))
            mapping.skip = True
        return
    mapping.key = None
    is_bare = mapping.flow and node.start == node.end and not _COLON.match(text.text, key.end)
    if not mapping.skip and not (is_bare and _cut_by_comma(text, mapping, key)):
        mapping.entries[key.text] = (key, node)


def _cut_by_comma(text: YamlText, mapping: _Open, rest: Scalar) -> bool:
    """Whether `rest` is the end of an unquoted text in braces that a comma cut in two: then it is put together."""
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


def _closed(text: YamlText, opened: _Open, end: int, found: list[Diagnostic]) -> Node:
    if not opened.is_mapping:
        return SequenceNode(opened.items, opened.start, end, opened.flow)
    for name in opened.commas:
        key, value = opened.entries[name]
        if isinstance(value, Scalar):
            found.append(_comma(text, key, value))
    return MappingNode(opened.entries, opened.start, end, opened.flow)


def _fault(error: yaml.MarkedYAMLError, last: Scalar | None) -> Fault:
    offset = error.problem_mark.index if error.problem_mark else 0
    context = error.context_mark.index if error.context_mark else offset
    return Fault(error.problem or "", offset, error.context or "", context, last)


# ── what YAML can and the format doesn't ─────────────────────────────────────────────────────────────────────────


def _mark_of_yaml(text: YamlText, node: Scalar) -> Diagnostic:
    typed = text.text[node.start : node.end]
    sign = typed[:1] or "&"
    what = {"&": "an anchor", "*": "an alias", "!": "a tag"}.get(sign, "an anchor or a tag")
    is_text = node.start < node.end and "\n" not in typed and node.style in {"", '"', "'"} and typed != sign
    return Diagnostic.of(
        "yaml-feature",
        text.location(node.start),
        f"“{sign}” at the beginning of a value makes {what} for YAML, which has no place here.",
        step="put the text in quotation marks" if is_text else f"remove what begins with “{sign}”",
        paste=text.replaced(node.start, node.end, in_quotes(typed)) if is_text else None,
    )


def _escaped_control(text: YamlText, node: Scalar) -> Diagnostic:
    character = CONTROL.search(node.text)
    assert character, "called only where there is one"
    return Diagnostic.of(
        "yaml-character",
        text.location(node.start),
        f"An escape in this text stands for a control character (U+{ord(character[0]):04X}).",
        step="remove the escape: a control character can't be shown",
    )


def _too_deep(text: YamlText, offset: int) -> Diagnostic:
    return Diagnostic.of(
        "yaml-depth",
        text.location(offset),
        f"Lists and mappings are nested deeper than {MOST_LEVELS} levels here.",
        step="take a level out; where a text begins with brackets, put it in quotation marks",
    )


def _second_document(text: YamlText, offset: int) -> Diagnostic:
    return Diagnostic.of(
        "yaml-feature",
        text.location(offset),
        "A second YAML document begins here; all that follows would be left out.",
        step="remove the line `---`, or move what follows into a file of its own",
    )


def _complex_key(text: YamlText, node: Node) -> Diagnostic:
    return Diagnostic.of(
        "yaml-feature",
        text.location(node.start),
        "A list or a mapping stands where a key is expected.",
        step="write a word before the colon; put a text that begins with a bracket or a brace in quotation marks",
    )


def _twice(text: YamlText, key: Scalar, first: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "yaml-duplicate-key",
        text.location(key.start),
        f"“{key.text}” stands twice: the first is in line {text.line_number(first.start)}, and only one can count.",
        step="keep one of the two, or give this one another name",
    )


def _comma(text: YamlText, key: Scalar, value: Scalar) -> Diagnostic:
    return Diagnostic.of(
        "yaml-comma",
        text.location(value.start),
        f"In {{…}} a comma ends an unquoted text: `{key.text}` would lose what follows its first comma.",
        step="put the text in quotation marks",
        paste=text.replaced(value.start, value.end, in_quotes(value.text)),
    )


# ── looking and writing ──────────────────────────────────────────────────────────────────────────────────────────


def is_null(node: Node) -> bool:
    """Nothing, `~` or `null`, unquoted."""
    return isinstance(node, Scalar) and not node.style and node.text in _NULLS


def holds_nothing(node: Node) -> bool:
    """A key with nothing behind it, or with white space in quotation marks."""
    return isinstance(node, Scalar) and not node.text.strip()


def plain(node: Node) -> object:
    """The same in Python's lists, dictionaries and strings, without the keys that have nothing behind them."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return {name: plain(value) for name, (_, value) in node.entries.items() if not holds_nothing(value)}


def end_of(text: YamlText, node: Node) -> int:
    """The end of a node without the line breaks behind it, which YAML counts in."""
    return node.start + len(text.text[node.start : node.end].rstrip())


def place_of(key: Scalar, value: Node) -> int:
    """Where to point for a value: at itself; where it is spread below its key, or nothing, at the key."""
    on_its_own = value.style in {"", "'", '"'} if isinstance(value, Scalar) else value.flow
    return value.start if on_its_own and value.end > value.start else key.start


def offsets(node: Node, prefix: str = "", listed: frozenset[str] = frozenset()) -> Iterable[tuple[str, int]]:
    """All that a tree holds by its path: `title`, `tags/0`, `image/src`.

    Where a key in `listed` has one value instead of a list, that is the first of the list, too.
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
    """Whether YAML gives an unquoted text back as it is, outside of brackets and braces."""
    return bool(text) and text.isprintable() and not _NEVER_PLAIN.match(text)


def in_quotes(text: str) -> str:
    """The text in quotation marks, in one line: what YAML gives back as it is wherever it stands."""
    if text.isprintable() and ('"' in text or "\\" in text):
        return "'" + text.replace("'", "''") + "'"
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + CONTROL.sub(lambda c: f"\\U{ord(c[0]):08x}", escaped) + '"'


def in_flow(text: str) -> str:
    """The text as it may stand in brackets and braces: unquoted where nothing in it means something there."""
    return text if survives(text) and not re.search(r"[,\[\]{}]|:\?", text) else in_quotes(text)


def written(lead: str, text: str) -> tuple[str, ...]:
    """The lines of a value behind `lead` (`"    quote: "`, `"      - "`): unquoted where that is safe, else `|`."""
    if survives(text):
        return (lead + text,)
    indent = " " * (len(lead) - len(lead.lstrip(" -")) + (2 if ":" in lead else 0))
    if text != text.strip() or CONTROL.search(text) or not text:
        return (lead + in_quotes(text),)
    return (lead + "|", *(indent + line if line else "" for line in text.split("\n")))
