"""The names that an article has, and those that it uses to refer to others: by these articles find each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator import urls
from generator.linking.known_as import host_of_outlet, slugs_of
from generator.linking.sources import source_list
from generator.model import ArticleFacts, Source

# The kinds of names:
CALLED = "called"
"""What an article is or was called, folded."""
REFERS = "refers"
"""A reference, `written_as`."""
DESCRIBES = "describes"
"""The id of a speaker that an article describes, or tries to in an entry that is left out."""
NAMED = "named"
"""The slug of a name of a speaker that it describes."""
HOSTED = "hosted"
"""The host of the site of an outlet that it describes."""
ANNOTATED = "annotated"
"""The id of one of its claims or counter-points."""
CITES = "cites"
"""The id of a shared source that it cites."""
ANCHORED = "anchored"
"""The anchor of a source."""


def names_and_references(article: ArticleFacts) -> frozenset[tuple[str, str]]:
    """What an article is called, whom it describes and what it refers to, by kind."""
    annotations = [placed.annotation for placed in article.annotations]
    refers = ((REFERS, written_as(to)) for one in annotations for to in (one.repeats, *one.to) if to)
    cited = (one.source for annotation in annotations for one in annotation.sources)
    cites = ((CITES, source) for source in cited if isinstance(source, str))
    return frozenset(chain(_names_had(article), refers, cites))


def _names_had(article: ArticleFacts) -> Iterator[tuple[str, str]]:
    yield from ((CALLED, name) for name in names_called(article))
    yield from ((DESCRIBES, id) for id in ids_described(article))
    for entry in article.speakers:
        if entry.speaker:
            yield from ((NAMED, slug) for slug in slugs_of(entry.speaker))
            if host := host_of_outlet(entry.speaker):
                yield HOSTED, host


def names_called(article: ArticleFacts) -> Iterator[str]:
    """What an article is or was called, folded."""
    return map(urls.folded, (article.id, *article.front.aliases))


def ids_described(article: ArticleFacts) -> Iterator[str]:
    """The ids of the speakers that an article describes, present and former, or tries to in an entry that is left
    out."""
    for entry in article.speakers:
        if entry.speaker:
            yield from (entry.id, *entry.speaker.aliases)
    yield from (key.removeprefix("speakers/") for key in article.left_out if key.startswith("speakers/"))


def ids_annotated(article: ArticleFacts) -> Iterator[str]:
    """The ids of an article's claims and counter-points: not among `names_and_references`, since only checks look them
    up, for what a wrong reference may mean, and they are as many as all other names together."""
    return (placed.id for placed in article.annotations if placed.annotation.kind != "note")


def sources_of(article: ArticleFacts) -> dict[str, str]:
    """The anchor of each source that the article writes out → the list that it stands in."""
    cited = (one.source for placed in article.annotations for one in placed.annotation.sources)
    return {urls.source_anchor(one): source_list(one) for one in cited if isinstance(one, Source)}


def written_as(reference: str) -> str:
    """A reference with the name of its article folded, by which references are found however they are written."""
    article, _, annotation = reference.partition("#")
    return f"{urls.folded(article)}#{annotation}"
