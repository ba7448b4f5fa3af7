"""Which files of the site are copied into the output."""

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
"""Endings of files that are copied without being named: none of them can hold script."""


def copied_files(
    others: Iterable[OtherFile], named: Iterable[str], locations: Mapping[str, Location]
) -> tuple[list[tuple[str, str]], list[Diagnostic]]:
    """Files to copy, as (path in the output, path in the site): those with a safe ending and those that `files:` names.

    `named` are paths under content/; `locations` are those of site.yaml, keyed `files/0`, `files/1` ….
    """
    found = {nfc(file.path.removeprefix("content/")): file.path for file in others}
    wanted = {nfc(name): locations.get(f"files/{n}", Location(SETTINGS)) for n, name in enumerate(named)}
    unknown = [path for name, path in found.items() if not _safe(name) and name not in wanted]
    problems = [_out_of_place(path) or _not_copied(path) for path in unknown]
    problems += [_named_but_missing(name, at) for name, at in wanted.items() if name not in found]
    chosen = [path for name, path in found.items() if _safe(name) or name in wanted]
    return [(file_path(nfc(path)), path) for path in chosen], problems


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _safe(name: str) -> bool:
    return ending_of(name)[1:].lower() in COPIED_ENDINGS


def _out_of_place(path: str) -> Diagnostic | None:
    """The text or annotation that somebody meant to write here, where its name or place keeps it from being one."""
    ending = ending_of(path)
    if ending.lower() == ".yml":
        return file_problem("sidecar-ending", path, "ends in “.yml”.", f"Rename it to “{path[: -len(ending)]}.yaml”.")
    if ending.lower() in {".md", ".markdown", ".yaml"} and ending not in {".md", ".yaml"}:
        right = ".yaml" if ending.lower() == ".yaml" else ".md"
        step = f"Rename it to “{path[: -len(ending)]}{right}”."
        return file_problem("file-misplaced", path, f"ends in “{ending}”.", step)
    if ending == ".md":
        step = "Move it to content/articles/ or content/pages/."
        return file_problem("file-misplaced", path, "is a text outside content/articles/ and content/pages/.", step)
    if ending == ".yaml":
        step = "A sidecar stands beside its article, speakers in content/speakers/, sources in content/sources/."
        return file_problem("file-misplaced", path, "is a YAML file where none is looked for.", step)
    return None


def _not_copied(path: str) -> Diagnostic:
    ending = ending_of(path)
    kind = f"with the ending “{ending}”" if ending else "without an ending"
    name = path.removeprefix("content/")
    step = f"Remove it or, if it is meant to be published, name it in site.yaml: “files: [{name}]”."
    return file_problem("file-not-copied", path, f"is not published: files {kind} are not copied by themselves.", step)


def _named_but_missing(name: str, location: Location) -> Diagnostic:
    message = f"“files:” names “{name}”, and there is no content/{name} to copy."
    return Diagnostic.of("file-missing", location, message, step="Correct the path, which begins below content/.")
