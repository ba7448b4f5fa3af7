"""Where each thing is to be found in the output: all paths, anchors, slugs and the rules for ids; it reads no files.

Paths are plain text, relative to the output, with `/`; only what goes into an `href` is percent-encoded. Every link
inside the site is relative and ends in a file name, so that it works at `/`, under a sub-path and from disk.
"""

from __future__ import annotations

from collections.abc import Iterable

from generator.model import ArticleFacts, Source
from generator.urls.names import cut, short_digest, slug

BUILT_OUTPUTS = (
    "home", "articles", "claims", "verdicts", "speakers", "sources", "publishers", "tags", "pages", "feeds", "sitemap",
)  # fmt: skip
"""The outputs that there are planners for; any other name in `outputs:` gives nothing yet."""

ALWAYS_WRITTEN = ("articles",)
FEED = "feed.xml"
CLAIMS_FEED = "claims/feed.xml"
NOT_FOUND = "404.html"
SOURCES = "sources/index.html"


# ── paths and anchors ────────────────────────────────────────────────────────────────────────────────────────────


def article_path(article_id: str) -> str:
    """`2015/amnesty-syria` → `articles/2015/amnesty-syria.html`."""
    return f"articles/{article_id}.html"


def article_jsonld_path(article_id: str) -> str:
    return f"articles/{article_id}.jsonld"


def claim_path(ref: str) -> str:
    """`2015/amnesty-syria#only-cliches` → `claims/2015/amnesty-syria/only-cliches.html`."""
    article_id, _, annotation_id = ref.partition("#")
    return f"claims/{article_id}/{annotation_id}.html"


def verdict_path(key: str) -> str:
    return f"verdicts/{key}.html"


def speaker_path(speaker_id: str) -> str:
    return f"speakers/{speaker_id}.html"


def speaker_feed_path(speaker_id: str) -> str:
    return f"speakers/{speaker_id}.xml"


def publisher_path(publisher_slug: str) -> str:
    """The page of a publisher that is a plain name; one that is a speaker has its page at `speaker_path`."""
    return f"publishers/{publisher_slug}.html"


def tag_path(tag_slug: str) -> str:
    return f"tags/{tag_slug}.html"


def page_path(page_id: str) -> str:
    """`about` (content/pages/about.md) → `about.html`."""
    return f"{page_id}.html"


def file_path(source_path: str) -> str:
    """Where a copied file goes: `content/articles/x.jpg` → `articles/x.jpg`, `content/pages/y.png` → `y.png`."""
    return source_path.removeprefix("content/").removeprefix("pages/")


def smaller_picture_path(path: str, width: int) -> str:
    """A smaller copy of a copied picture: `articles/2015/x.jpg` → `assets/images/articles/2015/x-480.jpg`."""
    stem, dot, ending = path.rpartition(".")
    return f"assets/images/{stem}-{width}{dot}{ending}"


def link_target(source_path: str, written: str) -> str:
    """Where a relative address written in a source file leads in the output: `content/articles/a.md`, `../pages/b.md`
    → `b.html`. Empty where it can lead nowhere: from the root, out of content/, or into it with a NUL or backslash."""
    if written.startswith("/") or any(c in written for c in "\0\\"):
        return ""
    parts = source_path.split("/")[:-1] if written else source_path.split("/")
    for part in written.split("/") if written else ():
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    if parts[:1] != ["content"]:
        return ""
    path = "/".join(parts)
    if not path.endswith(".md"):
        return file_path(path)
    stem = path.removesuffix(".md")
    if stem.startswith("content/articles/"):
        return article_path(stem.removeprefix("content/articles/"))
    return page_path(stem.removeprefix("content/pages/"))


def index_path(output: str, page: int = 1) -> str:
    """A list's page: `speakers` → `speakers/index.html`, its second page `speakers/page-2.html`."""
    return f"{output}/index.html" if page == 1 else f"{output}/page-{page}.html"


def articles_index(year: str | None = None, page: int = 1) -> str:
    """`articles/index.html`, `articles/page-2.html`, `articles/2015/index.html` …"""
    return index_path(f"articles/{year}" if year else "articles", page)


def claims_index(year: str | None = None, page: int = 1) -> str:
    return index_path(f"claims/{year}" if year else "claims", page)


def claims_table_path() -> str:
    """The list of claims as CSV."""
    return "claims/index.csv"


def claims_data_path() -> str:
    """The script that holds what the filters of the list of claims need."""
    return "claims/index.js"


def verdict_table_path(key: str) -> str:
    return f"verdicts/{key}.csv"


def note_anchor(annotation_id: str) -> str:
    return f"note_{annotation_id}"


def ref_anchor(annotation_id: str, passage: int = 1) -> str:
    """The id of the reference behind a passage (counted from 1): `ref_x`, `ref_x_2`."""
    return f"ref_{mark_anchor(annotation_id, passage)}"


def mark_anchor(annotation_id: str, passage: int = 1) -> str:
    """The id of the first piece of a passage (counted from 1): `x`, `x_2`."""
    return annotation_id if passage == 1 else f"{annotation_id}_{passage}"


def article_fragments(facts: ArticleFacts) -> frozenset[str]:
    """All places of an article's page that a link may name: paragraphs, passages, references and notes."""
    found = [f"p_{n}" for n in range(1, facts.paragraphs + 1)]
    for placed in facts.annotations:
        found.append(placed.id)
        for n in range(1, len(placed.passages) + 1):
            found += [mark_anchor(placed.id, n), ref_anchor(placed.id, n), note_anchor(placed.id)]
    return frozenset(found)


def source_anchor(source: Source) -> str:
    """A source's anchor on the list of sources: its id, or words of its title or address and a digest.

    The digest makes it independent of what else is cited, so that an address once given stays; the underscore keeps
    it apart from all ids.
    """
    if source.id:
        return source.id
    words = slug(source.title or source.url.partition("//")[2] or source.url)
    digest = short_digest(f"{source.title}\n{source.url}")
    return f"{cut(words, 60)}_{digest}"


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────


def written_outputs(named: Iterable[str]) -> tuple[str, ...]:
    """Those of the outputs named in site.yaml that are written now, in the order of `BUILT_OUTPUTS`."""
    wanted = {*named, *ALWAYS_WRITTEN}
    return tuple(name for name in BUILT_OUTPUTS if name in wanted)
