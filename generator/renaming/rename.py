"""Renames an article, an annotation, a speaker, a source or a tag: the one way in. Reads no file, and writes none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from generator.renaming.annotations import rename_annotation
from generator.renaming.articles import rename_article
from generator.renaming.entries import rename_entry
from generator.renaming.renaming import Renaming
from generator.renaming.site_texts import SiteTexts
from generator.renaming.tags import rename_tag

Renamed = Literal["article", "annotation", "speaker", "source", "tag"]
"""What can be renamed."""


def renaming(kind: Renamed, old: str, new: str, texts: Mapping[str, bytes], others: Sequence[str] = ()) -> Renaming:
    """What changes where something gets another id.

    `texts` are the bytes of all texts of the site by path, `others` the paths of its further files. Raises
    `NotRenamedError` where that can't be done whole.
    """
    site = SiteTexts(texts)
    site.refuse_broken()
    if kind == "article":
        return rename_article(site, old, new, others)
    if kind == "annotation":
        return rename_annotation(site, old, new)
    if kind == "tag":
        return rename_tag(site, old, new)
    return rename_entry(site, kind, old, new)
