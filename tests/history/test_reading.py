"""Histories of articles, read from real repositories: branches, merges, renames, and what a copy lacks."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from msgspec import structs

from generator.cache.store import Cache
from generator.cache.tables import CacheLostError
from generator.comparing.changes import FieldChange
from generator.comparing.recorded import ArticleHistory, Recorded, shared_key
from generator.comparing.sentences import sentences
from generator.comparing.vocabulary import Vocabulary
from generator.history.commit_log import LoggedCommit, commit_log
from generator.history.reading import Histories, HistoryInputs, KnownHistories, read_histories
from generator.history.repository import Repository, repository_of
from generator.history.site_log import SiteLog
from generator.history.telling import told_once
from generator.i18n.catalog import Catalog
from generator.model import Naming
from tests.repositories import git, write

_TEXT = "---\ntitle: A title\ndate: 2015-12-23\n---\n\nThe bridge cost 200 million. It was opened in May.\n"
_CLAIM = """\
claims:
  cost:
    quote: The bridge cost 200 million
    speaker: outlet
    verdict: {verdict}
    note: {note}
"""
_ARTICLE, _SIDECAR = "content/articles/a.md", "content/articles/a.yaml"


def _site(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    write(folder, {"site.yaml": "title: T\n", _ARTICLE: _TEXT, _SIDECAR: _claim(), **(files or {})})
    return folder


def _claim(verdict: str = "unverified", note: str = "Because.") -> str:
    return _CLAIM.format(verdict=verdict, note=note)


def _commit(folder: Path, day: int, files: Mapping[str, str | None] | None = None) -> str:
    """Commits files (None: deleted) on a day of March 2026 and returns the commit's id."""
    write(folder, files or {})
    git(folder, "add", "--all")
    date = f"2026-03-{day:02} 12:00:00 +0000"
    author = ("--author", "Ada Lovelace <ada@example.org>", f"--date={date}")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "m", *author)
    return git(folder, "rev-parse", "HEAD").strip()


def _histories(
    root: Path, aliases: Mapping[str, tuple[str, ...]] | None = None, people: Naming | None = None,
    zone: str = "UTC", cache: Cache | None = None, withheld: tuple[str, ...] = (),
) -> Histories:  # fmt: skip
    asked = HistoryInputs(aliases or {"a": ()}, withheld, people or Naming(), zone)
    return read_histories(root, repository_of(root), asked, cache or Cache())


def _told(history: ArticleHistory) -> list[tuple[str, str]]:
    """Day and sentence of each change, the newest commit first."""
    words = Vocabulary(Catalog("en"))
    return [(one.day, told.plain()) for one in history.entries for told in sentences(one.changes, words)]


def _verdicts(history: ArticleHistory) -> list[tuple[str, str, str]]:
    changes = ((one, change) for one in history.entries for change in one.changes)
    return [(one.day[8:], str(c.before), str(c.after)) for one, c in changes if c.field == "verdict"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository with one article, committed on the first of March."""
    folder = _site(tmp_path / "site")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    _commit(folder, 1)
    return folder


def test_each_commit_tells_what_it_changed(site: Path) -> None:
    second = _commit(site, 2, {_SIDECAR: _claim("false")})
    third = _commit(site, 3, {_SIDECAR: _claim("false", "For another reason.")})
    history = _histories(site).of("a")
    assert [one.commit for one in history.entries][:2] == [third, second]
    assert _told(history) == [
        ("2026-03-03", "The note now reads “For another reason.”, before “Because.”."),
        ("2026-03-02", "Rating changed from unverified to false."),
        ("2026-03-01", "Added."),
        ("2026-03-01", "Added."),
    ]
    assert not history.is_cut


def test_one_annotation_has_what_changed_in_it(site: Path) -> None:
    other = _claim() + "  may:\n    quote: It was opened in May\n    speaker: outlet\n"
    _commit(site, 2, {_SIDECAR: other})
    _commit(site, 3, {_SIDECAR: other.replace("unverified", "false")})
    history = _histories(site).of("a")
    assert [one.day for one in history.of("cost").entries] == ["2026-03-03", "2026-03-01"]
    assert [one.day for one in history.of("may").entries] == ["2026-03-02"]


def test_a_change_of_order_or_of_a_comment_is_none(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: "# A comment\n" + _claim()})
    assert [one.day for one in _histories(site).of("a").entries] == ["2026-03-01"]


def test_what_is_not_committed_is_not_told(site: Path) -> None:
    write(site, {_SIDECAR: _claim("false"), "content/articles/b.md": _TEXT})
    histories = _histories(site, {"a": (), "b": ()})
    assert not _verdicts(histories.of("a"))
    assert not histories.of("b").entries
    assert not histories.digest("b")


def test_a_merge_tells_nothing_that_its_branches_told(site: Path) -> None:
    git(site, "branch", "side")
    _commit(site, 2, {_SIDECAR: _claim("false")})
    git(site, "switch", "--quiet", "side")
    _commit(site, 3, {_SIDECAR: _claim(note="Another.").replace("claims:", "claims:\n\n\n\n\n")})
    git(site, "merge", "--quiet", "--no-commit", "-s", "ours", "main")
    _commit(site, 4, {_SIDECAR: _claim("false", "Another.")})
    told = _told(_histories(site).of("a"))
    assert sorted(day[8:] for day, _ in told) == ["01", "01", "02", "03"]


def test_a_merge_that_changes_something_itself_tells_that(site: Path) -> None:
    git(site, "branch", "side")
    _commit(site, 2, {_SIDECAR: _claim("false")})
    git(site, "switch", "--quiet", "side")
    _commit(site, 3, {_SIDECAR: _claim("supported")})
    git(site, "merge", "--quiet", "--no-commit", "-s", "ours", "main")
    _commit(site, 4, {_SIDECAR: _claim("missing-context", "New.")})
    history = _histories(site).of("a")
    assert ("2026-03-04", "The note now reads “New.”, before “Because.”.") in _told(history)
    assert sorted(day for day, _, _ in _verdicts(history)) == ["02", "03"]  # what it was before depends on the branch


def test_a_change_picked_onto_another_branch_is_told_once_by_the_earlier_date(site: Path) -> None:
    git(site, "branch", "side")
    picked = _commit(site, 2, {_SIDECAR: _claim("false")})
    git(site, "switch", "--quiet", "side")
    _commit(site, 3, {"content/articles/b.md": _TEXT})
    git(site, "cherry-pick", "--no-commit", picked)
    _commit(site, 5)
    git(site, "switch", "--quiet", "main")
    _commit(site, 7, {"content/articles/c.md": _TEXT})
    git(site, "merge", "--quiet", "--no-edit", "side")
    assert _verdicts(_histories(site).of("a")) == [("02", "unverified", "false")]


def test_a_change_made_again_after_it_was_taken_back_is_told_each_time(site: Path) -> None:
    for day, verdict in enumerate(("false", "unverified", "false"), 2):
        _commit(site, day, {_SIDECAR: _claim(verdict)})
    assert [day for day, _, _ in _verdicts(_histories(site).of("a"))] == ["04", "03", "02"]


def test_a_renamed_article_keeps_its_history(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    moved = {
        _ARTICLE: None,
        _SIDECAR: None,
        "content/articles/b.md": _TEXT,
        "content/articles/b.yaml": _claim("supported"),
    }
    _commit(site, 3, moved)
    histories = _histories(site, {"b": ()})
    assert _verdicts(histories.of("b")) == [("03", "false", "supported"), ("02", "unverified", "false")]


def test_an_alias_leads_to_the_history_where_both_files_changed(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    text = _TEXT.replace("A title", "Another")
    moved = {
        _ARTICLE: None,
        _SIDECAR: None,
        "content/articles/b.md": text,
        "content/articles/b.yaml": _claim("supported"),
    }
    _commit(site, 3, moved)
    with_alias, without = _histories(site, {"b": ("a",)}).of("b"), _histories(site, {"b": ()}).of("b")
    assert _verdicts(with_alias) == [("03", "false", "supported"), ("02", "unverified", "false")]
    assert [one.day for one in without.entries] == ["2026-03-03"]


def test_an_article_under_a_former_id_of_another_begins_afresh(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    _commit(
        site,
        3,
        {_ARTICLE: None, _SIDECAR: None, "content/articles/b.md": _TEXT, "content/articles/b.yaml": _claim("false")},
    )
    _commit(site, 4, {_ARTICLE: _TEXT.replace("200", "300")})
    assert [one.day for one in _histories(site).of("a").entries] == ["2026-03-04"]


def test_an_annotation_keeps_its_history_under_its_new_id(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    renamed = _claim("false").replace("  cost:\n", "  price:\n    aliases: [cost]\n")
    _commit(site, 3, {_SIDECAR: renamed})
    told = _told(_histories(site).of("a").of("price"))
    assert told == [
        ("2026-03-03", "Was called cost."),
        ("2026-03-02", "Rating changed from unverified to false."),
        ("2026-03-01", "Added."),
    ]


def test_an_article_taken_out_and_back_was_added_first(site: Path) -> None:
    _commit(site, 2, {_ARTICLE: None, _SIDECAR: None})
    _commit(site, 3, {_ARTICLE: _TEXT, _SIDECAR: _claim()})
    told = _told(_histories(site).of("a"))
    assert [(day[8:], text) for day, text in dict.fromkeys(told)] == [
        ("03", "Added."),
        ("02", "Taken out."),
        ("01", "Added."),
    ]


def test_a_version_that_cannot_be_read_is_bridged(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: "claims: {{ # 1\n"})
    _commit(site, 3, {_SIDECAR: "claims: {{\n"})
    _commit(site, 4, {_SIDECAR: _claim("false")})
    told = _told(_histories(site).of("a"))
    assert told[:3] == [
        ("2026-03-04", "Can be read again."),
        ("2026-03-04", "Rating changed from unverified to false."),
        ("2026-03-02", "Could not be read in this version."),
    ]


def test_a_shallow_clone_tells_nothing_of_its_first_commit(site: Path, tmp_path: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    _commit(site, 3, {_SIDECAR: _claim("supported"), "content/articles/new.md": _TEXT})
    git(tmp_path, "clone", "--quiet", "--depth", "2", f"file://{site}", "copy")
    histories = _histories(tmp_path / "copy", {"a": (), "new": ()})
    assert _verdicts(histories.of("a")) == [("03", "false", "supported")]
    assert histories.of("a").is_cut
    assert [one.day for one in histories.of("new").entries] == ["2026-03-03"]
    assert not histories.of("new").is_cut
    assert histories.known.is_cut


def test_a_clone_of_one_commit_tells_nothing(site: Path, tmp_path: Path) -> None:
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{site}", "copy")
    history = _histories(tmp_path / "copy").of("a")
    assert history == ArticleHistory((), is_cut=True)


def test_a_partial_clone_says_what_it_lacks_and_fetches_nothing(site: Path, tmp_path: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    _commit(site, 3, {_SIDECAR: _claim("supported")})
    git(site, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{site}", "copy")
    copy = tmp_path / "copy"
    objects = git(copy, "count-objects", "-v")
    histories = _histories(copy)
    missing = "An older version is not in this copy."
    assert [text for _, text in _told(histories.of("a"))] == [missing, missing, missing]
    assert [one.day[8:] for one in histories.of("a").entries] == ["03", "02", "01"]
    assert histories.known.is_partial
    assert git(copy, "count-objects", "-v") == objects


def test_a_clone_without_large_files_is_whole(site: Path, tmp_path: Path) -> None:
    """It lacks a former picture beside the article, which is no version of that."""
    _commit(site, 2, {_SIDECAR: _claim("false"), "content/articles/map.svg": "1" * 2_000_000})
    _commit(site, 3, {"content/articles/map.svg": "2" * 2_000_000})
    git(site, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:limit=1m", f"file://{site}", "copy")
    lacking = git(tmp_path / "copy", "rev-list", "--objects", "--missing=print", "HEAD")
    assert sum(line.startswith("?") for line in lacking.splitlines()) == 1
    histories = _histories(tmp_path / "copy")
    assert histories.of("a") == _histories(site).of("a")
    assert not histories.known.is_partial


def test_after_a_rebase_the_commits_are_the_new_ones_and_nothing_is_compared_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = Cache()
    _commit(site, 2, {_SIDECAR: _claim("false")})
    before = _histories(site, cache=cache).of("a")
    git(site, "commit", "--quiet", "--amend", "--message", "Reworded")
    _forbid_reading(monkeypatch)
    after = _histories(site, cache=cache).of("a")
    assert [one.changes for one in after.entries] == [one.changes for one in before.entries]
    assert after.entries[0].commit == git(site, "rev-parse", "HEAD").strip() != before.entries[0].commit


def test_as_long_as_nothing_is_committed_the_log_is_not_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    before = _histories(site, cache=cache)
    _forbid_reading(monkeypatch)
    monkeypatch.setattr("generator.history.site_log.commit_log", _never)
    after = _histories(site, cache=cache)
    assert (after.known, after.of("a")) == (before.known, before.of("a"))


def test_a_history_that_the_cache_has_lost_is_read_again(site: Path) -> None:
    cache = Cache()
    histories = _histories(site, cache=cache)
    whole = histories.of("a")
    cache.put_all({"history:of:a": b"damaged"})
    with pytest.raises(CacheLostError):
        histories.of("a")
    assert _histories(site, cache=cache).of("a") == whole


def test_a_site_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    _site(tmp_path / "docs" / "archive")
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    site = tmp_path / "docs" / "archive"
    _commit(tmp_path, 1, {"content/articles/a.yaml": _claim("false"), "content/articles/a.md": _TEXT})
    _commit(tmp_path, 2, {f"docs/archive/{_SIDECAR}": _claim("supported")})
    _commit(tmp_path, 3, {f"docs/archive/{_ARTICLE}": _TEXT.replace("May", "June")})
    history = _histories(site).of("a")
    assert _verdicts(history) == [("02", "unverified", "supported")]
    assert [one.day[8:] for one in history.entries] == ["03", "02", "01"]


def test_no_repository_and_no_commit(tmp_path: Path) -> None:
    site = _site(tmp_path / "site")
    assert not _histories(site).known.found
    git(site, "init", "--quiet")
    known = _histories(site).known
    assert (known.found, known.refused) == ({}, "")


def test_without_git_there_is_no_history(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(site))
    known = _histories(site).known
    assert (known.found, known.refused) == ({}, "Git is not installed, or not in a folder of PATH")


@pytest.mark.skipif(os.name == "nt", reason="a script stands in for Git")
def test_an_older_git_is_not_asked(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = shutil.which("git")
    script = f'#!/bin/sh\ncase " $* " in *" version "*) echo git version 2.29.2;; *) exec "{real}" "$@";; esac\n'
    write(tmp_path, {"bin/git": script})
    (tmp_path / "bin" / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    known = _histories(site).known
    assert (known.found, known.refused) == ({}, "Git 2.29 is too old: 2.30 or newer is needed")


def test_a_damaged_repository_is_said_in_gits_words(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim("false")})
    blob = git(site, "rev-parse", f"HEAD~1:{_SIDECAR}").strip()
    path = site / ".git" / "objects" / blob[:2] / blob[2:]
    path.chmod(0o644)
    path.unlink()
    known = _histories(site).known
    assert not known.found
    assert blob in known.refused


# ── dates and people ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_day_is_one_of_the_sites_time_zone(site: Path) -> None:
    git(site, "-c", "user.name=A", "commit", "--allow-empty", "--quiet", "-m", "m")
    write(site, {_SIDECAR: _claim("false")})
    git(site, "commit", "--all", "--quiet", "-m", "m", "--date=2026-03-02 23:30:00 +0000")
    assert _histories(site).of("a").entries[0].day == "2026-03-02"
    assert _histories(site, zone="Europe/Berlin").of("a").entries[0].day == "2026-03-03"


def test_a_date_after_that_of_the_commit_is_not_believed(site: Path) -> None:
    write(site, {_SIDECAR: _claim("false")})
    git(site, "commit", "--all", "--quiet", "-m", "m", "--date=@4102444800 +0000")
    committed = git(site, "log", "-1", "--format=%cs").strip()
    assert _histories(site).of("a").entries[0].day == committed


def _by(site: Path, people: Naming) -> str:
    return _histories(site, people=people).of("a").entries[0].by


def test_people_are_named_as_the_site_says(site: Path) -> None:
    assert _by(site, Naming()) == ""
    assert _by(site, Naming("names")) == "Ada Lovelace"
    assert _by(site, Naming("initials")) == "A.L."
    assert _by(site, Naming("names", (("ADA@example.org", "Countess"),))) == "Countess"
    assert _by(site, Naming("names", (("Ada Lovelace", ""),))) == ""


def test_a_mailmap_counts(site: Path) -> None:
    write(site, {".mailmap": "Augusta King <augusta@example.org> <ada@example.org>\n"})
    assert _by(site, Naming("names")) == "Augusta King"
    assert _by(site, Naming("", (("augusta@example.org", "A. King"),))) == "A. King"
    assert _histories(site, people=Naming("", (("ada@example.org", "X"),))).known.strangers == ("ada@example.org",)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("ada@example.org", ""),
        ("<script>alert(1)</script>", ""),
        ("A\x02b@example.org\x02 B", "A"),
        ("A\u202eB\u200fC\x1b[31m", "A B C [31m"),
        ("x" * 500, "x" * 80),
    ],
)
def test_hostile_names(site: Path, name: str, shown: str) -> None:
    write(site, {_SIDECAR: _claim("false")})
    git(site, "commit", "--all", "--quiet", "--message", "m", "--author", "Z <z@example.org>")
    _rewrite_author(site, name)
    assert _by(site, Naming("names")) == shown


def _rewrite_author(site: Path, name: str) -> None:
    """Puts a name into the last commit that Git itself would not write."""
    raw = git(site, "cat-file", "commit", "HEAD").replace("author Z ", f"author {name} ")
    command = ["git", "-C", str(site), "hash-object", "-t", "commit", "-w", "--stdin", "--literally"]
    made = subprocess.run(command, input=raw.encode(), capture_output=True, check=True).stdout.decode().strip()
    git(site, "update-ref", "refs/heads/main", made)


def test_no_address_is_kept(site: Path) -> None:
    data = _histories(site, people=Naming("names")).of("a")
    assert "example.org" not in repr(data)


# ── texts ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _entry(site: Path) -> list[str]:
    history = _histories(site).of("a")
    words = Vocabulary(Catalog("en"))
    return [told.plain() for told in sentences(history.entries[0].changes, words)]


def test_a_text_that_changed_under_a_passage_tells_both_wordings_and_the_kind(site: Path) -> None:
    _commit(site, 2, {_ARTICLE: _TEXT.replace("cost 200 million", "cost *250* million")})
    assert _entry(site) == ["The text was changed.", "The words of the passage changed: “200” became “250” (a number)."]


def test_a_passage_whose_ends_changed_is_lost(site: Path) -> None:
    _commit(site, 2, {_ARTICLE: _TEXT.replace("The bridge cost 200 million", "Nobody knows what it cost")})
    assert _entry(site) == ["The text was changed.", "The passage is lost: “The bridge cost 200 million”."]


def test_a_text_that_changed_elsewhere_leaves_passages_alone(site: Path) -> None:
    _commit(site, 2, {_ARTICLE: _TEXT.replace("May", "June")})
    assert _entry(site) == ["The text was changed."]


def test_a_title_that_changed(site: Path) -> None:
    _commit(site, 2, {_ARTICLE: _TEXT.replace("A title", "Another title")})
    assert _entry(site) == ["Title: Another title, before A title."]


def test_what_changed_in_a_draft_is_not_told(site: Path) -> None:
    draft = _TEXT.replace("date:", "draft: true\ndate:")
    _commit(site, 2, {_ARTICLE: draft})
    _commit(site, 3, {_SIDECAR: _claim("false", "Not for others.")})
    _commit(site, 4, {_ARTICLE: _TEXT})
    _commit(site, 5, {_SIDECAR: _claim("supported", "Not for others.")})
    told = _told(_histories(site).of("a"))
    assert told == [("2026-03-05", "Rating changed from false to supported."), ("2026-03-04", "Added.")]


def test_of_an_article_that_shows_only_passages_no_other_words_are_told(site: Path) -> None:
    _commit(site, 2, {_ARTICLE: _TEXT.replace("200", "250")})
    _commit(site, 3, {_SIDECAR: _claim().replace("200", "250")})
    _commit(site, 4, {_SIDECAR: _claim().replace("The bridge cost 200 million", "opened in May")})
    history = _histories(site, withheld=("a",)).of("a")
    assert "million" not in repr(history)
    assert "Another passage was chosen." in [text for _, text in _told(history)]


def test_a_content_that_is_too_large_is_skipped(site: Path) -> None:
    _commit(site, 2, {_SIDECAR: _claim() + "#" * (8 * 2**20)})
    _commit(site, 3, {_SIDECAR: _claim("false")})
    told = _told(_histories(site).of("a"))
    assert told[:2] == [
        ("2026-03-03", "Can be read again."),
        ("2026-03-03", "Rating changed from unverified to false."),
    ]


def _forbid_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.history.reading.contents", _never)


def _never(*_: object) -> None:
    raise AssertionError("this must not be asked again")


# ── what articles share ──────────────────────────────────────────────────────────────────────────────────────────────

_SPEAKERS = "content/speakers.yaml"
_MAYOR = "mayor:\n  name: The Mayor\n  role: Mayor\nbrandt:\n  name: Willy Brandt\n"


def _shared(site: Path, id: str) -> list[tuple[str, str]]:
    return [(day[8:], text) for day, text in _told(_histories(site).of(shared_key(id)))]


def test_a_shared_speaker_has_a_history_from_its_first_change_on(site: Path) -> None:
    _commit(site, 2, {_SPEAKERS: _MAYOR})
    assert _shared(site, "speakers/mayor") == []
    _commit(site, 3, {_SPEAKERS: _MAYOR.replace("role: Mayor", "role: Former mayor")})
    assert _shared(site, "speakers/mayor") == [("03", "Role: Former mayor, before Mayor."), ("02", "Added.")]
    assert _shared(site, "speakers/brandt") == []


def test_a_shared_speaker_keeps_its_history_in_another_file_and_under_another_id(site: Path) -> None:
    _commit(site, 2, {_SPEAKERS: _MAYOR})
    _commit(site, 3, {_SPEAKERS: None, "content/speakers/others.yaml": _MAYOR})
    renamed = _MAYOR.replace("mayor:\n", "lord-mayor:\n  aliases: [mayor]\n")
    _commit(site, 4, {"content/speakers/others.yaml": renamed})
    assert _shared(site, "speakers/lord-mayor") == [("04", "Was called mayor."), ("02", "Added.")]


def test_a_file_of_speakers_that_cannot_be_read_is_bridged(site: Path) -> None:
    _commit(site, 2, {_SPEAKERS: _MAYOR})
    _commit(site, 3, {_SPEAKERS: "mayor: {\n"})
    _commit(site, 4, {_SPEAKERS: _MAYOR.replace("Willy", "W.")})
    assert _shared(site, "speakers/brandt") == [("04", "Name: W. Brandt, before Willy Brandt."), ("02", "Added.")]
    assert _shared(site, "speakers/mayor") == []


def test_a_shared_source_has_a_history(site: Path) -> None:
    source = "report:\n  title: The report\n  url: https://example.org/\n"
    _commit(site, 2, {"content/sources.yaml": source})
    _commit(site, 3, {"content/sources.yaml": source.replace("The report", "The first report")})
    assert _shared(site, "sources/report") == [
        ("03", "Source described otherwise: The first report."),
        ("02", "Source added: The report."),
    ]


def test_of_shared_entries_a_merge_tells_nothing_that_its_branches_told(site: Path) -> None:
    _commit(site, 2, {_SPEAKERS: _MAYOR})
    git(site, "branch", "side")
    _commit(site, 3, {_SPEAKERS: _MAYOR.replace("role: Mayor", "role: Former mayor")})
    git(site, "switch", "--quiet", "side")
    _commit(site, 4, {_SPEAKERS: _MAYOR.replace("Willy", "W.")})
    git(site, "merge", "--quiet", "--no-commit", "-s", "ours", "main")
    both = _MAYOR.replace("Willy", "W.").replace("role: Mayor", "role: Former mayor")
    _commit(site, 5, {_SPEAKERS: both})
    assert _shared(site, "speakers/mayor")[:-1] == [("03", "Role: Former mayor, before Mayor.")]
    assert _shared(site, "speakers/brandt")[:-1] == [("04", "Name: W. Brandt, before Willy Brandt.")]


def test_a_shallow_clone_says_that_it_lacks_older_changes_of_a_speaker(site: Path, tmp_path: Path) -> None:
    for day, role in enumerate(("Mayor", "Former mayor", "Old mayor"), 2):
        _commit(site, day, {_SPEAKERS: _MAYOR.replace("role: Mayor", f"role: {role}")})
    git(tmp_path, "clone", "--quiet", "--depth", "2", f"file://{site}", "copy")
    history = _histories(tmp_path / "copy").of(shared_key("speakers/mayor"))
    assert [one.day for one in history.entries] == ["2026-03-04"]
    assert history.is_cut


# ── what is kept of the log ──────────────────────────────────────────────────────────────────────────────────────────


def _reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From which commit on the log is read from now on, each time; empty for all of it."""
    found: list[str] = []

    def noted(root: Path, commit: str, folder: str, since: str = "") -> Iterator[LoggedCommit]:
        found.append(since)
        return commit_log(root, commit, folder, since)

    monkeypatch.setattr("generator.history.site_log.commit_log", noted)
    return found


def test_where_the_branch_only_went_on_the_rest_of_the_log_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, reads = Cache(), _reads(monkeypatch)
    before = _commit(site, 2, {_SIDECAR: _claim("false")})
    _histories(site, cache=cache)
    _commit(site, 3, {"content/articles/b.md": _TEXT})
    last = _commit(site, 4, {_SIDECAR: _claim("supported")})
    kept = _histories(site, cache=cache)
    assert reads == ["", before]
    assert kept.of("a") == _histories(site).of("a")
    assert kept.of("a").entries[0].commit == last


def test_after_a_merge_and_on_another_branch_the_whole_log_is_read(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache, reads = Cache(), _reads(monkeypatch)
    git(site, "branch", "side")
    _commit(site, 2, {_SIDECAR: _claim("false")})
    _histories(site, cache=cache)
    git(site, "switch", "--quiet", "side")
    _commit(site, 3, {"content/articles/b.md": _TEXT})
    assert not _verdicts(_histories(site, {"a": (), "b": ()}, cache=cache).of("a"))
    git(site, "switch", "--quiet", "main")
    git(site, "merge", "--quiet", "--no-edit", "side")
    merged = _histories(site, {"a": (), "b": ()}, cache=cache)
    assert reads == ["", "", ""]
    assert _verdicts(merged.of("a")) == [("02", "unverified", "false")]


def test_of_a_commit_only_the_articles_that_it_touched_are_told_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, ids = Cache(), {"a": (), "b": ()}
    _commit(site, 2, {"content/articles/b.md": _TEXT, "content/articles/b.yaml": _claim()})
    _histories(site, ids, cache=cache)
    _commit(site, 3, {_SIDECAR: _claim("false")})
    put: list[str] = []
    put_all = cache.put_all

    def noted(items: Mapping[str, bytes]) -> None:
        put.extend(items)
        put_all(items)

    monkeypatch.setattr(cache, "put_all", noted)
    _histories(site, ids, cache=cache)
    assert "history:of:a" in put
    assert "history:of:b" not in put


def test_what_is_kept_depends_on_no_order_of_sets(site: Path) -> None:
    """A digest of a set differs from one process to the next, so that everything would be read again."""
    for kind in (HistoryInputs, Repository, KnownHistories, SiteLog):
        assert not any("set" in str(field.type) for field in structs.fields(kind))


def test_a_change_on_three_branches_and_made_again_later_is_told_twice() -> None:
    change = FieldChange("a", "verdict", "unverified", "false")
    back = FieldChange("a", "verdict", "false", "unverified")
    parents = {"side": (), "other": (), "first": (), "second": ("first",), "third": ("second",)}
    days = {"first": 3, "second": 4, "third": 5, "side": 2, "other": 9}
    entries = [
        Recorded(
            id, f"2026-03-0{days[id]}T00:00:00Z", f"2026-03-0{days[id]}", "", (back if id == "second" else change,)
        )
        for id in ("first", "second", "third", "side", "other")
    ]
    assert [one.commit for one in told_once(entries, parents) if one.changes] == ["second", "third", "side"]


def test_what_another_branch_changed_counts_for_the_id_that_an_annotation_has_now(site: Path) -> None:
    git(site, "branch", "side")
    _commit(site, 2, {_SIDECAR: _claim().replace("  cost:\n", "  price:\n    aliases: [cost]\n")})
    git(site, "switch", "--quiet", "side")
    _commit(site, 3, {_SIDECAR: _claim("false")})
    git(site, "merge", "--quiet", "--no-commit", "-s", "ours", "main")
    _commit(site, 4, {_SIDECAR: _claim("false").replace("  cost:\n", "  price:\n    aliases: [cost]\n")})
    assert sorted(_told(_histories(site).of("a").of("price"))) == [
        ("2026-03-01", "Added."),
        ("2026-03-02", "Was called cost."),
        ("2026-03-03", "Rating changed from unverified to false."),
    ]
