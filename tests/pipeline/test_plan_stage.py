"""The parts of an article's pages cover everything that the pages show, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.outputs.page_context import site_of
from generator.pipeline.batches import ArticleSummary, Rendering
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.plan_stage import SHARED, article_parts, shared_parts
from generator.values import replace
from tests.archives import ARTICLES, archive_of, settings
from tests.editing import Editor

HEAD = ArticleSummary("shown", "facts", "body", "notes")


def parts(language: str = "en", title: str = "Contested Headlines", **templates: str) -> dict[str, str]:
    site = site_of(archive_of(ARTICLES, settings(title=title)))
    return dict(shared_parts(Rendering(tuple(templates.items()), language, site)))


def changed(one: dict[str, str], other: dict[str, str]) -> set[str]:
    assert one.keys() == other.keys()
    return {name for name in one if one[name] != other[name]}


def test_the_parts_that_all_articles_share_have_their_names():
    assert tuple(parts()) == SHARED


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("article.html", "x"), ("claim.html", "x"), ("repeat.html", "x"), ("note.html", "x"), ("base.html", "x")),
        ("words/en.yaml", "home: {all_articles: Latest}"),
    ],
)
def test_a_template_that_makes_pages_of_articles_is_a_part_of_them(name, text):
    assert changed(parts(), parts(**{name: text})) == {"templates"}


@pytest.mark.parametrize("name", ["home.html", "speaker.html", "site.js", "style/own.css", "own/unused.html"])
def test_one_that_makes_others_is_not(name):
    assert changed(parts(), parts(**{name: "x"})) == set()


def test_a_template_that_was_looked_for_and_not_there_is_a_part_once_it_is():
    looking = {"article.html": "{% include ['own/a.html', 'own/b.html'] ignore missing %}"}
    assert changed(parts(**looking), parts(**looking, **{"own/b.html": "x"})) == {"templates"}


def test_a_template_whose_name_is_worked_out_may_be_any():
    looking = {"article.html": "{% include 'own/' ~ page.id ignore missing %}"}
    assert changed(parts(**looking), parts(**looking, **{"home.html": "x"})) == {"templates"}


def test_a_template_under_any_name_may_include_others():
    """Whatever its ending, what is included is made as a template."""
    looking = {"article.html": "{% include 'own/a.txt' %}", "own/a.txt": "{% include 'own/b.txt' ignore missing %}"}
    assert changed(parts(**looking), parts(**looking, **{"own/b.txt": "x"})) == {"templates"}


def test_the_language_and_the_title_of_the_site_are_parts():
    assert "templates" in changed(parts(), parts(language="de"))
    assert changed(parts(), parts(title="Others")) == {"site"}


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        (replace(HEAD, facts="other"), {"facts"}),
        (replace(HEAD, body="other"), {"body"}),
        (replace(HEAD, notes="other"), {"notes"}),
        (replace(HEAD, shown="other"), set()),
    ],
)
def test_what_an_articles_own_files_say_is_a_part(other, differs):
    assert changed(dict(article_parts(HEAD, "")), dict(article_parts(other, ""))) == differs


def test_what_surrounds_an_article_is_a_part():
    assert changed(dict(article_parts(HEAD, "a")), dict(article_parts(HEAD, "b"))) == {"around"}


def made(root: Path, cache: Cache, published: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    built = build_site(root, context=BuildContext(cache, published=published))
    assert built.files is not None
    return {path for path, data in built.files.items() if isinstance(data, bytes)}, dict(built.digests)


def test_an_article_that_may_have_its_path_no_more_is_not_listed_though_nothing_it_shows_has_changed(tmp_path):
    """The newest comes first: the other article's page stands where a folder is needed now."""
    editor, cache = Editor(tmp_path / "site"), Cache()
    page, taking = "articles/2015/briefing.html", "content/articles/2015/briefing.html/x.md"
    _, published = made(editor.root, cache, {})
    for _ in range(2):
        editor.write(taking, b"---\ntitle: X\ndate: 2019-01-01\n---\n\nx\n")
        _, published = made(editor.root, cache, published)
        assert page not in published
        (editor.root / taking).unlink()
        _, published = made(editor.root, cache, published)
        assert page in published
        assert "articles/2015/briefing.html/x.html" not in published


def test_a_page_that_lost_its_path_to_another_is_made_once_the_path_is_free(tmp_path):
    """Two want one path: the first has it. What the second was made from is as it was; its set of pages isn't."""
    editor, cache = Editor(tmp_path / "site"), Cache()
    page = "articles/2017/plain.html"
    _, published = made(editor.root, cache, {})
    editor.write("content/articles/2017/plain.html/x.txt", b"a folder where a page was")
    _, published = made(editor.root, cache, published)
    assert page in published, "articles come before files"
    assert f"{page}/x.txt" not in published
    (editor.root / "content/articles/2017/plain.md").unlink()
    _, published = made(editor.root, cache, published)
    assert page not in published
    assert f"{page}/x.txt" in published
