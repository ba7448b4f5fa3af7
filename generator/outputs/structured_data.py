"""What pages say of themselves in the vocabulary of https://schema.org: an article, and a claim or its review.

Knows statements and articles by name; a template adds who says a claim according to whom, in the words of the site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from generator.model import Correction, Organization, Statement, Voice
from generator.outputs.annotation_fields import FieldData
from generator.outputs.article_inputs import Dossier, Exchange
from generator.outputs.descriptions import plain_text
from generator.outputs.external_links import outside
from generator.outputs.harmless_json import harmless_json
from generator.outputs.page_context import PageContext

StructuredData = Mapping[str, FieldData]
"""An object of JSON-LD. It has neither empty values nor empty lists."""

_CONTEXT = "https://schema.org"
_BEST, _WORST = 5, 1
_WIKIDATA = "https://www.wikidata.org/wiki/"


def in_script(data: StructuredData, attribution: str = "") -> Markup:
    """The data as the text of a script element. What a template made of `attribution` is behind the text of a claim, in
    brackets."""
    told = Markup(attribution).striptags()
    whole = _attributed(data, told) if told else data
    return Markup(harmless_json(whole))


def _attributed(data: StructuredData, attribution: str) -> StructuredData:
    claim = data.get("itemReviewed", data)
    assert isinstance(claim, Mapping), "only claims are attributed"
    told = {**claim, "text": f"{claim['text']} ({attribution})"}
    return {**data, "claimReviewed": told["text"], "itemReviewed": told} if "itemReviewed" in data else told


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def article_data(dossier: Dossier, here: PageContext) -> StructuredData:
    """A `NewsArticle`; an `Article` where the text is the archive's own retelling."""
    article, front = dossier.article, dossier.article.front
    here = _absolute(here)
    page = here.site.urls.article(article.id).path
    rights = {"license": front.rights} if outside(front.rights) else {"copyrightNotice": front.rights}
    persons = frozenset(article.persons)
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": _type(front.retold),
            "@id": here.to(page, "article"),
            "url": here.to(page),
            "headline": front.title,
            "alternativeHeadline": front.subtitle,
            "datePublished": front.date,
            "dateModified": front.updated,
            "author": [_named("Person" if name in persons else "Organization", name) for name in front.authors],
            "publisher": _named("Organization", article.publisher.name) if article.publisher else {},
            "inLanguage": article.language,
            "articleSection": front.section,
            "keywords": front.tags,
            "isBasedOn": outside(front.url),
            "archivedAt": outside(front.archived),
            "correction": [_correction(one) for one in front.corrections],
            **rights,
        }
    )


def _correction(one: Correction) -> FieldData:
    texts = {"text": one.text, "datePublished": one.date, "url": outside(one.url)}
    return _filled({"@type": "CorrectionComment", **texts})


def _type(retold: bool) -> str:
    return "Article" if retold else "NewsArticle"


# ── claims ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def claim_data(dossier: Dossier, exchange: Exchange, here: PageContext) -> StructuredData:
    """A `ClaimReview` where the site's organization rates a claim of others, else a `Claim`."""
    statement = dossier.statements[exchange.claim.ref]
    here = _absolute(here)
    claim = _claim(dossier, exchange, statement, here)
    organization = here.site.organization
    if organization is None or not _is_review(statement, organization, dossier):
        return {"@context": _CONTEXT, **claim}
    return _filled(
        {
            "@context": _CONTEXT,
            "@type": "ClaimReview",
            "@id": here.to(here.path, "review"),
            "url": here.to(here.path),
            "claimReviewed": _words(statement),
            "itemReviewed": claim,
            "author": {**_named("Organization", organization.name), **_filled({"url": outside(organization.url)})},
            "datePublished": statement.facts.annotation.reviewed,
            "reviewRating": _rating(statement, dossier.notes.get(statement.ref, "")),
            "inLanguage": here.site.language,
        }
    )


def _is_review(statement: Statement, organization: Organization, dossier: Dossier) -> bool:
    """Whether the claim has a rating that can be given as one: of what others say, on a known day, not withdrawn."""
    written, verdict, voice = statement.facts.annotation, statement.verdict, statement.voice
    if verdict is None or verdict.rating is None or not written.reviewed or written.withdrawn or voice is None:
        return False
    is_own = voice.kind == "editors" or (voice.kind == "outlet" and dossier.articles[statement.article].retold)
    return not is_own and organization.name not in {voice.name, *(between.name for between in statement.via)}


def _claim(dossier: Dossier, exchange: Exchange, statement: Statement, here: PageContext) -> StructuredData:
    """The claim: by whom, when, and where it was made first and again. Of one that is reported, `author` is who reports
    it, and `about` whom."""
    made = [dossier.statements[ref] for ref in exchange.claim.appearances]
    standing = [one for one in made if one.ref == statement.ref or not one.is_withdrawn]
    first, *others = sorted(standing, key=lambda one: one.said)
    by, about = (statement.via[0], statement.voice) if statement.via else (statement.voice, None)
    return _filled(
        {
            "@type": "Claim",
            "@id": here.to(here.path, "claim"),
            "text": _words(statement),
            "inLanguage": statement.language,
            "author": _voice(by, here),
            "about": _voice(about, here),
            "datePublished": statement.said,
            "firstAppearance": _work(first, here),
            "appearance": [_work(one, here) for one in others],
        }
    )


def _words(statement: Statement) -> str:
    return " ".join(statement.words.split())


def _rating(statement: Statement, note: str) -> StructuredData:
    verdict = statement.verdict
    assert verdict is not None, "what is reviewed has a verdict"
    value = {"ratingValue": verdict.rating or 0, "bestRating": _BEST, "worstRating": _WORST}
    return _filled({"@type": "Rating", **value, "alternateName": verdict.label, "ratingExplanation": plain_text(note)})


def _work(statement: Statement, here: PageContext) -> StructuredData:
    """The article in which a claim is made: at its original address where its words are there, else at ours."""
    article = here.articles[statement.article]
    ours = here.site.urls.article(article.id).path
    original = "" if article.retold else article.original
    return _filled(
        {
            "@type": _type(article.retold),
            "@id": here.to(ours, "article"),
            "url": original or here.to(ours),
            "archivedAt": here.to(ours) if original else "",
            "headline": article.title,
            "datePublished": article.date,
            "publisher": _named("Organization", article.publisher) if article.publisher else {},
            "isBasedOn": article.original if article.retold else "",
        }
    )


def _voice(voice: Voice | None, here: PageContext) -> StructuredData:
    """Who speaks, of no type where the archive doesn't say what it is; empty for a voice without a name."""
    if voice is None or not voice.name:
        return {}
    is_person = voice.kind == "unnamed" or voice.nature == "person"
    kind = "Person" if is_person else "Organization" if voice.nature or voice.kind in ("outlet", "editors") else ""
    more = {"jobTitle": voice.role if is_person else "", "url": outside(voice.url)}
    same = {"sameAs": [_WIKIDATA + voice.wikidata]} if voice.wikidata else {}
    return _filled({**_named(kind, voice.name), **more, **same})


def _named(kind: str, name: str) -> StructuredData:
    return _filled({"@type": kind, "name": name})


def _absolute(here: PageContext) -> PageContext:
    """The page with absolute addresses, where the site has one."""
    return PageContext(here.path, here.site, here.articles, whole=bool(here.site.url))


def _filled(values: Mapping[str, FieldData | Sequence[FieldData]]) -> StructuredData:
    return {key: value for key, value in values.items() if value}
