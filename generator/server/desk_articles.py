"""All articles of the site by what is left to annotate in them, out of what builds have compiled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from generator.annotating.progress import ArticleLeft, by_what_is_left, lost_in, progress_of
from generator.formats.settings import read_settings
from generator.model import ArticleFacts
from generator.pipeline.cache_folder import site_cache
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.progress import no_progress
from generator.sources.read import read_sources
from generator.sources.stat_cache import load_stat_cache
from generator.urls import article_path
from generator.values import replace


def articles_left(root: Path, folder: Path, layer: str = "") -> tuple[ArticleLeft, ...]:
    """The articles of the site in the folder `root`, whose cache is in `folder`, in the order in which to go on: by
    what is left in the files of a layer, or else in the sidecars."""
    cache = site_cache(folder, root, forgets=True)
    sources = read_sources(root, load_stat_cache(cache, root), layer)
    settings = read_settings(sources.settings or b"")[0]
    layers = settings.layer_keys if settings else ()
    compiler = Compiler(sources, cache)
    left = left_in(compiler, compiler.compile(sources.articles, no_progress), layers)
    cache.close()
    return left


def left_in(
    compiler: Compiler, articles: Iterable[CompiledArticle], layers: Collection[str]
) -> tuple[ArticleLeft, ...]:
    """Compiled articles by what is left to annotate in them; those that could not be read are left out. `layers` are
    the keys of all layers."""
    articles = [one for one in articles if one.facts]
    answered: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for one in article.facts.annotations if article.facts else ():
            for target in one.annotation.to:
                name, _, id = target.partition("#")
                answered[name].add(id)
    return by_what_is_left(
        _left(compiler, article, article.facts, answered, layers) for article in articles if article.facts is not None
    )


def _left(
    compiler: Compiler,
    article: CompiledArticle,
    facts: ArticleFacts,
    answered: dict[str, set[str]],
    layers: Collection[str],
) -> ArticleLeft:
    notes = compiler.notes(article) if facts.annotations else {}
    annotations = (replace(one.annotation, note=notes.get(one.id, "")) for one in facts.annotations)
    lost = lost_in(facts.annotations)
    progress = progress_of(facts.id, annotations, lost=lost, answered=answered.get(facts.id, ()))
    done = facts.front.annotated  # of a layer, its own
    return ArticleLeft(facts.id, facts.front.title, done is not None and done.is_of("", layers), progress)


def shown_articles(left: tuple[ArticleLeft, ...], base: str) -> list[dict[str, object]]:
    """The articles as the page lists them; `base` is the path of the site on this server."""
    return [
        {
            "id": one.id,
            "title": one.title,
            "href": f"{base}{article_path(one.id)}",
            "claims": one.progress.claims,
            "unrated": one.progress.unrated,
            "reasonless": one.progress.without_reason,
            "unanswered": one.progress.unanswered,
            "unsure": one.progress.unsure,
            "faults": one.progress.without_place,
            "state": one.state,
        }
        for one in left
    ]
