"""Plans the lists of claims, of all and of each verdict: an index with the newest, pages by date, tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Archive, Verdict
from generator.outputs.answer_times import newest_answered, times_of_claims
from generator.outputs.claims_csv import claims_table
from generator.outputs.dated_lists import DatedList, claim_rows, plain_rows
from generator.outputs.facets import Way, facets, way_by_year, ways_through_claims
from generator.outputs.members import CLAIMS, VERDICT, Lists, list_of
from generator.outputs.page import Listing, Page, Unit, index_of
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.search_records import UNRATED
from generator.outputs.views import ClaimsPage, CodeMenu, ListName, VerdictPage
from generator.urls import index_path
from generator.values import replace


def plan_claims(archive: Archive, lists: Lists) -> Iterator[Unit]:
    site = site_of(archive)
    if not site.urls.writes("claims"):
        return
    here = PageContext(index_path("claims"), site, article_names(archive))
    dated = DatedList(lists, here.path, "the list of claims", ListName("claims"), [CLAIMS], PAGE_SIZE)
    yield _index(archive, lists, dated, here)
    yield dated.by_date(partial(_by_date, archive, dated, here, here.path))


def plan_verdicts(archive: Archive, lists: Lists) -> Iterator[Unit]:
    site = site_of(archive)
    if not site.urls.writes("verdicts"):
        return
    ground, ways = PageContext("", site, article_names(archive)), ways_through_claims(archive, lists)
    for verdict in archive.settings.verdicts:
        here = ground.at(site.urls.verdict(verdict.key).path)
        name = ListName("verdict", verdict.label, verdict=replace(here.verdict_of(verdict), href=""))
        rated, owner = [list_of(VERDICT, verdict.key)], f"the verdict “{verdict.key}”"
        dated = DatedList(lists, here.path, owner, name, rated, PAGE_SIZE)
        yield _index_of_verdict(archive, verdict, dated, ways, here)
        yield dated.by_date(partial(_by_date, archive, dated, here, site.urls.index("claims").path))


def _by_date(archive: Archive, dated: DatedList, here: PageContext, current: str) -> Iterator[Listing]:
    yield from dated.pages(here, current, partial(plain_rows, archive), dated.years())
    yield from dated.tables(partial(claims_table, archive))


def _index(archive: Archive, lists: Lists, dated: DatedList, here: PageContext) -> Unit:
    view = ClaimsPage(
        frame=here.frame(),
        claims=(),
        count=len(dated),
        facets=facets(_ways(dated, ways_through_claims(archive, lists)), here),
        years=dated.page_links(here),
        tables=dated.table_links(here),
        search=here.href(here.site.urls.index("search")),
        verdicts=tuple(map(here.verdict_of, archive.settings.verdicts)),
        unrated=UNRATED,
        all_years=tuple(dated.years()),
        codes=tuple(CodeMenu(code.key, tuple(value.name for value in code.values)) for code in archive.settings.codes),
    )

    def with_rows() -> ClaimsPage:
        drawn = newest_answered(archive, lists)
        times = times_of_claims(drawn, archive.statements, here) if drawn else None
        return replace(view, claims=claim_rows(archive, dated.newest(PAGE_SIZE), here), answer_times=times)

    return index_of(Page(here.path, dated.owner, "claims.html", view), dated.parts, with_rows)


def _index_of_verdict(
    archive: Archive, verdict: Verdict, dated: DatedList, ways: Sequence[Way], here: PageContext
) -> Unit:
    urls = here.site.urls
    view = VerdictPage(
        frame=here.frame(current=urls.index("claims").path),
        verdict=here.verdict_of(verdict),
        claims=(),
        count=len(dated),
        facets=facets(_ways(dated, ways), here, urls.verdict(verdict.key)),
        all=here.href(urls.index("claims")),
        years=dated.page_links(here),
        tables=dated.table_links(here),
    )

    def with_rows() -> VerdictPage:
        return replace(view, claims=claim_rows(archive, dated.newest(PAGE_SIZE), here))

    return index_of(Page(here.path, dated.owner, "verdict.html", view), dated.parts, with_rows)


def _ways(dated: DatedList, ways: Sequence[Way]) -> tuple[Way, ...]:
    verdicts, *others = ways
    return (verdicts, way_by_year(dated), *others)
