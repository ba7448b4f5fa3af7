"""Validates command-line arguments (folders, URLs, dates). Raises `UsageError`; has no side effects."""

from __future__ import annotations

import re
import shlex
import sys
import unicodedata
from argparse import Namespace
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from generator.cli.console import Console
from generator.diagnostics import listed, printable
from generator.model import MAIN, Layer, Settings, is_id
from generator.pipeline.cache_folder import cache_folder
from generator.pipeline.publish_stage import Task
from generator.publishing import refuse_cache
from generator.sources.read import SETTINGS
from generator.sources.safe_open import absolute_path


class UsageError(Exception):
    """The command can't run with these arguments: `message` says why, and `step` what to do instead."""

    def __init__(self, message: str, step: str) -> None:
        super().__init__(message)
        self.message = message
        self.step = step


def console_of(arguments: Namespace) -> Console:
    """A console on the standard streams, as `--format`, `-q` and `-v` describe it."""
    return Console(sys.stdout, sys.stderr, arguments.format, arguments.quiet, arguments.verbose)


def site_folder(arguments: Namespace) -> Path:
    """The folder of site.yaml, as an absolute path. Raises `UsageError` where there is no such file."""
    root = absolute_path(Path(arguments.site))
    if (root / SETTINGS).exists() or (root / SETTINGS).is_symlink():
        return root
    above = next((folder for folder in root.parents if (folder / SETTINGS).exists()), None)
    if above:
        raise UsageError(
            f"There is no `{SETTINGS}` in `{root}`.",
            f"Add `--site {shlex.quote(str(above))}`, since that folder has one.",
        )
    step = f"Name the site's folder with `--site`, or create a site with `{arguments.program} init my-archive`."
    raise UsageError(f"There is no `{SETTINGS}` in `{root}`.", step)


def output_of(arguments: Namespace, root: Path) -> Path:
    """The output folder: `--output` as an absolute path, or `output/` in the site's folder."""
    return absolute_path(Path(arguments.output)) if arguments.output else root / "output"


def cache_of(arguments: Namespace, root: Path, output: Path) -> Path:
    """The cache folder: `--cache` as an absolute path, or `.counterpoint/` in the site's folder.

    Raises `OutputRefusedError` where the cache may not be there.
    """
    folder = cache_folder(root, arguments.cache)
    refuse_cache(folder, root, output)
    return folder


def profile_of(arguments: Namespace, root: Path, output: Path) -> str:
    """The file of `--profile`; empty without the option.

    Raises `UsageError` where it can't be written there, or would be in the way of a build or published by it.
    """
    if not arguments.profile:
        return ""
    file = absolute_path(Path(arguments.profile))
    if not file.parent.is_dir():
        raise UsageError(f"There is no folder `{file.parent}` for the profile.", "Create it, or name another file.")
    if file.is_dir():
        raise UsageError(f"`{file}` is a folder, so no profile can be written there.", "Name a file.")
    staging = output.with_name(f"{output.name}.next~")
    kept = (root / "content", root / "templates", root / SETTINGS, output, staging, cache_folder(root, arguments.cache))
    if any(file.is_relative_to(place) for place in kept):
        raise UsageError(
            f"The profile can't be written to `{file}`, among the files of the site or its cache.", "Name another file."
        )
    return str(arguments.profile)


def task_of(arguments: Namespace, *, strict: bool = False, jobs: int = 1, executor: str = "") -> Task:
    """The build that the arguments describe. Raises `UsageError` and `OutputRefusedError`."""
    root = site_folder(arguments)
    output = output_of(arguments, root)
    return Task(
        root,
        output,
        cache_of(arguments, root, output),
        arguments.drafts,
        base_url_of(arguments.base_url),
        strict,
        jobs,
        executor,
    )


def executor_of(address: str) -> str:
    """The scheduler that `--executor dask://HOST:PORT` names, as `HOST:PORT`; empty where `address` is.

    Raises `UsageError` for any other address.
    """
    match = re.fullmatch(r"dask://(([\w.-]+|\[[\da-fA-F:.]+\]):(\d{1,5}))", address, re.ASCII)
    if not address:
        return ""
    if match is None or not 0 < int(match[3]) < 2**16:
        message = f"“{address}” is not the address of a Dask scheduler, which `--executor` needs."
        raise UsageError(message, "Write it with its port, such as `--executor dask://192.168.1.10:8786`.")
    return match[1]


def base_url_of(address: str) -> str:
    """The base URL, with a slash at its end; empty where `address` is.

    Raises `UsageError` where `address` is no http or https URL, or has a query or a fragment.
    """
    if not address:
        return ""
    try:
        parts = urlsplit(address)
        right = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    except ValueError:
        right = False
    if not right or any(c.isspace() or c in '"<>' for c in address):
        step = "Write a complete URL, such as `--base-url https://example.org/archive/`."
        raise UsageError(
            f"`--base-url` must be a complete, valid http or https URL without query or fragment, not “{address}”.",
            step,
        )
    return address if address.endswith("/") else address + "/"


def date_of(arguments: Namespace) -> str:
    """The date of `--date`, or today's local date: the text is for a source file, not for a page.

    Raises `UsageError` where `--date` is neither an ISO 8601 date nor a date with time and zone.
    """
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
        step = "Write `--date 2015-12-23`, or with time and zone `--date 2015-12-23T18:30+01:00`."
        raise UsageError(f"“{arguments.date}” is not a date in the form YYYY-MM-DD, alone or with time and zone.", step)
    return str(arguments.date)


def layer_of(settings: Settings | None, key: str, program: str) -> Layer:
    """The layer of site.yaml with a key. Raises `UsageError` where there is none, or site.yaml can't be used."""
    if settings is None:
        raise UsageError(f"`{SETTINGS}` can't be used.", f"Run `{program} check`, and fix what it reports.")
    found = next((layer for layer in settings.layers if layer.key == key), None)
    if found:
        return found
    if is_id(key) and key != MAIN:
        known = settings.layer_keys
        step = f"Write one of these: {listed([f'`{one}`' for one in known])}. " if known else ""
        entry = f"`{key}: {{name: …}}` below `layers`" if known else f"`layers: {{{key}: {{name: …}}}}`"
        step += f"To declare a new one, write {entry} in `{SETTINGS}`."
    else:
        step = "Write the key of a layer: small letters, digits and hyphens."
    raise UsageError(f"There is no layer “{printable(key)}”.", step)


def printable_of(text: str) -> str:
    """An argument in Unicode form NFC, its white space collapsed. Raises `UsageError` if it is not printable."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))
    if not text.isprintable():
        raise UsageError("An argument contains control characters or is not UTF-8.", "Type its text again.")
    return text
