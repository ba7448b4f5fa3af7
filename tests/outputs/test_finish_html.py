"""Compiled HTML, finished for the page it is on: addresses, pictures, and the verdicts that linking knows."""

from __future__ import annotations

import pytest

from generator.model import PictureFile
from generator.outputs.finish_html import finish_html
from generator.outputs.page_context import PageContext, site_of
from tests.archives import archive_of, settings


def here(path: str) -> PageContext:
    return PageContext(path, site_of(archive_of([], settings())), {})


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>none</p>", "<p>none</p>"),
        ('<a href="https://e.org">x</a>', '<a href="https://e.org">x</a>'),
        ('<a href="site:articles/2015/b.html#c">x</a>', '<a href="2015/b.html#c">x</a>'),
        ('<a href="site:articles/2015/b.html#nowhere">x</a>', '<a href="2015/b.html">x</a>'),
        ('<a href="site:articles/a.html#c">x</a>', '<a href="#c">x</a>'),
        ('<a href="site:gone.html">x <em>y</em></a> z', "x <em>y</em> z"),
        ('<a href="site:gone.html"><img src="site:p.png" alt="a"></a>', '<img src="../p.png" alt="a" loading="lazy">'),
        ('<a href="site:gone.html">x</a><a href="site:p.png">y</a>', 'x<a href="../p.png">y</a>'),
        ('<img src="site:gone.png" alt="a &lt;b&gt;"> c', "a &lt;b&gt; c"),
        ('<img src="site:gone.png"> c', " c"),
        ('<a href="site:">x</a>', "x"),
        ('<a href="site:p.png" title="site:gone.html">x</a>', '<a href="../p.png" title="site:gone.html">x</a>'),
        ('<a href="site:%C3%A4%20b.pdf">x</a>', '<a href="../%C3%A4%20b.pdf">x</a>'),
        ('<a href="site:a&amp;b.pdf">x</a>', '<a href="../a%26b.pdf">x</a>'),
        ("<p>=&quot;site:gone.html&quot;</p>", "<p>=&quot;site:gone.html&quot;</p>"),
    ],
)
def test_links_inside_the_site_become_relative_or_plain_words(html, expected):
    there = {"articles/2015/b.html", "articles/2015/b.html#c", "articles/a.html", "articles/a.html#c"}
    there |= {"p.png", "ä b.pdf", "a&b.pdf"}
    assert finish_html(html, here("articles/a.html"), there.__contains__, {}) == expected


def test_addresses_in_a_list_of_copies_are_encoded():
    known = {'a/x, "1".png': PictureFile(600, 300, ((480, 'assets/images/a/x, "1"-480.png'),))}
    written = '<p><img src="site:a/x%2C%20%221%22.png" alt="&gt;"></p>'
    html = finish_html(written, here("a/b.html"), lambda path: True, known)
    assert 'srcset="../assets/images/a/x%2C%20%221%22-480.png 480w, x%2C%20%221%22.png 600w"' in html
    assert html.startswith('<p><img src="x%2C%20%221%22.png" alt="&gt;" width="600" height="300" loading="lazy"')


REPEATED = '<mark data-annotation="c" class="claim verdict:c v1" id="c">x</mark><a class="ref claim verdict:c v1">1</a>'


@pytest.mark.parametrize(
    ("verdicts", "classes"),
    [({"c": "false"}, "claim v-false v1"), ({}, "claim v1"), ({"d": "false"}, "claim v1")],
)
def test_a_claim_that_repeats_another_has_its_verdict_or_none(verdicts, classes):
    html = finish_html(REPEATED, here("articles/a.html"), lambda path: True, {}, verdicts)
    assert html == REPEATED.replace("claim verdict:c v1", classes)


TAGS = ['<a href="https://e.org" title="{}">x</a>', '<img src="https://e.org" alt="{}">', "<p>{}</p>"]
TYPED = ["claim verdict:c v1", " class=&quot;claim verdict:c&quot;", "&lt;mark class=&quot;claim verdict:c&quot;&gt;"]


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("tag", TAGS)
def test_what_a_writer_typed_is_no_placeholder(text, tag):
    html = tag.format(text)
    assert finish_html(html, here("articles/a.html"), lambda path: True, {}, {"c": "false"}) == html
