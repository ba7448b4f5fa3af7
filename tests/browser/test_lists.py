"""Lists in the browser: how high their rows are, what is folded, what the script puts in the place of links."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

import pytest

from tests.browser.visiting import KINDS, Visitor, eventually

if TYPE_CHECKING:
    from playwright.sync_api import Page

HEIGHTS = """selector => [...document.querySelectorAll(selector)]
    .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect().height)"""


def heights(page: Page, selector: str) -> list[float]:
    return list(page.evaluate(HEIGHTS, selector))


def words_of_one_line(page: Page) -> list[float]:
    """The heights of the rows whose words fit into one line; what is withdrawn has a line more, with the reason."""
    found = page.evaluate(
        """() => [...document.querySelectorAll("main .row:has(> .row-said):not(.withdrawn)")]
            .filter(one => one.querySelector(".row-said").getBoundingClientRect().height < 30)
            .map(one => one.getBoundingClientRect().height)"""
    )
    return list(found)


@pytest.mark.parametrize(("site", "fewest"), [("whole", 20), ("listed", 50)])
def test_on_a_wide_screen_a_claim_of_one_line_has_a_row_of_two(visitor: Visitor, site: str, fewest: int):
    page = visitor.visit(site, KINDS["claims"], width=1440, height=900)
    rows = words_of_one_line(page)
    assert len(rows) >= fewest
    assert max(rows) <= 64


@pytest.mark.parametrize("site", ["whole", "listed"])
@pytest.mark.parametrize(("width", "most"), [(390, 120), (320, 140)])
def test_on_a_phone_most_rows_of_claims_stay_low(visitor: Visitor, site: str, width: int, most: int):
    page = visitor.visit(site, KINDS["claims"], width=width, height=844)
    rows = heights(page, "main .row")
    assert median(rows) <= most


def test_a_claim_of_one_line_is_lower_than_120_pixels_on_a_phone(visitor: Visitor):
    """One line of a wide screen: up to three of a phone's, and two for who says it and where."""
    page = visitor.visit("listed", KINDS["claims"], width=390, height=844)
    assert max(heights(page, "main .row")[::2]) <= 120


@pytest.mark.parametrize("width", [1440, 820])
def test_a_speaker_has_one_line(visitor: Visitor, width: int):
    page = visitor.visit("listed", KINDS["speakers"], width=width, height=900)
    lines = heights(page, ".index .names li")
    assert len(lines) == 20
    assert max(lines) <= 32


def test_those_who_say_nothing_are_folded_and_letters_lead_to_names(visitor: Visitor):
    page = visitor.visit("listed", KINDS["speakers"], width=390, height=844, java_script_enabled=False)
    assert page.locator(".silent .names li").count() == 10
    assert not page.locator(".silent .names li").first.is_visible()
    # twenty speakers are a short list: the publishers of sources, of whom there are more, have letters
    page = visitor.visit("listed", "sources/index.html", width=390, height=844, java_script_enabled=False)
    page.locator(".letters a", has_text="C").click()
    on_screen = (
        "(({ top }) => 0 <= top && top < innerHeight)(document.getElementById('letter_c').getBoundingClientRect())"
    )
    assert eventually(page, on_screen)


def test_what_cites_a_source_folds_open_below_it(visitor: Visitor):
    page = visitor.visit("listed", "sources/b-office-1.html", width=1440, height=900, java_script_enabled=False)
    source = page.locator(".row.source").first
    assert source.bounding_box()["height"] <= 40  # type: ignore[index]
    source.locator("summary").click()
    assert source.locator(".row-said").is_visible()
    head, cites = source.locator(".source-head").bounding_box(), source.locator(".cites").bounding_box()
    assert head
    assert cites
    assert cites["y"] >= head["y"] + head["height"] - 1


@pytest.mark.parametrize("width", [1440, 390])
def test_with_the_script_there_are_menus_and_without_it_links(visitor: Visitor, width: int):
    page = visitor.visit("listed", KINDS["claims"], width=width, height=900)
    assert page.locator(".sieve > summary").is_visible()
    assert not page.locator(".facets > summary").is_visible()
    page = visitor.visit("listed", KINDS["claims"], width=width, height=900, java_script_enabled=False)
    assert not page.locator(".sieve > summary").is_visible()
    assert page.locator(".facets > summary").is_visible()
    assert not page.locator(".facets a").first.is_visible(), "the links are folded"


def test_a_speaker_s_groups_are_hidden_with_the_last_of_their_rows(visitor: Visitor):
    page = visitor.visit("whole", "speakers/konashenkov.html", width=1440, height=900, java_script_enabled=False)
    rows = page.locator(".filtered .heap .row")
    classes = [(row.get_attribute("class") or "").split() for row in rows.all()]
    for choice in page.locator(".picks input[name=verdict]").all():
        choice.check()
        verdict = {"show_all": "row", "show_unrated": "unrated_"}.get(id := choice.get_attribute("id") or "", id[5:])
        assert [row.is_visible() for row in rows.all()] == [verdict in its for its in classes], id
        for group in page.locator(".filtered .heap").all():
            assert group.is_visible() == any(row.is_visible() for row in group.locator(".row").all()), id


@pytest.mark.parametrize("direction", ["whole", "arabic"])
def test_the_facts_of_a_claim_stand_at_the_side_of_a_wide_screen(visitor: Visitor, direction: str):
    page = visitor.visit(direction, KINDS["claim"], width=1440, height=900)
    rail, head = page.locator(".rail").bounding_box(), page.locator("h1").bounding_box()
    assert rail
    assert head
    if direction == "whole":
        assert rail["x"] >= head["x"] + head["width"]
    else:
        assert rail["x"] + rail["width"] <= head["x"]
    assert rail["y"] < head["y"] + head["height"]
