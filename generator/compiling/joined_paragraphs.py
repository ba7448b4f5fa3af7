"""Finds paragraphs that run together because no blank line parts them.

A line break within a paragraph is a space to readers. Where a line ends with its sentence although more words would
have fit on it, the writer began a new paragraph. In a text with a sentence on each line, that says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste, short

_SENTENCE_END = re.compile(r"[.!?…。！？؟।][”\"’'»)\]]{0,3}$")
_SENTENCE_WITHIN = re.compile(r"[.!?…][”\"’'»)]{0,2} +[“\"‘'«(]{0,2}[^\W\d_a-z]|[。！？؟।][”」』]?.")
_HARD_BREAK = re.compile(r"(?: {2}|\\)$")
_SHORTEST = 40
"""Characters of a line that can be a paragraph: verses and addresses are shorter."""
_FEWEST_OTHERS = 3
_FULL = 12
"""Characters that a wrapped line may lack, beside the next word, up to the width of the others."""
_MOST_PASTED = 400


def joined_paragraphs(blocks: Sequence[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """A warning for each block in which paragraphs run together."""
    texts = [block for block in blocks if block.kind == "text"]
    several = [block for block in texts if len(block.lines) > 1]
    if not several:
        return
    width = wrapped_at(several)
    if not width and not _are_single_lines(texts, several):
        return
    for block in several:
        breaks = [n for n in range(len(block.lines) - 1) if is_break(block.lines[n], block.lines[n + 1], width)]
        if breaks and (width or len(breaks) == len(block.lines) - 1):
            yield _problem(block, breaks, path, first_line)


def wrapped_at(blocks: Sequence[BodyBlock]) -> int:
    """The width at which a text is wrapped; 0 if its lines are of no common width, or end with sentences only."""
    inner = [pair for block in blocks for pair in zip(block.lines, block.lines[1:], strict=False)]
    wrapped = [(line, after) for line, after in inner if not _SENTENCE_END.search(line.rstrip())]
    if len(wrapped) < _FEWEST_OTHERS or any(_HARD_BREAK.search(line) for line, _ in inner):
        return 0
    width = max(len(line) for line, _ in wrapped)
    full = sum(len(line.rstrip()) + 1 + len(after.split(" ", 1)[0]) > width - _FULL for line, after in wrapped)
    return width if width >= _SHORTEST and full * 10 >= len(wrapped) * 9 else 0


def _are_single_lines(texts: Sequence[BodyBlock], several: Sequence[BodyBlock]) -> bool:
    """Whether each line of a text is a paragraph, and not just a sentence."""
    lines = [line for block in several for line in block.lines]
    if any(not _SENTENCE_END.search(line.rstrip()) for block in several for line in block.lines[:-1]):
        return False
    if any(len(line) < _SHORTEST or _HARD_BREAK.search(line) for line in lines):
        return False
    have_several_sentences = any(_SENTENCE_WITHIN.search(line[:2_000]) for line in lines)
    are_few = len(texts) - len(several) >= max(_FEWEST_OTHERS, 2 * len(several))
    return have_several_sentences or are_few


def is_break(line: str, after: str, width: int) -> bool:
    """Whether a paragraph ends with this line of a text that is wrapped at `width`; 0 if it is not wrapped."""
    bare = line.rstrip()
    if not _SENTENCE_END.search(bare) or len(bare) < _SHORTEST or _HARD_BREAK.search(line):
        return False
    fitting = after.split(" ", 2)[:2]
    return not width or len(bare) + sum(map(len, fitting)) + len(fitting) <= width


def _problem(block: BodyBlock, breaks: Sequence[int], path: str, first_line: int) -> Diagnostic:
    lines: list[str] = []
    for n, line in enumerate(block.lines):
        lines += [line, ""] if n in breaks else [line]
    first, at = first_line + block.first, first_line + block.first + breaks[0] + 1
    many = len(breaks) > 1
    paste = None
    if len(block.lines) <= _MOST_PASTED:
        paste = Paste(first, first + len(block.lines) - 1, tuple(lines))
        if not many:
            paste = Paste(at, at - 1, ("",))
    step = f"If a paragraph begins here, insert a blank line as line {at}{':' if paste else '.'}"
    if many:
        step = f"If they are paragraphs, write blank lines between them{':' if paste else '.'}"
    words = " ".join(block.lines[breaks[0] + 1].split()[:5]).strip("“”„«»‘’\"'")
    message = f"No blank line comes before “{short(words)} …”, so that readers see one paragraph with the lines above."
    if many:
        message = f"No blank lines part the {len(breaks) + 1} paragraphs that begin here, so that readers see one."
    return Diagnostic.of("paragraphs-joined", Location(path, first if many else at, 1), message, step=step, paste=paste)
