"""Parses Markdown, projects it to the plain text that a reader sees, and writes it as HTML with marks.

Knows CommonMark (https://spec.commonmark.org/0.31.2/; with tables and strikethrough, without raw HTML) and where links
may lead. Knows nothing of quotes, sidecars or templates: annotations never change how a text is parsed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any, NamedTuple
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from generator.diagnostics import Diagnostic, Location
from generator.markdown.fast_path import InlinePart, SimpleBlock, simple_blocks, simple_parts
from generator.markdown.marks import Highlight, Layers, Marker, Piece
from generator.markdown.safe_links import is_allowed, scheme_of
from generator.text import is_wide
from generator.urls import link_target

DEEPEST = 100
"""Levels of nesting (markdown-it-py's `maxNesting`): the parser drops deeper blocks, and `_Rules` reports them."""

_LESS_NESTING = "Reduce the nesting."
LocationOf = Callable[[int, int], Location]
"""Maps a line and a column of a Markdown text, both from 0, to their location in its file."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image inside the site: its path in the output, its fragment, and its location in the source."""

    target: str
    fragment: str
    location: Location

    def __str__(self) -> str:
        return f"{self.target}#{self.fragment}" if self.fragment else self.target


class Run(NamedTuple):
    """Text without tags, in pieces for `Marker.text`. `held`: inside a link or code, which can't contain references."""

    pieces: tuple[Piece, ...]
    held: bool = False


Item = str | Run | None
"""A part of a block: markup, a run of text to mark, or None where the references held back so far are written."""


@dataclass(frozen=True, slots=True)
class Block:
    """One top-level block: its items, and its range in the projection (code points)."""

    items: tuple[Item, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A parsed Markdown text: its blocks, its projection `text`, its links inside the site, and its problems.

    `fragments` are the ids of its numbered paragraphs.
    """

    blocks: tuple[Block, ...]
    text: str
    links: tuple[Link, ...] = ()
    fragments: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def parse(
    source: str, path: str, place: LocationOf, *, heading_shift: int = 1, number_paragraphs: bool = False
) -> Parsed:
    """Parses `source`, the text of the file `path`, from which relative links are resolved.

    Moves the highest heading to the level below `heading_shift` (a page has one `<h1>`) and the others along with it;
    0 leaves all as they are. `number_paragraphs` gives paragraphs the ids `p_1`, `p_2` ….
    """
    if (simple := simple_blocks(source)) is not None:
        return _of_simple_blocks(simple, heading_shift, number_paragraphs)
    env: dict[str, Any] = {}
    try:
        tokens = _PARSER.parse(source, env)
    except RecursionError:
        message = "Images or links are nested too deeply to be parsed."
        problem = Diagnostic.of("markdown-nested", place(0, 0), message, step=_LESS_NESTING)
        return Parsed((), "", problems=(problem,))
    levels = [_level(token) for token in tokens if token.type == "heading_open"]
    rules = _Rules(source, path, place, _shift(levels, heading_shift), number_paragraphs)
    if "tangled" in env:
        rules.report_unclosed(env["tangled"])
    for token in tokens:
        rules.prepare(token)
    composer = _composed(tokens)
    links, fragments, problems = tuple(rules.links), tuple(rules.fragments), tuple(rules.problems)
    return Parsed(tuple(composer.blocks), composer.text, links, fragments, problems)


def to_html(parsed: Parsed, highlights: Iterable[Highlight] = ()) -> str:
    """The whole text as HTML, with marks for the highlights."""
    marker = Marker(Layers(highlights))
    return "".join(_written(block, marker) for block in parsed.blocks)


def to_html_of_passages(parsed: Parsed, highlights: Iterable[Highlight]) -> str:
    """The blocks that contain a highlight as HTML, with `OMISSION` for each run of other blocks."""
    layers = Layers(highlights)
    marker = Marker(layers)
    out: list[str] = []
    for block in parsed.blocks:
        if layers.touch(block.start, block.end):
            out.append(_written(block, marker))
        elif not out or out[-1] != OMISSION:
            out.append(OMISSION)
    return "".join(out)


def _written(block: Block, marker: Marker) -> str:
    out = []
    for item in block.items:
        if isinstance(item, str):
            out.append(item)
        else:
            out.append(marker.text(item.pieces, hold_references=item.held) if item else marker.references())
    return "".join(out)


OMISSION = '<p class="omission">[…]</p>\n'


# ── parsing, and the rules for tokens ────────────────────────────────────────────────────────────────────────────


def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "xhtmlOut": False, "maxNesting": DEEPEST}
    md = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    md.core.ruler.at("inline", _read_inline)
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # a deny-list; _Rules has an allow-list instead
    own = SimpleNamespace(**{**vars(helpers), "parseLinkLabel": _link_label})
    md.helpers = own  # type: ignore[assignment]  # theirs is a module, but only its names are used
    return md


def _read_inline(state: StateCore) -> None:
    """Replaces markdown-it-py's `inline` rule: keeps the parts of simple text and parses only other text."""
    for token in state.tokens:
        if token.type == "inline":
            token.meta["parts"] = simple_parts(token.content)
            if token.meta["parts"] is None:
                token.children = []
                state.md.inline.parse(token.content, state.md, state.env, token.children)


MOST_STEPS = 2_000_000
"""Steps in search of closing brackets in one text. Each unclosed bracket costs a search to the end of its paragraph:
100,000 of them in one paragraph would take hours (law 16)."""


def _link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 (theirs)
    """markdown-it-py's `parseLinkLabel` with a limit on its steps: the end of a link's text, or -1."""
    env, before = state.env, state.pos
    steps, level, end = env.get("steps", 0), 1, -1
    state.pos = start + 1
    while state.pos < state.posMax:
        steps += 1
        if steps > MOST_STEPS:
            env.setdefault("tangled", state.src)
            break
        position, marker = state.pos, state.src[state.pos]
        if marker == "]":
            level -= 1
            if level == 0:
                end = position
                break
        env["steps"] = steps
        state.md.inline.skipToken(state)
        steps = env["steps"]
        if marker == "[":
            if position == state.pos - 1:
                level += 1
            elif disableNested:
                break
    env["steps"] = steps
    state.pos = before
    return end


def _level(heading: Token) -> int:
    return int(heading.tag[1])


def _shift(levels: Sequence[int], heading_shift: int) -> int:
    """How many levels to move headings down. Most articles begin with `##`, because `#` is the title."""
    return heading_shift + 1 - min(levels) if heading_shift and levels else heading_shift


def _heading(level: int, shift: int) -> str:
    return f"h{min(6, level + shift)}"


class _Rules:
    """Changes parsed tokens: safe links, one `<h1>`, classes instead of styles, numbered paragraphs."""

    def __init__(self, source: str, path: str, place: LocationOf, heading_shift: int, number_paragraphs: bool) -> None:
        self._source = source
        self._lines: list[str] = []
        self._path = path
        self._place = place
        self._shift = heading_shift
        self._numbering = number_paragraphs
        self.links: list[Link] = []
        self.fragments: list[str] = []
        self.problems: list[Diagnostic] = []

    def prepare(self, token: Token) -> None:
        """Applies the rules to one token and collects its links, fragments and problems."""
        if token.level >= DEEPEST - 1 and token.type in ("blockquote_open", "list_item_open"):
            self._too_deep(token)
        if token.type == "inline":
            if token.children:
                self._prepare_inline(token, token.children)
        elif token.type in ("heading_open", "heading_close"):
            token.tag = _heading(_level(token), self._shift)
        elif token.type == "paragraph_open" and self._numbering and not token.hidden:
            self.fragments.append(f"p_{len(self.fragments) + 1}")
            token.attrSet("id", self.fragments[-1])
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            # the content security policy forbids style attributes; markdown-it-py writes `text-align:left`
            token.attrSet("class", "align-" + str(token.attrs.pop("style")).removeprefix("text-align:"))

    def report_unclosed(self, paragraph: str) -> None:
        """Reports where the parser gave up on closing brackets: it reads no links from there on."""
        line = self._source.count("\n", 0, max(0, self._source.find(paragraph[:200])))
        message = "So many “[” are never closed that links from here on appear as they were typed."
        step = "Remove each “[” that doesn't begin a link."
        self.problems.append(Diagnostic.of("markdown-nested", self._place(line, 0), message, step=step))

    def _too_deep(self, token: Token) -> None:
        message = f"Block quotes or lists are nested {DEEPEST} or more levels deep, where each list item counts as two."
        self._problem("markdown-nested", token, "", message, _LESS_NESTING)

    def _prepare_inline(self, block: Token, children: Iterable[Token]) -> None:
        closing: list[bool] = []  # for each open link, whether to keep it
        kept = []
        for token in children:
            if token.type == "link_open":
                closing.append(self._prepare_link(block, token))
            elif token.type == "image":
                self._prepare_image(block, token, inside_link=any(closing))
            if token.type == "link_open" and not closing[-1]:
                continue
            if token.type == "link_close" and not closing.pop():
                continue
            kept.append(token)
        block.children = kept

    def _prepare_link(self, block: Token, token: Token) -> bool:
        """Resolves a link's address; False if the link is unsafe and has to go."""
        address = self._address(block, str(token.attrs["href"]))
        token.attrs["href"] = address or ""
        return address is not None

    def _prepare_image(self, block: Token, token: Token, inside_link: bool) -> None:
        src = str(token.attrs["src"])
        address = self._address(block, src)
        token.meta = {"elsewhere": address is not None and not address.startswith("site:"), "linked": inside_link}
        token.attrs["src"] = address or ""
        if token.meta["elsewhere"]:
            message = f"The image “{_short(src)}” is on another site, so readers see a link instead of the image."
            step = "Save the image beside the article and write its path here, if its license allows that."
            self._problem("image-elsewhere", block, src, message, step)
        elif address and not token.content.strip():
            message = f"The image “{_short(unquote(src))}” has no description."
            step = "Describe it between the square brackets, for readers who can't see it: `![A map …](…)`."
            self._problem("image-alt", block, src, message, step)

    def _address(self, block: Token, href: str) -> str | None:
        """The address to write: as it is, or `site:<path>#<fragment>` inside the site; None if it is unsafe."""
        if href.startswith("//"):
            return href
        if scheme := scheme_of(href):
            if is_allowed(scheme):
                return href
            message = f"The address “{_short(href)}” begins with “{scheme}”, which is not allowed."
            step = "Use an address that begins with `https:`, `http:` or `mailto:`, or a path inside the site."
            self._problem("link-scheme", block, href, message, step)
            return None
        written, _, fragment = href.partition("#")
        target = link_target(self._path, unquote(written))
        self.links.append(Link(target, unquote(fragment), self._locate(block, href)))
        return f"site:{quote(target)}#{fragment}" if fragment else f"site:{quote(target)}"

    def _problem(self, code: str, block: Token, words: str, message: str, step: str) -> None:
        self.problems.append(Diagnostic.of(code, self._locate(block, words), message, step=step))

    def _locate(self, block: Token, words: str) -> Location:
        """The location of `words` (an address as the parser normalized it) in a block, else that of the block."""
        self._lines = self._lines or self._source.split("\n")
        first, last = block.map or (0, 1)
        for line in range(first, min(last, len(self._lines))) if words else ():
            for wanted in (words, unquote(words)):
                if (column := self._lines[line].find(wanted)) >= 0:
                    return self._place(line, column)
        return self._place(first, 0)


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:57] + "…"


# ── composing: the projection, and the items of blocks ───────────────────────────────────────────────────────────


def _composed(tokens: Sequence[Token]) -> _Composer:
    composer = _Composer()
    depth = 0
    for i, token in enumerate(tokens):
        composer.block_token(tokens, i)
        depth += token.nesting
        if not depth:
            composer.end_block()
    return composer


def _of_simple_blocks(blocks: Sequence[SimpleBlock], heading_shift: int, number_paragraphs: bool) -> Parsed:
    """Composes simple blocks, with the same result as from markdown-it-py's tokens for them."""
    composer = _Composer()
    shift = _shift([block.level for block in blocks if block.level], heading_shift)
    fragments: list[str] = []
    for block in blocks:
        tag, attributes = _heading(block.level, shift) if block.level else "p", ""
        if number_paragraphs and not block.level:
            fragments.append(f"p_{len(fragments) + 1}")
            attributes = f' id="{fragments[-1]}"'
        composer.simple_block(block, tag, attributes)
    return Parsed(tuple(composer.blocks), composer.text, fragments=tuple(fragments))


class _Composer:
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
                self._text("\n", is_seen=not self._joins_wide(tokens, i + 1))
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
                self._leaf(" ")
                self._markup(_image(token))
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

    def _text(self, raw: str, *, is_seen: bool = True) -> None:
        if raw:
            self._run.append((raw, *self._leaf(raw if is_seen else "")))

    def _end_run(self, *, held: bool = False) -> None:
        if self._run:
            self._items.append(Run(tuple(self._run), held or self._links > 0))
            self._run = []

    def _leaf(self, text: str) -> tuple[int, int]:
        """Adds a text to the projection, after a line break if one is due. Returns its range there."""
        if text:
            if self._break_due and self._size:
                self._append("\n")
            self._break_due = False
            self._append(text)
        return self._size - len(text), self._size

    def _append(self, text: str) -> None:
        self._projected.append(text)
        self._size += len(text)

    def _joins_wide(self, tokens: Sequence[Token], following: int) -> bool:
        """Whether the soft break before a token is between two wide characters, where it is no space."""
        rest = (tokens[i] for i in range(following, len(tokens)))
        after = next((t for t in rest if t.content or t.type in ("image", "hardbreak")), None)
        if after is None or after.type not in ("text", "code_inline") or not self._projected:
            return False
        return is_wide(self._projected[-1][-1]) and is_wide(after.content[0])


def _tag(tokens: Sequence[Token], i: int) -> str:
    """A tag as markdown-it-py writes it, with line breaks around block tags."""
    return _RENDERER.renderToken(tokens, i, _PARSER.options, {})


def _image(token: Token) -> str:
    src = escapeHtml(str(token.attrs["src"]))
    alt = escapeHtml(_RENDERER.renderInlineAsText(token.children, _PARSER.options, {}))
    if token.meta["linked"] and token.meta["elsewhere"]:
        return alt
    if token.meta["elsewhere"]:
        return f'<a href="{src}">{alt or src}</a>'
    return f'<img src="{src}" alt="{alt}">' if src else alt


_PARSER = _parser()
_RENDERER = RendererHTML()
