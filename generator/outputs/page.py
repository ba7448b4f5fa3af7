"""A page of the output before its template is applied, and groups of pages that are planned only where they changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps
from generator.values import Immutable, replace


class Page(Immutable):
    """A file of the output: its path, its template, and the view that the template is given (see `views`).

    A page without a template has its bytes in `data`. `owner` names the page in a message if another page has the
    same path: `the article “river-report”`.
    """

    path: str
    owner: str
    template: str = ""
    view: object = None
    data: bytes = b""


class Listing(Immutable):
    """A page of a list, planned only where it may have changed: where one of its rows did, or its `shape`, which is
    all that it shows besides, or what all pages show.

    Its rows are of the days from `first` to `last`; of any day where these are empty. `path`, `owner` and `template`
    are those of the page that `whole` gives.
    """

    path: str
    owner: str
    template: str
    whole: Callable[[], Page]
    shape: str = ""
    first: str = ""
    last: str = ""


class Unit(Immutable):
    """The pages of a list that are decided on together: as long as no entry of the `lists` that they show has changed,
    nor the unit's `shape`, all of them are as they were, and are not even named.

    `name` is the unit's own among all units.
    """

    name: str
    lists: tuple[str, ...]
    shape: str
    pages: Callable[[], Iterable[Listing]]


def index_of(page: Page, lists: Sequence[str], with_rows: Callable[[], object], besides: object = None) -> Unit:
    """The unit of a list's first page. `page` has a view without rows, `with_rows` gives the same view with them, which
    may depend on `besides`, too."""

    def whole() -> Page:
        return replace(page, view=with_rows())

    shape = sha256_of_parts(dumps((page.view, besides)))
    return Unit(page.path, tuple(lists), shape, lambda: [Listing(page.path, page.owner, page.template, whole)])
