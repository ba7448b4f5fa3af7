"""What a person, a program and GitHub see of the same problems."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from generator.cli import console as console_module
from generator.cli.console import Console
from generator.diagnostics import Diagnostic, Location

PROBLEM = Diagnostic("quote-not-found", Location("content/articles/a.yaml", 4, 12), "No, here.", step="Look again.")
WARNING = Diagnostic("no-source", Location("content/articles/b.yaml"), "100% sure?", severity="warning")


class Terminal(io.StringIO):
    def isatty(self):
        return True


class Broken(io.StringIO):
    def write(self, text):
        raise BrokenPipeError


def a_line(path: str, line: int) -> str:
    return f"line {line} of {path}"


def shown(format_="text", err=None, **how):
    console = Console(io.StringIO(), err or io.StringIO(), format_, **how)
    console.show([PROBLEM, WARNING], a_line, Path.cwd() / "site")
    assert isinstance(console.out, io.StringIO)
    assert isinstance(console.err, io.StringIO)
    return console.out.getvalue(), console.err.getvalue()


def test_as_text_problems_go_to_the_error_stream_with_their_lines(monkeypatch):
    out, err = shown()
    assert out == ""
    assert err.startswith("content/articles/a.yaml:4:12: error[quote-not-found] No, here.\n    4 | line 4 of")
    assert "  next: Look again.\n" in err
    assert "\x1b" not in err


def test_a_problem_of_a_whole_file_shows_no_line():
    console = Console(io.StringIO(), err := io.StringIO())
    about_a_file = Diagnostic("file-link", Location("content/x"), "“content/x” is a symbolic link.")
    console.show([about_a_file], a_line, Path.cwd())
    assert err.getvalue() == "content/x:1:1: error[file-link] “content/x” is a symbolic link.\n"


def test_only_the_weight_is_coloured_and_only_on_a_terminal(monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    _, err = shown(err=Terminal())
    assert ": \x1b[1;31merror\x1b[0m[quote-not-found] No" in err
    assert ": \x1b[33mwarning\x1b[0m[no-source] 100%" in err
    assert err.count("\x1b") == 4


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_colour_can_be_declined(monkeypatch, name, value):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(name, value)
    assert "\x1b" not in shown(err=Terminal())[1]


def test_as_json_everything_is_one_object_on_the_standard_stream():
    out, err = shown("json")
    assert err == ""
    rows = json.loads(out)["diagnostics"]
    assert [(row["code"], row["path"], row["line"]) for row in rows] == [
        ("quote-not-found", "content/articles/a.yaml", 4),
        ("no-source", "content/articles/b.yaml", 1),
    ]


def test_github_is_told_paths_in_the_repository_and_given_the_whole_table(tmp_path, monkeypatch):
    table = tmp_path / "summary.md"
    table.write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(table))
    out, _ = shown("github")
    assert out.splitlines() == [
        "::error file=site/content/articles/a.yaml,line=4,col=12,title=quote-not-found::No, here.%0ALook again.",
        "::warning file=site/content/articles/b.yaml,line=1,col=1,title=no-source::100%25 sure?",
    ]
    assert table.read_text().startswith("before\n")
    assert "| error | `site/content/articles/a.yaml:4:12` | quote-not-found |" in table.read_text()


def test_a_summary_that_can_not_be_written_costs_only_itself(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "gone" / "summary.md"))
    out, err = shown("github")
    assert out.count("::error") == 1
    assert "\n::warning::The summary can't be written" in out
    assert err == ""


def test_a_table_too_large_for_github_ends_with_how_many_are_left_out(tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setattr(console_module, "_SUMMARY_LIMIT", 300)
    console = Console(io.StringIO(), io.StringIO(), "github")
    console.show([PROBLEM] * 20, a_line, Path.cwd())
    text = (tmp_path / "summary.md").read_text()
    rows = text.count("| error |")
    assert len(text.encode()) < 400
    assert text.endswith(f"… and {20 - rows} more; the log has all of them.\n")


def test_sentences_keep_out_of_what_programs_read():
    for format_, where in (("text", "out"), ("json", "err"), ("github", "err")):
        console = Console(io.StringIO(), io.StringIO(), format_)  # type: ignore[arg-type]  # two of the three are tried
        console.say("Built.")
        assert {"out": console.out, "err": console.err}[where].getvalue() == "Built.\n"  # type: ignore[attr-defined]


def test_quiet_keeps_sentences_and_no_problem_back():
    _, err = shown(quiet=True)
    assert "No, here." in err
    console = Console(io.StringIO(), io.StringIO(), quiet=True)
    console.say("Built.")
    assert console.out.getvalue() == ""  # type: ignore[attr-defined]


def test_a_sentence_can_not_steer_the_terminal():
    console = Console(out := io.StringIO(), io.StringIO())
    console.say("a file named \x1b[2J")
    assert out.getvalue() == "a file named \\u001b[2J\n"


def test_a_reader_who_has_gone_stops_nothing():
    console = Console(Broken(), Broken())
    console.say("Built.")
    console.complain("Why.", "What next.")
    console.show([PROBLEM], a_line, Path.cwd())
