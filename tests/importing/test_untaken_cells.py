"""What a table says otherwise than the archive, and nobody takes back, is told by its lines."""

from __future__ import annotations

import pytest

from generator.compiling.article import compile_article
from generator.importing.untaken_cells import untaken_cells
from generator.model import ArticleSource, Registry, Speaker
from generator.outputs.csv_table import table

TEXT = "---\ntitle: T\ndate: 2026-03-01\n---\n\nThe mayor said it was “built in\n1901, =by hand”, and it is red.\n"
SIDECAR = """speakers:
  clerk: {name: The clerk}
claims:
  old: {speaker: mayor, quote: "built in 1901, =by hand", said: 2026-02-27}
  red: {speaker: clerk, statement: =It is red.}
  gone: {speaker: editors, statement: It is new., withdrawn: 2026-03-02 It was another one.}
  lost: {speaker: a passer-by, quote: not in the text}
"""
REGISTRY = Registry({"mayor": Speaker("mayor", "The mayor")})
COLUMNS = ("claim", "text", "speaker", "speaker_id", "said", "withdrawn")
SAME = {
    "old": ("built in 1901, =by hand", "The mayor", "mayor", "2026-02-27", ""),
    "red": ("=It is red.", "The clerk", "clerk", "", ""),
    "gone": ("It is new.", "River Post", "", "", "2026-03-02 It was another one."),
    "lost": ("not in the text", "a passer-by", "", "", ""),
}


def told(**changed: tuple[str, ...]) -> tuple[str, ...]:
    source = ArticleSource("2026/a", "content/articles/2026/a.md", TEXT.encode(), "a.yaml", SIDECAR.encode())
    facts = compile_article(source).facts
    assert facts is not None
    rows = [(f"2026/a#{id}", *cells) for id, cells in {**SAME, **changed}.items()]
    return untaken_cells(table(COLUMNS, rows), {"2026/a": facts}, REGISTRY)


def test_the_table_as_it_was_downloaded_differs_in_nothing():
    assert told() == ()


@pytest.mark.parametrize("said", ["27/02/2026", "27.2.2026", "2026-02-27"])
def test_a_date_that_a_spreadsheet_rewrote_is_the_same(said: str):
    assert told(old=(*SAME["old"][:3], said, "")) == ()


def test_empty_cells_and_unknown_claims_say_nothing():
    assert told(old=("", "", "", "", ""), other=("a", "b", "c", "d", "e")) == ()


@pytest.mark.parametrize(("n", "column"), list(enumerate(COLUMNS[1:])))
def test_a_column_that_differs_is_told_with_its_line(n: int, column: str):
    cells = [*SAME["old"]]
    cells[n] = "2026-01-01"
    (sentence,) = told(old=tuple(cells))
    assert sentence.startswith(f"`{column}` differs from the archive in line 2. It is not taken back")


def test_of_many_lines_the_first_are_named():
    changed = {f"x{n}": ("other",) * 5 for n in range(3)}
    (text, speaker) = told(**changed, **dict.fromkeys(("old", "red"), ("other", "Nobody", "", "", "")))
    assert text.startswith("`text` differs from the archive in lines 2 and 3.")
    assert speaker.startswith("`speaker` differs from the archive in lines 2 and 3.")
