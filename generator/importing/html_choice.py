"""Which runs of a web page are the article: trafilatura says which text, and the page itself says where it is."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

_NO_LETTERS = re.compile(r"[\W_]+")
_LINE_ENDS = frozenset("body cell code fw head item lb list p quote row table".split())
"""Elements of trafilatura's XML that end a line."""
_SHINGLE = 12
"""Letters. A line is found again within another by pieces of this length."""


@dataclass(frozen=True, slots=True)
class ExtractedText:
    """What trafilatura takes for the article: its lines in order, and what it says of the page (often wrong)."""

    lines: tuple[str, ...] = ()
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    site: str = ""
    address: str = ""


def extracted(root: Any, today: dt.date) -> ExtractedText:
    """The article of a page by trafilatura, which changes the tree that it is given. `today` is the last day of dates.

    Reads its XML: its Markdown loses block quotes.
    """
    from trafilatura import bare_extraction  # late: an extra, and slow to load

    document = bare_extraction(
        root,
        include_comments=False,
        include_formatting=True,
        output_format="xml",
        with_metadata=True,
        date_extraction_params={"original_date": True, "extensive_search": False, "max_date": today.isoformat()},
    )
    if document is None:
        return ExtractedText()
    assert not isinstance(document, dict), "only `as_dict` asks for one"
    return ExtractedText(
        tuple(_lines(document.body)),
        document.title or "",
        tuple(filter(None, (name.strip() for name in (document.author or "").split(";")))),
        document.date or "",
        document.sitename or "",
        document.url or "",
    )


def _lines(body: Any) -> Iterator[str]:
    from lxml import etree  # late: an extra, and slow to load

    line: list[str] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if element.tag in _LINE_ENDS:
            if text := "".join(line).strip():
                yield text
            line = []
        line.append((element.text if event == "start" else element.tail) or "")
    if text := "".join(line).strip():
        yield text


# ── lines again ──────────────────────────────────────────────────────────────────────────────────────────────────────


def line_key(text: str) -> str:
    """The letters and digits of a text: what is compared, since space and signs differ between programs."""
    return _NO_LETTERS.sub("", text)


def places(lines: Sequence[str], page: Sequence[str]) -> dict[int, list[int]]:
    """For each line (by number) that is in the page, the lines of the page in which it is, in order.

    Takes keys. A line is first looked for whole, from those that occur once on, then in parts between its neighbours.
    """
    exact = _whole_lines(lines, page)
    found = {line: [place] for line, place in exact}
    before = (-1, -1)
    for after in [*exact, (len(lines), len(page))]:
        rest = range(before[0] + 1, after[0])
        if rest:
            found |= _in_parts(rest, range(before[1] + 1, after[1]), lines, page)
        before = after
    return found


def _whole_lines(lines: Sequence[str], page: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of equal lines, rising in both: those that occur once in each as anchors, and between them the first."""
    where: dict[str, list[int]] = {}
    for place, key in enumerate(page):
        where.setdefault(key, []).append(place)
    times: dict[str, int] = {}
    for key in lines:
        times[key] = times.get(key, 0) + 1
    once = [(n, where[key][0]) for n, key in enumerate(lines) if times[key] == 1 and len(where.get(key, ())) == 1]
    pairs: list[tuple[int, int]] = []
    before = (-1, -1)
    for after in [*_rising(once), (len(lines), len(page))]:
        last = before[1]
        for n in range(before[0] + 1, after[0]):
            known = where.get(lines[n], [])
            index = bisect_left(known, last + 1)
            if index < len(known) and known[index] < after[1]:
                last = known[index]
                pairs.append((n, last))
        if after[0] < len(lines):
            pairs.append(after)
        before = after
    return pairs


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest row of pairs in which the second numbers rise, too (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int] = []
    for n, (_, place) in enumerate(pairs):
        pile = bisect_left(ends, place)
        previous.append(at[pile - 1] if pile else -1)
        if pile == len(ends):
            ends.append(place)
            at.append(n)
        else:
            ends[pile], at[pile] = place, n
    row = []
    n = at[-1] if at else -1
    while n >= 0:
        row.append(pairs[n])
        n = previous[n]
    return row[::-1]


def _in_parts(rest: range, gap: range, lines: Sequence[str], page: Sequence[str]) -> dict[int, list[int]]:
    """For lines that are nowhere whole: the lines of the page between their neighbours that share most text."""
    of_line = {piece: n for n in rest for piece in _pieces(lines[n])}
    found: dict[int, list[int]] = {}
    for place in gap:
        key = page[place]
        shared = [of_line[piece] for piece in _pieces(key) if piece in of_line]
        if shared and len(shared) * 2 >= max(1, len(key) - _SHINGLE + 1):
            for n in set(shared):
                found.setdefault(n, []).append(place)
    return found


def _pieces(key: str) -> Iterator[str]:
    for start in range(max(1, len(key) - _SHINGLE + 1)):
        yield key[start : start + _SHINGLE]
