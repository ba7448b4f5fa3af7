"""A comparison for programs: as JSON with all that is known, and as a CSV table with a row for each pair or find."""

from __future__ import annotations

import json
from collections.abc import Iterator

from generator.agreement.compared import (
    CodedArticle,
    ComparedArticle,
    Comparison,
    FieldAgreement,
    FieldPair,
    field_values,
)
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
    return {"id": article.id, "title": article.title, "rows": [_row(article, row) for row in rows_of(article)]}


def _row(article: ComparedArticle, row: ComparedRow) -> dict[str, object]:
    fields = {
        _name(one): {"first": one.first, "second": one.second, "agreed": one.is_agreed if row.is_pair else None}
        for one in _fields_of(article, row)
    }
    return {
        "kind": row.either.annotation.kind,
        "first": _annotation(article.first, row.first),
        "second": _annotation(article.second, row.second),
        "overlap": row.overlap,
        "fields": fields,
    }


def _annotation(article: CodedArticle, one: AnnotationFacts | None) -> dict[str, object] | None:
    if one is None:
        return None
    passages = [{"part": p.part, "start": p.start, "end": p.end} for p in one.passages]
    note = article.notes.get(one.id, "")
    return {
        "id": one.id,
        "words": _words(one),
        "statement": one.annotation.statement,
        "note": note,
        "passages": passages,
    }


def _words(one: AnnotationFacts | None) -> str:
    """The words that an annotation is about: of the article, else the annotator's."""
    return (one.words or one.annotation.statement) if one else ""


def _fields_of(article: ComparedArticle, row: ComparedRow) -> Iterator[FieldPair]:
    """The fields of a pair; of an annotation of one alone, those that it has, each with a value of one only."""
    if row.is_pair:
        yield from row.fields
        return
    coded = article.first if row.first else article.second
    own = field_values(row.either, coded, [code for code, _ in row.either.annotation.codes])
    for (name, is_code), value in own:
        yield FieldPair(name, value if row.first else "", "" if row.first else value, is_code)


def _name(field: FieldPair) -> str:
    return f"codes/{field.name}" if field.is_code else field.name


def comparison_as_csv(comparison: Comparison) -> bytes:
    """A table with a row for each pair and for each annotation of one alone, for spreadsheets and for statistics.

    Of each field there are two columns, named after the annotators, and one that says whether they agree: `yes`, `no`,
    or nothing where one annotator alone has the annotation, or neither has the field.
    """
    fields = [label(one) for one in comparison.fields]
    first, second = comparison.keys
    columns = ["article", "kind", f"id {first}", f"id {second}", "overlap", f"words {first}", f"words {second}"]
    for name in fields:
        columns += [f"{name} {first}", f"{name} {second}", f"{name} agreed"]
    rows = (_cells(article, row, fields) for article in comparison.articles for row in rows_of(article))
    return table(columns, (list(cells) for cells in rows))


def _cells(article: ComparedArticle, row: ComparedRow, fields: list[str]) -> Iterator[str]:
    yield article.id
    yield row.either.annotation.kind
    yield from ("" if one is None else one.id for one in (row.first, row.second))
    yield f"{row.overlap:.3f}" if row.overlap else ""
    yield from map(_words, (row.first, row.second))
    known = {_name(one): one for one in _fields_of(article, row)}
    for name in fields:
        one = known.get(name)
        agreed = ("yes" if one.is_agreed else "no") if one and row.is_pair else ""
        yield from (one.first, one.second, agreed) if one else ("", "", "")
