"""Writes a line of text as Markdown, with the fewest backslashes that make the site's own parser read the same text."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from generator.diagnostics import Location
from generator.importing.flat_text import StyledLine, StyledRun, line_text
from generator.importing.markdown_signs import MARKDOWN_SIGNS, escaped, signs_in
from generator.markdown.document import parse, to_html

BlockFrame = Callable[[str], str]
"""Gives the Markdown of a whole block for that of its text."""
_MOST_TRIED = 20_000
"""Characters of a paragraph. In a longer one all signs that could be syntax are escaped, since each trial parses it."""
_MERGE_SIGNS = ("<<<<<<<", ">>>>>>>", "|||||||")
"""What git leaves in a file that it could not merge: no build reads a file with such a line."""
_TAG = re.compile(r"<(/?)(em|strong|a|br)(?: [^<>]*+)?>\n?")
_BLOCK = re.compile(r"<(p|h[2-6]|th)>(.*)</\1>\n?", re.DOTALL)
_ADDRESS = re.compile(r"https?://|mailto:", re.IGNORECASE)
_SAFE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&'*+,;=%()")
_ENDS = (("*", "**"), ("_", "**"), ("*", "__"), ("_", "__"))
"""The signs of emphasis, weak and strong."""
_ALL_SIGNS = frozenset(MARKDOWN_SIGNS)
_OPENING, _CLOSING = frozenset("“‘„«‹「『(["), frozenset("”’“»›」』)]")


def written_paragraph(lines: Sequence[StyledLine], *, tries: bool = True) -> str:
    """The Markdown of a paragraph; its lines are parted by hard line breaks.

    Without `tries`, as for the paragraphs of a very long text, nothing is escaped or all that could be syntax.
    """
    return _written(lines, lambda text: text, tries=tries)


def written_heading(line: StyledLine, level: int) -> str:
    """The Markdown of a heading on one line."""
    hashes = "#" * min(max(level, 2), 6)
    return f"{hashes} {_written((line,), lambda text: f'{hashes} {text}')}"


def written_cell(line: StyledLine) -> str:
    """The Markdown of a cell of a table, without the signs around it."""
    cell = _written((line,), lambda text: f"| {_in_cell(text)} |\n| --- |") if line else ""
    return _in_cell(cell)


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")


def _written(lines: Sequence[StyledLine], frame: BlockFrame, *, tries: bool = True) -> str:
    """The lines as they are read again; where no signs can say how they are set, with less of that."""
    lines = tuple(map(_with_addresses, lines))
    for styled in _ever_plainer(lines):
        for ends in _ENDS if any(run.em or run.strong for line in styled for run in line) else _ENDS[:1]:
            if (text := _with_fewest_signs(styled, ends, frame, tries=tries)) is not None:
                return text
    return "\\\n".join(_line(line, _ENDS[0], _ALL_SIGNS) for line in map(_plain, lines))  # beyond the parser's limits


def _ever_plainer(lines: Sequence[StyledLine]) -> Iterator[Sequence[StyledLine]]:
    """The lines as they are set; with emphasis only where Markdown can say it; without emphasis; without links."""
    yield tuple(map(_with_outer_signs_plain, lines))
    yield tuple(tuple(replace(run, em=False, strong=False) for run in line) for line in lines)
    yield tuple(map(_plain, lines))


def _plain(line: StyledLine) -> StyledLine:
    return (StyledRun(line_text(line)),)


def _with_fewest_signs(
    lines: Sequence[StyledLine], ends: tuple[str, str], frame: BlockFrame, *, tries: bool
) -> str | None:
    """The Markdown that is read as these lines; None where these signs of emphasis don't give any."""
    present = sorted({sign for line in lines for sign in signs_in(line_text(line))}, key=MARKDOWN_SIGNS.index)
    is_plain = not any(run.em or run.strong or run.link for line in lines for run in line)
    meant = _meant(lines)

    def text_with(signs: Iterable[str]) -> str:
        chosen = frozenset(signs)
        return "\\\n".join(_line(line, ends, chosen) for line in lines)

    def is_read(signs: Iterable[str]) -> bool:
        text = text_with(signs)
        return _read(frame(text)) == meant and not any(line.startswith(_MERGE_SIGNS) for line in text.split("\n"))

    if (not present and is_plain) or is_read(()):
        return text_with(())
    if not is_read(present):
        return None
    if not tries or sum(map(len, map(line_text, lines))) > _MOST_TRIED:
        return text_with(present)
    chosen = set(present)
    for sign in present:
        if is_read(chosen - {sign}):
            chosen -= {sign}
    return text_with(chosen)


def _line(line: StyledLine, ends: tuple[str, str], signs: frozenset[str]) -> str:
    """One line, with its links outside of its emphasis."""
    marks = _marks(line, ends)
    out = []
    for n, run in enumerate(line):
        before, after = "".join(marks[n]), "".join(marks[n + 1])
        left = before[-1:] or (line[n - 1].text[-1] if n else "")
        right = after[:1] or (line[n + 1].text[0] if n + 1 < len(line) else "")
        out += [before, escaped(run.text, left, right, signs)]
    return "".join([*out, *marks[len(line)]])


def _marks(line: StyledLine, ends: tuple[str, str]) -> list[list[str]]:
    """The marks before each run, and behind the last."""
    open_marks: list[tuple[str, int]] = []  # each with the run at which it ends
    marks: list[list[str]] = []
    for n in range(len(line) + 1):
        here = []
        while open_marks and open_marks[-1][1] == n:
            here.append(open_marks.pop()[0])
        if n < len(line):
            for opening, closing, end in _opened(line, n, ends, [mark for mark, _ in open_marks]):
                here.append(opening)
                open_marks.append((closing, min([end, *(last for _, last in open_marks[-1:])])))
        marks.append(here)
    return marks


def _opened(line: StyledLine, n: int, ends: tuple[str, str], inside: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """What begins before a run, the longest first: its mark, the mark at its end, and the run behind that."""
    run, found = line[n], []
    if run.link and (not n or line[n - 1].link != run.link):
        found.append(("[", f"]({run.address})", _end(line, n, lambda other: other.link == run.link)))
    if run.em and ends[0] not in inside:
        found.append((ends[0], ends[0], _end(line, n, lambda other: other.em)))
    if run.strong and ends[1] not in inside:
        found.append((ends[1], ends[1], _end(line, n, lambda other: other.strong)))
    yield from sorted(found, key=lambda one: (-one[2], one[0] != "["))


def _end(line: StyledLine, n: int, is_same: Callable[[StyledRun], bool]) -> int:
    return next((m for m in range(n, len(line)) if not is_same(line[m])), len(line))


# ── how it is read ───────────────────────────────────────────────────────────────────────────────────────────────────


def _meant(lines: Sequence[StyledLine]) -> list[StyledRun]:
    runs = [run for n, line in enumerate(lines) for run in ((StyledRun("\n"),) if n else ()) + line]
    return _numbered(replace(run, address="") for run in runs)


def _read(source: str) -> list[StyledRun] | None:
    """How the text of one block is read and set; None where it is not one block, or where a build would warn of it."""
    parsed = parse(source, "", lambda line, column: Location("", line + 1, column + 1), heading_shift=0)
    if parsed.problems:
        return None
    written = to_html(parsed)
    block = _BLOCK.fullmatch(_without_table(written))
    if not block or "<p>" in block[2]:
        return None
    runs, em, strong, link, links = [], 0, 0, 0, 0
    end = 0
    inside = block[2]
    for tag in _TAG.finditer(inside):
        runs.append(StyledRun(html.unescape(inside[end : tag.start()]), em > 0, strong > 0, link))
        end = tag.end()
        step = -1 if tag[1] else 1
        if tag[2] == "br":
            runs.append(StyledRun("\n"))
        elif tag[2] == "em":
            em += step
        elif tag[2] == "strong":
            strong += step
        else:
            links += step == 1
            link = links if step == 1 else 0
    runs.append(StyledRun(html.unescape(inside[end:]), em > 0, strong > 0, link))
    return _numbered(runs) if "<" not in _TAG.sub("", inside) else None


def _without_table(written: str) -> str:
    start, found, rest = written.partition("<th>")
    cell, _, end = rest.partition("</th>")
    is_cell = found and "<th>" not in end and "<td" not in end and start.startswith("<table>")
    return f"<th>{cell}</th>" if is_cell else written


def _numbered(runs: Iterable[StyledRun]) -> list[StyledRun]:
    """The runs with neighbours of one kind joined, and links counted from 1."""
    numbers: dict[int, int] = {0: 0}
    out: list[StyledRun] = []
    for style, some in groupby((run for run in runs if run.text), key=lambda run: replace(run, text="")):
        number = numbers.setdefault(style.link, len(numbers))
        out.append(replace(style, text="".join([run.text for run in some]), link=number))
    return out


# ── what Markdown can't say ──────────────────────────────────────────────────────────────────────────────────────────


def _with_addresses(line: StyledLine) -> StyledLine:
    """The line with the addresses of its links as Markdown takes them; a link that leads to no page is text."""
    runs = [replace(run, address=_address(run.address)) if run.link else run for run in line]
    return tuple(run if run.address else replace(run, link=0) for run in runs)


def _address(address: str) -> str:
    """An address between round brackets; empty where it is not one of the web."""
    address = address.strip()
    if not _ADDRESS.match(address) or any("\ud800" <= sign <= "\udfff" for sign in address):
        return ""
    nested = address.count("(") == address.count(")") <= 1 and address.find("(") <= address.find(")")
    safe = _SAFE if nested else _SAFE - {"(", ")"}
    quoted = "".join([sign if sign in safe or _is_letter(sign) else _in_percent(sign) for sign in address])
    return quoted.replace("&", "&amp;") if ";" in quoted else quoted


def _is_letter(sign: str) -> bool:
    return not sign.isascii() and sign.isalnum()


def _in_percent(sign: str) -> str:
    return "".join([f"%{byte:02X}" for byte in sign.encode()])


def _with_outer_signs_plain(line: StyledLine) -> StyledLine:
    """The line with its emphasis drawn in to where Markdown can say it: not over white space at its ends, nor over
    punctuation that touches a letter outside."""
    for weak in (True, False):
        line = _drawn_in(line, weak=weak)
    return line


def _drawn_in(line: StyledLine, *, weak: bool) -> StyledLine:
    def is_set(run: StyledRun) -> bool:
        return run.em if weak else run.strong

    out: list[StyledRun] = []
    at = 0
    text = line_text(line)
    for stressed, some in groupby(line, key=is_set):
        runs = list(some)
        size = sum(len(run.text) for run in runs)
        if stressed:
            first, last = _inner(text, at, at + size)
            runs = [piece for run in _cut(runs, first - at, last - at, weak=weak) for piece in [run] if piece.text]
        out += runs
        at += size
    return tuple(out)


def _inner(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a range that can be emphasized."""
    first, last = start, end
    while first < last and _can_not_end(text[first], text[first - 1] if first else ""):
        first += 1
    while last > first and _can_not_end(text[last - 1], text[last] if last < len(text) else ""):
        last -= 1
    if first < last and (first > start) != (last < end) and text[first - (first > start)] in _OPENING:
        is_pair = text[last - (last == end)] in _CLOSING
        return (first + (first == start), last - (last == end)) if is_pair else (first, last)
    return first, last


def _can_not_end(inner: str, outer: str) -> bool:
    """Whether a mark between these characters is neither the beginning nor the end of emphasis."""
    if inner.isspace():
        return True
    is_sign = unicodedata.category(inner)[0] in "PS"
    is_free = not outer or outer.isspace() or unicodedata.category(outer)[0] == "P"
    return is_sign and not is_free


def _cut(runs: Sequence[StyledRun], first: int, last: int, *, weak: bool) -> Iterator[StyledRun]:
    """The runs, with emphasis from one offset to another only."""
    at = 0
    for run in runs:
        a, b = (min(max(edge - at, 0), len(run.text)) for edge in (first, last))
        plain = replace(run, em=False) if weak else replace(run, strong=False)
        yield replace(plain, text=run.text[:a])
        yield replace(run, text=run.text[a:b])
        yield replace(plain, text=run.text[max(a, b) :])
        at += len(run.text)
