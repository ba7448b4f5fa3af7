"""The head of a copied text: which lines say its title, section, date, authors and picture, and which are a menu.

A line that could be part of the text is left to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.compiling.page_words import folded_line
from generator.importing.scraped_lines import ScrapedLine
from generator.importing.scraped_signs import (
    byline_of,
    caption_of,
    credit_of,
    crumbs_of,
    date_line,
    is_address,
    is_menu,
    is_prose,
    is_sentence,
    page_words_of,
)

_LONGEST_HEAD = 60
"""Lines that are looked at before the first one of the text."""
_BEHIND = 2
"""Paragraphs behind which a line still counts as the head's, if it gives a date or authors."""
_LONGEST_TITLE, _SHORTEST_TITLE, _FEWEST_WORDS, _WIDE_TITLE = 200, 16, 4, 6
_LONGEST_SUBTITLE = 300
_FULL_STOPS = frozenset(".。।")
_FEWEST_OF_MENU = 3
"""Short lines above the title; fewer may be the text's own."""
_LONGEST_SECTION, _MOST_WORDS_OF_SECTION = 30, 3


@dataclass(slots=True)
class Head:
    """What the lines above a text say. `taken` are the places of lines that are in the front matter; `out` those of
    lines that are not part of the text, with what they are. `unclear_date` is a date with two readings."""

    title: str = ""
    subtitle: str = ""
    section: tuple[str, ...] = ()
    date: str = ""
    unclear_date: str = ""
    authors: tuple[str, ...] = ()
    caption: str = ""
    credit: str = ""
    taken: dict[int, str] = field(default_factory=dict)
    out: dict[int, str] = field(default_factory=dict)


def read_head(lines: Sequence[ScrapedLine]) -> Head:
    """What the first lines of a copied text are."""
    head = Head()
    start = _first_of_text(lines)
    at = _title_at(lines, start)
    if at is not None:
        head.title = lines[at].text
        head.taken[at] = "title"
    for n in range(min(start + _BEHIND, len(lines))):
        if n not in head.taken and (n < start or _gives_facts(lines[n].text)):
            _read_line(head, n, lines[n].text, is_above=at is not None and n < at)
    if at is not None:
        _read_menu(head, lines, at)
        _read_subtitle(head, lines, at, start)
    return head


def _first_of_text(lines: Sequence[ScrapedLine]) -> int:
    """The place of the first line that is running text, and not a sentence below the title that the date or the authors
    follow."""
    has_title = False
    most = min(len(lines), _LONGEST_HEAD)
    for n, line in enumerate(lines[:most]):
        text = line.text
        if is_prose(text) and not (_is_other(text) or (not has_title and _is_title(text))):
            is_subtitle = has_title and _is_title(lines[n - 1].text) and n + 1 < most
            if not (is_subtitle and len(text) <= _LONGEST_SUBTITLE and _gives_facts(lines[n + 1].text)):
                return n
        has_title = has_title or _is_title(text)
    return most


def _title_at(lines: Sequence[ScrapedLine], start: int) -> int | None:
    """The place of the title: the first line above the text that is long enough, or else the longest."""
    able = [n for n in range(start) if not _is_other(lines[n].text) and _may_be_title(lines[n].text)]
    if full := [n for n in able if _is_title(lines[n].text)]:
        return full[0]
    return max(able, key=lambda n: len(lines[n].text), default=None)


def _is_title(text: str) -> bool:
    if _is_other(text) or not _may_be_title(text):
        return False
    is_wide = not text.isascii() and len(text) >= _WIDE_TITLE and " " not in text
    return len(text.split()) >= _FEWEST_WORDS or len(text) >= _SHORTEST_TITLE or is_wide


def _may_be_title(text: str) -> bool:
    return len(text) <= _LONGEST_TITLE and text[-1] not in _FULL_STOPS


def _is_other(text: str) -> bool:
    """Whether a line is surely no title."""
    return bool(
        crumbs_of(text)
        or is_menu(text)
        or date_line(text)
        or byline_of(text)
        or caption_of(text)
        or credit_of(text)
        or page_words_of(text)
        or is_address(text)
    )


def _gives_facts(text: str) -> bool:
    return bool(date_line(text) or byline_of(text))


def _read_line(head: Head, n: int, text: str, *, is_above: bool) -> None:
    """Notes what a line of the head is, if that is certain."""
    if what := page_words_of(text):
        head.out[n] = what
    elif dated := date_line(text):
        _read_date(head, n, text, dated.date, dated.authors)
    elif (names := byline_of(text)) and not is_above:
        head.taken[n] = "byline"
        head.authors = head.authors or names
    elif crumbs := crumbs_of(text):
        head.out[n] = "breadcrumb"
        head.section = head.section or tuple(c for c in crumbs if folded_line(c) != folded_line(head.title))
    elif is_menu(text):
        head.out[n] = "menu"
    elif head.title and folded_line(text) == folded_line(head.title):
        head.out[n] = "title, a second time"
    elif not head.caption and (caption := caption_of(text)):
        head.caption, head.credit = caption
        head.taken[n] = "caption"
    elif credit := credit_of(text):
        _read_credit(head, n, credit)


def _read_date(head: Head, n: int, text: str, date: str, authors: tuple[str, ...]) -> None:
    head.authors = head.authors or authors
    if date and not head.date:
        head.date = date
        head.taken[n] = "date"
    elif head.date:
        head.out[n] = "second date"
    else:
        head.unclear_date = head.unclear_date or text
        head.out[n] = "date with two readings"


def _read_credit(head: Head, n: int, credit: str) -> None:
    if head.caption and not head.credit:
        head.credit = credit
        head.taken[n] = "credit"
    else:
        head.out[n] = "credit of a picture"


def _read_menu(head: Head, lines: Sequence[ScrapedLine], at: int) -> None:
    """Notes what is above the title and nothing else: a single short line is the section, three or more are a menu."""
    rest = [n for n in range(at) if n not in head.taken and n not in head.out]
    section = lines[rest[-1]].text if rest else ""
    is_section = len(section) <= _LONGEST_SECTION and len(section.split()) <= _MOST_WORDS_OF_SECTION
    if len(rest) == 1 and is_section and not head.section and not is_sentence(section):
        head.section = (section,)
        head.taken[rest[0]] = "section"
        return
    short = [n for n in rest if len(lines[n].text) <= _LONGEST_SECTION and not is_sentence(lines[n].text)]
    if len(short) >= _FEWEST_OF_MENU:
        head.out |= dict.fromkeys(short, "menu")


def _read_subtitle(head: Head, lines: Sequence[ScrapedLine], at: int, start: int) -> None:
    """Takes the line right below the title as the subtitle if the date or the authors follow, or if it is no sentence
    and the only one between title and text."""
    n = next((n for n in range(at + 1, len(lines)) if n not in head.out), len(lines))
    if n >= len(lines) or n in head.taken or len(lines[n].text) > _LONGEST_SUBTITLE:
        return
    follows = next((m for m in range(n + 1, len(lines)) if m not in head.out), -1)
    is_followed = head.taken.get(follows) in {"date", "byline"}
    others = [m for m in range(at + 1, start) if m not in head.taken and m not in head.out]
    if is_followed or (others == [n] and not is_sentence(lines[n].text)):
        head.subtitle = lines[n].text
        head.taken[n] = "subtitle"
