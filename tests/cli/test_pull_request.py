"""A pull request to a site that `init` wrote, checked by the step of its workflow, as that stands there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.cli.workflow import WORKFLOW
from generator.formats.placeholders import SCAFFOLD_PHRASES
from tests.folders import needs_posix
from tests.repositories import commit, git, repository

ROOT = Path(__file__).parent.parent.parent


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A site that `init --for newsroom` wrote, in words of its own, with its workflow, as the branch `main`."""
    root = tmp_path / "archive"
    assert main(["init", str(root), "--for", "newsroom", "--date", "2015-12-23", "-q"]) == 0
    for path in (*root.rglob("*.md"), *root.rglob("*.yaml"), root / WORKFLOW):
        text = path.read_text(encoding="utf-8")
        for phrase in SCAFFOLD_PHRASES.values():
            text = text.replace(phrase, "It is so")
        path.write_text(text, encoding="utf-8")
    return repository(root)


def step_of_pull_requests(archive: Path) -> str:
    """The one command of the site's workflow that compares a pull request."""
    workflow: dict[Any, Any] = yaml.safe_load((archive / WORKFLOW).read_text(encoding="utf-8"))
    steps = workflow["jobs"]["build"]["steps"]
    (run,) = [step["run"] for step in steps if "--against" in step.get("run", "")]
    (depth,) = [step["with"]["fetch-depth"] for step in steps if step.get("uses", "").startswith("actions/checkout@")]
    assert depth == 2
    return str(run)


def merged(archive: Path, branch: str) -> str:
    """The commit that GitHub makes of a pull request: the branch merged into `main`, which stays where it is."""
    git(archive, "switch", "--quiet", "--detach", "main")
    git(archive, "merge", "--quiet", "--no-ff", "--no-edit", branch)
    git(archive, "update-ref", "refs/pull/1/merge", "HEAD")
    git(archive, "switch", "--quiet", "main")
    return git(archive, "rev-parse", "refs/pull/1/merge").strip()


def checked_out(archive: Path, folder: Path) -> Path:
    """What `actions/checkout` makes of it, with `fetch-depth: 2` and no token."""
    git(folder.parent, "init", "--quiet", str(folder))
    refs = ("fetch", "--quiet", "--no-tags", "--depth=2", archive.as_uri())
    git(folder, *refs, "+refs/pull/1/merge:refs/remotes/pull/1/merge")
    git(folder, "checkout", "--quiet", "--detach", "refs/remotes/pull/1/merge")
    return folder


def run_as_github(run: str, folder: Path, tmp_path: Path) -> subprocess.CompletedProcess[str]:
    """Runs a step in the shell that GitHub uses, with a `counterpoint` that is this program."""
    bin = tmp_path / "bin"
    bin.mkdir(exist_ok=True)
    (bin / "counterpoint").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m generator "$@"\n')
    (bin / "counterpoint").chmod(0o755)
    (tmp_path / "step.sh").write_text(run)
    environment = {
        **os.environ,
        "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"),
    }
    command = ["bash", "-e", str(tmp_path / "step.sh")]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


@needs_posix
def test_a_pull_request_that_changes_a_verdict_without_a_reason_fails_with_one_sentence_that_says_what_to_write(
    archive: Path, tmp_path: Path
):
    """And passes once that is written. `main` went on meanwhile."""
    sidecar = "content/articles/2015/what-counterpoint-promises.yaml"
    git(archive, "switch", "--quiet", "--create", "correction")
    change(archive / sidecar, "verdict: unverified", "verdict: supported")
    commit(archive, "Rate it")
    git(archive, "switch", "--quiet", "main")
    change(archive / "content/speakers.yaml", "kind: group", "kind: group\n  url: https://example.org/")
    commit(archive, "Go on")
    merged(archive, "correction")

    done = run_as_github(step_of_pull_requests(archive), checked_out(archive, tmp_path / "first"), tmp_path)
    errors = re.findall(r"^::(?:error|warning) .*", done.stdout, re.MULTILINE)
    assert done.returncode == Exit.PROBLEMS, done.stderr
    assert len(errors) == 1
    today = r"\d{4}-\d\d-\d\d"
    assert re.fullmatch(
        rf"::error file={sidecar},line=21,col=14,title=change-needs-update::The verdict of claim “same-pages” changed "
        r"from “Unverified” to “Supported” since `HEAD\^1`, and no line of its `updates` says why\."
        rf"%0AAdd the day and the reason to its `updates`, such as `{today}: "
        r"\"The annex names the towns\.\"`, on a line of its own\.",
        errors[0],
    )
    assert "speakers.yaml" not in done.stdout + done.stderr, "what `main` brought is not of the pull request"
    summary = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert "change-needs-update" in summary
    assert "`same-pages: Rating changed from Unverified to Supported.`" in summary

    git(archive, "switch", "--quiet", "correction")
    reason = "    updates:\n      2016-02-24: Two computers gave the same pages.\n"
    change(archive / sidecar, "    verdict: supported\n    speaker: outlet\n    quote: |\n      The same",
           f"    verdict: supported\n{reason}    speaker: outlet\n    quote: |\n      The same")  # fmt: skip
    commit(archive, "Say why")
    merged(archive, "correction")
    done = run_as_github(step_of_pull_requests(archive), checked_out(archive, tmp_path / "second"), tmp_path)
    assert done.returncode == Exit.DONE, done.stdout + done.stderr
    assert "::notice" in done.stdout
    assert "title=verdict changed::same-pages: Rating changed from Unverified to Supported." in done.stdout
    assert "::error" not in done.stdout


@needs_posix
def test_a_pull_request_that_changes_no_annotation_passes(archive: Path, tmp_path: Path):
    git(archive, "switch", "--quiet", "--create", "page")
    change(archive / "content/pages/about.md", "It is so", "So it is")
    commit(archive)
    merged(archive, "page")
    done = run_as_github(step_of_pull_requests(archive), checked_out(archive, tmp_path / "clone"), tmp_path)
    assert done.returncode == Exit.DONE, done.stdout + done.stderr
    assert (tmp_path / "summary.md").read_text(encoding="utf-8").endswith("\n### Nothing changed\n")
