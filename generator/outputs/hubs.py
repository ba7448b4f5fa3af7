"""The planners of all pages that are not one article's own, in order."""

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
"""A planner yields nothing if its output is switched off."""
