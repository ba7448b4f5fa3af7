"""The views that templates are given: values whose addresses are links from the page they are for.

Knows neither how an archive is linked nor how a page looks. Texts are plain (a template escapes them); only fields of
type `Markup` hold HTML, made by the Markdown renderer. `language` and `direction` of a text are empty where they are
those of the page around it; an `href` is empty where there is nothing to link to.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import field

from generator.comparing.changes import FieldChange
from generator.model import Direction, Kind, Mode, Relation, Verdict
from generator.values import Immutable

NO_HTML = Markup()

# ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────


class LanguageText(Immutable):
    """A text with its language and direction, each empty where it is the page's."""

    words: str
    language: str = ""
    direction: str = ""


class LinkView(Immutable):
    """A link with plain text; `href` is empty where there is no page to link to."""

    label: str
    href: str = ""


class NavigationEntry(Immutable):
    """An entry of the site's navigation: a part of the site or an ordinary page.

    `key` names a part of the site, whose text is `word('navigation.' + key)`. For a page it is empty, and `label` is
    the page's title. `current` is true on the page itself and on pages that belong to it.
    """

    key: str
    label: str
    href: str
    current: bool = False


class Feed(Immutable):
    """A link to a feed: `key` names its text (`feed.articles`), and `about` the speaker that it is about, if any."""

    key: str
    href: str
    about: str = ""


class CardView(Immutable):
    """The picture that other sites show for a link to the page: its absolute address, its size in pixels, its text."""

    href: str
    width: int
    height: int
    alt: str


class Frame(Immutable):
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
    icon: str = ""
    """The link to the icon that a browser shows beside the title."""
    issues: str = ""
    """The address for a new issue (`…/issues/new`); empty for a site without a repository."""
    card: CardView | None = None
    data: str = ""
    """The link to the archive as data; empty where that is not written."""


class VerdictView(Immutable):
    """A verdict: its label, its sign (`mark`) and its definition. Its line and colour come from the class `v-<key>`."""

    key: str
    label: str
    mark: str
    definition: str
    href: str = ""


class VoiceView(Immutable):
    """A voice: who speaks. `kind` is `speaker`, `outlet`, `editors` or `unnamed`; `name` may be empty for an outlet and
    for editors."""

    kind: str
    name: str
    href: str = ""
    role: str = ""
    organization: str = ""
    short: str = ""
    """The name where there is little room: `name` itself where there is no shorter one."""


class ShortName(Immutable):
    """A voice by its short name; `kind` is as in `VoiceView`, and `name` is empty where that has none."""

    kind: str
    name: str


class VoiceLine(Immutable):
    """Who speaks, and through whom it is known, the voice nearest to the speaker first."""

    voice: ShortName
    via: tuple[ShortName, ...] = ()


class VerdictCount(Immutable):
    """A verdict, its `label` as it stands within a sentence, and how many claims have it."""

    verdict: VerdictView
    label: str
    count: int


class SumView(Immutable):
    """How the claims of an article are rated: `claims` is the number of all. `verdicts` holds those that are given, in
    the order of the vocabulary. Withdrawn claims are counted apart, and not among `unrated` or `answered`."""

    claims: int
    verdicts: tuple[VerdictCount, ...]
    unrated: int
    withdrawn: int
    answered: int


class ArticleLink(Immutable):
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
    sum: SumView | None = None
    """The sum of its claims, in lists that show it."""


class Answered(Immutable):
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


class StatementView(Immutable):
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


class SourceView(Immutable):
    """A source that is cited as evidence."""

    title: LanguageText
    """The source's address if it has no title."""
    href: str
    archived: str = ""
    archived_date: str = ""
    publisher: LinkView | None = None
    """Who published it; a link if that is a speaker with a page."""
    authors: tuple[str, ...] = ()
    date: str = ""
    accessed: str = ""
    kind: str = ""
    excerpt: LanguageText | None = None
    locator: str = ""
    """The place in the source that is cited."""
    anchor: str = ""
    """The source's id on the page that lists it."""
    listed: str = ""
    """The link to the source on the page that lists it."""


class Update(Immutable):
    """A dated update of an annotation, in the editors' words."""

    date: str
    text: str


class CodeView(Immutable):
    """A value that an annotation has under a key of the site's coding scheme. There is one of these for each value."""

    key: str
    value: str


class NoteView(Immutable):
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
    gist: Markup = NO_HTML
    """What the first paragraph of the editors' text holds; empty if that begins with something else."""
    rest: Markup = NO_HTML
    """The editors' text behind its first paragraph; all of it without a `gist`, and where that is shown `twice`."""
    twice: bool = False
    """Whether the first paragraph has links, so that `gist` lacks them and `rest` begins with it."""
    quote: LanguageText | None = None
    """The passage, if `statement.text` is a paraphrase."""
    original: str = ""
    """The link to the same words in the original."""
    targets: tuple[Answered, ...] = ()
    """The statements that it answers; on other pages than its article's only the first 8."""
    answers: tuple[Answered, ...] = ()
    """The counter-points that answer it; on other pages than its article's only the first 8, and on that page without
    those below it in its `Thread`."""
    depth: int = 0
    """Of a counter-point in a `Thread`: 1 if it answers the note itself, 2 if it answers an answer, and so on."""
    sources: tuple[SourceView, ...] = ()
    updates: tuple[Update, ...] = ()
    reviewed: str = ""
    """The day of the rating."""
    unsure: str = ""
    """What the editors doubt."""
    codes: tuple[CodeView, ...] = ()
    codebook: str = ""
    """The link to the codebook; empty without `codes`."""
    tags: tuple[LinkView, ...] = ()
    claim: str = ""
    """The link to the claim's page: its own, or that of the claim it repeats. Empty for other annotations."""
    beside: int = 0
    """The number of its first passage in the style sheet, level with which it stands; 0 where it has none, and on pages
    other than the article's."""
    voice_number: int = 0
    """The number of its voice (`VoiceChoice`) on the article's page; 0 without a voice and on other pages."""
    who: str = ""
    """The name of its voice where there is little room; on the article's page, no other voice there has it."""
    former: tuple[str, ...] = ()
    """The ids that it had before, which lead to its note on its article's page."""


class TurnView(Immutable):
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


class Bearing(Immutable):
    """The sources that bear on a claim in one way: `relation` is empty for those that its verdict rests on."""

    relation: Relation | str
    sources: tuple[SourceView, ...]


class WordChange(Immutable):
    """A difference between two wordings: the kinds of change (`number`, `negation`, `hedge`, `name`; none for other
    words), and the words before and after. Either text may be empty."""

    kinds: tuple[str, ...]
    before: LanguageText
    after: LanguageText


class Appearance(Immutable):
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


class FacetEntry(Immutable):
    """An entry of a facet: a link to a narrower list, and the number of entries there. `verdict` is set in the facet of
    verdicts."""

    label: str
    href: str
    count: int
    current: bool = False
    verdict: VerdictView | None = None


class Facet(Immutable):
    """Links that narrow a list in one way: `key` names the text (`facet.year`). `more` links to the list of all entries
    if these are only the largest."""

    key: str
    entries: tuple[FacetEntry, ...]
    more: str = ""


class PeriodLink(Immutable):
    """A link to what a list has in a year, a month or on a day (`2015`, `2015-12`, `2015-12-23`). `part` counts from 1
    the pages of a day that has several, and is 0 elsewhere."""

    date: str
    href: str
    part: int = 0


class ListName(Immutable):
    """What a list is of: `kind` is `articles`, `claims`, `verdict`, `tag`, `publisher` or `speaker`; the last four have
    a `name`, the label of a verdict. `href` leads to the index of the list; `verdict` has no link of its own."""

    kind: str
    name: str = ""
    href: str = ""
    verdict: VerdictView | None = None


class Picture(Immutable):
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


class ScoreSign(Immutable):
    """A passage in the score: `x` and `width` in per cent, `y` in pixels; `anchor` is its id on the article's page.

    `elsewhere`: the statement has no passage, so its sign is where the statement stands that it answers.
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


class ScoreStave(Immutable):
    """A voice's stave: `y` of its line in pixels, and `rows` rows of signs above it; `markers` lists each marker
    once. `voice` is None for the stave of all that has no passage in the text."""

    voice: VoiceLine | None
    y: int
    rows: int
    signs: tuple[ScoreSign, ...]
    markers: tuple[str, ...]


class Score(Immutable):
    """The voice score: who speaks where in an article. `ties` are SVG paths in a box 1,000 units wide and `height`
    pixels high. The score runs in `direction`, as the text does. `folded`: it has too many staves to be open at
    first."""

    staves: tuple[ScoreStave, ...]
    ties: tuple[str, ...]
    height: int
    direction: Direction
    folded: bool = False


class VoiceChoice(Immutable):
    """A voice to filter an article by. Its marks and notes have the class `v<number>`; `claims` and `counterpoints`
    count what it says in the article."""

    number: int
    voice: VoiceView
    claims: int
    counterpoints: int


class Thread(Immutable):
    """A note of an article's page, and the answers without a passage that stand in it, each behind what it answers."""

    note: NoteView
    answers: tuple[NoteView, ...] = ()


class TextRun(Immutable):
    """A run of blocks of an article's text, and the notes that stand beside the last of them, which is the
    `number`-th paragraph (0 if it is none). `html` lacks the line break at its end."""

    html: Markup
    notes: tuple[Thread, ...]
    number: int = 0


class GutterLine(Immutable):
    """A passage in the gutter, which says who speaks: its number in the style sheet and its voice, which is None where
    that of the passage before is the same."""

    number: int
    kind: Kind
    voice_number: int
    voice: VoiceLine | None


class CorrectionView(Immutable):
    """A correction that the publisher made to the article."""

    date: str
    text: str
    href: str


class CommitView(Immutable):
    """A commit that changed something: its id, shortened, and the link to it, empty without a repository; its day,
    empty where it has none; who made it, empty for one who stays unnamed. `more` counts the changes left out.

    `commit|told(history)` gives a template the sentences.
    """

    commit: str
    href: str
    date: str
    by: str
    changes: tuple[FieldChange, ...]
    more: int


class HistoryView(Immutable):
    """What changed in an article or a claim, the newest commit first. `older` counts the commits left out. `is_cut`:
    the copy that the site was built from lacks older ones.

    In an `overview` each sentence is labelled with what it is about; `anchors` are the ids of annotations that are on
    the page. `names` and `verdicts` are for the sentences.
    """

    commits: tuple[CommitView, ...] = ()
    older: int = 0
    is_cut: bool = False
    overview: bool = False
    anchors: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    verdicts: tuple[Verdict, ...] = ()


class CorrectionRow(Immutable):
    """A correction of the archive: an update (`updated`), a withdrawal (`withdrawn`), or a change in the repository
    (`changed`), with its day. `text` are the editors' words; `commit` and `history` tell a change."""

    statement: StatementView
    what: str
    date: str
    text: str = ""
    commit: CommitView | None = None
    history: HistoryView | None = None


class RoleView(Immutable):
    """A role of a speaker, and the dates between which it was held."""

    title: str
    organization: LinkView | None
    since: str
    until: str


class Recent(Immutable):
    """An event of a claim. `what` is `answered` (by `answer`), `updated` or `withdrawn` (`text` says how or why), or
    `rated`. `date` is its own, for an answer that on which its speaker gave it, as exactly as known: `2006`, `2006-06`,
    `2006-06-11`."""

    statement: StatementView
    what: str
    date: str
    answer: Answered | None = None
    text: str = ""


class Exhibit(Immutable):
    """One claim with the words around it, why it is rated so, and its first answers (`claim.answers` counts all)."""

    claim: StatementView
    marker: str
    """The number of its note; empty if the claim has no passage."""
    note: str
    """The link to its note in the article."""
    quote: LanguageText
    """The article's own words, in their language; no words if it quotes none."""
    answers: tuple[Answered, ...]
    pieces: tuple[tuple[str, bool], ...] = ()
    """The paragraph around the quote, in pieces: words, and whether they are the claim's. Empty for a quote in a title
    or caption, and where the text is withheld."""
    reason: str = ""
    """The first sentences of the editors' note, as plain text."""


# ── drawings ─────────────────────────────────────────────────────────────────────────────────────────────────────
# Measures across are per cent of the drawing's width (`36.5%`), those down are pixels from the top of its row.


class TimedAnswer(Immutable):
    """An answer on the scale of time: a dot at `x` and `y`, with its voice's name if it is `named`.

    `against`: it says no or takes something back. `on_record`: it was made before the claim, whatever its date means.
    `early`: its name is before the dot, not behind it; `aside` is 1 or -1, the side of the name to the left or right.
    `name` is the name as there is room for it, empty where the interface names the voice. `since` and `until` are the
    ends of what a date such as `2006` may mean; both are empty for a day.
    """

    voice: VoiceView | None
    relation: Relation
    against: bool
    date: str
    on_record: bool
    x: str
    y: int
    early: bool
    named: bool
    name: str
    aside: int
    since: str
    until: str


class TimedClaim(Immutable):
    """A row of the scale: a claim with its date in `statement.said`, and the answers by date. The line to them runs at
    `y` from `since` to `until`."""

    statement: StatementView
    answers: tuple[TimedAnswer, ...]
    height: int
    y: int
    since: str
    until: str


class TimeTick(Immutable):
    """A tick of the scale: `key` names its text (`picture.tick.week`). `room` is `mid` or `wide` for drawings that have
    room for it, empty for all."""

    key: str
    x: str
    room: str


class AnswerTimes(Immutable):
    """The picture “When was it answered?”: claims with their day at `middle`. `early` and `late` tell whether there are
    answers on record already, and others; `aside` is 1, or -1 where the scale runs from right to left.

    Left out are `undated` answers, `more` that are farther from a claim than those drawn, and `rows_more` claims.
    """

    rows: tuple[TimedClaim, ...]
    ticks: tuple[TimeTick, ...]
    middle: str
    early: bool
    late: bool
    aside: int
    undated: int
    more: int
    rows_more: int


class AnswerCell(Immutable):
    """How often the voice of a column answers that of the row: `shade` is 0 to 4, and `href` leads to these answers.
    `own`: both are one voice."""

    count: int
    shade: int
    href: str
    own: bool


class AnswerRow(Immutable):
    """A voice that is answered, and its cells, one for each column."""

    voice: VoiceView
    cells: tuple[AnswerCell, ...]


class AnswerMatrix(Immutable):
    """The table “Who answers whom”: `columns` are the voices that answer, rows those that are answered, each with the
    most answers first."""

    columns: tuple[VoiceView, ...]
    rows: tuple[AnswerRow, ...]


class AnswerBar(Immutable):
    """A voice, how often it answers or is answered, and its bar, which begins at `x`."""

    voice: VoiceView
    count: int
    x: str
    width: str


class AnswerBars(Immutable):
    """Who answers the speaker `name`, and whom it answers; `answered_by_more` and `answering_more` count the voices
    left out."""

    name: str
    answered_by: tuple[AnswerBar, ...]
    answering: tuple[AnswerBar, ...]
    answered_by_more: int
    answering_more: int


class Stop(Immutable):
    """An appearance of a claim: a stop at `x`, in the `column` of its article, counted from 1.

    `how` compares its words with the claim's own (or with the first in its language): `own`, `same`, `changed`,
    `otherwise` (too little in common), `translated`, `paraphrased` (it quotes none), `first` (the claim quotes none).
    `change` is the first change, and `more` counts the others.
    """

    article: ArticleLink
    words: LanguageText
    column: int
    x: str
    how: str
    change: WordChange | None
    more: int


class Recurrence(Immutable):
    """A claim and its stops by date; its line begins at `since` and is `width` long."""

    statement: StatementView
    stops: tuple[Stop, ...]
    since: str
    width: str


class Recurrences(Immutable):
    """The picture “The same claim, again”: a column for each of the `articles`, by date, and a line for each claim.
    `more` counts the articles left out."""

    articles: tuple[ArticleLink, ...]
    claims: tuple[Recurrence, ...]
    more: int


# ── pages ────────────────────────────────────────────────────────────────────────────────────────────────────────


class HomePage(Immutable):
    """The home page: one claim with its answers, the newest annotated articles, what happened lately, newest first,
    and the site's verdicts."""

    frame: Frame
    kept: str
    """How the articles are kept: `published`, `retold` or `both`."""
    exhibit: Exhibit | None
    articles: tuple[ArticleLink, ...]
    answered: tuple[Recent, ...]
    edited: tuple[Recent, ...]
    """What the editors did: updates and withdrawals, or ratings where there is neither."""
    verdicts: tuple[VerdictView, ...]
    all_articles: str
    all_claims: str


class ArticlesPage(Immutable):
    """The newest articles; `count` is the number of all."""

    frame: Frame
    articles: tuple[ArticleLink, ...]
    count: int
    facets: tuple[Facet, ...]
    years: tuple[PeriodLink, ...]
    """The links to all articles by year; none where this page has all."""
    tables: tuple[PeriodLink, ...]
    """The links to all articles as tables, one a year."""
    publishers: str
    """The link to the list of publishers; empty if there are none."""
    tags: str
    """The link to the list of tags; empty if there are none."""


class ArticlePage(Immutable):
    """An article with its marks, notes and sources. `title_html`, `subtitle_html` and the runs of its text have their
    marks and links.

    Notes stand behind what their first passage is in: `title_notes` (of title and subtitle), `caption_notes`, and those
    of each run. `loose` are those of annotations without a quote, `unplaced` those whose quote was not found.
    """

    frame: Frame
    id: str
    title: str
    language: str
    """The article's own language and direction; empty where they are the page's."""
    direction: str
    title_html: Markup
    subtitle_html: Markup
    headline: str
    """The title in the interface's language, where the article has another and its writers gave one."""
    runs: tuple[TextRun, ...]
    title_notes: tuple[Thread, ...]
    caption_notes: tuple[Thread, ...]
    loose: tuple[Thread, ...]
    unplaced: tuple[Thread, ...]
    gutter: tuple[GutterLine, ...]
    lines: int
    """How many lines of a folded note's reason there is room for: 2, 1 or 0."""
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
    retold: bool
    withdrawn: tuple[NoteView, ...]
    """The notes whose statement is withdrawn."""
    example: StatementView | None
    """The statement that shows how to cite one: the first claim, else the first statement."""
    first_paragraph: str
    """The id of the first paragraph that is shown, which shows how to cite one; empty where none is."""
    sources: tuple[SourceView, ...]
    broken_sidecar: bool
    sum: SumView
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
    answer_times: AnswerTimes | None = None
    annotations: str = ""
    """The file with its annotations as JSON-LD; empty where there is none."""
    persons: tuple[str, ...] = ()
    """The authors that are persons, as far as that is known."""
    structured: Mapping[str, object] = field(default_factory=dict)
    """What the page says of the article in the vocabulary of schema.org; the filter `in_script` writes it."""
    history: HistoryView = HistoryView()
    corrections_href: str = ""
    """The link to the corrections of the archive, where the article has some."""


class ClaimPage(Immutable):
    """A claim: its note, the turns of its exchange in reading order, its appearances, and the evidence by its
    bearing."""

    frame: Frame
    note: NoteView
    turns: tuple[TurnView, ...]
    appearances: tuple[Appearance, ...]
    """All appearances of the claim, by date, its own among them; empty if that is the only one."""
    evidence: tuple[Bearing, ...]
    answer_times: AnswerTimes | None = None
    recurrences: Recurrences | None = None
    structured: Mapping[str, object] = field(default_factory=dict)
    """What the page says of the claim in the vocabulary of schema.org; the filter `in_script` writes it."""
    dated: str = ""
    """The date of the rating, or else of the claim, with slashes (`2015/12/23`), as reference managers read it."""
    history: HistoryView = HistoryView()
    corrections_href: str = ""
    """The link to the corrections of the archive, where the claim has some."""


class RepeatPage(Immutable):
    """A short page for a claim (`statement`) that repeats another (`claim`), with a link to that one."""

    frame: Frame
    statement: StatementView
    claim: StatementView


class CodeMenu(Immutable):
    """A menu of the values of a code."""

    key: str
    values: tuple[str, ...]


class ClaimsPage(Immutable):
    """The newest claims; `count` is the number of all."""

    frame: Frame
    claims: tuple[StatementView, ...]
    count: int
    facets: tuple[Facet, ...]
    years: tuple[PeriodLink, ...]
    """The links to all claims by year; none where this page has all."""
    tables: tuple[PeriodLink, ...]
    """The links to all claims as tables, one a year."""
    search: str
    """The link to the search page, into which the menus lead; empty where the site has none."""
    verdicts: tuple[VerdictView, ...]
    unrated: str
    """The value of the menu of verdicts for claims without one."""
    all_years: tuple[str, ...]
    """The years that have claims, the newest first."""
    codes: tuple[CodeMenu, ...]
    answer_times: AnswerTimes | None = None
    """When the newest of the claims were answered."""


class SearchPage(Immutable):
    """The search page: its form, and links to the lists for those who have no script."""

    frame: Frame
    script: str
    """The link to the script of the search page."""
    style: str
    """The link to the style sheet that the page has besides."""
    verdicts: tuple[VerdictView, ...]
    unrated: str
    """The value of the menu of verdicts for claims without one."""
    codes: tuple[str, ...]
    """The keys of the coding scheme."""
    lists: tuple[NavigationEntry, ...]


class VerdictPage(Immutable):
    """The newest claims with one verdict; `count` is the number of all."""

    frame: Frame
    verdict: VerdictView
    claims: tuple[StatementView, ...]
    count: int
    facets: tuple[Facet, ...]
    all: str
    """The link to the list of all claims."""
    years: tuple[PeriodLink, ...]
    """The links to all claims with the verdict by year; none where this page has all."""
    tables: tuple[PeriodLink, ...]
    """The links to them as tables, one a year."""


class SpeakerRow(Immutable):
    """A speaker in a list, with the numbers of its claims, of those that others report of it (`reported`), of its
    answers to others, and of the articles it published."""

    name: str
    href: str
    role: str
    kind: str
    claims: int
    reported: int
    answers: int
    articles: int


class SpeakerLetter(Immutable):
    """The speakers under one letter of an index. A short list has one group, whose `letter` and `anchor` are empty."""

    letter: str
    anchor: str
    speakers: tuple[SpeakerRow, ...]


class SpeakersPage(Immutable):
    """The list of speakers, persons by the letter of their short names. `jumps` are links to the letters, none in a
    short list. `silent` are those of whom nothing is marked, and who published nothing; `count` is the number of all.

    More than 200 speakers have a page for each letter, to which `jumps` lead; there `letter` is the page's letter,
    `count` the number of its speakers, and `all` links to the list."""

    frame: Frame
    letters: tuple[SpeakerLetter, ...]
    jumps: tuple[LinkView, ...]
    silent: tuple[SpeakerRow, ...]
    count: int
    matrix: AnswerMatrix | None = None
    letter: str = ""
    all: str = ""


class StatementGroup(Immutable):
    """Statements from one article. On a list of one speaker's they are of one day and occasion as well, and
    `statements[0].voice` has the role of that day."""

    article: ArticleLink
    said: str
    occasion: str
    statements: tuple[StatementView, ...]


class StatementList(Immutable):
    """A list on a speaker's page, by the date of the article, newest first: `groups` are those on this page, `shown` is
    the number of statements in them, `count` that of all.

    `voices` are the voices that answer, or are answered, each with how often.
    """

    groups: tuple[StatementGroup, ...]
    shown: int
    count: int
    voices: tuple[tuple[VoiceView, int], ...] = ()


class SpeakerPage(Immutable):
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
    years: tuple[PeriodLink, ...]
    """The links to all that it claims, that is reported of it and that it published by year; none where this page has
    it all."""
    tables: tuple[PeriodLink, ...]
    """The links to what it claims and what is reported of it as tables, one a year."""
    answer_bars: AnswerBars | None = None
    history: HistoryView | None = None
    """What changed in its shared entry, if anything did since it was added."""


class SourceRow(Immutable):
    """A source on the page of its publisher."""

    source: SourceView
    cited_by: tuple[tuple[StatementView, str], ...]
    """The statements that cite it, each with the locator."""
    former: tuple[str, ...] = ()
    """The ids that it had before: anchors, as its present one."""
    history: HistoryView | None = None
    """What changed in its shared entry, if anything did since it was added."""


class SourcesEntry(Immutable):
    """A publisher in the index of sources, with the number of its sources and how often they are cited. For the sources
    without publisher, `name` is empty."""

    name: str
    href: str
    sources: int
    cited: int


class SourcesLetter(Immutable):
    """The publishers under one letter of the index of sources. In a short index `anchor` is empty."""

    letter: str
    anchor: str
    publishers: tuple[SourcesEntry, ...]


class SourcesPage(Immutable):
    """The index of sources: their publishers by letter; `count` is the number of all sources. `jumps` are links to the
    letters, none in a short index. In one of more than 200 publishers they lead to a page for each letter, and
    `letters` is empty; on these pages `letter` is their letter, and `all` links to the index. `others` leads to the
    sources without publisher. `publishers` and `tags` link to the lists of these."""

    frame: Frame
    letters: tuple[SourcesLetter, ...]
    jumps: tuple[LinkView, ...]
    others: SourcesEntry | None
    count: int
    publishers: str
    tags: str
    letter: str = ""
    all: str = ""


class LettersView(Immutable):
    """Links to the letters that names begin with, among those that begin with `under`; `current` is that of the page,
    if it has one."""

    under: str
    links: tuple[LinkView, ...]
    current: str = ""


class SourcesOfPublisherPage(Immutable):
    """What one publisher published, and what cites it; `name` is empty for the sources without publisher. `count` is
    the number of sources, `speaker` links to the page of a publisher that is a speaker, `all` to the index.

    More than 200 sources have a page for each letter of their titles, with `sources` here empty; there `letter` is the
    page's letter, `count` the number of its sources, and `whole` links to the page that leads to all letters. More than
    5,000 have a page for each two letters, to which those of the first lead, and more than 50,000 for each three.
    `letters` are all of these ways, the widest first."""

    frame: Frame
    name: str
    speaker: str
    all: str
    whole: str
    letter: str
    letters: tuple[LettersView, ...]
    count: int
    sources: tuple[SourceRow, ...]


class GroupEntry(Immutable):
    """A tag or a publisher in a list, with the number of its articles and claims."""

    name: str
    href: str
    articles: int
    claims: int = 0


class GroupsPage(Immutable):
    """The list of tags, or of publishers."""

    frame: Frame
    groups: tuple[GroupEntry, ...]


class GroupPage(Immutable):
    """A tag or a publisher: its newest articles and, for a tag, its newest claims. The counts are of all; those of a
    publisher's claims are of the claims in its articles. `since` and `until` are the years of the first and the last of
    these articles. `all` links to the list of all tags, or of all publishers, `years` to all that it has by year; there
    are none where this page has it all."""

    frame: Frame
    name: str
    all: str
    since: str
    until: str
    articles: tuple[ArticleLink, ...]
    article_count: int
    claims: tuple[StatementView, ...]
    claim_count: int
    years: tuple[PeriodLink, ...]
    recurrences: Recurrences | None = None


class PeriodPage(Immutable):
    """What a list has in a year, a month or on a day: rows, or the links to the narrower periods that have them.

    `date` is `2015`, `2015-12` or `2015-12-23`, and `part` is as in `PeriodLink`. Nothing here tells of other pages how
    much they hold, so that these can change alone.
    """

    frame: Frame
    list: ListName
    date: str
    part: int
    up: PeriodLink | None
    """The period that this one is part of; None for a year, which leads to the index of the list."""
    narrower: tuple[PeriodLink, ...]
    """The months or days that have the rows, newest first; none where they stand here."""
    earlier: PeriodLink | None
    """The page with the rows before these; None for the first, and where there are no rows."""
    later: PeriodLink | None
    csv: str
    """The link to the rows of a year as a table; empty for narrower periods, and for lists without tables."""
    articles: tuple[ArticleLink, ...] = ()
    claims: tuple[StatementView, ...] = ()
    said: tuple[StatementGroup, ...] = ()
    """On a list of one speaker's: what it claims."""
    reported: tuple[StatementGroup, ...] = ()
    """On a list of one speaker's: what others report that it claims."""
    corrections: tuple[CorrectionRow, ...] = ()


class CorrectionsPage(Immutable):
    """The newest corrections of the archive: what its editors wrote down, and below it what changed in the repository.
    `is_cut`: the copy that the site was built from lacks older changes of some articles."""

    frame: Frame
    written: tuple[CorrectionRow, ...]
    changed: tuple[CorrectionRow, ...]
    count: int
    years: tuple[PeriodLink, ...]
    is_cut: bool = False


class CodedValue(Immutable):
    """A value of the coding scheme, with the number of claims that have it. `definition` and `example` may be empty."""

    name: str
    definition: str
    example: str
    claims: int


class CodeSection(Immutable):
    """A key of the coding scheme: what it asks, and its values."""

    key: str
    definition: str
    """Empty if the scheme has none."""
    values: tuple[CodedValue, ...]
    several: bool
    """Whether an annotation may have more than one of the values."""
    required: tuple[str, ...]
    """Which annotations are to have one: `claims`, `counterpoints`, `notes`."""
    used: bool
    """Whether any claim has one."""


class CodebookPage(Immutable):
    """The site's coding scheme."""

    frame: Frame
    codes: tuple[CodeSection, ...]
    data: str = ""
    """The link to the same as JSON; empty where the archive is not written as data."""


class DataFile(Immutable):
    """What the data of a year has rows for, with how many there are and links to its files, whose `label` is their
    form: `JSON`, `CSV`, `CSL-JSON`. `kind` is `claims`, `repeats`, `answers`, `notes`, `passages`, `articles` or
    `sources`."""

    kind: str
    rows: int
    files: tuple[LinkView, ...]


class DataYear(Immutable):
    """The data of a year."""

    year: str
    files: tuple[DataFile, ...]


class DataPage(Immutable):
    """The files of the archive as data: those of each year, the newest first, and links to those of the whole."""

    frame: Frame
    years: tuple[DataYear, ...]
    speakers: str
    sources: str
    """Empty if the site has no list of sources."""
    index: str
    readme: str
    codebook: str
    """Empty without a coding scheme."""


class OrdinaryPage(Immutable):
    """A page from `content/pages/`."""

    frame: Frame
    title: LanguageText
    summary: str
    html: Markup


class NotFoundPage(Immutable):
    """The 404 page. `verdict` is the site's verdict `false`; None if its vocabulary has none of that key.
    `articles` and `claims` link to the lists of these."""

    frame: Frame
    verdict: VerdictView | None
    articles: str
    claims: str


class AliasPage(Immutable):
    """A page at a former address, which redirects to `href`. `label` is the title of that page, or a claim's path."""

    frame: Frame
    href: str
    label: str


class FeedEntry(Immutable):
    """An entry of a feed. `id` is a tag (RFC 4151), `href` absolute; `published` and `updated` are UTC time stamps."""

    id: str
    title: str
    href: str
    published: str
    updated: str
    summary: str
    statement: StatementView | None = None
    headline: str = ""
    """An article's title in the interface's language, where it has another."""
    authors: tuple[str, ...] = ()
    language: str = ""
    content: str = ""
    """The statement's note as HTML, with absolute addresses. It is plain here, since a feed holds it escaped."""


class FeedCorrection(Immutable):
    """An entry of the feed of corrections; as in `FeedEntry`."""

    id: str
    href: str
    updated: str
    row: CorrectionRow
    language: str = ""


class CorrectionsFeed(Immutable):
    """The feed of corrections; as `FeedPage`."""

    id: str
    href: str
    page: str
    site: str
    language: str
    author: str
    updated: str
    entries: tuple[FeedCorrection, ...]


class FeedPage(Immutable):
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
