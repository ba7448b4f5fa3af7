"""The visible text of a web page: each run of text with the elements that it is in. Chooses nothing."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from generator.importing.blocks import Emphasis, Inline, Inlines, LineBreak, TextLink

BLOCKS = frozenset(
    """
    address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure
    footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre search section summary table
    tbody td tfoot th thead tr ul
    """.split()
)
"""Elements that end a line of text before and after them."""
UNSEEN = frozenset(
    """
    applet area base button canvas datalist head input link map meta meter noembed noframes noscript param progress
    script select style svg template textarea title
    """.split()
)
"""Elements whose inside is no text of the page."""
EMBEDS = frozenset("audio embed iframe object video".split())

_STRONG, _EMPHASIZED = frozenset("b strong".split()), frozenset("dfn em i".split())
_SPACE = re.compile(r"[ \t\n\r\f]+")
"""What browsers show as one space; a no-break space is none of it."""
_HIDDEN = re.compile(r"(?:display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden)", re.IGNORECASE)
_WEIGHT = re.compile(r"font-weight\s{0,9}:\s{0,9}(\w{1,9})", re.IGNORECASE)
_BOLD = frozenset("bold bolder 600 700 800 900".split())
_ITALIC = re.compile(r"font-style\s{0,9}:\s{0,9}(italic|oblique|normal)", re.IGNORECASE)

_WIDEST = 20
"""Columns that one cell may take."""


@dataclass(frozen=True, slots=True, eq=False)
class PageElement:
    """An element that ends lines: its tag, and what its author calls it (`class`, `id` and `role`, in small letters).

    `above` is the one that it is in; `number` is that from which an ordered list counts, and the column of a cell
    (from 0). `tags` are its own and those above it.
    """

    tag: str
    names: str = ""
    above: PageElement | None = None
    hidden: bool = False
    number: int = 1
    tags: frozenset[str] = frozenset()

    def path(self) -> tuple[PageElement, ...]:
        """The elements from the outermost to this one."""
        found = [self]
        while (above := found[-1].above) is not None:
            found.append(above)
        return tuple(reversed(found))


@dataclass(frozen=True, slots=True)
class StyledText:
    """A piece of text of one look. A line break is `\\n`. `address` is where it links to, as written; often empty."""

    text: str
    strong: bool = False
    emphasized: bool = False
    address: str = ""

    def with_text(self, text: str) -> StyledText:
        """A span of the same look with another text."""
        return StyledText(text, self.strong, self.emphasized, self.address)


@dataclass(frozen=True, slots=True)
class PageRun:
    """Text that a browser shows without another block between: most often a paragraph. `line` is that of the source."""

    spans: tuple[StyledText, ...]
    inside: PageElement
    line: int = 0

    @property
    def text(self) -> str:
        """The text; lines are parted by `\\n`."""
        return "".join(span.text for span in self.spans)


@dataclass(slots=True)
class _Style:
    """What holds for the text at one place of a page."""

    strong: bool = False
    emphasized: bool = False
    address: str = ""
    pre: bool = False


@dataclass(slots=True)
class PageText:
    """The runs of a page in its order, and how many elements it has that a text can't show: by tag, `q`, `sub`, `sup`
    and `del`."""

    runs: list[PageRun] = field(default_factory=list)
    lost: dict[str, int] = field(default_factory=dict)


def page_text(root: Any) -> PageText:
    """The text of a page that lxml has parsed. Short quotations (`q`) get the quotation marks that browsers show."""
    return _Walk().through(root)


class _Walk:
    """The way through a page: the run that is being read, and the elements that are open."""

    def __init__(self) -> None:
        self._found = PageText()
        self._spans: list[StyledText] = []
        self._line = 0
        self._quotes = 0
        self._open: list[tuple[PageElement, _Style]] = []
        self._column = 0

    def through(self, root: Any) -> PageText:
        from lxml import etree  # late: an extra, and slow to load

        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag
            if event == "start":
                self._start(element, tag)
                if tag in UNSEEN or tag in EMBEDS:
                    walk.skip_subtree()
                else:
                    self._text(element.text, element)
            else:
                self._end(element, tag)
        self._flush(PageElement("html"))
        return self._found

    def _start(self, element: Any, tag: str) -> None:
        above, style = self._open[-1] if self._open else (PageElement("page"), _Style())
        if tag in BLOCKS or tag in EMBEDS:
            self._flush(above)
            inside = _page_element(element, above, self._number(element))
            self._open.append((inside, _styled(element, style)))
            if tag in EMBEDS and element.get("src"):
                self._found.runs.append(PageRun((StyledText(element.get("src")[:500]),), inside, _line_of(element)))
            return
        self._open.append((above, _styled(element, style)))
        if tag == "br":
            self._add("\n")
        elif tag == "q":
            self._quotes += 1
            self._add("“" if self._quotes % 2 else "‘")
        if tag in {"q", "sub", "sup", "del", "s", "strike"}:
            name = "del" if tag in {"s", "strike"} else tag
            self._found.lost[name] = self._found.lost.get(name, 0) + 1

    def _number(self, element: Any) -> int:
        """The number from which an ordered list counts, or the column of a cell."""
        if element.tag not in {"td", "th"}:
            self._column = 0
            return _whole(element.get("start"), 10**8) if element.get("start") else 1
        column = self._column
        self._column += max(1, _whole(element.get("colspan"), _WIDEST))
        return column

    def _end(self, element: Any, tag: str) -> None:
        if tag == "q":
            self._add("”" if self._quotes % 2 else "’")
            self._quotes -= 1
        inside, _ = self._open.pop()
        if tag in BLOCKS or tag in EMBEDS:
            self._flush(inside)
        if self._open:
            self._text(element.tail, element)

    def _text(self, text: str | None, element: Any) -> None:
        if not text:
            return
        if not self._line and text.strip():
            self._line = _line_of(element)
        self._add(text if self._open[-1][1].pre else _SPACE.sub(" ", text))

    def _add(self, text: str) -> None:
        style = self._open[-1][1]
        self._spans.append(StyledText(text, style.strong, style.emphasized, style.address))

    def _flush(self, inside: PageElement) -> None:
        for paragraph in _paragraphs(self._spans):
            if spans := tuple(_tidied(paragraph)):
                self._found.runs.append(PageRun(spans, inside, self._line))
        self._spans.clear()
        self._line = 0


def _line_of(element: Any) -> int:
    return element.sourceline or 0


def _whole(text: str | None, most: int) -> int:
    """The whole number that an attribute gives; 0 where it gives none up to `most`."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 and int(text) <= most else 0


def _page_element(element: Any, above: PageElement, number: int) -> PageElement:
    names = " ".join(element.get(name) or "" for name in ("class", "id", "role"))[:500].lower()
    hides = element.get("hidden") is not None or bool(_HIDDEN.search(_css(element)))
    tags = above.tags if element.tag in above.tags else above.tags | {element.tag}
    return PageElement(element.tag, names, above, above.hidden or hides, number, tags)


def _css(element: Any) -> str:
    return (element.get("style") or "")[:1000]


def _styled(element: Any, style: _Style) -> _Style:
    tag, css = element.tag, _css(element)
    strong, emphasized = style.strong or tag in _STRONG, style.emphasized or tag in _EMPHASIZED
    if css and (weight := _WEIGHT.search(css)):
        strong = weight[1] in _BOLD
    if css and (slope := _ITALIC.search(css)):
        emphasized = slope[1] != "normal"
    address = (element.get("href") or "").strip() if tag == "a" else ""
    return _Style(strong, emphasized, address or style.address, style.pre or tag == "pre")


def _paragraphs(spans: list[StyledText]) -> Iterator[list[StyledText]]:
    """The spans of a run, parted where two line breaks follow each other: browsers show an empty line there."""
    paragraph: list[StyledText] = []
    breaks = 0
    for span in spans:
        for part in re.split(r"(\n)", span.text.replace("\r", "")):
            breaks = breaks + 1 if part == "\n" else breaks if not part.strip() else 0
            if breaks == 2:
                yield paragraph
                paragraph = []
            if part:
                paragraph.append(span.with_text(part))
    yield paragraph


def _tidied(spans: list[StyledText]) -> Iterator[StyledText]:
    """The spans of a run with the spaces and line breaks that a browser shows, and none at its ends."""
    found: list[StyledText] = []
    for span in spans:
        for part in re.split(r"( |\n)", span.text):
            last = found[-1].text if found else "\n"
            if not part or (part == " " and last in {" ", "\n"}) or (part == "\n" and not found):
                continue
            if part == "\n" and last == " ":
                found.pop()
            found.append(span.with_text(part))
    while found and found[-1].text.isspace():
        found.pop()
    return map(_joined, (list(group) for _, group in groupby(found, key=lambda one: one.with_text(""))))


def _joined(spans: list[StyledText]) -> StyledText:
    return spans[0].with_text("".join(span.text for span in spans))


# ── as inlines ───────────────────────────────────────────────────────────────────────────────────────────────────────


def inlines_of(spans: Iterable[StyledText]) -> Inlines:
    """The spans as text with links and emphasis: spaces at the edges of either are outside it."""
    return tuple(_linked(_at_edges(list(spans), "address")))


def _linked(spans: list[StyledText]) -> Iterator[Inline]:
    for address, group in groupby(spans, key=lambda span: span.address):
        inside = tuple(_strong(_at_edges(list(group), "strong")))
        if address:
            yield TextLink(address, inside)
        else:
            yield from inside


def _strong(spans: list[StyledText]) -> Iterator[Inline]:
    for strong, group in groupby(spans, key=lambda span: span.strong):
        inside = tuple(_emphasized(_at_edges(list(group), "emphasized")))
        if strong:
            yield Emphasis(inside, strong=True)
        else:
            yield from inside


def _emphasized(spans: list[StyledText]) -> Iterator[Inline]:
    for emphasized, group in groupby(spans, key=lambda span: span.emphasized):
        inside = tuple(_lines("".join(span.text for span in group)))
        if emphasized:
            yield Emphasis(inside)
        else:
            yield from inside


def _lines(text: str) -> Iterator[Inline]:
    for number, line in enumerate(text.split("\n")):
        if number:
            yield LineBreak()
        if line:
            yield line


def _at_edges(spans: list[StyledText], look: str) -> list[StyledText]:
    """The spans, with space at the edges of a look cut off as spans without any look."""
    found: list[StyledText] = []
    for value, group in groupby(spans, key=lambda span: getattr(span, look)):
        if not value:
            found += group
            continue
        together = deque(group)
        before, after = [], deque[StyledText]()
        while together and together[0].text[0] in " \n":
            first = together.popleft()
            rest = first.text.lstrip(" \n")
            before.append(StyledText(first.text.removesuffix(rest)))
            if rest:
                together.appendleft(first.with_text(rest))
        while together and together[-1].text[-1] in " \n":
            last = together.pop()
            rest = last.text.rstrip(" \n")
            after.appendleft(StyledText(last.text.removeprefix(rest)))
            if rest:
                together.append(last.with_text(rest))
        found += [*before, *together, *after]
    return found
