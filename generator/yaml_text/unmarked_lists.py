"""Finds lists whose items YAML reads as one text: after another sign than a dash, or indented otherwise.

Nothing is wrong with such a text, so that no reader complains of it. Knows no keys.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.yaml_text.entry_lines import Mend, indent_of
from generator.yaml_text.sign_repairs import SPACES, signs_for_dashes
from generator.yaml_text.tree import LONGEST_PASTE, Node, Scalar, SequenceNode, YamlText

_BELOW_A_KEY = re.compile(rf":[ ]*\n[ ]+(?:[–—•·‣▪●]|1[.)] |-[{SPACES}]|-[^\W\d_]|-[\"'“‘„«])")
_FURTHER_IN = re.compile(r"\n([ ]{0,80})- [^\n]*\n\1[ ]{1,80}- ")
_MOST_FOUND = 20


def may_have_unmarked_lists(text: str) -> bool:
    """Whether there may be such a list in a text; a quick look."""
    return bool(_BELOW_A_KEY.search(text) or ("\n" in text and _FURTHER_IN.search(f"\n{text}")))


def unmarked_lists(text: YamlText, root: Node | None) -> Iterator[Mend]:
    """The repair of each list that is one text."""
    if root is None or not may_have_unmarked_lists(text.text):
        return
    lines = [line[:LONGEST_PASTE].rstrip() for line in text.text.split("\n")]
    found = 0
    for node, is_item in _texts(root):
        first = text.line_number(node.start) - text.first_line
        last = text.line_number(max(node.start, node.end - 1)) - text.first_line
        repair = _further_in(lines, first, last) if is_item and last > first else None
        if repair is None and not text.text[text.line_start(node.start) : node.start].strip(" -"):
            repair = next(signs_for_dashes(lines, first), None)
        if repair and repair.took <= last - first + 2:
            yield repair
            found += 1
        if found == _MOST_FOUND:
            return


def _texts(root: Node) -> Iterator[tuple[Scalar, bool]]:
    """The unquoted texts of a tree, and whether each is an item of a list."""
    waiting: list[tuple[Node, bool]] = [(root, False)]
    while waiting:
        node, is_item = waiting.pop()
        if isinstance(node, Scalar):
            if not node.style and node.text:
                yield node, is_item
        elif not node.flow:
            inside = isinstance(node, SequenceNode)
            below = node.items if isinstance(node, SequenceNode) else [value for _, value in node.entries.values()]
            waiting += [(one, inside) for one in reversed(below)]


def _further_in(lines: Sequence[str], first: int, last: int) -> Mend | None:
    """Items that are indented further than the first, and so go on with its text."""
    dash = indent_of(lines[first])
    if not lines[first].lstrip().startswith("- "):
        return None
    wrong = [i for i in range(first + 1, last + 1) if lines[i].lstrip().startswith("- ")]
    if not wrong:
        return None
    block = tuple(" " * dash + lines[i].lstrip() if i in wrong else lines[i] for i in range(wrong[0], wrong[-1] + 1))
    return Mend(
        wrong[0], len(block), block, indent_of(lines[wrong[0]]),
        "This item is indented further than the one above, so YAML reads it as part of that.",
        "Indent it like the item above.",
    )  # fmt: skip
