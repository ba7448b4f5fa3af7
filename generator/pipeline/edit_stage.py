"""Builds again after edits of a few articles: links, checks and renders only what these concern.

The tables of the last build say which articles an edit concerns, and have all others as they are linked. Where an edit
may change more than single articles and lists, nothing is built here, and the archive is linked whole.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterator, Mapping
from functools import partial
from itertools import chain

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps
from generator.cache.tables import CacheLostError
from generator.diagnostics import in_order
from generator.model import Archive, Body
from generator.outputs.article_inputs import Gatherer
from generator.outputs.data_files import YearOfRows, rows_of_statements
from generator.outputs.hubs import HubInputs, plan_hubs
from generator.outputs.members import CLAIMS
from generator.pipeline.batches import ArticleWork, Rendering, templates_for
from generator.pipeline.build_context import BuildContext
from generator.pipeline.compile_stage import Compiler
from generator.pipeline.data_stage import KeptRows, RowsMissingError
from generator.pipeline.edit_scope import LocalEdit, find_edit
from generator.pipeline.history_stage import histories_of
from generator.pipeline.kept_archive import WholeArticle, archive_kept
from generator.pipeline.last_build import (
    BuildOptions,
    LastBuild,
    hubs_in,
    newest_of,
    record_in,
    record_of,
    remember_build,
)
from generator.pipeline.list_stage import ShownInLists, update_some_lists
from generator.pipeline.past_stage import Pasts
from generator.pipeline.plan_stage import article_parts, body_of, row_work, shared_parts, shown_in_lists
from generator.pipeline.progress import Watch
from generator.pipeline.relink_stage import ConcernsAllError, Relinked, relink
from generator.pipeline.render_stage import ArticlePages, Concerned, Record, RenderedArticle, Renderer
from generator.pipeline.result import Built, Sums
from generator.pipeline.same_rows import SameRows
from generator.pipeline.search_stage import render_search_of, segments_of, with_other_records
from generator.pipeline.site_cards import with_drawn_cards
from generator.sources.read import Sources
from generator.urls import folded
from generator.values import replace


def rebuild_edited(
    sources: Sources, options: BuildOptions, context: BuildContext, compiler: Compiler, watch: Watch
) -> Built | None:
    """The site with its edited articles, and all that these concern, built again; None where that may be anything."""
    edit = find_edit(sources, options, context, compiler, watch)
    if edit is None:
        return None
    edit.tables.mark()
    try:
        return _Rebuilding(edit, relink(edit)).built()
    except (ConcernsAllError, RowsMissingError, CacheLostError):
        edit.tables.undo()  # raises where the tables themselves are lost
        return None


class _Rebuilding:
    """Makes the pages of the articles that an edit concerns, and of the lists that show them."""

    def __init__(self, edit: LocalEdit, relinked: Relinked) -> None:
        self._edit, self._last, self._cache = edit, edit.last, edit.context.cache
        archive, self._lists = archive_kept(edit.last.shared, edit.derived, edit.lists, edit.articles.facts)
        self._shown = [id for id in relinked.concerned if id in archive.articles_by_id]
        facts = {**edit.articles.facts(relinked.before), **edit.former}
        linked = {id: before for id, before in relinked.before.items() if before}
        self._former = {id: WholeArticle.of(before, facts.get(id)) for id, before in linked.items()}
        own = tuple(sorted(edit.sources.templates.items()))
        self._templates = templates_for(own, edit.site.settings.language)
        rendering = Rendering(own, edit.site.settings.language, edit.last.site)
        self._parts = shared_parts(rendering)
        self._records: dict[str, RenderedArticle] = {}
        hubs = hubs_in(self._cache, edit.options)
        self._before = Record({id: self._record(id) for id in self._shown}, *hubs)
        self._maker = Renderer(edit.context, rendering, edit.sources.root, self._before)
        self._archive = self._with_cards(archive)
        root, places = edit.sources.root, edit.site.places
        self._histories, _ = histories_of(edit.last.pages.histories, edit.context, root, places)
        self._pasts = Pasts(self._archive, self._histories, edit.site.registry, self._cache)
        self._planned: dict[str, ArticlePages] = {}

    def built(self) -> Built:
        """Raises `ConcernsAllError` or `RowsMissingError` where more is to be made than can be made here."""
        edit, maker = self._edit, self._maker
        gather = Gatherer(self._archive, edit.articles.notes)
        self._planned = {id: self._pages(id, gather) for id in self._shown}
        maker.articles(self._planned.values())
        self._show()
        beside = {ref.partition("#")[0] for ref in self._appearances()}
        concerned = update_some_lists(
            edit.lists, self._archive, sorted({*self._shown, *beside}), self._shown_in_lists, self._histories.of,
            self._last.pages.lists, SameRows(self._former, self._archive),
        )  # fmt: skip
        rows = KeptRows(self._last.pages.rows, maker.record.articles, self._row_work, edit.context)
        years = self._years({id: rows.key(id) for id in self._shown})
        notes, body, histories = edit.articles.notes, self._body, self._histories.of
        self._render_hubs(HubInputs(self._archive, self._lists, notes, body, histories, years, rows), concerned)
        return self._remembered(years)

    # ── articles ──

    def _record(self, id: str) -> RenderedArticle:
        if id not in self._records:
            known = record_of(self._cache, self._edit.options, id)
            if known is None:
                raise ConcernsAllError
            self._records[id] = known
        return self._records[id]

    def _pages(self, id: str, gather: Gatherer) -> ArticlePages:
        article, compiled, known = self._archive.articles_by_id[id], self._edit.articles.of(id), self._record(id)
        around = dumps(gather.surroundings(article))
        paths = tuple(path for path, _ in gather.page_paths(article))
        if not self._are_free({*paths} - {path for path, _ in known.files}):
            raise ConcernsAllError
        past = self._pasts.of(article, paths, known.past)
        history = partial(self._pasts.history, article, past)
        parts = (*self._parts, *article_parts(compiled.head, sha256_of_parts(around)))
        return ArticlePages(compiled.source, parts, partial(bytes, around), paths, "", past, history)

    def _are_free(self, new: Collection[str]) -> bool:
        """Whether no file or folder of the output stands where these pages do, however it is written."""
        if not new:
            return True
        taken = {folded(path) for path in self._edit.context.published}
        folders = {folder for path in taken for folder in _above(path)}
        names = [folded(path) for path in new]
        free = not taken.union(folders).intersection(names) and not any(taken.intersection(_above(n)) for n in names)
        return free and len({*names}) == len(names)

    def _with_cards(self, archive: Archive) -> Archive:
        """The archive with what the pictures for links to the pages of these articles say."""
        articles = [archive.articles_by_id[id] for id in self._shown]
        refs = (ref for article in articles for ref in article.statements if ref in archive.claims_by_ref)
        claims = tuple(archive.claims_by_ref[ref] for ref in refs)
        some, site = dataclasses.replace(archive, articles=tuple(articles), claims=claims), self._edit.site
        tools = self._edit.sources.tools
        drawn, without = with_drawn_cards(some, self._maker, self._claim, self._templates, site, tools)
        if any(one not in self._last.found for one in without):
            raise ConcernsAllError
        return dataclasses.replace(archive, cards=drawn.cards)

    def _show(self) -> None:
        """Show the pages that someone is looking at, before lists are made."""
        if awaited := self._edit.context.awaited:
            made = {path: self._maker.made.get(path) for path in awaited.paths()}
            if shown := {path: data for path, data in made.items() if isinstance(data, bytes)}:
                awaited.show(shown)

    def _appearances(self) -> Iterator[str]:
        """All appearances of the claims that begin in these articles."""
        for id in self._shown:
            for ref in self._archive.articles_by_id[id].statements:
                claim = self._archive.claims_by_ref.get(ref)
                yield from claim.appearances if claim else ()

    def _shown_in_lists(self, id: str) -> ShownInLists:
        planned, known = self._planned.get(id), self._record(id)
        around, past = (sha256_of_parts(planned.around()), planned.past) if planned else (known.around, known.past)
        return shown_in_lists(self._edit.articles.of(id).head, around, past)

    # ── lists ──

    def _render_hubs(self, hubs: HubInputs, concerned: Concerned) -> None:
        self._maker.hubs(plan_hubs(hubs), self._templates.digest, concerned, self._claim)
        if self._maker.is_broken or not self._finds_words():
            raise ConcernsAllError

    def _claim(self, path: str, owner: str) -> bool:
        """Whether a page gets its path: it had it, or nothing in the output has it."""
        known = self._before.pages.get(path)
        is_another_s = known.owner not in ("", owner) if known else path in self._edit.context.published
        if is_another_s:
            raise ConcernsAllError
        return True

    def _body(self, id: str) -> Body:
        return body_of(self._edit.compiler, self._edit.articles.of(id))

    def _row_work(self, id: str) -> ArticleWork | None:
        planned = self._planned.get(id)
        return row_work(self._edit.compiler, self._edit.articles.of(id), planned.around()) if planned else None

    def _years(self, keys: Mapping[str, str]) -> tuple[YearOfRows, ...]:
        """The years of the data as they are now, with these keys of rows by article."""
        if not self._last.pages.years:
            return ()
        more = {id: self._more_rows(id) for id in self._shown}
        return tuple(year.with_rows(keys, more) for year in self._last.pages.years)

    def _more_rows(self, id: str) -> Mapping[str, int]:
        """How many more rows an article has now than before, by kind."""
        statements = self._archive.statements
        rows = rows_of_statements(statements[ref] for ref in self._archive.articles_by_id[id].statements)
        rows.subtract(rows_of_statements(self._former[id].statements.values()))
        return rows

    def _finds_words(self) -> bool:
        """Make the search index with the words of the articles rendered. Returns whether those of all others are
        known."""
        if not self._last.site.urls.writes("search"):
            return True
        made, before, edit = self._maker.record.articles, self._before, self._edit
        if all(article.size == before.articles[id].size for id, article in made.items()):
            known = {id: segment.records for id, segment in before.segments.items()}
            segments = with_other_records(known, {id: article.records for id, article in made.items()})
        else:  # one record more may cut the index at other articles
            articles = record_in(self._cache, edit.options, edit.sources.articles).articles
            segments = segments_of({**articles, **made})
        return render_search_of(self._maker, self._cache, segments)

    # ── for the next build ──

    def _remembered(self, years: tuple[YearOfRows, ...]) -> Built:
        edit, maker, made, now = self._edit, self._maker, self._maker.record, self._now(years)
        pictures = {path: page for path, page in self._before.pages.items() if not page.owner}
        record = Record(made.articles, {**pictures, **made.pages}, made.units, made.segments)
        remember_build(self._cache, edit.options, self._before, edit.tables, record, now)
        former = {path for article in self._before.articles.values() for path, _ in article.files}
        gone = former.union(self._before.pages) - record.pages.keys()
        kept = {path: digest for path, digest in edit.context.published.items() if path not in gone}
        sums = Sums(edit.sources.stat_cache.read, edit.compiler.compiled, maker.rendered)
        in_articles = (problem for found in edit.found().values() for problem in found.problems)
        problems = in_order([*now.found, *chain(*now.of_articles.values()), *in_articles])
        digests = {**kept, **maker.digests}
        return Built(maker.made, problems, now.about, None, now.inputs, digests, sums, maker.why, now.newest)

    def _now(self, years: tuple[YearOfRows, ...]) -> LastBuild:
        last, edited, sources = self._last, self._edit.edited, self._edit.sources
        of_articles = {**last.of_articles, **{one.source.path: one.head.diagnostics for one in edited}}
        dates = {one.source.id: one.head.latest for one in edited}
        others = [(date, id) for date, id in last.newest if id not in dates]
        return replace(
            last,
            inputs=self._edit.options.inputs(sources),
            digests=tuple(source.digest for source in sources.articles),
            of_articles={path: found for path, found in of_articles.items() if found},
            newest=newest_of([*others, *((date, id) for id, date in dates.items())]),
            paragraph_digests={**last.paragraph_digests, **{a.source.id: a.head.paragraph_digests for a in edited}},
            pages=replace(last.pages, years=years),
            about=replace(last.about, claims=self._claims()),
        )

    def _claims(self) -> int:
        """How many claims the archive has now."""
        number = sum(self._edit.lists.days([CLAIMS]).values())
        if bool(number) != bool(self._last.about.claims):
            raise ConcernsAllError  # the frame of all pages leads to what there is
        return number


def _above(path: str) -> list[str]:
    """The folders that a file is in."""
    return [path[:n] for n, sign in enumerate(path) if sign == "/"]
