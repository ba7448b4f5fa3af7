"""Common YAML mistakes: each has a message in plain words and a repair that works."""

from __future__ import annotations

import pytest

from generator.yaml_text.compose import compose
from generator.yaml_text.repair import explain_fault
from generator.yaml_text.tree import YamlText
from tests.pastes import pasted

SLIPS = [
    ("a colon in a text", "note: Warning: this", 'note: "Warning: this"', "a colon followed by a space"),
    ("text behind a quotation", 'note: "quoted" and more', "note: '\"quoted\" and more'", "continues after"),
    ("emphasis at the beginning", "note: *Really* so", 'note: "*Really* so"', "as an alias"),
    ("bold at the beginning", "note: **Really** so", 'note: "**Really** so"', "as an alias"),
    ("code at the beginning", "note: `code`", 'note: "`code`"', "as a reserved character"),
    ("a link at the beginning", "note: [a](http://b) c", 'note: "[a](http://b) c"', "as a list"),
    ("an omission at the beginning", "quote: […] said so", 'quote: "[…] said so"', "as a list"),
    ("a quotation of Markdown", "note: > so it is", 'note: "> so it is"', "as a block"),
    ("a percent sign", "note: %5 of all", 'note: "%5 of all"', "as a directive"),
    ("an address", "note: @someone", 'note: "@someone"', "as a reserved character"),
    ("a dash", "note: - so", 'note: "- so"', "as a list item"),
    ("a tab", "a:\n\tb: c\n\td: e", "a:\n  b: c\n  d: e", "A tab indents"),
    ("no space behind a colon", "title:Foo\ndate: x", "title: Foo\ndate: x", "A space is missing"),
    ("a quotation left open", 'a: "x\nb: c', 'a: "x"\nb: c', "not closed"),
    ("a quotation left open before another", 'a: "x\nb: c\nd: "e"', 'a: "x"\nb: c\nd: "e"', "not closed"),
    ("an apostrophe at the beginning", "a: 'Twas\nb: c", 'a: "\'Twas"\nb: c', "not closed"),
    ("an escape that is none", 'a: "C:\\data"', "a: 'C:\\data'", "backslash"),
    ("a list left open", "a: [b, c\nd: e", "a: [b, c]\nd: e", "“[” is never closed"),
    ("a mapping left open", "a: {b: c\nd: e", "a: {b: c}\nd: e", "“{” is never closed"),
    ("a hash in a list of references", "to: [#a, b]\nc: d", "to: [a, b]\nc: d", "begins a comment"),
    ("a hash in braces", "q: {exact: c #5, in: d}\ne: f", 'q: {exact: "c #5", in: d}\ne: f', "begins a comment"),
    ("a colon in a text in braces", "a: {b: c: d, e: f}", 'a: {b: "c: d", e: f}', "a colon followed by a space"),
    ("a comment within a text", "a: b\n  c # d\n  e", 'a: "b c # d e"', "begins a comment"),
    ("a text that goes on at the margin", "a: b\nc\nd: e", "a: b\n  c\nd: e", "not indented"),
    ("a colon in a text of two lines", "a: b: c\n  d\ne: f", 'a: "b: c d"\ne: f', "a colon followed by a space"),
    ("a name in a text of two lines", "quote: b\n  Lind: d\ne: f", 'quote: "b Lind: d"\ne: f', "a colon followed by"),
    ("names in a text", "note: A: b\n  c\n  Ж: d\ne: f", 'note: "A: b c Ж: d"\ne: f', "a colon followed by"),
    ("names in paragraphs", "note: b\n\n  Lind: d\ne: f", 'note: "b\\n\\nLind: d"\ne: f', "a colon followed by"),
    ("paragraphs", "note: A: b\n\n  c\n  d\ne: f", 'note: "A: b\\n\\nc d"\ne: f', "a colon followed by"),
    ("a key under a text", "quote: b\n  said: d\ne: f", "quote: b\nsaid: d\ne: f", "indentation matches none"),
    ("a block that is indented less at its end", "a: |\n    b\n  c", "a: |\n    b\n    c", "indented less"),
    ("a block that ends at the margin", "a: |\n  b\nc\nd: e", "a: |\n  b\n  c\nd: e", "indented less"),
    ("an indentation of its own", "a:\n   b: c\n  d: e", "a:\n   b: c\n   d: e", "indentation matches none"),
]


@pytest.mark.parametrize(("text", "mended", "words"), [s[1:] for s in SLIPS], ids=[s[0] for s in SLIPS])
def test_a_slip_is_reported_in_plain_words_and_can_be_fixed_by_pasting(text, mended, words):
    fault = compose(YamlText("x.yaml", text)).fault
    assert fault, "this is no slip"
    problem = explain_fault(YamlText("x.yaml", text), fault).diagnostic
    assert problem.code == "yaml-syntax"
    assert words in problem.message
    assert pasted(text, problem.paste) == mended
    assert compose(YamlText("x.yaml", mended)).fault is None


def test_a_repair_keeps_the_number_of_lines_so_that_those_after_it_are_found():
    text = YamlText("x.yaml", "a: b: c\n  d\ne: *f\n")
    composed = compose(text)
    assert composed.fault
    mended = explain_fault(text, composed.fault).mended
    assert mended
    assert mended.text.count("\n") == text.text.count("\n")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- a\nb: c", 2, "does not begin with a dash"),
        ("a: b\n]", 2, ""),
    ],
)
def test_where_no_repair_works_none_is_offered(text, line, words):
    fault = compose(YamlText("x.yaml", text)).fault
    assert fault
    explanation = explain_fault(YamlText("x.yaml", text), fault)
    assert explanation.mended is None
    assert explanation.diagnostic.paste is None
    assert explanation.diagnostic.location.line == line
    assert words in explanation.diagnostic.message
    assert explanation.diagnostic.step


def test_a_large_text_is_not_read_again_and_again():
    text = YamlText("x.yaml", "# " + "x" * (1 << 18) + "\na: b: c\n")
    fault = compose(text).fault
    assert fault
    assert explain_fault(text, fault).mended is None
