"""Finds signs of a text that Markdown reads as its own: stars within words, quotation marks of TeX, the hyphen before
speech, a line of hyphens below a paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste, short

_LONGEST = 5_000
"""Characters of a block that is looked at."""
_STARRED = re.compile(r"(?<![\\*])(\*{1,2})(?!\*)")
_TEX = re.compile(r"``(?=[^\s`])([^`]{1,2000}?[^\s`'])''")
_SPEECH = re.compile(r"-[ \u00a0]+[^\W\d_].{0,500}?[,.!?…] +[-–—] +[^\W\d_]")
_HYPHEN = re.compile(r"-[ \u00a0]+")
_STARRED_WORD = re.compile(r"[^\W\d_]\\?\*(?=[\s,.;:!?)”“»]|$)")
_SENTENCE_WITHIN = re.compile(r"[.!?…][”\"’'»)]{0,2} +[“\"‘'«(]{0,2}[^\W\d_a-z]")
_SENTENCE_ENDS = tuple('.!?…”"»')
_LONGEST_HEADING = 120
_RULE = re.compile(r" {0,3}(?:-{2,}|={2,})[ \t]*")
_OPENING = "“„«\"‘'"
_CODE = "markdown-misread"


def misread_signs(blocks: Sequence[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """The warnings for one body, which begins at `first_line` of the file `path`."""
    is_starred = False
    for n, block in enumerate(blocks):
        if sum(map(len, block.lines)) > _LONGEST or block.kind == "indented":
            continue
        of_kind = (_stars_in_words, _tex_marks) if block.kind == "text" else (_speech,)
        for find in (*of_kind, _long_heading):
            if problem := find(block, path, first_line):
                yield problem
        if n == len(blocks) - 1 and is_starred and (remark := _remark(block, path, first_line)):
            yield remark
        is_starred = is_starred or any("*" in line and _STARRED_WORD.search(line) for line in block.lines)


def _stars_in_words(block: BodyBlock, path: str, first_line: int) -> Diagnostic | None:
    """Two stars, each between letters, with a space between them: no one stresses parts of two words."""
    text = "\n".join(block.lines)
    if text.count("*") < 2 or "`" in text:
        return None
    marks = [match for match in _STARRED.finditer(text) if _is_between_letters(text, match.start(1), match.end(1))]
    if not any(
        one[1] == two[1] and " " in text[one.end() : two.start()].replace("\n", " ") for one, two in pairwise(marks)
    ):
        return None
    first = marks[0].start()
    for mark in reversed(marks):
        text = text[: mark.start()] + mark[1].replace("*", "\\*") + text[mark.end() :]
    line = text.count("\n", 0, first)
    word = _word_around(block.lines[line], first - (text.rfind("\n", 0, first) + 1))
    how = "italics" if len(marks[0][1]) == 1 else "bold letters"
    return _problem(
        Location(path, first_line + block.first + line, 1),
        f"Markdown reads the “{marks[0][1]}” in “{short(word)}” as the beginning of {how}, and takes it away.",
        "Write a backslash before each star",
        block,
        first_line,
        text.split("\n"),
    )


def _is_between_letters(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start].isalpha() and text[end : end + 1].isalpha()


def _word_around(line: str, at: int) -> str:
    before, after = line[:at].split(" "), line[at:].split(" ")
    return before[-1] + after[0]


def _tex_marks(block: BodyBlock, path: str, first_line: int) -> Diagnostic | None:
    """Quotation marks of TeX, which begin a piece of code where another pair follows."""
    text = "\n".join(block.lines)
    if text.count("``") < 2 or "''" not in text or "```" in text:
        return None
    written, count = _TEX.subn(r"“\1”", text)
    if not count or "``" in written:
        return None
    line = text.count("\n", 0, text.index("``"))
    return _problem(
        Location(path, first_line + block.first + line, block.lines[line].index("``") + 1),
        "Markdown reads the quotation marks of TeX, two accents, as the marks of program code.",
        "Write quotation marks",
        block,
        first_line,
        written.split("\n"),
    )


def _long_heading(block: BodyBlock, path: str, first_line: int) -> Diagnostic | None:
    """A paragraph that a line of hyphens or equals signs below it makes a heading."""
    at = next((n for n, line in enumerate(block.lines) if n and _RULE.fullmatch(line)), 0)
    if not at or not (block.lines[0][0].isalpha() or block.lines[0][0] in _OPENING):
        return None
    text = " ".join(block.lines[:at]).rstrip()
    if not text.endswith(_SENTENCE_ENDS) or (len(text) <= _LONGEST_HEADING and not _SENTENCE_WITHIN.search(text)):
        return None
    rule = block.lines[at].strip()
    below = ["", *block.lines[at + 1 :]] if block.end > block.first + at + 1 else []
    return _problem(
        Location(path, first_line + block.first + at, 1),
        f"The line “{short(rule)}” makes a heading of the whole paragraph above it.",
        "If the paragraph is no heading, write a blank line below it",
        block,
        first_line,
        [*block.lines[:at], "", "---" if rule[0] == "=" else rule, *below],
    )


def _speech(block: BodyBlock, path: str, first_line: int) -> Diagnostic | None:
    """Speech that begins with a hyphen, as a Russian text has it, and goes on behind another one."""
    if not all(map(_HYPHEN.match, block.lines)) or not any(map(_SPEECH.match, block.lines)):
        return None
    rows = [row for line in block.lines for row in (f"\\{line}", "")][:-1]
    many = len(block.lines) > 1
    return _problem(
        Location(path, first_line + block.first, 1),
        f"Markdown reads the hyphen{'s' * many} before speech as the sign{'s' * many} of a list.",
        "If these lines are speech, write a backslash before each hyphen"
        if many
        else "If this line is speech, write a backslash before the hyphen",
        block,
        first_line,
        rows,
    )


def _remark(block: BodyBlock, path: str, first_line: int) -> Diagnostic | None:
    """A remark at the end that begins with a star that the text has, too."""
    if not block.lines[0].startswith("* ") or any(line.startswith(("* ", "- ")) for line in block.lines[1:]):
        return None
    return _problem(
        Location(path, first_line + block.first, 1),
        "Markdown reads the star before this remark as the sign of a list.",
        "If a star in the text refers to it, write a backslash before the star",
        block,
        first_line,
        [f"\\{block.lines[0]}", *block.lines[1:]],
    )


def _problem(
    at: Location, message: str, step: str, block: BodyBlock, first_line: int, lines: Sequence[str]
) -> Diagnostic:
    first = first_line + block.first
    return Diagnostic.of(
        _CODE, at, message, step=f"{step}:", paste=Paste(first, first + len(block.lines) - 1, tuple(lines))
    )
