"""The commands as they are typed: what they write, what they say, and how they end."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from generator import __version__
from generator.annotating.annotations import NewAnnotation, add_annotation
from generator.annotating.edit import Edit
from generator.cli import build as building
from generator.cli import new
from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.cli.workflow import WORKFLOW
from generator.formats.placeholders import SCAFFOLD_PHRASES
from generator.pipeline.progress import Step
from generator.publishing.manifest import MANIFEST
from tests.folders import needs_links, needs_posix

REPOSITORY = Path(__file__).parent.parent.parent
SIDECAR = "content/articles/2015/what-counterpoint-promises.yaml"


PURPOSES = ("newsroom", "codebook", "class")

each_purpose = pytest.mark.parametrize("purpose", PURPOSES)


@pytest.fixture(scope="session")
def untouched_site(tmp_path_factory):
    """What `init` writes, made once."""
    root = tmp_path_factory.mktemp("new") / "site"
    assert main(["init", str(root), "--date", "2015-12-23", "-q"]) == 0
    return root


@pytest.fixture(scope="session")
def new_site(untouched_site, tmp_path_factory):
    """The same, in words of its own."""
    root = tmp_path_factory.mktemp("own") / "site"
    shutil.copytree(untouched_site, root)
    for path in (*root.rglob("*.md"), *root.rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        for phrase in SCAFFOLD_PHRASES.values():
            text = text.replace(phrase, "Say who" if path.name == "about.md" else "It is so")
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def site(new_site, tmp_path, monkeypatch):
    """A fresh copy of it, with another folder as the current one."""
    shutil.copytree(new_site, tmp_path / "site")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    return tmp_path / "site"


def run(*arguments: str | Path) -> int:
    return main([str(argument) for argument in arguments])


def tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def add_an_error(site: Path) -> None:
    change(site / SIDECAR, "The same files give the same pages", "The same files give other pages")


def add_a_warning(site: Path) -> None:
    change(site / "content/pages/about.md", "Say who", "![x](https://example.org/x.png) Say who")


# ── a site that was begun ──


@pytest.fixture
def begun(untouched_site, tmp_path):
    """A fresh copy of what `init` writes."""
    return Path(shutil.copytree(untouched_site, tmp_path / "begun"))


def test_a_new_site_is_told_each_of_the_words_that_are_not_its_own_and_is_not_published_with_strict(begun, capfd):
    assert run("check", "--site", begun, "--strict", "--format", "json") == 1
    told = [one for one in json.loads(capfd.readouterr().out)["diagnostics"] if one["severity"] != "notice"]
    assert {one["code"] for one in told} == {"placeholder"}
    for one in told:
        line = (begun / one["path"]).read_text(encoding="utf-8").splitlines()[one["line"] - 1]
        (phrase,) = [phrase for phrase in SCAFFOLD_PHRASES.values() if f"“{phrase}”" in one["message"]]
        assert phrase in line[one["column"] - 1 :]
        assert one["next"]
    assert len(told) == 7
    assert run("build", "--site", begun, "--output", begun / "output") == 0


def test_all_words_of_new_files_that_readers_would_see_are_told(begun, capfd, monkeypatch):
    monkeypatch.setattr(new, "installed_from", lambda: "")  # then the workflow leaves it to be written
    run("new", "speaker", "some-speaker", "Some speaker", "--site", begun, "-q")
    speaker = begun / "content/speakers/some-speaker.yaml"
    speaker.write_text(
        re.sub(r"  # (?=short|role|description)", "  ", speaker.read_text(encoding="utf-8")), encoding="utf-8"
    )
    told = placeholders_in(begun, capfd)
    for purpose in PURPOSES:
        run("init", begun.parent / purpose, "--for", purpose, "-q")
        told |= placeholders_in(begun.parent / purpose, capfd)
    assert set(SCAFFOLD_PHRASES.values()) - told == {
        "A new archive",  # for a folder without a name
        "The reasons for the verdict",  # which sidecars had once
    }


def placeholders_in(site: Path, capfd: pytest.CaptureFixture[str]) -> set[str]:
    """The phrases of new files that `check` reports."""
    run("check", "--site", site, "--format", "json")
    told = json.loads(capfd.readouterr().out)["diagnostics"]
    return {phrase_in(one["message"]) for one in told if one["code"] == "placeholder"}


def phrase_in(message: str) -> str:
    return message.partition("“")[2].partition("”")[0]


# ── a site for a purpose ──


@pytest.fixture(scope="session")
def begun_for(tmp_path_factory):
    """What `init --for` writes for each purpose, made once and not to be changed."""
    root = tmp_path_factory.mktemp("purposes")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(new, "installed_from", lambda: "")
        for purpose in PURPOSES:
            assert run("init", root / purpose, "--for", purpose, "--date", "2015-12-23", "-q") == 0
    return root


@each_purpose
def test_no_words_for_editors_are_left_unseen(begun_for, purpose, capfd):
    """Each phrase of a new site is reported where it stands, that of the workflow too, and nothing else is wrong."""
    site = begun_for / purpose
    assert run("check", "--site", site, "--strict", "--format", "json") == 1
    told = [one for one in json.loads(capfd.readouterr().out)["diagnostics"] if one["severity"] != "notice"]
    assert {one["code"] for one in told} == {"placeholder"}
    there = {
        (path, number, phrase)
        for path, text in texts(site).items()
        for number, line in enumerate(text.splitlines(), 1)
        for phrase in SCAFFOLD_PHRASES.values()
        if phrase in line
    }
    assert {(one["path"], one["line"], phrase_in(one["message"])) for one in told} == there
    assert WORKFLOW in {one["path"] for one in told}


@each_purpose
def test_a_site_for_a_purpose_is_in_order_once_its_editors_have_written_what_is_left(
    begun_for, purpose, tmp_path, capfd
):
    site = Path(shutil.copytree(begun_for / purpose, tmp_path / "site"))
    for path, text in texts(site).items():
        for phrase in SCAFFOLD_PHRASES.values():
            text = text.replace(phrase, "So it is")
        (site / path).write_text(text, encoding="utf-8")
    assert run("check", "--site", site, "--strict") == 0
    assert run("build", "--site", site, "--strict") == 0
    err = capfd.readouterr().err
    assert not re.search("warning|error", err)


def texts(site: Path) -> dict[str, str]:
    """The files that people write, by path."""
    return {
        path: data.decode() for path, data in tree(site).items() if not path.startswith(("schema/", "output/", ".c"))
    }


@pytest.mark.parametrize(
    ("purpose", "page"),
    [
        ("newsroom", "methodology.html"),
        ("codebook", "codebook.html"),
        ("codebook", "coding.html"),
        ("class", "worksheet.html"),
        ("class", "articles/2015/titanic-first-reports.html"),
    ],
)
def test_a_purpose_brings_its_pages(begun_for, purpose, page, tmp_path):
    assert run("build", "--site", begun_for / purpose, "--output", tmp_path / "o", "--cache", tmp_path / "c", "-q") == 0
    assert (tmp_path / "o" / page).is_file()


def test_the_class_finds_its_two_claims_where_the_worksheet_says(begun_for):
    """In the third and the fourth paragraph of the article, in which nothing is annotated yet."""
    folder = begun_for / "class/content"
    (article,) = folder.glob("articles/*/*.md")
    worksheet = (folder / "pages/worksheet.md").read_text(encoding="utf-8")
    assert "one is in the third\nparagraph, and one in the fourth" in worksheet
    paragraphs = article.read_text(encoding="utf-8").split("\n---\n")[1].strip().split("\n\n")
    assert "told reporters that the ship could not sink" in paragraphs[2]
    assert "more lifeboats than the law of the time asked for" in paragraphs[3]
    claims = yaml.safe_load(article.with_suffix(".yaml").read_text(encoding="utf-8"))["claims"]
    assert list(claims) == ["all-saved"]


def test_a_site_for_a_purpose_says_what_comes_next(tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(new, "installed_from", lambda: "")
    assert run("init", "our class", "--for", "class") == 0
    out, err = capfd.readouterr()
    assert "Created a site for a class in `our class`." in out
    assert "serve --open --site 'our class'`" in out
    assert "check --site 'our class'` lists the texts that are left for you to write." in out
    assert "write it into `our class/.github/workflows/pages.yml`, behind `COUNTERPOINT:`" in err


def test_the_workflow_installs_the_program_as_it_is_installed_here(tmp_path, capfd, monkeypatch):
    monkeypatch.setattr(new, "installed_from", lambda: "counterpoint-archive==0.1.0")
    assert run("init", tmp_path / "s", "--for", "newsroom") == 0
    workflow = yaml.safe_load((tmp_path / "s" / WORKFLOW).read_text(encoding="utf-8"))
    assert workflow["env"]["COUNTERPOINT"] == "counterpoint-archive==0.1.0"
    assert capfd.readouterr().err == ""
    assert SCAFFOLD_PHRASES["installs"] not in placeholders_in(tmp_path / "s", capfd)


def test_a_workflow_below_the_top_of_a_repository_is_told(tmp_path, capfd):
    (tmp_path / ".git").mkdir()
    assert run("init", tmp_path / "sites/rivers", "--for", "newsroom", "-q") == 0
    assert f"GitHub finds workflows only at the top of a repository, which is `{tmp_path}`" in capfd.readouterr().err
    assert run("init", tmp_path, "--for", "newsroom", "-q") == 0
    assert "GitHub finds workflows" not in capfd.readouterr().err


def test_a_workflow_that_is_no_file_is_not_read(begun, capfd):
    (begun / WORKFLOW).mkdir(parents=True)
    assert run("check", "--site", begun) == 0


def test_a_draft_may_still_have_them(site, capfd):
    change(site / "content/pages/about.md", "title:", "draft: true\ntitle:")
    change(site / "content/pages/about.md", "Say who", SCAFFOLD_PHRASES["who"])
    change(site / "site.yaml", ", about", "")
    change(site / "content/pages/methodology.md", "title:", "draft: true\ntitle:")
    change(site / "site.yaml", ", methodology", "")
    assert run("check", "--site", site, "--strict") == 0
    assert "placeholder" not in capfd.readouterr().err


# ── 0: done ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_site_builds_with_strict_and_without_a_word_of_trouble(site, capfd):
    assert run("build", "--site", site, "--strict") == 0
    out, err = capfd.readouterr()
    assert "error" not in err
    assert "warning" not in err
    assert "Built 1 article with 2 claims" in out
    assert f"Open `{site / 'output' / 'index.html'}` in a browser." in out
    for name in (
        "index.html",
        "articles/2015/what-counterpoint-promises.html",
        "methodology.html",
        ".nojekyll",
        MANIFEST,
    ):
        assert (site / "output" / name).is_file()


def test_the_output_stands_where_it_is_wanted(site):
    assert run("build", "--site", site, "--output", "../elsewhere/public", "-q") == 0
    assert (site.parent / "elsewhere/public/index.html").is_file()
    assert not (site / "output").exists()


def test_the_current_folder_is_the_site_where_none_is_named(site, monkeypatch, capfd):
    monkeypatch.chdir(site)
    assert run("build") == 0
    assert "Open `output/index.html` in a browser." in capfd.readouterr().out.replace(os.sep, "/")


@pytest.mark.parametrize("command", [("build",), ("explain", "index.html"), ("serve",), ("clean",)])
def test_the_former_name_of_an_option_is_refused_with_the_present_one(site, command, capfd):
    assert run(*command, "--site", site, "--memo", "elsewhere") == Exit.USAGE
    assert "`--memo` is now called `--cache`.\n  next: Write `--cache elsewhere`.\n" in capfd.readouterr().err
    assert not (site / "elsewhere").exists()


def test_a_second_build_changes_nothing(site, capfd):
    run("build", "--site", site, "-q")
    times = {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*")}
    capfd.readouterr()
    assert run("build", "--site", site) == 0
    assert "nothing changed" in capfd.readouterr().out
    assert {path: path.stat().st_mtime_ns for path in (site / "output").rglob("*")} == times


def test_warnings_do_not_stop_a_build(site, capfd):
    add_a_warning(site)
    assert run("build", "--site", site) == 0
    out, err = capfd.readouterr()
    assert "warning[image-elsewhere]" in err
    assert "1 warning" in out


def test_an_address_given_takes_the_place_of_the_sites_own(site):
    run("build", "--site", site, "--base-url", "https://example.org/sub", "-q")
    assert b"https://example.org/sub/articles/" in (site / "output/sitemap/2015.xml").read_bytes()


def test_drafts_are_shown_only_when_asked_for(site):
    article = site / "content/articles/2015/unfinished.md"
    article.write_text("---\ntitle: Unfinished\ndate: 2015-12-24\ndraft: true\n---\n\nText.\n")
    page = site / "output/articles/2015/unfinished.html"
    run("build", "--site", site, "-q")
    assert not page.exists()
    run("build", "--site", site, "-q", "--drafts")
    assert page.exists()
    run("build", "--site", site, "-q")
    assert not page.exists()


def test_files_beside_the_articles_are_copied(site):
    (site / "content/articles/2015/map.png").write_bytes(b"\x89PNG")
    assert run("build", "--site", site, "--strict", "-q") == 0
    assert (site / "output/articles/2015/map.png").read_bytes() == b"\x89PNG"


def test_checking_writes_nothing_and_ends_as_a_build_would(site, capfd):
    before = tree(site)
    assert run("check", "--site", site) == 0
    assert "no errors or warnings" in capfd.readouterr().out
    add_an_error(site)
    before = tree(site)
    assert run("check", "--site", site) == 1
    assert tree(site) == before


def explained(site: Path, path: str, capfd: pytest.CaptureFixture[str]) -> str:
    capfd.readouterr()
    run("explain", path, "--site", site)
    return capfd.readouterr().out.rstrip("\n")


def test_explain_gives_the_reason_for_each_file(site, capfd):
    page = "articles/2015/what-counterpoint-promises.html"
    new = "no earlier build of it is known"
    assert explained(site, page, capfd) == f"`{page}` would be rebuilt, because {new}."
    run("build", "--site", site, "-q")
    up_to_date = f"`{page}` is up to date: nothing that it shows has changed (it was last rebuilt because {new})."
    assert explained(site, page, capfd) == up_to_date
    assert run("explain", "x.html", "--site", site) == Exit.USAGE
    assert "`x.html` is not part of the site's output." in capfd.readouterr().err
    article = site / "content/articles/2015/what-counterpoint-promises.md"
    change(article, "turns annotated news", "turns annotated, old news")
    facts = "the front matter, the annotations, their anchors or the length of its article changed"
    reasons = f"{facts}, and the text of its article changed"
    assert explained(site, page, capfd) == f"`{page}` would be rebuilt, because {reasons}."
    (site / "content/pages/about.md").unlink()
    change(site / "site.yaml", "about, ", "")
    assert explained(site, "about.html", capfd) == "`about.html` would be deleted: it is no longer part of the site."
    (site / "site.yaml").write_text("title: [")
    waits = f"`{page}` would stay unchanged: nothing is published until the errors above are fixed."
    assert explained(site, page, capfd) == waits


# ── 1: something is wrong in the content ─────────────────────────────────────────────────────────────────────────


def test_with_errors_the_rest_of_the_site_is_published(site, capfd):
    add_an_error(site)
    assert run("build", "--site", site) == 1
    out, err = capfd.readouterr()
    assert f"{SIDECAR}:" in err
    assert "error[quote-not-found]" in err
    assert "1 error" in out
    assert (site / "output/articles/2015/what-counterpoint-promises.html").is_file()


@pytest.mark.parametrize("spoil", [add_an_error, add_a_warning])
@pytest.mark.parametrize("how", ["--strict", "strict: true"])
def test_strict_publishes_nothing_and_leaves_the_old_output_byte_for_byte(site, spoil, how, capfd):
    run("build", "--site", site, "-q")
    before = tree(site / "output")
    spoil(site)
    (site / "content/pages/new.md").write_text("---\ntitle: New\n---\n")
    if how != "--strict":
        change(site / "site.yaml", "timezone: UTC", "timezone: UTC\nstrict: true")
    assert run("build", "--site", site, *(["--strict"] if how == "--strict" else [])) == 1
    assert tree(site / "output") == before
    assert "error: Nothing was published: strict mode allows" in capfd.readouterr().err


def test_strict_where_nothing_was_built_yet_leaves_no_folder(site):
    add_an_error(site)
    assert run("build", "--site", site, "--strict", "-q") == 1
    assert not (site / "output").exists()


@pytest.mark.parametrize("text", ["title: [", "titel: T\n", "", "title: T\nlanguage: nowhere\n"])
def test_with_a_broken_site_yaml_nothing_is_published(site, text, capfd):
    run("build", "--site", site, "-q")
    before = tree(site / "output")
    (site / "site.yaml").write_text(text)
    add_an_error(site)
    assert run("build", "--site", site) == 1
    err = capfd.readouterr().err
    assert "site.yaml:" in err
    assert "quote-not-found" in err, "all errors are shown at once"
    assert "Nothing was published" in err
    assert tree(site / "output") == before


@pytest.mark.parametrize("text", ["{% if %}", "{{ page.titel }}", "{% include 'nowhere.html' %}"])
def test_with_a_broken_template_nothing_is_published(site, text, capfd):
    run("build", "--site", site, "-q")
    before = tree(site / "output")
    (site / "templates").mkdir()
    (site / "templates/article.html").write_text(f"\n{text}\n")
    assert run("build", "--site", site) == 1
    err = capfd.readouterr().err
    assert "templates/article.html:2:1: error[template-error]" in err
    assert "a template is broken" in err
    assert tree(site / "output") == before


def test_a_broken_article_costs_no_other(site):
    for name, data in {"no-front": b"Text.", "bytes": b"\xff\xfe\x00", "empty": b""}.items():
        (site / f"content/articles/{name}.md").write_bytes(data)
    assert run("build", "--site", site, "-q") == 1
    assert (site / "output/articles/2015/what-counterpoint-promises.html").is_file()


# ── formats ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("command", ["build", "check"])
def test_as_json_the_problems_alone_are_on_the_standard_stream(site, command, capfd):
    add_an_error(site)
    assert run(command, "--site", site, "--format", "json") == 1
    codes = [row["code"] for row in json.loads(capfd.readouterr().out)["diagnostics"]]
    assert "quote-not-found" in codes


def test_github_gets_annotations_and_the_whole_table(site, capfd, tmp_path, monkeypatch):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    add_an_error(site)
    assert run("build", "--site", site, "--format", "github") == 1
    assert f"::error file=../site/{SIDECAR},line=" in capfd.readouterr().out
    assert "quote-not-found" in (tmp_path / "summary.md").read_text(encoding="utf-8")


def test_quiet_prints_problems_only(site, capfd):
    assert run("build", "--site", site, "-q", "--base-url", "https://example.org/") == 0
    assert capfd.readouterr() == ("", "")
    add_an_error(site)
    run("build", "--site", site, "-q", "--base-url", "https://example.org/")
    out, err = capfd.readouterr()
    assert out == ""
    assert "quote-not-found" in err


def test_verbose_tells_the_steps_with_their_seconds(site, capfd):
    run("build", "--site", site, "-v")
    err = capfd.readouterr().err
    assert re.findall(r"^  (\w+): \d+\.\d\d s$", err, re.MULTILINE) == [*Step]


# ── 2: the command can't be done as it was given ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["biuld"],
        ["build", "--strickt"],
        ["build", "--format", "xml"],
        ["build", "-q", "-v"],
        ["new"],
        ["new", "article"],
        ["init"],
        ["build"],
        ["check"],
        ["clean"],
        ["schema"],
        ["new", "article", "Title"],
        ["build", "--site", "nowhere"],
        ["templates", "--copy", "nothing.html"],
    ],
)
def test_what_can_not_be_understood_is_answered_with_a_next_step(site, arguments, capfd):
    assert run(*arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("error: ")
    assert "\n  next: " in err


@pytest.mark.parametrize(
    "address", ["example.org", "ftp://x/", "/archive/", "https://", "https://x/?a=b", "https://x/ y", "https://["]
)
def test_an_address_that_is_none_is_refused(site, address, capfd):
    assert run("build", "--site", site, "--base-url", address) == 2
    assert "--base-url https://example.org/archive/" in capfd.readouterr().err


def test_without_a_site_one_is_told_how_to_begin_one(site, capfd):
    assert run("build") == 2
    assert "init" in capfd.readouterr().err


def test_below_a_site_one_is_told_where_it_is(site, capfd, monkeypatch):
    monkeypatch.chdir(site / "content")
    assert run("build") == 2
    assert f"--site {site}" in capfd.readouterr().err


# ── 4: the output is refused ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "output", [".", "..", "/", "~", "../site", "../site/content", "../site/templates/x", "../precious"]
)
@pytest.mark.parametrize("command", ["build", "clean"])
def test_an_output_that_is_not_ours_is_refused_and_nothing_touched(site, command, output, capfd, monkeypatch):
    (site.parent / "precious").mkdir()
    (site.parent / "precious/thesis.txt").write_text("ten years")
    monkeypatch.setenv("HOME", str(site.parent / "precious"))
    monkeypatch.setenv("USERPROFILE", str(site.parent / "precious"))
    before = tree(site.parent)
    assert run(command, "--site", site, "--output", str(Path(output).expanduser())) == 4
    err = capfd.readouterr().err
    assert err.startswith("error: ")
    assert "--output" in err
    assert tree(site.parent) == before


def test_a_file_in_the_way_is_refused_after_the_problems_were_shown(site, capfd):
    run("build", "--site", site, "-q")
    (site / "output/new.html").write_text("mine")
    (site / "content/pages/new.md").write_text("---\ntitle: New\n---\n")
    add_an_error(site)
    assert run("build", "--site", site) == 4
    err = capfd.readouterr().err
    assert "quote-not-found" in err
    assert "new.html" in err.rpartition("error: ")[2]
    assert (site / "output/new.html").read_text() == "mine"


def test_a_full_disk_is_said_plainly(site, capfd, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device", "/output/index.html")

    monkeypatch.setattr("generator.publishing.staging.write_new", full)
    assert run("build", "--site", site) == 4
    err = capfd.readouterr().err
    assert "Can't write `/output/index.html` (No space left on device).\n  next: Fix that" in err
    assert "Traceback" not in err


# ── 70 and 130 ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_our_own_fault_is_called_so(site, capfd, monkeypatch):
    def broken(_):
        raise RuntimeError("oh")

    monkeypatch.setattr(building, "build", broken)
    assert run("build", "--site", site) == 70
    err = capfd.readouterr().err
    assert "error: Internal error (RuntimeError: oh): this is a bug in Counterpoint" in err
    assert "open an issue" in err
    assert "Traceback" not in err
    assert run("build", "--site", site, "-v") == 70
    assert "Traceback" in capfd.readouterr().err


def test_an_interruption_is_no_fault(site, capfd, monkeypatch):
    def interrupted(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(building, "build", interrupted)
    assert run("build", "--site", site) == 130
    err = capfd.readouterr().err
    assert err.startswith("error: Interrupted.\n  next: Run the command again")
    assert "Traceback" not in err


# ── new things ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_init_leaves_what_is_there_and_overwrites_nothing(tmp_path, capfd):
    (tmp_path / "README.md").write_text("mine")
    assert run("init", tmp_path, "-q") == 0
    assert (tmp_path / "README.md").read_text() == "mine"
    before = tree(tmp_path)
    assert run("init", tmp_path) == 2
    (tmp_path / "site.yaml").unlink()
    assert run("init", tmp_path) == 2
    assert "already exists" in capfd.readouterr().err
    assert tree(tmp_path).keys() == before.keys() - {"site.yaml"}


def test_init_in_a_new_repository_keeps_its_gitignore(tmp_path, capfd, monkeypatch):
    (tmp_path / ".gitignore").write_text("mine\n")
    monkeypatch.chdir(tmp_path)
    assert run("init", ".") == 0
    assert (tmp_path / ".gitignore").read_text() == "mine\n"
    out = "".join(capfd.readouterr())
    assert "Created a small site in this folder.\n" in out
    assert "add `output/`, `*.next~` and `.counterpoint/`" in out


def test_init_says_how_to_cite_the_archive(tmp_path):
    title = 'Rivers: "who" said what'
    assert run("init", tmp_path / "new", "--title", title, "-q") == 0
    found = yaml.safe_load((tmp_path / "new" / "CITATION.cff").read_text(encoding="utf-8"))
    assert found == {
        "cff-version": "1.2.0",
        "message": "If you use this archive, please cite it as below.",
        "type": "dataset",
        "title": title,
        "authors": [{"name": f"The editors of {title}"}],
    }
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "CITATION.cff").write_text("mine\n")
    assert run("init", tmp_path / "there", "-q") == 0
    assert (tmp_path / "there" / "CITATION.cff").read_text() == "mine\n"


def test_a_new_article_needs_a_title(tmp_path, capfd):
    run("init", tmp_path, "-q")
    assert run("new", "article", "  ", "--site", tmp_path) == 2
    assert "An article needs a title." in capfd.readouterr().err


def test_a_new_article_gets_no_id_that_another_had(tmp_path, capfd):
    run("init", tmp_path, "-q")
    path = next((tmp_path / "content/articles").rglob("*.md"))
    path.write_text(path.read_text().replace("---\n", "---\naliases: [2015/Report]\n", 1))
    assert run("new", "article", "2015/report", "--title", "A report", "--site", tmp_path) == 2
    assert "“2015/report” is a former id of article" in capfd.readouterr().err
    assert run("new", "article", "2015/another", "--title", "A report", "--site", tmp_path) == 0


@pytest.mark.parametrize("purpose", ["", *PURPOSES])
def test_a_new_site_that_can_not_be_written_leaves_nothing_behind(tmp_path, purpose, capfd):
    (tmp_path / "content").write_text("a file in the way of the folder")
    before = tree(tmp_path)
    assert run("init", tmp_path, *(["--for", purpose] if purpose else [])) == 4
    assert "\n  next: " in capfd.readouterr().err
    assert tree(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["content"]


@needs_posix
def test_a_folder_that_may_not_be_written_to_stays_as_it_is(tmp_path, capfd):
    (tmp_path / "schema").mkdir()
    (tmp_path / "schema").chmod(0o555)
    if os.access(tmp_path / "schema", os.W_OK):
        pytest.skip("whoever runs this may write anywhere")
    assert run("init", tmp_path, "--for", "class") == 4
    assert "Permission denied" in capfd.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["schema"]


@needs_links
def test_a_new_site_is_not_written_through_a_link(tmp_path, capfd):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").mkdir()
    (tmp_path / "site/content").symlink_to(tmp_path / "elsewhere")
    assert run("init", tmp_path / "site") == 2
    assert "is a symbolic link" in capfd.readouterr().err
    assert tree(tmp_path) == {}


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["x", "--for", "else"], "“else” is none of the choices for `--for`"),
        (["x", "--for"], "`--for` needs a value."),
        ([" "], "A site needs a folder."),
        (["x", "--title", "\x1b[2J"], "control characters"),
        (["x", "--date", "yesterday"], "is not a date"),
        (["x" * 300], "can't be the folder of a site"),
    ],
)
def test_a_site_that_can_not_be_is_refused_and_nothing_written(tmp_path, arguments, told, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    try:
        code: object = run("init", *arguments)
    except SystemExit as end:
        code = end.code
    err = capfd.readouterr().err
    assert (code, told in err, "\n  next: " in err) == (2, True, True)
    assert list(tmp_path.iterdir()) == []


def test_init_quotes_the_folder_of_a_site_that_is_there(tmp_path, capfd, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert run("init", "our class", "-q") == 0
    assert run("init", "our class", "-q") == 2
    assert "build --site 'our class'`" in capfd.readouterr().err


def test_init_names_the_site_after_its_folder(tmp_path):
    run("init", tmp_path / "contested-headlines", "-q")
    assert 'title: "Contested headlines"' in (tmp_path / "contested-headlines/site.yaml").read_text()


@pytest.mark.parametrize(
    ("arguments", "path", "title"),
    [
        (
            ["Strikes on hospitals: “fakes”?", "--date", "2015-12-23"],
            "2015/strikes-on-hospitals-fakes",
            "Strikes on hospitals: “fakes”?",
        ),
        (["2015/amnesty-syria"], "2015/amnesty-syria", "Amnesty syria"),
        (["2015/amnesty-syria", "--title", "Amnesty on Syria"], "2015/amnesty-syria", "Amnesty on Syria"),
        (["Either/or: a title", "--id", "either-or"], "either-or", "Either/or: a title"),
    ],
)
def test_a_new_article_stands_ready_and_builds(site, arguments, path, title):
    assert run("new", "article", *arguments, "--site", site, "-q") == 0
    text = (site / f"content/articles/{path}.md").read_text(encoding="utf-8")
    assert f"title: {json.dumps(title, ensure_ascii=False)}\n" in text
    assert (site / f"content/articles/{path}.yaml").is_file()
    assert run("build", "--site", site, "--strict", "-q") == 0
    assert (site / f"output/articles/{path}.html").is_file()


def test_a_new_article_can_be_given_its_publisher_and_address(site):
    run(
        "new",
        "article",
        "T",
        "--id",
        "t",
        "--publisher",
        "counterpoint",
        "--url",
        "https://example.org/a#b:c",
        "--site",
        site,
    )
    text = (site / "content/articles/t.md").read_text()
    assert 'publisher: "counterpoint"' in text
    assert 'url: "https://example.org/a#b:c"' in text


def test_the_sidecar_of_a_new_article_has_no_words_to_take_away(site):
    """Only the line by which text editors find its schema; what the desk writes comes below it."""
    run("new", "article", "T", "--id", "t", "--publisher", "A paper", "--site", site, "-q")
    sidecar = site / "content/articles/t.yaml"
    line = "# yaml-language-server: $schema=../../schema/annotations.schema.json\n"
    assert sidecar.read_text(encoding="utf-8") == line
    first = NewAnnotation("so", "claims", {"speaker": "outlet", "quote": "so it is"}, start=1)
    edit = add_annotation(sidecar.read_bytes(), "content/articles/t.yaml", first, {})
    assert isinstance(edit, Edit)
    assert edit.after.decode() == f"{line}\nclaims:\n  so:\n    speaker: outlet\n    quote: so it is\n"


def test_a_new_article_says_how_it_is_annotated(site, capfd):
    run("new", "article", "T", "--id", "t", "--site", site)
    out = capfd.readouterr().out
    assert f"serve --open --site {site}`" in out
    assert "content/articles/t.yaml" in out


@pytest.mark.parametrize(
    "arguments",
    [
        ["article", "2015/what-counterpoint-promises"],
        ["article", "../outside"],
        ["article", "a/con"],
        ["article", "T", "--id", "a:b"],
        ["article", "T", "--date", "23.12.2015"],
        ["article", "T", "--date", "2015-12-23T10:00"],
        ["article", "\x1b[2J"],
        ["speaker", "Konashenkov", "K"],
        ["speaker", "outlet", "O"],
        ["speaker", "../x", "X"],
        ["speaker", "counterpoint", "Again"],
    ],
)
def test_new_things_that_can_not_be_are_refused_and_nothing_written(site, arguments, capfd):
    before = tree(site.parent)
    assert run("new", *arguments, "--site", site) == 2
    assert "\n  next: " in capfd.readouterr().err
    assert tree(site.parent) == before


def test_a_new_speaker_stands_ready_and_builds(site):
    assert run("new", "speaker", "konashenkov", "Igor “K.” Konashenkov: a name", "--site", site, "-q") == 0
    assert run("build", "--site", site, "--strict", "-q") == 0
    assert "Igor “K.” Konashenkov: a name" in (site / "output/speakers/konashenkov.html").read_text(encoding="utf-8")


def test_a_new_speaker_gets_no_id_that_another_had(site, capfd):
    (site / "content/speakers.yaml").write_text("mayor: {name: Ann Mayor, aliases: ann}\n")
    assert run("new", "speaker", "ann", "Ann Other", "--site", site) == 2
    assert "“ann” is a former id of speaker “mayor”" in capfd.readouterr().err


def test_the_schemas_are_written_anew(site):
    (site / "schema/site.schema.json").write_text("old")
    assert run("schema", "--site", site, "-q") == 0
    for path in (site / "schema").iterdir():
        assert "$schema" in json.loads(path.read_text(encoding="utf-8"))
    assert len(list((site / "schema").iterdir())) == 5


def test_the_templates_are_listed_and_copied_once(site, capfd):
    assert run("templates") == 0
    names = capfd.readouterr().out.split()
    assert "article.html" in names
    assert run("templates", "--copy", "article.html", "--site", site) == 0
    assert (site / "templates/article.html").read_text(encoding="utf-8") == (
        REPOSITORY / "templates/article.html"
    ).read_text(encoding="utf-8")
    assert run("build", "--site", site, "--strict", "-q") == 0
    (site / "templates/article.html").write_text("mine")
    assert run("templates", "--copy", "article.html", "--site", site) == 2
    assert (site / "templates/article.html").read_text() == "mine"


def test_cleaning_leaves_what_no_build_wrote(site, capfd):
    run("build", "--site", site, "-q")
    (site / "output/CNAME").write_text("example.org")
    assert run("clean", "--site", site) == 0
    assert tree(site / "output") == {"CNAME": b"example.org"}
    assert "CNAME" in capfd.readouterr().out


def test_cleaning_works_with_a_broken_site_yaml(site):
    run("build", "--site", site, "-q")
    (site / "site.yaml").write_text("title: [")
    assert run("clean", "--site", site, "-q") == 0
    assert not any((site / "output").iterdir())


# ── the program as a program ─────────────────────────────────────────────────────────────────────────────────────


def program(
    *arguments: str | Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), **(env or {})}
    return subprocess.run(
        command, env=environment, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_it_says_its_version():
    done = program("--version")
    assert (done.returncode, done.stdout) == (0, f"Counterpoint {__version__}\n")


def test_help_comes_at_once():
    loaded = "import sys; from generator.cli.main import main; main(['build', '--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", loaded], cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert "--strict" in done.stdout
    modules = set(done.stdout.rpartition("\n")[0].rpartition("\n")[2].split())
    assert not modules & {"yaml", "jinja2", "markdown_it", "pydantic", "rich", "babel", "generator.model.archive"}
    quickest = min(_seconds_for_help() for _ in range(3))
    assert quickest < 0.5, "80 ms on a machine that has nothing else to do"


def _seconds_for_help() -> float:
    begun = time.perf_counter()
    program("--help")
    return time.perf_counter() - begun


@pytest.mark.skipif(os.name == "nt", reason="no such pipes there")
def test_a_reader_who_leaves_early_changes_nothing(site):
    add_an_error(site)
    command = f'"{sys.executable}" -m generator build --site "{site}" --format json | true; exit ${{PIPESTATUS[0]}}'
    done = subprocess.run(["bash", "-c", command], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "BrokenPipe" not in done.stderr
    assert "Traceback" not in done.stderr
    assert (site / "output/index.html").is_file()


def test_a_system_without_utf8_gets_the_same_words(site):
    add_an_error(site)
    done = program("check", "--site", site, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert done.returncode == 1
    assert "“" in done.stderr


WITNESS = """
import json, os, sys
events = []
def witness(event, arguments):
    if event == "open" and isinstance(arguments[0], (str, bytes)):
        writes = bool(arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND))
        events.append(["write" if writes else "read", os.path.abspath(os.fsdecode(arguments[0]))])
    elif event.split(".")[0] in ("socket", "subprocess") or event in (
        "os.exec", "os.fork", "os.forkpty", "os.posix_spawn", "os.spawn", "os.startfile", "os.system", "pty.spawn"
    ):
        events.append(["forbidden", event])
    elif event in ("os." + name for name in "remove rename mkdir rmdir link symlink truncate chmod".split()):
        events.append(["write", os.path.abspath(os.fsdecode(arguments[0]))])
sys.addaudithook(witness)
from generator.cli.main import main
code = main(sys.argv[1:])
print(json.dumps([code, events]))
"""


def test_a_build_opens_no_socket_starts_no_program_and_stays_in_its_folders(site):
    (site / "content/articles/2015/x.png").write_bytes(b"x")
    (site / "notes.txt").write_text("not the site's")
    (site.parent / "site-neighbour").mkdir()
    (site.parent / "site-neighbour/secret.md").write_text("SECRET")
    command = [
        sys.executable,
        "-B",
        "-c",
        WITNESS,
        "build",
        "--site",
        str(site),
        "-q",
        "--base-url",
        "https://example.org/",
    ]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(
        command, cwd=site.parent / "here", env=environment, capture_output=True, text=True, check=True
    )
    code, events = json.loads(done.stdout)
    assert code == 0
    assert [event for kind, event in events if kind == "forbidden"] == []
    written = {Path(path) for kind, path in events if kind == "write" and path != os.devnull}
    ours = [site / name for name in ("output", "output.next~", ".counterpoint")]
    assert written
    assert {path for path in written if not any(path.is_relative_to(folder) for folder in ours)} == set()
    read = {Path(path) for kind, path in events if kind == "read" and Path(path).is_relative_to(site.parent)}
    allowed = [*ours, *(site / name for name in ("site.yaml", "content", "templates"))]
    assert {path for path in read if not any(path.is_relative_to(folder) for folder in allowed)} == set()
    assert site / "site.yaml" in read


def test_the_same_files_give_the_same_bytes_whatever_the_circumstances(site, tmp_path):
    outputs = []
    for n, circumstances in enumerate(
        [
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8"},
        ]
    ):
        copy = tmp_path / f"copy{n}"
        shutil.copytree(site, copy)
        assert (
            program("build", "--site", copy, "-q", env=circumstances, cwd=tmp_path / ("here" if n else ".")).returncode
            == 0
        )
        outputs.append(tree(copy / "output"))
    assert outputs[0] == outputs[1]
