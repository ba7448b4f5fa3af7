"""Mistakes of tired people (law 21): what they are told, and that what they paste gives the record that they meant.

`UPDATE_CASES=1 python -m pytest tests/test_mistakes.py` writes what the program says now into the documents.
"""

from __future__ import annotations

import io
import os

import pytest

from generator.cli.console import Console
from generator.diagnostics import Diagnostic
from generator.sources.source_lines import source_lines
from tests.casefiles import CASES
from tests.mistakes import Mistake, archive_files, mistakes_in, record, rounds_of_pasting, told, written
from tests.previews import everything_says_the_same

UPDATING = bool(os.environ.get("UPDATE_CASES"))
DOCUMENTS = sorted((CASES / "mistakes").glob("*.md"))
MISTAKES = [mistake for document in DOCUMENTS for mistake in mistakes_in(document)]
each_mistake = pytest.mark.parametrize("mistake", [pytest.param(one, id=one.name) for one in MISTAKES])
MOST_MESSAGES = 3
"""The most messages that one mistake may give."""


def grave(problems: list[Diagnostic]) -> list[Diagnostic]:
    return [one for one in problems if one.severity != "notice"]


@each_mistake
def test_a_mistake_is_told_so_and_ends_as_its_document_says(mistake: Mistake, tmp_path):
    _settle(mistake, tmp_path)
    assert len(told(tmp_path / "told")) <= MOST_MESSAGES
    ways = list(rounds_of_pasting(mistake.files, tmp_path / "rounds"))
    root, left = ways[-1]
    is_meant = not grave(left) and record(root) == record(written(mistake.meant, tmp_path / "meant"))
    if mistake.end == "By hand.":
        assert grave(ways[0][1]), "nothing is said"
        assert grave(left), "what is pasted gives a record, and nobody knows whether it was meant"
        return
    assert bool(grave(ways[0][1])) == (mistake.end == "Pasted.")
    assert bool(ways[0][1]) == (mistake.end != "Passes.")
    assert not grave(left), "something is left to do"
    assert is_meant, "the record is another than was meant"


def _settle(mistake: Mistake, folder) -> None:
    root = written(mistake.files, folder / "told")
    err = io.StringIO()
    problems = told(root)
    Console(io.StringIO(), err).show(problems, source_lines(root), root)
    everything_says_the_same(problems, root)
    said = mistake.says.text if mistake.says else ""
    if not UPDATING:
        assert err.getvalue() == said
    elif err.getvalue() != said:
        _write_down(mistake, err.getvalue())


def _write_down(mistake: Mistake, said: str) -> None:
    now = next(one for one in mistakes_in(mistake.document) if one.name == mistake.name)  # others may have moved it
    lines = mistake.document.read_text(encoding="utf-8").split("\n")
    new = ["```says", *said.removesuffix("\n").split("\n"), "```"] if said else []
    if now.says:
        lines[now.says.first - 1 : now.says.first + len(now.says.lines) + 1] = new
    else:
        before = "\n".join(lines[: now.last_line]).rstrip("\n").split("\n")
        lines = [*before, "", *new, "", *lines[now.last_line :]]
    mistake.document.write_text("\n".join(lines).rstrip("\n") + "\n", encoding="utf-8", newline="\n")


def test_the_archive_in_which_they_are_made_is_clean(tmp_path):
    assert told(written(archive_files(), tmp_path)) == []
