"""What of an article can be found: a record of it, one of each claim that it is the first to make, and one of each
counter-point. Knows statements and their texts; knows nothing of files.

It reads the dossier of the article and nothing else, like the pages of the article: so nothing can be found that isn't
shown, and the records are known by what the pages are known by.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from generator.i18n.catalog import Catalog
from generator.linking.symbols import day_in
from generator.model import Publisher, Statement, Voice
from generator.outputs.article_inputs import Dossier
from generator.outputs.descriptions import brief, plain_text, without_markup
from generator.outputs.page_context import Site
from generator.search.records import Choices, SearchedArticle, SearchRecord, ShownRecord
from generator.search.words import weighed
from generator.urls import Address, relative, slug

UNRATED = "unrated"
"""The value of the facet `verdict` of a claim without one."""
_Part = tuple[int, str]
"""A text and the weight of its words, from 3 for what something is called to 0 for the text of an article."""
_Choices = dict[str, list[tuple[str, str]]]
"""The values of facets with their labels, as `Choices` has them."""


def searched_article(dossier: Dossier) -> SearchedArticle:
    """The records of an article, first its own, then those of its statements in the order of its notes."""
    article = dossier.article
    day = day_in(dossier.site.timezone, article.front.date)
    publisher = article.publisher
    shared = {"publisher": [_publisher(publisher)] if publisher else [], "year": [(day[:4], day[:4])]}
    records = (_article(dossier, shared), *_claims_and_counterpoints(dossier, shared))
    return SearchedArticle(article.id, day, article.instant, records)


def _article(dossier: Dossier, shared: _Choices) -> SearchRecord:
    """`shared` are the facets that all records of the article have; likewise below."""
    article, site = dossier.article, dossier.site
    front, publisher = article.front, article.publisher
    text = dossier.body.text or plain_text(dossier.body.html)
    parts = [
        (3, front.title),
        (3, front.subtitle),
        (3, dossier.articles[article.id].headline),
        *((1, text) for text in (front.summary, *front.tags, *front.authors, publisher.name if publisher else "")),
        (1, plain_text(dossier.body.caption)),
        *_notes(dossier),
        (0, text),
    ]
    choices = {
        "kind": [("article", "")],
        **shared,
        "language": [_language(site, article.language)],
        "tag": _tags(site, front.tags),
    }
    shown = ShownRecord(
        address=_address(site.urls.article(article.id)),
        words=front.title,
        kind="article",
        byline=publisher.name if publisher else "",
        date=_catalog(site.language).date(front.date),
        verdict="",
        excerpt=brief(front.summary or text[:1_000]),
        language=article.language,
        look="title",
    )
    return SearchRecord(weighed(parts), _in_order(choices), shown)


def _notes(dossier: Dossier) -> Iterator[_Part]:
    """The texts of an article's notes, which have no record of their own."""
    for ref in dossier.article.statements:
        statement = dossier.statements[ref]
        if statement.kind == "note":
            yield from _remarks(statement, _note(dossier, statement))
            yield 1, statement.facts.annotation.statement


def _claims_and_counterpoints(dossier: Dossier, shared: _Choices) -> Iterator[SearchRecord]:
    claims = {exchange.claim.ref: exchange.claim for exchange in dossier.exchanges}
    for ref in dossier.article.statements:
        statement = dossier.statements[ref]
        if claim := claims.get(ref):
            appearances = [statement, *(dossier.statements[other] for other in claim.appearances if other != ref)]
            yield _statement(dossier, shared, appearances, is_answered=bool(claim.answers))
        elif statement.kind == "counterpoint":
            yield _statement(dossier, shared, [statement], is_answered=bool(statement.answers))


def _statement(dossier: Dossier, shared: _Choices, appearances: list[Statement], *, is_answered: bool) -> SearchRecord:
    """The record of a counter-point, or of a claim, which is found by the words of all its appearances."""
    site, statement = dossier.site, appearances[0]
    annotation, verdict, voice = statement.facts.annotation, statement.verdict, statement.voice
    notes = [_note(dossier, one) for one in appearances]
    words, kind = statement.words, statement.kind
    rating = (verdict.key if verdict else UNRATED) if kind == "claim" else ""
    choices: _Choices = {
        "kind": [(kind, "")],
        "verdict": [(rating, "")] if rating else [],
        "answers": [("answered" if is_answered else "open", "")],
        "speaker": [_speaker(voice)] if voice and voice.name else [],
        **shared,
        "language": [_language(site, annotation.language or dossier.article.language)],
        "tag": _tags(site, (tag for one in appearances for tag in one.facts.annotation.tags)),
        **{f"code_{key}": [(line, line) for line in map(_on_one_line, values)] for key, values in annotation.codes},
        "state": [("withdrawn", "")] if annotation.withdrawn else [],
    }
    shown = ShownRecord(
        address=_address(site.urls.statement(statement)),
        words=words,
        kind=kind,
        byline=voice.name if voice else "",
        date=_catalog(site.language).date(dossier.article.front.date),
        verdict=rating,
        excerpt=brief(notes[0]),
        language=statement.language,
        look=_look(statement, words),
        state="withdrawn" if annotation.withdrawn else "",
    )
    parts = chain.from_iterable(map(_texts, appearances, notes))
    return SearchRecord(weighed(parts), _in_order(choices), shown)


def _look(statement: Statement, words: str) -> str:
    if statement.is_paraphrase:
        return "paraphrase"
    return "record nested" if any(mark in words for mark in '“"«„') else "record"


def _note(dossier: Dossier, statement: Statement) -> str:
    return without_markup(dossier.notes.get(statement.ref, ""))


def _texts(statement: Statement, note: str) -> Iterator[_Part]:
    yield 3, statement.facts.words
    yield 3, statement.facts.annotation.statement
    for voice in (*filter(None, [statement.voice]), *statement.via):
        yield from ((2, name) for name in (voice.name, voice.short, *voice.also))
    yield from _remarks(statement, note)


def _remarks(statement: Statement, note: str) -> Iterator[_Part]:
    annotation = statement.facts.annotation
    yield 1, note
    yield 1, annotation.unsure
    yield from ((1, tag) for tag in annotation.tags)
    yield from ((1, cited.source.title) for cited in statement.sources)


# ── facets ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _in_order(choices: _Choices) -> Choices:
    """The facets that have a value, each value once."""
    return tuple([(facet, tuple(dict.fromkeys(values))) for facet, values in choices.items() if values])


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _publisher(publisher: Publisher) -> tuple[str, str]:
    return publisher.speaker or publisher.slug, publisher.name


def _speaker(voice: Voice) -> tuple[str, str]:
    """A voice that is no speaker is known by its name, behind a sign that no id has."""
    return voice.id or f"~{slug(voice.name)}", voice.name


def _language(site: Site, language: str) -> tuple[str, str]:
    return language, _language_name(site.language, language)


@lru_cache(maxsize=256)
def _language_name(of_interface: str, language: str) -> str:
    return _catalog(of_interface).language_name(language)


def _tags(site: Site, tags: Iterable[str]) -> list[tuple[str, str]]:
    """Tags by slug, with their present spelling."""
    present = dict(site.urls.former_tags)
    spelled = (present.get(slug(tag), tag) for tag in tags)
    return [(slug(tag), tag) for tag in spelled]


def _address(address: Address) -> str:
    """An address as a link from the root of the site."""
    return relative("", address.path, address.fragment)


@lru_cache(maxsize=4)
def _catalog(language: str) -> Catalog:
    return Catalog(language)
