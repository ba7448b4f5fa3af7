"""Law 12: a folder that is not this site's is refused and not changed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.publishing import OutputRefusedError
from generator.publishing.manifest import MANIFEST, SiteName
from generator.publishing.staging_mark import MARK
from tests.folders import SITE, clean, needs_links, new_site, opened, publish, refusal, tree


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A site that the current folder isn't in."""
    (tmp_path / "current").mkdir()
    monkeypatch.chdir(tmp_path / "current")
    return new_site(tmp_path)


def _a_file(root: Path) -> Path:
    (root / "file").write_text("x")
    return root / "file"


def _a_checkout(root: Path) -> Path:
    (root / "clone" / ".git").mkdir(parents=True)
    return root / "clone"


def _a_worktree(root: Path) -> Path:
    (root / "tree").mkdir()
    (root / "tree" / ".git").write_text("gitdir: elsewhere")
    return root / "tree"


def _somebodys_folder(root: Path) -> Path:
    (root / "photos").mkdir()
    (root / "photos" / "one.jpg").write_text("x")
    return root / "photos"


def _a_folder_with_a_hidden_file(root: Path) -> Path:
    (root / "hidden").mkdir()
    (root / "hidden" / ".profile").write_text("x")
    return root / "hidden"


def _a_damaged_manifest(root: Path) -> Path:
    (root / "output").mkdir()
    (root / "output" / MANIFEST).write_text("site\tContested")
    return root / "output"


def _a_manifest_that_leads_out(root: Path) -> Path:
    (root / "output").mkdir()
    lines = [f"site\t{SITE.title}\t", "inputs\t", "../content/articles/a.md\t" + "0" * 64]
    (root / "output" / MANIFEST).write_text("\n".join(lines) + "\n")
    return root / "output"


def _another_sites(root: Path) -> Path:
    other = root.parent / "other"
    other.mkdir()
    (other / "site.yaml").write_text("title: Other")
    publish({"index.html": b"other"}, other / "output", other, SiteName("Other", "https://other.example/"))
    return other / "output"


REFUSED = {
    "the current folder": lambda root: Path(),
    "its parent": lambda root: Path(".."),
    "the root of the disk": lambda root: Path(root.anchor),
    "the home folder": lambda root: Path.home(),
    "the folder of all homes": lambda root: Path.home().parent,
    "the site": lambda root: root,
    "what holds the site": lambda root: root.parent,
    "the content": lambda root: root / "content",
    "a folder in the content": lambda root: root / "content" / "articles" / "out",
    "the templates": lambda root: root / "templates",
    "the site by a detour": lambda root: root / "output" / "..",
    "a git checkout": _a_checkout,
    "a git worktree": _a_worktree,
    "git's own folder": lambda root: root / ".git" / "out",
    "a file": _a_file,
    "somebody's folder": _somebodys_folder,
    "a folder with a hidden file": _a_folder_with_a_hidden_file,
    "a damaged manifest": _a_damaged_manifest,
    "a manifest that leads out": _a_manifest_that_leads_out,
    "another site's output": _another_sites,
}


@pytest.mark.parametrize("place", REFUSED.values(), ids=REFUSED.keys())
def test_a_folder_that_is_not_ours_is_refused_and_stays_as_it_is(root, place, monkeypatch, tmp_path):
    (tmp_path / "homes" / "me").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(tmp_path / "homes" / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "homes" / "me"))
    output = place(root)
    before = tree(root)
    reason = refusal(output, root, SITE)
    assert reason
    assert re.fullmatch(r".+\. (Choose|Delete) .+\.", reason), "why, and the next step"
    with pytest.raises(OutputRefusedError):
        publish({"index.html": b"ours"}, output, root, SITE)
    with pytest.raises(OutputRefusedError):
        clean(output, root, SITE)
    assert tree(root) == before


@needs_links
def test_a_symbolic_link_is_refused_at_its_end_and_on_the_way(root, tmp_path):
    (tmp_path / "target").mkdir()
    (root / "link").symlink_to(tmp_path / "target")
    for output in (root / "link", root / "link" / "deeper", Path(f"{root}/link/")):
        assert "symbolic link" in (refusal(output, root, SITE) or "")


@needs_links
def test_a_link_to_the_site_does_not_hide_that_the_output_holds_it(root, tmp_path):
    (tmp_path / "alias").symlink_to(root)
    assert refusal(tmp_path / "alias" / "content" / "out", root, SITE)
    assert refusal(root / "content" / "out", tmp_path / "alias", SITE)


def test_a_mount_point_is_refused(root, monkeypatch):
    (root / "output").mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda self: True)
    assert "mount point" in (refusal(root / "output", root, SITE) or "")


@pytest.mark.parametrize("name", ["output", "deep/er/output", "content-out", "templates2"])
def test_a_folder_that_is_missing_or_empty_is_taken(root, name):
    assert refusal(root / name, root, SITE) is None
    (root / name).mkdir(parents=True)
    assert refusal(root / name, root, SITE) is None


@pytest.mark.parametrize(
    "renamed",
    [
        SiteName("New title", SITE.url),
        SiteName(SITE.title, "https://new.example/"),
        SiteName("All new", "https://new.example/"),
    ],
)
def test_a_site_may_change_its_name_and_keeps_its_output(root, renamed):
    publish({"index.html": b"1"}, root / "output", root, SITE)
    assert refusal(root / "output", root, renamed) is None


def test_elsewhere_a_site_is_known_by_its_title_or_its_address(root, tmp_path):
    outside = tmp_path / "outside"
    publish({"index.html": b"1"}, outside, root, SITE)
    assert refusal(outside, root, SiteName("New title", SITE.url)) is None
    assert refusal(outside, root, SiteName(SITE.title, "")) is None
    assert "another site" in (refusal(outside, root, SiteName("All new", "https://new.example/")) or "")
    assert "another site" in (refusal(outside, root, SiteName("All new")) or "")


# ── the staging ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _a_strange_folder(staging: Path) -> None:
    staging.mkdir()
    (staging / "thesis.txt").write_text("ten years")


def _a_strange_file(staging: Path) -> None:
    staging.write_text("ten years")


def _a_link(staging: Path) -> None:
    (staging.parent / "elsewhere").mkdir()
    staging.symlink_to(staging.parent / "elsewhere")


def _a_checkout_with_our_mark(staging: Path) -> None:
    _made_for("Contested Headlines")(staging)
    (staging / ".git").mkdir()


def _a_damaged_mark(staging: Path) -> None:
    staging.mkdir()
    (staging / MARK).write_text('{"site": []}')
    (staging / "index.html").write_text("somebody's")


def _made_for(title: str):
    def make(staging: Path) -> None:
        staging.mkdir()
        (staging / MANIFEST).write_text(f"site\t{title}\t\ninputs\t\n")

    return make


STRANGE_TWINS = {
    "a folder with files": _a_strange_folder,
    "a file": _a_strange_file,
    "a link": _a_link,
    "a checkout": _a_checkout_with_our_mark,
    "a damaged mark": _a_damaged_mark,
}


@needs_links
@pytest.mark.parametrize("is_first", [True, False], ids=["first", "later"])
@pytest.mark.parametrize("make", STRANGE_TWINS.values(), ids=STRANGE_TWINS.keys())
def test_a_staging_that_is_not_ours_is_refused_and_stays_as_it_is(root, make, is_first):
    if not is_first:
        publish({"index.html": b"old"}, root / "output", root, SITE)
    make(root / "output.next~")
    before = tree(root)
    with pytest.raises(OutputRefusedError, match=r"output\.next~"):
        publish({"index.html": b"new"}, root / "output", root, SITE)
    assert tree(root) == before


@needs_links
@pytest.mark.parametrize("make", STRANGE_TWINS.values(), ids=STRANGE_TWINS.keys())
def test_cleaning_leaves_a_staging_alone_that_is_not_ours(root, make):
    publish({"index.html": b"old"}, root / "output", root, SITE)
    make(root / "output.next~")
    before = tree(root)
    clean(root / "output", root, SITE)
    assert tree(root) == {path: data for path, data in before.items() if not path.startswith("output/")} | {
        "output": None
    }


def test_a_staging_of_another_site_is_refused(root, tmp_path):
    _made_for("Another")(tmp_path / "outside.next~")
    with pytest.raises(OutputRefusedError, match="another site, “Another”"):
        publish({"index.html": b"new"}, tmp_path / "outside", root, SITE)
    assert not (tmp_path / "outside").exists()


def test_a_staging_that_is_a_mount_point_is_refused(root, monkeypatch):
    _made_for(SITE.title)(root / "output.next~")
    monkeypatch.setattr(Path, "is_mount", lambda self: self.name == "output.next~")
    with pytest.raises(OutputRefusedError, match="mount point"):
        publish({"index.html": b"new"}, root / "output", root, SITE)


def test_a_file_that_somebody_put_into_the_staging_is_neither_deleted_nor_published(root):
    output, staging = root / "output", root / "output.next~"
    for data in (b"1", b"2"):
        publish({"a/index.html": data}, output, root, SITE)
    (staging / "a/mine.txt").write_text("mine")
    before = tree(root)
    with pytest.raises(
        OutputRefusedError, match=r"output\.next~.a.mine\.txt` is in the staging directory, but no build wrote it"
    ):
        publish({"a/index.html": b"3"}, output, root, SITE)
    assert tree(root) == before
    (staging / "a/mine.txt").unlink()
    assert publish({"a/index.html": b"3"}, output, root, SITE).written == ("a/index.html",)


@needs_links
@pytest.mark.parametrize("path", ["../content/articles/a.md", "link/articles/a.md", "/etc/hosts"])
def test_a_mark_that_leads_out_of_the_staging_deletes_nothing_there(root, path):
    output, staging = root / "output", root / "output.next~"
    for data in (b"1", b"2"):
        publish({"a/index.html": data}, output, root, SITE)
    (staging / "link").symlink_to(root / "content")
    mark = json.loads((staging / MARK).read_text())
    (staging / MARK).write_text(json.dumps(mark | {"differing": [path, "a/index.html"], "besides": [path, "link"]}))
    publish({"a/index.html": b"3"}, output, root, SITE)
    clean(output, root, SITE)
    assert (root / "content/articles/a.md").read_text() == "precious"


def test_what_a_file_manager_leaves_in_both_folders_stands_in_nobodys_way(root):
    output, staging = root / "output", root / "output.next~"
    for data in (b"1", b"2"):
        publish({"a/index.html": data}, output, root, SITE)
    (output / "a/.DS_Store").write_text("one")
    (staging / "a/.DS_Store").write_text("another")
    for data in (b"3", b"4"):
        publish({"a/index.html": data}, output, root, SITE)
        assert (output / "a/index.html").read_bytes() == data
        assert {(folder / "a/.DS_Store").read_text() for folder in (output, staging)} == {"one", "another"}


def test_a_site_whose_folder_is_named_like_the_staging_is_not_taken_for_it(root):
    root.rename(root.with_name("site.next~"))
    before = tree(root.with_name("site.next~"))
    with pytest.raises(OutputRefusedError):
        publish({"index.html": b"1"}, root, root.with_name("site.next~"), SITE)
    assert tree(root.with_name("site.next~")) == before


def test_before_a_build_only_the_head_of_the_manifest_is_parsed(root):
    publish({"index.html": b"1"}, root / "output", root, SITE)
    manifest = root / "output" / MANIFEST
    manifest.write_text(manifest.read_text() + "cut sho")
    opened(root / "output", root, SITE)
    with pytest.raises(OutputRefusedError, match="damaged"):
        publish({"index.html": b"2"}, root / "output", root, SITE)
