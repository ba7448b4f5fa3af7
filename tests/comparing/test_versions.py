"""Reading one version of an article."""

from __future__ import annotations

import pytest

from generator.comparing.versions import ARTICLE, UnreadableVersion, Version, read_version
from generator.model import is_id

TEXT = b"---\ntitle: A\ndate: 2015-12-23\n---\nText.\n"


def test_an_article_without_a_sidecar_has_no_annotations():
    version = read_version("2015/x", None, TEXT)
    assert isinstance(version, Version)
    assert (version.article, version.annotations, version.unread) == ("2015/x", (), frozenset())
    assert version.front
    assert version.front.title == "A"


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"claims: [", b"claims:\n" + b" a" * 900_000])
def test_a_sidecar_that_cannot_be_read_says_so(data):
    assert read_version("2015/x", data, TEXT) == UnreadableVersion("2015/x")


def test_entries_that_are_invalid_are_named():
    answer = b"    counterpoints:\n      c: {speaker: a, statement: S}\n"
    data = b"speakers:\n  a: {nmae: A}\nclaims:\n  b:\n    speaker: a\n" + answer
    version = read_version("2015/x", data, b"no front matter")
    assert isinstance(version, Version)
    assert version.unread == {ARTICLE, "speakers/a", "b", "c"}
    assert all(map(version.may_hold, [ARTICLE, "speakers/a", "b", "c"]))


@pytest.mark.parametrize(
    "entries",
    ["\n      b: {statement: S}", "\n      'b' : {statement: S}", ' {c: {statement: S}, "b": {statement: S}}'],
)
def test_an_entry_below_a_key_that_nobody_reads_may_be_there(entries):
    version = read_version("2015/x", f"notes:\n  n:\n    note: N\n    remarks:{entries}\n".encode())
    assert isinstance(version, Version)
    assert "b" not in version.unread
    assert version.may_hold("b")
    assert not version.may_hold("d")


def test_without_errors_nothing_else_may_be_there():
    version = read_version("2015/x", b"claims:\n  b: {speaker: a, statement: S}\n")
    assert isinstance(version, Version)
    assert not version.may_hold("b")
    assert version.keys == frozenset()


def test_the_article_itself_has_an_id_that_no_annotation_can_have():
    assert not is_id(ARTICLE)
