"""Parses Markdown, projects it to the plain text that a reader sees, and writes it as HTML with marks.

Knows CommonMark (https://spec.commonmark.org/0.31.2/; with tables and strikethrough, without raw HTML) and where links
may lead. Knows nothing of quotes, sidecars or templates: annotations never change how a text is parsed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote, unquote

from markdown_it.token import Token

from generator.diagnostics import Diagnostic, Location, short
from generator.markdown.addresses import Addresses
from generator.markdown.composing import Block, Composer
from generator.markdown.fast_path import SimpleBlock, simple_blocks
from generator.markdown.marks import Highlight, Layers, Marker
from generator.markdown.origin import LocationOf
from generator.markdown.parser import DEEPEST, ParseRecord, read_tokens
from generator.markdown.safe_links import is_allowed, scheme_of
from generator.markdown.unseen import is_text, unseen
from generator.model import TextBlocks
from generator.urls import link_target
from generator.values import Immutable

_LESS_NESTING = "Reduce the nesting."


class Link(Immutable):
    """A link or image inside the site: its path in the output, its fragment, and its location in the source."""

    target: str
    fragment: str
    location: Location

    def __str__(self) -> str:
        return f"{self.target}#{self.fragment}" if self.fragment else self.target


class Parsed(Immutable):
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
    0 leaves all as they are. `number_paragraphs` gives paragraphs the ids `p_1`, `p_2` …. `place` may be an `Origin`,
    from which the lines to paste come.
    """
    if "\r" in source:  # as the parser does, so that its lines are ours
        source = source.replace("\r\n", "\n").replace("\r", "\n")
    if (simple := simple_blocks(source)) is not None:
        return _of_simple_blocks(simple, heading_shift, number_paragraphs)
    tokens, record = read_tokens(source)
    levels = [_level(token) for token in tokens if token.type == "heading_open"]
    rules = _Rules(source, path, place, record, _shift(levels, heading_shift), number_paragraphs)
    for token in tokens:
        rules.prepare(token)
    rules.report(source)
    composer = _composed(tokens)
    links, fragments, problems = tuple(rules.links), tuple(rules.fragments), tuple(rules.problems)
    return Parsed(tuple(composer.blocks), composer.text, links, fragments, problems)


def to_html(parsed: Parsed, highlights: Iterable[Highlight] = ()) -> str:
    """The whole text as HTML, with marks for the highlights."""
    return "".join([run.html for run in to_blocks(parsed, highlights)])


def to_blocks(parsed: Parsed, highlights: Iterable[Highlight] = ()) -> tuple[TextBlocks, ...]:
    """The text as HTML with marks for the highlights, cut behind each top-level block in which an annotation's first
    passage begins. There is at least one run of blocks."""
    marker = Marker(Layers(highlights))
    runs: list[TextBlocks] = []
    written: list[str] = []
    for block in parsed.blocks:
        written.append(_written(block, marker))
        if marker.begun:
            if notes := tuple(h.annotation for h in sorted(marker.begun, key=lambda h: h.rank) if h.number == 1):
                runs.append(TextBlocks("".join(written), notes))
                written = []
            marker.begun.clear()
    return (*runs, TextBlocks("".join(written))) if written or not runs else tuple(runs)


def _written(block: Block, marker: Marker) -> str:
    out = []
    for item in block.items:
        if isinstance(item, str):
            out.append(item)
        else:
            out.append(marker.text(item.pieces, hold_references=item.held) if item else marker.references())
    return "".join(out)


# ── the rules for tokens ──────────────────────────────────────────────────────────────────────────────────────────────


def _level(heading: Token) -> int:
    return int(heading.tag[1])


def _shift(levels: Sequence[int], heading_shift: int) -> int:
    """How many levels to move headings down. Most articles begin with `##`, because `#` is the title."""
    return heading_shift + 1 - min(levels) if heading_shift and levels else heading_shift


def _heading(level: int, shift: int) -> str:
    return f"h{min(6, level + shift)}"


_MOST_REPEATED, _MOST_REPEATED_A_CHARACTER = 100_000, 10
"""Characters of addresses and titles that links by a label may write: so many, and so many for each of the text.

A definition of 4 MB with a million links to it would fill every disk (law 16).
"""


class _Rules:
    """Changes parsed tokens: safe links, one `<h1>`, classes instead of styles, numbered paragraphs."""

    def __init__(
        self,
        source: str,
        path: str,
        place: LocationOf,
        record: ParseRecord,
        heading_shift: int,
        number_paragraphs: bool,
    ) -> None:
        self._path = path
        self._place = place
        self._record = record
        self._shift = heading_shift
        self._numbering = number_paragraphs
        self._used: set[str] = set()
        self._ordered: list[list[Token]] = []  # the items of each open list that is numbered
        self._addresses = Addresses(source, record, place)
        self._left_to_repeat = _MOST_REPEATED + _MOST_REPEATED_A_CHARACTER * len(source)
        self.links: list[Link] = []
        self.fragments: list[str] = []
        self.problems: list[Diagnostic] = []

    def prepare(self, token: Token) -> None:
        """Applies the rules to one token and collects its links, fragments and problems."""
        if token.type == "inline":
            if token.children:
                self._addresses.begin(token)
                self._prepare_inline(token, token.children)
        elif token.type in ("heading_open", "heading_close"):
            token.tag = _heading(_level(token), self._shift)
        elif token.type == "paragraph_open" and self._numbering and not token.hidden:
            self.fragments.append(f"p_{len(self.fragments) + 1}")
            token.attrSet("id", self.fragments[-1])
        elif token.type in ("th_open", "td_open") and "style" in token.attrs:
            # the content security policy forbids style attributes; markdown-it-py writes `text-align:left`
            token.attrSet("class", "align-" + str(token.attrs.pop("style")).removeprefix("text-align:"))
        elif token.type == "ordered_list_open":
            self._ordered.append([])
        elif token.type == "list_item_open" and token.info:
            self._ordered[-1].append(token)
        elif token.type == "ordered_list_close":
            _keep_numbers(self._ordered.pop())

    def report(self, source: str) -> None:
        """Reports what the parser didn't show, and where it reached a limit."""
        record = self._record
        levels = f"{DEEPEST} or more levels deep, where each list item counts as two."
        self._report_nested(record.deep_blocks, f"Block quotes or lists are nested {levels}", _LESS_NESTING)
        self._report_nested(record.deep_images, "Images or links are nested too deeply to be parsed.", _LESS_NESTING)
        if record.large_table is not None:
            message = "The tables of this text have so many cells that they appear as they were typed from here on."
            step = "Split the text, or write every row with as many cells as its header."
            self._report_nested([record.large_table], message, step)
        if record.rest is not None:
            message = "The text has so many parts that it appears as it was typed from here on."
            self._report_nested([record.rest], message, "Split the text.")
        if record.unclosed is not None:
            message = "So many “[” are never closed that links from here on appear as they were typed."
            self._report_nested([record.unclosed], message, "Remove each “[” that doesn't begin a link.")
        if record.has_unseen:
            self.problems += unseen(record, self._used, source.split("\n"), self._place)

    def _report_nested(self, lines: Iterable[int], message: str, step: str) -> None:
        every = set(lines)
        for line in sorted(line for line in every if line - 1 not in every):  # the first of a run of lines
            self.problems.append(Diagnostic.of("markdown-nested", self._place(line, 0), message, step=step))

    def _prepare_inline(self, block: Token, children: Iterable[Token]) -> None:
        closing: list[bool] = []  # for each open link, whether to keep it
        kept = []
        for token in children:
            if token.type == "link_open":
                closing.append(self._prepare_link(token))
            elif token.type == "image":
                self._prepare_image(token)
            elif token.type == "link_close":
                self._addresses.end_link()
            if token.type == "link_open" and not closing[-1]:
                continue
            if token.type == "link_close" and not closing.pop():
                continue
            kept.append(token)
        block.children = kept

    def _prepare_link(self, token: Token) -> bool:
        """Resolves a link's address; False if the link has to go: it is unsafe, or a line of text is read as its
        definition."""
        if (label := token.meta.get("label")) and (self._repeats_too_much(token, "href") or self._is_text(label)):
            return False
        address = self._address(token, str(token.attrs["href"]))
        token.attrs["href"] = address or ""
        return address is not None

    def _repeats_too_much(self, token: Token, attribute: str) -> bool:
        """Whether a link has to go because too much of the addresses and titles of definitions was written already.

        The first such link is reported.
        """
        had = self._left_to_repeat
        self._left_to_repeat -= len(str(token.attrs[attribute])) + len(str(token.attrs.get("title", "")))
        if self._left_to_repeat >= 0:
            return False
        self._used.add(token.meta["label"])
        if had >= 0:
            message = "Links by a label repeat so much of long addresses or titles that the last of them lead nowhere."
            self._problem("markdown-nested", token, message, "Shorten the addresses or titles in their definitions.")
        return True

    def _is_text(self, label: str) -> bool:
        """Whether the definition of a label, which is used now, hides a line of text: `unseen` reports that."""
        self._used.add(label)
        return is_text(self._record, label)

    def _prepare_image(self, token: Token) -> None:
        src = str(token.attrs["src"])
        if (label := token.meta.get("label")) and (self._repeats_too_much(token, "src") or self._is_text(label)):
            token.attrs["src"] = ""
            return
        self._use_labels_in(token.children or ())
        address = self._address(token, src)
        token.meta["elsewhere"] = address is not None and not address.startswith("site:")
        token.attrs["src"] = address or ""
        if token.meta["elsewhere"]:
            message = f"The image “{short(src)}” is on another site, so readers see a link instead of the image."
            step = "Save the image beside the article and write its path here, if its license allows that."
            self._problem("image-elsewhere", token, message, step)
        elif address and not token.content.strip():
            message = f"The image “{short(unquote(src))}” has no description."
            step = "Describe it between the square brackets, for readers who can't see it: `![A map …](…)`."
            self._problem("image-alt", token, message, step)

    def _use_labels_in(self, description: Iterable[Token]) -> None:
        """Notes which definitions are used in an image's description, where links and images are only words."""
        for token in description:
            if label := token.meta.get("label"):
                self._used.add(label)
            self._use_labels_in(token.children or ())

    def _address(self, token: Token, href: str) -> str | None:
        """The address to write: as it is, or `site:<path>#<fragment>` inside the site; None if it is unsafe."""
        if href.startswith("//"):
            return href
        if scheme := scheme_of(href):
            if is_allowed(scheme):
                return href
            message = f"The address “{short(href)}” begins with “{scheme}”, which is not allowed."
            step = "Use an address that begins with `https:`, `http:` or `mailto:`, or a path inside the site."
            self._problem("link-scheme", token, message, step, href)
            return None
        written, _, fragment = href.partition("#")
        target = link_target(self._path, unquote(written))
        self.links.append(Link(target, unquote(fragment), self._addresses.of(token, href)))
        return f"site:{quote(target)}#{fragment}" if fragment else f"site:{quote(target)}"

    def _problem(self, code: str, token: Token, message: str, step: str, href: str = "") -> None:
        self.problems.append(Diagnostic.of(code, self._addresses.of(token, href), message, step=step))


def _keep_numbers(items: Sequence[Token]) -> None:
    """Gives the items of a list the numbers that were typed, where counting on would give others.

    Items that all have one number are meant to be counted.
    """
    numbers = [int(item.info) for item in items]
    if len(set(numbers)) > 1:
        for item, before, number in zip(items[1:], numbers, numbers[1:], strict=False):
            if number != before + 1:
                item.attrSet("value", str(number))


# ── composing ────────────────────────────────────────────────────────────────────────────────────────────────────


def _composed(tokens: Sequence[Token]) -> Composer:
    composer = Composer()
    depth = 0
    for i, token in enumerate(tokens):
        composer.block_token(tokens, i)
        depth += token.nesting
        if not depth:
            composer.end_block()
    return composer


def _of_simple_blocks(blocks: Sequence[SimpleBlock], heading_shift: int, number_paragraphs: bool) -> Parsed:
    """Composes simple blocks, with the same result as from markdown-it-py's tokens for them."""
    composer = Composer()
    shift = _shift([block.level for block in blocks if block.level], heading_shift)
    fragments: list[str] = []
    for block in blocks:
        tag, attributes = _heading(block.level, shift) if block.level else "p", ""
        if number_paragraphs and not block.level:
            fragments.append(f"p_{len(fragments) + 1}")
            attributes = f' id="{fragments[-1]}"'
        composer.simple_block(block, tag, attributes)
    return Parsed(tuple(composer.blocks), composer.text, fragments=tuple(fragments))
