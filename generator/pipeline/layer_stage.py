"""Checks layers, which no build reads: each as the sidecars are checked, in place of these; or the sidecars alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.cache.store import Cache
from generator.diagnostics import Diagnostic, in_order
from generator.formats.settings import read_settings
from generator.linking.symbols import symbols_of
from generator.pipeline.check_stage import check_linked
from generator.pipeline.compile_stage import Compiler
from generator.pipeline.site_data import read_site_data
from generator.sources.edited import edited
from generator.sources.read import Sources, read_sources


def layers_in_use(sources: Sources) -> tuple[str, ...]:
    """The keys of the declared layers that have a file, in the order of site.yaml; none where that can't be used."""
    if not sources.layers:
        return ()
    settings = read_settings(sources.settings or b"")[0]
    used = {one.layer for one in sources.layers}
    return tuple(key for key in settings.layer_keys if key in used) if settings else ()


class LayerCheck:
    """Finds the problems of all layers of the site in the folder `root`. What is compiled once is kept."""

    def __init__(self, root: Path, sources: Sources) -> None:
        self._cache = Cache()
        self._views = [read_sources(root, layer=key) for key in layers_in_use(sources)]

    def problems(self, edits: Mapping[str, bytes] | None = None) -> list[Diagnostic]:
        """The problems in the files of layers, also with other bytes in some files of the site, by path."""
        views = (edited(view, edits) if edits else view for view in self._views)
        return in_order(problem for view in views for problem in annotation_problems(view, self._cache))


def annotation_problems(view: Sources, cache: Cache) -> Iterator[Diagnostic]:
    """The problems in the sidecars, or in the files of the layer that was read in place of them, those of drafts
    included. What `cache` has is not compiled."""
    site, _ = read_site_data(view, drafts=True, base_url="")
    if site is None:
        return
    compiler = Compiler(view, cache)
    articles = compiler.load(view.articles)
    symbols = symbols_of((article.facts for article in articles if article.facts), site.registry, site.settings)
    files = frozenset(path for path, _ in site.copied)
    compiled = (problem for article in articles for problem in article.head.diagnostics)
    own = {article.sidecar_path for article in view.articles}
    found = check_linked(files, symbols, articles, site, view, compiler)
    for problem in (*compiled, *found.in_articles, *found.of_groups):
        if problem.location.path in own or problem.code in _OF_NAMES:
            yield problem


_OF_NAMES = frozenset({"unknown-speaker", "unknown-source"})
"""Problems of annotations that are at the file of all speakers or sources where that describes none."""
