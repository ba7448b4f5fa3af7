"""The pipeline turns a folder into files in memory, and reports its problems and progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.pipeline.build import build_site
from generator.pipeline.progress import Step
from generator.pipeline.result import Built

ARTICLE = """\
---
title: The report
date: 2015-12-23
---

They published only clichés and fakes.
"""

SIDECAR = """\
claims:
  cliches:
    speaker: ministry
    quote: only clichés and fakes
"""

SITE = {
    "site.yaml": "title: Contested Headlines\nurl: https://example.org/\n",
    "content/articles/2015/report.md": ARTICLE,
    "content/articles/2015/report.yaml": SIDECAR,
    "content/speakers.yaml": "ministry:\n  name: The ministry\n",
    "content/pages/about.md": "---\ntitle: About\n---\n\nSee [the report](../articles/2015/report.md), ![x](x.png).\n",
    "content/pages/x.png": "GIF89a\1\0\1\0\0\0\0;",
}


@pytest.fixture
def root(tmp_path):
    return a_site(tmp_path / "site")


def a_site(root: Path, **changes: str) -> Path:
    for name, text in {**SITE, **changes}.items():
        write(root / name, text)
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def codes(built: Built) -> list[str]:
    return [diagnostic.code for diagnostic in built.diagnostics]


def text_of(built: Built, path: str) -> str:
    assert built.files is not None
    data = built.files[path]
    assert isinstance(data, bytes)
    return data.decode()


def test_a_site_becomes_pages_and_files_to_copy(root):
    built = build_site(root)
    assert built.diagnostics == []
    assert built.files is not None
    assert built.archive is not None
    assert [article.id for article in built.archive.articles] == ["2015/report"]
    assert built.files["x.png"] == root / "content/pages/x.png"
    assert 'data-annotation="cliches"' in text_of(built, "articles/2015/report.html")
    about = text_of(built, "about.html")
    assert 'href="articles/2015/report.html"' in about
    assert 'src="x.png"' in about


def test_a_site_with_only_a_title_builds(tmp_path):
    write(tmp_path / "site.yaml", "title: T\n")
    built = build_site(tmp_path)
    assert codes(built) == ["content-missing", "no-url"]
    assert "<h1" in text_of(built, "articles/index.html")


def test_the_site_on_disk_is_left_as_it_is(root):
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    build_site(root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_all_that_is_wrong_is_said_at_once_in_order(root):
    write(root / "content/articles/2015/report.yaml", SIDECAR.replace("only", "mostly"))
    write(root / "content/articles/broken.md", "no front matter\n")
    write(root / "content/speakers.yaml", "ministry:\n  nmae: The ministry\n")
    write(root / "content/map.svg", "<svg/>")
    write(root / "content/pages/also.md", "---\ntitle: Also\n---\n\n[Nowhere](nowhere.md)\n")
    built = build_site(root)
    paths = [diagnostic.location.path for diagnostic in built.diagnostics]
    assert paths == sorted(paths)
    assert {"content/articles/2015/report.yaml", "content/articles/broken.md", "content/speakers.yaml"} <= set(paths)
    assert {"quote-not-found", "file-not-copied"} <= set(codes(built))
    assert "content/pages/also.md" in paths
    assert built.files is not None


@pytest.mark.parametrize("settings", ["title: [", "", "titel: T\n", "title: T\nurl: nowhere\n"])
def test_with_broken_settings_there_is_nothing_to_publish_and_the_rest_is_still_looked_at(root, settings):
    write(root / "site.yaml", settings)
    write(root / "content/articles/broken.md", "no front matter\n")
    built = build_site(root)
    assert built.files is None
    assert {"site.yaml", "content/articles/broken.md"} <= {d.location.path for d in built.diagnostics}


def test_settings_that_can_not_be_read_are_named_once(root):
    (root / "site.yaml").unlink()
    (root / "site.yaml").mkdir()
    built = build_site(root)
    assert built.files is None
    assert codes(built) == ["file-unreadable"]


@pytest.mark.parametrize("text", ["{% block %}", "{{ page.nothing }}", "{{ 1 / 0 }}", "{% extends 'nowhere.html' %}"])
def test_with_a_broken_template_there_is_nothing_to_publish(root, text):
    write(root / "templates/article.html", text)
    built = build_site(root)
    assert built.files is None
    assert codes(built) == ["template-error"]
    assert built.diagnostics[0].location.path == "templates/article.html"


def test_a_broken_template_is_found_even_when_no_page_needs_it(root):
    write(root / "templates/parts/unused.html", "{% if %}")
    assert codes(build_site(root)) == ["template-error"]


def test_a_template_of_the_site_takes_the_place_of_the_default_one(root):
    write(root / "templates/page.html", "{% extends 'default/page.html' %}{% block main %}MINE{% endblock %}")
    assert text_of(build_site(root), "about.html") != text_of(build_site(a_site(root.parent / "other")), "about.html")


def test_two_things_that_want_one_path_are_an_error_that_names_both(root):
    write(root / "content/sitemap.txt", "x")
    write(root / "content/data.json", "x")
    write(root / "content/pages/data.json", "x")
    built = build_site(root)
    (found,) = [d for d in built.diagnostics if d.code == "path-claimed-twice"]
    assert "content/data.json" in found.message
    assert "content/pages/data.json" in found.message
    assert built.files is not None
    assert built.files["data.json"] == root / "content/data.json"


def test_files_named_in_the_settings_are_copied(root):
    write(root / "content/map.svg", "<svg/>")
    write(root / "site.yaml", SITE["site.yaml"] + "files: [map.svg]\n")
    built = build_site(root)
    assert built.diagnostics == []
    assert built.files is not None
    assert built.files["map.svg"] == root / "content/map.svg"


def test_the_address_given_takes_the_place_of_the_settings(root):
    assert "https://example.org/" in text_of(build_site(root), "sitemap/lists.xml")
    elsewhere = text_of(build_site(root, base_url="https://preview.example/7/"), "sitemap/lists.xml")
    assert "https://preview.example/7/" in elsewhere
    assert "example.org" not in elsewhere


def test_drafts_are_part_of_the_site_only_when_asked_for(root):
    write(root / "content/articles/2015/report.md", ARTICLE.replace("date:", "draft: true\ndate:"))
    public, with_drafts = build_site(root), build_site(root, drafts=True)
    assert public.files is not None
    assert with_drafts.files is not None
    assert "articles/2015/report.html" not in public.files
    assert "articles/2015/report.html" in with_drafts.files


def test_the_steps_are_announced_in_order(root):
    steps = []

    def watch(step, items=()):
        steps.append((step, len(items)))
        return items

    built = build_site(root, watch=watch)
    assert built.files is not None
    names = [step for step, _ in steps]
    assert names == [Step.READ, Step.COMPILE, Step.LINK, Step.RENDER]
    assert dict(steps)[Step.COMPILE] == 1
    assert dict(steps)[Step.RENDER] == 1, "an article"


def test_the_digest_of_the_inputs_knows_the_options(root):
    digests = {
        build_site(root).inputs,
        build_site(root, drafts=True).inputs,
        build_site(root, base_url="https://x.example/").inputs,
    }
    assert len(digests) == 3
    assert build_site(root).inputs in digests
