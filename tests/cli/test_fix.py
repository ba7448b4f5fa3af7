"""`check --fix`: it shows what it would write, writes only what is wanted, and says what is left."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.cli.exit_codes import Exit
from generator.cli.main import main
from generator.publishing import one_build_at_a_time
from tests.mistakes import archive_files, written

SIDECAR = "content/articles/2015/report.yaml"
ANSWER = "content/articles/2015/answer.yaml"
Change = Callable[..., Path]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return written(archive_files(), tmp_path / "site")


def change(root: Path, *pairs: tuple[str, str], path: str = SIDECAR, end: str = "\n") -> bytes:
    """Changes lines of a sidecar, and returns what it then is."""
    text = (root / path).read_bytes().decode()
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new, 1)
    (root / path).write_bytes(text.replace("\n", end).encode())
    return (root / path).read_bytes()


COLON = ("note: Nobody has shown", "note: Nobody: has shown")
QUOTED = 'note: "Nobody: has shown how he knows."'
TYPO = ("verdict: unverified", "verdict: unverifed")


def run(root: Path, *arguments: str) -> int:
    return main(["check", "--site", str(root), *arguments])


def at_a_terminal(monkeypatch: pytest.MonkeyPatch, *answers: str) -> None:
    said = iter(answers)
    monkeypatch.setattr("builtins.input", lambda: next(said))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)


def test_without_a_terminal_it_shows_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]):
    before = change(root, COLON)
    assert run(root, "--fix") == Exit.PROBLEMS
    out = capsys.readouterr().out
    assert f"{SIDECAR}:25:11: error[yaml-syntax]" in out
    assert '-    note: Nobody: has shown how he knows.\n+    note: "Nobody: has shown how he knows."\n' in out
    assert "Nothing was written; to make 1 change in 1 file, run `python -m generator check --fix --yes`." in out
    assert (root / SIDECAR).read_bytes() == before
    assert not (root / ".counterpoint").exists()


def test_it_writes_what_is_sure_and_no_other_byte(root: Path, capsys: pytest.CaptureFixture[str]):
    clean = change(root, end="\r\n")
    before = change(root, COLON, TYPO)
    assert run(root, "--fix", "--yes") == Exit.PROBLEMS
    out, err = capsys.readouterr()
    assert "Fixed: 1 change in 1 file. Only you can know whether what is proposed for 1 problem is meant" in out
    assert "[unknown-verdict]" in err
    assert (root / SIDECAR).read_bytes() == before.replace(
        b"note: Nobody: has shown how he knows.", b'note: "Nobody: has shown how he knows."'
    )
    assert run(root, "--fix", "unknown-verdict", "--yes") == Exit.DONE
    assert (root / SIDECAR).read_bytes().replace(b'"', b"").replace(b"Nobody:", b"Nobody") == clean.replace(b'"', b"")


def test_only_problems_of_the_codes_are_fixed(root: Path):
    before = change(root, COLON)
    assert run(root, "--fix", "unknown-verdict", "--yes") == Exit.PROBLEMS
    assert (root / SIDECAR).read_bytes() == before


@pytest.mark.parametrize(
    ("answers", "fixed"),
    [(["y", "y"], 2), (["n", "y"], 1), (["", "no"], 0), (["what?", "yes", "q"], 1), (["a", "y", "y"], 2), (["q"], 0)],
)
def test_at_a_terminal_it_asks(root: Path, monkeypatch: pytest.MonkeyPatch, answers: list[str], fixed: int):
    before = change(root, TYPO, ("speaker: amnesty\n    quote: attacks", "speaker: amnest\n    quote: attacks"))
    at_a_terminal(monkeypatch, *answers)
    run(root, "--fix")
    after = (root / SIDECAR).read_bytes()
    changed = sum(a != b for a, b in zip(before.splitlines(), after.splitlines(), strict=True))
    assert changed == fixed


def test_a_terminal_that_ends_writes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch):
    before = change(root, TYPO)
    at_a_terminal(monkeypatch)
    monkeypatch.setattr("builtins.input", lambda: (_ for _ in ()).throw(EOFError))
    run(root, "--fix")
    assert (root / SIDECAR).read_bytes() == before


def test_two_files_are_fixed(root: Path, capsys: pytest.CaptureFixture[str]):
    change(root, COLON)
    text = (root / "content/articles/2015/answer.md").read_text(encoding="utf-8")
    (root / "content/articles/2015/answer.md").write_text(text.replace("title: ", "title: So: ", 1), encoding="utf-8")
    assert run(root, "--fix", "--yes") == Exit.DONE
    assert "Fixed: 2 changes in 2 files." in capsys.readouterr().out


def test_nothing_to_fix_is_said(root: Path, capsys: pytest.CaptureFixture[str]):
    assert run(root, "--fix", "--yes") == Exit.DONE
    assert "Nothing was fixed.\n" in capsys.readouterr().out


def test_a_file_that_is_saved_meanwhile_is_not_overwritten(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    before = change(root, COLON)
    sync = os.fsync

    def saved(handle: int) -> None:
        (root / SIDECAR).write_bytes(before + b"# newer\n")
        sync(handle)

    monkeypatch.setattr(os, "fsync", saved)
    assert run(root, "--fix", "--yes") == Exit.PROBLEMS
    assert (root / SIDECAR).read_bytes() == before + b"# newer\n"
    assert "was saved by another program meanwhile" in capsys.readouterr().err


def test_while_a_build_runs_nothing_is_written(root: Path, capsys: pytest.CaptureFixture[str]):
    before = change(root, COLON)
    with one_build_at_a_time(root / ".counterpoint"):
        assert run(root, "--fix", "--yes") == Exit.BUSY
    assert (root / SIDECAR).read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--fix", "yaml-sintax"], "The nearest is “yaml-syntax”"),
        (["--fix", "order", "yaml-syntax"], "can't be combined"),
        (["--fix", "--format", "json"], "Leave out `--format`"),
        (["--yes"], "belongs to `--fix`"),
    ],
)
def test_what_makes_no_sense_is_refused(root: Path, capsys: pytest.CaptureFixture[str], arguments, said: str):
    assert run(root, *arguments) == Exit.USAGE
    assert said in capsys.readouterr().err


def test_keys_are_put_in_order(root: Path, capsys: pytest.CaptureFixture[str]):
    before = change(root)
    assert run(root, "--fix", "order") == Exit.DONE
    out = capsys.readouterr().out
    assert "The keys of “only-cliches” are not in the documented order." in out
    assert (root / SIDECAR).read_bytes() == before
    assert run(root, "--fix", "order", "--yes") == Exit.DONE
    assert sorted((root / SIDECAR).read_bytes().splitlines()) == sorted(before.splitlines())
    assert (root / SIDECAR).read_bytes() != before
    capsys.readouterr()
    assert run(root, "--fix", "order", "--yes") == Exit.DONE
    assert "Nothing was fixed." in capsys.readouterr().out


def test_what_a_file_says_steers_no_terminal(root: Path, capsys: pytest.CaptureFixture[str]):
    change(root, ("note: Nobody has shown", "note: Nobody: \u202e\u200f has shown"))
    run(root, "--fix")
    assert "\u202e" not in capsys.readouterr().out


def test_a_diff_is_coloured_at_a_terminal_only(monkeypatch: pytest.MonkeyPatch):
    from generator.cli.console import Console  # late: it is all that this test needs

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    shown = Terminal()
    Console(shown, io.StringIO()).show_diff(["-a", "+b", " c"])
    assert shown.getvalue() == "\x1b[31m-a\x1b[0m\n\x1b[32m+b\x1b[0m\n c\n"
    plain = io.StringIO()
    Console(plain, io.StringIO()).show_diff(["-a"])
    assert plain.getvalue() == "-a\n"


def test_all_leaves_out_what_somebody_has_to_decide(root: Path, monkeypatch: pytest.MonkeyPatch):
    before = change(root, COLON, ("note: He names", "note: He: names"), TYPO)
    at_a_terminal(monkeypatch, "a", "n")
    assert run(root, "--fix") == Exit.PROBLEMS
    after = (root / SIDECAR).read_bytes()
    assert after == before.replace(b"note: Nobody: has shown how he knows.", QUOTED.encode()).replace(
        b"note: He: names no passage of the report.", b'note: "He: names no passage of the report."'
    )
