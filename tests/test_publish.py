"""What happens to an output folder, and to a folder that is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.publish import (
    MANIFEST,
    Manifest,
    OutputRefusedError,
    SiteName,
    _as_bytes,
    _is_inside,
    clean,
    publish,
    read_manifest,
    refuse_reason,
)

SITE = SiteName("Contested Headlines", "https://example.org/")
needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A site that the current folder isn't in, in a folder of its own."""
    site = tmp_path / "site"
    for folder in ("content/articles", "templates"):
        (site / folder).mkdir(parents=True)
    (site / "site.yaml").write_text("title: Contested Headlines\n")
    (site / "content/articles/a.md").write_text("precious")
    elsewhere = tmp_path / "current"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    return site


def tree(folder: Path) -> dict[str, bytes | None]:
    """All that lies in a folder; a link or an empty folder is None."""
    found: dict[str, bytes | None] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink() or (path.is_dir() and not any(path.iterdir())):
            found[path.relative_to(folder).as_posix()] = None
        elif path.is_file():
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def without_manifest(folder: Path) -> dict[str, bytes | None]:
    return {path: data for path, data in tree(folder).items() if path != MANIFEST}


# ── publishing ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_tree_is_written_with_a_manifest_that_lists_it(root):
    output = root / "output"
    done = publish({"index.html": b"home", "a/b.html": b"b"}, output, root, SITE, "f" * 64)
    assert done.written == ("index.html", "a/b.html")
    assert without_manifest(output) == {"index.html": b"home", "a/b.html": b"b"}
    manifest = read_manifest(output)
    assert manifest is not None
    assert (manifest.site, manifest.inputs, list(manifest.files)) == (SITE, "f" * 64, ["a/b.html", "index.html"])


def test_the_manifest_says_site_inputs_and_then_a_path_and_its_digest_a_line(root):
    publish({"b.html": b"", "a.html": b"x"}, root / "output", root, SITE, "0" * 64)
    assert (root / "output" / MANIFEST).read_text().splitlines() == [
        "site\tContested Headlines\thttps://example.org/",
        "inputs\t" + "0" * 64,
        "a.html\t2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
        "b.html\te3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ]


def test_publishing_the_same_again_touches_nothing(root):
    output = root / "output"
    picture = root / "content/x.jpg"
    picture.write_bytes(b"picture")
    publish({"a.html": b"a", "x.jpg": picture}, output, root, SITE)
    before = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    done = publish({"a.html": b"a", "x.jpg": picture}, output, root, SITE)
    assert (done.written, done.deleted) == ((), ())
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == before


def test_only_what_differs_is_written_and_only_what_is_gone_deleted(root):
    output = root / "output"
    publish({"same.html": b"1", "other.html": b"1", "old/deep/gone.html": b"1"}, output, root, SITE)
    done = publish({"same.html": b"1", "other.html": b"2", "new.html": b"3"}, output, root, SITE)
    assert (done.written, done.deleted) == (("other.html", "new.html"), ("old/deep/gone.html",))
    assert without_manifest(output) == {"same.html": b"1", "other.html": b"2", "new.html": b"3"}
    assert not (output / "old").exists()


def test_a_file_becomes_a_folder_and_a_folder_a_file(root):
    output = root / "output"
    publish({"a": b"1", "b/c": b"1"}, output, root, SITE)
    publish({"a/c": b"2", "b": b"2"}, output, root, SITE)
    assert without_manifest(output) == {"a/c": b"2", "b": b"2"}


def test_a_page_that_was_edited_or_deleted_by_hand_is_mended(root):
    output = root / "output"
    publish({"a.html": b"right", "b.html": b"right"}, output, root, SITE)
    (output / "a.html").write_bytes(b"wrong")
    (output / "b.html").unlink()
    assert publish({"a.html": b"right", "b.html": b"right"}, output, root, SITE).written == ("a.html", "b.html")
    assert without_manifest(output) == {"a.html": b"right", "b.html": b"right"}


def test_foreign_files_stay_and_are_named(root):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("example.org")
    (output / "old").mkdir()
    (output / "old" / "mine.txt").write_text("mine")
    for files in ({"a.html": b"2"}, {"b.html": b"3"}):
        assert publish(files, output, root, SITE).foreign == ("CNAME", "old/mine.txt")
    assert without_manifest(output) == {"CNAME": b"example.org", "old/mine.txt": b"mine", "b.html": b"3"}


@pytest.mark.parametrize(
    ("foreign", "wanted"),
    [
        ("about.html", "about.html"),
        ("About.HTML", "about.html"),
        ("claims", "claims/index.html"),
        ("claims/mine.txt", "claims"),
    ],
)
def test_a_foreign_file_in_the_way_is_not_overwritten(root, foreign, wanted):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    (output / foreign).parent.mkdir(exist_ok=True)
    (output / foreign).write_text("mine")
    before = tree(output)
    with pytest.raises(OutputRefusedError, match="in the way"):
        publish({"b.html": b"1", wanted: b"ours"}, output, root, SITE)
    assert tree(output) == before


@needs_links
@pytest.mark.parametrize(("link", "path"), [("a.html", "a.html"), ("sub", "sub/b.html")])
def test_a_link_in_the_output_is_never_followed(root, link, path):
    output, target = root / "output", root.parent / "target"
    publish({path: b"1"}, output, root, SITE)
    (target / "deep").mkdir(parents=True)
    (target / "b.html").write_text("precious")
    if (output / link).is_dir():
        (output / path).unlink()
        (output / link).rmdir()
        (output / link).symlink_to(target)
    else:
        (output / link).unlink()
        (output / link).symlink_to(target / "b.html")
    with pytest.raises(OutputRefusedError, match="in the way"):
        publish({path: b"2"}, output, root, SITE)
    publish({"other.html": b"3"}, output, root, SITE)
    clean(output, root, SITE)
    assert (target / "b.html").read_text() == "precious"
    assert (output / link).is_symlink()


def test_what_was_written_before_an_interruption_is_still_known_as_ours(root, monkeypatch):
    output = root / "output"
    publish({"a.html": b"1"}, output, root, SITE)
    with pytest.raises(FileNotFoundError):
        publish({"b.html": b"2", "c.jpg": _vanishing(root, monkeypatch)}, output, root, SITE)
    assert "b.html" in without_manifest(output)
    assert not list(output.glob("*~"))
    done = publish({"d.html": b"4"}, output, root, SITE)
    assert (done.deleted, done.foreign) == (("b.html",), ())
    assert without_manifest(output) == {"d.html": b"4"}


def _vanishing(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file to copy that is deleted after its digest was taken."""
    picture = root / "content/x.jpg"
    picture.write_bytes(b"x")

    def digest_and_delete(data):
        picture.unlink(missing_ok=True)
        return "0" * 64

    monkeypatch.setattr("generator.publish._digest", digest_and_delete)
    return picture


def test_a_full_disk_is_an_error_that_leaves_nothing_unfinished(root, monkeypatch):
    output = root / "output"
    publish({"a.html": b"old"}, output, root, SITE)

    def no_space(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("generator.publish._blocks", no_space)
    with pytest.raises(OSError, match="No space"):
        publish({"a.html": b"new"}, output, root, SITE)
    assert without_manifest(output) == {"a.html": b"old"}


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["a", "b/c", "b/d/e", "f.html", "G"]), st.binary(max_size=3)),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=40, deadline=None)
def test_after_any_sequence_the_output_is_what_a_clean_build_gives(tmp_path_factory, trees):
    root = tmp_path_factory.mktemp("site")
    (root / "site.yaml").write_text("title: T")
    for files in trees:
        publish(files, root / "output", root, SITE)
    publish(trees[-1], root / "fresh", root, SITE)
    assert tree(root / "output") == tree(root / "fresh")


# ── law 12: whose folder is it? ──────────────────────────────────────────────────────────────────────────────────


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
    reason = refuse_reason(output, root, SITE)
    assert reason
    assert reason.endswith(("yet.", "yourself.", "there."))
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
        assert "symbolic link" in (refuse_reason(output, root, SITE) or "")


@needs_links
def test_a_link_to_the_site_does_not_hide_that_the_output_holds_it(root, tmp_path):
    (tmp_path / "alias").symlink_to(root)
    assert refuse_reason(tmp_path / "alias" / "content" / "out", root, SITE)
    assert refuse_reason(root / "content" / "out", tmp_path / "alias", SITE)


def test_a_mount_point_is_refused(root, monkeypatch):
    (root / "output").mkdir()
    monkeypatch.setattr(Path, "is_mount", lambda self: True)
    assert "mount point" in (refuse_reason(root / "output", root, SITE) or "")


@pytest.mark.parametrize("name", ["output", "deep/er/output", "content-out", "templates2"])
def test_a_folder_that_is_missing_or_empty_is_taken(root, name):
    assert refuse_reason(root / name, root, SITE) is None
    (root / name).mkdir(parents=True)
    assert refuse_reason(root / name, root, SITE) is None


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
    assert refuse_reason(root / "output", root, renamed) is None


def test_elsewhere_a_site_is_known_by_its_title_or_its_address(root, tmp_path):
    outside = tmp_path / "outside"
    publish({"index.html": b"1"}, outside, root, SITE)
    assert refuse_reason(outside, root, SiteName("New title", SITE.url)) is None
    assert refuse_reason(outside, root, SiteName(SITE.title, "")) is None
    assert "another site" in (refuse_reason(outside, root, SiteName("All new", "https://new.example/")) or "")
    assert "another site" in (refuse_reason(outside, root, SiteName("All new")) or "")


# ── cleaning ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_cleaning_deletes_what_builds_wrote_and_nothing_else(root):
    output = root / "output"
    publish({"a.html": b"1", "b/c.html": b"1", "d/e.html": b"1"}, output, root, SITE)
    (output / "CNAME").write_text("mine")
    (output / "d" / "mine.txt").write_text("mine")
    done = clean(output, root, SITE)
    assert done.deleted == ("a.html", "b/c.html", "d/e.html")
    assert done.foreign == ("CNAME", "d/mine.txt")
    assert tree(output) == {"CNAME": b"mine", "d/mine.txt": b"mine"}


def test_cleaning_where_nothing_was_built_does_nothing(root):
    assert clean(root / "output", root, SITE).deleted == ()
    assert not (root / "output").exists()


# ── the manifest's form ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        "../a",
        "a/../../b",
        "/etc/passwd",
        "a//b",
        "./a",
        "a/.",
        "",
        "C:/a",
        "c:a",
        "a\\..\\b",
        "a\0",
        "a\tb",
        "a\nb",
        "..",
    ],
)
def test_a_path_that_could_lead_out_is_no_path_of_ours(path):
    assert not _is_inside(path)


@pytest.mark.parametrize("path", ["a", "a/b.html", ".nojekyll", "..a", "a..b/c", "é/日本.html", "a b.pdf"])
def test_any_other_is(path):
    assert _is_inside(path)


@given(st.text(), st.text(), st.text())
@settings(deadline=None, max_examples=50)
def test_any_title_is_read_back_from_a_manifest(tmp_path_factory, title, url, path):
    folder = tmp_path_factory.mktemp("m")
    url = "".join(url.split())
    manifest = Manifest(SiteName(" ".join(title.split()), url), "1" * 64, {path: "0" * 64} if _is_inside(path) else {})
    (folder / MANIFEST).write_bytes(_as_bytes(manifest))
    assert read_manifest(folder) == manifest
