"""Law 23 for Markdown: each word of a text is shown, or is markup, or a diagnostic names its line.

What is markup is decided here by another, simpler reading: a word that is no part of the projection must be in an
attribute that the browser uses or shows (an address, a title, an image's description), the language of a
fence, or in lines that a diagnostic names.
"""

from __future__ import annotations

import html
import re
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic
from generator.markdown.document import parse, to_html
from generator.markdown.origin import Origin

PATH = "content/articles/2015/amnesty.md"
WORD = re.compile(r"(?:word|слово|世)\d+x")
ATTRIBUTE = re.compile(r'\s(?:href|src|title|alt)="([^"]*)"')
FENCE = re.compile(r"^[\s>*+\-\d.)]*(?:`{3,}|~{3,})\s*\S*\s*$")


def assert_nothing_lost(source: str) -> None:
    """Each word of the source is in it once."""
    lines = re.split(r"\r\n|\r|\n", source)
    parsed = parse(source, PATH, Origin(PATH, 1, lambda n: lines[n - 1] if n <= len(lines) else None))
    shown = WORD.findall(parsed.text)
    order = {word: n for n, word in enumerate(WORD.findall(source))}
    assert [order[word] for word in shown] == sorted(order[word] for word in shown), "their order is another"
    written = to_html(parsed)
    in_attributes = " ".join(unquote(html.unescape(value)) for value in ATTRIBUTE.findall(written))
    assert WORD.findall(html.unescape(re.sub(r"<[^>]*>", "", written))) == shown, "the page and the projection differ"
    kept = {*shown, *WORD.findall(in_attributes)}
    named = {line for problem in parsed.problems for line in lines_of(problem)}
    lost = [
        (n, word)
        for n, line in enumerate(lines, 1)
        for word in WORD.findall(line)
        if word not in kept and n not in named and not FENCE.match(line)
    ]
    assert lost == []


def lines_of(problem: Diagnostic) -> list[int]:
    first, last = problem.location.line, problem.location.line
    if problem.paste and problem.code == "text-not-shown" and problem.paste.first == first:
        last = problem.paste.last
    others = [int(n) for detail in problem.details for n in re.findall(r"\d+", detail)]
    return [*range(first, last + 1), *others]


def filled(template: str) -> str:
    """The template with another word in place of each `#W`."""
    numbers = iter(range(1_000_000))

    def word(_: re.Match[str]) -> str:
        n = next(numbers)
        return f"{('word', 'слово', 'word', '世')[n % 4]}{n}x"

    return re.sub("#W", word, template)


INLINES = [
    *"#W #W *#W* __#W__ ***#W*** `#W` ``#W`#W`` ~~#W~~ \\#W \\*#W\\* &#W; &amp;#W #W&nbsp; <#W> </#W> <#W".split(" "),
    *[
        "<a href='#W'>#W</a>",
        "<!-- #W -->",
        "<https://#W.org/#W>",
        "<#W@example.org>",
        "<x:#W>",
        "#W  \n#W",
        "#W\\\n#W",
    ],
    *["[#W](#W.md)", "[#W](https://e.org/#W '#W')", "[#W](<#W.md> (#W))", "[*#W* #W](b.md#p_1)", "[#W](javascript:#W)"],
    *[
        "![#W](#W.png)",
        "![#W *#W* `#W`](https://e.org/#W)",
        "![#W](#W.png '#W')",
        "[![#W](#W.png)](#W.md)",
        "![](#W.png)",
    ],
    *[
        "[![#W](https://e.org/#W)](https://e.org/#W)",
        "![#W ![#W](p.png) [#W](b.md)](#W.png)",
        "![#W\n#W](//e.org/#W)",
    ],
    *[
        "[a]",
        "[#W][a]",
        "[#W][b]",
        "![#W][a]",
        "[#W]",
        "[#W][]",
        "![#W]",
        "![a]",
        "[b][]",
        "[^1]",
        "[#W",
        "](#W)",
        "![",
    ],
    *["[#W](#W", "#W]", "*#W", "#W**", "`#W", "\\", "|", "世\n#W", "#W\n世", "~#W~", "![#W](https://e.org/#W '#W')"],
]
BLOCKS = [
    *["#W #W\n#W", "# #W", "###### #W ######", "#W\n===", "#W #W\n---", "***", "    #W\n    #W", "\t#W"],
    *[
        "> #W\n#W",
        "> > #W\n> #W",
        "- #W\n- #W",
        "1. #W\n2. #W\n\n   #W",
        "9) #W",
        "- - #W\n\n  - #W\n    #W",
        "* #W\n\n\n* #W",
    ],
    *[
        "```#W #W\n#W\n```",
        "~~~ #W\n#W\n~~~",
        "```\n#W",
        "> ```\n> #W\n#W",
        "<div #W>\n#W\n</div>",
        "<!-- #W\n#W -->",
        "<?#W?>",
    ],
    *[
        "| #W | #W |\n|--|:-:|\n| #W | #W |",
        "| #W |\n|--|\n| #W | #W |\n| #W |",
        "#W | #W\n--|--\n#W | #W | #W\n| #W",
        "|#W|\n|-|\n",
    ],
    *[
        "> | #W |\n> |--|\n> | #W | `#W | #W` | #W\\|#W |",
        "- #W | #W\n  --|--\n  | #W | #W | #W",
        "|#W|#W\n|-|-|\n|#W|#W||",
    ],
    *[
        "[a]: #W.md '#W'",
        "[b]: <#W>\n'#W\n#W'",
        "[#W]: #W",
        "[#W]: https://e.org/#W",
        "[a]: #W",
        "[^1]: #W",
        "> [#W]:\n> #W",
    ],
    *[
        "- [#W]: #W\n  #W",
        "[#W\n#W]: #W",
        "[A]: #W.md '#W'",
        "[12:30]: #W\n[a]: #W.md",
        "[//]: # (#W)",
        "[#W]: #W 'x' #W",
        "[]: #W",
    ],
    *["   [#W]: #W (#W\n#W)", "1. [b]: #W\n2. #W", "> - [#W]: #W\n>   [#W]: #W"],
]
TEXTS = st.lists(
    st.one_of(
        st.sampled_from(BLOCKS).map(lambda block: f"\n\n{block}\n\n"),
        st.sampled_from(BLOCKS).map(lambda block: f"\n{block}\n"),
        st.sampled_from(["> ", "- ", "1. ", "  ", "\n", "\n\n", "\n> ", "\n- ", "\n    "]),
        st.sampled_from(INLINES),
    ),
    max_size=16,
).map(" ".join)
ENDS = st.sampled_from(["\n", "\n", "\r\n", "\r"])


@given(TEXTS, ENDS)
@example("- [#W]: #W\n[#W]: #W", "\n")
@example("[a]: #W.md\n[a]\n[a]: #W.md", "\n")
@settings(max_examples=400, deadline=None)
def test_each_word_of_a_text_is_shown_or_markup_or_reported(text, end):
    assert_nothing_lost(filled(text).replace("\n", end))


@pytest.mark.parametrize("block", BLOCKS)
@pytest.mark.parametrize("inside", ["{}", "> {}", "- {}", "1. > {}", "#W\n\n{}\n\n#W", "#W\n{}\n#W [a] [b]"])
def test_no_word_of_any_block_is_lost(block, inside):
    first, _, marked = inside.partition("{}")
    indented = first + block.replace(
        "\n", "\n" + ("> " if first.endswith("> ") else "  " if first.endswith("- ") else "")
    )
    assert_nothing_lost(filled(indented + marked))


@pytest.mark.parametrize(
    "text",
    [
        "> " * 120 + "#W\n\n#W",
        "- " * 60 + "#W\n\n#W",
        "1. " * 60 + "#W\n\n#W\n\n- #W",
        "- > " * 60 + "#W\n\n#W",
        "".join("  " * n + "- #W\n" for n in range(70)) + "\n#W",
        "> " * 99 + "- #W\n" + "> " * 99 + "- #W\n#W\n\n#W",
        "> " * 99 + "[a]: #W\n\n#W",
        "![" * 30 + "#W" + "](https://e.org/p.png)" * 30 + "\n\n#W",
        "[" * 150 + "#W" + "](a.md)" * 150,
        "*" * 150 + "#W" + "*" * 150 + "\n\n" + "[" * 300 + "#W",
        "|#W" * 120 + "|\n" + "|-" * 120 + "|\n|#W|\n",
    ],
    ids=lambda text: text[:12],
)
def test_no_word_is_lost_where_the_text_is_nested_too_deep(text):
    assert_nothing_lost(filled(text))
