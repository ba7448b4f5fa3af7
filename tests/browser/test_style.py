"""What rules of several components do together: nothing of one hides, colours or moves what is another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.visiting import KINDS, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

DEMO = KINDS["article of the demo"]
COLOUR = "(selector) => getComputedStyle(document.querySelector(selector)).color"


def check(page: Page, id: str) -> None:
    page.evaluate("id => { document.getElementById(id).checked = true; }", id)


def test_an_opened_note_shows_the_answers_in_it_whole(visitor: Visitor):
    page = visitor.visit("whole", DEMO)
    page.evaluate("() => document.querySelectorAll('li.note > details').forEach(one => one.open = true)")
    cut = page.evaluate(
        """() => [...document.querySelectorAll(".beside ol ol")].filter(one => one.scrollHeight > one.clientHeight + 1
            || parseFloat(getComputedStyle(one.querySelector(".gist, .why")).fontSize) < 12).length"""
    )
    assert page.locator(".beside ol ol").count() > 1
    assert cut == 0


@pytest.mark.parametrize(("kind", "word"), [("claims", ".withdrawn .row-said > a"), ("home", ".words.withdrawn > a")])
def test_what_is_withdrawn_is_struck_out_in_lists(visitor: Visitor, kind: str, word: str):
    line = visitor.visit("whole", KINDS[kind]).evaluate(
        "selector => { const style = getComputedStyle(document.querySelector(selector));"
        " return [style.textDecorationLine, style.textDecorationColor]; }",
        word,
    )
    assert line[0] == "line-through"
    assert line[1] != "rgba(0, 0, 0, 0)", "and the line can be seen"


@pytest.mark.parametrize("site", ["whole", "arabic"])
@pytest.mark.parametrize("kind", ["article of the demo", "article from right to left"])
def test_the_numbers_of_a_worksheet_stand_in_the_margin(visitor: Visitor, kind: str, site: str):
    page = visitor.visit(site, KINDS[kind], width=320)
    for id in ("show_worksheet", "show_key"):
        check(page, id)
        for width in (320, 390, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, (id, width)
            beside = page.evaluate(
                """() => [...document.querySelectorAll('.prose p[id^="p_"]')].map(one => {
                    const style = getComputedStyle(one, "::before");
                    return parseFloat(style.insetInlineEnd) + parseFloat(style.paddingInlineEnd) - one.clientWidth;
                })"""
            )
            assert min(beside) >= 4, "a little off the words"


def test_a_filter_dims_all_of_what_it_leaves_out(visitor: Visitor):
    page = visitor.visit("whole", DEMO)
    relation, name = ".note.counterpoint.v3 > details > summary .relation", ".gutter .v2.named"
    before = [page.evaluate(COLOUR, one) for one in (relation, name)]
    check(page, "voice_1")
    dim = page.evaluate(COLOUR, ".note.v2 > details > summary .marker")
    assert [page.evaluate(COLOUR, one) for one in (relation, name)] == [dim, dim]
    assert dim not in before


def test_the_worksheet_does_not_draw_the_answers(visitor: Visitor):
    page = visitor.visit("whole", DEMO)
    page.locator(".drawn > summary").click()
    assert page.locator(".picture").first.is_visible()
    check(page, "show_worksheet")
    assert not page.locator(".picture").first.is_visible()


def test_the_facts_about_a_text_are_on_paper_and_what_unfolds_them_is_not(visitor: Visitor):
    page = visitor.visit("whole", DEMO, width=665)
    page.emulate_media(media="print")
    assert page.locator(".about-text dl").bounding_box()
    assert not page.locator(".about-text > summary").is_visible()
