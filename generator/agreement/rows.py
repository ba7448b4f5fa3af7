"""The rows of a compared article in the order of its text: pairs, and what one annotator found alone."""

from __future__ import annotations

from collections.abc import Iterator

from generator.agreement.alignment import start_of
from generator.agreement.compared import ComparedArticle, FieldPair
from generator.model import AnnotationFacts
from generator.values import Immutable


class ComparedRow(Immutable):
    """A pair; or an annotation of one alone: the other is None, `overlap` is 0, and there are no `fields`."""

    first: AnnotationFacts | None
    second: AnnotationFacts | None
    overlap: float = 0.0
    fields: tuple[FieldPair, ...] = ()

    @property
    def either(self) -> AnnotationFacts:
        """The annotation of the first, or else of the second."""
        found = self.first or self.second
        assert found, "a row has an annotation"
        return found

    @property
    def is_pair(self) -> bool:
        return self.first is not None and self.second is not None

    @property
    def is_placed(self) -> bool:
        return bool(self.either.passages)


def rows_of(article: ComparedArticle) -> tuple[ComparedRow, ...]:
    """All annotations of an article; those without a passage come last."""
    placed = sorted(_placed(article), key=lambda row: (start_of(row.either), row.either.id))
    lost = [ComparedRow(one, None) for one in article.unplaced_first]
    return (*placed, *lost, *(ComparedRow(None, one) for one in article.unplaced_second))


def _placed(article: ComparedArticle) -> Iterator[ComparedRow]:
    for pair in article.pairs:
        yield ComparedRow(pair.first, pair.second, pair.overlap, pair.fields)
    yield from (ComparedRow(one, None) for one in article.only_first)
    yield from (ComparedRow(None, one) for one in article.only_second)
