"""Mends one file as its writer would: pastes, looks what is said then, and pastes again. Reads and writes no file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from generator.diagnostics import Diagnostic, Location
from generator.mending.hunk import hunk
from generator.mending.outcome import is_read, kind_of, outcome
from generator.mending.splice import Splice, splice_of

MOST_ROUNDS = 100
"""Pastes that are made in one file, and as many that are tried in vain."""

Check = Callable[[bytes], Sequence[Diagnostic]]
"""All problems of the site, if the file had these bytes."""
Answer = Literal["yes", "no", "stop"]


@dataclass(frozen=True, slots=True)
class Mend:
    """A change of a file: where and why it is made, the step that it does, the file before it, and the change."""

    at: Location
    why: str
    step: str
    before: bytes
    splice: Splice

    @property
    def after(self) -> bytes:
        """The file with the change."""
        return self.splice.applied(self.before)

    @property
    def diff(self) -> Iterator[str]:
        """The change as lines of a unified diff."""
        return hunk(self.before, self.splice)


@dataclass(slots=True)
class MendedFile:
    """What became of a file: its bytes, the mends that led to them, and the places that are left to the writer, with the reason."""

    data: bytes
    mends: list[Mend] = field(default_factory=list)
    left: list[tuple[Location, str]] = field(default_factory=list)
    stopped: bool = False


def mended(
    path: str, data: bytes, check: Check, wanted: Callable[[Diagnostic], bool], ask: Callable[[Mend], Answer]
) -> MendedFile:
    """The file with all pastes that are `wanted` and to which `ask` says yes, always the first that is offered.

    One that does not remove its problem or makes another error is left out, and so is one after which a line further
    down can't be read, unless a later paste mends that, too.
    """
    rounds = _Rounds(path, data, check)
    for _ in range(2 * MOST_ROUNDS):
        problem = next((d for d in rounds.problems if wanted(d) and rounds.offers(d)), None)
        if problem is None or rounds.file.stopped or len(rounds.file.mends) >= MOST_ROUNDS:
            break
        rounds.paste(problem, ask)
    return rounds.ended()


class _Rounds:
    """The rounds of one file. `problems` are those of the site with the file as it is now."""

    def __init__(self, path: str, data: bytes, check: Check) -> None:
        self.file, self.problems = MendedFile(data), check(data)
        self._path, self._check = path, check
        self._seen = {data}
        self._passed: set[object] = set()
        self._good = 0
        self._is_open = False

    def offers(self, problem: Diagnostic) -> bool:
        """Whether a problem of the file has something to paste that was not passed over yet."""
        return bool(problem.paste) and problem.location.path == self._path and self._name(problem) not in self._passed

    def paste(self, problem: Diagnostic, ask: Callable[[Mend], Answer]) -> None:
        """Try the paste of a problem, and make it if it is good and wanted."""
        assert problem.paste
        try:
            splice = splice_of(self.file.data, problem.paste)
        except ValueError:
            return self._pass(problem, "its lines are not those of the file")
        why = f"{problem.severity}[{problem.code}] {problem.message}"
        mend = Mend(problem.location, why, problem.step, self.file.data, splice)
        if mend.after in self._seen:
            return self._pass(problem, "these lines were there before")
        problems = self._check(mend.after)
        found = outcome(problem, problem.paste, self.problems, problems)
        if found.kind == "bad":
            return self._pass(problem, found.why)
        answer = ask(mend)
        self.file.stopped = answer == "stop"
        if answer != "yes":
            return self._pass(problem)
        self.file.data, self.problems = mend.after, problems
        self.file.mends.append(mend)
        self._seen.add(mend.after)
        self._is_open = (self._is_open or found.kind == "open") and not is_read(self._path, problems)
        self._good = self._good if self._is_open else len(self.file.mends)
        return None

    def ended(self) -> MendedFile:
        """What became of the file: without the mends at the end after which it can't be read."""
        for mend in self.file.mends[self._good :]:
            self.file.left.append((mend.at, "a line further down can't be read after it"))
        if self.file.mends[self._good :]:
            self.file.data = self.file.mends[self._good].before
            del self.file.mends[self._good :]
        return self.file

    def _pass(self, problem: Diagnostic, why: str = "") -> None:
        self._passed.add(self._name(problem))
        if why:
            self.file.left.append((problem.location, why))

    def _name(self, problem: Diagnostic) -> object:
        """What names a problem although other lines of the file become more or fewer."""
        lines = _LINE_END.split(self.file.data, maxsplit=problem.location.line)
        return kind_of(problem), lines[: problem.location.line][-1]


_LINE_END = re.compile(rb"\r\n|\r|\n")
