"""Checks the dates of an article against each other: what follows its publication is not before it, and its address
names its day. One of two dates that disagree is wrong, often one left of a copied file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from generator.checks.calendars import FIRST_YEAR
from generator.checks.scope import ArchiveScope, LazyLocation, Problems, Scope
from generator.checks.wording import kind_and_id, replacement
from generator.diagnostics import Diagnostic, Location
from generator.model import ArticleFacts, Source
from generator.values import Immutable

_IN_ADDRESS = re.compile(r"/((?:19|20)[0-9]{2})[/-]([0-9]{1,2})[/-]([0-9]{1,2})(?![0-9])")
_ONE_DAY, _ONE_MONTH = timedelta(days=1), timedelta(days=31)
_MOST_SHOWN = 6


class _Odd(Immutable):
    """A date that disagrees with that of its article: where it is, and what a message says of it. `instead` is the date
    that may be meant for the article."""

    at: LazyLocation
    words: str
    is_before: bool = True
    may_be_meant: bool = False
    instead: str = ""


def disagreeing_dates(scope: Scope) -> Problems:
    """Dates that disagree with that of their article, or of their source there: one problem for each."""
    for article in scope.articles:
        if article.front.date >= FIRST_YEAR and (odd := [*_before(scope, article), *_in_address(scope, article)]):
            yield _problem(scope, article, odd)
        for placed in article.annotations:
            for n, cited in enumerate(placed.annotation.sources):
                if isinstance(cited.source, Source) and _is_read_early(cited.source):
                    whose = f"The source of {kind_and_id(placed.annotation)}"
                    yield _read_early(scope.at(article, f"{placed.id}/sources/{n}/accessed"), cited.source, whose)


def disagreeing_dates_of_sources(scope: ArchiveScope) -> Problems:
    """Shared sources that are dated as read before they were published."""
    for id, source in scope.registry.sources.items():
        if _is_read_early(source):
            yield _read_early(scope.at_source(id), source, f"Source “{id}”")


def _before(scope: Scope, article: ArticleFacts) -> Iterator[_Odd]:
    """What can only follow the publication, and is dated before it."""
    front, day = article.front, article.front.date[:10]
    own = {"captured": front.captured, "updated": front.updated}  # `archived-early` reports archived copies
    if front.corrections:
        own |= {f"corrections/{n}/date": one.date for n, one in enumerate(front.corrections)}
    for key, written in own.items():
        if written and _is_earlier(written[:10], day):
            name = key.partition("/")[0]
            yield _Odd(partial(scope.at_front, article, key), f"`{name}` is {written[:10]}")
    for placed in article.annotations:
        one = placed.annotation
        if not one.updates and not one.withdrawn_date:
            continue
        named = {f"updates/{when}": when for when, _ in one.updates} | {"withdrawn": one.withdrawn_date}
        for key, written in named.items():
            if written and _is_earlier(written[:10], day):
                words = f"`{key.partition('/')[0]}` of {kind_and_id(one)} is {written[:10]}"
                yield _Odd(partial(scope.at, article, f"{placed.id}/{key}"), words)


def _is_earlier(written: str, day: str) -> bool:
    """Whether a date is before a day, by more than a difference of time zones. One of another calendar is reported as
    such."""
    if written >= day[: len(written)] or written < FIRST_YEAR:
        return False
    return len(written) < len(day) or _day(day) - _day(written) > _ONE_DAY


def _in_address(scope: Scope, article: ArticleFacts) -> Iterator[_Odd]:
    """The day in the address of the article, if it is neither that of its date nor of its update."""
    found = _IN_ADDRESS.search(article.front.url)
    if not found or article.front.retold or "-".join(found.groups()) == article.front.date[:10]:
        return
    try:
        named = date(*map(int, found.groups()))
    except ValueError:
        return  # numbers of another kind
    apart = abs(named - _day(article.front.date[:10]))
    updated = article.front.updated[:10]
    if apart <= _ONE_DAY or (len(updated) == 10 and abs(named - _day(updated)) <= _ONE_DAY):
        return
    folder = article.id.split("/")[0]
    instead = named.isoformat() if folder == str(named.year) != article.front.date[:4] else ""
    at = partial(scope.at_front, article, "url")
    yield _Odd(at, f"`url` names the day {named.isoformat()}", False, apart <= _ONE_MONTH, instead)


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _problem(scope: Scope, article: ArticleFacts, odd: list[_Odd]) -> Diagnostic:
    day = article.front.date[:10]
    shown = tuple(f"{one.words}." for one in odd[:_MOST_SHOWN])
    if len(odd) > _MOST_SHOWN:
        shown += (f"… and {len(odd) - _MOST_SHOWN} more",)
    at, details = scope.at_front(article, "date"), shown
    message = f"The date of the article is {day}, with which {len(odd)} other dates disagree."
    step = "Correct the date of the article, or the others."
    if len(odd) == 1:
        (one,) = odd
        against = (
            f"before the date of the article ({day})" if one.is_before else f"but the date of the article is {day}"
        )
        message, details, at = f"{one.words}, {against}.", (), one.at()
        step = "Correct the one that is wrong, if one is." if one.may_be_meant else "Correct the one that is wrong."
    instead = next((one.instead for one in odd if one.instead), "")
    paste = None
    if instead:
        at = scope.at_front(article, "date")
        paste = replacement(scope, at, article.front.date, instead)
        step = f"If {instead} is the day of the article, write:" if paste else step
    problem = Diagnostic.of("dates-disagree", at, message, details=details, step=step, paste=paste)
    return problem.with_severity("notice") if all(one.may_be_meant for one in odd) else problem


def _is_read_early(source: Source) -> bool:
    if not source.accessed or not source.date:
        return False
    size = min(len(source.accessed), len(source.date), 10)
    accessed, published = source.accessed[:size], source.date[:size]
    return accessed < published and (size < 10 or _is_earlier(accessed, published))


def _read_early(at: Location, source: Source, whose: str) -> Diagnostic:
    message = f"{whose} was accessed on {source.accessed}, before its date, {source.date}."
    return Diagnostic.of("dates-disagree", at, message, step="Correct the one that is wrong.")
