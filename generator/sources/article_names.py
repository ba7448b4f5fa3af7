"""The names that articles of a site have already, and that no new one can get."""

from __future__ import annotations

from generator.sources.read import Sources
from generator.urls import folded

_FOLDER = "content/articles/"


def names_taken(sources: Sources) -> frozenset[str]:
    """The ids that no new article can have, as `folded` compares them: files of that name are there."""
    others = (*(one.path for one in sources.others), *(path for path, _ in sources.unused))
    below = (path.removeprefix(_FOLDER) for path in (*sources.texts, *others) if path.startswith(_FOLDER))
    return frozenset(folded(name.rpartition(".")[0] or name) for name in below)
