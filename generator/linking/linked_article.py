"""What linking adds to the facts of one article: the part of an archive that can be kept beside these."""

from __future__ import annotations

from generator.linking.limits import with_most_tags
from generator.model import (
    AnnotationFacts,
    Archive,
    Article,
    ArticleFacts,
    CitedSource,
    Claim,
    Direction,
    FrontMatter,
    Statement,
    Verdict,
    Voice,
)
from generator.values import Immutable, replace


class Linked(Immutable):
    """A `Statement` without its facts: what linking adds to an annotation."""

    ref: str
    voice: Voice | None
    via: tuple[Voice, ...]
    said: str
    occasion: str
    language: str
    direction: Direction
    verdict: Verdict | None
    root: str
    targets: tuple[str, ...]
    answers: tuple[str, ...]
    sources: tuple[CitedSource, ...]

    @staticmethod
    def of(s: Statement) -> Linked:
        """The statement without its article and facts."""
        return Linked(
            s.ref, s.voice, s.via, s.said, s.occasion, s.language, s.direction, s.verdict, s.root, s.targets,
            s.answers, s.sources,
        )  # fmt: skip

    def statement(self, article: str, facts: AnnotationFacts) -> Statement:
        """The statement with the article (its id) and facts that `of` left out."""
        return Statement(
            self.ref, article, facts, self.voice, self.via, self.said, self.occasion, self.language, self.direction,
            self.verdict, self.root, self.targets, self.answers, self.sources,
        )  # fmt: skip


class LinkedArticle(Immutable):
    """An article of an archive, its statements, and the claims whose roots are among them, without its facts.

    `facts` are those that linking gave it, where they are not what compiling gave: with present names, and without
    what leads into drafts.
    """

    article: Article
    own: tuple[Linked, ...]
    claims: tuple[Claim, ...]
    facts: ArticleFacts | None = None

    @staticmethod
    def of(archive: Archive, id: str, compiled: ArticleFacts) -> LinkedArticle:
        """The article as `archive` has it; `compiled` are its facts before it was linked."""
        article, known = archive.articles_by_id[id], archive.claims_by_ref
        return LinkedArticle(
            with_blank_facts(article),
            tuple(Linked.of(archive.statements[ref]) for ref in article.statements),
            tuple(known[ref] for ref in article.statements if ref in known),
            None if article.facts == with_most_tags(compiled) else article.facts,
        )

    def whole(self, compiled: ArticleFacts) -> tuple[Article, tuple[Statement, ...]]:
        """The article and its statements, with the facts that compiling gave."""
        facts = self.facts or with_most_tags(compiled)
        placed = zip(self.own, facts.annotations, strict=True)
        statements = tuple(linked.statement(facts.id, of_facts) for linked, of_facts in placed)
        return replace(self.article, facts=facts), statements


def with_blank_facts(article: Article) -> Article:
    """The article with blank facts in place of its own."""
    return replace(article, facts=ArticleFacts(article.id, "", "", FrontMatter("", "")))
