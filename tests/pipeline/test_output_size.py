"""A build says how many bytes the output has. It counts what changes, and warns before a host would refuse the site."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.pipeline import output_size, publish_stage
from generator.pipeline.publish_stage import Outcome, Task, build_and_publish
from generator.publishing import OutputFolder
from tests.casefiles import remember_templates
from tests.editing import Editor

remember_templates()

REPORT = "content/articles/2015/report.md"


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)


@pytest.fixture(params=[publish_stage._MANY, 0], ids=["few articles", "many"])
def task(tmp_path, monkeypatch, request):
    """A build of a small site; with many articles, pages are files before they are published."""
    monkeypatch.setattr(publish_stage, "_MANY", request.param)
    Editor(tmp_path / "site")
    return Task(tmp_path / "site", tmp_path / "output", tmp_path / "cache")


@pytest.fixture
def counted(monkeypatch) -> list[str]:
    """The paths of the files whose sizes are asked for."""
    asked: list[str] = []
    bytes_of = OutputFolder.bytes_of

    def noted(self: OutputFolder, paths: Iterable[str]) -> int:
        paths = [*paths]
        asked.extend(paths)
        return bytes_of(self, paths)

    monkeypatch.setattr(OutputFolder, "bytes_of", noted)
    return asked


def edit(task: Task, path: str, old: str, new: str) -> None:
    file = task.root / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def built(task: Task) -> Outcome:
    """A build; its output has the bytes that it says, and no files of others."""
    outcome = build_and_publish(task)
    assert outcome.size == sum(path.stat().st_size for path in task.output.rglob("*") if path.is_file())
    assert outcome.files + 1 == sum(path.is_file() for path in task.output.rglob("*")), "the manifest is not among them"
    return outcome


# ── the count ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_count_is_right_after_each_edit(task):
    sizes = [built(task).size]
    edit(task, REPORT, "the spokesman said", "the spokesman of the ministry said")
    sizes.append(built(task).size)
    edit(task, "site.yaml", "Contested Headlines", "Headlines")
    sizes.append(built(task).size)
    (task.root / "content/articles/2017/review.md").unlink()
    (task.root / "content/articles/2017/review.yaml").unlink()
    sizes.append(built(task).size)
    edit(task, "site.yaml", "timezone", "outputs: [home, articles]\ntimezone")
    sizes.append(built(task).size)
    assert len({*sizes}) == len(sizes)


def test_where_nothing_changed_no_file_is_looked_at(task, counted):
    first = built(task)
    counted.clear()
    assert built(task).size == first.size
    assert counted == []


def test_after_an_edit_only_the_files_that_differ_are_looked_at(task, counted):
    built(task)
    edit(task, REPORT, "the spokesman said", "the spokesman of the ministry said")
    counted.clear()
    published = built(task).published
    assert published is not None
    assert {*published.written} <= {*counted}
    assert len({*counted} - {*published.written}) <= 2, "one was rendered to the same bytes, or goes"


@pytest.mark.parametrize("lost", ["a page", "the cache", "the output"])
def test_what_is_not_as_the_last_build_left_it_is_counted_again(task, lost):
    first = built(task)
    page = task.output / "articles/2015/report.html"
    match lost:
        case "a page":
            page.unlink()
        case "the cache":
            shutil.rmtree(task.cache_folder)
        case "the output":
            shutil.rmtree(task.output)
    assert built(task).size == first.size
    edit(task, REPORT, "the spokesman said", "the spokesman of the ministry said")
    assert built(task).size != first.size


def test_a_page_that_somebody_wrote_into_is_made_and_counted_again(task):
    first = built(task)
    page = task.output / "articles/2015/report.html"
    page.with_name("new").write_bytes(page.read_bytes() + b"<!-- more -->" * 100)
    page.with_name("new").replace(page)
    edit(task, REPORT, "the spokesman said", "the spokesman of the ministry said")
    assert abs(built(task).size - first.size) < 1_000


def test_two_outputs_of_one_cache_are_counted_apart(task):
    other = Task(task.root, task.output.with_name("drafts"), task.cache_folder, drafts=True)
    built(task)
    built(other)
    edit(task, REPORT, "the spokesman said", "the spokesman of the ministry said")
    built(task)
    built(other)


def test_files_of_others_do_not_count(task):
    size = built(task).size
    (task.output / "CNAME").write_text("example.org\n")
    edit(task, REPORT, "the spokesman said", "said the spokesman")
    assert build_and_publish(task).size == size


# ── what is said ─────────────────────────────────────────────────────────────────────────────────────────────────


def said(site: Path, capfd: pytest.CaptureFixture[str], *options: str) -> tuple[str, str]:
    assert main(["build", "--site", str(site), *options]) == 0
    told = capfd.readouterr()
    return told.out, told.err


@pytest.fixture
def site(tmp_path: Path) -> Path:
    Editor(tmp_path / "site")
    return tmp_path / "site"


def test_a_build_says_how_many_files_there_are_and_of_how_many_bytes(site, capfd):
    out, err = said(site, capfd)
    files = [path for path in (site / "output").rglob("*") if path.is_file()]
    millions = sum(path.stat().st_size for path in files) / 1_000_000
    assert f": {len(files) - 1:,} files ({millions:.1f} MB)." in out
    assert "GitHub Pages" not in err
    assert f": {len(files) - 1:,} files ({millions:.1f} MB), nothing changed." in said(site, capfd)[0]


def test_a_build_warns_from_four_fifths_of_what_the_host_takes(site, capfd, monkeypatch):
    assert output_size.LARGE == 800_000_000
    said(site, capfd)
    size = sum(path.stat().st_size for path in (site / "output").rglob("*") if path.is_file())
    monkeypatch.setattr(output_size, "LARGE", size + 1)
    assert "GitHub Pages" not in said(site, capfd)[1]
    monkeypatch.setattr(output_size, "LARGE", size)
    warned = re.findall("^warning: .*", said(site, capfd)[1], re.MULTILINE)
    assert len(warned) == 1
    assert warned[0].startswith(
        f"warning: The output has {size / 1_000_000:.1f} MB; a site on GitHub Pages may have 1,000 MB at most. "
    )
    assert (Path(__file__).parent.parent.parent / "docs/hosting.md").is_file()
    edit(Task(site, site, site), REPORT, "the spokesman said", "the spokesman of the ministry said")
    assert "The output has" in said(site, capfd)[1], "and after an edit"
    out, err = said(site, capfd, "--format", "github")
    assert "\n::warning::The output has " in f"\n{out}"
    assert "The output has" not in err


def test_what_is_held_back_has_no_size(site, capfd, monkeypatch):
    """Nothing is published, so nothing can be too large."""
    monkeypatch.setattr(output_size, "LARGE", 1)
    (site / "site.yaml").write_text("title: [\n")
    assert main(["build", "--site", str(site)]) == 1
    assert "The output has" not in capfd.readouterr().err
