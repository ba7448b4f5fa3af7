"""`rename`: it shows what changes, writes only what is wanted, all or nothing, and old addresses lead on."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.publishing import one_build_at_a_time
from tests.folders import needs_links, tree

FILES = {
    "site.yaml": "title: Contested Headlines\nurl: https://example.org/\nfeatured: 2015/report#no-deaths\n",
    "content/speakers.yaml": "gazette: {name: Gazette, kind: outlet}\nmayor:\n  name: Ann Mayor\n",
    "content/sources.yaml": "permit:\n  title: The permit\n  publisher: gazette\n",
    "content/articles/2015/report.md": (
        "---\ntitle: A report\ndate: 2015-12-23\npublisher: gazette\n---\n\nNobody died.\n"
    ),
    "content/articles/2015/report.yaml": (
        "claims:\n  no-deaths:\n    speaker: mayor\n    quote: Nobody died\n    sources: [permit p. 3]\n"
    ),
    "content/articles/2016/answer.md": (
        "---\ntitle: An answer\ndate: 2016-01-02\n---\n\nFour [did](../2015/report.md).\n"
    ),
    "content/articles/2016/answer.yaml": (
        "counterpoints:\n  four:\n    to: 2015/report#no-deaths\n    relation: rebuts\n"
        "    speaker: mayor\n    quote: Four did\n    sources: [permit]\n"
    ),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str) -> int:
    return main(["rename", "--site", str(root), *arguments])


def sources(root: Path) -> dict[str, bytes | None]:
    return {path: data for path, data in tree(root).items() if path.startswith(("content/", "site.yaml"))}


def test_a_quiet_command_says_that_nothing_was_written(root: Path, capsys: pytest.CaptureFixture[str]):
    assert run(root, "speaker", "mayor", "ann-mayor", "-q") == Exit.DONE
    assert "Nothing was written" in capsys.readouterr().err
    assert run(root, "speaker", "mayor", "ann-mayor", "-q", "--yes") == Exit.DONE
    assert capsys.readouterr().err == ""


def test_it_shows_what_would_change_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]):
    before = tree(root)
    assert run(root, "speaker", "mayor", "ann-mayor") == Exit.DONE
    assert capsys.readouterr().out == (
        "content/articles/2015/report.yaml: speaker on line 3\n"
        "@@ -2,3 +2,3 @@\n   no-deaths:\n-    speaker: mayor\n+    speaker: ann-mayor\n     quote: Nobody died\n"
        "content/articles/2016/answer.yaml: speaker on line 5\n"
        "@@ -4,3 +4,3 @@\n     relation: rebuts\n-    speaker: mayor\n+    speaker: ann-mayor\n     quote: Four did\n"
        "content/speakers.yaml: id on line 2 and aliases on a new line\n"
        "@@ -1,3 +1,4 @@\n gazette: {name: Gazette, kind: outlet}\n"
        "-mayor:\n+ann-mayor:\n   name: Ann Mayor\n+  aliases: [mayor]\n"
        "Nothing was written; to rename speaker “mayor” to “ann-mayor” (4 places in 3 files), run "
        f"`python -m generator rename speaker mayor ann-mayor --site {root} --yes`.\n"
    )
    assert tree(root) == before


def test_at_a_terminal_it_asks(root: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    before = sources(root)
    for answer in ("n", "", "q"):
        monkeypatch.setattr("builtins.input", lambda said=answer: said)
        assert run(root, "speaker", "mayor", "ann-mayor") == Exit.DONE
        assert sources(root) == before
    monkeypatch.setattr("builtins.input", lambda: "y")
    assert run(root, "speaker", "mayor", "ann-mayor") == Exit.DONE
    assert b"ann-mayor" in (root / "content/speakers.yaml").read_bytes()


def test_all_that_is_renamed_is_found_at_its_old_address(root: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["build", "--site", str(root), "-q"]) == Exit.DONE
    before = {path for path in tree(root / "output") if path.endswith((".html", ".xml", ".csv"))}
    for kind, old, new in (
        ("speaker", "gazette", "the-gazette"),
        ("speaker", "mayor", "ann-mayor"),
        ("source", "permit", "permit-of-2014"),
        ("annotation", "2015/report#no-deaths", "nobody-died"),
        ("article", "2015/report", "2015/12/deaths"),
    ):
        assert run(root, kind, old, new, "--yes") == Exit.DONE
    capsys.readouterr()
    assert main(["build", "--site", str(root), "--strict"]) == Exit.DONE
    output = root / "output"
    after = {path: (output / path).read_text(encoding="utf-8") for path in before}
    moved = {path: target for path, text in after.items() if (target := _leads_to(text))}
    assert moved == {
        "articles/2015/report.html": "12/deaths.html",
        "claims/2015/report/no-deaths.html": "../12/deaths/nobody-died.html",
        "sources/gazette.html": "the-gazette.html",
        "speakers/gazette.html": "the-gazette.html",
        "speakers/mayor.html": "ann-mayor.html",
    }
    assert after["speakers/mayor.xml"] == (output / "speakers/ann-mayor.xml").read_text(encoding="utf-8")
    assert 'id="permit"' in (output / "sources/the-gazette.html").read_text(encoding="utf-8")
    assert 'id="no-deaths"' in (output / "articles/2015/12/deaths.html").read_text(encoding="utf-8")
    assert not (root / "content/articles/2015/report.md").exists()


def _leads_to(page: str) -> str:
    found = re.search(r'http-equiv="refresh" content="0; url=(.*?)"', page)
    return found[1] if found else ""


def test_what_can_not_be_renamed_is_said_with_the_next_step(root: Path, capsys: pytest.CaptureFixture[str]):
    before = tree(root)
    assert run(root, "speaker", "major", "x", "--yes") == Exit.USAGE
    assert capsys.readouterr().err == (
        "error: There is no speaker “major”.\n"
        "  next: Write an id that is described in `content/speakers.yaml` or under `speakers:` of a sidecar. "
        "The nearest is “mayor”.\n"
    )
    with pytest.raises(SystemExit):
        raise SystemExit(main(["rename", "outlet", "a", "b", "--site", str(root)]))
    assert "“outlet” is none of the choices" in capsys.readouterr().err
    assert tree(root) == before


@pytest.mark.parametrize("kind", ["speaker", "source", "article", "annotation", "tag"])
def test_a_half_merged_file_is_an_error_in_the_content_whatever_is_renamed(root: Path, kind: str, capsys):
    (root / "content/speakers.yaml").write_text("<<<<<<< HEAD\na: {name: A}\n=======\nb: {name: B}\n>>>>>>> theirs\n")
    before = tree(root)
    assert run(root, kind, "x", "y", "--yes") == Exit.PROBLEMS
    err = capsys.readouterr().err
    assert "`content/speakers.yaml`, line 1" in err
    assert "then run the command again" in err
    assert tree(root) == before


@needs_links
def test_a_link_that_may_name_it_keeps_all_as_it_is(root: Path, capsys: pytest.CaptureFixture[str], tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "answer.yaml"
    (root / "content/articles/2016/answer.yaml").rename(outside)
    (root / "content/articles/2016/answer.yaml").symlink_to(outside)
    before, text = tree(root), outside.read_bytes()
    assert run(root, "speaker", "mayor", "ann-mayor", "--yes") == Exit.PROBLEMS
    said = capsys.readouterr().err
    assert "Nothing is renamed, since a file may name it that was not read" in said
    assert "content/articles/2016/answer.yaml" in said
    assert (tree(root), outside.read_bytes()) == (before, text)


def test_a_file_that_is_saved_meanwhile_keeps_all_as_it_is(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    path = root / "content/articles/2016/answer.yaml"
    saved = path.read_bytes() + b"# saved\n"

    def asked(_: object) -> str:
        path.write_bytes(saved)
        return "y"

    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("generator.cli.console.Console.ask", lambda console, question: asked(question))
    before = sources(root)
    assert run(root, "article", "2015/report", "new") == Exit.REFUSED
    assert "saved by another program meanwhile" in capsys.readouterr().err
    assert sources(root) == {**before, "content/articles/2016/answer.yaml": saved}


def test_while_a_build_runs_nothing_is_written(root: Path):
    before = sources(root)
    with one_build_at_a_time(root / ".counterpoint"):
        assert run(root, "speaker", "mayor", "ann-mayor", "--yes") == Exit.BUSY
    assert sources(root) == before


def test_a_link_that_can_not_be_changed_is_named(root: Path, capsys: pytest.CaptureFixture[str]):
    sidecar = root / "content/articles/2016/answer.yaml"
    note = '    note: "It is [in the report](\\u002e\\u002e/2015/report.md)."\n'
    sidecar.write_text(FILES["content/articles/2016/answer.yaml"] + note, encoding="utf-8")
    assert run(root, "article", "2015/report", "new", "--yes") == Exit.DONE
    assert "`content/articles/2016/answer.yaml`, line 8: A link in `note`" in capsys.readouterr().err
    assert note in sidecar.read_text(encoding="utf-8")
