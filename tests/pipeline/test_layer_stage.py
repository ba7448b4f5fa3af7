"""Layers are checked as sidecars are, each by itself; a build doesn't check them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli.main import main
from generator.pipeline.build import build_site
from generator.pipeline.layer_stage import LayerCheck, layers_in_use
from generator.sources.read import read_sources

FOLDER = "content/articles"
SITE = """\
title: T
url: https://example.org/
verdicts: {}
codes: {frame: {values: [a, b], required: claims}}
layers: {lr: {name: L. R.}, ab: {name: A. B.}, unused: {name: U.}}
"""
TEXT = "---\ntitle: T\ndate: 2015-12-23\npublisher: Post\n---\n\nOne thing was said. Another was answered.\n"
SIDECAR = """\
speakers: {anna: {name: Anna}}
claims:
  first: {speaker: anna, quote: One thing was said, codes: {frame: a}}
"""
LAYER = """\
claims:
  mine: {speaker: anna, quote: One thing was said}
counterpoints:
  reply: {to: first, speaker: outlet, quote: Another was answered}
  other: {to: two#first, speaker: outlet, quote: Another was answered}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(SITE)
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text(TEXT.replace("title: T", f"title: The {name}"))
        (folder / f"{name}.yaml").write_text(SIDECAR)
    (folder / "one.lr.yaml").write_text(LAYER)
    return tmp_path


def found(root: Path) -> list[tuple[str, str]]:
    problems = LayerCheck(root, read_sources(root)).problems()
    return [(one.code, str(one.location)) for one in problems if one.severity != "notice"]


def test_only_layers_with_a_file_are_checked(root):
    assert layers_in_use(read_sources(root)) == ("lr",)
    (root / "site.yaml").write_text("layers: [\n")
    assert layers_in_use(read_sources(root)) == ()


def test_references_lead_to_the_layer_and_to_the_sidecars_of_this_article_and_of_others(root):
    assert found(root) == []
    (root / f"{FOLDER}/one.lr.yaml").write_text(LAYER.replace("first,", "mine,").replace("two#first", "two#mine"))
    assert found(root) == [("unknown-reference", f"{FOLDER}/one.lr.yaml:5:15")]


def test_what_is_wrong_in_a_layer_is_found_with_its_place(root):
    (root / f"{FOLDER}/one.lr.yaml").write_text(
        LAYER.replace("anna", "nemo").replace("said}", "sayed, verdict: wrong}")
    )
    (root / f"{FOLDER}/two.ab.yaml").write_text("claims: [\n")
    assert found(root) == [
        ("code-missing", f"{FOLDER}/one.lr.yaml:2:3"),
        ("unknown-speaker", f"{FOLDER}/one.lr.yaml:2:19"),
        ("quote-not-found", f"{FOLDER}/one.lr.yaml:2:32"),
        ("unknown-verdict", f"{FOLDER}/one.lr.yaml:2:62"),
        ("yaml-syntax", f"{FOLDER}/two.ab.yaml:1:9"),
    ]


@pytest.mark.parametrize("broken", ["claims: [\n", SIDECAR.replace("{name: Anna}", "{name: Anna")])
def test_what_follows_from_a_broken_sidecar_waits(root, broken):
    """A layer may name whomever and whatever it has: its own error says why that can't be found."""
    note = "notes:\n  remark: {note: 'See [a](#first) and [b](two.md#first).'}\n"
    (root / f"{FOLDER}/one.lr.yaml").write_text(LAYER + note)
    for name in ("one", "two"):
        (root / f"{FOLDER}/{name}.yaml").write_text(broken)
    assert found(root) == []
    assert {one.location.path for one in build_site(root).diagnostics if one.severity == "error"} == {
        f"{FOLDER}/one.yaml", f"{FOLDER}/two.yaml"
    }  # fmt: skip
    (root / f"{FOLDER}/one.lr.yaml").write_text(LAYER.replace("speaker: anna", "speaker: outlet, verdict: wrong"))
    assert [code for code, _ in found(root)] == ["code-missing", "unknown-verdict"], "what follows from nothing else"


def test_two_ids_of_one_layer_clash_and_those_of_two_files_do_not(root):
    (root / f"{FOLDER}/one.ab.yaml").write_text("notes:\n  first: {note: a}\n  mine: {note: b}\n")
    assert found(root) == []
    (root / f"{FOLDER}/one.ab.yaml").write_text("claims:\n  mine: {speaker: outlet, statement: It is so.}\n"
                                                "notes:\n  mine: {note: b}\n")  # fmt: skip
    assert [code for code, _ in found(root)] == ["duplicate-id"]


def test_codes_are_asked_of_a_layer_that_is_complete(root):
    text = (root / f"{FOLDER}/one.md").read_text()
    (root / f"{FOLDER}/one.md").write_text(text.replace("date:", "annotated: {by: [lr]}\ndate:"))
    assert found(root) == [("code-missing", f"{FOLDER}/one.lr.yaml:2:3")]
    (root / f"{FOLDER}/one.yaml").write_text(SIDECAR.replace(", codes: {frame: a}", ""))
    assert [one.code for one in build_site(root).diagnostics if one.code == "code-missing"] == []


def test_links_lead_to_the_layer_and_to_the_sidecars_of_this_article_and_of_others(root):
    note = "See [a](#first), [b](two.md#first_2), [c](#note_mine), [d](#ref_formerly), [e](#nobody), [f](two.md#no)."
    sidecar = SIDECAR.replace("speaker: anna, quote", "aliases: formerly, speaker: anna, quote")
    (root / FOLDER / "one.yaml").write_text(sidecar)
    (root / FOLDER / "one.lr.yaml").write_text(f"{LAYER}notes:\n  remark: {{note: '{note}'}}\n")
    problems = LayerCheck(root, read_sources(root)).problems()
    assert {one.message for one in problems if one.code == "link-fragment"} == {
        "The target of this link has no anchor “#nobody”.",
        "The target of this link has no anchor “#no”.",
    }


def test_a_page_of_a_site_whose_layer_is_shown_may_link_to_the_sidecars(root):
    (root / "content/pages").mkdir()
    page = "---\ntitle: About\n---\n\nSee [a](../articles/one.md#first) and [b](../articles/one.md#nobody).\n"
    (root / "content/pages/about.md").write_text(page)
    problems = build_site(root, sources=read_sources(root, layer="lr")).diagnostics
    assert [one.message for one in problems if one.code == "link-fragment"] == [
        "The target of this link has no anchor “#nobody”.",
    ]


def test_names_that_no_file_describes_are_reported_of_a_layer_too(root):
    (root / FOLDER / "one.lr.yaml").write_text(LAYER.replace("anna", "carla").replace("outlet", "dora"))
    problems = LayerCheck(root, read_sources(root)).problems()
    assert [one.message for one in problems if one.code == "unknown-speaker"] == [
        "`content/speakers.yaml` describes no speakers, but annotations name 2: `carla`, `dora`.",
    ]


def test_an_edit_that_is_not_saved_counts(root):
    path = f"{FOLDER}/one.lr.yaml"
    checked = LayerCheck(root, read_sources(root))
    assert [one.code for one in checked.problems({path: LAYER.replace("anna", "nemo").encode()})] == ["unknown-speaker"]
    assert checked.problems({}) == []


def test_checking_a_site_tells_of_layers_and_building_it_does_not(root, capfd):
    (root / f"{FOLDER}/one.lr.yaml").write_text(LAYER.replace("anna", "nemo"))
    assert main(["check", "--site", str(root), "-q"]) == 1
    assert f"{FOLDER}/one.lr.yaml:2:19: error[unknown-speaker]" in capfd.readouterr().err
    assert main(["build", "--site", str(root), "-q"]) == 0
    assert "one.lr.yaml" not in capfd.readouterr().err


def test_a_paste_for_a_layer_is_written_by_fix(root, capfd):
    path = root / f"{FOLDER}/one.lr.yaml"
    path.write_text("notes:\n  mine:\n    quote: One thing wass said\n")
    assert main(["check", "--site", str(root), "--fix", "quote-not-found", "--yes", "-q"]) == 0
    assert path.read_text() == "notes:\n  mine:\n    quote: One thing was said\n"
