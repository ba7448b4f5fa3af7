"""All pages that show more than one article: their planners, in order. Knows no page."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model import Archive
from generator.outputs import (
    articles,
    claims,
    feeds,
    home,
    pages,
    sitemap,
    sources,
    speakers,
    stylesheets,
    tags_and_publishers,
)
from generator.outputs.page import Listing, Page

Planner = Callable[[Archive], Iterable[Page | Listing]]

HUBS: tuple[Planner, ...] = (
    home.plan,
    articles.plan,
    claims.plan,
    claims.plan_verdicts,
    speakers.plan,
    sources.plan,
    tags_and_publishers.plan_publishers,
    tags_and_publishers.plan_tags,
    pages.plan,
    pages.plan_aliases,
    pages.plan_not_found,
    feeds.plan,
    sitemap.plan,
    stylesheets.plan,
)
"""Each planner gives nothing where its output isn't written."""
