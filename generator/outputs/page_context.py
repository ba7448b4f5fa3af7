"""Turns objects of the archive into views for a given page: texts, voices, links, lists.

Knows statements, articles and addresses, not what any page consists of. A page sees other articles only as
`ArticleName`s, so that it depends on nothing else of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from msgspec import field

from generator.model import (
    Archive,
    Article,
    CitedSource,
    Direction,
    Organization,
    Publisher,
    Settings,
    Statement,
    Verdict,
    Voice,
)
from generator.outputs.external_links import outside
from generator.outputs.views import (
    Answered,
    ArticleLink,
    Feed,
    Frame,
    LanguageText,
    LinkView,
    NavigationEntry,
    SourceView,
    StatementView,
    VerdictView,
    VoiceView,
)
from generator.text import direction_of
from generator.urls import CLAIMS_FEED, FEED, NOWHERE, Address, Urls, absolute, relative, source_anchor
from generator.values import Immutable

PAGE_SIZE = 50
"""The most entries of a list on its index; pages by date have all."""
MOST_NAMED = 8
"""The most targets, and the most answers, that are named of a statement on other pages than that of its article. Its
note there names all."""
STYLE_PATH = "assets/style.css"
VERDICT_STYLE_PATH = "assets/verdicts.css"
NOTES_STYLE_PATH = "assets/notes.css"
SCRIPT_PATH = "assets/site.js"
ICON_PATH = "assets/icon.svg"
_NAVIGATION = ("articles", "claims", "speakers", "sources", "search")
"""What the navigation of a site leads to that names nothing itself."""


class Site(Immutable):
    """What every page shows of the site. `navigation` holds (key, label, path): see `NavigationEntry`.

    `feeds` holds (key, path) of the feeds that every page links to. A feed without an entry is not written.
    """

    title: str
    description: str
    url: str
    language: str
    direction: Direction
    urls: Urls
    navigation: tuple[tuple[str, str, str], ...]
    organization: Organization | None
    repository: str = ""
    verdicts: tuple[Verdict, ...] = ()
    feeds: tuple[tuple[str, str], ...] = ()
    feed_host: str = ""
    """The host in the ids of feeds, with a path where the site has one; empty without an address of the site."""
    timezone: str = "UTC"
    """That of dates without a time, in which an article has its day."""

    @property
    def home(self) -> str:
        """The path of the home page; that of the list of articles where the site has no home page."""
        return "index.html" if self.urls.writes("home") else "articles/index.html"

    @property
    def has_feeds(self) -> bool:
        """Feeds need absolute addresses, so a site without `url` has none."""
        return bool(self.url) and self.urls.writes("feeds")


class ArticleName(Immutable):
    """What other pages show of an article."""

    id: str
    title: str
    language: str
    direction: Direction
    date: str
    summary: str
    publisher: str
    publisher_address: Address
    original: str
    claims: int
    counterpoints: int
    headline: str = ""
    """The title in the interface's language; empty where the article is in it, or has none."""
    retold: bool = False


class _SharedViews(Immutable):
    """Views that pages of one folder share: their relative links are the same."""

    articles: dict[str, ArticleLink] = field(default_factory=dict)
    verdicts: dict[Verdict, VerdictView] = field(default_factory=dict)
    voices: dict[Voice, VoiceView] = field(default_factory=dict)
    words: dict[str, LanguageText] = field(default_factory=dict)


class PageContext(Immutable):
    """A page being planned: its path, and the articles that it may refer to, by id."""

    path: str
    site: Site
    articles: Mapping[str, ArticleName]
    whole: bool = False
    """Links are absolute: for what is read at another address than its own (404.html, feeds)."""
    _shared: _SharedViews = field(default_factory=_SharedViews)

    def at(self, path: str) -> PageContext:
        """Another page of the site. Pages of one folder share the views made so far."""
        same_folder = path.rpartition("/")[0] == self.path.rpartition("/")[0]
        return PageContext(path, self.site, self.articles, self.whole, self._shared if same_folder else _SharedViews())

    def href(self, address: Address) -> str:
        """The link to an address; empty for `NOWHERE`."""
        return self.to(address.path, address.fragment) if address.path else ""

    def to(self, path: str, fragment: str = "") -> str:
        """The link to a path of the output: relative to this page, or absolute if `whole`."""
        return absolute(self.site.url, path, fragment) if self.whole else relative(self.path, path, fragment)

    def text(self, words: str, language: str = "", direction: str = "") -> LanguageText:
        """Words with their language and direction, each left empty if it is the page's."""
        site = self.site
        return LanguageText(
            words,
            language if language != site.language else "",
            direction if direction != site.direction else "",
        )

    def words_of_article(self, statement: Statement) -> LanguageText:
        """The article's own words that a statement quotes, in their language; no words if it quotes none."""
        article = self.articles[statement.article]
        if language := statement.facts.annotation.language:
            return self.text(statement.facts.words, language, direction_of(language))
        return self.text(statement.facts.words, article.language, article.direction)

    def frame(self, feeds: Iterable[Feed] = (), canonical: str | None = None, current: str = "") -> Frame:
        """What surrounds the page. `feeds` come after those of the site, `canonical` replaces the page's path, and the
        navigation marks the path `current` as well as the page's own."""
        site = self.site
        top = relative(self.path, "x").removesuffix("x")
        return Frame(
            path=self.path,
            root=absolute(site.url, "") if self.whole else top,
            site=site.title,
            site_description=site.description,
            language=site.language,
            direction=site.direction,
            home=self.to(site.home),
            navigation=tuple(
                NavigationEntry(key, label, self.to(path), path in (self.path, current))
                for key, label, path in site.navigation
            ),
            stylesheets=(self.to(STYLE_PATH), self.to(VERDICT_STYLE_PATH)),
            canonical=absolute(site.url, self.path if canonical is None else canonical) if site.url else "",
            feeds=(*(Feed(key, self.to(path)) for key, path in site.feeds), *feeds),
            organization=LinkView(site.organization.name, outside(site.organization.url))
            if site.organization
            else None,
            script=self.to(SCRIPT_PATH),
            icon=self.to(ICON_PATH),
            issues=f"{repository}/issues/new" if (repository := outside(site.repository).rstrip("/")) else "",
            data=self.href(site.urls.index("data")),
        )

    def verdict(self, verdict: Verdict | None) -> VerdictView | None:
        return self.verdict_of(verdict) if verdict else None

    def verdict_of(self, verdict: Verdict) -> VerdictView:
        known = self._shared.verdicts
        if verdict not in known:
            href = self.href(self.site.urls.verdict(verdict.key))
            known[verdict] = VerdictView(verdict.key, verdict.label, verdict.mark, verdict.definition, href)
        return known[verdict]

    def voice(self, voice: Voice | None) -> VoiceView | None:
        return self.voice_of(voice) if voice else None

    def voice_of(self, voice: Voice) -> VoiceView:
        known = self._shared.voices
        if voice not in known:
            href = self.href(self.site.urls.speaker(voice.id)) if voice.kind in ("speaker", "outlet") else ""
            short = voice.short or voice.name
            known[voice] = VoiceView(voice.kind, voice.name, href, voice.role, voice.organization, short)
        return known[voice]

    def article(self, article_id: str) -> ArticleLink:
        known = self._shared.articles
        if article_id not in known:
            known[article_id] = self._article(self.articles[article_id])
        return known[article_id]

    def _article(self, name: ArticleName) -> ArticleLink:
        return ArticleLink(
            id=name.id,
            title=self.text(name.title, name.language, name.direction),
            href=self.href(self.site.urls.article(name.id)),
            date=name.date,
            publisher=LinkView(name.publisher, self.href(name.publisher_address)) if name.publisher else None,
            claims=name.claims,
            counterpoints=name.counterpoints,
            summary=self.text(name.summary, name.language, name.direction) if name.summary else None,
            headline=name.headline,
            retold=name.retold,
        )

    def words(self, statement: Statement) -> LanguageText:
        known = self._shared.words
        if statement.ref not in known:
            known[statement.ref] = self.text(statement.words, statement.language, statement.direction)
        return known[statement.ref]

    def statement(
        self, statement: Statement, answers: int | None = None, targets: tuple[Answered, ...] = ()
    ) -> StatementView:
        """A statement for a list. `answers` is their number if those to other appearances of the claim count as well;
        by default only answers to this statement count."""
        written = statement.facts.annotation
        urls = self.site.urls
        in_article, main = urls.passage(statement.ref), urls.statement(statement)
        passage = self.href(in_article)
        return StatementView(
            ref=statement.ref,
            id=written.id,
            kind=written.kind,
            text=self.words(statement),
            quoted=not statement.is_paraphrase,
            href=passage if main == in_article else self.href(main),
            passage=passage,
            article=self.article(statement.article),
            voice=self.voice(statement.voice),
            via=tuple(map(self.voice_of, statement.via)),
            mode=statement.facts.mode if statement.voice else "",
            verdict=self.verdict(statement.verdict),
            said=statement.said,
            occasion=statement.occasion,
            answers=len(statement.answers) if answers is None else answers,
            targets=targets,
            repeats=self.href(urls.claim(statement.root)) if statement.root != statement.ref else "",
            withdrawn=written.withdrawn,
            withdrawn_date=written.withdrawn_date,
        )

    def named(self, other: Statement, counterpoint: Statement) -> Answered:
        """A statement that another one answers or is answered by, with the relation of `counterpoint`, the answering
        one. On the page of its own article it has its marker and links to its note; elsewhere it links to its page."""
        urls = self.site.urls
        same_page = urls.article(other.article).path == self.path
        return Answered(
            relation=counterpoint.facts.annotation.relation,
            marker=other.facts.marker if same_page else "",
            text=self.words(other),
            quoted=not other.is_paraphrase,
            voice=self.voice(other.voice),
            href=self.href(urls.note(other.ref) if same_page else urls.statement(other)),
        )

    def source(self, cited: CitedSource) -> SourceView:
        source, publisher = cited.source, cited.publisher
        listed = Address(cited.page, source_anchor(source)) if cited.page else NOWHERE
        language = source.language
        direction = direction_of(language) if language else ""
        return SourceView(
            title=self.text(source.title or source.url, language if source.title else "", direction),
            href=outside(source.url),
            archived=outside(source.archived),
            archived_date=source.archived_date,
            publisher=self._publisher(publisher) if publisher else None,
            authors=source.authors,
            date=source.date,
            accessed=source.accessed,
            kind=source.kind,
            excerpt=self.text(source.excerpt, language, direction) if source.excerpt else None,
            locator=cited.locator,
            anchor=listed.fragment,
            listed=self.href(listed),
        )

    def _publisher(self, publisher: Publisher) -> LinkView:
        """The publisher of a source, which leads to the page of a speaker if it is one."""
        return LinkView(publisher.name, self.href(self.site.urls.speaker(publisher.speaker)))


def site_of(archive: Archive, *, has_claims: bool = False) -> Site:
    """What every page shows of the site, from its settings. `has_claims` says so where `archive` lacks its claims."""
    settings = archive.settings
    urls = Urls.of(settings)
    return Site(
        settings.title,
        settings.description,
        settings.url,
        settings.language,
        direction_of(settings.language),
        urls,
        tuple(_navigation(archive, urls)),
        settings.organization,
        settings.repository,
        settings.verdicts,
        tuple(_feeds(archive, urls, has_claims or bool(archive.claims))),
        settings.feed_host or _host_and_path(settings.url),
        settings.timezone,
    )


def _host_and_path(url: str) -> str:
    """`https://example.org/archive/` → `example.org/archive`, without the port, which tells no sites apart for long."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path.rstrip('/')}" if parts.hostname else ""


def article_names(archive: Archive) -> Mapping[str, ArticleName]:
    """The name of every article, by id. Each is made when it is first asked for, once per archive."""
    return archive.once(_ArticleNames)


class _ArticleNames(Mapping[str, ArticleName]):
    def __init__(self, archive: Archive) -> None:
        self._urls, self._language = Urls.of(archive.settings), archive.settings.language
        self._articles = archive.articles_by_id
        self._known: dict[str, ArticleName] = {}

    def __getitem__(self, id: str) -> ArticleName:
        known = self._known.get(id)
        if known is None:
            known = self._known[id] = article_name(self._articles[id], self._urls, self._language)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._articles)

    def __len__(self) -> int:
        return len(self._articles)


def article_name(article: Article, urls: Urls, language: str) -> ArticleName:
    """What other pages show of the article; `language` is the interface's."""
    kinds = [facts.annotation.kind for facts in article.facts.annotations]
    publisher = article.publisher
    return ArticleName(
        id=article.id,
        title=article.front.title,
        language=article.language,
        direction=article.direction,
        date=article.front.date,
        summary=article.front.summary,
        publisher=publisher.name if publisher else "",
        publisher_address=urls.publisher(publisher) if publisher else NOWHERE,
        original=outside(article.front.url),
        claims=kinds.count("claim"),
        counterpoints=kinds.count("counterpoint"),
        headline=_headline(article, language),
        retold=article.front.retold,
    )


def _headline(article: Article, language: str) -> str:
    """The article's title in the language of the interface or its main language; empty where the article is in it."""
    if article.language.partition("-")[0] == language.partition("-")[0]:
        return ""
    titles = dict(article.front.titles)
    return titles.get(language) or titles.get(language.partition("-")[0], "")


def _feeds(archive: Archive, urls: Urls, has_claims: bool) -> Iterator[tuple[str, str]]:
    if not archive.settings.url or not urls.writes("feeds"):
        return
    if archive.articles:
        yield "feed.articles", FEED
    if has_claims and urls.writes("claims"):
        yield "feed.claims", CLAIMS_FEED


def _navigation(archive: Archive, urls: Urls) -> Iterator[tuple[str, str, str]]:
    settings: Settings = archive.settings
    titles = {page.id: page.title for page in archive.pages}
    named = settings.navigation if settings.navigation is not None else _NAVIGATION
    for entry in named:
        if index := urls.index(entry):
            yield entry, "", index.path
        elif entry in titles and (page := urls.page(entry)):
            yield "", titles[entry], page.path
