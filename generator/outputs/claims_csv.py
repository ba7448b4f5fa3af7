"""Tables of claims, and of what a speaker says: a row each, with all that its page tells. Knows no pages.

Their form is that of `csv_table`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.model import Archive, Article, Claim, Statement, Voice
from generator.outputs.csv_table import table_of_lines
from generator.outputs.table_values import CellValue, Counted, csv_line
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
    settings = archive.settings
    codes, urls = [code.key for code in settings.codes], Urls.of(settings)
    statements, claims, articles = archive.statements, archive.claims_by_ref, archive.articles_by_id

    def line(ref: str) -> bytes:
        one = statements[ref]
        values = _values(one, claims.get(one.root), articles[one.article], settings.url, urls)
        return csv_line((*values, *code_values(one, codes).values()) if codes else values)

    return table_of_lines(columns_with_codes(CLAIM_COLUMNS, codes), map(line, refs))


def columns_with_codes(columns: Iterable[str], codes: Iterable[str]) -> list[str]:
    """The columns, then one for each key of the coding scheme."""
    return [*columns, *(f"code_{key}" for key in codes)]


def claim_values(
    statement: Statement, claim: Claim | None, article: Article, site_url: str, urls: Urls, codes: Sequence[str]
) -> dict[str, CellValue]:
    """What the columns say of a statement in an article, by column. The answers and appearances are those of `claim`,
    if there is one, else of the statement alone. `codes` are the keys of the coding scheme."""
    values = _values(statement, claim, article, site_url, urls)
    return {**dict(zip(CLAIM_COLUMNS, values, strict=True)), **code_values(statement, codes)}


def _values(
    statement: Statement, claim: Claim | None, article: Article, site_url: str, urls: Urls
) -> tuple[CellValue, ...]:
    """What all columns but those of codes say, in their order."""
    answers, appearances = (claim.answers, claim.appearances) if claim else (statement.answers, (statement.ref,))
    address, verdict, written = urls.statement(statement), statement.verdict, statement.facts.annotation
    return (
        *(statement.ref, absolute(site_url, address.path, address.fragment)),
        *((verdict.key, verdict.label) if verdict else ("", "")),
        *(statement.words, not statement.is_paraphrase, statement.language),
        *_voice(statement.voice),
        *([_name(via) for via in statement.via], statement.facts.mode),
        *(statement.said, statement.occasion, article.id, article.front.title),
        *(article.publisher.name if article.publisher else "", article.front.date),
        *(Counted(answers), Counted(appearances), written.reviewed),
        *(" ".join(filter(None, (written.withdrawn_date, written.withdrawn))), list(written.tags)),
    )


def code_values(statement: Statement, keys: Iterable[str]) -> dict[str, CellValue]:
    """The values that a statement has of each key of the coding scheme, by column."""
    given = dict(statement.facts.annotation.codes)
    return {f"code_{key}": list(given.get(key, ())) for key in keys}


def _voice(voice: Voice | None) -> tuple[str, str, str, str]:
    return (_name(voice), voice.id, voice.role, voice.organization) if voice else ("", "", "", "")


def _name(voice: Voice) -> str:
    return voice.name or voice.kind
