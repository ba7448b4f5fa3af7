"""The keys of annotations are put in order: each keeps its lines and its comments, and nothing else moves (law 24)."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.fixing.key_order import KEYS, keys_in_order
from generator.formats.sidecar_schema import AnswerEntry, ClaimEntry, CounterpointEntry, NoteEntry
from generator.yaml_text.document import read_yaml
from generator.yaml_text.tree import plain

PATH = "content/articles/x.yaml"
VALUES = {
    "speaker": ["speaker: amnesty", "speaker: {unnamed: a voice}"],
    "quote": [
        "quote: clichés", "quote:\n      - one\n      # of the second\n      - two",
        "quote: |\n      # no comment\n      two",
    ],
    "note": ["note: so", "note: >\n      so\n\n      it is"],
    "verdict": ["verdict: false # as it is"],
    "via": ["via: [tass, sana]"],
    "codes": ["codes: {frame: evidence}", "codes:\n      frame: evidence"],
    "sources": ["sources:\n    - a\n    - b"],
}  # fmt: skip


def test_the_order_has_every_key_of_an_annotation():
    kinds = (ClaimEntry, AnswerEntry, CounterpointEntry, NoteEntry)
    assert {field.alias or name for kind in kinds for name, field in kind.model_fields.items()} == {*KEYS}


def test_keys_come_in_order_with_their_comments():
    before = (
        b"claims:\r\n  a: # the first\r\n"
        b"    quote: x\r\n    # why\r\n    # so\r\n    note: y\r\n    speaker: z\r\n\r\n"
        b"    counterpoints:\r\n      b:\r\n        speaker: z\r\n        relation: rebuts\r\n"
        b"  # of c\r\n  c:\r\n    speaker: z"
    )
    file = keys_in_order(PATH, before)
    assert file.data == (
        b"claims:\r\n  a: # the first\r\n"
        b"    speaker: z\r\n    quote: x\r\n    # why\r\n    # so\r\n    note: y\r\n\r\n"
        b"    counterpoints:\r\n      b:\r\n        relation: rebuts\r\n        speaker: z\r\n"
        b"  # of c\r\n  c:\r\n    speaker: z"
    )
    assert not file.left
    assert not keys_in_order(PATH, file.data).fixes


@pytest.mark.parametrize(
    ("annotation", "why"),
    [
        ("    quote: x\n\n    speaker: z\n", "empty lines"),
        ("    quote: |\n      x\n\n    speaker: z\n", "empty lines"),
        ("    quote: x\n  # of what?\n    speaker: z\n", "may belong to another"),
        ("    # of all, or of the quote?\n    quote: x\n    speaker: z\n", "may belong to all"),
        ("    quote: x\n    speaker: z\n    # of what?\n", "below its last key"),
    ],
)
def test_what_may_give_a_comment_to_another_key_stays_and_says_why(annotation: str, why: str):
    data = f"claims:\n  a:\n{annotation}".encode()
    file = keys_in_order(PATH, data)
    assert (file.data, file.fixes) == (data, [])
    assert why in file.left[0][1]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"claims:\n", b"claims: x\n", b"claims: {a: {quote: x, speaker: z}}\n", b"- x\n", b"claims:\n  a:\n",
        b"claims:\n  a:\n    speaker: z\n    quote: x\n", b"claims:\n  a:\n    quote: x\n    spekaer: z\n",
        b"speakers:\n  a:\n    note: x\n    name: y\n",
    ],
)  # fmt: skip
def test_what_has_no_other_order_stays(data: bytes):
    file = keys_in_order(PATH, data)
    assert (file.data, file.fixes, file.left) == (data, [], [])


@pytest.mark.parametrize("data", [b"claims:\n\ta: x", b"\xff", b"a: *b\n", b"claims:\n  a: {", b"\x00"])
def test_a_file_that_cant_be_read_stays_and_says_so(data: bytes):
    file = keys_in_order(PATH, data)
    assert file.data == data
    assert file.left


@st.composite
def sidecars(draw: st.DrawFn) -> bytes:
    """One claim with keys in any order, comments and empty lines anywhere."""
    lines = ["claims:", "  a:"]
    loose = st.lists(st.sampled_from(["", "  # out", "    # key {n}", "      # in", "# far"]), max_size=2)
    for n, key in enumerate(draw(st.permutations(list(VALUES)))[: draw(st.integers(1, 6))]):
        lines += [line.format(n=n) for line in draw(st.one_of(st.just([]), loose))]
        lines += f"    {draw(st.sampled_from(VALUES[key]))}".split("\n")
    lines += draw(loose)
    return (
        draw(st.sampled_from(["\n", "\r\n"]))
        .join([*lines, *draw(st.sampled_from([[], [""], ["  b:", "    note: x"]]))])
        .encode()
    )


@given(sidecars())
def test_only_lines_move_and_comments_keep_their_keys(data: bytes):
    file = keys_in_order(PATH, data)
    one, other = read_yaml(data, PATH), read_yaml(file.data, PATH)
    assert one.root
    assert other.root
    assert plain(one.root) == plain(other.root)
    assert Counter(data.splitlines()) == Counter(file.data.splitlines())
    assert owners(data) == owners(file.data)
    for fix in reversed(file.fixes):
        assert fix.splice.back(fix.before).applied(fix.after) == fix.before
    assert not keys_in_order(PATH, file.data).fixes


def owners(data: bytes) -> set[tuple[str, str]]:
    """Each comment at the column of the keys, with the key below it."""
    lines = data.decode().splitlines()
    found = set()
    for n, line in enumerate(lines):
        if line.startswith("    # key"):
            rest = [after for after in lines[n:] if not after.startswith("    # key")]
            found.add((line, rest[0] if rest else ""))
    return found


@given(st.binary(max_size=60), st.text("claims: a-\n {}[]#|quote", max_size=60))
def test_anything_may_come_in(data: bytes, text: str):
    keys_in_order(PATH, data)
    keys_in_order(PATH, b"claims:\n  a:\n    quote: x\n    " + text.encode())
