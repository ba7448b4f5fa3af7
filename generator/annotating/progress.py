"""How far an article is annotated: which paragraphs, how many claims, what is left; and articles by what is left."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from generator.model import Annotation, AnnotationFacts
from generator.text import Span

State = Literal["not begun", "begun", "done"]


@dataclass(frozen=True, slots=True)
class ArticleProgress:
    """Counts for one article; what is withdrawn counts nowhere.

    `rated` claims have a verdict, or repeat a claim, whose verdict is theirs. `without_reason` are claims and answers
    with a verdict but no note. `unanswered` are claims that nothing answers, `unsure` annotations with a doubt, and
    `without_place` those whose quote has no place.
    """

    claims: int = 0
    answers: int = 0
    notes: int = 0
    rated: int = 0
    without_reason: int = 0
    unanswered: int = 0
    unsure: int = 0
    without_place: int = 0

    @property
    def unrated(self) -> int:
        return self.claims - self.rated

    @property
    def left(self) -> int:
        """How many things are left to do: to correct, to rate, to give a reason for, to be sure of."""
        return self.without_place + self.unrated + self.without_reason + self.unsure


@dataclass(frozen=True, slots=True)
class ArticleLeft:
    """One article in a list of what is left: its id, its title, whether it is marked as done, its counts."""

    id: str
    title: str
    is_done: bool
    progress: ArticleProgress

    @property
    def state(self) -> State:
        if self.is_done:
            return "done"
        counts = self.progress
        return "begun" if counts.claims + counts.answers + counts.notes else "not begun"


def by_what_is_left(articles: Iterable[ArticleLeft]) -> tuple[ArticleLeft, ...]:
    """Articles in the order in which to go on: those begun, those not begun, those done; of each, most left first.

    A quote without a place counts more than all else: it is an error that readers see.
    """
    order: tuple[State, ...] = ("begun", "not begun", "done")
    return tuple(
        sorted(articles, key=lambda a: (-bool(a.progress.without_place), order.index(a.state), -a.progress.left, a.id))
    )


def progress_of(
    article: str,
    annotations: Iterable[Annotation],
    *,
    lost: Collection[str] = (),
    answered: Collection[str] = (),
) -> ArticleProgress:
    """The counts for the annotations of one article, as its sidecar has them.

    `lost` are the ids of those whose quote has no place; `answered` the ids of those that other articles answer.
    """
    live = [annotation for annotation in annotations if not annotation.withdrawn]
    claims = [annotation for annotation in live if annotation.kind == "claim"]
    heard = {*answered, *(target.removeprefix(f"{article}#") for annotation in live for target in annotation.to)}
    return ArticleProgress(
        claims=len(claims),
        answers=sum(annotation.kind == "counterpoint" for annotation in live),
        notes=sum(annotation.kind == "note" for annotation in live),
        rated=sum(bool(claim.verdict or claim.repeats) for claim in claims),
        without_reason=sum(bool(annotation.verdict and not annotation.note.strip()) for annotation in live),
        unanswered=sum(not claim.repeats and claim.id not in heard for claim in claims),
        unsure=sum(bool(annotation.unsure) for annotation in live),
        without_place=sum(annotation.id in lost for annotation in live),
    )


def lost_in(annotations: Iterable[AnnotationFacts]) -> frozenset[str]:
    """The ids of the annotations whose quote has no place."""
    return frozenset(fact.id for fact in annotations if not fact.placed)


def touched_paragraphs(paragraphs: Sequence[Span], annotations: Iterable[AnnotationFacts]) -> tuple[int, ...]:
    """For each paragraph of the body, how many annotations touch it with a passage; what is withdrawn touches none."""
    starts, ends = [start for start, _ in paragraphs], [end for _, end in paragraphs]
    counts = [0] * len(paragraphs)
    for fact in annotations:
        spans = [(p.start, p.end) for p in fact.passages if p.part == "body" and not fact.annotation.withdrawn]
        for n in {n for start, end in spans for n in range(bisect_right(ends, start), bisect_left(starts, end))}:
            counts[n] += 1
    return tuple(counts)
