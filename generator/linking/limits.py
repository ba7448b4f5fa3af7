"""How many tags and former addresses an article may have: each is a page of its own, and takes a few letters to write.

What is over a limit is left out of the archive; `checks` reports it.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Annotation, ArticleFacts
from generator.values import replace

MOST_TAGS = 200
"""The most different tags of an article and its annotations together."""
MOST_FORMER = 5_000
"""The most former addresses of an article and its claims: one for each combination of an old id of both."""
MOST_FORMER_NAMES = 100
"""The most former ids of a speaker, a source or a tag that lead on: each of its pages has as many former addresses."""


def with_most_tags(facts: ArticleFacts) -> ArticleFacts:
    """The facts without the tags over `MOST_TAGS`, counted from the article's own and then in the order of its notes.
    Unchanged where there are none, as nearly always."""
    if len(facts.front.tags) + sum(len(placed.annotation.tags) for placed in facts.annotations) <= MOST_TAGS:
        return facts
    kept = set(list(dict.fromkeys(name for _, _, name in _tags(facts)))[:MOST_TAGS])
    return replace(
        facts,
        front=replace(facts.front, tags=tuple(name for name in facts.front.tags if name in kept)),
        annotations=tuple(
            replace(placed, annotation=_with_tags_in(placed.annotation, kept)) for placed in facts.annotations
        ),
    )


def first_tag_too_many(facts: ArticleFacts) -> tuple[str, int] | None:
    """The annotation (empty for the article itself) and the position there of the first tag that is left out."""
    seen: set[str] = set()
    for annotation, position, name in _tags(facts):
        seen.add(name)
        if len(seen) > MOST_TAGS:
            return annotation, position
    return None


def former_addresses(facts: ArticleFacts) -> int:
    """The number of former addresses that lead to an article and its claims, before `MOST_FORMER` is applied."""
    names = 1 + len(facts.front.aliases)
    claims = (placed.annotation for placed in facts.annotations if placed.annotation.kind == "claim")
    return names - 1 + sum(names * (1 + len(claim.aliases)) - 1 for claim in claims)


def _tags(facts: ArticleFacts) -> Iterator[tuple[str, int, str]]:
    """Yields each tag with the id of its annotation, empty for the article's own, and its position there."""
    for position, name in enumerate(facts.front.tags):
        yield "", position, name
    for placed in facts.annotations:
        for position, name in enumerate(placed.annotation.tags):
            yield placed.id, position, name


def _with_tags_in(annotation: Annotation, kept: set[str]) -> Annotation:
    return replace(annotation, tags=tuple(name for name in annotation.tags if name in kept))
