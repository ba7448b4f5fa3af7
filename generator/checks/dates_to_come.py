"""Finds days that have not come yet: a year typed wrongly. Reads no clock: today is an argument.

What depends on the clock must not be kept, so that only `check` and `serve` ask, and no build.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping

from generator.checks.scope import Problems, nearest_known
from generator.diagnostics import Diagnostic, Location, Paste, SourceLine
from generator.model import ArticleFacts, Registry, Source

_YEAR = re.compile(r"[0-9]{4}")
_ONE_DAY = dt.timedelta(days=1)
_LONGEST_LINE = 1_000


def latest_date(facts: ArticleFacts) -> str:
    """The latest date that an article's two files name; empty if there is none."""
    return max((date for _, date in _dates_of(facts)), default="")


def article_dates_to_come(
    facts: ArticleFacts, today: dt.date, locations: Mapping[str, Location], line_of: SourceLine
) -> Problems:
    """Warnings for the days of one article that have not come yet."""
    years = _years(facts.path, facts.front.date, str(today.year))
    for key, date in _dates_of(facts):
        if _is_to_come(date, today):
            at = nearest_known(locations, key, facts.sidecar_path if key.startswith("sidecar/") else facts.path)
            yield _problem(date, at, years, line_of)


def shared_dates_to_come(registry: Registry, today: dt.date, line_of: SourceLine) -> Problems:
    """Warnings for the days of the shared sources that have not come yet."""
    for name, source in registry.sources.items():
        for key, date in _of_source(source, f"sources/{name}"):
            if _is_to_come(date, today):
                at = nearest_known(registry.locations, key, "content/sources.yaml")
                yield _problem(date, at, _years(str(today.year)), line_of)


def _is_to_come(date: str, today: dt.date) -> bool:
    # Elsewhere on Earth it may be tomorrow already. A date may be only a year, or a month.
    return date[:10] > (today + _ONE_DAY).isoformat()[: len(date[:10])]


def _dates_of(facts: ArticleFacts) -> Iterator[tuple[str, str]]:
    """The dates of an article with the keys of their locations. Those of roles may lie ahead."""
    front = facts.front
    named = {"date": front.date, "updated": front.updated, "captured": front.captured}
    named["archived/date"] = front.archived_date
    named |= {f"corrections/{n}/date": one.date for n, one in enumerate(front.corrections)}
    yield from ((key, date) for key, date in named.items() if date)
    for fact in facts.annotations:
        one, lead = fact.annotation, f"sidecar/{fact.id}"
        found = {"said": one.said, "reviewed": one.reviewed, "withdrawn": one.withdrawn_date}
        found |= {f"updates/{date}": date for date, _ in one.updates}
        yield from ((f"{lead}/{key}", date) for key, date in found.items() if date)
        for n, citation in enumerate(one.sources):
            if isinstance(citation.source, Source):
                yield from _of_source(citation.source, f"{lead}/sources/{n}")


def _of_source(source: Source, lead: str) -> Iterator[tuple[str, str]]:
    named = {"date": source.date, "accessed": source.accessed, "archived/date": source.archived_date}
    return ((f"{lead}/{key}", date) for key, date in named.items() if date)


def _years(*texts: str) -> tuple[str, ...]:
    """The years that paths and dates name."""
    return tuple(dict.fromkeys(year for text in texts for year in _YEAR.findall(text)))


def _problem(date: str, at: Location, years: Iterable[str], line_of: SourceLine) -> Diagnostic:
    message = f"“{date}” has not come yet."
    line = line_of(at.path, at.line) or ""
    meant = [year for year in years if is_slip(date[:4], year)]
    if len(meant) != 1 or len(line) > _LONGEST_LINE or line.count(date) != 1:
        return Diagnostic.of("date-to-come", at, message, step="Write the date that is meant.")
    paste = Paste(at.line, at.line, (line.replace(date, meant[0] + date[4:]),))
    step = f"If {meant[0]} is the year that is meant, write:"
    return Diagnostic.of("date-to-come", at, message, step=step, paste=paste)


def is_slip(typed: str, year: str) -> bool:
    """Whether a year differs from another by one digit, or by the order of its digits."""
    differing = sum(a != b for a, b in zip(typed, year, strict=True))
    return differing == 1 or (differing > 1 and sorted(typed) == sorted(year))
