"""Loads the default templates and interface texts. Knows where the files are, not what they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

TEXT = (".html", ".xml", ".css", ".js", ".txt", ".svg", ".yaml")
WORDS = "words/"


def default_templates() -> Mapping[str, str]:
    """The texts of the default templates by path, with the interface texts as `words/en.yaml` and so on.

    The templates are in the package if it is installed from a wheel, and beside it in a checkout.
    """
    return _loaded()


@cache
def _loaded() -> dict[str, str]:
    package = resources.files("generator")
    inside = package / "templates"
    home = inside if inside.is_dir() else package / ".." / "templates"
    return {**dict(_read(home, "")), **dict(_read(package / "i18n" / "words", WORDS))}


def _read(folder: Traversable, prefix: str) -> Iterator[tuple[str, str]]:
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            yield from _read(entry, f"{prefix}{entry.name}/")
        elif entry.name.endswith(TEXT):
            yield prefix + entry.name, entry.read_text(encoding="utf-8")
