"""Plans the home page: what the archive is, one claim with its answers, the newest articles, what happened lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from heapq import nlargest
from typing import Literal

from generator.model import Archive, ArticleFacts, Body, Claim
from generator.outputs.exhibit import exhibit_of, featured_claim, with_body
from generator.outputs.last_changed import Event, events
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.sums import summed
from generator.outputs.views import HomePage, Recent
from generator.urls import Urls
from generator.values import replace

ARTICLES = 9
"""The most articles shown."""
EVENTS = 8
"""The most events shown: half of them answers, half what the editors did, as far as there are so many of both."""

_Happened = tuple[Event, Claim]


def plan_home(archive: Archive) -> Iterator[Page]:
    if Urls.of(archive.settings).writes("home"):
        yield Page("index.html", "the home page", "home.html", home_of(archive))


def home_of(archive: Archive) -> HomePage:
    """The view of the home page, made once per archive."""
    return archive.once(_view)


def quoted_at_home(archive: Archive) -> tuple[str, ...]:
    """The ids of the articles from whose text and notes the home page quotes: it needs them in `Archive.bodies`."""
    claim = featured_claim(archive) if Urls.of(archive.settings).writes("home") else None
    return (archive.statements[claim.ref].article,) if claim else ()


def _view(archive: Archive) -> HomePage:
    site = site_of(archive)
    here = PageContext("index.html", site, article_names(archive))
    annotated = [article for article in archive.articles if article.statements]
    answered, edited = _latest(archive)
    view = HomePage(
        frame=here.frame(),
        kept=_kept(archive),
        exhibit=exhibit_of(archive, here),
        articles=tuple(summed(archive, one.id, here) for one in (annotated or archive.articles)[:ARTICLES]),
        answered=tuple(_what_happened(archive, one, here) for one in answered),
        edited=tuple(_what_happened(archive, one, here) for one in edited),
        verdicts=tuple(map(here.verdict_of, archive.settings.verdicts)),
        all_articles=here.href(site.urls.index("articles")),
        all_claims=here.href(site.urls.index("claims")),
    )
    for id in quoted_at_home(archive):
        if id in archive.bodies:
            view = with_body_of(view, archive.articles_by_id[id].facts, archive.bodies[id])
    return view


def with_body_of(view: HomePage, facts: ArticleFacts, body: Body) -> HomePage:
    """The home page after an article's text or notes were edited, and nothing that other pages see of its facts: only
    the claim that the page quotes can be in them."""
    if view.exhibit is None or view.exhibit.claim.article.id != facts.id:
        return view
    return replace(view, exhibit=with_body(view.exhibit, facts, body))


def _kept(archive: Archive) -> Literal["published", "retold", "both"]:
    retold = {article.front.retold for article in archive.articles}
    return "both" if len(retold) > 1 else "retold" if True in retold else "published"


def _latest(archive: Archive) -> tuple[list[_Happened], list[_Happened]]:
    """The latest answers, and what the editors did last, each with its claim, of each claim only the latest. They
    stand apart, since the first happened in the world and may be many years older. A rating is shown only where
    nothing was updated or withdrawn."""
    happened: dict[str, list[_Happened]] = {"answered": [], "updated": [], "withdrawn": [], "rated": []}
    for claim in archive.claims:
        last: dict[str, Event] = {}
        for event in events(archive, claim):
            if event.what not in last or event.date > last[event.what].date:
                last[event.what] = event
        for event in last.values():
            happened[event.what].append((event, claim))
    edited = _newest(_one_a_claim([*happened["updated"], *happened["withdrawn"]])) or _newest(happened["rated"])
    answered = _newest(happened["answered"])
    half = EVENTS // 2
    return answered[: max(half, EVENTS - len(edited))], edited[: max(half, EVENTS - len(answered))]


def _newest(happened: Iterable[_Happened]) -> list[_Happened]:
    return nlargest(EVENTS, happened, key=lambda one: one[0].date)


def _one_a_claim(happened: Iterable[_Happened]) -> list[_Happened]:
    latest: dict[str, _Happened] = {}
    for event, claim in happened:
        if claim.ref not in latest or event.date >= latest[claim.ref][0].date:
            latest[claim.ref] = event, claim
    return list(latest.values())


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
