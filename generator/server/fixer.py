"""Fixes what the preview shows, at the click of a button: pastes as `check --fix` does, and takes it back.

Knows no sockets. Each request names the file as the page knows it, by its digest; any other file stays as it is.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.cache.digest import sha256_hex
from generator.diagnostics import Diagnostic
from generator.fixing.rounds import fixed
from generator.fixing.source_file import ChangedMeanwhileError, NotFixedError, read_source, replace_source
from generator.publishing import BuildRunningError, OutputRefusedError, one_build_at_a_time
from generator.server.reply import Reply

LONGEST_REQUEST = 16_384
"""Bytes of a request."""
_MOST_KEPT = 20
"""Changes that can be taken back, the last ones first."""

CheckEdits = Callable[[Mapping[str, bytes]], Sequence[Diagnostic]]
"""The problems of the site with other bytes in some files, by path."""


@dataclass(frozen=True, slots=True)
class _Change:
    """A change that can be taken back: the file before it, and the digest of the file after it."""

    path: str
    before: bytes
    digest: str


class Fixer:
    """Fixes problems of the site in the folder `root`. `cache` is its cache folder, which has the lock.

    `token` is a secret of this process: who sends it has read a page of this server. Any thread may call the methods.
    """

    def __init__(self, root: Path, cache: Path, problems: CheckEdits) -> None:
        self.token = secrets.token_urlsafe(24)
        self._root, self._cache, self._problems = root, cache, problems
        self._changes: deque[_Change] = deque(maxlen=_MOST_KEPT)
        self._one_at_a_time = threading.Lock()

    def digest(self, path: str) -> str:
        """The digest of a file now; empty where it is none that may be changed."""
        try:
            return sha256_hex(read_source(self._root, path))
        except NotFixedError:
            return ""

    def last_change(self) -> Mapping[str, str] | None:
        """What can be taken back now: the last change, if its file is still as the change left it."""
        change = next(iter(reversed(self._changes.copy())), None)
        if change is None or self.digest(change.path) != change.digest:
            return None
        return {"path": change.path, "digest": change.digest}

    def answer(self, name: str, request: bytes) -> Reply:
        """Do what a request to `fix` or `take-back` asks for, unless it can't be understood or the file has changed."""
        asked = _understood(request, _KEYS[name])
        if asked is None:
            return Reply(400, "This request is not one that the preview sends.")
        with self._one_at_a_time:
            try:
                return self._fix(asked) if name == "fix" else self._take_back(asked)
            except ChangedMeanwhileError as error:
                return Reply(409, str(error))
            except NotFixedError as error:
                return Reply(422, str(error))
            except (BuildRunningError, OutputRefusedError) as error:
                return Reply(503, str(error))

    def _fix(self, asked: Mapping[str, str | int]) -> Reply:
        path = str(asked["path"])
        before = self._read(path, str(asked["digest"]))

        def wanted(problem: Diagnostic) -> bool:
            at = problem.location
            return (problem.code, at.path, at.line, at.column) == tuple(asked[key] for key in _PLACE)

        file = fixed(path, before, lambda now: self._problems({path: now}), wanted, lambda fix: "yes", most=1)
        if not file.fixes:
            why = f", because {file.left[0][1]}" if file.left else ": the problem is no longer there"
            return Reply(409, f"`{path}` stays as it is{why}.")
        self._replace(path, before, file.data)
        self._changes.append(_Change(path, before, sha256_hex(file.data)))
        return Reply(200, f"Fixed `{path}`, line {file.fixes[0].splice.first}.")

    def _take_back(self, asked: Mapping[str, str | int]) -> Reply:
        path, digest = str(asked["path"]), str(asked["digest"])
        change = next((one for one in self._changes if (one.path, one.digest) == (path, digest)), None)
        if change is None:
            return Reply(409, f"There is no change of `{path}` to take back.")
        self._replace(path, self._read(path, digest), change.before)
        self._changes.remove(change)
        return Reply(200, f"`{path}` is as it was before.")

    def _read(self, path: str, digest: str) -> bytes:
        data = read_source(self._root, path)
        if sha256_hex(data) != digest:
            raise ChangedMeanwhileError(path)
        return data

    def _replace(self, path: str, old: bytes, new: bytes) -> None:
        with one_build_at_a_time(self._cache):
            replace_source(self._root, path, old, new)


_PLACE = ("code", "path", "line", "column")
_KEYS: Mapping[str, Mapping[str, type]] = {
    "fix": {"code": str, "path": str, "line": int, "column": int, "digest": str},
    "take-back": {"path": str, "digest": str},
}
REQUESTS = tuple(_KEYS)
"""The requests that a page can send: each is the last part of an address."""


def _understood(request: bytes, keys: Mapping[str, type]) -> Mapping[str, str | int] | None:
    """The values of a request, if it is a JSON object with just these keys, each of its type."""
    try:
        asked = json.loads(request)
    except (ValueError, RecursionError):
        return None
    if not isinstance(asked, dict) or asked.keys() != keys.keys():
        return None
    return asked if all(type(asked[key]) is kind for key, kind in keys.items()) else None
