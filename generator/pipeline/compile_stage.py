"""Compiles the articles that are not in the cache, and loads the others from it. Renders no page."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Literal

from generator.cache.serialize import loads, loads_kept
from generator.cache.store import Cache
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic, Location
from generator.model import ArticleFacts, ArticleSource
from generator.pipeline.batches import (
    BATCH,
    ArticleSummary,
    CompileBatch,
    CompiledBytes,
    NotesOfArticle,
    RenderedNotes,
    in_batches,
)
from generator.pipeline.progress import Step, Watch, no_progress
from generator.sources.read import Sources, load_article
from generator.sources.stat_cache import StatCache, save_stat_cache
from generator.values import Immutable, replace

CompiledPart = Literal["facts", "body", "notes"]
"""The names of the parts of a compiled article that are cached separately."""
_MOST_IN_MEMORY = 2_000
"""Articles. A site with more is loaded from the cache at each build, so that the memory of a preview has a bound."""


class CompiledArticle(Immutable):
    """A compiled article: its source, its summary, and its facts (None where the article could not be compiled)."""

    source: ArticleSource
    head: ArticleSummary
    facts: ArticleFacts | None


def problems_of(articles: Iterable[CompiledArticle]) -> Iterator[Diagnostic]:
    """The problems that compiling articles found."""
    return (problem for article in articles for problem in article.head.diagnostics)


Memory = dict[str, CompiledArticle]
"""The articles of the last build by path, for a process that builds again and again: loading them takes longer than
linking them."""


class Compiler:
    """Compiles the articles of one site and caches the results. `compiled` counts those not found in the cache.

    With a `memory`, which it changes, it loads only the articles that are not in there as they are now. If it `sends`
    the sources, the processes in `pool` don't read the site's files.
    """

    def __init__(
        self,
        sources: Sources,
        cache: Cache,
        pool: Executor | None = None,
        jobs: int = 1,
        memory: Memory | None = None,
        *,
        sends: bool = False,
    ) -> None:
        self.compiled = 0
        self._memory = memory
        self._stat_cache = sources.stat_cache
        self._root, self._cache = sources.root, cache
        self._edited = {
            one.path: one for one in sources.articles if {one.path, one.sidecar_path} & sources.edits.keys()
        }
        self._pool, self._jobs, self._sends = pool, jobs, sends

    def compile(self, sources: Collection[ArticleSource], watch: Watch) -> list[CompiledArticle]:
        """Compile all articles, in their order, and save the stat cache for the next build."""
        articles = self.load(sources, watch)
        save_stat_cache(self._cache, self._stat_cache)
        return articles

    def load(self, sources: Collection[ArticleSource], watch: Watch = no_progress) -> list[CompiledArticle]:
        """These articles, in their order; only those that are not in the cache are compiled."""
        known = self._in_memory(sources)
        known |= self._remembered(source for source in sources if source.path not in known)
        new = [source for source in sources if source.path not in known]
        self.compiled += len(new)
        made = self._compile(new, watch)
        articles = [known.get(source.path) or next(made) for source in sources]
        if self._memory is not None and len(articles) <= _MOST_IN_MEMORY:
            self._memory.update((article.source.path, article) for article in articles)
        return articles

    def part(self, article: CompiledArticle, part: CompiledPart) -> bytes:
        """A serialized part of an article; compiled again where the cache was lost during the build."""
        kept = self._cache.get(f"{part}:{article.source.digest}")
        if kept is None:
            (compiled,) = CompileBatch(self._root)([self._source_of(article)])
            return bytes(getattr(compiled, part))
        return kept

    def notes(self, article: CompiledArticle) -> RenderedNotes:
        """The rendered notes of an article: HTML by annotation id."""
        notes: NotesOfArticle = loads(self.part(article, "notes"), NotesOfArticle)
        return notes.rendered

    def locate_again(self, article: CompiledArticle) -> Mapping[str, Location]:
        """The location of each value in an article's files, by key.

        The article is compiled again for this. Locations are not cached, since only articles with problems need them.
        """
        source = load_article(self._root, self._source_of(article), StatCache(str(self._root)))
        return compile_article(source).locations

    def _source_of(self, article: CompiledArticle) -> ArticleSource:
        """The source of an article, with its bytes where they are an edit that is not saved yet."""
        return self._edited.get(article.source.path, article.source)

    def _in_memory(self, sources: Iterable[ArticleSource]) -> dict[str, CompiledArticle]:
        kept = ((source, (self._memory or {}).get(source.path)) for source in sources if source.digest)
        return {
            source.path: replace(article, source=source)
            for source, article in kept
            if article and article.source.digest == source.digest
        }

    def _remembered(self, sources: Iterable[ArticleSource]) -> dict[str, CompiledArticle]:
        """The articles that are completely in the cache, by path."""
        sources = [source for source in sources if source.digest]
        heads = self._cache.get_all([f"head:{source.digest}" for source in sources])
        facts = self._cache.get_all([f"facts:{source.digest}" for source in sources])
        cached = {}
        for source in sources:
            head: ArticleSummary | None = loads_kept(heads.get(f"head:{source.digest}"), ArticleSummary)
            kept = facts.get(f"facts:{source.digest}")
            if head is None or kept is None:
                continue
            known: ArticleFacts | None = loads_kept(kept, ArticleFacts) if kept else None
            if known is not None or not head.facts:
                cached[source.path] = CompiledArticle(source, head, known)
        return cached

    def _compile(self, sources: Collection[ArticleSource], watch: Watch) -> Iterator[CompiledArticle]:
        pool = self._pool if len(sources) > BATCH else None  # one batch takes less time than starting a process
        wanted: Iterable[ArticleSource] = watch(Step.COMPILE, sources)
        if pool and self._sends:
            wanted = map(self._read, wanted)
        batches = in_batches(CompileBatch(self._root), wanted, pool, self._jobs)
        made = (bytes_ for batch in batches for bytes_ in batch)
        return (self._keep(source, bytes_) for source, bytes_ in zip(sources, made, strict=True))

    def _read(self, source: ArticleSource) -> ArticleSource:
        """The article with its bytes; reading it a second time is not counted, as where a worker does it."""
        stat_cache = StatCache(str(self._root))
        source = load_article(self._root, source, stat_cache)
        self._stat_cache.add(stat_cache.now)
        return source

    def _keep(self, source: ArticleSource, bytes_: CompiledBytes) -> CompiledArticle:
        digest = bytes_.digest
        parts = ("head", "facts", "body", "notes")
        self._cache.put_all({f"{part}:{digest}": getattr(bytes_, part) for part in parts})
        self._stat_cache.add(bytes_.stat_cache)
        unread = replace(source, text=b"", sidecar=None, digest=digest, is_read=False)
        facts: ArticleFacts | None = loads(bytes_.facts, ArticleFacts) if bytes_.facts else None
        return CompiledArticle(unread, loads(bytes_.head, ArticleSummary), facts)


class LoadedArticles:
    """The compiled articles of a site that are loaded so far, by id. One without facts could not be compiled."""

    def __init__(
        self, sources: Mapping[str, ArticleSource], compiler: Compiler, known: Iterable[CompiledArticle] = ()
    ) -> None:
        """`sources` are all articles by id; `known` are loaded already."""
        self.known = {one.source.id: one for one in known}
        self._sources, self._compiler = sources, compiler

    @property
    def ids(self) -> Collection[str]:
        """Those of all articles."""
        return self._sources.keys()

    def load(self, ids: Iterable[str]) -> None:
        """Load those of these articles that there are; they are compiled where they changed."""
        wanted = [self._sources[id] for id in ids if id in self._sources and id not in self.known]
        self.known |= {article.source.id: article for article in self._compiler.load(wanted)}

    def of(self, id: str) -> CompiledArticle:
        """An article. Raises `KeyError` where there is none."""
        self.load([id])
        return self.known[id]

    def facts(self, ids: Collection[str]) -> dict[str, ArticleFacts]:
        """See `neighbourhood.FactsOf`."""
        self.load(ids)
        found = (self.known[id].facts for id in ids if id in self.known)
        return {facts.id: facts for facts in found if facts}

    def notes(self, id: str) -> RenderedNotes:
        """The rendered notes of an article. Raises `KeyError` where there is none."""
        return self._compiler.notes(self.of(id))
