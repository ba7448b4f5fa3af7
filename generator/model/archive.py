"""The linked archive: the third and last part of the data model. Knows nothing of files, YAML, HTML or templates.

Everything in the model consists of plain values and is complete when it is made. A build makes three families
in this order: what writers wrote (`content`: `Annotation`, `FrontMatter`, `Speaker` …), the results of compiling one
article or page (`facts`: `ArticleFacts`, `Body` …), and the results of linking all of them (here).

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
from generator.values import Immutable

_T = TypeVar("_T")


class Voice(Immutable):
    """The speaker of a statement in one article. `id` is empty for an unnamed voice; `role` is the one at the time.

    For the kind `outlet`, `name` is that of the publisher if it is known, and `id` is its speaker's id if it has one.
    """

    kind: Literal["speaker", "outlet", "editors", "unnamed"]
    id: str
    name: str
    role: str = ""
    organization: str = ""
    short: str = ""
    """The name where there is little room; empty for a voice that has no other than `name`."""
    nature: Literal["", "person", "organization", "outlet", "group"] = ""
    """What the speaker is (`Speaker.kind`), where that is known."""
    url: str = ""
    """The speaker's own website."""
    wikidata: str = ""
    also: tuple[str, ...] = ()
    """Other names of the speaker, by which its statements are found, each once."""


class Publisher(Immutable):
    """A publisher: a speaker (`speaker` is its id) or a plain name. `slug` names its page.

    A plain name is spelled in `Article.publisher` as in the article, in `Archive.publishers` as most articles spell it.
    `articles` are ids; they are left out in `Article.publisher`.
    """

    name: str
    slug: str
    speaker: str = ""
    articles: tuple[str, ...] = ()


class CitedSource(Immutable):
    """A resolved citation: the source, the locator, and its relation to the claim (empty for a claim's own source)."""

    source: Source
    locator: str = ""
    bearing: Relation | Literal[""] = ""
    publisher: Publisher | None = None
    """Who published the source, as written there."""
    page: str = ""
    """The path of the page that lists the source; empty if the site has no list of sources."""


class Statement(Immutable):
    """An annotation in its article, with all names resolved. `voice` is None for a note.

    `root` is the reference of the claim that this one repeats, or its own. `targets` are the references that it
    answers; `answers` are those of the counter-points to this appearance, in the order of their notes. `verdict` is
    that of the root.
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
        """The statement in the editors' words, else the quote."""
        return self.facts.annotation.statement or self.facts.words

    @property
    def is_paraphrase(self) -> bool:
        return bool(self.facts.annotation.statement)

    @property
    def is_withdrawn(self) -> bool:
        return bool(self.facts.annotation.withdrawn)


class Claim(Immutable):
    """A claim across the archive. `ref` is the appearance that gives it its id and verdict.

    `appearances` are the references of all appearances by date, `ref` included. `answers` are the references of the
    counter-points to any of them.
    """

    ref: str
    appearances: tuple[str, ...]
    answers: tuple[str, ...] = ()


class Article(Immutable):
    """A linked article. `statements` are the references of all its annotations in the order of its notes."""

    facts: ArticleFacts
    language: str
    direction: Direction
    instant: str
    """`front.date` as a UTC time stamp, `YYYY-MM-DDTHH:MM:SSZ`, for sorting and for feeds."""
    publisher: Publisher | None
    statements: tuple[str, ...]
    earlier: str = ""
    """The id of the previous article by date; empty for the first."""
    later: str = ""
    """The id of the next article by date; empty for the last."""
    persons: tuple[str, ...] = ()
    """Those of its authors that are not known to be an organization, an outlet or a group."""

    @property
    def id(self) -> str:
        return self.facts.id

    @property
    def front(self) -> FrontMatter:
        return self.facts.front


class SpeakerRecord(Immutable):
    """A speaker, with references of the statements that involve it.

    `claims` are what it says itself, `reported` what others report that it said. `people` are the ids of the speakers
    who belong to it, if it is an organization.
    """

    speaker: Speaker
    claims: tuple[str, ...] = ()
    reported: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    """References of counter-points by others to its statements."""
    answering: tuple[str, ...] = ()
    """References of its counter-points to the statements of others."""
    people: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    """Ids of the articles that it published."""


class SourceRecord(Immutable):
    """A source and the annotations that cite it, as (reference, locator), newest first.

    `slug` is its anchor on the page that lists it: the id of a shared source, else made from its title or address.
    """

    listed: CitedSource
    slug: str
    cited_by: tuple[tuple[str, str], ...] = ()

    @property
    def source(self) -> Source:
        return self.listed.source


class Tag(Immutable):
    """A tag: its spelling, the slug of its page, and the articles (ids) and claims (references) that have it."""

    name: str
    slug: str
    articles: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


class PictureFile(Immutable):
    """A picture on a page: its size in pixels, and its smaller copies as (width in pixels, path in the output)."""

    width: int
    height: int
    copies: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Archive:
    """The whole archive, linked: it contains no drafts, and every reference in it resolves.

    `articles` and `claims` are sorted newest first; speakers, publishers and tags by name. `sources` is empty if the
    site has no list of sources.
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
    """Redirects: (former path in the output, new path, with a fragment for an annotation)."""
    articles_by_id: Mapping[str, Article] = field(default_factory=dict, repr=False, compare=False)
    claims_by_ref: Mapping[str, Claim] = field(default_factory=dict, repr=False, compare=False)
    """Claims by `Claim.ref`."""
    speakers_by_id: Mapping[str, SpeakerRecord] = field(default_factory=dict, repr=False, compare=False)
    files: frozenset[str] = frozenset()
    """Paths in the output of the copied files. Linking leaves it empty; the pipeline fills it in."""
    pictures: Mapping[str, PictureFile] = field(default_factory=dict)
    """The copied files that pages show as pictures, by path in the output. The pipeline fills it in, too."""
    cards: Mapping[str, str] = field(default_factory=dict)
    """What the pictures for links say, by path of their page. The pipeline fills it in, too."""
    _results: dict[Callable[[Archive], object], object] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def once(self, work: Callable[[Archive], _T]) -> _T:
        """The result of `work(self)`, computed on the first call and cached."""
        if work not in self._results:
            self._results[work] = work(self)
        return self._results[work]  # type: ignore[return-value]
