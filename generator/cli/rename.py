"""`rename`: gives an article, an annotation, a speaker, a source or a tag another id, after showing each change."""

from __future__ import annotations

import difflib
import shlex
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from pathlib import Path

from generator.cli.arguments import UsageError, console_of, printable_of, site_folder
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import number
from generator.diagnostics import listed, printable
from generator.fixing.moved_sources import change_and_move
from generator.fixing.source_file import NotFixedError, read_source
from generator.pipeline.cache_folder import cache_folder
from generator.publishing import OutputRefusedError, one_build_at_a_time
from generator.renaming.not_renamed import NotRenamedError
from generator.renaming.rename import renaming
from generator.renaming.renaming import Renaming
from generator.sources.read import SETTINGS, Sources, read_sources

_NOT_READ = frozenset({"file-unreadable", "file-link", "file-special", "file-too-large"})
_MOST_LINES_NAMED = 8
_QUESTION = "Write this? [y]es, [n]o: "


def rename(arguments: Namespace) -> int:
    """Show what changes, and write it: with `--yes`, or where the person at the terminal says so; return the exit code.

    Raises `UsageError` where nothing has or can have these names, and `BuildRunningError` and `OutputRefusedError`
    where no file can be written now.
    """
    console, root = console_of(arguments), site_folder(arguments)
    old, new = printable_of(arguments.old), printable_of(arguments.new)
    try:
        texts, others = _texts_of(read_sources(root), root)
        found = renaming(arguments.kind, old, new, texts, others)
        _show(console, found)
        asks = not arguments.yes and sys.stdin.isatty() and sys.stdout.isatty()
        writes = arguments.yes or (asks and console.ask(_QUESTION).strip().lower() in {"y", "yes"})
        if writes:
            _write(root, texts, found)
    except NotRenamedError as error:
        if not error.in_files:
            raise UsageError(error.why, error.step) from error
        console.complain(error.why, error.step)
        return Exit.PROBLEMS
    except NotFixedError as error:
        step = "Nothing was renamed. Correct that, then run the command again."
        raise OutputRefusedError(str(error), step) from error
    place = [] if arguments.site == "." else ["--site", arguments.site]
    again = shlex.join([*arguments.program.split(), "rename", arguments.kind, old, new, *place, "--yes"])
    tell = console.warn if arguments.quiet and not writes else console.say
    tell(_summed_up(found, f"{arguments.kind} “{old}” to “{new}”", "" if writes else again))
    return Exit.DONE


def _texts_of(sources: Sources, root: Path) -> tuple[Mapping[str, bytes], list[str]]:
    """The texts of a site by path, and the paths of all other files of it.

    Raises `NotRenamedError` where a file was not read that may name what is renamed, and `NotFixedError` where one
    can't be read now.
    """
    for problem in sources.diagnostics:
        path = problem.location.path
        if problem.code in _NOT_READ and (path.endswith((".md", ".yaml")) or "." not in path.rpartition("/")[2]):
            raise NotRenamedError(
                f"Nothing is renamed, since a file may name it that was not read: {problem.message}",
                problem.step or "Correct that, then run the command again.",
                in_files=True,
            )
    beside = [path for path, _ in sources.unused]
    layers = [path for path in beside if path.endswith(".yaml")]
    paths = sorted({SETTINGS, *sources.texts, *layers} - {""})
    return {path: read_source(root, path) for path in paths}, [*beside, *(other.path for other in sources.others)]


def _show(console: Console, found: Renaming) -> None:
    for path in sorted({*found.edits, *found.moves}):
        moved = f" becomes {found.moves[path]}" if path in found.moves else ""
        where = _where(found.fields.get(path, {}))
        console.print(printable(f"{path}{moved}{': ' if where else ''}{where}"))
        if path in found.edits:
            edit = found.edits[path]
            console.show_diff(_diff(edit.before, edit.after))
    for sentence in found.left:
        console.warn(f"{sentence} It leads to the old address, which leads on.")


def _where(fields: Mapping[str, list[int]]) -> str:
    """What changes in a file: `speaker on lines 4 and 9, via on line 12`."""
    return listed([f"{field} on {_lines(sorted(lines))}" for field, lines in fields.items()])


def _lines(lines: list[int]) -> str:
    if not lines:
        return "a new line"
    if len(lines) > _MOST_LINES_NAMED:
        return number(len(lines), "line")
    return f"line{'s' if len(lines) > 1 else ''} {listed([str(line) for line in lines])}"


def _diff(before: bytes, after: bytes) -> Iterator[str]:
    old, new = (data.decode("utf-8-sig", "replace").splitlines() for data in (before, after))
    yield from [*difflib.unified_diff(old, new, lineterm="", n=1)][2:]


def _write(root: Path, texts: Mapping[str, bytes], found: Renaming) -> None:
    changes = {path: (edit.before, edit.after) for path, edit in found.edits.items()}
    changes |= {path: (texts[path], texts[path]) for path in found.moves if path not in changes}
    with one_build_at_a_time(cache_folder(root, "")):
        change_and_move(root, changes, found.moves)


def _summed_up(found: Renaming, what: str, again: str) -> str:
    """What was done, as a sentence; `again` is the command that writes, where nothing was written."""
    places = sum(max(len(lines), 1) for fields in found.fields.values() for lines in fields.values())
    changed = f"{number(places, 'place')} in {number(len(found.edits), 'file')}"
    moved = f", and {number(len(found.moves), 'file')} with another name" if found.moves else ""
    if again:
        return f"Nothing was written; to rename {what} ({changed}{moved}), run `{again}`."
    return f"Renamed {what}: {changed}{moved}."
