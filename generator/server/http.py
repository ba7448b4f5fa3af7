"""Answers HTTP requests from the current `PreviewState`, and streams each build to the browser. Builds nothing.

Each request has a thread of its own; the thread that builds is another one (`rebuild_loop`). Built pages stay in
memory, and copied files are read on request. A GET changes nothing; a POST from a page of this server, on this
computer, may fix a problem in a source file (`fixer`).
"""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedReader
from pathlib import Path
from socket import AF_INET, AF_INET6, socket
from urllib.parse import parse_qs, quote

from generator.diagnostics import printable
from generator.pipeline.progress import Step
from generator.server.allowed_hosts import is_for_us, is_from_our_page, is_loopback
from generator.server.desk import Desk
from generator.server.desk_import import LONGEST_IMPORT
from generator.server.desk_requests import LONGEST_DESK_REQUEST
from generator.server.fixer import LONGEST_REQUEST, REQUESTS, Fixer
from generator.server.live_state import LiveState, StepProgress
from generator.server.reply import Reply
from generator.server.responses import Response, respond
from generator.server.routing import OWN
from generator.server.state import news
from generator.sources.safe_open import open_plainly

LOOPBACK = "127.0.0.1"
TOKEN = "X-Counterpoint-Token"
"""The header with the secret that only pages of this server know."""
FIRST_PORT = 8000
PORTS_TRIED = 20
"""Ports from `FIRST_PORT` that are tried before any free one is used."""
_GLANCE = 0.2
"""Seconds between two progress events to a page that waits for the first build."""
_RESERVED = 48
"""Open files that the builds need, while browsers are connected."""
_MOST_CONNECTIONS = 500
"""Connections at once, where the system allows so many open files."""
_FULL = 0.1
"""Seconds to wait for a connection to end, where there are as many as may be."""
_PING = 5.0
"""Seconds between two comments in an idle event stream: writing one fails once the browser has gone."""


# ── answering ────────────────────────────────────────────────────────────────────────────────────────────────────


class Server(ThreadingHTTPServer):
    """Listens on one address. Each request is answered from the state that is current when it arrives."""

    daemon_threads = True
    request_queue_size = 64
    allow_reuse_address = os.name != "nt"  # on Windows, True would let two servers share a port

    def __init__(
        self,
        host: str,
        port: int,
        root: Path,
        live: LiveState,
        log: Callable[[str], None] = lambda line: None,
        fixer: Fixer | None = None,
        desk: Desk | None = None,
        *,
        lets_others_write: bool = False,
    ):
        """Without a `fixer` and a `desk` it changes no file; and where other computers can reach it, only if
        `lets_others_write`.

        Raises `OSError` where it can't listen on this host and port.
        """
        self.lets_others_write = lets_others_write
        self.fixer = fixer if is_loopback(host) or lets_others_write else None
        self.desk = desk if self.fixer else None
        self.address_family = AF_INET6 if ":" in host else AF_INET
        self.host, self.root, self.live, self.log = host, root, live, log
        self._room = threading.BoundedSemaphore(most_connections())
        super().__init__((host, port), _Handler)

    def get_request(self) -> tuple[socket, object]:
        """Accept a connection, unless there are as many as may be. Raises OSError where none can be accepted now.

        The loop that calls this asks again at once, so a short wait keeps it from turning on one spot.
        """
        if not self._room.acquire(timeout=_FULL):
            raise OSError(errno.EMFILE, "As many connections as may be")
        try:
            return super().get_request()
        except OSError:
            self._room.release()
            time.sleep(_FULL)
            raise

    def close_request(self, request: socket | tuple[bytes, socket]) -> None:
        """Close a connection, and make room for another."""
        super().close_request(request)
        self._room.release()

    def server_bind(self) -> None:
        """As in `http.server`, but without the lookup of the computer's name (`getfqdn`), which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.host, self.server_address[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a browser that disconnects; report every other exception."""
        if not isinstance(sys.exception(), (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # passed through unchanged

    @property
    def origin(self) -> str:
        """The URL to open on this computer: `http://127.0.0.1:8000`. A wildcard address becomes a loopback address."""
        host = {"0.0.0.0": LOOPBACK, "::": "::1", "": LOOPBACK}.get(self.host, self.host)
        return f"http://[{host}]:{self.server_port}" if ":" in host else f"http://{host}:{self.server_port}"

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer requests, in threads, while the context lasts; then close the server."""
        thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            self.live.end()
            self.shutdown()
            thread.join()
            self.server_close()


def most_connections() -> int:
    """How many browsers may be connected at once, so that the builds can still open files."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return _MOST_CONNECTIONS
    limit, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return _MOST_CONNECTIONS if limit < 0 else max(4, min(_MOST_CONNECTIONS, limit - _RESERVED))


def open_server(
    host: str,
    port: int | None,
    root: Path,
    live: LiveState,
    log: Callable[[str], None] = lambda line: None,
    fixer: Fixer | None = None,
    desk: Desk | None = None,
    *,
    lets_others_write: bool = False,
) -> Server:
    """A server on `port`; without one, on the first free port from 8000, or else on any free port.

    Raises `OSError` where it can't listen on this host and port.
    """
    for candidate in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED) if port is None else ():
        try:
            return Server(host, candidate, root, live, log, fixer, desk, lets_others_write=lets_others_write)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    return Server(
        host, port or 0, root, live, log, fixer, desk, lets_others_write=lets_others_write
    )  # 0: any that is free


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

    def do_POST(self) -> None:
        """Do what a page of this server asks for. What is refused is not read."""
        self.close_connection = True
        fixer, desk = self.server.fixer, self.server.desk
        name = self.path.removeprefix(OWN)
        is_of_desk = desk is not None and name in _DESK_REQUESTS
        if not self._is_for_us():
            self._send(_REFUSED)
        elif self.path != OWN + name or not (name in REQUESTS or is_of_desk):
            self._send(_NO_POST)
        elif fixer is None or not self._is_trusted(fixer):
            self._send(_FORBIDDEN)
        elif (self.headers.get("Content-Type") or "").partition(";")[0].strip().lower() != "application/json":
            self._send(_NOT_JSON)
        elif not (size := _size_of(self.headers)):
            self._send(_NO_LENGTH)
        elif size > (_DESK_REQUESTS[name] if is_of_desk else LONGEST_REQUEST):
            self._send(_TOO_LONG)
        else:
            request = self.rfile.read(size)
            answering = desk if desk and is_of_desk else fixer
            self._send_reply(answering.answer(name.removeprefix(_DESK), request))

    def _is_near(self) -> bool:
        """Whether a request comes from this computer, or others may change files, too."""
        return self.server.lets_others_write or is_loopback(str(self.client_address[0]))

    def _look(self, desk: Desk, question: str) -> None:
        """Answer what a page of this server asks of the desk."""
        name, _, query = question.partition("?")
        fixer = self.server.fixer
        site = (self.headers.get_all("Sec-Fetch-Site") or ["same-origin"])[0].strip()
        if fixer is None or not self._is_near() or site != "same-origin":
            return self._send(_FORBIDDEN)
        asked = {key: values[0] for key, values in parse_qs(query, keep_blank_values=True).items()}
        reply = desk.look(name, {**asked, "base": quote(self.server.live.state.base)})
        values = {**reply.values, "token": fixer.token} if name == "model" else reply.values
        return self._send_reply(Reply(reply.status, reply.said, values))

    def _send_reply(self, reply: Reply) -> None:
        self._send(Response(reply.status, "application/json; charset=utf-8", reply.body, _NEVER_KEPT))

    def _is_for_us(self) -> bool:
        hosts = self.headers.get_all("Host") or [""]
        return len(hosts) == 1 and is_for_us(hosts[0].strip(), self.server.host)

    def _is_trusted(self, fixer: Fixer) -> bool:
        """Whether a request comes from a page of this server, which knows the token, and from where it may."""
        host, origin, site, token = (
            (self.headers.get_all(name) or [""])[0].strip() for name in ("Host", "Origin", "Sec-Fetch-Site", TOKEN)
        )
        is_ours = self._is_near() and is_from_our_page(host, origin, site)
        return is_ours and secrets.compare_digest(token.encode(), fixer.token.encode())

    def _respond(self) -> None:
        path, _, query = self.path.partition("?")
        if not self._is_for_us():
            self._send(_REFUSED)
        elif path == f"{OWN}events" and self.command == "GET":
            self._stream_events(query)
        elif (desk := self.server.desk) and path in _DESK_QUESTIONS:
            self._look(desk, self.path.removeprefix(OWN + _DESK))
        else:
            self._send(respond(self.server.live.state, self.path, has_desk=desk is not None))

    def _send(self, what: Response) -> None:
        headers = dict(what.headers)
        if "ETag" in headers and headers["ETag"] == self.headers.get("If-None-Match"):
            self._begin(304, headers)
        elif isinstance(what.body, bytes):
            self._begin(what.status, headers | {"Content-Type": what.type, "Content-Length": str(len(what.body))})
            if self.command != "HEAD":
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
        self.close_connection = self.close_connection or size > 0  # the file shrank: the announced length can't be kept

    def _begin(self, status: int, headers: dict[str, str]) -> None:
        self.send_response(status)
        closing = {"Connection": "close"} if self.close_connection else {}  # else a browser would ask here again
        for name, value in (_ALWAYS | closing | headers).items():
            self.send_header(name, value)
        self.end_headers()

    def _stream_events(self, query: str) -> None:
        """Send server-sent events (WHATWG HTML) while the browser listens: each build, and the steps of the first."""
        parameters = parse_qs(query)
        page, version = (parameters.get(name, [""])[0] for name in ("page", "version"))
        self.close_connection = True
        self._begin(200, {"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        self.wfile.write(b"retry: 500\n\n")  # milliseconds until the browser reconnects: short, for a restarted server
        live, seen = self.server.live, None
        with live.looking_at(page):
            while not live.ended:
                state = live.state
                if state is not seen:
                    event = f"event: build\ndata: {news(state, page, version, self._fixing())}\n\n"
                else:  # no new build: send the progress of the first, or a comment to detect a browser that has gone
                    event = ":\n\n" if state.build else f"event: step\ndata: {_as_json(live.step)}\n\n"
                self.wfile.write(event.encode())
                seen = state
                live.wait_for_another(seen, _PING if state.build else _GLANCE)

    def _fixing(self) -> Mapping[str, object] | None:
        """What a page needs to send requests: the token, and the last change, if it can be taken back."""
        fixer = self.server.fixer
        return None if fixer is None else {"token": fixer.token, "change": fixer.last_change()}

    def log_message(self, format: str, *args: object) -> None:
        self.server.log(printable(format % args))


_DESK = "desk/"
_DESK_REQUESTS = {
    "desk/place": LONGEST_DESK_REQUEST,
    "desk/write": LONGEST_DESK_REQUEST,
    "desk/import": LONGEST_IMPORT,
}
"""The requests to the desk, and the bytes that each may have."""
_DESK_QUESTIONS = frozenset(f"{OWN}{_DESK}{name}" for name in ("model", "voices", "changes", "articles", "new"))
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",  # other sites can't embed drafts
}
_REFUSED = Response(
    403,
    body=b"This server does not accept requests for this host. Open the address that it printed at its start, "
    b"or restart it with --host and the name that it should accept.\n",
)
_NO_POST = Response(404, body=b"There is nothing to change at this address.\n")
_FORBIDDEN = Response(403, body=b"Only a page of this server, opened on this computer, can change a file.\n")
_NOT_JSON = Response(415, body=b"A request to change a file has to be JSON.\n")
_NO_LENGTH = Response(411, body=b"A request to change a file has to name its length.\n")
_TOO_LONG = Response(413, body=b"This request is too long.\n")
_NEVER_KEPT = (("Cache-Control", "no-store"),)
_GONE = Response(404, body=b"This file is no longer available.\n")

STEP_LABELS = {
    Step.READ: "Reading the files",
    Step.COMPILE: "Compiling the articles",
    Step.LINK: "Linking the articles",
    Step.RENDER: "Rendering the pages",
    Step.PUBLISH: "Publishing the pages",
}
"""What a page that waits for the first build shows for each step."""


def _size_of(headers: Message) -> int:
    """The bytes of a request; 0 where its headers do not say so in just one way."""
    lengths = headers.get_all("Content-Length") or []
    if len(lengths) != 1 or "Transfer-Encoding" in headers or not re.fullmatch("[0-9]{1,9}", lengths[0].strip()):
        return 0
    return int(lengths[0])


def _as_json(progress: StepProgress) -> str:
    return json.dumps({"step": STEP_LABELS[progress.step], "done": progress.done, "total": progress.total})


def _opened(path: Path, root: Path) -> BufferedReader | None:
    """Open a copied file of the site; None where it is gone, or where a symbolic link is now part of its path."""
    straight = os.path.join(os.path.realpath(root), path.relative_to(root))  # noqa: PTH118 - compared with what realpath returns
    try:
        return open_plainly(path) if os.path.realpath(path) == straight else None
    except OSError:
        return None
