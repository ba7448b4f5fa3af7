"""Checks for what was copied along from another article: its annotations, its text, or what its front matter says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from generator.checks.scope import Problems, Scope
from generator.checks.wording import quoted_list
from generator.diagnostics import Diagnostic, listed, short
from generator.model import AnnotationFacts, ArticleFacts, QuoteSelector, in_numbers
from generator.urls import bare_address

_FEWEST_QUOTES = 2
"""Quotes that must stand in another article: one may stand there by chance."""
_MOST_NAMED = 6
_FEWEST_PARAGRAPHS = 2
"""Longer paragraphs of a text that is looked for in others."""
_SHORTEST_SUMMARY = 40
"""Characters of a summary that hardly fits two articles."""

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
    message = f"{which} quotes of this sidecar occur in article “{home.id}”, and not in this one."
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


# ── texts and front matter ───────────────────────────────────────────────────────────────────────────────────────────


def texts_of_another(scope: Scope) -> Problems:
    """Articles whose text is, or holds, that of another one; and those whose front matter says what another's says."""
    copies = set()
    for article, other, is_all in _texts_in_two(scope.articles):
        copies.add(article.id)
        yield _text_of_another(scope, article, other, is_all)
    for article, other, fields in _said_twice(scope):
        if article.id not in copies:
            yield _front_matter_of_another(scope, article, other, fields)


def _texts_in_two(articles: Sequence[ArticleFacts]) -> Iterator[tuple[ArticleFacts, ArticleFacts, bool]]:
    """Articles with another whose longer paragraphs they all have, and whether they have no others.

    The other one is looked up by its first paragraph; of several that begin alike, the oldest is compared.
    """
    openings: dict[int, ArticleFacts] = {}
    texts = [(article, in_numbers(article.paragraph_digests)) for article in articles if article.paragraph_digests]
    for article, (opening, *_) in texts:
        openings.setdefault(opening, article)
    for article, (opening, *others) in texts:
        if openings[opening] is article and openings.keys().isdisjoint(others):
            continue  # as nearly all
        own = {opening, *others}
        for other in {openings[one].id: openings[one] for one in own if one in openings}.values():
            theirs = set(in_numbers(other.paragraph_digests))
            if other is not article and len(theirs) >= _FEWEST_PARAGRAPHS and theirs <= own:
                yield article, other, len(theirs) == len(own)
                break


def _text_of_another(scope: Scope, article: ArticleFacts, other: ArticleFacts, is_all: bool) -> Diagnostic:
    at = scope.at_front(article, "title")
    mine, theirs = article.front, other.front
    is_another = mine.publisher != theirs.publisher or mine.url != theirs.url
    if not is_all:
        message = f"This article also holds the text of “{other.id}” (`{other.path}`)."
        step = "Remove it here if it was left over, or leave it if this article has it from the other."
    elif is_another:
        message = f"The text of this article is that of “{other.id}” (`{other.path}`)."
        step = "Put its own text in its place if it was left over, or leave it if both published it."
    else:
        message = f"This article has the text of “{other.id}” (`{other.path}`), and both are published."
        step = "Delete one of the two, or put the text of this article in place of the other's."
    problem = Diagnostic.of("text-of-another", at, message, step=step)
    return problem if is_all and not is_another else problem.with_severity("notice")


def _said_twice(scope: Scope) -> Iterator[tuple[ArticleFacts, ArticleFacts, list[str]]]:
    """Articles whose front matter repeats fields of an older one in the same language."""
    first: dict[tuple[str, str, str], ArticleFacts] = {}
    for article in scope.articles:
        shared: dict[str, list[str]] = {}
        for field, value in _telling(article):
            key = field, value, article.front.language or scope.settings.language
            other = first.setdefault(key, article)
            if other is not article and not _are_versions(article, other):
                shared.setdefault(other.id, []).append(field)
        for id, fields in shared.items():
            other = scope.symbols.articles[id]
            is_retold = len(fields) == 1 and article.front.publisher != other.front.publisher
            if not is_retold if fields != ["title"] else article.heading:
                yield article, other, fields
                break


def _telling(article: ArticleFacts) -> Iterator[tuple[str, str]]:
    """What an article says of itself and hardly another does, by field."""
    front = article.front
    for field, address in (("url", front.url), ("archived", front.archived)):
        path = bare_address(address)
        if "/" in path:  # else it is that of the whole site
            yield field, path
    if len(front.summary) >= _SHORTEST_SUMMARY:
        yield "summary", front.summary
    yield "title", front.title


def _are_versions(one: ArticleFacts, other: ArticleFacts) -> bool:
    """Whether two articles are one page as it was at two times."""
    return bool(one.front.captured and other.front.captured) and one.front.captured != other.front.captured


def _front_matter_of_another(
    scope: Scope, article: ArticleFacts, other: ArticleFacts, fields: Sequence[str]
) -> Diagnostic:
    at = min(scope.at_front(article, field) for field in fields)
    names = listed([f"`{field}`" for field in fields])
    same = "are the same as those" if len(fields) > 1 else "is the same as that"
    message = f"{names} {same} of article “{other.id}” (`{other.path}`)."
    details = []
    if "title" in fields and article.heading:
        details.append(f"The text begins with a heading, “{short(article.heading)}”.")
    step = f"If {'they were' if len(fields) > 1 else 'it was'} copied along, write what belongs to this article."
    problem = Diagnostic.of("front-matter-of-another", at, message, details=details, step=step)
    return problem if len(fields) > 1 or "title" in fields else problem.with_severity("notice")
