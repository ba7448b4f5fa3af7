"""Removes comments and needless white space from style sheets and scripts."""

from __future__ import annotations

import re

_TEXT_IN_CSS = r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CSS_PIECE = re.compile(_TEXT_IN_CSS + r"|(?P<comment>/\*.*?\*/\s*)|\s*(?P<sign>[{};,>]|:(?=\s))\s*|\s+", re.DOTALL)


def compact_style(css: str) -> str:
    """The style sheet without comments and needless white space. Strings in it stay as they are."""

    def shortened(piece: re.Match[str]) -> str:
        return piece["text"] or piece["sign"] or ("" if piece["comment"] else " ")

    return _CSS_PIECE.sub(shortened, css).replace(";}", "}").strip()


def without_comments(script: str) -> str:
    """The script without indentation, empty lines, and lines that begin with `//` or `/*`. No string or comment in it
    may span lines."""
    lines = map(str.strip, script.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*"))) + "\n"
