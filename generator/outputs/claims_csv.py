"""CSV tables (RFC 4180, UTF-8) for spreadsheets and programs, and the table of claims. Knows no pages.

Two things serve spreadsheets. The file begins with a byte order mark, without which they assume another encoding. And a
cell that they would take for a formula gets an apostrophe in front: content comes by pull request, and a formula can
send the contents of other cells elsewhere (https://owasp.org/www-community/attacks/CSV_Injection). A program that
reads the file has to remove that apostrophe.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Sequence

from generator.model import Archive, Claim, Statement, Voice
from generator.urls import Urls, absolute

CLAIM_COLUMNS = (
    "claim", "address", "verdict", "verdict_label", "text", "quoted", "language", "speaker", "speaker_id", "role",
    "organization", "via", "mode", "said", "occasion", "article", "title", "publisher", "date", "answers",
    "appearances", "reviewed", "withdrawn", "tags",
)  # fmt: skip
"""The columns of the table of claims. A column `code_<key>` follows for each key of the site's coding scheme."""

# Full-width forms count as well, and so do invisible characters before the sign.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n]")


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A CSV file with a header row. A lone surrogate in a cell, which UTF-8 cannot encode, becomes `?`."""
    writer = csv.writer(_Echo())
    lines = [writer.writerow(map(harmless, row)) for row in (columns, *rows)]
    return codecs.BOM_UTF8 + "".join(lines).encode(errors="replace")


class _Echo:
    """A file for `csv.writer` whose `writerow` returns each line: `writerow` passes on what `write` returns."""

    def write(self, line: str) -> str:
        return line


def harmless(cell: str) -> str:
    """The cell, with an apostrophe in front if a spreadsheet would take it for a formula. Signed numbers stay as they
    are."""
    return f"'{cell}" if _FORMULA.match(cell) and not _is_number(cell) else cell


def claims_table(archive: Archive, claims: Iterable[Claim]) -> bytes:
    """The table of the given claims: one row each, in their order."""
    codes = [code.key for code in archive.settings.codes]
    urls = Urls.of(archive.settings)
    rows = ((*_row(archive, urls, claim), *_codes(archive.statements[claim.ref], codes)) for claim in claims)
    return table([*CLAIM_COLUMNS, *(f"code_{key}" for key in codes)], rows)


def _row(archive: Archive, urls: Urls, claim: Claim) -> tuple[str, ...]:
    statement = archive.statements[claim.ref]
    article, written = archive.articles_by_id[statement.article], statement.facts.annotation
    address, verdict = urls.claim(claim.ref), statement.verdict
    return (
        *(claim.ref, absolute(archive.settings.url, address.path, address.fragment)),
        *((verdict.key, verdict.label) if verdict else ("", "")),
        *(statement.words, "no" if statement.is_paraphrase else "yes", statement.language),
        *_voice(statement.voice),
        *("; ".join([_name(via) for via in statement.via]), statement.facts.mode),
        *(statement.said, statement.occasion, article.id, article.front.title),
        *(article.publisher.name if article.publisher else "", article.front.date),
        *(str(len(claim.answers)), str(len(claim.appearances)), written.reviewed),
        *(" ".join(filter(None, (written.withdrawn_date, written.withdrawn))), "; ".join(written.tags)),
    )


def _voice(voice: Voice | None) -> tuple[str, str, str, str]:
    return (_name(voice), voice.id, voice.role, voice.organization) if voice else ("", "", "", "")


def _name(voice: Voice) -> str:
    return voice.name or voice.kind


def _codes(statement: Statement, keys: Iterable[str]) -> list[str]:
    given = dict(statement.facts.annotation.codes)
    return ["; ".join(given.get(key, ())) for key in keys]


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+([.,]\d+)*", cell))
