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


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", b"claims: [", b"a: &x 1\nb: *x\n", b"claims:\n" + b" a" * 900_000])
def test_a_sidecar_that_cannot_be_read_says_so(data):
    assert read_version("2015/x", data, TEXT) == UnreadableVersion("2015/x")


def test_entries_that_are_invalid_are_named():
    data = b"speakers:\n  a: {nmae: A}\nclaims:\n  b:\n    speaker: a\n    counterpoints:\n      c: {speaker: a, statement: S}\n"
    version = read_version("2015/x", data, b"no front matter")
    assert isinstance(version, Version)
    assert version.unread == {ARTICLE, "speakers/a", "b", "c"}


def test_the_article_itself_has_an_id_that_no_annotation_can_have():
    assert not is_id(ARTICLE)
