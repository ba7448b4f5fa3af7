"""What each page says of itself: one line of plain text, its own, and nothing that is withheld or made up."""

from __future__ import annotations

import html as html_text
import random
import re
import xml.etree.ElementTree as ElementTree
from typing import Any

import pytest
from markupsafe import Markup, escape

from generator.diagnostics import Diagnostic
from generator.model import Annotation, FrontMatter, PageFacts
from generator.outputs.article_pages import plan_article
from generator.outputs.descriptions import MOST_CHARACTERS, brief, opening
from generator.pipeline.build import build_site
from generator.rendering.templates import Templates
from generator.values import replace
from tests.archives import ABOUT, archive_of, by, dossiers, quoted, settings, site, written

WORDS = [
    "a",
    "word",
    "“said”",
    "<b>",
    "&amp;",
    "ردّ",
    "ответ",
    "e\u0301",
    "答",
    "answer,",
    "—",
    "\n",
    "\t ",
    "👩\u200d👩",
]
OWN_ARTICLE = """{% extends "default/article.html" %}
{% import "descriptions.html" as descriptions %}
{% block summary %}{{ descriptions.article(page) }}{% endblock %}
{% block description %}{{ super.super() }}{% endblock %}
"""
"""The template of articles, with the description that this module tests."""


def texts(seed: int) -> str:
    chance = random.Random(seed)
    return chance.choice([" ", " ", ""]).join(chance.choices(WORDS, k=chance.randint(0, 80)))


@pytest.mark.parametrize("seed", range(60))
def test_a_description_is_one_line_that_begins_like_its_text(seed):
    text = texts(seed)
    line, whole = brief(text), " ".join(text.split())
    assert len(line) <= MOST_CHARACTERS
    assert line == " ".join(line.split())
    if len(whole) <= MOST_CHARACTERS:
        assert line == whole
    else:
        assert line.endswith("…")
        assert whole.startswith(line.removesuffix("…"))
        assert len(line) > MOST_CHARACTERS // 3


@pytest.mark.parametrize("seed", range(60))
def test_markup_is_shortened_as_the_text_that_it_shows(seed):
    text = texts(seed)
    assert brief(escape(text)) == brief(text)
    assert brief(Markup("<p title='no'>{}</p>\n<!-- no -->").format(text)) == brief(text)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("word " * 40, "word " * 31 + "word…"),
        ("a, " * 80, ("a, " * 53).rstrip(", ") + "…"),
        ("答" * 200, "答" * 159 + "…"),
        ("a" * 158 + "e\u0301" * 20, "a" * 158 + "…"),
    ],
)
def test_a_line_is_cut_between_words_or_characters(text, line):
    assert brief(text) == line


def test_an_opening_is_made_of_paragraphs_alone():
    html = "<h2>One</h2>\n<pre>two</pre>\n<p>Three <em>four</em>.</p>\n<ul><li>five</li></ul>\n<p class='x'>Six.</p>\n"
    assert brief(opening(html)) == "Three four. Six."
    assert brief(opening("<h2>One</h2>")) == "One"
    assert opening("<p>" + "long " * 90 + "</p><p>no</p>").count("<p>") == 1


def described(html: str) -> str:
    """The description of a page, which previews of links show, too."""
    (meta,) = re.findall(r'<meta name="description" property="og:description" content="([^"]*)">', html)
    return html_text.unescape(meta)


WHOLE = {path: content.decode() for path, content in site().items() if path.endswith(".html")}


@pytest.mark.parametrize("path", sorted(path for path in WHOLE if not path.startswith("articles/201")))
def test_every_page_says_what_it_is_in_a_line(path):
    line = described(WHOLE[path])
    assert 0 < len(line) <= MOST_CHARACTERS
    assert not re.search(r"[\n<>]", line)


def test_no_two_pages_say_the_same_of_themselves():
    leads_on = 'http-equiv="refresh"'  # two former addresses may lead to one page
    own = [html for path, html in WHOLE.items() if not path.startswith("articles/201") and leads_on not in html]
    said = list(map(described, own))
    assert len(set(said)) == len(said)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("index.html", "Disputed news stories, read closely"),
        ("claims/2015/amnesty/only-cliches.html", "Unsupported. Igor Konashenkov, quoted. He names no passage"),
        ("claims/2015/amnesty/no-targets.html", "Withdrawn by the editors. Amnesty International, paraphrased, via"),
        ("speakers/konashenkov.html", "Igor Konashenkov: Spokesman, Defence Ministry. Speaks for"),
        ("verdicts/supported.html", "Supported: 1 claim. Borne out by records."),
        ("tags/syria.html", "Tagged “Syria”: 2 articles"),
        ("publishers/sabq.html", "Sabq: 1 article"),
        ("sources/index.html", "Sources: 2 sources, by who published them"),
        ("404.html", "No such page. The address may be mistyped"),
        ("about.html", "Read one and more."),
    ],
)  # fmt: skip
def test_a_page_says_who_or_what_it_is_about(path, line):
    assert described(WHOLE[path]).startswith(line)


def claim_page(**changes: Any) -> str:
    claim = replace(Annotation("a", "claim", quote=quoted("It rained"), speaker=by("amnesty")), **changes)
    answer = Annotation("b", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#a",))
    article = written("2015/a", FrontMatter("T", "2015-01-01"), "It rained, they say.", [claim, answer])
    return described(site(settings(), [article])["claims/2015/a/a.html"].decode())


def test_a_claim_without_a_reason_says_its_words_and_how_it_is_answered():
    assert claim_page() == "Not rated. Amnesty International, quoted: “It rained” (1 answer)"


def test_a_paraphrase_is_never_put_in_quotation_marks():
    assert claim_page(quote=(), statement="It rained.") == (
        "Not rated. Amnesty International, paraphrased: It rained. (1 answer)"
    )


def test_a_withdrawn_claim_is_not_called_by_its_verdict():
    line = claim_page(verdict="false", withdrawn="A mistake", note="Because.")
    assert line == "Withdrawn by the editors. Amnesty International, quoted. A mistake"


def test_a_list_says_how_much_it_has_and_a_page_by_date_of_what_and_when():
    articles = [written(f"2015/a{n}", FrontMatter("T", "2015-01-01"), "Text.") for n in range(51)]
    files = site(settings(), articles)
    assert described(files["articles/index.html"].decode()) == "Articles: 51 articles, newest first."
    assert described(files["articles/in-2015.html"].decode()) == "Articles, 2015: 51 articles"


def test_a_page_s_own_summary_comes_before_its_text():
    page = PageFacts("p", "content/pages/p.md", "Title", "<h2>No</h2>\n<p>The text.</p>\n", summary="In short.")
    files = site(pages=[ABOUT, page, replace(page, id="q", summary="")])
    assert described(files["p.html"].decode()) == "In short."
    assert described(files["q.html"].decode()) == "The text."


@pytest.mark.parametrize(
    ("front", "line"),
    [
        (FrontMatter("T", "2015-01-02", publisher="Sabq", summary="In short."), "In short."),
        (FrontMatter("T", "2015-01-02", publisher="Sabq"), "Sabq, 2 January 2015. 2 claims: False (1). 1 answer."),
        (FrontMatter("T", "2015-01"), "January 2015. 2 claims: False (1). 1 answer."),
    ],
)
def test_an_article_says_its_summary_or_where_it_comes_from_and_its_claims(front, line):
    annotations = [
        Annotation("a", "claim", statement="One.", speaker=by("amnesty"), verdict="false"),
        Annotation("b", "claim", statement="Two.", speaker=by("amnesty")),
        Annotation("c", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#a",)),
    ]
    article = written("2015/a", front, "Text.", annotations)
    archive = archive_of([article], settings())
    (dossier,) = dossiers(archive, {article.facts.id: article.body})
    rendered = Templates({"article.html": OWN_ARTICLE}, "en").render(plan_article(dossier)[0])
    assert not isinstance(rendered, Diagnostic), rendered
    assert described(rendered.decode()) == line


def test_every_page_has_the_icon_and_no_other():
    for path, html in WHOLE.items():
        (icon,) = re.findall(r'<link rel="[^"]*icon[^"]*" href="([^"]*)" type="image/svg\+xml">', html)
        assert icon.endswith("assets/icon.svg"), path


def test_a_site_s_own_icon_takes_the_place_of_the_default_one(tmp_path):
    (tmp_path / "site.yaml").write_text("title: T\n")
    default = build_site(tmp_path).files
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "icon.svg").write_text("<svg/>\n")
    own = build_site(tmp_path).files
    assert default is not None
    assert own is not None
    ElementTree.fromstring(bytes(default["assets/icon.svg"]))
    assert own["assets/icon.svg"] == b"<svg/>\n"
