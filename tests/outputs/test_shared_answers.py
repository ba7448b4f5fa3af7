"""How a counter-point that answers many claims is shown on their pages: whole on the first few, then in short."""

from __future__ import annotations

import html5lib
import pytest

from generator.linking.exchanges import MOST_WHOLE
from generator.pipeline.build import build_site
from tests.casefiles import remember_templates

remember_templates()

CLAIMS = [f"c{n:02}" for n in range(MOST_WHOLE + 2)]
SIDECAR = f"""\
speakers:
  lind: {{name: Ada Lind}}
claims:
{"".join(f"  {id}: {{speaker: lind, statement: It is {id}.}}{chr(10)}" for id in CLAIMS)}
counterpoints:
  none-of-it:
    to: [{", ".join(CLAIMS)}]
    relation: rebuts
    speaker: {{unnamed: an official}}
    statement: None of it is so, {"as was told again and again, " * 20}at the end.
    note: The official did not say why.
    withdrawn: 2016-03-01 Misheard.
    sources: [{", ".join(f"https://example.org/{n}" for n in range(10, 22))}]
    counterpoints:
      all-of-it: {{speaker: lind, statement: All of it is so.}}
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    root = tmp_path_factory.mktemp("site")
    (root / "site.yaml").write_text("title: A site\n")
    (root / "content/articles").mkdir(parents=True)
    (root / "content/articles/a.md").write_text("---\ntitle: T\ndate: 2015-12-23\n---\n\nWords.\n")
    (root / "content/articles/a.yaml").write_text(SIDECAR)
    files = build_site(root).files
    assert files
    return {path: data.decode() for path, data in files.items() if isinstance(data, bytes) and path.endswith(".html")}


def test_on_the_page_of_one_of_the_first_claims_it_stands_whole(pages):
    page = pages[f"claims/a/{CLAIMS[MOST_WHOLE - 1]}.html"]
    for words in ("at the end.", "did not say why", "All of it is so.", "https://example.org/21", "Misheard."):
        assert words in page


def test_on_that_of_a_later_one_it_stands_in_short(pages):
    page = pages[f"claims/a/{CLAIMS[MOST_WHOLE]}.html"]
    assert "None of it is so, as was told" in page
    assert "Misheard." in page, "what is withdrawn says so everywhere"
    assert page.count("https://example.org/") == 8, "the first sources are evidence"
    for words in ("at the end.", "did not say why", "All of it is so.", "https://example.org/21"):
        assert words not in page
    assert '<a href="c00.html">1 answer</a>' in page
    assert '<a href="../../articles/a.html#none-of-it">' in page


def test_its_note_in_the_article_names_all_that_it_answers(pages):
    article = pages["articles/a.html"]
    note = article[article.index('id="note_none-of-it"') :]
    note = note[: note.index("</li>")]
    assert note.count('href="#note_c') == len(CLAIMS)


def test_the_pages_are_well_formed(pages):
    for id in CLAIMS[-3:]:
        html5lib.HTMLParser(strict=True).parse(pages[f"claims/a/{id}.html"])
