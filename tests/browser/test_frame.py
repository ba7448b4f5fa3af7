"""What surrounds every page: its head takes one line of a narrow screen, and needs no script to be of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator.rendering.defaults import default_templates
from generator.rendering.minify import compact_style
from generator.rendering.templates import STYLE_PARTS
from tests.browser.visiting import KINDS, Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Page

SITES = pytest.mark.parametrize("site", ["whole", "arabic"])
LONG = "An archive of what was said about the regulation of the upper river, and by whom"


def height(page: Page, selector: str) -> float:
    box = page.locator(selector).bounding_box()
    assert box
    return box["height"]


@SITES
@pytest.mark.parametrize("width", [320, 390])
def test_the_head_takes_one_line_of_a_narrow_screen(visitor: Visitor, site: str, width: int):
    page = visitor.visit(site, KINDS["page"], width=width, java_script_enabled=False)
    assert height(page, ".site-head") <= 64
    page.locator(".wordmark").evaluate("(one, words) => one.textContent = words", LONG)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert height(page, ".site-nav") < 40, "only the site's name takes more lines"


@SITES
@pytest.mark.parametrize("width", [320, 390])
def test_its_entries_unfold_without_a_script_and_are_large_enough_to_hit(visitor: Visitor, site: str, width: int):
    page = visitor.visit(site, KINDS["page"], width=width, java_script_enabled=False)
    entries = page.locator(".site-nav a")
    assert not entries.first.is_visible()
    assert height(page, ".site-nav summary") >= 24
    page.locator(".site-nav summary").click()
    boxes = [one.bounding_box() for one in entries.all()]
    assert len(boxes) >= 6
    for box in boxes:
        assert box
        assert box["height"] >= 40
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
    on_top = "one => document.elementFromPoint(...(r => [r.left + 9, r.top + 9])(one.getBoundingClientRect())) === one"
    assert all(one.evaluate(on_top) for one in entries.all()), "nothing of the page lies over them"
    assert page.locator(".site-nav [aria-current=page]").count() == 1


@SITES
@pytest.mark.parametrize("width", [700, 1440])
def test_where_there_is_room_the_entries_are_in_sight_and_nothing_is_to_unfold(visitor: Visitor, site: str, width: int):
    page = visitor.visit(site, KINDS["home"], width=width)
    assert all(one.is_visible() for one in page.locator(".site-nav a").all())
    assert not page.locator(".site-nav summary").is_visible()
    assert height(page, ".site-head") < 100


def test_the_compact_style_means_what_the_written_one_does(visitor: Visitor):
    """The browser reads the same rules from both; it keeps some white space as it was written."""
    page = visitor.visit("whole", KINDS["home"])
    written = "".join(default_templates()[part] for part in STYLE_PARTS)
    rules = """css => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        return [...sheet.cssRules].map(rule => rule.cssText.replaceAll(/ ?([,:/]) |\\b0(?=\\.)/g, "$1"));
    }"""
    read = page.evaluate(rules, written)
    assert len(read) > 200
    assert page.evaluate(rules, compact_style(written)) == read
