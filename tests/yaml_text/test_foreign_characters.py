"""Surrogate pairs as JSON writes them, and leftovers of Windows-1252, wherever they are."""

from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.formats.front_matter import read_front_matter
from generator.formats.registry import read_registry
from generator.formats.settings import read_settings
from generator.formats.sidecar import read_sidecar
from generator.yaml_text.compose import compose
from generator.yaml_text.document import Document, read_yaml
from generator.yaml_text.foreign_characters import WINDOWS_1252, repaired
from generator.yaml_text.tree import YamlText, plain
from tests.pastes import all_pasted, pasted, told

FISH, WAVE = r"\ud83d\udc1f", r"\uD83D\uDC4B"


def read(text: str) -> Document:
    return read_yaml(text.encode(), "x.yaml")


def value(text: str) -> object:
    document = read(text)
    assert document.diagnostics == ()
    assert document.root is not None
    return plain(document.root)


# ── surrogate pairs ──────────────────────────────────────────────────────────────────────────────────────────────────

PAIRS = [
    ("a value", f'a: "{FISH} return"', {"a": "🐟 return"}),
    ("capital digits", f'a: "Hello {WAVE}"', {"a": "Hello 👋"}),
    ("digits of both cases", r'a: "\uD83d\uDc1F"', {"a": "🐟"}),
    ("several", f'a: "{FISH}{WAVE} and {FISH}"', {"a": "🐟👋 and 🐟"}),
    ("a key", f'"{FISH}": a', {"🐟": "a"}),
    ("in braces, as JSON", f'{{"a": "{FISH}", "b": ["{WAVE}"]}}', {"a": "🐟", "b": ["👋"]}),
    ("the last character of Unicode", r'a: "\udbff\udfff"', {"a": "\U0010ffff"}),
    ("the first beyond the basic plane", r'a: "\ud800\udc00"', {"a": "\U00010000"}),
    ("behind an escaped backslash", r'a: "\\\ud83d\udc1f"', {"a": "\\🐟"}),
    ("a backslash and letters", r'a: "\\ud83d\\udc1f"', {"a": FISH}),
    ("letters in single quotation marks", f"a: '{FISH}'", {"a": FISH}),
    ("letters in a plain text", f"a: {FISH}", {"a": FISH}),
    ("letters in a block", f"a: |\n  {FISH}\n  {WAVE}\n", {"a": f"{FISH}\n{WAVE}\n"}),
    ("letters beside a character", f"a: {FISH}\nb: \"{FISH}\"\nc: '{WAVE}'", {"a": FISH, "b": "🐟", "c": WAVE}),
    ("a text over two lines", f'a: "one {FISH}\n  two {WAVE}"', {"a": "one 🐟 two 👋"}),
    (
        "the letters of the stand-in",
        f'a: \\ufffe\\uffff {FISH}\nb: "{FISH}"',
        {"a": f"\\ufffe\\uffff {FISH}", "b": "🐟"},
    ),
    ("other escapes", r'a: "\u00e9 \ud83d\udc1f \U0001f41f \x41"', {"a": "é 🐟 🐟 A"}),
]


@pytest.mark.parametrize(("text", "meant"), [pair[1:] for pair in PAIRS], ids=[pair[0] for pair in PAIRS])
def test_two_escapes_that_make_one_character_are_that_character(text, meant):
    assert value(text) == meant


def test_pythons_loader_reads_pairs_as_libyaml_does():
    for _, text, meant in PAIRS:
        root = compose(YamlText("x.yaml", text), yaml.SafeLoader).root
        assert root is not None
        assert plain(root) == meant


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"])))
def test_a_text_that_json_writes_is_read_back(words):
    text = "x" + words.replace("\u2028", "").replace("\u2029", "")
    assert value(json.dumps({"a": text})) == {"a": text}


def test_columns_and_pastes_behind_a_pair_are_right():
    text = f'a: "{FISH}" and x\nb: "{WAVE}"\nb: c\n{{"e": "{FISH}", f: "{FISH}" g}}\n'
    problems = list(read(text).diagnostics)
    assert told(problems)[0] == ("yaml-syntax", 1, 4)
    assert pasted(text, problems[0].paste).split("\n")[0] == f"a: '\"{FISH}\" and x'"
    text = f'{{"{FISH}": a, b: *c}}\n'
    (problem,) = read(text).diagnostics
    assert told([problem]) == [("yaml-feature", 1, 24)]
    assert pasted(text, problem.paste) == f'{{"{FISH}": a, b: "*c"}}\n'


def test_a_pasted_text_holds_the_character_and_not_its_escapes():
    (problem,) = read_yaml(f'{{a: "{FISH}", c: d, e}}'.encode(), "x").diagnostics
    assert value(pasted(f'{{a: "{FISH}", c: d, e}}', problem.paste)) == {"a": "🐟", "c": "d, e"}
    text = f'claims:\n  a:\n    speaker: b\n    quote: ["{FISH}", c]\n'
    (problem,) = sidecar(text)
    assert value(pasted(text, problem.paste)) == {"claims": {"a": {"speaker": "b", "quote": ["🐟", "c"]}}}


HALVES = [
    r"\ud83d",
    r"\uDC1F",
    r"\udc1f\ud83d",
    r"\ud83d \udc1f",
    r"\ud83dx",
    r"\U0000d83d",
    r"\U00110000",
    r"\Uffffffff",
]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("text", ['a: "one {} two"\nb: c: d\n', '"{}": x\nb: c: d\n', '{{"a": "{}"}}\nb: c\n'])
def test_half_a_character_is_an_error_that_never_puts_letters_into_the_text(text, half):
    document = read(text.format(half))
    assert document.broken
    first = document.diagnostics[0]
    assert (first.code, first.location.line, first.paste) == ("yaml-character", 1, None)
    assert half[:5] in first.message
    assert first.location.column == text.format(half).index(half) + 1


def test_reading_goes_on_after_half_a_character():
    problems = read(f'a: "{HALVES[0]} {FISH} {HALVES[1]}"\nb: c: d\n').diagnostics
    assert told(list(problems)) == [("yaml-character", 1, 5), ("yaml-syntax", 2, 4)]


def test_no_half_gets_into_the_tree():
    for loader in (None, yaml.SafeLoader):
        composed = compose(YamlText("x.yaml", f'a: "{HALVES[0]}"'), loader)
        assert composed.fault or composed.diagnostics[0].code == "yaml-character"


# ── an escape that is none ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("typed", [r"C:\users", r"C:\xyz", r"C:\data", r"C:\Utah"])
def test_a_path_of_windows_is_put_in_single_quotation_marks(typed):
    (problem,) = read(f'a: "{typed}"\n').diagnostics
    assert value(pasted(f'a: "{typed}"\n', problem.paste)) == {"a": typed}


# ── leftovers of Windows-1252 ────────────────────────────────────────────────────────────────────────────────────────

GARBLED = "\x91so\x92 \x93so\x94 \x96 \x97 \x85 \x80 It\x92s"
MEANT = "‘so’ “so” – — … € It’s"
FRONT = "---\ntitle: {}\ndate: 2015-12-23\nimage: {{caption: {}}}\n---\n{}\n"
CLAIM = "claims:\n  a:\n    speaker: b\n    quote: {}\n    note: |\n      One.\n      {}\n"


def front(text: str) -> list[Diagnostic]:
    return list(read_front_matter(text.encode(), "x.md").diagnostics)


def sidecar(text: str) -> list[Diagnostic]:
    return list(read_sidecar(text.encode(), "x.yaml", "a").diagnostics)


def speakers(text: str) -> list[Diagnostic]:
    return read_registry([("x.yaml", text.encode())], [])[1]


def sources(text: str) -> list[Diagnostic]:
    return read_registry([], [("x.yaml", text.encode())])[1]


def settings(text: str) -> list[Diagnostic]:
    return read_settings(text.encode())[1]


PLACES = [
    ("the title", front, FRONT.format(GARBLED, "a", "b"), (2, 8)),
    ("the caption", front, FRONT.format("a", GARBLED, "b"), (4, 18)),
    ("the body", front, FRONT.format("a", "b", f"One {GARBLED}"), (6, 5)),
    ("title and body", front, FRONT.format(GARBLED, "a", f"One.\n\n{GARBLED}"), (2, 8)),
    ("a hard line break", front, FRONT.format("a", "b", f"{GARBLED}  \nb"), (6, 1)),
    ("a file with CRLF", front, FRONT.format("a", "b", GARBLED).replace("\n", "\r\n"), (6, 1)),
    ("a quote", sidecar, CLAIM.format(GARBLED, "a"), (4, 12)),
    ("a note", sidecar, CLAIM.format("a", GARBLED), (7, 7)),
    ("quote and note", sidecar, CLAIM.format(f'"{GARBLED}"', GARBLED), (4, 13)),
    ("a comment", sidecar, CLAIM.format("a", "a") + f"# {GARBLED}\n", (8, 3)),
    ("a key", sidecar, "notes: {a: {quote: b, codes: {" + GARBLED + ": c}}}", (1, 31)),
    ("a speaker", speakers, f"a:\n  name: {GARBLED}\n", (2, 9)),
    ("a source", sources, f"a:\n  title: {GARBLED}\n", (2, 10)),
    ("the settings", settings, f"title: {GARBLED}\n", (1, 8)),
    ("alone on a line", front, FRONT.format("a", "b", "\x85\n\x85"), (6, 1)),
]


@pytest.mark.parametrize(("read_problems", "text", "at"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES])
def test_leftovers_of_windows_1252_are_reported_once_a_file_with_the_right_lines_to_paste(read_problems, text, at):
    problems = read_problems(text)
    assert told(problems) == [("windows-character", *at)]
    assert problems[0].severity == "warning"
    clean = all_pasted(text.replace("\r\n", "\n"), problems)
    assert clean == repaired(text).replace("\r\n", "\n")
    assert read_problems(clean) == []


def test_what_is_meant_is_what_is_read():
    read_front = read_front_matter(FRONT.format(GARBLED, GARBLED, GARBLED).encode(), "x.md")
    assert read_front.front
    assert read_front.front.image
    assert (read_front.front.title, read_front.front.image.caption, read_front.body) == (MEANT, MEANT, f"{MEANT}\n")
    side = read_sidecar(CLAIM.format(GARBLED, GARBLED).encode(), "x.yaml", "a")
    assert (side.annotations[0].quote[0].exact, side.annotations[0].note) == (MEANT, f"One.\n{MEANT}")


def test_a_next_line_of_unicode_breaks_no_line():
    text = "a: one\x85two\nb: *c\n"
    leftover, other = read(text).diagnostics
    assert told([leftover, other]) == [("windows-character", 1, 7), ("yaml-feature", 2, 4)]


@pytest.mark.parametrize("code", range(0x80, 0xA0))
def test_each_character_of_the_range_is_repaired_or_refused(code):
    (problem,) = read(f"a: b{chr(code)}c\n").diagnostics
    if code in WINDOWS_1252:
        assert problem.code == "windows-character"
        assert pasted(f"a: b{chr(code)}c\n", problem.paste) == f"a: b{WINDOWS_1252[code]}c\n"
    else:
        assert problem.code == "yaml-character"
        assert pasted(f"a: b{chr(code)}c\n", problem.paste) == "a: bc\n"


@pytest.mark.parametrize("escape", [r"\x92", r"\u0092", r"\U00000092"])
def test_an_escape_of_a_leftover_is_what_is_meant(escape):
    text = f'a: "It{escape}s"\nb: "{escape}"\n'
    document = read(text)
    (problem,) = document.diagnostics
    assert document.root
    assert plain(document.root) == {"a": "It’s", "b": "’"}
    assert told([problem]) == [("windows-character", 1, 7)]
    assert pasted(text, problem.paste) == 'a: "It’s"\nb: "’"\n'


@pytest.mark.parametrize(
    "text", ["a: «b» – c\xa0d ©", "a: ’’", 'a: "\\u2019 \\xa0 \\\\x92"', "a: '\\x92'", "a: \\x92 \\ud83d"]
)
def test_other_characters_are_no_leftovers(text):
    assert read(text).diagnostics == ()


def test_lines_far_apart_are_counted_and_not_pasted():
    (problem,) = read("a: \x92\n" + "# b\n" * 30 + "c: \x92\n").diagnostics
    assert problem.paste is None
    assert "2 places" in problem.message


# ── bytes that are no UTF-8 ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("data", "told_words", "step"),
    [
        (b"a: It\x92s so\n", "in Windows-1252: a: It’s so", "iconv -f WINDOWS-1252"),
        ("a: clichés \x92".encode() + b"\x92\n", "this byte is “’”", "Replace the byte"),
        (b"a: \x8d\n", "in Mac Roman: a: ç", "iconv -f MACINTOSH"),
        (b"a: \x81\x98\x88\xb0\n", "", "Save the file as UTF-8"),
        (b"a: b\nc: \x80 5\r\n", "in Windows-1252: c: € 5", "iconv -f WINDOWS-1252"),
    ],
)
def test_bytes_of_windows_1252_are_shown_as_what_they_mean(data, told_words, step):
    (problem,) = read_yaml(data, "x.yaml").diagnostics
    assert problem.code == "yaml-encoding"
    assert told_words in "".join(problem.details)
    assert step in problem.step
