"""The Markdown that most articles and notes are made of, read in one pass: paragraphs, headings, quoted paragraphs, and
in them words, emphasis and links to the web.

It is right because it knows so little: at whatever begins another construct of CommonMark, or one of these in a form of
which the rules have more to say, it gives up, and the text is markdown-it-py's. Tests hold it against that.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_PLAIN = r"[^\0\r\n\\`~*_\[<&]"  # what no inline construct begins with (`!` begins one only before a bracket)
# An ampersand before a space begins no entity; a line break is a soft one where no space stands beside it, and is seen
# where no wide character stands behind it.
_WORDS = rf"(?P<words>(?:{_PLAIN}++|&(?= )|(?<! )\n(?=[^\s\\`~*_\[<&\u1100-\U0010ffff]))++)"
# Stars that can only open, since a letter follows and none comes before, and such that can only close: so the first of
# a kind pairs with the next, whatever stands around.
_EMPHASIS = (
    r"(?<![^ \n\u00a0(“‘«\"'—–])(?P<stars>\*\*?|__?)(?=[^\W_])"
    rf"(?P<stressed>{_PLAIN}++)(?<=[^\W_])(?P=stars)(?![^ \n\u00a0)”’»\"'—–.,:;!?…])"
)
_ADDRESS = r"https?://[a-z0-9.-]++/[A-Za-z0-9/.~_+@:=-]*+"  # comes out as it is
_LINK = rf"(?<!!)\[(?P<linked>{_PLAIN.replace('[^', '[^]')}++)\]\((?P<address>{_ADDRESS})\)"
_PART = re.compile(f"{_WORDS}|{_EMPHASIS}|{_LINK}")

# With these a line begins that is a paragraph's, whatever stands behind them (a bracket: in a text of simple parts).
_OPENING = r"(?:[^\W\d_]|[“‘«„—–…\"'(\[]|[0-9]+(?![0-9.)])|[*_]{1,2}[^\W_])"
_BLOCK = re.compile(rf"(?:(?P<hashes>#{{1,6}}) |(?P<quoted>> ))?(?={_OPENING})")
_OTHER_LINE = re.compile(rf"\n(?!{_OPENING})")
_BLANK_LINES = re.compile(r"\n{2,}")


class InlinePart(NamedTuple):
    """Words, and what they stand in: nothing, `em`, `strong`, or `a` with its address."""

    words: str
    tag: str = ""
    address: str = ""


class SimpleBlock(NamedTuple):
    """A paragraph, one in a quotation, or a heading of a level from 1."""

    parts: list[InlinePart]
    level: int = 0
    quoted: bool = False


def simple_blocks(source: str) -> list[SimpleBlock] | None:
    """The blocks of a text; None where it takes a whole parser."""
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
    """The parts of the text of a paragraph, heading or cell; None where it takes a whole parser."""
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
