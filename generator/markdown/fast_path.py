"""A fast parser for the Markdown of most articles and notes.

Knows paragraphs, headings and quoted paragraphs of plain text, emphasis and links to the web. Returns None at anything
else that CommonMark might read differently; markdown-it-py then parses the text. Tests compare the two.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PLAIN = r"[^\0\r\n\\`~*_\[<&]"  # begins no inline construct (`!` does, but only before a bracket)
# “&” before a space begins no entity. A line break with no space beside it is a soft break, and one with no wide
# character after it is part of the projection.
_WORDS = rf"(?P<words>(?:{_PLAIN}++|&(?= )|(?<! )\n(?=[^\s\\`~*_\[<&\u1100-\U0010ffff]))++)"
# Delimiters that can only open (a letter follows, none precedes) and ones that can only close: each opener therefore
# pairs with the next closer of its kind.
_EMPHASIS = (
    r"(?<![^ \n\u00a0(“‘«\"'—–])(?P<stars>\*\*?|__?)(?=[^\W_])"
    rf"(?P<stressed>{_PLAIN}++)(?<=[^\W_])(?P=stars)(?![^ \n\u00a0)”’»\"'—–.,:;!?…])"
)
_ADDRESS = r"https?://[a-z0-9.-]++/[A-Za-z0-9/.~_+@:=-]*+"  # needs no escaping
_LINK = rf"(?<!!)\[(?P<linked>{_PLAIN.replace('[^', '[^]')}++)\]\((?P<address>{_ADDRESS})\)"
_PART = re.compile(f"{_WORDS}|{_EMPHASIS}|{_LINK}")

# A line with one of these beginnings is part of a paragraph, whatever follows (“[” only if all its parts are simple).
_OPENING = r"(?:[^\W\d_]|[“‘«„—–…\"'(\[]|[0-9]+(?![0-9.)])|[*_]{1,2}[^\W_])"
_BLOCK = re.compile(rf"(?:(?P<hashes>#{{1,6}}) |(?P<quoted>> ))?(?={_OPENING})")
_OTHER_LINE = re.compile(rf"\n(?!{_OPENING})")
_BLANK_LINES = re.compile(r"\n{2,}")


class InlinePart(NamedTuple):
    """Text and its tag: none, `em`, `strong`, or `a` with its address."""

    words: str
    tag: str = ""
    address: str = ""


class SimpleBlock(NamedTuple):
    """A paragraph, a `quoted` paragraph, or, if `level` is not 0, a heading."""

    parts: list[InlinePart]
    level: int = 0
    quoted: bool = False


def simple_blocks(source: str) -> list[SimpleBlock] | None:
    """The blocks of a text; None if it needs the full parser."""
    blocks = []
    text = source.strip("\n")
    for block in _BLANK_LINES.split(text) if text else ():
        opening = _BLOCK.match(block)
        if not opening or _OTHER_LINE.search(block) or block[-1].isspace() or block[-1] == "#":
            return None
        hashes, quoted = opening.groups()
        parts = None if (hashes or quoted) and "\n" in block else simple_parts(block[opening.end() :])
        if parts is None:
            return None
        blocks.append(SimpleBlock(parts, len(hashes or ""), bool(quoted)))
    return blocks


def simple_parts(text: str) -> list[InlinePart] | None:
    """The parts of the text of a paragraph, heading or table cell; None if it needs the full parser."""
    parts: list[InlinePart] = []
    end = 0
    for match in _PART.finditer(text):
        if match.start() != end:
            return None
        end = match.end()
        words, stars, stressed, linked, address = match.groups()
        if words:
            parts.append(InlinePart(words))
        elif stars:
            parts.append(InlinePart(stressed, "strong" if len(stars) == 2 else "em"))
        else:
            parts.append(InlinePart(linked, "a", address))
    return parts if end == len(text) else None
