"""Takes signs out of a quote that are no part of an article's text: list numbers, bullets, signs of Markdown, marks
around the whole.

A writer who copies from the page copies the numbers of a list as well, one who copies from the source copies its
Markdown, and one who quotes as in a letter adds quotation marks and ellipses. Decides nothing; knows plain text only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST_WITH_SIGNS = 5_000
"""Characters of a quote. From a longer one no sign is taken."""

_BULLETS = "•◦▪‣·●○■*+"
_OPENING, _CLOSING = "“„‟«‹»›\"'‘‚‛「『", "”“‟»›«‹\"'’‘」』"
_ELLIPSES = r"(?:\[ ?(?:…|\.{3}) ?\]|\( ?(?:…|\.{3}) ?\)|…|\.{3})"
_MAY_HAVE_SIGNS = re.compile(
    rf"^\s*(?:\d{{1,9}}[.)]\s|[-–—>#{_BULLETS}{_OPENING}]|{_ELLIPSES})|[*_`~\[\\|<\n]|https?://|{_ELLIPSES}\s*$"
)
_BEFORE_LINE = re.compile(
    rf"^[ \t]*((?:>[ \t]*|(?:\d{{1,9}}[.)]|[{_BULLETS}]|[-–—](?=[ \t]+\D)|\#{{1,6}}|\[[ xX]\])[ \t]+)+)", re.MULTILINE
)
_NUMBER = re.compile(r"(?:^|(?<=\s))(\d{1,9})[.)]\s+")
_BULLET = re.compile(rf"(?:^|(?<=\s))(?:[{_BULLETS}]|[-–—](?=\s+\D))\s+")
_LINK = re.compile(
    r"!?\[([^\[\]]*)\](?:\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)?)(?:[ \t]+\"[^\"\n]*\")?\)|\[[^\[\]]*\])"
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]+\]")
_ADDRESS = re.compile(r"<((?:https?:|mailto:)[^<>\s]+)>")
_INLINE = re.compile(r"\\([!-/:-@\[-`{-~])|\*+|~~|`+|_+")

_LEADING = re.compile(rf"^\s*{_ELLIPSES}\s*")
_TRAILING = re.compile(rf"(?<!\s)\s*{_ELLIPSES}\s*$")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,300})?/?>")
_BREAK = re.compile(r"<br ?/?>|</p>", re.IGNORECASE)
_LINE_NUMBER = re.compile(r"^[ \t]*(\d{1,6})(?:[ \t]*[:|→][ \t]*|[ \t]+)", re.MULTILINE)
_ADDRESS_AT_END = re.compile(
    r"(?<!\s)\s*(?:[(\[]?\b(?:read more|more|source|see|link|via|from)\b[^.!?\n]{0,20}?:?\s*)?<?https?://\S+$",
    re.IGNORECASE,
)
_ALTERED = re.compile(r"\[([^\W\d_])\](?=[^\W\d_])")
_INSERTED_BEFORE = re.compile(r"^\[[^\[\]]{2,80}\]\s+")
_FEWEST_WORDS = 3

_NUMBERS, _DOTS, _MARKDOWN = "list numbers", "bullets", "Markdown signs"
_OUTER, _CUTS, _HTML = "the quotation marks around it", "the ellipses at its ends", "HTML tags"
_LINES, _SOURCE, _LETTER = "line numbers", "the address at its end", "the letter in brackets"
_INSERTED = "the words in brackets at its beginning"
_KINDS = (_NUMBERS, _DOTS, _MARKDOWN, _HTML, _LINES, _SOURCE, _CUTS, _OUTER, _LETTER, _INSERTED)


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
    inside = (
        (quote, set[str]()),
        (lines, of_lines),
        (listed, of_lines | of_list),
        (inline, markdown),
        (both, of_lines | markdown),
        (everything, of_lines | of_list | markdown),
    )
    seen = {quote}
    for words, kinds in (*inside[1:], *((bare, kinds | more) for one, kinds in inside for bare, more in [_bare(one)])):
        if words not in seen and words.strip():
            seen.add(words)
            yield words.strip(), tuple(kind for kind in _KINDS if kind in kinds)


def _bare(quote: str) -> tuple[str, set[str]]:
    """Takes away what surrounds a quote: quotation marks, ellipses, an address; and tags, numbers of lines."""
    words, kinds = quote.strip(), set()
    for kind, without in _SURROUNDINGS:
        if (bare := without(words)) != words:
            words = bare
            kinds.add(kind)
    return words, kinds


def _without_tags(words: str) -> str:
    return _TAG.sub("", _BREAK.sub("\n", words)) if "<" in words else words


def _without_line_numbers(words: str) -> str:
    numbers = [int(match[1]) for match in _LINE_NUMBER.finditer(words)]
    count = words.count("\n") + 1
    are_counted = count > 1 and numbers == list(range(numbers[0] if numbers else 0, (numbers or [0])[0] + count))
    return _LINE_NUMBER.sub("", words) if are_counted else words


def _without_address(words: str) -> str:
    return _ADDRESS_AT_END.sub("", words) if "://" in words else words


def _without_ellipses(words: str) -> str:
    return _TRAILING.sub("", _LEADING.sub("", words))


def _without_marks(words: str) -> str:
    around = len(words) > 2 and words[0] in _OPENING and words[-1] in _CLOSING
    return words[1:-1].strip() if around else words


def _with_letter_before(words: str) -> str:
    """The words before a writer changed the case of a letter: “at” of “[A]t”."""
    return _ALTERED.sub(lambda match: match[1].swapcase(), words) if "[" in words else words


def _without_inserted(words: str) -> str:
    """The words without a subject that a writer put in their place: “is empty” of “[The report] is empty”."""
    rest = _INSERTED_BEFORE.sub("", words) if words.startswith("[") else words
    return rest if len(rest.split()) >= _FEWEST_WORDS else words


_SURROUNDINGS = (
    (_HTML, _without_tags),
    (_LINES, _without_line_numbers),
    (_SOURCE, _without_address),
    (_CUTS, _without_ellipses),
    (_OUTER, _without_marks),
    (_CUTS, _without_ellipses),
    (_LETTER, _with_letter_before),
    (_INSERTED, _without_inserted),
)


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
