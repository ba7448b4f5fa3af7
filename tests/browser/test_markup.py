"""The Nu HTML checker finds no error in any page, in both directions and of any content."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

NAMES = ("whole", "arabic", "crowded", "harmful", "figures")


def errors(checker: list[str], files: list[Path]) -> list[str]:
    """`file:line: what` for each error; the checker is started once for all files."""
    command = [*checker, "--errors-only", "--format", "json", "--exit-zero-always", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=True, timeout=300)
    messages = json.loads(done.stderr)["messages"]
    return [f"{m['url']}:{m.get('lastLine', 0)}: {m['message']} {m.get('extract', '')!r}" for m in messages]


def test_no_page_has_an_error(sites, html_checker):
    files = [sites[name].folder / path for name in NAMES for path in sites[name].pages]
    assert len(files) > 300
    assert errors(html_checker, files) == []


def test_the_checker_sees_an_error(html_checker, tmp_path: Path):
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p id=a><p id=a><ul><p></ul>", encoding="utf-8")
    found = errors(html_checker, [page])
    assert len(found) >= 2
    assert any("Duplicate ID" in line for line in found)


@pytest.mark.parametrize("name", NAMES)
def test_an_article_page_is_not_heavy(sites, name):
    """The style stays under 36 kB, the script under 8 kB, and a page of 600 words and nine notes with both under 66 kB.
    The sheet of numbers is the same for every site, and doesn't count, nor does that of the search page alone."""
    site = sites[name]
    sheets = [path for path in site.files if path.endswith(".css") and path != "assets/search.css"]
    style = sum((site.folder / path).stat().st_size for path in sheets)
    script = sum((site.folder / path).stat().st_size for path in site.files if path == "assets/site.js")
    numbers = (site.folder / "assets/notes.css").stat().st_size
    if name != "harmful":  # which has a verdict of its own
        assert style - numbers <= 36_000
    assert script <= 8_000
    if name == "crowded":
        page = (site.folder / "articles/2020/nine.html").stat().st_size
        assert page + style - numbers + script <= 66_000
