"""Tables as CSV, for spreadsheets and for programs: RFC 4180, UTF-8. Knows rows, and one kind of them: claims.

Two things are done for spreadsheets. The file begins with a byte order mark, without which they take it for another
encoding. And a cell that would begin a formula gets an apostrophe before it: content comes by pull request, and a
formula can send what stands in other cells away. A program that reads the file back takes that apostrophe off again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from generator.model import Archive, Claim, Statement, Voice
from generator.urls import Urls, absolute

CLAIM_COLUMNS = (
    "claim", "address", "verdict", "verdict_label", "text", "quoted", "language", "speaker", "speaker_id", "role",
    "organization", "via", "mode", "said", "occasion", "article", "title", "publisher", "date", "answers",
    "appearances", "reviewed", "withdrawn", "tags",
)  # fmt: skip
"""The columns of a table of claims; behind them one for each key of the coding scheme, `code_frame`."""

# Wide forms count, too, and what stands before the sign but is not seen.
_FORMULA = re.compile("[\\s\u200b-\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20\u2212]|[\t\r\n]")
_PLAIN = re.compile('(?:[A-Za-z0-9][^,"\r\n]*+)?+')
"""Nearly all cells are plain, and most rows: asking once, of a whole row, is several times as fast."""


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    plain = re.compile(f"{_PLAIN.pattern}(?:,{_PLAIN.pattern}){{{len(columns) - 1}}}").fullmatch
    lines = (line if plain(line := ",".join(row)) else ",".join(map(_written, row)) for row in (columns, *rows))
    return b"\xef\xbb\xbf" + "".join([f"{line}\r\n" for line in lines]).encode(errors="replace")


def _written(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _cell(harmless(text))


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula. A number stays one, whatever its sign."""
    return f"'{cell}" if _FORMULA.match(cell) and not _is_number(cell) else cell


def claims_table(archive: Archive, claims: Iterable[Claim]) -> bytes:
    """One row a claim, in their order."""
    codes = [key for key, _ in archive.settings.codes]
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
    return [given.get(key, "") for key in keys]


def _is_number(cell: str) -> bool:
    return bool(re.fullmatch(r"[+-]?\d+([.,]\d+)*", cell))
