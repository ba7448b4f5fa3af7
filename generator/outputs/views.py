"""The views that templates are given: frozen dataclasses whose addresses are links from the page they are for.

Knows neither how an archive is linked nor how a page looks. Texts are plain (a template escapes them); only fields of
type `Markup` hold HTML, made by the Markdown renderer. `language` and `direction` of a text are empty where they are
those of the page around it; an `href` is empty where there is nothing to link to.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from generator.model import Direction, Kind, Mode, Relation

# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LanguageText:
    """A text with its language and direction, each empty where it is the page's."""

    words: str
    language: str = ""
    direction: str = ""


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with plain text; `href` is empty where there is no page to link to."""

    label: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """An entry of the site's navigation: a part of the site or an ordinary page.

    `key` names a part of the site, whose text is `word('navigation.' + key)`. For a page it is empty, and `label` is
    the page's title. `current` is true on the page itself and on pages that belong to it.
    """

    key: str
    label: str
    href: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A link to a feed: `key` names its text (`feed.articles`), and `about` the speaker that it is about, if any."""

    key: str
    href: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds every page: its head, header and footer."""

    path: str
    """The page's path in the output."""
    root: str
    """Leads from the page to the top of the output (`../../`; empty at the top)."""
    site: str
    """The site's title."""
    site_description: str
    language: str
    direction: Direction
    home: str
    navigation: tuple[NavigationEntry, ...]
    stylesheets: tuple[str, ...]
    canonical: str = ""
    """The absolute address to index this page under; empty if the site has no `url`."""
    feeds: tuple[Feed, ...] = ()
    organization: LinkView | None = None
    script: str = ""
    issues: str = ""
    """The address for a new issue (`…/issues/new`); empty for a site without a repository."""


@dataclass(frozen=True, slots=True)
class VerdictView:
    """A verdict: its label, its sign (`mark`) and its definition. Its line and colour come from the class `v-<key>`."""

    key: str
    label: str
    mark: str
    definition: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice: who speaks. `kind` is `speaker`, `outlet`, `editors` or `unnamed`; `name` may be empty for an outlet and
    for editors."""

    kind: str
    name: str
    href: str = ""
    role: str = ""
    organization: str = ""
    short: str = ""
    """The name where there is little room: `name` itself where there is no shorter one."""


@dataclass(frozen=True, slots=True)
class ArticleLink:
    """An article as lists show it. `claims` and `counterpoints` count the annotations of these kinds in it."""

    id: str
    title: LanguageText
    href: str
    date: str
    publisher: LinkView | None
    claims: int = 0
    counterpoints: int = 0
    summary: LanguageText | None = None
    headline: str = ""
    """The title in the interface's language, where the article has another and its writers gave one."""
    retold: bool = False
    """Whether the text is the archive's own retelling."""
    score: Score | None = None
    """The voice score, in lists that show a small one."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A statement that the one at hand answers, or one that answers it."""

    relation: Relation
    """The relation of the counter-point, which is the answering one."""
    marker: str
    """The marker of its note; empty on pages other than the statement's article."""
    text: LanguageText
    quoted: bool
    """Whether the text is the article's own words, not a paraphrase."""
    voice: VoiceView | None
    href: str


@dataclass(frozen=True, slots=True)
class StatementView:
    """A claim, a counter-point or a note in a list: its text, its voice and its article."""

    ref: str
    """The reference that is unique in the archive: `<article>#<id>`."""
    id: str
    kind: Kind
    text: LanguageText
    quoted: bool
    """Whether the text is the article's own words, not a paraphrase."""
    href: str
    """The link to the page with most about it: a claim's page, else its passage."""
    passage: str
    """The link to its passage in the article."""
    article: ArticleLink
    voice: VoiceView | None = None
    via: tuple[VoiceView, ...] = ()
    """The voices through which it is known, the one nearest to the speaker first."""
    mode: Mode | str = ""
    """How the article gives it: `direct`, `indirect` or `mixed` speech; empty without a voice."""
    verdict: VerdictView | None = None
    said: str = ""
    """The date of the statement."""
    occasion: str = ""
    answers: int = 0
    """The number of counter-points to it."""
    targets: tuple[Answered, ...] = ()
    """The statements that a counter-point answers, in lists that show them."""
    repeats: str = ""
    """The link to the claim that this one repeats; empty if it repeats none."""
    withdrawn: str = ""
    """The reason for the withdrawal; empty if it is not withdrawn."""
    withdrawn_date: str = ""


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source that is cited as evidence."""

    title: LanguageText
    """The source's address if it has no title."""
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
    """The place in the source that is cited."""
    anchor: str = ""
    """The source's id on the list of sources."""
    listed: str = ""
    """The link to the source on the list of sources."""


@dataclass(frozen=True, slots=True)
class Update:
    """A dated update of an annotation, in the editors' words."""

    date: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeView:
    """The value that a claim has under a key of the site's coding scheme."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """Everything about one annotation: on an article's page, or as a turn on a claim's page."""

    statement: StatementView
    marker: str
    anchor: str
    """The id of the note."""
    place: str
    """The id that links to the annotation lead to if it has no passage; empty if it has one, which has the id."""
    passages: tuple[str, ...]
    """The links to its passages in the article."""
    note: Markup
    """The editors' text."""
    quote: LanguageText | None = None
    """The passage, if `statement.text` is a paraphrase."""
    original: str = ""
    """The link to the same words in the original."""
    targets: tuple[Answered, ...] = ()
    """The statements that it answers; on other pages than its article's only the first 8."""
    answers: tuple[Answered, ...] = ()
    """The counter-points that answer it; on other pages than its article's only the first 8."""
    sources: tuple[SourceView, ...] = ()
    updates: tuple[Update, ...] = ()
    reviewed: str = ""
    """The day of the rating."""
    unsure: str = ""
    """What the editors doubt."""
    codes: tuple[CodeView, ...] = ()
    tags: tuple[LinkView, ...] = ()
    claim: str = ""
    """The link to the claim's page: its own, or that of the claim it repeats. Empty for other annotations."""
    beside: int = 0
    """Its number among the notes beside the text; 0 for a note below the text, and on pages other than the
    article's."""
    voice_number: int = 0
    """The number of its voice (`VoiceChoice`) on the article's page; 0 without a voice and on other pages."""
    introduces: bool = False
    """Whether it is the first note of its voice on the article's page."""


@dataclass(frozen=True, slots=True)
class TurnView:
    """One turn of an exchange. `depth` is 1 for an answer to the claim itself; `number` counts all turns from 1.

    `whole` is empty, or the link to the page of another claim that has the note and sources of this turn, and the
    answers to it: where a counter-point answers many claims, only the first few pages have all of it.
    """

    note: NoteView
    relation: Relation
    depth: int
    number: int
    answers: Answered
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Bearing:
    """The sources that bear on a claim in one way: `relation` is empty for those that its verdict rests on."""

    relation: Relation | str
    sources: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class WordChange:
    """A difference between two wordings: the kinds of change (`number`, `negation`, `hedge`, `name`; none for other
    words), and the words before and after. Either text may be empty."""

    kinds: tuple[str, ...]
    before: LanguageText
    after: LanguageText


@dataclass(frozen=True, slots=True)
class Appearance:
    """An appearance of a claim in an article, and how its wording differs from another appearance in its language: the
    claim's own, or else the first."""

    note: NoteView
    other: ArticleLink | None = None
    """The article of the appearance that this one is compared with; None if this is that one, or it quotes no words."""
    changes: tuple[WordChange, ...] = ()
    otherwise: bool = False
    """Whether the two have too little in common to list changes."""
    more: int = 0
    """The number of changes left out."""


@dataclass(frozen=True, slots=True)
class FacetEntry:
    """An entry of a facet: a link to a narrower list, and the number of entries there. `verdict` is set in the facet of
    verdicts.

    `count` is 0 on every page of a list but the first, so that a new entry does not change all of them.
    """

    label: str
    href: str
    count: int
    current: bool = False
    verdict: VerdictView | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """Links that narrow a list in one way: `key` names the text (`facet.year`). `more` links to the list of all entries
    if these are only the largest."""

    key: str
    entries: tuple[FacetEntry, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the neighbouring pages of a list: this is page `number` of `total`. At the ends a link is empty."""

    number: int = 1
    total: int = 1
    earlier: str = ""
    later: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture. `src` is empty if only its caption was kept; `width` and `height`, in pixels, are 0 if unknown.

    `srcset` lists its smaller copies and the picture itself, and `sizes` is the width at which it is shown, as in HTML;
    both are empty without copies.
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
    """The voice of a stave, and the voices through which it is known."""

    voice: VoiceView
    via: tuple[VoiceView, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoreSign:
    """A passage in the score: `x` and `width` in per cent, `y` in pixels; `anchor` is its id on the article's page.

    `elsewhere`: the statement has no passage, so its sign is at the position of the statement it answers.
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
    """A voice's stave: `y` of its line in pixels, and `rows` rows of signs above it; `markers` lists each marker
    once."""

    voice: StaveVoice
    y: int
    rows: int
    signs: tuple[ScoreSign, ...]
    markers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """The voice score: who speaks where in an article. `ties` are SVG paths in a box 1,000 units wide and `height`
    pixels high. The score runs in `direction`, from the `first` words of the text to the `last`: empty where only
    passages of it are published. `folded`: it has too many staves to be open at first."""

    staves: tuple[ScoreStave, ...]
    ties: tuple[str, ...]
    height: int
    direction: Direction
    first: LanguageText
    last: LanguageText
    folded: bool = False


@dataclass(frozen=True, slots=True)
class VoiceChoice:
    """A voice to filter an article by. Its marks and notes have the class `v<number>`; `claims` and `counterpoints`
    count what it says in the article."""

    number: int
    voice: VoiceView
    claims: int
    counterpoints: int


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction that the publisher made to the article."""

    date: str
    text: str
    href: str


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role of a speaker, and the dates between which it was held."""

    title: str
    organization: LinkView | None
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class Recent:
    """The latest event of a claim, on `date`. `what` is `answered` (by `answer`), `updated` or `withdrawn` (`text` says
    how or why), or `rated`."""

    statement: StatementView
    what: str
    date: str
    answer: Answered | None = None
    text: str = ""


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class HomePage:
    """The home page: the latest annotated articles, recent events of claims, and the site's verdicts."""

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
    """A list of articles: all, or those of one `year`."""

    frame: Frame
    year: str
    articles: tuple[ArticleLink, ...]
    count: int
    """The length of the list on its first page; 0 on the others."""
    facets: tuple[Facet, ...]
    all: str
    """The link to the list of all articles."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """An article with its marks, notes and sources. `html`, `title_html` and `subtitle_html` have their marks and
    links.

    `placed` are the notes of annotations that have a passage or need none, `unplaced` those whose quote was not found.
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
    """The notes, of both lists, whose statement is withdrawn."""
    example: StatementView | None
    """The statement that shows how to cite one: the first claim, else the first statement."""
    first_paragraph: str
    """The id of the first paragraph that is shown, which shows how to cite one; empty where none is."""
    sources: tuple[SourceView, ...]
    broken_sidecar: bool
    claim_count: int
    counterpoint_count: int
    earlier: ArticleLink | None
    later: ArticleLink | None
    score: Score | None
    voices: tuple[VoiceChoice, ...]
    verdicts: tuple[tuple[VerdictView, int], ...]
    """The verdicts of the vocabulary, each with the number of the article's claims that have it."""
    unrated: int
    """The number of the article's claims without a verdict."""
    published: str
    """The date with slashes (`2015/12/23`), as reference managers read it."""
    article_language: str
    """The article's language, given even where it is the page's."""


@dataclass(frozen=True, slots=True)
class ClaimPage:
    """A claim: its note, the turns of its exchange in reading order, its appearances, and the evidence by its
    bearing."""

    frame: Frame
    note: NoteView
    turns: tuple[TurnView, ...]
    appearances: tuple[Appearance, ...]
    """All appearances of the claim, by date, its own among them; empty if that is the only one."""
    evidence: tuple[Bearing, ...]


@dataclass(frozen=True, slots=True)
class RepeatPage:
    """A short page for a claim (`statement`) that repeats another (`claim`), with a link to that one."""

    frame: Frame
    statement: StatementView
    claim: StatementView


@dataclass(frozen=True, slots=True)
class ClaimsPage:
    """A list of claims: all, or those of one `year`."""

    frame: Frame
    year: str
    claims: tuple[StatementView, ...]
    count: int
    """The length of the list on its first page; 0 on the others."""
    facets: tuple[Facet, ...]
    all: str
    """The link to the list of all claims."""
    csv: str
    """The link to the list of all claims as a table."""
    data: str
    """The link to the script with the data of the filters; empty on all pages but the first of the list of all."""
    codes: tuple[str, ...]
    """The keys of the coding scheme."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class VerdictPage:
    """The claims with one verdict."""

    frame: Frame
    verdict: VerdictView
    claims: tuple[StatementView, ...]
    count: int
    """The length of the list on its first page; 0 on the others."""
    facets: tuple[Facet, ...]
    all: str
    """The link to the list of all claims."""
    csv: str
    """The link to this list as a table."""
    pager: Pager


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """A speaker in a list, with the number of its claims and of the articles it published."""

    name: str
    href: str
    role: str
    kind: str
    claims: int
    articles: int


@dataclass(frozen=True, slots=True)
class SpeakersPage:
    """The list of speakers."""

    frame: Frame
    speakers: tuple[SpeakerRow, ...]


@dataclass(frozen=True, slots=True)
class StatementList:
    """A list on a speaker's page, by the date of the statement, newest first: `statements` are those on this page,
    `count` is the number of all.

    `voices` are the voices that answer, or are answered, each with how often.
    """

    statements: tuple[StatementView, ...]
    count: int
    voices: tuple[tuple[VoiceView, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A speaker: its description, its claims, those reported of it, the answers to it, and its answers to others."""

    frame: Frame
    name: str
    kind: str
    role: str
    organization: LinkView | None
    roles: tuple[RoleView, ...]
    description: Markup
    names: tuple[LanguageText, ...]
    """Its names in other languages."""
    also: tuple[str, ...]
    """Other spellings of its name."""
    url: str
    wikidata: str
    picture: Picture | None
    claims: StatementList
    reported: StatementList
    """What others report that it claims."""
    answered_by: StatementList
    answering: StatementList
    verdicts: tuple[VerdictView, ...]
    """The verdicts of the statements on this page, to filter it by."""
    people: tuple[SpeakerRow, ...]
    """The members of an organization."""
    articles: tuple[ArticleLink, ...]
    """The articles that an outlet published."""
    article_count: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the list of sources."""

    source: SourceView
    cited_by: tuple[tuple[StatementView, str], ...]
    """The statements that cite it, each with the locator."""


@dataclass(frozen=True, slots=True)
class SourcesPage:
    """The list of sources."""

    frame: Frame
    sources: tuple[SourceRow, ...]


@dataclass(frozen=True, slots=True)
class GroupEntry:
    """A tag or a publisher in a list, with the number of its articles and claims."""

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
    """A tag or a publisher: its articles and, for a tag, its claims. The counts are of all, on every page."""

    frame: Frame
    name: str
    articles: tuple[ArticleLink, ...]
    article_count: int
    claims: tuple[StatementView, ...]
    claim_count: int
    pager: Pager


@dataclass(frozen=True, slots=True)
class OrdinaryPage:
    """A page from `content/pages/`."""

    frame: Frame
    title: LanguageText
    summary: str
    html: Markup


@dataclass(frozen=True, slots=True)
class NotFoundPage:
    """The 404 page. `verdict` is the site's verdict `unsupported`; None if its vocabulary has none of that key.
    `articles` and `claims` link to the lists of these."""

    frame: Frame
    verdict: VerdictView | None
    articles: str
    claims: str


@dataclass(frozen=True, slots=True)
class AliasPage:
    """A page at a former address, which redirects to `href`. `label` is the title of that page, or a claim's path."""

    frame: Frame
    href: str
    label: str


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """An entry of a feed. `id` and `href` are absolute; `published` and `updated` are UTC time stamps."""

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
    """An Atom feed. `key` names its text (`feed.articles`), and `about` the speaker that it is about, if any. All
    addresses are absolute; `updated` is a UTC time stamp."""

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
