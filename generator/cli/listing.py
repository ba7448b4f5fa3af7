"""`list`: what an archive has, by how far it is annotated and how much it is used, as text, JSON or CSV."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path

from generator.cache.store import Cache
from generator.cli.arguments import UsageError, console_of, site_folder
from generator.cli.exit_codes import Exit
from generator.cli.list_rows import Cell, ListRows, article_rows, claim_rows_left, source_rows, speaker_rows
from generator.cli.messages import number
from generator.diagnostics import printable
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.outputs.csv_table import table
from generator.pipeline.compile_stage import Compiler
from generator.pipeline.progress import no_progress
from generator.pipeline.site_data import read_site_data
from generator.server.desk_articles import left_in
from generator.sources.read import SETTINGS, read_sources

_WIDEST = 60
"""Characters of a cell that text shows, but for those of the last column."""


def listing(arguments: Namespace) -> int:
    """Print a list of the site. Raises `UsageError` where site.yaml can't be used."""
    console, root = console_of(arguments), site_folder(arguments)
    rows, unread = _rows(root, arguments.what, drafts=arguments.drafts)
    if unread:
        what = f"{number(unread, 'file')} could not be read, so what is in {'it' if unread == 1 else 'them'} is missing"
        console.warn(f"{what}: `check` says why.")
    if arguments.format == "json":
        named = [dict(zip(rows.columns, row, strict=True)) for row in rows.rows]
        console.print(json.dumps({arguments.what: named}, ensure_ascii=False, indent=2))
    elif arguments.format == "csv":
        cells = ([str(cell) for cell in row] for row in rows.rows)
        console.print(table(rows.columns, cells).decode("utf-8-sig").replace("\r\n", "\n").removesuffix("\n"))
    elif rows.rows:
        console.print("\n".join(_as_text(rows)))
    else:
        console.say(f"The archive has no {arguments.what}.")
    return Exit.DONE


def _rows(root: Path, what: str, *, drafts: bool) -> tuple[ListRows, int]:
    """The rows of a list, and the number of files that could not be read whole."""
    sources = read_sources(root)
    site, problems = read_site_data(sources, drafts, "")
    if site is None:
        raise UsageError(f"`{SETTINGS}` can't be used.", "Run `check`, and correct what it reports.")
    compiler = Compiler(sources, Cache())
    articles = compiler.compile(sources.articles, no_progress)
    shared = {path for path, _ in (*sources.speaker_files, *sources.source_files)}
    broken = {one.location.path for one in problems if one.severity == "error"} & shared
    unread = len(broken) + sum(one.facts is None or one.facts.broken_sidecar for one in articles)
    if what == "articles":
        read = (one for one in articles if one.facts and not one.facts.broken_sidecar)
        shown = [one for one in read if one.facts and (drafts or not one.facts.front.draft)]
        return article_rows(left_in(compiler, shown, site.settings.layer_keys)), unread
    symbols = symbols_of((one.facts for one in articles if one.facts), site.registry, site.settings)
    if what == "sources":
        return source_rows(symbols), unread
    archive = Linker(symbols, site.settings, site.texts).whole()
    if what == "speakers":
        return speaker_rows(archive), unread
    known = ((one.source.id, compiler.notes(one)) for one in articles if one.facts and one.facts.annotations)
    noted = frozenset(f"{article}#{id}" for article, notes in known for id, html in notes.items() if html)
    return claim_rows_left(archive, noted), unread


def _as_text(rows: ListRows) -> Iterator[str]:
    """The lines of a table whose columns are as wide as their cells; numbers are at the right."""
    shown = [rows.columns, *([_short(cell) for cell in row[:-1]] + [str(row[-1])] for row in rows.rows)]
    widths = [max(len(row[n]) for row in shown) for n in range(len(rows.columns))]
    is_number = [all(isinstance(row[n], int) for row in rows.rows) for n in range(len(rows.columns))]
    for row in shown:
        cells = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, is_number, strict=True)
        )
        yield printable("  ".join(cells).rstrip())


def _short(cell: Cell) -> str:
    text = str(cell)
    return text if len(text) <= _WIDEST else f"{text[: _WIDEST - 1]}…"
