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
from generator.cli.console import Console
from generator.cli.exit_codes import Exit
from generator.cli.installed_from import installed_from
from generator.cli.messages import from_here
from generator.cli.new_files import write_new_files
from generator.cli.scaffold import id_for, new_article, new_site, new_speaker, schema_texts
from generator.cli.workflow import WORKFLOW
from generator.formats.fields import is_web_address
from generator.formats.front_matter import read_front_matter
from generator.formats.json_schema import schemas
from generator.formats.placeholders import SCAFFOLD_PHRASES
from generator.formats.registry import read_registry
from generator.model import LONGEST_ID, is_id
from generator.sources.read import SETTINGS, load_article, read_sources
from generator.sources.safe_open import absolute_path
from generator.sources.stat_cache import StatCache
from generator.urls import article_id_problem, folded

_CHOOSE = "Choose another id."
_CREATED = {
    "": "a small site",
    "newsroom": "a site for a newsroom",
    "codebook": "a site with a codebook",
    "class": "a site for a class",
}
"""What was created, by its purpose."""


def init(arguments: Namespace) -> int:
    """Write a small site with a sample article, or one for a purpose.

    Raises `UsageError` where there is a site, or a file in the way, and `OutputRefusedError` where it can't be written.
    """
    if not arguments.dir.strip():
        raise UsageError("A site needs a folder.", f"Name it, as in `{arguments.program} init my-archive`.")
    root = absolute_path(Path(arguments.dir))
    if _is_there(root / SETTINGS):
        build = f"{arguments.program} build --site {shlex.quote(arguments.dir)}"
        raise UsageError(f"`{root}` already contains a site.", f"Build it with `{build}`.")
    named = root.name.replace("-", " ").replace("_", " ").strip().capitalize()
    title, purpose = printable_of(arguments.title or named or SCAFFOLD_PHRASES["site"]), arguments.purpose
    installs = installed_from() if purpose else ""
    files = new_site(title, date_of(arguments), schema_texts(schemas()), purpose, installs)
    kept = [name for name in _OF_REPOSITORIES if (root / name).exists()]
    write_new_files(root, {path: text for path, text in files.items() if path not in kept})
    console = console_of(arguments)
    console.say(f"Created {_CREATED[purpose]} in {'this folder' if root == Path.cwd() else f'`{from_here(root)}`'}.")
    if ".gitignore" in kept:
        console.say("Kept your `.gitignore`: add `output/`, `*.next~` and `.counterpoint/` to it.")
    _say_the_next_steps(console, root, arguments.program, purpose)
    if purpose:
        _warn_about_the_workflow(console, root, installs)
    return Exit.DONE


_OF_REPOSITORIES = (".gitignore", "CITATION.cff")
"""Files that a new repository often has, and that are no part of a site."""


def _is_there(path: Path) -> bool:
    """Whether there is such a file. Raises `UsageError` where there can be none."""
    try:
        return path.exists() or path.is_symlink()
    except OSError as error:  # a name that is too long
        step = "Choose another folder."
        raise UsageError(f"`{path.parent}` can't be the folder of a site ({error.strerror or error}).", step) from error


def _say_the_next_steps(console: Console, root: Path, program: str, purpose: str) -> None:
    place = "" if root == Path.cwd() else f" --site {shlex.quote(from_here(root))}"
    if purpose:
        console.say(f"See it, and annotate, with `{program} serve --open{place}`.")
        console.say(f"`{program} check{place}` lists the texts that are left for you to write.")
    console.say(f"Build it with `{program} build{place}`.")


def _warn_about_the_workflow(console: Console, root: Path, installs: str) -> None:
    """Warnings where GitHub could not run the workflow as it is."""
    if not installs:
        console.warn(
            "Where GitHub can install Counterpoint from isn't known from the way it is installed here: write it into "
            f"`{from_here(root / WORKFLOW)}`, behind `COUNTERPOINT:`."
        )
    top = next((above for above in root.parents if (above / ".git").exists()), None)
    if top and not (root / ".git").exists():
        console.warn(
            f"GitHub finds workflows only at the top of a repository, which is `{top}`: give the site a repository of "
            f"its own, or move `{WORKFLOW}` there and add `--site` to its `build`."
        )


def article(arguments: Namespace) -> int:
    """Write an article for the editor to fill in, and its sidecar.

    Raises `UsageError` where the title, id or date is invalid, another article had the id, or one of the files exists.
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
    if owner := _formerly_called(root, article_id):
        why = f"“{article_id}” is a former id of article “{owner}”, to which its old address leads."
        raise UsageError(why, "Choose another id with `--id`.")
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
    place = "" if root == Path.cwd() else f" --site {shlex.quote(from_here(root))}"
    console.say(f"Annotate it in the browser, with `{arguments.program} serve --open{place}`,")
    console.say(f"or by hand in `{from_here(root / sidecar)}`.")
    return Exit.DONE


def _formerly_called(root: Path, article_id: str) -> str:
    """The id of the article that was called so before; empty where there is none."""
    for source in read_sources(root).articles:
        text = load_article(root, source, StatCache(str(root))).text
        if b"aliases" in text:
            front = read_front_matter(text, source.path).front
            if front and folded(article_id) in map(folded, front.aliases):
                return source.id
    return ""


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
    registry, _ = read_registry(sources.speaker_files, sources.source_files)
    if known := registry.locations.get(f"speakers/{id_}"):
        raise UsageError(f"Speaker “{id_}” already exists.", f"Edit it at `{known}`, or choose another id.")
    if present := registry.speaker_ids.get(id_):
        raise UsageError(f"“{id_}” is a former id of speaker “{present}”, to which its old address leads.", _CHOOSE)
    name = printable_of(arguments.name)
    if not name:
        raise UsageError(
            "A speaker needs a name.", f'Add it, as in `{arguments.program} new speaker {id_} "Jane Wong"`.'
        )
    files = new_speaker(id_, name, arguments.kind)
    write_new_files(root, files)
    console_of(arguments).say(f"Describe the speaker in `{from_here(root / next(iter(files)))}`.")
    return Exit.DONE
