"""Two kinds of times of articles and claims, both from the dates in the content, never from the clock.

Feeds and the sitemap ask when the archive changed (`article_changed`, `claim_changed`): an answer counts from the date
of its article, the nearest known to the day on which it was entered. These times are UTC time stamps such as
`2015-12-23T00:00:00Z`; a date without a time is the beginning of that day in the site's time zone, as it is for the
articles themselves. The home page shows what happened (`events`): an answer has the date on which its speaker gave it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache

from generator.linking.symbols import instant_of
from generator.model import Archive, Article, Claim, Statement
from generator.values import Immutable


def article_changed(archive: Archive, article: Article) -> str:
    """The latest of the article's own dates and those of its annotations."""
    zone = archive.settings.timezone
    dates = (article.front.updated, *(_reviewed(archive.statements[ref]) for ref in article.statements))
    return max([article.instant, *(stamp(date, zone) for date in dates)])


def claim_changed(archive: Archive, claim: Claim) -> str:
    """The latest time at which an article came out that makes, repeats or answers the claim, or at which the editors
    reviewed, updated or withdrew one of these."""
    refs = dict.fromkeys((claim.ref, *claim.appearances, *claim.answers))
    return max(_statement_changed(archive, archive.statements[ref]) for ref in refs)


class Event(Immutable):
    """An event of a claim. `what` is `answered` (by the reference `answer`), `updated` or `withdrawn` (`text` says how
    or why), or `rated`. `date` is the day on which it happened, as it is known: `2006`, `2006-06`, `2006-06-11`."""

    date: str
    what: str
    answer: str = ""
    text: str = ""


def events(archive: Archive, claim: Claim) -> Iterator[Event]:
    """The events of a claim, each with its own date, in no order: an answer has the date on which its speaker gave it,
    not that of the article that reports it; what the editors did has the day that they wrote. An event without a date
    is left out, and so are answers that are withdrawn, and answers to a withdrawn claim."""
    statement = archive.statements[claim.ref]
    written = statement.facts.annotation
    if written.withdrawn_date:
        yield Event(written.withdrawn_date[:10], "withdrawn", text=written.withdrawn)
    yield from (Event(date[:10], "updated", text=text) for date, text in reversed(written.updates))
    if written.reviewed and statement.verdict:
        yield Event(written.reviewed[:10], "rated")
    if written.withdrawn:
        return
    for ref in claim.answers:
        answer = archive.statements[ref]
        if not answer.is_withdrawn:
            yield Event(answer.said[:10], "answered", answer=ref)


def latest_events(archive: Archive, claim: Claim) -> dict[str, Event]:
    """The latest event of a claim of each kind: `answered`, `edited` (updated or withdrawn), `rated`."""
    latest: dict[str, Event] = {}
    for event in events(archive, claim):
        kind = "edited" if event.what in ("updated", "withdrawn") else event.what
        if kind not in latest or _happened(event) > _happened(latest[kind]):
            latest[kind] = event
    return latest


def _happened(event: Event) -> tuple[str, bool]:
    """What a later event has more of: of the same day, what is withdrawn is so in the end."""
    return event.date, event.what == "withdrawn"


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
