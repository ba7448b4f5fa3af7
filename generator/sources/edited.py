"""A site as it would be after an edit that is not saved yet. Reads only the other file of an edited article."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from generator.model import ArticleSource
from generator.sources.read import SETTINGS, Sources, load_article, with_digest
from generator.sources.stat_cache import StatCache
from generator.values import replace


def edited(sources: Sources, edits: Mapping[str, bytes]) -> Sources:
    """The sources with other bytes in files that they have, by path, and with new sidecars of articles without one. Any
    other path that they don't have changes nothing."""

    def now(path: str, data: bytes) -> bytes:
        return edits.get(path, data)

    return dataclasses.replace(
        sources,
        settings=None if sources.settings is None else now(SETTINGS, sources.settings),
        articles=tuple(
            _article(sources, one, edits) if {one.path, _sidecar_path(one)} & edits.keys() else one
            for one in sources.articles
        ),
        pages=tuple(replace(page, text=now(page.path, page.text)) for page in sources.pages),
        speaker_files=tuple((path, now(path, data)) for path, data in sources.speaker_files),
        source_files=tuple((path, now(path, data)) for path, data in sources.source_files),
        unused=tuple((path, now(path, data)) for path, data in sources.unused),
        edits=edits,
    )


def _article(sources: Sources, source: ArticleSource, edits: Mapping[str, bytes]) -> ArticleSource:
    there = load_article(sources.root, source, StatCache(str(sources.root)))
    text = edits.get(there.path, there.text)
    path = _sidecar_path(there)
    if not there.sidecar_path and path in edits:
        return with_digest(replace(there, text=text, sidecar_path=path, sidecar=edits[path]))
    sidecar = None if there.sidecar is None else edits.get(path, there.sidecar)
    return with_digest(replace(there, text=text, sidecar=sidecar))


def _sidecar_path(source: ArticleSource) -> str:
    """The path of the sidecar, or of the one that the article would have: not that of a layer."""
    return source.sidecar_path or ("" if source.layer else f"{source.path.removesuffix('.md')}.yaml")
