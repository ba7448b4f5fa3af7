"""Versions of a sidecar that are read by entries say what they say when they are read as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.comparing.versions import AnyVersion, read_version
from generator.formats import sidecar_versions
from generator.formats.sidecar import read_sidecar
from generator.formats.sidecar_versions import SidecarVersions

_CONTENT = Path(__file__).parents[2] / "content" / "articles"
_REAL = [path.read_text(encoding="utf-8").splitlines() for path in sorted(_CONTENT.rglob("*.yaml"))]
_SMALL = """\
# yaml-language-server: $schema=../annotations.schema.json
speakers:
  mayor:
    name: The Mayor
  brandt:
    role: Chancellor

claims:
  cost:  # what it cost
    verdict: false
    speaker: mayor
    quote: |
      The bridge cost
      200 million
    counterpoints:
      less:
        speaker: brandt
        statement: It cost less.
        tags: [money, bridges]
  may:
    speaker: outlet
    quote: "It was opened in May"
    note: |+
      Because.

  # The third.
  few:
    speaker: mayor
    statement: Few came.
counterpoints:
  many:
    to: few
    speaker: brandt
    statement: Many came.
notes:
  signs:
    note: A remark.
""".splitlines()
_LINES = (
    "", "# a comment", "  # a comment", "      # … the rest of the claims", "claims:", "notes:", "notes: {}",
    "speakers:", "  cost:", "  other:", "  Other:", "  'quoted':", "  - item", "    verdict: true",
    "    verdict: maybe",
    '    note: "begun', '    note: ended"', "    note: 'begun", "    note: it's", "    Note: N", "    note: &a N",
    "    note: *a", "    sources: [a, b", "    tags: [a]]", "    updates:", "      2016-02-24: So.", "      - one",
    "        - two", "    statement: Other #words", "    note: one: two", "\tnote: N", "---", "<<<<<<< HEAD", "=======",
    ">>>>>>> side", "...", "…", "```", "> mail", "+  added:", "    note: Ã¼ber â€œfakesâ€\x9d", "    quote: \x01",
    "    quote：N", "    less:", "      less:", "  few: {speaker: outlet, statement: S}", "  few: null", "    note: I",
)  # fmt: skip
_EDITS = st.lists(
    st.tuples(st.sampled_from(["insert", "insert", "delete", "double", "move", "cut", "undo"]), st.integers(0, 400),
              st.integers(0, 400), st.sampled_from(_LINES)),
    min_size=1, max_size=8,
)  # fmt: skip


def _edited(lines: Sequence[str], kind: str, at: int, other: int, line: str) -> list[str]:
    new = list(lines)
    at, other = at % len(lines), other % len(lines)
    if kind == "insert":
        new.insert(at, line)
    elif kind == "double":
        new.insert(other, new[at])
    elif kind == "move":
        new.insert(other, new.pop(at))
    elif kind == "cut" and new[at]:
        cut = other % len(new[at])
        new[at] = new[at][:cut] + new[at][cut + 1 :]
    elif kind == "delete" and len(new) > 1:
        del new[at]
    return new


def _read(versions: SidecarVersions, lines: Sequence[str], end: str = "\n") -> tuple[AnyVersion, AnyVersion]:
    """The version as it is read by entries, and as it is read as a whole."""
    data = ("\n".join(lines) + end).encode()
    return read_version("2015/x", data, read=versions.read), read_version("2015/x", data)


_CASES = st.tuples(st.sampled_from([_SMALL, *_REAL]), _EDITS, st.sampled_from(["\n", "\n", "", "\r\n", "\n\n"]))


@given(_CASES)
@settings(max_examples=15)
def test_a_version_says_the_same_whether_it_is_read_by_entries_or_as_a_whole(case):
    _check_reading(*case)


@pytest.mark.slow
@given(_CASES)
@settings(max_examples=300)
def test_any_version_says_the_same_whether_it_is_read_by_entries_or_as_a_whole(case):
    _check_reading(*case)


def _check_reading(lines, edits, end):
    versions, before = SidecarVersions(), lines
    for kind, *how in [("nothing", 0, 0, ""), *edits]:
        before, lines = lines, before if kind == "undo" else _edited(lines, kind, *how)
        by_entries, whole = _read(versions, lines, end)
        assert by_entries == whole


@pytest.mark.parametrize("lines", [_SMALL, *_REAL], ids=lambda lines: lines[0][:20])
def test_of_a_version_only_entries_that_changed_are_read(lines, monkeypatch):
    read = []

    def noted(data: bytes, *rest: str) -> object:
        read.append(data.decode())
        return read_sidecar(data, *rest)

    monkeypatch.setattr(sidecar_versions, "read_sidecar", noted)
    versions = SidecarVersions()
    _read(versions, lines)
    read.clear()
    place = max(n for n, line in enumerate(lines) if line.startswith("    speaker: "))
    changed = [*lines[:place], "    speaker: {unnamed: somebody else}", *lines[place + 1 :]]
    by_entries, whole = _read(versions, changed)
    assert by_entries == whole
    assert [text.count("somebody else") for text in read] == [1]
    assert len(read[0].splitlines()) < len(lines) / 2
    read.clear()
    _read(versions, changed)
    assert not read


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("claims:\n  a: {speaker: outlet, statement: S}\n", "claims:\n  a: {speaker: outlet, statement: S}\nclaims:\n"),
        ("notes:\n  a:\n    note: N\n", "notes:\n  a:\n    note: N\n  a:\n    note: N\n"),
        ("notes:\n  a:\n    note: N\n", "notes:\n  a:\n    note: N\n# … rest of the claims unchanged\n"),
        ("notes:\n  a:\n    note: N\n", "# \x01\nnotes:\n  a:\n    note: N\n"),
        ("notes:\n  a:\n    note: N\n", "claims:\nnotes:\n  a:\n    note: N\n"),
        (
            "notes:\n  a:\n    note: N\nclaims:\n  b:\n    speaker: outlet\n    statement: S\n",
            "notes:\n  a:\n    note: N\nnotes:\n  b:\n    speaker: outlet\n    statement: S\n",
        ),
    ],
)
def test_what_is_wrong_between_entries_counts(first, second):
    versions = SidecarVersions()
    for text in (first, second, first):
        by_entries, whole = _read(versions, text.splitlines())
        assert by_entries == whole
