"""Renders the pages whose key changed, and records the keys for the next build. Knows keys, not what pages contain.

The pages of an article share one key: the digests of everything that they show. The key of a listing is made from the
digests of what its rows show, that of any other page from the digest of its view. A page is kept if its key is the
recorded one and the output holds what was rendered then.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from itertools import chain
from pathlib import Path
from typing import TypeVar

from msgspec import field

from generator.cache.digest import sha256_of_parts
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource
from generator.outputs.page import Listing, Page
from generator.pipeline.batches import (
    ArticleWork,
    CardWork,
    CompileBatch,
    Made,
    PageWork,
    PictureWork,
    Rendering,
    in_batches,
    in_file,
    page_key,
)
from generator.pipeline.build_context import BuildContext
from generator.values import Immutable, replace

_A = TypeVar("_A")
_T = TypeVar("_T")
_R = TypeVar("_R")
_F = TypeVar("_F", PictureWork, CardWork)

_SHORT_LIST = 500
"""Rows. Rendering a listing of this length takes less time than rendering a batch of articles."""

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
    "bytes": "its bytes changed",
}
"""Why a file is rendered, as a clause after “because”. The keys include the names of all parts (`Parts`)."""


class RenderedArticle(Immutable):
    """The record of an article's pages: what they were made from, the files, and why they were rendered.

    `around` is the digest of the article's surroundings. `alone` is the digest that replaces it for an unlinked
    article, so that its surroundings need not be gathered; empty for a linked one.
    """

    parts: Parts = ()
    files: Files = ()
    around: str = ""
    why: tuple[str, ...] = ()
    alone: str = ""


class RenderedPage(Immutable):
    """The record of any other page: its key, the SHA-256 of the file, and why it was rendered.

    The key is the digest of its templates, a space, and the digest of its view; for a picture, one digest.
    """

    key: str = ""
    digest: str = ""
    why: tuple[str, ...] = ()


class Record(Immutable):
    """What a build rendered: the pages of each article, by its id, and all other pages, by path."""

    articles: Mapping[str, RenderedArticle] = field(default_factory=dict)
    pages: Mapping[str, RenderedPage] = field(default_factory=dict)


class ArticlePages(Immutable):
    """The pages of one article: its source, what they are made from, and the paths to render.

    `around` returns the serialized surroundings; `alone`: see `RenderedArticle`.
    """

    source: ArticleSource
    parts: Parts
    around: Callable[[], bytes]
    paths: tuple[str, ...]
    alone: str = ""


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

    @property
    def record(self) -> Record:
        """What was rendered or kept so far."""
        return Record(self._articles, self._pages)

    def all_pages(
        self,
        articles: Iterable[ArticlePages],
        pages: Iterable[Page | Listing],
        of_template: Digest[str],
        of_rows: Digest[Listing],
    ) -> None:
        """Render the pages of articles, then all other pages: see `articles` and `pages`.

        While workers render articles, this process renders short listings that have to be rendered whatever their rows
        show. Their keys are computed at the end, when the surroundings of all articles are known. Long listings wait,
        because the workers would run out of work meanwhile.
        """
        left = iter(pages)
        early: list[tuple[Listing, Made | Diagnostic]] = []
        later: list[Page | Listing] = []

        def meanwhile() -> bool:
            page = next(left, None)
            if page is None:
                return False
            if isinstance(page, Listing) and _is_short(page) and not self._may_stand(page, of_template):
                ((_, made),) = self._rendering.pages([PageWork(page.whole(), key="set below")])
                assert made, "no page has this key"
                early.append((page, made))
            else:
                later.append(page)
            return True

        self.articles(articles, meanwhile)
        for page, made in early:
            self._note(page.path, _key(page, of_template, of_rows), made)
        self.pages(chain(later, left), of_template, of_rows)

    def articles(self, wanted: Iterable[ArticlePages], meanwhile: Callable[[], bool] = lambda: False) -> None:
        """Render the pages of articles whose parts changed. `meanwhile`: see `batches.in_batches`."""
        work = (self._article_work(one, why) for one in wanted if (why := self._why_article(one)))
        results_of = self._results(self._rendering.articles, work, self._context.workers, meanwhile)
        for (one, why, around), results in results_of:
            self._put(results, why)
            files = tuple((made.path, made.digest) for made in results if isinstance(made, Made))
            self._articles[one.source.id] = RenderedArticle(one.parts, files, around, why, one.alone)

    def pages(
        self, pages: Iterable[Page | Listing], of_template: Digest[str], of_rows: Digest[Listing] | None = None
    ) -> None:
        """Render the pages whose key changed; each has a template, or its bytes.

        `of_template` returns the digest of a template, `of_rows` that of all rows of a listing; it is needed only if
        there is a listing among the pages.
        """
        work = ((page.path, todo) for page in pages if (todo := self._page_work(page, of_template, of_rows)))
        for path, (key, result) in self._results(self._rendering.pages, work, self._context.workers):
            if result is None:
                self._leave(path)
            else:
                self._note(path, key, result)

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
                if self._known(work.path).key == key:
                    self._leave(work.path)
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

    def _why_article(self, one: ArticlePages) -> tuple[str, ...]:
        """Why the article's pages have to be rendered; empty where they are kept as they are."""
        known = self._before.articles.get(one.source.id)
        if known is None:
            return ("new",)
        before = dict(known.parts)
        changed = tuple(name for name, digest in one.parts if before.get(name) != digest)
        if changed:
            return changed
        if tuple(path for path, _ in known.files) != one.paths:
            return ("paths",)
        if not self._context.stands(known.files):
            return ("output",)
        self._articles[one.source.id] = known if known.alone == one.alone else replace(known, alone=one.alone)
        self.digests |= known.files
        return ()

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

    def _leave(self, path: str) -> bool:
        """Keep a page as it is in the output. Returns False, so that a condition can end with it."""
        self._pages[path] = self._before.pages[path]
        self.digests[path] = self._pages[path].digest
        return False

    def _may_stand(self, listing: Listing, of_template: Digest[str]) -> bool:
        """Whether the output has the page as the same templates rendered it, so that its rows decide."""
        return self._known(listing.path).key.startswith(page_key(_digest_of_template(listing, of_template), ""))

    def _note(self, path: str, key: str, result: Made | Diagnostic) -> None:
        """Record a rendered page."""
        why = self._why_page(path, key)
        self._put([result], why)
        if isinstance(result, Made):
            self._pages[path] = RenderedPage(key, result.digest, why)

    def _known(self, path: str) -> RenderedPage:
        """The record of a page, if the output has what was rendered then; otherwise an empty record."""
        known = self._before.pages.get(path, RenderedPage())
        return known if known.key and self._context.stands([(path, known.digest)]) else RenderedPage()

    def _page_work(
        self, page: Page | Listing, of_template: Digest[str], of_rows: Digest[Listing] | None
    ) -> PageWork | None:
        """The work for a page; None for a listing that is kept."""
        known = self._known(page.path).key
        if isinstance(page, Page):
            return PageWork(page, _digest_of_template(page, of_template), known)
        key = _key(page, of_template, of_rows)
        if key != known:
            return PageWork(page.whole(), key=key)
        self._leave(page.path)
        return None

    def _article_work(
        self, one: ArticlePages, why: tuple[str, ...]
    ) -> tuple[tuple[ArticlePages, tuple[str, ...], str], ArticleWork]:
        """The work for an article, with the article, the reasons, and the digest of its surroundings."""
        around = one.around()
        digest_around = sha256_of_parts(around)
        self._context.cache.put_all({f"around:{digest_around}": around})
        digest = one.source.digest
        kept = self._context.cache.get_all([f"{part}:{digest}" for part in ("facts", "body", "notes")])
        if len(kept) == 3:
            facts, body, notes = (kept[f"{part}:{digest}"] for part in ("facts", "body", "notes"))
        else:  # the cache was lost during the build
            (bytes_,) = CompileBatch(self._root)([one.source])
            facts, body, notes = bytes_.facts, bytes_.body, bytes_.notes
        return (one, why, digest_around), ArticleWork(facts, body, notes, around, frozenset(one.paths))

    def _results(
        self,
        work: Callable[[Sequence[_T]], list[_R]],
        items: Iterable[tuple[_A, _T]],
        workers: tuple[Executor | None, int],
        meanwhile: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[_A, _R]]:
        """The result for each item, with the item's label. `workers`: see `BuildContext.workers`."""
        about: deque[_A] = deque()

        def only_items() -> Iterator[_T]:
            for what, item in items:
                about.append(what)
                yield item

        for results in in_batches(work, only_items(), *workers, meanwhile=meanwhile):
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


def _is_short(listing: Listing) -> bool:
    return bool(listing.page.template) and len(listing.shows) <= _SHORT_LIST


def _digest_of_template(page: Page | Listing, of_template: Digest[str]) -> str:
    """The digest of the page's template; empty where it has none."""
    template = page.template if isinstance(page, Page) else page.page.template
    return of_template(template) if template else ""


def _key(listing: Listing, of_template: Digest[str], of_rows: Digest[Listing] | None) -> str:
    assert of_rows, "a listing needs `of_rows`"
    return page_key(_digest_of_template(listing, of_template), of_rows(listing))
