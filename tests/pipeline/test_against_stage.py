"""A site compared with its files at another time, whatever those were."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.diagnostics import in_order
from generator.pipeline.against_stage import Compared, compared_with
from generator.pipeline.build import build_site
from generator.pipeline.result import Built
from generator.sources.read import YAML_LIMIT, Sources, read_sources
from tests.casefiles import BASE
from tests.files_then import FilesByPath

TODAY = dt.date(2026, 11, 27)
FILES = {path.relative_to(BASE).as_posix(): path.read_bytes() for path in BASE.rglob("*") if path.is_file()}
CONTENT = {path: data for path, data in FILES.items() if path.startswith("content/")}
TEXT, SIDECAR = "content/articles/2015/report.md", "content/articles/2015/report.yaml"


@pytest.fixture(scope="module")
def now(tmp_path_factory: pytest.TempPathFactory) -> tuple[Sources, Built]:
    root = Path(shutil.copytree(BASE, tmp_path_factory.mktemp("base") / "site"))
    sources = read_sources(root)
    return sources, build_site(root, sources=sources)


def since(files: Mapping[str, bytes], now: tuple[Sources, Built]) -> Compared:
    return compared_with(FilesByPath("main", files), *now, TODAY)


def test_a_site_that_is_the_same_has_its_own_problems_and_no_change(now: tuple[Sources, Built]):
    assert since(CONTENT, now) == Compared((), tuple(in_order(now[1].diagnostics)))


def test_only_articles_whose_files_differ_are_read_as_they_were(now: tuple[Sources, Built]):
    class Counted(FilesByPath):
        read_paths: list[str] = []  # noqa: RUF012 - of this one test

        def read(self, limits):
            self.read_paths.extend(limits)
            return super().read(limits)

    other = {**CONTENT, "content/articles/2015/other.md": CONTENT[TEXT], "content/articles/2015/other.yaml": b""}
    compared_with(Counted("main", other), *now, TODAY)
    assert Counted.read_paths == ["content/articles/2015/other.md", "content/articles/2015/other.yaml"]


def test_a_sidecar_that_was_too_large_can_be_read_again(now: tuple[Sources, Built]):
    found = since({**CONTENT, SIDECAR: b"#" * (YAML_LIMIT + 1)}, now)
    assert [one.line.text for one in found.changes] == ["Article: Can be read again."]


@pytest.mark.parametrize(
    "path",
    [
        "content",
        "content/report.md",
        "content/articles/.hidden.md",
        "content/articles/.git/x.md",
        "content/articles/x.md~",
        "content/articles/what?.md",
        "content/articles/.md",
        "content/articles/2015/REPORT.md",
        "content/articles/2015/report.lr.yaml",
        "content/articles/2015/alone.yaml",
        f"content/articles/{'x' * 900}.md",
        "content/speakers/x.txt",
        "templates/article.html",
    ],
)
def test_what_was_no_article_is_not_missed(path: str, now: tuple[Sources, Built]):
    assert since({**CONTENT, path: CONTENT[TEXT]}, now).diagnostics == since(CONTENT, now).diagnostics


RATED = b"""claims:
  only-cliches:
    verdict: unverified
    speaker: konashenkov
    quote: only clich\xc3\xa9s and fakes
"""
OTHER_RATING = RATED.replace(b"unverified", b"unsupported")


def at_two_times(folder: Path, site_then: str, site_now: str, rating_now: bytes = OTHER_RATING) -> Compared:
    root = Path(shutil.copytree(BASE, folder / "site"))
    (root / "site.yaml").write_text(site_now)
    (root / SIDECAR).write_bytes(rating_now)
    then = FilesByPath("main", {**CONTENT, SIDECAR: RATED, "site.yaml": site_then.encode()})
    sources = read_sources(root)
    return compared_with(then, sources, build_site(root, sources=sources), TODAY)


SITE = "title: T\nurl: https://example.org/\n"
OFF = f"{SITE}rules: {{change-needs-update: off}}\n"
WARNING = f"{SITE}rules: {{change-needs-update: warning}}\n"


@pytest.mark.parametrize(
    ("then", "now", "severity"),
    [
        (SITE, OFF, "error"),
        (OFF, SITE, "error"),
        (OFF, WARNING, "warning"),
        (WARNING, OFF, "warning"),
        (OFF, OFF, None),
        ("title: [", OFF, None),
    ],
)
def test_a_change_that_turns_a_rule_off_is_still_held_to_it(tmp_path: Path, then: str, now: str, severity: str | None):
    found = at_two_times(tmp_path, then, now)
    assert [d.severity for d in found.diagnostics if d.code == "change-needs-update"] == (
        [severity] if severity else []
    )


def test_changes_of_verdicts_codes_and_rules_are_told_where_they_are(tmp_path: Path):
    then = f"""{SITE}description: Once
verdicts: {{rumour: {{label: Rumour, mark: r, line: solid, tone: red}}}}
codes: {{frame: {{values: {{conflict: Two sides., other: None.}}, required: claims}}, gone: [a, b]}}
"""
    now = f"""{SITE}description: Now
verdicts:
  false: {{label: Wrong}}
  supported: null
codes:
  frame: {{values: {{conflict: Two parties., money: What it costs.}}}}
rules: {{change-needs-update: off}}
"""
    found = at_two_times(tmp_path, then, now, RATED)
    of_site = [one for one in found.changes if one.location.path == "site.yaml"]
    assert [f"{one.location.line} {one.line.text}" for one in of_site] == [
        "5 verdicts/false: label: Wrong, before False.",
        "8 codes/frame: values: conflict and money, before conflict and other.",
        "8 codes/frame: required: nothing now, before claim.",
        "8 codes/frame/values/conflict: definition: “Two parties.”, before “Two sides.”.",
        "8 codes/frame/values/money: definition: What it costs.",
        "9 rules: change-needs-update: off, before error.",
        "6 verdicts/supported: label: nothing now, before Supported.",
        "4 verdicts/rumour: label: nothing now, before Rumour.",
        "8 codes/frame/values/other: definition: nothing now, before None.",
        "7 codes/gone: values: nothing now, before a and b.",
    ]


PIECES = st.sampled_from(
    [
        *CONTENT.values(),
        b"",
        b"claims:\n",
        b"claims: {",
        b"\xff\xfe",
        b"\0",
        b"---\ntitle: T\n",
        b"[" * 2000,
        b"&a [*a]\n",
    ]
)
PATHS = st.sampled_from(
    [
        *CONTENT,
        "content/articles/2015/other.md",
        "content/articles/2015/other.yaml",
        "content/articles/2016/ü\n\u202e.md",
        "content/speakers/more.yaml",
        "content/sources/more.yaml",
        "content/pages/about.md",
    ]
)


@settings(deadline=None)
@given(files=st.dictionaries(PATHS, st.lists(PIECES, max_size=3).map(b"".join)))
def test_whatever_was_there_ends_in_changes_and_problems(files: dict[str, bytes], now: tuple[Sources, Built]):
    """Law 16; and whatever is called lost was in a file that is another now."""
    found = since(files, now)
    lost = {one.location.path.rpartition(".")[0] for one in found.diagnostics} - {
        one.location.path.rpartition(".")[0] for one in now[1].diagnostics
    }
    changed = {
        path.rpartition(".")[0] for path in files.keys() | CONTENT.keys() if files.get(path) != CONTENT.get(path)
    }
    assert lost <= changed
    assert bool(found.changes) <= bool(changed)
