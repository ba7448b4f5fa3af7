"""Pull requests to a site that `init` wrote, and what is pushed to its `main`: its workflow runs as it is written."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.cli.workflow import WORKFLOW
from generator.formats.placeholders import SCAFFOLD_PHRASES
from generator.publishing.manifest import MANIFEST
from tests.folders import needs_posix, tree
from tests.links import MOUNTS, broken
from tests.repositories import commit, git, repository
from tests.workflow_runner import GitHub, Run

pytestmark = needs_posix

ARTICLE = "content/articles/2015/what-counterpoint-promises"
SIDECAR = f"{ARTICLE}.yaml"
PUBLISHED = "actions/upload-pages-artifact"
REASON = "Two computers gave the same pages."
CORRECTED = "corrections.html"


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
    change(root / "site.yaml", "# url: ", "url: ")
    return repository(root)


@pytest.fixture
def github(archive: Path, tmp_path: Path) -> GitHub:
    """The host of the site's repository, which has its branch `main`."""
    host = GitHub(tmp_path / "github")
    git(archive, "remote", "add", "origin", str(host.remote))
    git(archive, "push", "--quiet", "origin", "main")
    return host


def proposed(archive: Path, github: GitHub, branch: str) -> Run:
    """A run for the pull request of a branch, which is pushed."""
    git(archive, "push", "--quiet", "origin", branch)
    github.merge_of(branch)
    return github.run("pull_request")


def pushed(archive: Path, github: GitHub) -> Run:
    """A run for `main`, which is pushed. It publishes what it has built."""
    git(archive, "push", "--quiet", "origin", "main")
    run = github.run("push")
    assert run.failed == "", run.output
    assert list(run.artifacts) == [PUBLISHED]
    assert not any("--against" in command for command in run.commands)
    return run


def rate(archive: Path) -> None:
    """Change a verdict on a branch of its own, without a reason."""
    git(archive, "switch", "--quiet", "--create", "correction")
    change(archive / SIDECAR, "verdict: unverified", "verdict: supported")
    commit(archive, "Rate it")


def say_why(archive: Path) -> None:
    text = "    verdict: supported\n    speaker: outlet\n    quote: |\n      The same"
    why = f"    updates:\n      2016-02-24: {REASON}\n"
    change(archive / SIDECAR, text, text.replace("    speaker", f"{why}    speaker"))
    commit(archive, "Say why")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path: data for path, data in tree(folder).items() if data is not None}


def new_or_changed(run: Run) -> int:
    """How many files a build says it wrote."""
    (count,) = re.findall(r": \d+ files \([\d.]+ MB\), (\d+) of them new or changed", run.output)
    return int(count)


# ── a changed verdict ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_verdict_that_changes_without_a_reason_fails_with_one_sentence_that_says_what_to_write(
    archive: Path, github: GitHub
):
    """And nothing is built. `main` went on meanwhile."""
    rate(archive)
    git(archive, "switch", "--quiet", "main")
    change(archive / "content/speakers.yaml", "kind: group", "kind: group\n  url: https://example.org/")
    commit(archive, "Go on")
    git(archive, "push", "--quiet", "origin", "main")
    run = proposed(archive, github, "correction")

    today = r"\d{4}-\d\d-\d\d"
    assert "--against" in run.failed
    errors = [line for line in run.annotations if not line.startswith("::notice")]
    assert len(errors) == 1
    assert re.fullmatch(
        rf"::error file={SIDECAR},line=21,col=14,title=change-needs-update::The verdict of claim “same-pages” changed "
        r"from “Unverified” to “Supported” since `origin/main`, and no line of its `updates` says why\."
        rf"%0AAdd the day and the reason to its `updates`, such as `{today}: "
        r"\"The annex names the towns\.\"`, on a line of its own\.",
        errors[0],
    )
    assert "speakers.yaml" not in run.output, "what `main` brought is not of the pull request"
    assert "change-needs-update" in run.summary
    assert "`same-pages: Rating changed from Unverified to Supported.`" in run.summary
    assert run.artifacts == {}


def test_a_verdict_that_changes_with_a_reason_is_in_the_summary_and_in_the_preview(archive: Path, github: GitHub):
    rate(archive)
    say_why(archive)
    run = proposed(archive, github, "correction")
    assert run.failed == "", run.output
    notices = [line for line in run.annotations if "title=verdict changed" in line]
    assert len(notices) == 1
    assert notices[0].endswith("::same-pages: Rating changed from Unverified to Supported.")
    assert "::error" not in run.output
    assert f"| `~` | `{SIDECAR}:21:14` | `same-pages: Rating changed from Unverified to Supported.` |" in run.summary
    assert REASON in run.summary

    assert list(run.artifacts) == ["preview"]
    preview = files_in(run.artifacts["preview"])
    assert broken(preview, MOUNTS[2], "https://example.org/archive/") == [], "it is read from disk"
    for page in ("claims/2015/what-counterpoint-promises/same-pages.html", CORRECTED, "corrections.xml"):
        assert REASON in preview[page].decode(), page
    assert b"Rating changed from" in preview[CORRECTED]
    assert b"not in this copy" not in preview[CORRECTED], "the clone has the whole history"
    assert github.saved == [], "a pull request writes no cache"


def test_what_main_brought_since_a_run_is_not_taken_for_lost_when_that_is_run_again(archive: Path, github: GitHub):
    git(archive, "switch", "--quiet", "--create", "page")
    change(archive / "content/pages/about.md", "It is so", "So it is")
    commit(archive)
    first = proposed(archive, github, "page")
    git(archive, "switch", "--quiet", "main")
    change(archive / SIDECAR, "  same-pages:", "  same-files:\n    aliases: [same-pages]")
    commit(archive)
    git(archive, "push", "--quiet", "origin", "main")
    again = github.run("pull_request")
    for run in (first, again):
        assert run.failed == "", run.output
        assert run.annotations == []
        assert run.summary == "### Nothing changed\n"
        assert "commits that this checkout lacks" not in run.output


# ── what travels from run to run ─────────────────────────────────────────────────────────────────────────────────


def test_a_push_makes_what_changed_since_the_last_one_and_no_pull_request_writes_the_cache(
    archive: Path, github: GitHub
):
    """On a computer that is new each time: the cache, the output and the history of Git come from elsewhere."""
    first = pushed(archive, github)
    assert len(github.saved) == 1
    rate(archive)
    say_why(archive)
    seen = proposed(archive, github, "correction")
    assert len(github.saved) == 1
    git(archive, "switch", "--quiet", "main")
    git(archive, "merge", "--quiet", "--ff-only", "correction")
    second = pushed(archive, github)
    assert len(github.saved) == 2
    before, after = (files_in(run.artifacts[PUBLISHED]) for run in (first, second))
    differing = {path for path in after.keys() - {MANIFEST} if before.get(path) != after[path]}
    assert CORRECTED in differing
    assert new_or_changed(second) == len(differing)
    assert new_or_changed(seen) == len(differing)

    commit(archive, "Nothing")
    third = pushed(archive, github)
    assert "nothing changed" in third.output
    assert files_in(third.artifacts[PUBLISHED]).keys() == after.keys()
    assert MANIFEST in after, "the tree is published whole"


def test_a_cache_that_does_not_match_its_checksum_gives_way_to_a_clean_build(archive: Path, github: GitHub):
    first = pushed(archive, github)
    github.spoil_caches()
    change(archive / f"{ARTICLE}.md", "An article is one Markdown file.", "An article is a Markdown file.")
    commit(archive)
    run = pushed(archive, github)
    (warning,) = [line for line in run.annotations if line.startswith("::warning::The cache `")]
    assert warning.endswith("does not match its checksum, so it is replaced by an empty one and everything is rebuilt.")
    files = files_in(run.artifacts[PUBLISHED])
    assert files.keys() == files_in(first.artifacts[PUBLISHED]).keys()
    assert b"An article is a Markdown file." in files["articles/2015/what-counterpoint-promises.html"]


# ── the clone ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_clone_has_all_versions_of_texts_and_of_large_pictures_the_present_one(archive: Path, github: GitHub):
    """What it lacks is not fetched, and nothing about it is wrong."""
    picture = archive / "content/articles/2015/map.png"
    versions = [b"\x89PNG" + bytes([number]) * 2_000_000 for number in (1, 2)]
    for data in versions:
        picture.write_bytes(data)
        commit(archive)
    run = pushed(archive, github)
    lacking = git(run.checkout, "rev-list", "--objects", "--missing=print", "HEAD")
    assert len(re.findall(r"^\?", lacking, re.MULTILINE)) == 1
    assert files_in(run.artifacts[PUBLISHED])["articles/2015/map.png"] == versions[1]
    assert "history-incomplete" not in run.output
