"""Finds what word processors leave in a text that is copied from them: comments, references to nothing, field codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste, short

_LONGEST, _MOST_LINES = 5_000, 200
"""Characters of a line that is looked at, and lines that are proposed."""
_COMMENTED = re.compile(r" ?\[Commented \[[^\[\]]{1,20}\]: ?[^\[\]]{0,2000}\]")
_NO_REFERENCE = re.compile(r"Error! (?:Reference source not found|Bookmark not defined)\.?")
_SAME_LINK = re.compile(r"HYPERLINK [\"“](https?://[^\s\"”<>]{1,1000})[\"”] ?<?\1>?")
_LINK = re.compile(r"HYPERLINK [\"“](?:https?://|mailto:)[^\s\"”]{1,1000}[\"”]")
_COMMENT = re.compile(r"\[([a-z]{1,2})\](?=[^\s(\[:])")
_SIGNS = ("[Commented [", "Error! ", "HYPERLINK ")
_CODE = "office-remains"


def office_remains(blocks: Sequence[BodyBlock], body: str, path: str, first_line: int) -> Iterator[Diagnostic]:
    """The warnings for one body, which begins at `first_line` of the file `path`."""
    if body.rpartition("\n[")[1] and (problem := _comments_below(blocks, body, path, first_line)):
        yield problem
    if not any(sign in body for sign in _SIGNS):
        return
    for block in blocks:
        for n, line in enumerate(block.lines):
            if block.kind != "indented" and len(line) <= _LONGEST and any(sign in line for sign in _SIGNS):
                yield from _in_line(line, Location(path, first_line + block.first + n, 1))


def _in_line(line: str, at: Location) -> Iterator[Diagnostic]:
    if match := _COMMENTED.search(line):
        message = f"“{short(match[0].strip())}” is a comment of an office program, and no part of the text."
        yield _problem(at, message, "Write the line without it:", _COMMENTED.sub("", line))
    elif match := _NO_REFERENCE.search(line):
        message = f"“{match[0]}” is what Word writes for a reference that leads nowhere."
        yield Diagnostic.of(_CODE, at, message, step="Write the words that the outlet has here, or remove it.")
    elif match := _SAME_LINK.search(line):
        message = f"“{short(match[0])}” is the field code of an office program for a link."
        yield _problem(at, message, "Write the link:", _SAME_LINK.sub(r"<\1>", line))
    elif match := _LINK.search(line):
        message = f"“{short(match[0])}” is the field code of an office program for a link."
        step = "Write the link as `[words](address)`, or its words alone."
        yield Diagnostic.of(_CODE, at, message, step=step)


def _problem(at: Location, message: str, step: str, line: str) -> Diagnostic:
    return Diagnostic.of(_CODE, at, message, step=step, paste=Paste(at.line, at.line, (line,)))


def _comments_below(blocks: Sequence[BodyBlock], body: str, path: str, first_line: int) -> Diagnostic | None:
    """The comments of Google Docs, which it writes below a text, with their letters in it."""
    lines = [(block.first + n, line) for block in blocks for n, line in enumerate(block.lines)]
    comments: list[tuple[int, str]] = []
    for n, line in reversed(lines):
        if not (match := _COMMENT.match(line)):
            break
        comments.append((n, match[1]))
    letters = [letter for _, letter in reversed(comments)]
    if not comments or letters != sorted(letters, key=lambda letter: (len(letter), letter)) or letters[0] != "a":
        return None
    begin = comments[-1][0]
    marks = [f"[{letter}]" for letter in letters]
    marked = [n for n, line in lines if n < begin and any(mark in line for mark in marks)]
    if not marked:
        return None
    rows = body.split("\n")
    first, last = marked[0], comments[0][0]
    pasted = rows[first:begin]
    for mark in marks:
        pasted = [row.replace(mark, "") for row in pasted]
    while pasted and not pasted[-1].strip():
        pasted.pop()
    many = len(comments) > 1
    return Diagnostic.of(
        _CODE,
        Location(path, first_line + begin, 1),
        f"The text ends with {f'{len(comments)} comments' if many else 'a comment'} of Google Docs, "
        f"and has {'their letters' if many else 'its letter'} in brackets.",
        step="Write the text without them:" if last - first < _MOST_LINES else "Remove them, and the letters.",
        paste=Paste(first_line + first, first_line + last, tuple(pasted)) if last - first < _MOST_LINES else None,
    )
