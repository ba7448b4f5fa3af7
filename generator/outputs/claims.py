"""Plans the lists of claims, newest first, as pages and as tables: of all claims, of each year, of each verdict."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from generator.linking.queries import claims_by_verdict, year_of
from generator.model import Archive, Claim, Verdict
from generator.outputs.answer_times import newest_answered, times_depend_on, times_of_claims
from generator.outputs.claims_csv import claims_table
from generator.outputs.claims_filter_data import claims_data
from generator.outputs.facets import Way, facets, ways_through_claims
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext, article_names, numbered, pager, pages_of, site_of
from generator.outputs.views import ClaimsPage, StatementView, VerdictPage
from generator.urls import Address, claims_data_path, claims_index, claims_table_path, verdict_table_path
from generator.values import Immutable, replace


def plan_claims(archive: Archive) -> Iterator[Page | Listing]:
    site = site_of(archive)
    if not site.urls.writes("claims"):
        return
    ground = PageContext("", site, article_names(archive))
    lists = _ListPlanner(archive, ground, ways_through_claims(archive))
    yield from lists.pages("", archive.claims)
    for year, claims in _by_year(archive).items():
        yield from lists.pages(year, claims)
    yield _table(archive, archive.claims, Page(claims_table_path(), "the table of claims"))
    data, here = Page(claims_data_path(), "the data of the list of claims"), ground.at(claims_index())
    yield Listing(data, _refs(archive.claims), lambda: replace(data, data=claims_data(archive, archive.claims, here)))


def plan_verdicts(archive: Archive) -> Iterator[Listing]:
    site = site_of(archive)
    if not site.urls.writes("verdicts"):
        return
    lists = _ListPlanner(archive, PageContext("", site, article_names(archive)), ways_through_claims(archive))
    rated = claims_by_verdict(archive)
    for verdict in archive.settings.verdicts:
        claims = rated.get(verdict.key, [])
        yield from lists.pages_of_verdict(verdict, claims)
        table = Page(verdict_table_path(verdict.key), f"the table of the verdict “{verdict.key}”")
        yield _table(archive, claims, table)


def _table(archive: Archive, claims: Sequence[Claim], page: Page) -> Listing:
    return Listing(page, _refs(claims), lambda: replace(page, data=claims_table(archive, claims)))


def _refs(claims: Iterable[Claim]) -> tuple[str, ...]:
    return tuple(claim.ref for claim in claims)


class _ListPlanner(Immutable):
    """Plans list pages. `ground` is the context that each page's own is derived from, `ways` the facets of all."""

    archive: Archive
    ground: PageContext
    ways: tuple[Way, ...]

    def pages(self, year: str, claims: Sequence[Claim]) -> Iterator[Listing]:
        """The pages of the list of one year's claims, or of all claims if `year` is empty."""
        here = self.ground
        for number, total, shown in pages_of(claims):
            here = here.at(claims_index(year or None, number))
            view = ClaimsPage(
                frame=here.frame(current=claims_index()),
                year=year,
                claims=(),
                count=len(claims) if number == 1 else 0,
                facets=facets(self.ways, here, Address(claims_index(year or None)), counted=number == 1),
                all=here.to(claims_index()),
                csv=here.to(claims_table_path()),
                data=here.to(claims_data_path()) if here.path == claims_index() and claims else "",
                codes=tuple(code.key for code in self.archive.settings.codes),
                pager=pager(number, total, lambda n: claims_index(year or None, n), here),
            )
            page = Page(here.path, f"the list of claims{f' of {year}' if year else ''}", "claims.html", view)
            yield self._with_rows(page, view, shown, here)

    def pages_of_verdict(self, verdict: Verdict, claims: Sequence[Claim]) -> Iterator[Listing]:
        """The pages of the list of claims with one verdict."""
        here, urls = self.ground, self.ground.site.urls
        first = urls.verdict(verdict.key)
        for number, total, shown in pages_of(claims):
            here = here.at(numbered(first.path, number))
            view = VerdictPage(
                frame=here.frame(current=urls.index("claims").path),
                verdict=here.verdict_of(verdict),
                claims=(),
                count=len(claims) if number == 1 else 0,
                facets=facets(self.ways, here, first, counted=number == 1),
                all=here.href(urls.index("claims")),
                csv=here.to(verdict_table_path(verdict.key)),
                pager=pager(number, total, lambda n: numbered(first.path, n), here),
            )
            page = Page(here.path, f"the verdict “{verdict.key}”", "verdict.html", view)
            yield self._with_rows(page, view, shown, here)

    def _with_rows(
        self, page: Page, view: ClaimsPage | VerdictPage, claims: Sequence[Claim], here: PageContext
    ) -> Listing:
        def whole() -> Page:
            rows = replace(view, claims=claim_rows(self.archive, claims, here))
            if isinstance(rows, ClaimsPage) and drawn:
                rows = replace(rows, answer_times=times_of_claims(drawn, self.archive.statements, here))
            return replace(page, view=rows)

        drawn = newest_answered(self.archive.claims) if here.path == claims_index() else ()
        return Listing(page, (*_refs(claims), *times_depend_on(drawn)), whole)


def claim_rows(archive: Archive, claims: Iterable[Claim], here: PageContext) -> tuple[StatementView, ...]:
    """The rows of a list of claims; each counts the answers to all appearances of its claim."""
    return tuple(here.statement(archive.statements[claim.ref], len(claim.answers)) for claim in claims)


def _by_year(archive: Archive) -> dict[str, list[Claim]]:
    years: dict[str, list[Claim]] = {}
    for claim in archive.claims:
        article = archive.articles_by_id[archive.statements[claim.ref].article]
        years.setdefault(year_of(article), []).append(claim)
    return years
