"""The nouns of an annotated archive. Knows nothing of files, YAML, Markdown, HTML or templates.

Everything here is a frozen dataclass of plain values, born complete. Three families, in the order in which a
build makes them: what writers wrote (`Annotation`, `FrontMatter`, `Speaker` …), what compiling one article finds
(`ArticleFacts`, `Body`), and what linking all of them shows (`Archive`, `Statement`, `Claim` …).

Conventions: dates are ISO 8601 text as written (`2015`, `2015-12`, `2015-12-23`; an article's also with time and
offset); paths are relative to the site, with `/`; offsets are code points from 0, lines and columns count from 1.
A *reference* is `article-id#annotation-id`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from generator.model.content import (
    Direction,
    FrontMatter,
    Kind,
    Relation,
    Settings,
    Source,
    Speaker,
    Verdict,
)
from generator.model.facts import AnnotationFacts, ArticleFacts, PageFacts

T = TypeVar("T")


# ── the whole archive, linked ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody speaking in one article. `id` is empty for an unnamed voice; `role` is the one held at the time.

    `kind` is `speaker`, `outlet`, `editors` or `unnamed`; `name` for `outlet` is the publisher's, where known, and
    `id` then the publisher's speaker id, where it has one.
    """

    kind: Literal["speaker", "outlet", "editors", "unnamed"]
    id: str
    name: str
    role: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class CitedSource:
    """A citation, resolved: the source itself, the locator, and how it bears (a relation; empty for a claim's own)."""

    source: Source
    locator: str = ""
    bearing: Relation | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim or counter-point (or note: then without a voice) where it stands, with all names looked up.

    `root` is the reference of the claim that this one repeats, or its own. `targets` are the references it answers,
    `answers` those of the counter-points that answer this very appearance, in the order of their notes. `verdict` is
    the root's.
    """

    ref: str
    article: str
    facts: AnnotationFacts
    voice: Voice | None
    via: tuple[Voice, ...]
    said: str
    occasion: str
    language: str
    direction: Direction
    verdict: Verdict | None
    root: str
    targets: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    sources: tuple[CitedSource, ...] = ()

    @property
    def id(self) -> str:
        return self.facts.annotation.id

    @property
    def kind(self) -> Kind:
        return self.facts.annotation.kind

    @property
    def words(self) -> str:
        """The statement in the editors' words, or, where there is none, the quote."""
        return self.facts.annotation.statement or self.facts.words

    @property
    def is_paraphrase(self) -> bool:
        return bool(self.facts.annotation.statement)


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as the archive knows it: the appearance that gives it its name and verdict, and all appearances by date.

    `answers` are the references of the counter-points to any appearance, `appearances` has `ref` among them.
    """

    ref: str
    appearances: tuple[str, ...]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who published an article: a speaker (then `speaker` is its id) or a plain name, and the slug of its page."""

    name: str
    slug: str
    speaker: str = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article among the others. `statements` are the references of all its annotations in the order of its notes."""

    facts: ArticleFacts
    language: str
    direction: Direction
    instant: str
    """`front.date` as a UTC time stamp, `YYYY-MM-DDTHH:MM:SSZ`: to order by, and for feeds."""
    publisher: Publisher | None
    statements: tuple[str, ...]
    earlier: str = ""
    """The id of the article before this one by date; empty at the beginning."""
    later: str = ""

    @property
    def id(self) -> str:
        return self.facts.id

    @property
    def front(self) -> FrontMatter:
        return self.facts.front


@dataclass(frozen=True, slots=True)
class SpeakerRecord:
    """A speaker and the references of what it says (`claims`), of what is reported of it (`reported`: known through
    others), of what answers it and of what it answers; with the ids of the people of an organization."""

    speaker: Speaker
    claims: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    """References of the counter-points, by others, to what it says."""
    answering: tuple[str, ...] = ()
    """References of the counter-points that it makes to what others say."""
    people: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Ids of the articles it published."""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """A source and the references of the annotations that cite it, newest first, each with its locator.

    `slug` is its anchor on the list of sources: a shared source's id, else one made from its title or address.
    """

    source: Source
    slug: str
    cited_by: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: the spelling shown, the slug of its page, the articles (ids) and claims (references) that carry it."""

    name: str
    slug: str
    articles: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that is shown: its size in pixels, and its smaller copies as (width, path in the output)."""

    width: int
    height: int
    copies: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """All that was published, linked: drafts are gone, every reference below leads to something that is here.

    `articles` and `claims` stand newest first, speakers, publishers and tags by name. `sources` are there where the
    site lists them.
    """

    settings: Settings
    articles: tuple[Article, ...] = ()
    statements: Mapping[str, Statement] = field(default_factory=dict)
    claims: tuple[Claim, ...] = ()
    speakers: tuple[SpeakerRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    publishers: tuple[Publisher, ...] = ()
    tags: tuple[Tag, ...] = ()
    pages: tuple[PageFacts, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    """Former addresses: path in the output → path it leads to (with fragment where it was an annotation)."""
    articles_by_id: Mapping[str, Article] = field(default_factory=dict, repr=False, compare=False)
    claims_by_ref: Mapping[str, Claim] = field(default_factory=dict, repr=False, compare=False)
    """Claims by the reference of their root."""
    speakers_by_id: Mapping[str, SpeakerRecord] = field(default_factory=dict, repr=False, compare=False)
    files: frozenset[str] = frozenset()
    """Paths in the output of the copied files. Linking knows none; whoever reads the site adds them."""
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    """Those of the copied files that are shown as pictures, by path in the output. Added as `files` are."""
    _worked_out: dict[Callable[[Archive], object], object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, work: Callable[[Archive], T]) -> T:
        """What a function of the archive gives, worked out once however many ask for it."""
        if work not in self._worked_out:
            self._worked_out[work] = work(self)
        return self._worked_out[work]  # type: ignore[return-value]
