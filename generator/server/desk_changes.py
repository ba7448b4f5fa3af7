"""What changed in an article since the last commit, in sentences and in lines."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from typing import TypedDict

from generator.comparing.change_message import change_message
from generator.comparing.changes import compare_versions
from generator.comparing.names import shared_names
from generator.comparing.sentences import sentences
from generator.comparing.versions import read_version
from generator.comparing.vocabulary import Vocabulary
from generator.i18n.catalog import Catalog
from generator.server.desk_article import DeskArticle
from generator.server.desk_operations import SiteNow

_CONTEXT = 3
"""Lines that are shown around each change."""


class ChangesReply(TypedDict):
    """The changes as the page shows them: `lines` as in a unified diff, those of `path`."""

    sentences: list[str]
    message: str
    path: str
    lines: list[str]
    added: int
    removed: int
    why: str


def changes_since(before: DeskArticle | None, now: DeskArticle, site: SiteNow) -> ChangesReply:
    """The changes of an article since `before`; None where it wasn't there."""
    old = read_version(now.id, before.sidecar, before.text) if before else None
    found = compare_versions(old, read_version(now.id, now.sidecar, now.text))
    vocabulary = Vocabulary(Catalog(site.settings.language), site.settings.verdicts, shared_names(site.registry))
    title = now.facts.front.title if now.facts else now.id
    diff = _diff(before.sidecar if before else b"", now.sidecar)
    return {
        "sentences": [f"{one.change.id or title}: {one.plain()}" for one in sentences(found, vocabulary)],
        "message": change_message(found, title, vocabulary),
        "path": now.sidecar_path,
        "lines": diff,
        "added": sum(line.startswith("+") for line in diff),
        "removed": sum(line.startswith("-") for line in diff),
        "why": "",
    }


def _diff(before: bytes | None, after: bytes | None) -> list[str]:
    diff = difflib.unified_diff(_lines(before), _lines(after), n=_CONTEXT)
    return [line.rstrip("\r\n") for line in diff][2:]


def _lines(data: bytes | None) -> Sequence[str]:
    return (data or b"").decode("utf-8-sig", "replace").splitlines(keepends=True)
