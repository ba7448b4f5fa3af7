"""Facets: plain links that narrow a list, by kind, each with the number of entries it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model import Archive, Verdict
from generator.outputs.dated_lists import DatedList
from generator.outputs.members import (
    OUTLET_ARTICLES,
    OUTLET_CLAIMS,
    PUBLISHED,
    PUBLISHED_CLAIMS,
    SAID,
    TAGGED_ARTICLES,
    TAGGED_CLAIMS,
    VERDICT,
    Lists,
)
from generator.outputs.page_context import PageContext
from generator.outputs.views import Facet, FacetEntry
from generator.urls import NOWHERE, Address, Urls, period_path
from generator.values import Immutable

SHOWN = 8
"""The most entries of a facet beside a list; the page that lists all of that kind has the rest."""


class Narrower(Immutable):
    """An entry of a facet: its label, the address of the narrower list, and how many entries that has."""

    label: str
    address: Address
    count: int
    verdict: Verdict | None = None


class Way(Immutable):
    """A facet without links: its entries in order, and the page that lists all of that kind."""

    key: str
    entries: tuple[Narrower, ...]
    all: Address = NOWHERE


def ways_through_claims(archive: Archive, lists: Lists) -> tuple[Way, ...]:
    """The facets of the lists of claims but that of years: first the verdicts."""
    urls = Urls.of(archive.settings)
    rated, said, tagged = (lists.counts(group) for group in (VERDICT, SAID, TAGGED_CLAIMS))
    verdicts = [Narrower(v.label, urls.verdict(v.key), rated.get(v.key, 0), v) for v in archive.settings.verdicts]
    speakers = [
        Narrower(record.speaker.name, urls.speaker(record.speaker.id), said.get(record.speaker.id, 0))
        for record in archive.speakers
    ]
    tags = [Narrower(tag.name, urls.tag(tag.name), tagged.get(tag.slug, 0)) for tag in archive.tags]
    return (
        Way("verdict", tuple(_linkable(verdicts))),
        _largest("speaker", speakers, urls.index("speakers")),
        _publishers(archive, lists.counts(PUBLISHED_CLAIMS), lists.counts(OUTLET_CLAIMS), urls),
        _largest("tag", tags, urls.index("tags")),
    )


def ways_through_articles(archive: Archive, lists: Lists) -> tuple[Way, ...]:
    """The facets of the list of articles but that of years."""
    urls, tagged = Urls.of(archive.settings), lists.counts(TAGGED_ARTICLES)
    tags = [Narrower(tag.name, urls.tag(tag.name), tagged.get(tag.slug, 0)) for tag in archive.tags]
    return (
        _publishers(archive, lists.counts(PUBLISHED), lists.counts(OUTLET_ARTICLES), urls),
        _largest("tag", tags, urls.index("tags")),
    )


def _publishers(archive: Archive, named: Mapping[str, int], outlets: Mapping[str, int], urls: Urls) -> Way:
    """The facet of publishers, given how many entries those have that are only named, and those that are speakers."""
    entries = (
        Narrower(p.name, urls.publisher(p), (outlets if p.speaker else named).get(p.slug, 0))
        for p in archive.publishers
    )
    return _largest("publisher", entries, urls.index("publishers"))


def way_by_year(of: DatedList) -> Way:
    """The facet of the years of a list; without entries where it has no pages by date."""
    years = of.years().items() if of.is_long else ()
    return Way("year", tuple(Narrower(year, Address(period_path(of.path, year)), count) for year, count in years))


def facets(ways: Iterable[Way], here: PageContext, current: Address = NOWHERE) -> tuple[Facet, ...]:
    """The facets with links from the page `here`, without those that narrow nothing: those with a single entry, unless
    that is the list at hand (`current`)."""
    return tuple(
        Facet(way.key, tuple(_entry(entry, here, current) for entry in way.entries), here.href(way.all))
        for way in ways
        if len(way.entries) > 1 or any(entry.address == current for entry in way.entries)
    )


def _entry(entry: Narrower, here: PageContext, current: Address) -> FacetEntry:
    href = here.href(entry.address)
    return FacetEntry(entry.label, href, entry.count, entry.address == current, here.verdict(entry.verdict))


def _largest(key: str, entries: Iterable[Narrower], all_of_them: Address) -> Way:
    known = sorted(_linkable(entries), key=lambda entry: -entry.count)
    return Way(key, tuple(known[:SHOWN]), all_of_them if len(known) > SHOWN else NOWHERE)


def _linkable(entries: Iterable[Narrower]) -> list[Narrower]:
    return [entry for entry in entries if entry.address and entry.count]
