"""Texts that begin or go on with a sign that means something to YAML: one paste keeps them as they were typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from generator.diagnostics import Diagnostic
from generator.formats.front_matter import read_front_matter
from generator.formats.registry import read_registry
from generator.formats.sidecar import read_sidecar
from tests.pastes import pasted


def title_of(text: str) -> str:
    front = read_front_matter(text.encode(), "a.md").front
    return front.title if front else ""


def caption_of(text: str) -> str:
    front = read_front_matter(text.encode(), "a.md").front
    return front.image.caption if front and front.image else ""


def translation_of(text: str) -> str:
    front = read_front_matter(text.encode(), "a.md").front
    return dict(front.titles)["fr"] if front else ""


def short_name_of(text: str) -> str:
    return read_registry([("a.yaml", text.encode())], [])[0].speakers["a"].short


def name_of(text: str) -> str:
    return read_registry([("a.yaml", text.encode())], [])[0].speakers["a"].name


def quote_of(text: str) -> str:
    return read_sidecar(text.encode(), "a.yaml", "a").annotations[0].quote[0].exact


def note_of(text: str) -> str:
    return read_sidecar(text.encode(), "a.yaml", "a").annotations[0].note


def statement_of(text: str) -> str:
    return read_sidecar(text.encode(), "a.yaml", "a").annotations[0].statement


def problems_of(text: str) -> list[Diagnostic]:
    if text.startswith("---"):
        return list(read_front_matter(text.encode(), "a.md").diagnostics)
    if text.startswith("claims"):
        return list(read_sidecar(text.encode(), "a.yaml", "a").diagnostics)
    return read_registry([("a.yaml", text.encode())], [])[1]


FILES: dict[str, tuple[str, Callable[[str], str]]] = {
    "a title": ("---\ntitle: TYPED\ndate: 2015-12-23\ntags: [a, b]\n---\nText.\n", title_of),
    "a title at the end": ("---\ndate: 2015-12-23\ntitle: TYPED\n---\nText.\n", title_of),
    "a title in another language": (
        "---\ntitle: a\ndate: 2015-12-23\ntitles:\n  fr: TYPED\n  fa: b\n---\nText.\n",
        translation_of,
    ),
    "a caption": ("---\ntitle: a\ndate: 2015-12-23\nimage:\n  caption: TYPED\n  alt: b\n---\nText.\n", caption_of),
    "a quote": (
        "claims:\n  a:\n    speaker: b\n    quote: TYPED\n    mode: direct\n  c: {speaker: d, quote: e}\n",
        quote_of,
    ),
    "a quote at the end": ("claims:\n  a:\n    speaker: b\n    quote: TYPED\n", quote_of),
    "a note": ("claims:\n  a:\n    speaker: b\n    quote: c\n    note: TYPED\n    mode: direct\n", note_of),
    "a statement": ("claims:\n  a:\n    statement: TYPED\n    speaker: b\n", statement_of),
    "a short name": ("a:\n  name: A\n  short: TYPED\n  kind: person\nb:\n  name: B\n", short_name_of),
    "a name": ("a:\n  name: TYPED\n  kind: person\nb:\n  name: B\n", name_of),
}
TYPED = """
[Video] Minister speaks
[a, b
[a
[
{x
{x: y
{it's so
[it's
[a: b
[a, 'b
[a, "b
[“a” b
[a] b: c
[a](b) c
[…] so
{a: [b
"Open" and on
*x*
*x
**x** y
&x
&x y
& x
@x
%x
100%: x
`x`
`x
- x
? x
| x
> x
!x
!x y
! x
]
}
, x
: x
a: b
a: b: c
it's: so
x #1
[#1, b
{#1
"a" b "c"
""".strip().split("\n")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("typed", TYPED)
def test_a_text_with_a_sign_of_yaml_is_repaired_by_one_paste(typed, file):
    template, read_back = FILES[file]
    text = template.replace("TYPED", typed)
    problems = problems_of(text)
    assert len(problems) == 1
    repaired = pasted(text, problems[0].paste)
    assert problems_of(repaired) == []
    assert read_back(repaired) == typed.removeprefix("| ")  # this begins a block, and the text stands behind it


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("typed", ["it's", "a 'b'", "'a' b", "it's 'a' b"])
def test_single_marks_around_a_text_are_those_of_yaml(typed, file):
    template, read_back = FILES[file]
    text = template.replace("TYPED", f"'{typed}'")
    (problem,) = problems_of(text)
    assert read_back(pasted(text, problem.paste)) == typed


@pytest.mark.parametrize("typed", ["[a, b]", "[]", "[[a], b]", "{x}", "{a, b}"])
@pytest.mark.parametrize("file", ["a title", "a caption", "a note", "a statement", "a name"])
def test_a_text_that_is_a_list_or_a_mapping_to_yaml_is_repaired_by_one_paste(typed, file):
    if typed == "[a, b]" and file in {"a title", "a name"}:
        pytest.skip("it may be meant as a list")
    test_a_text_with_a_sign_of_yaml_is_repaired_by_one_paste(typed, file)


@pytest.mark.parametrize("file", ["a title", "a name"])
def test_a_title_or_name_that_is_a_list_is_not_guessed_at(file):
    (problem,) = problems_of(FILES[file][0].replace("TYPED", "[a, b]"))
    assert problem.code == "wrong-shape"
    assert problem.paste is None


@pytest.mark.parametrize("typed", ["{x}", "{a, b}", "{so}"])
def test_a_quote_in_braces_is_repaired_by_one_paste(typed):
    test_a_text_with_a_sign_of_yaml_is_repaired_by_one_paste(typed, "a quote")


@pytest.mark.parametrize(
    ("text", "repaired"),
    [
        ("tags: [a, b", "tags: [a, b]"),
        ("archived: {url: https://example.org/a", "archived: {url: https://example.org/a}"),
        ("image: {caption: b", "image: {caption: b}"),
        ("authors: [A. B., C", "authors: [A. B., C]"),
    ],
)
def test_brackets_of_a_list_or_a_mapping_are_closed(text, repaired):
    article = f"---\ntitle: a\ndate: 2015-12-23\n{text}\n---\nText.\n"
    (problem,) = problems_of(article)
    assert pasted(article, problem.paste) == article.replace(text, repaired)


@pytest.mark.parametrize("quote", ["{exact: a, in: title", "{from: a, to: b"])
def test_braces_of_a_quote_with_its_keys_are_closed(quote):
    text = f"claims:\n  a:\n    speaker: b\n    quote: {quote}\n    mode: direct\n"
    (problem,) = problems_of(text)
    assert pasted(text, problem.paste) == text.replace(quote, f"{quote}}}")


@pytest.mark.parametrize("empty", ["", '""', "|", "''"])
def test_an_empty_quote_is_not_taken_away_where_nothing_else_is_left(empty):
    (problem,) = problems_of(f"claims:\n  a:\n    speaker: b\n    quote: {empty}\n")
    assert problem.paste is None
    text = f"claims:\n  a:\n    speaker: b\n    quote: {empty}\n    statement: c\n"
    (problem,) = problems_of(text)
    assert problems_of(pasted(text, problem.paste)) == []


def test_a_caption_that_a_comment_takes_away_is_one_problem():
    (problem,) = problems_of("---\ntitle: a\ndate: 2015-12-23\nimage:\n  caption: # b\n---\n")
    assert problem.code == "yaml-comment"
