"""What is written from blocks is read as their text, whatever signs it has, and has no more backslashes than needed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Location
from generator.importing.blocks import (
    BlockQuote,
    Emphasis,
    Heading,
    Items,
    LineBreak,
    Paragraph,
    Rows,
    TextBlock,
    TextLink,
)
from generator.importing.flat_text import plain_paragraphs
from generator.importing.markdown_writing import written_markdown
from generator.markdown.document import Parsed, parse, to_html
from generator.yaml_text.merge_markers import merge_problems


def parsed(source: str) -> Parsed:
    return parse(source, "content/articles/x.md", lambda line, column: Location("x", line + 1, column + 1))


def assert_read_as_written(*blocks: TextBlock) -> str:
    """The projection of what is written is the text of the blocks, and nothing is reported. Gives the Markdown."""
    source = written_markdown(blocks)
    assert not merge_problems(source, "x", in_yaml=False), source
    found = parsed(source)
    assert found.text == "\n".join(plain_paragraphs(blocks)), source
    assert not found.problems, source
    return source


def paragraph(*inside: object) -> Paragraph:
    return Paragraph(inside)  # type: ignore[arg-type]


# ── examples ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("It costs $5* [sic], 2 < 3 & more_than_this.", "It costs $5* [sic], 2 < 3 & more_than_this."),
        ("1984. A year.", "1984\\. A year."),
        ("1) first", "1\\) first"),
        ("# 1 in the charts", "\\# 1 in the charts"),
        ("#1 in the charts", "#1 in the charts"),
        ("- said he", "\\- said he"),
        ("-5 degrees", "-5 degrees"),
        ("> quoted mail", "\\> quoted mail"),
        ("---", "\\---"),
        ("*emphasis* and 2 * 3", "\\*emphasis* and 2 * 3"),
        ("snake_case and _this_", "snake_case and \\_this\\_"),
        ("`code` & &amp; &c.", "\\`code` & \\&amp; &c."),
        ("<https://example.org>", "\\<https://example.org>"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("[a](b) and ![c](d)", "\\[a](b) and !\\[c](d)"),
        ("[Smith]: https://example.org", "\\[Smith]: https://example.org"),
        ("~~not~~ ~5", "\\~~not~~ ~5"),
        ("C:\\dir\\*", "C:\\dir\\\\*"),
        ("ends with \\", "ends with \\"),
        ("http://example.org/a_b_c www.example.org", "http://example.org/a_b_c www.example.org"),
        ("a | b", "a | b"),
    ],
)  # fmt: skip
def test_signs_are_escaped_in_the_fewest_places(text: str, written: str):
    assert assert_read_as_written(paragraph(text)) == f"{written}\n"


def test_each_kind_of_block():
    blocks = (
        Heading(2, ("What #1 says", LineBreak(), "today #")),
        paragraph("One", LineBreak(), "- two ", Emphasis(("and ", Emphasis(("three",), strong=True)))),
        BlockQuote((paragraph("Said."), paragraph("Said again."))),
        Items(((paragraph("a"),), (paragraph("b"), Items(((paragraph("c"),),)))), first=9),
        Items(((paragraph("d"),),), first=3),
        Rows((("Who",), ("What | where",)), ((("a", LineBreak(), "b"),), (("c",), ("d",), ("e",)))),
        paragraph("See ", TextLink("https://example.org/a_(b)?c=1&d=2 3", ("the page",)), "."),
    )
    assert assert_read_as_written(*blocks) == (
        "## What #1 says today \\#\n\n"
        "One\\\n\\- two *and **three***\n\n"
        "> Said.\n>\n> Said again.\n\n"
        "9. a\n10. b\n    - c\n\n"
        "3) d\n\n"
        "| Who | What \\| where |  |\n| --- | --- | --- |\n| a b |  |  |\n| c | d | e |\n\n"
        "See [the page](https://example.org/a_(b)?c=1&d=2%203).\n"
    )


def test_emphasis_is_kept_where_markdown_can_say_it():
    source = assert_read_as_written(
        paragraph(Emphasis(("“中文”",), strong=True), "是", Emphasis((" a ",)), "b", Emphasis(("c",), strong=True)),
    )
    assert source == "“**中文**”是 *a* b**c**\n"


def test_a_link_that_could_run_a_script_is_its_text():
    source = assert_read_as_written(
        paragraph(TextLink("javascript:alert(1)", ("a",)), TextLink("data:text/html,x", ("b",)), TextLink("/c", ("c",)))
    )
    assert source == "abc\n"


def test_what_no_file_may_contain_is_shown_as_such():
    assert assert_read_as_written(paragraph("a\0b\x92c\x1fd\ud800e\u2028f\x1eg")) == "a\ufffdb’cd\ufffde f-g\n"


def test_deep_and_large_structures_keep_their_text():
    block: TextBlock = paragraph("deep")
    for _ in range(5_000):
        block = BlockQuote((block,))
    rows = tuple(((str(n),),) for n in range(300))
    assert_read_as_written(block, Rows((), (*rows, (("x",),) * 300)))
    inside: object = "x"
    for _ in range(5_000):
        inside = Emphasis((inside,))  # type: ignore[arg-type]
    assert assert_read_as_written(paragraph(inside)) == "*x*\n"


def test_blocks_without_text_are_not_written():
    empty = paragraph(" ", LineBreak(), Emphasis(("\u00a0",)))
    assert (
        written_markdown((empty, Heading(2, ()), BlockQuote((empty,)), Items(((empty,), ())), Rows((("",),), ()))) == ""
    )


PLACES = (
    "§|§§|§§§|§ a|a §|a § b|a§b|§a§ b|a §b§|§1§ x|1§ x|§a§(§b§)|x§§ y§§|a§§§ b|§[a]§(b)|§ § §|a§1§b|&a§|\\§a|<§a§>"
).split("|")
"""Places of a sign, `§`, in a text."""


@pytest.mark.parametrize("sign", [chr(code) for code in range(32, 127)])
def test_every_sign_at_every_place(sign: str):
    for pattern in PLACES:
        text = pattern.replace("§", sign)
        assert_read_as_written(paragraph(text))
        assert_read_as_written(paragraph("a", LineBreak(), text, LineBreak(), "b"))
        assert_read_as_written(Heading(3, (text,)), BlockQuote((paragraph(text),)), Items(((paragraph(text),),)))
        assert_read_as_written(Rows(((text,),), (((text,), (text,)),)))
        assert_read_as_written(paragraph("a", Emphasis((text,)), "b", TextLink("https://example.org/", (text,))))


# ── properties ───────────────────────────────────────────────────────────────────────────────────────────────────────

PIECES = st.sampled_from(
    [
        *"a b Word 12 1) 1. - + * ** _ __ # ## > < & &amp; &lt; &#35; ~ ~~ | ` `` \\ \\*".split(),
        *"[ ] ( ) [x]: ![ ]( :--- === --- *** ======= <<<<<<< >>>>>>> |||||||".split(),
        *"http://example.org/ www.example.org <b> </p> <!-- $ ^ @ ! “ ” „ « » … – — ’ ' \" ``` ~~~ \t".split(" "),
        *["中文", "。", "日本", "עברית", "العربية", "👩‍👩‍👧", "🇨🇭", "e\u0301"],
        *["\u202e", "\u200f", "\u00a0", "\u3000", "\u00ad", "\u200b"],
        *[" ", "  ", "\n", "\r\n", "\0", "\x85", "\u2028", "\ud800"],
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=12)
ADDRESSES = (
    st.sampled_from(
        ["https://example.org/", "http://e.org/a_(b)", "https://e.org/) [x](y", "javascript:x", "mailto:a@b.c"]
    )
    | TEXTS
)
INLINES = st.recursive(
    TEXTS | st.just(LineBreak()),
    lambda inner: st.builds(Emphasis, st.lists(inner, max_size=3).map(tuple), st.booleans())
    | st.builds(TextLink, ADDRESSES, st.lists(inner, max_size=3).map(tuple)),
    max_leaves=8,
)  # fmt: skip
INSIDES = st.lists(INLINES, max_size=4).map(tuple)
LEAVES = st.builds(Paragraph, INSIDES) | st.builds(Heading, st.integers(2, 6), INSIDES)
ROWS = st.builds(
    Rows,
    st.lists(INSIDES, max_size=3).map(tuple),
    st.lists(st.lists(INSIDES, max_size=3).map(tuple), max_size=3).map(tuple),
)
BLOCKS = st.recursive(
    LEAVES | ROWS,
    lambda inner: (
        st.builds(BlockQuote, st.lists(inner, max_size=3).map(tuple))
        | st.builds(
            Items,
            st.lists(st.lists(inner, max_size=2).map(tuple), max_size=3).map(tuple),
            st.none() | st.integers(-1, 10**9),
        )
    ),
    max_leaves=6,
)


@settings(max_examples=300)
@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_any_paragraph_is_read_as_its_text(lines: list[str]):
    inside = [piece for line in lines for piece in (line, LineBreak())]
    assert_read_as_written(paragraph(*inside))


@settings(max_examples=300)
@given(st.lists(BLOCKS, max_size=4))
def test_any_blocks_are_read_as_their_text(blocks: list[TextBlock]):
    assert_read_as_written(*blocks)


@settings(max_examples=100)
@given(st.lists(BLOCKS, max_size=4))
def test_no_text_becomes_an_address_that_leads_nowhere_or_runs_something(blocks: list[TextBlock]):
    shown = to_html(parsed(written_markdown(blocks)))
    assert "javascript:" not in shown.replace("javascript:x<", "<") or 'href="javascript' not in shown
    assert 'href="site:' not in shown
    assert "<img" not in shown


@settings(max_examples=100)
@given(TEXTS)
def test_what_is_written_can_be_written_again(text: str):
    """A text that was read is written as it was."""
    once = plain_paragraphs((paragraph(text),))
    again = plain_paragraphs(tuple(paragraph(one) for one in once))
    assert again == once
