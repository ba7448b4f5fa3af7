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

Part = Literal["title", "subtitle", "caption", "body"]
PARTS: tuple[Part, ...] = ("title", "subtitle", "caption", "body")

T = TypeVar("T")

Kind = Literal["claim", "counterpoint", "note"]
Mode = Literal["direct", "indirect", "mixed"]
Relation = Literal["answers", "rebuts", "undercuts", "qualifies", "adds-context", "supports", "corrects"]
Direction = Literal["ltr", "rtl"]

OUTLET = "outlet"
"""The article's own voice, whoever publishes it."""
EDITORS = "editors"
"""The editors of the archive."""
RESERVED_VOICES = frozenset({OUTLET, EDITORS})

OUTPUT_NAMES = tuple(
    "home articles claims verdicts speakers sources publishers tags pages"
    " search feeds data webannotations history sitemap".split()
)
"""What `outputs:` in site.yaml may name, in the order of the contract."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Where something stands in a source file: `path` relative to the site, line and column from 1."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


# ── what writers wrote ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class QuoteSelector:
    """One passage as its writer names it: either `exact` with its context, or a range `start` … `end`.

    `plain` tells that it was written as a bare text, in which an ellipsis between spaces may stand for a range.
    """

    exact: str = ""
    prefix: str = ""
    suffix: str = ""
    times: int = 1
    start: str = ""
    end: str = ""
    part: Part = "body"
    plain: bool = False

    @property
    def is_range(self) -> bool:
        return bool(self.start)


@dataclass(frozen=True, slots=True)
class SpeakerRef:
    """Who is named as speaking: a speaker's id (`outlet` and `editors` among them), or an unnamed voice in words."""

    id: str = ""
    unnamed: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence. `id` is empty where it was written out in the sidecar, or is only an address."""

    id: str = ""
    title: str = ""
    url: str = ""
    archived: str = ""
    archived_date: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    accessed: str = ""
    kind: Literal["", "primary", "secondary"] = ""
    language: str = ""
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A source as one annotation cites it: the id of a shared source, or one written out; with a locator (`p. 12`)."""

    source: str | Source
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A claim, a counter-point or a note, as its sidecar says it.

    `parent` is the id of the annotation under which a counter-point is nested; `to` holds references, whole
    (`article#id`), of all it answers, the parent's among them. `note` is Markdown.
    """

    id: str
    kind: Kind
    quote: tuple[QuoteSelector, ...] = ()
    statement: str = ""
    speaker: SpeakerRef = SpeakerRef()
    via: tuple[SpeakerRef, ...] = ()
    mode: Mode | None = None
    said: str = ""
    occasion: str = ""
    verdict: str = ""
    reviewed: str = ""
    updates: tuple[tuple[str, str], ...] = ()
    withdrawn: str = ""
    withdrawn_date: str = ""
    note: str = ""
    unsure: str = ""
    parent: str = ""
    to: tuple[str, ...] = ()
    relation: Relation = "answers"
    repeats: str = ""
    sources: tuple[Citation, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody was, and when: both ends included, either may be empty."""

    title: str
    organization: str = ""
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who can speak: a person, an organization, an outlet, a group. `description` is Markdown.

    `path` is the file it is described in: relative addresses are read from there. It is no part of who it is.
    """

    id: str
    name: str
    kind: Literal["", "person", "organization", "outlet", "group"] = ""
    role: str = ""
    organization: str = ""
    roles: tuple[Role, ...] = ()
    description: str = ""
    names: tuple[tuple[str, str], ...] = ()
    also: tuple[str, ...] = ()
    url: str = ""
    wikidata: str = ""
    image: str = ""
    path: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class LocalSpeaker:
    """A sidecar's entry under `speakers`: a new speaker (it has a name), or a shared one's role in this article."""

    id: str
    speaker: Speaker | None
    role: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """An article's picture. `src` is a path in the output (`articles/2015/x.jpg`), empty where only words were kept."""

    src: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the outlet itself later corrected."""

    date: str
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What an article says of itself. `publisher` is a speaker's id or a plain name: linking finds out which."""

    title: str
    date: str
    publisher: str = ""
    authors: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    url: str = ""
    archived: str = ""
    archived_date: str = ""
    captured: str = ""
    corrections: tuple[Correction, ...] = ()
    language: str = ""
    direction: Direction | Literal[""] = ""
    summary: str = ""
    subtitle: str = ""
    updated: str = ""
    rights: str = ""
    draft: bool = False
    aliases: tuple[str, ...] = ()
    image: Image | None = None
    text: Literal["full", "passages"] = "full"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One entry of the vocabulary. `line` and `tone` name a drawing and a colour; `rating` is 1 to 5, or None."""

    key: str
    label: str
    mark: str
    line: str
    tone: str
    definition: str = ""
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Organization:
    """Who annotates and rates."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """site.yaml, with its defaults filled in. `verdicts` stand in their order; `url` is empty or ends in `/`."""

    title: str
    description: str = ""
    url: str = ""
    language: str = "en"
    timezone: str = "UTC"
    repository: str = ""
    branch: str = "main"
    organization: Organization | None = None
    navigation: tuple[str, ...] | None = None
    verdicts: tuple[Verdict, ...] = ()
    codes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    files: tuple[str, ...] = ()
    outputs: tuple[str, ...] = OUTPUT_NAMES
    strict: bool = False
    drafts: bool = False
    """Not a setting of the file: `--drafts` was given."""

    def verdict(self, key: str) -> Verdict | None:
        return next((v for v in self.verdicts if v.key == key), None)


@dataclass(frozen=True, slots=True)
class Registry:
    """All shared speakers and sources. `locations` is keyed `speakers/<id>`, `sources/<id>`, then `/field`."""

    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    locations: Mapping[str, Location] = field(default_factory=dict)


# ── one article, read and understood alone ───────────────────────────────────────────────────────────────────────


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

    Links inside the site stand as `href="site:<path in the output>#fragment"`; `urls.localize` makes them relative.
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


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the output: its path, the template that makes it and what the template is given (`views`).

    A page without a template carries its bytes. `owner` says in words whose page it is, for when two want one path.
    """

    path: str
    owner: str
    template: str = ""
    view: object = None
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a list, planned but for its rows: they are planned only where what they show has changed.

    `page` is the page without them, and `whole` gives it with them. They show the statements (references) and articles
    (ids) of `shows`, in this order, and what `besides` tells of them.
    """

    page: Page
    shows: tuple[str, ...]
    whole: Callable[[], Page]
    besides: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        return self.page.path

    @property
    def owner(self) -> str:
        return self.page.owner
