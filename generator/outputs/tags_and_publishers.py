"""Plans the lists of tags and of publishers, and the pages of each tag and publisher."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from generator.model import Archive, Claim
from generator.outputs.dated_lists import DatedList, claim_rows, plain_rows
from generator.outputs.former_pages import Formerly
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, site_of
from generator.outputs.recurrences import recurrences, recurrences_depend_on, recurring
from generator.outputs.sums import summed
from generator.outputs.views import GroupEntry, GroupPage, GroupsPage, ListName
from generator.urls import index_path, present_tags, publisher_path, slug, tag_path
from generator.values import Immutable, replace


def plan_tags(archive: Archive) -> Iterator[Page | Listing]:
    site = site_of(archive)
    if not site.urls.writes("tags"):
        return
    ground = PageContext(index_path("tags"), site, article_names(archive))
    entries = (
        GroupEntry(tag.name, ground.href(site.urls.tag(tag.name)), len(tag.articles), len(tag.claims))
        for tag in archive.tags
    )
    yield Page(ground.path, "the list of tags", "tags.html", GroupsPage(ground.frame(), tuple(entries)))
    former, present = present_tags(archive.settings), {tag_path(tag.slug) for tag in archive.tags}
    for tag in archive.tags:
        name, owner = ListName("tag", tag.name), f"the tag “{tag.name}”"
        lists = (tag.articles, tag.claims)
        dated = DatedList.of(archive, tag_path(tag.slug), owner, name, lists, PAGE_SIZE)
        of_tag = _Group(archive, ground.at(dated.path), ground.path, dated, lists_claims=True)
        paths = [tag_path(old) for old, now in former.items() if slug(now) == tag.slug]
        yield from Formerly(dated.path, paths, tag.name, present).with_former(of_tag.pages("tag.html"), ground)


def plan_publishers(archive: Archive) -> Iterator[Page | Listing]:
    """The list of publishers and their pages. A publisher that is a speaker has its page among the speakers."""
    site = site_of(archive)
    if not site.urls.writes("publishers"):
        return
    ground = PageContext(index_path("publishers"), site, article_names(archive))
    entries = (
        GroupEntry(publisher.name, ground.href(site.urls.publisher(publisher)), len(publisher.articles))
        for publisher in archive.publishers
    )
    yield Page(ground.path, "the list of publishers", "publishers.html", GroupsPage(ground.frame(), tuple(entries)))
    for publisher in archive.publishers:
        if not publisher.speaker:
            name, owner = ListName("publisher", publisher.name), f"the publisher “{publisher.name}”"
            path = publisher_path(publisher.slug)
            dated = DatedList.of(archive, path, owner, name, (publisher.articles,), PAGE_SIZE)
            yield from _Group(archive, ground.at(path), ground.path, dated, lists_claims=False).pages("publisher.html")


class _Group(Immutable):
    """Plans the pages of a tag or publisher; `all` is the path of the list of all of them."""

    archive: Archive
    here: PageContext
    all: str
    dated: DatedList
    lists_claims: bool
    """Whether the claims are a list of their own, as those of a tag; else they are counted in the articles."""

    def pages(self, template: str) -> Iterator[Listing]:
        yield self._index(template)
        yield from self.dated.pages(self.here, self.all, partial(plain_rows, self.archive))

    def _index(self, template: str) -> Listing:
        here, dated, names = self.here, self.dated, self.here.articles
        articles = tuple(row for row in dated.rows if "#" not in row)
        claims = tuple(row for row in dated.rows if "#" in row)
        years = list(dated.years())
        view = GroupPage(
            frame=here.frame(current=self.all),
            name=dated.name.name,
            all=here.to(self.all),
            since=years[-1] if years else "",
            until=years[0] if years else "",
            articles=(),
            article_count=len(articles),
            claims=(),
            claim_count=len(claims) if self.lists_claims else sum(names[id].claims for id in articles),
            years=dated.page_links(here),
        )
        again = recurring(claims, self.archive.claims_by_ref)
        page = Page(here.path, dated.owner, template, view)
        return self._with_rows(page, view, articles[:PAGE_SIZE], claims[:PAGE_SIZE], again)

    def _with_rows(
        self, page: Page, view: GroupPage, articles: Sequence[str], claims: Sequence[str], again: Sequence[Claim]
    ) -> Listing:
        def whole() -> Page:
            shown = tuple(summed(self.archive, id, self.here) for id in articles)
            drawn = recurrences(again, self.archive.statements, self.here)
            rows = claim_rows(self.archive, claims, self.here)
            return replace(page, view=replace(view, articles=shown, claims=rows, recurrences=drawn))

        return Listing(page, (*articles, *claims, *recurrences_depend_on(again)), whole)
