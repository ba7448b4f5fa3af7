"""A line of a sidecar leads to its annotation, as far as the indentation tells."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import SourceLine
from generator.server.annotation_at import annotation_at

SIDECAR = """\
speakers:
  tass: {name: TASS}
claims:
  a:
    quote: |
      words: of
       it
    # a comment
    counterpoints:
      b:
        note: so
    note: of a
  'c':
\tquote: x
notes:
  d:
    quote:
      - one
      - exact: two
e: f
"""


def lines_of(text: str) -> SourceLine:
    lines = text.split("\n")
    return lambda path, line: lines[line - 1] if 0 < line <= len(lines) else None


@pytest.mark.parametrize(
    ("line", "annotation"),
    [
        (1, ""), (2, ""), (3, ""), (4, "a"), (5, "a"), (6, "a"), (7, "a"), (8, "a"), (9, "a"), (10, "b"), (11, "b"),
        (12, "a"), (13, "c"), (14, "c"), (15, ""), (16, "d"), (18, "d"), (19, "d"), (20, ""), (99, ""),
    ],
)  # fmt: skip
def test_the_annotation_of_a_line(line: int, annotation: str):
    assert annotation_at(lines_of(SIDECAR), "x.yaml", line) == annotation


@given(st.text("claims: abc\n\t'\"#-", max_size=80), st.integers(-2, 20))
def test_any_text_may_come(text: str, line: int):
    annotation_at(lines_of(f"claims:\n  a:\n{text}"), "x.yaml", line)
