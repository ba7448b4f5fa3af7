"""What writers wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from generator.diagnostics import Location

Part = Literal["title", "subtitle", "caption", "body"]
PARTS: tuple[Part, ...] = ("title", "subtitle", "caption", "body")

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
