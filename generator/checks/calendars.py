"""Finds dates that seem to be of another calendar than the Gregorian: `1403-02-25` in an article of 2024.

It names the calendar and offers no date: in Iran's, and more so in the Islamic one, a day may be off by one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from generator.checks.scope import LazyLocation, Problems, Scope
from generator.diagnostics import Diagnostic
from generator.model import ArticleFacts

FIRST_YEAR = "1600"
"""The year from which on there are newspapers."""
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_MOST_NAMED = 3


def other_calendars(scope: Scope) -> Problems:
    """Articles with dates from before there were newspapers: one problem for each, at the first of them. What is quoted
    may have been said before, so that such a date is one of another calendar only where that gives a likely year."""
    for article in scope.articles:
        early = [one for one in _dates(scope, article) if one[1] < FIRST_YEAR]
        if not early:
            continue
        years = {int(year) for year in _YEAR.findall(_with_years(article))}
        found = [one for one in early if one[0] != "said" or _calendar(int(one[1][:4]), years)]
        if not found:
            continue
        (_, date, place), *others = found
        calendar = _calendar(int(date[:4]), years)
        places = [f"also “{other}” in {where()}" for _, other, where in others[:_MOST_NAMED]]
        more = [f"and {len(others) - _MOST_NAMED} more"] if len(others) > _MOST_NAMED else []
        yield Diagnostic.of(
            "date-calendar",
            place(),
            f"“{date}” seems to be a date of {calendar}."
            if calendar
            else f"“{date}” is from before there were newspapers, so it may be of another calendar.",
            details=[*places, *more],
            step="Write the day in the Gregorian calendar, as in `2015-12-23`.",
        )


def _dates(scope: Scope, article: ArticleFacts) -> Iterator[tuple[str, str, LazyLocation]]:
    """The keys of an article's dates with their values and places, in the order of the files."""
    front = article.front
    for key, date in (("date", front.date), ("updated", front.updated), ("captured", front.captured)):
        if date:
            yield key, date[:10], partial(scope.at_front, article, key)
    for placed in article.annotations:
        one = placed.annotation
        for key, date in (("said", one.said), ("reviewed", one.reviewed)):
            if date:
                yield key, date[:10], partial(scope.at, article, f"{placed.id}/{key}")


def _with_years(article: ArticleFacts) -> str:
    """What may name the year of an article: its path, its address, its dates."""
    front = article.front
    reviewed = (placed.annotation.reviewed for placed in article.annotations)
    return " ".join((article.path, front.url, front.date, front.updated, front.captured, *reviewed))


def _calendar(year: int, years: set[int]) -> str:
    """The calendar in which `year` is one of `years`, as a message names it; empty where there is none."""
    if {year + 621, year + 622} & years:
        return f"the Iranian calendar, whose year {year} began in March {year + 621}"
    islamic = year * 32 // 33 + 622
    if {islamic - 1, islamic, islamic + 1} & years:
        return f"the Islamic calendar, whose year {year} is about {islamic}"
    return ""
