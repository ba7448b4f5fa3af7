"""A file is fixed paste by paste, and is left as it was where a paste is not good."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Diagnostic, Location, Paste
from generator.fixing.rounds import MOST_ROUNDS, FixedFile, fixed

PATH = "content/articles/x.yaml"


def problem(line: int, paste: Paste | None, code: str = "wrong-value", message: str = "") -> Diagnostic:
    return Diagnostic.of(code, Location(PATH, line), message or f"Line {line} is wrong.", step="Write:", paste=paste)


def check(data: bytes) -> list[Diagnostic]:
    """`bad` is to be `good`; `loop` and `pool` become each other; `deaf` stays; `worse` brings a line that can't be
    read; of lines with a tab only the first is told."""
    lines = data.decode().replace("\r\n", "\n").split("\n")
    found = []
    becomes = {"bad": "good", "loop": "pool", "pool": "loop", "deaf": "deaf ", "deaf ": "deaf", "worse": "half: :"}
    becomes |= {"dead end": "stuck "}
    for n, line in enumerate(lines, 1):
        if line in becomes:
            found.append(problem(n, Paste(n, n, (becomes[line],)), message=f"“{line.strip()}” is wrong."))
        elif line in {"detour", "halfway", "stuck "}:
            then = {"detour": "halfway", "halfway": "there"}.get(line)
            message = "It can't be read." if line == "detour" else "It still can't be read."
            found.append(problem(n, Paste(n, n, (then,)) if then else None, "yaml-syntax", message))
        elif line == "half: :":
            found.append(problem(n, None, "yaml-syntax"))
        elif line == "missing":
            found.append(problem(n, None))
    tab = next((n for n, line in enumerate(lines, 1) if line.startswith("\t")), None)
    if tab:
        found.insert(0, problem(tab, Paste(tab, tab, (f"  {lines[tab - 1][1:]}",)), "yaml-syntax"))
    return found


def fix_all(
    data: bytes, wanted: Callable[[Diagnostic], bool] = lambda d: True, answers: Sequence[str] = ()
) -> FixedFile:
    said = iter(answers)
    return fixed(PATH, data, check, wanted, lambda m: next(said, "yes"))  # type: ignore[arg-type]


def test_each_problem_is_fixed_in_its_turn():
    file = fix_all(b"bad\r\nx\r\nbad")
    assert file.data == b"bad\r\nx\r\nbad".replace(b"bad", b"good")
    assert [m.at.line for m in file.fixes] == [1, 3]
    assert not file.left


def test_lines_that_can_be_read_only_after_a_paste_are_fixed_too():
    assert fix_all(b"\ta\n\tb\n\tc").data == b"  a\n  b\n  c"


def test_what_makes_an_error_is_kept_only_if_a_later_paste_removes_it():
    assert fix_all(b"detour").data == b"there"
    file = fix_all(b"bad\ndead end\nbad")
    assert file.data == b"good\ndead end\ngood"
    assert [place.line for place, _ in file.left] == [2]
    assert "another problem" in file.left[0][1]


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"deaf", "do not remove"), (b"worse", "another problem")],
)
def test_a_paste_that_is_not_good_leaves_the_file_as_it_was(data: bytes, why: str):
    file = fix_all(data)
    assert file.data == data
    assert why in file.left[0][1]


def test_it_goes_on_behind_one_that_is_not_good():
    assert fix_all(b"worse\nbad").data == b"worse\ngood"


def test_pastes_that_undo_each_other_end():
    assert len(fix_all(b"loop\nbad").fixes) <= 3


def test_no_is_asked_once_and_stop_ends_it():
    assert fix_all(b"bad\nbad2\nbad", answers=["no"]).data == b"bad\nbad2\nbad"
    file = fix_all(b"bad\nloop", answers=["stop"])
    assert (file.data, file.stopped) == (b"bad\nloop", True)


def test_only_what_is_wanted_is_fixed():
    assert fix_all(b"\ta\nbad", lambda d: d.code == "yaml-syntax").data == b"  a\nbad"


def test_there_are_only_so_many_rounds():
    file = fix_all(b"\n".join(b"\t%d" % n for n in range(MOST_ROUNDS + 20)))
    assert not file.fixes, "the last lines can't be read yet"
    assert len(fix_all(b"\n".join([b"bad"] * (MOST_ROUNDS + 20))).fixes) == MOST_ROUNDS


@given(st.lists(st.sampled_from(["bad", "loop", "deaf", "worse", "\ta", "x", "", "half: :"]), max_size=8))
def test_what_is_not_told_stays_as_it_is(lines: list[str]):
    file = fix_all("\n".join(lines).encode())
    after = file.data.decode().split("\n")
    kept = [line for line in lines or [""] if line in {"x", "", "half: :"}]
    assert [line for line in after if line in {"x", "", "half: :"}] == kept
    assert len(after) == len(lines or [""])
    for done in reversed(file.fixes):
        assert done.splice.back(done.before).applied(done.after) == done.before
