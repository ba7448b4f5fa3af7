"""Finds the changes that an office program kept track of, and writes the text with them: what was put in stays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste, short

_LONGEST = 5_000
"""Characters of a line that is looked at."""
_PUT_IN_AND_OUT = (
    (
        re.compile(r"<del(?:\s[^<>]{0,300})?>[^<>]{0,2000}</del>", re.IGNORECASE),
        re.compile(r"<ins(?:\s[^<>]{0,300})?>([^<>]{0,2000})</ins>", re.IGNORECASE),
    ),
    (
        re.compile(r"\[[^\[\]]{0,2000}\]\{\.(?:deletion|paragraph-deletion|comment-end)[^{}]{0,300}\}"),
        re.compile(r"\[([^\[\]]{0,2000})\]\{\.(?:insertion|paragraph-insertion)[^{}]{0,300}\}"),
    ),
)
"""What was taken out, and what was put in: as HTML, and as pandoc writes it."""


def tracked_changes(blocks: Sequence[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """A warning for each line of a body with such changes."""
    for block in blocks:
        for n, line in enumerate(block.lines):
            if block.kind == "indented" or len(line) > _LONGEST or "`" in line or not ("</" in line or "]{." in line):
                continue
            for out, put in _PUT_IN_AND_OUT:
                first = out.search(line)
                if first and put.search(line):
                    at = first_line + block.first + n
                    yield Diagnostic.of(
                        "tracked-change",
                        Location(path, at, first.start() + 1),
                        f"“{short(first[0])}” is a change that an office program kept track of, shown as it is typed.",
                        step="Write the line with what was put in, and without what was taken out:",
                        paste=Paste(at, at, (put.sub(r"\1", out.sub("", line)),)),
                    )
