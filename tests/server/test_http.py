"""A site is served while it is edited: over a real socket, with real files."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.diagnostics import Diagnostic, Location
from generator.pipeline.progress import Step, Watch
from generator.pipeline.result import About, Built
from generator.server.http import FIRST_PORT, STEP_LABELS, Server, open_server
from generator.server.live_state import LiveState
from tests.folders import digest_of
from tests.serving import Serving, wait_until

ABOUT = About(0, 0, "", False, "index.html")
ERROR = Diagnostic("yaml-syntax", Location("content/x.yaml"), "It is half-written.")


def built_of(files: dict[str, bytes | Path], *problems: Diagnostic) -> Built:
    return Built(files, list(problems), ABOUT, digests={path: digest_of(data) for path, data in files.items()})


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text, encoding="utf-8")


def small_site(root: Path) -> Path:
    """A small site, at an address with a path."""
    write(root, "site.yaml", "title: Rivers\nurl: https://example.org/rivers/\n")
    write(root, "content/articles/2015/x.md", "---\ntitle: First\ndate: 2015-12-23\n---\n\nThe text.\n")
    write(root, "content/pages/about.md", "---\ntitle: About\n---\n\nWho we are.\n")
    (root / "content/articles/2015/notes.pdf").write_bytes(b"%PDF- the bytes")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small_site(tmp_path / "site")


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A site that is served and that nobody edits."""
    with Serving(small_site(tmp_path_factory.mktemp("still") / "site")) as serving:
        serving.wait_for_build(1)
        yield serving


ARTICLE = "content/articles/2015/x.md"
PAGE = "articles/2015/x.html"


def retitle(root: Path, title: str) -> None:
    write(root, ARTICLE, f"---\ntitle: {title}\ndate: 2015-12-23\n---\n\nThe text.\n")


@pytest.fixture
def serving(root: Path) -> Iterator[Serving]:
    with Serving(root) as serving:
        serving.wait_for_build(1)
        yield serving


class Maker:
    """Makes a site in no time: its one page holds what a file holds, and there is an error as long as that is `half`.

    `meanwhile` happens during each build, behind the reading.
    """

    def __init__(self, file: Path, meanwhile: Callable[[], object] = lambda: None) -> None:
        self.file, self.meanwhile, self.made = file, meanwhile, 0

    def __call__(self, watch: Watch) -> Built:
        text = self.file.read_bytes()
        self.made += 1
        self.meanwhile()
        return built_of({"index.html": text}, *([ERROR] if text == b"half" else []))


def save(file: Path, text: str) -> None:
    """In one step: nobody meets an empty file."""
    file.with_name(f".{file.name}").write_text(text)
    file.with_name(f".{file.name}").replace(file)


@pytest.fixture
def quick(tmp_path: Path) -> Path:
    """The file of which `Maker` makes a site."""
    write(tmp_path, "content/x.md", "one")
    return tmp_path / "content/x.md"


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_site_stands_under_the_path_of_its_address(still: Serving):
    response, _ = still.get("/")
    assert (response.status, response.headers["Location"]) == (302, "/rivers/")
    response, data = still.get("/rivers/")
    assert (response.status, response.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"First" in data
    assert still.get("/rivers/articles")[0].headers["Location"] == "/rivers/articles/"


def test_what_is_not_there_is_answered_with_the_page_of_the_site(still: Serving):
    response, data = still.get("/rivers/nowhere.html")
    assert response.status == 404
    assert b'href="/rivers/' in data
    assert b"https://example.org" not in data.partition(b"<body>")[2]


def test_a_head_is_the_head_of_the_same_answer(still: Serving):
    for target in (f"/rivers/{PAGE}", "/rivers/style.css", "/rivers/articles/2015/notes.pdf", "/rivers/none", "/"):
        (one, whole), (head, nothing) = still.get(target), still.get(target, "HEAD")
        assert nothing == b""
        assert one.status == head.status
        assert {**one.headers, "Date": ""} == {**head.headers, "Date": ""}
        assert int(one.headers["Content-Length"]) == len(whole)


def test_a_file_that_a_browser_has_is_not_sent_again(still: Serving):
    files = still.live.state.files or {}
    style = next(path for path in files if path.endswith("style.css"))
    for target in (f"/rivers/{style}", "/rivers/articles/2015/notes.pdf"):
        first, _ = still.get(target)
        again, nothing = still.get(target, If_None_Match=first.headers["ETag"])
        assert (first.status, again.status, nothing) == (200, 304, b"")
        assert still.get(target, If_None_Match='"another"')[0].status == 200


def test_every_answer_says_that_it_is_what_it_says_and_for_nobody_else(still: Serving):
    for target in ("/", f"/rivers/{PAGE}", "/rivers/none", "/_counterpoint/live.js", "/rivers/articles/2015/notes.pdf"):
        headers = still.get(target)[0].headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_copied_file_is_read_when_it_is_asked_for(serving: Serving, root: Path):
    response, data = serving.get("/rivers/articles/2015/notes.pdf")
    assert (response.headers["Content-Type"], data) == ("application/pdf", b"%PDF- the bytes")
    (root / "content/articles/2015/notes.pdf").unlink()
    assert serving.get("/rivers/articles/2015/notes.pdf")[0].status == 404


@pytest.mark.parametrize("replaced", ["content/articles/2015/notes.pdf", "content/articles/2015", "content"])
def test_no_link_that_comes_later_is_followed(serving: Serving, root: Path, tmp_path: Path, replaced: str):
    (root / replaced).rename(tmp_path / "elsewhere")
    (root / replaced).symlink_to(tmp_path / "elsewhere")
    response, data = serving.get("/rivers/articles/2015/notes.pdf")
    assert response.status == 404
    assert b"%PDF" not in data


def test_a_site_that_stands_behind_a_link_itself_is_served(root: Path, tmp_path: Path):
    (tmp_path / "link").symlink_to(root)
    with Serving(tmp_path / "link") as serving:
        serving.wait_for_build(1)
        assert serving.get("/rivers/articles/2015/notes.pdf")[1] == b"%PDF- the bytes"


# ── law 17 ───────────────────────────────────────────────────────────────────────────────────────────────────────

LEADING_OUT = [
    b"/../site.yaml", b"/rivers/../site.yaml", b"/rivers/%2e%2e/site.yaml", b"/rivers/..%2f..%2fsite.yaml",
    b"/rivers/..\\site.yaml", b"/rivers/..%5csite.yaml", b"//etc/passwd", b"/rivers//etc/passwd",
    b"/rivers/%2fetc%2fpasswd", b"/rivers/site.yaml", b"/rivers/content/pages/about.md",
    b"/rivers/index.html%00.yaml", b"/rivers/%00", b"/%ff", b"*",
    b"rivers/index.html", b"http://elsewhere.example/rivers/index.html", b"C:/site.yaml", b"file:///etc/passwd",
    b"/_counterpoint/../serve.py", b"/_counterpoint/%2e%2e/serve.py", b"/_counterpoint/live.js/../../serve.py",
]  # fmt: skip


@pytest.mark.parametrize("target", LEADING_OUT)
def test_nothing_outside_of_the_site_is_served(still: Serving, target: bytes):
    answer = still.raw(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ")[1] in (b"404", b"400")
    assert b"title: Rivers" not in answer
    assert b"root:" not in answer
    assert b"import " not in answer


OTHER_HOSTS = [
    b"Host: elsewhere.example\r\n", b"Host: localhost.elsewhere.example\r\n", b"Host: 192.0.2.1\r\n", b"Host:\r\n", b"",
    b"Host: localhost\r\nHost: elsewhere.example\r\n",
]  # fmt: skip


@pytest.mark.parametrize("head", OTHER_HOSTS)
@pytest.mark.parametrize("target", [b"/rivers/", b"/_counterpoint/live.js", b"/_counterpoint/events?page=index.html"])
def test_who_asks_for_another_computer_is_refused(still: Serving, head: bytes, target: bytes):
    answer = still.raw(b"GET " + target + b" HTTP/1.1\r\n" + head + b"Connection: close\r\n\r\n")
    assert answer.split(b" ")[1] == b"403"
    assert b"First" not in answer


@pytest.mark.parametrize("host", [b"localhost", b"127.0.0.1:8000", b"[::1]"])
def test_who_asks_for_this_computer_is_answered(still: Serving, host: bytes):
    answer = still.raw(b"GET /rivers/ HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n")
    assert answer.split(b" ")[1] == b"200"


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_but_reading_is_answered(still: Serving, method: str):
    assert still.get("/rivers/", method)[0].status == 501


def test_it_listens_where_only_this_computer_reaches_it(root: Path):
    with Server("127.0.0.1", 0, root, LiveState()) as server:
        assert server.socket.getsockname()[0] == "127.0.0.1"


@pytest.mark.parametrize("host", ["::1", "localhost", "0.0.0.0"])
def test_it_listens_elsewhere_when_asked_to(root: Path, host: str):
    try:
        server = Server(host, 0, root, LiveState())
    except OSError:
        assert host == "::1"
        pytest.skip("this computer has no address of the sixth version")
    with server:
        expected = {"0.0.0.0": "127.0.0.1", "::1": "[::1]"}.get(host, host)
        assert server.origin == f"http://{expected}:{server.server_port}"


def test_it_writes_nothing(root: Path):
    def everything() -> dict[str, int]:
        return {str(path): path.lstat().st_mtime_ns for path in root.rglob("*")}

    before = everything()
    with Serving(root) as serving:
        serving.wait_for_build(1)
        serving.get("/rivers/")
    assert everything() == before


# ── from an edit to the browser ──────────────────────────────────────────────────────────────────────────────────


def test_a_page_hears_of_its_edit_and_is_another_one(serving: Serving, root: Path):
    with serving.listening(PAGE) as events:
        kind, first = next(events)
        retitle(root, "Second")
        kind, second = next(events)
    assert kind == "build"
    assert first["tag"] != second["tag"]
    assert b"Second" in serving.get(f"/rivers/{PAGE}")[1]


def test_a_page_that_is_not_concerned_hears_so(serving: Serving, root: Path):
    with serving.listening("about.html") as events:
        _, first = next(events)
        retitle(root, "Second")
        _, second = next(events)
    assert first["tag"] == second["tag"]
    assert [path for path in second["changed"] if "/search/" not in path] == [], "the search page alone loads those"


def test_a_page_that_was_loaded_before_hears_at_once_what_it_missed(serving: Serving, root: Path):
    version = serving.live.state.version
    write(root, "templates/style/own.css", "p { color: red }")
    serving.wait_for_build(2)
    with serving.listening(PAGE, version) as events:
        assert [path.rpartition("/")[2] for path in next(events)[1]["changed"]] == ["style.css"]
    with serving.listening(PAGE) as events:
        assert next(events)[1]["changed"] == []


def test_from_saving_to_hearing_it_takes_less_than_a_second(quick: Path):
    best = 9.0
    with Serving(quick.parent.parent, Maker(quick)) as serving:
        serving.wait_for_build(1)
        with serving.listening() as events:
            next(events)
            for n in range(5):
                saved = time.monotonic()
                save(quick, f"another {n}")
                next(events)
                best = min(best, time.monotonic() - saved)
    assert best < 1


def test_a_checkout_is_one_build(quick: Path):
    maker, site = Maker(quick), quick.parent.parent
    with Serving(site, maker) as serving:
        serving.wait_for_build(1)
        (site / ".git").mkdir()
        (site / ".git/index.lock").touch()  # as git does while it writes
        for n in range(300):
            write(site, f"content/{n % 7}/{n}.md", "text")
            time.sleep(0.002)
        time.sleep(0.3)
        assert maker.made == 1
        (site / ".git/index.lock").unlink()
        serving.wait_for_build(2)
        time.sleep(0.3)
    assert maker.made == 2


def test_edits_during_a_build_are_followed_by_one_more(quick: Path):
    go_on = threading.Event()
    maker = Maker(quick, lambda: go_on.wait(60))
    with Serving(quick.parent.parent, maker) as serving:
        wait_until(lambda: maker.made == 1)
        for text in ("two", "three", "four"):
            save(quick, text)
        time.sleep(0.3)
        go_on.set()
        serving.wait_for_build(2)
        assert b"four" in serving.get("/")[1]
        time.sleep(0.3)
    assert maker.made == 2


def test_a_file_that_is_half_written_is_looked_at_again_before_it_is_shown(
    quick: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("generator.server.rebuild_loop.YOUNG", 1.0)

    def write_the_rest() -> None:
        if quick.read_text() == "half":
            save(quick, "whole")

    with Serving(quick.parent.parent, Maker(quick, write_the_rest)) as serving:
        serving.wait_for_build(1)
        save(quick, "half")
        wait_until(lambda: b"whole" in serving.get("/")[1])
    assert all(isinstance(made, Built) and not made.diagnostics for made in serving.builds)


def test_what_stays_wrong_is_shown(quick: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("generator.server.rebuild_loop.YOUNG", 1.0)
    maker = Maker(quick)
    with Serving(quick.parent.parent, maker) as serving:
        serving.wait_for_build(1)
        save(quick, "half")
        serving.wait_for_build(2)
        assert maker.made == 3, "it was looked at twice"
        save(quick, "half")
        serving.wait_for_build(3)
        assert maker.made == 4, "what was wrong already is not"
    assert serving.live.state.found == "1 error"
    assert serving.known[2] == {ERROR}


def test_without_an_edit_nothing_is_built(serving: Serving):
    time.sleep(5)
    serving.get("/rivers/")
    assert len(serving.builds) == 1


@pytest.mark.slow
def test_in_a_minute_without_an_edit_nothing_is_built(root: Path):
    with Serving(root) as serving, serving.listening() as events:
        serving.wait_for_build(1)
        heard: list[tuple[str, object]] = []
        threading.Thread(target=lambda: heard.extend(events), daemon=True).start()
        retitle(root, "Second")
        serving.wait_for_build(2)
        for _ in range(30):
            serving.get(f"/rivers/{PAGE}")
            time.sleep(2)
        assert len(serving.builds) == 2
        assert [kind for kind, _ in heard].count("build") <= 3, "the page hears of nothing but the builds"


# ── trouble ──────────────────────────────────────────────────────────────────────────────────────────────────────


def broken_settings(root: Path) -> None:
    write(root, "site.yaml", "title: [\n")


def no_settings(root: Path) -> None:
    (root / "site.yaml").unlink()


def broken_template(root: Path) -> None:
    write(root, "templates/article.html", "{% if %}")


def mend_settings(root: Path) -> None:
    write(root, "site.yaml", "title: Rivers again\nurl: https://example.org/rivers/\n")


def mend_template(root: Path) -> None:
    (root / "templates/article.html").unlink()


TROUBLES = [(broken_settings, mend_settings), (no_settings, mend_settings), (broken_template, mend_template)]


@pytest.mark.parametrize(("spoil", "mend"), TROUBLES)
def test_a_failing_build_leaves_the_last_pages_until_it_is_mended(
    serving: Serving, root: Path, spoil: Callable[[Path], None], mend: Callable[[Path], None]
):
    spoil(root)
    serving.wait_for_build(2)
    with serving.listening(PAGE) as events:
        _, told = next(events)
        assert told["failed"]
        assert told["problems"]
        assert b"First" in serving.get(f"/rivers/{PAGE}")[1]
        mend(root)
        while told["failed"]:
            _, told = next(events)
    assert told["problems"] == ""


@pytest.mark.parametrize(("spoil", "mend"), TROUBLES)
def test_so_does_the_first_one(root: Path, spoil: Callable[[Path], None], mend: Callable[[Path], None]):
    spoil(root)
    with Serving(root, url="https://example.org/rivers/") as serving:
        serving.wait_for_build(1)
        response, data = serving.get(f"/rivers/{PAGE}")
        assert response.status == 503
        assert b"can\xe2\x80\x99t be built" in data
        mend(root)
        wait_until(lambda: serving.get(f"/rivers/{PAGE}")[0].status == 200)


def test_an_error_in_the_program_itself_ends_nothing(quick: Path):
    def rebuild(watch: Watch) -> Built:
        if quick.read_bytes() == b"fault":
            raise ZeroDivisionError("a fault")
        return built_of({"index.html": quick.read_bytes()})

    with Serving(quick.parent.parent, rebuild) as serving:
        serving.wait_for_build(1)
        save(quick, "fault")
        serving.wait_for_build(2)
        assert b"one" in serving.get("/")[1]
        assert "ZeroDivisionError: a fault" in serving.live.state.problems
        save(quick, "two")
        serving.wait_for_build(3)
        assert b"two" in serving.get("/")[1]


def test_a_site_that_goes_and_comes_back_is_served_again(serving: Serving, root: Path):
    root.rename(root.with_name("away"))
    wait_until(lambda: serving.live.state.failed)
    assert b"First" in serving.get(f"/rivers/{PAGE}")[1]
    root.with_name("away").rename(root)
    wait_until(lambda: not serving.live.state.failed)
    retitle(root, "Second")
    wait_until(lambda: b"Second" in serving.get(f"/rivers/{PAGE}")[1])


def test_before_the_first_build_is_through_its_steps_are_told(quick: Path):
    go_on = threading.Event()

    def rebuild(watch: Watch) -> Built:
        for _ in watch(Step.COMPILE, [1, 2, 3]):
            go_on.wait(20)
        return Maker(quick)(watch)

    with Serving(quick.parent.parent, rebuild) as serving:
        assert serving.get("/")[0].status == 503
        with serving.listening() as events:
            assert next(events)[1]["tag"] == "waiting"
            assert next(events) == ("step", {"step": "Compiling the articles", "done": 0, "total": 3})
            go_on.set()
            told = next(told for kind, told in events if kind == "build")
        assert not told["failed"]
        assert serving.get("/")[0].status == 200


def test_the_preview_has_words_for_each_step_and_for_nothing_else():
    assert [*STEP_LABELS] == [*Step]
    assert all(STEP_LABELS.values())
    assert len(set(STEP_LABELS.values())) == len(Step)


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────


def taken(port: int = 0) -> socket.socket:
    listener = socket.socket()
    listener.bind(("127.0.0.1", port))
    listener.listen()
    return listener


def test_the_next_free_port_is_taken_where_none_is_asked_for(root: Path):
    try:
        listener = taken(FIRST_PORT)
    except OSError:
        listener = socket.socket()  # somebody has it already, which does as well
    with listener, open_server("127.0.0.1", None, root, LiveState()) as server:
        assert FIRST_PORT < server.server_port <= 65535


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "99999"], "0 to 65535, not 99999"),
        (["--port", "-1"], "0 to 65535, not -1"),
        (["--host", "192.0.2.1"], "The server can't listen on “192.0.2.1”"),
        (["--host", "no such host"], "The server can't listen on “no such host”"),
        (["--base-url", "nowhere"], "not “nowhere”"),
    ],
)
def test_what_cannot_be_served_is_said(root: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], words: str):
    assert main(["serve", "--site", str(root), *arguments]) == 2
    err = capfd.readouterr().err
    assert words in err
    assert "next: " in err


def test_a_port_in_use_is_said(root: Path, capfd: pytest.CaptureFixture[str]):
    with taken() as listener:
        port = listener.getsockname()[1]
        assert main(["serve", "--site", str(root), "--port", str(port)]) == 2
    assert f"Port {port} is already in use.\n  next: Choose another port with `--port`" in capfd.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to one process")
@pytest.mark.parametrize(
    ("arguments", "warned"), [([], False), (["--host", "0.0.0.0"], True), (["--host", "127.0.0.2"], False)]
)
def test_it_tells_where_it_serves_and_ends_with_ctrl_c(root: Path, arguments: list[str], warned: bool):
    program = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"  # a shell may have it ignored
        "from generator.cli.main import main; sys.exit(main(sys.argv[1:]))"
    )
    process = subprocess.Popen(
        [sys.executable, "-u", "-c", program, "serve", "--site", str(root), "--port", "0", *arguments],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        cwd=Path(__file__).parent.parent.parent,
    )  # fmt: skip
    assert process.stdout
    try:
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0
    assert lines[0].startswith("Serving the site at http://127.0.0.")
    assert lines[0].endswith("/rivers/ until you press Ctrl-C.\n")
    assert lines[1].startswith("Built 1 article with 0 claims in ")
    assert out == "Stopped.\n"
    assert ("warning: Anyone who can reach this computer" in err) == warned
    assert "Traceback" not in err


# ── more connections than open files ─────────────────────────────────────────────────────────────────────────────

FEW_FILES = """
import resource, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have it ignored
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
from generator.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the time that a process took is read from /proc")
def test_with_more_connections_than_files_builds_go_on_and_the_server_rests(root):
    command = [sys.executable, "-u", "-c", FEW_FILES, "serve", "--site", str(root), "--port", "0"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent)}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as done:
        lines: list[str] = []
        assert done.stdout
        reader = threading.Thread(target=lambda out: lines.extend(iter(out.readline, "")), args=(done.stdout,))
        reader.start()
        sockets = []
        try:
            wait_until(lambda: any(line.startswith("Built") for line in lines))
            port = int(lines[0].split(":")[2].split("/")[0])
            sockets = [begun_connection(port) for _ in range(100)]
            time.sleep(0.5)
            before = cpu_seconds(done.pid)
            time.sleep(2)
            assert cpu_seconds(done.pid) - before < 0.5
            write(root, "content/pages/new.md", "---\ntitle: New\n---\n\nText.\n")
            wait_until(lambda: sum(line.startswith("Built") for line in lines) >= 2)
        finally:
            for one in sockets:
                one.close()
            done.send_signal(signal.SIGINT)
            reader.join()
    assert "Too many open files" not in "".join(lines)


def begun_connection(port: int) -> socket.socket:
    """A connection that is not waited for: of a hundred, the system lets some wait until others are closed."""
    connection = socket.socket()
    connection.setblocking(False)
    connection.connect_ex(("127.0.0.1", port))
    return connection


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
