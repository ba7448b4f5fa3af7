"""The names that an article has, and those that it uses to refer to others: by these articles find each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from generator import urls
from generator.linking.known_as import host_of_outlet, slugs_of
from generator.model import ArticleFacts, LocalSpeaker, Source

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
    """What an article and its annotations are called, whom it describes and what it refers to, by kind."""
    annotations = [placed.annotation for placed in article.annotations]
    refers = ((REFERS, written_as(to)) for one in annotations for to in (one.repeats, *one.to) if to)
    cited = (one.source for annotation in annotations for one in annotation.sources)
    cites = ((CITES, source) for source in cited if isinstance(source, str))
    called = ((CALLED, name) for name in names_called(article))
    annotated = ((ANNOTATED, id) for id in ids_annotated(article))
    return frozenset(chain(called, annotated, names_of_speakers(article), refers, cites))


def names_of_speakers(article: ArticleFacts) -> dict[tuple[str, str], list[LocalSpeaker]]:
    """The names by kind of the speakers that an article describes, each with its entries; one that is left out has
    none."""
    found: dict[tuple[str, str], list[LocalSpeaker]] = {(DESCRIBES, id): [] for id in _left_out(article)}
    for entry in article.speakers:
        for name in _names_of_entry(entry):
            found.setdefault(name, []).append(entry)
    return found


def _names_of_entry(entry: LocalSpeaker) -> Iterator[tuple[str, str]]:
    if entry.speaker:
        yield from ((DESCRIBES, id) for id in (entry.id, *entry.speaker.aliases))
        yield from ((NAMED, slug) for slug in slugs_of(entry.speaker))
        if host := host_of_outlet(entry.speaker):
            yield HOSTED, host


def _left_out(article: ArticleFacts) -> Iterator[str]:
    return (key.removeprefix("speakers/") for key in article.left_out if key.startswith("speakers/"))


def names_called(article: ArticleFacts) -> Iterator[str]:
    """What an article is or was called, folded."""
    return map(urls.folded, (article.id, *article.front.aliases))


def ids_described(article: ArticleFacts) -> Iterator[str]:
    """The ids of the speakers that an article describes, present and former, or tries to in an entry that is left
    out."""
    return (name for kind, name in names_of_speakers(article) if kind == DESCRIBES)


def ids_annotated(article: ArticleFacts) -> Iterator[str]:
    """The ids of an article's claims and counter-points."""
    return (placed.id for placed in article.annotations if placed.annotation.kind != "note")


def sources_of(article: ArticleFacts) -> dict[str, Source]:
    """The sources that the article writes out, by anchor; of two with the same one, the last."""
    cited = (one.source for placed in article.annotations for one in placed.annotation.sources)
    return {urls.source_anchor(one): one for one in cited if isinstance(one, Source)}


def written_as(reference: str) -> str:
    """A reference with the name of its article folded, by which references are found however they are written."""
    article, _, annotation = reference.partition("#")
    return f"{urls.folded(article)}#{annotation}"
