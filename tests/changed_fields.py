"""A pair of values for every field that can change, for the tests of comparing. A field without one fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.comparing.versions import Version
from generator.model import (
    Annotation,
    Citation,
    Completion,
    Correction,
    FrontMatter,
    Image,
    LocalSpeaker,
    QuoteSelector,
    Role,
    Source,
    Speaker,
    SpeakerRef,
)

ARTICLE_ID = "2015/amnesty-syria"

OF_ANNOTATION: Mapping[str, tuple[Any, Any]] = {
    "kind": ("claim", "counterpoint"),
    "quote": ((QuoteSelector("only fakes", plain=True),), (QuoteSelector("200 dead", prefix="some "),)),
    "statement": ("They sent 200 men.", "They sent 250 men."),
    "speaker": (SpeakerRef("konashenkov"), SpeakerRef(unnamed="a senior official")),
    "via": ((SpeakerRef("amnesty"),), (SpeakerRef("amnesty"), SpeakerRef("outlet"))),
    "mode": ("direct", "mixed"),
    "said": ("2015-12-23", "2015-12"),
    "occasion": ("ministry briefing", "press conference"),
    "verdict": ("unverified", "false"),
    "reviewed": ("2016-01-02", "2016-01-03"),
    "updates": ((("2016-02-24", "The annex came."),), (("2016-02-24", "The annex came."), ("2016-03-01", "It is so."))),
    "withdrawn": ("Misread the report.", "Misread the annex."),
    "withdrawn_date": ("2016-03-01", "2016-03-02"),
    "note": ("He names no passage.", "He names 3 passages."),
    "unsure": ("Which report?", "Which annex?"),
    "to": ((f"{ARTICLE_ID}#only-fakes",), (f"{ARTICLE_ID}#only-fakes", "2015/briefing#ties")),
    "relation": ("rebuts", "undercuts"),
    "repeats": ("2015/briefing#ties", f"{ARTICLE_ID}#only-fakes"),
    "sources": ((Citation("report", "p. 12"),), (Citation(Source(title="The annex", url="https://a.org")),)),
    "codes": ((("frame", "conflict"), ("tone", "calm")), (("frame", "consequences"), ("tone", "calm"))),
    "tags": (("rivers",), ("rivers", "floods")),
    "language": ("ru", "ar"),
    "aliases": (("former",), ("former", "earlier")),
}
"""Before and after, for each field of an annotation but its id, and `parent`, which `to` repeats."""

OF_FRONT: Mapping[str, tuple[Any, Any]] = {
    "title": ("Nothing Concrete", "Nothing New"),
    "date": ("2015-12-23T10:00:00Z", "2015-12-23T12:00:00Z"),
    "publisher": ("reuters", "RT"),
    "authors": (("A. Writer",), ("B. Writer",)),
    "section": (("World",), ("News",)),
    "tags": (("syria",), ("russia",)),
    "url": ("https://a.org/1", "https://a.org/2"),
    "archived": ("https://b.org/1", "https://b.org/2"),
    "archived_date": ("2015-12-24", "2015-12-25"),
    "captured": ("2015-12-26", "2015-12-27"),
    "corrections": ((), (Correction("2016-01-01", "It was 12.", "https://a.org/c"),)),
    "language": ("en", "ru"),
    "direction": ("", "rtl"),
    "summary": ("A briefing.", "Two briefings."),
    "subtitle": ("In short", "At length"),
    "updated": ("2015-12-28", "2015-12-29"),
    "rights": ("CC BY", "CC0"),
    "draft": (False, True),
    "aliases": (("2015/old",), ()),
    "image": (None, Image("a.jpg", caption="The ministry")),
    "text": ("full", "passages"),
    "titles": ((("ru", "Ничего"),), (("ru", "Ничего"), ("ar", "لا شيء"))),
    "retold": (True, False),
    "annotated": (None, Completion("2016-02-01", ("L. R.",))),
}
"""Before and after, for each field of the front matter."""

OF_SPEAKER: Mapping[str, tuple[Any, Any]] = {
    "name": ("Igor Konashenkov", "I. Konashenkov"),
    "kind": ("person", "group"),
    "role": ("Spokesman", "General"),
    "organization": ("ministry", "army"),
    "roles": ((Role("Spokesman", since="2011"),), (Role("Spokesman", since="2011", until="2020"),)),
    "description": ("A soldier.", "A general of *Russia*."),
    "names": ((("ru", "Игорь"),), (("ru", "Игорь Конашенков"),)),
    "also": ((), ("Konashenkow",)),
    "url": ("https://c.org/1", ""),
    "wikidata": ("Q1", "Q2"),
    "image": ("a.jpg", "b.jpg"),
    "short": ("Konashenkov", "Igor"),
    "aliases": (("igor",), ("igor", "konashenkow")),
}
"""Before and after, for each field of a speaker but its id and `path`, which is not compared."""

assert set(OF_ANNOTATION) == set(Annotation.__struct_fields__) - {"id", "parent"}, "a field has no example"
assert set(OF_FRONT) == set(FrontMatter.__struct_fields__), "a field has no example"
assert set(OF_SPEAKER) == set(Speaker.__struct_fields__) - {"id", "path"}, "a field has no example"
assert set(LocalSpeaker.__struct_fields__) == {"id", "speaker", "role", "organization"}


def with_annotation(number: int) -> Version:
    """A version with one annotation, which has for each field the value before (0) or after (1)."""
    values = {name: pair[number] for name, pair in OF_ANNOTATION.items()}
    return Version(ARTICLE_ID, (Annotation(id="dead", **values),))


def with_front(number: int) -> Version:
    """A version with front matter only, likewise."""
    values = {name: pair[number] for name, pair in OF_FRONT.items()}
    return Version(ARTICLE_ID, front=FrontMatter(**values))


def with_speaker(number: int) -> Version:
    """A version with a speaker of its own only, likewise."""
    values = {name: pair[number] for name, pair in OF_SPEAKER.items()}
    speaker = Speaker("konashenkov", **values)
    return Version(ARTICLE_ID, speakers=(LocalSpeaker(speaker.id, speaker, speaker.role, speaker.organization),))
