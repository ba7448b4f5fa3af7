"""What the program itself is, in one digest: its own text, its templates, the libraries and the Python it runs on."""

from __future__ import annotations

import hashlib
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator.rendering.defaults import default_templates
from generator.sources.images import scaler

LIBRARIES = ("babel", "imagesize", "jinja2", "markdown-it-py", "markupsafe", "mdurl", "pydantic", "pyyaml", "rapidfuzz")
"""Those that can change what a page says. Smaller pictures are Pillow's: see `pictures.scaler`."""


def program_digest() -> str:
    """SHA-256 in hex. Whoever edits one line of the program gets another one."""
    return hashlib.sha256(f"{_without_extras()} {scaler()}".encode()).hexdigest()


@cache
def _without_extras() -> str:
    whole = hashlib.sha256(sys.version.encode())
    for file in sorted(Path(__file__).parent.parent.rglob("*.py")):
        whole.update(file.read_bytes())
    for name, text in sorted(default_templates().items()):
        whole.update(f"{name}\0{text}\0".encode())
    whole.update(repr([*map(_version, LIBRARIES)]).encode())
    return whole.hexdigest()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ""
