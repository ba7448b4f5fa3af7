"""Pages at former addresses of speakers, sources and tags: each page leads on, each table and feed is there as before.

Knows paths and names; the pages themselves come from their planners.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from functools import partial
from itertools import islice

from generator.linking.limits import MOST_FORMER_NAMES
from generator.outputs.dated_lists import LAST_DAY
from generator.outputs.page import Listing, Page, Unit
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

    def with_former(self, pages: Iterable[Page | Unit], ground: PageContext) -> Iterator[Page | Unit]:
        """The pages of the thing, each with what is at its former addresses."""
        for one in pages:
            if isinstance(one, Unit):
                yield self.unit_with_former(one, ground)
            else:
                yield one
                yield from (self._leading_on(one.path, path, ground) for path in self._at(one.path))

    def unit_with_former(self, unit: Unit, ground: PageContext) -> Unit:
        """The same for a unit of the thing's pages."""
        if not self._stems:
            return unit
        shape = repr((unit.shape, self._name, self._stems))
        return replace(unit, shape=shape, pages=lambda: self._with_former(unit.pages(), ground))

    def _with_former(self, pages: Iterable[Listing], ground: PageContext) -> Iterator[Listing]:
        for page in pages:
            yield page
            for path in self._at(page.path):
                leads_on = path.endswith(".html")
                yield self._listing_leading_on(page.path, path, ground) if leads_on else copied_to(path, page)

    def _at(self, path: str) -> Iterator[str]:
        return (stem + path.removeprefix(self._stem) for stem in self._stems)

    def _listing_leading_on(self, present: str, former: str, ground: PageContext) -> Listing:
        owner, whole = f"the former address of {present}", partial(self._leading_on, present, former, ground)
        return Listing(former, owner, "alias.html", whole, first=LAST_DAY, last=LAST_DAY)

    def _leading_on(self, present: str, former: str, ground: PageContext) -> Page:
        here = ground.at(former)
        view = AliasPage(here.frame(canonical=present), here.to(present), self._name)
        return Page(former, f"the former address of {present}", "alias.html", view)


def copied_to(path: str, listing: Listing) -> Listing:
    """The same page at another path."""
    owner = f"the former address of {listing.path}"

    def whole() -> Page:
        return replace(listing.whole(), path=path, owner=owner)

    return replace(listing, path=path, owner=owner, whole=whole)
