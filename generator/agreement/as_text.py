"""A comparison as text for a terminal: article by article what differs, and the measures at the end."""

from __future__ import annotations

from collections.abc import Iterator

from generator.agreement.compared import ComparedArticle, Comparison
from generator.agreement.rows import ComparedRow, rows_of
from generator.agreement.wording import article_count, decimal, kind_of, label, percent, who
from generator.diagnostics import short


def comparison_as_text(comparison: Comparison) -> str:
    """The whole comparison. Rows that agree in all fields are not listed."""
    lines = [line for article in comparison.articles for line in _article(article, comparison.keys)]
    return "\n".join([*lines, *_sums(comparison)])


def _article(article: ComparedArticle, keys: tuple[str, str]) -> Iterator[str]:
    different = [line for row in rows_of(article) for line in _row(row, keys)]
    if different:
        yield f"{article.id}: {article.title}"
        yield from (f"  {line}" for line in different)
        yield ""


def _row(row: ComparedRow, keys: tuple[str, str]) -> Iterator[str]:
    if row.first and row.second:
        wrong = [one for one in row.fields if not one.is_agreed]
        if wrong:
            ids = f"{keys[0]} “{row.first.id}”, {keys[1]} “{row.second.id}”"
            yield f"{kind_of(row.first)} ({ids}), overlap {row.overlap:.2f}: “{short(row.first.words)}”"
        for one in wrong:
            yield f"  {one.name}: {short(one.first) or 'none'} | {short(one.second) or 'none'}"
        return
    key = keys[0] if row.first else keys[1]
    what = f"only {key}" if row.is_placed else f"only {key}, without a passage"
    words = short(row.either.words or row.either.annotation.statement)
    yield f"{what}: {kind_of(row.either)} “{row.either.id}”: “{words}”"


def _sums(comparison: Comparison) -> Iterator[str]:
    first, second = who(comparison)
    one, other = comparison.keys
    marking = comparison.marking
    both, only_first, only_second, neither = marking.characters
    yield f"{first} and {second}: {article_count(len(comparison.articles))} compared"
    for key, only in ((one, comparison.only_first), (other, comparison.only_second)):
        if only:
            yield f"  not compared, since only {key} has annotated them: {', '.join(only)}"
    yield ""
    yield "Marking"
    yield (
        f"  alpha {decimal(marking.alpha)} over characters: {both:,} marked by both, {only_first:,} by {one} alone, "
        f"{only_second:,} by {other} alone, {neither:,} by neither"
    )
    yield (
        f"  F1    {decimal(marking.f1)} of passages: {marking.pairs:,} aligned, of {marking.first:,} by {one} and "
        f"{marking.second:,} by {other}"
    )
    if comparison.fields:
        yield ""
        yield "In aligned annotations"
        yield from _table(comparison)


def _table(comparison: Comparison) -> Iterator[str]:
    head = ["", "agreed", "of", "percent", "alpha", *(f"only {key}" for key in comparison.keys)]
    rows = [
        [label(f), f"{f.agreed:,}", f"{f.both:,}", percent(f.share), decimal(f.alpha), f"{f.only_first:,}",
         f"{f.only_second:,}"]
        for f in comparison.fields
    ]  # fmt: skip
    widths = [max(len(cell) for cell in column) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield f"  {'  '.join(cells)}".rstrip()
