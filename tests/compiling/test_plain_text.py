"""HTML entities that are left over: in plain texts and in Markdown, what is reported and what is pasted (law 21)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compiling.article import Compiled, compile_article, compile_page
from generator.diagnostics import Diagnostic
from generator.markdown.html_entities import entities_in, entity_message, without_entities
from generator.model import ArticleSource, PageSource
from tests.pastes import all_pasted, pasted


@pytest.mark.parametrize(
    ("text", "found", "plain"),
    [
        ("Health &amp; Safety", ["&amp;"], "Health & Safety"),
        ("&quot;No&quot;", ["&quot;"], '"No"'),
        ("the mill&#8217;s", ["&#8217;"], "the mill’s"),
        ("the mill&#x2019;s", ["&#x2019;"], "the mill’s"),
        ("the mill&#146;s", ["&#146;"], "the mill’s"),
        ("5&nbsp;km", ["&nbsp;"], "5\u00a0km"),
        ("5&nbsp km", ["&nbsp"], "5\u00a0 km"),
        ("a &lt; b &gt; c", ["&lt;", "&gt;"], "a < b > c"),
        ("&amp;amp;amp;", ["&amp;amp;amp;"], "&"),
        ("&amp;nbsp;", ["&amp;nbsp;"], "\u00a0"),
        ("&amp;#8217;", ["&amp;#8217;"], "’"),
        ("&#38;quot;", ["&#38;quot;"], '"'),
        ("&amp;#38;lt;", ["&amp;#38;lt;"], "<"),
        ("AT&amp;T", ["&amp;"], "AT&T"),
        ("R&amp;Dept;", ["&amp;Dept;"], "R&Dept;"),
        ("caf&eacute; &Eacute;tat", ["&eacute;", "&Eacute;"], "café État"),
        ("&laquo;mot&raquo; &hellip;", ["&laquo;", "&raquo;", "&hellip;"], "«mot» …"),
        ("&#1575;&#1604;", ["&#1575;", "&#1604;"], "ال"),
        ("https://e.org/?a=1&amp;b=2", ["&amp;"], "https://e.org/?a=1&b=2"),
    ],
)
def test_entities_are_found_and_decoded_as_often_as_they_were_encoded(text, found, plain):
    assert entities_in(text) == found
    assert without_entities(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        *["AT&T", "R&D", "R&D;", "Q&A;", "S&P 500", "B&B; C&A", "M&S; H&M", "a & b", "&", "&;", "&&", "&#;", "&#x;"],
        *[
            "?a=1&copy=2",
            "?a=1&lt=2",
            "?x&quot=1",
            "&foo;",
            "&nbspx",
            "&ampere",
            "&#99999999;",
            "&#0;",
            "&#7;",
            "&#xd800;",
        ],
        *["tom&jerry;", "Marks&Spencer;", "& nbsp;", "&am p;", "&#12", "rock&roll; rock&amp2", "&NotAnEntity;"],
    ],
)
def test_what_is_no_entity_stays(text):
    assert entities_in(text) == []
    assert without_entities(text) == text


@given(st.text(st.sampled_from("&#;amp13xquotnbsl <T")))
def test_what_is_decoded_holds_no_entity(text):
    assert entities_in(without_entities(text)) == [] or text.count("&") > 3


def test_the_first_few_are_named():
    assert entity_message(["a"]) == "Readers see “a” here as it is typed."
    assert entity_message(["a", "b"]) == "Readers see “a” and “b” here as they are typed."
    assert entity_message(["a", "b", "c"]) == "Readers see “a”, “b” and “c” here as they are typed."
    assert entity_message(list("abcde")) == "Readers see “a”, “b”, “c” and 2 more here as they are typed."


def compiled(front: str, sidecar: str = "", body: str = "Words.") -> Compiled:
    text = f"---\n{front}\n---\n\n{body}\n"
    return compile_article(ArticleSource("x", "x.md", text.encode(), "x.yaml", sidecar.encode() or None))


FRONTS = [
    ("title: The mill &amp; the dam", "The mill & the dam"),
    ("title: 'The mill&#39;s dam'", "The mill's dam"),
    ("title: 'The &quot;mill&quot;'", 'The "mill"'),
    ('title: "The &quot;mill&quot;"', 'The "mill"'),
    ('title: "The &#92; mill"', "The \\ mill"),
    ("title: The mill&rsquo;s dam", "The mill’s dam"),
    ("title: The mill &lt; the dam", "The mill < the dam"),
    ("title: 5&nbsp;km", "5\u00a0km"),
    ("title: |\n  The mill\n  &amp; the dam", "The mill\n& the dam"),
    ("title: >\n  The &amp;\n  dam &quot;now&quot;", 'The & dam "now"'),
    ("title:\n  The mill &amp; the dam", "The mill & the dam"),
    ("title: The mill &amp;amp; the dam", "The mill & the dam"),
    ("title: السد &amp; المطحنة", "السد & المطحنة"),
    ("title: 水坝 &amp; 磨坊", "水坝 & 磨坊"),
]


@pytest.mark.parametrize(("front", "title"), FRONTS)
def test_a_title_is_pasted_as_it_was_published(front, title):
    front = f"{front}\ndate: 2015-12-23"
    (problem,) = compiled(front).diagnostics
    assert problem.code == "html-entity"
    assert problem.location.line in (2, 3)
    after = compiled(pasted(f"---\n{front}", problem.paste).removeprefix("---\n"))
    assert after.diagnostics == ()
    assert after.facts
    assert after.facts.front.title == title


@pytest.mark.parametrize("written", ["a&#58; b", "a &#35;b", "a&#10;b", "a&#44; b", "a&NewLine;b", "&#64;a"])
def test_nothing_is_pasted_that_yaml_would_read_otherwise(written):
    (problem, *_) = compiled(f"title: x {written}\ndate: 2015-12-23").diagnostics
    assert problem.code == "html-entity"
    assert problem.paste is None


@pytest.mark.parametrize(
    ("field", "key"),
    [
        ("subtitle: A &amp; B", "subtitle"),
        ("summary: A &amp; B", "summary"),
        ("publisher: A &amp; B", "publisher"),
        ("authors: [A &amp; B, C]", "authors"),
        ("tags:\n  - c\n  - A &amp; B", "tags"),
        ("section: A &amp; B", "section"),
        ("rights: A &amp; B", "rights"),
        ("image: {src: a.png, alt: A &amp; B}", "image"),
        ("image:\n  caption: A &amp; B", "image"),
        ("image:\n  caption: c\n  credit: A &amp; B", "image"),
        ("corrections:\n  - date: 2015-12-24\n    text: A &amp; B", "corrections"),
        ("titles: {fr: A &amp; B}", "titles"),
        ('titles:\n  fr: "a"\n  fa: A &amp; B', "titles"),
    ],
)
def test_every_plain_text_of_the_front_matter_is_checked(field, key):
    front = f"title: T\ndate: 2015-12-23\n{field}"
    (problem,) = compiled(front).diagnostics
    assert problem.code == "html-entity"
    after = compiled(pasted(f"---\n{front}", problem.paste).removeprefix("---\n"))
    assert after.diagnostics == ()
    assert "A & B" in str(getattr(after.facts.front, key))  # type: ignore[union-attr]


def test_a_title_in_another_language_is_named_where_it_is():
    (problem,) = compiled("title: T\ndate: 2015-12-23\ntitles:\n  fr: a\n  fa: A &amp; B").diagnostics
    assert (problem.location.line, problem.location.column) == (6, 7)


SIDECARS = [
    "claims:\n  a:\n    speaker: x\n    statement: A &amp; B",
    "claims:\n  a: {speaker: x, statement: A &amp; B}",
    "claims:\n  a:\n    speaker: x\n    statement: |\n      One.\n      A &amp; B",
    "claims:\n  a:\n    speaker: x\n    statement: >\n      One.\n\n      A &amp; B",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    withdrawn: 2016-01-02 A &amp; B",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    unsure: A &amp; B",
    "claims:\n  a:\n    speaker: {unnamed: A &amp; B}\n    statement: S",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    said: 2015-12-20, A &amp; B",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    updates:\n      2016-01-02: A &amp; B",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    sources:\n      - {title: A &amp; B, url: https://e.org/}",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    sources:\n      - title: T\n        excerpt: A &amp; B",
    "claims:\n  a:\n    speaker: x\n    statement: S\n    counterpoints:\n      b: {speaker: x, statement: A &amp; B}",
    "speakers:\n  x:\n    name: A &amp; B",
    "speakers:\n  x:\n    name: X\n    role: A &amp; B",
    "speakers:\n  x: {role: A &amp; B}",
    "speakers:\n  x:\n    name: X\n    also: [A &amp; B]",
    "speakers:\n  x:\n    name: X\n    short: A &amp; B",
    "speakers:\n  x:\n    name: X\n    names:\n      fr: 'a'\n      fa: A &amp; B",
    "notes:\n  a:\n    quote: Words\n    tags: [A &amp; B]\n    note: N",
]


@pytest.mark.parametrize("sidecar", SIDECARS)
def test_every_plain_text_of_a_sidecar_is_checked(sidecar):
    (problem,) = compiled("title: T\ndate: 2015-12-23", sidecar).diagnostics
    assert (problem.code, problem.location.path) == ("html-entity", "x.yaml")
    after = compiled("title: T\ndate: 2015-12-23", pasted(sidecar, problem.paste))
    assert after.diagnostics == ()
    assert "A & B" in str((after.facts.annotations, after.facts.speakers))  # type: ignore[union-attr]


def test_quotes_addresses_and_ids_are_left_alone():
    front = "title: T\ndate: 2015-12-23\nurl: https://e.org/?a=1&amp;b=2"
    sidecar = "claims:\n  a:\n    speaker: x\n    quote: A &amp;amp; B\n    sources: ['https://e.org/?a&amp;b']\n"
    assert [
        d.location.path for d in compiled(front, sidecar, "A \\&amp; B").diagnostics if d.code == "html-entity"
    ] == []


BODIES = [
    ("a &amp;nbsp; b", "a &nbsp; b"),
    ("&amp;quot;a&amp;quot;", '"a"'),
    ("a&amp;#8217;s", "a’s"),
    ("a &amp;amp; b", "a &amp; b"),
    ("a &amp;lt;b&amp;gt;", "a &lt;b&gt;"),
    ("a &amp;#42;b&amp;#42;", "a &#42;b&#42;"),
    ("5&nbsp km", "5&nbsp; km"),
    ("> a &amp;mdash; b", "> a — b"),
    ("- a\n- b &amp;mdash; c", "- b — c"),
    ("# a &amp;mdash; b", "# a — b"),
    ("| a |\n|--|\n| b &amp;mdash; c |", "| b — c |"),
    ("*a &amp;mdash; b*", "*a — b*"),
    ("[a &amp;mdash; b](https://e.org/?a&amp;b)", "[a — b](https://e.org/?a&amp;b)"),
    ("![a &amp;mdash; b](https://e.org/p.png)", "![a — b](https://e.org/p.png)"),
    ("a &mdash; b &amp;mdash; c", "a &mdash; b — c"),
    ("a &#38;mdash; b", "a — b"),
    ("他 &amp;mdash; 她", "他 — 她"),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(("body", "line"), BODIES)
def test_what_is_encoded_twice_in_a_body_is_pasted(body, line, ends):
    text = f"---\ntitle: T\ndate: 2015-12-23\n---\n\n{body}\n"

    def problems(text: str) -> list[Diagnostic]:
        source = ArticleSource("x", "x.md", text.replace("\n", ends).encode())
        return [d for d in compile_article(source).diagnostics if d.code == "html-entity"]

    (problem,) = problems(text)
    assert problem.paste
    assert problem.paste.lines == (line,)
    assert problems(all_pasted(text, [problem])) == []


@pytest.mark.parametrize(
    "body",
    [
        *[
            "a &amp; b",
            "5&nbsp;km",
            "a &lt;b&gt;",
            "&#8217;",
            "`&nbsp;`",
            "``a &amp;amp; b``",
            "    &amp;nbsp;",
            "```\n&nbsp;\n```",
        ],
        *[
            r"\&nbsp;",
            r"a \&amp;nbsp; b",
            "AT&T R&D; &foo;",
            "<https://e.org/?a=1&b=2>",
            "[a](https://e.org/?a&amp;amp;b)",
        ],
        *["*&*nbsp;", "a &\namp;"],
    ],
)
def test_what_a_body_means_is_sound(body):
    assert [d for d in compiled("title: T\ndate: 2015-12-23", body=body).diagnostics if d.code == "html-entity"] == []


@pytest.mark.parametrize(
    ("note", "paste"),
    [
        ("note: a &amp;mdash; b", "    note: a — b"),
        ('note: "a &amp;mdash; b"', '    note: "a — b"'),
        ("note: 'a &amp;mdash; b'", "    note: 'a — b'"),
        ("note: |\n      a\n\n      b &amp;mdash; c", "      b — c"),
        ('note: "a &amp;quot; b"', None),
    ],
)
def test_a_note_is_checked_as_markdown(note, paste):
    sidecar = f"notes:\n  a:\n    quote: Words\n    {note}\n"
    (problem,) = compiled("title: T\ndate: 2015-12-23", sidecar).diagnostics
    assert problem.code == "html-entity"
    assert (problem.paste and problem.paste.lines) == (paste and (paste,))


def test_an_ordinary_page_is_checked():
    text = "---\ntitle: A &amp; B\nsummary: C &quot;D&quot;\n---\n\nE &amp;mdash; F.\n"

    def problems(text: str) -> tuple[Diagnostic, ...]:
        return compile_page(PageSource("about", "content/pages/about.md", text.encode())).diagnostics

    found = list(problems(text))
    assert [(d.code, d.location.line) for d in found] == [("html-entity", 2), ("html-entity", 3), ("html-entity", 6)]
    assert problems(all_pasted(text, found)) == ()
