"""What compiling one article or page finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.model.content import (
    Annotation,
    Direction,
    FrontMatter,
    LocalSpeaker,
    Mode,
    Part,
)


@dataclass(frozen=True, slots=True)
class ArticleSource:
    """All that compiling one article reads: the bytes of its two files. `sidecar` is None where there is none.

    `digest` is that of all this, in hex. Where it tells enough, the bytes may be left out: then `is_read` is False.
    """

    id: str
    path: str
    text: bytes
    sidecar_path: str = ""
    sidecar: bytes | None = None
    digest: str = ""
    is_read: bool = True


@dataclass(frozen=True, slots=True)
class PageSource:
    """An ordinary page as it stands under content/pages/."""

    id: str
    path: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Passage:
    """A place that was found: code points `start`:`end` of the projection of its part, and the words that stand there.

    `lane` is 1 for the innermost underline, more where passages overlap.
    """

    part: Part
    start: int
    end: int
    text: str
    lane: int = 1


@dataclass(frozen=True, slots=True)
class AnnotationFacts:
    """An annotation, placed. `annotation.note` is empty here: the rendered note stands in `Body.notes`.

    `marker` is what a reader sees (`3`, `b`, `*1`). `placed` is False where a quote was given and has no place;
    `passages` is empty then, and also where no quote was given. `mode` is the one given or worked out.
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
        """What stands there: the passages, parted by an ellipsis; the words of the quote where it has no place."""
        if self.passages:
            return " … ".join(" ".join(p.text.split()) for p in self.passages)
        quoted = (q.exact or f"{q.start} … {q.end}" for q in self.annotation.quote)
        return " … ".join(" ".join(text.split()) for text in quoted)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What the rest of the archive may know of an article. `annotations` stand in the order of its notes.

    `links` holds what its body and notes lead to in the output: `path` or `path#fragment`; `paragraphs` counts its
    numbered paragraphs (`#p_1` …), `length` the code points of the body's projection.
    `broken_sidecar` tells that the annotations could not be read.
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


@dataclass(frozen=True, slots=True)
class Body:
    """The HTML of an article: its parts with their marks, and its notes by annotation id; and the projected text.

    A link inside the site is `href="site:<path in the output>#fragment"` until `outputs.finish_html` makes it relative.
    """

    html: str
    title: str
    subtitle: str = ""
    caption: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class PageFacts:
    """An ordinary page: its id is its path under content/pages/ without the ending; `html` as in `Body`."""

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
