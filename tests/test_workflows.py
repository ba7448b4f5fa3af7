"""The workflows publish what a build wrote and nothing else; what they run is pinned and may do as little as it can."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.cli.workflow import pages_workflow

ROOT = Path(__file__).parent.parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.y*ml"))
SCRIPTS = [*WORKFLOWS, *sorted((ROOT / ".ci").iterdir()), ROOT / "Makefile", ROOT / "tests/browser/conftest.py"]
PAGES = ROOT / ".github/workflows/pages.yml"
ZIZMOR = shutil.which("zizmor", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")

MAY = {
    ("pages", "build"): {"contents": "read"},
    ("pages", "deploy"): {"pages": "write", "id-token": "write"},
}
"""What a job may do beyond what its workflow allows, which is to read the repository at most."""

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
each_script = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)


def loaded(path: Path) -> dict[Any, Any]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in loaded(path)["jobs"].values() for step in job["steps"]]


def test_there_are_workflows():
    assert PAGES in WORKFLOWS
    assert len(WORKFLOWS) >= 3


@each_workflow
def test_a_checkout_keeps_no_token(path):
    checkouts = [step for step in steps(path) if step.get("uses", "").startswith("actions/checkout@")]
    assert [step for step in checkouts if step.get("with", {}).get("persist-credentials") is not False] == []


@each_workflow
def test_an_action_is_pinned_by_its_digest_and_says_its_version(path):
    lines = re.findall(r"^.*\buses:.*$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert [line for line in lines if not re.search(r"uses: [\w/.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


@each_workflow
def test_a_job_may_do_no_more_than_it_has_to(path):
    workflow = loaded(path)
    assert workflow["permissions"] in ({}, {"contents": "read"})
    found = {(path.stem, name): job["permissions"] for name, job in workflow["jobs"].items() if "permissions" in job}
    assert found == {key: value for key, value in MAY.items() if key[0] == path.stem}


@each_workflow
def test_nothing_from_outside_gets_a_token_or_into_a_shell(path):
    """YAML reads the key `on` as a truth value."""
    triggers = loaded(path)[True]
    assert not {"pull_request_target", "workflow_run", "issue_comment", "issues"} & set(triggers)
    assert [step["run"] for step in steps(path) if "${{" in step.get("run", "")] == []


@each_workflow
def test_no_cache_brings_what_another_branch_has_built(path):
    """Only `main` writes one. Pip's cache holds downloads only, and each of them is compared with its digest."""
    caches = [step for step in steps(path) if step.get("uses", "").startswith("actions/cache")]
    used = [re.sub("@.*", "", step["uses"]) for step in caches]
    assert used == ["actions/cache/restore", "actions/cache/save"] * (path == PAGES)
    on_main = "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    assert [step["if"] for step in caches[1:]] == [on_main] * (path == PAGES)
    for step in steps(path):
        assert step.get("with", {}).get("cache", "pip") == "pip"
    runs = "\n".join(step.get("run", "") for step in steps(path))
    if any("cache" in step.get("with", {}) for step in steps(path)):
        assert "--require-hashes" in runs


def test_this_repository_has_the_workflow_of_a_new_site_with_another_installation():
    ours, theirs = loaded(PAGES), yaml.safe_load(pages_workflow("x==1"))
    theirs.pop("env")
    for workflow in (ours, theirs):
        build = workflow["jobs"]["build"]
        build["steps"] = [_as_of_a_site(step) for step in build["steps"] if "pip install" not in step.get("run", "")]
    assert ours == theirs


def _as_of_a_site(step: dict[str, Any]) -> dict[str, Any]:
    """The step with the name that the program has where it is installed, and without a cache of pip."""
    options = {name: value for name, value in step.get("with", {}).items() if not name.startswith("cache")}
    run = step.get("run", "").replace("python -m generator", "counterpoint")
    return {**step, **({"with": options} if options else {}), **({"run": run} if run else {})}


@pytest.fixture(scope="module")
def all_workflows(tmp_path_factory) -> Path:
    """A repository with the workflows of this one, and that of a new site."""
    folder = Path(tmp_path_factory.mktemp("workflows") / ".github/workflows")
    shutil.copytree(ROOT / ".github/workflows", folder)
    (folder / "new-site.yml").write_text(pages_workflow("counterpoint-archive==0.1.0"), encoding="utf-8")
    return folder


@pytest.mark.skipif(
    ZIZMOR is None and not os.environ.get("CI"), reason="zizmor audits workflows; it comes with the extra `test`"
)
def test_zizmor_finds_nothing_in_workflows(all_workflows):
    """Not even what it thinks worth a look, nor what may be a false alarm."""
    assert ZIZMOR
    audited = _audited(all_workflows)
    assert audited.returncode == 0, audited.stdout
    (all_workflows / "new-site.yml").write_text(pages_workflow("x==1").replace("persist-credentials: false", "path: ."))
    assert "artipacked" in _audited(all_workflows).stdout, "it does look"


def _audited(folder: Path) -> subprocess.CompletedProcess[str]:
    assert ZIZMOR
    command = [ZIZMOR, "--quiet", "--offline", "--persona", "auditor", str(folder)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False)


def test_what_is_published_is_built_outside_of_the_checkout():
    build = loaded(PAGES)["jobs"]["build"]["steps"]
    (command,) = [step["run"] for step in build if " build " in step.get("run", "")]
    (upload,) = [step for step in build if step.get("uses", "").startswith("actions/upload-pages-artifact@")]
    places = '--output "$RUNNER_TEMP/site" --cache "$RUNNER_TEMP/cache"'
    assert command == f"python -m generator build --strict --format github {places}"
    assert upload["with"]["path"] == "${{ runner.temp }}/site"


def test_what_is_published_is_made_by_what_the_lock_names():
    installs = [step["run"] for step in loaded(PAGES)["jobs"]["build"]["steps"] if "pip install" in step.get("run", "")]
    assert installs == [
        "python -m pip install --require-hashes --requirement requirements/site.txt",
        "python -m pip install --no-deps --no-build-isolation --editable .",
    ]


@pytest.mark.parametrize("folder", ["tests/browser", "tools"])
def test_npm_s_locks_pin_each_package_by_its_digest_and_name_no_registry(folder):
    packages = json.loads((ROOT / folder / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    wanted = json.loads((ROOT / folder / "package.json").read_text(encoding="utf-8"))["devDependencies"]
    assert packages[""]["devDependencies"] == wanted
    assert [version for version in wanted.values() if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []
    others = {name: package for name, package in packages.items() if name}
    assert [name for name, package in others.items() if not package["integrity"].startswith("sha512-")] == []
    assert [name for name, package in others.items() if "resolved" in package] == []


@pytest.mark.parametrize("ci", ["", "true"])
def test_without_npm_style_and_scripts_go_unchecked_but_not_in_ci(tmp_path, ci):
    make = shutil.which("make")
    assert make
    (tmp_path / "tools").mkdir()
    for path in ("Makefile", "tools/package-lock.json"):
        shutil.copy(ROOT / path, tmp_path / path)
    command = [make, "tools/node_modules", "PYTHON=python3"]
    environment = {"PATH": str(tmp_path), "CI": ci}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert "Without npm, style sheets and scripts are not checked" in done.stderr
    assert (done.returncode != 0) == bool(ci)


@each_script
def test_npm_runs_no_script_of_a_package(path):
    """And takes the versions of its lock: `npm install` could change them."""
    text = path.read_text(encoding="utf-8")
    assert re.findall(r"npm ci(?! --ignore-scripts)\b", text) == []
    assert re.findall(r"npm (?:install|i|update|exec)\b|\bnpx\b", text) == []
