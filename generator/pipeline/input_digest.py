"""Computes digests of everything that a build reads. Opens no file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from generator.cache.digest import sha256_hex
from generator.sources.read import SETTINGS, Sources


def world_of(sources: Sources, *more: object) -> str:
    """SHA-256, in hex, of everything a build reads except the contents of articles and sidecars, but with their paths.

    `more` are the options of the build and the digest of the program.
    """
    files = [(article.path, article.sidecar_path) for article in sources.articles]
    whole = hashlib.sha256(repr((files, sources.diagnostics, more)).encode())
    for name, data in _inputs(sources):
        whole.update(f"{len(name.encode())} {len(data)}\n".encode() + name.encode() + data)
    return whole.hexdigest()


def inputs_of(sources: Sources, *more: object) -> str:
    """SHA-256, in hex, of everything a build's result depends on: `world_of` and the contents of all articles."""
    digests = "".join(article.digest for article in sources.articles)
    return sha256_hex(f"{world_of(sources, *more)} {digests}")


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _inputs(sources: Sources) -> Iterator[tuple[str, bytes]]:
    """Path and content of each file; for files to copy, the digest of the content."""
    yield SETTINGS, sources.settings or b""
    if sources.tools:
        yield "tools", repr((sources.tools.libraries, *(font.digest for font in sources.tools.fonts))).encode()
    for page in sources.pages:
        yield page.path, page.text
    yield from (*sources.speaker_files, *sources.source_files, *sources.unused)
    for name, text in sources.templates.items():
        yield f"templates/{name}", text.encode()
    for other in sources.others:
        yield other.path, other.digest.encode()
