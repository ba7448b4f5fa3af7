"""Has the pages made that are not there already, and notes from what each was made; knows keys, and no page's contents.

The pages of an article share one key: the digests of all that they show. A page of a list has the digests of what its
rows show, every other page that of its own view. A page whose key is the noted one, and which stands in the output as
it was made then, is left there.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TypeVar

from generator.diagnostics import Diagnostic
from generator.model import ArticleSource
from generator.outputs.page import Listing, Page
from generator.pipeline.build_context import BuildContext
from generator.pipeline.workers import (
    ArticleWork,
    CompileBatch,
    Made,
    PageWork,
    PictureWork,
    Rendering,
    in_batches,
    page_key,
    sha256_of_parts,
)

A = TypeVar("A")
T = TypeVar("T")
R = TypeVar("R")

_SHORT_LIST = 500
"""Rows. A list of so many is made in less time than an article's batch."""

Digest = Callable[[T], str]
Parts = tuple[tuple[str, str], ...]
"""What the pages of an article were made from: name and digest of each part."""
Files = tuple[tuple[str, str], ...]
"""What was made: path and SHA-256 of each."""


REASONS = {
    "new": "it was not there before",
    "output": "it did not stand in the output as it had been made",
    "paths": "another set of pages is made for its article",
    "templates": "a template or a word of the interface changed",
    "site": "what every page says of the site changed: its title, navigation, verdicts, options",
    "facts": "the annotations or the front matter of its article changed",
    "body": "the text of its article changed",
    "notes": "the notes of its article changed",
    "around": "what other files say that it shows changed: answers, names, roles, neighbours",
    "view": "what it lists changed",
    "bytes": "the bytes of it changed",
}
"""Why a file is made: the parts from which the pages of an article are made among them."""


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """What is known of an article's pages: from what they were made, what was made, what surrounded it (digest), and
    why they were made. `alone` is the digest that tells what surrounds it without gathering that, where one does."""

    parts: Parts = ()
    files: Files = ()
    around: str = ""
    why: tuple[str, ...] = ()
    alone: str = ""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """What is known of any other page: the digests of its templates and of its view, parted by a space; the digest of
    what was made; and why."""

    key: str = ""
    digest: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """What was made by a build: of the pages of each article, by its id, and of every other page, by its path."""

    articles: Mapping[str, RenderedArticle] = field(default_factory=dict)
    pages: Mapping[str, RenderedPage] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ArticlePages:
    """The pages of one article: where it comes from, from what they are made, and which paths are wanted.

    `around` gives what surrounds it in `plain` form; `alone` as in `RenderedArticle`.
    """

    source: ArticleSource
    parts: Parts
    around: Callable[[], bytes]
    paths: tuple[str, ...]
    alone: str = ""


class Renderer:
    """One build's making. What is made is in `made` (contents by path), and `why` tells why; `digests` is the whole
    tree, and `record` what the next build may rely on. `found` is what is wrong with the paths and with the templates:
    then it `is_broken`."""

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
        return Record(self._articles, self._pages)

    def all_pages(
        self,
        articles: Iterable[ArticlePages],
        pages: Iterable[Page | Listing],
        of_template: Digest[str],
        of_rows: Digest[Listing],
    ) -> None:
        """Those of articles, and then the others, as `articles` and `pages` do. While other processes make those of
        articles, this one makes lists that have to be made whatever their rows show; what these are known by is told
        in the end, when it is known what surrounds each article. A page that takes long has to wait: the others would
        run out of work."""
        left = iter(pages)
        early: list[tuple[Listing, Made | Diagnostic]] = []
        later: list[Page | Listing] = []

        def meanwhile() -> bool:
            page = next(left, None)
            if page is None:
                return False
            if isinstance(page, Listing) and _is_short(page) and not self._may_stand(page, of_template):
                ((_, made),) = self._rendering.pages([PageWork(page.whole(), key="to be told")])
                assert made, "nothing is known by this key"
                early.append((page, made))
            else:
                later.append(page)
            return True

        self.articles(articles, meanwhile)
        for page, made in early:
            self._note(page.path, _key(page, of_template, of_rows), made)
        self.pages(chain(later, left), of_template, of_rows)

    def articles(self, wanted: Iterable[ArticlePages], meanwhile: Callable[[], bool] = lambda: False) -> None:
        work = (self._article_work(one, why) for one in wanted if (why := self._why_article(one)))
        for (one, why, around), results in self._results(self._rendering.articles, work, meanwhile):
            self._put(results, why)
            files = tuple((made.path, made.digest) for made in results if isinstance(made, Made))
            self._articles[one.source.id] = RenderedArticle(one.parts, files, around, why, one.alone)

    def pages(
        self, pages: Iterable[Page | Listing], of_template: Digest[str], of_rows: Digest[Listing] | None = None
    ) -> None:
        """Each page has a template, or its bytes. `of_template` gives the digest of a template, `of_rows` that of all
        that a listing shows: it may be missing where there is none."""
        work = ((page.path, todo) for page in pages if (todo := self._page_work(page, of_template, of_rows)))
        for path, (key, result) in self._results(self._rendering.pages, work):
            if result is None:
                self._leave(path)
            else:
                self._note(path, key, result)

    def pictures(self, copies: Iterable[tuple[str, str, int, str]]) -> None:
        """Smaller copies: path in the output, path of the original in the site, width in pixels, and key."""
        work = (
            ((path, key), PictureWork(path, self._root / original, width))
            for path, original, width, key in copies
            if self._known(path).key != key or self._leave(path)
        )
        for (path, key), made in self._results(self._rendering.pictures, work):
            why = self._why_page(path, key)
            self._put([made], why)
            self._pages[path] = RenderedPage(key, made.digest, why)

    def copy(self, path: str, source: str, digest: str) -> None:
        self.digests[path] = digest
        if not self._context.stands([(path, digest)]):
            self.made[path] = self._root / source
            self.why[path] = ("bytes",) if path in self._context.published else ("new",)

    def _why_article(self, one: ArticlePages) -> tuple[str, ...]:
        """Why the article's pages have to be made; if they needn't, nothing, and they are left as they are."""
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
        """Leave a page as it stands in the output; False, so that nothing is done about it."""
        self._pages[path] = self._before.pages[path]
        self.digests[path] = self._pages[path].digest
        return False

    def _may_stand(self, listing: Listing, of_template: Digest[str]) -> bool:
        """Whether it stands there as it was made by the same templates."""
        return self._known(listing.path).key.startswith(page_key(_digest_of_template(listing, of_template), ""))

    def _note(self, path: str, key: str, result: Made | Diagnostic) -> None:
        """A page that was made."""
        why = self._why_page(path, key)
        self._put([result], why)
        if isinstance(result, Made):
            self._pages[path] = RenderedPage(key, result.digest, why)

    def _known(self, path: str) -> RenderedPage:
        """What is known of a page that stands in the output as it was made."""
        known = self._before.pages.get(path, RenderedPage())
        return known if known.key and self._context.stands([(path, known.digest)]) else RenderedPage()

    def _page_work(
        self, page: Page | Listing, of_template: Digest[str], of_rows: Digest[Listing] | None
    ) -> PageWork | None:
        """What is to be done for a page; of a listing, nothing if it stands there as it would be made."""
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
        """What is to be done for an article, with that article, why, and the digest of what surrounds it."""
        around = one.around()
        digest_around = sha256_of_parts(around)
        self._context.cache.put_all({f"around:{digest_around}": around})
        digest = one.source.digest
        kept = self._context.cache.get_all([f"{part}:{digest}" for part in ("facts", "body", "notes")])
        if len(kept) == 3:
            facts, body, notes = (kept[f"{part}:{digest}"] for part in ("facts", "body", "notes"))
        else:  # the cache was lost meanwhile
            (bytes_,) = CompileBatch(self._root)([one.source])
            facts, body, notes = bytes_.facts, bytes_.body, bytes_.notes
        return (one, why, digest_around), ArticleWork(facts, body, notes, around, frozenset(one.paths))

    def _results(
        self,
        work: Callable[[Sequence[T]], list[R]],
        items: Iterable[tuple[A, T]],
        meanwhile: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[A, R]]:
        """What becomes of each item, with what is said about it."""
        about: deque[A] = deque()

        def only_items() -> Iterator[T]:
            for what, item in items:
                about.append(what)
                yield item

        for results in in_batches(work, only_items(), self._context.pool, self._context.jobs, meanwhile=meanwhile):
            for result in results:
                yield about.popleft(), result

    def _put(self, results: Iterable[Made | Diagnostic], why: tuple[str, ...]) -> None:
        for result in results:
            if isinstance(result, Diagnostic):
                self.is_broken = True
                self.found.append(result)
                continue
            self.rendered += 1
            self.digests[result.path] = result.digest
            self.made[result.path] = result.data
            self.why[result.path] = why


def _is_short(listing: Listing) -> bool:
    return bool(listing.page.template) and len(listing.shows) <= _SHORT_LIST


def _digest_of_template(page: Page | Listing, of_template: Digest[str]) -> str:
    """The digest of the page's template; empty where it has none."""
    template = page.template if isinstance(page, Page) else page.page.template
    return of_template(template) if template else ""


def _key(listing: Listing, of_template: Digest[str], of_rows: Digest[Listing] | None) -> str:
    assert of_rows, "nobody knows what this listing shows"
    return page_key(_digest_of_template(listing, of_template), of_rows(listing))
