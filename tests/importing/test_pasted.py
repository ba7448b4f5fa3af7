"""A paste with markup keeps its shape, without what only its plain text tells to be the site's own words."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.importing.blocks import BlockQuote, Emphasis, Paragraph
from generator.importing.html_choice import line_key
from generator.importing.imported import Draft, NotImported
from generator.importing.pasted import import_paste
from generator.importing.shown_paragraphs import shown_paragraphs
from tests.importing.options import OPTIONS, one_draft

pytest.importorskip("trafilatura")
pytest.importorskip("lxml_html_clean")

FIRST = "It rained for eleven days, the mayor said on Wednesday, and nobody in the town was surprised by that at all."
QUOTED = "We counted the drops in the bucket every morning of the week, and we wrote them down."
LAST = "The town has told of three such weeks before, and each of them was longer than the one that came before it."
HEAD = ["Home / News", "Mayor says it rained for eleven days", "By Ada Moss", "23 December 2015"]
FOOT = ["Share this article", "© 2015 The Rain Post. All rights reserved."]
TEXT = "\n\n".join([*HEAD, FIRST, QUOTED, LAST, *FOOT])
BODY = f"<p>{FIRST.replace('eleven', '<em>eleven</em>')}</p><blockquote><p>{QUOTED}</p></blockquote><p>{LAST}</p>"


def markup_of(head: str = "div", body: str = BODY) -> str:
    above = f"<div>{HEAD[0]}</div><{head}>{HEAD[1]}</{head}><div>{HEAD[2]}</div><div>{HEAD[3]}</div>"
    return f"<meta charset='utf-8'>{above}{body}{''.join(f'<div>{line}</div>' for line in FOOT)}"


def read(markup: str, text: str = TEXT, **said: object) -> Draft:
    return one_draft(import_paste(markup, text, replace(OPTIONS, **said)))  # type: ignore[arg-type]


def told(draft: Draft) -> list[str]:
    """The paragraphs, and what was left out."""
    return [*(one.text for one in shown_paragraphs(draft.blocks)), *(one.text for one in draft.left_out)]


@pytest.mark.parametrize("head", ["div", "h1", "p", "h2"])
def test_the_shape_is_that_of_the_markup_and_the_rest_as_the_text_tells(head: str):
    draft = read(markup_of(head))
    assert draft.front == {
        "title": "Mayor says it rained for eleven days",
        "date": "2015-12-23",
        "authors": "Ada Moss",
        "section": "News",
    }
    assert [one.text for one in shown_paragraphs(draft.blocks)] == [FIRST, QUOTED, LAST]
    assert [one.kind for one in shown_paragraphs(draft.blocks)] == ["paragraph", "quotation", "paragraph"]
    assert isinstance(draft.blocks[0], Paragraph)
    assert isinstance(draft.blocks[1], BlockQuote)
    assert Emphasis(("eleven",)) in draft.blocks[0].inside
    assert [(one.text, one.why) for one in draft.left_out] == [
        ("Home / News", "breadcrumb"),
        ("Share this article", "share buttons"),
        ("© 2015 The Rain Post. All rights reserved.", "copyright line"),
    ]


@pytest.mark.parametrize("head", ["div", "h1"])
def test_a_line_that_is_kept_is_a_paragraph_at_its_place(head: str):
    kept = frozenset({HEAD[0], FOOT[0]})
    draft = read(markup_of(head), kept=kept)
    assert [one.text for one in shown_paragraphs(draft.blocks)] == [HEAD[0], FIRST, QUOTED, LAST, FOOT[0]]
    assert [one.text for one in draft.left_out] == [FOOT[1]]


def test_nothing_is_left_out_where_all_is_kept():
    more = "A line of the plain text that the markup does not have."
    text = TEXT.replace(LAST, f"{more}\n\n{LAST}")
    for said in ({"keep_all": True}, {"kept": frozenset({HEAD[0], *FOOT, more})}):
        draft = read(markup_of(), text, **said)
        assert draft.left_out == ()
        assert [one.text for one in shown_paragraphs(draft.blocks)] == [HEAD[0], FIRST, QUOTED, more, LAST, *FOOT]


def test_another_title_in_the_markup_takes_no_line_away():
    """The markup's `h1` is the title; the line that the plain text took for one is no fact, and so is not gone."""
    title = "Floods and bridges"
    draft = read(markup_of("div", f"<h1>{title}</h1>{BODY}"), f"{HEAD[1]}\n\n{title}\n\n{FIRST}\n\n{QUOTED}\n\n{LAST}")
    assert draft.front["title"] == title
    assert HEAD[1] in told(draft)


@pytest.mark.parametrize("markup", ["<p></p>", "<script>alert(1)</script>", f"<p>{FIRST}</p>", "\0\x01"])
def test_markup_without_the_text_is_not_used_and_a_notice_says_so(markup: str):
    draft = read(markup)
    assert [one.text for one in shown_paragraphs(draft.blocks)] == [FIRST, QUOTED, LAST]
    assert draft.notices[0].startswith("The markup of the paste is not used")


def test_a_line_that_only_the_plain_text_has_is_told():
    more = "A line of the plain text that the markup does not have."
    draft = read(markup_of(), TEXT.replace(LAST, f"{LAST}\n\n{more}"))
    assert (more, "not in the markup of the paste") in [(one.text, one.why) for one in draft.left_out]


def test_a_caption_is_a_fact_and_the_title_no_subtitle():
    caption = "The bucket in April. Photo: Carl Wood"
    menu = "HomeNewsSportLog in"
    head = f"<nav>{menu}</nav><div>{HEAD[0]}</div><h1>{HEAD[1]}</h1><div>{HEAD[2]}</div><div>{HEAD[3]}</div>"
    above = [menu, f"{HEAD[0]}\n{HEAD[1]}", f"{HEAD[2]}\n{HEAD[3]}", caption]
    html = f"{head}<figure><figcaption>{caption}</figcaption></figure>{BODY}"
    draft = read(html, "\n\n".join([*above, FIRST, QUOTED, LAST]))
    assert draft.front == {
        **read(markup_of()).front,
        "image": {"caption": "The bucket in April.", "credit": "Photo: Carl Wood"},
    }
    assert [one.text for one in shown_paragraphs(draft.blocks)] == [FIRST, QUOTED, LAST]
    assert [one.text for one in draft.left_out] == [HEAD[0], menu]


def test_without_markup_it_is_the_text():
    assert read("", TEXT) == read(" \n", TEXT)
    assert [one.kind for one in shown_paragraphs(read("").blocks)] == ["paragraph"] * 3


def test_nothing_is_refused():
    assert isinstance(import_paste("", " \n", OPTIONS), NotImported)
    assert isinstance(import_paste("<p> </p>", "", OPTIONS), NotImported)


WORDS = st.lists(st.sampled_from("river bridge mayor rain By News 2015 Share © of the".split()), min_size=1, max_size=9)


@example(["river", "© river river"], [])
@settings(max_examples=100, deadline=None)
@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=8), st.lists(st.sampled_from(["p", "div", "h1", "li"])))
def test_each_line_of_the_text_is_somewhere(lines: list[str], tags: list[str]):
    """In the body, among the facts, or left out."""
    markup = "".join(f"<{tag}>{line}</{tag}>" for line, tag in zip(lines, tags + ["p"] * len(lines), strict=False))
    found = import_paste(markup, "\n\n".join(lines), OPTIONS)
    if isinstance(found, NotImported):
        return
    draft = found[0]
    said = f"{draft.front.values()} {draft.notices} {' '.join(told(draft))}"
    for line in lines:
        assert line_key(line) in line_key(said) or "2015" in line, line
