"""Finds the articles that an edit of some sidecars can concern. Reads sidecars as text: knows no YAML."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from generator.sources.read import Sources, load_article
from generator.sources.stat_cache import StatCache
from generator.urls import folded

_LONGEST_ID = 400
"""Characters before a `#` in which the id of an article is looked for."""


def concerned_by(sources: Sources, ids: Iterable[str], words: Collection[str]) -> frozenset[str]:
    """The ids of the articles that edits in the sidecars of the articles `ids` can concern. `sources` have the edits.

    They are these articles, those whose sidecars have one of the `words`, which are names of what is edited, and all
    that these refer to, directly or through others. A reference by a former id is not followed.
    """
    texts = dict(_sidecars(sources))
    near = {*ids, *(id for id, text in texts.items() if any(word in text for word in words))}
    by_name = {folded(one.id): one.id for one in sources.articles}
    waiting = [*near]
    while waiting:
        found = {*_referred_to(texts.get(waiting.pop(), ""), by_name)} - near
        near |= found
        waiting += found
    return frozenset(near)


def _sidecars(sources: Sources) -> Iterator[tuple[str, str]]:
    """The id of each article, and the text of its sidecar."""
    stat_cache = StatCache(str(sources.root))
    for source in sources.articles:
        loaded = load_article(sources.root, source, stat_cache)
        yield source.id, (loaded.sidecar or b"").decode("utf-8", "replace")


def _referred_to(text: str, by_name: Mapping[str, str]) -> Iterator[str]:
    """The articles that a sidecar refers to: those whose id ends before a `#`."""
    for before in folded(text).split("#")[:-1]:
        tail = before[-_LONGEST_ID:]
        yield from (by_name[tail[n:]] for n in range(len(tail)) if tail[n:] in by_name)
