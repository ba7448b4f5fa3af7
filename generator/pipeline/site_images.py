"""Decides which pictures of a site need a size and smaller copies. Knows paths and sizes; opens no picture."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from generator.linking.symbols import Symbols
from generator.model import Archive, PictureFile
from generator.pipeline.site_data import SiteData
from generator.pipeline.withheld_files import without_withheld_files
from generator.sources.images import WIDTHS, can_scale, format_of
from generator.sources.read import Sources
from generator.urls import link_target, smaller_picture_path

_SCALED = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}
"""By ending, the formats of which smaller copies are made."""
_MOST_PIXELS = 50_000_000
"""Pixels. Larger pictures get no smaller copies: decoding them takes more memory than a small machine has."""


def with_files(archive: Archive, site: SiteData, symbols: Symbols, sources: Sources) -> tuple[SiteData, Archive]:
    """The site without the files that only withheld texts use; and the archive with the others, and with the sizes and
    copies of the pictures that its texts show."""
    site = without_withheld_files(site, symbols)
    files, sizes = dict(site.copied), sources.picture_sizes
    shown = sorted({path for path in _shown(archive) if files.get(path) in sizes})
    pictures = {path: _picture(path, *sizes[files[path]]) for path in shown}
    return site, replace(archive, files=frozenset(files), pictures=pictures)


def smaller_copies(archive: Archive, copied: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """The smaller copies to make: path in the output, path of the original in the site, width in pixels."""
    files = dict(copied)
    for path, picture in archive.pictures.items():
        for width, copy in picture.copies:
            yield copy, files[path], width


def _picture(path: str, width: int, height: int) -> PictureFile:
    scales = can_scale() and format_of(path) in _SCALED and width * height <= _MOST_PIXELS
    widths = [w for w in WIDTHS if w < width] if scales else []
    return PictureFile(width, height, tuple((w, smaller_picture_path(path, w)) for w in widths))


def _shown(archive: Archive) -> Iterable[str]:
    """The targets of all links and pictures in the archive's texts, and the pictures of articles and speakers."""
    for article in archive.articles:
        yield from article.facts.links
        if article.front.image:
            yield article.front.image.src
    for page in archive.pages:
        yield from page.links
    for record in archive.speakers:
        if record.speaker.image:
            yield link_target(record.speaker.path, record.speaker.image)
