"""The command `compare`: which articles it compares, what it prints, and what it refuses."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from tests.folders import tree

pytest.importorskip("krippendorff", reason="krippendorff is not installed")

FOLDER = "content/articles/2015"
SITE = "title: Rivers\ncodes: {frame: [a, b]}\nlayers: {lr: {name: L. R.}, ab: {name: A. B.}, new: {name: N.}}\n"
TEXT = "---\ntitle: The report\ndate: 2015-12-23\n---\n\nOne thing was said. Another was answered.\n"
SIDECAR = """\
claims:
  first: {speaker: anna, verdict: "false", quote: One thing was said, note: A reason of the archive., codes: {frame: a}}
"""
LAYER = """\
speakers: {a-novak: {name: Anna Novak}}
claims:
  mine: {speaker: a-novak, verdict: unsupported, quote: One thing was said, codes: {frame: a}}
  more: {speaker: outlet, quote: Another was answered}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(SITE)
    (tmp_path / "content/speakers.yaml").write_text("anna: {name: Anna Novak}\n")
    for name in ("one", "two", "three"):
        (tmp_path / FOLDER / f"{name}.md").write_text(TEXT)
    (tmp_path / FOLDER / "one.yaml").write_text(SIDECAR)
    (tmp_path / FOLDER / "one.lr.yaml").write_text(LAYER)
    (tmp_path / FOLDER / "two.lr.yaml").write_text(LAYER)
    (tmp_path / FOLDER / "three.yaml").write_text(SIDECAR)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(capfd: pytest.CaptureFixture[str], *arguments: str, code: Exit = Exit.DONE) -> str:
    assert main(["compare", *arguments]) == code
    captured = capfd.readouterr()
    return captured.out if code == Exit.DONE else captured.err


def test_the_page_counts_its_articles(tmp_path, monkeypatch, capfd):
    folder = tmp_path / "content/articles"
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text("title: T\nlayers: {lr: {name: L. R.}}\n")
    for name, count in (("a", "1 article."), ("b", "2 articles.")):
        (folder / f"{name}.md").write_text(f"---\ntitle: {name}\ndate: 2015-12-23\n---\n\nOne thing was said.\n")
        for ending in (".yaml", ".lr.yaml"):
            (folder / f"{name}{ending}").write_text("claims:\n  x: {speaker: outlet, quote: One thing}\n")
        main(["compare", "lr", "main", "--format", "html", "--site", str(tmp_path)])
        assert f"<p>T: {count} This page" in capfd.readouterr().out


def test_articles_that_both_have_annotated_are_compared(site, capfd):
    text = told(capfd, "lr", "main")
    assert "L. R. (lr) and the sidecars (main): 1 article compared" in text
    assert "not compared, since only lr has annotated them: 2015/two" in text
    assert "2015/three" not in text, "no layer has it, so that there is nothing to compare it with"
    assert "only lr: claim “more”" in text


def test_a_person_with_two_ids_is_known_by_name(site, capfd):
    fields = json.loads(told(capfd, "lr", "main", "--format", "json"))["fields"]
    assert [(one["name"], one["agreed"], one["both"]) for one in fields] == [
        ("speaker", 1, 1), ("verdict", 0, 1), ("codes/frame", 1, 1)
    ]  # fmt: skip


def test_an_article_in_which_one_found_nothing_counts_once_that_is_said(site, capfd):
    path = site / FOLDER / "two.md"
    path.write_text(TEXT.replace("date:", "annotated: {by: [main, ab]}\ndate:"))
    assert "2 articles compared" in told(capfd, "lr", "main")
    text = told(capfd, "lr", "ab")
    assert "1 article compared" in text
    assert "0 aligned, of 2 by lr and 0 by ab" in text


def test_an_empty_file_is_one_in_which_nothing_was_found(site, capfd):
    (site / FOLDER / "one.ab.yaml").write_text("")
    assert "0 aligned, of 2 by lr and 0 by ab" in told(capfd, "lr", "ab")


@pytest.mark.parametrize(("old", "new"), [("frame: a", "frame: c"), ("speaker: outlet", "speaker: nobody")])
def test_values_that_nothing_describes_are_errors(site, capfd, old, new):
    path = site / FOLDER / "one.lr.yaml"
    path.write_text(LAYER.replace(old, new))
    assert new.rpartition(" ")[2] in told(capfd, "lr", "main", code=Exit.PROBLEMS)


def test_a_layer_with_another_ending_is_told_before_nothing_is_compared(site, capfd):
    (site / FOLDER / "one.lr.yaml").rename(site / FOLDER / "one.lr.yml")
    (site / FOLDER / "two.lr.yaml").unlink()
    text = told(capfd, "lr", "main", code=Exit.USAGE)
    assert "one.lr.yml" in text


def test_the_table_has_the_annotators_in_its_head(site, capfd):
    rows = list(csv.DictReader(io.StringIO(told(capfd, "main", "lr", "--format", "csv").removeprefix("\ufeff"))))
    assert [(row["id main"], row["id lr"], row["verdict agreed"]) for row in rows] == [
        ("first", "mine", "no"), ("", "more", "")
    ]  # fmt: skip


def test_the_page_has_the_notes_as_written(site, capfd):
    page = told(capfd, "lr", "main", "--format", "html")
    assert page.startswith("<!doctype html>")
    assert "A reason of the archive." in page


def test_comparing_writes_nothing(site, capfd):
    before = tree(site)
    for form in ("text", "csv", "json", "html"):
        told(capfd, "lr", "main", "--format", form)
    assert tree(site) == before


@pytest.mark.parametrize(
    ("arguments", "message", "step"),
    [
        (["lr", "lr"], "“lr” is compared with itself.", "Name two layers, or a layer and `main`."),
        (["lr", "xy"], "There is no layer “xy”.", "Write one of these: `lr`, `ab` and `new`."),
        (["lr", "L R"], "There is no layer “L R”.", "Write the key of a layer"),
        (["lr", "new"], "No article has annotations of both lr and new", "Annotate with `serve --layer new`"),
    ],
)
def test_what_can_not_be_compared_is_refused_with_a_next_step(site, arguments, message, step, capfd):
    err = told(capfd, *arguments, code=Exit.USAGE)
    assert message in err
    assert f"  next: {step}" in err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("claims: [\n", "one.lr.yaml:1:9: error[yaml-syntax]"),
        (
            "claims:\n<<<<<<< HEAD\n  a: {speaker: anna}\n=======\n>>>>>>> other\n",
            "one.lr.yaml:2:1: error[merge-unfinished]",
        ),
    ],
)
def test_a_file_that_can_not_be_read_is_named_and_nothing_compared(site, text, place, capfd):
    (site / FOLDER / "one.lr.yaml").write_text(text)
    assert main(["compare", "lr", "main"]) == Exit.PROBLEMS
    captured = capfd.readouterr()
    assert captured.out == ""
    assert place in captured.err
    assert "error: Nothing was compared, because a file can't be read.\n  next: Fix the errors above.\n" in captured.err


def test_an_article_that_can_not_be_read_is_named_once(site, capfd):
    (site / FOLDER / "one.md").write_text("---\ntitle: T\n---\n")
    assert told(capfd, "lr", "main", code=Exit.PROBLEMS).count("error[missing-key]") == 1


def test_an_error_in_one_annotation_is_told_and_the_rest_compared(site, capfd):
    (site / FOLDER / "one.lr.yaml").write_text(LAYER.replace("Another was", "An other was"))
    assert main(["compare", "lr", "main"]) == Exit.PROBLEMS
    captured = capfd.readouterr()
    assert "one.lr.yaml:4:34: error[quote-not-found]" in captured.err
    assert "only lr, without a passage: claim “more”" in captured.out


def test_a_broken_site_yaml_is_said(site, capfd):
    (site / "site.yaml").write_text("title: [\n")
    assert "`site.yaml` can't be used." in told(capfd, "lr", "main", code=Exit.USAGE)


def test_without_the_package_one_is_told_how_to_install_it(site, capfd, monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "krippendorff", None)
    err = told(capfd, "lr", "main", code=Exit.USAGE)
    assert "Install it with `pip install 'counterpoint-archive[agreement]'`." in err


def test_a_preview_of_a_layer_that_is_not_declared_is_refused_before_it_begins(site, capfd):
    before = tree(site)
    assert main(["serve", "--layer", "xy", "--port", "0"]) == Exit.USAGE
    assert "There is no layer “xy”." in capfd.readouterr().err
    assert tree(site) == before


def test_no_new_article_gets_the_name_of_a_layer(site, capfd):
    before = tree(site)
    assert main(["new", "article", "2015/one.lr", "--title", "One, again"]) == Exit.USAGE
    assert "one.lr" in capfd.readouterr().err
    assert tree(site) == before
