"""The command `import`: a text or annotations of another program become a draft in content/articles/."""

from __future__ import annotations

import datetime as dt
import shlex
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.annotating.values import Value
from generator.cli.arguments import UsageError, console_of, date_of, layer_of, printable_of, site_folder
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.import_table import take_back
from generator.cli.messages import from_here, number
from generator.cli.quiet_libraries import quiet_libraries
from generator.diagnostics import Diagnostic, in_order, short
from generator.fixing.source_file import NotFixedError, create_sources, replace_source
from generator.formats.fields import is_web_address
from generator.formats.front_matter import read_front_matter
from generator.formats.registry import read_registry
from generator.importing.article_files import (
    ArticleFiles,
    annotated_files,
    new_article_files,
)
from generator.importing.article_ids import imported_id
from generator.importing.article_paths import annotations_path, text_path
from generator.importing.flat_text import plain_paragraphs
from generator.importing.imported import Draft, ImportOptions, NotImported
from generator.importing.importers import IMPORTERS, format_of
from generator.importing.table_edits import claims_named
from generator.model import ArticleSource, Settings
from generator.pipeline.publish_stage import settings_of
from generator.publishing import OutputRefusedError
from generator.sources.article_names import names_taken
from generator.sources.read import SETTINGS, Sources, load_article, read_sources
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import StatCache
from generator.urls import article_id_problem, bare_address, folded

_LARGEST = 2**27
"""Bytes of a file that is read at most; each importer has a lower limit of its own."""
_TAKEN = ("title", "subtitle", "date", "publisher", "authors", "section", "language", "url")
"""What is printed of the front matter, in order."""


def import_article(arguments: Namespace) -> int:
    """Write what a file holds as a draft, and print what was taken for what, and every line that was left out.

    Nothing is fetched, and no file is overwritten. Raises `UsageError` where the arguments don't fit or a name is
    taken, and `OutputRefusedError` where a file can't be written.
    """
    root, console = site_folder(arguments), console_of(arguments)
    settings = settings_of(root)
    if settings is None:
        raise UsageError(f"`{SETTINGS}` can't be used.", f"Run `{arguments.program} check`, and fix what it reports.")
    layer = layer_of(settings, arguments.layer, arguments.program).key if arguments.layer else ""
    sources = read_sources(root, layer=layer)
    options = _options(arguments, settings, sources)
    data = _read(arguments)
    name = arguments.source or format_of(data)
    if name not in IMPORTERS:
        raise UsageError(f"The format `{name}` can't be imported yet.", "Add `--from text` to import it as plain text.")
    if name == "csv" and (claims := claims_named(data)):
        if layer:
            what = "The archive's own table has the claims of the sidecars, and takes them back there."
            raise UsageError(what, "Leave out `--layer`.")
        done = take_back(data, claims, sources, options, console, arguments)
        return _complain(console, done, arguments.file) if isinstance(done, NotImported) else done
    with quiet_libraries():
        found = IMPORTERS[name](data, options)
    if isinstance(found, NotImported):
        return _complain(console, found, arguments.file)
    site = _Site(root, sources, console, options, printable_of(arguments.to))
    ready = []
    for draft in found:
        site.tell(draft)
        files = site.files_of(draft, len(found))
        if isinstance(files, NotImported):
            return _complain(console, files, arguments.file)
        ready.append(files)
    return site.write(ready, arguments)


def _complain(console: Console, problem: NotImported, file: str) -> int:
    at = f"`{file}`" if file != "-" else "The input"
    place = f", line {problem.line}" if problem.line else ""
    console.complain(f"{at}{place}: {problem.message}", problem.step)
    return Exit.PROBLEMS


# ── what the editor says ─────────────────────────────────────────────────────────────────────────────────────────────


def _options(arguments: Namespace, settings: Settings, sources: Sources) -> ImportOptions:
    url = printable_of(arguments.url)
    if url and not is_web_address(url):
        step = "Write the whole address of the original, such as `--url https://example.org/news/1`."
        raise UsageError(f"“{url}” is not an http or https URL.", step)
    registry, _ = read_registry(sources.speaker_files, sources.source_files)
    return ImportOptions(
        dt.date.today(),  # noqa: DTZ011 - the local day on which the text was taken, for a source file
        settings,
        registry,
        date_of(arguments) if arguments.date else "",
        url,
        printable_of(arguments.publisher),
        printable_of(arguments.language),
        arguments.keep_all,
        arguments.people,
    )


def _read(arguments: Namespace) -> bytes:
    """The bytes of the file, or of standard input for `-`. Raises `UsageError` where there are none to be read."""
    file = arguments.file
    if file == "-":
        return _if_small(sys.stdin.buffer.read(_LARGEST + 1), "The input")
    if "://" in file[:12]:
        command = f"curl -L -o page.html {shlex.quote(file)}"
        again = f"{arguments.program} import page.html --url {shlex.quote(file)}"
        raise UsageError(
            "Counterpoint reads files and never the web, and this is an address.",
            f"Save the page with `{command}`, then run `{again}`. Or copy the text and import `-`.",
        )
    try:
        with Path(file).open("rb") as opened:
            return _if_small(opened.read(_LARGEST + 1), f"`{file}`")
    except FileNotFoundError as error:
        raise UsageError(f"There is no file `{file}`.", "Name the file, or `-` to paste the text here.") from error
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", "") or error
        raise UsageError(f"`{file}` can't be read ({why}).", "Name a file that you can open.") from error


def _if_small(data: bytes, what: str) -> bytes:
    if len(data) > _LARGEST:
        raise UsageError(f"{what} has more than {_LARGEST // 2**20} MiB.", "Check that it is the right file.")
    return data


# ── what becomes of it ───────────────────────────────────────────────────────────────────────────────────────────────


class _Site:
    """The site that drafts go into: which names are taken, and what is there already."""

    def __init__(self, root: Path, sources: Sources, console: Console, options: ImportOptions, to: str) -> None:
        self._root, self._sources, self._console, self._options = root, sources, console, options
        self._to = to
        if to and (problem := article_id_problem(to)):
            step = "Write it as in `--to 2015/amnesty-syria`, without an ending."
            raise UsageError(f"“{to}” can't be an article id: {problem}.", step)
        self._taken = {*names_taken(sources)}

    def tell(self, draft: Draft) -> None:
        """Print what was taken for what, and every line that was left out."""
        rows = [(key, _in_words(draft.front[key])) for key in _TAKEN if key in draft.front]
        image = draft.front.get("image")
        rows += [(key, str(text)) for key, text in image.items()] if isinstance(image, Mapping) else []
        paragraphs = plain_paragraphs(draft.blocks)
        if paragraphs:
            ends = f", from “{short(paragraphs[0])}” to “{short(paragraphs[-1])}”"
            rows.append(("body", number(len(paragraphs), "paragraph") + ends))
        for group, noun in (("claims", "claim"), ("counterpoints", "counter-point"), ("notes", "note")):
            if count := sum(one.group == group for one in draft.annotations):
                rows.append((group, number(count, noun)))
        for key, text in rows:
            self._console.say(f"{key:<14}{text}")
        if draft.left_out:
            self._console.say(f"left out      {number(len(draft.left_out), 'piece')} (`--keep-all` keeps them):")
        for piece in draft.left_out:
            at = f"line {piece.line}: " if piece.line else ""
            self._console.say(f"  {at}“{' '.join(piece.text.split())}” ({piece.why})")
        for notice in draft.notices:
            self._console.say(f"note          {notice}")

    def files_of(self, draft: Draft, of: int) -> ArticleFiles | NotImported:
        """The files that a draft becomes; `of` is the number of drafts. Raises `UsageError`."""
        if self._to and of > 1:
            raise UsageError(f"The file has {of} articles, and `--to` names one.", "Leave out `--to`.")
        if draft.blocks:
            return self._new(draft)
        there = self._article_of(draft)
        if not draft.annotations:
            return NotImported("The file has neither a text nor annotations.", "Check that it is the right file.")
        taken = there.sidecar if there.sidecar_path else None
        self._refuse_sidecar_of_another(there.id)
        return annotated_files(draft, there.id, there.text, taken, self._sources.layer)

    def _refuse_sidecar_of_another(self, article: str) -> None:
        """Raises `UsageError` where the file of the layer would be the sidecar of another article."""
        layer = self._sources.layer
        other = folded(f"{article}.{layer}")
        if layer and any(folded(one.id) == other for one in self._sources.articles):
            what = f"`{annotations_path(article, layer)}` is the sidecar of the article “{article}.{layer}” by its name"
            raise UsageError(f"{what}, and can't be a layer.", "Rename that article, or give the layer another key.")

    def _new(self, draft: Draft) -> ArticleFiles | NotImported:
        if self._sources.layer:
            what = "The file has the text of an article, and a layer has only annotations of one that is there."
            raise UsageError(what, "Import the text without `--layer` first.")
        date = str(draft.front.get("date", ""))
        if not date:
            raise UsageError("The text does not say when it was published.", "Add the day, as in `--date 2015-12-23`.")
        if not draft.front.get("title"):
            raise UsageError("The text has no title.", "Add it as the first line of the text, above an empty line.")
        language = self._options.language or str(draft.front.get("language", "")) or self._options.settings.language
        name = self._to or draft.article or imported_id(str(draft.front["title"]), date, self._taken, language)
        if folded(name) in self._taken:
            raise UsageError(
                f"`{from_here(self._root / text_path(name))}` or its sidecar already exists, and existing files are "
                "never overwritten.",
                "Choose another id with `--to`, or move the file away.",
            )
        self._taken.add(folded(name))
        return new_article_files(draft, name, self._options)

    def _article_of(self, draft: Draft) -> ArticleSource:
        """The article that annotations are of. Raises `UsageError` where it isn't there."""
        name = self._to or draft.article
        articles = {folded(one.id): one for one in self._sources.articles}
        if name:
            if there := articles.get(folded(name)):
                return load_article(self._root, there, StatCache(str(self._root)))
            raise UsageError(f"There is no article “{name}”.", "Import its text first, or name another with `--to`.")
        address = self._options.url or draft.address
        for one in self._sources.articles if address else ():
            read = load_article(self._root, one, StatCache(str(self._root)))
            front = read_front_matter(read.text, read.path).front
            if front and front.url and bare_address(front.url) == bare_address(address):
                return read
        about = f" No article has the address “{short(address)}”." if address else ""
        step = "Name the article with `--to 2015/amnesty-syria`."
        raise UsageError(f"The file does not say of which article its annotations are.{about}", step)

    def write(self, ready: Sequence[ArticleFiles], arguments: Namespace) -> int:
        """Write the files, unless `--dry-run` is given, and print the problems that builds will find in them.

        Raises `UsageError` where a file would be broken, and `OutputRefusedError` where one can't be written.
        """
        problems = in_order([problem for one in ready for problem in one.problems])
        if broken := [one for one in ready if not one.before and _is_broken(one)]:
            self._show(problems, ready)
            step = "Correct what is wrong in the file or in the options, then run the command again."
            what = f"The article “{broken[0].id}” would have broken front matter, so nothing was written."
            raise UsageError(what, step)
        if not arguments.dry_run:
            for one in ready:
                self._write(one)
        for one in ready:
            paths = " and ".join(f"`{from_here(self._root / path)}`" for path in sorted(one.files))
            self._console.say(f"{'Would write' if arguments.dry_run else 'Wrote'} {paths}.")
        self._show(problems, ready)
        if not arguments.dry_run and any(not one.before for one in ready):
            self._console.say(
                f"It is a draft: compare it with the original (`{arguments.program} serve --drafts`), then remove "
                "`draft: true`."
            )
        return Exit.DONE

    def _show(self, problems: Sequence[Diagnostic], ready: Sequence[ArticleFiles]) -> None:
        files = {path: data for one in ready for path, data in one.files.items()}
        self._console.show(problems, source_lines(self._root, files), self._root)

    def _write(self, one: ArticleFiles) -> None:
        """Raises `OutputRefusedError` where a file can't be written, or was changed meanwhile."""
        before = one.before or {}
        new = {path: data for path, data in one.files.items() if path not in before}
        try:
            create_sources(self._root, new)
            for path, data in one.files.items():
                if path in before:
                    replace_source(self._root, path, before[path], data)
        except NotFixedError as error:
            raise OutputRefusedError(str(error), "Fix that, then run the command again.") from error


def _is_broken(one: ArticleFiles) -> bool:
    return read_front_matter(one.files[text_path(one.id)], text_path(one.id)).front is None


def _in_words(value: Value) -> str:
    return ", ".join(map(str, value)) if isinstance(value, Sequence) and not isinstance(value, str) else str(value)
