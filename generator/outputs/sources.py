"""Plans the list of sources: each source by who published it, and the statements that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.linking.queries import usual_spellings
from generator.model import Archive, SourceRecord
from generator.outputs.letters import LETTERED, anchor_of, by_letter
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.views import LinkView, SourceGroup, SourceRow, SourcesPage
from generator.urls import SOURCES, slug


def plan_sources(archive: Archive) -> Iterator[Listing]:
    site = site_of(archive)
    if not site.urls.writes("sources"):
        return
    here = PageContext(SOURCES, site, article_names(archive))
    publishers = here.href(site.urls.index("publishers")) if archive.publishers else ""
    tags = here.href(site.urls.index("tags")) if archive.tags else ""
    view = SourcesPage(here.frame(), (), (), (), len(archive.sources), publishers, tags)
    page = Page(here.path, "the list of sources", "sources.html", view)
    cited = tuple(ref for record in archive.sources for ref, _ in record.cited_by)
    # the citing statements carry the data of a cited source; an uncited one is in no article
    uncited = tuple(repr(record.source) for record in archive.sources if not record.cited_by)
    yield Listing(page, cited, lambda: replace(page, view=_whole(view, archive, here)), uncited)


def _whole(view: SourcesPage, archive: Archive, here: PageContext) -> SourcesPage:
    """The list with its rows. It has letters where it is long."""
    published, others = _by_publisher(archive.sources)
    direction, lettered = here.site.direction, len(archive.sources) > LETTERED
    groups: list[SourceGroup] = []
    letters: list[LinkView] = []
    titles: list[LinkView] = []
    for letter, names in by_letter(published, lambda name: name, direction):
        anchors = [anchor_of(letter) if lettered else "", *[""] * (len(names) - 1)]
        letters.append(LinkView(letter, f"#{anchor_of(letter)}"))
        groups += (
            SourceGroup(name, "", anchor, tuple(_row(record, archive, here) for record in published[name]))
            for name, anchor in zip(names, anchors, strict=True)
        )
    by_title = by_letter(others, lambda record: record.source.title or record.source.url, direction)
    for letter, records in by_title if len(others) > LETTERED else [("", others)] if others else []:
        anchor = f"other_{anchor_of(letter)}" if letter else ""
        titles += [LinkView(letter, f"#{anchor}")] if letter else []
        groups.append(SourceGroup("", letter, anchor, tuple(_row(record, archive, here) for record in records)))
    return replace(view, groups=tuple(groups), letters=tuple(letters) if lettered else (), titles=tuple(titles))


def _by_publisher(sources: Iterable[SourceRecord]) -> tuple[dict[str, list[SourceRecord]], list[SourceRecord]]:
    """The sources by the name of their publisher, in its usual spelling, and those without one; in their order."""
    records = list(sources)
    spellings = usual_spellings(record.source.publisher for record in records if record.source.publisher)
    published: dict[str, list[SourceRecord]] = {}
    others: list[SourceRecord] = []
    for record in records:
        name = record.source.publisher
        into = published.setdefault(spellings[slug(name)], []) if name else others
        into.append(record)
    return published, others


def _row(record: SourceRecord, archive: Archive, here: PageContext) -> SourceRow:
    cited_by = ((here.statement(archive.statements[ref]), locator) for ref, locator in record.cited_by)
    return SourceRow(here.source_alone(record.source), tuple(cited_by))
