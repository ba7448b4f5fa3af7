"""Unchanged pages are kept; all others are rendered, with a reason."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.pipeline import batches as work
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.render_stage import REASONS
from generator.pipeline.result import Built
from tests.editing import Editor
from tests.others import Others

REPORT = "content/articles/2015/report.md"
PAGES_OF_REPORT = {"articles/2015/report.html", "articles/2015/report.jsonld", "claims/2015/report/only-cliches.html"}


class Site:
    """A site that is built again and again; `published` is what stands in its output."""

    def __init__(self, root: Path) -> None:
        self.editor = Editor(root)
        self.context = BuildContext()
        self.built = self.build()

    def build(self) -> Built:
        built = build_site(self.editor.root, context=self.context)
        if built.files is not None:
            self.context = replace(self.context, published=built.digests, inputs=built.inputs, remake=frozenset())
            self.built = built
        return built

    def change(self, path: str, old: str, new: str) -> None:
        assert old.encode() in self.editor.read(path)
        self.editor.write(path, self.editor.read(path).replace(old.encode(), new.encode()))


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path / "site")


def made(built: Built) -> set[str]:
    assert built.files is not None
    return set(built.files)


def test_what_is_made_has_the_digest_that_is_noted(site):
    assert site.built.files is not None
    for path, data in site.built.files.items():
        bytes_ = data.read_bytes() if isinstance(data, Path) else data
        assert hashlib.sha256(bytes_).hexdigest() == site.built.digests[path]
    assert site.built.files.keys() == site.built.digests.keys()


def test_of_what_stands_nothing_is_made_and_all_is_listed(site):
    before = site.built
    again = site.build()
    assert made(again) == set()
    assert again.digests == before.digests
    assert again.sums.made == 0


def test_with_no_memory_of_it_all_is_made_again(site):
    site.context = replace(site.context, cache=Cache())
    copied = {path for path in site.built.digests if path.endswith((".png", ".svg")) and "assets/" not in path}
    segment = {path for path in site.built.digests if path.startswith("search/all/")}
    assert copied
    assert segment
    # of a segment that is made only those files are written that are not there yet
    assert made(site.build()) == site.built.digests.keys() - copied - segment


def test_what_stands_otherwise_is_made_again(site):
    lost = {"index.html", "articles/2015/map.png", "claims/2015/report/only-cliches.html", "assets/site.js"}
    published = {path: digest for path, digest in site.context.published.items() if path not in lost}
    site.context = replace(site.context, published={**published, "articles/2016.csv": "0" * 64}, inputs="?")
    again = site.build()
    assert made(again) == lost | PAGES_OF_REPORT | {"articles/2016.csv"}
    assert again.why["index.html"] == again.why["articles/2015/report.html"] == ("output",)


def test_pages_that_others_make_are_the_same(site, monkeypatch):
    """And are known by the same, so that the next build leaves them."""
    monkeypatch.setattr(work.in_batches, "__defaults__", (1, 1))
    whole = site.built
    site.context = BuildContext(pool=Others(), jobs=1)
    with_others = site.build()
    assert with_others.digests == whole.digests
    assert made(with_others) == whole.digests.keys()
    site.context = replace(site.context, pool=None)
    assert made(site.build()) == set()
    site.context = replace(site.context, pool=Others())
    site.change(REPORT, "title:", "title: Another")
    edited = site.build()
    assert "articles/index.html" in made(edited)
    assert "404.html" not in made(edited)
    assert edited.digests == build_site(site.editor.root).digests


def test_what_is_asked_for_is_made_though_it_stands(site):
    site.context = replace(
        site.context, remake=frozenset({"404.html", "map.svg", "claims/2015/report/only-cliches.html"})
    )
    assert made(site.build()) == {"404.html", "map.svg", *PAGES_OF_REPORT}


def test_what_the_memo_lost_meanwhile_is_compiled_from_the_files(site, monkeypatch):
    site.change(REPORT, "Russia has", "Russia had")
    get_all = Cache.get_all
    monkeypatch.setattr(
        Cache, "get_all", lambda cache, keys: {} if any(k.startswith("body:") for k in keys) else get_all(cache, keys)
    )
    again = site.build()
    assert again.files is not None
    page = again.files["articles/2015/report.html"]
    assert isinstance(page, bytes)
    assert b"Russia had" in page
    assert again.digests == build_site(site.editor.root).digests


def test_with_a_broken_template_nothing_is_to_be_published_and_nothing_forgotten(site):
    site.change("templates/own/late.html", "★", "{{ nothing }}")
    assert site.build().files is None
    site.change("templates/own/late.html", "{{ nothing }}", "★")
    assert made(site.build()) == set()


WHYS = [
    ("new", "content/articles/2017/new.md", None, "articles/2017/new.html"),
    ("templates", "templates/own/late.html", ("★", "☆"), "articles/2015/report.html"),
    ("site", "site.yaml", ("title: Contested", "title: Other"), "articles/2015/report.html"),
    ("facts", "content/articles/2015/report.yaml", ("p. 12", "p. 13"), "articles/2015/report.html"),
    ("body", REPORT, ("Russia has", "Russia had"), "articles/2015/report.html"),
    ("notes", "content/articles/2015/report.yaml", ("He names", "He named"), "articles/2015/report.html"),
    ("around", "content/speakers/people.yaml", ("Igor", "Ivan"), "articles/2016/annex.html"),
    ("view", "content/speakers/people.yaml", ("Igor", "Ivan"), "speakers/konashenkov.html"),
    ("templates", "templates/page.html", ("{% block", "x{% block"), "about.html"),
    ("view", "site.yaml", ("codes:", "verdicts: {supported: {tone: red}}\ncodes:"), "assets/verdicts.css"),
]


@pytest.mark.parametrize(("why", "path", "change", "page"), WHYS, ids=[f"{why} {page}" for why, _, _, page in WHYS])
def test_why_a_page_is_made_is_told(site, why, path, change, page):
    if change:
        site.change(path, *change)
    else:
        site.editor.write(path, b"---\ntitle: New\ndate: 2017-05-05\n---\n\nNew.\n")
    again = site.build()
    assert page in made(again)
    assert why in again.why[page]
    assert set(again.why[page]) <= REASONS.keys()
