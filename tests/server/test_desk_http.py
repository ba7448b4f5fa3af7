"""Who may use the desk: a page of this server, with its token, and nobody else (law 17)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.server.desk_requests import LONGEST_DESK_REQUEST
from generator.server.http import Server
from generator.server.live_state import LiveState
from tests.mistakes import archive_files, written
from tests.serving import Serving

ARTICLE = "2015/report"
SIDECAR = "content/articles/2015/report.yaml"
MODEL = f"/_counterpoint/desk/model?article={ARTICLE}"
WRITE, PLACE = "/_counterpoint/desk/write", "/_counterpoint/desk/place"
NOTE = {"article": ARTICLE, "op": "add", "kind": "note", "id": "mine", "fields": {"note": "Mine."}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(archive_files(), tmp_path / "site")


@pytest.fixture
def serving(root: Path) -> Iterator[Serving]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        yield serving


def test_a_page_of_this_server_reads_and_writes(serving: Serving, root: Path):
    response, data = serving.get(MODEL)
    assert response.status == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert json.loads(data)["token"] == serving.fixer.token
    assert serving.post(WRITE, NOTE)[0].status == 200
    assert "  mine:\n    note: Mine.\n" in (root / SIDECAR).read_text()


def test_only_pages_of_articles_have_the_desk(serving: Serving):
    def has_desk(page: str) -> bool:
        return b"desk/desk.js" in serving.get(page)[1]

    assert has_desk("/articles/2015/report.html")
    assert not has_desk("/")
    assert not has_desk("/claims/index.html")
    for name in ("desk.js", "desk.css", "words.css", "form.js"):
        assert serving.get(f"/_counterpoint/desk/{name}")[0].status == 200
    for name in ("", "nothing.js", "../live.js", "desk.py"):
        assert serving.get(f"/_counterpoint/desk/{name}")[0].status == 404


STRANGERS = [
    {"Origin": "https://evil.example"},
    {"Origin": ""},
    {"Origin": "null"},
    {"Sec_Fetch_Site": "cross-site"},
    {"Sec_Fetch_Site": "same-site"},
    {"X_Counterpoint_Token": ""},
    {"X_Counterpoint_Token": "guess"},
    {"X_Counterpoint_Token": "ü"},
]


@pytest.mark.parametrize("headers", STRANGERS)
def test_strangers_change_nothing(serving: Serving, root: Path, headers: dict[str, str]):
    before = (root / SIDECAR).read_bytes()
    assert serving.post(WRITE, NOTE, **headers)[0].status == 403
    assert (root / SIDECAR).read_bytes() == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_strangers_are_told_nothing(serving: Serving, site: str):
    response, data = serving.get(MODEL, Sec_Fetch_Site=site)
    assert response.status == 403
    assert serving.fixer.token.encode() not in data


def test_another_host_is_told_nothing(serving: Serving):
    assert serving.get(MODEL, Host="evil.example")[0].status == 403


def test_a_form_or_a_huge_body_is_refused(serving: Serving, root: Path):
    before = (root / SIDECAR).read_bytes()
    assert serving.post(WRITE, NOTE, Content_Type="text/plain")[0].status == 415
    assert serving.post(WRITE, b" " * (LONGEST_DESK_REQUEST + 1))[0].status == 413
    assert (root / SIDECAR).read_bytes() == before


@pytest.mark.parametrize("target", [WRITE, PLACE])
@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff", b"[" * 9_999, b'{"article": "../x", "op": "add"}'])
def test_what_is_no_request_is_refused(serving: Serving, root: Path, target: str, body: bytes):
    before = (root / SIDECAR).read_bytes()
    assert 400 <= serving.post(target, body)[0].status < 500
    assert (root / SIDECAR).read_bytes() == before


def test_nothing_is_written_by_reading(serving: Serving, root: Path):
    before = (root / SIDECAR).read_bytes()
    for target in (WRITE, PLACE, f"{WRITE}?op=add"):
        assert serving.get(target)[0].status == 404
    assert (root / SIDECAR).read_bytes() == before


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
@pytest.mark.parametrize("lets_others_write", [False, True])
def test_others_write_only_where_they_are_let(serving: Serving, root: Path, host: str, lets_others_write: bool):
    try:
        server = Server(
            host, 0, root, LiveState(), fixer=serving.fixer, desk=serving.desk, lets_others_write=lets_others_write
        )
    except OSError:
        pytest.skip("this computer has no such address")
    with server:
        assert bool(server.desk) == bool(server.fixer) == lets_others_write


def test_of_two_that_write_at_once_each_has_its_lines(serving: Serving, root: Path):
    from concurrent.futures import ThreadPoolExecutor

    def add(n: int) -> int:
        return serving.post(WRITE, {**NOTE, "id": f"note-{n}"})[0].status

    with ThreadPoolExecutor(8) as pool:
        statuses = list(pool.map(add, range(8)))
    text = (root / SIDECAR).read_text()
    made = [n for n, status in enumerate(statuses) if status == 200]
    assert made == [n for n in range(8) if f"  note-{n}:\n" in text]
    assert {status for status in statuses if status != 200} <= {409, 503}
    assert made
