"""Fast path: rebuilds a few edited articles without relinking the archive. Gives up where more may have changed.

Other pages show of an article only what `article_inputs.seen_by_others` keeps of its facts. If that has not changed,
linking would give the same result, and only these pages can differ: the article's own, those that show its notes, and
the home page, if it quotes the article. This needs only digests of the other articles.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from heapq import nlargest
from itertools import chain

from msgspec import field

from generator.cache.digest import sha256_of_parts
from generator.cache.list_tables import ListTables
from generator.cache.serialize import dumps, loads_kept
from generator.cache.store import Cache
from generator.cache.tables import Tables
from generator.diagnostics import Diagnostic, in_order
from generator.history.reading import HISTORY
from generator.history.repository import NO_REPOSITORY, Repository
from generator.model import Archive, ArticleSource, in_numbers
from generator.outputs.article_inputs import Surroundings, with_notes
from generator.outputs.data_files import YearOfRows, pages_of_year, unit_of
from generator.outputs.feeds import is_in_feed
from generator.outputs.home import home_of, with_body_of
from generator.outputs.page import Page
from generator.outputs.page_context import Site, site_of
from generator.outputs.views import HomePage
from generator.pipeline.batches import ArticleSummary, ArticleWork, NotesOfArticle, Rendering, templates_for
from generator.pipeline.build_context import BuildContext
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.data_stage import KeptRows, RowMaker, RowsMissingError, cache_key
from generator.pipeline.input_digest import inputs_of, world_of
from generator.pipeline.plan_stage import SHARED, ForNextBuild, LentNotes, about, article_parts, body_of, row_work
from generator.pipeline.progress import Watch
from generator.pipeline.render_stage import (
    ArticlePages,
    Record,
    RenderedArticle,
    RenderedPage,
    RenderedSegment,
    Renderer,
)
from generator.pipeline.result import About, Built, Sums
from generator.pipeline.search_stage import render_search_of, with_other_records
from generator.sources.read import Sources
from generator.sources.stat_cache import KEY as SEEN
from generator.urls import article_at
from generator.values import Immutable, replace

_MOST = 20
"""Articles edited at once. If there are more, the archive is linked again."""
_MOST_NEWEST = 100
"""Articles whose latest dates are kept, so that those to come are found without all facts."""
_ROWS = 10
"""Values in the cache for each article."""
_Pages = Mapping[str, RenderedPage]
_Units = Mapping[str, str]
_Segments = Mapping[str, RenderedSegment]


class LastBuild(Immutable):
    """What the last build with the same options keeps for the fast path.

    `world` and `inputs` are digests: see `input_digest`. `digests` are those of all articles, in the order of the
    sources. `shown` gives, for each published article by id, the digest of what other pages see of it, and its
    paragraphs (see `ArticleSummary`). `found` are the problems outside single articles, `of_articles` those inside
    them, by path. `targets` are the ids of articles with a paragraph that some text links to. `lent`: see
    `plan_stage.LentNotes`. `view` is the home page. `newest` are the ids of the articles that name the latest dates,
    each behind its date.
    """

    world: str
    inputs: str
    site: Site
    language: str
    about: About
    digests: tuple[str, ...]
    shown: Mapping[str, tuple[str, tuple[int, ...]]]
    found: tuple[Diagnostic, ...] = ()
    of_articles: Mapping[str, tuple[Diagnostic, ...]] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    lent: LentNotes = field(default_factory=dict)
    view: HomePage | None = None
    newest: tuple[tuple[str, str], ...] = ()
    paragraph_digests: Mapping[str, bytes] = field(default_factory=dict)
    """Those of each article (see `ArticleFacts`), by id."""
    rows: RowMaker | None = None
    """What makes the rows of the data."""
    years: tuple[YearOfRows, ...] = ()
    """The years of the data."""


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


# ── cache ────────────────────────────────────────────────────────────────────────────────────────────────────────


def record_in(cache: Cache, asked: BuildOptions, sources: Iterable[ArticleSource]) -> Record:
    """The record of the last build with these options: what it rendered, and from what."""
    ids = [source.id for source in sources]
    rows = cache.get_all([asked.key("made", id) for id in ids])
    known = {id: loads_kept(rows.get(asked.key("made", id)), RenderedArticle) for id in ids}
    return Record({id: one for id, one in known.items() if one}, *_hubs_in(cache, asked))


def _hubs_in(cache: Cache, asked: BuildOptions) -> tuple[_Pages, _Units, _Segments]:
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
    cache: Cache, asked: BuildOptions, before: Record, tables: Tables | None, now: Record | None, last: LastBuild
) -> None:
    """Save this build for the next one; where it rendered no pages (`now` is None), only the compiled articles."""
    if now is None and tables:
        tables.undo()
    if now is not None:
        changed = {id: one for id, one in now.articles.items() if before.articles.get(id) != one}
        cache.put_all({asked.key("made", id): dumps(one) for id, one in changed.items()})
        of_hubs = {"pages": now.pages, "units": now.units, "segments": now.segments, "last": last}
        cache.put_all({asked.key(what): dumps(kept) for what, kept in of_hubs.items()})
        if now.articles.keys() == last.shown.keys():  # the fast path knows only what the edited articles need
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
    keys |= {cache_key(key) for year in last.years for key in year.keys}
    cache.keep_only({*keys, *(asked.key(what) for what in ("pages", "units", "segments", "last")), SEEN}, HISTORY)


def last_build(
    archive: Archive, articles: Iterable[CompiledArticle], found: Iterable[Diagnostic], kept: ForNextBuild,
    sources: Sources, asked: BuildOptions,
) -> LastBuild:  # fmt: skip
    """What a build that linked the archive keeps for the fast path."""
    articles = list(articles)
    published = (one for one in articles if one.facts and one.facts.id in archive.articles_by_id)
    sources = dataclasses.replace(sources, articles=tuple(one.source for one in articles))
    return LastBuild(
        world=asked.world(sources),
        inputs=asked.inputs(sources),
        site=site_of(archive),
        language=archive.settings.language,
        about=about(archive),
        digests=tuple(one.source.digest for one in articles),
        shown={one.source.id: (one.head.shown, one.head.paragraphs) for one in published},
        found=tuple(found),
        of_articles={one.source.path: one.head.diagnostics for one in articles if one.head.diagnostics},
        targets=tuple(sorted(set(_with_paragraphs_linked(archive)))),
        lent=kept.lent,
        view=home_of(archive) if site_of(archive).urls.writes("home") else None,
        newest=_newest((one.head.latest, one.source.id) for one in articles if one.source.id in archive.articles_by_id),
        paragraph_digests={one.source.id: one.head.paragraph_digests for one in articles},
        rows=kept.rows,
        years=kept.years,
    )


def _newest(dated: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(nlargest(_MOST_NEWEST, dated))


def _with_paragraphs_linked(archive: Archive) -> Iterator[str]:
    """The ids of the articles with a paragraph that some text links to."""
    links = chain(*(article.facts.links for article in archive.articles), *(page.links for page in archive.pages))
    for link in links:
        path, _, fragment = link.partition("#")
        if fragment.startswith("p_"):
            yield article_at(path)


# ── rebuilding ───────────────────────────────────────────────────────────────────────────────────────────────────


def rebuild_few(
    sources: Sources, asked: BuildOptions, context: BuildContext, compiler: Compiler, watch: Watch
) -> Built | None:
    """The site with its edited articles rebuilt; None where more than the fast path can see may have changed."""
    last: LastBuild | None = loads_kept(context.cache.get(asked.key("last")), LastBuild)
    if last is None or last.inputs != context.inputs or context.remake or last.world != asked.world(sources):
        return None
    before = {source.path: digest for source, digest in zip(sources.articles, last.digests, strict=True)}
    edited = [source for source in sources.articles if source.digest != before[source.path]]
    if len(edited) > _MOST or any(_is_named(last.found, source) for source in edited):
        return None
    anew = compiler.compile(edited, watch)
    if not all(_looks_the_same(one, last) and _shares_no_paragraph(one, last) for one in anew):
        return None
    retouch = _Retouch(sources, asked, context, last, anew, compiler)
    return retouch.built() if retouch.finds_all(before) else None


def _is_named(found: Iterable[Diagnostic], source: ArticleSource) -> bool:
    """Whether a problem that only linking can find is in this article, or quotes a line of its files."""
    paths = [path for path in (source.path, source.sidecar_path) if path]
    return any(path in repr(diagnostic) for diagnostic in found for path in paths)


def _looks_the_same(article: CompiledArticle, last: LastBuild) -> bool:
    shown, paragraphs = last.shown.get(article.source.id, ("", ()))
    counts = article.source.id in last.targets
    return bool(shown) and shown == article.head.shown and (not counts or paragraphs == article.head.paragraphs)


def _shares_no_paragraph(article: CompiledArticle, last: LastBuild) -> bool:
    """Whether no other article has a paragraph of this one, so that none can have its text."""
    of_others = b"".join(digests for id, digests in last.paragraph_digests.items() if id != article.source.id)
    return set(in_numbers(article.head.paragraph_digests)).isdisjoint(in_numbers(of_others))


class _Retouch:
    """One fast rebuild: the edited articles, those that show their notes, and the records of the pages of both."""

    def __init__(
        self,
        sources: Sources,
        asked: BuildOptions,
        context: BuildContext,
        last: LastBuild,
        anew: list[CompiledArticle],
        compiler: Compiler,
    ) -> None:
        self._sources, self._asked, self._context, self._last = sources, asked, context, last
        self._anew, self._compiler = anew, compiler
        self._wanted: list[ArticlePages] = []
        self._known: dict[str, RenderedArticle] = {}
        self._row_work: dict[str, ArticleWork] = {}

    def finds_all(self, before: Mapping[str, str]) -> bool:
        """Whether the cache has everything needed. `before` are the previous digests of the articles, by path."""
        notes = self._changed_notes(before)
        if notes is None:
            return False
        if self._last.site.has_feeds and self._may_be_in_feeds(notes):
            return False
        by_id = {source.id: source for source in self._sources.articles}
        heads = {one.source.id: one.head for one in self._anew}
        showing = dict.fromkeys(id for ref in notes for id in self._last.lent.get(ref, ()))
        return all(self._finds(by_id[id], heads.get(id), notes) for id in {**dict.fromkeys(heads), **showing})

    def _may_be_in_feeds(self, refs: Iterable[str]) -> bool:
        """Whether a feed shows one of these statements with its note, or the tables that tell were lost."""
        lists = ListTables(self._context.cache.tables(self._asked.key("tables")))
        for ref in refs:
            article = ref.partition("#")[0]
            if not lists.with_entry(article, article) or is_in_feed(lists, lists.with_entry(article, ref), ref):
                return True
        return False

    def built(self) -> Built | None:
        """Render the pages; None where a template fails. Call it only if `finds_all` is true."""
        pages, units, segments = _hubs_in(self._context.cache, self._asked)
        record = Record(self._known, pages, units, segments)
        own = tuple(sorted(self._sources.templates.items()))
        rendering = Rendering(own, self._last.language, self._last.site)
        maker = Renderer(self._context, rendering, self._sources.root, record)
        maker.articles(self._wanted)
        view = self._home()
        if view != self._last.view:
            page = Page("index.html", "the home page", "home.html", view)
            maker.pages([page], templates_for(own, self._last.language).digest)
        years = self._years(maker)
        if maker.is_broken or years is None or not self._finds_words(maker, segments):
            return None
        last = replace(self._now(view), years=years)
        made_anew = {unit_of(now.year) for now, before in zip(years, self._last.years, strict=True) if now != before}
        units = {name: shape for name, shape in units.items() if name not in made_anew}
        now = Record(maker.record.articles, {**pages, **maker.record.pages}, units, maker.record.segments)
        remember_build(self._context.cache, self._asked, record, None, now, last)
        digests = {**self._context.published, **maker.digests}
        sums = Sums(self._sources.stat_cache.read, self._compiler.compiled, maker.rendered)
        found = in_order([*last.found, *chain(*last.of_articles.values())])
        return Built(maker.made, found, last.about, None, last.inputs, digests, sums, maker.why, last.newest)

    def _years(self, maker: Renderer) -> tuple[YearOfRows, ...] | None:
        """The years of the data as they are now, the files of those that changed rendered; None where the cache has
        lost rows of other articles."""
        if self._last.rows is None or not self._last.years:
            return ()
        rows = KeptRows(self._last.rows, maker.record.articles, self._row_work.get, self._context)
        edited = {id: rows.key(id) for id in self._row_work}
        years = tuple(year.with_keys(edited) for year in self._last.years)
        changed = (now for now, before in zip(years, self._last.years, strict=True) if now != before)
        of_template = templates_for(tuple(sorted(self._sources.templates.items())), self._last.language).digest
        try:
            maker.pages((page for year in changed for page in pages_of_year(year, rows.codes, rows)), of_template)
        except RowsMissingError:
            return None
        return years

    def _finds_words(self, maker: Renderer, segments: _Segments) -> bool:
        """Make the search index with the words of the articles rendered. Returns whether those of all others are
        known."""
        if not self._last.site.urls.writes("search"):
            return True
        changed = {id: article.records for id, article in maker.record.articles.items()}
        known = {id: segment.records for id, segment in segments.items()}
        return render_search_of(maker, self._context.cache, with_other_records(known, changed))

    def _changed_notes(self, before: Mapping[str, str]) -> dict[str, str] | None:
        """The notes that have changed, as HTML by reference; None where the old ones are not in the cache."""
        changed: dict[str, str] = {}
        for article in self._anew:
            now = self._compiler.notes(article)
            kept: NotesOfArticle | None = loads_kept(
                self._context.cache.get(f"notes:{before[article.source.path]}"), NotesOfArticle
            )
            if kept is None:
                return None
            old = kept.rendered
            ids = [id for id in {**old, **now} if old.get(id, "") != now.get(id, "")]
            changed |= {f"{article.source.id}#{id}": now.get(id, "") for id in ids}
        return changed

    def _finds(self, source: ArticleSource, head: ArticleSummary | None, notes: Mapping[str, str]) -> bool:
        cache = self._context.cache
        known = record_of(cache, self._asked, source.id)
        head = head or loads_kept(cache.get(f"head:{source.digest}"), ArticleSummary)
        if known is None or head is None:
            return False
        around: Surroundings | None = loads_kept(cache.get(f"around:{known.around}"), Surroundings)
        if around is None:
            return False
        plain = dumps(with_notes(around, notes))
        if self._last.years and head.facts:
            self._row_work[source.id] = row_work(self._compiler, CompiledArticle(source, head, None), plain)
        shared = tuple(part for part in known.parts if part[0] in SHARED)
        paths = tuple(path for path, _ in known.files)
        parts = (*shared, *article_parts(head, sha256_of_parts(plain)))
        history = cache.get(f"past:{known.past.shown}") if known.past.shown else b""
        if history is None:
            return False
        of_article = ArticlePages(source, parts, lambda: plain, paths, known.alone, known.past, lambda: history)
        self._wanted.append(of_article)
        self._known[source.id] = known
        return True

    def _home(self) -> HomePage | None:
        view = self._last.view
        quoted = view.exhibit.claim.article.id if view and view.exhibit else ""
        for article in self._anew:
            if view and article.facts and article.source.id == quoted:
                view = with_body_of(view, article.facts, body_of(self._compiler, article))
        return view

    def _now(self, view: HomePage | None) -> LastBuild:
        edited = {one.source.path: one.head.diagnostics for one in self._anew}
        dates = {one.source.id: one.head.latest for one in self._anew}
        others = [(date, id) for date, id in self._last.newest if id not in dates]
        return replace(
            self._last,
            inputs=self._asked.inputs(self._sources),
            digests=tuple(source.digest for source in self._sources.articles),
            shown={**self._last.shown, **{a.source.id: (a.head.shown, a.head.paragraphs) for a in self._anew}},
            of_articles={path: found for path, found in {**self._last.of_articles, **edited}.items() if found},
            view=view,
            newest=_newest([*others, *((date, id) for id, date in dates.items())]),
            paragraph_digests={
                **self._last.paragraph_digests,
                **{one.source.id: one.head.paragraph_digests for one in self._anew},
            },
        )
