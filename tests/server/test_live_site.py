"""A site that is served keeps what it made, takes from the output what stands there, and is never wrong for it."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.pipeline.build import build_site
from generator.pipeline.cache_folder import site_cache
from generator.pipeline.progress import no_progress
from generator.pipeline.result import Built
from generator.server.live_site import LiveFiles, LiveSite
from tests.folders import digest_of
from tests.pipeline.test_build import ARTICLE, a_site, write
from tests.repositories import git, repository

PAGE = "articles/2015/report.html"


@pytest.fixture
def root(tmp_path):
    return a_site(tmp_path / "site")


def tree(root: Path, said: list[str] | None = None) -> LiveSite:
    heard: list[str] = [] if said is None else said
    return LiveSite(root, False, "", root / ".counterpoint", heard.append)


def contents(built: Built) -> dict[str, bytes]:
    assert built.files is not None
    return {path: data if isinstance(data, bytes) else data.read_bytes() for path, data in built.files.items()}


def clean(root: Path) -> dict[str, bytes]:
    return contents(build_site(root))


def test_the_first_build_is_the_whole_site(root):
    assert contents(tree(root).rebuild(no_progress)) == clean(root)


def test_after_an_edit_only_what_it_changed_is_made_and_the_rest_kept(root):
    served = tree(root)
    served.rebuild(no_progress)
    write(root / "content/articles/2015/report.md", ARTICLE.replace("published", "had published"))
    again = served.rebuild(no_progress)
    made = Counter(path.partition("/")[0] for path in again.why)
    assert 0 < made["articles"] + made["claims"] < 4
    assert 0 < made["data"] < 4
    assert made.keys() <= {"articles", "claims", "data", "index.html", "search"}
    assert contents(again) == clean(root)


def test_what_stands_in_the_output_is_not_made(root):
    assert main(["build", "--site", str(root), "-q"]) == 0
    built = tree(root).rebuild(no_progress)
    assert built.sums.made == 0
    assert contents(built) == clean(root)


def test_a_cache_outside_of_the_site_is_believed_while_the_site_is_served_and_after_that(root, tmp_path):
    said: list[str] = []
    served = LiveSite(root, False, "", tmp_path / "cache", said.append)
    served.rebuild(no_progress)
    write(root / "content/articles/2015/report.md", ARTICLE.replace("published", "had published"))
    served.rebuild(no_progress)
    with closing(site_cache(tmp_path / "cache", root, forgets=True)) as cache:
        assert cache.count() > 1
    again = LiveSite(root, False, "", tmp_path / "cache", said.append).rebuild(no_progress)
    assert (again.sums.compiled, said) == (0, [])
    assert contents(again) == clean(root)


@pytest.mark.parametrize("how", ["deleted", "edited"])
def test_what_is_in_the_output_no_more_as_it_was_is_made_again_when_it_is_asked_for(root, how):
    assert main(["build", "--site", str(root), "-q"]) == 0
    built = tree(root).rebuild(no_progress)
    wanted = clean(root)
    if how == "deleted":
        shutil.rmtree(root / "output")
    else:
        (root / "output" / PAGE).write_text("by somebody else")
    assert built.files is not None
    assert built.files[PAGE] == wanted[PAGE]


def test_another_build_that_exchanges_the_output_changes_nothing_of_what_is_shown(root):
    assert main(["build", "--site", str(root), "-q"]) == 0
    built = tree(root).rebuild(no_progress)
    wanted = clean(root)
    assert main(["build", "--site", str(root), "-q", "--base-url", "https://elsewhere.example/"]) == 0
    assert contents(built) == wanted


def test_where_nothing_can_be_built_the_next_build_goes_on_from_what_was_shown(root):
    served = tree(root)
    served.rebuild(no_progress)
    write(root / "templates/article.html", "{% if %}")
    assert served.rebuild(no_progress).files is None
    (root / "templates/article.html").unlink()
    again = served.rebuild(no_progress)
    assert again.sums.made == 0
    assert contents(again) == clean(root)


def test_what_goes_is_there_no_more(root):
    served = tree(root)
    assert "about.html" in (served.rebuild(no_progress).files or {})
    (root / "content/pages/about.md").unlink()
    built = served.rebuild(no_progress)
    assert built.files is not None
    assert "about.html" not in built.files
    assert [*built.files] == [*built.digests]
    assert len(built.files) == len(built.digests)


def test_the_digests_are_those_of_the_files(root):
    built = tree(root).rebuild(no_progress)
    assert built.files is not None
    assert {path: digest_of(data) for path, data in built.files.items()} == built.digests


def test_a_cache_that_can_not_be_used_brings_a_warning(root):
    (root / ".counterpoint").write_text("a file, and no folder")
    said: list[str] = []
    assert contents(tree(root, said).rebuild(no_progress)) == clean(root)
    assert [str(root / ".counterpoint") in warning for warning in said] == [True]


def test_the_problems_of_an_edit_that_is_not_saved_are_those_of_the_saved_file(root):
    served = tree(root)
    served.rebuild(no_progress)
    path = "content/articles/2015/report.md"
    before = tuple((root / path).stat())
    edit = ARTICLE.replace("title:", "titel:", 1).encode()
    found = served.problems({path: edit})
    assert tuple((root / path).stat())[:7] == before[:7]
    assert served.problems({}) == build_site(root).diagnostics
    write(root / path, edit.decode())
    assert found == build_site(root).diagnostics
    assert found


def test_what_the_desk_knows_of_the_rest_of_the_site_is_that_of_the_last_build(root):
    served = tree(root)
    served.rebuild(no_progress)
    first = served.shared()
    assert served.shared() is first
    write(root / "content/articles/2015/report.md", ARTICLE.replace("title: ", "title: New "))
    served.rebuild(no_progress)
    assert served.shared() is first
    write(root / "content/speakers.yaml", "someone: {name: Someone, kind: person}\n")
    write(root / "site.yaml", "title: Another\n")
    served.rebuild(no_progress)
    assert (served.shared().settings.title, list(served.shared().registry.speakers)) == ("Another", ["someone"])


def looked_at(root: Path, *pages: str) -> tuple[LiveSite, list[dict[str, bytes]]]:
    """A site of which browsers show these pages, and what was shown of it before a build was done."""
    shown: list[dict[str, bytes]] = []

    def show(files: LiveFiles) -> None:
        shown.append({path: data for path in files if isinstance(data := files[path], bytes)})

    return LiveSite(root, False, "", root / ".counterpoint", print, lambda: frozenset(pages), show), shown


def test_the_page_that_someone_looks_at_is_made_before_the_others_and_as_it_will_stay(root):
    served, shown = looked_at(root, PAGE, "index.html")
    before = contents(served.rebuild(no_progress))
    assert shown == []
    write(root / "content/articles/2015/report.md", ARTICLE.replace("title: ", "title: New "))
    after = contents(served.rebuild(no_progress))
    (early,) = shown
    assert early[PAGE] == after[PAGE] != before[PAGE]
    assert early["index.html"] == before["index.html"] != after["index.html"]
    assert after == clean(root)


def test_a_page_that_is_made_before_the_others_has_its_history(root):
    write(root / ".gitignore", "output*\n.counterpoint*\n")
    id = git(repository(root), "rev-parse", "HEAD")
    served, shown = looked_at(root, PAGE)
    before = contents(served.rebuild(no_progress))
    assert id[:10].encode() in before[PAGE]
    write(root / "content/articles/2015/report.md", ARTICLE.replace("title: ", "title: New "))
    after = contents(served.rebuild(no_progress))
    (early,) = shown
    assert early[PAGE] == after[PAGE] != before[PAGE]
    assert after == clean(root)


def test_a_page_that_stays_as_it_is_is_not_shown_again(root):
    served, shown = looked_at(root, "articles/2015/other.html")
    served.rebuild(no_progress)
    write(root / "content/articles/2015/report.md", ARTICLE.replace("title: ", "title: New "))
    served.rebuild(no_progress)
    assert shown == []


def test_articles_in_memory_are_those_of_the_files(root):
    served = tree(root)
    for title in ("One", "Two", "One"):
        write(root / "content/articles/2015/report.md", ARTICLE.replace("title: ", f"title: {title} "))
        assert contents(served.rebuild(no_progress)) == clean(root)
    (root / "content/articles/2015/report.md").unlink()
    (root / "content/articles/2015/report.yaml").unlink(missing_ok=True)
    assert contents(served.rebuild(no_progress)) == clean(root)
