"""In sidecars of any form, a rename changes the words that name it and no other byte (law 24)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.annotations import annotation_paths
from generator.annotating.opened import Opened, open_yaml
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.rename import renaming
from generator.yaml_text.tree import MappingNode
from tests.annotating.sidecars import PATH, owners, parsed, plain, sidecars

SITE = {
    "site.yaml": b"title: x\n",
    "content/speakers.yaml": b"tass: {name: TASS}\n",
    "content/articles/x.md": b"---\ntitle: x\ndate: 2015-01-01\n---\n\nx\n",
}
LINES = re.compile(rb"[^\r\n]*(?:\r\n|\r|\n|$)")


def renamed(value: object, key: str = "") -> object:
    """The value that is meant, by a way of its own: only speakers are called `tass`."""
    if isinstance(value, dict):
        return {name: renamed(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, key) for one in value]
    return "itar" if value == "tass" and key in {"speaker", "via"} else value


@given(sidecars())
def test_a_speaker_gets_another_name_where_it_is_named(before: bytes):
    found = renaming("speaker", "tass", "itar", {**SITE, PATH: before})
    after = found.edits[PATH].after if PATH in found.edits else before
    assert plain(parsed(after)) == renamed(plain(parsed(before)))
    assert owners(after) == owners(before)
    lines = zip(LINES.findall(before), LINES.findall(after), strict=True)
    assert all(old == new or old.replace(b"tass", b"itar") == new for old, new in lines)


@given(sidecars(), st.data())
def test_an_annotation_gets_another_id_and_one_line_more(before: bytes, data: st.DataObject):
    file = open_yaml(before, PATH)
    assert isinstance(file, Opened)
    ids = sorted(annotation_paths(file.root))
    if not ids:
        return
    id = data.draw(st.sampled_from(ids))
    texts = {**SITE, PATH: before}
    if not isinstance(file.value(annotation_paths(file.root)[id][0]), MappingNode):
        with pytest.raises(NotRenamedError, match="has no fields yet"):
            renaming("annotation", f"x#{id}", "renamed", texts)
        return
    after = renaming("annotation", f"x#{id}", "renamed", texts).edits[PATH].after
    lines, there = LINES.findall(after), LINES.findall(before)
    added = [line for line in lines if b"aliases:" in line]
    assert [line.strip() for line in added] == [f"aliases: [{id}]".encode()]
    lines.remove(added[0])
    key = re.compile(rb"^(\s*)" + id.encode() + rb":")
    meant = [key.sub(rb"\1renamed:", line) for line in there]
    assert [line.rstrip() for line in lines if line.strip()] == [line.rstrip() for line in meant if line.strip()]
    assert owners(after) == {words: "renamed" if name == id else name for words, name in owners(before).items()}
