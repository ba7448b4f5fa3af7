"""The list of all claims and the lists by verdict, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.archive import claims_with_verdict
from generator.model import Archive, Claim, Page
from generator.outputs.showing import Here, article_names, numbered, pager, pages_of, site_of
from generator.urls import claims_index
from generator.views import ClaimsPage, StatementView, VerdictPage


def plan(archive: Archive) -> Iterator[Page]:
    site, names = site_of(archive), article_names(archive)
    if not site.urls.writes("claims"):
        return
    rated = {verdict.key: len(claims_with_verdict(archive, verdict.key)) for verdict in archive.settings.verdicts}
    for number, total, claims in pages_of(archive.claims):
        here = Here(claims_index(None, number), site, names)
        view = ClaimsPage(
            frame=here.frame(current=site.urls.index("claims").path),
            claims=claim_rows(archive, claims, here),
            count=len(archive.claims),
            verdicts=tuple((here.verdict_of(v), rated[v.key]) for v in archive.settings.verdicts if rated[v.key]),
            pager=pager(number, total, lambda n: claims_index(None, n), here),
        )
        yield Page(here.path, "the list of claims", "claims.html", view)


def plan_verdicts(archive: Archive) -> Iterator[Page]:
    site, names = site_of(archive), article_names(archive)
    if not site.urls.writes("verdicts"):
        return
    for verdict in archive.settings.verdicts:
        first = site.urls.verdict(verdict.key).path
        claims = claims_with_verdict(archive, verdict.key)
        for number, total, shown in pages_of(claims):
            here = Here(numbered(first, number), site, names)
            view = VerdictPage(
                frame=here.frame(current=site.urls.index("claims").path),
                verdict=here.verdict_of(verdict),
                claims=claim_rows(archive, shown, here),
                count=len(claims),
                pager=pager(number, total, lambda n, first=first: numbered(first, n), here),  # type: ignore[misc]
            )
            yield Page(here.path, f"the verdict “{verdict.key}”", "verdict.html", view)


def claim_rows(archive: Archive, claims: Iterable[Claim], here: Here) -> tuple[StatementView, ...]:
    return tuple(here.statement(archive.statements[claim.ref], len(claim.answers)) for claim in claims)
