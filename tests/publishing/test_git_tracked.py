"""What is committed into an output folder is not published in strict mode, and asking Git starts nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from generator.publishing import OutputRefusedError
from generator.publishing.git_tracked import tracked_files
from generator.publishing.manifest import MANIFEST
from tests.folders import SITE, manifest_of, needs_links, needs_posix, new_site, opened, publish
from tests.test_incremental import run

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")

IDENTITY = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "protocol.file.allow=always")


def git(folder: Path, *arguments: str) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", *IDENTITY, *arguments], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    return done.stdout


def commit(folder: Path) -> None:
    git(folder, "add", "--force", "--all", ".")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A commit")


def repository(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "--quiet")
    return folder


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A site in a checkout, with an output that Git ignores, as `.gitignore` asks it to."""
    (tmp_path / "current").mkdir()
    monkeypatch.chdir(tmp_path / "current")
    site = repository(new_site(tmp_path))
    (site / ".gitignore").write_text("/output/\n*.next~\n.counterpoint/\n")
    commit(site)
    publish({"index.html": b"home", "a/b.html": b"b"}, site / "output", site)
    return site


def add(root: Path, path: str, data: bytes = b"<script>alert(1)</script>") -> Path:
    """A file in the output that a commit brings."""
    file = root / "output" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)
    git(root, "--literal-pathspecs", "add", "--force", "--", f"output/{path}")
    return file


def refused(root: Path) -> str:
    """The message with which a strict build ends; empty where it goes on."""
    try:
        opened(root / "output", root).refuse_tracked()
    except OutputRefusedError as error:
        return str(error)
    return ""


def test_an_output_that_only_builds_wrote_is_published(root):
    assert refused(root) == ""


@pytest.mark.parametrize("path", ["CNAME", "a/mine.txt", "old/page.html"])
def test_a_file_that_git_does_not_track_is_kept(root, path):
    (root / "output" / path).parent.mkdir(exist_ok=True)
    (root / "output" / path).write_text("mine")
    assert refused(root) == ""


NAMES = {
    "a page": "evil.html",
    "the domain": "CNAME",
    "in a folder of pages": "a/evil.html",
    "in a folder of its own": "deep/er/evil.svg",
    "hidden": ".well-known/evil.txt",
    "a space": "e vil.html",
    "a quotation mark": 'e"vil.html',
    "a line break": "e\nvil.html",
    "a tab": "e\tvil.html",
    "like an option": "--help",
    "like a pattern": "[a]*.html",
    "like a magic pattern": ":!x",
    "an accent": "é.html",
    "a letter with a mark of its own": unicodedata.normalize("NFD", "é.html"),
    "another script": "سند.html",
    "an emoji": "💥.html",
}


@needs_posix
@pytest.mark.parametrize("name", NAMES)
def test_a_file_that_a_commit_brings_is_refused(root, name):
    file = add(root, NAMES[name])
    assert f"`{file}` comes from a commit" in refused(root)
    commit(root)
    assert f"`{file}` comes from a commit" in refused(root)


@needs_posix
def test_a_name_that_is_not_unicode_is_found(root):
    name = os.fsdecode(b"e\xffvil.html")
    try:
        add(root, name)
    except OSError:
        pytest.skip("this file system allows no such name")
    assert "comes from a commit" in refused(root)


@needs_links
def test_a_symbolic_link_that_a_commit_brings_is_refused(root):
    (root / "output/link").symlink_to("/etc/hostname")
    git(root, "add", "--force", "output/link")
    assert "comes from a commit" in refused(root)


def test_of_many_files_the_first_is_named_and_the_rest_are_counted(root):
    for name in "cab":
        add(root, f"{name}.html")
    assert "a.html` and 2 more files come from a commit" in refused(root)
    git(root, "rm", "--cached", "--force", "output/c.html")
    assert "a.html` and 1 more file come from a commit" in refused(root)


def test_pages_that_builds_wrote_may_be_tracked_but_not_the_manifest(root):
    git(root, "add", "--force", "output/index.html")
    assert refused(root) == ""
    git(root, "add", "--force", f"output/{MANIFEST}")
    assert f"{MANIFEST}` is tracked by Git, so it may list files that no build wrote" in refused(root)


def test_after_the_step_the_next_build_goes_on(root):
    add(root, "evil.html")
    git(root, "rm", "-r", "--cached", "output")
    assert refused(root) == ""


def test_a_submodule_in_the_output_counts_with_all_its_files(root, tmp_path):
    other = repository(tmp_path / "other")
    (other / "evil.html").write_text("x")
    commit(other)
    git(root, "submodule", "--quiet", "add", "--force", str(other), "output/module")
    assert "output/module/" in refused(root)


def test_a_site_below_the_top_of_a_checkout(tmp_path, monkeypatch):
    top = repository(tmp_path / "repository")
    monkeypatch.chdir(tmp_path)
    site = new_site(top / "sites" / "of mine")
    publish({"index.html": b"home"}, site / "output", site)
    add(site, "evil.html")
    assert "evil.html` comes from a commit" in refused(site)


def test_a_site_in_a_worktree(root, tmp_path):
    git(root, "worktree", "add", "--quiet", str(tmp_path / "tree"), "-b", "other")
    site = tmp_path / "tree"
    publish({"index.html": b"home"}, site / "output", site)
    assert refused(site) == ""
    add(site, "evil.html")
    assert "evil.html` comes from a commit" in refused(site)
    assert refused(root) == ""


def test_a_site_in_a_submodule(root, tmp_path):
    top = repository(tmp_path / "top")
    git(top, "submodule", "--quiet", "add", str(root), "archive")
    site = top / "archive"
    publish({"index.html": b"home"}, site / "output", site)
    add(site, "evil.html")
    assert "evil.html` comes from a commit" in refused(site)


@needs_links
def test_a_site_that_is_reached_through_a_link(root, tmp_path):
    add(root, "evil.html")
    (tmp_path / "link").symlink_to(root)
    assert "evil.html` comes from a commit" in refused(tmp_path / "link")


def test_an_output_in_another_checkout(root, tmp_path):
    other = repository(tmp_path / "other")
    output = other / "docs"
    publish({"index.html": b"home"}, output, root)
    (output / "evil.html").write_text("x")
    commit(other)
    with pytest.raises(OutputRefusedError, match=r"evil.html` comes from a commit"):
        opened(output, root).refuse_tracked()


def test_outside_of_a_checkout_git_is_not_asked(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("a program was started"))
    site = new_site(tmp_path / "elsewhere")
    publish({"index.html": b"home"}, site / "output", site)
    (site / "output/CNAME").write_text("mine")
    assert opened(site / "output", site).refuse_tracked() == ""


# ── what Git may not do ──────────────────────────────────────────────────────────────────────────────────────────


@needs_posix
@pytest.mark.parametrize("setting", ["core.fsmonitor", "core.pager", "pager.ls-files", "alias.ls-files", "core.editor"])
def test_nothing_that_a_repository_names_is_started(root, tmp_path, setting):
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
    program.chmod(0o755)
    git(root, "config", setting, str(program))
    add(root, "evil.html")
    (tmp_path / "started").unlink(missing_ok=True)
    assert tracked_files(root / "output") == frozenset({"evil.html"})
    assert not (tmp_path / "started").exists()


@needs_posix
@pytest.mark.parametrize("path", [".", "", "output", "./"])
def test_no_program_in_the_current_folder_is_taken_for_git(root, tmp_path, monkeypatch, path):
    for folder in (root, root / "output"):
        (folder / "git").write_text(f"#!/bin/sh\ntouch '{tmp_path}/started'\n")
        (folder / "git").chmod(0o755)
    git(root, "add", "--force", "output/git")
    monkeypatch.setenv("PATH", path + os.pathsep + os.environ["PATH"])
    monkeypatch.chdir(root)
    assert tracked_files(root / "output") == frozenset({"git"})
    assert not (tmp_path / "started").exists()


def test_the_variables_of_a_hook_lead_nowhere_else(root, tmp_path, monkeypatch):
    add(root, "evil.html")
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.setenv(name, str(tmp_path / "elsewhere"))
    assert tracked_files(root / "output") == frozenset({"evil.html"})


@needs_posix
@pytest.mark.parametrize("why", ["missing", "failing", "slow", "of another owner"])
def test_where_git_can_not_answer_that_is_said_only_if_it_matters(root, tmp_path, monkeypatch, why):
    monkeypatch.setattr("generator.history.git._PATIENCE", 0.3)
    program = tmp_path / "bin" / "git"
    program.parent.mkdir()
    if why == "of another owner":
        if os.geteuid():
            pytest.skip("only root can give a checkout away")
        for path in (root, root / ".git"):
            os.chown(path, 65534, 65534)
    else:
        monkeypatch.setenv("PATH", str(program.parent))
        if why != "missing":
            program.write_text("#!/bin/sh\n" + ("exit 128\n" if why == "failing" else "exec /bin/sleep 5\n"))
            program.chmod(0o755)
    folder = opened(root / "output", root)
    assert folder.refuse_tracked() == ""
    (root / "output/CNAME").write_text("mine")
    assert "Git can't be asked which files" in folder.refuse_tracked()


# ── whole builds ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def site(tmp_path, monkeypatch):
    """A site without a warning, in a checkout."""
    monkeypatch.chdir(tmp_path)
    root = repository(new_site(tmp_path))
    (root / "content/articles/a.md").write_text("---\ntitle: A\ndate: 2015-12-23\n---\n\nText.\n")
    (root / "site.yaml").write_text("title: Contested Headlines\nurl: https://example.org/\n")
    commit(root)
    return root


def committed_output(site: Path) -> None:
    """What a pull request would bring so that it fits: a manifest of this site, a page with a script, a domain."""
    (site / "output").mkdir()
    (site / "output" / MANIFEST).write_bytes(manifest_of(SITE))
    (site / "output/evil.html").write_text("<script>alert(1)</script>")
    (site / "output/CNAME").write_text("evil.example")
    commit(site)


@pytest.mark.parametrize("how", ["option", "setting"])
def test_a_strict_build_publishes_nothing_that_was_committed(site, how):
    committed_output(site)
    if how == "setting":
        (site / "site.yaml").write_text("title: Contested Headlines\nurl: https://example.org/\nstrict: true\n")
    code, _, err = run(site, *(["--strict"] if how == "option" else []))
    assert code == 4
    assert "CNAME` and 1 more file come from a commit" in err
    assert "rm -r --cached ." in err
    assert {path.name for path in (site / "output").iterdir()} == {MANIFEST, "evil.html", "CNAME"}


def test_a_strict_build_looks_again_though_nothing_was_edited(site):
    assert run(site)[0] == 0
    (site / "output/evil.html").write_text("x")
    assert run(site)[0] == 0
    git(site, "add", "--force", "output/evil.html")
    assert run(site)[0] == 0
    code, _, err = run(site, "--strict")
    assert code == 4
    assert "evil.html` comes from a commit" in err


def test_problems_of_the_content_are_shown_before_the_refusal(site):
    committed_output(site)
    (site / "content/articles/b.md").write_text("no front matter")
    code, _, err = run(site, "--strict")
    assert code == 4
    assert "front-matter-missing" in err


WITNESS = """
import json, sys
started = []
def witness(event, arguments):
    if event == "subprocess.Popen":
        started.append([list(map(str, arguments[1])), sorted(arguments[3])])
    elif event.split(".")[0] == "socket" or event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork"):
        started.append([event])
sys.addaudithook(witness)
from generator.cli.main import main
code = main(sys.argv[1:])
print(json.dumps([code, started]))
"""


@needs_posix
def test_a_strict_build_starts_git_alone_with_named_variables(site):
    """And an ordinary one the same, to read the history, but for the question what is tracked."""
    assert run(site)[0] == 0
    (site / "content/articles/a.md").write_text("---\ntitle: A\ndate: 2015-12-23\n---\n\nOther.\n")
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent), "SECRET": "x"}
    for options in ([], ["--strict"]):
        (site / "content/articles/a.md").write_text(f"---\ntitle: A\ndate: 2015-12-23\n---\n\nOther {options}.\n")
        command = [sys.executable, "-B", "-c", WITNESS, "build", "-q", "--site", str(site), *options]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
        code, started = json.loads(done.stdout)
        assert code == 0, done.stderr
        asked = [arguments[-4:] == ["ls-files", "-z", "--", "."] for arguments, _ in started]
        assert asked.count(True) == len(options)
        for arguments, variables in started:
            assert Path(arguments[0]).name == "git"
            assert {"PATH", "GIT_OPTIONAL_LOCKS"} <= set(variables) <= {
                "PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT", "USERPROFILE", "LC_ALL",
                "GIT_OPTIONAL_LOCKS", "GIT_NO_LAZY_FETCH", "GIT_NO_REPLACE_OBJECTS", "GIT_TERMINAL_PROMPT",
            }  # fmt: skip
