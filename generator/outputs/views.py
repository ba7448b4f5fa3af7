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
class LanguageText:
    """Words with their own language and direction, empty where they are the page's."""

    words: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class LinkView:
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
    organization: LinkView | None = None
    script: str = ""
    issues: str = ""
    """Where a new issue is written (`…/issues/new`); empty for a site without a repository."""


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
    title: LanguageText
    href: str
    date: str
    publisher: LinkView | None
    claims: int = 0
    counterpoints: int = 0
    summary: LanguageText | None = None
    score: Score | None = None
    """Its voice score, in lists that show it in small."""


@dataclass(frozen=True, slots=True)
class Answered:
    """What a counter-point answers, or who answers: the relation in which the *counter-point* stands. `quoted` tells
    that the words are the article's own."""

    relation: Relation
    marker: str
    text: LanguageText
    quoted: bool
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
    text: LanguageText
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

    title: LanguageText
    href: str
    archived: str = ""
    archived_date: str = ""
    publisher: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    accessed: str = ""
    kind: str = ""
    excerpt: LanguageText | None = None
    locator: str = ""
    anchor: str = ""
    listed: str = ""


@dataclass(frozen=True, slots=True)
class Update:
    date: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeView:
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
    quote: LanguageText | None = None
    original: str = ""
    targets: tuple[Answered, ...] = ()
    answers: tuple[Answered, ...] = ()
    sources: tuple[SourceView, ...] = ()
    updates: tuple[Update, ...] = ()
    reviewed: str = ""
    unsure: str = ""
    codes: tuple[CodeView, ...] = ()
    tags: tuple[LinkView, ...] = ()
    claim: str = ""
    """The link to its own page: the claim's, or that of the claim it repeats."""
    beside: int = 0
    """Which of the notes beside the text it is; 0 where it stands below, and on other pages than its article's."""
    voice_number: int = 0
    """The number of its voice (`VoiceChoice`) on its article's page."""
    introduces: bool = False
    """It is the first note of its voice on its article's page."""


@dataclass(frozen=True, slots=True)
class TurnView:
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
class WordChange:
    """Where a wording parts from another: what it changes (`number`, `negation`, `hedge`, `name`; nothing where they
    are just other words), and the words before and after; either may have none."""

    kinds: tuple[str, ...]
    before: LanguageText
    after: LanguageText


@dataclass(frozen=True, slots=True)
class Appearance:
    """A place where a claim stands, with how its wording differs from another one in its language: the claim's own,
    or the first.

    `other` is where that stands; None where this is it, or there is no wording. `otherwise` tells that hardly a word
    is the same: then no changes are told. `more` counts the changes left out.
    """

    note: NoteView
    other: ArticleLink | None = None
    changes: tuple[WordChange, ...] = ()
    otherwise: bool = False
    more: int = 0


@dataclass(frozen=True, slots=True)
class FacetEntry:
    """One way to narrow a list: a link, and how many it leads to. A verdict is shown as such.

    `count` is 0 where it isn't told: on all pages of a list but its first, which else would change with any entry.
    """

    label: str
    href: str
    count: int
    current: bool = False
    verdict: VerdictView | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by: `key` names its word (`facet.year`). `more` leads to the list of all entries
    where these are only the largest."""

    key: str
    entries: tuple[FacetEntry, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a list goes on: `number` of `total` pages; links empty at the ends."""

    number: int = 1
    total: int = 1
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: `src` is empty where only its caption was kept; `width` and `height` (pixels) are 0 where unknown.

    `srcset` holds its smaller copies and itself, and `sizes` how wide it is shown; both are empty without copies.
    """

    src: str
    alt: str
    caption: Markup
    credit: str
    width: int = 0
    height: int = 0
    srcset: str = ""
    sizes: str = ""


@dataclass(frozen=True, slots=True)
class StaveVoice:
    """Whose stave it is, and through whom that voice is known."""

    voice: VoiceView
    via: tuple[VoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreSign:
    """One passage in the score: `x` and `width` in per cent, `y` in pixels; `anchor` is its id on the article's page.

    `elsewhere` tells that it has no passage: it stands where what it answers stands.
    """

    kind: Kind
    verdict: str
    marker: str
    anchor: str
    x: str
    width: str
    y: int
    elsewhere: bool
    voice_number: int = 0


@dataclass(frozen=True, slots=True)
class ScoreStave:
    """A voice's stave: its line stands at `y`, with `rows` rows of signs on it; `markers` names each once."""

    voice: StaveVoice
    y: int
    rows: int
    signs: tuple[ScoreSign, ...]
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Who speaks where. `ties` are SVG paths in a box 1,000 wide and `height` high; it runs in `direction`, from the
    `first` words of the text to the `last`. `folded`: it is too long to stand open."""

    staves: tuple[ScoreStave, ...]
    ties: tuple[str, ...]
    height: int
    direction: Direction
    first: LanguageText
    last: LanguageText
    folded: bool = False


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice to filter an article by: its `number` is the class `v3` of its marks and notes."""

    number: int
    voice: VoiceView
    claims: int
    counterpoints: int


@dataclass(frozen=True, slots=True)
class CorrectionView:
    date: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class RoleView:
    title: str
    organization: LinkView | None
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Recent:
    """What last happened to a claim: it was `answered` (by `answer`), `updated` (then `text` says what), `withdrawn`
    or `rated`, on `date`."""

    statement: StatementView
    what: str
    date: str
    answer: Answered | None = None
    text: str = ""


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class HomePage:
    frame: Frame
    articles: tuple[ArticleLink, ...]
    recent: tuple[Recent, ...]
    verdicts: tuple[VerdictView, ...]
    article_count: int
    claim_count: int
    all_articles: str
    all_claims: str


@dataclass(frozen=True, slots=True)
class ArticlesPage:
    """A list of articles: all, or those of one `year`. `all` leads to the whole list.

    `count` is how many there are in it, told on its first page only.
    """

    frame: Frame
    year: str
    articles: tuple[ArticleLink, ...]
    count: int
    facets: tuple[Facet, ...]
    all: str
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
    publisher: LinkView | None
    authors: tuple[str, ...]
    date: str
    updated: str
    original: str
    archived: str
    archived_date: str
    captured: str
    rights: str
    summary: str
    tags: tuple[LinkView, ...]
    corrections: tuple[CorrectionView, ...]
    placed: tuple[NoteView, ...]
    unplaced: tuple[NoteView, ...]
    withdrawn: tuple[NoteView, ...]
    """Those of both whose statement is withdrawn."""
    example: StatementView | None
    """What stands for all in telling how to cite one: the first claim, else the first of all."""
    sources: tuple[SourceView, ...]
    broken_sidecar: bool
    claim_count: int
    counterpoint_count: int
    earlier: ArticleLink | None
    later: ArticleLink | None
    score: Score | None
    voices: tuple[VoiceChoice, ...]
    verdicts: tuple[tuple[VerdictView, int], ...]
    """Those of the vocabulary, each with how many of the article's claims are rated so."""
    unrated: int
    published: str
    """The date with slashes (`2015/12/23`), as reference managers read it."""
    article_language: str
    """The article's language, whatever the page's."""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim: its note, the exchange as one column of turns, where it recurs, and the evidence by how it bears."""

    frame: Frame
    note: NoteView
    turns: tuple[TurnView, ...]
    appearances: tuple[Appearance, ...]
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
    """A list of claims: all, or those of one `year`. `all` leads to the whole list, `csv` to it as a table.

    `data` leads to the script that holds what the filters of the whole list need; empty on any other page. `count` is
    how many there are in it, told on its first page only.
    """

    frame: Frame
    year: str
    claims: tuple[StatementView, ...]
    count: int
    facets: tuple[Facet, ...]
    all: str
    csv: str
    data: str
    codes: tuple[str, ...]
    """The keys of the coding scheme."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """The claims rated so. `count` is how many there are, told on the first page only."""

    frame: Frame
    verdict: VerdictView
    claims: tuple[StatementView, ...]
    count: int
    facets: tuple[Facet, ...]
    all: str
    csv: str
    pager: Pager


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    name: str
    href: str
    role: str
    kind: str
    claims: int
    articles: int


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    frame: Frame
    speakers: tuple[SpeakerRow, ...]


@dataclass(frozen=True, slots=True)
class StatementList:
    """Part of a speaker's page, by the day of saying, newest first: `count` in all, of which these stand on this page.

    `voices` are those who answer, or are answered, each with how often.
    """

    statements: tuple[StatementView, ...]
    count: int
    voices: tuple[tuple[VoiceView, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A speaker: who it is, what it claims, what is reported of it, who answers it and whom it answers."""

    frame: Frame
    name: str
    kind: str
    role: str
    organization: LinkView | None
    roles: tuple[RoleView, ...]
    description: Markup
    names: tuple[LanguageText, ...]
    also: tuple[str, ...]
    url: str
    wikidata: str
    picture: Picture | None
    claims: StatementList
    reported: StatementList
    answered_by: StatementList
    answering: StatementList
    verdicts: tuple[VerdictView, ...]
    """Those given to what is listed on this page, to filter it by."""
    people: tuple[SpeakerRow, ...]
    articles: tuple[ArticleLink, ...]
    article_count: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class SourceRow:
    source: SourceView
    cited_by: tuple[tuple[StatementView, str], ...]
    """Who cites it, each with the locator."""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    frame: Frame
    sources: tuple[SourceRow, ...]


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
    title: LanguageText
    summary: str
    html: Markup


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """`verdict` is what the site says of a claim without evidence; None where its vocabulary has no such word."""

    frame: Frame
    verdict: VerdictView | None
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
