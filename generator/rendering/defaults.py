"""The templates and words that come with the program, as texts; knows where they lie, not what they are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

TEXT = (".html", ".xml", ".css", ".js", ".txt", ".yaml")
WORDS = "words/"


def default_templates() -> Mapping[str, str]:
    """The templates that come with the program, by path: in the package when installed, beside it in a checkout; and
    the words of the interface, `words/en.yaml`."""
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
