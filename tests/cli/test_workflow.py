"""The workflow of a new site: YAML that GitHub reads, pinned, with no more rights than it needs."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from generator.cli.workflow import pages_workflow
from generator.formats.placeholders import SCAFFOLD_PHRASES

TEXT = pages_workflow("counterpoint-archive==0.1.0")
WORKFLOW: dict[Any, Any] = yaml.safe_load(TEXT)
JOBS = WORKFLOW["jobs"]
STEPS = [step for job in JOBS.values() for step in job["steps"]]


def step(words: str) -> dict[str, Any]:
    """The step that uses or runs this."""
    found: dict[str, Any]
    (found,) = [one for one in STEPS if words in one.get("uses", one.get("run", ""))]
    return found


def test_it_looks_at_pull_requests_and_publishes_main():
    """YAML reads the key `on` as a truth value."""
    triggers = WORKFLOW[True]
    assert triggers == {"push": {"branches": ["main"]}, "pull_request": None, "workflow_dispatch": None}
    assert JOBS["deploy"]["if"] == "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'"
    assert JOBS["deploy"]["needs"] == "build"


def test_a_pull_request_may_only_read():
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "build": {"contents": "read"},
        "deploy": {"pages": "write", "id-token": "write"},
    }


def test_the_clone_has_the_history_of_texts_and_only_the_checkout_fetches_what_it_lacks():
    checkout = step("actions/checkout@")
    assert checkout["with"] == {"persist-credentials": False, "fetch-depth": 0, "filter": "blob:limit=1m"}
    assert checkout["env"] == {"GIT_NO_LAZY_FETCH": "0"}
    assert JOBS["build"]["env"] == {"GIT_NO_LAZY_FETCH": "1"}


def test_only_runs_for_pull_requests_cut_each_other_off():
    assert WORKFLOW["concurrency"] == {
        "group": "pages-${{ github.ref }}",
        "cancel-in-progress": "${{ github.event_name == 'pull_request' }}",
    }


def test_a_pull_request_is_compared_with_what_it_would_be_merged_into_before_it_is_built():
    compared = step("counterpoint check")
    assert compared["if"] == "github.event_name == 'pull_request'"
    assert compared["run"] == (
        'git update-ref "refs/remotes/origin/$GITHUB_BASE_REF" HEAD^1\n'
        'counterpoint check --strict --format github --against "origin/$GITHUB_BASE_REF"\n'
    )
    assert STEPS.index(compared) < STEPS.index(step("counterpoint build"))


def test_what_is_published_is_not_what_a_pull_request_leaves_for_preview():
    preview = step("actions/upload-artifact@")
    assert preview["if"] == "github.event_name == 'pull_request'"
    assert (preview["with"]["name"], preview["with"]["retention-days"]) == ("preview", 14)
    assert step("actions/upload-pages-artifact@")["if"] == "github.event_name != 'pull_request'"


def test_both_are_built_in_strict_mode_and_outside_of_the_checkout():
    built = step("counterpoint build")["run"]
    places = '--output "$RUNNER_TEMP/site" --cache "$RUNNER_TEMP/cache"'
    assert built == f"counterpoint build --strict --format github {places}"
    for upload in ("actions/upload-artifact@", "actions/upload-pages-artifact@"):
        assert step(upload)["with"]["path"] == "${{ runner.temp }}/site"


def test_a_build_begins_with_what_the_last_one_for_main_has_left():
    restore, save = step("actions/cache/restore@"), step("actions/cache/save@")
    kept = "${{ runner.temp }}/site\n${{ runner.temp }}/cache\n"
    key = "counterpoint-${{ github.run_id }}-${{ github.run_attempt }}"
    assert restore["with"] == {"path": kept, "key": key, "restore-keys": "counterpoint-"}
    assert save["with"] == {"path": kept, "key": f"${{{{ steps.{restore['id']}.outputs.cache-primary-key }}}}"}
    order = [STEPS.index(one) for one in (restore, step("counterpoint build"), save)]
    assert order == sorted(order)


def test_a_pull_request_reads_the_cache_and_never_writes_it():
    """`actions/cache` itself would write it at the end of any job."""
    caches = [one for one in STEPS if "actions/cache" in one.get("uses", "")]
    assert [re.sub("@.*", "", one["uses"]) for one in caches] == ["actions/cache/restore", "actions/cache/save"]
    assert "if" not in caches[0]
    assert caches[1]["if"] == JOBS["deploy"]["if"]


def test_actions_are_pinned_by_digests_and_say_their_versions():
    lines = re.findall(r"^.*\buses:.*$", TEXT, re.MULTILINE)
    assert len(lines) == 7
    assert [line for line in lines if not re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line)] == []


@pytest.mark.parametrize(
    "installs",
    ["counterpoint-archive==0.1.0", 'a"; echo $(id) #', "a: b\n  run: x", "${{ secrets.GITHUB_TOKEN }}", "\\u0041 é"],
)
def test_what_is_installed_is_one_text_and_never_part_of_a_command(installs):
    found = yaml.safe_load(pages_workflow(installs))
    assert found == {**WORKFLOW, "env": {"COUNTERPOINT": installs}}
    assert step("pip install")["run"] == 'python -m pip install "$COUNTERPOINT"'
    assert [one for one in STEPS if "${{" in one.get("run", "")] == []


def test_where_nothing_is_known_the_editor_is_asked():
    assert yaml.safe_load(pages_workflow(""))["env"] == {"COUNTERPOINT": SCAFFOLD_PHRASES["installs"]}
