"""The commands, one function each: what is asked for is done, said and given back as an exit code."""

from __future__ import annotations

import errno
import re
import shlex
import sys
import unicodedata
from argparse import Namespace
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from generator.build import Built
from generator.build import build as build_site
from generator.console import Console
from generator.diagnostics import Diagnostic, has_errors, summary
from generator.exits import Exit
from generator.files import SETTINGS, read_settings_file, read_sources, source_lines
from generator.lock import one_build_at_a_time
from generator.model import Settings
from generator.progress import Progress, Watch
from generator.publish import OutputRefusedError, Published, SiteName, as_named, publish, refuse_reason
from generator.publish import clean as clean_output
from generator.registry import read_registry
from generator.scaffold import id_for, new_article, new_site, new_speaker, schema_texts
from generator.schemas import schemas
from generator.settings import read_settings
from generator.templates import default_templates
from generator.urls import article_id_problem

if TYPE_CHECKING:
    from generator.screen import Fault
    from generator.serve import Live, Server

_ANNOTATION_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_NAMED = 10
MEMO_FOLDER = ".counterpoint"
"""In the site's folder: what builds remember. Not for git."""


class UsageError(Exception):
    """The command can't be done as it was given: why, and what to do instead."""

    def __init__(self, message: str, step: str) -> None:
        super().__init__(message)
        self.message = message
        self.step = step


# ── build and check ──────────────────────────────────────────────────────────────────────────────────────────────


def build(arguments: Namespace) -> int:
    """Build the site and publish it into its output folder."""
    console, root = _console(arguments), _site(arguments)
    base_url = _base_url(arguments.base_url)
    output = _output(arguments, root)
    settings = _settings(root)
    if settings:
        _refuse(refuse_reason(output, root, _name(settings), at_a_glance=True))
    with one_build_at_a_time(root / MEMO_FOLDER):
        progress = Progress(console.err, seconds=console.verbose)
        built = build_site(root, arguments.drafts, base_url, progress)
        progress.end_step()
        console.show(built.diagnostics, source_lines(root), root)
        published = None
        if built.files is not None and not _held_back(arguments, settings, built):
            progress("write")
            published = _published(built, output, root, settings)
            progress.end_step()
    _say_what_was_built(console, built, published, output)
    return _code(arguments, settings, built)


def check(arguments: Namespace) -> int:
    """Look for problems as a build does, and write nothing."""
    console, root = _console(arguments), _site(arguments)
    progress = Progress(console.err, seconds=console.verbose)
    built = build_site(root, arguments.drafts, _base_url(arguments.base_url), progress)
    progress.end_step()
    console.show(built.diagnostics, source_lines(root), root)
    found = summary(built.diagnostics)
    console.say(f"Checked {_counts(built)}: {found or 'nothing is wrong'}.")
    return _code(arguments, _settings(root), built)


def _held_back(arguments: Namespace, settings: Settings | None, built: Built) -> bool:
    """Whether nothing may be published because something is wrong and the site wants all or nothing."""
    strict = arguments.strict or (settings is not None and settings.strict)
    return strict and any(d.severity != "notice" for d in built.diagnostics)


def _code(arguments: Namespace, settings: Settings | None, built: Built) -> int:
    wrong = has_errors(built.diagnostics) or _held_back(arguments, settings, built)
    return Exit.PROBLEMS if wrong else Exit.DONE


def _published(built: Built, output: Path, root: Path, settings: Settings | None) -> Published:
    assert built.files is not None, "there is nothing to publish"
    assert settings is not None, "a site without settings has nothing to publish"
    try:
        return publish(built.files, output, root, _name(settings), built.inputs)
    except OSError as error:
        raise OutputRefusedError(_not_written(error, output)) from error


def _not_written(error: OSError, path: Path) -> str:
    where = error.filename2 or error.filename or path
    return f"{where} can't be written: {error.strerror or error}. Mend that and run the command again."


def _refuse(reason: str | None) -> None:
    if reason:
        raise OutputRefusedError(reason)


# ── serve ────────────────────────────────────────────────────────────────────────────────────────────────────────


def serve(arguments: Namespace) -> int:
    """Show the site in the browser and keep it up to date, until Ctrl-C. Writes nothing."""
    from generator.serve import LOOPBACK, Desk, Live

    console, root = _console(arguments), _site(arguments)
    base_url, host = _base_url(arguments.base_url), arguments.host or LOOPBACK
    settings = _settings(root)
    live = Live(base_url or (settings.url if settings else ""))

    def rebuild(watch: Watch) -> Built:
        return build_site(root, arguments.drafts, base_url, watch)

    def told(made: Built | Fault, before: frozenset[Diagnostic], seconds: float) -> None:
        _say_what_is_shown(console, root, made, before, seconds)

    try:
        with _server(arguments, console, host, root, live) as server, server.answering():
            address = server.origin + quote(live.screen.base)
            console.say(f"Serving the site at {address} until Ctrl-C.")
            if arguments.open:
                import webbrowser

                webbrowser.open(address)
            Desk(root, rebuild, live, told, console.warn).keep_up()
    except KeyboardInterrupt:
        console.say("Ended.")
    return Exit.DONE


def _server(arguments: Namespace, console: Console, host: str, root: Path, live: Live) -> Server:
    from generator.answering import is_loopback
    from generator.serve import FIRST_PORT, open_server

    if arguments.port is not None and not 0 <= arguments.port < 2**16:
        raise UsageError(f"{arguments.port} is not a port.", "Ports go from 1024 to 65535; 0 takes any that is free.")
    log = console.say if arguments.verbose else lambda line: None
    try:
        server = open_server(host, arguments.port, root, live, log)
    except OSError as error:
        raise UsageError(*_not_listening(error, host, arguments.port)) from error
    if arguments.port is None and server.server_port != FIRST_PORT:
        console.say(f"Port {FIRST_PORT} is in use: this is {server.server_port}.")
    if not is_loopback(host):
        console.warn("Whoever can reach this computer over the network can now read the site, finished or not.")
    return server


def _not_listening(error: OSError, host: str, port: int | None) -> tuple[str, str]:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is in use already.", "Name another with --port, or leave it out: then a free one is found."
    if isinstance(error, PermissionError):
        return f"Port {port} is kept for the system.", "Name one from 1024 with --port, or leave it out."
    why = error.strerror or str(error)
    return f"Nothing can listen at {host}: {why}.", "Leave --host out, or give an address of this very computer."


def _say_what_is_shown(
    console: Console, root: Path, made: Built | Fault, before: frozenset[Diagnostic], seconds: float
) -> None:
    """One line for each build, below the problems that weren't there before."""
    if not isinstance(made, Built):
        if console.verbose:
            console.complain(made.trace)
        step = "Mend what was edited last, or end this and run it again with -v."
        console.complain(f"Something went wrong inside Counterpoint ({made.words}). The pages stay as they were.", step)
        return
    console.show([d for d in made.diagnostics if d not in before], source_lines(root), root)
    found = summary(made.diagnostics) or "nothing is wrong"
    if made.files is None:
        console.complain(f"Not built ({found}). The pages stay as they were.")
    else:
        console.say(f"Built {_counts(made)} in {seconds:.2f} s: {found}.")


# ── what is said of a build ──────────────────────────────────────────────────────────────────────────────────────


def _say_what_was_built(console: Console, built: Built, published: Published | None, output: Path) -> None:
    found = summary(built.diagnostics)
    if published is None:
        console.complain(*_why_not(built, found, output))
        return
    if published.newly_foreign:
        console.say(_left_alone(published.newly_foreign, output))
    console.say(f"Built {_counts(built)}: {_changes(len(built.files or ()), published)}.")
    if found:
        console.say(found + (_LEFT_OUT if has_errors(built.diagnostics) else ", and all was published."))
    console.say(f"Open {_from_here(output / _first_page(built))}")


_LEFT_OUT = ": what can't be shown rightly was left out, the rest is published."


def _changes(files: int, published: Published) -> str:
    if not published.written and not published.deleted:
        return f"{_number(files, 'file')}, nothing changed"
    changed = f", {len(published.written):,} of them new or changed" if len(published.written) < files else ""
    deleted = f", {_number(len(published.deleted), 'old one')} deleted" if published.deleted else ""
    return _number(files, "file") + changed + deleted


def _why_not(built: Built, found: str, output: Path) -> tuple[str, str]:
    """Why nothing was published, and what to do."""
    if built.files is not None:
        why, step = (
            f"strict allows neither errors nor warnings ({found})",
            "Mend what is named above, or build without it.",
        )
    elif built.archive is None:
        why, step = f"{SETTINGS} has to be right first ({found})", f"Mend what is named in {SETTINGS}."
    else:
        why, step = f"a template is broken ({found})", "Mend the template named above."
    kept = f" {_from_here(output)} is as it was." if output.exists() else ""
    return f"Nothing was published: {why}.{kept}", step


def _left_alone(foreign: tuple[str, ...], output: Path) -> str:
    named = ", ".join(foreign[:_MOST_NAMED]) + (
        f" and {len(foreign) - _MOST_NAMED} more" if foreign[_MOST_NAMED:] else ""
    )
    return f"Not written by a build, and left as it is in {_from_here(output)}: {named}."


def _counts(built: Built) -> str:
    if built.archive is None:
        return "what can be read without site.yaml"
    return f"{_number(len(built.archive.articles), 'article')} with {_number(len(built.archive.claims), 'claim')}"


def _number(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def _first_page(built: Built) -> str:
    return "index.html" if built.files and "index.html" in built.files else "articles/index.html"


def _from_here(path: Path) -> str:
    """A path as one would type it in the current folder."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


# ── new things ───────────────────────────────────────────────────────────────────────────────────────────────────


def init(arguments: Namespace) -> int:
    """Write a small site to begin with."""
    root = as_named(Path(arguments.dir))
    if (root / SETTINGS).exists():
        raise UsageError(f"{root} holds a site already.", f"Build it: {arguments.program} build --site {arguments.dir}")
    title = arguments.title or root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "A new archive"
    files = new_site(_printable(title), _date(arguments), schema_texts(schemas()))
    kept = [name for name in (".gitignore",) if (root / name).exists()]  # a new repository often has one
    _write_new(root, {path: text for path, text in files.items() if path not in kept})
    console = _console(arguments)
    console.say(f"A small site stands in {'this folder' if root == Path.cwd() else _from_here(root)}.")
    if kept:
        console.say("Your .gitignore is as it was; add the folders output/ and .counterpoint/ to it.")
    place = "" if root == Path.cwd() else f" --site {shlex.quote(_from_here(root))}"
    console.say(f"Build it: {arguments.program} build{place}")
    return Exit.DONE


def article(arguments: Namespace) -> int:
    """Write an article and its sidecar, to be filled in."""
    root, day = _site(arguments), _date(arguments)
    named = _printable(arguments.name).strip()
    if not named:
        raise UsageError("An article needs a title.", f'For example: {arguments.program} new article "What was said"')
    is_id = "/" in named and not any(c.isspace() for c in named)
    article_id = _printable(arguments.id) or (named if is_id else id_for(named, day))
    problem = article_id_problem(article_id)
    if problem:
        raise UsageError(f"“{article_id}” can't be the id of an article: {problem}.", "Name another one with --id.")
    title = arguments.title or (named.rpartition("/")[2].replace("-", " ").capitalize() if is_id else named)
    files = new_article(article_id, title, day, _printable(arguments.publisher), _printable(arguments.url))
    _write_new(root, files)
    console = _console(arguments)
    text, sidecar = files
    console.say(f"Paste the article's text into {_from_here(root / text)}")
    console.say(f"and annotate it in {_from_here(root / sidecar)}")
    return Exit.DONE


def speaker(arguments: Namespace) -> int:
    """Write a speaker, to be filled in."""
    root, id_ = _site(arguments), arguments.id
    if not _ANNOTATION_ID.fullmatch(id_) or len(id_) > 64 or id_ in {"outlet", "editors"}:
        step = "Small letters a to z, digits and single hyphens, at most 64; “outlet” and “editors” are taken."
        raise UsageError(f"“{id_}” can't be the id of a speaker.", step)
    sources = read_sources(root)
    known = read_registry(sources.speaker_files, sources.source_files)[0].locations.get(f"speakers/{id_}")
    if known:
        raise UsageError(f"There is a speaker “{id_}” already.", f"Edit {known}, or choose another id.")
    files = new_speaker(id_, _printable(arguments.name), arguments.kind)
    _write_new(root, files)
    _console(arguments).say(f"Say who it is in {_from_here(root / next(iter(files)))}")
    return Exit.DONE


def schema(arguments: Namespace) -> int:
    """Write the JSON Schemas that editors check and complete with."""
    root = _site(arguments)
    _write({root / "schema" / name: text for name, text in schema_texts(schemas()).items()})
    _console(arguments).say(f"The schemas stand in {_from_here(root / 'schema')}.")
    return Exit.DONE


def templates(arguments: Namespace) -> int:
    """List the default templates, or copy one into the site."""
    known = default_templates()
    console = _console(arguments)
    if not arguments.copy:
        console.print("\n".join(sorted(known)))
        return Exit.DONE
    name = arguments.copy
    if name not in known:
        raise UsageError(
            f"There is no default template “{name}”.", f"See which there are: {arguments.program} templates"
        )
    root = _site(arguments)
    _write_new(root, {f"templates/{name}": known[name]})
    console.say(f"Copied to {_from_here(root / 'templates' / name)}; a build uses it in place of the default one.")
    return Exit.DONE


def clean(arguments: Namespace) -> int:
    """Delete what builds wrote, and nothing else."""
    root = _site(arguments)
    output = _output(arguments, root)
    settings = _settings(root)
    name = _name(settings) if settings else None
    _refuse(refuse_reason(output, root, name, at_a_glance=True))
    with one_build_at_a_time(root / MEMO_FOLDER):
        try:
            done = clean_output(output, root, name)
        except OSError as error:
            raise OutputRefusedError(_not_written(error, output)) from error
    console = _console(arguments)
    console.say(f"{_number(len(done.deleted), 'file')} deleted from {_from_here(output)}.")
    if done.foreign:
        console.say(_left_alone(done.foreign, output))
    return Exit.DONE


def _write_new(root: Path, files: Mapping[str, str]) -> None:
    """Write files that don't exist yet: all of them, or none where one is there."""
    there = [name for name in files if (root / name).exists() or (root / name).is_symlink()]
    if there:
        raise UsageError(
            f"{there[0]} exists already, and nothing is overwritten.", "Move it away, or choose another name."
        )
    _write({root / name: text for name, text in files.items()})


def _write(files: Mapping[Path, str]) -> None:
    for path, text in files.items():
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        except OSError as error:
            raise OutputRefusedError(_not_written(error, path)) from error


# ── arguments ────────────────────────────────────────────────────────────────────────────────────────────────────


def _console(arguments: Namespace) -> Console:
    return Console(sys.stdout, sys.stderr, arguments.format, arguments.quiet, arguments.verbose)


def _site(arguments: Namespace) -> Path:
    """The folder of site.yaml, as a whole path."""
    root = as_named(Path(arguments.site))
    if (root / SETTINGS).exists() or (root / SETTINGS).is_symlink():
        return root
    above = next((folder for folder in root.parents if (folder / SETTINGS).exists()), None)
    if above:
        raise UsageError(
            f"There is no {SETTINGS} in {root}.", f"There is one in {above}: add --site {shlex.quote(str(above))}"
        )
    step = f"Name the site's folder with --site, or begin a new site: {arguments.program} init my-archive"
    raise UsageError(f"There is no {SETTINGS} in {root}.", step)


def _output(arguments: Namespace, root: Path) -> Path:
    return as_named(Path(arguments.output)) if arguments.output else root / "output"


def _base_url(address: str) -> str:
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        right = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        right = False
    if not right or any(c.isspace() or c in '"<>' for c in address):
        step = "Write it whole: --base-url https://example.org/archive/"
        raise UsageError(f"“{address}” is not an address at which a site can be read.", step)
    return address if address.endswith("/") else address + "/"


def _settings(root: Path) -> Settings | None:
    data = read_settings_file(root)
    return read_settings(data)[0] if data is not None else None


def _name(settings: Settings) -> SiteName:
    return SiteName(settings.title, settings.url)


def _date(arguments: Namespace) -> str:
    """The date given, or today's where the writer sits: this is text for a source file, not for a page."""
    if not arguments.date:
        return date.today().isoformat()  # noqa: DTZ011 - see above
    try:
        if "T" in arguments.date or " " in arguments.date:
            right = datetime.fromisoformat(arguments.date).tzinfo is not None
        else:
            right = bool(date.fromisoformat(arguments.date)) and "-" in arguments.date
    except ValueError:
        right = False
    if not right:
        step = "Write --date 2015-12-23, or with time and zone: --date 2015-12-23T18:30+01:00"
        raise UsageError(f"“{arguments.date}” is not a date.", step)
    return str(arguments.date)


def _printable(text: str) -> str:
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text.isprintable():
        raise UsageError("The text given holds control characters or is not UTF-8.", "Type it anew.")
    return text
