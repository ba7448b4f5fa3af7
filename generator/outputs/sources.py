"""Plans the list of sources: each source, and the statements that cite it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.model import Archive
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import SourceRow, SourcesPage
from generator.urls import SOURCES


def plan_sources(archive: Archive) -> Iterator[Listing]:
    site = site_of(archive)
    if not site.urls.writes("sources"):
        return
    here = PageContext(SOURCES, site, article_names(archive))
    page = Page(here.path, "the list of sources", "sources.html", SourcesPage(here.frame(), ()))
    cited = tuple(ref for record in archive.sources for ref, _ in record.cited_by)
    # the citing statements carry the data of a cited source; an uncited one is in no article
    uncited = tuple(repr(record.source) for record in archive.sources if not record.cited_by)
    yield Listing(page, cited, lambda: replace(page, view=_view(archive, here)), uncited)


def _view(archive: Archive, here: PageContext) -> SourcesPage:
    entries = (
        SourceRow(
            here.source_alone(record.source),
            tuple((here.statement(archive.statements[ref]), locator) for ref, locator in record.cited_by),
        )
        for record in archive.sources
    )
    return SourcesPage(here.frame(), tuple(entries))
