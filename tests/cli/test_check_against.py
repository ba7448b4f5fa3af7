"""`check --against`: with real repositories, as people run it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from tests.casefiles import BASE
from tests.folders import needs_links
from tests.repositories import commit, git, repository

REPORT = "content/articles/2015/report"
SIDECAR, TEXT = f"{REPORT}.yaml", f"{REPORT}.md"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site that was committed, as the current folder."""
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    monkeypatch.delenv("GITHUB_ACTIONS", raising=False)
    root = repository(Path(shutil.copytree(BASE, tmp_path / "a site")))
    monkeypatch.chdir(root)
    return root


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def check(*options: str) -> int:
    return main(["check", *options])


def problems(capsys: pytest.CaptureFixture[str], *options: str) -> list[str]:
    """The codes of what is reported, notices apart."""
    main(["check", "--format", "json", *options])
    found = json.loads(capsys.readouterr().out)["diagnostics"]
    return [one["code"] for one in found if one["severity"] != "notice"]


# ── what is printed ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_changed_is_printed_file_by_file_and_counted(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "relation: rebuts", "relation: qualifies")
    change(site / SIDECAR, "claims:\n", "notes:\n  aside: {note: An aside.}\nclaims:\n")
    change(site / "content/speakers.yaml", "  name: Press TV\n", "  name: Press TV\n  url: https://presstv.ir/\n")
    assert check("--against", "main") == 0
    assert capsys.readouterr() == (
        f"{SIDECAR}\n"
        "  ~ civilians-dead: Now qualifies only-cliches, before rebuts only-cliches.\n"
        "  + aside: Added: a note.\n"
        "content/speakers.yaml\n"
        "  ~ Press TV: Address: https://presstv.ir/.\n"
        "Since `main`: 1 added, 2 changed.\n"
        "Checked 1 article with 1 claim: no errors or warnings.\n",
        "",
    )


def test_nothing_has_changed(site: Path, capsys: pytest.CaptureFixture[str]):
    assert check("--against", "HEAD") == 0
    assert capsys.readouterr().out.startswith("Since `HEAD`: nothing changed.\n")


def test_quiet_prints_problems_only(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "relation: rebuts", "relation: qualifies")
    assert check("--against", "main", "--quiet") == 0
    assert capsys.readouterr() == ("", "")


def test_line_ends_are_no_change(site: Path, capsys: pytest.CaptureFixture[str]):
    for path in (SIDECAR, TEXT, "content/speakers.yaml"):
        (site / path).write_bytes((site / path).read_bytes().replace(b"\n", b"\r\n"))
    assert check("--against", "main") == 0
    assert capsys.readouterr().out.startswith("Since `main`: nothing changed.\n")


def test_the_sentences_are_in_the_language_of_the_site(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / "site.yaml", "title: Contested Headlines\n", "title: Contested Headlines\nlanguage: fr\n")
    change(site / SIDECAR, "only clichés", "nothing concrete or new that was published, only\n      clichés")
    check("--against", "main")
    assert "  ~ only-cliches : Le passage est désormais « nothing concrete" in capsys.readouterr().out


def test_very_many_changes_are_counted(site: Path, capsys: pytest.CaptureFixture[str]):
    notes = "".join(f"  note-{n}: {{note: A remark.}}\n" for n in range(1_200))
    change(site / SIDECAR, "claims:\n", f"notes:\n{notes}claims:\n")
    assert check("--against", "main") == 0
    out = capsys.readouterr().out
    assert out.count("  + note-") == 1_000
    assert "\n… and 200 more changes: `--format json` lists all of them.\nSince `main`: 1,200 added.\n" in out


def test_json_has_every_change_beside_the_problems(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    assert check("--against", "main", "--format", "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert [one["code"] for one in found["diagnostics"]] == ["change-needs-update"]
    assert found["since"] == "main"
    assert found["changes"] == [
        {
            "path": SIDECAR,
            "line": 3,
            "column": 14,
            "article": "2015/report",
            "id": "only-cliches",
            "field": "verdict",
            "sign": "~",
            "text": "only-cliches: Rating changed from Unsupported to Supported.",
        }
    ]
    assert check("--format", "json") == 0
    assert json.loads(capsys.readouterr().out).keys() == {"diagnostics"}


def test_github_gets_a_notice_for_each_verdict_and_one_for_each_file_and_a_table(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported\n    updates: {2016-02-24: The | annex.}")
    change(site / SIDECAR, "relation: rebuts", "relation: qualifies")
    assert check("--against", "main", "--format", "github") == 0
    assert capsys.readouterr().out == (
        f"::notice file={SIDECAR},line=3,col=14,title=verdict changed::"
        "only-cliches: Rating changed from Unsupported to Supported.\n"
        f"::notice file={SIDECAR},line=4,col=14,title=changed::"
        "~ only-cliches: What changed in our judgement, 24 February 2016: The | annex.%0A"
        "~ civilians-dead: Now qualifies only-cliches, before rebuts only-cliches.\n"
    )
    assert (tmp_path / "summary.md").read_text(encoding="utf-8") == (
        "### 3 changed\n\n"
        "| | where | change |\n|---|---|---|\n"
        f"| `~` | `{SIDECAR}:3:14` | `only-cliches: Rating changed from Unsupported to Supported.` |\n"
        f"| `~` | `{SIDECAR}:4:14` | `only-cliches: What changed in our judgement, 24 February 2016: The "
        "`&#124;` annex.` |\n"
        f"| `~` | `{SIDECAR}:10:19` | `civilians-dead: Now qualifies only-cliches, before rebuts only-cliches.` |\n"
    )


def test_what_strangers_wrote_is_neither_a_command_nor_markup(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    evil = '"\\n::error::x ##[error]x \\u202e\\x1b[31m</details>|`@all` ![x](https://e.example/x)"'
    change(site / SIDECAR, "relation: rebuts", f"relation: rebuts\n        tags: [{evil}]\n        unsure: {evil}")
    for options in (("--format", "github"), ("--format", "json"), ()):
        check("--against", "main", *options)
        printed = "".join(capsys.readouterr())
        assert "\x1b" not in printed
        commands = re.findall(r"^\s*::.*", printed, re.MULTILINE)
        assert "##[" not in re.sub(r"^::.*", "", printed, flags=re.MULTILINE), "in a command it is no other"
        assert all(line.startswith(("::notice file=", "::error file=")) for line in commands)
    table = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert not re.search(r"[@!\[<]", re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", table.replace("<br>", "")))
    assert table.count("@all") > 2


# ── what was lost ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_changed_verdict_needs_a_new_line_under_updates(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    assert problems(capsys, "--against", "main") == ["change-needs-update"]
    change(site / SIDECAR, "verdict: supported", "verdict: supported\n    updates: {2016-02-24: The annex.}")
    assert problems(capsys, "--against", "main") == []


@pytest.mark.parametrize(("severity", "codes"), [("warning", ["change-needs-update"]), ("off", [])])
def test_the_house_may_rule_otherwise(site: Path, severity: str, codes: list[str], capsys: pytest.CaptureFixture[str]):
    change(site / "site.yaml", "title:", f"rules: {{change-needs-update: {severity}}}\ntitle:")
    commit(site)
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    assert check("--against", "main") == Exit.DONE
    assert check("--against", "main", "--strict") == (Exit.PROBLEMS if codes else Exit.DONE)
    capsys.readouterr()
    assert problems(capsys, "--against", "main") == codes


def test_a_change_can_not_turn_the_rule_off_for_itself_and_is_told_of_the_rule(site: Path, capsys):
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    change(site / "site.yaml", "title:", "rules: {change-needs-update: off}\ntitle:")
    assert check("--against", "main") == Exit.PROBLEMS
    assert "site.yaml\n  ~ rules: change-needs-update: off, before error.\n" in capsys.readouterr().out


def test_without_the_option_nothing_of_it_is_looked_for(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    assert problems(capsys) == []


def test_an_emptied_sidecar_is_one_error_in_place_of_the_warning(site: Path, capsys: pytest.CaptureFixture[str]):
    (site / SIDECAR).write_text("")
    assert problems(capsys) == ["sidecar-empty"]
    assert problems(capsys, "--against", "main") == ["sidecar-emptied"]
    (site / SIDECAR).unlink()
    assert problems(capsys, "--against", "main") == ["sidecar-emptied"]
    command = re.search(r"`(git checkout [^`]*)`", _next_step(capsys))
    assert command
    subprocess.run(command[1], shell=True, check=True, capture_output=True)  # as it is printed
    assert problems(capsys, "--against", "main") == []


def _next_step(capsys: pytest.CaptureFixture[str]) -> str:
    main(["check", "--format", "json", "--against", "main"])
    (step,) = [one["next"] for one in json.loads(capsys.readouterr().out)["diagnostics"] if one["severity"] == "error"]
    return str(step)


def test_a_lost_passage_is_one_error_in_place_of_that_of_its_quote(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / TEXT, "clichés and fakes", "clichés and lies")
    assert problems(capsys) == ["quote-not-found"]
    assert problems(capsys, "--against", "main") == ["passage-lost"]


def test_a_vanished_speaker_is_named_and_one_that_an_article_describes_too_is_not(
    site: Path, capsys: pytest.CaptureFixture[str]
):
    change(site / "content/speakers.yaml", "presstv:\n  name: Press TV\n  kind: outlet\n", "")
    change(site / TEXT, "publisher: presstv\n", "")
    assert problems(capsys, "--against", "main") == ["vanished-id"]
    change(site / SIDECAR, "claims:\n", "speakers:\n  presstv: {name: Press TV}\nclaims:\n")
    assert problems(capsys, "--against", "main") == []


def test_a_site_with_a_broken_site_yaml_still_tells_what_changed(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "relation: rebuts", "relation: qualifies")
    (site / "site.yaml").write_text("titel: T\n")
    assert check("--against", "main") == Exit.PROBLEMS
    assert "  ~ civilians-dead: Now qualifies only-cliches" in capsys.readouterr().out


# ── which revision, and where ────────────────────────────────────────────────────────────────────────────────────────


def test_a_site_in_a_sub_folder_is_compared_with_that_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    root = tmp_path / "all/archives/rivers"
    shutil.copytree(BASE, root)
    repository(tmp_path / "all")
    change(root / SIDECAR, "verdict: unsupported", "verdict: supported")
    monkeypatch.chdir(tmp_path / "all")
    assert check("--against", "main", "--site", "archives/rivers", "--format", "github") == 1
    out = capsys.readouterr().out
    assert out.startswith(f"::error file=archives/rivers/{SIDECAR},line=3,col=14,title=change-needs-update::")


def test_a_revision_without_the_site_makes_everything_new_and_says_so(site: Path, capsys: pytest.CaptureFixture[str]):
    for name in ("content", "site.yaml"):
        git(site, "rm", "-r", "--quiet", "--cached", name)
    commit_of_nothing = git(site, "commit-tree", git(site, "write-tree").strip(), "-m", "Nothing").strip()
    git(site, "reset", "--quiet")
    assert check("--against", commit_of_nothing) == 0
    printed = capsys.readouterr()
    assert f"`{commit_of_nothing}` has no files in `content/` of this folder" in printed.err
    assert "  + only-cliches: Added" in printed.out


def test_a_branch_that_is_ahead_is_named_with_the_way_out(site: Path, capsys: pytest.CaptureFixture[str]):
    change(site / SIDECAR, "claims:\n", "notes:\n  aside: {note: An aside.}\nclaims:\n")
    git(site, "switch", "--quiet", "--create", "theirs")
    commit(site)
    git(site, "switch", "--quiet", "main")
    assert check("--against", "theirs") == Exit.PROBLEMS
    printed = capsys.readouterr()
    assert printed.err.startswith(
        "warning: `theirs` has 1 commit that this checkout lacks, so what is new there looks taken out here. "
        'To leave it aside, compare with "$(git merge-base theirs HEAD)".\n'
    )
    assert check("--against", git(site, "merge-base", "theirs", "HEAD").strip()) == Exit.DONE


@pytest.mark.parametrize("name", ["nowhere", "", "HEAD:content"])
def test_a_revision_that_is_not_there_ends_at_once(site: Path, name: str, capsys: pytest.CaptureFixture[str]):
    assert check("--against", name) == Exit.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith(f"error: Git finds no commit `{name}` in this clone")
    assert "\n  next: Fetch it, or name one" in printed.err


def test_a_site_outside_of_any_checkout_ends_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    assert check("--against", "main", "--site", str(root)) == Exit.USAGE
    assert "is in no checkout of Git" in capsys.readouterr().err


def test_a_partial_clone_ends_before_anything_is_printed(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    commit(site)
    git(site, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", site.as_uri(), str(tmp_path / "clone"))
    assert check("--against", "HEAD~1", "--site", str(tmp_path / "clone"), "--format", "json") == Exit.USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "This clone lacks files of `HEAD~1`: it is a partial one" in printed.err


def test_no_file_of_the_repository_changes(site: Path):
    change(site / SIDECAR, "verdict: unsupported", "verdict: supported")
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*")}
    assert check("--against", "main") == 1
    assert {path: path.stat().st_mtime_ns for path in site.rglob("*")} == before


@needs_links
def test_a_sidecar_that_became_a_link_is_not_followed_and_not_called_empty(
    site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "secret.yaml").write_text("notes: {secret: {note: Secret.}}\n")
    (site / SIDECAR).unlink()
    (site / SIDECAR).symlink_to(tmp_path / "secret.yaml")
    check("--against", "main", "--format", "json")
    out = capsys.readouterr().out
    assert "Secret" not in out
    assert "secret:" not in out
    assert "file-link" in {one["code"] for one in json.loads(out)["diagnostics"]}
