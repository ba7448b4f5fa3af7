"""Reads a table of claims (CSV): the columns of the archive's own table, any of them that has the words of a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.annotating.values import Value
from generator.diagnostics import listed, short
from generator.formats.fields import is_web_address
from generator.importing.drafts_by_page import PageFindings, drafts_of
from generator.importing.file_text import about_encoding
from generator.importing.fitting_fields import NOT_NAMED
from generator.importing.found_dates import day_of
from generator.importing.found_quotes import FoundQuote, quote_field
from generator.importing.imported import Draft, ImportedAnnotation, Importer, ImportOptions, LeftOut, NotImported
from generator.importing.known_names import NamesFound
from generator.importing.known_verdicts import judgement
from generator.importing.table_text import Sheet, SheetRow, parts_of_cell, read_table
from generator.model import is_id
from generator.outputs.claims_csv import CLAIM_COLUMNS

_WORDS = ("quote", "text", "statement")
"""Columns one of which has the words of a claim. `text` is a quote where the column `quoted` says `yes`."""
_SYNONYMS = ("claim_reviewed", "claimreviewed", "claim_text", "claim")
"""Headings that other programs give to a statement; the first of them counts. The archive's own `claim` is an id."""
_PLAIN = ("note", "unsure", "language", "mode")
_FURTHER = frozenset({*_WORDS, *_SYNONYMS, *_PLAIN, "prefix", "suffix", "sources", "url"})
_REFERENCE = re.compile(r"(\S*)#([a-z0-9-]+)")
_YES = frozenset({"yes", "true", "1", "ja", "oui", "y", "wahr", "vrai"})


def read_claims_table(data: bytes, options: ImportOptions) -> tuple[Draft, ...] | NotImported:
    """The claims of a table, a draft for each article that the rows name, in the order of the rows."""
    table = read_table(data, known_columns(options))
    if isinstance(table, NotImported):
        return table
    if not {*_WORDS, *_SYNONYMS} & {*table.columns}:
        return NotImported(
            f"The table has no column with the words of its claims, only {listed([*map(short, table.columns[:12])])}.",
            "Give the column of words the heading `quote` (those of the article) or `statement` (your own).",
            1,
        )
    names = NamesFound(options.registry)
    found = [_claim(row, names, options) for row in table.rows]
    return drafts_of(found, _notices(table, found), names.described)


_: Importer = read_claims_table


def known_columns(options: ImportOptions) -> frozenset[str]:
    """The headings of columns that are understood."""
    codes = (f"code_{code.key}".casefold() for code in options.settings.codes)
    return frozenset((*CLAIM_COLUMNS, *_FURTHER, *codes))


def _notices(table: Sheet, found: Sequence[PageFindings]) -> Iterator[str]:
    yield from about_encoding(table.guessed)
    rows = zip(table.rows, found, strict=True)
    lines = [str(row.line) for row, one in rows for claim in one.annotations if claim.fields["speaker"] == NOT_NAMED]
    if lines:
        yield f"These lines name no speaker: {listed(lines, _MOST_LINES)}. Add the speakers of their claims."


_MOST_LINES = 5
"""Lines that a notice names."""


def _claim(row: SheetRow, names: NamesFound, options: ImportOptions) -> PageFindings:
    cell = row.cells.get
    reference = _REFERENCE.fullmatch(cell("claim", ""))
    article, id = reference.groups() if reference else ("", "")
    left = [LeftOut(text, "cell behind the last heading", row.line) for text in row.beyond]
    fields = dict(_words(row))
    if not fields:
        left += [LeftOut(" ".join(filter(None, row.cells.values())), "row without the words of a claim", row.line)]
        return PageFindings(article=cell("article", article), left_out=tuple(left))
    fields["speaker"] = _speaker(row, names)
    if via := [names.voice(one) for one in parts_of_cell(cell("via", ""))]:
        fields["via"] = via
    by = cell("publisher", "")
    rated = judgement(cell("verdict", ""), by, options.settings) | judgement(
        cell("verdict_label", ""), by, options.settings
    )
    fields |= {"verdict": rated["verdict"]} if "verdict" in rated else rated
    fields |= {key: cell(key, "") for key in _PLAIN if cell(key)}
    fields |= _lists(row)
    for key, value, why in _dates_and_codes(row, options):
        if why:
            left.append(LeftOut(f"{key}: {value}", why, row.line))
        elif key.startswith("code_"):
            fields["codes"] = {**_codes(fields), key.removeprefix("code_"): value}
        else:
            fields[key] = value
    left += _unknown(row, options)
    annotation = ImportedAnnotation("claims", fields, id if is_id(id) else "")
    return PageFindings("", cell("article") or article, (annotation,), tuple(left))


def _words(row: SheetRow) -> Iterator[tuple[str, Value]]:
    """The quote and the statement of a row."""
    text, is_quoted = row.cells.get("text", ""), row.cells.get("quoted", "").casefold() in _YES
    exact = row.cells.get("quote") or (text if is_quoted else "")
    quote = quote_field([FoundQuote(exact, row.cells.get("prefix", ""), row.cells.get("suffix", ""))] if exact else [])
    if quote is not None:
        yield "quote", quote
    statement = row.cells.get("statement") or ("" if is_quoted else text)
    if not exact and not statement:
        others = (row.cells.get(name, "") for name in _SYNONYMS)
        statement = next((words for words in others if words and not _REFERENCE.fullmatch(words)), "")
    if statement:
        yield "statement", statement


def _speaker(row: SheetRow, names: NamesFound) -> Value:
    id, name = row.cells.get("speaker_id", ""), row.cells.get("speaker", "")
    if names.knows(id):
        return id
    return names.voice(name or id) if name or id else NOT_NAMED


def _lists(row: SheetRow) -> dict[str, Value]:
    found = dict[str, Value]()
    if tags := parts_of_cell(row.cells.get("tags", "")):
        found["tags"] = tags
    sources = parts_of_cell(row.cells.get("sources", ""))
    sources += [one for one in parts_of_cell(row.cells.get("url", "")) if is_web_address(one) and one not in sources]
    if sources:
        found["sources"] = sources
    return found


def _dates_and_codes(row: SheetRow, options: ImportOptions) -> Iterator[tuple[str, Value, str]]:
    """Fields whose values can be wrong: key, value, and why it is, empty where it isn't."""
    for key in ("said", "reviewed"):
        if text := row.cells.get(key, ""):
            day = day_of(text, whole=key == "reviewed")
            occasion = row.cells.get("occasion", "") if key == "said" else ""
            joined = f"{day}, {occasion}" if occasion else day
            yield (key, joined, "") if day else (key, text, "date that is not in the form `2015-12-23`")
    if withdrawn := row.cells.get("withdrawn", ""):
        yield "withdrawn", withdrawn, ""
    for code in options.settings.codes:
        values = {one.name.casefold(): one.name for one in code.values}
        given = parts_of_cell(row.cells.get(f"code_{code.key}".casefold(), ""))
        if not given:
            continue
        known = [values[one.casefold()] for one in given if one.casefold() in values]
        why = "" if len(known) == len(given) else f"value that is not in the coding scheme of `{code.key}`"
        value: Value = known[0] if len(known) == 1 else known
        yield f"code_{code.key}", "; ".join(given) if why else value, why


def _codes(fields: dict[str, Value]) -> dict[str, Value]:
    codes = fields.get("codes")
    return codes if isinstance(codes, dict) else {}


def _unknown(row: SheetRow, options: ImportOptions) -> Iterator[LeftOut]:
    known = known_columns(options)
    for name, text in row.cells.items():
        if text and name not in known:
            yield LeftOut(f"{name}: {text}", "column that is not known", row.line)
