"""Tags and publishers: their lists, and a page for each that has none of its own elsewhere."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from generator.model import Archive, Page
from generator.outputs.showing import A_PAGE, Here, article_names, numbered, pager, site_of
from generator.urls import index_path, publisher_path, tag_path
from generator.views import GroupEntry, GroupPage, GroupsPage


def plan_tags(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.urls.writes("tags"):
        return
    ground = Here(index_path("tags"), site, article_names(archive))
    entries = (
        GroupEntry(tag.name, ground.href(site.urls.tag(tag.name)), len(tag.articles), len(tag.claims))
        for tag in archive.tags
    )
    yield Page(ground.path, "the list of tags", "tags.html", GroupsPage(ground.frame(), tuple(entries)))
    for tag in archive.tags:
        for here, view in _pages(archive, ground, tag_path(tag.slug), tag.name, tag.articles, tag.claims):
            yield Page(here.path, f"the tag “{tag.name}”", "tag.html", view)


def plan_publishers(archive: Archive) -> Iterator[Page]:
    """One that is a speaker has its page among the speakers."""
    site = site_of(archive)
    if not site.urls.writes("publishers"):
        return
    ground = Here(index_path("publishers"), site, article_names(archive))
    entries = (
        GroupEntry(publisher.name, ground.href(site.urls.publisher(publisher)), len(publisher.articles))
        for publisher in archive.publishers
    )
    yield Page(ground.path, "the list of publishers", "publishers.html", GroupsPage(ground.frame(), tuple(entries)))
    for publisher in archive.publishers:
        if not publisher.speaker:
            path = publisher_path(publisher.slug)
            for here, view in _pages(archive, ground, path, publisher.name, publisher.articles, ()):
                yield Page(here.path, f"the publisher “{publisher.name}”", "publisher.html", view)


def _pages(
    archive: Archive, ground: Here, path: str, name: str, articles: Sequence[str], claims: Sequence[str]
) -> Iterator[tuple[Here, GroupPage]]:
    total = max(1, *(math.ceil(len(entries) / A_PAGE) for entries in (articles, claims)))
    for number in range(1, total + 1):
        here = ground.at(numbered(path, number))
        part = slice((number - 1) * A_PAGE, number * A_PAGE)
        yield (
            here,
            GroupPage(
                frame=here.frame(current=ground.path),
                name=name,
                articles=tuple(map(here.article, articles[part])),
                article_count=len(articles),
                claims=tuple(here.statement(archive.statements[ref]) for ref in claims[part]),
                claim_count=len(claims),
                pager=pager(number, total, lambda n: numbered(path, n), here),
            ),
        )
