"""Makes the search index: cuts the records of the articles into segments, and has those made that changed.

The records themselves are made with the pages of each article, and kept by their digest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from generator.cache.store import Cache
from generator.outputs.search import plan_index
from generator.pipeline.render_stage import ArticlePages, RenderedArticle, Renderer
from generator.search.segments import cut_into_segments
from generator.urls import SEARCH_INDEX, segment_path

Segments = Mapping[str, tuple[tuple[str, str], ...]]
"""The segments by id: pairs of an article and the digest of its records, in order."""


def render_search(
    renderer: Renderer, cache: Cache, again: Callable[[str], ArticlePages], claim: Callable[[str, str], bool]
) -> None:
    """Make the index of all articles of a build. `again` plans the pages of an article, by its id, for one whose
    records the cache has lost. `claim`: see `Owners`."""
    segments = segments_of(renderer.record.articles)
    paths = (SEARCH_INDEX, *(segment_path(id, "f.js") for id in segments))
    if not all(claim(path, "the search index") for path in paths):
        return

    def records(wanted: Sequence[tuple[str, str]]) -> tuple[bytes, ...]:
        kept = records_in(cache, wanted)
        return tuple(kept.get(id) or renderer.records_again(again(id)) for id, _ in wanted)

    renderer.pages([plan_index(renderer.segments(segments, records))], str)


def render_search_of(renderer: Renderer, cache: Cache, segments: Segments) -> bool:
    """Make the index with these segments where all of their records are known. Returns whether they are."""

    def records(wanted: Sequence[tuple[str, str]]) -> tuple[bytes, ...]:
        kept = records_in(cache, wanted)
        return tuple(kept[id] for id, _ in wanted)

    try:
        renderer.pages([plan_index(renderer.segments(segments, records))], str)
    except KeyError:
        return False
    return True


def segments_of(articles: Mapping[str, RenderedArticle]) -> Segments:
    """The segments of these articles, by their ids."""
    cut = cut_into_segments(one.size for one in articles.values() if one.size)
    return {segment: tuple((id, articles[id].records) for id in ids) for segment, ids in cut.items()}


def with_other_records(segments: Segments, changed: Mapping[str, str]) -> Segments:
    """The segments after articles got other records, whose digests these are by id."""
    return {
        segment: tuple((id, changed.get(id, digest)) for id, digest in records) for segment, records in segments.items()
    }


def records_in(cache: Cache, wanted: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    """The records that the cache has, serialized, by the id of their article."""
    wanted = list(wanted)
    kept = cache.get_all([f"records:{digest}" for _, digest in wanted])
    return {id: kept[key] for id, digest in wanted if (key := f"records:{digest}") in kept}
