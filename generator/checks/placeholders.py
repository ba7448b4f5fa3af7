"""Checks that shared speakers and site.yaml hold no words meant for editors. Compiling checks articles and pages."""

from __future__ import annotations

from functools import partial

from generator.checks.scope import ArchiveScope, Problems
from generator.formats.placeholders import placeholder_problems


def words_for_editors(scope: ArchiveScope) -> Problems:
    """Warnings for what a new site and a new speaker's file have for their editors."""
    for key in ("title", "description"):
        yield from placeholder_problems(getattr(scope.settings, key), partial(scope.at_setting, key))
    if scope.settings.organization:
        yield from placeholder_problems(
            scope.settings.organization.name, partial(scope.at_setting, "organization/name")
        )
    for speaker in scope.registry.speakers.values():
        if speaker.id not in scope.drafts_speakers:
            for key in ("short", "role", "description"):
                if text := getattr(speaker, key):
                    yield from placeholder_problems(text, partial(scope.at_speaker, speaker.id, key))
