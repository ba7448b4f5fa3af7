"""The files of a site as a revision has them, and what is said where they can't be read."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.history import revision as reading
from generator.history.git import GitError, answer
from generator.history.revision import RevisionError, revision
from tests.folders import needs_links, needs_posix
from tests.repositories import commit, git, merges, repository

A, B = "content/articles/2015/ü #1.md", "content/articles/b.yaml"


def written(folder: Path, files: dict[str, bytes]) -> Path:
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return repository(written(tmp_path / "a site", {A: b"a\r\n", B: b"", "site.yaml": b"title: T\n"}))


FILES = {A, B, "site.yaml"}


def refused(folder: Path, name: str) -> tuple[str, str]:
    with pytest.raises(RevisionError) as found:
        revision(folder, name)
    return found.value.message, found.value.step


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_files_of_a_site_are_read_as_they_were_committed(site: Path):
    written(site, {A: b"other", "content/new.md": b"new"})
    then = revision(site, "HEAD")
    assert then.paths == FILES
    assert list(then.read({B: 10, A: 10})) == [(B, b""), (A, b"a\r\n")]


def test_a_name_of_git_s_is_a_commit(site: Path):
    first = git(site, "rev-parse", "HEAD").strip()
    git(site, "tag", "begin", "--annotate", "--message", "The beginning")
    written(site, {A: b"other"})
    commit(site)
    for name in ("HEAD~1", "begin", first, first[:10], "main^", ":/Begin", "HEAD^{/Begin}", "main@{1}"):
        assert revision(site, name).commit == first
        assert list(revision(site, name).read({A: 10})) == [(A, b"a\r\n")]


def test_the_settings_of_a_site_are_among_its_files_and_no_others_are(site: Path):
    written(site, {"site.yaml": b"title: T", "README.md": b"x", "templates/x.html": b"x"})
    commit(site)
    then = revision(site, "HEAD")
    assert then.paths == FILES
    assert list(then.read({"site.yaml": 10})) == [("site.yaml", b"title: T")]


@pytest.mark.parametrize("name", ["", ":", ":/never written", "HEAD:content", f"HEAD:{A}", "HEAD..HEAD", "HEAD^{tree}"])
def test_what_names_no_commit_is_refused(site: Path, name: str):
    message, step = refused(site, name)
    assert message.startswith(f"Git finds no commit `{name}` in this clone")
    assert step.startswith("Fetch it, or name one that")


def test_a_site_in_a_sub_folder_has_the_files_of_that_folder(site: Path):
    written(site, {f"archives/rivers/{B}": b"rivers", "other/content/c.md": b"c"})
    commit(site)
    then = revision(site / "archives/rivers", "HEAD")
    assert then.paths == {B}
    assert list(then.read({B: 10})) == [(B, b"rivers")]
    assert revision(site / "archives/rivers", "HEAD~1").paths == frozenset()


@pytest.mark.parametrize("format", ["sha1", "sha256"])
def test_whether_a_file_is_the_same_is_known_without_reading_it(tmp_path: Path, format: str):
    written(tmp_path, {A: b"a\n" * 1000})
    git(tmp_path, "init", "--quiet", f"--object-format={format}")
    commit(tmp_path)
    then = revision(tmp_path, "HEAD")
    assert then.has(A, b"a\n" * 1000)
    assert not then.has(A, b"a\n" * 999)
    assert not then.has(B, b"a\n" * 1000)


def test_a_file_that_is_too_large_is_not_read(site: Path):
    written(site, {B: b"b" * 1000})
    commit(site)
    assert list(revision(site, "HEAD").read({B: 999, A: 3})) == [(B, None), (A, b"a\r\n")]


def test_few_bytes_are_in_memory_at_once(site: Path, monkeypatch: pytest.MonkeyPatch):
    paths = {f"content/{n}.md": b"%d" % n * 100 for n in range(20)}
    written(site, paths)
    commit(site)
    sizes: list[int] = []

    def counted(root: Path, ids: list[str]) -> dict[str, bytes]:
        found = contents(root, ids)
        sizes.append(sum(map(len, found.values())))
        return found

    contents = reading._contents
    monkeypatch.setattr(reading, "_contents", counted)
    monkeypatch.setattr(reading, "_MOST_AT_ONCE", 500)
    assert dict(revision(site, "HEAD").read(dict.fromkeys(paths, 1000))) == paths
    assert len(sizes) > 4
    assert max(sizes) <= 500


@needs_links
def test_links_and_submodules_are_no_files(site: Path):
    (site / "content/link.md").symlink_to("b.yaml")
    git(site, "update-index", "--add", "--cacheinfo", f"160000,{git(site, 'rev-parse', 'HEAD').strip()},content/sub")
    git(site, "add", "content/link.md")
    git(site, "commit", "--quiet", "--message", "Link")
    assert revision(site, "HEAD").paths == FILES


@needs_posix
def test_no_hook_and_no_filter_of_a_repository_runs(site: Path):
    """Its own settings name them: those of a folder that was sent as an archive, say."""
    trap = site.parent / "ran"
    (site / ".gitattributes").write_text("* filter=trap diff=trap\n")
    for key in ("filter.trap.smudge", "filter.trap.clean", "filter.trap.process", "diff.trap.textconv"):
        git(site, "config", key, f"touch '{trap}'; cat")
    git(site, "config", "core.fsmonitor", f"touch '{trap}'; false")
    git(site, "config", "core.pager", f"touch '{trap}'; cat")
    hooks = site / ".git/hooks"
    for name in ("post-checkout", "reference-transaction", "post-index-change"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{trap}'\n")
        (hooks / name).chmod(0o755)
    (site / A).write_bytes(b"other")
    then = revision(site, "HEAD")
    assert list(then.read({A: 10})) == [(A, b"a\r\n")]
    assert not trap.exists()


# ── commits that the checkout lacks ──────────────────────────────────────────────────────────────────────────────────


def test_commits_that_are_only_there_are_counted(site: Path):
    git(site, "switch", "--quiet", "--create", "mine")
    commit(site)
    assert revision(site, "main").left_behind == 0
    git(site, "switch", "--quiet", "main")
    assert revision(site, "mine").left_behind == 1


def test_those_of_a_merge_under_way_are_here(site: Path):
    for branch, data in (("mine", b"mine\n"), ("theirs", b"theirs\n")):
        git(site, "switch", "--quiet", "--create", branch, "main")
        written(site, {A: data})
        commit(site)
    assert not merges(site, "mine")
    assert revision(site, "mine").left_behind == 0


# ── what can't be read ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_is_in_no_checkout(tmp_path: Path):
    message, step = refused(tmp_path, "main")
    assert message == f"`{tmp_path}` is in no checkout of Git, so there is nothing to compare it with."
    assert step == "Run the command in a clone of the site's repository, or leave out `--against`."


def test_a_checkout_of_nothing(site: Path):
    shutil.rmtree(site / ".git")
    (site / ".git").write_text("gitdir: /nowhere\n")
    message, step = refused(site, "main")
    assert message == "Git does not read this checkout: not a git repository: /nowhere."
    assert step == "Run `git status` there to see more."


def test_no_git(site: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", ".")
    message, step = refused(site, "main")
    assert message == "Git is not installed, or not in a folder of PATH; `--against` needs it."
    assert step == "Install it from https://git-scm.com, or leave out `--against`."


@needs_posix
def test_a_folder_of_another_user(site: Path, monkeypatch: pytest.MonkeyPatch):
    """Git refuses it, and its refusal names the command that allows it."""

    def refuses(*_: object) -> bytes:
        raise GitError("detected dubious ownership in repository at '…' To add an exception …")

    monkeypatch.setattr(reading, "answer", refuses)
    message, step = refused(site / "content", "main")
    assert message == "Git does not read this checkout, because its folder belongs to another user."
    assert step == f"If you trust it, run `git config --global --add safe.directory '{site}'`."


def test_a_repository_without_a_commit(tmp_path: Path):
    git(tmp_path, "init", "--quiet")
    assert refused(tmp_path, "HEAD")[0] == "This repository has no commit yet, so there is nothing to compare with."


@pytest.mark.parametrize("name", ["nowhere", "", "-p", "--all", ":b.yaml", "HEAD:content", "HEAD..HEAD", "a b", "a\nb"])
def test_what_is_no_commit(site: Path, name: str):
    message, step = refused(site, name)
    assert message.startswith(f"Git finds no commit `{name}` in this clone")
    assert step == "Fetch it, or name one that `git branch --all` or `git log` lists."


def test_a_nul_in_a_name(site: Path):
    assert "embedded null byte" in refused(site, "a\0b")[0]


@pytest.mark.parametrize(("name", "near"), [("mian", "main"), ("corrections", "origin/corrections")])
def test_a_name_that_is_nearly_one(site: Path, name: str, near: str):
    git(site, "update-ref", "refs/remotes/origin/corrections", "HEAD")
    assert refused(site, name)[1] == f"Write `--against {near}` if you mean that."


def clone(site: Path, *options: str) -> Path:
    git(site, "config", "uploadpack.allowFilter", "true")
    folder = site.parent / "clone"
    git(site.parent, "clone", "--quiet", *options, site.as_uri(), str(folder))
    return folder


def test_a_shallow_clone_lacks_old_commits(site: Path):
    for _ in range(3):
        commit(site)
    folder = clone(site, "--depth", "2")
    assert revision(folder, "HEAD~1").paths == FILES
    assert revision(folder, "HEAD~1").left_behind == 0
    message, step = refused(folder, "HEAD~2")
    assert message == "Git finds no commit `HEAD~2` in this clone."
    assert step == (
        "This clone is shallow: run `git fetch --unshallow` or, in a workflow, give `actions/checkout` a `fetch-depth` "
        "that reaches it (0: everything)."
    )


def test_a_partial_clone_lacks_old_files_and_nothing_is_fetched(site: Path):
    written(site, {A: b"other\n"})
    commit(site)
    folder = clone(site, "--filter=blob:none")
    before = git(folder, "count-objects", "-v")
    then = revision(folder, "HEAD~1")
    assert then.has(A, b"a\r\n")
    with pytest.raises(RevisionError) as found:
        list(then.read({A: 10}))
    assert found.value.message.startswith("This clone lacks files of `HEAD~1`: it is a partial one (could not fetch ")
    assert found.value.step == "Run `git fetch --refetch --no-filter`, or clone without `--filter`."
    assert git(folder, "count-objects", "-v") == before


def test_a_damaged_repository(site: Path):
    id = git(site, "rev-parse", f"HEAD:{A}").strip()
    (site / ".git/objects" / id[:2] / id[2:]).unlink()
    with pytest.raises(RevisionError) as found:
        list(revision(site, "HEAD").read({A: 10}))
    assert found.value.message == f"Git can't read the files of `HEAD`: {id} is missing."
    assert found.value.step == "Run `git fsck` to see more."


@needs_posix
def test_a_git_that_does_not_answer(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    slow = tmp_path / "bin/git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", f"{slow.parent}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(GitError, match=r"^it had no answer after 0\.1 seconds$"):
        answer(site, "rev-parse", "HEAD", patience=0.1)


def test_git_s_own_words_are_its_last_error(site: Path):
    with pytest.raises(GitError) as found:
        answer(site, "cat-file", "blob", "HEAD")
    assert found.value.reason == subprocess.run(
        ["git", "-C", str(site), "cat-file", "blob", "HEAD"], capture_output=True, text=True, check=False
    ).stderr.strip().removeprefix("fatal: ")


@needs_posix
def test_a_name_that_is_not_utf_8_is_left_out(site: Path):
    blob = git(site, "rev-parse", f"HEAD:{A}").strip()
    entries = b"100644 blob %s\t\xff.md\0" % blob.encode()
    made = subprocess.run(["git", "-C", str(site), "mktree", "-z"], input=entries, capture_output=True, check=True)
    git(site, "read-tree", "--prefix=content/odd/", made.stdout.decode().strip())
    git(site, "commit", "--quiet", "--message", "Odd")
    assert revision(site, "HEAD").paths == FILES
