"""Checks for what was copied along from another article: its annotations, its text, or what its front matter says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.checks.scope import ArchiveScope, Problems
from generator.checks.traits import Filed, LostQuotes, PlacedQuotes, Telling
from generator.checks.wording import quoted_list
from generator.diagnostics import Diagnostic, listed, short
from generator.model import in_numbers

_FEWEST_QUOTES = 2
"""Quotes that must stand in another article: one may stand there by chance."""
_MOST_NAMED = 6
_FEWEST_PARAGRAPHS = 2
"""Longer paragraphs of a text that is looked for in others."""


def quotes_of_another(scope: ArchiveScope) -> Problems:
    """Sidecars whose quotes stand in another article, as those of a copy do: one problem for each."""
    lost = [one for one in scope.published(LostQuotes) if len(one[1].annotations) >= _FEWEST_QUOTES]
    if not lost:
        return
    owners = _owners(scope, {digest for _, quotes in lost for _, digest in quotes.annotations})
    for article, quotes in lost:
        homes = Counter(home for _, digest in quotes.annotations for home in owners.get(digest, {}))
        if not homes:
            continue
        home, count = homes.most_common(1)[0]
        if count >= _FEWEST_QUOTES:
            theirs = [id for id, digest in quotes.annotations if home in owners.get(digest, {})]
            yield _of_another(scope, article, theirs, quotes.quoting, home)


def _owners(scope: ArchiveScope, quotes: set[bytes]) -> Mapping[bytes, dict[Filed, None]]:
    """Digest of a quote → the articles in which an annotation with this very quote has its place."""
    owners: dict[bytes, dict[Filed, None]] = {}
    for article, placed in scope.published(PlacedQuotes):
        for digest in placed.digests:
            if digest in quotes:
                owners.setdefault(digest, {})[article] = None
    return owners


def _of_another(scope: ArchiveScope, article: Filed, theirs: list[str], quoting: int, home: Filed) -> Diagnostic:
    which = "All" if len(theirs) == quoting else f"{len(theirs)} of the {quoting}"
    message = f"{which} quotes of this sidecar occur in article “{home.id}”, and not in this one."
    at = min(scope.at(article, id) for id in theirs)
    step = (
        f"Remove from this file what was copied from `{home.sidecar_path}`, or correct the text if it is the wrong one."
    )
    return Diagnostic.of("quotes-of-another", at, message, details=_named(theirs, quoting), step=step)


def _named(theirs: list[str], all_of_them: int) -> Iterator[str]:
    """Which of the annotations are meant, unless all are."""
    if len(theirs) < all_of_them:
        more = f", and {len(theirs) - _MOST_NAMED} more" if len(theirs) > _MOST_NAMED else ""
        yield f"They are those of {quoted_list(sorted(theirs)[:_MOST_NAMED])}{more}."


# ── texts and front matter ───────────────────────────────────────────────────────────────────────────────────────────


_Told = tuple[Filed, Telling]


def texts_of_another(scope: ArchiveScope) -> Problems:
    """Articles whose text is, or holds, that of another one; and those whose front matter says what another's says."""
    articles = list(scope.published(Telling))
    copies = set()
    for article, other, is_all in _texts_in_two(articles):
        copies.add(article[0].id)
        yield _text_of_another(scope, article, other, is_all)
    for article, other, fields in _said_twice(articles, scope.settings.language):
        if article[0].id not in copies:
            yield _front_matter_of_another(scope, article, other[0], fields)


def _texts_in_two(articles: Sequence[_Told]) -> Iterator[tuple[_Told, _Told, bool]]:
    """Articles with another whose longer paragraphs they all have, and whether they have no others.

    The other one is looked up by its first paragraph; of several that begin alike, the oldest is compared.
    """
    openings: dict[int, _Told] = {}
    texts = [(one, in_numbers(one[1].paragraph_digests)) for one in articles if one[1].paragraph_digests]
    for article, (opening, *_) in texts:
        openings.setdefault(opening, article)
    for article, (opening, *others) in texts:
        if openings[opening] is article and openings.keys().isdisjoint(others):
            continue  # as nearly all
        own = {opening, *others}
        for other in {openings[one][0].id: openings[one] for one in own if one in openings}.values():
            theirs = set(in_numbers(other[1].paragraph_digests))
            if other is not article and len(theirs) >= _FEWEST_PARAGRAPHS and theirs <= own:
                yield article, other, len(theirs) == len(own)
                break


def _text_of_another(scope: ArchiveScope, article: _Told, told_by: _Told, is_all: bool) -> Diagnostic:
    (filed, mine), (other, theirs) = article, told_by
    at = scope.at_front(filed, "title")
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


def _said_twice(articles: Iterable[_Told], language: str) -> Iterator[tuple[_Told, _Told, list[str]]]:
    """Articles whose front matter repeats fields of an older one in the same language; `language` is the site's."""
    first: dict[tuple[str, str, str], _Told] = {}
    for article in articles:
        told = article[1]
        shared: dict[str, tuple[_Told, list[str]]] = {}
        for field, value in told.fields:
            other = first.setdefault((field, value, told.language or language), article)
            if other is not article and not _are_versions(told, other[1]):
                shared.setdefault(other[0].id, (other, []))[1].append(field)
        for other, fields in shared.values():
            is_retold = len(fields) == 1 and told.publisher != other[1].publisher
            if not is_retold if fields != ["title"] else told.heading:
                yield article, other, fields
                break


def _are_versions(one: Telling, other: Telling) -> bool:
    """Whether two articles are one page as it was at two times."""
    return bool(one.captured and other.captured) and one.captured != other.captured


def _front_matter_of_another(scope: ArchiveScope, told: _Told, other: Filed, fields: Sequence[str]) -> Diagnostic:
    filed, article = told
    at = min(scope.at_front(filed, field) for field in fields)
    names = listed([f"`{field}`" for field in fields])
    same = "are the same as those" if len(fields) > 1 else "is the same as that"
    message = f"{names} {same} of article “{other.id}” (`{other.path}`)."
    details = []
    if "title" in fields and article.heading:
        details.append(f"The text begins with a heading, “{short(article.heading)}”.")
    step = f"If {'they were' if len(fields) > 1 else 'it was'} copied along, write what belongs to this article."
    problem = Diagnostic.of("front-matter-of-another", at, message, details=details, step=step)
    return problem if len(fields) > 1 or "title" in fields else problem.with_severity("notice")
