"""The lists of claims: all, those of each year, those of each verdict; newest first, as pages and as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.archive import claims_by_verdict, year_of
from generator.model import Archive, Claim, Page
from generator.outputs.claimdata import claims_data
from generator.outputs.facets import Way, facets, ways_through_claims
from generator.outputs.showing import Here, article_names, numbered, pager, pages_of, site_of
from generator.outputs.tables import claims_table
from generator.urls import Address, claims_data_path, claims_index, claims_table_path, verdict_table_path
from generator.views import ClaimsPage, StatementView, VerdictPage


def plan(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.urls.writes("claims"):
        return
    ground = Here("", site, article_names(archive))
    shelf = _Shelf(archive, ground, ways_through_claims(archive, site.urls))
    yield from shelf.pages("", archive.claims)
    for year, claims in _by_year(archive).items():
        yield from shelf.pages(year, claims)
    yield Page(claims_table_path(), "the table of claims", data=claims_table(archive, archive.claims))
    data = claims_data(archive, archive.claims, ground.at(claims_index()))
    yield Page(claims_data_path(), "the data of the list of claims", data=data)


def plan_verdicts(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.urls.writes("verdicts"):
        return
    ways = ways_through_claims(archive, site.urls)
    rated = claims_by_verdict(archive)
    here = Here("", site, article_names(archive))
    for verdict in archive.settings.verdicts:
        first = site.urls.verdict(verdict.key)
        claims = rated.get(verdict.key, [])
        for number, total, shown in pages_of(claims):
            here = here.at(numbered(first.path, number))
            view = VerdictPage(
                frame=here.frame(current=site.urls.index("claims").path),
                verdict=here.verdict_of(verdict),
                claims=claim_rows(archive, shown, here),
                count=len(claims),
                facets=facets(ways, here, first),
                all=here.href(site.urls.index("claims")),
                csv=here.to(verdict_table_path(verdict.key)),
                pager=pager(number, total, lambda n, path=first.path: numbered(path, n), here),  # type: ignore[misc]
            )
            yield Page(here.path, f"the verdict “{verdict.key}”", "verdict.html", view)
        table = claims_table(archive, claims)
        yield Page(verdict_table_path(verdict.key), f"the table of the verdict “{verdict.key}”", data=table)


def claim_rows(archive: Archive, claims: Iterable[Claim], here: Here) -> tuple[StatementView, ...]:
    return tuple(here.statement(archive.statements[claim.ref], len(claim.answers)) for claim in claims)


@dataclass(frozen=True, slots=True)
class _Shelf:
    archive: Archive
    ground: Here
    ways: tuple[Way, ...]

    def pages(self, year: str, claims: Sequence[Claim]) -> Iterator[Page]:
        """The list of all claims, or that of one year."""
        here = self.ground
        for number, total, shown in pages_of(claims):
            here = here.at(claims_index(year or None, number))
            view = ClaimsPage(
                frame=here.frame(current=claims_index()),
                year=year,
                claims=claim_rows(self.archive, shown, here),
                count=len(claims),
                facets=facets(self.ways, here, Address(claims_index(year or None))),
                all=here.to(claims_index()),
                csv=here.to(claims_table_path()),
                data=here.to(claims_data_path()) if here.path == claims_index() and claims else "",
                codes=tuple(key for key, _ in self.archive.settings.codes),
                pager=pager(number, total, lambda n: claims_index(year or None, n), here),
            )
            yield Page(here.path, f"the list of claims{f' of {year}' if year else ''}", "claims.html", view)


def _by_year(archive: Archive) -> dict[str, list[Claim]]:
    years: dict[str, list[Claim]] = {}
    for claim in archive.claims:
        article = archive.articles_by_id[archive.statements[claim.ref].article]
        years.setdefault(year_of(article), []).append(claim)
    return years
