"""The golden cases under `tests/cases`: what each diagnostic says, whole, and how each kind of passage is marked.

`UPDATE_CASES=1 python -m pytest tests/test_cases.py` writes what the program says now into the documents. Read every
changed line before it is committed: a golden text is only as good as the eyes that passed it.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from generator.cli.console import Console
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic, Paste
from generator.diagnostics.codes import CODES
from generator.model import ArticleSource
from generator.pipeline.against_stage import compared_with
from generator.pipeline.build import build_site
from generator.pipeline.dates_stage import build_as_of
from generator.sources.read import read_sources
from generator.sources.source_lines import source_lines
from tests.casefiles import CASES, Case, SourceFile, base_files, cases_in, rewritten, with_other_files
from tests.files_then import FilesByPath
from tests.previews import everything_says_the_same
from tests.unmarked import unwrapped_html

UPDATING = bool(os.environ.get("UPDATE_CASES"))
DOCUMENTS = {kind: sorted((CASES / kind).glob("*.md")) for kind in ("diagnostics", "marking")}
DIAGNOSTICS = [case for document in DOCUMENTS["diagnostics"] for case in cases_in(document)]
MARKING = [case for document in DOCUMENTS["marking"] for case in cases_in(document)]
SHOWN = re.compile(r"^\S.*?:\d+:\d+: \w+\[([a-z-]+)\]", re.MULTILINE)
BODY = "content/articles/2015/report"
TODAY = dt.date(2030, 1, 1)


def of_each(cases: Iterable[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in cases])


def settle(case: Case, found: Mapping[str, str]) -> None:
    """Holds what was found against what the document says; while updating, writes it there."""
    wanted = {info: block.text for info, block in case.expected.items()}
    if not UPDATING:
        assert {info: text for info, text in found.items() if text} == wanted
    elif {info: text for info, text in found.items() if text} != wanted:
        now = next(c for c in cases_in(case.document) if c.name == case.name)  # other cases of it may have moved it
        text = rewritten(case.document.read_text(encoding="utf-8"), now, found)
        case.document.write_text(text, encoding="utf-8", newline="\n")


# ── diagnostics ──────────────────────────────────────────────────────────────────────────────────────────────────


def shown(diagnostics: Iterable[Diagnostic], root: Path) -> str:
    err = io.StringIO()
    Console(io.StringIO(), err).show(diagnostics, source_lines(root), root)
    return err.getvalue()


def problems_of(case: Case, root: Path) -> list[Diagnostic]:
    """What `check` says of a case: with `--against main`, where it says what was there."""
    sources = read_sources(root)
    built = build_as_of(TODAY, root, sources=sources)
    return (
        list(compared_with(case_at_main(case), sources, built, TODAY).diagnostics) if case.before else built.diagnostics
    )


def case_at_main(case: Case) -> FilesByPath:
    files = {path: file.data for path, file in {**base_files(), **case.before}.items() if file.kind != "missing"}
    return FilesByPath(
        "main", {path: data for path, data in files.items() if path.startswith("content/") or path == "site.yaml"}
    )


@of_each(DIAGNOSTICS)
def test_a_build_says_exactly_this_and_what_it_says_to_paste_mends_it(case, tmp_path):
    root = case.write(tmp_path / "site")
    found = problems_of(case, root)
    if len(found) > 1_000:
        settle(case, {"last diagnostic": shown(found[-1:], root)})
    else:
        settle(case, {"diagnostics": shown(found, root)})
        everything_says_the_same(found, root)
        pasting_mends(case, found, tmp_path)


def pasting_mends(case: Case, before: list[Diagnostic], tmp_path: Path) -> None:
    """Law 21: each paste makes its problem go away and makes no other; after the only one, the build is clean."""
    for n, problem in enumerate(before):
        if problem.paste is None:
            continue
        path = problem.location.path
        old = {**base_files(), **case.files}[path].data
        mended = with_other_files(case, {path: SourceFile(pasted(old, problem.paste))})
        after = problems_of(mended, mended.write(tmp_path / str(n)))
        assert occurrences(after)[kind_of(problem)] < occurrences(before)[kind_of(problem)], "it is still there"
        assert not new_problems(before, after)
        if len(grave(before)) == 1:
            assert not grave(after)


def pasted(data: bytes, paste: Paste) -> bytes:
    """What a writer has who does just what a diagnostic says, in an editor that keeps all other lines as they are."""
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines[paste.first - 1 : paste.last] = paste.lines
    return "\n".join(lines).encode()


def kind_of(problem: Diagnostic) -> tuple[str, str, str]:
    """A problem, whatever line it stands in, which a paste above it may have moved."""
    return problem.code, problem.location.path, re.sub(r"line \d+|:\d+:\d+", "line", problem.message)


def grave(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    return [d for d in diagnostics if d.severity != "notice"]


def occurrences(diagnostics: Iterable[Diagnostic]) -> Counter[tuple[str, str, str]]:
    return Counter(kind_of(d) for d in diagnostics)


def new_problems(before: Iterable[Diagnostic], after: Iterable[Diagnostic]) -> Counter[tuple[str, str, str]]:
    return occurrences(grave(after)) - occurrences(before)


OF_REPOSITORIES = frozenset({"history-incomplete", "people-unknown"})
"""Codes of what only a repository can show: tests/pipeline/test_history_stage.py has the whole texts."""


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_REPOSITORIES])
def test_each_code_has_a_case(code):
    told = {shown for case in DIAGNOSTICS for shown in codes_told(case)}
    assert code in told, f"write tests/cases/diagnostics/{code}.md"


@of_each(DIAGNOSTICS)
def test_each_case_shows_the_code_that_its_document_is_named_after(case):
    assert case.document.stem in codes_told(case)


def codes_told(case: Case) -> set[str]:
    blocks = (case.expected.get(info) for info in ("diagnostics", "last diagnostic"))
    return {code for block in blocks if block for code in SHOWN.findall(block.text)}


def test_the_base_of_all_cases_is_clean(tmp_path):
    assert build_site(Case("base", CASES, {}, {}, 0).write(tmp_path)).diagnostics == []


# ── marking ──────────────────────────────────────────────────────────────────────────────────────────────────────


@of_each(MARKING)
def test_passages_are_marked_exactly_so(case, tmp_path):
    files = {**base_files(), **case.files}
    sidecar = f"{BODY}.yaml" if f"{BODY}.yaml" in case.files else ""
    annotations = files[sidecar].data if sidecar else None
    compiled = compile_article(
        ArticleSource("2015/report", f"{BODY}.md", files[f"{BODY}.md"].data, sidecar, annotations)
    )
    assert compiled.body
    assert compiled.facts
    html = {
        "body": compiled.body.html,
        "title": "",
        "subtitle": compiled.body.subtitle,
        "caption": compiled.body.caption,
    }
    html["title"] = compiled.body.title if "<mark" in compiled.body.title else ""
    root = case.write(tmp_path)
    settle(
        case,
        {
            **{f"html {part}": text and text.removesuffix("\n") + "\n" for part, text in html.items()},
            "notes": "".join(f"{fact.marker} {fact.id}\n" for fact in compiled.facts.annotations),
            "diagnostics": shown(compiled.diagnostics, root),
        },
    )


@of_each(MARKING)
def test_marked_html_is_what_it_would_be_without_annotations(case):
    source = case.files[f"{BODY}.md"].data
    assert case.expected or source
    bare = compile_article(ArticleSource("2015/report", f"{BODY}.md", source))
    marked = case.expected["html body"].text
    if bare.body and "text: passages" not in source.decode():
        assert unwrapped_html(marked) == bare.body.html
