"""What `text: passages` publishes of a text: the smallest blocks that hold a passage, and nothing of the others."""

from __future__ import annotations

import re

import pytest

from generator.diagnostics import Location
from generator.markdown.document import Parsed, parse, to_html
from generator.markdown.marks import Highlight
from generator.markdown.passages import OMISSION, only_passages, paragraphs_of
from tests.unmarked import parsed_dom, unwrapped_html

PATH = "content/articles/2015/report.md"


def parsed(source: str) -> Parsed:
    return parse(source, PATH, lambda line, column: Location(PATH, line + 1, column + 1), number_paragraphs=True)


def cut(source: str, *quotes: str) -> Parsed:
    """The text with only the blocks that hold one of the quotes."""
    text = parsed(source)
    return only_passages(text, [(text.text.index(quote), text.text.index(quote) + len(quote)) for quote in quotes])


def html_of(source: str, *quotes: str) -> str:
    """What is published, without line breaks between tags."""
    return re.sub(r"\n*(?=<)|(?<=>)\n+", "", to_html(cut(source, *quotes)))


P, LI = '<p class="omission">[…]</p>', '<li class="omission">[…]</li>'
TR = '<tr class="omission"><td colspan="2">[…]</td></tr>'
TABLE = "| head | top |\n|---|--:|\n| one | two |\n| three | four |\n| five | six |\n"

CASES = {
    "paragraphs": ("one\n\ntwo\n\nthree\n\nfour\n", ["three"], f'{P}<p id="p_3">three</p>{P}'),
    "a run of paragraphs": (
        "one\n\ntwo\n\nthree\n\nfour\n", ["one", "four"],
        f'<p id="p_1">one</p>{P}<p id="p_4">four</p>',
    ),
    "a quotation": ("> one\n>\n> two\n>\n> three\n", ["two"], f'<blockquote>{P}<p id="p_2">two</p>{P}</blockquote>'),
    "a quotation without a passage": ("> one\n>\n> two\n\nthree\n", ["three"], f'{P}<p id="p_3">three</p>'),
    "a quotation in a quotation": (
        "> one\n>\n> > two\n> >\n> > three\n\nfour\n", ["three"],
        f'<blockquote>{P}<blockquote>{P}<p id="p_3">three</p></blockquote></blockquote>{P}',
    ),
    "a list": ("- one\n- two\n- three\n", ["two"], f"<ul>{LI}<li>two</li>{LI}</ul>"),
    "a loose list": ("- one\n\n- two\n\n  three\n", ["three"], f'<ul>{LI}<li>{P}<p id="p_3">three</p></li></ul>'),
    "an ordered list": (
        "1. one\n2. two\n3. three\n4. four\n", ["three", "four"], f'<ol>{LI}<li value="3">three</li><li>four</li></ol>'
    ),
    "an ordered list from 7": (
        "7. one\n8. two\n9. three\n", ["one", "three"],
        f'<ol start="7"><li>one</li>{LI}<li value="9">three</li></ol>',
    ),
    "an ordered list from 0": (
        "0. one\n1. two\n2. three\n", ["three"], f'<ol start="0">{LI}<li value="2">three</li></ol>'
    ),
    "an item above the passage": (
        "- one\n  - two\n  - three\n", ["three"],
        f"<ul><li>{P}<ul>{LI}<li>three</li></ul></li></ul>",
    ),
    "an item below the passage": ("- one\n  - two\n- three\n", ["one"], f"<ul><li>one{P}</li>{LI}</ul>"),
    "a quotation in a list": (
        "1. one\n\n   > two\n   >\n   > three\n2. four\n", ["two"],
        f'<ol><li>{P}<blockquote><p id="p_2">two</p>{P}</blockquote></li>{LI}</ol>',
    ),
    "a list in a quotation": (
        "> one\n>\n> - two\n> - three\n", ["two"],
        f"<blockquote>{P}<ul><li>two</li>{LI}</ul></blockquote>",
    ),
    "a row": (
        TABLE, ["four"],
        f'<table><tbody>{TR}<tr><td>three</td><td class="align-right">four</td></tr>{TR}</tbody></table>',
    ),
    "the heads of columns": (
        TABLE, ["head", "six"],
        f'<table><thead><tr><th>head</th><th class="align-right">top</th></tr></thead>'
        f'<tbody>{TR}<tr><td>five</td><td class="align-right">six</td></tr></tbody></table>',
    ),
    "a head alone": (
        TABLE, ["top"],
        f'<table><thead><tr><th>head</th><th class="align-right">top</th></tr></thead><tbody>{TR}</tbody></table>',
    ),
    "a table of heads": ("| a | b |\n|---|---|\n\none\n", ["one"], f'{P}<p id="p_1">one</p>'),
    "code": ("one\n\n```js\ntwo\n```\n\n    three\n", ["two"], f"{P}<pre><code>two</code></pre>{P}"),
    "code in an item": ("- one\n\n      two\n", ["two"], f"<ul><li>{P}<pre><code>two</code></pre></li></ul>"),
    "a heading": ("# one\n\ntwo\n\n## three\n\nfour\n", ["three", "two"], f'{P}<p id="p_1">two</p><h3>three</h3>{P}'),
    "a heading in an item": ("- # one\n  two\n- three\n", ["two"], f"<ul><li>{P}two</li>{LI}</ul>"),
    "a line": ("one\n\n---\n\ntwo\n", ["one", "two"], '<p id="p_1">one</p><p id="p_2">two</p>'),
    "a line at the beginning": ("---\n\none\n", ["one"], '<p id="p_1">one</p>'),
    "a picture": ("one\n\n![two](x.png)\n\nthree\n", ["one", "three"], f'<p id="p_1">one</p>{P}<p id="p_3">three</p>'),
    "a picture at the beginning": ("![two](x.png)\n\none\n", ["one"], f'{P}<p id="p_2">one</p>'),
    "a picture inside a passage": (
        "one\n\n> ![two](x.png)\n\nthree\n", ["one\n \nthree"],
        '<p id="p_1">one</p><blockquote><p id="p_2"><img src="site:articles/2015/x.png" alt="two"></p></blockquote>'
        '<p id="p_3">three</p>',
    ),
    "a line inside a passage": ("one\n\n***\n\ntwo\n", ["one\ntwo"], '<p id="p_1">one</p><hr><p id="p_2">two</p>'),
    "a passage over many blocks": (
        "one\n\n- two\n- three\n\n> four\n>\n> five\n\nsix\n", ["three\nfour"],
        f'{P}<ul>{LI}<li>three</li></ul><blockquote><p id="p_2">four</p>{P}</blockquote>{P}',
    ),
    "nothing": ("one\n\n- two\n", [], P),
    "nothing of nothing": ("", [], ""),
    "windows": ("> one\r\n>\r\n> two\r\n", ["two"], f'<blockquote>{P}<p id="p_2">two</p></blockquote>'),
    "right to left": ("> واحد\n>\n> اثنان\n", ["اثنان"], f'<blockquote>{P}<p id="p_2">اثنان</p></blockquote>'),
    "wide": ("1. 一\n   二\n2. 三\n", ["三"], f'<ol>{LI}<li value="2">三</li></ol>'),
    "text that looks like tags": ("- &lt;li>&lt;/ul>one\n- two\n", ["two"], f"<ul>{LI}<li>two</li></ul>"),
}  # fmt: skip


@pytest.mark.parametrize(("source", "quotes", "published"), CASES.values(), ids=CASES)
def test_only_the_smallest_blocks_with_a_passage_are_published(source, quotes, published):
    assert html_of(source, *quotes) == published


@pytest.mark.parametrize(("source", "quotes", "published"), CASES.values(), ids=CASES)
def test_what_is_published_is_well_formed(source, quotes, published):
    parsed_dom(to_html(cut(source, *quotes)))


def test_a_passage_is_marked_and_its_note_referred_to_as_in_the_whole_text():
    text = parsed("> one\n>\n> two and three\n")
    marked = to_html(only_passages(text, [(8, 11)]), [Highlight("a", 8, 11, marker="1", classes="claim")])
    assert '<mark data-annotation="a" class="claim" id="a" aria-details="note_a">and</mark>' in marked
    assert unwrapped_html(marked) == f'<blockquote>\n{OMISSION}<p id="p_2">two and three</p>\n</blockquote>\n'


def test_links_and_fragments_are_those_of_what_is_published():
    text = cut(
        "[one](a.md) [two](b.md#x)\n\n> [three](c.pdf) ![four](d%20é.png)\n>\n> [five](a.md#y) words\n\n[six](b.md)\n",
        "five", "six",
    )  # fmt: skip
    assert list(map(str, text.links)) == ["articles/2015/a.html#y", "articles/2015/b.html"]
    assert text.fragments == ("p_3", "p_4")
    assert text.text == ""


def test_a_picture_that_is_published_is_a_link_that_is():
    assert list(map(str, cut("one ![two](d%20é.png)\n\n![three](e.png)\n", "one").links)) == ["articles/2015/d é.png"]


def test_paragraphs_are_the_smallest_blocks_with_text():
    source = "# Head\n\nOne\ntwo\n\n> three\n>\n> - four\n> - five\n\n---\n\n![](x.png)\n\n"
    text = parsed(source + "| a | b |\n|---|---|\n| c | d |\n")
    blocks = [text.text[a:b] for a, b in paragraphs_of(text)]
    assert blocks == ["Head", "One\ntwo", "three", "four", "five", "a\nb", "c\nd"]
    assert paragraphs_of(parsed("")) == ()
