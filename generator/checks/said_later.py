"""Finds quotes that are dated later than their article: one of the two dates is wrong."""

from __future__ import annotations

import datetime as dt

from generator.checks.dates_to_come import is_slip
from generator.checks.scope import Problems, Scope
from generator.checks.wording import kind_and_id
from generator.diagnostics import Diagnostic, Paste
from generator.model import Annotation, ArticleFacts

_ONE_DAY = dt.timedelta(days=1)
_MOST_YEARS = 15
"""Years after the article. A later date has most likely not come yet, which is reported as such."""


def said_later(scope: Scope) -> Problems:
    """Quoted annotations that are dated later than their article, by more than a difference of time zones."""
    for article, annotation in scope.annotations():
        last = max(article.front.date[:10], article.front.updated[:10])
        if annotation.said and annotation.quote and _is_later(annotation.said, last):
            yield _problem(scope, article, annotation, last)


def _is_later(said: str, day: str) -> bool:
    if said <= day[: len(said)] or int(said[:4]) - int(day[:4]) > _MOST_YEARS:
        return False
    return len(said) < len(day) or dt.date.fromisoformat(said) - dt.date.fromisoformat(day) > _ONE_DAY


def _problem(scope: Scope, article: ArticleFacts, annotation: Annotation, last: str) -> Diagnostic:
    at = scope.at(article, f"{annotation.id}/said")
    message = f"`said` of {kind_and_id(annotation)} is {annotation.said}, but it is quoted from an article of {last}."
    meant = last[:4] + annotation.said[4:]
    line = scope.line_of(at.path, at.line) or ""
    if _is_later(meant, last) or not is_slip(annotation.said[:4], last[:4]) or line.count(annotation.said) != 1:
        return Diagnostic.of("said-later", at, message, step="Correct the date of `said`, or that of the article.")
    paste = Paste(at.line, at.line, (line.replace(annotation.said, meant),))
    return Diagnostic.of(
        "said-later", at, message, step=f"If {last[:4]} is the year that is meant, write:", paste=paste
    )
