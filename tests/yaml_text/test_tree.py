"""YAML trees: values as typed, positions, and text that YAML reads back unchanged."""

from __future__ import annotations

import pickle

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from generator.diagnostics import Location, Paste
from generator.yaml_text.compose import compose
from generator.yaml_text.foreign_characters import WINDOWS_1252
from generator.yaml_text.tree import (
    Locations,
    MappingNode,
    Scalar,
    SequenceNode,
    YamlText,
    in_flow,
    in_quotes,
    is_null,
    offsets,
    plain,
    survives,
    written,
)
from tests.pastes import pasted, told

LOADERS = [yaml.SafeLoader, *([yaml.CSafeLoader] if yaml.__with_libyaml__ else [])]


def value(text: str) -> object:
    composed = compose(YamlText("x.yaml", text))
    assert composed.fault is None
    assert composed.diagnostics == []
    assert composed.root is not None
    return plain(composed.root)


@pytest.mark.parametrize(
    "typed", ["false", "no", "1984", "0777", "12:30", "12:30:45", "2024-02-30", "1e3", "0x1f", "yes"]
)
def test_every_text_is_as_it_was_typed(typed):
    assert value(f"title: {typed}") == {"title": typed}


@pytest.mark.parametrize("typed", ["<<", "=", "~x", "null"])
def test_what_yaml_makes_special_is_a_text_like_others(typed):
    assert value(f"a: {typed}\n{typed}: b") == {"a": typed, typed: "b"}


@pytest.mark.parametrize("loader", LOADERS)
def test_a_place_is_counted_in_characters_after_any_script(loader):
    composed = compose(YamlText("x.yaml", "ключ: значение\n😀😀: {b: c}\n"), loader)
    assert isinstance(composed.root, MappingNode)
    text = YamlText("x.yaml", "ключ: значение\n😀😀: {b: c}\n")
    assert [text.location(at) for _, at in offsets(composed.root)] == [
        Location("x.yaml", 1, 7),
        Location("x.yaml", 2, 5),
        Location("x.yaml", 2, 9),
    ]


def test_lines_are_counted_from_the_first_line_given():
    text = YamlText("a.md", "title: x\ndate: y\n", first_line=2)
    assert text.location(text.text.index("date")) == Location("a.md", 3, 1)
    assert text.replaced(7, 8, "z") == Paste(2, 2, ("title: z",))


@pytest.mark.parametrize(
    ("text", "told_of"),
    [
        ("a: 1\na: 2", [("yaml-duplicate-key", 2, 1)]),
        ("a: &x b", [("yaml-feature", 1, 4)]),
        ("a: *x", [("yaml-feature", 1, 4)]),
        ("a: !tag b", [("yaml-feature", 1, 4)]),
        ("a: &x {b: c}", [("yaml-feature", 1, 4)]),
        ("? [a]\n: b", [("yaml-feature", 1, 3)]),
        ("{a: b}: c", [("yaml-feature", 1, 1)]),
        ("a: b\n---\nc: d", [("yaml-feature", 2, 1)]),
        ('a: "\\x07"', [("yaml-character", 1, 4)]),
        ("a: {b: c, and d}", [("yaml-comma", 1, 8)]),
        (
            "a: 1\na: 2\nb: *x\nc: !y z\n",
            [("yaml-duplicate-key", 2, 1), ("yaml-feature", 3, 4), ("yaml-feature", 4, 4)],
        ),
    ],
)
@pytest.mark.parametrize("loader", LOADERS)
def test_what_the_format_forbids_is_reported_with_its_place(loader, text, told_of):
    assert told(compose(YamlText("x.yaml", text), loader).diagnostics) == told_of


def test_the_first_of_two_equal_keys_stands():
    composed = compose(YamlText("x.yaml", "a: 1\na: 2"))
    assert isinstance(composed.root, MappingNode)
    assert plain(composed.root) == {"a": "1"}


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("a: {b: c, and d, e: f}", 'a: {b: "c, and d", e: f}'),
        ("a: {b: c, d, e, f: g}", 'a: {b: "c, d, e", f: g}'),
        ("a: &b c d", 'a: "&b c d"'),
        ("a: *b # c", 'a: "*b" # c'),
    ],
)
def test_what_is_to_be_pasted_keeps_the_words_and_is_clean(text, mended):
    (problem,) = compose(YamlText("x.yaml", text)).diagnostics
    assert pasted(text, problem.paste) == mended
    assert compose(YamlText("x.yaml", mended)).diagnostics == []


def test_a_key_in_braces_without_a_value_before_it_is_left_alone():
    assert compose(YamlText("x.yaml", "{a, b: c}")).diagnostics == []
    assert compose(YamlText("x.yaml", '{a: "b", c}')).diagnostics == []


DEEP = {
    "brackets": ("[" * 25_000, 1, 65),
    "braces": ("{" * 25_000, 1, 65),
    "brackets and braces": ("[{" * 12_500, 1, 65),
    "brackets behind a key": ("a: " + "[" * 25_000, 1, 67),
    "brackets far down": ("a: b\nc: d\n" + "e: " + "[" * 25_000, 3, 67),
    "brackets, closed": ("[" * 25_000 + "]" * 25_000, 1, 65),
    "brackets apart": ("[ " * 25_000, 1, 129),
    "brackets in lines": ("[\n" * 25_000, 65, 1),
    "mappings in braces": ("{a: " * 25_000, 1, 257),
    "dashes": ("- " * 25_000, 1, 129),
    "question marks": ("? " * 25_000, 1, 129),
    "deeper keys in lines": ("".join(" " * n + "a:\n" for n in range(1_200)), 65, 65),
    "deeper dashes in lines": ("".join(" " * n + "-\n" for n in range(1_200)), 65, 65),
}


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(("text", "line", "column"), DEEP.values(), ids=DEEP)
def test_depth_is_reported_where_the_level_too_many_opens(loader, text, line, column):
    composed = compose(YamlText("x.yaml", text), loader)
    assert composed.too_deep
    assert told(composed.diagnostics) == [("yaml-depth", line, column)]


def test_sixty_four_levels_are_allowed():
    assert not compose(YamlText("x.yaml", "[" * 64 + "]" * 64)).too_deep
    assert compose(YamlText("x.yaml", "[" * 65 + "]" * 65)).too_deep


@pytest.mark.parametrize(
    ("text", "is_nothing"), [("", True), ("~", True), ("null", True), ('""', False), ("no", False)]
)
def test_nothing_and_null_are_null(text, is_nothing):
    composed = compose(YamlText("x.yaml", f"a: {text}"))
    assert isinstance(composed.root, MappingNode)
    assert is_null(composed.root.entries["a"][1]) == is_nothing


def test_a_key_with_nothing_after_it_counts_as_left_out():
    assert value('a:\nb: ""\nc: " "\nd: x') == {"d": "x"}


def test_places_are_named_by_path_and_one_value_is_the_first_of_its_list():
    text = YamlText("x.yaml", "tags: a\nimage: {src: b}\nlist:\n  - c\n  - d: e\n")
    composed = compose(text)
    assert composed.root is not None
    places = Locations(text, [("", None, composed.root)], frozenset({"tags"}))
    assert {key: (at.line, at.column) for key, at in places.items()} == {
        "tags": (1, 7),
        "tags/0": (1, 7),
        "image": (2, 8),
        "image/src": (2, 14),
        "list": (3, 1),
        "list/0": (4, 5),
        "list/1": (5, 5),
        "list/1/d": (5, 8),
    }
    assert dict(pickle.loads(pickle.dumps(places))) == dict(places)


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────

# Leftovers of Windows-1252 come back as what they stand for.
CHARACTERS = st.characters(blacklist_categories=["Cs"], blacklist_characters=list(map(chr, WINDOWS_1252)))
TEXTS = st.text(CHARACTERS, min_size=1) | st.text("a:# -'\"\\[]{},&*!|>%@`\n?~é…", min_size=1)


def came_back(text: str) -> object:
    composed = compose(YamlText("x.yaml", text))
    assert composed.fault is None
    assert composed.root is not None
    return composed.root


@given(TEXTS)
def test_a_text_in_quotation_marks_comes_back_wherever_it_stands(text):
    tree = came_back(f"a: {in_quotes(text)}\nb: [{in_quotes(text)}, {{c: {in_quotes(text)}}}]\n")
    assert plain(tree) == {  # type: ignore[arg-type]
        **({"a": text} if text.strip() else {}),
        "b": [text, {"c": text} if text.strip() else {}],
    }


PLAIN_TEXTS = [
    "only clichés and fakes", "It is so.", "1984", "2015-12-23", "false", "a:b", "a#b", "https://a.b/c#d", "x - y",
    "“quoted” words", "don't", 'the "report"', "a [b] {c}", "one, two", "50 %", "a & b", "клише", "…",
]  # fmt: skip


@pytest.mark.parametrize("text", PLAIN_TEXTS)
def test_a_plain_text_survives(text):
    assert survives(text)


@pytest.mark.parametrize(
    "text",
    ["", "a: b", "a #b", "#a", "- a", "-", "*a", "&a", "!a", "[a", "{a", "'a", '"a', "a:", " a", "a ", "...", "a\nb"],
)
def test_a_text_that_yaml_would_change_does_not_survive(text):
    assert not survives(text)


@given(st.sampled_from(PLAIN_TEXTS) | TEXTS.filter(survives))
def test_a_text_that_survives_comes_back_unquoted(text):
    assert plain(came_back(f"a: {text}\nb:\n  - {text}\n")) == {"a": text, "b": [text]}  # type: ignore[arg-type]


@given(TEXTS)
@example("0:?")
@example("战争，和平")
@example("الحرب، السلام")
@example("原因：战争")
@example("a:b")
def test_a_text_written_in_brackets_comes_back(text):
    tree = came_back(f"[{in_flow(text)}, {{a: {in_flow(text)}}}]")
    assert isinstance(tree, SequenceNode)
    assert isinstance(tree.items[0], Scalar)
    assert tree.items[0].text == text


@pytest.mark.parametrize("lead", ["quote: ", "    quote: ", "- ", "      - "])
@given(text=TEXTS)
def test_what_tools_write_comes_back(lead, text):
    node = came_back("\n".join([*written(lead, text), ""]))
    item = (
        node.items[0]
        if isinstance(node, SequenceNode)
        else node.entries["quote"][1]
        if isinstance(node, MappingNode)
        else node
    )
    assert isinstance(item, Scalar)
    assert item.text.removesuffix("\n") == text.removesuffix("\n") if item.style == "|" else item.text == text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("only clichés and fakes", ("  quote: only clichés and fakes",)),
        ("Article #5: more", ("  quote: |", "    Article #5: more")),
        ("one\n\ntwo", ("  quote: |", "    one", "", "    two")),
        (" ", ('  quote: " "',)),
    ],
)
def test_tools_write_a_block_where_plain_text_would_not_survive(text, lines):
    assert written("  quote: ", text) == lines
