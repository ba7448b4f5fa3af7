"""Plans the lists of tags and of publishers, and the pages of each tag and publisher."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from generator.model import Archive
from generator.outputs.dated_lists import DatedList, claim_rows, is_statement, plain_rows
from generator.outputs.former_pages import Formerly
from generator.outputs.members import (
    OUTLET_ARTICLES,
    PUBLISHED,
    PUBLISHED_MARKS,
    TAGGED_ARTICLES,
    TAGGED_CLAIMS,
    Lists,
    list_of,
)
from generator.outputs.page import Page, Unit, index_of
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.recurrences import recurrences, recurring
from generator.outputs.sums import summed
from generator.outputs.views import GroupEntry, GroupPage, GroupsPage, ListName
from generator.urls import index_path, present_tags, publisher_path, slug, tag_path
from generator.values import Immutable, replace


def plan_tags(archive: Archive, lists: Lists) -> Iterator[Page | Unit]:
    site = site_of(archive)
    if not site.urls.writes("tags"):
        return
    ground = PageContext(index_path("tags"), site, article_names(archive))
    articles, claims = lists.counts(TAGGED_ARTICLES), lists.counts(TAGGED_CLAIMS)
    entries = (
        GroupEntry(tag.name, ground.href(site.urls.tag(tag.name)), articles.get(tag.slug, 0), claims.get(tag.slug, 0))
        for tag in archive.tags
    )
    yield Page(ground.path, "the list of tags", "tags.html", GroupsPage(ground.frame(), tuple(entries)))
    former, present = present_tags(archive.settings), {tag_path(tag.slug) for tag in archive.tags}
    for tag in archive.tags:
        name, owner, path = ListName("tag", tag.name), f"the tag “{tag.name}”", tag_path(tag.slug)
        parts = [list_of(TAGGED_ARTICLES, tag.slug), list_of(TAGGED_CLAIMS, tag.slug)]
        dated = DatedList(lists, path, owner, name, parts, PAGE_SIZE)
        counts = articles.get(tag.slug, 0), claims.get(tag.slug, 0)
        units = _Group(archive, ground.at(path), ground.path, dated, *counts).units("tag.html")
        paths = [tag_path(old) for old, now in former.items() if slug(now) == tag.slug]
        formerly = Formerly(dated.path, paths, tag.name, present)
        yield from (formerly.unit_with_former(unit, ground) for unit in units)


def plan_publishers(archive: Archive, lists: Lists) -> Iterator[Page | Unit]:
    """The list of publishers and their pages. A publisher that is a speaker has its page among the speakers."""
    site = site_of(archive)
    if not site.urls.writes("publishers"):
        return
    ground = PageContext(index_path("publishers"), site, article_names(archive))
    named, outlets, marks = (lists.counts(group) for group in (PUBLISHED, OUTLET_ARTICLES, PUBLISHED_MARKS))
    entries = (
        GroupEntry(one.name, ground.href(site.urls.publisher(one)), (outlets if one.speaker else named)[one.slug])
        for one in archive.publishers
    )
    yield Page(ground.path, "the list of publishers", "publishers.html", GroupsPage(ground.frame(), tuple(entries)))
    for one in archive.publishers:
        if not one.speaker:
            name, owner, path = ListName("publisher", one.name), f"the publisher “{one.name}”", publisher_path(one.slug)
            dated = DatedList(lists, path, owner, name, [list_of(PUBLISHED, one.slug)], PAGE_SIZE)
            counts = named[one.slug], marks.get(one.slug, 0)
            yield from _Group(archive, ground.at(path), ground.path, dated, *counts).units("publisher.html")


class _Group(Immutable):
    """Plans the pages of a tag or publisher; `all` is the path of the list of all of them."""

    archive: Archive
    here: PageContext
    all: str
    dated: DatedList
    articles: int
    claims: int

    def units(self, template: str) -> Iterator[Unit]:
        yield self._index(template)
        yield self.dated.by_date(
            lambda: self.dated.pages(self.here, self.all, partial(plain_rows, self.archive)),
        )

    def _index(self, template: str) -> Unit:
        here, dated = self.here, self.dated
        view = GroupPage(
            frame=here.frame(current=self.all),
            name=dated.name.name,
            all=here.to(self.all),
            since="",
            until="",
            articles=(),
            article_count=self.articles,
            claims=(),
            claim_count=self.claims,
            years=(),
        )
        return index_of(Page(here.path, dated.owner, template, view), dated.parts, partial(self._with_rows, view))

    def _with_rows(self, view: GroupPage) -> GroupPage:
        rows, years = self.dated.rows(), list(self.dated.years())
        articles = [row for row in rows if not is_statement(row)][:PAGE_SIZE]
        claims = [row for row in rows if is_statement(row)]
        again = recurring(claims, self.archive.claims_by_ref)
        return replace(
            view,
            articles=tuple(summed(self.archive, id, self.here) for id in articles),
            claims=claim_rows(self.archive, claims[:PAGE_SIZE], self.here),
            recurrences=recurrences(again, self.archive.statements, self.here),
            since=years[-1] if years else "",
            until=years[0] if years else "",
            years=self.dated.page_links(self.here),
        )
