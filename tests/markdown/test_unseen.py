"""Link definitions that hide text, and table cells too many: what is reported where, and what is pasted (law 21)."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.compiling.article import compile_article, compile_page
from generator.diagnostics import Diagnostic
from generator.markdown.document import Parsed, parse, to_html
from generator.markdown.origin import Origin
from generator.model import ArticleSource, PageSource
from tests.pastes import pasted

PATH = "content/articles/2015/amnesty.md"


def parsed(source: str) -> Parsed:
    lines = re.split(r"\r\n|\r|\n", source)
    return parse(source, PATH, Origin(PATH, 1, lambda n: lines[n - 1] if n <= len(lines) else None))


def unseen(source: str) -> list[Diagnostic]:
    return [problem for problem in parsed(source).problems if problem.code == "text-not-shown"]


@pytest.mark.parametrize(
    ("source", "line", "column", "lines"),
    [
        ("[Smith]: https://example.org/x", 1, 1, [r"\[Smith]: https://example.org/x"]),
        ("He sits down.\n\n[Applause]: Yes.", 3, 1, [r"\[Applause]: Yes."]),
        ("[Chairman]: Order!\n\nThey rise.", 1, 1, [r"\[Chairman]: Order!"]),
        ("[12:30]: Later", 1, 1, [r"\[12:30]: Later"]),
        ("[12.30 Uhr]: Pause", 1, 1, [r"\[12.30 Uhr]: Pause"]),
        ("A word.[^1]\n\n[^1]: Footnote", 3, 1, [r"\[^1]: Footnote"]),
        ("A word.[^note]\n\n[^note]: https://example.org/", 3, 1, [r"\[^note]: https://example.org/"]),
        ("[председатель]: Тихо!", 1, 1, [r"\[председатель]: Тихо!"]),
        ("[主席]: 肃静！", 1, 1, [r"\[主席]: 肃静！"]),
        ("[الرئيس]: نعم", 1, 1, [r"\[الرئيس]: نعم"]),
        ("> [Lind]: Never", 1, 3, [r"> \[Lind]: Never"]),
        ("> > [Lind]: Never\n> > [Aho]: Yes", 1, 5, [r"> > \[Lind]: Never", "> >"]),
        ("- [Lind]: Never\n- [Aho]: Yes", 1, 3, [r"- \[Lind]: Never"]),
        ("1. one\n\n   [Lind]: Never\n   [Aho]: Yes", 3, 4, [r"   \[Lind]: Never", ""]),
        ("  [Lind]: <never>", 1, 3, [r"  \[Lind]: <never>"]),
        ("[Lind]: Never 'said\nhe'", 1, 1, [r"\[Lind]: Never 'said", "he'"]),
        ("[Lind]:\nNever\n(said he)", 1, 1, [r"\[Lind]:", "Never", "(said he)"]),
        ("[Lind,\nin the chair]: Never", 1, 1, [r"\[Lind,", "in the chair]: Never"]),
        ("[a]\n\n[a]: x.md\n[A]: y.md", 4, 1, [r"\[A]: y.md"]),
        ("[ẞ]\n\n[SS]: x.md\n[ss]: y.md", 4, 1, [r"\[ss]: y.md"]),
        ("[a]\n\n[a]: x.md 'one'\n\n[a]: x.md 'two'", 5, 1, [r"\[a]: x.md 'two'"]),
        ("`[a]`\n\n[a]: x.md", 3, 1, [r"\[a]: x.md"]),
        ("```\n[a]\n```\n\n[a]: x.md", 5, 1, [r"\[a]: x.md"]),
        (r"\[a] [a](b.md)" + "\n\n[a]: x.md", 3, 1, [r"\[a]: x.md"]),
        ("[Applause] again\n\n[Applause]: Yes.", 3, 1, [r"\[Applause]: Yes."]),
        ("![Applause]\n\n[Applause]: Yes.", 3, 1, [r"\[Applause]: Yes."]),
        ("# Head\n[Lind]: Never", 2, 1, [r"\[Lind]: Never"]),
        ("one\r\n\r\n[Lind]: Never\r\n", 3, 1, [r"\[Lind]: Never"]),
    ],
)
def test_a_line_that_is_read_as_a_definition_is_reported(source, line, column, lines):
    problem = unseen(source)[0]
    assert (problem.location.line, problem.location.column) == (line, column)
    assert problem.paste
    assert list(problem.paste.lines) == lines
    assert problem.paste.first == line


@pytest.mark.parametrize(
    "source",
    [
        "[the minutes][1]\n\n[1]: https://example.org/minutes",
        "[the minutes][]\n\n[The Minutes]: minutes.md 'Of May'",
        "[Lind]\n\n[lind]: ../../speakers/lind.md",
        "[12:30]\n\n[12:30]: https://example.org/video?t=45000",
        "![map]\n\n[map]: map.png",
        "[a] [b]\n\n[a]: #p_1\n[b]: mailto:a@example.org",
        "> [a]\n\n- [a]: x.md",
        "[a]: x.md\n[a]: x.md\n\n[a]",
        "| [a] |\n|--|\n| b |\n\n[a]: x.md",
        "# [a]\n\n[a]:\n  <a b.md>\n  'with a title'",
        "![the [map] of May](map.png)\n\n[map]: x.md",
        "[Lind]: Never say never",
        "[Lind]: ",
        "    [Lind]: Never",
        "`[Lind]: Never`",
        "words\n[Lind]: Never",
        "[Lind] : Never",
        "| a | b |\n|---|---|\n| c | d |\n| e |\n| f | g | |",
        "| a | b |\n|---|---|\n| c | `d \\| e` |",
    ],
)
def test_what_is_used_or_shown_is_sound(source):
    assert unseen(source) == []


@pytest.mark.parametrize(
    ("source", "line", "column", "lines"),
    [
        ("|a|\n|-|\n|b|c|", 3, 4, ["|a|  |", "|-|---|"]),
        ("a | b\n--|--\nc | d | e | f", 3, 9, ["a | b |  |  |", "--|--|---|---|"]),
        ("> | a |\n> |--|\n> | b | *c* |", 3, 9, ["> | a |  |", "> |--|---|"]),
        ("- | a |\n  |:-|\n  | b | c |", 3, 9, ["- | a |  |", "  |:-|---|"]),
        ("| a |\n|--:|  \n| b \\| c | d |", 3, 12, ["| a |  |", "|--:|---|"]),
        ("x\n\n| \\| |\n|--|\n| b || c", 5, 6, ["| \\| |  |  |", "|--|---|---|"]),
        ("| عمود |\n|--|\n| ب | ج |", 3, 7, ["| عمود |  |", "|--|---|"]),
        ("a \\|| b\n--|--\nc | d | 世", 3, 9, ["a \\|| b |  |", "--|--|---|"]),
        ("|a|\r\n|-|\r\n|b|c|", 3, 4, ["|a|  |", "|-|---|"]),
        ("|a|b|\n|-|-|\n|c|\n|d|e|f|\n|g|h|i|", 4, 6, ["|a|b|  |", "|-|-|---|"]),
    ],
)
def test_cells_beyond_the_header_are_reported(source, line, column, lines):
    (problem,) = unseen(source)
    assert (problem.location.line, problem.location.column) == (line, column)
    assert problem.paste
    assert list(problem.paste.lines) == lines
    assert unseen(pasted(source.replace("\r\n", "\n"), problem.paste)) == []


def test_a_line_that_a_link_uses_is_named_as_it_was_typed():
    (problem,) = unseen("[الوزير]: نعم\n\n[الوزير] قال")
    assert "defines a link to “نعم”" in problem.message


@pytest.mark.parametrize(
    ("source", "line", "column", "lines"),
    [
        ("``` He said yes\nand left\n```", 1, 5, ["```", "He said yes"]),
        ("~~~~ Yes.\n~~~~", 1, 6, ["~~~~", "Yes."]),
        ("x\n\n```他说\n```", 3, 4, ["```", "他说"]),
        ("> - ```He said\n>   x", 1, 8, ["> - ```", ">   He said"]),
        ("1.  ``` a b\n    c\n    ```", 1, 9, ["1.  ```", "    a b"]),
        ("```python title='two words'\n1\n```", 1, 4, ["```", "python title='two words'"]),
        ("``` a b\r\nc\r\n```", 1, 5, ["```", "a b"]),
    ],
)
def test_words_behind_the_marks_of_a_code_block_are_reported(source, line, column, lines):
    (problem,) = unseen(source)
    assert (problem.location.line, problem.location.column) == (line, column)
    assert problem.paste
    assert list(problem.paste.lines) == lines
    after = pasted(source.replace("\r\n", "\n"), problem.paste)
    assert unseen(after) == []
    assert lines[-1].strip(" >") in parsed(after).text


@pytest.mark.parametrize(
    "info", ["", "python", "c++", "C#", "objective-c", "text/x-sh", "{.python .numbered}", "py {1,3} start=5"]
)
def test_the_language_of_a_code_block_is_sound(info):
    assert unseen(f"```{info}\nx\n```") == []


def test_words_behind_the_marks_of_a_code_block_in_a_note():
    sidecar = "notes:\n  a:\n    quote: Words\n    note: {}\n"
    text = b"---\ntitle: T\ndate: 2015-12-23\n---\n\nWords.\n"

    def problems(yaml: str) -> list[Diagnostic]:
        return list(compile_article(ArticleSource("x", "x.md", text, "x.yaml", yaml.encode())).diagnostics)

    block = sidecar.format("|\n      ``` He said\n      x")
    (problem,) = problems(block)
    assert problems(pasted(block, problem.paste)) == []
    (problem,) = problems(sidecar.format('"``` He said\\nx"'))
    assert problem.paste is None
    assert problem.step.endswith("write it on the next line.")


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It&#146;s &#147;fine&#148; &#x85;", "It’s “fine” …"),
        ("| &#146; |\n|--|\n| [a&#x92;s](x.md) |", "’\na’s"),
        ("`&#146;` \\&#146;", "&#146; &#146;"),
        ("&#65533;&#xFFFD; &#8217;", "\ufffd\ufffd ’"),
    ],
)
def test_numbers_of_windows_1252_are_read_as_html_reads_them(source, text):
    assert parsed(source).text.strip() == text
    assert parsed(source).problems == ()


@pytest.mark.parametrize("number", ["&#129;", "&#0;", "&#xD800;", "&#x110000;", "&#1;", "&#x7F;", "&#xFFFE;"])
def test_a_number_without_a_character_is_reported(number):
    (problem,) = parsed(f"One\n\n> two\n> three {number} four").problems
    assert (problem.code, problem.location.line, problem.location.column) == ("html-entity", 4, 9)
    assert number in problem.message


LINES = st.lists(
    st.sampled_from(
        [
            *[
                "[a]: x.md",
                "[a]: y.md",
                "[b]: https://example.org/ 'title'",
                "[Lind]: Never",
                "[Aho]:\nYes",
                "[c]: <x>",
            ],
            *["[^1]: note", "[12:30]: later (and\nmore)", "see [a] and [b]", "[Lind]", "A word.[^1]", "# head", "***"],
            *["| a |\n|--|\n| b | c |", "```\n[a]\n```", "[d]: z 't' t", "    [a]: x", "", "", "", "- x", "> y"],
        ]
    ).flatmap(lambda text: st.sampled_from(["", "", "> ", "- ", "1. ", "> - "]).map(lambda mark: inside(mark, text))),
    max_size=10,
).map("\n".join)


def inside(mark: str, text: str) -> str:
    return mark + text.replace("\n", "\n" + re.sub(r"[^>]", " ", mark))


@given(LINES)
@example("[Lind]: Never\n    [a]: x\n[a]: x.md\nsee [a] and [b]")
@example("[Lind]\n[a]: x.md\n> [b]: https://example.org/ 'title'\n    [a]: x\n[a]: x.md")
@example("> [a]: x.md\n[Lind]\n1. \n[b]: https://example.org/ 'title'")
@settings(max_examples=300, deadline=None)
def test_each_paste_shows_the_line_and_breaks_no_link(source):
    before = unseen(source)
    for problem in before:
        assert problem.paste
        after = pasted(source, problem.paste)
        assert len(unseen(after)) < len(before)
        assert links(source) <= links(after)
        shown = re.sub(r"\s+", "", parsed(after).text)
        if problem.message.startswith("“["):
            hidden = "".join(problem.paste.lines).partition("\\")[2].split(":")[0]
            assert re.sub(r"[\s>]+", "", hidden) in shown


def links(source: str) -> set[str]:
    return set(re.findall(r'href="([^"]*)"', to_html(parsed(source))))


NOTES = [
    ('note: "[Lind]: Never."', '    note: "\\\\[Lind]: Never."'),
    ("note: '[Lind]: Never.'", "    note: '\\[Lind]: Never.'"),
    ("note: |\n      [Lind]: Never.", "      \\[Lind]: Never."),
    ("note: |-\n      He says:\n\n      [Lind]: Never.", "      \\[Lind]: Never."),
    ("note: >\n      He says:\n\n\n      [Lind]: Never.", "      \\[Lind]: Never."),
    ("note: >-\n        [Lind]: Never.", "        \\[Lind]: Never."),
    ("note: |\n      > [Lind]: Never.", "      > \\[Lind]: Never."),
    ("note: |\n      [Lind]:\n      Never.", "      \\[Lind]:\n      Never."),
    ("note:\n      '[Lind]: Never.'", "      '\\[Lind]: Never.'"),
    ('note: "He says:\\n\\n[Lind]: Never."', None),
    ('note: "He says:\n\n\n      [Lind]: Never."', '      \\\\[Lind]: Never."'),
]


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize(("written", "lines"), NOTES)
def test_a_note_is_pasted_as_its_file_writes_it(written, lines, ends):
    sidecar = f"notes:\n  a:\n    quote: Words\n    {written}\n"
    text = b"---\ntitle: T\ndate: 2015-12-23\n---\n\nWords.\n"

    def problems(yaml: str) -> list[Diagnostic]:
        source = yaml.replace("\n", ends).encode()
        return list(compile_article(ArticleSource("x", "x.md", text, "x.yaml", source)).diagnostics)

    (problem,) = problems(sidecar)
    assert problem.code == "text-not-shown"
    assert problem.location.path == "x.yaml"
    if lines is None:
        assert problem.paste is None
        assert "backslash" in problem.step
    else:
        assert problem.paste
        assert list(problem.paste.lines) == lines.split("\n")
        assert problems(pasted(sidecar, problem.paste)) == []


def test_an_ordinary_page_is_checked():
    text = "---\ntitle: About\n---\n\nWho we are.\n\n[Lind]: Editor\n"
    (problem,) = compile_page(PageSource("about", "content/pages/about.md", text.encode())).diagnostics
    assert (problem.code, problem.location.line) == ("text-not-shown", 7)
    assert compile_page(PageSource("about", "x.md", pasted(text, problem.paste).encode())).diagnostics == ()


def test_a_line_too_long_to_paste_is_reported_without_it():
    (problem,) = unseen("[Lind]: " + "x" * 30_000)
    assert problem.paste is None
    assert problem.step.endswith("write a backslash (`\\`) before the “[”.")
