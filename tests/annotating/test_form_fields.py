"""What a form shows of an annotation, and what comes back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.form_fields import changes_of, form_of

WRITTEN_OUT = {"title": "A report", "url": "https://a.example/r", "date": "2015"}
FIELDS = {
    "verdict": "unsupported",
    "speaker": "konashenkov",
    "via": ["presstv", {"unnamed": "a senior official"}],
    "said": "2015-12-23, briefing",
    "note": "One.\n\nTwo.",
    "sources": ["amnesty-report p. 12", "https://b.example/", WRITTEN_OUT],
    "codes": {"frame": "conflict"},
}


def test_a_form_shows_lines():
    assert form_of(FIELDS) == {
        "verdict": "unsupported",
        "said": "2015-12-23, briefing",
        "note": "One.\n\nTwo.",
        "via": "presstv, “a senior official”",
        "sources": "amnesty-report p. 12\nhttps://b.example/\nA report https://a.example/r",
        "codes": {"frame": "conflict"},
    }


def test_a_form_that_is_saved_as_it_was_changes_nothing():
    assert changes_of(form_of(FIELDS), FIELDS) == {}


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        ({"verdict": "false"}, {"verdict": "false"}),
        ({"verdict": ""}, {"verdict": None}),
        ({"note": " \n"}, {"note": None}),
        ({"unsure": ""}, {}),
        ({"via": ""}, {"via": None}),
        ({"via": "presstv"}, {"via": "presstv"}),
        ({"via": "sana, “a senior official”"}, {"via": ["sana", {"unnamed": "a senior official"}]}),
        ({"sources": "A report https://a.example/r\nnew p. 3"}, {"sources": [WRITTEN_OUT, "new p. 3"]}),
        ({"sources": "A law: https://c.example/l"}, {"sources": [{"title": "A law", "url": "https://c.example/l"}]}),
        ({"sources": " "}, {"sources": None}),
        ({"codes": {}}, {"codes": None}),
        ({"codes": {"frame": ["a", "b"]}}, {"codes": {"frame": ["a", "b"]}}),
        ({"statement": "It is so."}, {"statement": "It is so."}),
    ],
)
def test_what_is_typed_becomes_fields(typed, changes):
    assert changes_of(typed, FIELDS) == changes


def test_a_new_annotation_has_what_was_typed():
    form = {"verdict": "", "via": " presstv ", "sources": "a\n\nb", "codes": {}, "note": "N"}
    assert changes_of(form, {}) == {"via": "presstv", "sources": ["a", "b"], "note": "N"}


VALUES = st.text(max_size=20) | st.lists(st.text(max_size=10), max_size=3)


@given(st.dictionaries(st.sampled_from(["verdict", "note", "via", "sources", "codes", "said"]), VALUES, max_size=6))
def test_any_fields_have_a_form(fields):
    assert all(change is None or change for change in changes_of(form_of(fields), {}).values())
