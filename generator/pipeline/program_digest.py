"""Computes a digest of the program: its code, its templates, its libraries and its Python. Knows nothing of sites."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from generator import __version__
from generator.cache.digest import sha256_hex
from generator.rendering.defaults import default_templates
from generator.sources.images import scaler

LIBRARIES = tuple("babel imagesize jinja2 markdown-it-py markupsafe mdurl msgspec pydantic pyyaml rapidfuzz".split())
"""The libraries that can change a page, or the bytes in the cache. Pillow, which scales pictures, is not among them:
see `images.scaler`."""


def program_digest() -> str:
    """SHA-256 in hex. It changes with every edit of the program, and with every update of a library or of Python."""
    return sha256_hex(f"{_without_extras()} {scaler()}")


def program_versions() -> Mapping[str, str]:
    """The versions that are in the digest, by name, to say why two digests differ. Empty for what is not installed."""
    libraries = {name: _version(name) for name in LIBRARIES}
    return {
        "Python": " ".join(sys.version.split()),
        "Counterpoint": __version__,
        **libraries,
        "Pillow": scaler().removeprefix("Pillow "),
    }


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
