"""Takes signs out of a quote that are no part of an article's text: list numbers, bullets, signs of Markdown.

A writer who copies from the page copies the numbers of a list as well, and one who copies from the source copies its
Markdown. Decides nothing; knows plain text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_WITH_SIGNS = 5_000
"""Characters of a quote. From a longer one no sign is taken."""

_BULLETS = "•◦▪‣·●○■*+"
_MAY_HAVE_SIGNS = re.compile(rf"^\s*(?:\d{{1,9}}[.)]\s|[-–—>#{_BULLETS}])|[*_`~\[\\|<\n]")
_BEFORE_LINE = re.compile(
    rf"^[ \t]*((?:>[ \t]*|(?:\d{{1,9}}[.)]|[{_BULLETS}]|[-–—](?=[ \t]+\D)|\#{{1,6}}|\[[ xX]\])[ \t]+)+)", re.MULTILINE
)
_NUMBER = re.compile(r"(?:^|(?<=\s))(\d{1,9})[.)]\s+")
_BULLET = re.compile(rf"(?:^|(?<=\s))(?:[{_BULLETS}]|[-–—](?=\s+\D))\s+")
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\([^()\s]*(?:[ \t]+\"[^\"\n]*\")?\)|\[[^\[\]]*\])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_ADDRESS = re.compile(r"<((?:https?:|mailto:)[^<>\s]+)>")
_INLINE = re.compile(r"\\([!-/:-@\[-`{-~])|\*+|~~|`+|_+")

_NUMBERS, _DOTS, _MARKDOWN = "list numbers", "bullets", "Markdown signs"


def without_signs(quote: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yields the quote without signs that it may have been copied with, and what they are: the fewest first."""
    if len(quote) > LONGEST_WITH_SIGNS or not _MAY_HAVE_SIGNS.search(quote):
        return
    lines, of_lines = _without_signs_of_lines(quote)
    listed, of_list = _without_signs_of_list(lines)
    inline = _without_inline_signs(quote)
    both = _without_inline_signs(lines)
    everything = _without_inline_signs(listed)
    markdown = {_MARKDOWN}
    seen = {quote}
    for words, kinds in (
        (lines, of_lines),
        (listed, of_lines | of_list),
        (inline, markdown),
        (both, of_lines | markdown),
        (everything, of_lines | of_list | markdown),
    ):
        if words not in seen and words.strip():
            seen.add(words)
            yield words.strip(), tuple(kind for kind in (_NUMBERS, _DOTS, _MARKDOWN) if kind in kinds)


def _without_signs_of_lines(quote: str) -> tuple[str, set[str]]:
    signs = [match[1] for match in _BEFORE_LINE.finditer(quote)]
    kinds = {kind for sign in signs for kind in _kinds(sign)}
    return _BEFORE_LINE.sub("", quote), kinds


def _kinds(sign: str) -> Iterator[str]:
    if any(map(str.isdigit, sign)):
        yield _NUMBERS
    if any(c in ">#[" for c in sign):
        yield _MARKDOWN
    if any(c in _BULLETS or c in "-–—" for c in sign):
        yield _DOTS


def _without_signs_of_list(quote: str) -> tuple[str, set[str]]:
    """Takes out the numbers and bullets of further items, which YAML may have put on one line with the first."""
    numbers = [int(match[1]) for match in _NUMBER.finditer(quote)]
    kinds = set()
    if numbers:
        following = iter(range(numbers[0], numbers[0] + len(numbers)))
        expected = next(following)

        def removed(match: re.Match[str]) -> str:
            nonlocal expected
            if int(match[1]) != expected:
                return match[0]
            expected = next(following, -1)
            return ""

        quote = _NUMBER.sub(removed, quote)
        kinds.add(_NUMBERS)
    if _BULLET.search(quote):
        quote = _BULLET.sub("", quote)
        kinds.add(_DOTS)
    return quote, kinds


def _without_inline_signs(quote: str) -> str:
    words = _FOOTNOTE.sub("", quote)
    words = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", words))
    return _INLINE.sub(_inline, words.replace("|", " "))


def _inline(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    text, start, end = match.string, match.start(), match.end()
    in_a_word = text[start - 1 : start].isalnum() and text[end : end + 1].isalnum()
    return match[0] if match[0][0] == "_" and in_a_word else ""
