"""Reading YAML: size, encoding, characters, and later errors after a repaired one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.yaml_text.document import MOST_BYTES, MOST_PROBLEMS, at_most, decoded, read_yaml
from generator.yaml_text.tree import plain
from tests.pastes import pasted, told


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\xef\xbb\xbftitle: x", {"title": "x"}),
        (b"title: x\r\ntext: |\r\n  one\r\n  two\r\n", {"title": "x", "text": "one\ntwo\n"}),
        (b"title: x\rdate: y\r", {"title": "x", "date": "y"}),
        (b"---\ntitle: x\n", {"title": "x"}),
        (b"# nothing else\ntitle: x", {"title": "x"}),
    ],
)
def test_marks_of_order_and_line_ends_of_any_system_mean_nothing(data, value):
    document = read_yaml(data, "x.yaml")
    assert document.diagnostics == ()
    assert document.root is not None
    assert plain(document.root) == value


@pytest.mark.parametrize("data", [b"", b"\n\n", b"# a comment\n", b"\xef\xbb\xbf"])
def test_a_file_that_holds_nothing_is_no_error(data):
    document = read_yaml(data, "x.yaml")
    assert (document.root, document.diagnostics, document.broken) == (None, (), False)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"a: b\nc: \xff\n", ("yaml-encoding", 2, 4)),
        (b"a: b\r\nc: \xe9\r\n", ("yaml-encoding", 2, 4)),
        ("é: ".encode() + b"\xc3(", ("yaml-encoding", 1, 4)),
        ("a: ü".encode("utf-16"), ("yaml-encoding", 1, 1)),
        (b"a: \xed\xa0\x80", ("yaml-encoding", 1, 4)),
        (b"a: b\nc: d\x00e\n", ("yaml-character", 2, 5)),
        ("a: b\u2028c\n".encode(), ("yaml-character", 1, 5)),
        (b"x" * (MOST_BYTES + 1), ("yaml-size", 1, 1)),
        (b"[" * 25_000, ("yaml-depth", 1, 65)),
    ],
)
def test_what_is_no_text_that_can_be_read_is_reported_with_its_place(data, problem):
    document = read_yaml(data, "x.yaml")
    assert told(list(document.diagnostics)) == [problem]
    assert document.broken
    assert document.root is None


def test_a_control_character_can_be_pasted_away():
    text = "a: one\u2028two\nb: thr\x07ee\n"
    first, second = read_yaml(text.encode(), "x.yaml").diagnostics
    assert pasted(pasted(text, first.paste), second.paste) == "a: one two\nb: three\n"


def test_reading_goes_on_after_an_error():
    text = "a: b: c\nd: *e f\ng: one\ng: two\nh: `i`\n"
    document = read_yaml(text.encode(), "x.yaml")
    assert told(list(document.diagnostics)) == [
        ("yaml-syntax", 1, 4),
        ("yaml-syntax", 2, 4),
        ("yaml-syntax", 5, 4),
        ("yaml-duplicate-key", 4, 1),
    ]
    assert document.broken
    assert document.root is not None


def test_a_line_is_repaired_once():
    text = "a: b: c\n" * 3 + "d: |\n    e\n  f\n"
    lines = [d.location.line for d in read_yaml(text.encode(), "x.yaml").diagnostics if d.code == "yaml-syntax"]
    assert len(lines) == len(set(lines))


@given(st.binary() | st.text(":#-[]{}&*!|>'\"%@`, \t\nab?\\~<\x85\u2028é").map(str.encode))
def test_any_bytes_end_in_a_tree_or_in_a_diagnostic(data):
    document = read_yaml(data, "x.yaml")
    assert document.broken <= bool(document.diagnostics)
    text = decoded(data, "x.yaml")[0]
    for problem in document.diagnostics:
        assert 1 <= problem.location.line <= text.count("\n") + 1 or problem.code == "yaml-encoding"


BOMBS = {
    "a million brackets": b"[" * 1_000_000,
    "a million levels on one line": b"- " * 500_000,
    "aliases of aliases": b"".join(b"b%d: &b%d [*a,*a,*a]\n" % (i, i) for i in range(9_000)),
    "quotation marks": b'"' * 1_000_000,
    "colons": b"a: " * 300_000,
    "errors in every line": b"".join(b"a%d: b: c\n" % i for i in range(20_000)),
    "tabs in every line": b"\ta: b\n" * 150_000,
    "deeper with each line": b"\n".join(b" " * i + b"a:" for i in range(1_400)),
}


@pytest.mark.parametrize("data", BOMBS.values(), ids=BOMBS)
def test_a_file_made_to_do_harm_ends_in_a_diagnostic_in_bounded_time(data):
    start = time.process_time()
    document = read_yaml(data, "x.yaml")
    assert time.process_time() - start < 10  # seconds, on a slow machine; mostly it takes a few milliseconds
    assert document.diagnostics


def test_of_very_many_problems_the_first_are_shown_and_the_others_counted():
    document = read_yaml(b"a: 1\n" * (MOST_PROBLEMS + 21), "x.yaml")
    shown = at_most(document.diagnostics)
    assert len(shown) == MOST_PROBLEMS + 1
    assert shown[-1].code == "too-many-problems"
    assert shown[-1].message.startswith("20 further problems")
    assert at_most(document.diagnostics[:3]) == list(document.diagnostics[:3])
