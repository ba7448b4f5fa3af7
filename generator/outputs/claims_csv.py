"""Tables of claims, and of what a speaker says: a row each, with all that its page tells. Knows no pages.

Their form is that of `csv_table`.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import Archive, Statement, Voice
from generator.outputs.csv_table import table
from generator.urls import Urls, absolute

CLAIM_COLUMNS = (
    "claim", "address", "verdict", "verdict_label", "text", "quoted", "language", "speaker", "speaker_id", "role",
    "organization", "via", "mode", "said", "occasion", "article", "title", "publisher", "date", "answers",
    "appearances", "reviewed", "withdrawn", "tags",
)  # fmt: skip
"""The columns of the table of claims. A column `code_<key>` follows for each key of the site's coding scheme."""


def claims_table(archive: Archive, refs: Iterable[str]) -> bytes:
    """The table of the statements with these references: one row each, in their order.

    The answers to a claim, and its appearances, are those of the whole archive; other statements appear once.
    """
    codes = [code.key for code in archive.settings.codes]
    urls = Urls.of(archive.settings)
    statements = (archive.statements[ref] for ref in refs)
    rows = ((*_row(archive, urls, statement), *_codes(statement, codes)) for statement in statements)
    return table([*CLAIM_COLUMNS, *(f"code_{key}" for key in codes)], rows)


def _row(archive: Archive, urls: Urls, statement: Statement) -> tuple[str, ...]:
    claim = archive.claims_by_ref.get(statement.root)
    answers, appearances = (claim.answers, len(claim.appearances)) if claim else (statement.answers, 1)
    article, written = archive.articles_by_id[statement.article], statement.facts.annotation
    address, verdict = urls.statement(statement), statement.verdict
    return (
        *(statement.ref, absolute(archive.settings.url, address.path, address.fragment)),
        *((verdict.key, verdict.label) if verdict else ("", "")),
        *(statement.words, "no" if statement.is_paraphrase else "yes", statement.language),
        *_voice(statement.voice),
        *("; ".join([_name(via) for via in statement.via]), statement.facts.mode),
        *(statement.said, statement.occasion, article.id, article.front.title),
        *(article.publisher.name if article.publisher else "", article.front.date),
        *(str(len(answers)), str(appearances), written.reviewed),
        *(" ".join(filter(None, (written.withdrawn_date, written.withdrawn))), "; ".join(written.tags)),
    )


def _voice(voice: Voice | None) -> tuple[str, str, str, str]:
    return (_name(voice), voice.id, voice.role, voice.organization) if voice else ("", "", "", "")


def _name(voice: Voice) -> str:
    return voice.name or voice.kind


def _codes(statement: Statement, keys: Iterable[str]) -> list[str]:
    given = dict(statement.facts.annotation.codes)
    return ["; ".join(given.get(key, ())) for key in keys]
