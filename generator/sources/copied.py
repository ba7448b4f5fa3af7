"""Decides which files of the site are copied into the output. Reads and copies nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from generator.diagnostics import Diagnostic, Location
from generator.sources.file_problems import file_problem
from generator.sources.misnamed import right_name
from generator.sources.read import SETTINGS, OtherFile
from generator.sources.scan import ending_of, nfc
from generator.urls import file_path

COPIED_ENDINGS = frozenset([
    "avif", "gif", "jpg", "jpeg", "png", "webp", "ico", "pdf", "csv", "json", "txt", "zip",
    "mp3", "m4a", "ogg", "mp4", "webm", "vtt", "woff2",
])  # fmt: skip
"""Endings of files that are copied without being listed in `files`: none of these formats can hold scripts."""


def copied_files(
    others: Iterable[OtherFile],
    named: Iterable[str],
    locations: Mapping[str, Location],
    texts: Collection[str] = frozenset(),
) -> tuple[list[tuple[str, str]], list[Diagnostic]]:
    """The files to copy, as (path in the output, path in the site), and the problems of the others.

    Copied are files with a safe ending (`COPIED_ENDINGS`) and those that `files` in site.yaml lists: `named`, relative
    to content/. `locations` are those of site.yaml, keyed `files/0`, `files/1` …; `texts` are the paths of all files
    that are read.
    """
    present = {nfc(file.path.removeprefix("content/")): file.path for file in others}
    wanted = {nfc(name): locations.get(f"files/{n}", Location(SETTINGS)) for n, name in enumerate(named)}
    unknown = [path for name, path in present.items() if not _is_safe(name) and name not in wanted]
    problems = [_misplaced(path, texts) or _not_copied(path, wanted) for path in unknown]
    problems += [_listed_but_missing(name, at) for name, at in wanted.items() if name not in present]
    chosen = [path for name, path in present.items() if _is_safe(name) or name in wanted]
    return [(file_path(nfc(path)), path) for path in chosen], problems


# ── problems ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _is_safe(name: str) -> bool:
    return ending_of(name)[1:].lower() in COPIED_ENDINGS and not right_name(name)


def _misplaced(path: str, texts: Collection[str]) -> Diagnostic | None:
    """The problem of a Markdown or YAML file whose name or folder keeps it from being read; None for other files."""
    ending = ending_of(path)
    if right := right_name(path):
        return _wrong_ending(path, right, is_taken=right in texts)
    if ending == ".md":
        step = "Move it to `content/articles/` or `content/pages/`."
        words = "is a Markdown file outside `content/articles/` and `content/pages/`."
        return file_problem("file-misplaced", path, words, step)
    if ending == ".yaml":
        step = "Put a sidecar beside its article, speakers in `content/speakers/` and sources in `content/sources/`."
        return file_problem("file-misplaced", path, "is a YAML file in a place where none is read.", step)
    return None


def _wrong_ending(path: str, right: str, *, is_taken: bool) -> Diagnostic:
    code = "sidecar-ending" if ending_of(path).lower() == ".yml" else "file-misplaced"
    said = path[len(right.rpartition(".")[0]) :]
    if is_taken:
        words = f"ends in “{said}”, so it is not read; `{right}` beside it is."
        return file_problem(code, path, words, f"Copy to `{right}` what it lacks, and delete this one.")
    words = f"ends in “{said}” instead of “{ending_of(right)}”."
    return file_problem(code, path, words, f"Rename it to `{right}`.")


def _not_copied(path: str, listed: Collection[str]) -> Diagnostic:
    ending = ending_of(path)
    kind = f"with the ending “{ending}”" if ending else "without an ending"
    name = path.removeprefix("content/")
    how = f"add `{name}` to `files` in `site.yaml`" if listed else f"list it in `site.yaml`: `files: [{name}]`"
    step = f"Remove it or, to publish it, {how}."
    words = f"is not published: files {kind} are copied only if `files` lists them."
    return file_problem("file-not-copied", path, words, step)


def _listed_but_missing(name: str, location: Location) -> Diagnostic:
    message = f"`files` lists “{name}”, but `content/{name}` is missing or can't be copied."
    return Diagnostic.of("file-missing", location, message, step="Correct the path, which is relative to `content/`.")
