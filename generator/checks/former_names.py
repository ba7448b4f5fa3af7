"""Finds speakers, sources and tags that are named as they were called before."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.checks.scope import SPEAKERS, ArchiveScope, Basis, Problems, Scope, nearest_known
from generator.checks.wording import replacement
from generator.diagnostics import Diagnostic, Location


def former_names(scope: Scope) -> Problems:
    """References in articles by a former id of a speaker or a source: one problem for each place."""
    present = scope.symbols.present
    if not present:
        return
    for article in scope.as_written:
        for key, id, now in present.former_in(article):
            in_sidecar = key.removeprefix("sidecar/")
            at = scope.at_front(article, key) if in_sidecar == key else scope.at(article, in_sidecar)
            yield _former(scope, at, id, now)


def former_names_of_registry(scope: ArchiveScope) -> Problems:
    """The same in the files of shared speakers and sources."""
    for key, id, now in scope.present.former_in_registry(scope.registry_as_written):
        yield _former(scope, nearest_known(scope.registry.locations, key, SPEAKERS), id, now)


def _former(scope: Basis, at: Location, id: str, now: str) -> Diagnostic:
    message, paste = f"“{id}” is a former id of “{now}”.", replacement(scope, at, id, now)
    return Diagnostic.of("former-id", at, message, step=f"Write `{now}`.", paste=paste)


def former_tags(scope: Scope) -> Problems:
    """Tags in a former spelling: one problem for each place."""
    present = urls.present_tags(scope.settings)
    if not present:
        return
    for at, name in _tags(scope):
        if now := present.get(urls.slug(name)):
            message, paste = f"“{name}” is a former spelling of tag “{now}”.", replacement(scope, at, name, now)
            yield Diagnostic.of("former-id", at, message, step=f"Write “{now}”.", paste=paste)


def _tags(scope: Scope) -> Iterator[tuple[Location, str]]:
    for article in scope.articles:
        yield from ((scope.at_front(article, f"tags/{n}"), name) for n, name in enumerate(article.front.tags))
        for placed in article.annotations:
            tags = enumerate(placed.annotation.tags)
            yield from ((scope.at(article, f"{placed.id}/tags/{n}"), name) for n, name in tags)
