"""Finds tags of HTML in a body, which readers see as they are typed, and writes them in Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.compiling.body_blocks import BodyBlock
from generator.diagnostics import Diagnostic, Location, Paste, short

_NAMES = (
    "a|abbr|article|aside|b|big|blockquote|br|center|cite|del|div|em|embed|figcaption|figure|font|footer|form|h[1-6]|header"
    "|hr|i|iframe|img|input|ins|li|link|main|mark|meta|nav|object|ol|p|pre|s|script|section|small|source|span|strike"
    "|strong|style|sub|sup|svg|table|tbody|td|th|thead|time|tr|u|ul|video"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]{{0,1000}})?/?>|<!--[^\n]{{0,1000}}?-->", re.IGNORECASE)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|article|section|center|header|footer|main|aside|figure|nav)(?:\s[^<>]{0,1000})?/?>", re.IGNORECASE
)
_LINK = re.compile(
    r"<a\s[^<>]{0,500}?href=[\"']([^\"'<>\s]{1,1000})[\"'][^<>]{0,500}>([^<>\[\]]{1,500})</a>", re.IGNORECASE
)
_STRESSED = (
    (re.compile(r"<(b|strong)>([^<>*\n]{1,1000})</\1>", re.IGNORECASE), r"**\2**"),
    (re.compile(r"<(i|em|cite)>([^<>*\n]{1,1000})</\1>", re.IGNORECASE), r"*\2*"),
)
_BREAK = re.compile(r"(?<![ \t])[ \t]*<br\s?/?>[ \t]*", re.IGNORECASE)
_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]{0,1000})?>([^<>\n]{1,1000})</h\1>", re.IGNORECASE)
_BREAKS_AT_END = re.compile(r"(?<!\\\n)(?:\\\n)++(?=\n|\Z)")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_UNSAFE = re.compile(r"<(?:script|style|iframe|table|ul|ol|img|pre|form|svg|video|embed|object)\b", re.IGNORECASE)
"""Tags for which Markdown has no words of the same meaning, or several lines."""
_MOST_LINES, _LONGEST_LINE = 200, 5_000


def html_tags(blocks: Sequence[BodyBlock], path: str, first_line: int) -> Iterator[Diagnostic]:
    """The warning for the tags of a body, at the first."""
    tagged = [block for block in blocks if block.kind != "indented" and _first_tag(block)]
    if not tagged:
        return
    first, last = tagged[0], tagged[-1]
    line, tag = _first_tag(first) or (0, "")
    many = sum(len(_TAG.findall(line[:_LONGEST_LINE])) for block in tagged for line in block.lines[:_MOST_LINES])
    at = Location(path, first_line + first.first + line, first.lines[line].index(tag) + 1)
    message = f"Readers see the HTML “{short(tag)}” as it is typed."
    if many > 1:
        message = f"Readers see the {many:,} tags of HTML from here on as they are typed, such as “{short(tag)}”."
    written = _in_markdown(blocks, first, last) if all(block.kind == "text" for block in tagged) else None
    verb = "Remove it" if many == 1 and tag.startswith("<!--") else "Write Markdown"
    step = f"{verb}, or put the tag between backticks if it is meant{':' if written else '.'}"
    paste = Paste(first_line + first.first, first_line + last.end - 1, written) if written else None
    yield Diagnostic.of("html-tag", at, message, step=step, paste=paste)


def _first_tag(block: BodyBlock) -> tuple[int, str] | None:
    """The first tag of a block, with the index of its line; none in code, where tags are meant."""
    if any(line.lstrip().startswith(("```", "~~~")) for line in block.lines):
        return None
    for n, line in enumerate(block.lines):
        if "<" in line and "`" not in line and (match := _TAG.search(line[:_LONGEST_LINE])):
            return n, match[0]
    return None


def _in_markdown(blocks: Sequence[BodyBlock], first: BodyBlock, last: BodyBlock) -> tuple[str, ...] | None:
    """The lines from one block to another in Markdown; None where that isn't certain."""
    rows: dict[int, str] = {}
    for block in blocks:
        if first.first <= block.first <= last.first:
            rows |= {block.first + n: line for n, line in enumerate(block.lines)}
    lines = [rows.get(n, "") for n in range(first.first, last.end)]
    if len(lines) > _MOST_LINES or any(len(line) > _LONGEST_LINE or "`" in line for line in lines):
        return None
    text = "\n".join(lines)
    if _UNSAFE.search(text):
        return None
    text = _LINK.sub(r"[\2](\1)", text)
    for tag, markdown in _STRESSED:
        text = tag.sub(markdown, text)
    text = _HEADING.sub(lambda match: f"\n\n{'#' * int(match[1])} {match[2].strip()}\n\n", text)
    text = _BLOCK_TAG.sub("\n\n", text)
    text = _BREAK.sub("\\\\\n", text)
    text = _BREAKS_AT_END.sub("\n", _TAG.sub("", text)).strip()
    return tuple(line.rstrip() for line in _BLANK_LINES.sub("\n\n", text).strip("\n").split("\n"))
