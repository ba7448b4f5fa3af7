"""The foot of a copied text: what sites set below their articles. A sentence stays with the text unless it is known."""

from __future__ import annotations

from collections.abc import Sequence

from generator.importing.scraped_lines import ScrapedLine
from generator.importing.scraped_signs import is_address, is_prose, is_sentence, page_words_of

_LONGEST_TEASER = 140
"""Characters of a line, without the end of a sentence, that can be the headline of another article."""
_ENDS_OF_INVITATIONS = (":", "：")


def read_foot(lines: Sequence[ScrapedLine], start: int) -> dict[int, str]:
    """The places of the lines that are not part of the text, with what they are: the words of the site in all lines,
    and what is below the last of these from `start` on."""
    out = {n: what for n, line in enumerate(lines) if (what := page_words_of(line.text))}
    anchor = _anchor(lines, start, out)
    if anchor is None:
        return out
    for n in range(anchor, len(lines)):
        out.setdefault(n, "link to another page" if is_address(lines[n].text) else "line below the text")
    before = anchor - 1
    while before > start and (is_address(lines[before].text) or _invites(lines, before)):
        out[before] = "address" if is_address(lines[before].text) else "words of the site"
        before -= 1
    return out


def _anchor(lines: Sequence[ScrapedLine], start: int, out: dict[int, str]) -> int | None:
    """The place of the first of a site's own words below which nothing could be part of the text."""
    anchor = None
    for n in range(len(lines) - 1, start - 1, -1):
        if n in out:
            anchor = n
        elif _is_of_text(lines[n].text):
            break
    return anchor


def _is_of_text(text: str) -> bool:
    """Whether a line could be part of the text: a sentence, or one too long for a headline."""
    return is_prose(text) or (is_sentence(text) and text[-1] != "?") or len(text) > _LONGEST_TEASER


def _invites(lines: Sequence[ScrapedLine], n: int) -> bool:
    """Whether a line announces the addresses below it."""
    return lines[n].text.endswith(_ENDS_OF_INVITATIONS) and n + 1 < len(lines) and is_address(lines[n + 1].text)
