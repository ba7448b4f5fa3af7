"""Records: what can be found at one address, and what a result shows of it. Knows no article and no page."""

from __future__ import annotations

from collections.abc import Mapping

from generator.values import Immutable

Choices = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
"""The values that a record has of each facet, by the name of the facet: pairs of a value (one line) and its label."""


class ShownRecord(Immutable):
    """What a result shows: the address from the root of the site, the title or the words quoted, and who says it.

    `kind` is `article`, `claim` or `counterpoint`, `date` is written for readers, and `language` is that of `words`.
    `verdict` is a key, another one for a claim without a verdict, and empty for all else.
    """

    address: str
    words: str
    kind: str
    byline: str
    date: str
    verdict: str
    excerpt: str
    language: str
    look: str = ""
    """How the words look: `record` where they are quoted, `record nested` where they hold quotation marks besides,
    `paraphrase`, or `title`."""
    state: str = ""
    """`withdrawn`, or empty."""


class SearchRecord(Immutable):
    """An article, a claim or a counter-point: its terms, each with a weight from 0 to 3, its facets, and what a result
    shows of it."""

    terms: Mapping[str, int]
    choices: Choices
    shown: ShownRecord


class SearchedArticle(Immutable):
    """The records of one article in order, the article first. `day` is that of the article (`2015-12-23`)."""

    id: str
    day: str
    instant: str
    records: tuple[SearchRecord, ...]
