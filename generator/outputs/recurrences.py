"""Plans the picture “The same claim, again”: a line for each claim through the articles in which it appears, by date,
and what changes in its wording.

Knows appearances and their words. What a page shows of it depends on the appearances of its claims, and on nothing
else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.model import Claim, Statement
from generator.outputs.answer_times import per_cent
from generator.outputs.page_context import ArticleName, PageContext
from generator.outputs.views import LanguageText, Recurrence, Recurrences, Stop, WordChange
from generator.outputs.wording_changes import Wording, wordings
from generator.values import replace

MOST_ARTICLES = 6
"""The most columns of a picture: as many as fit beside the names of claims."""
MOST_LINES = 8
"""The most lines of a picture."""
LEAST_APPEARANCES = 3
"""The fewest appearances of a claim that has this picture on its own page; two are seen at a glance in the list."""

_Statements = Mapping[str, Statement]


def recurring(refs: Iterable[str], claims: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """The claims that appear in two or more articles, as many as fit into one picture, given the references of claims,
    newest first, and `Archive.claims_by_ref`."""
    chosen: list[Claim] = []
    articles: set[str] = set()
    for ref in refs:
        claim = claims.get(ref)
        if claim is None or len(claim.appearances) < 2:
            continue
        its_own = set(map(_article, claim.appearances))
        if len(its_own) > 1 and (not chosen or len(articles | its_own) <= MOST_ARTICLES):
            chosen.append(claim)
            articles |= its_own
        if len(chosen) == MOST_LINES or len(articles) > MOST_ARTICLES:
            break
    return tuple(chosen)


def recurrences_of_claim(claim: Claim, statements: _Statements, here: PageContext) -> Recurrences | None:
    """The picture of one claim; None if it has fewer than `LEAST_APPEARANCES`, or all in one article."""
    return recurrences([claim], statements, here) if len(claim.appearances) >= LEAST_APPEARANCES else None


def recurrences(claims: Sequence[Claim], statements: _Statements, here: PageContext) -> Recurrences | None:
    """The picture of claims, those that `recurring` chose; None if there is none that appears in two articles.

    A claim has one stop in each article, its first appearance there. Of more than `MOST_ARTICLES` articles, the first,
    that of the claim itself and the latest are shown. Withdrawn claims and appearances are left out.
    """
    paths = [stops for claim in claims if (stops := _stops(claim, statements, here)) and len(stops) > 1]
    if not paths:
        return None
    named = {s.article for stops in paths for s in stops}
    columns = _columns(sorted(named, key=lambda id: _by_date(here.articles[id])), {p[0].root for p in paths})
    lines = tuple(_line(stops, columns, statements, here) for stops in paths)
    return Recurrences(
        articles=tuple(map(here.article, columns)),
        claims=tuple(line for line in lines if line),
        more=len(named) - len(columns),
    )


def _article(ref: str) -> str:
    return ref.partition("#")[0]


def _by_date(name: ArticleName) -> tuple[str, str]:
    return name.date[:10], name.id


def _stops(claim: Claim, statements: _Statements, here: PageContext) -> list[Statement]:
    """The first appearance of a claim in each article; of its own article, the claim itself."""
    root = statements[claim.ref]
    if root.is_withdrawn:
        return []
    kept = (statements[ref] for ref in claim.appearances)
    by_article = {root.article: root}
    for one in kept:
        if not one.is_withdrawn:
            by_article.setdefault(one.article, one)
    return list(by_article.values())


def _columns(ids: Sequence[str], roots: Iterable[str]) -> list[str]:
    """The articles to show, by date: all, or the first, those of the claims themselves, and the latest."""
    if len(ids) <= MOST_ARTICLES:
        return list(ids)
    kept = [*dict.fromkeys((*map(_article, roots), ids[0], *reversed(ids)))][:MOST_ARTICLES]
    return [id for id in ids if id in kept]


def _line(
    stops: Sequence[Statement], columns: Sequence[str], statements: _Statements, here: PageContext
) -> Recurrence | None:
    """The line of a claim through the columns; None if fewer than two of its stops are in them."""
    shown = sorted((s for s in stops if s.article in columns), key=lambda s: columns.index(s.article))
    if len(shown) < 2:
        return None
    root = statements[shown[0].root]
    words = [here.words_of_article(s) for s in shown]
    said = [(text.language or here.site.language, text.words) for text in words]
    own = next((n for n, s in enumerate(shown) if s.ref == root.ref), 0)
    at = [columns.index(s.article) for s in shown]
    first, last = (_place(n, len(columns)) for n in (at[0], at[-1]))
    if here.site.direction == "rtl":
        first, last = 100 - last, 100 - first
    return Recurrence(
        statement=here.statement(root),
        stops=tuple(_made(shown, words, list(wordings(said, own)), own, at, len(columns), here)),
        since=per_cent(first),
        width=per_cent(last - first),
    )


def _made(
    shown: Sequence[Statement],
    words: Sequence[LanguageText],
    compared: Sequence[Wording],
    own: int,
    at: Sequence[int],
    columns: int,
    here: PageContext,
) -> Iterator[Stop]:
    for n, (statement, wording) in enumerate(zip(shown, compared, strict=True)):
        change = next(iter(wording.changes), None)
        x = _place(at[n], columns)
        yield Stop(
            article=here.article(statement.article),
            words=words[n] if words[n].words else here.words(statement),
            column=at[n] + 1,
            x=per_cent(100 - x if here.site.direction == "rtl" else x),
            how=_how(n, own, words, wording),
            change=WordChange(
                change.kinds,
                replace(words[wording.other or 0], words=change.mine),
                replace(words[n], words=change.theirs),
            )
            if change
            else None,
            more=max(0, len(wording.changes) - 1) + wording.more,
        )


def _how(n: int, own: int, words: Sequence[LanguageText], wording: Wording) -> str:
    """How the wording of a stop differs from the one it is compared with: see `Stop.how`."""
    if n == own:
        return "own"
    if not words[n].words:
        return "paraphrased"
    if wording.other is None:
        return "first" if words[n].language == words[own].language else "translated"
    return "otherwise" if wording.otherwise else "changed" if wording.changes else "same"


def _place(column: int, columns: int) -> float:
    """The middle of a column, counted from 0, in per cent of the width of all."""
    return 100 * (2 * column + 1) / (2 * columns)
