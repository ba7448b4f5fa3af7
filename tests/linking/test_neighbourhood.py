"""What linking one article takes from its neighbourhood is what the whole archive would give."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.linking.link import link_articles
from generator.linking.neighbourhood import neighbourhood, written_as
from generator.linking.symbols import Symbols, symbols_of
from generator.model import (
    Annotation,
    AnnotationFacts,
    ArticleFacts,
    Body,
    FrontMatter,
    LocalSpeaker,
    Registry,
    Settings,
    Speaker,
    SpeakerRef,
    TextBlocks,
)
from generator.outputs.article_inputs import Gatherer, dossier
from generator.outputs.article_pages import plan_article
from generator.outputs.page_context import site_of
from generator.urls import article_path, claim_path, folded

SETTINGS = Settings("A site")
REGISTRY = Registry(
    {"shared": Speaker("shared", "Shared", organization="org"), "outlet-x": Speaker("outlet-x", "X", kind="outlet")}, {}
)


class InMemory:
    """The names of facts that are all there, looked through one by one. `loaded` are the ids that were asked for."""

    def __init__(self, facts: Iterable[ArticleFacts], of: Settings) -> None:
        self.loaded: set[str] = set()
        self._symbols = symbols_of(facts, REGISTRY, of)
        self._all = list(self._symbols.articles.values())

    def facts(self, ids: Collection[str]) -> Mapping[str, ArticleFacts]:
        self.loaded |= set(ids)
        return {article.id: article for article in self._all if article.id in set(ids)}

    def beside(self, id: str) -> Collection[str]:
        shown = [article.id for article in self._symbols.published]
        n = shown.index(id)
        return [*shown[max(0, n - 1) : n], *shown[n + 1 : n + 2]]

    def called(self, names: Collection[str]) -> Collection[str]:
        return [a.id for a in self._all if not {folded(a.id), *map(folded, a.front.aliases)}.isdisjoint(names)]

    def referring_to(self, refs: Collection[str]) -> Collection[str]:
        return [a.id for a in self._all if any(written_as(to) in refs for p in a.annotations for to in _to(p))]

    def describing(self, speakers: Collection[str]) -> Collection[str]:
        return [a.id for a in self._all if any(e.speaker and e.id in speakers for e in a.speakers)]


def _to(placed: AnnotationFacts) -> Sequence[str]:
    return [placed.annotation.repeats, *placed.annotation.to]


def pages(symbols: Symbols, id: str, of: Settings) -> object:
    """The views of all pages of an article."""
    archive = link_articles(symbols, of)
    gather = Gatherer(archive, lambda id: {one: f"<p>{id} {one}</p>" for one in ("a", "b", "c")})
    article = archive.articles_by_id[id]
    body = Body((TextBlocks("<p>Text.</p>"),), "Title", notes={"a": "<p>own</p>"})
    made = plan_article(dossier(site_of(archive), article.facts, body, gather.surroundings(article)))
    return [(page.path, page.view) for page in made]


IDS = ("2015/a", "2015/b", "2015/c", "2016/d", "2016/e", "2016/f")
FORMER = ("old/a", "old/b", "OLD/a")
NAMES = ("a", "b", "c", "former")
refs = st.builds("{}#{}".format, st.sampled_from((*IDS, *FORMER, "2015/A")), st.sampled_from(NAMES))
speakers = st.sampled_from(("shared", "local", "org", "outlet-x", "outlet", "nobody", "editors"))


@st.composite
def annotations(draw: st.DrawFn, id: str) -> AnnotationFacts:
    kind = draw(st.sampled_from(("claim", "claim", "counterpoint", "note")))
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
    )
    return AnnotationFacts(annotation, id)


@st.composite
def articles(draw: st.DrawFn, id: str) -> ArticleFacts:
    front = FrontMatter(
        title=f"Title of {id}",
        date=f"201{draw(st.integers(3, 5))}-0{draw(st.integers(1, 2))}-01",
        publisher=draw(st.sampled_from(("", "Press", "outlet-x", "local"))),
        aliases=tuple(draw(st.lists(st.sampled_from(FORMER), max_size=1))),
        draft=draw(st.sampled_from((False, False, False, True))),
    )
    entries = [LocalSpeaker(who, None, "chief", "org") for who in draw(st.lists(st.just("shared"), max_size=1))]
    for who in draw(st.lists(st.sampled_from(("local", "org")), max_size=2, unique=True)):
        entries.append(LocalSpeaker(who, Speaker(who, f"{who} of {id}", organization=draw(st.sampled_from(("", "org"))))))
    paths = (*map(article_path, (*IDS, *FORMER)), claim_path("2015/a#former"), "2015/plain.html")
    return ArticleFacts(
        id,
        f"content/articles/{id}.md",
        f"content/articles/{id}.yaml",
        front,
        tuple(entries),
        tuple(draw(annotations(name)) for name in draw(st.lists(st.sampled_from(NAMES[:3]), unique=True, max_size=3))),
        tuple(draw(st.lists(st.sampled_from(paths), max_size=2))),
    )


@st.composite
def archives(draw: st.DrawFn) -> list[ArticleFacts]:
    return [draw(articles(id)) for id in draw(st.lists(st.sampled_from(IDS), unique=True, min_size=1))]


@settings(max_examples=300)
@given(archives(), st.booleans())
def test_the_pages_of_an_article_are_those_that_the_whole_archive_gives(facts, drafts):
    of = replace(SETTINGS, drafts=drafts)
    whole = symbols_of(facts, REGISTRY, of)
    names = InMemory(facts, of)
    for article in whole.published:
        assert pages(neighbourhood(names, article.id, REGISTRY, of), article.id, of) == pages(whole, article.id, of)
