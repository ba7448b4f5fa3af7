"""The sitemap: one file, or an index of parts within the limits of the protocol."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from itertools import pairwise

import pytest

from generator.cli.main import main
from generator.outputs import sitemap
from generator.outputs.sitemap import readable_paths
from tests.archives import ARTICLES, URL, archive_of, settings, site

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
PATHS = [path for path, _ in readable_paths(archive_of(ARTICLES, settings()))]
ONE_FILE = site()["sitemap.xml"]

SITE = {
    "site.yaml": "title: Contested Headlines\nurl: https://example.org/\n",
    "content/articles/report.md": "---\ntitle: The report\ndate: 2015-12-23\n---\n\nThey published only clichés.\n",
}


def parts_of(files: dict[str, bytes]) -> list[str]:
    return [path for path in files if path.startswith("sitemap-")]


def addresses_in(data: bytes, root: str) -> list[str | None]:
    """The addresses that a file of the sitemap names, in its order."""
    tree = ElementTree.fromstring(data)
    assert tree.tag == f"{NAMESPACE}{root}"
    return [loc.text for loc in tree.iter(f"{NAMESPACE}loc")]


@pytest.fixture
def root(tmp_path):
    for name, text in SITE.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_the_limits_are_those_of_the_protocol():
    assert (sitemap.MOST_ADDRESSES_A_SITEMAP, sitemap.MOST_BYTES_A_SITEMAP) == (50_000, 52_428_800)


def test_a_sitemap_at_the_limit_is_one_file(monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", len(PATHS))
    monkeypatch.setattr(sitemap, "MOST_BYTES_A_SITEMAP", len(ONE_FILE))
    files = site()
    assert files["sitemap.xml"] == ONE_FILE
    assert parts_of(files) == []


@pytest.mark.parametrize("most", [1, 2, 7, len(PATHS) - 1])
def test_a_longer_sitemap_is_an_index_of_parts(monkeypatch, most):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", most)
    files = site()
    parts = parts_of(files)
    assert parts == [f"sitemap-{number}.xml" for number in range(1, -(-len(PATHS) // most) + 1)]
    assert addresses_in(files["sitemap.xml"], "sitemapindex") == [URL + part for part in parts]
    named = [addresses_in(files[part], "urlset") for part in parts]
    assert all(0 < len(addresses) <= most for addresses in named)
    assert [address for addresses in named for address in addresses] == [URL + path for path in PATHS]
    assert f"\nSitemap: {URL}sitemap.xml\n" in files["robots.txt"].decode()


@pytest.mark.parametrize("share", [1, 2, 5])
def test_a_larger_sitemap_is_an_index_of_full_parts(monkeypatch, share):
    monkeypatch.setattr(sitemap, "MOST_BYTES_A_SITEMAP", len(ONE_FILE) // share - 1)
    files = site()
    parts = parts_of(files)
    assert len(parts) > share
    assert all(len(files[part]) <= sitemap.MOST_BYTES_A_SITEMAP for part in parts)
    for part, following in pairwise(parts):
        first = next(line for line in files[following].splitlines(keepends=True) if line.startswith(b"<url>"))
        assert len(files[part]) + len(first) > sitemap.MOST_BYTES_A_SITEMAP
    named = [address for part in parts for address in addresses_in(files[part], "urlset")]
    assert named == [URL + path for path in PATHS]


def test_no_part_is_empty_even_if_one_entry_is_too_large(monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_BYTES_A_SITEMAP", 1)
    files = site()
    assert [len(addresses_in(files[part], "urlset")) for part in parts_of(files)] == [1] * len(PATHS)


def test_an_entry_is_the_same_in_one_file_and_in_a_part(monkeypatch):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", 5)
    files = site()
    lines = [line for part in parts_of(files) for line in files[part].splitlines() if line.startswith(b"<url>")]
    assert lines == [line for line in ONE_FILE.splitlines() if line.startswith(b"<url>")]


def test_parts_vanish_when_the_site_shrinks(root, monkeypatch):
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 0
    small = (root / "output/sitemap.xml").read_bytes()
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", len(addresses_in(small, "urlset")))
    more = root / "content/articles/another.md"
    more.write_text(SITE["content/articles/report.md"], encoding="utf-8")
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 0
    assert (root / "output/sitemap-2.xml").is_file()
    more.unlink()
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 0
    assert list((root / "output").glob("sitemap*")) == [root / "output/sitemap.xml"]
    assert (root / "output/sitemap.xml").read_bytes() == small


def test_a_copied_file_gives_way_to_a_part_as_to_the_sitemap(root, monkeypatch, capsys):
    monkeypatch.setattr(sitemap, "MOST_ADDRESSES_A_SITEMAP", 1)
    (root / "site.yaml").write_text(f"{SITE['site.yaml']}files: [sitemap-1.xml]\n", encoding="utf-8")
    (root / "content/sitemap-1.xml").write_text("mine", encoding="utf-8")
    assert main(["build", "--site", str(root), "--jobs", "1"]) == 1
    assert "error[path-claimed-twice]" in "".join(capsys.readouterr())
    assert addresses_in((root / "output/sitemap-1.xml").read_bytes(), "urlset") == ["https://example.org/index.html"]


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
    assert f"<lastmod>{moment}</lastmod>" in (root / "out/sitemap.xml").read_text(encoding="utf-8")
    assert f"<updated>{moment}</updated>" in (root / "out/feed.xml").read_text(encoding="utf-8")
