"""Work in batches, on any Executor or on none: what is to be done comes in plain, and goes back plain.

The functions here run in other processes, perhaps on other machines, so they keep nothing but what they can make again
from their arguments. Nothing above this file knows of it.
"""

from __future__ import annotations

import hashlib
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from generator.cache.serialize import dumps, loads
from generator.compiling.article import Compiled, compile_article
from generator.diagnostics import Diagnostic
from generator.model import ArticleFacts, ArticleSource, Body
from generator.outputs.article_inputs import Surroundings, dossier, seen_by_others
from generator.outputs.article_pages import plan_article
from generator.outputs.page import Page
from generator.outputs.page_context import Site
from generator.rendering.templates import Templates
from generator.sources.images import smaller
from generator.sources.read import load_article
from generator.sources.stat_cache import Noted, StatCache

T = TypeVar("T")
R = TypeVar("R")

SHORT = 32
"""Letters of a digest that are kept of keys: enough that no two things will ever share one."""
BATCH = 32
"""Articles, or pages, at a time: enough to make sending them cheap, few enough to keep all busy to the end."""


def in_batches(
    work: Callable[[Sequence[T]], R],
    items: Iterable[T],
    pool: Executor | None,
    jobs: int = 1,
    size: int = BATCH,
    *,
    meanwhile: Callable[[], bool] = lambda: False,
) -> Iterator[R]:
    """The results for `size` items at a time, in order. No more batches are on their way than keep `jobs` busy, so that
    what is made can be put away before more is made. Of few items all are done here: others would have to get ready.

    While others work, something else may be done here, a bit at a time: `meanwhile` does one, and tells whether there
    was any.
    """
    left = iter(items)
    first = list(islice(left, 2 * size))
    batches = chain(_cut(iter(first), size), _cut(left, size))
    if pool is None or len(first) < 2 * size:
        yield from map(work, batches)
        return
    waiting: deque[Future[R]] = deque()
    for batch in batches:
        waiting.append(pool.submit(work, batch))
        if len(waiting) > 2 * jobs:
            yield _result(waiting.popleft(), meanwhile)
    while waiting:
        yield _result(waiting.popleft(), meanwhile)


def _result(future: Future[R], meanwhile: Callable[[], bool]) -> R:
    while not future.done() and meanwhile():
        pass
    return future.result()


def _cut(items: Iterator[T], size: int) -> Iterator[list[T]]:
    return iter(lambda: list(islice(items, size)), [])


# ── compiling ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ArticleSummary:
    """What there is to know of a compiled article without reading it: digests of its parts, and what is wrong.

    `shown` is the digest of what others see of it; it and `facts` are empty where there is no article.
    """

    shown: str
    facts: str
    body: str
    notes: str
    paragraphs: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class CompiledBytes:
    """A compiled article in `plain` form, each part apart: they are needed at different times."""

    digest: str
    """That of its source."""
    head: bytes
    facts: bytes
    body: bytes
    notes: bytes
    stat_cache: Mapping[str, Noted] = field(default_factory=dict)


RenderedNotes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CompileBatch:
    """Compiles some articles of the site in the folder `root`, reading those that are not read."""

    root: Path

    def __call__(self, sources: Sequence[ArticleSource]) -> list[CompiledBytes]:
        return [self._bytes(source) for source in sources]

    def _bytes(self, source: ArticleSource) -> CompiledBytes:
        stat_cache = StatCache(str(self.root))
        source = load_article(self.root, source, stat_cache)
        return replace(compiled_bytes(source.digest, compile_article(source)), stat_cache=stat_cache.now)


def compiled_bytes(digest: str, compiled: Compiled) -> CompiledBytes:
    facts = dumps(compiled.facts, ArticleFacts) if compiled.facts else b""
    body = dumps(replace(compiled.body, notes={}), Body) if compiled.body else b""
    notes = dumps(compiled.body.notes if compiled.body else {}, RenderedNotes)
    shown = sha256_of_parts(dumps(seen_by_others(compiled.facts), ArticleFacts)) if compiled.facts else ""
    head = ArticleSummary(
        shown=shown,
        facts=sha256_of_parts(facts) if facts else "",
        body=sha256_of_parts(body),
        notes=sha256_of_parts(notes),
        paragraphs=compiled.facts.paragraphs if compiled.facts else 0,
        diagnostics=compiled.diagnostics,
    )
    return CompiledBytes(digest, dumps(head, ArticleSummary), facts, body, notes)


def sha256_of_parts(*parts: bytes | str) -> str:
    """SHA-256 in hex of some bytes, or of a list of them."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d " % len(data))
        whole.update(data)
    return whole.hexdigest()


# ── rendering ────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ArticleWork:
    """An article whose pages are to be made: its parts and its surroundings in `plain` form, and which are wanted."""

    facts: bytes
    body: bytes
    notes: bytes
    around: bytes
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class PageWork:
    """A page that shows more than one article; the digest of its templates, and the key by which it is known.

    `key` is the one that it has; empty where that is to be told from its view.
    """

    page: Page
    template: str = ""
    known: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class PictureWork:
    """A smaller copy of a picture: its path in the output, the original, and its width in pixels."""

    path: str
    original: Path
    width: int


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the output: its bytes, or the file they were put into, and their SHA-256 in hex."""

    path: str
    data: bytes | Path
    digest: str


@dataclass(frozen=True, slots=True)
class Rendering:
    """What rendering needs beside a page: the site's own templates, its language, and what every page says of it.

    With `stage`, what is made is put into files in that folder.
    """

    site_templates: tuple[tuple[str, str], ...]
    language: str
    site: Site
    stage: Path | None = None

    def articles(self, batch: Sequence[ArticleWork]) -> list[list[Made | Diagnostic]]:
        return [[self._made(page) for page in self._planned(one) if page.path in one.wanted] for one in batch]

    def pages(self, batch: Sequence[PageWork]) -> list[tuple[str, Made | Diagnostic | None]]:
        """Of each page its key, and the page; None where the key is the known one."""
        return [self._page(work) for work in batch]

    def pictures(self, batch: Sequence[PictureWork]) -> list[Made]:
        return [self._kept(work.path, smaller(work.original.read_bytes(), work.width)) for work in batch]

    def _page(self, work: PageWork) -> tuple[str, Made | Diagnostic | None]:
        key = work.key or page_key(work.template, sha256_of_parts(view_of(work.page), work.page.data))
        return key, None if key == work.known else self._made(work.page)

    def _planned(self, work: ArticleWork) -> tuple[Page, ...]:
        facts: ArticleFacts = loads(work.facts, ArticleFacts)
        body: Body = replace(loads(work.body, Body), notes=loads(work.notes, RenderedNotes))
        around: Surroundings = loads(work.around, Surroundings)
        return plan_article(dossier(self.site, facts, body, around))

    def _made(self, page: Page) -> Made | Diagnostic:
        data = templates_for(self.site_templates, self.language).render(page)
        return data if isinstance(data, Diagnostic) else self._kept(page.path, data)

    def _kept(self, path: str, data: bytes) -> Made:
        digest = hashlib.sha256(data).hexdigest()
        if self.stage is None:
            return Made(path, data, digest)
        # the process is named, since those of a build that was killed live on for a moment, and write there too
        staged = self.stage / f"{os.getpid()}-{hashlib.sha256(path.encode()).hexdigest()}"
        staged.write_bytes(data)
        return Made(path, staged, digest)


def page_key(template: str, view: str) -> str:
    """The key of a page that shows more than one article, of the digests of its templates and of what it shows."""
    return f"{template[:SHORT]} {view[:SHORT]}"


def view_of(page: Page) -> bytes:
    """What a page's template is given, in `plain` form."""
    return b"" if page.view is None else dumps(page.view, type(page.view))


@lru_cache(maxsize=2)
def templates_for(site: tuple[tuple[str, str], ...], language: str) -> Templates:
    """Made once in each process: taking templates apart takes longer than many pages."""
    return Templates(dict(site), language)
