"""Takes out of styles and scripts what only their readers need."""

from __future__ import annotations

import re

_TEXT_IN_CSS = r"""(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
_CSS_PIECE = re.compile(_TEXT_IN_CSS + r"|(?P<comment>/\*.*?\*/\s*)|\s*(?P<sign>[{};,>]|:(?=\s))\s*|\s+", re.DOTALL)


def compact_style(css: str) -> str:
    """A style sheet without its comments and the white space that only people need; texts in it stay as they are."""

    def shortened(piece: re.Match[str]) -> str:
        return piece["text"] or piece["sign"] or ("" if piece["comment"] else " ")

    return _CSS_PIECE.sub(shortened, css).replace(";}", "}").strip()


def without_comments(script: str) -> str:
    """A script without indents and without the comments on lines of their own; no text in it may run over lines."""
    lines = map(str.strip, script.split("\n"))
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*"))) + "\n"
