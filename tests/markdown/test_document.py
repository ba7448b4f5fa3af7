"""Markdown: the projection, where links may lead, and laws 1 and 2 over CommonMark's examples and random text."""

import json
import random
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import Location
from generator.markdown.document import Parsed, parse, to_html
from generator.markdown.marks import Highlight, too_deep
from tests.unmarked import marked_words, parsed_dom, unwrapped_dom, unwrapped_html

PATH = "content/articles/2015/amnesty.md"
EXAMPLES = [
    e["markdown"] for e in json.loads((Path(__file__).parent.parent / "data/commonmark-spec.json").read_text("utf-8"))
]


def parsed(source: str, **options) -> Parsed:
    return parse(source, PATH, lambda line, column: Location(PATH, line + 1, column + 1), **options)


def random_highlights(text: str, chance: random.Random, most: int = 8) -> list[Highlight]:
    """Random passages with their edges on visible characters, as many as may overlap."""
    visible = [i for i, c in enumerate(text) if not c.isspace()]
    found: list[Highlight] = []
    for n in range(chance.randint(1, most) if visible else 0):
        start, last = sorted(chance.choices(visible, k=2))
        if not too_deep([*((h.annotation, [(h.start, h.end)]) for h in found), (f"x{n}", [(start, last + 1)])]):
            found.append(Highlight(f"x{n}", start, last + 1, marker=str(n), classes="claim"))
    return found


def assert_laws_1_and_2(source: str, chance: random.Random, most: int = 8) -> None:
    text = parsed(source)
    plain = to_html(text)
    highlights = random_highlights(text.text, chance, most)
    marked = to_html(text, highlights)
    assert unwrapped_html(marked) == plain
    assert unwrapped_dom(marked) == parsed_dom(plain)
    assert marked_words(marked) == {h.annotation: "".join(text.text[h.start : h.end].split()) for h in highlights}
    for h in highlights:
        assert marked.count(f' id="{h.annotation}"') == 1
        assert marked.count(f' id="ref_{h.annotation}"') == 1


@pytest.mark.parametrize("part", range(8))
def test_marks_change_nothing_in_any_example_of_the_specification(part):
    chance = random.Random(part)
    for source in EXAMPLES[part::8]:
        for most in (3, 20):
            assert_laws_1_and_2(source, chance, most)


PIECES = st.lists(
    st.sampled_from(
        [
            *"word 世界 *em* **strong *both* here** `code` [link](https://e.org/a) [*in*](b.md) ~~gone~~ < &".split(),
            *"![alt](https://example.org/p.png) [![p](p.png)](a.md) &amp; <https://example.org> [x]: y * * * \\".split(
                " "
            ),
            *["  \n", "\n", "\n\n", "\n> quoted ", "\n- item ", "\n\n    code\n", "\n```\nfence\n```\n", "\n# head\n"],
            *["\n| a | b |\n|:--|--:|\n| c | d |\n\n", "\n1. one\n   - two\n", "\n***\n", "**strong text** "],
        ]
    ),
    max_size=14,
).map(" ".join)


@given(PIECES, st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_marks_change_nothing_in_random_markdown(source, chance):
    assert_laws_1_and_2(source, chance, most=12)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("one *two* `three`", "one two three"),
        ("one\ntwo", "one\ntwo"),
        ("one  \ntwo\\\nthree", "one\ntwo\nthree"),
        ("世界\n人权", "世界人权"),
        ("世界 a\n人权", "世界 a\n人权"),
        ("**世界**\n人权", "世界人权"),
        ("안녕\n세계", "안녕\n세계"),
        ("# head\n\npara\n\n- a\n- b\n\n> q", "head\npara\na\nb\nq"),
        ("| a | b |\n|--|--|\n| c |  |", "a\nb\nc"),
        ("x ![alt](p.png) y", "x   y"),
        ("![alt](https://example.org/p.png)", "alt"),
        ("```\ncode\n\n  more\n```\n\nafter", "code\n\n  more\nafter"),
        ("a&amp;b \\* c", "a&b * c"),
        ("one\n\n***\n\ntwo", "one\ntwo"),
        ("", ""),
    ],
)
def test_the_projection_is_the_text_a_reader_sees(source, text):
    assert parsed(source).text == text


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("# a", "<h2>a</h2>\n"),
        ("# a\n\n###### b", "<h2>a</h2>\n<h6>b</h6>\n"),
        ("## most begin here\n\n### b", "<h2>most begin here</h2>\n<h3>b</h3>\n"),
        ("### a\n\n## b", "<h3>a</h3>\n<h2>b</h2>\n"),
        ("<b>a</b>", "<p>&lt;b&gt;a&lt;/b&gt;</p>\n"),
        (
            "| a |\n|--:|\n| b |",
            '<table>\n<thead>\n<tr>\n<th class="align-right">a</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
            '<td class="align-right">b</td>\n</tr>\n</tbody>\n</table>\n',
        ),
        ("a -- b ... (c)", "<p>a -- b ... (c)</p>\n"),
        ("[a](https://example.org/x)", '<p><a href="https://example.org/x">a</a></p>\n'),
        ("[a](//example.org/x)", '<p><a href="//example.org/x">a</a></p>\n'),
        ("[a](MAILTO:a@example.org)", '<p><a href="MAILTO:a@example.org">a</a></p>\n'),
        ("[a](../2014/b.md#p_2)", '<p><a href="site:articles/2014/b.html#p_2">a</a></p>\n'),
        ("[a](../../pages/about.md)", '<p><a href="site:about.html">a</a></p>\n'),
        ("![a](p.png)", '<p><img src="site:articles/2015/p.png" alt="a"></p>\n'),
        ("![a](https://example.org/p.png)", '<p><a href="https://example.org/p.png">a</a></p>\n'),
        ("[![a](https://example.org/p.png)](https://example.org)", '<p><a href="https://example.org">a</a></p>\n'),
        ("[a](javascript:alert(1))", "<p>a</p>\n"),
        ("<javascript:alert(1)>", "<p>javascript:alert(1)</p>\n"),
        ("```js\nx\n```", "<pre><code>x\n</code></pre>\n"),
    ],
)
def test_html_is_safe_and_follows_our_rules(source, html):
    assert to_html(parsed(source)) == html


@pytest.mark.parametrize(
    "scheme", ["javascript", "vbscript", "data", "blob", "filesystem", "feed:javascript", "file", "x-y", "about"]
)
@pytest.mark.parametrize("form", ["[a]({})", "![a]({})", "<{}>", "[a][r]\n\n[r]: {}"])
def test_only_http_https_mailto_and_relative_addresses_get_out(scheme, form):
    text = parsed(form.format(f"{scheme}:alert"))
    html = to_html(text)
    assert "href" not in html
    assert "src" not in html
    assert [d.code for d in text.problems if d.severity == "error"] == ["link-scheme"]


OTHER_SCHEMES = (
    "tel sms ftp ftps sftp file data javascript vbscript livescript mocha blob filesystem feed:javascript"
    " jar:javascript view-source about chrome ms-word steam magnet urn ws wss gopher ldap irc xmpp news cid mid res"
    " h ht htt httpss http+unix https. xhttp xhttps mailt mailtoo xmailto JavaScript VBSCRIPT DATA FTP"
).split()


@pytest.mark.parametrize("scheme", OTHER_SCHEMES)
def test_no_other_scheme_gets_out(scheme):
    assert_forbidden(scheme)


@given(st.from_regex(r"[A-Za-z][A-Za-z0-9+.-]{0,12}", fullmatch=True))
def test_no_scheme_whatever_gets_out_but_the_three(scheme):
    if scheme.lower() not in ("http", "https", "mailto"):
        assert_forbidden(scheme)


def assert_forbidden(scheme: str) -> None:
    text = parsed(f"[a]({scheme}:alert)")
    assert to_html(text) == "<p>a</p>\n"
    assert [d.code for d in text.problems] == ["link-scheme"]
    assert text.links == ()


@pytest.mark.parametrize("scheme", ["http", "https", "mailto", "HTTP", "Https", "MailTo"])
def test_the_three_schemes_get_out_as_they_are(scheme):
    text = parsed(f"[a]({scheme}:b)")
    assert to_html(text) == f'<p><a href="{scheme}:b">a</a></p>\n'
    assert text.problems == ()


@pytest.mark.parametrize(
    "address",
    [
        "javascript&colon;alert(1)",
        "&#106;avascript:alert(1)",
        "java&#9;script:alert(1)",
        "java&Tab;script:alert(1)",
        "<java\tscript:alert(1)>",
        "java&NewLine;script:alert(1)",
        "< javascript:alert(1)>",
        "<&#32;javascript:alert(1)>",
        "<\u00a0javascript:alert(1)>",
        "\u200bjavascript:alert(1)",
        "\u00adjavascript:alert(1)",
        "&#1;javascript:alert(1)",
        "java\0script:alert(1)",
        "java%0ascript:alert(1)",
        "%6aavascript:alert(1)",
        "javascript%3Aalert(1)",
        "javascript\\:alert(1)",
        "java\\script:alert(1)",
        "ｊavascript:alert(1)",
        "javascript：alert(1)",
        "jav\u0430script:alert(1)",
        "./javascript:alert(1)",
        "#javascript:alert(1)",
        "?javascript:alert(1)",
        ":javascript:alert(1)",
        "1javascript:alert(1)",
        "jaVa&#x0A;scRipt&#x3a;alert(1)",
        "data&colon;text/html,a",
        "vbscript&#58;a",
        "\\javascript:a",
        "//example.org/javascript:a",
    ],
)
@pytest.mark.parametrize("form", ["[a]({})", "![a]({})", "[a][r]\n\n[r]: {}"])
def test_no_odd_spelling_gets_a_scheme_out(address, form):
    """An address is one of the three schemes', another host's without a scheme, or a path inside the site."""
    html = to_html(parsed(form.format(address)))
    for written in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert written.startswith(("site:", "//example.org/")), written
        path = written.removeprefix("site:")
        assert re.fullmatch(r"[\x21-\x7e]*", path), "a browser would drop or fold other characters"
        assert not re.match(r"[a-z][a-z0-9+.-]*:", path, re.IGNORECASE), path


def test_problems_say_where_they_are():
    text = parsed("one\n\ntwo\n[a](https://x.example) and [b](vbscript:x)\n")
    assert [(d.code, d.location.line, d.location.column) for d in text.problems] == [("link-scheme", 4, 32)]
    assert [(link.target, link.location.line) for link in parsed("x\n\n[a](b.md)").links] == [
        ("articles/2015/b.html", 3)
    ]


def test_links_out_of_the_content_lead_nowhere():
    sources = [
        "[a](../../../secret.md)",
        "[a](/etc/passwd)",
        "[a](..%2f..%2f..%2fx.md)",
        "[a](a%00b.md)",
        "[a](<a\\\\b.md>)",
    ]
    assert [[link.target for link in parsed(s).links] for s in sources] == [[""]] * 5


def test_paragraphs_are_numbered_where_a_reader_sees_paragraphs():
    text = parsed("one\n\n- tight\n\n> two\n", number_paragraphs=True)
    assert to_html(text) == (
        '<p id="p_1">one</p>\n<ul>\n<li>tight</li>\n</ul>\n<blockquote>\n<p id="p_2">two</p>\n</blockquote>\n'
    )
    assert text.fragments == ("p_1", "p_2")


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("1. a\n2. b\n3. c", ["<li>", "<li>", "<li>"]),
        ("1. a\n1. b\n1. c", ["<li>", "<li>", "<li>"]),
        ("7. a\n8. b", ["<li>", "<li>"]),
        ("1986. a\n1990. b\n1991. c", ["<li>", '<li value="1990">', "<li>"]),
        ("1. a\n2. b\n2. c\n3. d", ["<li>", "<li>", '<li value="2">', "<li>"]),
        ("3. a\n2. b\n1. c", ["<li>", '<li value="2">', '<li value="1">']),
        ("1) a\n\n3) b", ["<li>", '<li value="3">']),
        ("0. a\n2. b", ["<li>", '<li value="2">']),
        ("1. a\n\n   5. b\n   9. c\n2. d", ["<li>", "<li>", '<li value="9">', "<li>"]),
        ("> 2. a\n> 4. b", ["<li>", '<li value="4">']),
        ("- a\n- b", ["<li>", "<li>"]),
    ],
)
def test_the_items_of_a_list_keep_the_numbers_that_were_typed(source, items):
    assert re.findall(r"<li[^>]*>", to_html(parsed(source))) == items
    assert_laws_1_and_2(source, random.Random(1))


def test_references_stand_behind_links_and_code():
    text = parsed("see [the *report* now](https://example.org) and `code here`")
    html = to_html(text, [Highlight("a", 4, 14, marker="1"), Highlight("b", 23, 27, marker="2")])
    assert html.index("</a><a role") < html.index('id="ref_a"')
    assert '</code><a role="doc-noteref" id="ref_b"' in html


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("报\n告", "<p>报告</p>\n"),
        ("**报**\n告", "<p><strong>报</strong>告</p>\n"),
        ("报\n**告**", "<p>报<strong>告</strong></p>\n"),
        ("*报*\n**告**", "<p><em>报</em><strong>告</strong></p>\n"),
        ("[报](https://e.org)\n告", '<p><a href="https://e.org">报</a>告</p>\n'),
        ("报\n[告](https://e.org)", '<p>报<a href="https://e.org">告</a></p>\n'),
        ("[报\n告](https://e.org)", '<p><a href="https://e.org">报告</a></p>\n'),
        ("报~~道~~\n告", "<p>报<s>道</s>告</p>\n"),
        ("`报`\n告", "<p><code>报</code>告</p>\n"),
        ("报 \n   告", "<p>报告</p>\n"),
        ("报。\n「告」", "<p>报。「告」</p>\n"),
        ("東京\nの", "<p>東京の</p>\n"),
        ("ａ\n告", "<p>ａ告</p>\n"),
        ("报\r\n告", "<p>报告</p>\n"),
        ("报\n告\n===", "<h2>报告</h2>\n"),
        ("- 报\n  告", "<ul>\n<li>报告</li>\n</ul>\n"),
        ("> 报\n> 告", "<blockquote>\n<p>报告</p>\n</blockquote>\n"),
        ("![报\n告](p.png)", '<p><img src="site:articles/2015/p.png" alt="报告"></p>\n'),
        ("![报\n告](https://e.org/p.png)", '<p><a href="https://e.org/p.png">报告</a></p>\n'),
        ("报\n![告](https://e.org/p.png)\n书", '<p>报<a href="https://e.org/p.png">告</a>书</p>\n'),
        ("报\n![告](p.png)", '<p>报\n<img src="site:articles/2015/p.png" alt="告"></p>\n'),
        ("报 PDF\n告", "<p>报 PDF\n告</p>\n"),
        ("报\nPDF", "<p>报\nPDF</p>\n"),
        ("보고\n서", "<p>보고\n서</p>\n"),
        ("报\n서", "<p>报\n서</p>\n"),
        ("报  \n告", "<p>报<br>\n告</p>\n"),
        ("报\\\n告", "<p>报<br>\n告</p>\n"),
        ("```\n报\n告\n```", "<pre><code>报\n告\n</code></pre>\n"),
        ("报\n\n告", "<p>报</p>\n<p>告</p>\n"),
    ],
)
def test_a_soft_break_between_wide_characters_is_nothing_on_the_page_as_in_the_projection(source, html):
    text = parsed(source)
    assert to_html(text) == html
    shown = re.sub(r"<br>\n|</p>\n<p>", "\n", html)
    shown = re.sub(r'<img src="site:[^>]*>', " ", shown)
    assert text.text == re.sub(r"<[^>]*>", "", re.sub(r"(?<=>)\n", "", shown)).strip("\n")
    for start in range(len(text.text)):  # a mark that begins or ends at the seam changes nothing (law 1)
        if text.text[start].strip():
            assert unwrapped_html(to_html(text, [Highlight("a", start, len(text.text.rstrip()), marker="1")])) == html
            assert unwrapped_html(to_html(text, [Highlight("a", 0, start + 1, marker="1")])) == html


@pytest.mark.parametrize(
    ("source", "text", "html"),
    [
        ("a ![not](//e.org/p)", "a not", 'a <a href="//e.org/p">not</a>'),
        ("![*a* **b** `c`](//e.org/p)", "a b c", '<a href="//e.org/p">a b c</a>'),
        ("![a [b] (c)](//e.org/p)", "a [b] (c)", '<a href="//e.org/p">a [b] (c)</a>'),
        (r"![a \] \* b](//e.org/p)", "a ] * b", '<a href="//e.org/p">a ] * b</a>'),
        ("![a [b](c.md) d](//e.org/p)", "a b d", '<a href="//e.org/p">a b d</a>'),
        ("![a ![b](q.png) c](//e.org/p)", "a b c", '<a href="//e.org/p">a b c</a>'),
        ("![a ![b](//e.org/q) c](//e.org/p)", "a b c", '<a href="//e.org/p">a b c</a>'),
        ("![a\nb](//e.org/p)", "a\nb", '<a href="//e.org/p">a\nb</a>'),
        ("![a &amp; <b>](//e.org/p)", "a & <b>", '<a href="//e.org/p">a &amp; &lt;b&gt;</a>'),
        ("![](//e.org/p)", "//e.org/p", '<a href="//e.org/p">//e.org/p</a>'),
        ("![ ](//e.org/p)", "//e.org/p", '<a href="//e.org/p">//e.org/p</a>'),
        ("[![a](//e.org/p) b](//e.org/c)", "a b", '<a href="//e.org/c">a b</a>'),
        ("[![](//e.org/p)](//e.org/c)", "//e.org/p", '<a href="//e.org/c">//e.org/p</a>'),
        ("![a](//e.org/p 't')", "a", '<a href="//e.org/p" title="t">a</a>'),
        ("[![a](//e.org/p 't')](//e.org/c)", "a", '<a href="//e.org/c"><span title="t">a</span></a>'),
        ("![a][r]\n\n[r]: //e.org/p", "a", '<a href="//e.org/p">a</a>'),
        ("![a]\n\n[a]: //e.org/p 't'", "a", '<a href="//e.org/p" title="t">a</a>'),
        ("*![a](//e.org/p)*", "a", '<em><a href="//e.org/p">a</a></em>'),
        ("![a](javascript:b)", "a", "a"),
        ("![a](p.png 't')", " ", '<img src="site:articles/2015/p.png" alt="a" title="t">'),
        ("![a `c`](p.png)", " ", '<img src="site:articles/2015/p.png" alt="a c">'),
    ],
)
def test_an_image_that_is_not_loaded_counts_as_what_is_shown_for_it(source, text, html):
    found = parsed(f"He did {source} lie.")
    if "\n\n" in source:
        found = parsed(source.replace("![", "He did ![", 1).replace("\n\n", " lie.\n\n"))
    assert found.text == f"He did {text} lie."
    assert to_html(found) == f"<p>He did {html} lie.</p>\n"
    for seed in range(30):
        assert_laws_1_and_2(f"He did {source} lie.", random.Random(seed), most=12)


def test_what_is_nested_too_deep_is_reported():
    assert [d.code for d in parsed("> " * 99 + "a").problems] == []
    assert to_html(parsed("> " * 99 + "a")).count("a</p>") == 1
    assert [d.code for d in parsed("> " * 100 + "a").problems] == ["markdown-nested"]
    assert [d.code for d in parsed("- " * 49 + "a").problems] == []
    assert [d.code for d in parsed("- " * 50 + "a").problems] == ["markdown-nested"]


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n" + "> " * 100 + "b", 3),
        ("a\n\n" + "> " * 5000 + "b", 3),
        ("a\n\n" + "- " * 50 + "b", 3),
        ("a\n\n" + "1. " * 50 + "b", 3),
        ("a\n\n" + "> - " * 34 + "b", 3),
        ("".join("  " * n + "- a\n" for n in range(60)), 50),
        ("a\n\n" + "![" * 30 + "b" + "](//e.org/p)" * 30, 3),
        ("a\n\n" + "![" * 2000 + "b" + "](p.png)" * 2000, 3),
        ("a\n\n> b\n> " + "> " * 99 + "c", 4),
        ("a\n\n- b\n\n  " + "> " * 98 + "c", 5),
    ],
)
def test_what_is_nested_too_deep_is_shown_and_its_line_named(source, line):
    text = parsed(source + "\n\nafter")
    assert {(d.code, d.location.line) for d in text.problems if d.severity == "error"} == {("markdown-nested", line)}
    assert "after" in text.text
    html = to_html(text)
    assert html.count("b") + html.count("c") >= source.count("b") + source.count("c")


@pytest.mark.parametrize(
    ("source", "column"),
    [
        ("[b.md](b.md)", 8),
        ("[a](b.md) [a](b.md)", 5),
        ("b.md [a](b.md)", 10),
        ("[a](<b.md>)", 6),
        ("[![p](b.md)](c.md)", 14),
    ],
)
def test_a_link_is_where_its_address_is_written(source, column):
    assert parsed(source).links[0].location.column == column


def test_the_links_of_a_paragraph_are_each_where_they_are():
    text = parsed("[a](b.md) [a](b.md)\n[![p](c.png)](b.md) [a][r]\n\n[r]: b.md\n")
    places = [(link.location.line, link.location.column) for link in text.links]
    assert places == [(1, 5), (1, 15), (2, 15), (2, 7), (4, 6)]
    images = parsed("![a](p.png) ![a](p.png)\n![a](p.png)").links
    assert [(link.location.line, link.location.column) for link in images] == [(1, 6), (1, 18), (2, 6)]


@pytest.mark.parametrize(
    "source",
    [
        "![" * 4000 + "a" + "](b)" * 4000,
        "*" * 50_000,
        "[" * 50_000,
        "`" * 30_000 + "a",
        "a\n" * 100_000,
        "> " * 5000,
        "| a " * 3000 + "|\n" + "|--" * 3000 + "|\n",
        "- " * 5000 + "a",
        "\0\ufeff\r a" * 1000,
        "<" * 50_000,
        "&" * 100_000,
    ],
    ids=lambda s: s[:6],
)
def test_any_text_ends_in_a_page_or_a_diagnostic_in_bounded_time(source):
    text = parsed(source)
    assert isinstance(to_html(text), str)


def test_links_by_a_label_stop_where_they_repeat_too_much_of_a_long_address():
    source = f"[a]: https://example.org/{'b' * 20_000}\n\n" + "[a] " * 100 + "\n\n[c]\n\n[c]: d.md\n"
    text = parsed(source)
    html = to_html(text)
    assert len(html) < 400_000
    assert html.count("<a ") == 15
    assert text.text.count("a") == 100
    assert [(one.code, str(one.location), one.message, one.step) for one in text.problems] == [
        (
            "markdown-nested",
            f"{PATH}:1:6",
            "Links by a label repeat so much of long addresses or titles that the last of them lead nowhere.",
            "Shorten the addresses or titles in their definitions.",
        )
    ]


def test_a_short_address_may_be_repeated_as_often_as_one_likes():
    source = "[a]: https://example.org/b\n\n" + "[a] " * 5_000
    text = parsed(source)
    assert to_html(text).count("<a ") == 5_000
    assert text.problems == ()
