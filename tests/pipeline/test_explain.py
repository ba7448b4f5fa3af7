"""`explain` says in plain words why a file was rebuilt, or would be."""

from __future__ import annotations

import pytest

from generator.pipeline.explain import explain_file
from generator.pipeline.render_stage import REASONS, Record, RenderedArticle, RenderedPage
from generator.pipeline.result import Built

RECORD = Record(
    {"2015/x": RenderedArticle(files=(("articles/2015/x.html", "digest"),), why=("body", "notes"))},
    {"index.html": RenderedPage(why=("view",)), "old.html": RenderedPage(why=("new",))},
)
BUILT = Built({"new.html": b"", "lost.html": b""}, [], digests=dict.fromkeys(
    ["new.html", "lost.html", "index.html", "articles/2015/x.html", "map.png"], "digest"
), why={"new.html": ("new",)})  # fmt: skip


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("new.html", "`new.html` would be rebuilt, because no earlier build of it is known."),
        ("lost.html", "`lost.html` would be rebuilt, because its last version was not in the output folder."),
        ("old.html", "`old.html` would be deleted: it is no longer part of the site."),
        ("typo.html", "`typo.html` is not part of the site's output."),
        ("map.png", "`map.png` is up to date: nothing that it shows has changed."),
        (
            "index.html",
            "`index.html` is up to date: nothing that it shows has changed"
            " (it was last rebuilt because the data that it shows changed).",
        ),
        (
            "articles/2015/x.html",
            "`articles/2015/x.html` is up to date: nothing that it shows has changed (it was last rebuilt because the"
            " text of its article changed, and the notes of its article changed).",
        ),
    ],
)
def test_each_file_has_a_reason(path, sentence):
    assert explain_file(path, BUILT, RECORD) == sentence


def test_nothing_is_rebuilt_while_there_are_errors_that_stop_the_build():
    assert explain_file("new.html", Built(None, []), RECORD) == (
        "`new.html` would stay unchanged: nothing is published until the errors above are fixed."
    )


def test_every_reason_is_a_clause_that_continues_a_sentence():
    assert all(reason[0].islower() and not reason.endswith(".") for reason in REASONS.values())
