"""Links from one page to another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

from generator.model import Publisher, Settings, Source, Statement
from generator.urls.names import slug
from generator.urls.paths import (
    SOURCES,
    article_path,
    claim_path,
    index_path,
    note_anchor,
    page_path,
    publisher_path,
    source_anchor,
    speaker_path,
    tag_path,
    verdict_path,
    written_outputs,
)


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
