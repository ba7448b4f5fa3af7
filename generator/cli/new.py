"""The commands `init`, `new article` and `new speaker`: each writes new files and returns an exit code."""

from __future__ import annotations

import shlex
from argparse import Namespace
from pathlib import Path

from generator.cli.arguments import (
    UsageError,
    console_of,
    date_of,
    printable_of,
    site_folder,
)
from generator.cli.exit_codes import Exit
from generator.cli.messages import from_here
from generator.cli.new_files import write_new_files
from generator.cli.scaffold import id_for, new_article, new_site, new_speaker, schema_texts
from generator.formats.fields import is_web_address
from generator.formats.json_schema import schemas
from generator.formats.placeholders import SCAFFOLD_PHRASES
from generator.formats.registry import read_registry
from generator.model import LONGEST_ID, is_id
from generator.sources.read import SETTINGS, read_sources
from generator.sources.safe_open import absolute_path
from generator.urls import article_id_problem


def init(arguments: Namespace) -> int:
    """Write a small site with a sample article. Raises `UsageError` where there is a site, or a file in the way."""
    root = absolute_path(Path(arguments.dir))
    if (root / SETTINGS).exists():
        raise UsageError(
            f"`{root}` already contains a site.", f"Build it with `{arguments.program} build --site {arguments.dir}`."
        )
    named = root.name.replace("-", " ").replace("_", " ").strip().capitalize()
    title = arguments.title or named or SCAFFOLD_PHRASES["site"]
    files = new_site(printable_of(title), date_of(arguments), schema_texts(schemas()))
    kept = [name for name in (".gitignore",) if (root / name).exists()]  # a new repository often has one
    write_new_files(root, {path: text for path, text in files.items() if path not in kept})
    console = console_of(arguments)
    console.say(f"Created a small site in {'this folder' if root == Path.cwd() else f'`{from_here(root)}`'}.")
    if kept:
        console.say("Kept your `.gitignore`: add `output/`, `*.next~` and `.counterpoint/` to it.")
    place = "" if root == Path.cwd() else f" --site {shlex.quote(from_here(root))}"
    console.say(f"Build it with `{arguments.program} build{place}`.")
    return Exit.DONE


def article(arguments: Namespace) -> int:
    """Write an article and its sidecar, for the editor to fill in.

    Raises `UsageError` where the title, id or date is invalid, or one of the files exists.
    """
    root, day = site_folder(arguments), date_of(arguments)
    named = printable_of(arguments.name).strip()
    if not named:
        raise UsageError(
            "An article needs a title.", f'Add it, as in `{arguments.program} new article "A river runs dry"`.'
        )
    is_id = "/" in named and not any(c.isspace() for c in named)
    article_id = printable_of(arguments.id) or (named if is_id else id_for(named, day))
    problem = article_id_problem(article_id)
    if problem:
        raise UsageError(f"“{article_id}” can't be an article id: {problem}.", "Choose another id with `--id`.")
    title = arguments.title or (named.rpartition("/")[2].replace("-", " ").capitalize() if is_id else named)
    url = printable_of(arguments.url)
    if url and not is_web_address(url):
        step = "Write the whole address of the original, such as `--url https://example.org/news/1`."
        raise UsageError(f"“{url}” is not an http or https URL.", step)
    files = new_article(article_id, title, day, printable_of(arguments.publisher), url)
    write_new_files(root, files)
    console = console_of(arguments)
    text, sidecar = files
    console.say(f"Paste the article's text into `{from_here(root / text)}`.")
    console.say(f"Annotate it in `{from_here(root / sidecar)}`.")
    return Exit.DONE


def speaker(arguments: Namespace) -> int:
    """Write a speaker into a file of its own, for the editor to fill in.

    Raises `UsageError` where the id is invalid or already taken.
    """
    root, id_ = site_folder(arguments), arguments.id
    if not is_id(id_) or len(id_) > LONGEST_ID or id_ in {"outlet", "editors"}:
        step = (
            "Use small letters a to z, digits and single hyphens, 64 characters at most; “outlet” and “editors” are "
            "reserved."
        )
        raise UsageError(f"“{id_}” can't be a speaker id.", step)
    sources = read_sources(root)
    known = read_registry(sources.speaker_files, sources.source_files)[0].locations.get(f"speakers/{id_}")
    if known:
        raise UsageError(f"Speaker “{id_}” already exists.", f"Edit it at `{known}`, or choose another id.")
    name = printable_of(arguments.name)
    if not name:
        raise UsageError(
            "A speaker needs a name.", f'Add it, as in `{arguments.program} new speaker {id_} "Jane Wong"`.'
        )
    files = new_speaker(id_, name, arguments.kind)
    write_new_files(root, files)
    console_of(arguments).say(f"Describe the speaker in `{from_here(root / next(iter(files)))}`.")
    return Exit.DONE
