"""Sums up the claims of an article: how many have which verdict, how many none, how many are withdrawn or answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from generator.model import Archive, Statement
from generator.outputs.page_context import PageContext
from generator.outputs.views import ArticleLink, SumView, VerdictCount
from generator.values import replace

_CAPITALIZES_NOUNS = frozenset({"de", "lb", "nds"})
"""Languages in which a label may not lose its capital letter within a sentence: it may begin with a noun."""


def sum_of(statements: Iterable[Statement], known: Mapping[str, Statement], here: PageContext) -> SumView:
    """The sum of the claims among `statements`. Withdrawn claims are counted apart, whatever their verdict.

    `known` holds the answers to these claims, by reference: an answer that is withdrawn answers nothing. Verdicts stand
    in the order of the vocabulary, those that no claim has are left out.
    """
    claims = [one for one in statements if one.kind == "claim"]
    standing = [one for one in claims if not one.is_withdrawn]
    rated = Counter(one.verdict for one in standing)
    return SumView(
        claims=len(claims),
        verdicts=tuple(
            VerdictCount(here.verdict_of(verdict), in_a_sentence(verdict.label, here.site.language), rated[verdict])
            for verdict in here.site.verdicts
            if rated[verdict]
        ),
        unrated=rated[None],
        withdrawn=len(claims) - len(standing),
        answered=sum(any(not known[ref].is_withdrawn for ref in one.answers) for one in standing),
    )


def summed(archive: Archive, article: str, here: PageContext) -> ArticleLink:
    """An article, by id, with its sum, as lists show it. Such a row changes with the article's surroundings, which hold
    the verdicts and answers of its claims."""
    known = archive.statements
    own = [known[ref] for ref in archive.articles_by_id[article].statements]
    return replace(here.article(article), sum=sum_of(own, known, here))


def in_a_sentence(label: str, language: str) -> str:
    """A label as it stands within a sentence: `False` → `false`, while `UN record` stays, as does any label in a
    language that writes nouns with a capital letter."""
    if language.partition("-")[0].lower() in _CAPITALIZES_NOUNS or not label[1:2].islower():
        return label
    return label[0].lower() + label[1:]
