"""Any bytes as YAML or Markdown end in a page or in a diagnostic, in bounded time: through the whole build."""

from __future__ import annotations

import codecs
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.pipeline.build import build_site
from generator.pipeline.result import Built
from tests.casefiles import BASE, remember_templates

ARTICLE = "content/articles/2015/report.md"
SIDECAR = "content/articles/2015/report.yaml"
PAGE = "articles/2015/report.html"
OTHER = "content/articles/2015/other.md"
FILES = (ARTICLE, SIDECAR, "site.yaml", "content/speakers.yaml", "content/sources.yaml", "content/pages/about.md")
SECONDS = 20
"""Far above what any of these takes, on a machine that is busy with other things."""
FRONT = b"---\ntitle: A title\ndate: 2015-12-23\n---\n\n"
A_CLAIM = "claims:\n  a:\n    speaker: amnesty\n    "


@pytest.fixture
def site(tmp_path):
    return Path(shutil.copytree(BASE, tmp_path / "site"))


def built_with(site: Path, files: dict[str, bytes]) -> Built:
    """The site with other bytes, built; no file is lost without a word, and it takes no longer than it may."""
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    start = time.monotonic()
    built = build_site(site)
    assert time.monotonic() - start < SECONDS
    blamed = {d.location.path for d in built.diagnostics if d.severity == "error"}
    if built.files is None:
        assert blamed & {"site.yaml"}
    else:
        assert PAGE in built.files or ARTICLE in blamed
    return built


YAML = {
    "25,000 nested brackets": b"a: " + b"[" * 25_000,
    "25,000 nested braces": b"a: " + b"{a: " * 25_000,
    "25,000 nested brackets, closed": b"a: " + b"[" * 25_000 + b"]" * 25_000,
    "a thousand levels of indentation": b"".join(b" " * n + b"a:\n" for n in range(1_000)),
    "a line of dashes": b"- " * 300_000,
    "a line of question marks": b"? " * 300_000,
    "an alias bomb": b"a: &a [x, x, x, x, x, x, x, x, x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (n + 1, n + 1, b", ".join([b"*%c" % n] * 9)) for n in range(97, 121)),
    "a merge bomb": b"a: &a {x: 1}\n" + b"".join(b"b%d: {<<: [*a, *a, *a]}\n" % n for n in range(1_000)),
    "20,000 aliases in a line": b"a: [" + b"*a, " * 20_000 + b"]",
    "30,000 commas in braces": b"a: {x: " + b"y, " * 30_000 + b"}",
    "5,000 keys in a line": b"{" + b"".join(b"titl%d: v, " % n for n in range(5_000)) + b"}",
    "marks on one letter": b"title: a" + "\u0323\u0301".encode() * 100_000,
    "an alias of itself": b"a: &a [*a]",
    "a thousand documents": b"---\na: b\n" * 1_000,
    "a tag that runs code": b"a: !!python/object/apply:os.system ['exit 1']",
    "quotation marks that never close": b'a: "' + b"x\n" * 200_000,
    "quotation marks in every line": b'a: "x\n' * 5_000,
    "colons in every line": b"a: b: c\n" * 5_000,
    "tabs in every line": b"\ta: b\n" * 5_000,
    "a key of half a megabyte": b"k" * 500_000 + b": v",
    "5,000 keys": b"".join(b"k%d: v\n" % n for n in range(5_000)),
    "5,000 times one key": b"title: v\n" * 5_000,
    "comments alone": b"# x\n" * 200_000,
    "a block of text of a megabyte": b"title: |\n  " + b"x" * 1_000_000,
    "a megabyte and one byte": b"#" * (2**20 + 1),
    "nothing": b"",
    "a NUL": b"title: A\0title\n",
    "UTF-16": "title: A title\n".encode("utf-16"),
    "UTF-32": "title: A title\n".encode("utf-32"),
    "a byte order mark": codecs.BOM_UTF8 + b"title: A title\nurl: https://example.org/\n",
    "a byte order mark in the middle": b"title: A\xef\xbb\xbf title\n",
    "CR alone": b"title: A title\rurl: https://example.org/\r",
    "a lone surrogate": b"title: \xed\xa0\x80\n",
    "an escaped surrogate": b'title: "\\ud800"\n',
    "an escape beyond Unicode": b'title: "\\UFFFFFFFF"\n',
    "every control character": bytes(range(32)) * 2_000,
    "every byte": bytes(range(256)) * 200,
}


@pytest.mark.parametrize("name", YAML)
def test_hostile_yaml_ends_in_a_page_or_a_diagnostic(site, name):
    spoiled = b"---\n" + YAML[name] + b"\n---\n\nA text."
    files = dict.fromkeys([SIDECAR, "content/speakers.yaml", "content/sources.yaml"], YAML[name])
    built_with(site, files | {OTHER: spoiled, "content/pages/about.md": spoiled})


@pytest.mark.parametrize("name", YAML)
def test_hostile_settings_end_in_a_site_or_a_diagnostic(site, name):
    built_with(site, {"site.yaml": YAML[name]})


MARKDOWN = {
    "a million nested quotes": ">" * 1_000_000,
    "10,000 nested quotes with spaces": "> " * 10_000,
    "nested lists": "".join("  " * n + "- x\n" for n in range(1_000)),
    "dashes": "- " * 20_000,
    "100,000 brackets": "[" * 100_000,
    "30,000 image openings": "![" * 30_000,
    "nested links": "[" * 5_000 + "x" + "](a)" * 5_000,
    "nested images": "![" * 2_000 + "x" + "](https://a.b/c)" * 2_000,
    "a paragraph of a megabyte": "words and words " * 65_536,
    "a megabyte of stars": "*" * 1_000_000,
    "stars and letters": "*a" * 30_000,
    "underscores and stars": "*_a" * 30_000,
    "strokes": "~~a" * 20_000,
    "backticks": "".join("`" * n + " " for n in range(1, 700)),
    "angle brackets": "<" * 200_000,
    "half-open tags": "<a href='" * 50_000,
    "ampersands": "&#" * 200_000,
    "reference definitions": "".join(f"[r{n}]: x{n}\n" for n in range(5_000)) + "[r1]" * 5_000,
    "a table of 300 columns": "|" * 300 + "\n" + "|-" * 300 + "|\n" + ("|" * 300 + "\n") * 300,
    "30,000 paragraphs": "x\n\n" * 30_000,
    "a code block that never closes": "```\n" + "x\n" * 100_000,
    "trailing spaces": "x" + " " * 500_000 + "\ny",
    "quotation marks": "“" * 50_000 + "”" * 50_000,
    "straight quotation marks": '" ' * 50_000 + 'a" ' * 50_000,
    "NUL and its kin": "".join(map(chr, range(32))) * 3_000,
    "bidirectional overrides": "\u202e\u2066\u2069" * 50_000,
    "combining marks": "a" + "\u0301" * 200_000,
    "mixed combining marks": "a" + "\u0323\u0301" * 100_000,
    "zero-width joiners": "\u200d" * 200_000,
}


@pytest.mark.parametrize("name", MARKDOWN)
def test_hostile_markdown_ends_in_a_page_or_a_diagnostic(site, name):
    sidecar = A_CLAIM + "quote: words that stand nowhere in it, or everywhere\n"
    built_with(site, {ARTICLE: FRONT + MARKDOWN[name].encode(), SIDECAR: sidecar.encode()})


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", "x".encode("utf-16"), b"\xed\xa0\x80", b"---", b"---\n---"])
def test_an_article_of_hostile_bytes_ends_in_a_diagnostic(site, data):
    assert built_with(site, {ARTICLE: data}).diagnostics


WORDS = " ".join(f"word{n}" for n in range(10_001))


def claims(quotes: list[str]) -> bytes:
    return (
        "claims:\n" + "".join(f"  c{n}: {{speaker: amnesty, quote: '{q}'}}\n" for n, q in enumerate(quotes))
    ).encode()


def test_5000_staggered_annotations_that_all_overlap_are_bounded(site):
    quotes = [f"word{n} … word{n + 5_000}" for n in range(5_000)]
    built = built_with(site, {ARTICLE: FRONT + WORDS.encode(), SIDECAR: claims(quotes)})
    assert sum(d.code == "too-deep" for d in built.diagnostics) == 5_000 - 12


def test_5000_annotations_side_by_side_are_all_marked(site):
    built = built_with(site, {ARTICLE: FRONT + WORDS.encode(), SIDECAR: claims([f"word{n}" for n in range(5_000)])})
    assert built.files
    assert bytes(built.files[PAGE]).count(b"<mark") == 5_000


def test_5000_quotes_that_are_not_found_are_all_reported(site):
    quotes = [f"wrd{n} woord{n + 1} in a text of many words" for n in range(5_000)]
    built = built_with(site, {ARTICLE: FRONT + WORDS.encode(), SIDECAR: claims(quotes)})
    assert sum(d.code == "quote-not-found" for d in built.diagnostics) == 5_000


def test_1000_quotes_that_stand_everywhere_are_all_reported(site):
    sidecar = claims(["and"] * 1_000)
    built = built_with(site, {ARTICLE: FRONT + b"this and that " * 5_000, SIDECAR: sidecar})
    assert sum(d.code == "quote-ambiguous" for d in built.diagnostics) == 1_000


def test_a_quote_of_half_a_megabyte_that_is_not_found_is_bounded(site):
    text = "words and more words " * 50_000
    built = built_with(site, {ARTICLE: FRONT + text.encode(), SIDECAR: claims([text[:500_000] + " but not these"])})
    assert [d.code for d in built.diagnostics if d.severity == "error"] == ["quote-not-found"]


def test_1000_answers_nested_in_each_other_are_bounded(site):
    """YAML's own depth ends it; answers by `to` may go on."""
    chain = "counterpoints:\n  c0: {to: a, speaker: amnesty, statement: x, sources: [amnesty-report]}\n" + "".join(
        f"  c{n}: {{to: c{n - 1}, speaker: amnesty, statement: x, sources: [amnesty-report]}}\n"
        for n in range(1, 2_000)
    )
    built = built_with(site, {SIDECAR: (A_CLAIM + "statement: x\n" + chain).encode()})
    assert {d.severity for d in built.diagnostics} <= {"notice"}


def test_a_circle_of_2000_repeats_is_reported_once(site):
    circle = "".join(f"  c{n}: {{speaker: amnesty, statement: x, repeats: c{(n + 1) % 2_000}}}\n" for n in range(2_000))
    built = built_with(site, {SIDECAR: f"claims:\n{circle}".encode()})
    (problem,) = (d for d in built.diagnostics if d.code == "reference-circle")
    assert len(problem.message + "".join(problem.details)) < 300


remember_templates()

CHUNKS = st.sampled_from(
    [
        *(
            b"---\n",
            b"title: ",
            b"date: 2015-12-23\n",
            b"claims:\n",
            b"  a:\n",
            b"    quote: ",
            b"    speaker: amnesty\n",
        ),
        *(
            b"- ",
            b": ",
            b" #",
            b"|\n",
            b"{",
            b"}",
            b"[",
            b"]",
            b'"',
            b"'",
            b"\t",
            b"&a ",
            b"*a",
            b"!t ",
            b"\r\n",
            b"\n",
        ),
        *(
            b"\xef\xbb\xbf",
            b"\xff",
            b"\0",
            b"\xed\xa0\x80",
            "…".encode(),
            "“".encode(),
            b"`",
            b"](",
            b"![",
            b"> ",
            b"<b>",
        ),
    ]
)
BYTES = st.one_of(
    st.binary(max_size=200), st.lists(st.one_of(CHUNKS, st.binary(max_size=4)), max_size=30).map(b"".join)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(FILES), data=BYTES)
def test_random_bytes_end_in_a_page_or_a_diagnostic(tmp_path_factory, path, data):
    site = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("random") / "site"))
    built_with(site, {path: data})
