"""The first page: the latest annotated articles, what was answered or reviewed lately, how to read the marks."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model import Archive, Page
from generator.outputs.changes import claim_changed, was_discussed
from generator.outputs.showing import Here, article_names, site_of
from generator.views import HomePage

ARTICLES = 10
CLAIMS = 8


def plan(archive: Archive) -> Iterator[Page]:
    site = site_of(archive)
    if not site.urls.writes("home"):
        return
    here = Here("index.html", site, article_names(archive))
    annotated = [article for article in archive.articles if article.statements]
    discussed = (claim for claim in archive.claims if was_discussed(archive, claim))
    recent = sorted(discussed, key=lambda claim: claim_changed(archive, claim), reverse=True)[:CLAIMS]
    view = HomePage(
        frame=here.frame(),
        articles=tuple(here.article(article.id) for article in (annotated or archive.articles)[:ARTICLES]),
        recent=tuple(here.statement(archive.statements[claim.ref], len(claim.answers)) for claim in recent),
        verdicts=tuple(map(here.verdict_of, archive.settings.verdicts)),
        article_count=len(archive.articles),
        claim_count=len(archive.claims),
        all_articles=here.href(site.urls.index("articles")),
        all_claims=here.href(site.urls.index("claims")),
    )
    yield Page(here.path, "the home page", "home.html", view)
