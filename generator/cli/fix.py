"""`check --fix`: writes what problems say to paste into the files of a site, after it has shown each change."""

from __future__ import annotations

import datetime as dt
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.cache.store import Cache
from generator.cli.arguments import UsageError, base_url_of
from generator.cli.console import Console
from generator.cli.messages import number
from generator.diagnostics import CODES, Diagnostic, in_order, printable
from generator.fixing.key_order import keys_in_order
from generator.fixing.rounds import Answer, Check, Fix, FixedFile, fixed
from generator.fixing.source_file import NotFixedError, read_source, replace_source
from generator.pipeline.build_context import BuildContext
from generator.pipeline.cache_folder import cache_folder
from generator.pipeline.dates_stage import build_as_of
from generator.pipeline.layer_stage import LayerCheck
from generator.publishing import one_build_at_a_time
from generator.sources.edited import edited
from generator.sources.read import Sources, read_sources
from generator.text import nearest_told

ORDER = "order"
"""What `--fix` takes in place of codes to put keys in order."""


def fix(console: Console, root: Path, arguments: Namespace) -> None:
    """Show what can be fixed, file by file, and write it.

    Without `--yes`, the person at the terminal decides on each change; without a terminal, nothing is written. Raises
    `UsageError` where the arguments make no sense, and `BuildRunningError` and `OutputRefusedError` where no file can
    be written now.
    """
    codes = frozenset(arguments.fix)
    _refuse_unknown(codes)
    if console.format != "text":
        raise UsageError(
            "`--fix` shows changes to people.", "Leave out `--format`, or apply what `paste` says in JSON."
        )
    asks = not arguments.yes and sys.stdin.isatty() and sys.stdout.isatty()
    desk = _Desk(console, root, asks=asks, writes=asks or arguments.yes)
    sources = read_sources(root)
    if codes == {ORDER}:
        desk.put_in_order(sources)
    else:
        desk.fix(codes, _checker(sources, arguments.drafts, base_url_of(arguments.base_url)))
    again = " ".join([arguments.program, "check --fix", *sorted(codes), "--yes"])
    console.say(desk.summed_up(again))


def _refuse_unknown(codes: Iterable[str]) -> None:
    for code in codes:
        if code not in CODES and code != ORDER:
            step = f"Write codes of problems, `{ORDER}`, or nothing for all problems.{nearest_told(code, CODES)}"
            raise UsageError(f"There is no problem with the code “{code}”.", step)
    if ORDER in codes and codes != {ORDER}:
        raise UsageError(
            f"`--fix {ORDER}` can't be combined with codes.", "Run it once for the codes, and once for the order."
        )


_GUESSES = (
    "Only you can know whether what is proposed for {} is meant: name the codes after `--fix`, or run it in a terminal."
)
_QUESTION = "Write this? [y]es, [n]o, [a]ll in which there is nothing to decide, [q]uit: "
_ANSWERS: Mapping[str, Answer] = {
    "y": "yes",
    "yes": "yes",
    "": "no",
    "n": "no",
    "no": "no",
    "q": "stop",
    "quit": "stop",
}
Edits = Mapping[str, bytes]


def _checker(sources: Sources, drafts: bool, base_url: str) -> Callable[[Edits], list[Diagnostic]]:
    """A function that returns the problems of the site with some edits. What is compiled once is kept."""
    cache, today = Cache(), dt.datetime.now(dt.UTC).date()
    layers = LayerCheck(sources.root, sources)

    def check(edits: Edits) -> list[Diagnostic]:
        context, now = BuildContext(cache), edited(sources, edits)
        built = build_as_of(today, sources.root, drafts, base_url, context=context, sources=now)
        return in_order([*built.diagnostics, *layers.problems(edits)])

    return check


def _with_others(check: Callable[[Edits], list[Diagnostic]], edits: Edits, path: str) -> Check:
    """A function that returns the problems of the site with other bytes in one file, after the edits of others."""
    return lambda now: check({**edits, path: now})


class _Desk:
    """Shows changes, asks about them, and writes them."""

    def __init__(self, console: Console, root: Path, *, asks: bool, writes: bool) -> None:
        self._console, self._root, self._asks, self._writes = console, root, asks, writes
        self._takes_all = False
        self._fixes = self._files = self._guesses = 0

    def fix(self, codes: frozenset[str], check: Callable[[Edits], list[Diagnostic]]) -> None:
        """Fix the problems with these codes, or all of them."""

        def wanted(problem: Diagnostic) -> bool:
            if codes:
                return problem.code in codes
            return problem.severity != "notice" and (self._asks or not problem.is_guess)

        edits: dict[str, bytes] = {}
        for path in dict.fromkeys(d.location.path for d in check(edits) if d.paste and wanted(d)):
            data = self._read(path)
            if data is None:
                continue
            file = fixed(path, data, _with_others(check, edits, path), wanted, self._ask)
            edits[path] = file.data if self._take(path, data, file) else data
            if file.stopped:
                return
        if not codes and not self._asks:
            self._guesses = sum(d.is_guess and d.severity != "notice" for d in check(edits))

    def put_in_order(self, sources: Sources) -> None:
        """Put the keys of all annotations in order."""
        of_layers = (layer.path for layer in sources.layers)
        for path in filter(None, (*(article.sidecar_path for article in sources.articles), *of_layers)):
            data = self._read(path)
            if data is None:
                continue
            file = keys_in_order(path, data)
            answers = [self._ask(fix) for fix in file.fixes]
            if "stop" in answers:
                return
            if "no" in answers:
                self._console.say(f"`{path}` stays as it is.")
            else:
                self._take(path, data, file)

    def summed_up(self, again: str) -> str:
        """What was done, as a sentence; `again` is the command that writes without asking."""
        guesses = f" {_GUESSES.format(number(self._guesses, 'problem'))}" if self._guesses else ""
        if not self._fixes:
            return f"Nothing was fixed.{guesses}"
        done = f"{number(self._fixes, 'change')} in {number(self._files, 'file')}"
        if not self._writes:
            return f"Nothing was written; to make {done}, run `{again}`.{guesses}"
        return f"Fixed: {done}.{guesses}"

    def _read(self, path: str) -> bytes | None:
        try:
            return read_source(self._root, path)
        except NotFixedError as error:
            self._console.warn(str(error))
            return None

    def _ask(self, fix: Fix) -> Answer:
        """Show a change, and whether to make it."""
        self._console.print(printable(f"{fix.at}: {fix.why}"))
        if fix.step:
            self._console.print(printable(f"  next: {fix.step}"))
        self._console.show_diff(fix.diff)
        if self._asks and (fix.is_guess or not self._takes_all):
            return self._answer(fix)
        return "yes"

    def _answer(self, fix: Fix) -> Answer:
        question = "Is this meant? [y]es, [n]o, [q]uit: " if fix.is_guess else _QUESTION
        while True:
            answer = self._console.ask(question).strip().lower()
            if answer in {"a", "all"} and not fix.is_guess:
                self._takes_all = True
                return "yes"
            if answer in _ANSWERS:
                return _ANSWERS[answer]

    def _take(self, path: str, old: bytes, file: FixedFile) -> bool:
        """Write a file, and say what of it is left to the writer; whether it is as it was to become."""
        for place, why in file.left:
            self._console.say(f"{place}: This is left to you, because {why}.")
        if not file.fixes:
            return False
        try:
            if self._writes:
                with one_build_at_a_time(cache_folder(self._root, "")):
                    replace_source(self._root, path, old, file.data)
        except NotFixedError as error:
            self._console.complain(str(error), "Run the command again.")
            return False
        self._fixes += len(file.fixes)
        self._files += 1
        return True
