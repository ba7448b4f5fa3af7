"""The paths and anchors of everything in the output. It reads no files.

Paths are plain text, relative to the output, with `/`; only an `href` is percent-encoded. Every link inside the site
is relative and ends in a file name, so that it works at `/`, under a sub-path and from disk.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import unquote

from generator.model import ArticleFacts, Source
from generator.urls.letters import letter_name
from generator.urls.names import cut, short_digest, slug, unicode_normal_form

BUILT_OUTPUTS = (
    "home", "articles", "claims", "verdicts", "speakers", "sources", "publishers", "tags", "pages", "search", "feeds",
    "history", "webannotations", "data", "sitemap",
)  # fmt: skip
"""The outputs that Counterpoint can build, in their order: all that `outputs:` in site.yaml may name."""

ALWAYS_WRITTEN = ("articles",)
"""Outputs that are written even if `outputs:` leaves them out."""
FEED = "feed.xml"
CLAIMS_FEED = "claims/feed.xml"
NOT_FOUND = "404.html"
CODEBOOK = "codebook.html"
CODEBOOK_DATA = "codebook.json"
CORRECTIONS = "corrections.html"
CORRECTIONS_FEED = "corrections.xml"
SEARCH = "search.html"
SEARCH_INDEX = "search/index.js"


# ── paths and anchors ────────────────────────────────────────────────────────────────────────────────────────────


def article_path(article_id: str) -> str:
    """`2015/amnesty-syria` → `articles/2015/amnesty-syria.html`."""
    return f"articles/{article_id}.html"


def article_annotations_path(article_id: str) -> str:
    """The annotations of an article as JSON-LD: `2015/amnesty-syria` → `articles/2015/amnesty-syria.jsonld`."""
    return f"articles/{article_id}.jsonld"


def article_at(path: str) -> str:
    """`articles/2015/amnesty-syria.html` → `2015/amnesty-syria`; empty for a path that no article's page has."""
    is_article = path.startswith("articles/") and path.endswith(".html")
    return path.removeprefix("articles/").removesuffix(".html") if is_article else ""


def article_with(path: str) -> str:
    """The id of the article that has a page at this path, as `article_at` gives it, or at which a claim of it has one:
    `claims/2015/amnesty-syria/only-cliches.html` → `2015/amnesty-syria`. Empty for any other path."""
    if path.startswith("claims/") and path.endswith(".html"):
        return path.removeprefix("claims/").rpartition("/")[0]
    return article_at(path)


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
    """The page of a publisher that is a plain name. A publisher that is a speaker has `speaker_path`."""
    return f"publishers/{publisher_slug}.html"


def tag_path(tag_slug: str) -> str:
    return f"tags/{tag_slug}.html"


def page_path(page_id: str) -> str:
    """`about` (content/pages/about.md) → `about.html`."""
    return f"{page_id}.html"


def file_path(source_path: str) -> str:
    """The path of a copied file: `content/articles/x.jpg` → `articles/x.jpg`, `content/pages/y.png` → `y.png`."""
    return source_path.removeprefix("content/").removeprefix("pages/")


def smaller_picture_path(path: str, width: int) -> str:
    """A smaller copy of a copied picture, `width` pixels wide: `a/x.jpg` → `assets/images/a/x-480.jpg`."""
    stem, dot, ending = path.rpartition(".")
    return f"assets/images/{stem}-{width}{dot}{ending}"


def card_path(path: str) -> str:
    """The picture for links to a page: `articles/2015/a.html` → `assets/cards/articles/2015/a.png`."""
    return f"assets/cards/{path.removesuffix('.html')}.png"


def link_target(source_path: str, written: str) -> str:
    """The output path that a relative address in a source file leads to: `content/articles/a.md`, `../pages/b.md` →
    `b.html`.

    The path is in NFC, as those of the output are: an address is found whether its accents are composed or not, and
    percent-encoded or not (no name contains `%`). Empty if the address can't lead to content: it begins with `/`,
    leaves content/, or has a NUL or backslash.
    """
    written = unquote(written) if "%" in written else written
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
    path = unicode_normal_form("NFC", "/".join(parts))
    if not path.endswith(".md"):
        return file_path(path)
    stem = path.removesuffix(".md")
    if stem.startswith("content/articles/"):
        return article_path(stem.removeprefix("content/articles/"))
    return page_path(stem.removeprefix("content/pages/"))


def index_path(output: str) -> str:
    """The first page of an output's list: `speakers/index.html`."""
    return f"{output}/index.html"


def period_path(list_path: str, period: str, part: int = 0) -> str:
    """A page of a list by date, given the list's own: `claims/index.html` → `claims/in-2015.html`, and
    `verdicts/false.html` → `verdicts/false/in-2015-12.html`.

    `part` counts the pages of a day from 1, or is 0 for a period on one page. The second is `…/in-2015-12-23-2.html`.
    """
    return f"{_folder_of(list_path)}/in-{period}{f'-{part}' if part > 1 else ''}.html"


def letter_path(output: str, letter: str) -> str:
    """The page of an index for one letter (see `letter_of`): `speakers/_k.html`. No id and no slug begins with `_`."""
    return f"{output}/_{letter_name(letter)}.html"


def sources_path(publisher_slug: str, letters: Iterable[str] = ()) -> str:
    """The page of the sources that one publisher published: `sources/stenby-gazette.html`; for an empty slug
    `sources/other.html`, of those without publisher. Of a long list, those under a letter, or under two:
    `sources/other_k.html`, `sources/other_k-a.html`."""
    name = {"": "other", "other": "other_"}.get(publisher_slug, publisher_slug)
    under = "-".join(map(letter_name, letters))
    return f"sources/{name}_{under}.html" if under else f"sources/{name}.html"


def table_path(list_path: str, year: str) -> str:
    """The rows of a list in a year as CSV: `claims/2015.csv`, `verdicts/false/2015.csv`."""
    return f"{_folder_of(list_path)}/{year}.csv"


def data_path(name: str) -> str:
    """A file of the archive as data: `claims-2015.json` → `data/claims-2015.json`."""
    return f"data/{name}"


def segment_path(segment: str, name: str) -> str:
    """A file of a segment of the search index: `search/2015/w0.js`."""
    return f"search/{segment}/{name}"


def is_period_path(path: str) -> bool:
    """Whether a path, folded, is of the kind that pages by date have directly in `articles/` and `claims/`."""
    return bool(_PERIOD_PATH.fullmatch(path))


_PERIOD_PATH = re.compile(r"(articles|claims)/in-[0-9]{4}(-[0-9]{2}(-[0-9]{2}(-[0-9]+)?)?)?\.html")


def _folder_of(list_path: str) -> str:
    return list_path.removesuffix(".html").removesuffix("/index")


def note_anchor(annotation_id: str) -> str:
    return f"note_{annotation_id}"


def ref_anchor(annotation_id: str, passage: int = 1) -> str:
    """The anchor of the note reference after a passage (counted from 1): `ref_x`, `ref_x_2`."""
    return f"ref_{mark_anchor(annotation_id, passage)}"


def mark_anchor(annotation_id: str, passage: int = 1) -> str:
    """The anchor of the first piece of a passage (counted from 1): `x`, `x_2`."""
    return annotation_id if passage == 1 else f"{annotation_id}_{passage}"


def anchor_parts(anchor: str) -> tuple[str, str, str]:
    """What stands before the id of the annotation in an anchor of its passage, its note or the sign behind a passage,
    the id, and what stands behind it; three empty texts for any other anchor."""
    match = _ANCHOR.fullmatch(anchor)
    return (match[1], match[2], match[3]) if match else ("", "", "")


_ANCHOR = re.compile(r"(note_|ref_|)([^_]+)(_[0-9]+|)")


def article_fragments(facts: ArticleFacts) -> frozenset[str]:
    """All anchors of an article's page that a link may name: paragraphs, passages, note references and notes."""
    withheld = frozenset(facts.withheld_paragraphs)
    anchors = [f"p_{n}" for n in range(1, facts.paragraphs + 1) if n not in withheld]
    for placed in facts.annotations:
        anchors.append(placed.id)
        anchors += placed.annotation.aliases
        for n in range(1, len(placed.passages) + 1):
            anchors += [mark_anchor(placed.id, n), ref_anchor(placed.id, n), note_anchor(placed.id)]
    return frozenset(anchors)


def source_anchor(source: Source) -> str:
    """A source's anchor on the page that lists it: its id, or a slug of its title or URL with a digest of both.

    The digest makes the anchor independent of other sources, so that it never changes; the underscore before it keeps
    it apart from ids.
    """
    if source.id:
        return source.id
    words = slug(source.title or source.url.partition("//")[2] or source.url)
    digest = short_digest(f"{source.title}\n{source.url}")
    return f"{cut(words, 60)}_{digest}"


# ── outputs ──────────────────────────────────────────────────────────────────────────────────────────────────────


def written_outputs(named: Iterable[str]) -> tuple[str, ...]:
    """The outputs that a build writes, in the order of `BUILT_OUTPUTS`: those named, and those always written."""
    wanted = {*named, *ALWAYS_WRITTEN}
    return tuple(name for name in BUILT_OUTPUTS if name in wanted)
