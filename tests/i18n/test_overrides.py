"""A site's own words: read from templates/words/, and every mistake in them told."""

from __future__ import annotations

import pytest

from generator.i18n.overrides import own_words
from generator.rendering.templates import Templates, worded
from tests.archives import settings

PATH = "words/de.yaml"


def problems(text: str) -> list[tuple[int, int, str]]:
    found = own_words({PATH: text})
    return [(d.location.line, d.location.column, d.message) for d in found.problems]


def test_words_are_read_by_language_and_key():
    text = "claims: {heading: Behauptungen}\ncount:\n  claims: {one: '{n} Behauptung', other: '{n} Behauptungen'}\n"
    found = own_words({PATH: text, "words/de-AT.yaml": "tags: {heading: Tags}", "other.yaml": "x: y", "page.html": ""})
    assert found.problems == []
    assert found.entries == {
        "de": {
            "claims.heading": "Behauptungen",
            "count.claims": {"one": "{n} Behauptung", "other": "{n} Behauptungen"},
        },
        "de-at": {"tags.heading": "Tags"},
    }


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        (
            "claims:\n  haeding: x",
            2,
            3,
            "The interface has no entry “claims.haeding”; the nearest is `claims.heading`.",
        ),
        ("zzzz: x", 1, 1, "The interface has no entry “zzzz”."),
        ("claims: x", 1, 1, "The interface has no entry “claims”; the nearest is `tag.claims`."),
        ("claims: {heading: {one: x, other: y}}", 1, 19, "`claims.heading` must be a text."),
        ("claims: {heading: [x]}", 1, 19, "`claims.heading` must be a text."),
        ("count: {claims: []}", 1, 17, "`count.claims` must be a text, or a text for each plural form."),
        (
            "count: {claims: {many: x}}",
            1,
            17,
            "`count.claims` lacks the plural form `other`, for numbers that no other form covers.",
        ),
        (
            "count:\n  claims:\n    other: '{number} x'",
            3,
            12,
            "`count.claims` can't use the placeholder `{number}`: it takes only `{n}`.",
        ),
        ("claims:\n  heading: '{n} x'", 2, 12, "`claims.heading` can't use the placeholder `{n}`: it takes none."),
        ("claims:\n  heading: 'a { b'", 2, 12, "`claims.heading` has a brace that"),
        ("claims:\n  heading: '{} x'", 2, 12, "`claims.heading` has a brace that"),
        ("claims:\n  intro: '{claims!r}'", 2, 10, "`claims.intro` has a brace that"),
        ("- x", 1, 1, "A file of words must be a mapping of keys to texts."),
    ],
)
def test_a_mistake_is_told_where_it_stands(text, line, column, message):
    ((at_line, at_column, told),) = problems(text)
    assert (at_line, at_column) == (line, column)
    assert told.startswith(message)


def test_all_mistakes_are_told_at_once_and_the_other_words_are_kept():
    found = own_words({PATH: "claims: {haeding: x, heading: Behauptungen}\ntags: {headnig: y}\n"})
    assert [d.code for d in found.problems] == ["words-mistake"] * 2
    assert found.entries["de"] == {"claims.heading": "Behauptungen"}


@pytest.mark.parametrize("text", ["[" * 25_000, "a: &a [*a]", "a: b: c", "\0", ""])
def test_any_text_ends_in_words_or_a_diagnostic(text):
    assert own_words({PATH: text}).entries == {"de": {}}


def test_mistakes_in_words_are_mistakes_in_templates():
    assert [d.location.path for d in Templates({PATH: "x: y"}).problems()] == ["templates/words/de.yaml"]


def test_a_page_depends_on_the_site_s_words():
    assert Templates({}).digest("claims.html") != Templates({PATH: "tags: {heading: T}"}).digest("claims.html")


def test_built_in_verdicts_speak_the_language_of_the_interface_and_the_site_s_own_stay():
    of = settings(language="ar")
    assert [v.label for v in worded(of, {}).verdicts][:2] == ["خاطئ", "بلا دليل"]
    mine = worded(of, {"words/ar.yaml": "vocabulary: {false: باطل}"})
    assert mine.verdicts[0].label == "باطل"
    assert mine.verdicts[0].definition == "تناقضه الأدلة."
