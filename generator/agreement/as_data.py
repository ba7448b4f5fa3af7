"""A comparison for programs: as JSON with all that is known, and as a CSV table with a row for each pair or find."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.agreement.compared import ComparedArticle, Comparison, FieldAgreement, FieldPair
from generator.agreement.rows import ComparedRow, rows_of
from generator.agreement.wording import label
from generator.model import AnnotationFacts
from generator.outputs.csv_table import table


def comparison_as_json(comparison: Comparison) -> str:
    """A JSON object: `annotators`, `marking`, `fields`, `articles` with their rows. A measure that isn't defined is
    null."""
    marking = comparison.marking
    names = ("both", "only_first", "only_second", "neither")
    value = {
        "annotators": [{"key": key, "name": name} for key, name in zip(comparison.keys, comparison.names, strict=True)],
        "marking": {
            "characters": dict(zip(names, marking.characters, strict=True)),
            "alpha": marking.alpha,
            "passages": {"aligned": marking.pairs, "first": marking.first, "second": marking.second},
            "f1": marking.f1,
        },
        "fields": [_field(one) for one in comparison.fields],
        "articles": [_article(one) for one in comparison.articles],
        "not_compared": {"only_first": comparison.only_first, "only_second": comparison.only_second},
    }
    return json.dumps(value, ensure_ascii=False, indent=2)


def _field(one: FieldAgreement) -> dict[str, object]:
    return {
        "name": label(one),
        "both": one.both,
        "agreed": one.agreed,
        "share": one.share,
        "alpha": one.alpha,
        "only_first": one.only_first,
        "only_second": one.only_second,
    }


def _article(article: ComparedArticle) -> dict[str, object]:
    return {"id": article.id, "title": article.title, "rows": [_row(row) for row in rows_of(article)]}


def _row(row: ComparedRow) -> dict[str, object]:
    fields = {_name(one): {"first": one.first, "second": one.second, "agreed": one.is_agreed} for one in row.fields}
    return {
        "kind": row.either.annotation.kind,
        "first": _annotation(row.first),
        "second": _annotation(row.second),
        "overlap": row.overlap,
        "fields": fields,
    }


def _annotation(one: AnnotationFacts | None) -> dict[str, object] | None:
    if one is None:
        return None
    passages = [{"part": p.part, "start": p.start, "end": p.end} for p in one.passages]
    return {"id": one.id, "words": one.words, "passages": passages}


def _name(field: FieldPair) -> str:
    return f"codes/{field.name}" if field.is_code else field.name


def comparison_as_csv(comparison: Comparison) -> bytes:
    """A table with a row for each pair and for each annotation of one alone, for spreadsheets and for statistics.

    Of each field there are two columns, named after the annotators, and one that says whether they agree: `yes`, `no`,
    or nothing where no value is to be compared.
    """
    fields = [label(one) for one in comparison.fields]
    first, second = comparison.keys
    columns = ["article", "kind", f"id {first}", f"id {second}", "overlap", f"words {first}", f"words {second}"]
    for name in fields:
        columns += [f"{name} {first}", f"{name} {second}", f"{name} agreed"]
    rows = (_cells(article.id, row, fields) for article in comparison.articles for row in rows_of(article))
    return table(columns, (list(cells) for cells in rows))


def _cells(article: str, row: ComparedRow, fields: list[str]) -> Iterator[str]:
    yield article
    yield row.either.annotation.kind
    yield from ("" if one is None else one.id for one in (row.first, row.second))
    yield f"{row.overlap:.3f}" if row.overlap else ""
    yield from ("" if one is None else one.words for one in (row.first, row.second))
    known = {_name(one): one for one in row.fields}
    for name in fields:
        one = known.get(name)
        yield from (one.first, one.second, "yes" if one.is_agreed else "no") if one else ("", "", "")
