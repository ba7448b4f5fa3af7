"""Plans the lists of tags and of publishers, and the pages of each tag and publisher."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from generator.model import Archive, Claim
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PAGE_SIZE, PageContext, article_names, numbered, pager, site_of
from generator.outputs.recurrences import recurrences, recurrences_depend_on, recurring
from generator.outputs.sums import summed
from generator.outputs.views import GroupEntry, GroupPage, GroupsPage
from generator.urls import index_path, publisher_path, tag_path
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
    for tag in archive.tags:
        of_tag = _Group(archive, ground, tag.name, tag.articles, tag.claims, lists_claims=True)
        yield from of_tag.pages(tag_path(tag.slug), f"the tag “{tag.name}”", "tag.html")


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
            of_publisher = _Group(archive, ground, publisher.name, publisher.articles, (), lists_claims=False)
            owner = f"the publisher “{publisher.name}”"
            yield from of_publisher.pages(publisher_path(publisher.slug), owner, "publisher.html")


class _Group(Immutable):
    """Plans the pages of a tag or publisher from the ids of its articles and the references of its claims."""

    archive: Archive
    ground: PageContext
    name: str
    articles: Sequence[str]
    claims: Sequence[str]
    lists_claims: bool
    """Whether the claims are a list of their own, as those of a tag; else they are counted in the articles."""

    def pages(self, path: str, owner: str, template: str) -> Iterator[Listing]:
        total = max(1, *(math.ceil(len(entries) / PAGE_SIZE) for entries in (self.articles, self.claims)))
        names = self.ground.articles
        years = sorted({names[id].date[:4] for id in (*self.articles, *(ref.partition("#")[0] for ref in self.claims))})
        claims = len(self.claims) if self.lists_claims else sum(names[id].claims for id in self.articles)
        for number in range(1, total + 1):
            here = self.ground.at(numbered(path, number))
            view = GroupPage(
                frame=here.frame(current=self.ground.path),
                name=self.name,
                all=here.to(self.ground.path),
                since=years[0] if years else "",
                until=years[-1] if years else "",
                articles=(),
                article_count=len(self.articles),
                claims=(),
                claim_count=claims,
                pager=pager(number, total, lambda n: numbered(path, n), here),
            )
            part = slice((number - 1) * PAGE_SIZE, number * PAGE_SIZE)
            page = Page(here.path, owner, template, view)
            again = recurring(self.claims, self.archive.claims_by_ref) if number == 1 and self.lists_claims else ()
            yield self._with_rows(page, view, self.articles[part], self.claims[part], here, again)

    def _with_rows(
        self,
        page: Page,
        view: GroupPage,
        articles: Sequence[str],
        claims: Sequence[str],
        here: PageContext,
        again: Sequence[Claim],
    ) -> Listing:
        def whole() -> Page:
            rows = tuple(here.statement(self.archive.statements[ref]) for ref in claims)
            shown = tuple(summed(self.archive, id, here) for id in articles)
            drawn = recurrences(again, self.archive.statements, here)
            return replace(page, view=replace(view, articles=shown, claims=rows, recurrences=drawn))

        return Listing(page, (*articles, *claims, *recurrences_depend_on(again)), whole)
