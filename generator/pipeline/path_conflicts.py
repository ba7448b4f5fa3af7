"""Finds two pages or files that claim the same path of the output. Knows paths and owners, not what is written."""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Location, capitalized
from generator.model import Archive
from generator.sources.read import SETTINGS
from generator.urls import article_path, folded, is_period_path, page_path
from generator.values import Immutable


class _Claim(Immutable):
    path: str
    owner: str
    source: str


class Owners:
    """Gives each path of the output one owner: the first to claim it. `diagnostics` are the refused claims.

    Paths are compared in NFC and case-folded, as some file systems do.
    """

    def __init__(self, archive: Archive) -> None:
        """The archive names the source file of each page, for the locations of the diagnostics."""
        self.diagnostics: list[Diagnostic] = []
        self._sources = {article_path(article.id): article.facts.path for article in archive.articles}
        self._sources |= {page_path(page.id): page.path for page in archive.pages}
        self._files: dict[str, _Claim] = {}
        self._folders: dict[str, _Claim] = {}

    def claim(self, path: str, owner: str, source: str = "") -> bool:
        """Whether the owner gets the path. It is refused if it is taken, or if one path would be a folder of the other.

        `owner` names the page or file in a message (“the file `x.svg`”). `source` is the file of the site that it comes
        from; without it, that of the page at `path`, if there is one. What comes from a file gets no path that pages by
        date have in `articles/` and `claims/`, even if there is no such page yet.
        """
        claim = _Claim(path, owner, source or self._sources.get(path, ""))
        name = folded(path)
        above = [name[:i] for i, c in enumerate(name) if c == "/"]
        first = self._files.get(name) or self._folders.get(name) or _list_by_date(claim, name)
        first = first or next((self._files[folder] for folder in above if folder in self._files), None)
        if first:
            self.diagnostics.append(_claimed_twice(claim, first))
            return False
        self._files[name] = claim
        for folder in above:
            self._folders.setdefault(folder, claim)
        return True


def _list_by_date(claim: _Claim, name: str) -> _Claim | None:
    """The list that has a page at a path, now or when it has grown; None for the page itself, which is of no file."""
    if claim.source and is_period_path(name):
        return _Claim(claim.path, f"the list of {name.partition('/')[0]} by date", "")
    return None


def _claimed_twice(second: _Claim, first: _Claim) -> Diagnostic:
    if second.path == first.path:
        message = f"{capitalized(second.owner)} and {first.owner} both claim the output path `{first.path}`."
    else:
        paths = f"`{second.path}` and `{first.path}`"
        message = f"{capitalized(second.owner)} and {first.owner} claim output paths that conflict: {paths}."
    step = f"Rename one of the two; until then, only {first.owner} is published."
    source = second.source or first.source or SETTINGS
    return Diagnostic.of("path-claimed-twice", Location(source), message, step=step)
