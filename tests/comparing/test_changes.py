"""What counts as a change between two versions of an article, and what doesn't."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.cache.serialize import dumps, loads
from generator.comparing.changes import FieldChange, compare_versions
from generator.comparing.plain_values import annotation_values
from generator.comparing.versions import ARTICLE, AnyVersion, UnreadableVersion, Version, read_version
from generator.model import Annotation, LocalSpeaker, Passage, QuoteSelector, SpeakerRef
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

SIDECAR = """\
speakers:
  konashenkov:
    role: Spokesman
claims:
  only-fakes:
    verdict: unverified
    speaker: konashenkov
    quote: nothing concrete, only clichés and fakes
    sources: [report p. 12, annex]
    counterpoints:
      dead:
        relation: rebuts
        speaker: amnesty
        quote: hundreds of civilians dead
  ties:
    speaker: outlet
    statement: There were ties.
notes:
  scare-quotes:
    quote: {exact: fake, in: title}
    note: The marks are the outlet's own.
"""


def version(text: str, article: str = ARTICLE_ID) -> AnyVersion:
    return read_version(article, text.encode())


def changed(old: str, new: str) -> list[tuple[str, str]]:
    """The id and the field of each change that replacing a text in the sidecar makes."""
    assert old in SIDECAR
    return [(c.id, c.field) for c in compare_versions(version(SIDECAR), version(SIDECAR.replace(old, new)))]


def fields_changed(before: Version, after: Version) -> list[str]:
    return [change.field for change in compare_versions(before, after)]


def of_one(*quotes: QuoteSelector, **places: tuple[Passage, ...]) -> Version:
    return Version(ARTICLE_ID, (Annotation("dead", "claim", quote=quotes),), places=places)


# ── each field ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", OF_ANNOTATION)
def test_a_field_of_an_annotation_that_changes_alone_makes_one_change_that_names_it(name):
    before = with_annotation(0)
    after = replace(before, annotations=(replace(before.annotations[0], **{name: OF_ANNOTATION[name][1]}),))
    assert fields_changed(before, after) == ["withdrawn" if name == "withdrawn_date" else name]
    assert [change.id for change in compare_versions(before, after)] == ["dead"]


@pytest.mark.parametrize("name", OF_FRONT)
def test_a_field_of_the_front_matter_that_changes_alone_makes_one_change_of_the_article(name):
    before = with_front(0)
    assert before.front
    after = replace(before, front=replace(before.front, **{name: OF_FRONT[name][1]}))
    (change,) = compare_versions(before, after)
    assert (change.id, change.field) == (ARTICLE, name)


@pytest.mark.parametrize("name", OF_SPEAKER)
def test_a_field_of_a_speaker_that_changes_alone_makes_one_change_that_names_it(name):
    before = with_speaker(0)
    (local,) = before.speakers
    assert local.speaker
    speaker = replace(local.speaker, **{name: OF_SPEAKER[name][1]})
    after = replace(before, speakers=(LocalSpeaker(local.id, speaker, speaker.role, speaker.organization),))
    (change,) = compare_versions(before, after)
    assert (change.id, change.field) == ("speakers/konashenkov", name)


def test_the_role_of_a_shared_speaker_is_compared_too():
    assert changed("role: Spokesman", "role: General") == [("speakers/konashenkov", "role")]


@pytest.mark.parametrize("versions", [with_annotation, with_front, with_speaker])
def test_all_fields_at_once_make_a_change_each_and_none_backwards_is_forgotten(versions):
    before, after = versions(0), versions(1)
    assert compare_versions(before, before) == compare_versions(after, after) == ()
    forwards, backwards = compare_versions(before, after), compare_versions(after, before)
    assert [(c.id, c.field, c.before, c.after) for c in forwards] == [
        (c.id, c.field, c.after, c.before) for c in backwards
    ]


@pytest.mark.parametrize("versions", [with_annotation, with_front, with_speaker])
def test_changes_can_be_kept_in_a_cache(versions):
    changes = compare_versions(versions(0), versions(1))
    assert loads(dumps(changes), tuple[FieldChange, ...]) == changes


def test_values_are_plain_and_have_no_words_of_a_language():
    (change,) = compare_versions(version(SIDECAR), version(SIDECAR.replace("report p. 12", "report p. 13")))
    assert change == FieldChange(
        "only-fakes", "sources", (("report", "p. 12"), ("annex", "")), (("report", "p. 13"), ("annex", ""))
    )


# ── what is no change ────────────────────────────────────────────────────────────────────────────────────────────────

WORDS = st.text("ab é\n\"':#{}-0ش", max_size=12)
VALUES = {
    name: st.sampled_from([*pair, WORDS]).flatmap(lambda v: v if isinstance(v, st.SearchStrategy) else st.just(v))
    if isinstance(pair[0], str) and name in ("statement", "note", "unsure", "withdrawn", "occasion")
    else st.sampled_from(pair)
    for name, pair in OF_ANNOTATION.items()
}
ANNOTATIONS = st.lists(
    st.builds(Annotation, id=st.sampled_from(["a", "b", "c", "former", "dead"]), **VALUES),
    max_size=4,
    unique_by=lambda annotation: annotation.id,
)
VERSIONS = st.builds(Version, st.just(ARTICLE_ID), ANNOTATIONS.map(tuple))


@given(VERSIONS)
def test_a_version_has_no_changes_to_itself(one):
    assert compare_versions(one, one) == ()


@given(VERSIONS, st.randoms(use_true_random=False))
def test_the_order_of_anything_whose_order_means_nothing_makes_no_change(one, chance):
    def shuffled(items):
        return tuple(chance.sample(items, len(items)))

    unordered = ("quote", "to", "updates", "sources", "codes", "tags", "aliases")
    annotations = [replace(a, **{name: shuffled(getattr(a, name)) for name in unordered}) for a in one.annotations]
    assert compare_versions(one, replace(one, annotations=shuffled(annotations))) == ()


def test_the_order_of_via_means_something():
    via = SpeakerRef("amnesty"), SpeakerRef("outlet")
    before, after = (Version("x", (Annotation("a", "claim", via=order),)) for order in (via, via[::-1]))
    assert fields_changed(before, after) == ["via"]


@given(VERSIONS, VERSIONS)
def test_changes_are_told_of_ids_of_either_version_and_each_field_once(one, other):
    changes = compare_versions(one, other)
    ids = {annotation.id for version in (one, other) for annotation in version.annotations}
    assert {change.id for change in changes} <= ids
    assert len({(change.id, change.field) for change in changes}) == len(changes)
    assert all(change.before != change.after for change in changes)


@given(VERSIONS, VERSIONS)
def test_two_versions_without_changes_say_the_same(one, other):
    if not compare_versions(one, other):
        assert {a.id for a in one.annotations} == {a.id for a in other.annotations}
        ours, others = ({a.id: (a.verdict, a.speaker, a.via, a.note) for a in v.annotations} for v in (one, other))
        assert ours == others


@given(st.randoms(use_true_random=False), st.sampled_from([None, '"', "'"]), st.integers(40, 200), st.booleans())
def test_comments_and_the_style_of_yaml_make_no_change(chance, style, width, commented):
    def shuffled(tree):
        if not isinstance(tree, dict):
            return tree
        return {key: shuffled(tree[key]) for key in chance.sample(list(tree), len(tree))}

    tree = shuffled(yaml.safe_load(SIDECAR))
    text = yaml.safe_dump(tree, sort_keys=False, allow_unicode=True, width=width, default_style=style)
    text = text.replace("\n", "\n# a remark\n", 1) if commented else text
    written = version(text)
    assert isinstance(written, Version)
    assert len(written.annotations) == 4
    assert compare_versions(version(SIDECAR), written) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("quote: nothing concrete, only clichés", "quote: |\n      nothing concrete, only\n      clichés"),
        ("quote: hundreds of civilians dead", "quote: {exact: hundreds of civilians dead}"),
        ("sources: [report p. 12, annex]", "sources:\n      - report p. 12\n      - annex"),
        ("statement: There were ties.", "statement: >\n      There were\n      ties."),
        ("note: The marks are the outlet's own.", "note: |\n      The marks are the outlet's own."),
    ],
)  # fmt: skip
def test_another_form_of_the_same_value_makes_no_change(old, new):
    assert changed(old, new) == []


NESTED = SIDECAR[SIDECAR.index("    counterpoints:") : SIDECAR.index("  ties:")]
AT_THE_TOP = """\
counterpoints:
  dead:
    to: only-fakes
    relation: rebuts
    speaker: amnesty
    quote: hundreds of civilians dead
notes:
"""


def test_where_an_answer_is_written_makes_no_change():
    text = SIDECAR.replace(NESTED, "").replace("notes:\n", AT_THE_TOP)
    assert compare_versions(version(SIDECAR), version(text)) == ()
    text = text.replace("to: only-fakes", f"to: {ARTICLE_ID}#only-fakes")
    assert compare_versions(version(SIDECAR), version(text)) == ()


def test_an_answer_to_something_else_changes_what_it_answers():
    text = SIDECAR.replace(NESTED, "").replace("notes:\n", AT_THE_TOP.replace("only-fakes", "ties"))
    assert compare_versions(version(SIDECAR), version(text)) == (
        FieldChange("dead", "to", (("rebuts", "only-fakes"),), (("rebuts", "ties"),)),
    )


def test_an_answer_to_something_else_in_another_way_is_one_change():
    text = SIDECAR.replace(NESTED, "").replace("notes:\n", AT_THE_TOP.replace("only-fakes", "ties"))
    text = text.replace("relation: rebuts", "relation: qualifies")
    assert compare_versions(version(SIDECAR), version(text)) == (
        FieldChange("dead", "relation", (("rebuts", "only-fakes"),), (("qualifies", "ties"),)),
    )


# ── entries that come, go and are renamed ────────────────────────────────────────────────────────────────────────────


def test_an_entry_that_is_added_or_taken_out_says_what_it_is():
    text = SIDECAR.replace(NESTED, "")
    record = (("counterpoint", "", "amnesty", ""),)
    assert compare_versions(version(text), version(SIDECAR)) == (FieldChange("dead", "added", (), record),)
    assert compare_versions(version(SIDECAR), version(text)) == (FieldChange("dead", "removed", record, ()),)


def test_an_article_that_was_not_there_is_added_with_all_that_it_has():
    added = compare_versions(None, version(SIDECAR))
    assert [change.id for change in added] == [
        ARTICLE, "speakers/konashenkov", "only-fakes", "dead", "ties", "scare-quotes",
    ]  # fmt: skip
    assert {change.field for change in added} == {"added"}
    assert {change.field for change in compare_versions(version(SIDECAR), None)} == {"removed"}
    assert compare_versions(None, None) == ()


def test_an_alias_of_the_later_version_tells_the_former_id():
    text = SIDECAR.replace("  only-fakes:\n", "  clichés-only:\n    aliases: only-fakes\n".replace("é", "e"))
    assert compare_versions(version(SIDECAR), version(text)) == (
        FieldChange("cliches-only", "id", "only-fakes", "cliches-only"),
    )


def test_what_refers_to_a_renamed_annotation_does_not_change_with_it():
    text = SIDECAR.replace(NESTED, "").replace("notes:\n", AT_THE_TOP)
    renamed = text.replace("  only-fakes:\n", "  new:\n    aliases: only-fakes\n").replace("to: only-fakes", "to: new")
    assert [(c.id, c.field) for c in compare_versions(version(text), version(renamed))] == [("new", "id")]


def test_what_still_refers_to_a_former_id_does_not_change_either():
    text = SIDECAR.replace(NESTED, "").replace("notes:\n", AT_THE_TOP)
    renamed = text.replace("  only-fakes:\n", "  new:\n    aliases: only-fakes\n")
    reworded = renamed.replace("hundreds of civilians", "200 civilians")
    assert [(c.id, c.field) for c in compare_versions(version(text), version(renamed))] == [("new", "id")]
    assert [(c.id, c.field) for c in compare_versions(version(text), version(reworded))] == [
        ("new", "id"),
        ("dead", "quote"),
    ]


def test_an_annotation_that_takes_in_another_keeps_its_own_past():
    text = SIDECAR.replace("  ties:\n    speaker: outlet\n    statement: There were ties.\n", "")
    text = text.replace("    verdict: unverified\n", "    verdict: unverified\n    aliases: ties\n")
    assert [(c.id, c.field) for c in compare_versions(version(SIDECAR), version(text))] == [
        ("only-fakes", "aliases"),
        ("ties", "removed"),
    ]


def test_a_renamed_article_changes_none_of_its_own_references():
    assert compare_versions(version(SIDECAR), version(SIDECAR, "2015/moved")) == ()


def test_an_alias_of_something_that_is_still_there_renames_nothing():
    text = SIDECAR.replace("notes:\n", "notes:\n  other: {note: New., aliases: ties}\n")
    assert [(c.id, c.field) for c in compare_versions(version(SIDECAR), version(text))] == [("other", "added")]


def test_of_two_that_name_one_former_id_the_first_had_it():
    before = Version("x", (Annotation("old", "note"),))
    after = Version("x", (Annotation("a", "note", aliases=("old",)), Annotation("b", "note", aliases=("old",))))
    assert [(c.id, c.field) for c in compare_versions(before, after)] == [("a", "id"), ("b", "added")]


# ── passages ─────────────────────────────────────────────────────────────────────────────────────────────────────────

HERE, ELSEWHERE = Passage("body", 3, 9, "Russian"), Passage("body", 30, 36, "Russian")


@pytest.mark.parametrize(
    ("quote", "field"),
    [
        (QuoteSelector("“Russian” air", plain=True), ["quote_form"]),
        (QuoteSelector('"Russian"  air', plain=True), ["quote_form"]),
        (QuoteSelector('"Russian" air', suffix=" strikes"), ["quote"]),
        (QuoteSelector('"russian" air'), ["quote"]),
        (QuoteSelector('"Russian" air', part="title"), ["quote"]),
        (QuoteSelector('"Russian" air', times=2), ["quote"]),
        (QuoteSelector('"Russian" air'), []),
    ],
)
def test_without_the_text_only_a_quote_that_is_compared_alike_has_the_same_passage(quote, field):
    # White space means nothing at all; the marks are another form.
    expected = [] if quote.exact == '"Russian"  air' else field
    assert fields_changed(of_one(QuoteSelector('"Russian" air', plain=True)), of_one(quote)) == expected


@pytest.mark.parametrize(
    ("was", "now", "field"),
    [((HERE,), (HERE,), "quote_form"), ((HERE,), (ELSEWHERE,), "quote"), ((HERE,), (), "quote"), ((), (), "quote")],
)
def test_with_the_text_the_places_decide(was, now, field):
    before = of_one(QuoteSelector("Russian", prefix="by "), dead=was)
    assert fields_changed(before, of_one(QuoteSelector("Russian", suffix=" air"), dead=now)) == [field]


def test_a_bare_text_with_an_ellipsis_is_not_the_same_as_exact_words():
    before, after = of_one(QuoteSelector("a … b", plain=True)), of_one(QuoteSelector("a … b"))
    assert fields_changed(before, after) == ["quote"]


def test_a_quote_that_comes_is_no_other_form():
    assert fields_changed(of_one(), of_one(QuoteSelector("Russian"))) == ["quote"]


# ── what can't be read ───────────────────────────────────────────────────────────────────────────────────────────────

BROKEN = "claims: [\n"


def test_a_version_that_cannot_be_read_is_a_change_and_the_only_one():
    assert isinstance(version(BROKEN), UnreadableVersion)
    assert compare_versions(version(SIDECAR), version(BROKEN)) == (FieldChange(ARTICLE, "readable", "true", ""),)
    assert compare_versions(version(BROKEN), version(SIDECAR)) == (FieldChange(ARTICLE, "readable", "", "true"),)
    assert compare_versions(version(BROKEN), version(BROKEN)) == ()
    assert compare_versions(None, version(BROKEN)) == ()


def test_an_entry_that_is_invalid_is_neither_taken_out_nor_added():
    old, new = "    statement: There were ties.\n", "    statement: There were ties.\n    verdikt: false\n"
    assert changed(old, new) == [("ties", "readable")]
    back = compare_versions(version(SIDECAR.replace(old, new)), version(SIDECAR))
    assert back == (FieldChange("ties", "readable", "", "true"),)


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("    counterpoints:\n", "    counterpoint:\n", "readable"),  # the answer is there, under a key nobody reads
        ("    counterpoints:\n      dead:\n", "    counterpoint:\n      killed:\n", "removed"),
    ],
)
def test_what_an_error_around_it_hides_is_not_taken_out(old, new, field):
    assert ("dead", field) in changed(old, new)


def test_front_matter_is_compared_where_both_versions_have_it():
    text, other, wrong = (f"---\ntitle: {title}\ndate: 2015-12-23\n---\nText.\n".encode() for title in ("A", "B", "["))
    one = read_version(ARTICLE_ID, None, text)
    assert [c.field for c in compare_versions(one, read_version(ARTICLE_ID, None, other))] == ["title"]
    assert compare_versions(one, read_version(ARTICLE_ID, None)) == ()
    assert compare_versions(one, read_version(ARTICLE_ID, None, wrong)) == (
        FieldChange(ARTICLE, "readable", "true", ""),
    )


@given(st.binary(max_size=60), st.binary(max_size=60), st.none() | st.binary(max_size=60))
def test_any_bytes_can_be_compared(one, other, text):
    versions = [read_version(ARTICLE_ID, data, text) for data in (one, other)]
    assert all(isinstance(change, FieldChange) for change in compare_versions(*versions))


def test_every_field_of_an_annotation_is_compared_or_left_out_on_purpose():
    told = set(annotation_values(Version("x"), Annotation("a", "note"), {}))
    assert set(Annotation.__struct_fields__) - told == {"id", "parent", "withdrawn_date"}
