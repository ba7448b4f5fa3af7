"""The command `adopt`: what it writes, what it prints, and that it writes all or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cli import adopt as command
from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.compiling.article import Compiled, compile_article
from generator.fixing.source_file import ChangedMeanwhileError
from generator.model import ArticleSource
from generator.pipeline import batches
from tests.folders import tree

FOLDER = "content/articles/2015"
SITE = "title: Rivers\nurl: https://example.org/\nlayers: {lr: {name: L. R.}}\n"
TEXT = "---\ntitle: The {}\ndate: 2015-12-23\npublisher: Post\n---\n\n{} thing was said. Another was answered.\n"
SIDECAR = "# The archive's.\nclaims:\n  first:\n    speaker: anna\n    quote: Another was answered\n"
LAYER = """\
speakers:
  ben: {name: Ben Novak}
claims:
  mine:
    speaker: ben
    quote: thing was said
    counterpoints:
      reply: {speaker: anna, quote: Another was answered}
  lost: {speaker: anna, quote: Nobody wrote this}
notes:
  remark: {note: It is short.}
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    (tmp_path / "site.yaml").write_text(SITE)
    (tmp_path / "content/speakers.yaml").write_text("anna: {name: Anna Novak}\n")
    for name in ("one", "two"):
        (tmp_path / FOLDER / f"{name}.md").write_text(TEXT.format(name, name.title()))
        (tmp_path / FOLDER / f"{name}.lr.yaml").write_text(LAYER)
    (tmp_path / FOLDER / "one.yaml").write_text(SIDECAR)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(site: Path, name: str) -> str:
    return (site / FOLDER / name).read_text()


def test_an_annotation_goes_where_its_passage_is_and_the_layer_stays(site, capfd):
    assert main(["adopt", "lr", "2015/one#mine"]) == Exit.DONE
    assert text(site, "one.yaml") == (
        "speakers:\n  ben:\n    name: Ben Novak\n\n# The archive's.\nclaims:\n  mine:\n    speaker: ben\n"
        "    quote: thing was said\n  first:\n    speaker: anna\n    quote: Another was answered\n"
    )
    assert text(site, "one.lr.yaml") == LAYER
    assert capfd.readouterr().out == (
        f"Adopted “mine” into `{FOLDER}/one.yaml`, with the speaker `ben`.\n"
        "  1 answer under it stays in the layer: “reply”.\n"
    )


def test_what_was_adopted_is_without_an_error(site, capfd):
    main(["adopt", "lr", "2015/one#mine", "2015/one#reply", "2015/two#mine"])
    capfd.readouterr()
    main(["check", "--format", "json"])
    assert "one.yaml" not in capfd.readouterr().out


def test_several_go_into_several_sidecars_and_a_missing_one_is_made(site, capfd):
    assert main(["adopt", "lr", "2015/one#mine", "2015/one#reply", "2015/two#remark"]) == Exit.DONE
    assert "      reply:\n        speaker: anna\n" in text(site, "one.yaml")
    assert text(site, "two.yaml") == "notes:\n  remark:\n    note: It is short.\n"


def test_one_that_is_named_twice_is_adopted_once(site, capfd):
    assert main(["adopt", "lr", "2015/two#remark", "2015/two#remark"]) == Exit.DONE
    assert text(site, "two.yaml") == "notes:\n  remark:\n    note: It is short.\n"
    assert capfd.readouterr().out.count("Adopted") == 1


@pytest.mark.parametrize(
    ("references", "told"),
    [
        (["2015/one#remark", "2015/one#reply"], "2015/one#reply can't be adopted: “reply” refers to “mine”"),
        (["2015/one#remark", "2015/two#lost"], "2015/two#lost can't be adopted: The quote of “lost” matches nothing"),
        (["2015/two#remark", "2015/gone#mine"], "`content/articles/2015/gone.md` can't be read"),
    ],
)
def test_where_one_can_not_be_adopted_nothing_is_written(site, references, told, capfd):
    before = tree(site)
    assert main(["adopt", "lr", *references]) == Exit.PROBLEMS
    err = capfd.readouterr().err
    assert told in err
    assert "  next: " in err
    assert "Nothing was written." in err
    assert tree(site) == before


@pytest.mark.parametrize(
    ("fields", "told", "step"),
    [
        (
            "speaker: carla, quote: thing was said",
            "Claim “new” names an unknown speaker, “carla”.",
            "Describe the speaker under `speakers:` here or in `content/speakers.yaml`.",
        ),
        (
            "speaker: anna, quote: thing was said, codes: {tone: harsh}",
            "`codes` of claim “new” has an unknown key, “tone”. `frame`: conflict, other",
            "Write one of these keys, or add it under `codes:` in `site.yaml`.",
        ),
        (
            "speaker: anna, quote: thing was said, codes: {frame: war}",
            "The coding scheme doesn't allow “war” for `frame`. Allowed values: conflict, other.",
            "Add the value to `frame` under `codes:` in `site.yaml`.",
        ),
        (
            "speaker: anna, quote: thing was said, sources: [leak]",
            "Claim “new” cites an unknown source, “leak”.",
            "Describe the source in `content/sources.yaml` and write its id, or write it out here as `- title: …`.",
        ),
        (
            "speaker: anna, quote: thing was said, verdict: so-so",
            "Claim “new” has an unknown verdict, “so-so”.",
            "",
        ),
    ],
)
def test_what_check_would_call_wrong_is_refused_with_what_is_missing(site, fields, told, step, capfd):
    (site / "site.yaml").write_text(f"{SITE}codes: {{frame: [conflict, other]}}\n")
    for name in ("one", "two"):  # in the one there is a sidecar, in the other none
        layer = f"claims:\n  new: {{{fields}}}\n  fine: {{speaker: anna, quote: thing was said}}\n"
        (site / FOLDER / f"{name}.lr.yaml").write_text(layer)
        before = tree(site)
        assert main(["adopt", "lr", f"2015/{name}#fine", f"2015/{name}#new"]) == Exit.PROBLEMS
        err = capfd.readouterr().err
        assert f"error: `check` would find an error in what is adopted: {told}" in err
        assert f"  next: In `{FOLDER}/{name}.lr.yaml`: {step}" in err
        assert "Nothing was written." in err
        assert tree(site) == before


def test_what_is_wrong_already_keeps_nothing_from_being_adopted(site):
    (site / FOLDER / "one.yaml").write_text(SIDECAR.replace("anna", "nobody"))
    assert main(["adopt", "lr", "2015/one#mine"]) == Exit.DONE


def compiled(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The articles that are compiled for `check`, in a set that grows."""
    seen = set[str]()

    def spy(source: ArticleSource) -> Compiled:
        seen.add(source.id)
        return compile_article(source)

    monkeypatch.setattr(batches, "compile_article", spy)
    return seen


def add(site: Path, name: str, sidecar: str, front: str = "") -> None:
    """Add an article with a sidecar."""
    text = TEXT.format(name, name.title()).replace("date:", f"{front}date:")
    (site / FOLDER / f"{name}.md").write_text(text)
    (site / FOLDER / f"{name}.yaml").write_text(sidecar)


CLAIM = "claims:\n  c: {speaker: anna, quote: thing was said}\n"


def test_only_what_is_concerned_is_compiled(site, monkeypatch):
    answer = "counterpoints:\n  d: {speaker: anna, quote: thing was said, to: 2015/Five#c}\n"
    for name in ("three", "four", "five"):
        add(site, name, CLAIM)
    add(site, "six", "speakers:\n  ben: {name: Ben Novak}\n")
    (site / FOLDER / "two.yaml").write_text(f"{CLAIM}{answer}")
    layer = LAYER.replace(
        "notes:", "counterpoints:\n  far: {speaker: ben, quote: thing was said, to: 2015/two#d}\nnotes:"
    )
    (site / FOLDER / "one.lr.yaml").write_text(layer)
    seen = compiled(monkeypatch)
    assert main(["adopt", "lr", "2015/one#remark"]) == Exit.DONE
    assert seen == {"2015/one"}
    assert main(["adopt", "lr", "2015/one#far"]) == Exit.DONE
    assert seen == {"2015/one", "2015/two", "2015/five", "2015/six"}


def test_an_article_that_is_named_by_a_former_id_is_looked_for_in_the_whole_archive(site, monkeypatch):
    add(site, "three", CLAIM, "aliases: 2015/old\n")
    add(site, "four", CLAIM)
    layer = "counterpoints:\n  far: {speaker: anna, quote: thing was said, to: 2015/old#c}\n"
    (site / FOLDER / "one.lr.yaml").write_text(layer)
    seen = compiled(monkeypatch)
    assert main(["adopt", "lr", "2015/one#far"]) == Exit.DONE
    assert seen == {"2015/one", "2015/two", "2015/three", "2015/four"}


@pytest.mark.parametrize(
    ("layer", "others", "told"),
    [
        (
            "counterpoints:\n  far: {speaker: anna, statement: No., to: 2015/three#d}\n",
            {
                "three": "counterpoints:\n  d: {speaker: anna, statement: No., to: 2015/four#d}\n",
                "four": "counterpoints:\n  d: {speaker: anna, statement: No., to: 2015/one#far}\n",
            },
            "which leads back to it",
        ),
        (
            "speakers:\n  ben: {name: Ben Novak}\nnotes: {}\nclaims:\n  far: {speaker: ben, statement: No.}\n",
            {"three": "speakers:\n  ben: {name: Ben Miller}\nclaims:\n  c: {speaker: ben, statement: No.}\n"},
            "differ in `name`",
        ),
    ],
)
def test_an_error_with_another_article_is_found(site, layer, others, told, capfd):
    for name, sidecar in others.items():
        add(site, name, sidecar)
    (site / FOLDER / "one.lr.yaml").write_text(layer)
    before = tree(site)
    assert main(["adopt", "lr", "2015/one#far"]) == Exit.PROBLEMS
    assert told in capfd.readouterr().err
    assert tree(site) == before


def test_a_new_id_and_another_target(site):
    (site / FOLDER / "one.yaml").write_text(SIDECAR.replace("first:", "reply:"))
    assert main(["adopt", "lr", "2015/one#reply"]) == Exit.PROBLEMS
    assert main(["adopt", "lr", "2015/one#reply", "--as", "reply-2", "--to", "reply"]) == Exit.DONE
    assert "    counterpoints:\n      reply-2:\n        speaker: anna\n" in text(site, "one.yaml")


def test_a_dry_run_prints_the_lines_and_writes_nothing(site, capfd):
    before = tree(site)
    assert main(["adopt", "lr", "2015/one#mine", "--dry-run"]) == Exit.DONE
    out = capfd.readouterr().out
    assert out.startswith("Would adopt “mine”")
    assert "+  mine:\n+    speaker: ben\n+    quote: thing was said\n" in out
    assert tree(site) == before


def test_the_former_id_of_an_article_leads_to_the_present_one(site, capfd):
    (site / FOLDER / "one.md").write_text(TEXT.format("one", "One").replace("date:", "aliases: [2014/first]\ndate:"))
    assert main(["adopt", "lr", "2014/First#mine"]) == Exit.PROBLEMS
    assert capfd.readouterr().err == (
        "error: 2014/First#mine can't be adopted: “2014/First” is a former id of article “2015/one”.\n"
        "  next: Write `2015/one#mine`.\n"
    )


def test_the_lines_of_a_new_sidecar_are_all_new(site, capfd):
    main(["adopt", "lr", "2015/two#remark", "--dry-run"])
    lines = capfd.readouterr().out.splitlines()
    assert lines[1:] == ["@@ -0,0 +1,3 @@", "+notes:", "+  remark:", "+    note: It is short."]


@pytest.mark.parametrize("name", ["one.yaml", "one.lr.yaml"])
def test_a_half_merged_file_is_an_error_with_the_next_step(site, name, capfd):
    (site / FOLDER / name).write_text("claims:\n<<<<<<< HEAD\n  a: {note: b}\n=======\n>>>>>>> other\n")
    assert main(["adopt", "lr", "2015/one#mine"]) == Exit.PROBLEMS
    assert "  next: Correct it in the file, then try again.\n" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["xy", "2015/one#mine"], "There is no layer “xy”."),
        (["lr", "mine"], "“mine” names no annotation."),
        (["lr", "../one#mine"], "“../one#mine” names no annotation."),
        (["lr", "2015/one#mine", "2015/one#remark", "--as", "x"], "`--as` and `--to` are for one annotation."),
    ],
)
def test_arguments_that_can_not_be_are_refused(site, arguments, told, capfd):
    before = tree(site)
    assert main(["adopt", *arguments]) == Exit.USAGE
    assert told in capfd.readouterr().err
    assert tree(site) == before


@pytest.mark.parametrize("name", ["one.yaml", "one.lr.yaml"])
@pytest.mark.parametrize("broken", ["claims: [\n", "claims:\n<<<<<<< HEAD\n  a: {note: b}\n=======\n>>>>>>> other\n"])
def test_a_file_that_can_not_be_read_is_named_with_its_line(site, name, broken, capfd):
    (site / FOLDER / name).write_text(broken)
    before = tree(site)
    assert main(["adopt", "lr", "2015/one#mine"]) == Exit.PROBLEMS
    assert f"(`{FOLDER}/{name}`, line " in capfd.readouterr().err
    assert tree(site) == before


def test_a_layer_without_a_file_and_the_sidecar_of_another_article_are_refused(site, capfd):
    (site / FOLDER / "two.lr.yaml").unlink()
    assert main(["adopt", "lr", "2015/two#mine"]) == Exit.PROBLEMS
    assert f"`{FOLDER}/two.lr.yaml` is not there." in capfd.readouterr().err
    (site / FOLDER / "one.lr.md").write_text(TEXT.format("x", "X"))
    assert main(["adopt", "lr", "2015/one#mine"]) == Exit.PROBLEMS
    assert "is the sidecar of the article “2015/one.lr” by its name" in capfd.readouterr().err


def test_what_is_only_in_the_layer_of_another_article_is_no_target(site, capfd):
    (site / FOLDER / "two.lr.yaml").write_text(
        "claims:\n  r: {speaker: anna, repeats: 2015/one#mine, quote: thing was}\n"
    )
    assert main(["adopt", "lr", "2015/two#r"]) == Exit.PROBLEMS
    assert "“r” refers to “2015/one#mine”, which only the layer has." in capfd.readouterr().err
    assert main(["adopt", "lr", "2015/one#mine", "2015/two#r"]) == Exit.DONE


def test_where_a_file_changes_meanwhile_none_is_written(site, monkeypatch, capfd):
    def changed(*_: object) -> None:
        raise ChangedMeanwhileError(f"{FOLDER}/one.yaml")

    monkeypatch.setattr(command, "replace_sources", changed)
    before = tree(site)
    assert main(["adopt", "lr", "2015/two#remark", "2015/one#remark"]) == Exit.REFUSED
    assert "was saved by another program meanwhile" in capfd.readouterr().err
    assert {path: data for path, data in tree(site).items() if "content" in path} == {
        path: data for path, data in before.items() if "content" in path
    }
