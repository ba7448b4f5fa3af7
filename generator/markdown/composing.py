"""Composes a parsed text: its projection, and its blocks as items that are written with or without marks.

Between two wide characters a soft break is nothing, on the page as in the projection: browsers would show a space.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from generator.markdown.fast_path import InlinePart, SimpleBlock
from generator.markdown.marks import Piece
from generator.text import is_wide
from generator.values import Immutable


class Run(NamedTuple):
    """Text without tags, in pieces for `Marker.text`. `held`: inside a link or code, which can't contain references."""

    pieces: tuple[Piece, ...]
    held: bool = False


Item = str | Run | None
"""A part of a block: markup, a run of text to mark, or None where the references held back so far are written."""


class Block(Immutable):
    """One top-level block: its items, and its range in the projection (code points)."""

    items: tuple[Item, ...]
    start: int
    end: int


class Composer:
    """Collects the items of blocks and the projection, in which one line break separates blocks."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._projected: list[str] = []
        self._size = 0
        self._break_due = False
        self._start = 0
        self._items: list[Item] = []
        self._run: list[Piece] = []
        self._links = 0

    @property
    def text(self) -> str:
        return "".join(self._projected)

    def end_block(self) -> None:
        """Ends a top-level block."""
        self.blocks.append(Block(tuple(self._items), self._start, self._size))
        self._items, self._start = [], self._size

    def simple_block(self, block: SimpleBlock, tag: str, attributes: str) -> None:
        """Adds a whole top-level block; `attributes` begins with a space unless empty."""
        self._items += ["<blockquote>\n"] * block.quoted
        self._items.append(f"<{tag}{attributes}>")
        self._simple(block.parts)
        self._end_inline()
        self._items.append(f"</{tag}>\n")
        self._items += ["</blockquote>\n"] * block.quoted
        self.end_block()

    def block_token(self, tokens: Sequence[Token], i: int) -> None:
        """Adds one block-level token."""
        token = tokens[i]
        if token.type == "inline":
            if token.children:
                self._inline(token.children)
            else:
                self._simple(token.meta["parts"] or ())
            self._end_inline()
        elif token.type in ("fence", "code_block"):  # the language is ignored: nothing highlights code
            self._block_of_code(token.content)
        else:
            self._markup(_tag(tokens, i))

    def _end_inline(self) -> None:
        self._end_run()
        self._break_due = True

    def _simple(self, parts: Iterable[InlinePart]) -> None:
        for words, tag, address in parts:
            if address:
                self._begin_link(f'<a href="{address}">')
                self._text(words)
                self._end_link()
            elif tag:
                self._markup(f"<{tag}>")
                self._text(words)
                self._markup(f"</{tag}>")
            else:
                self._lines(words)

    def _lines(self, words: str) -> None:
        first, *others = words.split("\n")
        self._text(first)
        for line in others:
            self._text("\n")
            self._text(line)

    def _inline(self, tokens: Sequence[Token]) -> None:
        for i, token in enumerate(tokens):
            if token.type == "text":
                self._text(token.content)
            elif token.type == "softbreak":
                if not self._joins_wide(tokens, i + 1):
                    self._text("\n")
            elif token.type == "hardbreak":
                self._append("\n")
                self._markup("<br>\n")
            elif token.type == "code_inline":
                self._markup("<code>")
                self._text(token.content)
                self._end_run(held=True)
                self._markup("</code>")
                if not self._links:
                    self._items.append(None)
            elif token.type == "image":
                self._image(token)
            elif token.type == "link_open":
                self._begin_link(_tag(tokens, i))
            elif token.type == "link_close":
                self._end_link()
            else:
                self._markup(_tag(tokens, i))

    def _block_of_code(self, content: str) -> None:
        code = content.removesuffix("\n")
        self._markup("<pre><code>")
        self._text(code)
        self._end_run(held=True)
        self._items += [content[len(code) :] + "</code>", None, "</pre>\n"]
        self._break_due = True

    def _markup(self, html: str) -> None:
        self._end_run()
        self._items.append(html)

    def _begin_link(self, tag: str) -> None:
        self._markup(tag)
        self._links += 1

    def _end_link(self) -> None:
        self._markup("</a>")
        self._links -= 1
        if not self._links:
            self._items.append(None)

    def _image(self, token: Token) -> None:
        """An image of this site, one space; one that is not loaded, as a link or text with its description."""
        src, title = str(token.attrs["src"]), str(token.attrs.get("title", ""))
        attributes = f' title="{escapeHtml(title)}"' if title else ""
        description = _words(token.children or ())
        if src and not token.meta["elsewhere"]:
            self._leaf(" ")
            self._markup(f'<img src="{escapeHtml(src)}" alt="{escapeHtml(description)}"{attributes}>')
            return
        shown = _shown(token)
        if src and not self._links:
            self._begin_link(f'<a href="{escapeHtml(src)}"{attributes}>')
            self._text(shown)
            self._end_link()
        elif attributes:
            self._markup(f"<span{attributes}>")
            self._text(shown)
            self._markup("</span>")
        else:
            self._text(shown)

    def _text(self, raw: str) -> None:
        if raw:
            self._run.append((raw, *self._leaf(raw)))

    def _end_run(self, *, held: bool = False) -> None:
        if self._run:
            self._items.append(Run(tuple(self._run), held or self._links > 0))
            self._run = []

    def _leaf(self, text: str) -> tuple[int, int]:
        """Adds a text to the projection, after a line break if one is due. Returns its range there."""
        if self._break_due and self._size:
            self._append("\n")
        self._break_due = False
        self._append(text)
        return self._size - len(text), self._size

    def _append(self, text: str) -> None:
        self._projected.append(text)
        self._size += len(text)

    def _joins_wide(self, tokens: Sequence[Token], following: int) -> bool:
        """Whether the soft break before a token is between two wide characters, where it is nothing."""
        return bool(self._projected) and _joins(self._projected[-1], tokens, following)


def _words(tokens: Sequence[Token]) -> str:
    """The description of an image as plain text."""
    out: list[str] = []
    for i, token in enumerate(tokens):
        if token.type in ("text", "text_special", "code_inline"):  # an escape: older releases leave it apart
            out.append(token.content)
        elif token.type == "image":
            out.append(_words(token.children or ()))
        elif token.type == "hardbreak" or (
            token.type == "softbreak" and not _joins(out[-1] if out else "", tokens, i + 1)
        ):
            out.append("\n")
    return "".join(out)


def _shown(image: Token) -> str:
    """What is shown of an image that is not loaded: its description, or else its address."""
    description = _words(image.children or ())
    return description if description.strip() else str(image.attrs["src"])


def _joins(before: str, tokens: Sequence[Token], following: int) -> bool:
    """Whether the text before a soft break ends, and what follows begins, with a wide character."""
    if not before or not is_wide(before[-1]):
        return False
    rest = (tokens[i] for i in range(following, len(tokens)))
    after = next((t for t in rest if t.content or t.type in ("image", "hardbreak")), None)
    if after is None or after.type not in ("text", "code_inline", "image"):
        return False
    if after.type != "image":
        return is_wide(after.content[0])
    is_shown = not after.attrs["src"] or after.meta.get("elsewhere")
    return bool(is_shown) and is_wide((_shown(after) or " ")[0])


def _tag(tokens: Sequence[Token], i: int) -> str:
    """A tag as markdown-it-py writes it, with line breaks around block tags."""
    return _RENDERER.renderToken(tokens, i, _OPTIONS, {})


_OPTIONS = MarkdownIt("commonmark", {"xhtmlOut": False}).options
_RENDERER = RendererHTML()
