"""The types of values in the formats, and the validation of a tree against a model."""

from __future__ import annotations

from typing import ClassVar, Literal
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field

from generator.diagnostics import Diagnostic
from generator.formats.fields import (
    Entry,
    FieldError,
    FullDate,
    Id,
    Moment,
    PartialDate,
    Prose,
    ProseList,
    Reference,
    Switch,
    Url,
    full_date,
    id_from,
    identifier,
    language_tag,
    moment,
    partial_date,
    reference,
    relative_path,
    web_address,
)
from generator.formats.validation import validate
from generator.text import nearest_name
from generator.yaml_text.compose import compose
from generator.yaml_text.tree import YamlText
from tests.pastes import pasted, told


def refused(check, text: str) -> FieldError:
    with pytest.raises(FieldError) as caught:
        check(text)
    return caught.value


@pytest.mark.parametrize("text", ["only-cliches", "a", "1", "2015", "a1-b2", "x" * 64])
def test_an_id_is_small_letters_digits_and_single_hyphens(text):
    assert identifier(text) == text


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("Only-Cliches", "only-cliches"),
        ("only_cliches", "only-cliches"),
        ("clichés", "cliches"),
        ("a--b", "a-b"),
        ("-a-", "a"),
        ("x" * 65, "x" * 64),
        ("ab-" * 30, ("ab-" * 21)[:-1]),
        ("мир", ""),
    ],
)
def test_what_is_no_id_is_reported_with_the_nearest_one(text, near):
    assert refused(identifier, text).mended == near


def test_of_several_words_an_id_is_made():
    problem = refused(identifier, "Igor Konashenkov")
    assert problem.mended == "igor-konashenkov"
    assert "`igor-konashenkov`" in problem.step


@pytest.mark.parametrize(
    ("text", "near"), [("Jarosław Æ", "jaroslaw-ae"), ("путин-2015", ""), ("Straße’s", "strasses")]
)
def test_an_id_loses_no_letter(text, near):
    assert id_from(text) == near


@given(st.text())
def test_an_id_made_of_any_text_is_valid_or_empty(text):
    near = id_from(text)
    assert near == "" or identifier(near) == near


@pytest.mark.parametrize("text", ["only-cliches", "2015/amnesty-syria#only-cliches", "Über uns/новости#x"])
def test_a_reference_is_an_id_or_an_article_and_an_id(text):
    assert reference(text) == text


@pytest.mark.parametrize(
    ("text", "near"),
    [("#x", "x"), ("2015/a", ""), ("a#", ""), ("a#B", "a#b"), ("/a#b", "a#b"), ("a/#b", "a#b"), ("#a#b", ""), ("", "")],
)
def test_what_names_no_annotation_is_refused(text, near):
    assert refused(reference, text).mended == near


@pytest.mark.parametrize("text", ["2015-12-23", "2016-02-29"])
def test_a_day_of_the_calendar_is_a_date(text):
    assert full_date(text) == partial_date(text) == moment(text) == text


@pytest.mark.parametrize("text", ["2015", "2015-12"])
def test_a_year_or_month_is_a_date_where_no_day_is_needed(text):
    assert partial_date(text) == text
    refused(full_date, text)
    refused(moment, text)


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("2024-02-30", ""),
        ("2015-13-01", ""),
        ("2015-1-5", "2015-01-05"),
        ("2015/12/23", "2015-12-23"),
        ("23.12.2015", "2015-12-23"),
        ("12/23/2015", "2015-12-23"),
        ("31.2.2015", ""),
        ("yesterday", ""),
        ("0000-01-01", ""),
        ("9999-12-31", ""),
        ("٢٠١٥-١٢-٢٣", "2015-12-23"),
    ],
)
def test_what_is_no_date_is_reported_with_the_one_that_can_only_be_meant(text, near):
    for check in (full_date, partial_date, moment):
        problem = refused(check, text)
        assert (problem.code, problem.mended) == ("wrong-date", near)


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2015-12-23T14:30+03:00", "2015-12-23T14:30+03:00"),
        ("2015-12-23 14:30:05 +0300", "2015-12-23T14:30:05+03:00"),
        ("2015-12-23t14:30z", "2015-12-23T14:30Z"),
        ("2015-12-23 14:30:05.123456-11:30", "2015-12-23T14:30:05.123456-11:30"),
    ],
)
def test_a_time_with_its_zone_comes_out_as_iso_writes_it(text, iso):
    assert moment(text) == iso


def test_a_time_without_a_zone_is_refused_and_says_so():
    assert "has no time zone" in refused(moment, "2015-12-23T14:30").message


@pytest.mark.parametrize(
    "text", ["2015-12-23T25:00Z", "2015-12-23T14:60Z", "2015-02-30T14:00Z", "2015-12-23T14:00+99:00"]
)
def test_a_time_that_no_clock_shows_is_refused(text):
    assert refused(moment, text).code == "wrong-date"


@pytest.mark.parametrize(
    "text", ["https://example.org", "http://example.org/a?b=c#d", "HTTPS://пример.рф/путь", "https://[::1]:80/"]
)
def test_an_address_is_kept_as_it_was_written(text):
    assert web_address(text) == text


def is_taken(address: str) -> bool:
    try:
        return bool(web_address(address))
    except FieldError:
        return False


@given(
    st.builds(
        "http{}://{}{}".format, st.sampled_from("sS"), st.text("aZ9.-:@[é"), st.sampled_from(["", "/x", "?y", "#"])
    )
)
def test_an_address_is_one_where_a_parser_finds_its_host(text):
    try:
        found = bool(urlsplit(text).hostname) and (urlsplit(text).port or 0) >= 0
    except ValueError:
        found = False
    assert is_taken(text) == found


@pytest.mark.parametrize("sign", ["<", ">", '"', "\\", " ", "\u00a0", "\u202e", "\n"])
def test_no_address_holds_what_ends_one(sign):
    assert is_taken("https://e.org/a[b]~(c)'d")
    assert not is_taken(f"https://e.org/a{sign}b")


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("www.example.org/x", "https://www.example.org/x"),
        ("//example.org/x", "https://example.org/x"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("javascript:alert(1)", ""),
        ("mailto:a@example.org", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("https://[", ""),
        ("https://example.org:port/", ""),
        ("https://example.org:99999/", ""),
        ('https://example.org/"onload=', ""),
        ("https://example.org/<b>", ""),
        ("https:\\\\example.org", "https://example.org"),
        ("https://exam\u202eple.org", ""),
        ("about", ""),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(text, near):
    problem = refused(web_address, text)
    assert (problem.code, problem.mended) == ("wrong-address", near)


@pytest.mark.parametrize(
    "text", ["en", "pt-BR", "zh-Hant-TW", "ar", "sr-Latn", "de-CH-1996", "en-x-old", "zh-yue", "no"]
)
def test_a_language_is_a_code(text):
    assert language_tag(text) == text


@pytest.mark.parametrize(
    ("text", "near"),
    [("English", "en"), ("russian", "ru"), ("en_US", "en-US"), ("e", ""), ("klingonish", ""), ("en-", "")],
)
def test_what_is_no_code_of_a_language_is_reported_with_the_one_meant(text, near):
    assert refused(language_tag, text).mended == near


@pytest.mark.parametrize("text", ["a.jpg", "../2015/a b.png", "./ü.webp"])
def test_a_picture_is_named_by_a_path(text):
    assert relative_path(text) == text


@pytest.mark.parametrize(
    "text", ["https://a.b/c.jpg", "//a.b/c.jpg", "/c.jpg", "data:image/png,x", "a\\b.jpg", "C:/a.jpg"]
)
def test_a_picture_elsewhere_is_refused(text):
    refused(relative_path, text)


@pytest.mark.parametrize(
    ("name", "near"), [("spekaer", "speaker"), ("Speaker", "speaker"), ("qoute", "quote"), ("xyz", ""), ("", "")]
)
def test_the_nearest_name_is_found_whatever_the_case(name, near):
    assert nearest_name(name, ["speaker", "quote", "note"]) == near


# ── a tree against a model ───────────────────────────────────────────────────────────────────────────────────────


class Inner(Entry):
    url: Url = ""
    word: Prose


class Outer(Entry):
    hints: ClassVar[dict[str, str]] = {"elsewhere": "That belongs elsewhere."}

    title: Prose = Field(description="The title of it.")
    id: Id | None = None
    tags: ProseList = Field(default_factory=list)
    mode: Literal["direct", "mixed"] | None = None
    draft: Switch = False
    times: int = Field(default=1, ge=1)
    day: FullDate = ""
    when: Moment = ""
    since: PartialDate = Field(default="", alias="from")
    ref: Reference | None = None
    inner: Inner | None = None
    inners: list[Inner] = Field(default_factory=list)
    dated: dict[FullDate, Prose] = Field(default_factory=dict)


def held(text: str) -> tuple[Outer | None, list[Diagnostic]]:
    source = YamlText("x.yaml", text)
    return validate(source, compose(source).root, Outer, "an outer")


def test_a_sound_tree_gives_its_model():
    entry, found = held(
        "title: false\ntags: one\ndraft: yes\ntimes: 3\nfrom: 2015\ninner: {word: no}\ndated: {2015-12-23: x}\n"
    )
    assert found == []
    assert entry
    assert (entry.title, entry.tags, entry.draft, entry.times, entry.since) == ("false", ["one"], True, 3, "2015")
    assert entry.inner
    assert entry.inner.word == "no"


WRONG = [
    ("", ("missing-key", 1, 1), None),
    ("title:", ("missing-key", 1, 1), None),
    ("titel: a", ("unknown-key", 1, 1), "title: a"),
    ("title: a\nxyz: b", ("unknown-key", 2, 1), None),
    ("title: a\nelsewhere: b", ("unknown-key", 2, 1), None),
    ("title: [a, b]", ("wrong-shape", 1, 8), None),
    ("title: {a: b}", ("wrong-shape", 1, 8), 'title: "{a: b}"'),
    ("title:\n  - a", ("wrong-shape", 2, 3), None),
    ("title: a\nid: A_b", ("wrong-id", 2, 5), "title: a\nid: a-b"),
    ("title: a\ntags: [b, [c]]", ("wrong-shape", 2, 11), 'title: a\ntags: [b, "[c]"]'),
    ("title: a\ntags: [b, '']", ("missing-key", 2, 11), None),
    ("title: a\nmode: dirct", ("wrong-value", 2, 7), "title: a\nmode: direct"),
    ("title: a\nmode: [direct]", ("wrong-shape", 2, 7), None),
    ("title: a\ndraft: perhaps", ("wrong-value", 2, 8), None),
    ("title: a\ndraft: [yes]", ("wrong-shape", 2, 8), None),
    ("title: a\ntimes: often", ("wrong-value", 2, 8), None),
    ("title: a\ntimes: 1.5", ("wrong-value", 2, 8), None),
    ("title: a\ntimes: " + "9" * 5000, ("wrong-value", 2, 8), None),
    ("title: a\ntimes: 0", ("wrong-value", 2, 8), None),
    ("title: a\nday: 2024-02-30", ("wrong-date", 2, 6), None),
    ("title: a\nday: 1.2.2024", ("wrong-date", 2, 6), "title: a\nday: 2024-02-01"),
    ("title: a\ninner: b", ("wrong-shape", 2, 8), None),
    ("title: a\ninner: {url: 'https://b.de'}", ("missing-key", 2, 1), None),
    ("title: a\ninner: {wrod: b}", ("unknown-key", 2, 9), "title: a\ninner: {word: b}"),
    ("title: a\ninners: b", ("wrong-shape", 2, 9), None),
    (
        "title: a\ninners:\n  - word: b\n    url: c.de",
        ("wrong-address", 4, 10),
        "title: a\ninners:\n  - word: b\n    url: https://c.de",
    ),
    ("title: a\ndated: {2024-02-30: b}", ("wrong-date", 2, 9), None),
    ("title: a\ndated: {2024-2-3: b}", ("wrong-date", 2, 9), "title: a\ndated: {2024-02-03: b}"),
    ("title: a #1", ("yaml-comment", 1, 8), 'title: "a #1"'),
    ("title: #1", ("yaml-comment", 1, 8), 'title: "#1"'),
    ("title: #1\n  and more", ("yaml-comment", 1, 8), 'title: "#1 and more"'),
    ("title: a\n  b #1", ("yaml-comment", 1, 8), 'title: "a b #1"'),
    ("title: a\ntags:\n  - b #1", ("yaml-comment", 3, 5), 'title: a\ntags:\n  - "b #1"'),
    ("title: a\ntags:\n  - #1", ("yaml-comment", 3, 5), 'title: a\ntags:\n  - "#1"'),
    ("title: a\ninner:\n  word: b #1", ("yaml-comment", 3, 9), 'title: a\ninner:\n  word: "b #1"'),
    ("title: a\ndated:\n  2015-12-23: b #1", ("yaml-comment", 3, 15), 'title: a\ndated:\n  2015-12-23: "b #1"'),
    ("title: a\nref: #b", ("wrong-reference", 2, 6), "title: a\nref: b"),
    ("- a", ("wrong-shape", 1, 1), None),
    ("a", ("wrong-shape", 1, 1), None),
]


@pytest.mark.parametrize(("text", "problem", "mended"), WRONG)
def test_what_is_wrong_is_reported_once_with_its_place_and_can_be_fixed_by_pasting(text, problem, mended):
    entry, found = held(text)
    assert told(found) == [problem]
    assert found[0].step
    assert "pydantic" not in found[0].message
    if entry is None or mended:
        assert (mended is None) == (found[0].paste is None)
    if mended:
        assert pasted(text, found[0].paste) == mended
        assert held(mended)[1] == []


@pytest.mark.parametrize(
    "text",
    [
        "title: a\nid: b # a comment",
        "title: a\nday: 2015-12-23 # a comment",
        "title: a\ninner: {word: b, url: https://c.de} # a comment",
        "title: a\nref: b # a comment",
        'title: "a" # a comment',
        "title: | # a comment\n  a",
        "title: a\ntags: # a comment\n  - b",
        "title: a\ntags: [b] # a comment",
        "title: a#1",
        "title: a\nmode: # a comment",
        "# a comment\ntitle: a\n# another\n",
    ],
)
def test_a_comment_that_takes_no_words_away_is_allowed(text):
    assert held(text)[1] == []


def test_all_that_is_wrong_is_reported_at_once():
    _, found = held("tags: {a: b}\nmode: x\ntimes: y\nfoo: z\n")
    assert sorted(told(found)) == [
        ("missing-key", 1, 1),
        ("unknown-key", 4, 1),
        ("wrong-shape", 1, 7),
        ("wrong-value", 2, 7),
        ("wrong-value", 3, 8),
    ]


def test_what_is_missing_says_what_it_would_be():
    _, (problem,) = held("mode: direct")
    assert problem.message == "`title` is missing; an outer requires it."
    assert problem.step == "Add `title: …` (the title of it)."


def test_a_key_that_belongs_elsewhere_says_so():
    _, (problem,) = held("title: a\nelsewhere: b")
    assert problem.message == "That belongs elsewhere."
