"""What the check of an article looks up by name beside what linking it does: names that articles have, by kind."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.checks.publishers import names_of_publisher
from generator.checks.traits import links_in
from generator.linking.known_as import host_of, with_parents
from generator.linking.neighbourhood import CALLED, DESCRIBES, HOSTED, NAMED
from generator.model import ArticleFacts, LocalSpeaker, Registry

PATH = "path"
"""The kind of the output paths of ordinary pages and copied files."""


def names_checked(article: ArticleFacts, registry: Registry) -> frozenset[tuple[str, str]]:
    """The names by kind, for `linking.neighbourhood.Neighbourhood`."""
    return frozenset(_names_checked(article, registry))


def _names_checked(article: ArticleFacts, registry: Registry) -> Iterator[tuple[str, str]]:
    for entry in article.speakers:
        if entry.speaker is None:
            yield DESCRIBES, entry.id
        yield from ((DESCRIBES, name) for name in _organizations(entry) if name)
        if entry.speaker and entry.speaker.description:
            paths = links_in(entry.speaker.description, entry.speaker.path)
            yield from ((CALLED, urls.folded(name)) for path in paths if (name := urls.article_with(path)))
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
    speakers = [entry.speaker for entry in article.speakers if entry.speaker]
    targets = {link.partition("#")[0] for link in article.links}
    targets |= {target for one in speakers for target in links_in(one.description, one.path) if one.description}
    targets |= {urls.link_target(one.path, one.image) for one in speakers if one.image}
    targets |= {article.front.image.src} if article.front.image else set()
    return frozenset((PATH, target) for target in targets if target)
