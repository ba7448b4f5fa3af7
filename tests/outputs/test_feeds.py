"""Feeds as a feed reader takes them: without a warning, with notes, verdicts, and ids that outlive renames."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from generator.model import Annotation, FrontMatter, Settings
from generator.values import replace
from tests import archives
from tests.archives import by, quoted, written

FRONT = FrontMatter(title="The dam", date="2015-12-23", publisher="presstv")
ONE = Annotation(
    "one", "claim", quoted("The dam will hold"), speaker=by("konashenkov"), verdict="false",
    note="It *broke*; see [the other](../2016/b.md#two), [a draft](c.md) and <https://example.org/x>.",
)  # fmt: skip
OTHER = written(
    "2016/b", FrontMatter(title="Another", date="2016-01-01"), "Text.", [replace(ONE, id="two", note="", verdict="")]
)


@pytest.fixture(name="feedparser")
def _feedparser() -> ModuleType:
    module: ModuleType = pytest.importorskip("feedparser", reason="feedparser is not installed")
    return module


def article(id: str = "2015/a", front: FrontMatter = FRONT, one: Annotation = ONE) -> archives.Written:
    return written(id, front, "The dam will hold.", [one])


def ids(path: str, of: Settings | None = None, first: archives.Written | None = None) -> list[str]:
    """The ids of a feed and of its entries, in order."""
    text = archives.site(of, (first or article(), OTHER))[path].decode()
    return [piece.partition("</id>")[0] for piece in text.split("<id>")[1:]]


def parsed(feedparser: ModuleType, data: bytes) -> Any:
    found = feedparser.parse(data)
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_a_feed_reader_takes_all_feeds_without_a_warning(feedparser: ModuleType):
    feeds = {path: data for path, data in archives.site().items() if path.endswith(".xml") and b"<feed" in data}
    assert len(feeds) >= 5
    for path, data in feeds.items():
        found = parsed(feedparser, data)
        assert found.version == "atom10", path
        assert found.feed.id.startswith("tag:example.org,2026:archive/"), path
        assert all(entry.link.startswith(archives.URL) for entry in found.entries), path
        assert [link.href for link in found.feed.links if link.rel == "self"] == [archives.URL + path]


def test_an_entry_has_the_verdict_and_the_note_with_whole_addresses(feedparser: ModuleType):
    files = archives.site(None, (article(), OTHER))
    for path in ("claims/feed.xml", "speakers/konashenkov.xml"):
        (entry,) = (one for one in parsed(feedparser, files[path]).entries if one.id.endswith("2015/a/one"))
        assert [(tag.term, tag.label) for tag in entry.tags] == [("false", "False")]
        (content,) = entry.content
        assert content.type == "text/html"
        assert content.value == (
            f'<p>It <em>broke</em>; see <a href="{archives.URL}articles/2016/b.html#two">the other</a>, a draft and '
            '<a href="https://example.org/x">https://example.org/x</a>.</p>'
        )


def test_an_entry_without_a_note_or_a_verdict_has_neither(feedparser: ModuleType):
    found = parsed(feedparser, archives.site(None, (OTHER,))["claims/feed.xml"])
    assert [("content" in entry, "tags" in entry) for entry in found.entries] == [(False, False)]


def test_no_text_gets_out_of_a_feed(feedparser: ModuleType):
    hostile = "</content></entry></feed><script>alert(1)</script> ]]> & \" '"
    files = archives.site(
        None, (article(front=replace(FRONT, title=hostile), one=replace(ONE, note=hostile, statement=hostile)),)
    )
    for path in ("feed.xml", "claims/feed.xml"):
        assert b"<script" not in files[path]
        assert parsed(feedparser, files[path]).entries
    assert hostile in files["claims/feed.xml"].decode().replace("&lt;", "<").replace("&gt;", ">").replace(
        "&amp;", "&"
    ).replace("&#34;", '"').replace("&#39;", "'")


# ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_ids_are_tags_of_the_site():
    assert ids("feed.xml") == [
        "tag:example.org,2026:archive/feed.xml",
        "tag:example.org,2016:archive/articles/2016/b",
        "tag:example.org,2015:archive/articles/2015/a",
    ]
    assert ids("claims/feed.xml") == [
        "tag:example.org,2026:archive/claims/feed.xml",
        "tag:example.org,2016:archive/claims/2016/b/two",
        "tag:example.org,2015:archive/claims/2015/a/one",
    ]


def test_a_renamed_article_and_claim_keep_their_ids():
    renamed = article(
        "2017/now", replace(FRONT, aliases=("2015/a", "2016/a")), replace(ONE, id="new", aliases=("one", "un"))
    )
    for path in ("feed.xml", "claims/feed.xml", "speakers/konashenkov.xml"):
        assert set(ids(path, first=renamed)) == set(ids(path))


def test_a_corrected_date_changes_no_id():
    assert set(ids("feed.xml", first=article(front=replace(FRONT, date="2014-12-31")))) == set(ids("feed.xml"))
    undated = article("dam", replace(FRONT, date="2014-12-31"))
    assert "tag:example.org,2014:archive/articles/dam" in ids("feed.xml", first=undated)


def test_a_site_that_moved_keeps_its_ids_by_the_setting():
    moved = archives.settings(url="https://news.example.net/", feed_host="example.org/archive")
    assert ids("feed.xml", moved) == ids("feed.xml")
    assert ids("feed.xml", archives.settings(feed_host="example.net"))[1] == "tag:example.net,2016:articles/2016/b"
    assert ids("feed.xml", archives.settings(url="https://example.net:8000/"))[0] == "tag:example.net,2026:feed.xml"


def test_letters_of_other_scripts_are_encoded():
    assert "tag:example.org,2015:archive/articles/%D8%B3%D8%AF" in ids("feed.xml", first=article("سد"))
