"""A button of the preview fixes a problem: only on this computer, only for its own pages, and only in the file that
they know (law 24)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from generator.publishing import one_build_at_a_time
from generator.server.fixer import LONGEST_REQUEST
from generator.server.http import LOOPBACK, Server
from generator.server.live_state import LiveState
from tests.mistakes import archive_files, written
from tests.serving import Serving, wait_until

SIDECAR = "content/articles/2015/report.yaml"
FIX, TAKE_BACK = "/_counterpoint/fix", "/_counterpoint/take-back"
BUTTON = re.compile(r'<button [^>]*class="fix"[^>]*>')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = written(archive_files(), tmp_path / "site")
    text = (root / SIDECAR).read_bytes()
    (root / SIDECAR).write_bytes(text.replace(b"note: Nobody has", b"note: Nobody: has").replace(b"\n", b"\r\n"))
    return root


@pytest.fixture
def serving(root: Path) -> Iterator[Serving]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        yield serving


def buttons(serving: Serving) -> list[dict[str, str]]:
    """The values of each button in the list of problems."""
    found = BUTTON.findall(str(serving.live.state.problems))
    return [{name: unescape(value) for name, value in re.findall(r'data-(\w+)="([^"]*)"', one)} for one in found]


def request_of(button: dict[str, str]) -> dict[str, Any]:
    values = {name: button[name] for name in ("code", "path", "digest")}
    return {**values, "line": int(button["line"]), "column": int(button["column"])}


def change_of(serving: Serving) -> dict[str, str] | None:
    with serving.listening() as events:
        kind, news = next(events)
    assert kind == "build"
    change: dict[str, str] | None = news["fixing"]["change"]
    return change


def test_a_button_fixes_its_problem_and_takes_it_back(serving: Serving, root: Path):
    before = (root / SIDECAR).read_bytes()
    (button,) = buttons(serving)
    assert (button["page"], button["note"]) == ("articles/2015/report.html", "note_cannot-know")
    response, answer = serving.post(FIX, request_of(button))
    assert (response.status, json.loads(answer)) == (200, {"said": f"Fixed `{SIDECAR}`, line 25."})
    after = (root / SIDECAR).read_bytes()
    assert after == before.replace(b"note: Nobody: has shown how he knows.", b'note: "Nobody: has shown how he knows."')
    serving.wait_for_build(2)
    assert buttons(serving) == []
    change = change_of(serving)
    assert change
    response, answer = serving.post(TAKE_BACK, change)
    assert response.status == 200
    assert (root / SIDECAR).read_bytes() == before
    assert serving.post(TAKE_BACK, change)[0].status == 409
    assert change_of(serving) is None


def test_a_file_that_was_saved_since_stays(serving: Serving, root: Path):
    (button,) = buttons(serving)
    newer = (root / SIDECAR).read_bytes() + b"# newer\r\n"
    (root / SIDECAR).write_bytes(newer)
    response, answer = serving.post(FIX, request_of(button))
    assert response.status == 409
    assert "was saved by another program meanwhile" in json.loads(answer)["said"]
    assert (root / SIDECAR).read_bytes() == newer


def test_what_was_edited_after_the_fix_is_not_taken_back(serving: Serving, root: Path):
    serving.post(FIX, request_of(buttons(serving)[0]))
    change = change_of(serving)
    newer = (root / SIDECAR).read_bytes() + b"# newer\r\n"
    (root / SIDECAR).write_bytes(newer)
    assert change_of(serving) is None
    assert serving.post(TAKE_BACK, change)[0].status == 409
    assert (root / SIDECAR).read_bytes() == newer


@pytest.mark.parametrize(
    "headers",
    [
        {"X_Counterpoint_Token": ""},
        {"X_Counterpoint_Token": "wrong"},
        {"X_Counterpoint_Token": "é".encode().decode("latin-1")},
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "https://example.org"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "none"},
        {"Host": "example.org"},
        {"Host": "example.org", "Origin": "http://example.org"},
    ],
)
def test_a_request_from_elsewhere_is_refused(serving: Serving, root: Path, headers: dict[str, str]):
    before = (root / SIDECAR).read_bytes()
    assert serving.post(FIX, request_of(buttons(serving)[0]), **headers)[0].status == 403
    assert (root / SIDECAR).read_bytes() == before


def test_an_old_browser_that_says_less_can_fix(serving: Serving):
    assert serving.post(FIX, request_of(buttons(serving)[0]), Sec_Fetch_Site="")[0].status == 200


@pytest.mark.parametrize("kind", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_is_refused(serving: Serving, kind: str):
    assert serving.post(FIX, request_of(buttons(serving)[0]), Content_Type=kind)[0].status == 415


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"\xff", b"[" * 10_000, b'{"code": 1}', b'{"path": "x", "digest": 1}',
        b'{"path": "../x", "digest": ""}', b'{"path": "a", "digest": "b", "more": 1}',
    ],
)  # fmt: skip
def test_what_is_no_request_is_refused(serving: Serving, root: Path, body: bytes):
    before = (root / SIDECAR).read_bytes()
    for target in (FIX, TAKE_BACK):
        assert 400 <= serving.post(target, body)[0].status < 500
    assert (root / SIDECAR).read_bytes() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"path": "README.md"}, {"path": "../site.yaml"}, {"path": "/etc/hostname"}, {"path": ""}, {"path": "\ud800"},
        {"path": "content/x\0"}, {"digest": ""}, {"digest": "0" * 64}, {"line": 1}, {"line": -1}, {"line": 10**30},
        {"line": True}, {"line": "25"}, {"column": 0}, {"code": "x"},
    ],
)  # fmt: skip
def test_a_problem_that_is_not_there_is_not_fixed(serving: Serving, root: Path, changes: dict[str, Any]):
    before = (root / SIDECAR).read_bytes()
    response, answer = serving.post(FIX, {**request_of(buttons(serving)[0]), **changes})
    assert response.status in {400, 409, 422}
    assert json.loads(answer)["said"].endswith(".")
    assert (root / SIDECAR).read_bytes() == before


def test_a_huge_body_is_not_read(serving: Serving):
    assert serving.post(FIX, b"{" + b" " * LONGEST_REQUEST)[0].status == 413
    head = f"POST {FIX} HTTP/1.1\r\nHost: {serving.address[7:]}\r\nOrigin: {serving.address}\r\n"
    head += f"Content-Type: application/json\r\nX-Counterpoint-Token: {serving.fixer.token}\r\n"
    for more in ("Content-Length: 999999999999\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: -1\r\n", ""):
        assert serving.raw(f"{head}{more}\r\n".encode()).split(b" ")[1] in {b"411", b"413"}
    assert serving.raw(f"{head}Content-Length: 9\r\n\r\n{{}}".encode()).split(b" ")[1] == b"400"


@pytest.mark.parametrize(
    "target", ["/", "/articles/2015/report.html", "/_counterpoint/live.js", "/_counterpoint/", f"{FIX}/", f"{FIX}?x"]
)
def test_nothing_else_can_be_posted(serving: Serving, target: str):
    assert serving.post(target, request_of(buttons(serving)[0]))[0].status == 404


def test_a_browser_is_told_that_the_connection_ends_with_the_answer(serving: Serving):
    response, _ = serving.post(FIX, request_of(buttons(serving)[0]))
    assert response.getheader("Connection") == "close"
    assert serving.get("/")[0].getheader("Connection") is None


def test_reading_changes_nothing(serving: Serving, root: Path):
    before = (root / SIDECAR).read_bytes()
    for target in (FIX, TAKE_BACK, f"{FIX}?path={SIDECAR}"):
        assert serving.get(target)[0].status == 404
    assert (root / SIDECAR).read_bytes() == before


def test_the_token_is_in_no_file_that_is_served(serving: Serving):
    for target in ("/", "/articles/2015/report.html", "/_counterpoint/live.js", "/nowhere"):
        assert serving.fixer.token.encode() not in serving.get(target)[1]


def test_no_file_of_a_build_knows_of_it(serving: Serving):
    for path, data in (serving.live.state.files or {}).items():
        assert isinstance(data, Path) or b"_counterpoint" not in data, path


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_where_others_can_reach_it_it_changes_nothing(serving: Serving, root: Path, host: str):
    try:
        server = Server(host, 0, root, LiveState(), fixer=serving.fixer)
    except OSError:
        pytest.skip("this computer has no such address")
    with server:
        assert server.fixer is None


def test_while_a_build_is_written_it_waits(serving: Serving, root: Path):
    before = (root / SIDECAR).read_bytes()
    with one_build_at_a_time(root / ".counterpoint"):
        assert serving.post(FIX, request_of(buttons(serving)[0]))[0].status == 503
    assert (root / SIDECAR).read_bytes() == before


def test_a_problem_of_a_file_that_may_not_be_changed_has_no_button(tmp_path: Path):
    root = written(archive_files(), tmp_path / "site")
    (root / SIDECAR).rename(root / "away.yaml")
    (root / SIDECAR).symlink_to(root / "away.yaml")
    with Serving(root) as serving:
        serving.wait_for_build(1)
        assert serving.builds
        assert buttons(serving) == []
        wait_until(lambda: LOOPBACK in serving.address)
