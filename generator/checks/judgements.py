"""Checks judgements against each other and against dates: one passage rated twice, a rating before its article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from generator.checks.scope import Problems, Scope
from generator.checks.wording import KIND_WORDS, kind_and_id
from generator.diagnostics import Diagnostic, capitalized
from generator.model import Annotation, AnnotationFacts, ArticleFacts


def rated_before_publication(scope: Scope) -> Problems:
    """Ratings that are dated before their article."""
    for article in scope.articles:
        published = article.front.date
        for placed in article.annotations:
            reviewed = placed.annotation.reviewed
            if reviewed and reviewed < published[:10] and not _may_be_that_day(reviewed, published):
                message = (
                    f"{capitalized(kind_and_id(placed.annotation))} is dated as reviewed on {reviewed}, before its "
                    f"article was published ({published[:10]})."
                )
                at = scope.at(article, f"{placed.id}/reviewed")
                step = "Correct the date of the review, or that of the article."
                yield Diagnostic.of("reviewed-early", at, message, step=step)


def _may_be_that_day(reviewed: str, published: str) -> bool:
    """Whether a day is the one before a publication with a time, which elsewhere may have been on that day."""
    try:
        return len(published) > len(reviewed) and date.fromisoformat(published[:10]) - date.fromisoformat(
            reviewed
        ) <= timedelta(days=1)
    except ValueError:
        return True  # reading has reported it


def passages_marked_twice(scope: Scope) -> Problems:
    """Claims, or counter-points to the same statement, that mark the same words of the same speaker in one article,
    or are the same statement.

    Those with different statements say different things. With one verdict they may be meant.
    """
    for article in scope.articles:
        if len(article.annotations) < 2:
            continue
        alike: dict[object, list[AnnotationFacts]] = defaultdict(list)
        for placed in article.annotations:
            if (
                (placed.passages or _is_statement(placed.annotation))
                and placed.annotation.kind != "note"
                and not placed.annotation.withdrawn
            ):
                alike[_what_is_said(placed)].append(placed)
        for group in alike.values():
            if len(group) > 1:
                yield _marked_twice(scope, article, [placed.annotation for placed in group])


def _is_statement(one: Annotation) -> bool:
    return bool(one.statement) and not one.quote


def _what_is_said(placed: AnnotationFacts) -> object:
    """Equal for annotations that say the same of the same words."""
    one = placed.annotation
    where = tuple((passage.part, passage.start, passage.end) for passage in placed.passages)
    return one.kind, one.speaker, one.via, one.statement, one.to, one.repeats, where


def _marked_twice(scope: Scope, article: ArticleFacts, group: Sequence[Annotation]) -> Diagnostic:
    group = sorted(group, key=lambda one: scope.at(article, one.id))
    first = group[0]
    other = next((one for one in group if one.verdict != first.verdict), group[1])
    at, line = scope.at(article, other.id), scope.at(article, first.id).line
    both = f"{capitalized(KIND_WORDS[first.kind])}s “{first.id}” (line {line}) and “{other.id}”"
    message = f"{both} mark the same words of the same speaker"
    step = "If they are one, keep one of them; otherwise say in `statement` what each of them claims."
    if not first.quote:
        message = f"{both} are the same statement of the same speaker"
    if first.verdict == other.verdict:
        return Diagnostic.of("passage-repeated", at, f"{message}.", step=step)
    verdicts = " and ".join(f"“{one.verdict}”" if one.verdict else "none" for one in (first, other))
    return Diagnostic.of("verdicts-differ", at, f"{message}, with different verdicts: {verdicts}.", step=step)
