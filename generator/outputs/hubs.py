"""The planners of all pages that are not one article's own, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.model import Archive
from generator.outputs import (
    articles,
    claims,
    codebook,
    feeds,
    home,
    pages,
    search,
    sitemap,
    sources,
    speakers,
    stylesheets,
    tags_and_publishers,
)
from generator.outputs.members import Lists
from generator.outputs.page import Page, Unit

_OF_LISTS: tuple[Callable[[Archive, Lists], Iterable[Page | Unit]], ...] = (
    articles.plan_articles,
    claims.plan_claims,
    claims.plan_verdicts,
    speakers.plan_speakers,
    sources.plan_sources,
    tags_and_publishers.plan_publishers,
    tags_and_publishers.plan_tags,
)
_OTHERS: tuple[Callable[[Archive], Iterable[Page]], ...] = (
    codebook.plan_codebook,
    search.plan_search,
    pages.plan_pages,
    pages.plan_aliases,
    pages.plan_not_found,
)
_AT_LAST: tuple[Callable[[Archive], Iterable[Page]], ...] = (sitemap.plan_sitemap, stylesheets.plan_stylesheets)


def plan_hubs(archive: Archive, lists: Lists) -> Iterator[Page | Unit]:
    """All pages that are not one article's own: what claims a path first gets it. A planner yields nothing if its
    output is switched off."""
    yield from home.plan_home(archive)
    for plan in _OF_LISTS:
        yield from plan(archive, lists)
    for of_archive in _OTHERS:
        yield from of_archive(archive)
    yield from feeds.plan_feeds(archive, lists)
    for of_archive in _AT_LAST:
        yield from of_archive(archive)
