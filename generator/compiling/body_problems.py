"""Problems of a body that Markdown reads otherwise than its writer meant: paragraphs run together, prose indented into
code, tags of HTML; and for one that is missing, stands twice, or holds what was copied along with the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from generator.compiling.body_blocks import BodyBlock, body_blocks
from generator.compiling.copied_along import copied_along
from generator.compiling.html_tags import html_tags
from generator.compiling.joined_paragraphs import joined_paragraphs
from generator.compiling.joined_rows import joined_rows
from generator.compiling.misread_signs import misread_signs
from generator.compiling.office_remains import office_remains
from generator.compiling.pdf_signs import pdf_signs
from generator.compiling.repeated_text import repeated_text
from generator.compiling.second_front_matter import front_matter_twice, second_front_matter
from generator.compiling.tracked_changes import tracked_changes
from generator.diagnostics import Diagnostic, Location, Paste
from generator.formats.front_matter import Front

_MOST_PASTED = 200
"""Lines that are offered without their indentation."""
_SIGNS_OF_CODE = frozenset("{}=;<>|$\\")
_PROSE_ENDS = frozenset('.!?…:”"’»。！？؟।')
_FEWEST_WORDS = 5


def body_problems(front: Front, path: str) -> Iterator[Diagnostic]:
    """The warnings for the body of one article."""
    if front.front is None:
        return
    if not front.body.strip():
        if not front.front.draft:
            yield _no_body(path, front.body_line)
        return
    lines = front.body.split("\n")
    second = second_front_matter(lines)
    if second:
        lines[second.start : second.stop] = [""] * len(second)
    blocks = list(body_blocks("\n".join(lines) if second else front.body))
    repeated = list(repeated_text(blocks, path, front.body_line, len(lines), second))
    yield from repeated
    if second:
        if not any(one.paste and one.paste.first == front.body_line + second.start for one in repeated):
            yield front_matter_twice(lines, second, path, front.body_line)
        return
    copied = list(copied_along(front.front, blocks, path, front.body_line))
    yield from copied
    told = {problem.location.line for problem in copied}
    rows = list(joined_rows(blocks, path, front.body_line))
    yield from rows
    apart = {one.location.line - front.body_line for one in rows}
    joined = joined_paragraphs([block for block in blocks if block.first not in apart], path, front.body_line)
    yield from (problem for problem in joined if problem.location.line not in told)
    yield from _read_as_code(blocks, path, front.body_line)
    yield from misread_signs(blocks, path, front.body_line)
    yield from office_remains(blocks, front.body, path, front.body_line)
    yield from pdf_signs(blocks, front.body, path, front.body_line)
    changes = list(tracked_changes(blocks, path, front.body_line))
    yield from changes
    if "<" in front.body and not changes:
        yield from html_tags(blocks, path, front.body_line)


def _no_body(path: str, line: int) -> Diagnostic:
    message = "The article has no text below its front matter."
    step = "Add the text of the article, or write `draft: true` until you have it."
    return Diagnostic.of("no-body", Location(path, max(1, line - 1)), message, step=step)


def _read_as_code(blocks: list[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """A warning for each run of indented blocks that are prose."""
    for is_prose, run in groupby(blocks, key=_is_indented_prose):
        if not is_prose:
            continue
        together = list(run)
        first, last = together[0].first, together[-1].end - 1
        rows = {block.first + n: line for block in together for n, line in enumerate(block.lines)}
        pasted = tuple(rows.get(n, "").lstrip(" \t") for n in range(first, last + 1))
        what = "These paragraphs are" if len(together) > 1 else "This paragraph is"
        paste = Paste(first_line + first, first_line + last, pasted) if len(pasted) <= _MOST_PASTED else None
        yield Diagnostic.of(
            "prose-as-code",
            Location(path, first_line + first, 1),
            f"{what} indented by four spaces or a tab, which Markdown shows as program code.",
            step=f"Write the text without the indentation{':' if paste else '.'}",
            paste=paste,
        )


def _is_indented_prose(block: BodyBlock) -> bool:
    """Whether a block is indented into code although it is a text of words."""
    if block.kind != "indented":
        return False
    text = " ".join(block.lines)[:2_000]
    words = text.split()
    in_letters = sum(word.strip("“”„‘’\"'«»()[],.;:!?…—–-").isalpha() for word in words)
    is_long = len(words) >= _FEWEST_WORDS or any(ord(letter) > 0x2E7F for letter in text)
    is_sentence = block.lines[-1].rstrip()[-1:] in _PROSE_ENDS
    return is_long and is_sentence and in_letters * 4 >= len(words) * 3 and not _SIGNS_OF_CODE & set(text)
