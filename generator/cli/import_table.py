"""`import` of the archive's own table: what was filled in comes back to the sidecars, by the ids of the claims."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from generator.annotating.edit import Edit
from generator.cli.arguments import UsageError
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.messages import number
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic, in_order, listed
from generator.fixing.hunk import hunk
from generator.fixing.source_file import NotFixedError, replace_sources
from generator.importing.article_paths import annotations_path
from generator.importing.imported import ImportOptions, NotImported
from generator.importing.table_edits import TableEdits, table_edits
from generator.importing.untaken_cells import untaken_cells
from generator.model import ArticleFacts, ArticleSource
from generator.pipeline.cache_folder import cache_folder
from generator.publishing import OutputRefusedError, one_build_at_a_time
from generator.sources.read import Sources, load_article
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import StatCache
from generator.yaml_text.splice import with_splices


def take_back(
    data: bytes,
    claims: frozenset[str],
    sources: Sources,
    options: ImportOptions,
    console: Console,
    arguments: Namespace,
) -> int | NotImported:
    """Write what was filled in beside these `claims` (`article#claim`) in a table; return the exit code.

    Each claim that changes is named, and each row that doesn't fit. Where one doesn't, nothing is written, unless
    `--keep-going` is given. Raises `UsageError` where the arguments don't fit, and `BuildRunningError` and
    `OutputRefusedError` where no file can be written now.
    """
    _refuse_to(arguments, claims)
    articles = _Articles(sources, claims)
    found = table_edits(data, articles.sidecars, options.settings, articles.others)
    if isinstance(found, NotImported):
        return found
    _tell(found, untaken_cells(data, articles.facts, options.registry), console, arguments.file)
    if arguments.dry_run:
        _show_edits(found.edits, console)
    writes = not arguments.dry_run and (not found.problems or arguments.keep_going)
    if writes:
        _write(sources.root, found.edits)
    console.say(
        _summed_up(
            found, written=writes, again=f"{arguments.program} import {shlex.quote(arguments.file)} --keep-going"
        )
    )
    articles.show_new_problems(found.edits, console)
    return Exit.PROBLEMS if found.problems else Exit.DONE


def _refuse_to(arguments: Namespace, claims: frozenset[str]) -> None:
    if arguments.to:
        raise UsageError(
            f"The rows name their claims, such as “{min(claims)}”, and `--to` names an article.",
            "Leave out `--to` to take back what was filled in. To add the claims to that article as new ones, remove "
            "the column `claim` from the table.",
        )


def _tell(found: TableEdits, untaken: Iterable[str], console: Console, file: str) -> None:
    """Print which claims change, what was not taken, and which rows don't fit."""
    for claim in found.changed:
        console.say(f"  line {claim.line}: {claim.claim}: {listed(claim.fields)}")
    for notice in (*found.notices, *untaken):
        console.say(f"note          {notice}")
    at = f"`{file}`" if file != "-" else "The input"
    for problem in found.problems:
        console.complain(f"{at}, line {problem.line}: {problem.message}", problem.step)


def _show_edits(edits: Mapping[str, Edit], console: Console) -> None:
    for article, edit in edits.items():
        console.say(f"{annotations_path(article)}:")
        for n, splice in enumerate(edit.splices):
            console.show_diff(hunk(with_splices(edit.before, edit.splices[:n]), splice))


def _write(root: Path, edits: Mapping[str, Edit]) -> None:
    """Raises `OutputRefusedError` where a file can't be written, or was changed meanwhile: then none is changed."""
    changes = {annotations_path(article): (edit.before, edit.after) for article, edit in edits.items()}
    try:
        if changes:
            with one_build_at_a_time(cache_folder(root, "")):
                replace_sources(root, changes)
    except NotFixedError as error:
        raise OutputRefusedError(str(error), "No file was changed. Fix that, then run the command again.") from error


def _summed_up(found: TableEdits, *, written: bool, again: str) -> str:
    """What was done, as a sentence; `again` is the command that writes though rows don't fit."""
    unfit = number(len(found.problems), "row")
    do_not = "doesn't" if len(found.problems) == 1 else "don't"
    if not found.changed:
        return f"Nothing changes; {unfit} {do_not} fit." if found.problems else "Nothing changes."
    what = f"{number(len(found.changed), 'claim')} in {number(len(found.edits), 'sidecar')}"
    if written:
        return f"Changed {what}." + (f" {unfit} {do_not} fit, and changed nothing." if found.problems else "")
    if found.problems:
        return (
            f"Nothing was written, since {unfit} {do_not} fit. Correct the table; or, to change the other {what}, "
            f"run `{again}`."
        )
    return f"Would change {what}."


class _Articles:
    """The articles that a table names, and the ids of the others that have a sidecar."""

    def __init__(self, sources: Sources, claims: Iterable[str]) -> None:
        named = {claim.partition("#")[0] for claim in claims}
        with_sidecar = [one for one in sources.articles if one.sidecar_path]
        cache = StatCache(str(sources.root))
        self._root = sources.root
        self._there = {one.id: load_article(sources.root, one, cache) for one in with_sidecar if one.id in named}
        self.others = [one.id for one in with_sidecar if one.id not in named]
        self.sidecars = {id: one.sidecar for id, one in self._there.items() if one.sidecar is not None}
        compiled = {id: compile_article(one) for id, one in self._there.items()}
        self.facts: Mapping[str, ArticleFacts] = {id: one.facts for id, one in compiled.items() if one.facts}
        self._problems = {id: one.diagnostics for id, one in compiled.items()}

    def show_new_problems(self, edits: Mapping[str, Edit], console: Console) -> None:
        """Print the problems that these edits bring: builds will find them."""
        new: list[Diagnostic] = []
        for id, edit in edits.items():
            known = Counter((one.code, one.message) for one in self._problems[id])
            for problem in compile_article(_with_sidecar(self._there[id], edit.after)).diagnostics:
                known[problem.code, problem.message] -= 1
                new += [problem] if known[problem.code, problem.message] < 0 else []
        files = {annotations_path(id): edit.after for id, edit in edits.items()}
        console.show(in_order(new), source_lines(self._root, files), self._root)


def _with_sidecar(article: ArticleSource, sidecar: bytes) -> ArticleSource:
    return ArticleSource(article.id, article.path, article.text, article.sidecar_path, sidecar)
