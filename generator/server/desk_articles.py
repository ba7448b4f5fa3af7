"""All articles of the site by what is left to annotate in them, out of what builds have compiled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from generator.annotating.progress import ArticleLeft, by_what_is_left, lost_in, progress_of
from generator.model import ArticleFacts
from generator.pipeline.cache_folder import site_cache
from generator.pipeline.compile_stage import CompiledArticle, Compiler
from generator.pipeline.progress import no_progress
from generator.sources.read import read_sources
from generator.sources.stat_cache import load_stat_cache
from generator.urls import article_path
from generator.values import replace


def articles_left(root: Path, folder: Path) -> tuple[ArticleLeft, ...]:
    """The articles of the site in the folder `root`, whose cache is in `folder`, in the order in which to go on."""
    cache = site_cache(folder, root, forgets=True)
    sources = read_sources(root, load_stat_cache(cache, root))
    compiler = Compiler(sources, cache)
    left = left_in(compiler, compiler.compile(sources.articles, no_progress))
    cache.close()
    return left


def left_in(compiler: Compiler, articles: Iterable[CompiledArticle]) -> tuple[ArticleLeft, ...]:
    """Compiled articles by what is left to annotate in them; those that could not be read are left out."""
    articles = [one for one in articles if one.facts]
    answered: dict[str, set[str]] = defaultdict(set)
    for article in articles:
        for one in article.facts.annotations if article.facts else ():
            for target in one.annotation.to:
                name, _, id = target.partition("#")
                answered[name].add(id)
    return by_what_is_left(
        _left(compiler, article, article.facts, answered) for article in articles if article.facts is not None
    )


def _left(
    compiler: Compiler, article: CompiledArticle, facts: ArticleFacts, answered: dict[str, set[str]]
) -> ArticleLeft:
    notes = compiler.notes(article) if facts.annotations else {}
    annotations = (replace(one.annotation, note=notes.get(one.id, "")) for one in facts.annotations)
    lost = lost_in(facts.annotations)
    progress = progress_of(facts.id, annotations, lost=lost, answered=answered.get(facts.id, ()))
    return ArticleLeft(facts.id, facts.front.title, facts.front.annotated is not None, progress)


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
