"""Where each thing is to be found in the output: all paths, anchors, slugs and the rules for ids; it reads no files.

Paths are plain text, relative to the output, with `/`; only what goes into an `href` is percent-encoded. Every link
inside the site is relative and ends in a file name, so that it works at `/`, under a sub-path and from disk.
"""

from __future__ import annotations

import hashlib
import html as html_text
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal
from urllib.parse import quote, unquote

from generator.model import ArticleFacts, Publisher, Settings, Source, Statement

BUILT_OUTPUTS = (
    "home", "articles", "claims", "verdicts", "speakers", "sources", "publishers", "tags", "pages", "feeds", "sitemap",
)  # fmt: skip
"""The outputs that there are planners for; any other name in `outputs:` gives nothing yet."""

ALWAYS_WRITTEN = ("articles",)
MOST_BYTES_A_PART = 100
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
    digest = _digest(f"{source.title}\n{source.url}")
    return f"{_cut(words, 60)}_{digest}"


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────


def relative(from_path: str, to_path: str, fragment: str = "") -> str:
    """The `href` on one page that leads to another, percent-encoded; on the same page `#fragment` or the file's name.

    A colon is encoded, too: nothing in it can be taken for a scheme.
    """
    if from_path == to_path and fragment:
        return "#" + _encoded_fragment(fragment)
    folder, _, name = to_path.rpartition("/")
    path = _way(from_path.rpartition("/")[0], folder) + _encoded(name)
    return f"{path}#{_encoded_fragment(fragment)}" if fragment else path


@lru_cache(maxsize=16_384)
def _way(from_folder: str, to_folder: str) -> str:
    """`articles/2015`, `articles/2016` → `../2016/`: there are few folders, and many links between each two."""
    here, there = (folder.split("/") if folder else [] for folder in (from_folder, to_folder))
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + _encoded("".join(f"{part}/" for part in there[shared:]))


def absolute(site_url: str, path: str, fragment: str = "") -> str:
    """The whole address, where a standard wants it. Without a `site_url` it begins with `/`."""
    address = (site_url or "/") + _encoded(path)
    return f"{address}#{_encoded_fragment(fragment)}" if fragment else address


_NEEDS_NO_ENCODING = re.compile(r"[A-Za-z0-9_.~/-]*").fullmatch  # nearly all: asking is ten times as fast as quoting


def _encoded(path: str) -> str:
    return path if _NEEDS_NO_ENCODING(path) else quote(path, safe="/", errors="surrogatepass")


def _encoded_fragment(fragment: str) -> str:
    return _encoded(fragment).replace("/", "%2F")


@dataclass(frozen=True, slots=True)
class Address:
    """A place in the output. It is false where the thing has none, because its output isn't written."""

    path: str = ""
    fragment: str = ""

    def __bool__(self) -> bool:
        return bool(self.path)


NOWHERE = Address()


@dataclass(frozen=True, slots=True)
class Urls:
    """Where things are shown, given which outputs are written. An `Archive` refers to nothing that isn't in it, so
    this needs no archive; it answers the same for every article."""

    outputs: frozenset[str]

    @staticmethod
    def of(settings: Settings) -> Urls:
        return Urls(frozenset(written_outputs(settings.outputs)))

    def writes(self, output: str) -> bool:
        return output in self.outputs

    def article(self, article_id: str) -> Address:
        return Address(article_path(article_id))

    def passage(self, ref: str) -> Address:
        """Where an annotation stands in its article. One without a place has the same id, on its note."""
        article_id, _, annotation_id = ref.partition("#")
        return Address(article_path(article_id), annotation_id)

    def note(self, ref: str) -> Address:
        """The note of an annotation that has a place in the text."""
        article_id, _, annotation_id = ref.partition("#")
        return Address(article_path(article_id), note_anchor(annotation_id))

    def claim(self, ref: str) -> Address:
        """A claim's page; without `claims` its passage in the article."""
        return Address(claim_path(ref)) if self.writes("claims") else self.passage(ref)

    def statement(self, statement: Statement) -> Address:
        """A claim's page (a repeat's: that of the claim it repeats); for any other annotation where it stands."""
        return self.claim(statement.root) if statement.kind == "claim" else self.passage(statement.ref)

    def verdict(self, key: str) -> Address:
        return self._if_written("verdicts", verdict_path(key))

    def speaker(self, speaker_id: str) -> Address:
        """A speaker's page; nowhere for an empty id (an unnamed voice)."""
        return self._if_written("speakers", speaker_path(speaker_id)) if speaker_id else NOWHERE

    def publisher(self, publisher: Publisher) -> Address:
        if publisher.speaker:
            return self.speaker(publisher.speaker)
        return self._if_written("publishers", publisher_path(publisher.slug))

    def tag(self, name: str) -> Address:
        """The page of a tag, in any of its spellings."""
        return self._if_written("tags", tag_path(slug(name)))

    def source(self, source: Source) -> Address:
        return Address(SOURCES, source_anchor(source)) if self.writes("sources") else NOWHERE

    def page(self, page_id: str) -> Address:
        return self._if_written("pages", page_path(page_id))

    def index(self, output: str) -> Address:
        """The first page of an output, for navigation; nowhere for one that has none or isn't written."""
        path = _FIRST_PAGES.get(output, "")
        return self._if_written(output, path) if path else NOWHERE

    def navigation(self, entry: str) -> Address:
        """What an entry of `navigation:` leads to: an output's first page, or an ordinary page."""
        return self.index(entry) if entry in _FIRST_PAGES else self.page(entry)

    def _if_written(self, output: str, path: str) -> Address:
        return Address(path) if output in self.outputs else NOWHERE


_FIRST_PAGES = {"home": "index.html"} | {
    name: index_path(name) for name in ("articles", "claims", "speakers", "sources", "publishers", "tags")
}


def written_outputs(named: Iterable[str]) -> tuple[str, ...]:
    """Those of the outputs named in site.yaml that are written now, in the order of `BUILT_OUTPUTS`."""
    wanted = {*named, *ALWAYS_WRITTEN}
    return tuple(name for name in BUILT_OUTPUTS if name in wanted)


# ── links in rendered text ───────────────────────────────────────────────────────────────────────────────────────

# Attribute values are escaped: neither `"` nor `>` can stand in one, so a tag ends at the first `>`.
_LINK_TAG = re.compile(r"<(?:a|img)\s[^>]*>|</a>")
_SITE_ATTRIBUTE = re.compile(r'(\s(?:href|src)=")site:([^"#]*)(?:#([^"]*))?"')
_ALT_ATTRIBUTE = re.compile(r'\salt="([^"]*)"')


def localize(html: str, page_path: str, exists: Callable[[str], bool]) -> str:
    """Rendered text with its `site:` links made relative to a page.

    Where `exists("path#fragment")` is false, the fragment is left out; where `exists("path")` is false, too, a link is
    unwrapped to what it holds and an image gives its alternative text.
    """
    if '="site:' not in html:
        return html
    out: list[str] = []
    kept_links: list[bool] = []
    end = 0
    for tag in _LINK_TAG.finditer(html):
        out.append(html[end : tag.start()])
        out.append(_localized_tag(tag.group(), page_path, exists, kept_links))
        end = tag.end()
    return "".join([*out, html[end:]])


def _localized_tag(tag: str, page: str, exists: Callable[[str], bool], kept_links: list[bool]) -> str:
    if tag == "</a>":
        return tag if not kept_links or kept_links.pop() else ""
    link = _SITE_ATTRIBUTE.search(tag)
    path = unquote(html_text.unescape(link.group(2))) if link else ""
    kept = link is None or exists(path)
    if tag.startswith("<a"):
        kept_links.append(kept)
    if not kept:
        alt = _ALT_ATTRIBUTE.search(tag) if tag.startswith("<img") else None
        return alt.group(1) if alt else ""
    return _SITE_ATTRIBUTE.sub(lambda found: _localized_attribute(found, page, exists), tag) if link else tag


def _localized_attribute(found: re.Match[str], page: str, exists: Callable[[str], bool]) -> str:
    before, path, fragment = (unquote(html_text.unescape(part or "")) for part in found.groups())
    known = bool(fragment) and exists(f"{path}#{fragment}")
    return f'{before}{relative(page, path, fragment if known else "")}"'


# ── slugs and the rules for ids ──────────────────────────────────────────────────────────────────────────────────

_PORTS = (f"{port}{n}" for port in ("com", "lpt") for n in "123456789¹²³")
_DEVICES = frozenset(("con", "prn", "aux", "nul", "conin$", "conout$", *_PORTS))
_PAGE_NUMBER = re.compile(r"page-[0-9]+\Z")
_FORBIDDEN = frozenset('\\:*?"<>|#%')
_BIDI_CONTROLS = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@lru_cache(maxsize=65_536)
def slug(text: str) -> str:
    """A tag or a plain name as a part of a path: at most 100 bytes, the same for spellings that mean the same.

    What this adds by itself has an underscore, which comes out of no text: `index_` (the name is taken), a digest
    for a text that is cut, and `x_` with a digest where neither letter nor digit is left.
    """
    folded_text = text.lower() if text.isascii() else _nfkc_folded(text)
    name = "-".join(_ASCII_WORDS(folded_text) if text.isascii() else _words(folded_text))
    if not name:
        return f"x_{_digest(folded_text)}"
    if len(name.encode()) > MOST_BYTES_A_PART:
        return f"{_cut(name, MOST_BYTES_A_PART - 9)}_{_digest(name)}"
    return f"{name}_" if taken_name(name) else name


_ASCII_WORDS = re.compile("[a-z0-9]+").findall  # the same as below, ten times as fast


def _words(folded_text: str) -> Iterator[str]:
    words = "".join(c if _belongs_to_a_word(c) else " " for c in folded_text)
    return filter(None, map(_without_loose_marks, words.split()))


def _nfkc_folded(text: str) -> str:
    return normalized("NFKC", normalized("NFKC", text).casefold())


def normalized(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> str:
    """The normal form of a text; of a very long one piece by piece, as a run of 100,000 marks on one letter, of which
    somebody may make a name, takes minutes to put in order."""
    if len(text) <= _LONGEST_PIECE:
        return unicodedata.normalize(form, text)
    pieces = range(0, len(text), _LONGEST_PIECE)
    return "".join(unicodedata.normalize(form, text[n : n + _LONGEST_PIECE]) for n in pieces)


_LONGEST_PIECE = 1_000
_PLAIN_PART = re.compile(r"[a-z0-9][a-z0-9-]{0,99}(?:\.[a-z0-9]{1,8})?")


def _belongs_to_a_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LNM"


def _without_loose_marks(word: str) -> str:
    """A word without the marks at its beginning, which belong to no letter."""
    first = next((i for i, c in enumerate(word) if unicodedata.category(c)[0] != "M"), len(word))
    return word[first:]


def _cut(text: str, most_bytes: int) -> str:
    return text.encode()[:most_bytes].decode(errors="ignore").rstrip("-")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:8]


def folded(path: str) -> str:
    """A path or id as two are compared: without difference of case or of composed and decomposed letters."""
    if path.isascii():
        return path.lower()
    return normalized("NFC", normalized("NFD", path).casefold())


def taken_name(name: str) -> str | None:
    """Why a name can't be a file's in the output: a whole clause, or None.

    `index` and `page-N` are the names of lists; a device name of Windows can't be a file there.
    """
    bare = folded(name)
    if bare == "index" or _PAGE_NUMBER.match(bare):
        return f"“{name}” is the name of a list's own page"
    if bare.split(".")[0].rstrip(" ") in _DEVICES:
        return f"“{name}” is the name of a device in Windows, where no file can be called so"
    return None


def article_id_problem(article_id: str) -> str | None:
    """Why this can't be the id of an article: a whole clause, or None where it can."""
    return path_problem(article_id) or taken_name(article_id.rpartition("/")[2])


def path_problem(path: str) -> str | None:
    """Why this can't be the path of an article, page or file under content/: a whole clause, or None where it can."""
    if not path:
        return "it is empty"
    return next((problem for part in path.split("/") if (problem := _part_problem(part))), None)


def _part_problem(part: str) -> str | None:
    if _PLAIN_PART.fullmatch(part) and part.partition(".")[0] not in _DEVICES:
        return None  # nearly all are, and a large archive has many
    forbidden = next((c for c in part if c in _FORBIDDEN), None)
    if not part:
        return "it has an empty part (a slash too many)"
    if part[0] in "._":
        return f"“{part}” begins with “{part[0]}”"
    if part[-1] in ". ":
        return f"“{part}” ends in a {'dot' if part[-1] == '.' else 'space'}"
    if forbidden:
        return f"“{part}” holds “{forbidden}”"
    if any(_is_control(c) for c in part):
        return f"“{part}” holds a control character"
    if len(part.encode()) > MOST_BYTES_A_PART:
        return f"“{part}” is longer than {MOST_BYTES_A_PART} bytes"
    if folded(part).split(".")[0].rstrip(" ") in _DEVICES:
        return taken_name(part)
    return None


def _is_control(character: str) -> bool:
    return character in _BIDI_CONTROLS or unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
