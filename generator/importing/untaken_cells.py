"""Which cells of the archive's own table say something else than the archive, and are not taken back. Changes nothing.

Who speaks, in which words, and whether a claim is withdrawn are judgements about a place in the text: they are changed
in the sidecar, where that place is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.annotating.voices import voices_of
from generator.diagnostics import listed
from generator.formats.dates import readings
from generator.importing.imported import NotImported
from generator.importing.table_text import cell_text, read_table
from generator.model import AnnotationFacts, ArticleFacts, Registry
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.outputs.csv_table import harmless

_MOST_NAMED = 5
"""Lines that a sentence names."""


def untaken_cells(data: bytes, articles: Mapping[str, ArticleFacts], registry: Registry) -> tuple[str, ...]:
    """A sentence for each column in which a table differs from the archive, and of which nothing is taken back.

    `articles` are the facts of those that the table names, by id. Empty cells and claims that aren't there don't count.
    """
    table = read_table(data, frozenset(CLAIM_COLUMNS))
    if isinstance(table, NotImported):
        return ()
    known = {f"{id}#{claim}": cells for id, facts in articles.items() for claim, cells in _cells(facts, registry)}
    lines: dict[str, list[str]] = {}
    for row in table.rows:
        for column, meant in known.get(row.cells.get("claim", ""), {}).items():
            text = row.cells.get(column)
            if text and {text, *readings(text)}.isdisjoint(cell_text(harmless(one)) for one in meant):
                lines.setdefault(column, []).append(str(row.line))
    return tuple(_sentence(column, lines[column]) for column in CLAIM_COLUMNS if column in lines)


def _sentence(column: str, lines: list[str]) -> str:
    named = listed(lines, _MOST_NAMED)
    where = f"line {named}" if len(lines) == 1 else f"lines {named}"
    return f"`{column}` differs from the archive in {where}. It is not taken back: if it is right, change the sidecar."


def _cells(facts: ArticleFacts, registry: Registry) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """The annotations of an article by id: what the archive says in each column, and other forms of the same."""
    voices = voices_of(facts, registry)
    for one in facts.annotations:
        cells = _plain_cells(one)
        if speaker := voices.speakers.get(one.annotation.speaker.id):
            cells["speaker"] = speaker.name, one.annotation.speaker.id
            cells["speaker_id"] = (one.annotation.speaker.id,)
        yield one.id, cells


def _plain_cells(one: AnnotationFacts) -> dict[str, tuple[str, ...]]:
    written = one.annotation
    withdrawn = " ".join(filter(None, (written.withdrawn_date, written.withdrawn)))
    cells: dict[str, tuple[str, ...]] = {"text": (written.statement or one.words,), "mode": (one.mode,)}
    cells["withdrawn"] = (withdrawn,)
    return cells | ({"said": (written.said,)} if written.said else {})
