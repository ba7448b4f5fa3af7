"""A site's own look: docs/templates.md is complete, and its examples build."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from docs.make import GIVEN, templates_page
from generator.model import Annotation, FrontMatter
from generator.outputs.article_pages import plan_article
from generator.pipeline.build import build_site
from generator.rendering.defaults import default_templates
from generator.rendering.templates import STYLE_PARTS
from tests.archives import ARTICLES, archive_of, by, dossiers, hubs, scheme, settings, written

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "templates.md").read_text(encoding="utf-8")


def example(language: str) -> str:
    """The first fenced block in a language."""
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found, language
    return found[1]


def test_the_reference_is_up_to_date():
    assert templates_page(PAGE) == PAGE, "run: python docs/make.py"


def test_each_template_is_given_the_view_that_the_reference_names():
    claims = [Annotation(f"c{n}", "claim", statement="It is.", speaker=by("amnesty")) for n in range(51)]
    articles = (*ARTICLES, written("2014/many", FrontMatter("Many", "2014-01-01"), "Text.", claims))
    archive = archive_of(articles, settings(codes=scheme(frame=("conflict",))))
    bodies = {article.facts.id: article.body for article in articles}
    pages = list(hubs(archive))
    pages += [page for dossier in dossiers(archive, bodies) for page in plan_article(dossier)]
    rendered = (".html", ".xml")
    assert {p.template: type(p.view).__name__ for p in pages if p.template.endswith(rendered)} == GIVEN


def test_each_default_template_is_named():
    unnamed = [name for name in default_templates() if f"`{name}`" not in PAGE and not name.startswith("words/")]
    assert unnamed == []


def test_the_blocks_around_every_page_are_named():
    blocks = re.findall(r"{%-? block (\w+)", default_templates()["base.html"])
    named = re.search(r"Every page has the blocks of `base.html`: (.*?)\. ", PAGE)
    assert named
    assert re.findall(r"`(\w+)`", named[1]) == [name for name in blocks if name != "title"]


def test_a_site_with_templates_style_and_words_of_its_own_builds(tmp_path):
    files = {
        "site.yaml": "title: My archive\n",
        "content/articles/2015/a.md": "---\ntitle: A report\ndate: 2015-12-23\npublisher: The Daily\n---\n"
        "It was said that it rained.\n",
        "content/articles/2015/a.yaml": "claims:\n  rain: {speaker: outlet, quote: it rained}\n",
        "templates/article.html": example("jinja"),
        "templates/style/mine.css": example("css"),
        "templates/script/quotes.js": example("js"),
        "templates/words/en.yaml": example("yaml"),
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    built = build_site(tmp_path)
    assert [d for d in built.diagnostics if d.severity != "notice"] == []
    assert built.files is not None
    shown = {path: data.decode() for path, data in built.files.items() if isinstance(data, bytes)}
    article = shown["articles/2015/a.html"]
    assert "Please cite the article, not this page." in article
    assert 'id="cite_"' not in article
    assert "it rained" in article
    style = shown["assets/style.css"]
    assert 0 < style.index("--red:#a5281b") < style.index("--red:#9a1a4a")
    assert 'quote.title="From the record"' in shown["assets/site.js"]
    assert "<h1>Statements</h1>" in shown["claims/index.html"]
    assert "1 statement" in shown["claims/index.html"]


def test_the_demonstration_s_style_and_script_keep_to_their_budgets(tmp_path):
    """Bytes as they are published. The sheet of numbers apart, which grows with the longest article."""
    shutil.copy(ROOT / "site.yaml", tmp_path)
    shutil.copytree(ROOT / "content", tmp_path / "content")
    files = build_site(tmp_path).files
    assert files is not None
    sizes = {path: len(data) for path, data in files.items() if isinstance(data, bytes)}
    assert sizes["assets/style.css"] + sizes["assets/verdicts.css"] <= 36_000
    assert sizes["assets/site.js"] <= 8_000
    assert sizes["assets/search.js"] <= 8_000


# ── how templates are written ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", sorted(name for name in default_templates() if not name.startswith("words/")))
def test_a_template_has_no_line_that_is_too_long_to_read(name):
    limit = 200 if name.endswith((".html", ".xml")) else 120
    lines = enumerate(default_templates()[name].splitlines(), 1)
    assert [number for number, line in lines if len(line) > limit] == []


@pytest.mark.parametrize("name", STYLE_PARTS)
def test_a_style_sheet_has_a_declaration_a_line(name):
    text = re.sub(r"/\*.*?\*/", "", default_templates()[name], flags=re.DOTALL)
    text = re.sub(r'"[^"]*"', '""', text)
    assert re.findall(r"^.*;[ \t]*\S.*$|^.*\{[ \t]*\S.*$|^.*[^\s}].*\}.*$", text, re.MULTILINE) == []
    assert "!important" not in text


NUMBERED = re.compile(r"(?:align|depth|lane|lines|nth|rows)-\w+|v-?\w+")
"""Classes of a kind, which the program and the templates put together."""


def test_no_rule_is_for_a_class_that_nothing_has():
    texts = default_templates()
    style = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", "".join(texts[name] for name in STYLE_PARTS), flags=re.DOTALL)
    named = set(re.findall(r"\.([a-z][\w-]*)", style))
    given = [text for name, text in texts.items() if name.endswith((".html", ".js"))]
    given += [path.read_text(encoding="utf-8") for path in (ROOT / "generator").rglob("*.py")]
    words = set(re.findall(r"[a-z][\w-]*", " ".join(given)))
    assert len(named) > 100
    assert {name for name in named - words if not NUMBERED.fullmatch(name)} == set()


def test_no_element_has_a_style_of_its_own():
    assert [name for name, text in default_templates().items() if name.endswith(".html") and " style=" in text] == []


def test_a_broken_file_of_words_publishes_nothing(tmp_path):
    (tmp_path / "site.yaml").write_text("title: T\n")
    (tmp_path / "templates" / "words").mkdir(parents=True)
    (tmp_path / "templates" / "words" / "en.yaml").write_text("claims: {haeding: x}\n")
    built = build_site(tmp_path)
    assert built.files is None
    assert [d.code for d in built.diagnostics if d.severity == "error"] == ["words-mistake"]
