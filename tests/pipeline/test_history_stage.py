"""The history on pages: what is shown where, what a commit renders, and what a build says where it is missing."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Sequence
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest

from generator.cli.console import Console
from generator.comparing.recorded import ArticleHistory
from generator.history import blobs, reading
from generator.history.reading import HistoryInputs, KnownHistories
from generator.history.repository import repository_of
from generator.model import Naming
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.history_stage import histories_of
from generator.pipeline.processes import _start_method, processes
from generator.pipeline.publish_stage import Outcome, Task, build_and_publish, verify
from generator.sources.source_lines import source_lines
from generator.urls import BUILT_OUTPUTS
from tests.repositories import git, write

_SITE = "title: T\nurl: https://example.org/\nrepository: https://example.org/code\n"
_TEXT = "---\ntitle: {title}\ndate: 2015-12-23\n---\n\nThe bridge cost 200 million. It was opened in May. Few came.\n"
_SIDECAR = """\
claims:
  cost:
    quote: The bridge cost 200 million
    speaker: mayor
    verdict: {cost}
    note: Because.
  may:
    quote: It was opened in May
    speaker: mayor
    verdict: {may}
    note: Because.
speakers:
  mayor:
    name: The Mayor
"""
_ARTICLES = ("a", "b", "c")
_SHALLOW = """\
site.yaml:1:8: notice[history-incomplete] This copy of the repository is shallow, so pages say that older changes are \
not in it.
    1 | title: T
      |        ^
  next: Run `git fetch --unshallow`; in a workflow, give `actions/checkout` the option `fetch-depth: 0`.
"""
_PARTIAL = """\
site.yaml:1:8: notice[history-incomplete] This copy of the repository lacks the contents of older versions, so pages \
can't say what changed.
    1 | title: T
      |        ^
  next: Run `git fetch --refetch --no-filter`; in a workflow, use `filter: blob:limit=1m` and no other filter.
"""
_UNKNOWN = """\
site.yaml:6:20: notice[people-unknown] `people` names “bob@example.org”, but no commit that changed an article is by \
that address or name.
    6 |   bob@example.org: Bob
      |                    ^
  next: Write it as `git shortlog --summary --email` does, or remove the entry.
"""


def _sidecar(cost: str = "unverified", may: str = "unverified") -> str:
    return _SIDECAR.format(cost=cost, may=may)


def _commit(
    site: Path, day: int, files: dict[str, str | None] | None = None, author: str = "Ada <ada@example.org>"
) -> str:
    write(site, files or {})
    git(site, "add", "--all")
    date = f"--date=2026-03-{day:02} 12:00:00 +0000"
    git(site, "commit", "--quiet", "--allow-empty", "--message", "m", date, "--author", author)
    return git(site, "rev-parse", "HEAD").strip()


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository with three articles; in one a rating has been corrected."""
    folder = tmp_path / "site"
    write(folder, {"site.yaml": _SITE, ".gitignore": "output*\n"})
    for name in _ARTICLES:
        own = _sidecar().replace("mayor", f"mayor-{name}").replace("The Mayor", f"The Mayor of {name.upper()}")
        write(
            folder,
            {f"content/articles/{name}.md": _TEXT.format(title=name.upper()), f"content/articles/{name}.yaml": own},
        )
    git(folder, "init", "--quiet", "--initial-branch", "main")
    _commit(folder, 1)
    _commit(folder, 2, {"content/articles/b.yaml": _of("b", cost="false")})
    return folder


def _of(name: str, cost: str = "unverified", may: str = "unverified") -> str:
    return _sidecar(cost, may).replace("mayor", f"mayor-{name}").replace("The Mayor", f"The Mayor of {name.upper()}")


def _task(site: Path) -> Task:
    return Task(site, site / "output", site.parent / "cache")


def _build(site: Path) -> Outcome:
    return build_and_publish(_task(site))


def _made(outcome: Outcome) -> list[str]:
    """The paths of the files that a build wrote."""
    return sorted(outcome.published.written) if outcome.published else []


def _page(site: Path, path: str) -> str:
    return (site / "output" / path).read_text(encoding="utf-8")


def _section(html: str) -> str:
    """What a page says under its changes, without markup."""
    found = re.search(r'<h2 id="changes_">.*?</section>', html, re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", found[0]).split()) if found else ""


def test_a_claims_page_says_what_changed_in_it(site: Path) -> None:
    commit = _commit(site, 3, {"content/articles/a.yaml": _of("a", cost="false")})
    _build(site)
    shown = _section(_page(site, "claims/a/cost.html"))
    assert "3 March 2026 Rating changed from Unverified to False ." in shown
    assert shown.index("Rating changed") < shown.index("1 March 2026 Added.")
    assert f"https://example.org/code/commit/{commit}" in _page(site, "claims/a/cost.html")
    assert "Rating changed" not in _page(site, "claims/a/may.html")


def test_an_articles_page_says_what_changed_and_which_version_to_cite(site: Path) -> None:
    commit = _commit(site, 3, {"content/articles/a.yaml": _of("a", cost="false")})
    _commit(site, 4, {"content/articles/b.md": _TEXT.format(title="Another")})
    _build(site)
    html = _page(site, "articles/a.html")
    assert "3 March 2026 cost : Rating changed from Unverified to False ." in _section(html)
    assert f"<code>{commit[:10]}</code></a> of 3 March 2026." in html
    assert "Title: Another , before B ." in _section(_page(site, "articles/b.html"))


def _times(site: Path, article: str) -> dict[str, tuple[str, str]]:
    """When the annotations of an article came and changed, by id, as its JSON-LD says."""
    items = json.loads(_page(site, f"articles/{article}.jsonld"))["first"]["items"]
    return {one["id"].partition("#")[2]: (one.get("created", ""), one.get("modified", "")) for one in items}


def test_the_annotations_for_programs_say_when_they_came_and_changed(site: Path) -> None:
    _build(site)
    first, second, third = (f"2026-03-0{day}T12:00:00Z" for day in (1, 2, 3))
    assert _times(site, "a") == {"cost": (first, ""), "may": (first, "")}
    assert _times(site, "b") == {"cost": (first, second), "may": (first, "")}
    _commit(
        site, 3, {"content/articles/b.yaml": _of("b", cost="false").replace("  may:", "  opening:\n    aliases: [may]")}
    )
    _build(site)
    assert _times(site, "b") == {"cost": (first, second), "opening": (first, third)}
    added = "  few: {quote: Few came, speaker: outlet}\n"
    write(site, {"content/articles/a.yaml": _of("a").replace("speakers:\n", f"{added}speakers:\n")})
    _build(site)
    assert _times(site, "a")["few"] == ("", ""), "what is in no commit has no date"
    assert verify(_task(site))[0] == []


def test_the_annotations_for_programs_have_no_date_without_the_history(site: Path) -> None:
    others = ", ".join(name for name in BUILT_OUTPUTS if name != "history")
    write(site, {"site.yaml": f"{_SITE}outputs: [{others}]\n"})
    _build(site)
    assert _times(site, "b") == {"cost": ("", ""), "may": ("", "")}


def test_an_empty_commit_makes_no_page(site: Path) -> None:
    _build(site)
    _commit(site, 3)
    outcome = _build(site)
    assert (outcome.sums.made, _made(outcome)) == (0, [])
    assert verify(_task(site))[0] == []


def test_a_commit_of_an_edited_sidecar_makes_its_article_its_changed_claim_and_the_corrections(site: Path) -> None:
    _build(site)
    write(site, {"content/articles/a.yaml": _of("a", cost="false")})
    _build(site)
    _commit(site, 3)
    outcome = _build(site)
    expected = ["articles/a.html", "articles/a.jsonld", "claims/a/cost.html", "corrections.html", "corrections.xml"]
    assert (outcome.sums.made, _made(outcome)) == (5, expected)
    assert verify(_task(site))[0] == []


def test_after_an_edit_pages_still_have_their_history(site: Path) -> None:
    _build(site)
    write(site, {"content/articles/b.md": _TEXT.format(title="B").replace("Few came", "Nobody came")})
    outcome = _build(site)
    assert "articles/b.html" in _made(outcome)
    assert "Rating changed" in _section(_page(site, "articles/b.html"))
    assert verify(_task(site))[0] == []


def test_another_branch_a_rebase_and_a_renamed_speaker_leave_what_a_clean_build_gives(site: Path) -> None:
    _build(site)
    git(site, "commit", "--quiet", "--amend", "--message", "Other words")
    _build(site)
    assert verify(_task(site))[0] == []
    git(site, "switch", "--quiet", "--create", "side", "HEAD~1")
    _commit(site, 5, {"content/articles/a.yaml": _of("a", may="supported")})
    _build(site)
    assert verify(_task(site))[0] == []
    git(site, "switch", "--quiet", "main")
    write(site, {"content/articles/b.yaml": _of("b", cost="false").replace("The Mayor", "Another Mayor")})
    _build(site)
    assert verify(_task(site))[0] == []


def test_without_a_repository_pages_are_as_without_the_output(site: Path, tmp_path: Path) -> None:
    git(site, "rev-parse", "HEAD")
    (site / ".git").rename(tmp_path / "gone")
    with_history = build_site(site)
    others = ", ".join(name for name in BUILT_OUTPUTS if name != "history")
    write(site, {"site.yaml": f"{_SITE}outputs: [{others}]\n"})
    without = build_site(site)
    assert with_history.files == without.files
    assert not with_history.diagnostics


def test_a_site_that_asks_for_its_history_hears_that_there_is_none(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"site.yaml": _SITE + "outputs: [articles, history]\n", "content/articles/a.md": _TEXT.format(title="A")},
    )
    assert [one.code for one in build_site(tmp_path).diagnostics] == ["history-missing"]


def test_a_shallow_clone_says_so_on_its_pages(site: Path, tmp_path: Path) -> None:
    _commit(site, 3, {"content/articles/a.yaml": _of("a", cost="false")})
    git(tmp_path, "clone", "--quiet", "--depth", "1", f"file://{site}", "copy")
    copy = tmp_path / "copy"
    outcome = _build(copy)
    assert "Older changes are not in the copy of the repository" in _section(_page(copy, "articles/a.html"))
    assert "2026-03" not in _page(copy, "articles/a.html")
    assert "Version" not in _page(copy, "articles/a.html")
    assert _times(copy, "a") == {"cost": ("", ""), "may": ("", "")}
    assert _shown(outcome, copy) == _SHALLOW


def test_a_clone_without_older_contents_says_so(site: Path, tmp_path: Path) -> None:
    git(site, "config", "uploadpack.allowFilter", "true")
    git(tmp_path, "clone", "--quiet", "--filter=blob:none", f"file://{site}", "copy")
    copy = tmp_path / "copy"
    outcome = _build(copy)
    assert "An older version is not in this copy." in _section(_page(copy, "articles/b.html"))
    assert _times(copy, "b") == {"cost": ("", ""), "may": ("", "")}
    assert _shown(outcome, copy) == _PARTIAL


def test_corrections_are_what_editors_wrote_and_what_the_repository_knows(site: Path) -> None:
    reason = "    updates:\n      2026-02-01: The bill has come.\n"
    _commit(
        site,
        3,
        {
            "content/articles/a.yaml": _of("a", cost="false").replace(
                "    verdict: false\n", f"    verdict: false\n{reason}"
            )
        },
    )
    _build(site)
    html, feed = _page(site, "corrections.html"), _page(site, "corrections.xml")
    assert html.index("The bill has come.") < html.index(
        "Rating changed from <b><bdi>Unverified</bdi></b> to <b><bdi>False</bdi></b>."
    )
    assert "<summary>The bill has come.</summary>" in feed
    assert "<updated>2026-03-03T12:00:00Z</updated>" in feed
    assert len(set(re.findall("<id>([^<]*)</id>", feed))) == 4


def test_a_withdrawal_with_its_day_is_one_correction(site: Path) -> None:
    withdrawn = _of("a").replace("    note: Because.\n", "    note: Because.\n    withdrawn: 2026-03-02 Misread.\n", 1)
    _commit(site, 3, {"content/articles/a.yaml": withdrawn})
    _build(site)
    assert _page(site, "corrections.html").count("Misread.") == 1


def test_many_corrections_have_pages_by_year(site: Path) -> None:
    lines = "".join(f"      {year}-02-0{n}: Change {n} of {year}.\n" for year in range(2016, 2026) for n in range(1, 7))
    updates = _of("a", cost="false").replace("    verdict: false\n", f"    verdict: false\n    updates:\n{lines}")
    _commit(site, 3, {"content/articles/a.yaml": updates})
    _build(site)
    assert "Change 6 of 2016." not in _page(site, "corrections.html")
    assert _page(site, "corrections/in-2016.html").count("of 2016.") == 6
    assert verify(_task(site))[0] == []


def test_a_site_without_corrections_has_no_page_of_them(tmp_path: Path) -> None:
    write(tmp_path, {"site.yaml": "title: T\n", "content/articles/a.md": _TEXT.format(title="A")})
    assert "corrections.html" not in build_site(tmp_path).digests
    write(tmp_path, {"site.yaml": "title: T\nnavigation: [articles, corrections]\n"})
    files = build_site(tmp_path).files
    assert files is not None
    page = files["corrections.html"]
    assert isinstance(page, bytes)
    assert b"There are no corrections yet." in page


@pytest.mark.parametrize("people", ["", "people: nobody\n", "people: names\n", "people: initials\n"])
def test_no_address_gets_out(site: Path, people: str) -> None:
    write(site, {"site.yaml": _SITE + people})
    _commit(site, 3, {"content/articles/a.yaml": _of("a", cost="false")}, "bob@example.net <bob@example.net>")
    _build(site)
    for path in (site / "output").rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"ada@example.org" not in data
            assert b"bob@example.net" not in data
    assert ("Ada" in _page(site, "articles/a.html")) == (people == "people: names\n")


def test_hostile_words_of_the_past_stay_text(site: Path) -> None:
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    write(site, {"site.yaml": _SITE + "people: names\n"})
    for day, statement in enumerate((evil, "Fine."), 3):
        own = _of("a").replace("    note: Because.\n", f"    note: Because.\n    statement: '{statement}'\n", 1)
        _commit(site, day, {"content/articles/a.yaml": own}, "\"'>&lt;b onclick=x <e@example.org>")
    _build(site)
    for path in ("articles/a.html", "claims/a/cost.html", "corrections.html", "corrections.xml"):
        page = _page(site, path)
        assert "<img src=x" not in page
        assert "<script>alert" not in page
        assert "<b onclick" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in _section_html(_page(site, "claims/a/cost.html"))


def _section_html(html: str) -> str:
    found = re.search(r'<h2 id="changes_">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def _shown(outcome: Outcome, root: Path) -> str:
    """The diagnostics of a build as the command shows them."""
    err = io.StringIO()
    Console(io.StringIO(), err).show(outcome.built.diagnostics, source_lines(root), root)
    return err.getvalue()


def test_a_key_of_people_that_means_no_author_is_named(site: Path) -> None:
    write(site, {"site.yaml": _SITE + "people:\n  ada@example.org: Ada Lovelace\n  bob@example.org: Bob\n"})
    outcome = _build(site)
    assert _shown(outcome, site) == _UNKNOWN
    assert "Ada Lovelace" in _page(site, "articles/a.html")


def test_a_commit_of_an_edited_speaker_and_source_makes_their_pages(site: Path) -> None:
    shared = {
        "content/speakers.yaml": "brandt:\n  name: Willy Brandt\n  role: Mayor\nkohl:\n  name: Helmut Kohl\n",
        "content/sources.yaml": "report:\n  title: The report\n  publisher: Acme\nannex:\n  title: B\n  publisher: B\n",
    }
    _commit(site, 3, dict(shared))
    _build(site)
    assert not _section(_page(site, "speakers/brandt.html"))
    edited = {
        path: text.replace("Mayor", "Chancellor").replace("The report", "A report") for path, text in shared.items()
    }
    write(site, edited)
    _build(site)
    _commit(site, 4)
    outcome = _build(site)
    assert _made(outcome) == ["sources/acme.html", "speakers/brandt.html"]
    assert "4 March 2026 Role: Chancellor , before Mayor ." in _section(_page(site, "speakers/brandt.html"))
    assert "Source described otherwise: <bdi>A report</bdi>." in _page(site, "sources/acme.html")
    assert verify(_task(site))[0] == []


# ── many articles at once ────────────────────────────────────────────────────────────────────────────────────────────


def _read(root: Path, ids: Sequence[str], jobs: int) -> tuple[KnownHistories, list[ArticleHistory]]:
    asked = HistoryInputs(dict.fromkeys(ids, ()), (), Naming(), "UTC")
    with processes(jobs) as pool:
        context = BuildContext(pool=pool, jobs=jobs, repository=repository_of(root))
        histories, _ = histories_of(asked, context, root, {})
        return histories.known, [histories.of(id) for id in ids]


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with more articles than one process compares, each of which is changed once."""
    folder = tmp_path_factory.mktemp("many")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    for number, cost in enumerate(("false", "supported")):
        files = {f"content/articles/a{n}.yaml": _SIDECAR.format(cost=cost, may=f"v{n}") for n in range(150)}
        texts = {f"content/articles/a{n}.md": _TEXT.format(title=f"Article {n}") for n in range(150)}
        write(folder, {**files, **texts})
        git(folder, "add", "--all")
        git(folder, "commit", "--quiet", "--message", "m", f"--date=2026-03-0{number + 1} 12:00:00 +0000")
    return folder


def test_many_articles_are_compared_by_several_processes(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ids, here = [f"a{n}" for n in range(150)], list[object]()
    compared, contents, there = reading._compared, blobs.contents, list[int]()

    def noted(articles: Sequence[Any]) -> list[Any]:
        here.append(articles)
        return compared(articles)

    def opened(*asked: Any) -> Any:
        there.append(len(active_children()))
        return contents(*asked)

    noted.__module__, noted.__qualname__ = compared.__module__, compared.__qualname__  # as it is found elsewhere
    alone = _read(many, ids, 1)
    assert [len(history.entries) for history in alone[1]] == [2] * 150
    monkeypatch.setattr(reading, "_compared", noted)
    monkeypatch.setattr(reading, "contents", opened)
    is_forked = _start_method() == "fork"  # not beside other threads, as servers in other tests leave them
    assert _read(many, ids, 2) == alone
    assert here == []
    assert there == [2] or not is_forked, "Git is asked once all processes are there"


def test_what_git_can_not_read_is_told_alike_by_several_processes(many: Path, tmp_path: Path) -> None:
    folder = tmp_path / "damaged"
    shutil.copytree(many, folder)
    blob = git(folder, "rev-parse", "HEAD~1:content/articles/a70.yaml").strip()
    (folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    ids = [f"a{n}" for n in range(150)]
    known, _ = _read(folder, ids, 2)
    assert known.refused
    assert known == _read(folder, ids, 1)[0]
