"""What a build writes: one planner a file, each a pure function from the archive to pages. Knows no template's text."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model import Archive
from generator.outputs import articles, claims, feeds, home, pages, sources, speakers
from generator.outputs import sitemap as robots
from generator.outputs import stylesheets as assets
from generator.outputs import tags_and_publishers as groups
from generator.outputs.article_inputs import Dossier, dossiers
from generator.outputs.article_pages import plan_article
from generator.outputs.page import Listing, Page

__all__ = ["HUBS", "Dossier", "dossiers", "plan_article"]

Planner = Callable[[Archive], Iterable[Page | Listing]]

HUBS: tuple[Planner, ...] = (
    home.plan,
    articles.plan,
    claims.plan,
    claims.plan_verdicts,
    speakers.plan,
    sources.plan,
    groups.plan_publishers,
    groups.plan_tags,
    pages.plan,
    pages.plan_aliases,
    pages.plan_not_found,
    feeds.plan,
    robots.plan,
    assets.plan,
)
"""All pages that show more than one article. Each planner gives nothing where its output isn't written."""
