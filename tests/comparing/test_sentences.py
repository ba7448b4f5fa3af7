"""Changes in sentences: the words for each, in every language, with what writers typed left as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.comparing.change_message import change_message
from generator.comparing.changes import FieldChange, compare_versions
from generator.comparing.marked_text import MarkedPart
from generator.comparing.sentences import sentences
from generator.comparing.versions import ARTICLE, Version, read_version
from generator.comparing.vocabulary import Vocabulary
from generator.formats.settings import BUILT_IN_VERDICTS
from generator.i18n.catalog import Catalog, catalog_of
from generator.model import Annotation, FrontMatter, LocalSpeaker, QuoteSelector, Speaker
from generator.values import replace
from tests.changed_fields import (
    ARTICLE_ID,
    OF_ANNOTATION,
    OF_FRONT,
    OF_SPEAKER,
    with_annotation,
    with_front,
    with_speaker,
)

LANGUAGES = ("en", "fr", "ar")
NAMES = {
    "konashenkov": "Igor Konashenkov",
    "amnesty": "Amnesty International",
    "report": "Civilian objects",
    "only-fakes": "“only fakes”",
}


def vocabulary(language: str = "en", words: Catalog | None = None) -> Vocabulary:
    return Vocabulary(words or Catalog(language), BUILT_IN_VERDICTS, lambda _, id: NAMES.get(id, ""))


def told(field: str, before: Any, after: Any, language: str = "en") -> list[str]:
    """The sentences for one field of an annotation that changes."""
    one, other = (
        Version(ARTICLE_ID, (replace(Annotation("dead", "claim"), **{field: value}),)) for value in (before, after)
    )
    return [sentence.plain() for sentence in sentences(compare_versions(one, other), vocabulary(language))]


# ── what is told ─────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("field", "before", "after", "sentence"),
    [
        ("verdict", "unverified", "false", "Rating changed from Unverified to False."),
        ("verdict", "", "false", "Rated False for the first time."),
        ("verdict", "false", "", "The rating False was taken back."),
        ("verdict", "false", "half-true", "Rating changed from False to half-true."),
        ("statement", "", "It is so.", "The statement was added."),
        ("statement", "It is so.", "", "The statement was removed."),
        ("statement", "They sent 200 men.", "They sent 250 men.",
         "The statement was changed: “200” became “250” (a number)."),
        ("statement", "They sent men.", "They never sent men.",
         "The statement was changed: “never” was added (a “not”)."),
        ("statement", "They sent old men.", "They sent men.", "The statement was changed: “old” was left out."),
        ("statement", "They sent men.", "they sent men.", "The statement was changed: “They” became “they”."),
        ("statement", "“They” sent men.", "\"They\" sent men.", "The statement was changed in spaces or signs only."),
        ("statement", "They sent men.", "All is well here",
         "The statement now reads “All is well here”, before “They sent men.”."),
        ("note", "", "Why.", "The note was added."),
        ("note", "Why.", "", "The note was removed."),
        ("note", "The one.\n\nThe two.", "The one.\n\nThe three.",
         "The note was changed: “two” became “three” (a number)."),
        ("note", "One.\nTwo.", "One.\n\nTwo.", "The note was changed in spaces or signs only."),
        ("said", "2015-12-23", "2015-12", "Said on: December 2015, before 23 December 2015."),
        ("said", "", "2015", "Said on: 2015."),
        ("occasion", "a briefing", "", "Occasion: nothing now, before a briefing."),
        ("mode", "direct", "mixed", "Manner: partly quoted, before quoted."),
        ("mode", None, "mixed", "Manner: partly quoted."),
        ("reviewed", "2016-01-02", "2016-01-03", "Rated on: 3 January 2016, before 2 January 2016."),
        ("language", "ru", "ar", "Language: Arabic, before Russian."),
        ("unsure", "", "Is it so?", "Not sure: Is it so?"),
        ("unsure", "Is it so?", "Is it?", "Not sure: “Is it?”, before “Is it so?”."),
        ("tags", ("a",), ("a", "b", "c"), "Tags: a, b, and c, before a."),
        ("codes", (("frame", "x"), ("tone", "y")), (("frame", "z"), ("tone", "y")), "frame: z, before x."),
        ("codes", (("frame", "x"),), (), "frame: nothing now, before x."),
        ("repeats", "", "2015/briefing#ties", "Repeats: 2015/briefing#ties."),
        ("repeats", "", f"{ARTICLE_ID}#only-fakes", "Repeats: “only fakes”."),
        ("withdrawn", "", "Misread.", "Withdrawn: Misread."),
        ("withdrawn", "Misread.", "", "No longer withdrawn; the reason was: Misread."),
        ("updates", (), (("2016-02-24", "Was unverified."),),
         "What changed in our judgement, 24 February 2016: Was unverified."),
        ("kind", "claim", "note", "Now a note, before a claim."),
    ],
)  # fmt: skip
def test_each_change_has_its_sentence(field, before, after, sentence):
    assert told(field, before, after) == [sentence]


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("speaker: konashenkov", "speaker: amnesty",
         "Attributed to Amnesty International, before to Igor Konashenkov."),
        ("speaker: konashenkov", "speaker: {unnamed: an official}",
         "Attributed to an official, before to Igor Konashenkov."),
        ("speaker: konashenkov", "speaker: outlet", "Attributed to the outlet itself, before to Igor Konashenkov."),
        ("speaker: konashenkov", "speaker: nobody-knows", "Attributed to nobody-knows, before to Igor Konashenkov."),
        ("tags: t", "via: amnesty", "Now reported through Amnesty International."),
        ("via: amnesty", "via: [konashenkov, amnesty]",
         "Now reported through Igor Konashenkov and Amnesty International, before through Amnesty International."),
        ("via: amnesty", "tags: t", "No longer reported through Amnesty International."),
        ("quote: only fakes", "quote: 200 dead", "The passage now reads “200 dead”, before “only fakes”."),
        ("quote: only fakes", "quote: only … fakes",
         "Another passage was chosen: “only … fakes”, before “only fakes”."),
        ("quote: only fakes", "quote: {exact: only fakes, prefix: an}", "Another passage was chosen."),
        ("quote: only fakes", "quote: only “clichés”", "The passage now reads ‘only “clichés”’, before “only fakes”."),
        ("quote: “only fakes”", "quote: «only fakes»", "The passage was written out again; it is the same."),
        ("tags: t", "quote: only fakes", "A passage was added: “only fakes”."),
        ("quote: only fakes", "tags: t", "The passage was taken out: “only fakes”."),
        ("sources: [report p. 12]", "sources: [report p. 12, 'https://a.org']", "Source added: https://a.org."),
        ("sources: [report p. 12, annex]", "sources: [annex]", "Source removed: Civilian objects, p. 12."),
        ("sources: [{title: The annex, url: 'https://a.org'}]", "sources: [{title: The annex, url: 'https://b.org'}]",
         "Source described otherwise: The annex."),
        ("withdrawn: 2016-03-01 Misread.", "withdrawn: 2016-03-02 Misread.",
         "Withdrawn on: 2 March 2016, before 1 March 2016."),
        ("withdrawn: 2016-03-01 Misread.", "withdrawn: 2016-03-01 Misheard.",
         "The reason for withdrawing it is now “Misheard.”, before “Misread.”."),
    ],
)  # fmt: skip
def test_a_change_in_a_sidecar_has_its_sentence(before, after, sentence):
    def version(line: str) -> Version:
        text = "claims:\n  dead:\n    statement: It is so.\n" + f"    {line}\n" + "    speaker: editors\n"
        text = text.replace("    speaker: editors\n", "") if line.startswith("speaker") else text
        read = read_version(ARTICLE_ID, text.encode())
        assert isinstance(read, Version)
        assert read.annotations, "the example is invalid"
        return read

    changes = [c for c in compare_versions(version(before), version(after)) if c.field != "tags"]
    assert [one.plain() for one in sentences(changes, vocabulary())] == [sentence]


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Now rebuts “only fakes”, before qualifies “only fakes”."),
        ("fr", "Désormais : réfute “only fakes” ; auparavant : nuance “only fakes”."),
        ("ar", "الآن: ينفي “only fakes”، وقبل ذلك: يقيّد “only fakes”."),
    ],
)
def test_how_an_answer_bears_is_told_by_the_words_of_the_relation(language, sentence):
    change = FieldChange("dead", "relation", (("qualifies", "only-fakes"),), (("rebuts", "only-fakes"),))
    (one,) = sentences([change], vocabulary(language))
    assert one.plain() == sentence


def test_a_claim_that_becomes_an_answer_had_no_relation_before():
    change = FieldChange("dead", "relation", (("answers", ""),), (("rebuts", "only-fakes"),))
    back = FieldChange("dead", "relation", change.after, change.before)
    told = [one.plain() for one in sentences([change, back], vocabulary())]
    assert told == ["Now rebuts “only fakes”.", "No longer rebuts “only fakes”."]


def test_an_answer_to_two_claims_names_both():
    change = FieldChange(
        "dead", "to", (("rebuts", "only-fakes"),), (("rebuts", "only-fakes"), ("rebuts", "2015/x#ties"))
    )
    (one,) = sentences([change], vocabulary())
    assert one.plain() == "Now rebuts “only fakes” and 2015/x#ties, before rebuts “only fakes”."


def test_labels_of_verdicts_are_those_of_the_site_in_the_language():
    change = FieldChange("dead", "verdict", "unverified", "false")
    (one,) = sentences([change], vocabulary("fr"))
    assert one.plain() == "Évaluation modifiée : Faux, auparavant Non vérifié."
    own = tuple(replace(v, label="Wrong") if v.key == "false" else v for v in BUILT_IN_VERDICTS)
    (one,) = sentences([change], Vocabulary(Catalog("fr"), own))
    assert one.plain() == "Évaluation modifiée : Wrong, auparavant Non vérifié."


def test_two_that_are_called_the_same_are_told_by_their_ids():
    same = Vocabulary(Catalog("en"), BUILT_IN_VERDICTS, lambda _, id: "Ivan Petrov" if "petrov" in id else "")
    change = FieldChange("dead", "speaker", (("petrov", ""),), (("petrov-2", ""),))
    (one,) = sentences([change], same)
    assert one.plain() == "Attributed to petrov-2, before to petrov."


def test_a_date_that_looks_the_same_is_told_as_it_is_written():
    change = FieldChange(ARTICLE, "date", "2015-12-23T10:00:00Z", "2015-12-23T12:00:00Z")
    (one,) = sentences([change], vocabulary())
    assert one.plain() == "Date: 2015-12-23T12:00:00Z, before 2015-12-23T10:00:00Z."


def test_of_two_long_texts_only_what_differs_is_told():
    before = "The minister said at length what he had said before, and then he said it once more."
    change = FieldChange(ARTICLE, "summary", before, before.replace("length", "noon"))
    (one,) = sentences([change], vocabulary())
    assert one.plain() == "Summary: “length” became “noon”."


def test_a_text_that_changes_in_many_places_is_told_in_eight():
    before, after = (" and ".join(f"{word}{n} is the one that we saw" for n in range(12)) for word in ("red", "blue"))
    change = FieldChange("dead", "note", before, after)
    (one,) = sentences([change], vocabulary())
    assert one.plain().count("became") == 8
    assert one.plain().endswith("; and 4 more changes.")


# ── marks ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_values_are_marked_and_the_words_of_the_interface_are_not():
    (one,) = sentences([FieldChange("dead", "verdict", "unverified", "false")], vocabulary())
    assert one.parts == (
        MarkedPart("text", "Rating changed from "),
        MarkedPart("value", "Unverified"),
        MarkedPart("text", " to "),
        MarkedPart("value", "False"),
        MarkedPart("text", "."),
    )


def test_words_that_went_and_came_are_marked_as_such():
    (one,) = sentences([FieldChange("dead", "note", "It has 12 parts.", "It has 13 parts.")], vocabulary())
    assert [(part.kind, part.text) for part in one.parts if part.kind != "text"] == [("removed", "12"), ("added", "13")]


# ── every field, every language ──────────────────────────────────────────────────────────────────────────────────────


def empty_of(name: str) -> Version:
    return {
        "annotation": Version(ARTICLE_ID, (Annotation("dead", "claim"),)),
        "front": Version(ARTICLE_ID, front=FrontMatter("A", "2015")),
        "speaker": Version(ARTICLE_ID, speakers=(LocalSpeaker("konashenkov", Speaker("konashenkov", "")),)),
    }[name]


def every_change() -> Iterator[FieldChange]:
    """Every field changed, put in, taken out; and entries that come, go, are renamed or can't be read."""
    for name, versions in (("annotation", with_annotation), ("front", with_front), ("speaker", with_speaker)):
        states = (empty_of(name), versions(0), versions(1))
        for before in (*states, None):
            for after in (*states, None):
                yield from compare_versions(before, after)
    yield FieldChange("dead", "id", "killed", "dead")
    yield FieldChange("dead", "readable", "true", "")
    yield FieldChange("dead", "readable", "", "true")
    yield FieldChange("dead", "passage", "It is so.", "")
    yield FieldChange(ARTICLE, "body", "", "")
    yield FieldChange(ARTICLE, "missing", "", "")
    yield FieldChange("dead", "quote_again", "", "")
    yield FieldChange("dead", "quote_gone", "", "")
    for words, others in (("a", "b"), ("It is so.", "it is so."), ("It is so.", "It  is so.")):
        yield FieldChange("dead", "statement", words, others)
        yield FieldChange("dead", "note", words, others)
        yield FieldChange("dead", "passage", words, others)
    quotes = [QuoteSelector("“a”"), QuoteSelector('"a"'), QuoteSelector('"a"', "b"), QuoteSelector("a … b", plain=True)]
    for was, now in pairwise(quotes):
        one, other = (Version("x", (Annotation("dead", "note", quote=(quote,)),)) for quote in (was, now))
        yield from compare_versions(one, other)
    yield FieldChange("dead", "sources", (("", "", "T", "https://a.org"),), (("", "", "T", "https://b.org"),))
    yield FieldChange("dead", "withdrawn", (("Misread.", "2016-03-01"),), (("Misread.", "2016-03-02"),))
    yield FieldChange(ARTICLE, "image", (("a.jpg", "", " " * 400),), (("a.jpg", "", " " * 500),))
    yield FieldChange("dead", "unsure", "word " * 20 + "“a”", "word " * 20 + '"a"')


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_change_has_a_sentence_without_a_hole(language):
    for change in every_change():
        found = sentences([change], vocabulary(language))
        assert found, change
        for one in found:
            text = one.plain()
            assert one.change is change
            assert re.search(r"\w", text), change
            assert not re.search(r"[{}\n]|None|  |[“«] *[”»]|: *[.,،]|\(\)|, *[.,]|[^…]$(?<![.?!؟])", text), (
                change,
                text,
            )


@pytest.mark.parametrize(
    ("fields_", "names"), [(OF_ANNOTATION, Annotation), (OF_FRONT, FrontMatter), (OF_SPEAKER, Speaker)]
)
def test_every_field_of_the_model_is_told_by_a_label_or_by_words_of_its_own(fields_, names):
    own = {"codes", "note", "quote", "relation", "sources", "speaker", "statement", "to", "updates", "verdict", "via"}
    told = {name for name in fields_ if f"history.field.{name}" in catalog_of("en")} | own | {"withdrawn", "id"}
    assert set(names.__struct_fields__) - told <= {"parent", "path"}


class Recorded(Catalog):
    """A catalogue that remembers which of its words were used."""

    used: set[str]

    def pattern(self, key, n=None):
        self.__dict__.setdefault("used", set()).add(key)
        return super().pattern(key, n)


def test_every_word_of_the_history_is_used():
    words = Recorded("en")
    changes = tuple(every_change())
    for change in changes:
        sentences([change], vocabulary(words=words))
        change_message([change], "Title", vocabulary(words=words))
    change_message(changes, "Title", vocabulary(words=words))
    notes = Version("x", (Annotation("n", "note"), Annotation("a", "counterpoint")))
    change_message(compare_versions(Version("x"), notes), "Title", vocabulary(words=words))
    withdrawn = FieldChange("dead", "withdrawn", (), (("Misread.", "2016-03-01"),))
    change_message([withdrawn, FieldChange("dead", "unsure", "", "Why?")], "Title", vocabulary(words=words))
    ours = {key for key in catalog_of("en") if key.startswith("history.")}
    assert ours - words.used == set()


# ── hostile text ─────────────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = st.text(st.sampled_from("{}<>&\"'“”%\\n0 \n\r\t\u202e\u2028\x1b\x00é"), min_size=1, max_size=20).filter(
    lambda text: bool(text.strip())
)


@given(HOSTILE, st.sampled_from(sorted({*OF_ANNOTATION} - {"kind", "mode", "relation"})), st.sampled_from(LANGUAGES))
def test_what_somebody_typed_stays_text(typed, name, language):
    """It is in the parts that are marked as somebody's words, as it is but for white space, and in no other."""
    token = "zq" + " ".join(typed.split()) + "qz"
    version = with_annotation(0)
    shape = OF_ANNOTATION[name][0]
    hostile = _with_text(shape, token)
    after = replace(version, annotations=(replace(version.annotations[0], **{name: hostile}),))
    for one in sentences(compare_versions(version, after), vocabulary(language)):
        interface = "".join(part.text for part in one.parts if part.kind == "text")
        assert "zq" not in interface
        assert "\n" not in one.plain()
    if name in ("unsure", "occasion", "tags", "verdict", "withdrawn", "speaker"):
        text = " ".join(one.plain() for one in sentences(compare_versions(version, after), vocabulary(language)))
        assert token in text


def _with_text(shape, text):
    """A value of the same shape in which every text is the one given."""
    if isinstance(shape, tuple):
        return tuple(_with_text(one, text) for one in shape)
    if isinstance(shape, str):
        return text
    if isinstance(shape, QuoteSelector):
        return replace(shape, exact=text)
    return replace(shape, **{name: text for name in shape.__struct_fields__ if isinstance(getattr(shape, name), str)})


@given(st.text(max_size=2000), st.text(max_size=2000))
def test_a_sentence_is_one_line_of_bounded_length(before, after):
    """Values but a note's are on one line when they are compared."""
    changes = [FieldChange("dead", "note", before, after)] if before != after else []
    before, after = " ".join(before.split()), " ".join(after.split())
    if before != after:
        changes += [FieldChange("dead", name, before, after) for name in ("unsure", "verdict")]
    for one in sentences(changes, vocabulary()):
        assert len(one.plain().splitlines()) == 1
        assert len(one.plain()) < 8_000
