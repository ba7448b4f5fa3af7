"""The front matter of articles and pages: every key, every problem, and the body."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Location
from generator.formats.front_matter import PageFrontMatter, read_front_matter, read_page_front_matter
from generator.model import Completion, Correction, FrontMatter, Image
from tests.pastes import all_pasted, pasted, told

START = "---\ntitle: A title\ndate: 2015-12-23\n"


def read(keys: str) -> FrontMatter | None:
    front = read_front_matter(f"{START}{keys}---\n\nText.\n".encode(), "a.md")
    assert front.diagnostics == ()
    return front.front


def problems(text: str) -> list[Diagnostic]:
    return list(read_front_matter(text.encode(), "a.md").diagnostics)


def test_a_title_and_a_date_are_enough():
    assert read("") == FrontMatter("A title", "2015-12-23")


def test_every_key_is_read():
    front = read(
        "publisher: press-tv\n"
        "authors: A. Smith\n"
        "section: [World, Syria]\n"
        "tags:\n  - war\n  - 2015\n"
        "url: https://example.org/a\n"
        "archived: {url: https://web.archive.org/a, date: 2016-01-02}\n"
        "captured: 2016-01-03\n"
        "corrections:\n  - {date: 2016-01-04, text: The number was wrong., url: https://example.org/c}\n"
        "language: en-GB\n"
        "direction: ltr\n"
        "summary: |\n  What it\n  says.\n"
        "subtitle: false\n"
        "updated: 2015-12-24 08:00 +03:00\n"
        "rights: CC BY 2.5\n"
        "draft: true\n"
        "aliases: 2015/syria\n"
        "image: {src: a b.jpg, alt: A street, caption: 'Aleppo, 2015', credit: AP}\n"
        "text: passages\n"
        "titles: {fa: «آمار», no: 1984}\n"
        "retold: yes\n"
    )
    assert front == FrontMatter(
        title="A title",
        date="2015-12-23",
        publisher="press-tv",
        authors=("A. Smith",),
        section=("World", "Syria"),
        tags=("war", "2015"),
        url="https://example.org/a",
        archived="https://web.archive.org/a",
        archived_date="2016-01-02",
        captured="2016-01-03",
        corrections=(Correction("2016-01-04", "The number was wrong.", "https://example.org/c"),),
        language="en-GB",
        direction="ltr",
        summary="What it\nsays.",
        subtitle="false",
        updated="2015-12-24T08:00+03:00",
        rights="CC BY 2.5",
        draft=True,
        aliases=("2015/syria",),
        image=Image("a b.jpg", "A street", "Aleppo, 2015", "AP"),
        text="passages",
        titles=(("fa", "«آمار»"), ("no", "1984")),
        retold=True,
    )


@pytest.mark.parametrize(
    ("written", "completion"),
    [
        ("2026-11-26", Completion("2026-11-26")),
        ("2026-11-26T09:30:00Z", Completion("2026-11-26")),
        ("{date: 2026-11-26, by: [lr, Jo Lee]}", Completion("2026-11-26", ("lr", "Jo Lee"))),
        ("{by: lr}", Completion("", ("lr",))),
        ("yes", Completion()),
        ("false", None),
        ("", None),
    ],
)
def test_somebody_may_say_that_the_annotation_is_complete(written, completion):
    front = read(f"annotated: {written}\n")
    assert front
    assert front.annotated == completion


@pytest.mark.parametrize(
    ("written", "code", "meant"),
    [
        ("soon", "wrong-date", ""),
        ("26.11.2026", "wrong-date", "2026-11-26"),
        ("2026-11-26 by Jo Lee", "wrong-date", "{date: 2026-11-26, by: Jo Lee}"),
        ("{}", "missing-key", ""),
        ("{data: 2026-11-26}", "unknown-key", "{date: 2026-11-26}"),
        ("[2026-11-26]", "wrong-shape", ""),
    ],
)
def test_what_is_no_word_of_completion_is_an_error(written, code, meant):
    (problem,) = problems(f"{START}annotated: {written}\n---\n\nText.\n")
    assert (problem.code, problem.location.line) == (code, 4)
    assert (problem.paste.lines if problem.paste else ()) == ((f"annotated: {meant}",) if meant else ())


def test_an_archived_copy_may_be_an_address_alone():
    front = read("archived: https://web.archive.org/a\n")
    assert front
    assert (front.archived, front.archived_date) == ("https://web.archive.org/a", "")


def test_an_image_may_be_a_caption_alone():
    front = read("image: {caption: Aleppo}\n")
    assert front
    assert front.image == Image(caption="Aleppo")


def test_keys_with_nothing_after_them_count_as_left_out():
    assert read("tags:\nsummary:\nimage:\ndraft:\nurl:\n") == FrontMatter("A title", "2015-12-23")


@pytest.mark.parametrize(
    ("data", "body", "line"),
    [
        (b"---\ntitle: x\ndate: 2015-01-01\n---\nText.\n", "Text.\n", 5),
        (b"---\ntitle: x\ndate: 2015-01-01\n---\n\n\nText.\n---\nmore", "\n\nText.\n---\nmore", 5),
        (b"\xef\xbb\xbf---\r\ntitle: x\r\ndate: 2015-01-01\r\n--- \r\nOne\r\ntwo\r\n", "One\ntwo\n", 5),
        (b"---\ntitle: x\ndate: 2015-01-01\n...\nText.", "Text.", 5),
        (b"---\ntitle: x\ndate: 2015-01-01\n---", "", 5),
        (b"---\ntitle: x\ndate: 2015-01-01\nsummary: |\n  ---\n---\nText.", "Text.", 7),
    ],
)
def test_the_body_begins_after_the_second_fence(data, body, line):
    front = read_front_matter(data, "a.md")
    assert front.diagnostics == ()
    assert front.front
    assert (front.body, front.body_line) == (body, line)


def test_every_value_has_its_place_in_the_file():
    front = read_front_matter(f"{START}tags: war\nimage: {{src: a.jpg}}\nauthors: [A, B]\n---\n".encode(), "a.md")
    places = {key: (at.line, at.column) for key, at in front.locations.items()}
    assert places == {
        "title": (2, 8),
        "date": (3, 7),
        "tags": (4, 7),
        "tags/0": (4, 7),
        "image": (5, 8),
        "image/src": (5, 14),
        "authors": (6, 10),
        "authors/0": (6, 11),
        "authors/1": (6, 14),
    }
    assert front.locations["title"] == Location("a.md", 2, 8)


@pytest.mark.parametrize(
    ("keys", "problem"),
    [
        ("date: 2024-02-30", ("wrong-date", 2, 7)),
        ("date: 2015-12-23T14:30", ("wrong-date", 2, 7)),
        ("date: 2015", ("wrong-date", 2, 7)),
        ("date: 2015-12-23\nurl: ftp://a.b/c", ("wrong-address", 3, 6)),
        ("date: 2015-12-23\nurl: mailto:a@b.c", ("wrong-address", 3, 6)),
        ("date: 2015-12-23\narchived: nowhere", ("wrong-address", 3, 11)),
        ("date: 2015-12-23\narchived: {date: 2015-12-23}", ("missing-key", 3, 1)),
        ("date: 2015-12-23\ncorrections: [{text: x}]", ("missing-key", 3, 1)),
        ("date: 2015-12-23\nlanguage: English", ("wrong-language", 3, 11)),
        ("date: 2015-12-23\ndirection: left", ("wrong-value", 3, 12)),
        ("date: 2015-12-23\ntext: half", ("wrong-value", 3, 7)),
        ("date: 2015-12-23\ndraft: maybe", ("wrong-value", 3, 8)),
        ("date: 2015-12-23\naliases: ../x", ("wrong-id", 3, 10)),
        ("date: 2015-12-23\naliases: [a, 'b#c']", ("wrong-id", 3, 14)),
        ("date: 2015-12-23\nimage: {alt: x}", ("missing-key", 3, 8)),
        ("date: 2015-12-23\nimage: {src: 'https://a.b/c.jpg'}", ("wrong-address", 3, 14)),
        ("date: 2015-12-23\nsumary: x", ("unknown-key", 3, 1)),
        ("date: 2015-12-23\nsummary: Article #5", ("yaml-comment", 3, 10)),
        ("date: 2015-12-23\nsummary: One: two", ("yaml-syntax", 3, 10)),
    ],
)
def test_what_is_wrong_is_reported_with_its_place_in_the_file(keys, problem):
    front = read_front_matter(f"---\n{keys}\ntitle: x\n---\nText.\n".encode(), "a.md")
    assert told(list(front.diagnostics)) == [problem]
    assert front.front is None or problem[0] == "yaml-comment"
    assert front.body == "Text.\n"


def test_all_errors_are_reported_at_once_and_fixed_by_pasting_all():
    text = (
        "---\ntitel: One: two\ndate: 2015/12/23\nurl: www.a.de\nlanguage: Russian\n"
        "summary: Article #5\nimage: {caption: A, b and c}\n---\nText.\n"
    )
    found = problems(text)
    assert len(found) == 6
    mended = all_pasted(text, found)
    assert told(problems(mended)) == [("unknown-key", 2, 1)]  # it shared its line with a graver one
    assert problems(all_pasted(mended, problems(mended))) == []


@pytest.mark.parametrize("text", ["# A title\n\nText.\n", "Text: it.\n", " ---\n"])
def test_an_article_without_front_matter_gets_no_date_that_nobody_wrote(text):
    (problem,) = problems(text)
    assert problem.code == "front-matter-missing"
    assert problem.paste is None
    assert "`date: …`" in problem.step


def test_front_matter_below_something_else_is_moved_up():
    text = "\n---\ntitle: x\ndate: 2015-12-23\n---\n"
    (problem,) = problems(text)
    assert problem.code == "front-matter-missing"
    assert problems(pasted(text, problem.paste)) == []


@pytest.mark.parametrize("text", ["", "\n", " \n\ufeff\n"])
def test_a_file_that_holds_nothing_is_empty(text):
    (problem,) = problems(text)
    assert problem.message == "The file is empty."
    assert problem.paste is None


def test_the_first_heading_of_a_page_may_be_its_title():
    (problem,) = read_page_front_matter(b'\n# The "other" side: a view #\n\nText.\n', "a.md").diagnostics
    assert problem.paste
    assert problem.is_guess
    assert problem.paste.lines[1] == "title: 'The \"other\" side: a view'"


@pytest.mark.parametrize(
    "text", [f"{START}\nText of it.\n", f"{START}tags:\n  - a\n\n## Heading\n", START.rstrip("\n")]
)
def test_front_matter_that_is_not_closed_is_reported_with_the_line_to_put_in(text):
    (problem,) = problems(text)
    assert problem.code == "front-matter-open"
    assert problems(pasted(text, problem.paste)) == []


def test_control_characters_in_the_body_are_reported_and_never_get_out():
    front = read_front_matter(f"{START}---\nOne\x0ctwo\x00.\n\x1bthree\n".encode(), "a.md")
    assert told(list(front.diagnostics)) == [("yaml-character", 5, 4), ("yaml-character", 6, 1)]
    assert front.front
    assert front.body == "One two\ufffd.\n\ufffdthree\n"


def test_a_file_that_is_no_text_is_reported_once():
    assert told(problems_of_bytes(START.encode() + b"---\n\xff\xff\n")) == [("yaml-encoding", 5, 1)]


def problems_of_bytes(data: bytes) -> list[Diagnostic]:
    return list(read_front_matter(data, "a.md").diagnostics)


def test_an_ordinary_page_has_keys_of_its_own():
    text = (
        "---\ntitle: About\nsummary: Who we are.\nlanguage: ar\ndirection: rtl\ndraft: yes\naliases: [us]\n---\nText.\n"
    )
    page = read_page_front_matter(text.encode(), "about.md")
    assert page.diagnostics == ()
    assert page.front == PageFrontMatter("About", "Who we are.", "ar", "rtl", True, ("us",))
    assert (page.body, page.body_line) == ("Text.\n", 9)


def test_a_page_has_no_publisher():
    page = read_page_front_matter(b"---\ntitle: About\npublisher: us\n---\n", "about.md")
    assert told(list(page.diagnostics)) == [("unknown-key", 3, 1)]
    assert page.front is None


def test_a_page_without_front_matter_needs_only_a_title():
    (problem,) = read_page_front_matter(b"# About us\n", "about.md").diagnostics
    assert problem.paste
    assert problem.paste.lines == ("---", 'title: "About us"', "---")


@given(st.binary() | st.text("-:\ntiledatx#[]{}'\" \t0\x00").map(lambda text: f"---\n{text}\n---\n".encode()))
def test_any_bytes_end_in_front_matter_or_in_a_diagnostic(data):
    front = read_front_matter(data, "a.md")
    assert front.front or front.diagnostics
    page = read_page_front_matter(data, "a.md")
    assert page.front or page.diagnostics


def test_a_line_break_of_markdown_outlasts_the_paste_against_a_control_character():
    text = f"{START}---\n\nOne\x07 line  \nbreak.\n"
    (problem,) = problems(text)
    assert pasted(text, problem.paste) == f"{START}---\n\nOne line  \nbreak.\n"


KEYS = "title: A title\ndate: 2015-12-23"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"\n\n---\n{KEYS}\n---\n\nText.\n", "begins in line 3"),
        (f"----\n{KEYS}\n----\n\nText.\n", "begins with “----” instead"),
        (f"—\n{KEYS}\n—\n\nText.\n", "begins with “—” instead"),
        (f"{KEYS}\n---\n\nText.\n", "does not begin with a `---` line"),
        (f"\n{KEYS}\n\nText.\n", "does not begin with a `---` line"),
        ('{\n"title": "A title",\n"date": "2015-12-23"\n}\n\nText.\n', "written in JSON"),
        ('{"title": "A title", "date": "2015-12-23"}\n\nText.\n', "written in JSON"),
        ('+++\ntitle = "A title"\ndate = 2015-12-23\n+++\n\nText.\n', "written in TOML"),
    ],
)
def test_front_matter_in_another_place_or_form_is_kept(text, words):
    (problem,) = problems(text)
    assert words in problem.message
    front = read_front_matter(pasted(text, problem.paste).encode(), "a.md")
    assert front.diagnostics == ()
    assert front.front == FrontMatter("A title", "2015-12-23")
    assert front.body.strip() == "Text."


def test_front_matter_in_toml_that_cannot_be_read_has_nothing_to_paste():
    (problem,) = problems('+++\ntitle = "A title\n+++\n\nText.\n')
    assert problem.message == "The front matter is written in TOML."
    assert problem.paste is None


@pytest.mark.parametrize("text", ["----\n\nText.\n", "***\n", "{\nx\n", "---- \nA: b\n\nText.\n"])
def test_a_title_of_signs_is_not_proposed(text):
    (problem,) = read_page_front_matter(text.encode(), "a.md").diagnostics
    assert problem.paste is None


@pytest.mark.parametrize("value", ["true", "false"])
def test_a_switch_of_another_program_is_not_taken_for_a_key_with_a_text(value):
    (problem,) = problems(f"{START}published: {value}\n---\n")
    assert problem.code == "unknown-key"
    assert problem.paste is None
    (problem,) = problems(f"{START}draf: {value}\n---\n")
    assert problem.paste


@pytest.mark.parametrize("tags", ["C#, news, #MeToo", "#MeToo, C#,  news", "C#, news #MeToo"])
def test_tags_with_commas_are_pasted_as_a_list(tags):
    text = f"{START}tags: {tags}\n---\n"
    (problem,) = problems(text)
    assert problem.code == "yaml-comment"
    front = read_front_matter(pasted(text, problem.paste).encode(), "a.md")
    assert front.front
    assert list(front.front.tags) == [tag.strip() for tag in tags.split(",")]


def test_an_item_of_tags_stays_one_tag():
    (problem,) = problems(f"{START}tags:\n- #a, b\n---\n")
    assert problem.paste
    assert problem.paste.lines == ('- "#a, b"',)
