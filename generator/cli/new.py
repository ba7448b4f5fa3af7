"""The other commands, one function each: what is asked for is done, said and given back as an exit code.

Those that build have files of their own, and so nothing is loaded for one command that only another needs.
"""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path

from generator.cli.arguments import (
    UsageError,
    console_of,
    date_of,
    printable_of,
    site_of,
)
from generator.cli.exit_codes import Exit
from generator.cli.messages import from_here
from generator.cli.new_files import write_new
from generator.cli.scaffold import id_for, new_article, new_site, new_speaker, schema_texts
from generator.formats.json_schema import schemas
from generator.formats.registry import read_registry
from generator.sources.read import SETTINGS, read_sources
from generator.sources.safe_open import absolute_path
from generator.urls import LONGEST_ID, article_id_problem, is_id

# ── new things ───────────────────────────────────────────────────────────────────────────────────────────────────


def init(arguments: Namespace) -> int:
    """Write a small site to begin with."""
    root = absolute_path(Path(arguments.dir))
    if (root / SETTINGS).exists():
        raise UsageError(f"{root} holds a site already.", f"Build it: {arguments.program} build --site {arguments.dir}")
    title = arguments.title or root.name.replace("-", " ").replace("_", " ").strip().capitalize() or "A new archive"
    files = new_site(printable_of(title), date_of(arguments), schema_texts(schemas()))
    kept = [name for name in (".gitignore",) if (root / name).exists()]  # a new repository often has one
    write_new(root, {path: text for path, text in files.items() if path not in kept})
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
    write_new(root, files)
    console = console_of(arguments)
    text, sidecar = files
    console.say(f"Paste the article's text into {from_here(root / text)}")
    console.say(f"and annotate it in {from_here(root / sidecar)}")
    return Exit.DONE


def speaker(arguments: Namespace) -> int:
    """Write a speaker, to be filled in."""
    root, id_ = site_of(arguments), arguments.id
    if not is_id(id_) or len(id_) > LONGEST_ID or id_ in {"outlet", "editors"}:
        step = "Small letters a to z, digits and single hyphens, at most 64; “outlet” and “editors” are taken."
        raise UsageError(f"“{id_}” can't be the id of a speaker.", step)
    sources = read_sources(root)
    known = read_registry(sources.speaker_files, sources.source_files)[0].locations.get(f"speakers/{id_}")
    if known:
        raise UsageError(f"There is a speaker “{id_}” already.", f"Edit {known}, or choose another id.")
    files = new_speaker(id_, printable_of(arguments.name), arguments.kind)
    write_new(root, files)
    console_of(arguments).say(f"Say who it is in {from_here(root / next(iter(files)))}")
    return Exit.DONE
