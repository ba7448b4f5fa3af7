"""The fast parser gives the same result as markdown-it-py, for CommonMark's examples and for random text."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.common.utils import isPunctChar, isWhiteSpace

from generator.diagnostics import Location
from generator.markdown import document, parser
from generator.markdown.document import Parsed, parse, to_html
from generator.markdown.fast_path import InlinePart, SimpleBlock, simple_blocks, simple_parts

EXAMPLES = [
    e["markdown"] for e in json.loads((Path(__file__).parent.parent / "data/commonmark-spec.json").read_text("utf-8"))
]
HOMES = {"simple_blocks": document, "simple_parts": parser}
PATH = "content/articles/2015/amnesty.md"
MARKDOWN_IT = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable(["table", "strikethrough"])


def parsed(source: str, *long_ways: str, **options) -> Parsed:
    """Parses a text with the fast functions named in `long_ways` switched off."""
    with pytest.MonkeyPatch.context() as patch:
        for name in long_ways:
            patch.setattr(HOMES[name], name, lambda text: None)
        return parse(source, PATH, lambda line, column: Location(PATH, line + 1, column + 1), **options)


def assert_both_ways_meet(source: str) -> None:
    for options in ({"number_paragraphs": True}, {"heading_shift": 3}):
        long_way = parsed(source, "simple_blocks", "simple_parts", **options)
        assert parsed(source, "simple_blocks", **options) == long_way
        assert parsed(source, **options) == long_way


@pytest.mark.parametrize("part", range(4))
def test_both_ways_meet_in_every_example_of_the_specification(part):
    for source in EXAMPLES[part::4]:
        assert_both_ways_meet(source)
        assert_both_ways_meet(f"Words before\n\n{source}\nWords behind *it*, and [a link](https://example.org/).")


BEGINNINGS = st.sampled_from(["", "", "# ", "## ", "###### ", "> ", "- ", "1. ", "1) ", "    ", "| ", *"#>1—“(*"])
WORDS = st.sampled_from(
    ["e\u0301", "\u00a0", "\u2028", *"word Ünï 世界 ｶ 1,200 2015. don't x “so” a-b (see) ¼ 🙂 http://e.org".split()]
)
SIGNS = st.sampled_from(["  \n", "& ", *"    \n\t,.!&<>*_`\\[]()|#=-\r\0\x1c", *"&amp; ** __ *** ~~ ](".split()])
SPANS = st.builds("{0}{1}{0}".format, st.sampled_from("* ** _ __ ` ***".split()), WORDS | SIGNS)
HOSTS = ["a" * 64 + ".de", *"example.org e.org:80 xn--bcher-kva.de bücher.de 1.2.3.4 [::1] E.org".split()]
ODD = st.sampled_from(["", " ", "%41", "&amp;", *"~_+@:=,;?&%#'()*!é\\<[]"])
ADDRESSES = st.builds(
    "{}{}/{}".format,
    st.sampled_from(["", *"https:// http:// HTTP:// // mailto:".split()]),
    st.sampled_from(HOSTS),
    st.builds("{}{}{}".format, st.text("ab/.-", max_size=3), ODD, st.text("ab/2", max_size=3)),
)
LINKS = st.builds("{}[{}]({})".format, st.sampled_from(["", "", "!"]), WORDS | SPANS, ADDRESSES)
CHARACTERS = st.characters(codec="utf-8")
INLINE = st.lists(WORDS | WORDS | SIGNS | SPANS | LINKS | CHARACTERS, min_size=1, max_size=8).map("".join)
ENDS = st.sampled_from(["\n\n", "\n\n", "\n", "\n\n\n", " \n\n"])
TEXTS = st.lists(st.builds("{}{}{}".format, BEGINNINGS, INLINE, ENDS), max_size=5).map("".join)


@given(TEXTS)
@settings(max_examples=400, deadline=None)
@example("*世*\n世")
@example("a **b**c")
@example("a\n===\n\n# b #\n\n> c\nd")
def test_both_ways_meet_in_random_text(source):
    assert_both_ways_meet(source)


@given(ADDRESSES)
@settings(max_examples=200, deadline=None)
def test_an_address_is_taken_as_it_is_only_where_it_stays_so(address):
    assert_both_ways_meet(f"See [words]({address}) here.")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Fish & chips: 50 %!", [InlinePart("Fish & chips: 50 %!")]),
        ("one\ntwo", [InlinePart("one\ntwo")]),
        (
            "An *old* “**one**”.",
            [
                InlinePart("An "),
                InlinePart("old", "em"),
                InlinePart(" “"),
                InlinePart("one", "strong"),
                InlinePart("”."),
            ],
        ),
        (
            "[The report](https://example.org/a_b) says",
            [InlinePart("The report", "a", "https://example.org/a_b"), InlinePart(" says")],
        ),
        ("", []),
    ],
)
def test_what_most_sentences_are_made_of_is_simple(text, parts):
    assert simple_parts(text) == parts


COMPLEX = (
    r"a*b*¦*a b¦*a *¦***a***¦`a`¦a\*¦&amp;¦AT&T¦<b>¦![a](https://e.org/)¦[a](b.md)¦[a]¦a  \nb¦a \nb¦世\n界"
    r"¦[*a*](https://e.org/)¦[a](https://e.org/ 'b')¦[a](javascript:b)¦~~a~~¦a\rb"
)


@pytest.mark.parametrize("text", [text.replace("\\n", "\n").replace("\\r", "\r") for text in COMPLEX.split("¦")])
def test_all_else_takes_a_whole_parser(text):
    assert simple_parts(text) is None


def test_an_article_as_most_are_is_simple():
    assert simple_blocks("One.\n\n## Two\n\n> “Three”\n\n44 *dead*\nor more\n\n\n**Five** — [six](https://e.org/)") == [
        SimpleBlock([InlinePart("One.")]),
        SimpleBlock([InlinePart("Two")], 2),
        SimpleBlock([InlinePart("“Three”")], quoted=True),
        SimpleBlock([InlinePart("44 "), InlinePart("dead", "em"), InlinePart("\nor more")]),
        SimpleBlock([InlinePart("Five", "strong"), InlinePart(" — "), InlinePart("six", "a", "https://e.org/")]),
    ]


OTHER_BLOCKS = (
    r"- a¦1. a¦1) a¦    a¦ a¦a\n- b¦a\n===¦a | b\n--|--¦> a\n> b¦> a\nb¦# a\nb¦# a #¦#¦***¦```\na\n```¦[a]: b"
    r"¦a\n \nb¦a ¦> > a¦| a |"
)


@pytest.mark.parametrize("text", [text.replace("\\n", "\n") for text in OTHER_BLOCKS.split("¦")])
def test_other_blocks_take_a_whole_parser(text):
    assert simple_blocks(text) is None


def test_what_stars_may_touch_is_neither_space_nor_punctuation_to_the_parser():
    letters = [c for c in map(chr, range(0x10000)) if re.match(r"[^\W_]", c)]
    assert [c for c in letters if isPunctChar(c) or isWhiteSpace(ord(c))] == []


def test_both_ways_write_what_markdown_it_py_writes():
    with_own_rules = {"image", "link_open", "fence"}  # Counterpoint writes these differently
    compared = 0
    for source in EXAMPLES:
        tokens = MARKDOWN_IT.parse(source)
        kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
        if not kinds & with_own_rules:
            compared += 1
            assert to_html(parsed(source, heading_shift=0)) == MARKDOWN_IT.render(source)
    assert compared > 400


@pytest.mark.parametrize(
    "text", ["*a" * 50_000, "a&" * 50_000, "[a](" * 50_000, "[a](https://e.org/" * 20_000, "**" * 50_000]
)
def test_what_is_not_simple_is_soon_given_up(text):
    assert simple_blocks(text) is None
