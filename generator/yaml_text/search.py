"""Searches possible repairs for the one after which a reader finds the fewest problems.

A repair that YAML accepts may still give another file than was meant: only who knows the keys can tell. Knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from generator.diagnostics import Diagnostic
from generator.values import Immutable
from generator.yaml_text.compose import compose
from generator.yaml_text.entry_lines import Mend, indent_of
from generator.yaml_text.tree import MappingNode, Node, SequenceNode, YamlText, holds_nothing

Judge = Callable[[YamlText, Node | None], list[Diagnostic]]
"""What a reader finds wrong with a tree. Every repair that is tried is put to it."""
STRUCTURAL = frozenset(
    {"duplicate-id", "missing-key", "quote-missing", "unknown-key", "wrong-id", "wrong-shape", "yaml-duplicate-key"}
)
"""Codes of problems that may follow from lines in the wrong place, or from a syntax error."""
MOST_SEARCHED = 1 << 20
"""Characters parsed in one search."""


class Found(Immutable):
    """A repair, the text with it, and how many problems are left."""

    repair: Mend
    text: YamlText
    left: int


def applied(text: YamlText, lines: Sequence[str], repair: Mend) -> YamlText:
    """The text with a repair; blank lines take the place of those that it saves."""
    blank = [""] * (repair.took - len(repair.lines))
    changed = [*lines[: repair.first], *repair.lines, *blank, *lines[repair.first + repair.took :]]
    return YamlText(text.path, "\n".join(changed), text.first_line)


def _problems(text: YamlText, judge: Judge) -> list[Diagnostic] | None:
    """The problems of a text; of one with a syntax error those before it, None where nothing before it can be read."""
    composed = compose(text)
    if composed.fault is not None:
        is_open = "quoted" in composed.fault.context or "flow" in composed.fault.context
        cut = text.line_start(composed.fault.context_offset if is_open else composed.fault.offset)
        text = YamlText(text.path, text.text[:cut], text.first_line)
        fault = Diagnostic.of("yaml-syntax", text.location(cut), "")
        composed = compose(text)
        if composed.fault is not None:
            return None
        return [fault, *judge(text, composed.root), *composed.diagnostics, *empty_keys(text, composed.root)]
    return [*judge(text, composed.root), *composed.diagnostics, *empty_keys(text, composed.root)]


def best_repair(
    text: YamlText,
    lines: Sequence[str],
    repairs: Iterable[Mend],
    judge: Judge,
    is_read: Callable[[YamlText, Mend], bool],
    fewer_than: int,
) -> tuple[Found | None, bool]:
    """The first of the repairs that leave the fewest problems, and whether another one is just as likely.

    `is_read` tells whether the parser reads the lines of a repair. None where no repair leaves `fewer_than` problems.
    """
    best: Found | None = None
    rivals: list[Found] = []
    searched = 0
    for repair in repairs:
        searched += len(text.text) + 1
        if searched > MOST_SEARCHED and searched > len(text.text) + 1:
            break
        if best is not None and best.left == 0 and not _may_rival(best.repair, repair):
            if not best.repair.by or abs(repair.by) > abs(best.repair.by):
                break
            continue
        changed = applied(text, lines, repair)
        if not is_read(changed, repair) or not _keeps_entries(changed, lines, repair):
            continue
        problems = _problems(changed, judge)
        if problems is None or (repair.by and _remain(problems, changed.first_line + repair.first, repair.took)):
            continue
        found = Found(repair, changed, len(problems))
        if best is None or found.left < best.left:
            best, rivals = found, []
        elif found.left == best.left and _may_rival(best.repair, repair):
            rivals.append(found)
    if best is None or best.left >= fewer_than:
        return None, False
    return best, any(rival.repair.by for rival in rivals)


def _remain(problems: Iterable[Diagnostic], first: int, count: int) -> bool:
    """Whether keys in some lines are still wrong."""
    return any(one.code in STRUCTURAL and first <= one.location.line < first + count for one in problems)


def _may_rival(one: Mend, other: Mend) -> bool:
    """Whether two repairs move lines from one place in opposite directions, equally far."""
    return bool(one.by) and one.first == other.first and one.by == -other.by


def _keeps_entries(changed: YamlText, lines: Sequence[str], repair: Mend) -> bool:
    """Whether a moved entry is still one: a text above it may not swallow it, nor may it lose its lines."""
    if not repair.by:
        return True
    first, after = repair.first, repair.first + repair.took
    below = next((line for line in lines[after:] if line.strip()), "")
    has_more = lines[after - 1].rstrip().endswith(":") and indent_of(below) > indent_of(lines[first])
    if has_more and not 0 < repair.by <= indent_of(below) - indent_of(lines[first]):
        return False  # it has more lines, from which it moves away
    root = compose(changed).root
    if root is None:
        return True
    at_line = changed.first_line + first
    return holder_of(root, changed, at_line) is not None


def empty_keys(text: YamlText, root: Node | None) -> list[Diagnostic]:
    """A problem for each key without a value, among which to compare repairs: they may not empty any."""
    waiting, empty = [root] if root else [], list[Diagnostic]()
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            for key, value in node.entries.values():
                waiting.append(value)
                if holds_nothing(value):
                    empty.append(Diagnostic.of("missing-key", text.location(key.start), f"`{key.text}` is empty."))
        elif isinstance(node, SequenceNode):
            waiting += node.items
    return empty


def holder_of(root: Node | None, text: YamlText, line: int) -> str | None:
    """The key below which the key or item on a line is; empty at the top, None where the line has none."""
    waiting: list[tuple[str, Node]] = [("", root)] if root else []
    while waiting:
        name, node = waiting.pop()
        if isinstance(node, MappingNode):
            if any(text.line_number(key.start) == line for key, _ in node.entries.values()) and not node.flow:
                return name
            waiting += [(inner, value) for inner, (_, value) in node.entries.items()]
        elif isinstance(node, SequenceNode):
            if any(text.line_number(item.start) == line for item in node.items) and not node.flow:
                return name
            waiting += [(name, item) for item in node.items]
    return None
