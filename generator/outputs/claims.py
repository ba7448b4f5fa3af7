"""Plans the lists of claims, of all and of each verdict: an index with the newest, pages by date, tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from generator.linking.queries import claims_by_verdict
from generator.model import Archive, Claim, Verdict
from generator.outputs.answer_times import newest_answered, times_depend_on, times_of_claims
from generator.outputs.claims_csv import claims_table
from generator.outputs.claims_filter_data import claims_data
from generator.outputs.dated_lists import DatedList, claim_rows, plain_rows
from generator.outputs.facets import facets, way_by_year, ways_through_claims
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.views import ClaimsPage, Facet, ListName, VerdictPage
from generator.urls import NOWHERE, Address, claims_data_path, index_path
from generator.values import replace


def plan_claims(archive: Archive) -> Iterator[Listing]:
    site = site_of(archive)
    if not site.urls.writes("claims"):
        return
    here = PageContext(index_path("claims"), site, article_names(archive))
    refs = _refs(archive.claims)
    dated = DatedList.of(archive, here.path, "the list of claims", ListName("claims"), [refs], PAGE_SIZE)
    yield _index(archive, dated, here)
    yield from _by_date(archive, dated, here, here.path)
    for year, rows in dated.rows_by_year().items():
        data = Page(claims_data_path(year), f"the data of the list of claims, {year}")
        yield Listing(data, rows, partial(_with_data, archive, data, rows, here))


def plan_verdicts(archive: Archive) -> Iterator[Listing]:
    site = site_of(archive)
    if not site.urls.writes("verdicts"):
        return
    ground, rated = PageContext("", site, article_names(archive)), claims_by_verdict(archive)
    for verdict in archive.settings.verdicts:
        here = ground.at(site.urls.verdict(verdict.key).path)
        name = ListName("verdict", verdict.label, verdict=replace(here.verdict_of(verdict), href=""))
        refs, owner = _refs(rated.get(verdict.key, ())), f"the verdict “{verdict.key}”"
        dated = DatedList.of(archive, here.path, owner, name, [refs], PAGE_SIZE)
        yield _index_of_verdict(archive, verdict, dated, here)
        yield from _by_date(archive, dated, here, site.urls.index("claims").path)


def _by_date(archive: Archive, dated: DatedList, here: PageContext, current: str) -> Iterator[Listing]:
    yield from dated.pages(here, current, partial(plain_rows, archive), dated.years())
    yield from dated.tables(partial(claims_table, archive))


def _index(archive: Archive, dated: DatedList, here: PageContext) -> Listing:
    drawn, newest = newest_answered(archive.claims), dated.rows[:PAGE_SIZE]
    view = ClaimsPage(
        frame=here.frame(),
        claims=(),
        count=len(dated.rows),
        facets=_facets(archive, dated, here),
        years=dated.page_links(here),
        tables=dated.table_links(here),
        data=tuple(here.to(claims_data_path(year)) for year in dated.years()),
        codes=tuple(code.key for code in archive.settings.codes),
    )
    page = Page(here.path, dated.owner, "claims.html", view)

    def whole() -> Page:
        times = times_of_claims(drawn, archive.statements, here) if drawn else None
        return replace(page, view=replace(view, claims=claim_rows(archive, newest, here), answer_times=times))

    return Listing(page, (*newest, *times_depend_on(drawn)), whole)


def _index_of_verdict(archive: Archive, verdict: Verdict, dated: DatedList, here: PageContext) -> Listing:
    urls, newest = here.site.urls, dated.rows[:PAGE_SIZE]
    view = VerdictPage(
        frame=here.frame(current=urls.index("claims").path),
        verdict=here.verdict_of(verdict),
        claims=(),
        count=len(dated.rows),
        facets=_facets(archive, dated, here, urls.verdict(verdict.key)),
        all=here.href(urls.index("claims")),
        years=dated.page_links(here),
        tables=dated.table_links(here),
    )
    page = Page(here.path, dated.owner, "verdict.html", view)
    return Listing(page, newest, lambda: replace(page, view=replace(view, claims=claim_rows(archive, newest, here))))


def _facets(archive: Archive, dated: DatedList, here: PageContext, current: Address = NOWHERE) -> tuple[Facet, ...]:
    verdicts, *others = ways_through_claims(archive)
    return facets((verdicts, way_by_year(dated), *others), here, current)


def _with_data(archive: Archive, page: Page, refs: Iterable[str], here: PageContext) -> Page:
    return replace(page, data=claims_data(archive, [archive.claims_by_ref[ref] for ref in refs], here))


def _refs(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.ref for claim in claims)
