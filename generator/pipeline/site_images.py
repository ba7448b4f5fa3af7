"""Decides which pictures of a site need a size and smaller copies. Knows paths and sizes; opens no picture."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.diagnostics import Diagnostic
from generator.linking.symbols import Symbols
from generator.model import Archive, PictureFile
from generator.pipeline.site_data import SiteData
from generator.pipeline.withheld_files import without_withheld_files
from generator.sources.file_problems import file_problem
from generator.sources.images import WIDTHS, can_scale
from generator.sources.picture_head import PictureHead
from generator.sources.read import Sources
from generator.urls import link_target, smaller_picture_path
from generator.values import replace

_MOST_PIXELS = 50_000_000
"""Pixels. Larger pictures get no smaller copies: decoding them takes more memory than a small machine has."""


def with_files(
    archive: Archive, site: SiteData, symbols: Symbols, sources: Sources
) -> tuple[SiteData, Archive, list[Diagnostic]]:
    """The site and the archive with the files that this build copies, and the problems of pictures.

    Files that only withheld texts use are left out. Each picture that a text shows gets its size, and the smaller
    copies that are to be tried: see `with_copies`.
    """
    site = without_withheld_files(site, archive, symbols, sources)
    files, heads = dict(site.copied), sources.picture_heads
    shown = sorted({path for path in _shown(archive) if files.get(path) in heads})
    pictures = pictures_among(shown, files, sources)
    damaged = [_not_a_picture(files[path]) for path in shown if path not in pictures]
    return site, dataclasses.replace(archive, files=frozenset(files), pictures=pictures), damaged


def pictures_among(paths: Iterable[str], files: Mapping[str, str], sources: Sources) -> dict[str, PictureFile]:
    """Those of the copied files at these paths that are pictures, by path, with the smaller copies to be tried.

    `files` gives the path in the site of each path in the output.
    """
    heads = sources.picture_heads
    return {path: _picture(path, head) for path in paths if (head := heads.get(files[path]))}


def with_copies(archive: Archive, made: Collection[str]) -> Archive:
    """The archive with only those smaller copies of pictures that could be made; `made` are their paths."""
    pictures = {
        path: replace(picture, copies=tuple(copy for copy in picture.copies if copy[1] in made))
        for path, picture in archive.pictures.items()
    }
    return dataclasses.replace(archive, pictures=pictures)


def smaller_copies(archive: Archive, copied: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """The smaller copies to make: path in the output, path of the original in the site, width in pixels."""
    files = dict(copied)
    for path, picture in archive.pictures.items():
        for width, copy in picture.copies:
            yield copy, files[path], width


def _picture(path: str, head: PictureHead) -> PictureFile:
    scales = head.scales and can_scale() and head.width * head.height <= _MOST_PIXELS
    widths = [w for w in WIDTHS if w < head.width] if scales else []
    return PictureFile(head.width, head.height, tuple((w, smaller_picture_path(path, w)) for w in widths))


def _not_a_picture(path: str) -> Diagnostic:
    step = "Save it again as JPEG, PNG, WebP, AVIF or GIF."
    words = "is shown on a page, but is damaged or not a picture that browsers can show."
    return file_problem("picture-damaged", path, words, step)


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
