"""Checks an output (path → bytes): does every link, anchor, image and style sheet of its HTML lead somewhere?

The same files are tried where they may stand: at the root of a host, under a sub-path, on disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

MOUNTS = ("https://host.example/", "https://host.example/some/archive/", "file:///home/reader/archive/")
_VOID_OF_MEANING = ("https://", "http://", "mailto:")


@dataclass
class Parsed(HTMLParser):
    """The links and ids of one page, and what `refresh` leads to."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.links += [f"#{target}" for target in given.get("aria-details", "").split()]
        self.links += [f"#{target}" for target in given.get("aria-labelledby", "").split()]
        if given.get("http-equiv") == "refresh":
            self.links.append(given["content"].partition("url=")[2])


def parsed_pages(files: Mapping[str, bytes]) -> dict[str, Parsed]:
    pages = {}
    for path, content in files.items():
        if path.endswith(".html"):
            pages[path] = Parsed()
            pages[path].feed(content.decode())
            pages[path].close()
    return pages


def broken(files: Mapping[str, bytes], mount: str = MOUNTS[0], site_url: str = "") -> list[str]:
    """`page: link` for each that leads nowhere, and each id that stands twice on a page.

    `site_url` is the address the site knows itself by: what begins with it is looked for in the files, too.
    """
    pages = parsed_pages(files)
    return [*_twice(pages), *(f"{page}: {link}" for page, link in _leading_nowhere(files, pages, mount, site_url))]


def _twice(pages: Mapping[str, Parsed]) -> Iterator[str]:
    for path, page in pages.items():
        yield from (f"{path}: id {id} twice" for id in sorted(set(page.ids)) if page.ids.count(id) > 1)


def _leading_nowhere(
    files: Mapping[str, bytes], pages: Mapping[str, Parsed], mount: str, site_url: str
) -> Iterator[tuple[str, str]]:
    for path, page in pages.items():
        for link in page.links:
            target = _target(path, link, mount, site_url)
            if target is None:
                continue
            file, fragment = target
            if file not in files or (fragment and file in pages and fragment not in pages[file].ids):
                yield path, link


def _target(page: str, link: str, mount: str, site_url: str) -> tuple[str, str] | None:
    """The file and fragment a link leads to; None where it leaves the site."""
    if site_url and link.startswith(site_url):
        link = urljoin(mount, link.removeprefix(site_url))
    whole = urljoin(mount + page, link)
    if not whole.startswith(mount):
        return None if link.startswith(_VOID_OF_MEANING) else (link, "")
    file, fragment = urldefrag(whole.removeprefix(mount))
    return unquote(file), unquote(fragment)
