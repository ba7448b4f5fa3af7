"""Removes comments and needless white space from style sheets and scripts. Strings in them stay as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

_CSS_COMMENT = r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/"
_GAP = rf"(?:\s|{_CSS_COMMENT})"
# Strings, addresses without quotation marks, and escapes, whose last space is part of them, are kept whole.
_CSS_PIECE = re.compile(
    r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|(?i:\burl)\(\s*[^\s"')][^)]*\)|\\(?:[0-9a-fA-F]{1,6}\s?|.))"""
    r"|(?<![\w.])0+(?P<fraction>\.\d)"
    rf"|(?:{_GAP}|;)*+(?P<end>\}}){_GAP}*+"
    rf"|{_GAP}*+(?P<sign>[{{;,>]|/(?!\*)|:(?={_GAP})){_GAP}*+"
    rf"|(?P<gap>{_GAP}++)",
    re.DOTALL,
)

_JS_GAP = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
_JS_PATTERN = re.compile(r"/(?![*/])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/\w*")
_JS_PIECE = re.compile(r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|[\w$]+|.""", re.DOTALL)
_JS_JOINED = re.compile(r"[\w$]{2}|\+\+|--|\?\.|.?/.?")  # what would become one token, or begin a comment, if it met
_JS_OPERATORS = "(,=:[!&|?{};+-*%<>~^"
_JS_WORDS = "return typeof case in of do else void delete throw await yield"
_JS_BEFORE_PATTERN = {"", *_JS_OPERATORS, *_JS_WORDS.split()}


def compact_style(css: str) -> str:
    """The style sheet without comments, needless white space, semicolons at the end of a block, and the
    zero in front of a fraction."""

    def shortened(piece: re.Match[str]) -> str:
        if piece["gap"] and (piece.start() == 0 or piece.end() == len(css)):
            return ""
        return next(filter(None, piece.group("text", "fraction", "end", "sign")), "") or _separated(piece["gap"])

    return _CSS_PIECE.sub(shortened, css)


def _separated(gap: str) -> str:
    """What stays of white space and comments between two words. For comments alone an empty one: without it the words
    would be one, and a space could make one selector two."""
    return " " if re.sub(_CSS_COMMENT, "", gap) else "/**/"


def compact_script(script: str) -> str:
    """The script without comments and needless white space; it ends in a line break unless it is empty.

    A slash begins a regular expression where no value can end: after an operator, an opening bracket, or a keyword such
    as `return`. No template string may contain another one.
    """
    pieces = "".join(_pieces_of_script(script.strip())).strip()
    return pieces + "\n" if pieces else ""


def _pieces_of_script(script: str) -> Iterator[str]:
    place, last = 0, ""
    while place < len(script):
        if gap := _JS_GAP.match(script, place):
            place = gap.end()
            yield _break_or_space(gap[0], last, script[place : place + 1])
            continue
        pattern = _JS_PATTERN.match(script, place) if last in _JS_BEFORE_PATTERN else None
        found = pattern or _JS_PIECE.match(script, place)
        assert found, "every character is a piece"
        place, last = found.end(), found[0]
        yield found[0]


def _break_or_space(gap: str, before: str, after: str) -> str:
    """What stays of a gap. A line break may end a statement, but not behind a comma, a semicolon or a bracket that was
    opened, and before a bracket that ends a block a statement ends without it."""
    if "\n" in gap and before not in (",", ";", "(", "[", "{") and after != "}":
        return "\n"
    return " " if _JS_JOINED.fullmatch(before[-1:] + after) else ""
