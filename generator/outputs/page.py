"""A page to be written, before its template is applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the output: its path, the template that makes it and what the template is given (`views`).

    A page without a template carries its bytes. `owner` says in words whose page it is, for when two want one path.
    """

    path: str
    owner: str
    template: str = ""
    view: object = None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, planned but for its rows: they are planned only where what they show has changed.

    `page` is the page without them, and `whole` gives it with them. They show the statements (references) and articles
    (ids) of `shows`, in this order, and what `besides` tells of them.
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
