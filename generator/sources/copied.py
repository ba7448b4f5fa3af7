"""Decides which files of the site are copied into the output. Reads and copies nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.diagnostics import Diagnostic, Location
from generator.sources.file_problems import file_problem
from generator.sources.read import SETTINGS, OtherFile
from generator.sources.scan import ending_of, nfc
from generator.urls import file_path

COPIED_ENDINGS = frozenset([
    "avif", "gif", "jpg", "jpeg", "png", "webp", "ico", "pdf", "csv", "json", "txt", "zip",
    "mp3", "m4a", "ogg", "mp4", "webm", "vtt", "woff2",
])  # fmt: skip
"""Endings of files that are copied without being listed in `files`: none of these formats can hold scripts."""


def copied_files(
    others: Iterable[OtherFile], named: Iterable[str], locations: Mapping[str, Location]
) -> tuple[list[tuple[str, str]], list[Diagnostic]]:
    """The files to copy, as (path in the output, path in the site), and the problems of the others.

    Copied are files with a safe ending (`COPIED_ENDINGS`) and those that `files` in site.yaml lists: `named`, relative
    to content/. `locations` are those of site.yaml, keyed `files/0`, `files/1` ….
    """
    present = {nfc(file.path.removeprefix("content/")): file.path for file in others}
    wanted = {nfc(name): locations.get(f"files/{n}", Location(SETTINGS)) for n, name in enumerate(named)}
    unknown = [path for name, path in present.items() if not _is_safe(name) and name not in wanted]
    problems = [_misplaced(path) or _not_copied(path) for path in unknown]
    problems += [_listed_but_missing(name, at) for name, at in wanted.items() if name not in present]
    chosen = [path for name, path in present.items() if _is_safe(name) or name in wanted]
    return [(file_path(nfc(path)), path) for path in chosen], problems


# ── problems ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_safe(name: str) -> bool:
    return ending_of(name)[1:].lower() in COPIED_ENDINGS


def _misplaced(path: str) -> Diagnostic | None:
    """The problem of a Markdown or YAML file whose name or folder keeps it from being read; None for other files."""
    ending = ending_of(path)
    if ending.lower() == ".yml":
        step = f"Rename it to `{path[: -len(ending)]}.yaml`."
        return file_problem("sidecar-ending", path, f"ends in “{ending}” instead of “.yaml”.", step)
    if ending.lower() in {".md", ".markdown", ".yaml"} and ending not in {".md", ".yaml"}:
        right = ".yaml" if ending.lower() == ".yaml" else ".md"
        step = f"Rename it to `{path[: -len(ending)]}{right}`."
        return file_problem("file-misplaced", path, f"ends in “{ending}” instead of “{right}”.", step)
    if ending == ".md":
        step = "Move it to `content/articles/` or `content/pages/`."
        words = "is a Markdown file outside `content/articles/` and `content/pages/`."
        return file_problem("file-misplaced", path, words, step)
    if ending == ".yaml":
        step = "Put a sidecar beside its article, speakers in `content/speakers/` and sources in `content/sources/`."
        return file_problem("file-misplaced", path, "is a YAML file in a place where none is read.", step)
    return None


def _not_copied(path: str) -> Diagnostic:
    ending = ending_of(path)
    kind = f"with the ending “{ending}”" if ending else "without an ending"
    name = path.removeprefix("content/")
    step = f"Remove it or, to publish it, list it in `site.yaml`: `files: [{name}]`."
    words = f"is not published: files {kind} are copied only if `files` lists them."
    return file_problem("file-not-copied", path, words, step)


def _listed_but_missing(name: str, location: Location) -> Diagnostic:
    message = f"`files` lists “{name}”, but `content/{name}` is missing or can't be copied."
    return Diagnostic.of("file-missing", location, message, step="Correct the path, which is relative to `content/`.")
