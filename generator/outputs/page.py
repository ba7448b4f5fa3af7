"""A page of the output, before its template is applied."""

from __future__ import annotations

from collections.abc import Callable

from generator.values import Immutable


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
    """A page of a list, planned without its rows: rows are planned only if something they show has changed.

    `page` is the page without rows; `whole` returns it with them. The rows show the statements (references) and
    articles (ids) in `shows`, in this order. `besides` holds whatever else the rows depend on.
    """

    page: Page
    shows: tuple[str, ...]
    whole: Callable[[], Page]
    besides: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return self.page.path

    @property
    def owner(self) -> str:
        return self.page.owner
