"""Plays GitHub for the workflow of a site: runs the steps of its job `build` as they are written, on this computer.

Each action does what its options ask for, with the commands that it uses; each command runs in the shell that GitHub
uses. The repository is a bare one on disk. Once it is checked out, it can't be reached: the token is gone.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from generator.cache.store import CACHE_FILE
from generator.cli.workflow import WORKFLOW
from tests.repositories import git

ROOT = Path(__file__).parent.parent
PULL_REQUEST = "refs/pull/1/merge"


@dataclass
class Run:
    """What came of a run: the steps' output, the summary, and the artifacts by name. `failed` is the command that
    failed, or empty."""

    output: str = ""
    failed: str = ""
    commands: list[str] = field(default_factory=list)
    artifacts: dict[str, Path] = field(default_factory=dict)
    checkout: Path = Path()
    summary: str = ""

    @property
    def annotations(self) -> list[str]:
        """The lines that GitHub shows next to the files, or on the page of the run."""
        return re.findall(r"^::(?:error|warning|notice)[ :].*", self.output, re.MULTILINE)


class GitHub:
    """A repository on a host, which keeps caches from run to run."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.remote = folder / "remote.git"
        self._folder = folder
        self._runs = 0
        self._caches: dict[str, Path] = {}
        git(folder, "init", "--quiet", "--bare", "--initial-branch", "main", str(self.remote))
        for name in ("allowFilter", "allowAnySHA1InWant"):
            git(self.remote, "config", f"uploadpack.{name}", "true")

    @property
    def saved(self) -> list[str]:
        """The keys of the caches, the newest last."""
        return list(self._caches)

    def merge_of(self, branch: str) -> None:
        """Makes the commit that a pull request runs on: the branch merged into `main`, which stays where it is."""
        clone = self._folder / f"merging-{self._runs}"
        git(self._folder, "clone", "--quiet", str(self.remote), str(clone))
        git(clone, "checkout", "--quiet", "--detach", "origin/main")
        git(clone, "merge", "--quiet", "--no-ff", "--no-edit", f"origin/{branch}")
        git(clone, "push", "--quiet", "--force", "origin", f"HEAD:{PULL_REQUEST}")
        shutil.rmtree(clone)

    def run(self, event: str) -> Run:
        """The job `build` for the event `push` (to `main`) or `pull_request`, up to the first step that fails."""
        self._runs += 1
        return _Job(self, event, self._folder / f"run-{self._runs}").run()

    def restore(self, prefix: str, places: list[Path]) -> None:
        """Puts the newest cache whose key begins like this into its places, as new files."""
        keys = [key for key in self.saved if key.startswith(prefix)]
        for place in places if keys else ():
            with tarfile.open(self._caches[keys[-1]] / f"{place.name}.tar") as archive:
                archive.extractall(place.parent, filter="fully_trusted")

    def save(self, key: str, places: list[Path]) -> None:
        kept = self._folder / f"cache-{self._runs}"
        kept.mkdir()
        for place in places:
            with tarfile.open(kept / f"{place.name}.tar", "w") as archive:
                archive.add(place, place.name)
        self._caches[key] = kept

    def spoil_caches(self) -> None:
        """Changes a byte in the middle of each cache's database, as a fault on the way does."""
        for kept in self._caches.values():
            folder = kept / "spoilt"
            with tarfile.open(kept / "cache.tar") as archive:
                archive.extractall(folder, filter="fully_trusted")
            (database,) = folder.rglob(CACHE_FILE)
            data = bytearray(database.read_bytes())
            data[len(data) // 2] ^= 1
            database.write_bytes(data)
            with tarfile.open(kept / "cache.tar", "w") as archive:
                archive.add(folder / "cache", "cache")

    @property
    def run_number(self) -> int:
        return self._runs


class _Job:
    def __init__(self, host: GitHub, event: str, folder: Path) -> None:
        self._host, self._folder = host, folder
        self._temp, self._bin = folder / "temp", folder / "bin"
        for one in (self._temp, self._bin):
            one.mkdir(parents=True)
        _put_program(self._bin / "counterpoint", f'exec "{sys.executable}" -m generator "$@"')
        _put_program(self._bin / "python", f'[ "$1 $2" = "-m pip" ] || exec "{sys.executable}" "$@"')
        self._github = {
            "event_name": event,
            "ref": PULL_REQUEST if event == "pull_request" else "refs/heads/main",
            "run_id": str(1000 + host.run_number),
            "run_attempt": "1",
        }
        self._done = Run(checkout=folder / "work")

    def run(self) -> Run:
        first = git(self._host.remote, "show", f"{self._github['ref']}:{WORKFLOW}")
        workflow: dict[Any, Any] = yaml.safe_load(first)
        job = workflow["jobs"]["build"]
        environment = {**workflow.get("env", {}), **job.get("env", {})}
        for step in job["steps"]:
            if not self._done.failed and self._wants(step.get("if", "")):
                self._step(step, {**environment, **step.get("env", {})})
        summary = self._temp / "summary.md"
        self._done.summary = summary.read_text(encoding="utf-8") if summary.exists() else ""
        return self._done

    def _wants(self, condition: str) -> bool:
        """Whether a condition holds: comparisons of what is known of the run, joined by `&&`."""
        parts = [re.fullmatch(r"github\.(\w+) ([!=]=) '(.*)'", part) for part in condition.split(" && ") if part]
        assert all(parts), f"can't tell whether {condition}"
        return all((self._github[part[1]] == part[3]) == (part[2] == "==") for part in parts if part)

    def _filled(self, text: str) -> str:
        """The text with its expressions replaced."""
        values = {f"github.{name}": value for name, value in self._github.items()}
        values["runner.temp"] = str(self._temp)
        values["steps.last.outputs.cache-primary-key"] = f"counterpoint-{self._github['run_id']}-1"
        return re.sub(r"\$\{\{ (\S+) \}\}", lambda found: values[found[1]], text)

    def _step(self, step: Mapping[str, Any], environment: Mapping[str, str]) -> None:
        if "run" in step:
            self._command(step["run"], environment)
            return
        options = {name: self._filled(str(value)) for name, value in step.get("with", {}).items()}
        places = [Path(line) for line in options.get("path", "").splitlines()]
        match re.sub("@.*", "", step["uses"]):
            case "actions/checkout":
                self._checkout(options, environment)
            case "actions/setup-python":
                pass
            case "actions/cache/restore":
                assert options["key"] not in self._host.saved
                self._host.restore(options["restore-keys"], places)
            case "actions/cache/save":
                self._host.save(options["key"], places)
            case "actions/upload-artifact" | "actions/upload-pages-artifact" as action:
                hidden = options.get("include-hidden-files") == "True"
                self._upload(options.get("name", action), places[0], hidden=hidden)
            case other:
                raise AssertionError(f"nobody plays {other}")

    def _checkout(self, options: Mapping[str, str], environment: Mapping[str, str]) -> None:
        """What the action does: all branches where the depth is 0, and of a pull request the commit of its merge."""
        assert options == {"persist-credentials": "False", "fetch-depth": "0", "filter": "blob:limit=1m"}
        folder, lazily = self._done.checkout, f"GIT_NO_LAZY_FETCH={environment['GIT_NO_LAZY_FETCH']}"
        refs, start = ["+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*"], "refs/remotes/origin/main"
        if self._github["ref"] == PULL_REQUEST:
            start = "refs/remotes/pull/1/merge"
            commit = git(self._host.remote, "rev-parse", PULL_REQUEST).strip()
            refs.append(f"+{commit}:{start}")
        git(self._folder, "init", "--quiet", str(folder))
        git(folder, "remote", "add", "origin", self._host.remote.as_uri())
        git(folder, "fetch", "--quiet", "--no-tags", f"--filter={options['filter']}", "origin", *refs)
        checkout = ["git", "-C", str(folder), "checkout", "--quiet", "--force", start]
        subprocess.run(["env", lazily, *checkout], check=True, capture_output=True)
        git(folder, "remote", "set-url", "origin", (self._folder / "not allowed").as_uri())

    def _command(self, command: str, environment: Mapping[str, str]) -> None:
        file = self._temp / "step.sh"
        file.write_text(self._filled(command), encoding="utf-8")
        given = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_"))},
            **environment,
            "PATH": f"{self._bin}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(self._temp),
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_NAME": self._github["event_name"],
            "GITHUB_BASE_REF": "main" if self._github["ref"] == PULL_REQUEST else "",
            "GITHUB_STEP_SUMMARY": str(self._temp / "summary.md"),
        }
        shell = ["bash", "-e", str(file)]
        done = subprocess.run(
            shell, cwd=self._done.checkout, env=given, capture_output=True, encoding="utf-8", check=False
        )
        self._done.commands.append(command)
        self._done.output += done.stdout + done.stderr
        if done.returncode:
            self._done.failed = command

    def _upload(self, name: str, place: Path, *, hidden: bool) -> None:
        """Keeps a copy of a folder; without `hidden`, no file whose name begins with a dot."""
        copy = self._folder / "artifacts" / name
        shutil.copytree(place, copy, ignore=None if hidden else shutil.ignore_patterns(".*"))
        self._done.artifacts[name] = copy


def _put_program(path: Path, command: str) -> None:
    path.write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
    path.chmod(0o755)
