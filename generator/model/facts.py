"""What compiling one article or page reads and returns. Knows nothing of the rest of the archive."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import field

from generator.model.content import (
    Annotation,
    Direction,
    FrontMatter,
    LocalSpeaker,
    Mode,
    Part,
)
from generator.values import Immutable

DIGEST_SIZE = 8
"""Bytes of the digest of a paragraph."""


class ArticleSource(Immutable):
    """Everything that compiling one article reads: its two files. `sidecar` is None if the article has none.

    `layer` is the key of the layer whose file is read in place of the sidecar; `below` is the sidecar then, to which
    references of the layer may lead, and `below_path` its path. `digest` is a hex digest of all of it. `is_read` is
    False if only the digest is known and the bytes are left out, as for an article that is in the cache.
    """

    id: str
    path: str
    text: bytes
    sidecar_path: str = ""
    sidecar: bytes | None = None
    digest: str = ""
    is_read: bool = True
    layer: str = ""
    below_path: str = ""
    below: bytes | None = None


class PageSource(Immutable):
    """An ordinary page under content/pages/: its path and its bytes."""

    id: str
    path: str
    text: bytes


class Passage(Immutable):
    """An anchored passage: code points `start`:`end` of the projection of its part, and the text there.

    `lane` is that of its underline, from 1: claims that overlap have different lanes.
    """

    part: Part
    start: int
    end: int
    text: str
    lane: int = 1


class AnnotationFacts(Immutable):
    """An annotation and its places. `annotation.note` is empty here: `Body` has the note, as written and rendered.

    `marker` is its number, letter or star for readers (`3`, `b`, `*1`). `placed` is False if it has a quote without a
    place. `passages` is empty then, and also if it has no quote. `mode` is as written, else as derived from the text.
    """

    annotation: Annotation
    marker: str
    passages: tuple[Passage, ...] = ()
    placed: bool = True
    mode: Mode = "indirect"

    @property
    def id(self) -> str:
        return self.annotation.id

    @property
    def words(self) -> str:
        """The text of the passages, joined by ellipses; the quote as written if it has no place."""
        if self.passages:
            return " … ".join(" ".join(p.text.split()) for p in self.passages)
        quoted = (q.exact or f"{q.start} … {q.end}" for q in self.annotation.quote)
        return " … ".join(" ".join(text.split()) for text in quoted)


class ArticleFacts(Immutable):
    """Everything that the rest of the archive may know of an article. `annotations` are in the order of its notes.

    `links` are the targets in the output (`path` or `path#fragment`) of the links in its body and notes. `paragraphs`
    counts its numbered paragraphs (`#p_1` …), `length` the code points of the body's projection. `broken_sidecar` is
    true if its annotations could not be read; `left_out` are the ids of those that are invalid. `script` is that of
    nearly all letters of the body, as `text.script_of` names it.

    Of a text of which only the passages are published, `links` are those in the blocks that are; `withheld_links` are
    the targets (without fragments) of the others and all that its source names like a file, absolute addresses
    included; `withheld_paragraphs` are the numbers of the paragraphs left out. `addresses` are the absolute addresses
    in what is published of the body, and in the notes, that may be those of files.
    """

    id: str
    path: str
    sidecar_path: str
    front: FrontMatter
    speakers: tuple[LocalSpeaker, ...] = ()
    annotations: tuple[AnnotationFacts, ...] = ()
    links: tuple[str, ...] = ()
    broken_sidecar: bool = False
    paragraphs: int = 0
    length: int = 0
    withheld_links: tuple[str, ...] = ()
    withheld_paragraphs: tuple[int, ...] = ()
    addresses: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    heading: str = ""
    """The heading that the body begins with; empty where it begins otherwise."""
    paragraph_digests: bytes = b""
    """Digests of the longer paragraphs of the body, `DIGEST_SIZE` bytes each."""
    script: str = ""
    broken_below: bool = False
    """Whether the sidecar could not be read in place of which a layer was read."""

    def is_broken(self, annotation_id: str) -> bool:
        """Whether an annotation with this id may be there, but could not be read. That error is already reported."""
        return self.broken_sidecar or self.broken_below or annotation_id in self.left_out


def in_numbers(paragraph_digests: bytes) -> list[int]:
    """The digests of paragraphs one by one, as numbers."""
    return memoryview(paragraph_digests).cast("Q").tolist()


class TextBlocks(Immutable):
    """A run of blocks of a text as HTML, and the ids of the annotations whose first passage begins in the last of them,
    in the order of the text. Their notes stand behind it. Only the last run of a text has none."""

    html: str
    notes: tuple[str, ...] = ()


class Body(Immutable):
    """The HTML of an article: its text and its other parts with their marks, its notes by annotation id; and the
    projected text, which is empty where only passages are published. `written` has the notes as they were written, in
    Markdown, by the ids of all annotations in the order of the sidecar.

    A link inside the site is `href="site:<path in the output>#fragment"` until `outputs.finish_html` makes it relative.
    """

    blocks: tuple[TextBlocks, ...]
    title: str
    subtitle: str = ""
    caption: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    written: Mapping[str, str] = field(default_factory=dict)

    @property
    def html(self) -> str:
        """The text as HTML, without any notes."""
        return "".join([block.html for block in self.blocks])


class PageFacts(Immutable):
    """A compiled page. Its id is its path under content/pages/ without the extension; `html` is as in `Body`."""

    id: str
    path: str
    title: str
    html: str
    summary: str = ""
    language: str = ""
    direction: Direction | Literal[""] = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
