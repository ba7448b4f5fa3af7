"""Shortens what a page says of itself to a line of plain text: its `description`. Reads rendered HTML as plain text.

Knows neither pages nor the words of the interface: a template makes the sentence.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator

from markupsafe import Markup

MOST_CHARACTERS = 160
"""The most characters of a description. Search engines and link previews show about as many."""
_NOT_AT_THE_END = " ,;:–—-(«“„‘\"'،؛"
_JOINER = "\u200d"
_TAG = re.compile("<[^<>]*>")  # enough for HTML of the renderer and templates, which escape `<` and `>` elsewhere


def brief(text: str) -> str:
    """A text on one line, without markup, of at most `MOST_CHARACTERS`. `Markup` is HTML, any other text is plain.

    A longer text is cut between words, or between characters where it has no spaces, and ends with `…`.
    """
    line = plain_text(text) if isinstance(text, Markup) else " ".join(text.split())
    if len(line) <= MOST_CHARACTERS:
        return line
    words, space, _ = line[:MOST_CHARACTERS].rpartition(" ")
    kept = words if space and len(words) > MOST_CHARACTERS // 2 else _whole_characters(line, MOST_CHARACTERS - 1)
    return kept.rstrip(_NOT_AT_THE_END) + "…"


def opening(text: str) -> Markup:
    """The first paragraphs of HTML that the Markdown renderer made, as many as a description needs.

    All of it where it has no paragraph.
    """
    found: list[str] = []
    for paragraph in paragraphs(text):
        found.append(paragraph)
        if sum(map(len, found)) >= MOST_CHARACTERS:
            break
    return Markup(" ".join(found) or text)


def plain_text(text: str) -> str:
    """HTML that the Markdown renderer or a template made, as plain text on one line."""
    return " ".join(without_markup(text).split())


def without_markup(text: str) -> str:
    """HTML that the Markdown renderer or a template made, as plain text, with its spaces and lines."""
    return html.unescape(_TAG.sub("", text))


def paragraphs(text: str) -> Iterator[str]:
    """Each paragraph of HTML that the Markdown renderer made, from its `<p>` to before its `</p>`."""
    end = 0
    while (start := _paragraph(text, end)) >= 0 and (end := text.find("</p>", start)) >= 0:
        yield text[start:end]


def _paragraph(text: str, start: int) -> int:
    """Where the next `<p>` begins, with or without attributes; -1 if there is none."""
    places = [at for sign in ("<p>", "<p ") if (at := text.find(sign, start)) >= 0]
    return min(places, default=-1)


def _whole_characters(line: str, length: int) -> str:
    """At most `length` code points of a text, without part of a character that several of them form."""
    while length and (unicodedata.category(line[length])[0] == "M" or _JOINER in line[length - 1 : length + 1]):
        length -= 1
    return line[:length]
