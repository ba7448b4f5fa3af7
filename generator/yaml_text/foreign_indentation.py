"""Indentation by characters that look like spaces and are none: no-break spaces of a web page, a wide space, a mark of
no width. YAML takes them for the beginning of a key.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from generator.diagnostics import Diagnostic, Paste
from generator.yaml_text.tree import LONGEST_PASTE, YamlText

_NAMES = {
    "\u00a0": "no-break spaces",
    "\u202f": "narrow no-break spaces",
    "\u2007": "figure spaces",
    "\u2002": "en spaces",
    "\u2003": "em spaces",
    "\u2009": "thin spaces",
    "\u3000": "ideographic spaces",
    "\u200b": "characters of no width",
    "\ufeff": "characters of no width",
    "\u2060": "characters of no width",
}
_WIDTHS = {"\u3000": 2, "\u200b": 0, "\ufeff": 0, "\u2060": 0}
"""How many spaces stand for a character that is not as wide as one."""
_LEAD = re.compile(rf"[ \t]*[{''.join(_NAMES)}][ \t{''.join(_NAMES)}]*(?=\S)")
_ENTRY = re.compile(r"""(?:- +)*(?:[\w.-]+|"[^"]*"|'[^']*')\s*:(?:\s|$)|- """)


class Respaced(NamedTuple):
    """A text with spaces in place of what looks like them, and the problem of each run of its lines."""

    text: YamlText
    problems: tuple[Diagnostic, ...]
    lines: frozenset[int]


def respaced(text: YamlText) -> Respaced | None:
    """The text with spaces at the beginning of its entries; None if they are indented by spaces alone.

    Whether it is what was meant, the parser tells: a text of several lines may begin one of them so.
    """
    if text.text.isascii():
        return None
    lines = text.text.split("\n")
    leads = {n: lead for n, line in enumerate(lines) if (lead := _LEAD.match(line)) and len(line) <= LONGEST_PASTE}
    entries = {n: lead for n, lead in leads.items() if _ENTRY.match(lines[n], lead.end())}
    if not entries:
        return None
    for n, lead in entries.items():
        spaces = "".join(" " * _WIDTHS.get(sign, 1) if sign in _NAMES else sign for sign in lead[0])
        lines[n] = spaces + lines[n][lead.end() :]
    found = tuple(_told(text, lines, first, last, entries[first][0]) for first, last in _runs(sorted(entries)))
    numbers = frozenset(n + text.first_line for n in entries)
    return Respaced(YamlText(text.path, "\n".join(lines), text.first_line), found, numbers)


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    first = last = numbers[0]
    for n in numbers[1:]:
        if n != last + 1:
            yield first, last
            first = n
        last = n
    yield first, last


def _told(text: YamlText, lines: list[str], first: int, last: int, lead: str) -> Diagnostic:
    sign = next(sign for sign in lead if sign in _NAMES)
    at, end = text.first_line + first, text.first_line + last
    what = "This line is" if first == last else f"Lines {at}–{end} are"
    return Diagnostic.of(
        "yaml-syntax",
        text.location(sum(len(line) + 1 for line in text.text.split("\n")[:first])),
        f"{what} indented with {_NAMES[sign]} (U+{ord(sign):04X}), but YAML allows only spaces.",
        step="Indent with spaces.",
        paste=Paste(at, end, tuple(lines[first : last + 1])),
    )
