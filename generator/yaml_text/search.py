"""Searches possible repairs for the one after which a reader finds the fewest problems.

A repair that YAML accepts may still give another file than was meant: only who knows the keys can tell. Knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from generator.diagnostics import Diagnostic
from generator.yaml_text.compose import compose
from generator.yaml_text.entry_lines import Mend, begins_an_entry
from generator.yaml_text.tree import MappingNode, Node, SequenceNode, YamlText

Judge = Callable[[YamlText, Node | None], list[Diagnostic]]
"""What a reader finds wrong with a tree. It is asked for every repair that is tried."""
MOST_SEARCHED = 1 << 20
"""Characters parsed in one search."""


@dataclass(frozen=True, slots=True)
class Found:
    """A repair, the text with it, and how many problems are left."""

    repair: Mend
    text: YamlText
    left: int


def applied(text: YamlText, lines: Sequence[str], repair: Mend) -> YamlText:
    """The text with a repair; blank lines take the place of those that it saves."""
    blank = [""] * (repair.took - len(repair.lines))
    changed = [*lines[: repair.first], *repair.lines, *blank, *lines[repair.first + repair.took :]]
    return YamlText(text.path, "\n".join(changed), text.first_line)


def problems_left(text: YamlText, judge: Judge) -> int:
    """How many problems a text has; after a syntax error only those before it count, and the error itself."""
    composed = compose(text)
    if composed.fault is None:
        return len(judge(text, composed.root)) + len(composed.diagnostics)
    is_open = "quoted" in composed.fault.context or "flow" in composed.fault.context
    cut = text.line_start(composed.fault.context_offset if is_open else composed.fault.offset)
    before = compose(YamlText(text.path, text.text[:cut], text.first_line))
    if before.fault is not None:
        return 1000
    return 1 + len(judge(text, before.root)) + len(before.diagnostics)


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
        if not is_read(changed, repair) or not _stays_an_entry(changed, lines, repair):
            continue
        found = Found(repair, changed, problems_left(changed, judge))
        if best is None or found.left < best.left:
            best, rivals = found, []
        elif found.left == best.left and _may_rival(best.repair, repair):
            rivals.append(found)
    if best is None or best.left >= fewer_than:
        return None, False
    return best, any(rival.repair.by for rival in rivals)


def _may_rival(one: Mend, other: Mend) -> bool:
    """Whether two repairs move lines from one place in opposite directions, equally far."""
    return bool(one.by) and one.first == other.first and one.by == -other.by


def _stays_an_entry(changed: YamlText, lines: Sequence[str], repair: Mend) -> bool:
    """Whether a moved key is still a key: a text above it may not swallow it."""
    if not repair.by or not begins_an_entry(lines[repair.first]):
        return True
    root = compose(changed).root
    return root is None or holder_of(root, changed, changed.first_line + repair.first) is not None


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
