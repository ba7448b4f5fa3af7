"""What was published under a former id of a speaker, a source, a tag or an annotation is still found."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.pipeline.build import build_site

SITE = {
    "site.yaml": """
title: Contested Headlines
url: https://example.org/
tags: {rivers: {aliases: [river, Rivers]}}
""",
    "content/speakers.yaml": """
gazette: {name: Gazette, kind: outlet, aliases: [post, herald]}
mayor: {name: Ann Mayor, organization: town-hall}
council: {name: Town Council, kind: organization, aliases: [town-hall]}
""",
    "content/sources.yaml": """
permit: {title: The permit, publisher: herald, aliases: [old-permit]}
map: {title: A map, publisher: Cartographers}
""",
    "content/articles/report.md": """---
title: A report
date: 2015-12-23
publisher: post
tags: [river]
aliases: [first, second]
---

It is so. [See](other.md#was) and [see](other.md).
""",
    "content/articles/report.yaml": """
claims:
  the-claim:
    speaker: gazette
    quote: It is so
    sources: [old-permit p. 3]
    tags: [river]
""",
    "content/articles/other.md": "---\ntitle: Another\ndate: 2016-01-02\n---\n\nIt is so.\n",
    "content/articles/other.yaml": """
claims:
  is-now:
    speaker: herald
    quote: It is so
    aliases: [was]
    counterpoints:
      no: {speaker: mayor, statement: It is not., sources: [map], aliases: [nay]}
""",
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    root: Path = tmp_path_factory.mktemp("former")
    for path, text in SITE.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text.lstrip("\n"), encoding="utf-8")
    built = build_site(root)
    assert {one.code for one in built.diagnostics} == {"former-id"}
    assert built.files is not None
    return {path: data.decode() for path, data in built.files.items() if isinstance(data, bytes)}


def leads_to(page: str) -> str:
    found = re.search(r'<meta http-equiv="refresh" content="0; url=(.*?)">', page)
    return found[1] if found else ""


@pytest.mark.parametrize(
    ("former", "present"),
    [
        ("speakers/post.html", "gazette.html"),
        ("speakers/herald.html", "gazette.html"),
        ("speakers/town-hall.html", "council.html"),
        ("sources/post.html", "gazette.html"),
        ("sources/herald.html", "gazette.html"),
        ("tags/river.html", "rivers.html"),
    ],
)
def test_a_former_page_leads_on(files, former, present):
    assert leads_to(files[former]) == present


def test_a_former_page_of_what_has_no_page_is_not_written(files):
    assert "sources/town-hall.html" not in files
    assert leads_to(files["speakers/gazette.html"]) == leads_to(files["tags/rivers.html"]) == ""


def test_a_table_is_there_under_its_former_path(files):
    for year in ("2015", "2016"):
        assert files[f"speakers/post/{year}.csv"] == files[f"speakers/gazette/{year}.csv"]


def test_a_former_feed_is_the_present_one_and_its_id_stays(files):
    feed = files["speakers/gazette.xml"]
    assert files["speakers/post.xml"] == files["speakers/herald.xml"] == feed
    assert re.findall(r"<id>(.*)</id>", feed) == [
        "tag:example.org,2026:speakers/post.xml",
        "tag:example.org,2016:claims/other/was",
        "tag:example.org,2015:claims/first/the-claim",
    ]
    assert '<link rel="self" type="application/atom+xml" href="https://example.org/speakers/gazette.xml"/>' in feed


def test_the_entries_of_the_feed_of_articles_keep_their_ids(files):
    ids = re.findall(r"<id>(.*)</id>", files["feed.xml"])
    assert ids[1:] == ["tag:example.org,2016:articles/other", "tag:example.org,2015:articles/first"]


def test_a_former_id_of_a_source_is_an_anchor_of_its_entry(files):
    page = files["sources/gazette.html"]
    assert re.search(r'<li class="row source" id="permit">\s*<span class="unseen" id="old-permit"></span>', page)


def test_a_former_id_of_an_annotation_is_an_anchor_of_its_note(files):
    page = files["articles/other.html"]
    assert re.search(r'<div class="body" id="note_is-now">\s*<span class="unseen" id="was"></span>', page)
    assert re.search(r'<li id="note_no"[^>]*>\s*<span class="unseen" id="nay"></span>', page)
    assert 'href="other.html#was"' in files["articles/report.html"]
    assert 'id="was"' not in files["claims/other/is-now.html"]


def test_what_is_named_by_a_former_id_is_the_same_speaker(files):
    page = files["speakers/gazette.html"]
    assert 'href="../claims/report/the-claim.html"' in page
    assert 'href="../claims/other/is-now.html"' in page
    assert 'href="../articles/report.html"' in page
    assert 'href="council.html"' in files["speakers/mayor.html"]
    assert re.search(r'href="../tags/rivers.html"[^>]*>(<bdi>)?river<', files["articles/report.html"])
    assert 'href="../claims/report/the-claim.html"' in files["tags/rivers.html"]
