"""The codebook: what it says of each key and value, who leads to it, and where there is none."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from generator.model import Annotation, CodeKey, CodeValue, FrontMatter
from generator.outputs.codebook import plan_codebook
from generator.outputs.sitemap import OTHER_PAGES
from generator.outputs.views import CodebookPage
from generator.values import replace
from tests.archives import (
    ARTICLES,
    archive_of,
    by,
    every_output_but,
    lists_of,
    pages_of_sitemap,
    quoted,
    scheme,
    settings,
    site,
    written,
)

STANCE = CodeKey(
    "stance",
    (CodeValue("for", "Praises or defends."), CodeValue("against", "Blames.", "only clichés"), CodeValue("none")),
    "Towards the claim's subject.",
    several=True,
    required=("claim", "note"),
)
FRAME = scheme(frame=("conflict", "blame"))
FILES = site(settings(codes=(*FRAME, STANCE), navigation=("claims", "codebook")))
PAGE = FILES["codebook.html"].decode()


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(key: str) -> str:
    sections = re.findall(r"<section.*?</section>", PAGE, re.DOTALL)
    (found,) = (part for part in sections if f"<bdi>{key}</bdi></h2>" in part)
    return text_of(found)


def coded(name: str, **codes: tuple[str, ...]) -> Annotation:
    return Annotation(name, "claim", quoted("Text"), speaker=by("editors"), codes=tuple(codes.items()))


def uses(*annotations: Annotation, codes: tuple[CodeKey, ...] = FRAME) -> dict[str, int]:
    """How many claims the codebook counts, by value."""
    article = written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", annotations)
    archive = archive_of([article], settings(codes=codes))
    (page,) = plan_codebook(archive, lists_of(archive))
    assert isinstance(page.view, CodebookPage)
    return {value.name: value.claims for code in page.view.codes for value in code.values}


def test_it_says_what_each_key_and_value_means():
    assert section("stance") == (
        "stance Towards the claim&#39;s subject. Several values may apply. Asked of claims, notes "
        "for Praises or defends. against Blames. For example: only clichés none"
    )


def test_it_counts_the_claims_that_have_each_value():
    assert section("frame") == "frame conflict 1 claim blame 0 claims"


def test_a_page_of_the_codebook_describes_itself_and_needs_no_script():
    assert '<meta name="description" property="og:description" content="Codebook: frame, stance">' in PAGE
    assert PAGE.count("<script") == 1  # that of every page


def test_who_reads_a_label_is_led_to_the_codebook():
    of_article = FILES["articles/2015/amnesty.html"].decode()
    assert '<span><a href="../../codebook.html">Labels</a>: frame: conflict</span>' in of_article
    of_claim = FILES["claims/2015/amnesty/only-cliches.html"].decode()
    assert '<dt><a href="../../../codebook.html">Labels</a></dt>' in of_claim
    assert '<a href="codebook.html" aria-current="page">Codebook</a>' in PAGE


def test_a_site_without_a_coding_scheme_has_no_codebook():
    of = settings(navigation=("claims", "codebook"))
    assert "codebook.html" not in site(of)
    assert not any("codebook" in path for path, _ in pages_of_sitemap(archive_of(ARTICLES, of))[OTHER_PAGES])
    assert b"codebook" not in site(of)["index.html"]


def test_the_sitemap_names_it():
    assert ("codebook.html", "") in pages_of_sitemap(archive_of(ARTICLES, settings(codes=FRAME)))[OTHER_PAGES]


def test_a_site_of_articles_alone_has_one():
    assert "codebook.html" in site(settings(codes=FRAME, outputs=("articles",)))
    assert "codebook.html" in site(settings(codes=FRAME, outputs=every_output_but("pages")))


@pytest.mark.parametrize(("language", "heading"), [("fr", "Grille de codage"), ("ar", "دليل التصنيف")])
def test_it_speaks_the_language_of_the_interface(language, heading):
    html = site(settings(codes=(STANCE,), language=language))["codebook.html"].decode()
    assert f"<h1>{heading}</h1>" in html
    assert "Asked of" not in html


def test_answers_and_appearances_count_once_or_not_at_all():
    answer = replace(coded("b", frame=("blame",)), kind="counterpoint", to=("2015/a#a",))
    again = replace(coded("c", frame=("blame",)), repeats="2015/a#a")
    assert uses(coded("a", frame=("conflict",)), answer, again) == {"conflict": 1, "blame": 0}


@few(max_examples=20)
@given(st.lists(st.sets(st.sampled_from(["conflict", "blame"])), max_size=4))
def test_a_value_counts_the_claims_that_have_it(given_values):
    several = (replace(FRAME[0], several=True),)
    claims = [coded(f"c{n}", frame=tuple(sorted(values))) for n, values in enumerate(given_values)]
    assert uses(*claims, codes=several) == {
        name: sum(name in values for values in given_values) for name in ("conflict", "blame")
    }
