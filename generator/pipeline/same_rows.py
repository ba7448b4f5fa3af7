"""Finds the statements that lists show as they did before an edit. Knows what rows are made of, and no page.

A row is made of its statement, of the article that this is from, and of the statements around it: those that it
answers, and the appearances of its claim and the answers to these.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model import Archive, Article, Claim, Statement
from generator.outputs.article_inputs import seen_by_others, without_places
from generator.pipeline.kept_archive import WholeArticle
from generator.values import replace


class SameRows:
    """The references whose rows are as they were. `before` has the articles that an edit concerns as they were, by id;
    `archive` is as it is now."""

    def __init__(self, before: Mapping[str, WholeArticle], archive: Archive) -> None:
        self._before, self._archive = before, archive
        self._same = {ref for id, was in before.items() for ref in self._same_in(id, was)}

    def __contains__(self, ref: object) -> bool:
        statement = self._archive.statements.get(str(ref))
        if statement is None or not self._is_same(statement.ref):
            return False
        claim = self._archive.claims_by_ref.get(statement.root)
        if claim != self._former_claim(statement.root):
            return False
        around = (*claim.appearances, *claim.answers) if claim else ()
        return all(map(self._is_same, (*statement.targets, *around)))

    def _same_in(self, id: str, was: WholeArticle) -> Iterator[str]:
        """The statements of an article that are as they were, whatever is around them."""
        article, known = self._archive.articles_by_id.get(id), self._archive.statements
        if article is None or _head(article) != _head(was.article):
            return
        for ref in article.statements:
            former = was.statements.get(ref)
            if former and _shown(former) == _shown(known[ref]):
                yield ref

    def _is_same(self, ref: str) -> bool:
        return ref in self._same or ref.partition("#")[0] not in self._before

    def _former_claim(self, ref: str) -> Claim | None:
        was = self._before.get(ref.partition("#")[0])
        return was.claims.get(ref) if was else self._archive.claims_by_ref.get(ref)


def _head(article: Article) -> object:
    """What others see of an article, besides its single annotations."""
    kinds = [facts.annotation.kind for facts in article.facts.annotations]
    facts = replace(seen_by_others(article.facts), annotations=())
    return facts, kinds, replace(article, facts=facts, statements=(), earlier="", later="")


def _shown(statement: Statement) -> Statement:
    """A statement as lists show it, where it has neither a place nor a number."""
    return replace(statement, facts=replace(without_places(statement.facts), marker=""))
