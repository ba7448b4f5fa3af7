"""Whose each path of the output is; finds two that want the same one. Knows paths and names, not what is written."""

from __future__ import annotations

from dataclasses import dataclass

from generator.diagnostics import Diagnostic, Location
from generator.model import Archive
from generator.sources.read import SETTINGS
from generator.urls import article_path, folded, page_path


@dataclass(frozen=True, slots=True)
class _Want:
    path: str
    owner: str
    source: str


class Owners:
    """Each path with one owner: the first to claim it. Paths are compared NFC and case-folded, as some disks do."""

    def __init__(self, archive: Archive) -> None:
        """The archive tells from which file a page is made."""
        self.diagnostics: list[Diagnostic] = []
        self._sources = {article_path(article.id): article.facts.path for article in archive.articles}
        self._sources |= {page_path(page.id): page.path for page in archive.pages}
        self._files: dict[str, _Want] = {}
        self._folders: dict[str, _Want] = {}

    def claim(self, path: str, owner: str, source: str = "") -> bool:
        """Whether this one gets the path: not if it is another's, nor if one of the two is a folder of the other.

        `owner` says in words whose it is, `source` from which file of the site it comes, if that isn't a page's.
        """
        want = _Want(path, owner, source or self._sources.get(path, ""))
        name = folded(path)
        above = [name[:i] for i, c in enumerate(name) if c == "/"]
        first = self._files.get(name) or self._folders.get(name)
        first = first or next((self._files[folder] for folder in above if folder in self._files), None)
        if first:
            self.diagnostics.append(_claimed_twice(want, first))
            return False
        self._files[name] = want
        for folder in above:
            self._folders.setdefault(folder, want)
        return True


def _claimed_twice(second: _Want, first: _Want) -> Diagnostic:
    if second.path == first.path:
        message = f"{_sentence(second.owner)} and {first.owner} both want the path “{first.path}” in the output."
    else:
        message = f"{_sentence(second.owner)} and {first.owner} can't both be written: “{second.path}”, “{first.path}”."
    step = f"Rename one of the two; until then only {first.owner} is published."
    source = second.source or first.source or SETTINGS
    return Diagnostic.of("path-claimed-twice", Location(source), message, step=step)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
