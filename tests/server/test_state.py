"""What the browser is shown from one build to the next, and what it hears of the difference."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from markupsafe import Markup

from generator.diagnostics import Diagnostic, Location
from generator.pipeline.result import About, Built
from generator.server.responses import respond
from generator.server.state import MOST_SHOWN, Crash, PreviewState, after, brings_trouble, news, tag_of
from tests.folders import digest_of

ERROR = Diagnostic("yaml-syntax", Location("content/articles/x.yaml", 2, 3), "A colon is missing.", step="Write it.")
WARNING = Diagnostic("image-alt", Location("content/articles/x.md", 1, 1), "No description.", severity="warning")
NOTICE = Diagnostic("no-address", Location("site.yaml"), "No url.", severity="notice")

PAGE = b"<!doctype html><title>T</title><body><p>Text.</p></body></html>"
FILES: dict[str, bytes | Path] = {
    "index.html": PAGE,
    "articles/index.html": PAGE,
    "articles/x.html": PAGE,
    "style.css": b"p{}",
    "feed.xml": b"<feed/>",
    "404.html": b'<link href="https://example.org/c/style.css"><a href="https://example.org/c/articles/">all</a>',
}
START = PreviewState("run")


def built(files: dict[str, bytes | Path] | None = FILES, *problems: Diagnostic, url: str = "") -> Built:
    about = None if files is None else About(0, 0, url, False, "index.html")
    return Built(files, list(problems), about, digests={path: digest_of(data) for path, data in (files or {}).items()})


def line_of(path: str, line: int) -> str:
    return f"line {line} <b>of</b> {path}"


def shown(*builds: Built | Crash) -> PreviewState:
    state = START
    for made in builds:
        state = after(state, made, line_of)
    return state


def told(state: PreviewState, path: str = "articles/x.html", since: str = "run.1") -> dict[str, object]:
    return json.loads(news(state, path, since))  # type: ignore[no-any-return]


def body(state: PreviewState, target: str) -> str:
    data = respond(state, target).body
    assert isinstance(data, bytes)
    return data.decode()


# ── which page hears of what ─────────────────────────────────────────────────────────────────────────────────────


def test_a_page_has_another_tag_only_when_it_became_another_one():
    first, same = shown(built()), shown(built(), built())
    other = shown(built(), built(FILES | {"index.html": PAGE + b"."}))
    assert tag_of(same, "articles/x.html") == tag_of(first, "articles/x.html") == tag_of(other, "articles/x.html")
    assert tag_of(other, "index.html") != tag_of(first, "index.html")


def test_a_page_that_went_or_came_has_another_tag():
    with_it, without = shown(built()), shown(built({"index.html": PAGE}))
    assert (
        tag_of(without, "articles/x.html")
        == tag_of(with_it, "articles/never.html")
        != tag_of(with_it, "articles/x.html")
    )


def test_the_tag_stands_in_the_page_that_is_sent():
    state = shown(built())
    assert f'data-tag="{tag_of(state, "articles/x.html")}"' in body(state, "/articles/x.html")
    assert 'data-page="articles/x.html"' in body(state, "/articles/x.html")
    assert f'data-version="{state.version}"' in body(state, "/articles/x.html")


def test_what_pages_load_is_named_when_it_changed_and_only_to_those_that_have_the_old_one():
    state = shown(built(), built(FILES | {"style.css": b"p{color:red}"}), built(FILES | {"style.css": b"p{color:red}"}))
    assert told(state, since="run.1")["changed"] == ["/style.css"]
    assert told(state, since="run.2")["changed"] == []


def test_pages_and_feeds_are_not_named_since_no_page_loads_them():
    state = shown(built(), built(FILES | {"feed.xml": b"<feed>2</feed>", "articles/x.html": PAGE + b"."}))
    assert told(state)["changed"] == []


def test_a_new_picture_is_named():
    assert told(shown(built(), built(FILES | {"a b.png": b"1"})))["changed"] == ["/a%20b.png"]


def test_a_copied_picture_is_named_when_the_file_changed(tmp_path: Path):
    picture = tmp_path / "x.png"
    picture.write_bytes(b"one")
    first = shown(built(FILES | {"x.png": picture}))
    assert told(after(first, built(FILES | {"x.png": picture}), line_of))["changed"] == []
    picture.write_bytes(b"two")
    second = after(first, built(FILES | {"x.png": picture}), line_of)
    assert told(second)["changed"] == ["/x.png"]
    assert tag_of(first, "x.png") != tag_of(second, "x.png")


def test_changed_files_are_named_by_their_address_under_the_path_of_the_site():
    url = "https://example.org/c/"
    state = shown(built(url=url), built(FILES | {"style.css": b"q{}"}, url=url))
    assert told(state)["changed"] == ["/c/style.css"]


@pytest.mark.parametrize("since", ["", "another.7", "run.", "run.x", "7"])
def test_a_page_of_another_run_fetches_the_style_once_more_and_nothing_else(since: str):
    state = shown(built(FILES | {"x.png": b"1"}))
    assert told(state, since=since)["changed"] == ["/style.css"]


# ── trouble ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_failing_build_leaves_the_last_pages_and_tells_of_it():
    good, failed = shown(built()), shown(built(), built(None, ERROR))
    assert failed.files == good.files
    assert tag_of(failed, "articles/x.html") == tag_of(good, "articles/x.html"), "no page loads anew"
    assert told(failed)["failed"] is True
    assert told(failed)["found"] == "1 error"
    assert "A colon is missing." in str(told(failed)["problems"])


def test_a_fault_of_the_program_is_told_like_a_failing_build():
    state = shown(built(), Crash("TypeError: <x>"))
    assert state.files is not None
    assert told(state)["failed"] is True
    assert "TypeError: &lt;x&gt;" in state.problems


def test_once_it_is_mended_nothing_is_told_any_more():
    state = shown(built(), built(None, ERROR), Crash("x"), built())
    assert (state.failed, state.problems, state.found) == (False, "", "")


def test_problems_of_a_site_that_is_built_are_told_without_a_failure():
    state = shown(built(FILES, ERROR, WARNING))
    assert (state.failed, state.found) == (False, "1 error, 1 warning")


def test_notices_are_left_to_the_terminal():
    assert shown(built(FILES, NOTICE)).problems == ""


def test_a_problem_is_shown_with_its_place_its_line_and_the_next_step():
    text = re.sub(r"<[^>]*>", "", str(shown(built(FILES, ERROR)).problems))
    assert "error content/articles/x.yaml:2:3 yaml-syntax" in text
    assert "    2 | line 2 &lt;b&gt;of&lt;/b&gt; content/articles/x.yaml\n      |   ^\n  next: Write it." in text


def test_a_problem_of_a_whole_file_shows_no_line_of_it():
    problem = Diagnostic("file-link", Location("content/x.md"), "“content/x.md” is a link.", step="Remove it.")
    assert "line 1" not in shown(built(FILES, problem)).problems
    assert "next: Remove it." in shown(built(FILES, problem)).problems


def test_errors_come_before_warnings_and_what_is_too_much_is_counted():
    problems = [WARNING] + [Diagnostic("x", Location("a", n), "An error.") for n in range(MOST_SHOWN + 6)]
    html = str(shown(built(FILES, *problems)).problems)
    assert html.count("<li") == MOST_SHOWN
    assert "No description." not in html
    assert "… and 7 more" in html


def test_what_keeps_a_site_from_being_built_comes_first():
    template = Diagnostic("template-error", Location("templates/article.html"), "A tag is open.")
    html = str(shown(built(None, ERROR, template)).problems)
    assert html.index("A tag is open.") < html.index("A colon is missing.")


HARM = "</pre></script><script>alert(1)</script><img src=x onerror=alert(2)>\"'"


def test_no_problem_gets_out_of_its_text():
    problem = Diagnostic(HARM, Location(HARM, 1, 1), HARM, (HARM,), HARM)
    state = after(START, built(None, problem, WARNING), lambda path, line: HARM)
    for html in (str(state.problems), body(state, "/")):
        assert "<script>" not in html
        assert "<img" not in html
        assert "onerror=alert" not in html.replace("&lt;img src=x onerror=alert", "")
    assert isinstance(state.problems, Markup)


@pytest.mark.parametrize(
    ("made", "known", "troubled"),
    [
        (built(), (), False),
        (built(FILES, WARNING, NOTICE), (), False),
        (built(FILES, ERROR), (), True),
        (built(FILES, ERROR), (ERROR,), False),
        (built(None, ERROR), (ERROR,), True),
        (Crash("x"), (), True),
    ],
)
def test_trouble_is_a_failure_or_an_error_that_was_not_there(
    made: Built | Crash, known: tuple[Diagnostic], troubled: bool
):
    assert brings_trouble(made, frozenset(known)) is troubled


# ── answers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_page_is_sent_as_it_is_published_but_for_one_script():
    page = body(shown(built()), "/articles/x.html")
    script = re.search(r'<script src="/_counterpoint/live\.js" defer [^<]*></script>\n', page)
    assert script
    assert page.replace(script[0], "").encode() == PAGE


def test_a_page_without_an_end_gets_the_script_all_the_same():
    assert body(shown(built(FILES | {"index.html": b"<p>x"})), "/").startswith("<p>x<script ")


@pytest.mark.parametrize("target", ["/style.css", "/feed.xml"])
def test_other_files_are_sent_as_they_are(target: str):
    assert respond(shown(built()), target).body == FILES[target[1:]]


def test_a_page_is_never_kept_and_other_files_are_asked_for_again():
    state = shown(built())
    assert ("Cache-Control", "no-store") in respond(state, "/index.html").headers
    assert dict(respond(state, "/style.css").headers) == {
        "Cache-Control": "no-cache",
        "ETag": f'"{tag_of(state, "style.css")}"',
    }


def test_what_is_not_there_gets_the_page_of_the_site_with_links_that_lead_to_this_server():
    state = shown(built(url="https://example.org/c/"))
    got = respond(state, "/c/nowhere/at/all.html")
    assert got.status == 404
    assert isinstance(got.body, bytes)
    assert b'href="/c/style.css"' in got.body
    assert b'href="/c/articles/"' in got.body
    assert b'data-page="nowhere/at/all.html" data-tag="nothing"' in got.body


def test_without_a_page_for_it_the_server_has_one():
    got = respond(shown(built({"index.html": PAGE})), "/nowhere")
    assert (got.status, got.type) == (404, "text/html; charset=utf-8")


def test_beside_the_site_its_path_is_named():
    state = shown(built(url="https://example.org/c/"))
    got = respond(state, "/elsewhere")
    assert got.status == 404
    assert b'<a href="/c/">' in got.body  # type: ignore[operator]
    assert respond(state, "/").headers == (("Location", "/c/"),)


def test_the_address_of_the_site_may_change_from_one_build_to_the_next():
    state = shown(built(url="https://example.org/c/"), built(url="https://example.org/"))
    assert respond(state, "/articles/x.html").status == 200


@pytest.mark.parametrize("target", ["/", "/articles/x.html", "/articles/", "/articles", "/no/such/page.html"])
def test_before_the_first_build_every_page_waits_for_it(target: str):
    got = respond(START, target)
    assert (got.status, got.type) == (503, "text/html; charset=utf-8")
    assert b"The site is being built" in got.body  # type: ignore[operator]
    assert b'data-tag="waiting"' in got.body  # type: ignore[operator]
    assert tag_of(shown(built()), "index.html") != "waiting"


def test_before_the_first_build_other_files_are_not_there_yet():
    assert respond(START, "/style.css").status == 503
    assert b"<" not in respond(START, "/style.css").body  # type: ignore[operator]


def test_where_the_first_build_fails_every_page_shows_why():
    state = shown(built(None, ERROR))
    got = respond(state, "/articles/x.html")
    assert got.status == 503
    assert b"A colon is missing." in got.body  # type: ignore[operator]
    assert f'data-tag="{tag_of(state, "articles/x.html")}"' in body(state, "/articles/x.html")
    other = after(state, built(None, ERROR, WARNING), line_of)
    assert tag_of(other, "articles/x.html") != tag_of(state, "articles/x.html"), "it loads anew with other problems"


@pytest.mark.parametrize(("name", "kind"), [("live.js", "text/javascript"), ("live.css", "text/css")])
def test_the_servers_own_files_are_sent(name: str, kind: str):
    got = respond(START, f"/_counterpoint/{name}")
    assert (got.status, got.type) == (200, f"{kind}; charset=utf-8")
    assert got.body


@pytest.mark.parametrize("name", ["", "x", "../serve.py", "..%2fserve.py", "live.js/..", "live%2ejs", "\x00"])
def test_nothing_else_is_the_servers_own(name: str):
    assert respond(shown(built()), f"/_counterpoint/{name}").status == 404
