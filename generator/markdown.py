"""Markdown: parsed, projected to the plain text a reader sees with the way back, marked, and written as HTML.

Knows CommonMark (with tables and strikethrough, raw HTML off) and where links may lead; knows nothing of quotes,
sidecars or templates. Parsing never changes with annotations: marks are woven in while the tokens are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, unquote

from markdown_it import MarkdownIt, helpers
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from generator.diagnostics import Diagnostic, Location
from generator.folding import is_wide
from generator.marks import Highlight, Layers, Marker
from generator.urls import link_target

DEEPEST = 100
"""markdown-it-py's maxNesting: blocks nested deeper are dropped by the parser, and reported by us."""

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_ALLOWED_SCHEMES = frozenset({"http:", "https:", "mailto:"})
Place = Callable[[int, int], Location]
"""Line and column of a Markdown text, both from 0 → where that stands in its file."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link or image inside the site: its path in the output, the fragment, and where it is written."""

    target: str
    fragment: str
    location: Location

    def __str__(self) -> str:
        return f"{self.target}#{self.fragment}" if self.fragment else self.target


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the top level: its tokens, and the range of the projection that it holds."""

    tokens: tuple[Token, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A Markdown text, understood: its blocks, its projection, its links inside the site, and what is wrong with it.

    `leaves` are the projected ranges of all tokens that hold text, in reading order; `fragments` the ids of its
    paragraphs.
    """

    blocks: tuple[Block, ...]
    text: str
    leaves: tuple[tuple[int, int], ...]
    links: tuple[Link, ...] = ()
    fragments: tuple[str, ...] = ()
    problems: tuple[Diagnostic, ...] = ()


def parse(source: str, path: str, place: Place, *, heading_shift: int = 1, number_paragraphs: bool = False) -> Parsed:
    """Parses `source`, which stands in the file `path` (relative links are read from there).

    The highest heading goes down to the level below `heading_shift`, since a page has one `<h1>`, and the others with
    it, so that no level is skipped; with 0 all stay. Paragraphs get the ids `p_1`, `p_2` … on demand.
    """
    env: dict[str, Any] = {}
    try:
        tokens = _PARSER.parse(source, env)
    except RecursionError:
        problem = Diagnostic.of(
            "markdown-nested",
            place(0, 0),
            "Images or links are nested so deep in each other that the text can't be read.",
            step="take the nesting apart",
        )
        return Parsed((), "", (), problems=(problem,))
    rules = _Rules(source, path, place, _shift(tokens, heading_shift), number_paragraphs)
    if "tangled" in env:
        rules.report_tangled(env["tangled"])
    for token in tokens:
        rules.prepare(token)
    text, leaves, blocks = _projected(tokens)
    return Parsed(blocks, text, leaves, tuple(rules.links), tuple(rules.fragments), tuple(rules.problems))


def to_html(parsed: Parsed, highlights: Iterable[Highlight] = ()) -> str:
    """The whole text as HTML, with its marks."""
    writer = _Writer(parsed, Layers(highlights))
    return "".join(map(writer.block, parsed.blocks))


def to_html_of_passages(parsed: Parsed, highlights: Iterable[Highlight]) -> str:
    """Only the blocks that hold a passage, `[…]` in place of the others."""
    layers = Layers(highlights)
    writer = _Writer(parsed, layers)
    out: list[str] = []
    for block in parsed.blocks:
        html = writer.block(block)
        if layers.touch(block.start, block.end):
            out.append(html)
        elif not out or out[-1] != OMISSION:
            out.append(OMISSION)
    return "".join(out)


OMISSION = '<p class="omission">[…]</p>\n'


# ── what is made of the parser's tokens before anything else ─────────────────────────────────────────────────────


def _parser() -> MarkdownIt:
    options = {"html": False, "linkify": False, "typographer": False, "xhtmlOut": False, "maxNesting": DEEPEST}
    md = MarkdownIt("commonmark", options, renderer_cls=_Renderer).enable(["table", "strikethrough"])
    md.validateLink = lambda url: True  # type: ignore[method-assign]  # a deny-list; _Rules holds an allow-list instead
    own = SimpleNamespace(**{**vars(helpers), "parseLinkLabel": _link_label})
    md.helpers = own  # type: ignore[assignment]  # theirs is a module, of which only names are used
    return md


MOST_STEPS = 2_000_000
"""In search of the brackets that close others, in one text: each that is never closed is looked for to the end of its
paragraph, which takes hours in a paragraph of 100,000 such (law 16)."""


def _link_label(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: N803 (theirs)
    """markdown-it-py's `parseLinkLabel`, which gives the end of a link's words or -1, with an end to its patience."""
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


def _shift(tokens: Iterable[Token], heading_shift: int) -> int:
    """By how many levels headings go down. Most people begin with `##`, since `#` is the title's."""
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    return heading_shift + 1 - min(levels) if heading_shift and levels else heading_shift


class _Rules:
    """What the house asks of tokens: safe links, one h1, classes in place of styles, numbered paragraphs."""

    def __init__(self, source: str, path: str, place: Place, heading_shift: int, number_paragraphs: bool) -> None:
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
        if token.level >= DEEPEST - 1 and token.type in ("blockquote_open", "list_item_open"):
            self._too_deep(token)
        if token.type == "inline":
            self._prepare_inline(token)
        elif token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + self._shift)}"
        elif token.type == "paragraph_open" and self._numbering and not token.hidden:
            self.fragments.append(f"p_{len(self.fragments) + 1}")
            token.attrSet("id", self.fragments[-1])
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            # the policy forbids style attributes; markdown-it-py writes `text-align:left`
            token.attrSet("class", "align-" + str(token.attrs.pop("style")).removeprefix("text-align:"))

    def report_tangled(self, paragraph: str) -> None:
        """Says where brackets were given up: links from there on stand as they were typed."""
        line = self._source.count("\n", 0, max(0, self._source.find(paragraph[:200])))
        message = "Here stand so many opening brackets without closing ones that no link could be told from them."
        at = self._place(line, 0)
        step = "take out those that are no part of a link; until then links stand as they were typed"
        self.problems.append(Diagnostic.of("markdown-nested", at, message, step=step))

    def _too_deep(self, token: Token) -> None:
        self._problem(
            "markdown-nested", token, "", "The text is nested deeper than a hundred levels.", "take the nesting apart"
        )

    def _prepare_inline(self, block: Token) -> None:
        children = block.children or []
        closing: list[bool] = []  # for each open link, whether it stays
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
        """Makes a link safe; False where it can't stay."""
        href = str(token.attrs["href"])
        if (address := self._address(block, href)) is None:
            return False
        token.attrs["href"] = address
        return True

    def _prepare_image(self, block: Token, token: Token, inside_link: bool) -> None:
        src = str(token.attrs["src"])
        address = self._address(block, src)
        token.meta = {"elsewhere": address is not None and not address.startswith("site:"), "linked": inside_link}
        token.attrs["src"] = address or ""
        if token.meta["elsewhere"]:
            message = f"The image “{_short(src)}” lies on another site; it is shown as a link."
            step = "save the picture beside the article and name it there, if its rights allow"
            self._problem("image-elsewhere", block, src, message, step)
        elif address and not token.content.strip():
            message = f"The image “{_short(unquote(src))}” has no description."
            step = "write what can be seen between the square brackets, for those who can't see it: `![A map …](…)`"
            self._problem("image-alt", block, src, message, step)

    def _address(self, block: Token, href: str) -> str | None:
        """What to write as the address: unchanged, or `site:path#fragment` inside the site; None where it is unsafe."""
        if href.startswith("//"):
            return href
        if scheme := _SCHEME.match(href):
            if scheme[0].lower() in _ALLOWED_SCHEMES:
                return href
            message = f"The address “{_short(href)}” begins with “{scheme[0]}”, which is not allowed."
            step = "use an address that begins with https:, http: or mailto:, or one inside the site"
            self._problem("link-scheme", block, href, message, step)
            return None
        written, _, fragment = href.partition("#")
        target = link_target(self._path, unquote(written))
        self.links.append(Link(target, unquote(fragment), self._locate(block, href)))
        return f"site:{quote(target)}#{fragment}" if fragment else f"site:{quote(target)}"

    def _problem(self, code: str, block: Token, words: str, message: str, step: str) -> None:
        self.problems.append(Diagnostic.of(code, self._locate(block, words), message, step=step))

    def _locate(self, block: Token, words: str) -> Location:
        """Where `words` (an address, as the parser normalized it) stand in the lines of their block."""
        self._lines = self._lines or self._source.split("\n")
        first, last = block.map or (0, 1)
        for line in range(first, min(last, len(self._lines))) if words else ():
            for wanted in (words, unquote(words)):
                if (column := self._lines[line].find(wanted)) >= 0:
                    return self._place(line, column)
        return self._place(first, 0)


def _short(address: str) -> str:
    return address if len(address) <= 60 else address[:57] + "…"


# ── projecting ───────────────────────────────────────────────────────────────────────────────────────────────────


def _projected(tokens: Sequence[Token]) -> tuple[str, tuple[tuple[int, int], ...], tuple[Block, ...]]:
    """The text a reader sees, the ranges of its leaves, and the top-level blocks."""
    projection = _Projection()
    blocks: list[Block] = []
    current: list[Token] = []
    depth = start = 0
    for token in tokens:
        if not depth:
            start = projection.size
        current.append(token)
        depth += token.nesting
        if token.type == "inline":
            projection.inline(token.children or [])
        elif token.type in ("fence", "code_block"):
            projection.code(token.content)
        if not depth:
            blocks.append(Block(tuple(current), start, projection.size))
            current = []
    return "".join(projection.pieces), tuple(projection.leaves), tuple(blocks)


class _Projection:
    """A projection in the making: blocks are parted by one line break, leaves get their ranges as they come."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.leaves: list[tuple[int, int]] = []
        self.size = 0
        self._break_due = False

    def code(self, content: str) -> None:
        self._leaf(_without_last_break(content))
        self._break_due = True

    def inline(self, tokens: Sequence[Token]) -> None:
        for i, token in enumerate(tokens):
            if token.type in ("text", "code_inline"):
                self._leaf(token.content)
            elif token.type == "image":
                self._leaf(" ")
            elif token.type == "hardbreak":
                self._append("\n")
            elif token.type == "softbreak":
                self._leaf("" if self._joins_wide(tokens, i + 1) else "\n")
        self._break_due = True

    def _leaf(self, text: str) -> None:
        if self._break_due and self.size and text:
            self._append("\n")
        self._break_due = self._break_due and not text
        self.leaves.append((self.size, self.size + len(text)))
        self._append(text)

    def _append(self, text: str) -> None:
        if text:
            self.pieces.append(text)
            self.size += len(text)

    def _joins_wide(self, tokens: Sequence[Token], following: int) -> bool:
        """Whether the soft break before a token stands between two wide characters, where no space belongs."""
        behind = (tokens[i] for i in range(following, len(tokens)))
        after = next((t for t in behind if t.content or t.type in ("image", "hardbreak")), None)
        if after is None or after.type not in ("text", "code_inline") or not self.pieces:
            return False
        return is_wide(self.pieces[-1][-1]) and is_wide(after.content[0])


def _without_last_break(content: str) -> str:
    return content.removesuffix("\n")


# ── writing HTML ─────────────────────────────────────────────────────────────────────────────────────────────────


class _Writer:
    """Writes the blocks of one parsed text in order; a leaf is used up as its token is written."""

    def __init__(self, parsed: Parsed, layers: Layers) -> None:
        self._env: dict[str, Any] = {"marker": Marker(layers), "leaves": iter(parsed.leaves)}

    def block(self, block: Block) -> str:
        return str(_PARSER.renderer.render(block.tokens, _PARSER.options, self._env))


class _Renderer(RendererHTML):
    """markdown-it-py's renderer, with marks woven into whatever holds text. Without marks it writes the same HTML."""

    def renderInline(self, tokens: Sequence[Token], options: OptionsDict, env: EnvType) -> str:  # noqa: N802 (theirs)
        marker, leaves = env["marker"], env["leaves"]
        out: list[str] = []
        run: list[tuple[str, int, int]] = []
        links = 0
        for i, token in enumerate(tokens):
            if token.type in ("text", "softbreak"):
                run.append(("\n" if token.type == "softbreak" else token.content, *next(leaves)))
                continue
            if run:
                out.append(marker.text(run, hold_references=links > 0))
                run = []
            links += token.nesting if token.type in ("link_open", "link_close") else 0
            if token.type in self.rules:
                out.append(self.rules[token.type](tokens, i, options, env))
            else:
                out.append(self.renderToken(tokens, i, options, env))
            if not links and marker.due:
                out.append(marker.references())
        if run:
            out.append(marker.text(run, hold_references=links > 0))
        return "".join(out)

    def code_inline(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        return f"<code>{_marked_code(token.content, env)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        content = tokens[idx].content
        code = _marked_code(_without_last_break(content), env)
        end = "\n" if content.endswith("\n") else ""
        return f"<pre><code>{code}{end}</code>{env['marker'].references()}</pre>\n"

    def fence(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        # what language a block of code is in is no matter here: nothing colours it
        return self.code_block(tokens, idx, options, env)

    def image(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        next(env["leaves"])
        src = escapeHtml(str(token.attrs["src"]))
        alt = escapeHtml(self.renderInlineAsText(token.children, options, env))
        if token.meta["linked"] and token.meta["elsewhere"]:
            return alt
        if token.meta["elsewhere"]:
            return f'<a href="{src}">{alt or src}</a>'
        return f'<img src="{src}" alt="{alt}">' if src else alt


def _marked_code(content: str, env: EnvType) -> str:
    marker: Marker = env["marker"]
    return marker.text([(content, *next(env["leaves"]))], hold_references=True)


_PARSER = _parser()
