"""Finds paragraphs that stand twice in a text, and a text that was pasted twice.

An article hardly ever repeats a whole paragraph, and every quote of it would have two places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste, short

_SHORTEST = 80
"""Characters of a paragraph that is hardly repeated on purpose. Shorter ones count beside it."""
_MOST = 5
"""Runs of paragraphs that are reported for one article."""


def repeated_text(
    blocks: Sequence[BodyBlock], path: str, first_line: int, ends: int, between: range | None = None
) -> Iterator[Diagnostic]:
    """A warning for each run of paragraphs that stand above, too. The body begins at `first_line` of the file and has
    `ends` lines; `between` are those of front matter that came with the second text."""
    texts = [block.lines for block in blocks]
    seen: dict[tuple[str, ...], int] = {}
    n = told = 0
    while n < len(blocks) and told < _MOST:
        above = seen.setdefault(texts[n], n) if _counts(blocks[n]) else n
        if above == n:
            n += 1
            continue
        while above and n - 1 > above and texts[n - 1] == texts[above - 1]:
            n, above = n - 1, above - 1
        size = 1
        while n + size < len(blocks) and above + size < n and texts[n + size] == texts[above + size]:
            size += 1
        yield _problem(blocks, range(n, n + size), above, path, first_line, ends, between)
        n, told = n + size, told + 1


def _counts(block: BodyBlock) -> bool:
    return block.kind == "text" and sum(map(len, block.lines)) >= _SHORTEST and not block.lines[0].startswith("#")


def _problem(
    blocks: Sequence[BodyBlock], run: range, above: int, path: str, first_line: int, ends: int, between: range | None
) -> Diagnostic:
    begin, end = blocks[run.start].first, blocks[run.stop - 1].end
    again = between is not None and run.start > 0 and blocks[run.start - 1].end <= between.start < begin
    if between and again:
        begin = between.start
    after = blocks[run.stop].first if run.stop < len(blocks) else ends
    there = _lines(first_line + blocks[above].first, first_line + blocks[above + len(run) - 1].end - 1)
    first, last = first_line + begin, first_line + end - 1
    here = _lines(first, last)
    if above == 0 and len(run) == run.start and (len(run) > 1 or again):
        message = f"The whole text occurs twice, in {there} and{' with its front matter' * again} in {here}."
        step = f"Remove {here}."
    else:
        opening = short(" ".join(" ".join(blocks[run.start].lines).split()[:6]))
        several = f"{len(run)} paragraphs, from “{opening} …” on, occur"
        which = several if len(run) > 1 else f"The paragraph “{opening} …” occurs"
        message = f"{which} twice, in {there} and in {here}."
        step = f"If the article itself does not repeat {'them' if len(run) > 1 else 'it'}, remove {here}."
    paste = Paste(first, first_line + after - 1, ())
    return Diagnostic.of("text-twice", Location(path, first, 1), message, step=step, paste=paste)


def _lines(first: int, last: int) -> str:
    return f"line {first}" if first == last else f"lines {first} to {last}"
