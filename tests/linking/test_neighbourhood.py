"""What linking one article takes from its neighbourhood is what the whole archive would give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache.name_tables import NameTables
from generator.linking import neighbourhood, sources
from generator.linking.link import Linker
from generator.linking.neighbourhood import Neighbourhood
from generator.linking.symbols import Symbols, symbols_of
from generator.model import (
    Annotation,
    AnnotationFacts,
    ArticleFacts,
    Body,
    Citation,
    FrontMatter,
    Kind,
    LocalSpeaker,
    Registry,
    Settings,
    Source,
    Speaker,
    SpeakerRef,
    TextBlocks,
)
from generator.outputs.article_inputs import Gatherer, dossier
from generator.outputs.article_pages import plan_article
from generator.outputs.page_context import site_of
from generator.pipeline.kept_names import names_in
from generator.urls import article_path, claim_path
from generator.values import replace

SETTINGS = Settings("A site")
REGISTRY = Registry(
    {
        "shared": Speaker("shared", "Shared", organization="was-org", aliases=("was-shared", "twice")),
        "outlet-x": Speaker("outlet-x", "X", kind="outlet"),
    },
    {"report": Source("report", "A report", publisher="was-local", aliases=("old-report",))},
)


def tables_of(facts: Iterable[ArticleFacts], of: Settings) -> NameTables:
    tables = NameTables.in_memory()
    tables.replace(names_in(article, "digest", "seen", of) for article in facts)
    return tables


def pages(symbols: Symbols, id: str, of: Settings, cut: Mapping[str, int] | None = None) -> object:
    """The views of all pages of an article."""
    archive = Linker(symbols, of, cut=cut).articles
    gather = Gatherer(archive, lambda id: {one: f"<p>{id} {one}</p>" for one in ("a", "b", "c")})
    article = archive.articles_by_id[id]
    body = Body((TextBlocks("<p>Text.</p>"),), "Title", notes={"a": "<p>own</p>"})
    made = plan_article(dossier(site_of(archive), article.facts, body, gather.surroundings(article)))
    return [(page.path, page.view) for page in made]


IDS = ("2015/a", "2015/b", "2015/c", "2016/d", "2016/e", "2016/f")
FORMER = ("old/a", "old/b", "OLD/a")
NAMES = ("a", "b", "c", "former")
KINDS: tuple[Kind, ...] = ("claim", "claim", "counterpoint", "note")
SOURCES: tuple[str | Source, ...] = (
    "report",
    "old-report",
    "no such source",
    Source(title="One", url="https://example.org/1", publisher="local"),
    Source(title="One", url="https://example.org/1", publisher="Press"),
    Source(title="Two", url="https://example.org/2"),
)
refs = st.builds("{}#{}".format, st.sampled_from((*IDS, *FORMER, "2015/A")), st.sampled_from(NAMES))
speakers = st.sampled_from(
    ("shared", "was-shared", "local", "was-local", "twice", "org", "outlet-x", "outlet", "nobody", "editors")
)


@st.composite
def placed_annotations(draw: st.DrawFn, id: str) -> AnnotationFacts:
    kind: Kind = draw(st.sampled_from(KINDS))
    annotation = Annotation(
        id,
        kind,
        statement=draw(st.sampled_from(("one", "two"))),
        speaker=SpeakerRef(draw(speakers)),
        via=tuple(SpeakerRef(who) for who in draw(st.lists(speakers, max_size=1))),
        verdict=draw(st.sampled_from(("", "false", "supported"))),
        to=tuple(draw(st.lists(refs, max_size=3))) if kind == "counterpoint" else (),
        repeats=draw(st.one_of(st.just(""), refs)) if kind == "claim" else "",
        aliases=("former",) if id == "a" and draw(st.booleans()) else (),
        sources=tuple(Citation(one) for one in draw(st.lists(st.sampled_from(SOURCES), max_size=2))),
    )
    return AnnotationFacts(annotation, id)


@st.composite
def articles(draw: st.DrawFn, id: str) -> ArticleFacts:
    front = FrontMatter(
        title=f"Title of {id}",
        date=f"201{draw(st.integers(3, 5))}-0{draw(st.integers(1, 2))}-01",
        publisher=draw(st.sampled_from(("", "Press", "outlet-x", "local", "was-local"))),
        aliases=tuple(draw(st.lists(st.sampled_from(FORMER), max_size=1))),
        draft=draw(st.sampled_from((False, False, False, True))),
    )
    entries = [LocalSpeaker(who, None, "chief", "org") for who in draw(st.lists(st.just("shared"), max_size=1))]
    described = draw(st.lists(st.sampled_from(("local", "org")), max_size=2, unique=True))
    employer = draw(st.sampled_from(("", "org", "was-shared")))
    aliases = draw(st.sampled_from(((), ("twice",))))
    entries += [
        LocalSpeaker(who, Speaker(who, f"{who} of {id}", organization=employer, aliases=(f"was-{who}", *aliases)))
        for who in described
    ]
    ids = draw(st.lists(st.sampled_from(NAMES[:3]), unique=True, max_size=3))
    paths = (*map(article_path, (*IDS, *FORMER)), claim_path("2015/a#former"), "2015/plain.html")
    return ArticleFacts(
        id,
        f"content/articles/{id}.md",
        f"content/articles/{id}.yaml",
        front,
        tuple(entries),
        tuple(draw(placed_annotations(one)) for one in ids),
        tuple(draw(st.lists(st.sampled_from(paths), max_size=2))),
    )


@st.composite
def archives(draw: st.DrawFn) -> list[ArticleFacts]:
    return [draw(articles(id)) for id in draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))]


@pytest.fixture(autouse=True, scope="module")
def _short_lists_of_sources() -> Iterator[None]:
    """So that letters have pages of their own, and two and three letters, too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sources, "MOST_BY_LETTERS", (1, 2, 3))
        yield


@settings(max_examples=300)
@given(archives(), st.booleans())
def test_the_pages_of_an_article_are_those_that_the_whole_archive_gives(facts, drafts):
    of = replace(SETTINGS, drafts=drafts)
    whole = symbols_of(facts, REGISTRY, of)
    tables, by_id = tables_of(facts, of), {article.id: article for article in facts}

    def facts_of(ids: Collection[str]) -> Mapping[str, ArticleFacts]:
        return {id: by_id[id] for id in ids if id in by_id}

    for article in whole.published:
        near = Neighbourhood(article.id, tables, facts_of, REGISTRY, of)
        assert pages(near.symbols, article.id, of, near.cut) == pages(whole, article.id, of)


def test_a_long_way_through_many_articles_is_left_to_the_whole_archive():
    def chain(length: int) -> list[ArticleFacts]:
        return [
            ArticleFacts(
                f"2015/{n}",
                "",
                "",
                FrontMatter("", "2015-01-01"),
                annotations=(
                    AnnotationFacts(
                        Annotation("a", "counterpoint" if n else "claim", to=(f"2015/{n - 1}#a",) if n else ()), "a"
                    ),
                ),
            )
            for n in range(length)
        ]

    def near(length: int) -> Neighbourhood:
        facts = {article.id: article for article in chain(length)}
        tables = tables_of(facts.values(), SETTINGS)
        return Neighbourhood(
            "2015/0", tables, lambda ids: {id: facts[id] for id in ids if id in facts}, REGISTRY, SETTINGS
        )

    short, long = near(20), near(100)
    assert short.is_whole
    assert len(short.symbols.articles) == 20
    assert not long.is_whole
    assert len(long.symbols.articles) <= 2 * neighbourhood.LONGEST_WAY
