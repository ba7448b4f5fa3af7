"""The planners of all pages that are not one article's own, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from generator.model import Archive
from generator.outputs import (
    articles,
    claims,
    codebook,
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
    home.plan_home,
    articles.plan_articles,
    claims.plan_claims,
    claims.plan_verdicts,
    speakers.plan_speakers,
    sources.plan_sources,
    tags_and_publishers.plan_publishers,
    tags_and_publishers.plan_tags,
    codebook.plan_codebook,
    pages.plan_pages,
    pages.plan_aliases,
    pages.plan_not_found,
    feeds.plan_feeds,
    sitemap.plan_sitemap,
    stylesheets.plan_stylesheets,
)
"""A planner yields nothing if its output is switched off."""
