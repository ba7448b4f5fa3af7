"""What a build gives back: the files, what is wrong, and what there is to say of it. Plain values; does nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from generator.diagnostics import Diagnostic

if TYPE_CHECKING:
    from generator.model import Archive


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a site: how much is in it, where it is to stand, whether it wants all or nothing published
    (`strict`), and the path of its first page."""

    articles: int
    claims: int
    url: str
    strict: bool
    first_page: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What a build had to do: files read, articles compiled, files of the output made."""

    read: int = 0
    compiled: int = 0
    made: int = 0


@dataclass(frozen=True, slots=True)
class Built:
    """`files`: path in the output → bytes, or a file to copy or move; None where site.yaml or a template is broken.
    What stands in the output already may be missing from it: `digests` lists the whole tree, with the SHA-256 of each.
    `inputs` is the digest of all that was read. `about` is None where site.yaml is broken, `archive` also where it was
    not needed."""

    files: Mapping[str, bytes | Path] | None
    diagnostics: list[Diagnostic]
    about: About | None = None
    archive: Archive | None = None
    inputs: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)
    sums: Sums = Sums()
    why: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of each file that was made, why: see `making.REASONS`."""


@dataclass(frozen=True, slots=True)
class Done:
    """What is kept of a build that was published, for the next one, which may find that nothing has changed."""

    about: About
    diagnostics: tuple[Diagnostic, ...]
    files: int
