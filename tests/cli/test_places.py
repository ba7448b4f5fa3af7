"""Where the cache, the output and a profile may not be is refused before anything is written."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from tests.folders import needs_links, new_site, tree


@pytest.fixture
def root(tmp_path, monkeypatch):
    site = new_site(tmp_path)
    (site / "content/articles/a.md").write_text("---\ntitle: A\ndate: 2015-12-23\n---\n\nText.\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    (tmp_path / "file").write_text("precious")
    (site / ".git").mkdir()
    return site


def command(*arguments: object) -> tuple[int, str]:
    """Exit code, and all that was printed."""
    printed = io.StringIO()
    with redirect_stdout(printed), redirect_stderr(printed):
        code = main([*map(str, arguments)])
    return code, printed.getvalue()


def everything(folder: Path) -> dict[str, bytes | None]:
    return {**tree(folder), **{f"{path}/": None for path in folder.rglob("*") if path.is_dir()}}


CACHES = {
    "the sources": "site/content",
    "in the sources": "site/content/articles/cache",
    "the templates": "site/templates/cache",
    "the output": "site/output",
    "in the output": "site/output/cache",
    "the staging directory": "site/output.next~/cache",
    "the site": "site",
    "above the site": ".",
    "the root of the disk": "/",
    "the home folder": "home",
    "a file": "file",
    "in the repository": "site/.git/cache",
    "by a roundabout way": "site/x/../content",
}


@pytest.mark.parametrize("command_", ["build", "explain", "serve", "clean"])
@pytest.mark.parametrize("name", CACHES)
def test_a_cache_where_none_may_be_is_refused_and_nothing_written(root, tmp_path, name, command_):
    before = everything(tmp_path)
    path = ["index.html"] if command_ == "explain" else []
    code, printed = command(command_, *path, "--site", root, "--cache", CACHES[name])
    assert code == Exit.REFUSED, printed
    assert "`--cache`" in printed
    assert everything(tmp_path) == before


@needs_links
@pytest.mark.parametrize("target", ["site/content", "home", "missing"])
def test_a_cache_behind_a_link_is_refused(root, tmp_path, target):
    (tmp_path / "link").symlink_to(tmp_path / target)
    code, printed = command("build", "--site", root, "--cache", "link")
    assert code == Exit.REFUSED
    assert "is a symbolic link" in printed
    assert not (tmp_path / target / "lock").exists()


@pytest.mark.parametrize("cache", ["", "elsewhere"])
@pytest.mark.parametrize("below", ["", "/site"])
def test_an_output_in_the_cache_folder_is_refused(root, tmp_path, cache, below):
    folder = tmp_path / cache if cache else root / ".counterpoint"
    before = everything(tmp_path)
    code, printed = command(
        "build", "--site", root, "--output", f"{folder}{below}", *(["--cache", cache] * bool(cache))
    )
    assert code == Exit.REFUSED, printed
    assert everything(tmp_path) == before


@pytest.mark.parametrize("cache", ["elsewhere", "site/cache", "home/cache", "site/.counterpoint"])
def test_a_cache_in_a_folder_of_its_own_is_made(root, tmp_path, cache):
    assert command("build", "--site", root, "--cache", cache)[0] == Exit.DONE
    assert (tmp_path / cache / "cache.sqlite3").is_file()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        ("missing/profile", "There is no folder"),
        ("file/profile", "There is no folder"),
        ("home", "is a folder"),
        ("site/content/profile", "among the files of the site"),
        ("site/templates/profile", "among the files of the site"),
        ("site/site.yaml", "among the files of the site"),
    ],
)
def test_a_profile_that_could_not_be_written_is_refused_before_the_build(root, tmp_path, file, why):
    before = everything(tmp_path)
    code, printed = command("build", "--site", root, "--profile", file)
    assert code == Exit.USAGE
    assert why in printed
    assert everything(tmp_path) == before


def test_a_profile_is_written_where_it_may_be(root, tmp_path):
    assert command("build", "--site", root, "--profile", "a profile")[0] == Exit.DONE
    assert (tmp_path / "a profile").stat().st_size


@pytest.mark.parametrize(
    "file", ["output/profile", "output.next~/profile", ".counterpoint/lock", ".counterpoint/cache.sqlite3"]
)
def test_a_profile_takes_the_place_of_nothing_that_a_build_keeps(root, file):
    build = ("build", "--site", root)
    article = next((root / "content" / "articles").rglob("*.md"))
    assert command(*build)[0] == Exit.DONE
    article.write_text(article.read_text(encoding="utf-8") + "\nMore.\n", encoding="utf-8")
    assert command(*build)[0] == Exit.DONE  # now there is a staging directory, too
    before = everything(root)
    code, printed = command(*build, "--profile", root / file)
    assert (code, "among the files of the site" in printed) == (Exit.USAGE, True)
    assert everything(root) == before
