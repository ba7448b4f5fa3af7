"""What the preview and `check --format json` say of the problems that a terminal shows: the same, with the same
fixes."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from pathlib import Path

from generator.cli.console import Console
from generator.diagnostics import Diagnostic
from generator.pipeline.result import Built
from generator.server.state import MOST_SHOWN, PreviewState, after
from generator.sources.source_lines import source_lines
from generator.yaml_text.splice import splice_of

ITEM = re.compile(r'<li class="(\w+)">\n(.*?)</li>', re.DOTALL)
WHERE = re.compile(r'<p class="where"><b>(\w+)</b> <code>(.*?)</code> (\S+)</p>\n<p dir="auto">(.*?)</p>\n', re.DOTALL)
FRAME = re.compile(r"<pre>(.*?)</pre>", re.DOTALL)
BUTTON = re.compile(
    r'<button [^>]*class="fix"[^>]*data-code="(.*?)" data-path="(.*?)" data-line="(\d+)" data-column="(\d+)"'
)


def everything_says_the_same(problems: list[Diagnostic], root: Path) -> None:
    """Notices apart, which the preview leaves to the terminal."""
    grave = sorted((d for d in problems if d.severity != "notice"), key=lambda d: d.severity != "error")[:MOST_SHOWN]
    state = after(PreviewState("run"), Built({}, problems), source_lines(root), lambda path: "digest")
    items = ITEM.findall(str(state.problems))
    assert [_as_terminal(html) for _, html in items] == [_terminal(d, root) for d in grave]
    buttons = [[unescape(value) for value in found] for found in BUTTON.findall(str(state.problems))]
    offered = [d for d in grave if d.paste]
    assert buttons == [[d.code, d.location.path, str(d.location.line), str(d.location.column)] for d in offered]
    _json_is_applied_alike(problems, root)


def _terminal(problem: Diagnostic, root: Path) -> str:
    err = io.StringIO()
    Console(io.StringIO(), err).show([problem], source_lines(root), root)
    return err.getvalue().removesuffix("\n")


def _as_terminal(html: str) -> str:
    where, frame = WHERE.match(html), FRAME.search(html)
    assert where
    severity, place, code, message = (unescape(value) for value in where.groups())
    return "\n".join([f"{place}: {severity}[{code}] {message}", *([unescape(frame[1])] if frame else [])])


def _json_is_applied_alike(problems: list[Diagnostic], root: Path) -> None:
    """An editor that does with `paste` what docs/command-line.md says gets the file that `--fix` writes."""
    out = io.StringIO()
    Console(out, io.StringIO(), "json").show(problems, source_lines(root), root)
    for row, problem in zip(json.loads(out.getvalue())["diagnostics"], problems, strict=True):
        assert bool(row["paste"]) == bool(problem.paste)
        if not problem.paste:
            continue
        data = (root / row["path"]).read_bytes()
        text = data.decode("utf-8-sig", "surrogateescape").replace("\r\n", "\n").replace("\r", "\n")
        lines, paste = text.split("\n"), row["paste"]
        lines[paste["first"] - 1 : paste["last"]] = paste["lines"]
        written = splice_of(data, problem.paste).applied(data).decode("utf-8-sig", "surrogateescape")
        assert written.replace("\r\n", "\n").replace("\r", "\n") == "\n".join(lines)
        assert paste["guess"] == problem.is_guess
