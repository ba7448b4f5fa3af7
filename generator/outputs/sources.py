"""The list of sources: what is cited, and by what."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Archive, Page
from generator.outputs.showing import Here, article_names, site_of
from generator.urls import SOURCES
from generator.views import SourceEntry, SourcesPage


def plan(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.urls.writes("sources"):
        return
    here = Here(SOURCES, site, article_names(archive))
    entries = (
        SourceEntry(
            here.source_alone(record.source),
            tuple((here.statement(archive.statements[ref]), locator) for ref, locator in record.cited_by),
        )
        for record in archive.sources
    )
    yield Page(here.path, "the list of sources", "sources.html", SourcesPage(here.frame(), tuple(entries)))
