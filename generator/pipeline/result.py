"""The results of a build: files, diagnostics, and numbers to report. Plain values without behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic
from generator.values import Immutable

if TYPE_CHECKING:
    from generator.model import Archive


class About(Immutable):
    """Facts about a site for reports: its size, its address, `strict` of site.yaml, and the path of its first page."""

    articles: int
    claims: int
    url: str
    strict: bool
    first_page: str


class Sums(Immutable):
    """How much work a build did: files read, articles compiled, files of the output rendered."""

    read: int = 0
    compiled: int = 0
    made: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """The result of a build.

    `files` are the new files of the output by path: their bytes, or a file to copy or move. It is None where site.yaml
    or a template is broken. Files that the output has already may be left out: `digests` is the whole tree, SHA-256 by
    path. `inputs` is the digest of everything that was read. `about` is None where site.yaml is broken, and `archive`
    also where the build did not link it.
    """

    files: Mapping[str, bytes | Path] | None
    diagnostics: list[Diagnostic]
    about: About | None = None
    archive: Archive | None = None
    inputs: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    sums: Sums = field(default_factory=Sums)
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Why each file was rendered: keys of `render_stage.REASONS` by path."""
    newest: tuple[tuple[str, str], ...] = ()
    """The ids of the articles that name the latest dates, each behind its date."""


class Done(Immutable):
    """What the cache keeps of a published build, for a next one that finds that nothing has changed.

    `files` is the number of files in the tree, `size` the bytes of the output, its manifest with them.
    """

    about: About
    diagnostics: tuple[Diagnostic, ...]
    files: int
    size: int
