"""Keeps what a build leaves for the next one with the same options: what it rendered, and what single edits need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nlargest

from msgspec import field

from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache
from generator.cache.tables import Tables
from generator.diagnostics import Diagnostic
from generator.history.reading import HISTORY, HistoryInputs
from generator.history.repository import NO_REPOSITORY, Repository
from generator.model import ArticleSource
from generator.outputs.data_files import YearOfRows
from generator.outputs.page_context import Site
from generator.pipeline.data_stage import RowMaker, cache_key
from generator.pipeline.input_digest import inputs_of, world_of
from generator.pipeline.kept_archive import SharedParts
from generator.pipeline.render_stage import Record, RenderedArticle, RenderedPage, RenderedSegment
from generator.pipeline.result import About
from generator.sources.read import Sources
from generator.sources.stat_cache import KEY as SEEN
from generator.values import Immutable

_MOST_NEWEST = 100
"""Articles whose latest dates are kept, so that those to come are found without all facts."""
_ROWS = 10
"""Values in the cache for each article."""
_Pages = Mapping[str, RenderedPage]
_Units = Mapping[str, str]
_Segments = Mapping[str, RenderedSegment]


class OfPages(Immutable):
    """What planning the pages leaves for the next build: what makes the rows of the data, its years, what lists show
    besides their rows (see `list_stage`), and what histories were read for."""

    rows: RowMaker
    years: tuple[YearOfRows, ...]
    lists: str
    histories: HistoryInputs | None


class LastBuild(Immutable):
    """What the last build with the same options keeps for one after a few edits.

    `world` and `inputs` are digests: see `input_digest`. `digests` are those of all articles, in the order of the
    sources. `found` are the problems that no single article owns, `of_articles` those that compiling found, by path.
    `unreadable`: see `checks.scope.Basis`. `newest` are the ids of the articles that name the latest dates, each behind
    its date. `paragraph_digests` has those of each article (see `ArticleFacts`), by id; `has_lost_quotes` says whether
    a quote of any has no place in its text.
    """

    world: str
    inputs: str
    site: Site
    about: About
    digests: tuple[str, ...]
    shared: SharedParts
    pages: OfPages
    found: tuple[Diagnostic, ...] = ()
    of_articles: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    unreadable: tuple[str, ...] = ()
    newest: tuple[tuple[str, str], ...] = ()
    paragraph_digests: Mapping[str, bytes] = field(default_factory=dict)
    has_lost_quotes: bool = False
    linked_to: tuple[tuple[str, str], ...] = ()
    """The places in articles that ordinary pages and the texts of shared speakers link to: article and fragment."""


class BuildOptions(Immutable):
    """The options of a build, the digest of the program, and what is known of the site's repository. Cached values of
    other options are not used."""

    drafts: bool
    base_url: str
    program: str
    repository: Repository = NO_REPOSITORY

    def key(self, what: str, of: str = "") -> str:
        """The cache key of a value that depends on the options."""
        return f"{what}:{self.drafts}:{self.base_url}:{of}"

    def world(self, sources: Sources) -> str:
        """See `input_digest.world_of`."""
        return world_of(sources, self.drafts, self.base_url, self.program, self.repository)

    def inputs(self, sources: Sources) -> str:
        """See `input_digest.inputs_of`."""
        return inputs_of(sources, self.drafts, self.base_url, self.program, self.repository)


def record_in(cache: Cache, asked: BuildOptions, sources: Iterable[ArticleSource]) -> Record:
    """The record of the last build with these options: what it rendered, and from what."""
    ids = [source.id for source in sources]
    rows = cache.get_all([asked.key("made", id) for id in ids])
    known = {id: loads_kept(rows.get(asked.key("made", id)), RenderedArticle) for id in ids}
    return Record({id: one for id, one in known.items() if one}, *hubs_in(cache, asked))


def hubs_in(cache: Cache, asked: BuildOptions) -> tuple[_Pages, _Units, _Segments]:
    """The record of the pages that are not one article's own, of their units, and of the search index."""
    pages = loads_kept(cache.get(asked.key("pages")), _Pages)
    units = loads_kept(cache.get(asked.key("units")), _Units)
    segments = loads_kept(cache.get(asked.key("segments")), _Segments)
    return pages or {}, units or {}, segments or {}


def record_of(cache: Cache, asked: BuildOptions, article: str) -> RenderedArticle | None:
    """The record of the pages of one article, by its id, as `record_in` has it; None where there is none."""
    known: RenderedArticle | None = loads_kept(cache.get(asked.key("made", article)), RenderedArticle)
    return known


def remember_build(
    cache: Cache, asked: BuildOptions, before: Record, tables: Tables, now: Record | None, last: LastBuild
) -> None:
    """Save this build for the next one; where it rendered no pages (`now` is None), only the compiled articles."""
    if now is None:
        tables.undo()
    else:
        tables.note_built(last.inputs)
        changed = {id: one for id, one in now.articles.items() if before.articles.get(id) != one}
        cache.put_all({asked.key("made", id): dumps(one) for id, one in changed.items()})
        of_hubs = {"pages": now.pages, "units": now.units, "segments": now.segments, "last": last}
        cache.put_all({asked.key(what): dumps(kept) for what, kept in of_hubs.items()})
        if len(now.articles) == last.about.articles:  # after a few edits, only the records of few articles are known
            _prune(cache, asked, now, last)
    cache.save()


def _prune(cache: Cache, asked: BuildOptions, now: Record, last: LastBuild) -> None:
    """Delete unused values, once they are two thirds of the cache: until then, undoing an edit finds the old ones."""
    if cache.count() <= 3 * _ROWS * len(last.digests) + 1_000:
        return
    keys = {f"{part}:{digest}" for part in ("head", "facts", "body", "notes") for digest in last.digests}
    keys |= {f"around:{known.around}" for known in now.articles.values()}
    keys |= {f"past:{known.past.shown}" for known in now.articles.values() if known.past.shown}
    keys |= {f"records:{known.records}" for known in now.articles.values()}
    keys |= {asked.key("made", id) for id in now.articles}
    keys |= {cache_key(key) for year in last.pages.years for key in year.keys}
    cache.keep_only({*keys, *(asked.key(what) for what in ("pages", "units", "segments", "last")), SEEN}, HISTORY)


def newest_of(dated: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those of these articles that name the latest dates: ids, each behind its date."""
    return tuple(nlargest(_MOST_NEWEST, dated))
