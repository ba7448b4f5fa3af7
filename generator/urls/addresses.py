"""Addresses of things in the output, given which outputs this build writes, and the links between pages."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from generator.model import Publisher, Settings, Statement
from generator.urls.names import slug
from generator.urls.paths import (
    CODEBOOK,
    CORRECTIONS,
    SEARCH,
    article_annotations_path,
    article_path,
    claim_path,
    index_path,
    note_anchor,
    page_path,
    publisher_path,
    speaker_path,
    tag_path,
    verdict_path,
    written_outputs,
)
from generator.values import Immutable


def relative(from_path: str, to_path: str, fragment: str = "") -> str:
    """The percent-encoded `href` from one page to another; to the page itself, `#fragment` or its file name.

    Paths are relative to the output. Colons are encoded too, so that no part can be mistaken for a scheme.
    """
    if from_path == to_path and fragment:
        return "#" + _encoded_fragment(fragment)
    folder, _, name = to_path.rpartition("/")
    path = _folder_link(from_path.rpartition("/")[0], folder) + _encoded(name)
    return f"{path}#{_encoded_fragment(fragment)}" if fragment else path


@lru_cache(maxsize=16_384)
def _folder_link(from_folder: str, to_folder: str) -> str:
    """`articles/2015`, `articles/2016` → `../2016/`. Cached: there are few folders, and many links between them."""
    here, there = (folder.split("/") if folder else [] for folder in (from_folder, to_folder))
    shared = 0
    while shared < min(len(here), len(there)) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + _encoded("".join(f"{part}/" for part in there[shared:]))


def absolute(site_url: str, path: str, fragment: str = "") -> str:
    """The absolute address, for standards that require one. Without a `site_url` it begins with `/`."""
    address = (site_url or "/") + _encoded(path)
    return f"{address}#{_encoded_fragment(fragment)}" if fragment else address


_NEEDS_NO_ENCODING = re.compile(
    r"[A-Za-z0-9_.~/-]*"
).fullmatch  # fits nearly all paths, and is ten times as fast as `quote`


def _encoded(path: str) -> str:
    return path if _NEEDS_NO_ENCODING(path) else quote(path, safe="/", errors="surrogatepass")


def _encoded_fragment(fragment: str) -> str:
    return _encoded(fragment).replace("/", "%2F")


def present_tags(settings: Settings) -> dict[str, str]:
    """Slug of a former spelling of a tag → its present spelling. One that shares the page of a present spelling, which
    is a tag that site.yaml names, is none."""
    present = {slug(name) for _, name in settings.former_tags}
    former = ((slug(former), name) for former, name in reversed(settings.former_tags))
    return {old: name for old, name in former if old not in present}


class Address(Immutable):
    """A place in the output: path and fragment, not encoded. It is falsy for what this build doesn't show."""

    path: str = ""
    fragment: str = ""

    def __bool__(self) -> bool:
        return bool(self.path)


NOWHERE = Address()
"""The address of what this build doesn't show."""


class Urls(Immutable):
    """The addresses of things, given the outputs that this build writes.

    `codebook` counts among them where the site has a coding scheme, `corrections` where it shows its history. It needs
    no archive and doesn't check that things exist: an `Archive` refers only to what it contains.
    """

    outputs: tuple[str, ...]
    former_tags: tuple[tuple[str, str], ...] = ()
    """Pairs of the slug of a former spelling of a tag and its present spelling."""

    @staticmethod
    def of(settings: Settings) -> Urls:
        codebook = ("codebook",) if settings.codes else ()
        outputs = written_outputs(settings.outputs)
        corrections = ("corrections",) if "history" in outputs else ()
        return Urls((*outputs, *codebook, *corrections), tuple(present_tags(settings).items()))

    def writes(self, output: str) -> bool:
        """Whether this build writes an output (`claims`)."""
        return output in self.outputs

    def article(self, article_id: str) -> Address:
        return Address(article_path(article_id))

    def annotations(self, article_id: str) -> Address:
        """The file with an article's annotations as JSON-LD."""
        return self._if_written("webannotations", article_annotations_path(article_id))

    def passage(self, ref: str) -> Address:
        """An annotation's passage in its article. Without a passage, its note has that anchor."""
        article_id, _, annotation_id = ref.partition("#")
        return Address(article_path(article_id), annotation_id)

    def note(self, ref: str) -> Address:
        """The note of an annotation that has a passage in the text."""
        article_id, _, annotation_id = ref.partition("#")
        return Address(article_path(article_id), note_anchor(annotation_id))

    def claim(self, ref: str) -> Address:
        """A claim's page; its passage in the article if `claims` isn't written."""
        return Address(claim_path(ref)) if self.writes("claims") else self.passage(ref)

    def statement(self, statement: Statement) -> Address:
        """A claim's page (for a repeat, the repeated claim's); for any other annotation its passage."""
        return self.claim(statement.root) if statement.kind == "claim" else self.passage(statement.ref)

    def verdict(self, key: str) -> Address:
        return self._if_written("verdicts", verdict_path(key))

    def speaker(self, speaker_id: str) -> Address:
        """A speaker's page; `NOWHERE` for an empty id (an unnamed voice)."""
        return self._if_written("speakers", speaker_path(speaker_id)) if speaker_id else NOWHERE

    def publisher(self, publisher: Publisher) -> Address:
        """A publisher's page; a speaker's if the publisher is one."""
        if publisher.speaker:
            return self.speaker(publisher.speaker)
        return self._if_written("publishers", publisher_path(publisher.slug))

    def tag(self, name: str) -> Address:
        """A tag's page. All spellings with one slug share it, and so do former ones."""
        own = slug(name)
        present = next((slug(present) for former, present in self.former_tags if former == own), own)
        return self._if_written("tags", tag_path(present))

    def page(self, page_id: str) -> Address:
        return self._if_written("pages", page_path(page_id))

    def index(self, output: str) -> Address:
        """An output's first page, for navigation; `NOWHERE` if it has no list, or isn't written."""
        path = _FIRST_PAGES.get(output, "")
        return self._if_written(output, path) if path else NOWHERE

    def navigation(self, entry: str) -> Address:
        """The target of an entry of `navigation:`: an output's first page, or an ordinary page."""
        return self.index(entry) if entry in _FIRST_PAGES else self.page(entry)

    def _if_written(self, output: str, path: str) -> Address:
        return Address(path) if output in self.outputs else NOWHERE


_FIRST_PAGES = {"home": "index.html", "codebook": CODEBOOK, "corrections": CORRECTIONS, "search": SEARCH} | {
    name: index_path(name) for name in ("articles", "claims", "speakers", "sources", "publishers", "tags", "data")
}
"""Output → path of its first page, for the outputs that navigation can name."""
