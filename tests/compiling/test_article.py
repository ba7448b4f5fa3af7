"""The marks of a compiled article: their classes, and the numbers of their notes; and its locations."""

import re

import pytest

from generator.compiling.article import compile_article
from generator.model import ArticleSource
from generator.urls import article_fragments


def marks(text: str, sidecar: str, front: str = "") -> dict[str, str]:
    """The attributes of the first mark of each annotation, by its id."""
    source = f"---\ntitle: T\ndate: 2015-12-23\n{front}---\n{text}\n"
    body = compile_article(ArticleSource("x", "x.md", source.encode(), "x.yaml", sidecar.encode())).body
    assert body
    found = re.findall(r'<mark data-annotation="([^"]+)" ([^>]*)>', body.html)
    return dict(reversed(found))


def classes(attributes: str) -> list[str]:
    found = re.search(r'class="([^"]*)"', attributes)
    assert found
    return found[1].split()


def test_of_a_text_that_is_withheld_in_part_others_see_only_what_is_published():
    text = (
        b"---\ntitle: T\ndate: 2015-12-23\ntext: passages\n---\n\nOne [a](a.md) [f](f.pdf).\n\n> Two [b](b.md#x).\n>\n"
        b"> Three [a](a.md#y) [c](c.pdf).\n\nFour.\n"
    )
    sidecar = b"claims:\n  x: {speaker: outlet, quote: Three}\nnotes:\n  n: {note: 'See [it](b.md).'}\n"
    compiled = compile_article(ArticleSource("x", "content/articles/x.md", text, "content/articles/x.yaml", sidecar))
    facts, body = compiled.facts, compiled.body
    assert facts
    assert body
    assert facts.links == ("articles/a.html#y", "articles/c.pdf", "articles/b.html")
    assert [str(compiled.locations[f"link/{n}"]) for n in (0, 1)] == [f"content/articles/x.md:11:{n}" for n in (13, 25)]
    assert facts.withheld_links == ("articles/f.pdf", "articles/b.html")
    assert (facts.paragraphs, facts.withheld_paragraphs) == (4, (1, 2, 4))
    assert {name for name in article_fragments(facts) if name.startswith("p_")} == {"p_3"}
    assert body.text == ""


def test_a_link_of_a_note_to_an_anchor_alone_leads_into_the_article():
    sidecar = b"notes:\n  n: {note: 'See [below](#p_1) and [this](x.md#n).'}\n"
    text = b"---\ntitle: T\ndate: 2015-12-23\n---\n\nOne.\n"
    facts = compile_article(ArticleSource("x", "content/articles/x.md", text, "content/articles/x.yaml", sidecar)).facts
    assert facts
    assert facts.links == ("articles/x.html#p_1", "articles/x.html#n")


def test_nothing_of_a_whole_text_is_withheld():
    text = b"---\ntitle: T\ndate: 2015-12-23\n---\n\nOne [a](a.md).\n\nTwo.\n"
    facts = compile_article(ArticleSource("x", "content/articles/x.md", text)).facts
    assert facts
    assert (facts.links, facts.withheld_links, facts.withheld_paragraphs) == (("articles/a.html",), (), ())
    assert {"p_1", "p_2"} <= article_fragments(facts)


def test_places_of_one_name_are_told_apart():
    text = b"---\ntitle: T\ndate: 2015-12-23\ntags: [a]\n---\n\nOne [link](b.md).\n"
    sidecar = b"notes:\n  tags:\n    note: |\n      Two.\n\n      See [it](c.md).\n"
    places = compile_article(ArticleSource("x", "x.md", text, "x.yaml", sidecar)).locations
    assert {key: str(at) for key, at in places.items() if key.partition("/")[0] != "title"} == {
        "date": "x.md:3:7",
        "tags": "x.md:4:7",
        "tags/0": "x.md:4:8",
        "sidecar/tags": "x.yaml:2:3",
        "sidecar/tags/note": "x.yaml:3:5",
        "link/0": "x.md:7:12",
        "link/1": "x.yaml:6:16",
    }
    assert len(places) == len(dict(places))


VOICES = """\
claims:
  first: {speaker: lind, quote: First, verdict: false}
  second: {speaker: outlet, quote: second}
  third: {speaker: courier, quote: third, withdrawn: 2016-03-01 Misread it.}
notes:
  fourth: {quote: fourth}
"""


def test_a_mark_has_its_kind_its_verdict_and_the_number_of_its_voice():
    found = {id: classes(a) for id, a in marks("First, second, third, fourth.", VOICES, "publisher: courier\n").items()}
    assert found == {
        "first": ["claim", "v-false", "v1"],
        "second": ["claim", "v2"],
        "third": ["claim", "v2", "withdrawn"],
        "fourth": ["note"],
    }


def test_overlapping_claims_have_lanes_and_their_references_have_the_same_classes():
    sidecar = "claims:\n  a: {speaker: x, quote: one two}\n  b: {speaker: x, quote: two three}\n"
    found = marks("one two three", sidecar)
    assert classes(found["a"])[-1] == "v1"
    assert classes(found["b"])[-1] == "lane-2"


def test_the_number_on_a_mark_is_its_place_among_the_notes():
    found = marks("First, second, third, fourth.", VOICES)
    assert [re.search(r'data-n="(\d+)"', a)[1] for a in found.values()] == ["4", "3", "2", "1"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "quote", "turned"),
    [
        ("He said الجسر in Arabic.", "الجسر", ["rtl"]),
        ("قال wiped off هنا.", "wiped off", ["ltr"]),
        ("He said so in English.", "said so", []),
        ("Only 1984 is there.", "1984", []),
    ],
)
def test_a_passage_that_runs_against_its_text_says_so(text, quote, turned):
    (found,) = marks(text, f"claims:\n  a: {{speaker: x, quote: {quote}}}\n").values()
    assert [name for name in classes(found) if name in ("ltr", "rtl")] == turned


def test_of_a_thousand_problems_of_one_text_the_rest_are_counted():
    text = "---\ntitle: T\ndate: 2015-12-23\n---\n\n" + "".join(f"[a{n}]: Yes.\n" for n in range(1_005))
    found = compile_article(ArticleSource("x", "x.md", text.encode())).diagnostics
    assert [d.code for d in found].count("text-not-shown") == 1_000
    assert found[-1].code == "too-many-problems"
    assert found[-1].location.line == 1_006
