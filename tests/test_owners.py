"""Each path of the output has one owner."""

from __future__ import annotations

import pytest

from generator.diagnostics import as_text
from generator.model import Archive, Page, Settings
from generator.owners import one_owner_each

NOTHING = Archive(Settings("T"))


def test_what_is_wanted_once_is_kept():
    pages = [Page("index.html", "home"), Page("claims/index.html", "the claims")]
    owned = one_owner_each(pages, [("x.jpg", "content/x.jpg")], NOTHING)
    assert owned.pages == tuple(pages)
    assert owned.copied == {"x.jpg": "content/x.jpg"}
    assert owned.diagnostics == ()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("about.html", "about.html"),
        ("About.html", "about.HTML"),
        ("caf\u00e9.html", "cafe\u0301.html"),
        ("a.html", "a.html/b.html"),
        ("a.html/b.html", "a.html"),
        ("A/b/c.html", "a/B"),
    ],
)
def test_of_two_that_want_one_path_the_first_gets_it_and_both_are_named(first, second):
    pages = [Page(first, "the page “one”"), Page(second, "the page “two”")]
    owned = one_owner_each(pages, [], NOTHING)
    assert owned.pages == (pages[0],)
    (found,) = owned.diagnostics
    assert found.code == "path-claimed-twice"
    assert "“one”" in found.message
    assert "“two”" in found.message
    assert {path for path in (first, second) if f"“{path}”" in found.message} == {first, second}
    assert found.step


def test_a_file_that_wants_a_pages_path_is_reported_where_it_lies():
    owned = one_owner_each([Page("data.json", "the data")], [("data.json", "content/data.json")], NOTHING)
    assert owned.copied == {}
    (found,) = owned.diagnostics
    assert found.location.path == "content/data.json"


def test_two_files_for_one_path_are_reported():
    copied = [("a.png", "content/a.png"), ("a.png", "content/pages/a.png")]
    owned = one_owner_each([], copied, NOTHING)
    assert owned.copied == {"a.png": "content/a.png"}
    (found,) = owned.diagnostics
    assert "content/pages/a.png" in found.message
    assert "content/a.png" in found.message


def test_every_one_of_many_is_reported():
    owned = one_owner_each([Page("x.html", f"page {n}") for n in range(5)], [], NOTHING)
    assert len(owned.pages) == 1
    assert len(owned.diagnostics) == 4


def test_the_whole_text_of_the_message():
    pages = [Page("about.html", "the page “about”"), Page("about.html", "the former address of claims/index.html")]
    (found,) = one_owner_each(pages, [], NOTHING).diagnostics
    assert as_text(found, lambda path, line: None) == (
        "site.yaml:1:1: error[path-claimed-twice] The former address of claims/index.html and the page “about” both"
        " want the path “about.html” in the output.\n"
        "  next: Rename one of the two; until then only the page “about” is published."
    )
