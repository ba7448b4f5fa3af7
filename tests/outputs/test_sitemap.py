"""The sitemap: an index of years and lists, each within the limits of the protocol."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from generator.cli.main import main
from generator.model import FrontMatter
from generator.outputs import sitemap
from tests.archives import ARTICLES, URL, archive_of, pages_of_sitemap, settings, site, written

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PAGES = {
    name: [path for path, _ in pages]
    for name, pages in pages_of_sitemap(archive_of(ARTICLES, settings()), ["corrections.html"]).items()
}
FILES = site()

SITE = {
    "site.yaml": "title: Contested Headlines\nurl: https://example.org/\n",
    "content/articles/report.md": "---\ntitle: The report\ndate: 2015-12-23\n---\n\nThey published only clichés.\n",
}


def parts_of(files: dict[str, bytes], name: str = "") -> list[str]:
    """The paths of the sitemap's parts, or of the files that one of them is cut into."""
    return [path for path in files if path.startswith(f"sitemap/{name}")]


def addresses_in(data: bytes, root: str) -> list[str | None]:
    """The addresses that a file of the sitemap names, in its order."""
    tree = ElementTree.fromstring(data)
    assert tree.tag == f"{NAMESPACE}{root}"
    return [loc.text for loc in tree.iter(f"{NAMESPACE}loc")]


def entries_of(files: dict[str, bytes]) -> list[bytes]:
    return [line for part in parts_of(files) for line in files[part].splitlines() if line.startswith(b"<url>")]


@pytest.fixture
def root(tmp_path):
    for name, text in SITE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_limits_are_those_of_the_protocol():
    assert (sitemap.MOST_ADDRESSES_A_SITEMAP, sitemap.MOST_BYTES_A_SITEMAP) == (50_000, 52_428_800)


def test_the_sitemap_is_an_index_of_years_and_of_lists():
    assert parts_of(FILES) == ["sitemap/2016.xml", "sitemap/2015.xml", "sitemap/lists.xml"]
    assert addresses_in(FILES["sitemap.xml"], "sitemapindex") == [URL + part for part in parts_of(FILES)]
    assert f"\nSitemap: {URL}sitemap.xml\n" in FILES["robots.txt"].decode()


def test_a_year_has_its_articles_and_the_claims_in_them_and_nothing_else():
    named = addresses_in(FILES["sitemap/2016.xml"], "urlset")
    assert named == [f"{URL}articles/2016/broken.html", f"{URL}articles/2016/answer.html"]
    named = addresses_in(FILES["sitemap/2015.xml"], "urlset")
    assert named[0] == f"{URL}articles/2015/amnesty.html"
    assert f"{URL}claims/2015/amnesty/only-cliches.html" in named
    assert all("/2015/" in str(address) for address in named)


def test_the_index_says_when_a_part_last_changed_where_that_is_known():
    index = FILES["sitemap.xml"].decode()
    entries = {entry.partition("</loc>")[0].rpartition("/")[2]: entry for entry in index.split("<loc>")[1:]}
    changes = re.findall("<lastmod>(.*?)</lastmod>", FILES["sitemap/2015.xml"].decode())
    assert f"<lastmod>{max(changes)}</lastmod>" in entries["2015.xml"]
    assert "<lastmod>" not in entries["lists.xml"]


def test_one_more_article_changes_the_part_of_its_year_and_the_index_alone():
    more = written("2016/more", FrontMatter("One more", "2016-03-01"), "Text.")
    files = site(articles=(*ARTICLES, more))
    changed = {path for path in FILES if path.startswith("sitemap") and files[path] != FILES[path]}
    assert changed == {"sitemap.xml", "sitemap/2016.xml"}


def test_a_part_at_the_limit_is_one_file(monkeypatch):
    largest = max(PAGES, key=lambda name: len(PAGES[name]))
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", len(PAGES[largest]))
    monkeypatch.setattr(sitemap, "MOST_BYTES_A_SITEMAP", max(len(FILES[part]) for part in parts_of(FILES)))
    files = site()
    assert {path: files[path] for path in parts_of(files)} == {path: FILES[path] for path in parts_of(FILES)}


@pytest.mark.parametrize("most", [1, 2, 7])
def test_a_longer_part_goes_on_in_further_files(monkeypatch, most):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", most)
    files = site()
    for name, paths in PAGES.items():
        numbers = range(2, -(-len(paths) // most) + 1)
        parts = [f"sitemap/{name}.xml", *(f"sitemap/{name}-{number}.xml" for number in numbers)]
        assert parts_of(files, name) == parts
        named = [addresses_in(files[part], "urlset") for part in parts]
        assert all(0 < len(addresses) <= most for addresses in named)
        assert [address for addresses in named for address in addresses] == [URL + path for path in paths]
    assert addresses_in(files["sitemap.xml"], "sitemapindex") == [URL + part for part in parts_of(files)]


@pytest.mark.parametrize("share", [1, 2, 5])
def test_a_larger_part_is_cut_into_full_files(monkeypatch, share):
    monkeypatch.setattr(sitemap, "MOST_BYTES_A_SITEMAP", len(FILES["sitemap/lists.xml"]) // share - 1)
    files = site()
    parts = parts_of(files, "lists")
    assert len(parts) > share
    assert all(len(files[part]) <= sitemap.MOST_BYTES_A_SITEMAP for part in parts)
    for part, following in pairwise(parts):
        first = next(line for line in files[following].splitlines(keepends=True) if line.startswith(b"<url>"))
        assert len(files[part]) + len(first) > sitemap.MOST_BYTES_A_SITEMAP
    assert [line for line in entries_of(files) if line not in entries_of(FILES)] == []
    assert len(entries_of(files)) == len(entries_of(FILES))


def test_no_file_is_empty_even_if_one_entry_is_too_large(monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_BYTES_A_SITEMAP", 1)
    files = site()
    named = [len(addresses_in(files[part], "urlset")) for part in parts_of(files)]
    assert named == [1] * sum(map(len, PAGES.values()))


def test_an_entry_is_the_same_in_one_file_and_in_several(monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", 5)
    assert entries_of(site()) == entries_of(FILES)


def test_parts_vanish_when_the_site_shrinks(root):
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 0
    small = {path.name: path.read_bytes() for path in (root / "output/sitemap").iterdir()}
    assert sorted(small) == ["2015.xml", "lists.xml"]
    more = root / "content/articles/another.md"
    more.write_text(SITE["content/articles/report.md"].replace("2015", "2014"), encoding="utf-8")
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 0
    assert (root / "output/sitemap/2014.xml").is_file()
    more.unlink()
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 0
    assert {path.name: path.read_bytes() for path in (root / "output/sitemap").iterdir()} == small


def test_a_copied_file_gives_way_to_a_part_as_to_the_sitemap(root, capsys):
    (root / "site.yaml").write_text(f"{SITE['site.yaml']}files: [sitemap/2015.xml]\n", encoding="utf-8")
    (root / "content/sitemap").mkdir()
    (root / "content/sitemap/2015.xml").write_text("mine", encoding="utf-8")
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 1
    assert "error[path-claimed-twice]" in "".join(capsys.readouterr())
    named = addresses_in((root / "output/sitemap/2015.xml").read_bytes(), "urlset")
    assert named == ["https://example.org/articles/report.html"]


@pytest.mark.parametrize(
    ("zone", "front", "moment"),
    [
        ("Asia/Tokyo", "date: 2016-01-01", "2015-12-31T15:00:00Z"),
        ("America/New_York", "date: 2016-01-01", "2016-01-01T05:00:00Z"),
        ("Pacific/Kiritimati", "date: 2016-01-01", "2015-12-31T10:00:00Z"),
        ("Pacific/Apia", "date: 2016-01-01", "2015-12-31T10:00:00Z"),
        ("UTC", "date: 2016-01-01", "2016-01-01T00:00:00Z"),
        ("Asia/Tokyo", "date: 2016-01-01\nupdated: 2016-02-01", "2016-01-31T15:00:00Z"),
        ("Asia/Tokyo", "date: 2016-01-01\nupdated: 2015-12-31T16:00:00Z", "2015-12-31T16:00:00Z"),
        ("Asia/Tokyo", "date: 2016-01-01T10:00:00+01:00", "2016-01-01T09:00:00Z"),
    ],
)
@pytest.mark.parametrize("machine", ["UTC", "Asia/Tokyo"])
def test_the_last_change_is_a_whole_moment(root, monkeypatch, zone, front, moment, machine):
    monkeypatch.setenv("TZ", machine)
    (root / "site.yaml").write_text(SITE["site.yaml"] + f"timezone: {zone}\n", encoding="utf-8")
    (root / "content/articles/report.md").write_text(f"---\ntitle: A\n{front}\n---\nText.\n", encoding="utf-8")
    assert main(["build", "--site", str(root), "--output", str(root / "out"), "--cache", str(root / "cache")]) == 0
    assert f"<lastmod>{moment}</lastmod>" in (root / f"out/sitemap/{front[6:10]}.xml").read_text(encoding="utf-8")
    assert f"<updated>{moment}</updated>" in (root / "out/feed.xml").read_text(encoding="utf-8")
