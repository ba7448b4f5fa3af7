"""Each path of the output has one owner."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from generator.diagnostics.format import as_text
from generator.model import Archive, Settings
from generator.pipeline.path_conflicts import Owners

NOTHING = Archive(Settings("T"))


def claimed(*wants: tuple[str, ...]) -> tuple[list[bool], Owners]:
    """Whether each of them got its path: (path, owner) or (path, owner, source)."""
    owners = Owners(NOTHING)
    return [owners.claim(*want) for want in wants], owners


def pages(paths: Iterable[str]) -> list[tuple[str, ...]]:
    return [(path, f"the page “{n}”") for n, path in enumerate(paths)]


def test_what_is_wanted_once_is_kept():
    got, owners = claimed(
        ("index.html", "home"), ("claims/index.html", "the claims"), ("x.jpg", "a file", "content/x.jpg")
    )
    assert all(got)
    assert owners.diagnostics == []


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
    got, owners = claimed((first, "the page “one”"), (second, "the page “two”"))
    assert got == [True, False]
    (found,) = owners.diagnostics
    assert found.code == "path-claimed-twice"
    assert "“one”" in found.message
    assert "“two”" in found.message
    assert {path for path in (first, second) if f"`{path}`" in found.message} == {first, second}
    assert found.step


@pytest.mark.parametrize("path", ["articles/in-2015.html", "articles/In-2015-12.html", "claims/in-2015-12-23.html"])
def test_what_comes_from_a_file_gets_no_path_of_a_list_by_date(path):
    """Not even where the list has no such page yet: it would take the address away again when it grows."""
    got, owners = claimed((path, "the article “x”", "content/articles/x.md"), (path, "the list of articles, 2015"))
    assert got == [False, True]
    (found,) = owners.diagnostics
    assert found.code == "path-claimed-twice"
    assert found.location.path == "content/articles/x.md"
    assert found.message.startswith("The article “x” and the list of ")
    assert found.message.endswith(f" by date both claim the output path `{path}`.")


def test_a_file_that_wants_a_pages_path_is_reported_where_it_lies():
    got, owners = claimed(("data.json", "the data"), ("data.json", "the file", "content/data.json"))
    assert got == [True, False]
    (found,) = owners.diagnostics
    assert found.location.path == "content/data.json"


def test_two_files_for_one_path_are_reported():
    names = ("content/a.png", "content/pages/a.png")
    got, owners = claimed(*(("a.png", f"the file {name}", name) for name in names))
    assert got == [True, False]
    (found,) = owners.diagnostics
    assert "content/pages/a.png" in found.message
    assert "content/a.png" in found.message


def test_every_one_of_many_is_reported():
    got, owners = claimed(*pages(["x.html"] * 5))
    assert got == [True, False, False, False, False]
    assert len(owners.diagnostics) == 4


def test_the_whole_text_of_the_message():
    _, owners = claimed(("about.html", "the page “about”"), ("about.html", "the former address of claims/index.html"))
    (found,) = owners.diagnostics
    assert as_text(found, lambda path, line: None) == (
        "site.yaml:1:1: error[path-claimed-twice] The former address of claims/index.html and the page “about” both"
        " claim the output path `about.html`.\n"
        "  next: Rename one of the two; until then, only the page “about” is published."
    )
