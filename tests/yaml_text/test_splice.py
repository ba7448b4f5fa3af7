"""Law 24: a fix changes the lines concerned and no others, and putting back what it replaced gives the old bytes."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.diagnostics import Paste
from generator.yaml_text.splice import splice_of, taken_back, with_splices

WORDS = st.text("ab #:|-'\"é\u00a0\u2028", max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Files with comments, any line ends, with and without a byte order mark and a last line break."""
    lines = draw(st.lists(st.tuples(WORDS, ENDS), max_size=8))
    text = "".join(line + end for line, end in lines) + draw(WORDS)
    return draw(st.sampled_from([b"", b"\xef\xbb\xbf"])) + text.encode()


@st.composite
def pastes(draw: st.DrawFn) -> Paste:
    first = draw(st.integers(0, 10))
    return Paste(first, first - 1 + draw(st.integers(0, 4)), tuple(draw(st.lists(WORDS, max_size=4))))


def lines_of(data: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", data.removeprefix(b"\xef\xbb\xbf").decode())


@given(files(), pastes())
def test_a_paste_changes_its_lines_and_no_others(data: bytes, paste: Paste):
    try:
        splice = splice_of(data, paste)
    except ValueError:
        return
    after = splice.applied(data)
    assert splice.back(data).applied(after) == data
    lines = lines_of(data)
    meant = [*lines[: paste.first - 1], *paste.lines, *lines[paste.last :]]
    assert lines_of(after) == (meant or [""])
    assert after.startswith(b"\xef\xbb\xbf") == data.startswith(b"\xef\xbb\xbf") or paste.first == 1


@given(st.lists(WORDS, min_size=1, max_size=8), st.sampled_from([b"\n", b"\r\n"]), st.booleans(), pastes())
def test_whatever_ends_the_lines_of_a_file_ends_those_that_are_pasted(lines, end, marked, paste):
    assume(1 <= paste.first <= paste.last + 1 <= len(lines) + 1)

    assume(len(lines) > 1 or end == b"\n")  # a file of one line shows no other way to end it
    mark = b"\xef\xbb\xbf" if marked else b""
    data = mark + end.join(line.encode() for line in lines)
    after = splice_of(data, paste).applied(data)
    assert after == mark + end.join(
        line.encode() for line in [*lines[: paste.first - 1], *paste.lines, *lines[paste.last :]]
    )


@pytest.mark.parametrize(
    ("before", "paste", "after"),
    [
        (b"a\r\nb\r\nc", Paste(2, 2, ("x",)), b"a\r\nx\r\nc"),
        (b"a\r\nb", Paste(2, 2, ("x", "y")), b"a\r\nx\r\ny"),
        (b"\xef\xbb\xbfa\nb\n", Paste(1, 1, ("x",)), b"\xef\xbb\xbfx\nb\n"),
        (b"\xef\xbb\xbfa\n", Paste(1, 0, ("x",)), b"\xef\xbb\xbfx\na\n"),
        (b"a\nb\r\nc\n", Paste(1, 2, ("x", "y")), b"x\ny\r\nc\n"),
        (b"a\nb\n", Paste(2, 2, ()), b"a\n"),
        (b"a\nb", Paste(2, 2, ()), b"a"),
        (b"a\nb", Paste(3, 2, ("c",)), b"a\nb\nc"),
        (b"a\nb\n", Paste(3, 2, ("c",)), b"a\nb\nc\n"),
        (b"", Paste(1, 1, ("x",)), b"x"),
        (b"x", Paste(1, 1, ()), b""),
        (b"\xff\xfe\nb\n", Paste(2, 2, ("x",)), b"\xff\xfe\nx\n"),
    ],
)
def test_examples(before: bytes, paste: Paste, after: bytes):
    splice = splice_of(before, paste)
    assert splice.applied(before) == after
    assert splice.back(before).applied(after) == before


@pytest.mark.parametrize(
    "paste",
    [
        Paste(0, 0, ("x",)),
        Paste(4, 4, ("x",)),
        Paste(2, 9, ()),
        Paste(5, 4, ("x",)),
        Paste(3, 1, ("x",)),
        Paste(1, 1, ("x\ny",)),
        Paste(1, 1, ("\ud800",)),
    ],
)
def test_lines_that_are_not_there_are_refused(paste: Paste):
    with pytest.raises(ValueError, match=r".+"):
        splice_of(b"a\nb\nc", paste)


def test_line_ends_that_would_run_into_each_other_are_left_alone():
    with pytest.raises(ValueError, match="run into each other"):
        splice_of(b"a\rb\n\nc", Paste(2, 2, ()))


@given(files(), st.lists(pastes(), max_size=4))
def test_several_changes_are_made_in_turn_and_taken_back_in_turn(data: bytes, changes: list[Paste]):
    splices, now = [], data
    for paste in changes:
        try:
            splices.append(splice_of(now, paste))
        except ValueError:
            continue
        now = splices[-1].applied(now)
    assert with_splices(data, splices) == now
    assert with_splices(now, taken_back(data, splices)) == data
