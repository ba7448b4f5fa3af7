"""Checks that shared speakers, shared sources and the settings hold no HTML entities. Compiling checks the articles."""

from __future__ import annotations

from functools import partial

from generator.checks.scope import SPEAKERS, ArchiveScope, Problems
from generator.compiling.plain_text import entity_problems


def html_entities(scope: ArchiveScope) -> Problems:
    """Warnings for HTML entities in plain texts of the registry and of site.yaml."""
    shared = (("speakers", scope.registry.speakers.items()), ("sources", scope.registry.sources.items()))
    for kind, entries in shared:
        for name, entry in entries:
            key = f"{kind}/{name}"
            path = scope.registry.locations[key].path if key in scope.registry.locations else SPEAKERS
            yield from entity_problems(entry, key, scope.registry.locations, path, partial(scope.line_of, path))
    yield from entity_problems(
        scope.settings, "", scope.settings_locations, "site.yaml", partial(scope.line_of, "site.yaml")
    )
