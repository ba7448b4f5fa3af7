"""Renders the pages whose key changed, and records the keys for the next build. Knows keys, not what pages contain.

The pages of an article share one key: the digests of everything that they show. The key of any other page is made from
the digest of its view. A page is kept if its key is the recorded one and the output holds what was rendered then. Of
the pages of lists, views are made only for those that `Concerned` names.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import field

from generator.cache.digest import sha256_of_parts
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource
from generator.outputs.page import Listing, Page, Unit
from generator.pipeline.batches import (
    SHORT,
    ArticleWork,
    CardWork,
    CompileBatch,
    Made,
    PageWork,
    PictureWork,
    Rendering,
    SegmentWork,
    in_batches,
    in_file,
    page_key,
)
from generator.pipeline.build_context import BuildContext
from generator.search.segments import SearchedSize, SegmentSummary
from generator.values import Immutable, replace

_A = TypeVar("_A")
_T = TypeVar("_T")
_R = TypeVar("_R")
_F = TypeVar("_F", PictureWork, CardWork)

Digest = Callable[[_T], str]
"""A function that returns the digest of something, in hex."""
Parts = tuple[tuple[str, str], ...]
"""What the pages of an article are made from: name and digest of each part."""
Files = tuple[tuple[str, str], ...]
"""Rendered files: path and SHA-256 of each."""


REASONS = {
    "new": "no earlier build of it is known",
    "output": "its last version was not in the output folder",
    "paths": "the set of pages of its article changed",
    "templates": "a template or a text of the interface changed",
    "site": "data that every page shows changed (title, navigation, verdicts, options)",
    "facts": "the front matter, the annotations, their anchors or the length of its article changed",
    "body": "the text of its article changed",
    "notes": "the notes of its article changed",
    "around": "data from other files that it shows changed (answers, names, roles, neighbouring articles)",
    "view": "the data that it shows changed",
    "history": "what Git knows of its changes, or a name in that, changed",
    "bytes": "its bytes changed",
    "records": "what can be found of the articles of its time changed",
}
"""Why a file is rendered, as a clause after “because”. The keys include the names of all parts (`Parts`)."""


class Past(Immutable):
    """What the pages of an article show of its history. `key` is the digest of all that this depends on, `shown` that
    of the history itself, and `pages` has that of what each page shows, by path. Empty where there is no history."""

    key: str = ""
    shown: str = ""
    pages: tuple[tuple[str, str], ...] = ()


class RenderedArticle(Immutable):
    """The record of an article's pages: what they were made from, the files, and why they were rendered.

    `around` is the digest of the article's surroundings. `alone` is the digest that replaces it for an unlinked
    article, so that its surroundings need not be gathered; empty for a linked one. `records` is the digest of its
    records for search, and `size` their size.
    """

    parts: Parts = ()
    files: Files = ()
    around: str = ""
    why: tuple[str, ...] = ()
    alone: str = ""
    past: Past = Past()
    records: str = ""
    size: SearchedSize | None = None


class RenderedPage(Immutable):
    """The record of any other page: its key, the SHA-256 of the file, and why it was rendered.

    The key is the digest of its templates, a space, and the digest of its view; for a picture, one digest. A page of a
    list has its unit, its owner, and its shape: see `Listing`.
    """

    key: str = ""
    digest: str = ""
    why: tuple[str, ...] = ()
    unit: str = ""
    owner: str = ""
    shape: str = ""


class RenderedSegment(Immutable):
    """The record of a segment of the search index: the digests of its articles' records, by their ids in order, its
    files, what the index says of it, and why it was made."""

    records: tuple[tuple[str, str], ...]
    files: Files
    summary: SegmentSummary
    why: tuple[str, ...] = ()


class Record(Immutable):
    """What a build rendered: the pages of each article, by its id, all other pages, by path, and the segments of the
    search index, by id. `units` maps the names of units of which all pages were made to their shapes."""

    articles: Mapping[str, RenderedArticle] = field(default_factory=dict)
    pages: Mapping[str, RenderedPage] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    segments: Mapping[str, RenderedSegment] = field(default_factory=dict)


class Concerned(Immutable):
    """Which pages of lists may have changed. `touched` are the entries that did, as days by the name of the list, or
    by `members.notes_in` that, where only notes did; None where that is not known. `ground` is the
    digest of what all these pages show besides."""

    touched: Mapping[str, frozenset[str]] | None
    ground: str

    def shape(self, unit: Unit, listing: Listing | None = None) -> str:
        """The digest of the shape of a unit, of that of one of its pages, and of what all pages show."""
        return sha256_of_parts(self.ground, unit.shape, listing.shape if listing else "")[:SHORT]

    def touches(self, lists: Iterable[str], first: str = "", last: str = "") -> bool:
        """Whether an entry of one of these lists changed from the day `first` to `last`; on any day without these."""
        if self.touched is None:
            return True
        days = chain.from_iterable(self.touched.get(name, ()) for name in lists)
        return any(not last or first <= day <= last for day in days)


class ArticlePages(Immutable):
    """The pages of one article: its source, what they are made from, and the paths to render.

    `around` returns the serialized surroundings, and `history` the serialized `PageHistory`; `alone`: see
    `RenderedArticle`.
    """

    source: ArticleSource
    parts: Parts
    around: Callable[[], bytes]
    paths: tuple[str, ...]
    alone: str = ""
    past: Past = Past()
    history: Callable[[], bytes] = bytes


class Renderer:
    """Renders the pages of one build.

    `made` are the rendered files (content by path), `why` the reasons for rendering each (keys of `REASONS`), and
    `rendered` their number. `digests` is the whole tree: SHA-256 by path. `record` is for the next build. `found` are
    the diagnostics of paths and templates; `is_broken` is true after an error in a template.
    """

    def __init__(self, context: BuildContext, rendering: Rendering, root: Path, before: Record) -> None:
        self.made: dict[str, bytes | Path] = {}
        self.why: dict[str, tuple[str, ...]] = {}
        self.digests: dict[str, str] = {}
        self.found: list[Diagnostic] = []
        self.is_broken = False
        self.rendered = 0
        self._context = context
        self._rendering = rendering
        self._root = root
        self._before = before
        self._articles: dict[str, RenderedArticle] = {}
        self._pages: dict[str, RenderedPage] = {}
        self._units: dict[str, str] = {}
        self._segments: dict[str, RenderedSegment] = {}
        self._of_units: dict[str, list[str]] = defaultdict(list)
        for path, known in before.pages.items():
            self._of_units[known.unit].append(path)

    @property
    def record(self) -> Record:
        """What was rendered or kept so far."""
        return Record(self._articles, self._pages, self._units, self._segments)

    def articles(self, wanted: Iterable[ArticlePages]) -> None:
        """Render the pages of articles whose parts changed."""
        work = (
            self._article_work(one, why, paths) for one in wanted for why, paths in [self._why_article(one)] if paths
        )
        results_of = self._results(self._rendering.articles, work, self._context.workers)
        for (one, why, around, kept), made in results_of:
            self._put(made.pages, why)
            self.digests |= kept
            own = {**kept, **{page.path: page.digest for page in made.pages if isinstance(page, Made)}}
            files = tuple((path, own[path]) for path in one.paths if path in own)
            records = self._keep_records(made.records)
            self._articles[one.source.id] = RenderedArticle(
                one.parts, files, around, why, one.alone, one.past, records, made.size
            )

    def _keep_records(self, records: bytes) -> str:
        """Put the records of an article into the cache. Returns their digest, empty where there are none."""
        digest = sha256_of_parts(records)[:SHORT] if records else ""
        self._context.cache.put_all({f"records:{digest}": records} if records else {})
        return digest

    def records_again(self, one: ArticlePages) -> bytes:
        """The records of an article that the cache has lost."""
        _, work = self._article_work(one, (), ())
        return self._rendering.articles([work])[0].records

    def segments(
        self,
        wanted: Mapping[str, tuple[tuple[str, str], ...]],
        records: Callable[[Sequence[tuple[str, str]]], tuple[bytes, ...]],
    ) -> tuple[SegmentSummary, ...]:
        """Make the segments of the search index whose records changed. Returns what the index says of all.

        `wanted` are the digests of the records of each segment, by the ids of its articles in order. `records` gives
        the records of articles, serialized.
        """
        work = (
            ((id, why), SegmentWork(id, records(wanted[id]))) for id in wanted if (why := self._why(id, wanted[id]))
        )
        for (id, why), made in self._results(self._rendering.segments, work, self._context.workers, 1):
            files = tuple((file.path, file.digest) for file in made.files)
            self.digests |= files
            self._put((file for file in made.files if not self._context.stands([(file.path, file.digest)])), why)
            self._segments[id] = RenderedSegment(wanted[id], files, made.summary, why)
        return tuple(self._segments[id].summary for id in wanted)

    def _why(self, segment: str, records: tuple[tuple[str, str], ...]) -> tuple[str, ...]:
        """Why a segment has to be made; empty where it is kept as it is."""
        known = self._before.segments.get(segment)
        if known is None:
            return ("new",)
        if known.records != records:
            return ("records",)
        if not self._context.stands(known.files):
            return ("output",)
        self._segments[segment] = known
        self.digests |= known.files
        return ()

    def pages(self, pages: Iterable[Page], of_template: Digest[str]) -> None:
        """Render the pages whose key changed; each has a template, or its bytes. `of_template` returns the digest of a
        template."""
        self._render(((page, RenderedPage(owner=page.owner)) for page in pages), of_template)

    def hubs(
        self,
        planned: Iterable[Page | Unit],
        of_template: Digest[str],
        concerned: Concerned,
        claim: Callable[[str, str], bool],
    ) -> None:
        """Render the pages that are not one article's own, where they changed.

        `claim` says whether a page gets its path, given the path and the page's owner; see `Owners`.
        """
        self._render(self._wanted(planned, of_template, concerned, claim), of_template)

    def _wanted(
        self,
        planned: Iterable[Page | Unit],
        of_template: Digest[str],
        concerned: Concerned,
        claim: Callable[[str, str], bool],
    ) -> Iterator[tuple[Page, RenderedPage]]:
        """The pages whose views have to be compared, each with what is to be recorded of it besides."""
        for one in planned:
            if isinstance(one, Page):
                if claim(one.path, one.owner):
                    yield one, RenderedPage(owner=one.owner)
            elif not self._keeps_unit(one, concerned, claim):
                yield from self._of_unit(one, of_template, concerned, claim)

    def _keeps_unit(self, unit: Unit, concerned: Concerned, claim: Callable[[str, str], bool]) -> bool:
        """Keep all pages of a unit, if nothing that they show has changed. Returns whether it did."""
        shape, paths = concerned.shape(unit), self._of_units.get(unit.name, [])
        if self._before.units.get(unit.name) != shape or concerned.touches(unit.lists):
            return False
        known = [(path, self._before.pages[path]) for path in paths]
        if not self._context.stands((path, page.digest) for path, page in known):
            return False
        granted = [(path, page) for path, page in known if claim(path, page.owner)]
        for path, page in granted:
            self._leave(path, page)
        if len(granted) == len(known):
            self._units[unit.name] = shape
        return True

    def _of_unit(
        self, unit: Unit, of_template: Digest[str], concerned: Concerned, claim: Callable[[str, str], bool]
    ) -> Iterator[tuple[Page, RenderedPage]]:
        is_whole = True
        for listing in unit.pages():
            if not claim(listing.path, listing.owner):
                is_whole = False
                continue
            known, shape = self._known(listing.path), concerned.shape(unit, listing)
            is_same = known.shape == shape and known.key.startswith(page_key(_digest_of(listing, of_template), ""))
            if is_same and not concerned.touches(unit.lists, listing.first, listing.last):
                self._leave(listing.path, known)
            else:
                yield listing.whole(), RenderedPage(unit=unit.name, owner=listing.owner, shape=shape)
        if is_whole:
            self._units[unit.name] = concerned.shape(unit)

    def _render(self, pages: Iterable[tuple[Page, RenderedPage]], of_template: Digest[str]) -> None:
        work = (
            ((page.path, besides), PageWork(page, _digest_of(page, of_template), self._known(page.path).key))
            for page, besides in pages
        )
        for (path, besides), (key, result) in self._results(self._rendering.pages, work, self._context.workers):
            if result is None:
                known = self._before.pages[path]
                self._leave(path, replace(besides, key=known.key, digest=known.digest, why=known.why))
            else:
                why = self._why_page(path, key)
                self._put([result], why)
                if isinstance(result, Made):
                    self._pages[path] = replace(besides, key=key, digest=result.digest, why=why)

    def pictures(self, copies: Iterable[tuple[str, str, int, str]]) -> frozenset[str]:
        """Make the smaller copies of pictures whose key changed. Returns the paths of those that there are now.

        Each has a path in the output, the path of the original in the site, a width in pixels, and a key. A copy that
        can't be made, or has no fewer bytes than the original, is tried again in the next build.
        """
        work = ((key, PictureWork(path, original, self._root, width)) for path, original, width, key in copies)
        return self._files(self._rendering.pictures, work)

    def cards(self, wanted: Iterable[tuple[str, CardWork]]) -> frozenset[str]:
        """Draw the pictures for links whose key changed: (key, work). Returns the paths of those that there are now."""
        return self._files(self._rendering.cards, wanted)

    def _files(
        self, make: Callable[[Sequence[_F]], list[Made | Diagnostic | None]], wanted: Iterable[tuple[str, _F]]
    ) -> frozenset[str]:
        kept: list[str] = []

        def to_make() -> Iterator[tuple[tuple[str, str], _F]]:
            for key, work in wanted:
                known = self._known(work.path)
                if known.key == key:
                    self._leave(work.path, known)
                    kept.append(work.path)
                else:
                    yield (work.path, key), work

        here = self._context.pool, self._context.jobs
        for (path, key), result in self._results(make, to_make(), here):
            if isinstance(result, Diagnostic):
                self.found.append(result)  # each of its copies fails with the same problem, which is shown once
            elif result:
                why = self._why_page(path, key)
                self._put([result], why)
                self._pages[path] = RenderedPage(key, result.digest, why)
                kept.append(path)
        return frozenset(kept)

    def copy(self, path: str, source: str, digest: str) -> None:
        """Copy the file `source` of the site, with this SHA-256, to `path` in the output, unless it is there."""
        self.digests[path] = digest
        if not self._context.stands([(path, digest)]):
            self.made[path] = self._root / source
            self.why[path] = ("bytes",) if path in self._context.published else ("new",)

    def _why_article(self, one: ArticlePages) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Why pages of the article have to be rendered, and the paths of these; empty where all are kept as they
        are."""
        known = self._before.articles.get(one.source.id)
        if known is None:
            return ("new",), one.paths
        before = dict(known.parts)
        changed = tuple(name for name, digest in one.parts if before.get(name) != digest)
        if changed:
            return changed, one.paths
        if tuple(path for path, _ in known.files) != one.paths:
            return ("paths",), one.paths
        if not self._context.stands(known.files):
            return ("output",), one.paths
        if known.past.pages != one.past.pages:
            shown = dict(known.past.pages)
            now = dict(one.past.pages)
            return ("history",), tuple(path for path in one.paths if shown.get(path) != now.get(path))
        is_same = (known.alone, known.past) == (one.alone, one.past)
        self._articles[one.source.id] = known if is_same else replace(known, alone=one.alone, past=one.past)
        self.digests |= known.files
        return (), ()

    def _why_page(self, path: str, key: str) -> tuple[str, ...]:
        before = self._before.pages.get(path)
        if before is None:
            return ("new",)
        if before.key == key:
            return ("output",)
        templates, _, view = before.key.partition(" ")
        names = ("templates", "view") if view else ("bytes",)
        now = key.split(" ")
        return tuple(name for name, old, new in zip(names, (templates, view), now, strict=False) if old != new)

    def _leave(self, path: str, known: RenderedPage) -> None:
        """Keep a page as it is in the output, and record this of it."""
        self._pages[path] = known
        self.digests[path] = known.digest

    def _known(self, path: str) -> RenderedPage:
        """The record of a page, if the output has what was rendered then; otherwise an empty record."""
        known = self._before.pages.get(path, RenderedPage())
        return known if known.key and self._context.stands([(path, known.digest)]) else RenderedPage()

    def _article_work(
        self, one: ArticlePages, why: tuple[str, ...], paths: tuple[str, ...]
    ) -> tuple[tuple[ArticlePages, tuple[str, ...], str, dict[str, str]], ArticleWork]:
        """The work for an article, with the article, the reasons, the digest of its surroundings, and the files to
        keep."""
        around, history = one.around(), one.history()
        digest_around = sha256_of_parts(around)
        of_history = {f"past:{one.past.shown}": history} if history else {}
        self._context.cache.put_all({f"around:{digest_around}": around, **of_history})
        known = self._before.articles.get(one.source.id, RenderedArticle()) if paths != one.paths else RenderedArticle()
        kept = {path: digest for path, digest in known.files if path not in paths}
        digest = one.source.digest
        parts = self._context.cache.get_all([f"{part}:{digest}" for part in ("facts", "body", "notes")])
        if len(parts) == 3:
            facts, body, notes = (parts[f"{part}:{digest}"] for part in ("facts", "body", "notes"))
        else:  # the cache was lost during the build
            (bytes_,) = CompileBatch(self._root)([one.source])
            facts, body, notes = bytes_.facts, bytes_.body, bytes_.notes
        return (one, why, digest_around, kept), ArticleWork(facts, body, notes, around, frozenset(paths), history)

    def _results(
        self,
        work: Callable[[Sequence[_T]], list[_R]],
        items: Iterable[tuple[_A, _T]],
        workers: tuple[Executor | None, int],
        size: int | None = None,
    ) -> Iterator[tuple[_A, _R]]:
        """The result for each item, with the item's label. `workers`: see `BuildContext.workers`; `size` is that of a
        batch, where it is not the usual one."""
        about: deque[_A] = deque()

        def only_items() -> Iterator[_T]:
            for what, item in items:
                about.append(what)
                yield item

        for results in in_batches(work, only_items(), *workers, *(() if size is None else (size,))):
            for result in results:
                yield about.popleft(), result

    def _put(self, results: Iterable[Made | Diagnostic], why: tuple[str, ...]) -> None:
        for result in results:
            if isinstance(result, Diagnostic):
                self.is_broken = True
                self.found.append(result)
                continue
            made = in_file(result, self._context.stage) if self._context.stage else result
            self.rendered += 1
            self.digests[made.path] = made.digest
            self.made[made.path] = made.data
            self.why[made.path] = why


def _digest_of(page: Page | Listing, of_template: Digest[str]) -> str:
    """The digest of the page's template; empty where it has none."""
    return of_template(page.template) if page.template else ""
