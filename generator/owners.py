"""Whose each path of the output is; finds two that want the same one. Knows paths and names, not what is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.diagnostics import Diagnostic
from generator.files import SETTINGS
from generator.model import Archive, Location, Page
from generator.urls import article_path, folded, page_path


@dataclass(frozen=True, slots=True)
class Owned:
    """Each path with one owner: the pages, and the files to copy (path in the output → path in the site)."""

    pages: tuple[Page, ...]
    copied: Mapping[str, str]
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Want:
    path: str
    owner: str
    source: str


def one_owner_each(pages: Iterable[Page], copied: Iterable[tuple[str, str]], archive: Archive) -> Owned:
    """Paths are compared NFC and case-folded, as some disks do; the first to want one gets it, pages before files.

    `copied` are (path in the output, path in the site); the archive tells from which file a page is made.
    """
    sources = {article_path(article.id): article.facts.path for article in archive.articles}
    sources |= {page_path(page.id): page.path for page in archive.pages}
    pages, copied = list(pages), list(copied)
    wants = [_Want(page.path, page.owner, sources.get(page.path, "")) for page in pages]
    wants += [_Want(path, f"the file {source}", source) for path, source in copied]
    clashes = _clashes(wants)
    kept = [want.path if n not in clashes else None for n, want in enumerate(wants)]
    return Owned(
        tuple(page for page, path in zip(pages, kept, strict=False) if path),
        {path: source for (path, source), free in zip(copied, kept[len(pages) :], strict=True) if free},
        tuple(_claimed_twice(wants[n], first) for n, first in clashes.items()),
    )


def _clashes(wants: Iterable[_Want]) -> dict[int, _Want]:
    """Which of them come too late, and who was first: at the path itself, or at a file where a folder is needed."""
    files: dict[str, _Want] = {}
    folders: dict[str, _Want] = {}
    clashes = {}
    for n, want in enumerate(wants):
        path = folded(want.path)
        above = [path[:i] for i, c in enumerate(path) if c == "/"]
        first = files.get(path) or folders.get(path) or next((files[f] for f in above if f in files), None)
        if first:
            clashes[n] = first
            continue
        files[path] = want
        for folder in above:
            folders.setdefault(folder, want)
    return clashes


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
