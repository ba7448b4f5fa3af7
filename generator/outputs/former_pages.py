"""Pages at former addresses of speakers, sources and tags: each page leads on, each table and feed is there as before.

Knows paths and names; the pages themselves come from their planners.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from itertools import islice

from generator.linking.limits import MOST_FORMER_NAMES
from generator.outputs.page import Listing, Page
from generator.outputs.page_context import PageContext
from generator.outputs.views import AliasPage
from generator.urls import folded
from generator.values import replace


class Formerly:
    """The former addresses of one thing: the path of its page, and the paths that it had, without those `taken`.

    Each path is that of an HTML page; the paths of all further pages and tables begin as it does.
    """

    def __init__(self, path: str, former: Iterable[str], name: str, taken: Container[str] = ()) -> None:
        self._stem, self._name = path.removesuffix(".html"), name
        free = (one for one in dict.fromkeys(former) if one != path and folded(one) not in taken)
        self._stems = [one.removesuffix(".html") for one in islice(free, MOST_FORMER_NAMES)]

    def with_former(self, pages: Iterable[Page | Listing], ground: PageContext) -> Iterator[Page | Listing]:
        """The pages of the thing, each followed by what is at its former addresses."""
        for page in pages:
            yield page
            yield from self._former(page, ground)

    def _former(self, page: Page | Listing, ground: PageContext) -> Iterator[Page | Listing]:
        for stem in self._stems:
            path = stem + page.path.removeprefix(self._stem)
            yield self._leading_on(page.path, path, ground) if path.endswith(".html") else copied_to(path, page)

    def _leading_on(self, present: str, former: str, ground: PageContext) -> Page:
        here = ground.at(former)
        view = AliasPage(here.frame(canonical=present), here.to(present), self._name)
        return Page(former, f"the former address of {present}", "alias.html", view)


def copied_to(path: str, page: Page | Listing) -> Page | Listing:
    """The same page at another path."""
    if isinstance(page, Page):
        return replace(page, path=path, owner=f"the former address of {page.path}")
    listing = page
    return replace(
        listing,
        page=replace(listing.page, path=path, owner=f"the former address of {listing.path}"),
        whole=lambda: replace(listing.whole(), path=path),
    )
