"""Characters that other programs write in ways of their own: surrogate pairs, and leftovers of Windows-1252.

Works on plain strings and keeps every offset. Knows no YAML beyond the escapes in double quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# ── surrogate pairs ──────────────────────────────────────────────────────────────────────────────────────────────────

# JSON writes a character beyond U+FFFF as two escapes, `\ud83d\ude00`, and JSON is YAML. YAML parsers refuse them.
_STAND_IN = r"\ufffe\uffff"  # two characters that no text can contain, in escapes of the same length as a pair
_PAIR = r"\\u(?P<high>[dD][89abAB][0-9a-fA-F]{2})\\u(?P<low>[dD][c-fC-F][0-9a-fA-F]{2})"
_ESCAPES = re.compile(rf"{_PAIR}|(?P<typed>\\u[fF]{{3}}[eE]\\u[fF]{{4}})|\\.", re.DOTALL)
_LETTERS = re.compile(rf"{_PAIR}|{re.escape(_STAND_IN)}")
_HIGH_HALF = re.compile(r"\\u[dD][89abAB]")
HALF = re.compile(r"\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|U0000[dD][89a-fA-F][0-9a-fA-F]{2}|U(?!000|0010)[0-9a-fA-F]{8})")
"""An escape that produces no character: half of a pair, where the other half is missing, or a number beyond Unicode."""


def without_pairs(text: str) -> str:
    """A YAML text in which each pair of surrogate escapes is replaced by two escapes that a parser accepts.

    Outside double quotation marks a pair is twelve letters, but only the parser can tell: `with_pairs` restores both.
    """
    return _ESCAPES.sub(_stand_in, text) if _HIGH_HALF.search(text) else text


def _stand_in(escape: re.Match[str]) -> str:
    return _STAND_IN if escape["high"] else escape[0]


def with_pairs(value: str, source: str, *, has_escapes: bool) -> str:
    """The value of a scalar as it would be without `without_pairs`; `source` is its range of the original text.

    `has_escapes` is True in double quotation marks, where a pair is one character.
    """
    if has_escapes:
        meant = [_meant(escape) for escape in _ESCAPES.finditer(source) if escape["high"] or escape["typed"]]
    else:
        meant = [letters[0] for letters in _LETTERS.finditer(source)]
    parts = value.split("\ufffe\uffff" if has_escapes else _STAND_IN)
    if len(parts) != len(meant) + 1:
        return value  # it holds one of the stand-ins in a form that is reported anyway
    return "".join(part for both in zip(parts, [*meant, ""], strict=True) for part in both)


def _meant(escape: re.Match[str]) -> str:
    if escape["typed"]:
        return "\ufffe\uffff"
    return chr(0x10000 + ((int(escape["high"], 16) - 0xD800) << 10) + int(escape["low"], 16) - 0xDC00)


def without_halves(text: str) -> str:
    """A text in which escapes that produce no character are replaced by U+FFFD, in an escape of the same length."""
    return _ESCAPES_OR_HALVES.sub(_without_half, text)


_ESCAPES_OR_HALVES = re.compile(rf"{_PAIR}|(?P<half>{HALF.pattern})|\\.", re.DOTALL)


def _without_half(escape: re.Match[str]) -> str:
    if not escape["half"]:
        return escape[0]
    return r"\ufffd" if escape["half"][1] == "u" else r"\U0000fffd"


# ── Windows-1252 ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _windows_1252() -> dict[int, str]:
    characters = {code: bytes((code,)).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
    return {code: character for code, character in characters.items() if character}


WINDOWS_1252 = _windows_1252()
"""What the code points U+0080–U+009F stand for where a text in Windows-1252 was taken for Latin-1.

Unicode has control characters there, which no one types. HTML reads numeric references in the same way
(https://html.spec.whatwg.org/#numeric-character-reference-end-state). Five have no meaning in Windows-1252.
"""
LEFTOVER = re.compile(f"[{''.join(map(chr, WINDOWS_1252))}]")
_C1_ESCAPE = re.compile(r"\\(?:(?:x|u00|U000000)(?P<code>[89][0-9a-fA-F])|(?P<next_line>N)|.)", re.DOTALL)


def repaired(text: str) -> str:
    """A text with the leftovers of Windows-1252 replaced, one for one, by the characters that they stand for."""
    return text.translate(WINDOWS_1252)


def escaped_leftovers(source: str) -> Iterator[tuple[int, int, int]]:
    """The escapes of leftovers in a text in double quotation marks: start and end in the text, and the code point."""
    for escape in _C1_ESCAPE.finditer(source):
        code = 0x85 if escape["next_line"] else int(escape["code"] or "0", 16)
        if code in WINDOWS_1252:
            yield escape.start(), escape.end(), code
