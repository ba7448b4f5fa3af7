"""Compiles and renders in batches, in worker processes or in this one. Arguments and results are serialized.

What runs here may run in another process, so it keeps no state except what it can compute again from its arguments.
Other modules need not know where the work runs.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from msgspec import field

from generator.cache.digest import sha256_hex, sha256_of_parts
from generator.cache.serialize import dumps, loads
from generator.checks.dates_to_come import latest_date
from generator.compiling.article import Compiled, compile_article
from generator.diagnostics import Diagnostic
from generator.model import ArticleFacts, ArticleSource, Body
from generator.outputs.article_inputs import Dossier, Surroundings, dossier, seen_by_others
from generator.outputs.article_pages import plan_article
from generator.outputs.cards import Card, with_cards
from generator.outputs.page import Page
from generator.outputs.page_context import Site
from generator.outputs.page_history import NO_PAGE_HISTORY, PageHistory
from generator.outputs.search_records import searched_article
from generator.rendering.templates import Templates
from generator.search.records import SearchedArticle
from generator.search.segments import SearchedSize, SegmentFiles, SegmentSummary
from generator.sources.card_drawing import draw_card
from generator.sources.file_problems import file_problem, unreadable
from generator.sources.images import DamagedPictureError, smaller
from generator.sources.read import load_article
from generator.sources.stat_cache import Noted, StatCache
from generator.urls import segment_path
from generator.values import Immutable, replace

_T = TypeVar("_T")
_R = TypeVar("_R")

SHORT = 32
"""Hexadecimal digits of a digest used in keys: 128 bits, so that a collision is practically impossible."""
BATCH = 32
"""Articles or pages in a batch: enough to make sending them cheap, few enough to keep all workers busy to the end."""


def in_batches(
    work: Callable[[Sequence[_T]], _R],
    items: Iterable[_T],
    pool: Executor | None,
    jobs: int = 1,
    size: int = BATCH,
) -> Iterator[_R]:
    """Yield the results of `work` for batches of `size` items, in order.

    Only as many batches as keep `jobs` workers busy are submitted at once, so that results can be stored before more
    arrive. Small inputs run in this process; starting workers would take longer.
    """
    left = iter(items)
    first = list(islice(left, 2 * size))
    batches = chain(_cut(iter(first), size), _cut(left, size))
    if pool is None or len(first) < 2 * size:
        yield from map(work, batches)
        return
    waiting: deque[Future[_R]] = deque()
    for batch in batches:
        waiting.append(pool.submit(work, batch))
        if len(waiting) > 2 * jobs:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _cut(items: Iterator[_T], size: int) -> Iterator[list[_T]]:
    return iter(lambda: list(islice(items, size)), [])


# ── compiling ────────────────────────────────────────────────────────────────────────────────────────────────────


class ArticleSummary(Immutable):
    """The summary of a compiled article: digests of its parts, its paragraphs, and its diagnostics.

    `paragraphs` holds how many there are, and the numbers of those withheld. `shown` is the digest of what other pages
    see of it. `latest` is the latest date that it names. `shown` and `facts` are empty where it could not be compiled.
    """

    shown: str
    facts: str
    body: str
    notes: str
    paragraphs: tuple[int, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    latest: str = ""
    paragraph_digests: bytes = b""
    """Those of its facts."""


class CompiledBytes(Immutable):
    """A compiled article, with each part serialized by itself, since they are needed at different times."""

    digest: str
    """The digest of the article's source."""
    head: bytes
    facts: bytes
    body: bytes
    notes: bytes
    stat_cache: Mapping[str, Noted] = field(default_factory=dict)


RenderedNotes = Mapping[str, str]
"""The notes of an article: HTML by annotation id."""


class NotesOfArticle(Immutable):
    """The notes of an article by annotation id, as `Body` has them: as HTML, and as written."""

    rendered: RenderedNotes
    written: Mapping[str, str]


_NO_NOTES = NotesOfArticle({}, {})


class CompileBatch(Immutable):
    """A function that compiles articles of the site in the folder `root`, and reads their files where needed."""

    root: Path

    def __call__(self, sources: Sequence[ArticleSource]) -> list[CompiledBytes]:
        return [self._bytes(source) for source in sources]

    def _bytes(self, source: ArticleSource) -> CompiledBytes:
        stat_cache = StatCache(str(self.root))
        source = load_article(self.root, source, stat_cache)
        return replace(compiled_bytes(source.digest, compile_article(source)), stat_cache=stat_cache.now)


def compiled_bytes(digest: str, compiled: Compiled) -> CompiledBytes:
    """Serialize a compiled article; `digest` is that of its source."""
    facts = dumps(compiled.facts) if compiled.facts else b""
    body = dumps(replace(compiled.body, notes={}, written={})) if compiled.body else b""
    notes = dumps(NotesOfArticle(compiled.body.notes, compiled.body.written) if compiled.body else _NO_NOTES)
    shown = sha256_of_parts(dumps(seen_by_others(compiled.facts))) if compiled.facts else ""
    head = ArticleSummary(
        shown=shown,
        facts=sha256_of_parts(facts) if facts else "",
        body=sha256_of_parts(body),
        notes=sha256_of_parts(notes),
        paragraphs=(compiled.facts.paragraphs, *compiled.facts.withheld_paragraphs) if compiled.facts else (),
        diagnostics=compiled.diagnostics,
        latest=latest_date(compiled.facts) if compiled.facts else "",
        paragraph_digests=compiled.facts.paragraph_digests if compiled.facts else b"",
    )
    return CompiledBytes(digest, dumps(head), facts, body, notes)


# ── rendering ────────────────────────────────────────────────────────────────────────────────────────────────────


class ArticleWork(Immutable):
    """An article to render: its serialized parts, surroundings and history (empty if it has none), and the paths of
    the pages wanted."""

    facts: bytes
    body: bytes
    notes: bytes
    around: bytes
    wanted: frozenset[str]
    history: bytes = b""


def dossier_of(site: Site, work: ArticleWork) -> tuple[Dossier, Mapping[str, str]]:
    """All that an article's pages show, and what the pictures for links to them say, by path."""
    facts: ArticleFacts = loads(work.facts, ArticleFacts)
    notes: NotesOfArticle = loads(work.notes, NotesOfArticle)
    body: Body = replace(loads(work.body, Body), notes=notes.rendered, written=notes.written)
    around: Surroundings = loads(work.around, Surroundings)
    history: PageHistory = loads(work.history, PageHistory) if work.history else NO_PAGE_HISTORY
    return dossier(site, facts, body, around, history), around.cards


class PageWork(Immutable):
    """A page to render that shows more than one article.

    `template` is the digest of its templates, `known` the recorded key.
    """

    page: Page
    template: str = ""
    known: str = ""


class PictureWork(Immutable):
    """A smaller copy to make of a picture: its path in the output, the original and the site's folder, and its width.

    `original` is a path in the site; `width` is in pixels.
    """

    path: str
    original: str
    root: Path
    width: int


class CardWork(Immutable):
    """A picture for links to draw: its path in the output, what it says, and the paths of the fonts for its texts.

    `shapes` says whether letters that join, or run from right to left, can be drawn.
    """

    path: str
    card: Card
    fonts: tuple[str, ...]
    shapes: bool


class Made(Immutable):
    """A rendered file: its path in the output, its bytes or the file that holds them, and their SHA-256 in hex."""

    path: str
    data: bytes | Path
    digest: str


class MadeArticle(Immutable):
    """The rendered pages of an article; and its serialized records for search with their size, if the site has that."""

    pages: Sequence[Made | Diagnostic]
    records: bytes = b""
    size: SearchedSize | None = None


class SegmentWork(Immutable):
    """A segment of the search index to make: its id, and the serialized records of its articles in order."""

    id: str
    articles: tuple[bytes, ...]


class MadeSegment(Immutable):
    """The files of a segment, and what the index says of it."""

    files: Sequence[Made]
    summary: SegmentSummary


class Rendering(Immutable):
    """What rendering needs besides a page: the site's own templates, its language, and the site-wide data.

    With `stage`, rendered files are written into that folder.
    """

    site_templates: tuple[tuple[str, str], ...]
    language: str
    site: Site
    stage: Path | None = None

    def articles(self, batch: Sequence[ArticleWork]) -> list[MadeArticle]:
        """Render the wanted pages of articles, and find their words.

        The words of all are found after the pages of all: what finds them is then in the processor's cache, which takes
        a third of the time off.
        """
        of_dossiers = [dossier_of(self.site, work) for work in batch]
        pages = [self._pages_of(work, *each) for work, each in zip(batch, of_dossiers, strict=True)]
        if not self.site.urls.writes("search"):
            return list(map(MadeArticle, pages))
        return [_searched(shown, made) for (shown, _), made in zip(of_dossiers, pages, strict=True)]

    def pages(self, batch: Sequence[PageWork]) -> list[tuple[str, Made | Diagnostic | None]]:
        """The key and the rendered page for each item; None in place of the page where its key has not changed."""
        return [self._page(work) for work in batch]

    def pictures(self, batch: Sequence[PictureWork]) -> list[Made | Diagnostic | None]:
        """The smaller copies of pictures; None for those that would not be smaller, a problem where one is damaged."""
        return [self._copy(work) for work in batch]

    def cards(self, batch: Sequence[CardWork]) -> list[Made | Diagnostic | None]:
        """The pictures for links; None for one that can't be drawn after all."""
        return [self._card(work) for work in batch]

    def _card(self, work: CardWork) -> Made | None:
        try:
            return self._kept(work.path, draw_card(work.card, work.fonts, shapes=work.shapes))
        except (OSError, ValueError):  # a font that was deleted since, or is damaged
            return None

    def _copy(self, work: PictureWork) -> Made | Diagnostic | None:
        try:
            data = smaller((work.root / work.original).read_bytes(), work.width)
        except OSError as error:  # deleted since the site was listed: the next build misses it
            return unreadable(work.original, error)
        except DamagedPictureError:
            step = "Save it again, or get it from its source once more."
            return file_problem("picture-damaged", work.original, "is cut off or damaged.", step)
        return None if data is None else self._kept(work.path, data)

    def _page(self, work: PageWork) -> tuple[str, Made | Diagnostic | None]:
        key = page_key(work.template, sha256_of_parts(view_of(work.page), work.page.data))
        return key, None if key == work.known else self._made(work.page)

    def segments(self, batch: Sequence[SegmentWork]) -> list[MadeSegment]:
        """Make the files of segments of the search index."""
        return [self._segment(work) for work in batch]

    def _segment(self, work: SegmentWork) -> MadeSegment:
        articles: list[SearchedArticle] = [loads(one, SearchedArticle) for one in work.articles]
        segment = SegmentFiles(work.id, articles)
        files = [self._kept(segment_path(work.id, name), data) for name, data in segment.named()]
        digest = sha256_of_parts(*(file.digest for file in files))
        return MadeSegment(files, segment.summary([file.path for file in files], digest))

    def _pages_of(self, work: ArticleWork, shown: Dossier, cards: Mapping[str, str]) -> list[Made | Diagnostic]:
        planned = with_cards(plan_article(shown), cards, self.site)
        return [self._made(page) for page in planned if page.path in work.wanted]

    def _made(self, page: Page) -> Made | Diagnostic:
        data = templates_for(self.site_templates, self.language).render(page)
        return data if isinstance(data, Diagnostic) else self._kept(page.path, data)

    def _kept(self, path: str, data: bytes) -> Made:
        made = Made(path, data, sha256_hex(data))
        return in_file(made, self.stage) if self.stage else made


def _searched(shown: Dossier, pages: Sequence[Made | Diagnostic]) -> MadeArticle:
    """The pages of an article with its records for search."""
    found = searched_article(shown)
    return MadeArticle(pages, dumps(found), SearchedSize(found.id, found.day, found.instant, len(found.records)))


def in_file(made: Made, stage: Path) -> Made:
    """A rendered file with its bytes in a file in the folder `stage`."""
    if isinstance(made.data, Path):
        return made
    # Workers of a killed build live on for a moment, and write there too. The process id keeps those of one computer
    # apart, the digest those of several.
    staged = stage / f"{os.getpid()}-{sha256_hex(made.path + made.digest)}"
    staged.write_bytes(made.data)
    return replace(made, data=staged)


def page_key(template: str, view: str) -> str:
    """The key of a page that shows more than one article, from the digests of its templates and of its view."""
    return f"{template[:SHORT]} {view[:SHORT]}"


def view_of(page: Page) -> bytes:
    """The serialized data that a page's template gets; empty for a page without a template."""
    return b"" if page.view is None else dumps(page.view)


@lru_cache(maxsize=2)
def templates_for(site: tuple[tuple[str, str], ...], language: str) -> Templates:
    """The templates, compiled once in each process: that takes longer than rendering many pages."""
    return Templates(dict(site), language)
