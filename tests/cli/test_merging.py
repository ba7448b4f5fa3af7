"""Two people annotate one article on two branches, and git merges them: what is clean, what conflicts, what is lost."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from generator.cli.main import main
from generator.comparing.article_pair import article_pair
from generator.comparing.article_state import ArticleState, article_state
from generator.diagnostics import has_errors
from generator.model import ArticleSource
from tests.casefiles import BASE
from tests.repositories import commit, git, merges, repository

TEXT, SIDECAR = "content/articles/2015/report.md", "content/articles/2015/report.yaml"

ANNOTATED = """\
claims:
  only-cliches:
    verdict: unsupported
    speaker: konashenkov
    quote: only clichés and fakes
    sources: [amnesty-report p. 12]
    counterpoints:
      civilians-dead:
        relation: rebuts
        speaker: amnesty
        quote: at least 200 civilians dead

  cannot-know:
    verdict: unverified
    speaker: konashenkov
    quote: They cannot know this
"""

FIRST = """\
  dismissed:
    speaker: outlet
    quote: Russia has dismissed a report

"""
LAST = """\

  no-way:
    speaker: konashenkov
    quote: have no way of checking
"""
ANSWER = """\
      it-is-new:
        relation: rebuts
        speaker: amnesty
        statement: Nothing of it was published before.
        sources: [amnesty-report p. 3]
"""
ANSWER_TO_ANOTHER = """\
    counterpoints:
      we-asked:
        relation: undercuts
        speaker: amnesty
        statement: Witnesses were asked.
        sources: [amnesty-report p. 7]
"""

Edit = Callable[[str], str]


def put(new: str, before: str = "", after: str = "") -> Edit:
    """An edit that puts lines before or after others, or at the end."""

    def edit(text: str) -> str:
        place = before or after
        assert text.count(place) == 1 or not place
        return text.replace(place, new + place if before else place + new) if place else text + new

    return edit


def instead(old: str, new: str) -> Edit:
    def edit(text: str) -> str:
        assert text.count(old) == 1
        return text.replace(old, new)

    return edit


BEFORE_ALL, AFTER_ALL = put(FIRST, before="  only-cliches:"), put(LAST)
AFTER_ANSWER = "        quote: at least 200 civilians dead\n"
AFTER_CLAIM = "    quote: They cannot know this\n"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = Path(shutil.copytree(BASE, tmp_path / "site"))
    (root / SIDECAR).write_text(ANNOTATED, encoding="utf-8")
    monkeypatch.chdir(root)
    return repository(root)


def on_two_branches(site: Path, mine: Edit, theirs: Edit, *, union: bool = False) -> bool:
    """Makes the two edits on `mine` and `theirs`, and merges the second into the first. Whether that was clean."""
    if union:
        (site / ".gitattributes").write_text("*.yaml merge=union\n")
        commit(site)
    for branch, edit in (("theirs", theirs), ("mine", mine)):
        git(site, "switch", "--quiet", "--create", branch, "main")
        (site / SIDECAR).write_text(edit(ANNOTATED), encoding="utf-8")
        commit(site)
    return merges(site, "theirs")


def check(capsys: pytest.CaptureFixture[str], *options: str) -> tuple[list[str], list[str]]:
    """The problems as `code: message`, notices apart, and the changes if there are any."""
    main(["check", "--format", "json", *options])
    found = json.loads(capsys.readouterr().out)
    grave = [one for one in found["diagnostics"] if one["severity"] != "notice"]
    changes = [f"{one['sign']} {one['text']}" for one in found.get("changes", ())]
    return [f"{one['code']}: {one['message']}" for one in grave], changes


def resolve(site: Path, by: str) -> None:
    """Resolves each conflict in one way, as an editor's button does."""
    text = (site / SIDECAR).read_text(encoding="utf-8")
    assert CONFLICT.search(text)
    (site / SIDECAR).write_text(CONFLICT.sub(by, text), encoding="utf-8")


CONFLICT = re.compile(r"^<<<<<<< [^\n]*\n(.*?)^=======\n(.*?)^>>>>>>> [^\n]*\n", re.MULTILINE | re.DOTALL)


BEFORE_THE_MERGE = "HEAD^1"
BOTH, MINE, THEIRS = r"\1\2", r"\1", r"\2"


# ── at different places ──────────────────────────────────────────────────────────────────────────────────────────────


def test_claims_at_different_places_merge(site: Path, capsys: pytest.CaptureFixture[str]):
    assert on_two_branches(site, BEFORE_ALL, AFTER_ALL)
    assert check(capsys, "--against", "main") == (
        [],
        ["+ dismissed: Added: a claim, the outlet itself.", "+ no-way: Added: a claim, Igor Konashenkov."],
    )
    assert check(capsys, "--against", "theirs") == ([], ["+ dismissed: Added: a claim, the outlet itself."])


def test_answers_to_different_claims_merge(site: Path, capsys: pytest.CaptureFixture[str]):
    answer, other = put(ANSWER, after=AFTER_ANSWER), put(ANSWER_TO_ANOTHER, after=AFTER_CLAIM)
    assert on_two_branches(site, answer, other)
    problems, changes = check(capsys, "--against", "main")
    assert problems == []
    assert changes == [
        "+ it-is-new: Added: an answer, Amnesty International.",
        "+ we-asked: Added: an answer, Amnesty International.",
    ]


def test_an_answer_and_a_verdict_of_what_it_answers_merge(site: Path, capsys: pytest.CaptureFixture[str]):
    reason = "verdict: supported\n    updates: {2016-02-24: The annex was obtained.}"
    assert on_two_branches(site, instead("verdict: unsupported", reason), put(ANSWER, after=AFTER_ANSWER))
    assert check(capsys, "--against", "main")[0] == []


# ── at the same place ────────────────────────────────────────────────────────────────────────────────────────────────

AT_THE_SAME_PLACE = {
    "two claims": (put(LAST), put(LAST.replace("no-way", "unchecked"))),
    "two answers": (put(ANSWER, after=AFTER_ANSWER), put(ANSWER.replace("it-is", "all-is"), after=AFTER_ANSWER)),
    "two verdicts": (instead("unverified", "supported"), instead("unverified", "unsupported")),
    "a quote and its claim": (
        instead("They cannot know", "cannot know"),
        instead(ANNOTATED[ANNOTATED.index("\n  cannot-know") :], ""),
    ),
}


@pytest.mark.parametrize("edits", AT_THE_SAME_PLACE.values(), ids=AT_THE_SAME_PLACE)
def test_git_conflicts_and_check_says_so_until_it_is_resolved(
    edits: tuple[Edit, Edit], site: Path, capsys: pytest.CaptureFixture[str]
):
    assert not on_two_branches(site, *edits)
    (problem,), changes = check(capsys, "--against", "main")
    assert problem.startswith("merge-unfinished: A merge was not finished")
    assert changes == ["~ Article: Could not be read in this version."]
    assert main(["build", "--strict", "-q"]) == 1
    assert not (site / "output").exists()


# ── resolved without thought ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_claim_that_a_side_was_picked_over_is_named(site: Path, capsys: pytest.CaptureFixture[str]):
    mine = put(LAST.replace("have no way of checking", "have no way"))
    assert not on_two_branches(site, mine, put(LAST.replace("no-way", "unchecked")))
    resolve(site, MINE)
    assert check(capsys) == ([], []), "by itself, the file shows nothing"
    problems, changes = check(capsys, "--against", "theirs")
    assert problems == ["vanished-id: Claim “unchecked”, published at `theirs`, is gone."]
    assert "- unchecked: Taken out: a claim, Igor Konashenkov." in changes


def test_a_verdict_that_a_side_was_picked_over_is_named(site: Path, capsys: pytest.CaptureFixture[str]):
    assert not on_two_branches(site, instead("unverified", "supported"), instead("unverified", "unsupported"))
    resolve(site, THEIRS)
    assert check(capsys) == ([], [])
    (problem,), changes = check(capsys, "--against", "mine")
    assert problem.startswith(
        "change-needs-update: The verdict of claim “cannot-know” changed from “Supported” to “Unsupported” since `mine`"
    )
    assert changes == ["~ cannot-know: Rating changed from Supported to Unsupported."]


def test_a_claim_that_both_have_under_one_id_is_named(site: Path, capsys: pytest.CaptureFixture[str]):
    assert not on_two_branches(site, put(LAST), put(LAST.replace("have no way of checking", "have no way")))
    resolve(site, BOTH)
    (problem,), _ = check(capsys)
    assert problem == "yaml-duplicate-key: Duplicate key “quote” (first used on line 20)."
    (site / SIDECAR).write_text(ANNOTATED + LAST + LAST.replace("have no way of checking", "have no way"))
    (problem,), _ = check(capsys)
    assert problem == "yaml-duplicate-key: Duplicate key “no-way” (first used on line 18)."


def test_one_passage_that_both_rated_is_named(site: Path, capsys: pytest.CaptureFixture[str]):
    mine = put(LAST.replace("speaker", "verdict: supported\n    speaker"))
    theirs = put(LAST.replace("no-way", "unchecked").replace("speaker", "verdict: unsupported\n    speaker"))
    assert not on_two_branches(site, mine, theirs)
    (site / SIDECAR).write_text(mine(ANNOTATED) + theirs("").replace("\n\n", "\n"), encoding="utf-8")
    (problem,), _ = check(capsys)
    assert problem.startswith("verdicts-differ: ")
    assert "“no-way”" in problem
    assert "“unchecked”" in problem


# ── resolved by `merge=union` ────────────────────────────────────────────────────────────────────────────────────────


def test_union_keeps_two_verdicts_which_check_refuses(site: Path, capsys: pytest.CaptureFixture[str]):
    mine, theirs = instead("unverified", "supported"), instead("unverified", "unsupported")
    assert on_two_branches(site, mine, theirs, union=True), "union never conflicts"
    assert check(capsys)[0] == ["yaml-duplicate-key: Duplicate key “verdict” (first used on line 14)."]


def test_union_gives_the_lines_of_one_claim_to_another_and_both_are_named(
    site: Path, capsys: pytest.CaptureFixture[str]
):
    """The lines that both have in common are kept once, so the claim above loses them to the one below."""
    mine = put(LAST.replace("speaker", "verdict: supported\n    speaker"))
    theirs = put(LAST.replace("no-way", "unchecked").replace("speaker", "verdict: unsupported\n    speaker"))
    assert on_two_branches(site, mine, theirs, union=True)
    assert check(capsys)[0] == [
        "missing-key: `speaker` is missing; a claim requires it.",
        "quote-missing: Claim “no-way” has neither a quote nor a statement.",
    ]
    problems, changes = check(capsys, "--against", BEFORE_THE_MERGE)
    assert "~ no-way: Could not be read in this version." in changes
    assert "+ unchecked: Added: a claim, Unsupported, Igor Konashenkov." in changes
    assert "vanished-id" not in str(problems), "it is there, and its error says what it lacks"


def test_union_runs_two_notes_together_which_a_comparison_tells(site: Path, capsys: pytest.CaptureFixture[str]):
    mine, theirs = (f"    note: |\n      {words}\n" for words in ("He names no passage.", "Witnesses were asked."))
    assert on_two_branches(site, put(mine, after=AFTER_CLAIM), put(theirs, after=AFTER_CLAIM), union=True)
    assert check(capsys) == ([], []), "by itself, the file shows nothing"
    for branch, words in ((BEFORE_THE_MERGE, "Witnesses were asked."), ("theirs", "He names no passage.")):
        _, (change,) = check(capsys, "--against", branch)
        assert change.startswith("~ cannot-know: The note was changed: ")
        assert words in change


# ── any two edits ────────────────────────────────────────────────────────────────────────────────────────────────────

EDITS: dict[str, Edit] = {
    "claim": put(LAST),
    "rated claim": put(LAST.replace("no-way", "rated").replace("speaker", "verdict: supported\n    speaker")),
    "claim in braces": put("  braces: {speaker: outlet, quote: dismissed a report}\n"),
    "first claim": BEFORE_ALL,
    "answer": put(ANSWER, after=AFTER_ANSWER),
    "first answer": put(ANSWER_TO_ANOTHER, after=AFTER_CLAIM),
    "answers to both": lambda text: put(ANSWER, after=AFTER_ANSWER)(put(ANSWER_TO_ANOTHER, after=AFTER_CLAIM)(text)),
    "note": put("    note: |\n      He names no passage.\n", after=AFTER_CLAIM),
    "other note": put("    note: |\n      He gives no reason.\n", after=AFTER_CLAIM),
    "verdict": instead("unverified", "supported"),
    "verdict and reason": instead("unverified", "unsupported\n    updates:\n      2016-02-24: No annex came."),
    "sources": put("    sources: [amnesty-report p. 8]\n", after=AFTER_CLAIM),
    "other sources": put("    sources: [amnesty-report p. 9]\n", after=AFTER_CLAIM),
    "speaker": instead("amnesty\n", "presstv\n"),
    "passage": instead("quote: They cannot know this", "quote: cannot know this"),
    "id": instead("  cannot-know:", "  they-cannot:\n    aliases: [cannot-know]"),
    "gone": instead(ANNOTATED[ANNOTATED.index("\n  cannot-know") :], ""),
    "order": lambda text: (
        "claims:\n" + text[text.index("  cannot-know") :] + "\n" + text[8 : text.index("\n  cannot-k")]
    ),
}


@pytest.mark.parametrize(("mine", "theirs"), itertools.permutations(EDITS, 2))
def test_after_a_union_whatever_is_not_as_on_a_branch_is_named(mine: str, theirs: str, tmp_path: Path):
    """By an error of the file itself, or by the comparison with that branch. What is not as it was is told here by
    another reader of YAML, which knows nothing of annotations."""
    merged = union(tmp_path, EDITS[mine](ANNOTATED), EDITS[theirs](ANNOTATED))
    now = state(merged)
    if has_errors(now.problems):
        return
    for branch in (mine, theirs):
        text = EDITS[branch](ANNOTATED)
        changes = article_pair(state(text), now).changes
        named = {change.id for change in changes} | {str(one.before) for one in changes if one.field == "id"}
        before, after = entries(text), entries(merged)
        other = {id for id in before.keys() | after.keys() if before.get(id) != after.get(id)}
        assert other <= named, merged


def test_most_unions_can_be_read_so_that_the_comparison_counts():
    readable = 0
    for mine, theirs in itertools.permutations(EDITS, 2):
        with tempfile.TemporaryDirectory() as folder:
            merged = union(Path(folder), EDITS[mine](ANNOTATED), EDITS[theirs](ANNOTATED))
            readable += not has_errors(state(merged).problems)
    assert readable > len(EDITS) ** 2 / 2


def entries(sidecar: str) -> dict[str, dict[str, object]]:
    """The fields of each entry by its id, however deep it is."""
    found: dict[str, dict[str, object]] = {}
    waiting = [*yaml.safe_load(sidecar).values()]
    while waiting:
        for id, fields in waiting.pop().items():
            found[id] = {name: value for name, value in fields.items() if name != "counterpoints"}
            waiting.append(fields.get("counterpoints", {}))
    return found


def union(folder: Path, mine: str, theirs: str) -> str:
    for name, text in (("mine", mine), ("base", ANNOTATED), ("theirs", theirs)):
        (folder / name).write_text(text, encoding="utf-8")
    command = ["git", "merge-file", "--union", "--stdout", "mine", "base", "theirs"]
    done = subprocess.run(command, cwd=folder, check=True, capture_output=True, encoding="utf-8")
    return done.stdout


def state(sidecar: str) -> ArticleState:
    text = (BASE / TEXT).read_bytes()
    return article_state(ArticleSource("2015/report", TEXT, text, SIDECAR, sidecar.encode()))
