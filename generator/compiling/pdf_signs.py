"""Finds signs of a printed page that a text holds which was copied from it: ligatures, words parted at the ends of
lines, and the sign that some programs write for a joint without a space."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste

_LIGATURE = re.compile("[\ufb00-\ufb06]")
_JOINT = re.compile("(?<=[\u0620-\u064a\u066e-\u06d3])\u00ac(?=[\u0620-\u064a\u066e-\u06d3])")
_PARTED = re.compile(r"([^\W\d_]{2,40})-[ \t]*\n([^\W\d_]{2,40})")
_HYPHEN_AT_END = ("-\n", "- \n", "-\t\n", " \n", "\t\n")
_WORD = re.compile(r"[^\W\d_]{5,80}")
_MOST_LINES = 200
_CODE = "pdf-sign"


def pdf_signs(blocks: Sequence[BodyBlock], body: str, path: str, first_line: int) -> Iterator[Diagnostic]:
    """The warnings for one body: one for each block with such signs."""
    words: frozenset[str] = frozenset()
    has_parted = any(end in body for end in _HYPHEN_AT_END) and _PARTED.search(body) is not None
    if has_parted:
        words = frozenset(word.casefold() for word in _WORD.findall(body))
    if not has_parted and (body.isascii() or ("\u00ac" not in body and not _LIGATURE.search(body))):
        return
    for block in blocks:
        if block.kind == "indented" or len(block.lines) > _MOST_LINES:
            continue
        text = "\n".join(block.lines)
        written, what = _written(text, words)
        if what:
            yield _problem(block, text, written, what, path, first_line)


def _written(text: str, words: frozenset[str]) -> tuple[str, str]:
    """The text without such signs, and what the first of them is; empty where there is none."""
    what = ""
    if match := _LIGATURE.search(text):
        what = f"“{match[0]}” is the printers’ sign for the letters “{unicodedata.normalize('NFKC', match[0])}”"
        text = _LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    if "\u00ac" in text and _JOINT.search(text):
        what = what or "“¬” is written between letters for the joint without a space (U+200C)"
        text = _JOINT.sub("\u200c", text)
    parted = [match for match in _PARTED.finditer(text) if (match[1] + match[2]).casefold() in words]
    for match in reversed(parted):
        if match[2].islower():
            what = what or f"“{match[1]}-” and “{match[2]}” are parts of one word, parted on a printed page"
            text = _joined(text, match)
    return text, what


def _joined(text: str, parted: re.Match[str]) -> str:
    """The text with the parted word on the line where it begins; what is joined to its end by a sign comes with it."""
    rest = re.match(r"\S*", text[parted.end() :])
    end = parted.end() + (rest.end() if rest else 0)
    below = text[end:].lstrip(" \t")
    line_break = "" if below.startswith("\n") or not below else "\n"
    return f"{text[: parted.end(1)]}{text[parted.start(2) : end]}{line_break}{below}"


def _problem(block: BodyBlock, text: str, written: str, what: str, path: str, first_line: int) -> Diagnostic:
    before, after = text.split("\n"), written.split("\n")
    head = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    first, last = first_line + block.first + head, first_line + block.end - 1 - tail
    line, other = before[head], after[head] if head < len(after) else ""
    column = next((n for n, (a, b) in enumerate(zip(line, other, strict=False)) if a != b), 0) + 1
    return Diagnostic.of(
        _CODE,
        Location(path, first, column),
        f"{what}.",
        step="Write it as it is read:",
        paste=Paste(first, last, tuple(after[head : len(after) - tail])),
    )
