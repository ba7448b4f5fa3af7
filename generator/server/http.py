"""Serves a site while it is edited: listens, waits for edits, builds, tells the browser; knows not how to build.

One thread builds, the one that was asked to serve; each request has a thread of its own and looks at the `Screen` of
that moment. Nothing is written: the site stays in memory, and copied files are read when they are asked for.
"""

from __future__ import annotations

import errno
import json
import os
import socketserver
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from pathlib import Path
from socket import AF_INET, AF_INET6
from urllib.parse import parse_qs

from generator.diagnostics import printable
from generator.server.live_state import LiveState, Step
from generator.server.responses import Response, answer
from generator.server.routing import OWN, is_for_us
from generator.server.state import news
from generator.sources.safe_open import open_plainly

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000
PORTS_TRIED = 20
_GLANCE = 0.2
"""Seconds after which a page that waits for the first build is told how far it is."""
_PING = 5.0
"""Seconds after which a browser that has gone is noticed."""


# ── answering ────────────────────────────────────────────────────────────────────────────────────────────────────


class Server(ThreadingHTTPServer):
    """Listens on one address. Each request sees the screen of its moment."""

    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = os.name != "nt"  # on Windows it would let two servers share a port

    def __init__(
        self, host: str, port: int, root: Path, live: LiveState, log: Callable[[str], None] = lambda line: None
    ):
        """Raises OSError where it can't listen there."""
        self.address_family = AF_INET6 if ":" in host else AF_INET
        self.host, self.root, self.live, self.log = host, root, live, log
        super().__init__((host, port), _Handler)

    def server_bind(self) -> None:
        """As http.server's, but without asking the network for the computer's name, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # handed on as it came

    @property
    def origin(self) -> str:
        """The address to type on this computer: `http://127.0.0.1:8000`."""
        host = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}.get(self.host, self.host)
        return f"http://[{host}]:{self.server_port}" if ":" in host else f"http://{host}:{self.server_port}"

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answers requests, in threads, as long as the context lasts."""
        thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.live.end()
            self.shutdown()
            thread.join()
            self.server_close()


def open_server(
    host: str, port: int | None, root: Path, live: LiveState, log: Callable[[str], None] = lambda line: None
) -> Server:
    """A server on this port or, where none is asked for, on the first free one from 8000. Raises OSError."""
    for candidate in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if port is None else ():
        try:
            return Server(host, candidate, root, live, log)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    return Server(host, port or 0, root, live, log)  # 0: any that is free


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    server_version = "Counterpoint"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def _respond(self) -> None:
        hosts = self.headers.get_all("Host") or [""]
        path, _, query = self.path.partition("?")
        if len(hosts) > 1 or not is_for_us(hosts[0].strip(), self.server.host):
            self._send(_REFUSED)
        elif path == f"{OWN}events" and self.command == "GET":
            self._tell(query)
        else:
            self._send(answer(self.server.live.screen, self.path))

    def _send(self, what: Response) -> None:
        headers = dict(what.headers)
        if "ETag" in headers and headers["ETag"] == self.headers.get("If-None-Match"):
            self._begin(304, headers)
        elif isinstance(what.body, bytes):
            self._begin(what.status, headers | {"Content-Type": what.type, "Content-Length": str(len(what.body))})
            if self.command == "GET":
                self.wfile.write(what.body)
        elif file := _opened(what.body, self.server.root):
            self._send_file(file, headers | {"Content-Type": what.type})
        else:
            self._send(_GONE)

    def _send_file(self, file: BufferedReader, headers: dict[str, str]) -> None:
        with file:
            size = os.fstat(file.fileno()).st_size
            self._begin(200, headers | {"Content-Length": str(size)})
            while self.command == "GET" and size > 0 and (block := file.read(min(size, 2**20))):
                self.wfile.write(block)
                size -= len(block)
        self.close_connection = self.close_connection or size > 0  # it became shorter: the rest won't come

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in (_ALWAYS | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _tell(self, query: str) -> None:
        """Server-sent events, as long as the browser listens: each build, and the steps of the first one."""
        asked = parse_qs(query)
        page, version = (asked.get(name, [""])[0] for name in ("page", "version"))
        self.close_connection = True
        self._begin(200, {"Content-Type": "text/event-stream", "Cache-Control": "no-store", "Connection": "close"})
        self.wfile.write(b"retry: 500\n\n")  # milliseconds: a server that is started again is soon heard again
        live, seen = self.server.live, None
        while not live.ended:
            screen = live.screen
            if screen is not seen:
                event = f"event: build\ndata: {news(screen, page, version)}\n\n"
            else:  # nothing new: but how far the first build is, and whether anybody still listens
                event = ":\n\n" if screen.build else f"event: step\ndata: {_as_json(live.step)}\n\n"
            self.wfile.write(event.encode())
            seen = screen
            live.wait_for_another(seen, _PING if screen.build else _GLANCE)

    def log_message(self, format: str, *args: object) -> None:
        self.server.log(printable(format % args))


_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # no other site may show what is only a draft
}
_REFUSED = Response(
    403,
    body=b"This server answers to the name localhost and to addresses in numbers. Ask for http://localhost "
    b"with its port; or start it with --host and the name it shall answer to.\n",
)
_GONE = Response(404, body=b"The file isn't there any more.\n")

_STEPS = {
    "read": "Reading the files",
    "compile": "Reading the articles",
    "link": "Linking them",
    "plan": "Planning the pages",
    "render": "Making the pages",
}


def _as_json(step: Step) -> str:
    return json.dumps({"step": _STEPS.get(step.name, step.name), "done": step.done, "total": step.total})


def _opened(path: Path, root: Path) -> BufferedReader | None:
    """A copied file of the site; None where it went away, or where a link now stands on the way to it."""
    straight = os.path.join(os.path.realpath(root), path.relative_to(root))  # noqa: PTH118 - as realpath gives it
    try:
        return open_plainly(path) if os.path.realpath(path) == straight else None
    except OSError:
        return None
