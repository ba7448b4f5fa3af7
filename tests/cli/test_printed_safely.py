"""What strangers wrote steers neither a terminal nor GitHub's runner, and makes neither a link nor a flood."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.cli.console import Console
from generator.diagnostics import Diagnostic, Location, Paste, as_github, as_json, as_markdown_table, without_commands
from generator.values import replace
from tests.folders import new_site
from tests.test_incremental import run

COMMANDS = {
    "an error": "::error file=README.md,line=1::pwned",
    "after spaces": "   ::warning::pwned",
    "after a tab": "\t::notice::pwned",
    "after a no-break space": "\u00a0::debug::pwned",
    "after an ideographic space": "\u3000::add-mask::pwned",
    "after a thin space": "\u2009::group::pwned",
    "stopping all others": "::stop-commands::x",
    "setting an output": "::set-output name=a::b",
    "the former form": "##[error]pwned",
    "the former form in the middle": "words ##[add-mask]pwned",
    "the former form twice": "##[group]##[endgroup]",
    "of another runner": "##vso[task.setvariable variable=a]b",
    "after a line break": "words\n::error::pwned",
    "after a carriage return": "words\r::error::pwned",
    "after both": "words\r\n::error::pwned",
    "after a line separator": "words\u2028::error::pwned",
    "after a next line": "words\u0085::error::pwned",
    "after a form feed": "words\f::error::pwned",
}

STEERING = {
    "clears the screen": "\x1b[2J",
    "sets the title": "\x1b]0;pwned\x07",
    "a link": "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "one-byte control sequence": "\x9b2J",
    "one-byte operating system command": "\x9d0;pwned\x9c",
    "back": "secret\b\b\b\b\b\bpublic",
    "to the beginning of the line": "error\rfine ",
    "deleted": "x\x7f",
    "the bell": "\x07",
    "a NUL": "a\0b",
    "another character set": "\x0e",
    "a lone surrogate": "\ud83d",
}


def problem(text: str) -> Diagnostic:
    """One with the text wherever a stranger's words can be."""
    paste = Paste(1, 1, (text, f"  quote: {text}"))
    return Diagnostic("quote-not-found", Location(f"content/{text}.yaml"), text, (text,), text, paste)


def console_for(format_: str) -> tuple[Console, Callable[[], str]]:
    """A console, and what was printed to it so far."""
    out, err = io.StringIO(), io.StringIO()
    return Console(out, err, format_), lambda: out.getvalue() + err.getvalue()  # type: ignore[arg-type]  # one of three


def printed(text: str, format_: str = "text") -> str:
    """All that a console prints of a text."""
    console, log = console_for(format_)
    console.show([problem(text)], lambda path, line: text, Path.cwd())
    console.say(text)
    console.warn(text)
    console.complain(text, text)
    console.trace(f"Traceback:\n  File x\nValueError: {text}")
    if format_ == "text":
        console.print(text)
    return log()


def obeyed(log: str) -> list[str]:
    """The lines that GitHub's runner would take for commands."""
    lines = re.split(r"\r\n|\r|\n", log)
    return [line for line in lines if re.match(r"\s*::.*?::", line) or re.search(r"##\w*\[.*?\]", line)]


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("format_", ["text", "json"])
def test_no_text_becomes_a_command_in_the_log_of_a_workflow(name, format_, monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert obeyed(printed(COMMANDS[name], format_)) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_for_github_there_is_one_command_a_problem_and_one_a_warning(name, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    of_problem, of_warning = obeyed(printed(COMMANDS[name], "github"))
    assert of_problem.startswith("::error file=")
    assert of_warning.startswith("::warning::")


@given(st.text(alphabet=":#[]| \t\n\r\u00a0\u2028aé", max_size=60))
def test_whatever_is_guarded_holds_no_command(text):
    lines = without_commands(text.replace("\r", "\n"))
    assert obeyed(lines) == []


def test_on_a_terminal_lines_to_paste_are_as_they_are():
    log = printed("::error::x")
    assert "\n      ::error::x\n" in log
    assert "\n        ::error::x\n" in log


def test_in_a_workflow_details_and_pastes_have_a_bar_before_them(monkeypatch):
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    log = printed("words")
    assert "\n        | words\n" in log
    assert "\n      | words\n      |   quote: words\n" in log


@pytest.mark.parametrize("where", ["name", "quote", "text"])
def test_a_build_in_a_workflow_prints_no_command_of_its_content(tmp_path, monkeypatch, where):
    """A quote with one other word: the message shows the text beside it, and the line to paste."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    root = new_site(tmp_path)
    line = "::error file=README.md,line=1::pwned: by a pull request and more words here"
    name = "::error::x" if where == "name" else "a"
    text = line if where == "text" else f"Words. {line}"
    (root / "content/articles/a.md").unlink()
    (root / f"content/articles/{name}.md").write_text(f"---\ntitle: A\ndate: 2015-12-23\n---\n\n{text}\n")
    quote = line.replace("more", "other")
    sidecar = f"claims:\n  a:\n    speaker: outlet\n    quote: |\n      {quote}\n"
    (root / f"content/articles/{name}.yaml").write_text(sidecar)
    code, out, err = run(root)
    assert code == 1
    assert "pwned" in err or "::error" in err
    assert obeyed(out + err) == []


# ── a terminal ───────────────────────────────────────────────────────────────────────────────────────────────────

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@pytest.mark.parametrize("name", STEERING)
@pytest.mark.parametrize("format_", ["text", "json", "github"])
def test_no_control_character_is_printed(name, format_, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary"))
    text = STEERING[name]
    console, log = console_for(format_)
    console.show([problem(text)], lambda path, line: text, Path.cwd())
    if format_ != "json" or name != "a lone surrogate":  # a stream replaces it, since it can't be encoded
        assert CONTROL.findall(log()) == []
    if format_ == "github":
        assert CONTROL.findall((tmp_path / "summary").read_text()) == []


def test_json_still_says_what_there_was():
    text = "a\x9b\u2028\x7f ##[error]x ::error::"
    (row,) = json.loads(as_json([problem(text)]))["diagnostics"]
    assert (row["message"], row["paste"]["lines"][0]) == (text, text)


@pytest.mark.parametrize("text", ["کتاب‌ها", "क्‍ष", "a\u202eb\u202c", "é", "👩‍🚀", "a\tb", "\u00a0x"])
def test_what_a_source_may_contain_is_pasted_as_it_is(text):
    console, log = console_for("text")
    console.show([problem(text)], lambda path, line: text, Path.cwd())
    assert f"\n        quote: {text}\n" in log()


# ── the summary of a run ─────────────────────────────────────────────────────────────────────────────────────────

MARKUP = [
    "![x](https://evil.example/pixel.png)", "[click](https://evil.example)", "<img src=//evil.example/x>",
    "https://evil.example/", "www.evil.example", "mail@evil.example", "@somebody", "#1", "a | b | c", "`code`",
    "``` ![x](y) ```", "` | ` ![x](https://evil.example)", "\\| ![x](https://evil.example)", "\\", "\\`![x](y)`",
    "a\n\n# heading\n\n| x | y |", "<!-- ", "</table><script>", "<https://evil.example>", "[x]: https://evil.example",
    "*a* _b_ ~~c~~", "$x$", ":smile:", "&lt;b&gt;", "|", "||", "` `` ``` ````", "\u202e", "<br>![x](y)", "\t![x](y)",
]  # fmt: skip


@pytest.mark.parametrize("text", MARKUP)
def test_the_summary_shows_markup_and_does_not_follow_it(text):
    table = as_markdown_table([problem(text), problem("other")])
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(table)
    cells = [tokens[n + 1] for n, token in enumerate(tokens) if token.type == "td_open"]
    assert len(cells) == 8, "two rows of four cells"
    inline = [child for cell in cells for child in cell.children or ()]
    assert {child.type for child in inline} <= {"text", "code_inline", "html_inline"}
    assert {child.content for child in inline if child.type == "html_inline"} <= {"<br>"}
    words = {child.content.strip("| ") for child in inline if child.type == "text"}
    assert words <= {"error", "quote-not-found", ""}
    code = "".join(child.content for child in cells[3].children or () if child.type == "code_inline")
    plain = re.sub(r"[\s|]", "", text.replace("\u202e", "\\u202e"))
    assert plain in re.sub(r"\s|\\u000[9a]", "", code)


# ── floods ───────────────────────────────────────────────────────────────────────────────────────────────────────


def shown(diagnostics: list[Diagnostic], format_: str = "text") -> str:
    console, log = console_for(format_)
    console.show(diagnostics, lambda path, line: None, Path.cwd())
    return log()


def many(n: int, code: str = "too-deep", path: str = "content/a.yaml", severity: str = "error") -> list[Diagnostic]:
    return [Diagnostic(code, Location(path, line), f"Number {line}.", severity=severity) for line in range(1, n + 1)]  # type: ignore[arg-type]  # one of the three


@pytest.mark.parametrize(("n", "expected"), [(1, 1), (99, 99), (100, 100), (101, 100), (5_000, 100)])
def test_of_one_kind_in_one_file_a_hundred_are_printed_and_the_rest_counted(n, expected):
    log = shown(many(n))
    assert log.count("error[too-deep]") == expected
    assert (f"… and {n - expected:,} more ({n - expected:,} × too-deep)" in log) == (n > expected)


def test_a_flood_of_one_kind_hides_no_other():
    log = shown([*many(5_000), *many(3, "quote-not-found"), *many(120, path="content/b.yaml")])
    assert (log.count("[quote-not-found]"), log.count("b.yaml:")) == (3, 100)
    assert "… and 4,920 more" in log


def test_no_error_gives_way_to_a_warning():
    warnings = [d for n in range(50) for d in many(50, "no-source", f"content/a{n}.yaml", "warning")]
    log = shown([*warnings, *many(90, path="content/z.yaml")])
    assert (log.count("error["), log.count("warning[")) == (90, 910)
    assert "… and 1,590 more (1,590 × no-source): `check --format json` lists all of them." in log


@pytest.mark.parametrize("format_", ["json", "github"])
def test_programs_get_all(format_):
    assert shown(many(5_000), format_).count("too-deep") == 5_000


def test_a_long_text_is_cut_and_what_is_left_out_is_counted():
    long = "x" * 1_000_000
    one = replace(problem(long), location=Location("content/a.yaml"))
    log = shown([one])
    assert len(log) < 12_000
    assert "… (998,000 more characters)" in log
    assert "`check --format json` gives them whole" in log
    assert len(as_github([one])) < 12_000
    assert as_json([one]).count(long) == 5


def test_of_many_details_the_rest_are_counted():
    log = shown([Diagnostic("to-cycle", Location("content/a.yaml"), "A circle.", tuple(map(str, range(9_000))))])
    assert "        49\n        … and 8,950 more\n" in log


def test_lines_to_paste_are_whole_or_not_there():
    lines = tuple(f"line {n:04}" for n in range(2_000))
    log = shown([Diagnostic("too-deep", Location("content/a.yaml"), "A message.", paste=Paste(1, 1, lines))])
    assert [line for line in lines if f"      {line}\n" not in log] == []
