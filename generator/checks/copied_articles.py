"""Checks for what was copied along from another article: its annotations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from generator.checks.scope import Problems, Scope
from generator.checks.wording import quoted_list
from generator.diagnostics import Diagnostic
from generator.model import AnnotationFacts, ArticleFacts, QuoteSelector

_FEWEST_QUOTES = 2
"""Quotes that must stand in another article: one may stand there by chance."""
_MOST_NAMED = 6

_Quote = tuple[QuoteSelector, ...]


def quotes_of_another(scope: Scope) -> Problems:
    """Sidecars whose quotes stand in another article, as those of a copy do: one problem for each."""
    lost = {article.id: found for article in scope.articles if len(found := _without_place(article)) >= _FEWEST_QUOTES}
    if not lost:
        return
    owners = _owners(scope, {one.annotation.quote for found in lost.values() for one in found})
    for article in scope.articles:
        found = lost.get(article.id, [])
        homes = Counter(id for one in found for id in owners.get(one.annotation.quote, {}))
        if not homes:
            continue
        home, count = homes.most_common(1)[0]
        if count >= _FEWEST_QUOTES:
            theirs = [one for one in found if home in owners.get(one.annotation.quote, {})]
            yield _of_another(scope, article, theirs, scope.symbols.articles[home])


def _without_place(article: ArticleFacts) -> list[AnnotationFacts]:
    return [one for one in article.annotations if not one.placed]


def _owners(scope: Scope, quotes: set[_Quote]) -> Mapping[_Quote, dict[str, None]]:
    """The articles in which annotations with these very quotes have their places."""
    owners: dict[_Quote, dict[str, None]] = {}
    for article in scope.articles:
        for one in article.annotations:
            if one.passages and one.annotation.quote in quotes:
                owners.setdefault(one.annotation.quote, {})[article.id] = None
    return owners


def _of_another(scope: Scope, article: ArticleFacts, theirs: list[AnnotationFacts], home: ArticleFacts) -> Diagnostic:
    quoting = [one for one in article.annotations if one.annotation.quote]
    which = "All" if len(theirs) == len(quoting) else f"{len(theirs)} of the {len(quoting)}"
    message = f"{which} quotes of this sidecar stand in article “{home.id}”, and not in this one."
    at = min(scope.at(article, one.id) for one in theirs)
    step = (
        f"Remove from this file what was copied from `{home.sidecar_path}`, or correct the text if it is the wrong one."
    )
    return Diagnostic.of("quotes-of-another", at, message, details=_named(theirs, len(quoting)), step=step)


def _named(theirs: list[AnnotationFacts], all_of_them: int) -> Iterator[str]:
    """Which of the annotations are meant, unless all are."""
    if len(theirs) < all_of_them:
        more = f", and {len(theirs) - _MOST_NAMED} more" if len(theirs) > _MOST_NAMED else ""
        yield f"They are those of {quoted_list(sorted(one.id for one in theirs)[:_MOST_NAMED])}{more}."
