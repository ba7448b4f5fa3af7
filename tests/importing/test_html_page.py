"""Web pages come in whole, with the shape of their text, and with a list of what was left out."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.importing.blocks import (
    BlockQuote,
    Emphasis,
    Heading,
    Inlines,
    Items,
    LineBreak,
    Paragraph,
    Rows,
    TextLink,
)
from generator.importing.html_page import import_html
from generator.importing.imported import Draft, ImportOptions, NotImported

pytest.importorskip("trafilatura")
pytest.importorskip("lxml_html_clean")

FIRST = (
    "The ferry between the two harbours will run every hour from May on, the town council decided on Monday evening."
)
SECOND = (
    "Tickets will cost as much as they do today, and children under six will travel without one, as in other years."
)
THIRD = (
    "The mayor said that the boat is old, and that a second one will be rented for the days on which it is repaired."
)
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"


def options(**given: Any) -> ImportOptions:
    return ImportOptions(dt.date(2026, 1, 1), settings=None, registry=None, **given)  # type: ignore[arg-type]


def page(body: str, head: str = "", title: str = "Ferry every hour - Harbour News") -> bytes:
    head = f"<head><meta charset=utf-8><title>{title}</title>{head}</head>"
    menu = "<nav><ul><li><a href=/>Home</a><li><a href=/sport>Sport</a></ul></nav>"
    foot = "<footer><p>© 2026 Harbour News</p></footer>"
    whole = f"<article><h1>Ferry every hour</h1>{body}</article>"
    return f"<!DOCTYPE html><html lang=en>{head}<body>{menu}{whole}{foot}</body></html>".encode()


def draft(data: bytes, **given: Any) -> Draft:
    found = import_html(data, options(**given))
    assert not isinstance(found, NotImported), found
    (one,) = found
    return one


def plain(inside: Inlines) -> str:
    return "".join(
        one if isinstance(one, str) else "\n" if isinstance(one, LineBreak) else plain(one.inside) for one in inside
    )


def texts(blocks: Any) -> list[str]:
    found: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                found.append(plain(block.inside))
            case BlockQuote():
                found += texts(block.blocks)
            case Items():
                found += [text for item in block.items for text in texts(item)]
            case Rows():
                found += [plain(cell) for row in (block.head, *block.rows) for cell in row]
    return found


# ── the text ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_body_comes_in_whole_and_nothing_else():
    found = draft(page(BODY))
    assert texts(found.blocks) == [FIRST, SECOND, THIRD]
    assert found.front["title"] == "Ferry every hour"
    assert found.front["language"] == "en"


def test_a_block_quote_keeps_its_shape():
    body = (
        f"<p>{FIRST}</p><blockquote><p>We waited years for this.</p><p>Now it is here.</p></blockquote><p>{THIRD}</p>"
    )
    quote = draft(page(body)).blocks[1]
    assert isinstance(quote, BlockQuote)
    assert texts(quote.blocks) == ["We waited years for this.", "Now it is here."]


def test_headings_lists_and_tables_keep_their_shape():
    table = "<table><tr><th>Harbour<th>Hour<tr><td>North<td>9<tr><td>South<td></table>"
    body = f"<p>{FIRST}</p><h2>The <br>times</h2><ol start=3><li>one</li><li>two</li></ol>"
    body += f"<p>{SECOND}</p>{table}<p>{THIRD}</p>"
    _, heading, items, _, rows, _ = draft(page(body)).blocks
    assert heading == Heading(2, ("The times",))
    assert items == Items(((Paragraph(("one",)),), (Paragraph(("two",)),)), 3)
    assert rows == Rows((("Harbour",), ("Hour",)), ((("North",), ("9",)), (("South",), ())))


def test_emphasis_and_line_breaks_stay_where_they_are():
    boat = "A <b>very </b>old boat,<br>and <i>slow</i>, as all in the town have known for years."
    body = f"<p>{FIRST}</p><p>{boat}</p><p>{THIRD}</p>"
    assert draft(page(body)).blocks[1] == Paragraph(
        (
            "A ",
            Emphasis(("very",), strong=True),
            " old boat,",
            LineBreak(),
            "and ",
            Emphasis(("slow",)),
            ", as all in the town have known for years.",
        )
    )


def test_two_line_breaks_part_paragraphs():
    assert texts(draft(page(f"<div>{FIRST}<br>\n<br>{SECOND}<br><br>{THIRD}</div>")).blocks) == [FIRST, SECOND, THIRD]


def test_links_to_web_addresses_stay_and_others_become_text():
    body = (
        f"<p>{FIRST}</p><p>See <a href='/plan'>the plan</a>, <a href='JavaScript:alert(1)'>this</a>, "
        f"<a href='data:text/html,x'>that</a> and <a href='https://example.org/a'>a report</a> of the council.</p>"
        f"<p>{THIRD}</p>"
    )
    found = draft(page(body), url="https://news.example/2026/ferry")
    paragraph = found.blocks[1]
    assert isinstance(paragraph, Paragraph)
    links = [(one.address, plain(one.inside)) for one in paragraph.inside if isinstance(one, TextLink)]
    assert links == [("https://news.example/plan", "the plan"), ("https://example.org/a", "a report")]
    assert plain(paragraph.inside) == "See the plan, this, that and a report of the council."
    assert any("`javascript:`" in notice for notice in found.notices)
    assert any("`data:`" in notice for notice in found.notices)


def test_a_relative_link_of_a_page_without_an_address_becomes_text():
    found = draft(page(f"<p>{FIRST}</p><p>See <a href='/plan'>the plan</a> of the council.</p><p>{THIRD}</p>"))
    assert found.blocks[1] == Paragraph(("See the plan of the council.",))
    assert any("--url" in notice for notice in found.notices)


def test_short_quotations_get_the_marks_that_readers_see():
    found = draft(page(f"<p>{FIRST}</p><p>The captain called her <q>a <q>good</q> boat</q>.</p><p>{THIRD}</p>"))
    assert texts(found.blocks)[1] == "The captain called her “a ‘good’ boat”."
    assert any("quotation marks" in notice for notice in found.notices)


# ── what is left out ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_teasers_and_embeds_are_left_out_and_listed():
    related = "<div class=related><a href=/x>Read this other story about the harbour</a></div>"
    found = draft(
        page(f"<p>{FIRST}</p>{related}<p>{SECOND}</p><iframe src=https://video.example/1></iframe><p>{THIRD}</p>")
    )
    assert texts(found.blocks) == [FIRST, SECOND, THIRD]
    assert [(one.why, one.text) for one in found.left_out] == [
        ("teaser", "Read this other story about the harbour"),
        ("embed", "https://video.example/1"),
    ]


def test_everything_near_the_text_is_in_the_draft_or_listed():
    aside = "<aside><p>An aside of a few words</p></aside>"
    body = f"<p class=byline>By A. Writer</p><p>{FIRST}</p>{aside}<p>{SECOND}</p><p>{THIRD}</p>"
    found = draft(page(body))
    listed = {*texts(found.blocks), *(one.text for one in found.left_out)}
    assert {"By A. Writer", FIRST, "An aside of a few words", SECOND, THIRD} <= listed


def test_keep_all_leaves_nothing_near_the_text_out():
    found = draft(
        page(f"<p>{FIRST}</p><aside><p>An aside of a few words</p></aside><p>{SECOND}</p><p>{THIRD}</p>"), keep_all=True
    )
    assert texts(found.blocks) == [FIRST, "An aside of a few words", SECOND, THIRD]
    assert found.left_out == ()


def test_a_text_that_is_kept_is_back_at_its_place():
    aside = "<aside><p>An aside of a few words</p></aside>"
    embed = "<iframe src=https://video.example/1></iframe>"
    body = f"<p>{FIRST}</p>{aside}<p>{SECOND}</p>{embed}<p>{THIRD}</p>"
    found = draft(page(body), kept=frozenset({"An aside of a few words"}))
    assert texts(found.blocks) == [FIRST, "An aside of a few words", SECOND, THIRD]
    assert [one.text for one in found.left_out] == ["https://video.example/1"]
    found = draft(page(body), kept=frozenset({"https://video.example/1"}))
    assert texts(found.blocks) == [FIRST, SECOND, "https://video.example/1", THIRD]


PARTS = (
    f"<p>{FIRST}</p>", f"<p>{SECOND}</p>", f"<p>{THIRD}</p>", "<aside><p>An aside of a few words</p></aside>",
    "<p class=byline>By A. Writer</p>", "<div class=related><a href=/x>Read this other story about it</a></div>",
    "<iframe src=https://video.example/1></iframe>", "<figure><figcaption>The boat.</figcaption></figure>",
    "<ul class=share><li>Share<li>Send</ul>", "<h2>The times</h2>", "<blockquote>We waited<br>for years.</blockquote>",
    "<p hidden>Nobody sees this sentence, which is long enough to be text, and stands in the source.</p>",
    "<table><tr><td>North<td>9<tr><td>South<td>10</table>", "<p>© 2026 Harbour News</p>", "text<p>",
)  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), min_size=1, max_size=9))
def test_with_all_that_was_left_out_kept_nothing_is_left_out(parts):
    data = page("".join(parts))
    found = import_html(data, options())
    if isinstance(found, NotImported):
        return
    left_out = [one.text for one in found[0].left_out]
    kept = draft(data, kept=frozenset(left_out))
    body = "".join("".join(texts(kept.blocks)).split())
    assert kept.left_out == ()
    assert all("".join(text.split()) in body for text in left_out)
    assert all("".join(text.split()) in body for text in texts(found[0].blocks))
    assert kept == draft(data, keep_all=True)


def test_hidden_text_stays_out():
    found = draft(
        page(f"{BODY}<p style='display: none'>Nobody sees this sentence, which is long enough to be text.</p>")
    )
    assert texts(found.blocks) == [FIRST, SECOND, THIRD]


def test_a_caption_becomes_the_image():
    figure = "<figure><img src=a.jpg><figcaption>The old boat in May. Photo: Harbour Archive</figcaption></figure>"
    found = draft(page(f"{figure}{BODY}"))
    assert found.front["image"] == {"caption": "The old boat in May.", "credit": "Photo: Harbour Archive"}
    assert texts(found.blocks) == [FIRST, SECOND, THIRD]


# ── what the page says of itself ─────────────────────────────────────────────────────────────────────────────────────


def test_what_the_page_says_of_itself_is_a_draft_to_check():
    head = (
        "<meta property=article:published_time content=2025-05-04T10:00:00Z>"
        "<meta property=og:site_name content='Harbour News'>"
        "<link rel=canonical href=https://news.example/ferry><meta name=author content='Ann Example'>"
    )
    found = draft(page(BODY, head))
    assert found.front == {
        "title": "Ferry every hour",
        "date": "2025-05-04",
        "publisher": "Harbour News",
        "authors": ["Ann Example"],
        "url": "https://news.example/ferry",
        "language": "en",
    }
    for name in ("title", "date", "publisher", "authors", "address", "language"):
        assert any(notice.startswith(f"Check the {name}:") for notice in found.notices)


def test_what_the_editor_says_comes_first():
    found = draft(page(BODY), date="2020-02-02", language="nb", publisher="Harbour", url="https://a.example/")
    assert [found.front[key] for key in ("date", "language", "publisher", "url")] == [
        "2020-02-02",
        "nb",
        "Harbour",
        "https://a.example/",
    ]


def test_a_missing_date_is_asked_for():
    assert "The page says no date: add it." in draft(page(BODY)).notices


def test_the_same_bytes_give_the_same_draft():
    data = page(BODY)
    assert draft(data) == draft(data)


def test_a_part_that_was_copied_comes_in_whole():
    assert texts(draft(b"<p>One <b>short</b> line.</p><p>Two.</p>").blocks) == ["One short line.", "Two."]


# ── bad input ────────────────────────────────────────────────────────────────────────────────────────────────────────

REFUSED = {
    "empty": b"",
    "space": b" \n\t",
    "nul": b"\0" * 100,
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "a ZIP archive": b"PK\x03\x04abc",
    "binary": bytes(range(256)) * 20,
    "too large": b"<p>a" * 10_000_000,
    "nested": b"<title>t</title>" + b"<div>" * 100_000 + b"x",
    "attributes": b"<p " + b"a=1 " * 100_000 + b">x",
    "elements": b"<p>a" * 30_000,
    "script": b"<title>t</title><script>document.write('x')</script>",
}


@pytest.mark.parametrize("data", REFUSED.values(), ids=REFUSED)
def test_what_is_no_page_with_text_is_refused_with_a_next_step(data):
    found = import_html(data, options())
    assert isinstance(found, NotImported)
    assert found.message.endswith(".")
    assert found.step.endswith(".")


def test_entities_are_not_expanded():
    bomb = '<!DOCTYPE html [<!ENTITY a "xxxxxxxxxx"><!ENTITY b "&a;&a;&a;&a;">]>'
    found = draft(bomb.encode() + page(f"<p>{FIRST}</p><p>&b; {SECOND}</p><p>{THIRD}</p>"))
    assert "xxxxxxxxxx" not in "".join(texts(found.blocks))


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_draft_or_a_message(data):
    import_html(data, options())


PIECES = """
    <p> </p> <b> <a href= javascript:x> </a> <table> <tr> <td> <ul> <li> <q> <br> <h1> <title> <figure> <figcaption>
    &#0; &a; <!-- --> <svg> <script> ' " = x word <blockquote> <article> <form> <select> <option>
""".split()


@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_any_tags_end_in_a_draft_or_a_message(pieces):
    import_html(" ".join(pieces).encode(), options())
    import_html(page(BODY + " ".join(pieces)), options())
