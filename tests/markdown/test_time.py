"""The time that parsing takes grows with the length of the text, whatever it consists of (law 16)."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

import pytest

from generator.compiling.article import compile_article
from generator.diagnostics import Location
from generator.markdown import parser
from generator.markdown.document import Parsed, parse, to_html
from generator.markdown.origin import Origin
from generator.model import ArticleSource
from tests.checking import check_archive
from tests.facts import REGISTRY, SETTINGS

PATH = "content/articles/2015/amnesty.md"
RATIO = 2.6 * 2.6
"""How many times as long four times the text may take: 4, and something for a machine that is busy with other things.
What takes time by the square would take 16 times as long."""

TEXTS: dict[str, tuple[Callable[[int], str], int]] = {
    "a link in each line": (lambda n: "".join(f"[a](b{i}.md)\n" for i in range(n)), 2000),
    "links in one line": (lambda n: "".join(f"[a](b{i}.md) " for i in range(n)), 2000),
    "one link again and again": (lambda n: "[a](b.md) " * n, 2000),
    "addresses written otherwise": (lambda n: "[a](b&amp;c.md)\n" * n, 2000),
    "anchors": (lambda n: "[a](#p_1)\n" * n, 2000),
    "images in links": (lambda n: "[![a](p.png)](b.md)\n" * n, 1500),
    "images of another site": (lambda n: "![a *b*](https://example.org/p.png)\n" * n, 1500),
    "one reference again and again": (lambda n: "[a]: u.md\n\n" + "[a]" * n, 4000),
    "references": (lambda n: "".join(f"[a{i}]: u.md\n\n[a{i}]\n\n" for i in range(n)), 1500),
    "definitions that are not used": (lambda n: "".join(f"[a{i}]: Yes.\n" for i in range(n)), 2000),
    "definitions of one label": (lambda n: "".join(f"[a]: u{i}\n" for i in range(n)), 2000),
    "a title over many lines": (lambda n: "[a]: b '" + "c\n" * n + "'", 8000),
    "titles that never end": (lambda n: "".join(f"[a{i}]: b 'c\n\n" for i in range(n)), 2000),
    "labels that never end": (lambda n: "[a\n" * n, 3000),
    "brackets": (lambda n: "[" * n, 3000),
    "openings of images": (lambda n: "![" * n, 2000),
    "half links": (lambda n: "[a](" * n, 4000),
    "half titles": (lambda n: '[a](b "c' * n, 4000),
    "half references": (lambda n: "[q]: u\n\n" + "[q " * n, 2000),
    "stars and underscores": (lambda n: "*_" * n, 5000),
    "stars between letters": (lambda n: "a**b" * n, 4000),
    "strokes": (lambda n: "~~a" * n, 4000),
    "code spans": (lambda n: "`a ``b " * n, 4000),
    "ampersands": (lambda n: "&a" * n, 20_000),
    "angle brackets": (lambda n: "<a " * n, 10_000),
    "lines in deep quotations": (lambda n: ("> " * 98 + "a\n") * n, 300),
    "lines in quotations that are too deep": (lambda n: ("> " * 120 + "a\n\n") * n, 100),
    "lists in quotations": (lambda n: ("> - " * 30 + "a\n") * n, 100),
    "a list": (lambda n: "- x\n\n  > y\n" * n, 1500),
    "rows with too many cells": (lambda n: "|a|\n|-|\n" + "|a|b|c|\n" * n, 1500),
    "breaks between wide characters": (lambda n: "报\n**告**\n" * n, 4000),
    "spaces": (lambda n: ("a" + " " * 50 + "\n") * n, 3000),
}


def grows_with_the_text(small: Callable[[], object], large: Callable[[], object]) -> bool:
    """Whether the second, with four times the text, takes about four times as long, by the least of up to ten tries:
    only other work of the machine makes a measurement larger."""
    least = float("inf"), float("inf")
    for _ in range(10):
        least = min(least[0], cpu_seconds(small)), min(least[1], cpu_seconds(large))
        if least[1] < max(RATIO * least[0], 0.02):
            return True
    return False


def cpu_seconds(work: Callable[[], object]) -> float:
    """Measured without the garbage collector, whose time depends on what else is in memory."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work()
        return time.process_time() - start
    finally:
        gc.enable()


def written(text: str) -> str:
    lines = text.split("\n")
    return to_html(parse(text, PATH, Origin(PATH, 1, lambda n: lines[n - 1] if n <= len(lines) else None)))


@pytest.mark.parametrize("name", TEXTS)
def test_four_times_the_text_takes_about_four_times_the_time(name):
    made, n = TEXTS[name]
    small, large = made(n // 2), made(2 * n)
    assert grows_with_the_text(lambda: written(small), lambda: written(large))


@pytest.mark.parametrize(
    "made",
    [
        lambda n: "[a]: u\n\n" + "[a]" * n,
        lambda n: "[a](u.md)" * n,
        lambda n: "[a](u.md)\n" * n,
        lambda n: "[a](x.md#nowhere)" * n,
        lambda n: "x\n\n" * n + "[a](x.md#p_1)" * n,
        lambda n: "x" * 40 * n + "[a](b&amp;c.md)" * n,
    ],
    ids=["references", "in one line", "in many lines", "anchors", "anchors among paragraphs", "behind a long word"],
)
def test_four_times_the_broken_links_take_about_four_times_the_time(made):
    def problems(n: int) -> Callable[[], object]:
        path = "content/articles/x.md"
        text = f"---\ntitle: T\ndate: 2015-12-23\n---\n{made(n)}\n"
        compiled = compile_article(ArticleSource("x", path, text.encode()))
        lines = text.split("\n")
        facts = compiled.facts
        assert facts
        return lambda: check_archive(
            facts=[facts],
            registry=REGISTRY,
            settings=SETTINGS,
            locations={"x": compiled.locations},
            line_of=lambda _, line: lines[line - 1],
        )

    assert grows_with_the_text(problems(2000), problems(8000))


def _parsed(text: str) -> Parsed:
    return parse(text, PATH, lambda line, column: Location(PATH, line + 1, column + 1))


def _table(columns: int, rows: int, row: str = "|b|") -> str:
    return "|a" * columns + "|\n" + "|-" * columns + "|\n" + f"{row}\n" * rows + "\n"


SHORT_ROWS = _table(255, 255)
"""2 kB that ask for 65,000 cells, and so for 650 kB of HTML."""


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (SHORT_ROWS, 1),
        ("Text.\n\n" + SHORT_ROWS * 20, 1),
        ("".join(f"> {line}\n" for line in SHORT_ROWS.rstrip().split("\n")), 1),
        ("- x\n\n" + "".join(f"  {line}\n" for line in SHORT_ROWS.rstrip().split("\n")), 1),
        (_table(40, 40) * 300, 1),
        (_table(2000, 3), 0),
        (_table(250, 100, "b"), 1),
    ],
    ids=["one", "many", "in a quotation", "in a list", "small ones", "a wide one", "without strokes"],
)
def test_rows_of_tables_are_not_filled_up_without_end(text, problems):
    parsed = _parsed(text)
    assert to_html(parsed).count("<td") - text.count("b") <= parser.MOST_CELLS_MADE + len(text)
    assert [problem.code for problem in parsed.problems] == ["markdown-nested"] * problems
    assert parsed.text.count("b") == text.count("b")


def test_cells_do_not_fill_the_memory(monkeypatch):
    monkeypatch.setattr(parser, "MOST_CELLS", 500)
    parsed = _parsed("Text.\n\n" + _table(10, 39, "|b" * 10 + "|") + _table(10, 20, "|b" * 10 + "|") + _table(2, 2))
    assert to_html(parsed).count("<td") == 390
    (problem,) = parsed.problems
    assert (problem.code, problem.location.line) == ("markdown-nested", 45)
    message = "The tables of this text have so many cells that they appear as they were typed from here on."
    assert problem.message == message
    assert problem.step == "Split the text, or write every row with as many cells as its header."


def test_tables_that_lists_and_quotations_end_are_counted_by_their_own_rows(monkeypatch):
    monkeypatch.setattr(parser, "MOST_CELLS", 600)
    parsed = _parsed("|a|b|\n|-|-|\n|c|d|\n- x\n# y\n" * 100)
    assert not parsed.problems
    assert to_html(parsed).count("<table>") == 100


def test_twice_the_lines_that_could_begin_a_large_table_take_about_twice_the_time(monkeypatch):
    monkeypatch.setattr(parser, "MOST_CELLS", 500)
    small, large = (lambda: _parsed("|-|-\n" * 2000)), (lambda: _parsed("|-|-\n" * 8000))
    assert grows_with_the_text(small, large)


@pytest.mark.parametrize(
    "made",
    [
        "# a\n",
        "- a\n\n",
        "-\n",
        "> 1.\n",
        "---\n",
        "> # a\n",
        "1. *a*\n",
        "[a](b.md) ",
        "`a` ",
        "*a* b\n",
        "a\\\n",
        "&lt; ",
        "![a](b.png)\n\n",
    ],
)
def test_text_of_many_small_parts_does_not_fill_the_memory(made, monkeypatch):
    monkeypatch.setattr(parser, "MOST_TOKENS", 1000)
    source = "Before.\n\n" + made * 2000 + "\n\nlast words"
    tokens, _ = parser.read_tokens(source)
    assert len(tokens) + sum(len(token.children or ()) for token in tokens) < 2500
    parsed = _parsed(source)
    (problem,) = [problem for problem in parsed.problems if problem.code == "markdown-nested"]
    assert problem.message == "The text has so many parts that it appears as it was typed from here on."
    assert problem.step == "Split the text."
    assert "last words" in parsed.text


@pytest.mark.parametrize("made", ["word, word. ", "Word.\n\n", "**a** b\n\n", "## a\n"])
def test_text_of_few_parts_is_parsed_to_its_end(made, monkeypatch):
    monkeypatch.setattr(parser, "MOST_TOKENS", 1000)
    assert not _parsed(made * 90 + "\n\nlast words").problems
