"""A paste becomes an article as the page was shown it, nothing is written over, and no paste breaks anything."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.formats.front_matter import read_front_matter
from generator.server.desk import Desk
from generator.server.desk_import import LONGEST_IMPORT
from generator.server.reply import Reply
from tests.serving import Serving, site_now

IMPORT = "/_counterpoint/desk/import"
BODY = "It rained for eleven days, the mayor said on Wednesday, and nobody in the town was surprised by that at all."
TEXT = f"Home / Weather\n\nMayor says it rained for eleven days\n\nBy Ada Moss\n\n{BODY}\n\nShare this article\n"
ID = "2015/mayor-says-rained-eleven-days"
MADE = f"content/articles/{ID}.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    (root / "content/articles/2014").mkdir(parents=True)
    (root / "site.yaml").write_text("title: Rivers\n")
    (root / "content/speakers.yaml").write_text(
        "rain-post: {name: The Rain Post, kind: outlet}\nmayor: {name: Ada Moss, kind: person}\n"
    )
    (root / "content/articles/2014/drought.md").write_text("---\ntitle: Drought\ndate: 2014-06-01\n---\n\nNo rain.\n")
    return root


class Pasting:
    """A page at which somebody pastes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        day = dt.date(2026, 11, 27)
        self.desk = Desk(root, root / ".counterpoint", lambda: site_now(root), lambda: day, shows_drafts=True)

    def ask(self, asked: object) -> Reply:
        return self.desk.answer("import", json.dumps(asked).encode())

    def look(self, text: str = TEXT, **said: object) -> Any:
        reply = self.ask({"text": text, "date": "2015-12-23", **said})
        assert reply.status == 200, reply.said
        return reply.values

    def make(self, text: str = TEXT, **said: object) -> Reply:
        return self.ask({"text": text, "date": "2015-12-23", "write": True, **said})

    def files(self) -> dict[str, bytes]:
        """All that is in content/, and nothing else of the site changes."""
        found = (path for path in self.root.rglob("*") if path.is_file() and ".counterpoint" not in path.parts)
        return {str(path.relative_to(self.root)): path.read_bytes() for path in found}


@pytest.fixture
def page(root: Path) -> Pasting:
    return Pasting(root)


def test_a_look_shows_what_becomes_of_it_and_writes_nothing(page: Pasting):
    before = page.files()
    seen = page.look(publisher="the rain post", tags="rain,  floods,")
    assert {one["key"]: one["value"] for one in seen["front"]} == {
        "title": "Mayor says it rained for eleven days",
        "date": "2015-12-23",
        "publisher": "rain-post",
        "authors": "Ada Moss",
        "section": "Weather",
        "tags": "rain, floods",
    }
    assert seen["paragraphs"] == [{"kind": "paragraph", "text": BODY}]
    assert [(one["text"], one["why"], one["line"], one["taken"]) for one in seen["leftOut"]] == [
        ("Home / Weather", "breadcrumb", 1, False),
        ("Share this article", "share buttons", 9, False),
    ]
    assert seen["id"] == ID
    assert seen["missing"] == []
    assert seen["faults"] == {}
    assert [one for one in seen["problems"] if one["severity"] == "error"] == []
    assert page.files() == before


def test_lines_are_taken_in_one_by_one_and_left_out_again(page: Pasting):
    seen = page.look(kept=["Share this article"])
    assert seen["paragraphs"][-1]["text"] == "Share this article"
    assert [one["taken"] for one in seen["leftOut"]] == [False, True]
    assert [one["taken"] for one in page.look(keepAll=True)["leftOut"]] == [True, True]
    assert page.look(kept=[]) == page.look()


def test_the_files_are_what_was_shown(page: Pasting):
    before = page.files()
    reply = page.make(kept=["Share this article"])
    assert reply.status == 200
    assert reply.values == {"id": ID, "path": f"articles/{ID}.html"}
    after = page.files()
    assert {path: data for path, data in after.items() if path != MADE} == before
    assert after[MADE].decode() == (
        "---\ntitle: Mayor says it rained for eleven days\ndate: 2015-12-23\nauthors: Ada Moss\nsection: Weather\n"
        f"captured: 2026-11-27\ndraft: true\n---\n\n{BODY}\n\nShare this article\n"
    )


def test_it_is_no_draft_where_that_is_said(page: Pasting):
    page.make(draft=False)
    assert b"draft" not in page.files()[MADE]


def test_an_article_without_a_date_is_shown_but_not_made(page: Pasting):
    assert page.look(date="")["missing"] == ["date"]
    before = page.files()
    reply = page.make(date="")
    assert reply.status == 422
    assert "Add the day" in reply.said
    assert page.files() == before


def test_nothing_is_written_over(page: Pasting):
    page.make()
    before = page.files()
    assert page.look()["id"] == f"{ID}-2"
    for taken in (ID, ID.upper(), "2014/drought"):
        assert "there already" in page.look(id=taken)["faults"]["id"]
        assert page.make(id=taken).status == 422
    assert page.files() == before
    assert page.make().values["id"] == f"{ID}-2"
    assert {path: page.files()[path] for path in before} == before


@pytest.mark.parametrize(
    "id", ["../../escape", "/etc/passwd", "2015/..", "a/../../b", ".hidden", "2015\\x", "a\0b", "con"]
)
def test_no_id_leads_elsewhere(page: Pasting, id: str):
    before = page.files()
    assert page.look(id=id)["faults"]["id"]
    assert page.make(id=id).status == 422
    assert page.files() == before


@pytest.mark.parametrize("date", ["../../x", "yesterday", "2015-02-31", "2015", "03/04/2015", "9" * 5_000])
def test_a_date_that_is_none_is_named(page: Pasting, date: str):
    before = page.files()
    seen = page.look(date=date)
    assert seen["faults"]["date"]
    assert ".." not in seen["id"]
    assert page.make(date=date).status == 422
    assert page.files() == before


@pytest.mark.parametrize(("key", "value"), [("url", "javascript:alert(1)"), ("language", "no language"), ("url", "x")])
def test_a_field_that_does_not_fit_is_named(page: Pasting, key: str, value: str):
    assert page.look(**{key: value})["faults"][key]
    assert page.make(**{key: value}).status == 422


EVIL = [
    'Rain: "a" # {b: *c} !!python/object:os.system [d]',
    "--- draft: false",
    "'\"\\ & < > | %",
    "{{ rain }} {% rain %}",
    "<script>alert(1)</script>",
    "null",
    "😀 \u202eniar\u202c",
]


@pytest.mark.parametrize("title", EVIL)
def test_a_title_is_a_text_whatever_it_has(page: Pasting, title: str):
    page.make(title=title, id="2015/evil", tags="a: b, !c, *d")
    path = "content/articles/2015/evil.md"
    front = read_front_matter(page.files()[path], path).front
    assert front
    assert front.title == title
    assert front.draft
    assert front.tags == ("a: b", "!c", "*d")


@pytest.mark.parametrize("line", [*EVIL, "# no heading", "1. no list", "![a](b.png)", "a\x07b\x1bc", "&amp; &lt;"])
def test_a_line_is_shown_as_it_was_pasted(page: Pasting, line: str):
    """Nothing of it is markup, and the file that is made has no errors."""
    said = f"{line} is what the mayor said on Wednesday, and nobody in the town was surprised by that at all."
    seen = page.look(f"Mayor says it rained\n\n{BODY}\n\n{said}\n")
    assert [one for one in seen["problems"] if one["severity"] == "error"] == []
    assert seen["paragraphs"][-1]["text"] == said.replace("\x07", "�").replace("\x1b", "�")


def test_markup_is_read_where_it_can_be(page: Pasting):
    pytest.importorskip("trafilatura")
    quoted = "We counted the drops in the bucket every morning of the week, and we wrote them down."
    text = TEXT.replace(BODY, f"{BODY}\n\n{quoted}")
    html = f"<div>Home / Weather</div><h1>Mayor says it rained for eleven days</h1><div>By Ada Moss</div><p>{BODY}</p>"
    html += f"<blockquote onclick=alert(1)>{quoted}</blockquote><script>alert(1)</script><div>Share this article</div>"
    seen = page.look(text, html=html)
    assert [one["kind"] for one in seen["paragraphs"]] == ["paragraph", "quotation"]
    assert [one["text"] for one in seen["leftOut"]] == ["Home / Weather", "Share this article"]
    page.make(text, html=html)
    written = page.files()[MADE].decode()
    assert f"> {quoted}\n" in written
    assert "alert" not in written


@pytest.mark.parametrize("html", ["<p>", "<" * 99_999, "<div>" * 20_000, "\0", "&x;" * 9_999, "<p a=" + "b" * 99_999])
def test_markup_that_can_not_be_read_leaves_the_text(page: Pasting, html: str):
    seen = page.look(html=html)
    assert [one["text"] for one in seen["paragraphs"]] == [BODY]
    assert "The markup of the paste is not used" in seen["notices"][0]


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": 7},
        {"html": ["<p>"]},
        {"text": "\ud800"},
        {"date": None},
        {"kept": "all"},
        {"kept": [1]},
        {"kept": ["a"] * 20_001},
        {"keepAll": "yes"},
        {"draft": 0},
        {"tags": ["a"]},
        {"id": {}},
    ],
)
def test_what_no_page_sends_is_refused(page: Pasting, wrong: dict[str, object]):
    before = page.files()
    for write in (False, True):
        assert page.ask({"text": TEXT, "date": "2015-12-23", "write": write, **wrong}).status == 400
    assert page.files() == before


@pytest.mark.parametrize("text", ["", " \n\t", "Home / Weather", "PK\x03\x04\0\0\0"])
def test_nothing_to_import_is_said(page: Pasting, text: str):
    before = page.files()
    reply = page.make(text)
    assert reply.status == 422
    assert "--keep-all" not in reply.said
    assert page.files() == before


def test_a_folder_that_can_not_be_made_is_said_and_nothing_is_there(page: Pasting, root: Path):
    (root / "content/articles/2015").write_text("a file where a folder has to be")
    before = page.files()
    reply = page.make()
    assert reply.status == 422
    assert page.files() == before


def test_the_form_is_offered_the_outlets(page: Pasting):
    assert page.desk.look("new", {"base": "/rivers/"}).values == {
        "base": "/rivers/",
        "drafts": True,
        "publishers": [{"id": "rain-post", "name": "The Rain Post"}],
    }


# ── over HTTP ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def serving(root: Path) -> Iterator[Serving]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        yield serving


ASKED = {"text": TEXT, "date": "2015-12-23", "draft": False, "write": True}


def test_the_page_is_there_after_the_build(serving: Serving):
    response, data = serving.post(IMPORT, ASKED)
    assert response.status == 200
    serving.wait_for_build(2)
    assert BODY.encode() in serving.get(f"/{json.loads(data)['path']}")[1]


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Counterpoint_Token": ""},
        {"X_Counterpoint_Token": "guess"},
        {"Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Host": "evil.example"},
        {"Content_Type": "text/plain"},
    ],
)
def test_strangers_make_nothing(serving: Serving, root: Path, headers: dict[str, str]):
    assert serving.post(IMPORT, ASKED, **headers)[0].status in (403, 415)
    assert serving.get(IMPORT)[0].status == 404
    assert not (root / MADE).exists()


def test_a_paste_may_have_four_mebibytes_and_no_more(serving: Serving):
    line = f"{BODY} "
    text = f"Rain\n\n{line * (LONGEST_IMPORT // len(line) - 20)}"
    response, data = serving.post(IMPORT, {"text": text, "date": "2015-12-23"})
    assert response.status == 422, "it is read, and longer than any article"
    assert json.loads(data)["said"]
    head = f"POST {IMPORT} HTTP/1.1\r\nHost: {serving.address.removeprefix('http://')}\r\nOrigin: {serving.address}\r\n"
    head += f"X-Counterpoint-Token: {serving.fixer.token}\r\nContent-Type: application/json\r\n"
    assert b" 413 " in serving.raw(f"{head}Content-Length: {LONGEST_IMPORT + 1}\r\n\r\n".encode())[:20]
