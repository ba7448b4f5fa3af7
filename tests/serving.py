"""A server on a real port, the desk that keeps it up to date, and a client that says exactly what it is told to."""

from __future__ import annotations

import datetime as dt
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from generator.diagnostics import Diagnostic
from generator.formats.registry import read_registry
from generator.formats.settings import read_settings
from generator.model import Settings
from generator.pipeline.build import build_site
from generator.pipeline.dates_stage import build_as_of
from generator.pipeline.progress import Watch
from generator.pipeline.result import Built
from generator.server.desk import Desk
from generator.server.desk_operations import SiteNow
from generator.server.fixer import CheckEdits, Fixer
from generator.server.http import LOOPBACK, Server
from generator.server.live_state import LiveState
from generator.server.rebuild_loop import RebuildLoop
from generator.server.state import Crash
from generator.sources.edited import edited
from generator.sources.read import read_sources

TODAY = dt.date(2030, 1, 1)


def real_build(root: Path, layer: str = "") -> Callable[[Watch], Built]:
    return lambda watch: build_site(root, watch=watch, sources=read_sources(root, layer=layer))


def problems_of(root: Path, today: dt.date = TODAY) -> CheckEdits:
    return lambda edits: build_as_of(today, root, sources=edited(read_sources(root), edits)).diagnostics


def site_now(root: Path) -> SiteNow:
    """The settings, speakers and sources of a site as its files are now; no settings of its own while they are broken,
    as in the preview itself."""
    sources = read_sources(root)
    settings, _, _ = read_settings(sources.settings or b"")
    return SiteNow(settings or Settings(title=""), read_registry(sources.speaker_files, sources.source_files)[0])


class Serving:
    """A site that is served for as long as the context lasts. `builds` are those that were shown, `said` the warnings.

    `rebuild` makes the site: the real one by default.
    """

    def __init__(
        self,
        root: Path,
        rebuild: Callable[[Watch], Built] | None = None,
        url: str = "",
        port: int = 0,
        layer: str = "",
    ) -> None:
        self.builds: list[Built | Crash] = []
        self.known: list[frozenset[Diagnostic]] = []
        self.said: list[str] = []
        self.live = LiveState(url)
        self.fixer = Fixer(root, root / ".counterpoint", problems_of(root))
        self.desk = Desk(root, root / ".counterpoint", lambda: site_now(root), lambda: TODAY, layer=layer)
        self.server = Server(LOOPBACK, port, root, self.live, fixer=self.fixer, desk=self.desk)
        build = rebuild or real_build(root, layer)
        self._desk = RebuildLoop(root, build, self.live, self._told, self.said.append, self.fixer.digest)
        self._thread = threading.Thread(target=self._desk.keep_up, daemon=True)
        self._answering = self.server.answering()

    def _told(self, made: Built | Crash, known: frozenset[Diagnostic], seconds: float) -> None:
        assert seconds >= 0
        self.builds.append(made)
        self.known.append(known)

    def __enter__(self) -> Self:
        self._answering.__enter__()
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._desk.end()
        self._thread.join()
        self._answering.__exit__(kind, value, tb)

    @property
    def address(self) -> str:
        return self.server.origin

    def wait_for_build(self, number: int) -> None:
        """Until that many builds were shown."""
        wait_until(lambda: len(self.builds) >= number)

    def get(self, target: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        connection = HTTPConnection(LOOPBACK, self.server.server_port, timeout=20)
        connection.request(method, target, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        data = response.read()
        connection.close()
        return response, data

    def post(self, target: str, body: object, **headers: str) -> tuple[HTTPResponse, bytes]:
        """As a page of this server would, unless the headers say otherwise. An empty header is left out."""
        connection = HTTPConnection(LOOPBACK, self.server.server_port, timeout=20)
        usual = {
            "Origin": self.address,
            "Sec-Fetch-Site": "same-origin",
            "Content-Type": "application/json",
            "X-Counterpoint-Token": self.fixer.token,
        }
        sent = usual | {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST", target, data, {name: value for name, value in sent.items() if value})
        response = connection.getresponse()
        answer = response.read()
        connection.close()
        return response, answer

    def raw(self, request: bytes) -> bytes:
        """All that is answered to these very bytes."""
        with socket.create_connection((LOOPBACK, self.server.server_port), timeout=20) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: connection.recv(65536), b""))

    @contextmanager
    def listening(self, page: str = "index.html", version: str = "") -> Iterator[Iterator[tuple[str, Any]]]:
        """What a page hears: the kind of each event, and its data."""
        connection = HTTPConnection(LOOPBACK, self.server.server_port, timeout=20)
        connection.request("GET", f"/_counterpoint/events?page={page}&version={version or self.live.state.version}")
        response = connection.getresponse()
        assert response.headers["Content-Type"] == "text/event-stream"
        yield _events(response)
        response.close()
        connection.close()


def _events(response: HTTPResponse) -> Iterator[tuple[str, Any]]:
    kind = ""
    for line in iter(response.readline, b""):
        name, _, value = line.decode().rstrip("\n").partition(": ")
        if name == "event":
            kind = value
        elif name == "data":
            yield kind, json.loads(value)


def wait_until(there: Callable[[], bool], seconds: float = 60) -> None:
    """The seconds are for machines that have much else to do."""
    until = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < until, "it didn't come about"
        time.sleep(0.005)
