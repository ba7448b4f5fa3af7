"""Facets: plain links that narrow a list, by kind, each with the number of entries it leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from generator.linking.queries import claims_by_verdict, listed_publisher
from generator.model import Archive, Publisher, Verdict
from generator.outputs.dated_lists import DatedList
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


def ways_through_claims(archive: Archive) -> tuple[Way, ...]:
    """The facets of the lists of claims but that of years, computed once per archive."""
    return archive.once(_ways_through_claims)


def _ways_through_claims(archive: Archive) -> tuple[Way, ...]:
    urls = Urls.of(archive.settings)
    rated = claims_by_verdict(archive)
    verdicts = [Narrower(v.label, urls.verdict(v.key), len(rated.get(v.key, ())), v) for v in archive.settings.verdicts]
    speakers = [
        Narrower(record.speaker.name, urls.speaker(record.speaker.id), len(record.claims))
        for record in archive.speakers
    ]
    tags = [Narrower(tag.name, urls.tag(tag.name), len(tag.claims)) for tag in archive.tags]
    return (
        Way("verdict", tuple(_linkable(verdicts))),
        _largest("speaker", speakers, urls.index("speakers")),
        _largest("publisher", _publishers_by_claims(archive, urls), urls.index("publishers")),
        _largest("tag", tags, urls.index("tags")),
    )


def ways_through_articles(archive: Archive, urls: Urls) -> tuple[Way, ...]:
    """The facets of the list of articles but that of years."""
    publishers = [Narrower(p.name, urls.publisher(p), len(p.articles)) for p in archive.publishers]
    tags = [Narrower(tag.name, urls.tag(tag.name), len(tag.articles)) for tag in archive.tags]
    return (
        _largest("publisher", publishers, urls.index("publishers")),
        _largest("tag", tags, urls.index("tags")),
    )


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


def _publishers_by_claims(archive: Archive, urls: Urls) -> list[Narrower]:
    counts: Counter[Publisher] = Counter()
    for claim in archive.claims:
        if publisher := archive.articles_by_id[_article_of(claim.ref)].publisher:
            counts[listed_publisher(archive, publisher)] += 1
    return [Narrower(publisher.name, urls.publisher(publisher), count) for publisher, count in counts.items()]


def _article_of(ref: str) -> str:
    return ref.partition("#")[0]
