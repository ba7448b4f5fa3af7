"""An edit in a file that others changed around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.edit import Edit
from generator.annotating.rebased import rebased
from generator.diagnostics import Paste
from generator.yaml_text.splice import splice_of

BEFORE = b"a\nb\nc\nd\ne\nf\n"


def edit(data: bytes, first: int, last: int, *lines: str) -> Edit:
    return Edit(data, (splice_of(data, Paste(first, last, lines)),))


@pytest.mark.parametrize(
    ("made", "now", "then"),
    [
        (edit(BEFORE, 3, 3, "C"), BEFORE, b"a\nb\nC\nd\ne\nf\n"),
        (edit(BEFORE, 3, 3, "C"), b"x\na\nb\nc\nd\ne\nF\n", b"x\na\nb\nC\nd\ne\nF\n"),
        (edit(BEFORE, 3, 3, "C"), b"a\nb\nc\nd\n", b"a\nb\nC\nd\n"),
        (edit(BEFORE, 4, 3, "x", "y"), b"A\nb\nc\nd\ne\n", b"A\nb\nc\nx\ny\nd\ne\n"),
        (edit(BEFORE, 3, 4), b"0\na\nb\nc\nd\ne\n", b"0\na\nb\ne\n"),
        (edit(BEFORE, 7, 6, "g"), b"A\nb\nc\nd\ne\nf\n", b"A\nb\nc\nd\ne\nf\ng\n"),
        (edit(BEFORE, 1, 0, "0"), b"a\nb\nC\nd\n", b"0\na\nb\nC\nd\n"),
    ],
)
def test_it_is_made_where_its_lines_are_now(made, now, then):
    moved = rebased(made, now)
    assert moved
    assert moved.after == then
    assert moved.undone.after == now


@pytest.mark.parametrize(
    ("made", "now"),
    [
        (edit(BEFORE, 3, 3, "C"), b"a\nb\nc!\nd\ne\nf\n"),  # its own line
        (edit(BEFORE, 3, 3, "C"), b"a\nb!\nc\nd\ne\nf\n"),  # the line above
        (edit(BEFORE, 3, 3, "C"), b"a\nb\nc\nx\nd\ne\nf\n"),  # a line behind
        (edit(BEFORE, 3, 3, "C"), b""),
        (edit(BEFORE, 7, 6, "g"), BEFORE + b"G\n"),  # at the end, where others wrote as well
        (edit(BEFORE, 3, 3, "C"), b"\xff"),
    ],
)
def test_it_is_not_made_where_its_lines_are_others(made, now):
    assert rebased(made, now) is None


LINES = st.lists(st.sampled_from("abcdef"), max_size=8)


@given(LINES, st.integers(0, 8), st.integers(0, 3), st.lists(st.sampled_from("xyz"), max_size=2), LINES, LINES)
def test_taking_it_back_gives_the_bytes_that_were_there(lines, first, count, new, above, below):
    before = "".join(f"{line}\n" for line in lines).encode()
    first = min(first, len(lines))
    count = min(count, len(lines) - first)
    made = edit(before, first + 1, first + count, *new)
    now = "".join(f"{line}\n" for line in [*above, *lines, *below]).encode()
    moved = rebased(made, now)
    assert moved is None or moved.undone.after == now
