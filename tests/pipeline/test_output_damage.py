"""What people do to an output between two builds is noticed by the next one, though no source was edited."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.pipeline import publish_stage
from generator.pipeline.explain import build_without_publishing, explain_file
from generator.pipeline.program_digest import program_digest
from generator.pipeline.publish_stage import Task, build_and_publish
from generator.publishing import OutputFolder, OutputRefusedError
from generator.publishing.manifest import MANIFEST
from tests.casefiles import remember_templates
from tests.editing import Editor
from tests.folders import needs_links, needs_posix, tree
from tests.test_incremental import run

remember_templates()


@pytest.fixture(autouse=True)
def _without_waiting_for_the_disk(monkeypatch):
    monkeypatch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)


@pytest.fixture
def output(tmp_path):
    """The output of a site that was built twice, so that there is a staging directory."""
    editor = Editor(tmp_path / "site")
    run(editor.root)
    report = "content/articles/2015/report.md"
    editor.write(report, editor.read(report).replace(b"the spokesman said", b"said the spokesman"))
    run(editor.root)
    return editor.root / "output"


def looks_intact(output: Path) -> bool:
    """Whether the next build can tell without reading a file that nothing was done to the output."""
    cache = Cache(output.parent / ".counterpoint", program_digest())
    folder = OutputFolder(output, output.parent)
    try:
        return folder.looks_as(publish_stage.snapshot_in(cache, folder))
    finally:
        cache.close()


def built(output: Path) -> str:
    """What a build without an edit says; the one after it has nothing to do."""
    code, out, err = run(output.parent)
    assert code == Exit.DONE, err
    assert looks_intact(output)
    assert "nothing changed" in run(output.parent)[1]
    return out


def replace(path: Path, data: bytes = b"<script>alert(1)</script>") -> None:
    """As editors do that write a new file and rename it."""
    other = path.with_name("other~")
    other.write_bytes(data)
    other.replace(path)


# ── what is missing or other ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("deed", [Path.unlink, replace], ids=["deleted", "replaced"])
def test_each_file_of_the_output_is_restored(output, deed):
    """Pages, feeds, tables, styles, scripts, pictures, smaller pictures, copied files: one of them at a time."""
    before = tree(output)
    assert len(before) > 70
    for path in before:
        if path != MANIFEST:
            deed(output / path)
            code, out, err = run(output.parent)
            assert code == Exit.DONE, err
            assert "1 of them new or changed" in out, path
            assert tree(output) == before, path


def emptied(output: Path) -> None:
    replace(output / "claims/2015.csv", b"")


def folder_deleted(output: Path) -> None:
    shutil.rmtree(output / "articles")


def all_but_the_manifest_deleted(output: Path) -> None:
    for path in output.iterdir():
        if path.name != MANIFEST:
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def page_made_a_folder(output: Path) -> None:
    (output / "articles/index.html").unlink()
    (output / "articles/index.html").mkdir()


def pages_swapped(output: Path) -> None:
    one, other = output / "claims/index.html", output / "claims/2015/report/only-cliches.html"
    one.rename(output / "claims/x")
    other.rename(one)
    (output / "claims/x").rename(other)


def page_made_a_link(output: Path) -> None:
    (output / "articles/index.html").unlink()
    (output / "articles/index.html").symlink_to("2015/report.html")


def folder_replaced_by_another_with_its_times(output: Path) -> None:
    """The new one is sealed as the old one was: a copy keeps the times."""
    other, folder = output / "articles/new", output / "articles/2015"
    shutil.copytree(folder, other)
    times = folder.stat()
    (other / "report.html").write_bytes(b"edited")
    shutil.rmtree(folder)
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.rename(folder)


def folders_replaced_at_the_top_with_their_times(output: Path) -> None:
    other, folder = output.with_name("new"), output / "claims"
    shutil.copytree(folder, other)
    (other / "2015/briefing/ties.html").write_bytes(b"edited")
    shutil.rmtree(folder)
    other.rename(folder)


def edited_at_the_top(output: Path) -> None:
    (output / "index.html").write_bytes(b"edited in place")


def edited_at_the_top_with_its_old_times_and_size(output: Path) -> None:
    page = output / "about.html"
    status = page.stat()
    page.write_bytes(b"x" * status.st_size)
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))


def edited_beside_another_edit(output: Path) -> None:
    """The folder's time shows the second, and so its files are read."""
    (output / "tags/syria.html").write_bytes(b"edited in place")
    (output / "tags/index.html").unlink()


def edited_in_a_copy_whose_folders_are_the_same(output: Path) -> None:
    """A copy on another computer can have the inodes and the times of all folders. It has another manifest."""
    (output / "tags/syria.html").write_bytes(b"edited in place")
    replace(output / MANIFEST, (output / MANIFEST).read_bytes())


DEEDS = [
    emptied,
    folder_deleted,
    all_but_the_manifest_deleted,
    page_made_a_folder,
    pages_swapped,
    page_made_a_link,
    folder_replaced_by_another_with_its_times,
    folders_replaced_at_the_top_with_their_times,
    edited_at_the_top,
    edited_at_the_top_with_its_old_times_and_size,
    edited_beside_another_edit,
    edited_in_a_copy_whose_folders_are_the_same,
]


@needs_links
@pytest.mark.parametrize("edits", [False, True], ids=["no edit", "with an edit"])
@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.__name__)
def test_what_was_done_to_the_output_is_undone(output, deed, edits):
    if edits:
        Editor(output.parent).write("content/pages/more/late.md", b"---\ntitle: Late\n---\n")
        run(output.parent)
    before = tree(output)
    deed(output)
    if page_made_a_folder is deed:
        with pytest.raises(OutputRefusedError, match="in the way"):  # an empty folder, and it might be somebody's
            build_and_publish(Task(output.parent, output, output.parent / ".counterpoint"))
        (output / "articles/index.html").rmdir()
    if page_made_a_link is deed:
        with pytest.raises(OutputRefusedError, match="in the way"):
            build_and_publish(Task(output.parent, output, output.parent / ".counterpoint"))
        (output / "articles/index.html").unlink()
    if edits:
        (output.parent / "content/pages/more/late.md").write_bytes(b"---\ntitle: Later\n---\n")
        assert run(output.parent)[0] == Exit.DONE
        (output.parent / "content/pages/more/late.md").write_bytes(b"---\ntitle: Late\n---\n")
    built(output)
    assert tree(output) == before


@needs_posix
@pytest.mark.parametrize("deed", [folder_deleted, all_but_the_manifest_deleted, pages_swapped])
def test_several_processes_restore_it_too(output, deed, monkeypatch):
    monkeypatch.setattr(publish_stage, "_MANY", 1)
    before = tree(output)
    deed(output)
    assert run(output.parent, "--jobs", 2)[0] == Exit.DONE
    assert tree(output) == before
    assert looks_intact(output)


def test_without_the_cache_it_is_restored_too(output):
    before = tree(output)
    shutil.rmtree(output.parent / ".counterpoint")
    folder_deleted(output)
    built(output)
    assert tree(output) == before


def test_explain_names_a_page_that_would_be_restored(output):
    (output / "articles/index.html").unlink()
    made, record = build_without_publishing(Task(output.parent, output, output.parent / ".counterpoint"))
    assert "would be rebuilt" in explain_file("articles/index.html", made, record)
    assert not (output / "articles/index.html").exists()


def test_a_damaged_manifest_is_refused_and_named(output):
    with (output / MANIFEST).open("a") as file:
        file.write("not a line of a manifest")
    code, _, err = run(output.parent)
    assert code == Exit.REFUSED
    assert "is damaged" in err


# ── what is right ────────────────────────────────────────────────────────────────────────────────────────────────


def copied(output: Path) -> None:
    shutil.copytree(output, output.with_name("copy"), copy_function=shutil.copy)
    shutil.rmtree(output)
    output.with_name("copy").rename(output)


def times_changed(output: Path) -> None:
    for path in (output, *output.rglob("*")):
        os.utime(path)


def staging_deleted(output: Path) -> None:
    shutil.rmtree(output.with_name("output.next~"))


def added_and_taken_away(output: Path) -> None:
    (output / "articles/x").write_text("x")
    (output / "articles/x").unlink()


def replaced_by_its_like(output: Path) -> None:
    replace(output / "articles/index.html", (output / "articles/index.html").read_bytes())


@pytest.mark.parametrize(
    "deed",
    [copied, times_changed, staging_deleted, added_and_taken_away, replaced_by_its_like],
    ids=lambda d: d.__name__,
)
def test_an_output_that_is_as_it_was_is_left_alone_and_known_again(output, deed):
    before = tree(output)
    deed(output)
    assert "nothing changed" in built(output)
    assert tree(output) == before


def test_an_unchanged_output_is_neither_read_nor_listed(output, monkeypatch):
    def read(*_: object) -> None:
        pytest.fail("a file of the output was read")

    monkeypatch.setattr(OutputFolder, "holds", read)
    monkeypatch.setattr(OutputFolder, "damage", read)
    assert "nothing changed" in run(output.parent)[1]


def test_two_outputs_of_one_site_do_not_make_each_other_suspect(output):
    other = output.with_name("other")
    for _ in range(2):
        for folder in (output, other):
            run(output.parent, "--output", folder)
    assert looks_intact(output)


def test_a_file_that_was_written_to_in_place_is_left_for_verify(output):
    """Neither its folder's time nor anything else that a build asks for shows it."""
    page = output / "articles/2015/report.html"
    before = page.read_bytes()
    page.write_bytes(b"edited in place")
    assert "nothing changed" in run(output.parent)[1]
    code, _, err = run(output.parent, "--verify")
    assert code == Exit.PROBLEMS
    assert "articles/2015/report.html" in err
    page.unlink()
    built(output)
    assert page.read_bytes() == before


def test_clean_and_build_restore_what_was_written_to_in_place(output):
    """As docs/decisions/all-at-once.md says: the staging directory, which shares the file, goes too."""
    before = tree(output)
    (output / "articles/2015/report.html").write_bytes(b"edited in place")
    assert main(["clean", "--site", str(output.parent), "-q"]) == Exit.DONE
    built(output)
    assert tree(output) == before


# ── what is foreign ──────────────────────────────────────────────────────────────────────────────────────────────


def file_at_the_top(output: Path) -> str:
    (output / "CNAME").write_text("example.org")
    return "CNAME"


def file_beside_pages(output: Path) -> str:
    (output / "articles/2015/mine.txt").write_text("mine")
    return "articles/2015/mine.txt"


def folder_of_files(output: Path) -> str:
    (output / "mine/deep").mkdir(parents=True)
    (output / "mine/deep/a.txt").write_text("mine")
    return "mine/deep/a.txt"


def empty_folder(output: Path) -> str:
    (output / "articles/mine").mkdir()
    return "articles/mine"


def link(output: Path) -> str:
    (output / "articles/latest").symlink_to("2015")
    return "articles/latest"


@needs_links
@pytest.mark.parametrize(
    "add", [file_at_the_top, file_beside_pages, folder_of_files, empty_folder, link], ids=lambda d: d.__name__
)
def test_a_foreign_file_is_named_once_and_kept(output, add: Callable[[Path], str]):
    path = add(output)
    assert f"did not create: {path}." in built(output)
    assert "did not create" not in run(output.parent)[1]
    (output / "index.html").unlink()
    assert "did not create" not in built(output), "it was named before"
    assert os.path.lexists(output / path)
    assert (output / "index.html").exists()


def test_a_page_is_restored_beside_a_foreign_file_wherever_it_was_edited(output):
    before = tree(output)
    file_beside_pages(output)
    built(output)
    (output / "articles/2015/report.html").write_bytes(b"edited in place")
    built(output)
    assert tree(output) == before | {"articles/2015/mine.txt": b"mine"}
