"""Checks judgements against each other and against dates: one passage rated twice, a rating or an archived copy before
its article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from generator.checks.calendars import FIRST_YEAR
from generator.checks.scope import Problems, Scope
from generator.checks.wording import KIND_WORDS, kind_and_id
from generator.diagnostics import Diagnostic, capitalized
from generator.model import Annotation, AnnotationFacts, ArticleFacts


def rated_before_publication(scope: Scope) -> Problems:
    """Ratings that are dated before their article: where there are several, the article's date is wrong."""
    for article in scope.articles:
        published = article.front.date
        early = [
            placed.annotation for placed in article.annotations if _is_early(placed.annotation.reviewed, published)
        ]
        if len(early) == 1:
            message = (
                f"{capitalized(kind_and_id(early[0]))} is dated as reviewed on {early[0].reviewed}, before its "
                f"article was published ({published[:10]})."
            )
            at = scope.at(article, f"{early[0].id}/reviewed")
            step = "Correct the date of the review, or that of the article."
            yield Diagnostic.of("reviewed-early", at, message, step=step)
        elif early:
            first = min(one.reviewed for one in early)
            message = (
                f"The article is dated {published[:10]}, but {len(early)} reviews of it are earlier, from {first} on."
            )
            step = "Correct the date of the article, or those of the reviews."
            yield Diagnostic.of("reviewed-early", scope.at_front(article, "date"), message, step=step)


def archived_before_publication(scope: Scope) -> Problems:
    """Articles whose archived copy is dated before their publication."""
    for article in scope.articles:
        archived, published = article.front.archived_date, article.front.date
        if _is_early(archived, published):
            message = f"The archived copy is dated {archived}, before the article was published ({published[:10]})."
            step = "Correct the date of the copy, or that of the article."
            yield Diagnostic.of("archived-early", scope.at_front(article, "archived/date"), message, step=step)


def _is_early(reviewed: str, published: str) -> bool:
    """Whether a review or a copy is dated before the article. What is centuries away is of another calendar, or has
    not come yet: that is reported elsewhere."""
    if not reviewed or reviewed >= published[:10] or _may_be_that_day(reviewed, published):
        return False
    return reviewed >= FIRST_YEAR and int(published[:4]) - int(reviewed[:4]) <= _MOST_YEARS


_MOST_YEARS = 200


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
