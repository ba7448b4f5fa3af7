"""Short ways to write down facts of articles, for tests of what sees all of them."""

from __future__ import annotations

from generator.model import (
    Annotation,
    AnnotationFacts,
    ArticleFacts,
    FrontMatter,
    LocalSpeaker,
    Passage,
    QuoteSelector,
    Registry,
    Settings,
    Source,
    Speaker,
    SpeakerRef,
    Verdict,
)

VERDICTS = (
    Verdict("false", "False", "×", "double", "red", rating=1),
    Verdict("unsupported", "Unsupported", "−", "dashed", "red", rating=2),
)
SETTINGS = Settings("A site", url="https://example.org/", verdicts=VERDICTS)
SPEAKERS = {
    "konashenkov": Speaker("konashenkov", "Igor Konashenkov", organization="mod"),
    "mod": Speaker("mod", "Ministry of Defence", kind="organization"),
    "amnesty": Speaker("amnesty", "Amnesty International", also=("AI",), kind="organization"),
    "rt": Speaker("rt", "RT", kind="outlet"),
}
SOURCES = {"report": Source("report", title="The report", url="https://example.org/report")}
REGISTRY = Registry(SPEAKERS, SOURCES)


def claim(name: str, speaker: str = "konashenkov", *, quote: str = "words", **more) -> Annotation:
    return _annotation(name, "claim", speaker, quote, more)


def answer(name: str, *to: str, speaker: str = "amnesty", quote: str = "words", **more) -> Annotation:
    return _annotation(name, "counterpoint", speaker, quote, {"to": to, **more})


def note(name: str, **more) -> Annotation:
    return _annotation(name, "note", "", "words", more)


def _annotation(name: str, kind: str, speaker: str, quote: str, more: dict[str, object]) -> Annotation:
    selectors = (QuoteSelector(quote, plain=True),) if quote else ()
    return Annotation(name, kind, selectors, speaker=SpeakerRef(speaker), **more)  # type: ignore[arg-type]


def article(
    name: str, *annotations: Annotation, date: str = "2015-12-23", speakers: tuple[LocalSpeaker, ...] = (),
    links: tuple[str, ...] = (), broken: bool = False, **front,
) -> ArticleFacts:  # fmt: skip
    placed = tuple(
        AnnotationFacts(a, str(n), tuple(Passage("body", 0, len(q.exact), q.exact) for q in a.quote))
        for n, a in enumerate(annotations, 1)
    )
    path = f"content/articles/{name}"
    matter = FrontMatter(**{"title": "A title", "date": date, **front})
    return ArticleFacts(name, f"{path}.md", f"{path}.yaml", matter, speakers, placed, links, broken)
