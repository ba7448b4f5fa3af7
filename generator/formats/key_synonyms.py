"""Words that writers use for the keys of the formats: from other programs, other kinds of entry, other languages."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache

_KEYS: Mapping[str, str] = {
    # of all files
    "title": "headline, heading, name, titre, titel, título, titulo, titolo, site-title, sitename, заголовок, عنوان",
    "name": "title, label, full-name, fullname, nom, nombre, имя, اسم, نام",
    "url": "link, links, address, href, website, web, webpage, homepage, uri, permalink, original, original-url, "
    "canonical, "
    "base-url, baseurl, domain, lien, enlace, adresse, ссылка, رابط",
    "language": "lang, locale, langue, sprache, idioma, язык, لغة, زبان",
    "summary": "description, abstract, excerpt, teaser, résumé, zusammenfassung, resumen",
    "description": "bio, biography, about, summary, tagline",
    "date": "published, pubdate, pub-date, publish-date, published-at, date-published, publication-date, day, on, "
    "datum, "
    "fecha, дата, تاريخ, تاریخ",
    "updated": "modified, lastmod, last-modified, last-updated, updated-at, changed, edited",
    "publisher": "outlet, newspaper, medium, media, source, site, publication, éditeur, herausgeber, издание",
    "authors": "author, by, byline, writer, writers, creator, creators, reporter, journalist, auteur, auteurs, "
    "autor, autoren, "
    "autores, автор, المؤلف",
    "section": "category, categories, department, rubric, rubrique, rubrik, sección",
    "tags": "keyword, keywords, topic, topics, subject, subjects, labels, mots-clés, schlagwörter, etiquetas, теги",
    "archived": "archive, archive-url, archived-url, wayback, snapshot, archive-link",
    "captured": "accessed, retrieved, copied, saved, scraped, access-date",
    "accessed": "captured, retrieved, consulted, access-date, visited",
    "rights": "copyright, license, licence, terms",
    "image": "photo, picture, img, thumbnail, cover, photograph, bild, imagen",
    "subtitle": "subheadline, subhead, subheading, standfirst, deck, dek, strapline, sous-titre, untertitel",
    "aliases": "redirects, redirect-from, former, former-ids, old-ids, alias, previously",
    "draft": "unpublished, hidden",
    "annotated": "complete, completed, coded, annotation-complete",
    # of annotations
    "quote": "quotation, quotes, quotations, passage, passages, excerpt, exact, citation, cite, quoted, cita, "
    "zitat, цитата, "
    "اقتباس, الاقتباس, نقل-قول, عبارت, متن",
    "statement": "paraphrase, paraphrased, says, claim, assertion",
    "speaker": "by, author, authors, who, voice, person, said-by, speakers, source-of-claim, attributed-to, "
    "attribution, "
    "locuteur, orateur, sprecher, orador, hablante, говорящий, спикер, المتحدث, گوینده",
    "said": "date, when, day, said-on, said-at, spoken, on, gesagt, gesagt-am, dit, dit-le, dicho, detto, сказано, "
    "قيل, تاریخ, تاريخ, datum, fecha, дата",
    "verdict": "rating, rated, rate, ruling, judgement, judgment, conclusion, assessment, verdicts, truth, "
    "status, verdikt, "
    "urteil, veredicto, вердикт, الحكم, حکم",
    "note": "comment, comments, remark, remarks, reason, reasoning, explanation, why, because, notes, annotation, "
    "commentaire, kommentar, anmerkung, bemerkung, remarque, comentario, nota, примечание, комментарий, ملاحظة, "
    "یادداشت, توضیح",
    "notes": "comments, remarks, note, annotations, remarques, anmerkungen, notizen, notas, примечания, заметки, "
    "ملاحظات, یادداشت-ها, یادداشتها",
    "unsure": "doubt, doubts, uncertain, todo, doubtful",
    "reviewed": "checked, checked-on, review-date, rated-on, reviewed-on, date-reviewed, verified, geprüft, "
    "überprüft, examiné, vérifié, révisé, revisado, проверено, رجعت, روجع, بررسی, بررسی-شده",
    "withdrawn": "retracted, withdraw, removed, deleted",
    "sources": "source, evidence, reference, references, ref, refs, link, links, url, urls, proof, cites, citations, "
    "quelle, quellen, fuente, fuentes, preuves, источник, источники, المصادر, منابع",
    "counterpoints": "counterpoint, counter-point, counter-points, answer, answers, reply, replies, response, "
    "responses, "
    "rebuttal, rebuttals, counterclaims, counter, contrepoints, contre-points, réponses, gegenpunkte, "
    "gegenargumente, antworten, contrapuntos, respuestas, contrappunti, ответы, возражения, контраргументы, "
    "الردود, پاسخ-ها, پاسخها",
    "claims": "claim, statements, assertions, quotes, réclamations, affirmations, allégations, behauptungen, "
    "aussagen, afirmaciones, alegaciones, reclamaciones, affermazioni, утверждения, заявления, претензии, "
    "الادعاءات, ادعاءات, المزاعم, ادعاها, ادعا-ها",
    "relation": "type, kind, relationship, relates, stance, how",
    "to": "answers, target, replies-to, in-reply-to, reply-to, responds-to, answering, rebuts, of",
    "repeats": "repeat, same-as, duplicate-of, copy-of, repetition-of",
    "via": "through, reported-by, according-to, quoted-by",
    "codes": "code, coding, categories, variables",
    # of quotes
    "exact": "quote, text, words",
    "prefix": "before",
    "suffix": "after",
    "times": "count, occurrences, number",
    "in": "part, where, place, dans, en, в, في, در",
    "from": "start, begin, begins, since",
    "to ": "end, ends, until",
    # of speakers and sources
    "kind": "type, category, sort",
    "role": "title, job, job-title, position, function, occupation, profession, rolle, rôle, cargo, должность",
    "organization": "org, organisation, employer, affiliation, company, party, institution",
    "also": "aka, alias, alternative, alternatives, also-known-as, other-names, spellings",
    "names": "translations, name-in",
    "short": "short-name, shortname, abbreviation, nickname",
    "speakers": "people, persons, voices, actors",
    # of site.yaml
    "timezone": "tz, time-zone, zone",
    "repository": "repo, git, github",
    "navigation": "nav, menu",
    "definition": "description, meaning",
    "values": "allowed, options, choices, categories",
    "several": "multiple, many, multi",
    "required": "mandatory, obligatory, needed",
    "example": "examples, instance",
    "mark": "sign, symbol, icon",
    "tone": "color, colour",
    "label": "name, title",
    "text": "correction, note, what, body, description, content",
    "alt": "alt-text, alternative, description",
    "caption": "legend, text, title",
    "src": "file, path, url, source, filename",
    "credit": "photographer, copyright, by, photo-by",
    "excerpt": "quote, passage",
}
"""Words that mean a key, separated by commas. The same may mean several keys: an entry knows one of them."""


def keys_meant(word: str, known: Collection[str]) -> tuple[str, ...]:
    """The keys, of those that an entry knows, for which `word` is another name."""
    return tuple(key for key in _by_word().get(_folded(word), ()) if key in known)


def is_another_name(word: str) -> bool:
    """Whether `word` is another name of some key, and so no misspelling of one that its letters are near to."""
    return _folded(word) in _by_word()


@cache
def _by_word() -> dict[str, tuple[str, ...]]:
    by_word: dict[str, tuple[str, ...]] = {}
    for key, words in _KEYS.items():
        for word in words.split(", "):
            by_word[_folded(word)] = (*by_word.get(_folded(word), ()), key.strip())
    return by_word


def _folded(word: str) -> str:
    return word.casefold().strip().replace("_", "-").replace(" ", "-").replace("\u200c", "-")
