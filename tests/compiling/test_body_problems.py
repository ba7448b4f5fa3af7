"""Warnings for bodies: no false alarm in running text, and any text ends in warnings whose lines are in the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.compiling.body_problems import body_problems
from generator.formats.front_matter import read_front_matter
from tests.pastes import pasted

START = "---\ntitle: A long day in the harbour\ndate: 2015-12-23\nsection: [News]\nauthors: [Ann Lee]\n---\n\n"
TEXT = "The harbour was closed in the morning. It opened again at noon, its master said.\n"
PIECES = [
    "", " ", "Share", "News", "# A long day in the harbour", "23.12.2015", "December 23, 2015", "© 2015", "<p>", "</p>",
    "<br>", "<!-- x -->", "&nbsp;", "\tAn indented line of five words.", "    ", "```", "- item", "> quoted",
    "www.example.org",
    "A sentence that is long enough to be a paragraph. Another one.", "By Ann Lee", "---", "`<b>`",
]  # fmt: skip


def codes(body: str) -> list[str]:
    return [one.code for one in body_problems(read_front_matter(f"{START}{body}".encode(), "a.md"), "a.md")]


@pytest.mark.parametrize(
    "body",
    [
        TEXT,
        f"{TEXT}\nShare prices fell.\n\nRead more slowly, he said.\n\nFollow us, the pilot said on the radio.\n",
        f"{TEXT}\nOn December 23, 2015, it was closed again.\n\nNews came late.\n",
        f"{TEXT}\n- Share\n- Print\n- Comments\n",
        f"{TEXT}\n> Advertisement\n",
        f"{TEXT}\n```\nShare\n\n    x = 1\n<p>\n```\n",
        f"{TEXT}\n    for x in y:\n        print(x)\n",
        f"{TEXT}\n1. One item of a list is here.\n\n    Its second paragraph is indented as it has to be.\n",
        f"{TEXT}\nTo the sea,  \nto the sea it went.  \nNo ship came back.\n",
        f"{TEXT}\n`<b>` is a tag, and 3 < 4, and <https://example.org/> is an address.\n",
        "\n\n".join(f"{n}. year: {TEXT}" for n in "abcdefghi")
        + "\n\nShare\n\n"
        + "\n\n".join(["He shared what he had with all of them."] * 12)
        + "\n",
    ],
)
def test_running_text_gives_no_alarm(body):
    found = codes(body)
    assert found == (["copied-along"] if "\n\nShare\n\n" in body else [])


def test_all_of_a_text_is_never_taken_away():
    assert codes("Share\n\nAdvertisement\n") == []


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("\n".join) | st.text("# <p>br/\n\t -.aA&;`", max_size=80))
def test_any_body_ends_in_warnings_whose_lines_are_in_the_file(body):
    text = f"{START}{body}"
    lines = text.count("\n") + 1
    for problem in body_problems(read_front_matter(text.encode(), "a.md"), "a.md"):
        assert 0 < problem.location.line <= lines
        if problem.paste:
            assert 0 < problem.paste.first <= problem.paste.last + 1 <= lines + 1
            assert pasted(text, problem.paste).startswith(START.rstrip("\n"))


@pytest.mark.parametrize(
    "line", ["# A long day in the harbour", "**23 December 2015**", "## News", "## Werbung", "By Ann Lee"]
)
def test_a_line_that_the_article_may_have_is_never_taken_away_unasked(line):
    (first,) = body_problems(read_front_matter(f"{START}{line}\n\n{TEXT}\nIt is all.\n".encode(), "a.md"), "a.md")
    assert first.paste
    assert first.is_guess
