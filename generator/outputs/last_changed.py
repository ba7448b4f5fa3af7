"""When something last happened to an article or a claim, told from the content alone and never from the clock.

All results are UTC time stamps, `2015-12-23T00:00:00Z`: to order by, and for feeds and the sitemap.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.model import Archive, Article, Claim, Statement


def article_changed(archive: Archive, article: Article) -> str:
    """The latest of its own dates and of those of its annotations."""
    edited = stamp(article.front.updated)
    return max([article.instant, edited, *(stamp(_reviewed(archive.statements[ref])) for ref in article.statements)])


def claim_changed(archive: Archive, claim: Claim) -> str:
    """The latest of the days on which it was made, made again, reviewed or answered."""
    return archive.once(_claims_changed)[claim.ref]


def _claims_changed(archive: Archive) -> dict[str, str]:
    changed = {ref: _statement_changed(archive, statement) for ref, statement in archive.statements.items()}
    return {
        claim.ref: max(changed[ref] for ref in (claim.ref, *claim.appearances, *claim.answers))
        for claim in archive.claims
    }


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a claim: it was `answered` (by the reference `answer`), `updated` (as `text` says),
    `withdrawn` or `rated`. `stamp` is when, as a UTC time stamp."""

    stamp: str
    what: str
    answer: str = ""
    text: str = ""


def last_event(archive: Archive, claim: Claim) -> Event | None:
    """What happened to a claim last, since it was made; None where nothing did, or nothing is dated. Of several on
    one day what the editors did counts as later: an article's answers come with it."""
    return max(_events(archive, claim), key=lambda event: event.stamp, default=None)


def _events(archive: Archive, claim: Claim) -> Iterator[Event]:
    written = archive.statements[claim.ref].facts.annotation
    if day := stamp(written.withdrawn_date):
        yield Event(day, "withdrawn", text=written.withdrawn)
    yield from (Event(stamp(date), "updated", text=text) for date, text in written.updates)
    if written.reviewed and written.verdict:
        yield Event(stamp(written.reviewed), "rated")
    for ref in claim.answers:
        instant = archive.articles_by_id[archive.statements[ref].article].instant
        yield Event(instant, "answered", answer=ref)


def latest(stamps: Iterable[str]) -> str:
    """The last of some time stamps; the beginning of time, as feeds need one, where there is none."""
    return max(stamps, default="1970-01-01T00:00:00Z")


@lru_cache(maxsize=16_384)
def stamp(date: str) -> str:
    """A full date, with or without a time, as a UTC time stamp; empty for anything else."""
    try:
        moment = dt.datetime.fromisoformat(date)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=dt.UTC)
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _statement_changed(archive: Archive, statement: Statement) -> str:
    return max(archive.articles_by_id[statement.article].instant, stamp(_reviewed(statement)))


def _reviewed(statement: Statement) -> str:
    """The last day on which the editors said something of a statement; empty where nothing is dated."""
    written = statement.facts.annotation
    return max([written.reviewed, written.withdrawn_date, *(date for date, _ in written.updates)])
