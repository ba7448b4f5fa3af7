"""What each template is given: frozen dataclasses in which every address is already a link from that very page.

Knows nothing of how an archive is linked nor of how a page looks. Texts are plain (a template escapes them); only
fields of type `Markup` hold HTML, made by the Markdown renderer. `language` and `direction` of a text are empty where
they are those of the page around it; an `href` is empty where there is nothing to link to.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from generator.model import Direction, Kind, Mode, Relation

# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Text:
    """Words with their own language and direction, empty where they are the page's."""

    words: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """`key` names a part of the site (its word is `navigation.<key>`), or is empty: then `label` is a page's title."""

    key: str
    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `key` names its word (`feed.articles`), `about` whom it is about."""

    key: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page. `root` leads to the top of the output (`../../`, empty there).

    `canonical` is absolute, and empty for a site without an address.
    """

    path: str
    root: str
    site: str
    site_description: str
    language: str
    direction: Direction
    home: str
    navigation: tuple[NavigationEntry, ...]
    stylesheets: tuple[str, ...]
    canonical: str = ""
    feeds: tuple[Feed, ...] = ()
    organization: Link | None = None


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict in word and sign; its line and colour come from the class `v-<key>`."""

    key: str
    label: str
    mark: str
    definition: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """Who speaks: `kind` is `speaker`, `outlet`, `editors` or `unnamed`; `name` may be empty for the middle two."""

    kind: str
    name: str
    href: str = ""
    role: str = ""
    organization: str = ""


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article as lists show it. `claims` and `counterpoints` count what is annotated in it."""

    id: str
    title: Text
    href: str
    date: str
    publisher: Link | None
    claims: int = 0
    counterpoints: int = 0
    summary: Text | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What a counter-point answers, or who answers: the relation in which the *counter-point* stands."""

    relation: Relation
    marker: str
    text: Text
    voice: VoiceView | None
    href: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """A claim, a counter-point or a note in a list: what was said, by whom, where.

    `href` leads to what tells most of it (a claim's page, else its passage), `passage` to the place in the article.
    `mode` is empty for a note. `quoted` tells that the words are the article's own, not a paraphrase. `targets` are
    what a counter-point answers, in lists that say so.
    """

    ref: str
    id: str
    kind: Kind
    text: Text
    quoted: bool
    href: str
    passage: str
    article: ArticleLink
    voice: VoiceView | None = None
    via: tuple[VoiceView, ...] = ()
    mode: Mode | str = ""
    verdict: VerdictView | None = None
    said: str = ""
    occasion: str = ""
    answers: int = 0
    targets: tuple[Answered, ...] = ()
    repeats: str = ""
    withdrawn: str = ""
    withdrawn_date: str = ""


@dataclass(frozen=True, slots=True)
class SourceView:
    """Evidence. `title` is the address where there is none.

    `anchor` is its id on the list of sources, `listed` the link to it there.
    """

    title: Text
    href: str
    archived: str = ""
    archived_date: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    accessed: str = ""
    kind: str = ""
    excerpt: Text | None = None
    locator: str = ""
    anchor: str = ""
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class Code:
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """All that is said of one annotation: on an article's page, or as a turn on a claim's.

    `note` is what the editors say. `passages` link back to the words, `original` to them in the original; `quote` is
    the passage where `statement.text` is a paraphrase. `targets` are what it answers, `answers` what answers it.
    """

    statement: StatementView
    marker: str
    anchor: str
    place: str
    """The id by which it is cited where it has no passage to carry it; empty where it has."""
    passages: tuple[str, ...]
    note: Markup
    quote: Text | None = None
    original: str = ""
    targets: tuple[Answered, ...] = ()
    answers: tuple[Answered, ...] = ()
    sources: tuple[SourceView, ...] = ()
    updates: tuple[Update, ...] = ()
    reviewed: str = ""
    unsure: str = ""
    codes: tuple[Code, ...] = ()
    tags: tuple[Link, ...] = ()
    claim: str = ""
    """The link to its own page: the claim's, or that of the claim it repeats."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One move of an exchange. `depth` is 1 for what answers the claim itself; `number` counts from 1 over all."""

    note: NoteView
    relation: Relation
    depth: int
    number: int
    answers: Answered


@dataclass(frozen=True, slots=True)
class Bearing:
    """Sources that bear on a claim in one way: `relation` is empty for what its verdict rests on."""

    relation: Relation | str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list goes on: `number` of `total` pages; links empty at the ends."""

    number: int = 1
    total: int = 1
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    src: str
    alt: str
    caption: Markup
    credit: str


@dataclass(frozen=True, slots=True)
class CorrectionView:
    date: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class RoleView:
    title: str
    organization: Link | None
    since: str
    until: str


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class HomePage:
    frame: Frame
    articles: tuple[ArticleLink, ...]
    recent: tuple[StatementView, ...]
    verdicts: tuple[VerdictView, ...]
    article_count: int
    claim_count: int
    all_articles: str
    all_claims: str


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """A list of articles: all, or those of one `year`. `years` link to the others, with how many each has."""

    frame: Frame
    year: str
    articles: tuple[ArticleLink, ...]
    count: int
    years: tuple[tuple[Link, int], ...]
    all_years: str
    pager: Pager


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its marks, notes and sources. `html`, `title` and the like are ready to stand in the page.

    `placed` are the notes of what has a passage or needs none, `unplaced` those whose quote was not found.
    """

    frame: Frame
    id: str
    title: str
    language: str
    """The article's own language and direction; empty where they are the page's."""
    direction: str
    title_html: Markup
    subtitle_html: Markup
    html: Markup
    picture: Picture | None
    section: tuple[str, ...]
    publisher: Link | None
    authors: tuple[str, ...]
    date: str
    updated: str
    original: str
    archived: str
    archived_date: str
    captured: str
    rights: str
    summary: str
    tags: tuple[Link, ...]
    corrections: tuple[CorrectionView, ...]
    placed: tuple[NoteView, ...]
    unplaced: tuple[NoteView, ...]
    sources: tuple[SourceView, ...]
    broken_sidecar: bool
    claim_count: int
    counterpoint_count: int
    earlier: ArticleLink | None
    later: ArticleLink | None
    published: str
    """The date with slashes (`2015/12/23`), as reference managers read it."""
    article_language: str
    """The article's language, whatever the page's."""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim: its note, the exchange as one column of turns, where it recurs, and the evidence by how it bears."""

    frame: Frame
    note: NoteView
    turns: tuple[Turn, ...]
    appearances: tuple[NoteView, ...]
    """All places where it stands, by date, its own among them; empty where that is the only one."""
    evidence: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True)
class RepeatPage:
    """A claim that repeats another: leads to that one."""

    frame: Frame
    statement: StatementView
    claim: StatementView


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    frame: Frame
    claims: tuple[StatementView, ...]
    count: int
    verdicts: tuple[tuple[VerdictView, int], ...]
    pager: Pager


@dataclass(frozen=True, slots=True)
class VerdictPage:
    frame: Frame
    verdict: VerdictView
    claims: tuple[StatementView, ...]
    count: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    name: str
    href: str
    role: str
    kind: str
    claims: int
    articles: int


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    frame: Frame
    speakers: tuple[SpeakerEntry, ...]


@dataclass(frozen=True, slots=True)
class StatementList:
    """Part of a speaker's page: `count` in all, of which these stand on this page."""

    statements: tuple[StatementView, ...]
    count: int


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A speaker: who it is, what it claims, what is reported of it, who answers it and whom it answers."""

    frame: Frame
    name: str
    kind: str
    role: str
    organization: Link | None
    roles: tuple[RoleView, ...]
    description: Markup
    names: tuple[Text, ...]
    also: tuple[str, ...]
    url: str
    wikidata: str
    picture: str
    claims: StatementList
    reported: StatementList
    answered_by: StatementList
    answering: StatementList
    people: tuple[SpeakerEntry, ...]
    articles: tuple[ArticleLink, ...]
    article_count: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class SourceEntry:
    source: SourceView
    cited_by: tuple[tuple[StatementView, str], ...]
    """Who cites it, each with the locator."""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    frame: Frame
    sources: tuple[SourceEntry, ...]


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A tag or a publisher in its list."""

    name: str
    href: str
    articles: int
    claims: int = 0


@dataclass(frozen=True, slots=True)
class GroupsPage:
    """The list of tags, or of publishers."""

    frame: Frame
    groups: tuple[GroupEntry, ...]


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One tag, or one publisher: its articles and, for a tag, its claims."""

    frame: Frame
    name: str
    articles: tuple[ArticleLink, ...]
    article_count: int
    claims: tuple[StatementView, ...]
    claim_count: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class OrdinaryPage:
    frame: Frame
    title: Text
    summary: str
    html: Markup


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    frame: Frame
    articles: str
    claims: str


@dataclass(frozen=True, slots=True)
class AliasPage:
    """A former address: leads on to `href`."""

    frame: Frame
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry: `id` and `href` are absolute; `published` and `updated` UTC time stamps."""

    id: str
    title: str
    href: str
    published: str
    updated: str
    summary: str
    statement: StatementView | None = None
    authors: tuple[str, ...] = ()
    language: str = ""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """An Atom feed: `key` names its word (`feed.articles`), `about` whom it is about. All addresses are absolute."""

    key: str
    about: str
    id: str
    href: str
    page: str
    site: str
    language: str
    author: str
    updated: str
    entries: tuple[FeedEntry, ...]
