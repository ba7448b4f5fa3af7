"""Plans the home page: what the archive is, one claim with its answers, the newest articles, what happened lately."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from generator.model import Archive, Claim
from generator.outputs.exhibit import BodyOf, exhibit_of
from generator.outputs.last_changed import Event, latest_events
from generator.outputs.members import ANNOTATED_ARTICLES, ARTICLES, HAPPENED, PUBLISHED_TEXTS, RETOLD, Lists, list_of
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.sums import summed
from generator.outputs.views import HomePage, Recent
from generator.urls import Urls

MOST_AT_HOME = 9
"""The most articles shown."""
EVENTS = 8
"""The most events shown: half of them answers, half what the editors did, as far as there are so many of both."""

_Happened = tuple[Event, Claim]


def plan_home(archive: Archive, lists: Lists, body_of: BodyOf) -> Iterator[Page]:
    if Urls.of(archive.settings).writes("home"):
        yield Page("index.html", "the home page", "home.html", home_of(archive, lists, body_of))


def home_of(archive: Archive, lists: Lists, body_of: BodyOf) -> HomePage:
    """The view of the home page. `body_of` gives the text of the article that it quotes."""
    site = site_of(archive)
    here = PageContext("index.html", site, article_names(archive))
    articles = lists.newest(ANNOTATED_ARTICLES, MOST_AT_HOME) or lists.newest(ARTICLES, MOST_AT_HOME)
    answered, edited = _latest(archive, lists)
    return HomePage(
        frame=here.frame(),
        kept=_kept(lists),
        exhibit=exhibit_of(archive, lists, body_of, here),
        articles=tuple(summed(archive, member.ref, here) for member in articles),
        answered=tuple(_what_happened(archive, one, here) for one in answered),
        edited=tuple(_what_happened(archive, one, here) for one in edited),
        verdicts=tuple(map(here.verdict_of, archive.settings.verdicts)),
        all_articles=here.href(site.urls.index("articles")),
        all_claims=here.href(site.urls.index("claims")),
    )


def _kept(lists: Lists) -> Literal["published", "retold", "both"]:
    if not lists.newest(RETOLD, 1):
        return "published"
    return "both" if lists.newest(PUBLISHED_TEXTS, 1) else "retold"


def _latest(archive: Archive, lists: Lists) -> tuple[list[_Happened], list[_Happened]]:
    """The latest answers, and what the editors did last, each with its claim, of each claim only the latest. They
    stand apart, since the first happened in the world and may be many years older. A rating is shown only where
    nothing was updated or withdrawn."""
    answered = _happened("answered", archive, lists)
    edited = _happened("edited", archive, lists) or _happened("rated", archive, lists)
    half = EVENTS // 2
    return answered[: max(half, EVENTS - len(edited))], edited[: max(half, EVENTS - len(answered))]


def _happened(what: str, archive: Archive, lists: Lists) -> list[_Happened]:
    claims = (archive.claims_by_ref[one.ref] for one in lists.latest([list_of(HAPPENED, what)], EVENTS))
    return [(latest_events(archive, claim)[what], claim) for claim in claims]


def _what_happened(archive: Archive, happened: _Happened, here: PageContext) -> Recent:
    event, claim = happened
    answer = archive.statements[event.answer] if event.answer else None
    return Recent(
        statement=here.statement(archive.statements[claim.ref], len(claim.answers)),
        what=event.what,
        date=event.date,
        answer=here.named(answer, answer) if answer else None,
        text=event.text,
    )
