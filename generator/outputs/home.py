"""Plans the home page: the latest annotated articles, recent events of claims, and a key to the marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.model import Archive, Article, Claim
from generator.outputs.article_inputs import Dossier
from generator.outputs.last_changed import Event, last_event
from generator.outputs.page import Page
from generator.outputs.page_context import PageContext, article_names, site_of
from generator.outputs.score import score
from generator.outputs.views import ArticleLink, HomePage, Recent
from generator.urls import Urls

ARTICLES = 10
"""The most articles shown."""
CLAIMS = 6
"""The most recent events shown, one a claim."""


def plan_home(archive: Archive) -> Iterator[Page]:
    if Urls.of(archive.settings).writes("home"):
        yield Page("index.html", "the home page", "home.html", home_of(archive))


def home_of(archive: Archive) -> HomePage:
    """The view of the home page, made once per archive."""
    return archive.once(_view)


def _view(archive: Archive) -> HomePage:
    site = site_of(archive)
    here = PageContext("index.html", site, article_names(archive))
    annotated = [article for article in archive.articles if article.statements]
    return HomePage(
        frame=here.frame(),
        articles=tuple(_with_score(archive, article, here) for article in (annotated or archive.articles)[:ARTICLES]),
        recent=tuple(_recent(archive, here)),
        verdicts=tuple(map(here.verdict_of, archive.settings.verdicts)),
        article_count=len(archive.articles),
        claim_count=len(archive.claims),
        all_articles=here.href(site.urls.index("articles")),
        all_claims=here.href(site.urls.index("claims")),
    )


def with_score_of(view: HomePage, dossier: Dossier) -> HomePage:
    """The home page with a new score for the dossier's article, whose text was edited. The score is all that the home
    page shows of a text."""
    here = PageContext("index.html", dossier.site, dossier.articles)
    own = [dossier.statements[ref] for ref in dossier.article.statements]
    new_score = score(dossier.article, own, here)
    links = (replace(one, score=new_score) if one.id == dossier.article.id else one for one in view.articles)
    return replace(view, articles=tuple(links))


def _with_score(archive: Archive, article: Article, here: PageContext) -> ArticleLink:
    statements = [archive.statements[ref] for ref in article.statements]
    return replace(here.article(article.id), score=score(article, statements, here))


def _recent(archive: Archive, here: PageContext) -> Iterator[Recent]:
    happened = ((event, claim) for claim in archive.claims if (event := last_event(archive, claim)))
    latest = sorted(happened, key=lambda pair: pair[0].stamp, reverse=True)[:CLAIMS]
    return (_what_happened(archive, claim, event, here) for event, claim in latest)


def _what_happened(archive: Archive, claim: Claim, event: Event, here: PageContext) -> Recent:
    statement = archive.statements[claim.ref]
    answer = archive.statements[event.answer] if event.answer else None
    return Recent(
        statement=here.statement(statement, len(claim.answers)),
        what=event.what,
        date=event.stamp[:10] if answer is None else archive.articles_by_id[answer.article].front.date[:10],
        answer=here.named(answer, answer) if answer else None,
        text=event.text,
    )
