"""Keys of front matter change by lines, and the body stays byte for byte (law 24)."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.annotating.edit import Edit
from generator.annotating.front_matter_keys import FRONT_MATTER_KEYS, change_front_matter
from generator.annotating.refused import Refused
from generator.annotating.values import Value
from generator.formats.front_matter import ArticleEntry, read_front_matter
from tests.annotating.sidecars import HOSTILE, parsed, plain

PATH = "content/articles/x.md"
ARTICLE = """\
---
# kept as published
title: "A: b" # sic
date: 2015-12-23
tags: [Syria, 'air strikes']
# of the picture
image:
  src: a.jpg
  caption: Words.
---
--- no rule
title: of the body
"""


def changed(changes: Mapping[str, Value | None], before: str = ARTICLE) -> str:
    edit = change_front_matter(before.encode(), PATH, changes)
    assert isinstance(edit, Edit), edit
    assert edit.undone.after.decode() == before
    return edit.after.decode()


def test_the_order_has_every_key_of_the_format():
    assert {field.alias or name for name, field in ArticleEntry.model_fields.items()} <= {*FRONT_MATTER_KEYS}


@pytest.mark.parametrize(
    ("changes", "old", "new"),
    [
        ({"title": "C"}, '"A: b" # sic', '"C" # sic'),
        ({"subtitle": "S"}, "# sic\n", "# sic\nsubtitle: S\n"),
        ({"publisher": "presstv", "language": "en"}, "12-23\n", "12-23\npublisher: presstv\n"),
        ({"tags": ["Syria", "air strikes", "a, b"]}, "[Syria, 'air strikes']", "[Syria, 'air strikes', \"a, b\"]"),
        ({"titles": {"de": "T"}}, "# sic\n", "# sic\ntitles: {de: T}\n"),
        ({"caption": "Other: words."}, "caption: Words.", "caption: |\n    Other: words."),
        ({"caption": None}, "  caption: Words.\n", ""),
        ({"image": None}, "# of the picture\nimage:\n  src: a.jpg\n  caption: Words.\n", ""),
        ({"image": {"src": "a.jpg", "alt": "x", "caption": "Words."}}, "a.jpg\n", "a.jpg\n  alt: x\n"),
        ({"retold": True}, "strikes']\n", "strikes']\nretold: true\n"),
        ({"annotated": {"date": "2026-11-26", "by": ["lr"]}}, "strikes']\n",
         "strikes']\nannotated:\n  date: 2026-11-26\n  by: [lr]\n"),
    ],
)  # fmt: skip
def test_the_lines_of_changed_keys_change_and_no_others(changes: dict[str, Value | None], old: str, new: str):
    after = ARTICLE.replace(old, new)
    if "language" in changes:
        after = after.replace("strikes']\n", "strikes']\nlanguage: en\n")
    assert changed(changes) == after


def test_front_matter_without_a_key_gets_its_first():
    assert changed({"title": "A"}, "---\r\n---\r\nWords") == "---\r\ntitle: A\r\n---\r\nWords"
    assert changed({"caption": "A"}, "\ufeff---\n# none\n---") == "\ufeff---\n# none\n\nimage: {caption: A}\n---"


@pytest.mark.parametrize(
    ("before", "why"),
    [
        ("", "empty"),
        ("title: A\n", "front matter"),
        ("---\ntitle: A\n", "not closed"),
        ("---\ntitle: A: b\n---\n", "error"),
        ("---\n<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\n---\n", "merge"),
        ("---\n{title: A}\n---\n", "braces"),
    ],
)
def test_front_matter_that_cant_be_read_is_refused_with_the_reason(before: str, why: str):
    refused = change_front_matter(before.encode(), PATH, {"title": "C"})
    assert isinstance(refused, Refused)
    assert why in refused.why


@given(
    st.dictionaries(
        st.sampled_from(["title", "subtitle", "caption", "summary", "rights"]), st.sampled_from(HOSTILE) | st.none()
    ),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from(["", "\ufeff"]),
    st.text("-a\n: ", max_size=9),
)
@example(changes={"title": "a\n=======\nb"}, end="\n", mark="", body="")
def test_hostile_values_never_reach_the_body(changes: dict[str, str | None], end: str, mark: str, body: str):
    before = mark + (ARTICLE + body).replace("\n", end)
    after = changed(changes, before)
    assert after.endswith(before[before.index(f"{end}---{end}") :])
    yaml = after[after.index(end) : after.index(f"{end}---{end}", 5)]
    old = {"title": "A: b", "date": "2015-12-23", "tags": ["Syria", "air strikes"]}
    caption = changes.get("caption", "Words.")
    image = {"src": "a.jpg", "caption": caption} if caption is not None else {"src": "a.jpg"}
    new = {**old, **{key: value for key, value in changes.items() if key != "caption"}, "image": image}
    assert parsed(yaml.encode()) == plain({key: value for key, value in new.items() if value is not None})
    front = read_front_matter(after.encode(), PATH).front
    if changes.get("title", "x"):
        assert front is None or front.title == (changes.get("title") or "A: b").replace("\r\n", "\n").strip()
