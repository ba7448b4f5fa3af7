"""Random small archives in which much is wrong: names that are misspelled, missing, taken twice or left to drafts."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import TypeVar

from hypothesis import strategies as st

from generator.diagnostics import Location
from generator.model import (
    Annotation,
    AnnotationFacts,
    ArticleFacts,
    Citation,
    CodeKey,
    CodeValue,
    Completion,
    FrontMatter,
    Image,
    Kind,
    LocalSpeaker,
    PageFacts,
    Passage,
    QuoteSelector,
    Registry,
    Role,
    Settings,
    Source,
    Speaker,
    SpeakerRef,
)
from generator.urls import article_path, claim_path
from tests.facts import VERDICTS

_T = TypeVar("_T")
SETTINGS = Settings(
    "A site",
    url="https://example.org/",
    verdicts=VERDICTS,
    codes=(CodeKey("frame", (CodeValue("loss"), CodeValue("gain")), required=("claim",)),),
    navigation=("articles", "about", "plan"),
)
REGISTRY = Registry(
    {
        "shared": Speaker("shared", "Shared Voice", organization="org"),
        "outlet-x": Speaker("outlet-x", "The X", kind="outlet", url="https://x.example/"),
        "chief": Speaker("chief", "A Chief", organization="local", description="See [it](articles/2015/b.md#a)."),
    },
    {
        "report": Source("report", "A report", publisher="Press", url="https://r.example/report"),
        "second": Source("second", "A second", url="https://r.example/second"),
    },
)
IDS = ("2015/a", "2015/b", "2015/c", "2016/dd", "2016/ee", "2016/ff")
FORMER = ("old/a", "old/b", "OLD/a", "2015/c", "2016/FF")
ANNOTATIONS = ("a", "b", "only-one", "only-two", "aux")
WRONG_REFS = ("2015/aa#a", "2016/d#b", "none/at-all#only-one", "2015/a#onlyone", "2016/gg#only-two", "old/c#a")
SPEAKERS = (
    "shared",
    "local",
    "org",
    "outlet-x",
    "outlet-y",
    "outlet",
    "nobody",
    "editors",
    "locl",
    "Local Person",
    "AI",
)
DESCRIBED = ("local", "org", "outlet-y", "shared", "con")
FILES = frozenset(("articles/2015/p.png", "articles/2015/d.csv"))
WORDS = ("sharde", "locl", "Local Person", "reprot", "frme", "Press", "press", *WRONG_REFS, *SPEAKERS, *FORMER)

refs = st.one_of(
    st.builds("{}#{}".format, st.sampled_from(IDS), st.sampled_from(ANNOTATIONS[:2])),
    st.builds("{}#{}".format, st.sampled_from((*IDS, *FORMER, "2015/A")), st.sampled_from((*ANNOTATIONS, "former"))),
    st.sampled_from(WRONG_REFS),
)
speakers = st.sampled_from(SPEAKERS)
links = st.sampled_from(
    (
        *map(article_path, (*IDS, *FORMER, "2015/aa")),
        *(f"{article_path(id)}#{name}" for id in IDS[:3] for name in ("a", "only-one", "p_1", "p_7")),
        claim_path("2015/a#former"),
        "about.html",
        "abuot.html",
        "plan.html",
        *FILES,
    )
)
KINDS: tuple[Kind, ...] = ("claim", "claim", "counterpoint", "counterpoint", "note")
SOURCES: tuple[str | Source, ...] = (
    "report", "reprot", "none-such", Source(url="https://r.example/report"),
    Source(title="One", url="https://example.org/articles/2015/d.csv", publisher="local"),
)  # fmt: skip
QUOTES = tuple((QuoteSelector(words, plain=True),) for words in ("we won", "they lost", "it rains"))


def some(values: tuple[_T, ...], most: int = 1) -> st.SearchStrategy[tuple[_T, ...]]:
    return st.lists(st.sampled_from(values), max_size=most, unique=True).map(tuple)


@st.composite
def placed_annotations(draw: st.DrawFn, id: str) -> AnnotationFacts:
    kind: Kind = draw(st.sampled_from(KINDS))
    quote = draw(st.sampled_from(((), *QUOTES)))
    is_placed = not quote or draw(st.booleans())
    unnamed = draw(st.sampled_from(("", "", "Local Person", "shared voice", "An Org")))
    annotation = Annotation(
        id,
        kind,
        quote=quote,
        statement=draw(st.sampled_from(("one", "two"))),
        speaker=SpeakerRef(unnamed=unnamed) if unnamed else SpeakerRef(draw(speakers)),
        via=tuple(SpeakerRef(who) for who in draw(st.lists(speakers, max_size=1))),
        verdict=draw(st.sampled_from(("", "false", "fals"))),
        to=tuple(draw(st.lists(refs, min_size=1, max_size=3))) if kind == "counterpoint" else (),
        relation=draw(st.sampled_from(("answers", "corrects"))),
        repeats=draw(st.one_of(st.just(""), refs)) if kind == "claim" else "",
        aliases=("former",) if id == "a" and draw(st.booleans()) else (),
        sources=tuple(Citation(one) for one in draw(some(SOURCES))),
        codes=draw(st.sampled_from(((), (("frame", ("loss",)),), (("frme", ("los",)),)))),
        tags=draw(some(("War", "war", "WAR!", "peace"))),
        said=draw(st.sampled_from(("", "2013-01-01", "2014-06-01", "2016"))),
        withdrawn=draw(st.sampled_from(("", "", "", "wrong"))),
        unsure=draw(st.sampled_from(("", "", "", "really?"))),
    )
    passages = (Passage("body", 0, 3, "we won"),) if quote and is_placed else ()
    return AnnotationFacts(annotation, id, passages, is_placed)


@st.composite
def entries(draw: st.DrawFn, id: str) -> LocalSpeaker:
    if draw(st.booleans()):
        return LocalSpeaker(id, None, "chief", draw(st.sampled_from(("", "org", "orgg"))))
    kind = "outlet" if id.startswith("outlet") else draw(st.sampled_from(("", "person", "organization")))
    speaker = Speaker(
        id,
        draw(st.sampled_from(("Local Person", "An Org", "Y Press", "Press", "Shared Voice"))),
        kind,  # type: ignore[arg-type]
        organization=draw(st.sampled_from(("", "org", "orgg", "local"))),
        roles=draw(st.sampled_from(((), (Role("Chief", "org"),)))),
        url=draw(st.sampled_from(("", "https://y.example/", "https://x.example/"))),
        wikidata=draw(st.sampled_from(("", "", "Q1"))),
        also=draw(some(("AI", "locl person"))),
        description=draw(st.sampled_from(("", "", "See [it](b.md#a) and [that](../../plan.md) [x](2015/d.csv)"))),
        image=draw(st.sampled_from(("", "", "p.png", "q.png", "c.md"))),
        path="content/articles/2015/a.yaml",
    )
    return LocalSpeaker(id, speaker)


@st.composite
def articles(draw: st.DrawFn, id: str) -> ArticleFacts:
    front = FrontMatter(
        title=draw(st.sampled_from((f"Title of {id}", "One title"))),
        date=f"201{draw(st.integers(3, 5))}-0{draw(st.integers(1, 2))}-01",
        publisher=draw(
            st.sampled_from(("", "Press", "press", "outlet-x", "outlet-y", "local", "outlt-y", "Y press", "X"))
        ),
        tags=draw(some(("War", "war", "peace"), 2)),
        url=draw(st.sampled_from(("", "https://news.y.example/2014/01/05/a", "https://x.example/a"))),
        aliases=draw(some(FORMER)),
        draft=draw(st.sampled_from((False, False, False, True))),
        image=draw(
            st.sampled_from(
                (None, *map(Image, ("articles/2015/p.png", "articles/2015/pp.png", "articles/2015/b.html")))
            )
        ),
        annotated=draw(st.sampled_from((None, Completion()))),
    )
    described = draw(st.lists(st.sampled_from(DESCRIBED), max_size=2, unique=True))
    ids = draw(st.lists(st.sampled_from(ANNOTATIONS), unique=True, max_size=4))
    left_out = draw(some(("speakers/locl", "speakers/orgg", "speakers/local", "b")))
    return ArticleFacts(
        id,
        f"content/articles/{id}.md",
        f"content/articles/{id}.yaml",
        front,
        tuple(draw(entries(one)) for one in described),
        tuple(draw(placed_annotations(one)) for one in ids),
        tuple(draw(st.lists(links, max_size=2))),
        paragraphs=2,
        left_out=tuple(one for one in left_out if one.removeprefix("speakers/") not in (*described, *ids)),
        broken_sidecar=not ids and draw(st.sampled_from((False, False, True))),
        paragraph_digests=draw(
            st.sampled_from((b"", b"first...", b"first...second..", b"second..", b"second..first..."))
        ),
        heading=draw(st.sampled_from(("", "A heading"))),
    )


@st.composite
def archives(draw: st.DrawFn) -> list[ArticleFacts]:
    count = draw(st.integers(1, len(IDS)))
    return [draw(articles(id)) for id in draw(st.permutations(IDS))[:count]]


PAGES = (
    PageFacts(
        "about",
        "content/pages/about.md",
        "A page",
        "",
        aliases=("info",),
        links=("articles/2015/a.html#only-one", "articles/2015/bb.html", "articles/old/a.html", "articles/2015/d.csv"),
    ),
    PageFacts("plan", "content/pages/plan.md", "A page", "", draft=True, links=("articles/2016/ff.html",)),
)
FEATURED = ("", "2015/a#a", "old/a#former", "only-one", "2015/aa#a", "2015/b#bb", "2016/dd", "nowhere#a")


class Places(Mapping[str, Location]):
    """A location for each key of an article or a page: in its own file, so that hardly two keys share a line."""

    def __init__(self, id: str) -> None:
        self._stem = f"content/{id}" if id.startswith("pages/") else f"content/articles/{id}"

    def __getitem__(self, key: str) -> Location:
        line = zlib.crc32(key.encode()) % 99_991 + 2
        return Location(f"{self._stem}.{'yaml' if key.startswith('sidecar/') else 'md'}", line)

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


LOCATIONS = {id: Places(id) for id in (*IDS, "pages/about", "pages/plan")}


def line_of(path: str, line: int) -> str | None:
    """A line in which each wrong name can be replaced; every third one is unknown."""
    return None if line % 3 == 0 else " ".join(dict.fromkeys(WORDS))
