"""An article's annotations as JSON-LD: every field comes back (law 4), and the standard parts lead to the passages."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.annotating.annotations import NewAnnotation, add_annotation
from generator.annotating.edit import Edit
from generator.annotating.shared_entries import add_speaker
from generator.comparing.changes import ADDED, FieldChange
from generator.comparing.recorded import NO_HISTORY, ArticleHistory, Recorded
from generator.compiling.article import Compiled, compile_article
from generator.importing.article_files import annotated_files
from generator.importing.imported import Draft, NotImported
from generator.importing.web_annotation import read_web_annotations
from generator.model import (
    Annotation,
    AnnotationFacts,
    ArticleSource,
    FrontMatter,
    LocalSpeaker,
    Registry,
    Settings,
    Source,
    Speaker,
)
from generator.outputs.page_history import PageHistory
from generator.outputs.text_selectors import surroundings
from generator.outputs.web_annotations import NAMESPACE, plan_web_annotations
from generator.values import replace
from tests import archives
from tests.annotating import sidecars as any_sidecars
from tests.importing.options import OPTIONS

DATA = Path(__file__).parents[1] / "data"
ID, TEXT_PATH, SIDECAR_PATH = "2015/x", "content/articles/2015/x.md", "content/articles/2015/x.yaml"
TEXT = """\
---
title: The dam “will hold”, the minister says
subtitle: A dispute over the dam
date: 2015-12-23
image: {caption: The dam in March}
---

The dam will hold, the minister said. “The dam is *old*,” an engineer said, “and nobody looked at the dam.”

> clichés and fakes, 洪水が来る

No one asked him… He left. a b c, tass; two lines, one x.
"""
REGISTRY = Registry(
    {"tass": Speaker("tass", "TASS"), "sana": Speaker("sana", "SANA"), "irib": Speaker("irib", "IRIB")},
    {"report": Source("report", "A report"), "annex": Source("annex", "An annex")},
)
SITE = archives.settings(url="https://example.org/archive/", codes=archives.scheme(frame=("loss", "gain")))
OTHER = archives.written(
    "2014/y",
    FrontMatter(title="Another", date="2014-01-01"),
    "Text.",
    [Annotation("a", "claim", statement="It is.", speaker=archives.by("outlet"))],
)


def compiled(sidecar: bytes | None, text: bytes = TEXT.encode()) -> Compiled:
    return compile_article(ArticleSource(ID, TEXT_PATH, text, SIDECAR_PATH, sidecar))


def collection(article: Compiled, of: Settings = SITE, past: ArticleHistory = NO_HISTORY) -> bytes:
    """The file of an article, to which there is another one, with its history."""
    assert article.facts is not None
    assert article.body is not None
    archive = archives.link([article.facts, OTHER.facts], REGISTRY, of)
    bodies = {ID: article.body, OTHER.facts.id: OTHER.body}
    (dossier,) = (one for one in archives.dossiers(archive, bodies) if one.article.id == ID)
    (page,) = plan_web_annotations(replace(dossier, history=PageHistory(past)))
    assert page.path == "articles/2015/x.jsonld"
    return page.data


def items(sidecar: str, text: str = TEXT, of: Settings = SITE) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(collection(compiled(sidecar.encode(), text.encode()), of))["first"][
        "items"
    ]
    return found


def model(article: Compiled) -> tuple[list[AnnotationFacts], dict[str, str], list[LocalSpeaker]]:
    """All that an article's sidecar says: annotations in order with their places and notes, and its speakers."""
    assert article.facts is not None
    assert article.body is not None
    written = article.body.written
    annotated = [replace(one, annotation=_with_note(one.annotation, written)) for one in article.facts.annotations]
    return annotated, dict(article.body.notes), sorted(article.facts.speakers, key=lambda one: one.id)


def _with_note(annotation: Annotation, written: Mapping[str, str]) -> Annotation:
    return replace(annotation, note=written.get(annotation.id, ""))


def read_back(data: bytes) -> tuple[Compiled, Draft | None]:
    """What a sidecar made of the file says, and what was read of it."""
    found = read_web_annotations(data, OPTIONS)
    if isinstance(found, NotImported):
        assert not json.loads(data)["first"]["items"]
        return compiled(None), None
    (draft,) = found
    files = annotated_files(draft, ID, TEXT.encode(), None)
    assert not isinstance(files, NotImported), files
    return compiled(files.files[SIDECAR_PATH]), draft


# ── law 4 ────────────────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = (
    "The dam", "the dam", "dam", "old", "The dam will hold", "nobody looked at the dam", "clichés and fakes", "洪水",
    "The dam … old", "He left", "one x", "no such words", "asked him…", "a b c, tass", "“The dam is old,”",
    "\"The dam is old,\"", "clichés\u00a0and fakes", "nobody\nlooked",
)  # fmt: skip
PROSE = st.one_of(
    st.sampled_from(
        ("It is so.", "*Not* so; see [it](x.md#a).", "Two\n\nparagraphs, # one", "“Yes”, </script>", "قال، لا")
    ),
    any_sidecars.TEXTS.map(str.strip).filter(bool),
)
QUOTES = st.one_of(
    st.sampled_from(WORDS),
    st.builds(lambda words: {"exact": words, "times": 3}, st.just("dam")),
    st.fixed_dictionaries({"from": st.sampled_from(WORDS), "to": st.sampled_from(WORDS)}),
    st.fixed_dictionaries(
        {"exact": st.sampled_from(WORDS)},
        optional={
            "prefix": st.sampled_from(("looked at ", "The\u00a0", " ")),
            "suffix": st.sampled_from((" is", " will")),
        },
    ),
    st.fixed_dictionaries(
        {"exact": st.sampled_from(("dam", "hold", "The dam")), "in": st.sampled_from(("title", "subtitle", "caption"))}
    ),
)
VOICES = st.one_of(
    st.sampled_from(("tass", "outlet", "editors", "luther")),
    st.fixed_dictionaries({"unnamed": PROSE.map(lambda text: f"a {text}")}),
)
DAYS = st.sampled_from(("2016-01-02", "2016-03-04"))
ARCHIVED = ("https://a.example/x", {"url": "https://a.example/y", "date": "2016-01-02"})
SOURCES = st.one_of(
    st.sampled_from(("report", "report p. 12", "https://example.org/a", "https://example.org/a p. 2")),
    st.fixed_dictionaries(
        {"title": PROSE},
        optional={
            "url": st.just("https://example.org/b"), "publisher": PROSE, "authors": st.just(["Ada Moss", "Bo"]),
            "date": st.just("2015-12"), "accessed": DAYS, "kind": st.just("primary"), "language": st.just("ru"),
            "excerpt": PROSE, "archived": st.sampled_from(ARCHIVED),
        },
    ),
    st.just({"url": "https://example.org/c"}),
)  # fmt: skip
COMMON = {
    "quote": st.one_of(QUOTES, st.lists(QUOTES, min_size=1, max_size=3)),
    "note": PROSE,
    "unsure": PROSE,
    "withdrawn": st.builds("{} {}".format, DAYS, PROSE),
    "codes": st.sampled_from(({"frame": "loss"}, {"frame": ["loss", "gain"]})),
    "tags": st.lists(PROSE, min_size=1, max_size=2),
    "language": st.just("ru"),
}
SAID = {
    **COMMON,
    "statement": PROSE,
    "via": st.lists(VOICES, min_size=1, max_size=2),
    "mode": st.sampled_from(("direct", "indirect", "mixed")),
    "said": st.one_of(st.just("2015"), st.builds("2015-12-20, {}".format, PROSE)),
    "verdict": st.sampled_from(("false", "unverified")),
    "reviewed": DAYS,
    "updates": st.dictionaries(DAYS, st.one_of(PROSE, st.lists(PROSE, min_size=1, max_size=2)), min_size=1),
    "sources": st.lists(SOURCES, min_size=1, max_size=2),
}
GROUPS: tuple[Literal["claims", "counterpoints", "notes"], ...] = ("claims", "claims", "counterpoints", "notes")
RELATIONS = st.sampled_from(("answers", "rebuts", "corrects"))


@st.composite
def written_sidecars(draw: st.DrawFn) -> bytes:
    """Sidecars in which any field of the format may be."""
    data, there = b"", list[str]()
    described = {
        "name": draw(PROSE),
        "kind": "person",
        "role": draw(PROSE),
        "roles": [{"title": "Head", "from": "2014"}],
        "also": [draw(PROSE)],
    }
    entries: Mapping[str, Any] = {"luther": described, "tass": {"role": draw(PROSE)}}
    for id in draw(st.sets(st.sampled_from(("luther", "tass")))):
        data = _after(add_speaker(data, SIDECAR_PATH, id, entries[id], in_sidecar=True), data)
    for n in range(draw(st.integers(1, 6))):
        group = draw(st.sampled_from(GROUPS))
        group = "claims" if group == "counterpoints" and not there else group
        fields = draw(st.fixed_dictionaries({}, optional=COMMON if group == "notes" else SAID))
        answers = ""
        if group == "notes":
            fields.setdefault("note", "A remark.")
        else:
            fields |= {"speaker": draw(VOICES)}
            fields.setdefault("statement", "It is so.")
        if group == "counterpoints":
            fields |= {"relation": draw(RELATIONS)}
            if draw(st.booleans()):
                answers = draw(st.sampled_from(there))
            else:
                fields |= {"to": draw(st.lists(st.sampled_from((*there, "2014/y#a")), min_size=1, max_size=2))}
        if draw(st.integers(0, 3)) == 0:
            fields |= {"aliases": [f"old-{n}", f"older-{n}"]}
        data = _after(add_annotation(data, SIDECAR_PATH, NewAnnotation(f"n{n}", group, fields, answers), {}), data)
        there += [f"n{n}"] if group != "notes" else []
    return data


def _after(edit: object, before: bytes) -> bytes:
    """What an edit makes of a file; a value that no file can hold is left out."""
    return edit.after if isinstance(edit, Edit) else before


def came(article: Compiled) -> ArticleHistory:
    """A history in which each annotation of the article came with one commit."""
    assert article.facts is not None
    changes = (FieldChange(one.id, ADDED, (), ()) for one in article.facts.annotations)
    return ArticleHistory((Recorded("c", "2016-01-02T10:00:00Z", "2016-01-02", "", tuple(changes)),))


@given(written_sidecars(), st.booleans())
@settings(deadline=None)
def test_a_sidecar_comes_back_from_its_json_ld_as_it_was(sidecar: bytes, has_history: bool):
    before = compiled(sidecar)
    data = collection(before, past=came(before) if has_history else NO_HISTORY)
    assert (b'"created"' in data) == has_history
    after, draft = read_back(data)
    assert draft is None or (draft.left_out, draft.notices) == ((), ())
    annotations, notes, speakers = model(before)
    named = [one for one in speakers if draft and one.id in draft.speakers]  # the others speak in no annotation
    assert model(after) == (annotations, notes, named)


@given(any_sidecars.sidecars())
@settings(deadline=None)
def test_what_is_right_of_any_sidecar_comes_back(sidecar: bytes):
    before = compiled(sidecar)
    after, draft = read_back(collection(before))
    assert draft is None or model(after)[:2] == model(before)[:2]


# ── the standard parts ───────────────────────────────────────────────────────────────────────────────────────────────

PAGE = "https://example.org/archive/articles/2015/x.html"


def selectors(resource: dict[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """The element that a resource names, and the selectors in it."""
    assert (resource["type"], resource["source"]) == ("SpecificResource", PAGE)
    selector = resource["selector"]
    found = selector["refinedBy"]
    return selector["value"], found if isinstance(found, list) else [found]


def claim(**fields: object) -> str:
    return "claims:\n  one:\n    speaker: tass\n" + "".join(f"    {key}: {value}\n" for key, value in fields.items())


def test_a_passage_is_told_by_its_words_with_what_is_beside_them_and_by_its_offsets():
    (one,) = items(claim(quote="nobody looked at the dam"))
    element, (quote, position) = selectors(one["target"])
    article = compiled(None)
    assert article.body is not None
    text = article.body.text
    assert element == "[data-article-text]"
    assert text[position["start"] : position["end"]] == quote["exact"] == "nobody looked at the dam"
    assert (quote["prefix"], quote["suffix"]) == ("ngineer said, “and "[-16:], ".”\nclichés and f")


def test_the_words_beside_a_passage_are_as_many_as_make_the_place_the_only_one():
    text = "x" * 20 + " a dam b " + "x" * 20 + "; " + "x" * 20 + " a dam b " + "x" * 20 + "."
    start = text.rindex("dam")
    before, behind = surroundings(text, start, start + 3)
    assert text.count(before + "dam" + behind) == 1
    assert (len(before), len(behind)) == (32, 24)
    assert surroundings("dam " * 5_000, 4, 7) == ("dam ", ("dam " * 5_000)[7 : 7 + 1024])


@pytest.mark.parametrize(("part", "element"), [("title", "h1"), ("subtitle", ".subtitle"), ("caption", "figcaption")])
def test_a_passage_of_another_part_is_looked_for_in_its_element(part: str, element: str):
    (one,) = items(claim(quote=f"{{exact: dam, in: {part}}}"))
    found, (quote, position) = selectors(one["target"])
    assert (found, quote["exact"], position["end"] - position["start"]) == (element, "dam", 3)


def test_passages_that_are_parts_of_one_are_a_composite_and_others_a_list():
    (one,) = items(claim(quote="\n      - The dam is old\n      - clichés and fakes"))
    assert one["target"]["type"] == "Composite"
    assert [selectors(part)[1][0]["exact"] for part in one["target"]["items"]] == [
        "The dam is old",
        "clichés and fakes",
    ]
    (one,) = items(claim(quote="{exact: dam, times: 3}"))
    assert [selectors(part)[1][0]["exact"] for part in one["target"]] == ["dam"] * 3
    assert one["cp:quote"] == {"exact": "dam", "times": 3}


def test_a_quote_without_a_place_says_so_and_is_as_written():
    (one,) = items(claim(quote="{exact: no such words, prefix: not there}"))
    assert selectors(one["target"]) == (
        "[data-article-text]",
        [{"type": "TextQuoteSelector", "exact": "no such words", "prefix": "not there"}],
    )
    assert one["cp:placed"] is False


def test_an_annotation_without_a_quote_is_about_the_page():
    (one,) = items(claim(statement="It holds.", verdict="false", tags="[dams]", note="'*Why.*'"))
    assert one["target"] == PAGE
    assert one["motivation"] == "assessing"
    assert [(body["purpose"], body["value"]) for body in one["body"]] == [
        ("describing", "It holds."), ("commenting", "*Why.*"), ("classifying", "False"), ("tagging", "dams"),
    ]  # fmt: skip
    assert one["body"][1]["format"] == "text/markdown"


def test_a_counterpoint_is_about_what_it_answers_and_says_its_own_words():
    answered = claim(quote="The dam is old") + (
        "    counterpoints:\n      two: {speaker: sana, relation: rebuts, quote: clichés and fakes}\n"
        "counterpoints:\n  three: {speaker: irib, statement: Both., to: [one, 2014/y#a]}\n"
    )
    one, two, three = items(answered)
    assert (one["motivation"], two["motivation"]) == ("identifying", "replying")
    assert (two["target"], two["cp:parent"], two["cp:relation"]) == (f"{PAGE}#one", "one", "rebuts")
    assert selectors(two["body"][0])[1][0]["exact"] == "clichés and fakes"
    assert three["target"] == [f"{PAGE}#one", "https://example.org/archive/articles/2014/y.html#a"]
    assert three["cp:to"] == ["one", "2014/y#a"]


def test_a_site_without_an_address_has_relative_ones():
    one, two = items(
        claim(quote="The dam is old") + "    counterpoints: {two: {speaker: sana, statement: No.}}\n",
        of=archives.settings(url=""),
    )
    assert (one["id"], one["target"]["source"], two["target"]) == ("x.html#one", "x.html", "x.html#one")


def test_a_file_without_annotations_has_none():
    whole = json.loads(collection(compiled(None)))
    assert (whole["total"], whole["first"]["items"], whole["label"]) == (
        0,
        [],
        "The dam “will hold”, the minister says",
    )
    assert whole["creator"] == {"type": "Organization", "name": "The editors’ club"}


# ── what is not published ────────────────────────────────────────────────────────────────────────────────────────────

PASSAGES = TEXT.replace("date:", "text: passages\ndate:")


def test_of_a_text_of_which_passages_are_published_no_more_is_told():
    sidecar = claim(quote="{exact: clichés and fakes, prefix: at the dam.”}") + "    note: Why.\n"
    before = compiled(sidecar.encode(), PASSAGES.encode())
    data = collection(before).decode()
    assert "nobody looked" not in data
    assert "at the dam" not in data
    (one,) = json.loads(data)["first"]["items"]
    assert selectors(one["target"])[1][0] == {"type": "TextQuoteSelector", "exact": "clichés and fakes"}
    (kept,) = items(claim(quote="{exact: clichés and fakes, suffix: ', 洪水'}"), PASSAGES)
    assert kept["cp:quote"] == {"exact": "clichés and fakes", "suffix": ", 洪水"}


def test_what_leads_to_no_page_is_not_named():
    sidecar = claim(
        statement="It.", note="See [a draft](../2014/secret.md), [this](x.md#one) and <https://a.example/b.md>."
    )
    sidecar += "counterpoints:\n  two: {speaker: sana, statement: No., to: [one, 2014/secret#a]}\n"
    one, two = items(sidecar)
    assert one["cp:note"] == "See [a draft](#), [this](x.md#one) and <https://a.example/b.md>."
    assert two["cp:to"] == ["one"]


# ── other programs ───────────────────────────────────────────────────────────────────────────────────────────────────


def keys_of(value: object) -> Iterator[str]:
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from keys_of(one)
    yield from value if isinstance(value, dict) else ()


def expanded(document: dict[str, Any]) -> list[Any]:
    """The document with every key as an address, by the contexts at hand alone; what has no meaning is left out."""
    jsonld = pytest.importorskip("pyld.jsonld", reason="PyLD is not installed")
    known = json.loads((DATA / "anno.jsonld").read_text(encoding="utf-8"))

    def load(address: str, options: object) -> dict[str, object]:
        assert address == "http://www.w3.org/ns/anno.jsonld"
        return {"contextUrl": None, "documentUrl": address, "document": known}

    found: list[Any] = jsonld.expand(document, {"documentLoader": load})
    return found


def test_other_programs_find_every_key_by_the_context_of_the_w3c_and_the_archives_own():
    sidecar = claim(
        quote="\n      - dam is old\n      - clichés and fakes", verdict="false", said='"2015-12-20, a \\"talk\\""',
        via="[sana, {unnamed: a </script> aide}]", codes="{frame: loss}", tags="[one, two]", reviewed="2016-01-02",
        updates="{2016-01-02: Was open.}", sources="[report p. 2, {title: T, url: https://example.org/t}]",
        note="So.", unsure="Or not?", withdrawn="2016-01-03 Misread.", language="ru", aliases="[un]", mode="mixed",
    )  # fmt: skip
    sidecar += "counterpoints:\n  two: {speaker: luther, statement: No., to: [one, 2014/y#a]}\n"
    sidecar += "speakers:\n  luther: {name: Philip Luther}\n"
    article = compiled(sidecar.encode())
    document = json.loads(collection(article, past=came(article)))
    found = set(keys_of(expanded(document)))
    own = {f"{NAMESPACE}{key.removeprefix('cp:')}" for key in keys_of(document) if key.startswith("cp:")}
    own -= {NAMESPACE}  # the prefix itself, in the context
    assert own <= found
    assert {f"http://www.w3.org/ns/oa#{name}" for name in ("hasTarget", "exact", "start", "refinedBy")} <= found
    assert "http://purl.org/dc/terms/created" in found
    (whole,) = expanded(document)
    assert whole["@type"] == ["http://www.w3.org/ns/activitystreams#OrderedCollection"]
