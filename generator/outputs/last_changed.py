"""The last change of an article or a claim, from the dates in the content, never from the clock.

All results are UTC time stamps such as `2015-12-23T00:00:00Z`, for sorting, feeds and the sitemap. A date without a
time is the beginning of that day in the site's time zone, as it is for the articles themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.linking.symbols import instant_of
from generator.model import Archive, Article, Claim, Statement


def article_changed(archive: Archive, article: Article) -> str:
    """The latest of the article's own dates and those of its annotations."""
    zone = archive.settings.timezone
    dates = (article.front.updated, *(_reviewed(archive.statements[ref]) for ref in article.statements))
    return max([article.instant, *(stamp(date, zone) for date in dates)])


def claim_changed(archive: Archive, claim: Claim) -> str:
    """The latest time at which the claim was made, repeated, reviewed or answered."""
    return archive.once(_claims_changed)[claim.ref]


def _claims_changed(archive: Archive) -> dict[str, str]:
    changed = {ref: _statement_changed(archive, statement) for ref, statement in archive.statements.items()}
    return {
        claim.ref: max(changed[ref] for ref in (claim.ref, *claim.appearances, *claim.answers))
        for claim in archive.claims
    }


@dataclass(frozen=True, slots=True)
class Event:
    """An event of a claim. `what` is `answered` (by the reference `answer`), `updated` or `withdrawn` (`text` says how
    or why), or `rated`. `stamp` is its UTC time; for what the editors did it begins with the day that they wrote."""

    stamp: str
    what: str
    answer: str = ""
    text: str = ""


def last_event(archive: Archive, claim: Claim) -> Event | None:
    """The latest event of a claim; None where there is none. Of several with one time stamp, what the editors did wins
    over an answer, which is as old as its article."""
    return max(_events(archive, claim), key=lambda event: event.stamp, default=None)


def _events(archive: Archive, claim: Claim) -> Iterator[Event]:
    written = archive.statements[claim.ref].facts.annotation
    if day := stamp(written.withdrawn_date):
        yield Event(day, "withdrawn", text=written.withdrawn)
    yield from (Event(stamp(date[:16]), "updated", text=text) for date, text in reversed(written.updates))
    if written.reviewed and written.verdict:
        yield Event(stamp(written.reviewed), "rated")
    for ref in claim.answers:
        instant = archive.articles_by_id[archive.statements[ref].article].instant
        yield Event(instant, "answered", answer=ref)


def latest(stamps: Iterable[str]) -> str:
    """The latest of the time stamps; 1970-01-01 where there are none, since a feed needs one."""
    return max(stamps, default="1970-01-01T00:00:00Z")


@lru_cache(maxsize=16_384)
def stamp(date: str, zone: str = "UTC") -> str:
    """The UTC time stamp of a full ISO 8601 date, with or without a time; empty for anything else.

    A date without a zone of its own is one in the time zone `zone`, such as `Europe/Berlin`.
    """
    try:
        dt.datetime.fromisoformat(date)
    except ValueError:
        return ""
    return instant_of(date, zone)


def _statement_changed(archive: Archive, statement: Statement) -> str:
    edited = stamp(_reviewed(statement), archive.settings.timezone)
    return max(archive.articles_by_id[statement.article].instant, edited)


def _reviewed(statement: Statement) -> str:
    """The last day on which the editors reviewed, updated or withdrew a statement; empty where there is no date."""
    written = statement.facts.annotation
    return max([written.reviewed, written.withdrawn_date, *(date for date, _ in written.updates)])
