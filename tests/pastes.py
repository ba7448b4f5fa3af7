"""What a writer does with a diagnostic: puts the lines that it says in place of those it names."""

from __future__ import annotations

from generator.diagnostics import Diagnostic, Paste


def pasted(text: str, paste: Paste | None) -> str:
    """The text after the mend; without one a failure, since a next step with lines was expected."""
    assert paste, "there is nothing to paste"
    lines = text.split("\n")
    return "\n".join([*lines[: paste.first - 1], *paste.lines, *lines[paste.last :]])


def all_pasted(text: str, problems: list[Diagnostic]) -> str:
    """The text after all mends, from the last to the first so that line numbers stay true."""
    for problem in sorted(problems, key=lambda d: d.location, reverse=True):
        text = pasted(text, problem.paste) if problem.paste else text
    return text


def told(problems: list[Diagnostic]) -> list[tuple[str, int, int]]:
    """Code, line and column of each."""
    return [(d.code, d.location.line, d.location.column) for d in problems]
