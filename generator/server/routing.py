"""Which file of a site a request asks for, and to whom a server answers at all; knows no sockets and opens no file.

A request can name only what is a key of the mapping it is looked up in, so no path, however it is written, leads out.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import quote, unquote, unquote_to_bytes, urlsplit

OWN = "/_counterpoint/"
"""What the server itself has to say stands below; no path of a site begins with `_`."""

_HOST = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?")

_TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "txt": "text/plain", "csv": "text/csv",
    "md": "text/markdown", "vtt": "text/vtt", "xml": "application/xml", "svg": "image/svg+xml",
    "json": "application/json", "jsonld": "application/ld+json", "pdf": "application/pdf", "zip": "application/zip",
    "wasm": "application/wasm", "woff2": "font/woff2", "avif": "image/avif", "gif": "image/gif", "jpg": "image/jpeg",
    "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp", "ico": "image/vnd.microsoft.icon",
    "mp3": "audio/mpeg", "m4a": "audio/mp4", "ogg": "audio/ogg", "mp4": "video/mp4", "webm": "video/webm",
}  # fmt: skip
"""Written out: what the system itself knows of types differs from one computer to the next."""


@dataclass(frozen=True, slots=True)
class Route:
    """Where a request leads: to a `file` (its path in the output), `elsewhere` (an address on this server to go to),
    to a path at which there is `nothing`, or `outside` of the site."""

    kind: Literal["file", "elsewhere", "nothing", "outside"]
    path: str = ""


def route_of(target: str, base: str, files: Container[str]) -> Route:
    """`target` as it stands in the request, its bytes as Latin-1; the site stands below `base`, `/` or `/archive/`."""
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
    """The path under which the site at this address stands: `/` for an empty one, else it ends in `/`."""
    return re.sub("//+", "/", unquote(urlsplit(url).path)) or "/"


def content_type(path: str) -> str:
    kind = _TYPES.get(PurePosixPath(path).suffix[1:].lower(), "application/octet-stream")
    is_text = kind.startswith("text/") or kind.endswith(("xml", "json"))
    return f"{kind}; charset=utf-8" if is_text else kind


def is_loopback(host: str) -> bool:
    """Whether only this computer can reach a server that listens on `host`."""
    address = _address(host)
    return address.is_loopback if address else _is_local_name(host)


def is_for_us(host_header: str, listening_on: str) -> bool:
    """Whether a request's `Host` names this server, which listens on an address or a name.

    Any other name may belong to a site that had its own name lead here (DNS rebinding), to read what isn't meant for
    it. It can do that with names only: numbers are right where others may reach this server at all.
    """
    found = _HOST.fullmatch(host_header)
    if not found:
        return False
    name = found[1].lower()
    address = _address(name)
    if is_loopback(listening_on):
        return address.is_loopback if address else _is_local_name(name)
    return address is not None or _is_local_name(name) or name == listening_on.lower()


def _decoded(target: str) -> str | None:
    """The path that is asked for; None where no page can stand."""
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


def _address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host.strip("[]"))
    except ValueError:
        return None


def _is_local_name(name: str) -> bool:
    return name.lower() == "localhost" or name.lower().endswith(".localhost")
