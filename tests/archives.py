"""A small archive for tests, linked as a build links it, with bodies marked as a build marks them.

Quotes are looked for as they stand, so that tests of outputs depend neither on anchoring nor on reading YAML.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.cache.list_tables import ListedArticle, ListTables
from generator.comparing.recorded import NO_HISTORY
from generator.diagnostics import Diagnostic, Location
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.markdown import document as markdown
from generator.markdown import marks
from generator.model import (
    OUTPUT_NAMES,
    Annotation,
    AnnotationFacts,
    Archive,
    ArticleFacts,
    Body,
    Citation,
    CodeKey,
    CodeValue,
    Correction,
    FrontMatter,
    Image,
    Organization,
    PageFacts,
    Part,
    Passage,
    QuoteSelector,
    Registry,
    Role,
    Settings,
    Source,
    Speaker,
    SpeakerRef,
    Verdict,
    in_order_of_notes,
    markers,
    passage_numbers,
)
from generator.outputs.article_inputs import Dossier, Gatherer, NotesOf, dossier
from generator.outputs.article_pages import plan_article
from generator.outputs.data_files import YearOfRows, years_of
from generator.outputs.data_rows import ArticleRows, rows_of_article
from generator.outputs.hubs import HubInputs, plan_hubs
from generator.outputs.members import Lists, Memberships
from generator.outputs.page import Page, Unit
from generator.outputs.sitemap import readable_pages
from generator.rendering.templates import Templates
from generator.values import Immutable, replace

URL = "https://example.org/archive/"

VERDICTS = (
    Verdict("false", "False", "×", "double", "red", "Contradicted by the evidence.", 1),
    Verdict("unsupported", "Unsupported", "−", "dashed", "red", "No evidence was given.", 2),
    Verdict("missing-context", "Context missing", "…", "wavy", "amber", "True as far as it goes.", 3),
    Verdict("unverified", "Unverified", "?", "dotted", "amber", "Can be checked; we have not."),
    Verdict("supported", "Supported", "+", "solid", "green", "Borne out by records.", 5),
)


class Written(Immutable):
    """An article's facts and body, as compiling gives them."""

    facts: ArticleFacts
    body: Body


def quoted(*words: str) -> tuple[QuoteSelector, ...]:
    return tuple(QuoteSelector(exact=w, plain=True) for w in words)


def by(speaker: str) -> SpeakerRef:
    return SpeakerRef(id=speaker)


def written(
    id: str, front: FrontMatter, text: str, annotations: Iterable[Annotation] = (), *, broken: bool = False
) -> Written:
    """An article whose quotes are marked where they first stand (in the title with `part="title"`)."""
    path = f"content/articles/{id}.md"
    parsed = markdown.parse(text, path, lambda line, column: Location(path), number_paragraphs=True)
    texts: dict[Part, str] = {
        "title": front.title,
        "subtitle": front.subtitle,
        "caption": _caption(front),
        "body": parsed.text,
    }
    spans = {a.id: _spans(a, texts) for a in annotations}
    ordered = in_order_of_notes(annotations, spans, id)
    facts = tuple(
        AnnotationFacts(
            replace(a, note=""),
            marker,
            tuple(Passage(p, start, end, texts[p][start:end]) for p, start, end in spans[a.id]),
            placed=bool(spans[a.id]) or not a.quote,
            mode=a.mode or ("direct" if spans[a.id] else "indirect"),
        )
        for a, marker in zip(ordered, markers(ordered), strict=True)
    )
    notes = {a.id: _html(a.note, path) for a in annotations if a.note}
    links = tuple(link.target for link in parsed.links)
    body = Body(
        markdown.to_blocks(parsed, _highlights(facts, "body")),
        marks.mark_plain(front.title, _highlights(facts, "title")),
        marks.mark_plain(front.subtitle, _highlights(facts, "subtitle")),
        marks.mark_plain(_caption(front), _highlights(facts, "caption")),
        notes,
        parsed.text,
    )
    return Written(ArticleFacts(id, path, "", front, (), facts, links, broken, length=len(parsed.text)), body)


def _caption(front: FrontMatter) -> str:
    return front.image.caption if front.image else ""


def _spans(annotation: Annotation, texts: dict[Part, str]) -> tuple[tuple[Part, int, int], ...]:
    found = ((q, texts[q.part].find(q.exact)) for q in annotation.quote)
    return tuple((q.part, at, at + len(q.exact)) for q, at in found if at >= 0)


def _highlights(facts: Sequence[AnnotationFacts], part: str) -> list[marks.Highlight]:
    places = passage_numbers((f.id, len(f.passages)) for f in facts)
    return [
        marks.Highlight(f.id, p.start, p.end, number, f.marker, _classes(f), places.get((f.id, number), 0))
        for f in facts
        for number, p in enumerate(f.passages, 1)
        if p.part == part
    ]


def _classes(facts: AnnotationFacts) -> str:
    written = facts.annotation
    verdict = f" verdict:{written.id}" if written.repeats else f" v-{written.verdict}" if written.verdict else ""
    return f"{written.kind}{verdict}"


def _html(text: str, path: str) -> str:
    return markdown.to_html(markdown.parse(text, path, lambda line, column: Location(path)))


# ── the archive ──────────────────────────────────────────────────────────────────────────────────────────────────

REPORT = Source(
    "amnesty-report",
    "‘Civilian objects were not damaged’",
    "https://www.amnesty.org/en/documents/mde24/3113/2015/en/",
    archived="https://web.archive.org/web/2015/https://www.amnesty.org/en/documents/mde24/3113/2015/en/",
    archived_date="2015-12-24",
    publisher="Amnesty International",
    authors=("A. Writer",),
    date="2015-12-23",
    accessed="2016-01-02",
    kind="primary",
    language="en-GB",
    excerpt="at least 200 civilians",
)
PLAIN_SOURCE = Source(url="https://example.org/annex.pdf")

SPEAKERS = {
    "konashenkov": Speaker(
        "konashenkov",
        "Igor Konashenkov",
        "person",
        role="Spokesman",
        organization="defence",
        roles=(Role("Spokesman", "defence", "2013", ""), Role("Press officer", "", "2010-01", "2013-05")),
        description="Speaks for the [ministry](https://example.org/), named in [an article](articles/2015/amnesty.md).",
        names=(("ru", "Игорь Конашенков"), ("ar", "إيغور كوناشينكوف")),
        also=("Igor Konaszenkow",),
        url="https://example.org/konashenkov",
        wikidata="Q4230226",
        path="content/speakers.yaml",
    ),
    "amnesty": Speaker("amnesty", "Amnesty International", "organization"),
    "defence": Speaker("defence", "Defence Ministry", "organization"),
    "presstv": Speaker("presstv", "Press TV", "outlet"),
}

AMNESTY = written(
    "2015/amnesty",
    FrontMatter(
        title="Russia dismisses Amnesty’s ‘fake’ report",
        date="2015-12-23",
        publisher="presstv",
        authors=("News desk",),
        section=("News", "Russia"),
        tags=("Syria", "Air strikes"),
        url="https://example.org/2015/12/fake-report",
        archived="https://web.archive.org/x",
        archived_date="2015-12-24",
        captured="2016-01-01",
        corrections=(Correction("2016-01-05", "The day was wrong.", "https://example.org/correction"),),
        summary="A ministry answers a report.",
        subtitle="The ministry calls it clichés",
        updated="2016-01-05",
        rights="Quoted for criticism and review.",
        aliases=("2015/old-name",),
        image=Image("articles/2015/plane.jpg", "An aircraft", "A Su-34 drops bombs.", "AP"),
    ),
    "Russia has dismissed as full of clichés a report. It held *nothing concrete* or new, he said.\n\n"
    "Airstrikes have left hundreds dead, Amnesty says. They cannot know this. See [the other](../2016/answer.md) and "
    "[a map](map.pdf).\n\nRussia launched the campaign on September 30.",
    [
        Annotation(
            "only-cliches",
            "claim",
            quoted("full of clichés", "nothing concrete or new"),
            speaker=by("konashenkov"),
            verdict="unsupported",
            note="He names **no passage**; see [the answer](../2016/answer.md).",
            reviewed="2016-02-01",
            updates=(("2016-02-24", "Was unverified until the annex was obtained."),),
            sources=(Citation("amnesty-report", "p. 12"), Citation(PLAIN_SOURCE)),
            codes=(("frame", ("conflict",)),),
            tags=("Air strikes", "denials"),
            unsure="Whether he means the annex.",
            aliases=("nothing-new",),
        ),
        Annotation(
            "hundreds-dead",
            "counterpoint",
            quoted("hundreds dead"),
            speaker=by("amnesty"),
            parent="only-cliches",
            to=("2015/amnesty#only-cliches",),
            relation="rebuts",
            sources=(Citation("amnesty-report"),),
        ),
        Annotation(
            "cannot-know",
            "counterpoint",
            quoted("They cannot know this"),
            statement="Nobody could know that.",
            speaker=by("konashenkov"),
            parent="hundreds-dead",
            to=("2015/amnesty#hundreds-dead",),
            relation="undercuts",
            occasion="ministry briefing",
            said="2015-12-22",
        ),
        Annotation(
            "no-targets",
            "claim",
            statement="There were no military targets.",
            speaker=by("amnesty"),
            via=(by("konashenkov"),),
            withdrawn="Misread the report.",
            withdrawn_date="2016-03-01",
            verdict="missing-context",
        ),
        Annotation(
            "launch", "claim", quoted("Russia launched the campaign"), speaker=by("outlet"), verdict="supported"
        ),
        Annotation(
            "scare", "note", (QuoteSelector(exact="fake", part="title"),), note="The marks are the outlet’s own."
        ),
        Annotation(
            "lost", "claim", quoted("words that stand nowhere"), speaker=SpeakerRef(unnamed="a senior official")
        ),
    ],
)

ANSWER = written(
    "2016/answer",
    FrontMatter(
        title="منظمة العفو ترد",
        date="2016-01-10T09:30:00+03:00",
        publisher="Sabq",
        language="ar",
        tags=("syria",),
        url="https://example.org/ar#top",
    ),
    "قالت المنظمة إن المئات قتلوا.\n\nوقالت الوزارة إن التقرير كليشيهات.",
    [
        Annotation(
            "cliches-again",
            "claim",
            quoted("التقرير كليشيهات"),
            speaker=by("konashenkov"),
            repeats="2015/amnesty#only-cliches",
            note="The same words, translated.",
        ),
        Annotation(
            "later-denial",
            "counterpoint",
            quoted("المئات قتلوا"),
            speaker=by("amnesty"),
            to=("2015/amnesty#only-cliches", "2015/amnesty#launch"),
            relation="corrects",
        ),
    ],
)

BROKEN = written("2016/broken", FrontMatter(title="No annotations", date="2016-02-01"), "Text.", broken=True)

ABOUT = PageFacts(
    "about",
    "content/pages/about.md",
    "About this archive",
    '<p>Read <a href="site:articles/2015/amnesty.html#only-cliches">one</a> and <a href="site:no.html">more</a>.</p>',
    aliases=("info",),
)

FILES = frozenset({"articles/2015/plane.jpg", "articles/2015/map.pdf"})


def settings(**changes: object) -> Settings:
    whole = Settings(
        "Contested Headlines",
        "Disputed news stories, read closely",
        URL,
        organization=Organization("The editors’ club", "https://example.org/club"),
        navigation=("articles", "claims", "speakers", "sources", "about"),
        verdicts=VERDICTS,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def scheme(**values: Sequence[str]) -> tuple[CodeKey, ...]:
    """A coding scheme in short form: the values of each key."""
    return tuple(CodeKey(key, tuple(map(CodeValue, names))) for key, names in values.items())


@dataclasses.dataclass(frozen=True, slots=True)
class WholeArchive(Archive):
    """An archive with the texts and the notes of its articles, by id."""

    bodies: Mapping[str, Body] = dataclasses.field(default_factory=dict, repr=False, compare=False)

    def body_of(self, id: str) -> Body:
        return self.bodies.get(id) or Body((), "")


def archive_of(
    articles: Iterable[Written],
    of: Settings,
    pages: Iterable[PageFacts] = (ABOUT,),
    speakers: Mapping[str, Speaker] = SPEAKERS,
) -> WholeArchive:
    registry = Registry(dict(speakers), {REPORT.id: REPORT})
    articles = tuple(articles)
    bodies = {article.facts.id: article.body for article in articles}
    linked = link([article.facts for article in articles], registry, of, pages)
    return dataclasses.replace(linked, files=FILES, bodies=bodies)


ARTICLES = (AMNESTY, ANSWER, BROKEN)


def hubs(archive: WholeArchive) -> Iterator[Page]:
    """All pages that show more than one article, those of lists with their rows."""
    return in_full(plan_hubs(hub_inputs(archive, lists_of(archive))))


def hub_inputs(archive: WholeArchive, lists: Lists) -> HubInputs:
    """What the pages of an archive without a history are made from."""
    rows = Rows(archive)
    years = years_of(archive, rows.key)
    return HubInputs(archive, lists, notes_in(archive), archive.body_of, lambda id: NO_HISTORY, years, rows)


class Rows:
    """The rows that the articles of an archive give to the data: see `data_files.DataRows`."""

    def __init__(self, archive: WholeArchive) -> None:
        self._archive = archive

    def key(self, article: str) -> str:
        return ""

    def of(self, year: YearOfRows) -> Iterator[ArticleRows]:
        codes, bodies = [code.key for code in self._archive.settings.codes], self._archive.bodies
        gather = Gatherer(self._archive, lambda id: bodies[id].notes if id in bodies else {})
        for article in (self._archive.articles_by_id[id] for id in year.articles):
            body = bodies.get(article.id, Body((), ""))
            yield rows_of_article(dossier(gather.site, article.facts, body, gather.surroundings(article)), codes)


def notes_in(archive: WholeArchive) -> NotesOf:
    """The notes of the articles of an archive, as far as it has their bodies."""
    return lambda id: archive.bodies[id].notes if id in archive.bodies else {}


def in_full(planned: Iterable[Page | Unit]) -> Iterator[Page]:
    """The pages, those of units with their rows."""
    for one in planned:
        if isinstance(one, Page):
            yield one
        else:
            yield from (listing.whole() for listing in one.pages())


def lists_of(archive: Archive) -> ListTables:
    """The entries of all lists of an archive."""
    tables, of = ListTables.in_memory(), Memberships(archive)
    tables.replace([ListedArticle(article.id, "", of.of(article)) for article in archive.articles])
    return tables


def pages_of_sitemap(archive: Archive, more: Iterable[str] = ()) -> dict[str, Sequence[tuple[str, str]]]:
    """What the sitemap of an archive names: see `readable_pages`."""
    return readable_pages(archive, lists_of(archive), more)


def site(
    of: Settings | None = None,
    articles: Iterable[Written] = ARTICLES,
    pages: Iterable[PageFacts] = (ABOUT,),
    speakers: Mapping[str, Speaker] = SPEAKERS,
) -> dict[str, bytes]:
    """The whole output, path → bytes. A template's error fails the test."""
    of = of or settings()
    articles = tuple(articles)
    archive = archive_of(articles, of, pages, speakers)
    bodies = {article.facts.id: article.body for article in articles}
    planned = list(hubs(archive))
    planned += [page for one in dossiers(archive, bodies) for page in plan_article(one)]
    templates = Templates({}, of.language)
    files = dict.fromkeys(FILES, b"file")
    for page in planned:
        rendered = templates.render(page)
        assert not isinstance(rendered, Diagnostic), rendered
        assert page.path not in files, f"{page.path} has two owners"
        files[page.path] = rendered
    return files


def every_output_but(name: str) -> tuple[str, ...]:
    return tuple(output for output in OUTPUT_NAMES if output != name)


def dossiers(archive: Archive, bodies: Mapping[str, Body]) -> Iterator[Dossier]:
    """Yields the dossier of each article, in the archive's order. `bodies` holds the body of every article, by id."""
    gather = Gatherer(archive, lambda article: bodies[article].notes)
    for article in archive.articles:
        yield dossier(gather.site, article.facts, bodies[article.id], gather.surroundings(article))


def link(
    facts: Iterable[ArticleFacts], registry: Registry, settings: Settings, pages: Iterable[PageFacts] = ()
) -> WholeArchive:
    """The archive of everything published. Drafts and references into them are left out, unless `settings.drafts`."""
    symbols = symbols_of(facts, registry, settings)
    linked = Linker(symbols, settings, pages).whole()
    return WholeArchive(**{one.name: getattr(linked, one.name) for one in dataclasses.fields(linked) if one.init})
