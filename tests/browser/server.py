"""A plain server on loopback: folders under prefixes of the path, as a static host would show them; nothing else."""

from __future__ import annotations

import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit


class Server:
    """Folders by prefix: `mount("/some/archive/", folder)`. What lies under no prefix is not found."""

    def __init__(self) -> None:
        self._folders: dict[str, Path] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, folders=self._folders))
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_port}"

    def mount(self, prefix: str, folder: Path) -> str:
        """The address of a folder that is shown under this prefix from now on."""
        self._folders[prefix] = folder
        return self.origin + prefix

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, folders: dict[str, Path]) -> None:
        self._folders = folders
        super().__init__(*args)  # type: ignore[arg-type]  # what the server hands on

    def translate_path(self, path: str) -> str:
        wanted = unquote(urlsplit(path).path)
        for prefix in sorted(self._folders, key=len, reverse=True):
            if wanted.startswith(prefix):
                below = wanted.removeprefix(prefix)
                assert ".." not in below.split("/")
                return str(self._folders[prefix] / below)
        return "/nothing/is/here"

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: what failed is seen in the browser."""
