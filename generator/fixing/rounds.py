"""Fixes one file as its writer would: pastes, reads the messages again, and pastes again. Reads and writes no file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.diagnostics import Diagnostic, Location
from generator.fixing.hunk import hunk
from generator.fixing.paste_result import SameProblem, result_of_paste, same_problem
from generator.yaml_text.splice import Splice, splice_of

MOST_ROUNDS = 100
"""Pastes that are made in one file, unless the caller wants fewer."""

Check = Callable[[bytes], Sequence[Diagnostic]]
"""All problems of the site, if the file had these bytes."""
Answer = Literal["yes", "no", "stop"]


@dataclass(frozen=True, slots=True)
class Fix:
    """A change of a file: its place, why it is made, the step that it takes, and the file before it.

    `is_guess` says that only the writer knows whether it is meant.
    """

    at: Location
    why: str
    step: str
    before: bytes
    splice: Splice
    is_guess: bool = False

    @property
    def after(self) -> bytes:
        """The file with the change."""
        return self.splice.applied(self.before)

    @property
    def diff(self) -> Iterator[str]:
        """The change as lines of a unified diff."""
        return hunk(self.before, self.splice)


@dataclass(slots=True)
class FixedFile:
    """What became of a file: its bytes, the changes that led to them, and the places that are left to the writer, each
    with the reason."""

    data: bytes
    fixes: list[Fix] = field(default_factory=list)
    left: list[tuple[Location, str]] = field(default_factory=list)
    stopped: bool = False


def fixed(
    path: str,
    data: bytes,
    check: Check,
    wanted: Callable[[Diagnostic], bool],
    ask: Callable[[Fix], Answer],
    most: int = MOST_ROUNDS,
) -> FixedFile:
    """The file with all pastes that are `wanted` and to which `ask` says yes, always the first that is offered.

    At most so many pastes are made, and as many are tried in vain.

    One that does not remove its problem is left out, and so is one that makes another error, unless a later paste
    removes that as well.
    """
    rounds = _Rounds(path, data, check)
    for _ in range(2 * most):
        problem = next((d for d in rounds.problems if wanted(d) and rounds.offers(d)), None)
        if problem is None or rounds.file.stopped or len(rounds.file.fixes) >= most:
            break
        rounds.paste(problem, ask)
    return rounds.ended()


class _Rounds:
    """The rounds of one file. `problems` are those of the site with the file as it is now."""

    def __init__(self, path: str, data: bytes, check: Check) -> None:
        self.file, self.problems = FixedFile(data), check(data)
        self._path, self._check = path, check
        self._seen = {data}
        self._passed: dict[object, set[bytes]] = {}
        self._good = 0
        self._made: frozenset[SameProblem] = frozenset()

    def offers(self, problem: Diagnostic) -> bool:
        """Whether a problem of the file has something to paste that was not passed over yet."""
        if problem.paste is None or problem.location.path != self._path:
            return False
        return (
            same_problem(problem) not in self._passed
            or self._line_of(problem) not in self._passed[same_problem(problem)]
        )

    def paste(self, problem: Diagnostic, ask: Callable[[Fix], Answer]) -> None:
        """Try the paste of a problem, and make it if it is good and wanted."""
        assert problem.paste
        try:
            splice = splice_of(self.file.data, problem.paste)
        except ValueError:
            return self._pass(problem, "its lines are not those of the file")
        why = f"{problem.severity}[{problem.code}] {problem.message}"
        fix = Fix(problem.location, why, problem.step, self.file.data, splice, problem.is_guess)
        if fix.after in self._seen:
            return self._pass(problem, "these lines were there before")
        problems = self._check(fix.after)
        found = result_of_paste(problem, problem.paste, self.problems, problems)
        if found.why:
            return self._pass(problem, found.why)
        answer = ask(fix)
        self.file.stopped = answer == "stop"
        if answer != "yes":
            return self._pass(problem)
        self.file.data, self.problems = fix.after, problems
        self.file.fixes.append(fix)
        self._seen.add(fix.after)
        self._made = (self._made | found.made) & {same_problem(one) for one in problems}
        self._good = self._good if self._made else len(self.file.fixes)
        return None

    def ended(self) -> FixedFile:
        """What became of the file: without the changes at the end that made errors which are still there."""
        for fix in self.file.fixes[self._good :]:
            self.file.left.append((fix.at, "it makes another problem, for which there is no good paste"))
        if self.file.fixes[self._good :]:
            self.file.data = self.file.fixes[self._good].before
            del self.file.fixes[self._good :]
        return self.file

    def _pass(self, problem: Diagnostic, why: str = "") -> None:
        self._passed.setdefault(same_problem(problem), set()).add(self._line_of(problem))
        if why:
            self.file.left.append((problem.location, why))

    def _line_of(self, problem: Diagnostic) -> bytes:
        """The line of a problem, which tells it from others of its kind wherever the line moves."""
        lines = _LINE_END.split(self.file.data, maxsplit=problem.location.line)
        return lines[: problem.location.line][-1]


_LINE_END = re.compile(rb"\r\n|\r|\n")
