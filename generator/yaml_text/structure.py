"""Finds lines that YAML reads, but in another place than was meant: indented wrongly, or without a sign of YAML.

Knows no keys: what is wrong with a tree, its reader says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from generator.diagnostics import Diagnostic
from generator.values import replace
from generator.yaml_text.compose import compose
from generator.yaml_text.document import Document
from generator.yaml_text.entry_lines import Mend, key_of, lines_around, moved_blocks, written_before
from generator.yaml_text.repair_messages import as_diagnostic
from generator.yaml_text.search import STRUCTURAL, Judge, best_repair, empty_keys
from generator.yaml_text.sign_repairs import missing_colons, needless_dashes, sign_repairs, texts_without_sign
from generator.yaml_text.tree import LONGEST_PASTE, Node, YamlText

_MOST_MISPLACED = 8
_MOST_SUSPECTS = 3
_MOST_LINES = 10_000

Proposed = Callable[[YamlText, Sequence[str], Node | None], Iterable[Mend]]
"""Further repairs, by who knows the keys."""


def restructured(
    document: Document, problems: Sequence[Diagnostic] | None, judge: Judge, proposed: Proposed | None = None
) -> Document | None:
    """The document with its misplaced lines put right and reported, None where no line seems misplaced.

    `problems` are what `judge` finds in it, None where it was not asked. A broken document is left as it is.

    A line counts as misplaced where moving it leaves fewer problems than there are, and none in what is moved.
    """
    if document.broken:
        return None
    if problems is None:
        problems = judge(document.text, document.root)
    if not problems and not document.diagnostics:
        return None
    if any(one.code == "yaml-duplicate-key" and one.paste for one in document.diagnostics):
        return None  # both are in their place
    text, root, found = document.text, document.root, list[Diagnostic]()
    moved = set(document.mended)
    for _ in range(_MOST_MISPLACED):
        problems = [*problems, *document.diagnostics]
        lines = [line[:LONGEST_PASTE].rstrip() for line in text.text.split("\n")]
        structural = [one for one in problems if one.code in STRUCTURAL and _begins_its_line(one, text, lines)]
        if not structural or len(lines) > _MOST_LINES:
            break
        further = proposed(text, lines, root) if proposed else ()
        repairs = _repairs(text, lines, structural, further)
        empty = empty_keys(text, root)
        wrong = frozenset(one.location.line for one in [*structural, *empty])
        best, is_open = best_repair(
            text, lines, repairs, judge, partial(_is_read, wrong=wrong), len(problems) + len(empty)
        )
        if best is None:
            break
        place = range(text.first_line + best.repair.first, text.first_line + best.repair.first + best.repair.took)
        if moved & set(place):
            break
        found.append(as_diagnostic(text, best, is_open=is_open, code="yaml-structure"))
        moved |= set(place)
        text = best.text
        if len(best.repair.lines) > best.repair.took:
            root = None  # what is below has other line numbers now
            break
        composed = compose(text)
        root, problems = composed.root, [*composed.diagnostics, *judge(text, composed.root)]
        document = replace(document, diagnostics=())
    if not found:
        return None
    return Document(text, root, tuple(found), broken=True, mended=frozenset(moved), unsettled=True)


def _begins_its_line(problem: Diagnostic, text: YamlText, lines: Sequence[str]) -> bool:
    """Whether a problem is about what a line begins with: what is in brackets is not misplaced by indentation."""
    line = lines[problem.location.line - text.first_line]
    return not key_of(line) or not set("[{") & set(line[: problem.location.column - 1])


def _repairs(
    text: YamlText, lines: Sequence[str], problems: Sequence[Diagnostic], further: Iterable[Mend]
) -> Iterator[Mend]:
    wrong = sorted({one.location.line - text.first_line for one in problems})
    wrong = [i for i in wrong if 0 <= i < len(lines)]
    suspects: list[int] = []
    for i in wrong[:_MOST_SUSPECTS]:
        suspects += [i, *lines_around(lines, i), written_before(lines, i), min(i + 1, len(lines) - 1)]
    suspects = list(dict.fromkeys(suspects))
    repairs = chain(
        further,
        sign_repairs(lines, suspects),
        missing_colons(lines, suspects),
        needless_dashes(lines, suspects),
        texts_without_sign(lines, suspects),
        moved_blocks(lines, suspects, frozenset(wrong)),
    )
    long = {i for i, line in enumerate(lines) if len(line) >= LONGEST_PASTE}
    return (one for one in repairs if not long or not long & set(range(one.first, one.first + one.took)))


def _is_read(changed: YamlText, repair: Mend, wrong: frozenset[int]) -> bool:
    """Whether the parser reads the text; of a block that is moved, the first line must be a wrong one."""
    if repair.by and changed.first_line + repair.first not in wrong:
        return False
    composed = compose(changed)
    return composed.fault is None and not composed.too_deep
