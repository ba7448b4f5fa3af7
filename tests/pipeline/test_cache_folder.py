"""A cache outside of the site travels with its output to another computer, where a build makes only what changed."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from generator.cache.checksum import checksum_path
from generator.cache.store import CACHE_FILE
from generator.pipeline.cache_folder import CACHE_FOLDER, cache_folder, site_cache
from generator.pipeline.explain import build_without_publishing, explain_file
from generator.pipeline.publish_stage import Outcome, Task, build_and_publish, verify
from generator.pipeline.result import Built, Sums
from generator.publishing.manifest import MANIFEST
from tests.casefiles import remember_templates
from tests.editing import Editor
from tests.folders import needs_links, tree
from tests.repositories import commit, repository

remember_templates()

REPORT = "content/articles/2015/report.md"
FILES = 16
"""The files of the site that a build reads."""
DATA = ["data/answers-2015.json", "data/articles-2015.json", "data/passages-2015.csv"]
OF_ARTICLE = ["articles/2015/report.html", "articles/2015/report.jsonld"]
SHOW_IT = [*OF_ARTICLE, "claims/2015/report/only-cliches.html", *DATA]
"""The pages of the report: the text of one claim, which the second one shows, is as it was."""
SHOW_ITS_REASON = [
    "claims/2015/report/only-cliches.html",
    "claims/feed.xml",
    "data/claims-2015.csv",
    "data/claims-2015.json",
    "index.html",
    "search/all/d0.js",
    "search/all/w0.js",
    "search/index.js",
    "speakers/konashenkov.xml",
]
"""What shows why the claim of the report is rated so, besides the article."""
LATER = 10**9
"""Seconds since 1970."""


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)


def task_in(folder: Path, name: str = "output") -> Task:
    """The build of the site in a folder into another folder there, with the cache in a third one."""
    return Task(folder / "site", folder / name, folder / "cache")


@pytest.fixture
def first(tmp_path):
    """A computer on which the site was built."""
    Editor(tmp_path / "first/site")
    build_and_publish(task_in(tmp_path / "first"))
    return tmp_path / "first"


def at_another_time(folder: Path) -> None:
    """As programs that copy leave a tree if they keep no times."""
    for number, path in enumerate([*folder.rglob("*"), folder]):
        os.utime(path, ns=((LATER + number) * 10**9,) * 2)


def travelled(first: Path, *, keeps_times: bool = False) -> Path:
    """Another computer: a new checkout of the site, and a copy of the cache and of all outputs. The first one is gone.

    `keeps_times` as archives of tar do.
    """
    second = first.with_name("second")
    shutil.copytree(first, second, ignore=shutil.ignore_patterns("*.next~"))
    at_another_time(second / "site")
    if not keeps_times:
        at_another_time(second)
    shutil.rmtree(first)
    return second


def edit(folder: Path) -> None:
    """Change a sentence of the report."""
    report = folder / "site" / REPORT
    report.write_bytes(report.read_bytes().replace(b"the spokesman said", b"said the spokesman"))


def built(task: Task) -> Outcome:
    """What a build does that has nothing to warn of; a clean build would make the same."""
    said: list[str] = []
    outcome = build_and_publish(task, warn=said.append)
    assert said == []
    assert verify(task)[0] == []
    return outcome


def made_by(outcome: Outcome) -> set[str]:
    """The files that a build rendered."""
    assert isinstance(outcome.built, Built)
    assert outcome.built.files is not None
    return set(outcome.built.files)


# ── where it is ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_it_is_in_the_site_or_where_it_is_wanted(tmp_path):
    assert cache_folder(tmp_path, "") == tmp_path / CACHE_FOLDER
    assert cache_folder(tmp_path, str(tmp_path / "elsewhere")) == tmp_path / "elsewhere"


def keep(folder: Path, root: Path) -> None:
    with closing(site_cache(folder, root)) as cache:
        cache.put_all({"a": b"1"})
        cache.save()


def kept(folder: Path, root: Path) -> tuple[str, bytes | None]:
    with closing(site_cache(folder, root)) as cache:
        return cache.warning, cache.get("a")


@pytest.fixture
def root(tmp_path):
    for name in ("site", "repository/.git", "repository/site"):
        (tmp_path / name).mkdir(parents=True)
    return tmp_path / "site"


@pytest.mark.parametrize("name", ["cache", ".counterpoint", "site.cache"])
def test_outside_of_the_site_it_may_be_copied(root, tmp_path, name):
    keep(tmp_path / name, root)
    shutil.copytree(tmp_path / name, tmp_path / "copy")
    assert kept(tmp_path / "copy", root) == ("", b"1")


@pytest.mark.parametrize(
    ("folder", "site"),
    [
        ("site/.counterpoint", "site"),
        ("site/cache", "site"),
        ("site/x/../cache", "site"),
        ("repository/cache", "repository/site"),
        ("repository/cache", "site"),
    ],
    ids=["its own", "in the site", "by a roundabout way", "beside the site in a checkout", "in another checkout"],
)
def test_where_a_pull_request_could_bring_one_a_copy_starts_empty(root, tmp_path, folder, site):
    """With its checksum, too: that comes along."""
    (root / "x").mkdir()
    keep(tmp_path / "elsewhere", tmp_path / site)
    shutil.copytree(tmp_path / "elsewhere", tmp_path / folder)
    warning, found = kept(tmp_path / folder, tmp_path / site)
    assert "was made in another place, so it is replaced by an empty one" in warning
    assert found is None
    keep(tmp_path / folder, tmp_path / site)
    assert kept(tmp_path / folder, tmp_path / site) == ("", b"1")
    assert not checksum_path(tmp_path / folder / CACHE_FILE).exists()


@needs_links
def test_a_link_to_the_site_leads_into_it(root, tmp_path):
    (tmp_path / "link").symlink_to(root)
    keep(tmp_path / "elsewhere", root)
    shutil.copytree(tmp_path / "elsewhere", root / "cache")
    assert kept(tmp_path / "link/cache", root)[1] is None


# ── a build on another computer ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("keeps_times", [False, True])
def test_where_nothing_changed_nothing_is_made(first, keeps_times):
    before = tree(first / "output")
    second = travelled(first, keeps_times=keeps_times)
    outcome = built(task_in(second))
    assert outcome.published is None
    assert outcome.sums == Sums(read=FILES)
    assert tree(second / "output") == before


@pytest.mark.parametrize("keeps_times", [False, True])
def test_where_one_file_changed_only_what_shows_it_is_made(first, keeps_times):
    second = travelled(first, keeps_times=keeps_times)
    edit(second)
    outcome = built(task_in(second))
    assert outcome.sums == Sums(read=FILES, compiled=1, made=len(SHOW_IT))
    assert outcome.published is not None
    assert sorted(made_by(outcome)) == SHOW_IT
    assert sorted(outcome.published.written) == [*OF_ARTICLE, *DATA]
    assert outcome.published.foreign == ()
    assert built(task_in(second)).published is None


def test_the_history_travels_and_after_a_commit_only_what_shows_it_is_made(first):
    """In another clone: what Git knew of all articles is remembered, and one of them is compared."""
    repository(first / "site")
    build_and_publish(task_in(first))
    before = tree(first / "output")
    second = travelled(first)
    sidecar = second / "site/content/articles/2015/report.yaml"
    sidecar.write_bytes(sidecar.read_bytes().replace(b"He names no passage", b"He names not one passage"))
    commit(second / "site", "Write the reason anew")
    outcome = built(task_in(second))
    assert sorted(made_by(outcome)) == [*OF_ARTICLE, *SHOW_ITS_REASON]
    assert outcome.sums == Sums(read=FILES, compiled=1, made=len(made_by(outcome)))
    after = tree(second / "output")
    differing = {path for path in after if before.get(path) != after[path]} - {MANIFEST}
    assert outcome.published is not None
    assert {*outcome.published.written} == differing
    commit(second / "site", "Nothing")
    assert built(task_in(second)).sums == Sums(read=FILES)


def test_two_outputs_that_share_a_cache_travel_together(first):
    """The public site and the drafts, as it is and on another address: each is recognised as what it was."""
    for task in variants(first):
        build_and_publish(task)
    second = travelled(first)
    edit(second)
    outcomes = [built(task) for task in variants(second)]
    assert [made_by(outcome) for outcome in outcomes] == [set(SHOW_IT)] * 2
    assert [outcome.sums.compiled for outcome in outcomes] == [1, 0]
    assert [built(task).published for task in variants(second)] == [None, None]


def variants(folder: Path) -> list[Task]:
    drafts = replace(task_in(folder, "drafts"), drafts=True, base_url="https://drafts.example/")
    return [task_in(folder), drafts]


def test_a_file_of_the_output_that_was_changed_on_the_way_is_made_again(first):
    """Though the folder keeps the time by which builds know their own."""
    page = first / "output/articles/2015/report.html"
    before, times = tree(first / "output"), page.parent.stat()
    page.write_bytes(b"<script>alert(1)</script>")
    os.utime(page.parent, ns=(times.st_atime_ns, times.st_mtime_ns))
    second = travelled(first, keeps_times=True)
    built_now, record = build_without_publishing(task_in(second))
    assert "would be rebuilt" in explain_file("articles/2015/report.html", built_now, record)
    assert built(task_in(second)).published is not None
    assert tree(second / "output") == before


@pytest.mark.parametrize("harm", ["cache", "checksum"])
def test_with_another_byte_on_the_way_all_is_made_and_that_is_told(first, harm):
    second = travelled(first)
    file = second / "cache" / CACHE_FILE
    harmed = file if harm == "cache" else checksum_path(file)
    data = bytearray(harmed.read_bytes())
    data[len(data) // 2] ^= 1
    harmed.write_bytes(data)
    all_is_made(second, "does not match its checksum")


def test_without_its_checksum_all_is_made_and_that_is_told(first):
    second = travelled(first)
    checksum_path(second / "cache" / CACHE_FILE).unlink()
    all_is_made(second, "has no checksum beside it")


def all_is_made(folder: Path, why: str) -> None:
    edit(folder)
    said: list[str] = []
    outcome = build_and_publish(task_in(folder), warn=said.append)
    file = folder / "cache" / CACHE_FILE
    assert said == [f"The cache `{file}` {why}, so it is replaced by an empty one and everything is rebuilt."]
    assert outcome.sums.compiled > 1
    assert outcome.sums.made > len(SHOW_IT)
    assert verify(task_in(folder))[0] == []
    assert built(task_in(folder)).published is None


def test_without_an_output_all_pages_are_made_and_no_article_compiled(first):
    second = travelled(first)
    shutil.rmtree(second / "output")
    outcome = built(task_in(second))
    assert outcome.sums.compiled == 0
    assert outcome.sums.made > len(SHOW_IT)


def test_without_a_cache_all_is_made(first):
    second = travelled(first)
    shutil.rmtree(second / "cache")
    assert built(task_in(second)).sums.compiled > 1
