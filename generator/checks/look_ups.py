"""What the check of an article looks up by name beside what linking it does: names that articles have, by kind."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.checks.publishers import names_of_publisher
from generator.checks.traits import links_in
from generator.linking.known_as import host_of, with_parents
from generator.linking.names_had import CALLED, DESCRIBES, HOSTED, NAMED
from generator.model import ArticleFacts, LocalSpeaker, Registry

PATH_LINKED = "path"
"""The kind of the output paths of ordinary pages and copied files."""


def names_checked(article: ArticleFacts, registry: Registry) -> frozenset[tuple[str, str]]:
    """The names by kind, for `linking.neighbourhood.Neighbourhood`."""
    return frozenset(_names_checked(article, registry))


def _names_checked(article: ArticleFacts, registry: Registry) -> Iterator[tuple[str, str]]:
    for entry in article.speakers:
        if entry.speaker is None:
            yield DESCRIBES, entry.id
        yield from ((DESCRIBES, name) for name in _organizations(entry) if name)
    pages = (urls.article_with(path) for path in _paths_beside_links(article))
    yield from ((CALLED, urls.folded(name)) for name in pages if name)
    for placed in article.annotations:
        if words := placed.annotation.speaker.unnamed:
            yield NAMED, urls.slug(words)
    publisher = article.front.publisher
    if publisher.strip() and publisher not in registry.speakers:
        yield from ((NAMED, urls.slug(name)) for name in names_of_publisher(publisher))
    if host := host_of(article.front.url):
        yield from ((HOSTED, name) for name in with_parents(host))


def _organizations(entry: LocalSpeaker) -> Iterator[str]:
    yield entry.organization
    if entry.speaker:
        yield from (entry.speaker.organization, *(role.organization for role in entry.speaker.roles))


def paths_checked(article: ArticleFacts) -> frozenset[tuple[str, str]]:
    """The paths that the article's links and pictures lead to and that may be those of a page or a copied file: what an
    article's check reads of these."""
    targets = {link.partition("#")[0] for link in article.links}.union(_paths_beside_links(article))
    return frozenset((PATH_LINKED, target) for target in targets if target)


def _paths_beside_links(article: ArticleFacts) -> Iterator[str]:
    """Where its pictures are, and what the descriptions of its speakers link to."""
    if article.front.image:
        yield article.front.image.src
    for entry in article.speakers:
        if entry.speaker and entry.speaker.image:
            yield urls.link_target(entry.speaker.path, entry.speaker.image)
        if entry.speaker and entry.speaker.description:
            yield from links_in(entry.speaker.description, entry.speaker.path)
