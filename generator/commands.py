"""The other commands, one function each: what is asked for is done, said and given back as an exit code.

Those that build have files of their own, and so nothing is loaded for one command that only another needs.
"""

from __future__ import annotations

import re
import shlex
from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path

from generator.asked import UsageError, console_of, date_of, name_of, output_of, printable_of, settings_of, site_of
from generator.exits import Exit
from generator.formats.json_schema import schemas
from generator.formats.registry import read_registry
from generator.publishing.lock import one_build_at_a_time
from generator.publishing.publish import OutputRefusedError, as_named, refuse_reason
from generator.publishing.publish import clean as clean_output
from generator.rendering.defaults import default_templates
from generator.saying import from_here, left_alone, not_written, number
from generator.scaffold import id_for, new_article, new_site, new_speaker, schema_texts
from generator.sources.read import SETTINGS, read_sources
from generator.urls import article_id_problem
from generator.workshop import memo_folder

_ANNOTATION_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


# ── new things ───────────────────────────────────────────────────────────────────────────────────────────────────


def init(arguments: Namespace) -> int:
    """Write a small site to begin with."""
    root = as_named(Path(arguments.dir))
    if (root / SETTINGS).exists():
        raise UsageError(f"{root} holds a site already.", f"Build it: {arguments.program} build --site {arguments.dir}")
    title = arguments.title or root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "A new archive"
    files = new_site(printable_of(title), date_of(arguments), schema_texts(schemas()))
    kept = [name for name in (".gitignore",) if (root / name).exists()]  # a new repository often has one
    _write_new(root, {path: text for path, text in files.items() if path not in kept})
    console = console_of(arguments)
    console.say(f"A small site stands in {'this folder' if root == Path.cwd() else from_here(root)}.")
    if kept:
        console.say("Your .gitignore is as it was; add the folders output/ and .counterpoint/ to it.")
    place = "" if root == Path.cwd() else f" --site {shlex.quote(from_here(root))}"
    console.say(f"Build it: {arguments.program} build{place}")
    return Exit.DONE


def article(arguments: Namespace) -> int:
    """Write an article and its sidecar, to be filled in."""
    root, day = site_of(arguments), date_of(arguments)
    named = printable_of(arguments.name).strip()
    if not named:
        raise UsageError("An article needs a title.", f'For example: {arguments.program} new article "What was said"')
    is_id = "/" in named and not any(c.isspace() for c in named)
    article_id = printable_of(arguments.id) or (named if is_id else id_for(named, day))
    problem = article_id_problem(article_id)
    if problem:
        raise UsageError(f"“{article_id}” can't be the id of an article: {problem}.", "Name another one with --id.")
    title = arguments.title or (named.rpartition("/")[2].replace("-", " ").capitalize() if is_id else named)
    files = new_article(article_id, title, day, printable_of(arguments.publisher), printable_of(arguments.url))
    _write_new(root, files)
    console = console_of(arguments)
    text, sidecar = files
    console.say(f"Paste the article's text into {from_here(root / text)}")
    console.say(f"and annotate it in {from_here(root / sidecar)}")
    return Exit.DONE


def speaker(arguments: Namespace) -> int:
    """Write a speaker, to be filled in."""
    root, id_ = site_of(arguments), arguments.id
    if not _ANNOTATION_ID.fullmatch(id_) or len(id_) > 64 or id_ in {"outlet", "editors"}:
        step = "Small letters a to z, digits and single hyphens, at most 64; “outlet” and “editors” are taken."
        raise UsageError(f"“{id_}” can't be the id of a speaker.", step)
    sources = read_sources(root)
    known = read_registry(sources.speaker_files, sources.source_files)[0].locations.get(f"speakers/{id_}")
    if known:
        raise UsageError(f"There is a speaker “{id_}” already.", f"Edit {known}, or choose another id.")
    files = new_speaker(id_, printable_of(arguments.name), arguments.kind)
    _write_new(root, files)
    console_of(arguments).say(f"Say who it is in {from_here(root / next(iter(files)))}")
    return Exit.DONE


def schema(arguments: Namespace) -> int:
    """Write the JSON Schemas that editors check and complete with."""
    root = site_of(arguments)
    _write({root / "schema" / name: text for name, text in schema_texts(schemas()).items()})
    console_of(arguments).say(f"The schemas stand in {from_here(root / 'schema')}.")
    return Exit.DONE


def templates(arguments: Namespace) -> int:
    """List the default templates, or copy one into the site."""
    known = default_templates()
    console = console_of(arguments)
    if not arguments.copy:
        console.print("\n".join(sorted(known)))
        return Exit.DONE
    name = arguments.copy
    if name not in known:
        raise UsageError(
            f"There is no default template “{name}”.", f"See which there are: {arguments.program} templates"
        )
    root = site_of(arguments)
    _write_new(root, {f"templates/{name}": known[name]})
    console.say(f"Copied to {from_here(root / 'templates' / name)}; a build uses it in place of the default one.")
    return Exit.DONE


def clean(arguments: Namespace) -> int:
    """Delete what builds wrote, and nothing else."""
    root = site_of(arguments)
    output = output_of(arguments, root)
    settings = settings_of(root)
    name = name_of(settings) if settings else None
    if reason := refuse_reason(output, root, name, at_a_glance=True):
        raise OutputRefusedError(reason)
    with one_build_at_a_time(memo_folder(root, arguments.memo)):
        try:
            done = clean_output(output, root, name)
        except OSError as error:
            raise OutputRefusedError(not_written(error, output)) from error
    console = console_of(arguments)
    console.say(f"{number(len(done.deleted), 'file')} deleted from {from_here(output)}.")
    if done.foreign:
        console.say(left_alone(done.foreign, output))
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
            raise OutputRefusedError(not_written(error, path)) from error
