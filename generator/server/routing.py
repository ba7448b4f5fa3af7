"""Maps a request to a file of the site. Opens no socket and no file.

A request can only name a key of the mapping in which it is looked up, so no path, however it is written, leads out of
the site (law 17).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

OWN = "/_counterpoint/"
"""URL path of the server's own files. No path of a site begins with `_`."""

_TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "txt": "text/plain", "csv": "text/csv",
    "md": "text/markdown", "vtt": "text/vtt", "xml": "application/xml", "svg": "image/svg+xml",
    "json": "application/json", "jsonld": "application/ld+json", "pdf": "application/pdf", "zip": "application/zip",
    "wasm": "application/wasm", "woff2": "font/woff2", "avif": "image/avif", "gif": "image/gif", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "ico": "image/vnd.microsoft.icon",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
"""Media types by extension. Written out, because the system's own table differs from one computer to the next."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request leads: to a `file` (its path in the output), `elsewhere` (a redirect within this server), to a
    path of the site that has `nothing`, or `outside` the site."""

    kind: Literal["file", "elsewhere", "nothing", "outside"]
    path: str = ""


def route_of(target: str, base: str, files: Container[str]) -> Route:
    """The route of a request for `target`, as the request line has it, decoded as Latin-1.

    `base` is the path under which the site is served: `/` or `/archive/`. `files` are the paths of the output.
    """
    path = _decoded(target)
    if path is None:
        return Route("outside")
    if path != base and path in ("/", base.removesuffix("/")):
        return Route("elsewhere", quote(base))
    if not path.startswith(base):
        return Route("outside")
    below = path.removeprefix(base)
    if below.endswith("/") or not below:
        below += "index.html"
    if below in files:
        return Route("file", below)
    if f"{below}/index.html" in files:
        return Route("elsewhere", quote(f"{path}/"))
    return Route("nothing", below)


def base_of(url: str) -> str:
    """The path of the site's URL, decoded, under which the preview serves it; `/` for an empty URL."""
    return re.sub("//+", "/", unquote(urlsplit(url).path)) or "/"


def content_type(path: str) -> str:
    """The `Content-Type` header for a file, by the extension of its path."""
    kind = _TYPES.get(PurePosixPath(path).suffix[1:].lower(), "application/octet-stream")
    is_text = kind.startswith("text/") or kind.endswith(("xml", "json"))
    return f"{kind}; charset=utf-8" if is_text else kind


def _decoded(target: str) -> str | None:
    """The requested path, decoded; None where it is one that no file of a site can have."""
    try:
        path = unquote_to_bytes(re.split(r"[?#]", target, maxsplit=1)[0].encode("latin-1")).decode()
    except UnicodeError:
        return None
    *folders, last = path.split("/")[1:] or [""]
    if not path.startswith("/") or not all(folders) or {".", ".."} & {*folders, last}:
        return None
    if "\\" in path or any(unicodedata.category(c) == "Cc" for c in path):
        return None
    return unicodedata.normalize("NFC", path)
