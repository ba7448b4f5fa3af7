"""Asks Git a question about a folder. Starts no program but `git`, opens no connection, and changes nothing."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import IO

_PATIENCE = 10.0
"""Seconds to wait for Git, before it counts as unable to answer."""
_SETTINGS = ("core.fsmonitor=false", "core.untrackedCache=false", "core.quotePath=false", "protocol.allow=never")
"""Settings that let Git start no other program and open no connection, whatever the repository's own say."""
_NEEDED = ("HOME", "XDG_CONFIG_HOME", "SYSTEMROOT", "USERPROFILE")
"""Variables by which Git finds the settings of the user, who may trust a checkout of another owner there."""


def is_in_checkout(folder: Path) -> bool:
    """Whether a folder is inside a checkout of Git, as far as its file system says."""
    here = folder.resolve()
    return any(os.path.lexists(above / ".git") for above in (here, *here.parents))


class GitError(Exception):
    """Git is missing, refuses to answer, or takes too long: `reason` has its own words, or ours where it has none."""

    def __init__(self, reason: str, *, is_missing: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.is_missing = is_missing


def asked(folder: Path, *arguments: str) -> bytes | None:
    """What Git prints for `arguments` in a folder; None where Git is missing, refuses, or takes too long."""
    try:
        return answer(folder, *arguments)
    except GitError:
        return None


def answer(folder: Path, *arguments: str, given: bytes = b"", patience: float = 0.0) -> bytes:
    """What Git prints for `arguments` in a folder, with `given` as its input, within `patience` seconds; by default,
    within those that a short question may take.

    Raises `GitError` where Git is missing, refuses, or takes too long.
    """
    patience = patience or _PATIENCE
    try:
        done = subprocess.run(
            _command(folder, arguments), env=_environment(), input=given, capture_output=True, timeout=patience,
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise GitError(f"it had no answer after {patience:g} seconds") from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in an argument
        raise GitError(str(error)) from error
    if done.returncode:
        raise GitError(_last_words(done.stderr) or f"it ended with {done.returncode}")
    return done.stdout


@contextmanager
def streamed(folder: Path, *arguments: str, given: Iterable[str] = ()) -> Iterator[IO[bytes]]:
    """What Git prints for `arguments` in a folder, to be read while it prints. It gets the lines `given` meanwhile.

    Raises `GitError` where Git is missing, and at the end, if Git then says that it failed. Ended early, Git is too.
    """
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                _command(folder, arguments), env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=said,
            )  # fmt: skip
        except (OSError, ValueError) as error:
            raise GitError(str(error)) from error
        assert process.stdin, "it has a pipe"
        assert process.stdout, "it has a pipe"
        writer = Thread(target=_write, args=(process.stdin, given), daemon=True)
        writer.start()
        try:
            yield process.stdout
            is_whole = not process.stdout.read(1)
        except BaseException:
            is_whole = False
            raise
        finally:
            process.stdout.close()
            if not is_whole:
                process.kill()
            ended = process.wait()
            writer.join()
        if ended:
            said.seek(max(0, said.seek(0, os.SEEK_END) - _MOST_WORDS))
            raise GitError(_last_words(said.read()) or f"it ended with {ended}")


def _write(pipe: IO[bytes], lines: Iterable[str]) -> None:
    with suppress(OSError), pipe:  # a Git that ended before says so itself
        for line in lines:
            pipe.write(f"{line}\n".encode())


def _command(folder: Path, arguments: Iterable[str]) -> list[str]:
    git = _git()
    if git is None:
        raise GitError("`git` is in none of the folders of PATH", is_missing=True)
    settings = [word for setting in _SETTINGS for word in ("-c", setting)]
    return [git, "--no-pager", "--literal-pathspecs", *settings, "-C", str(folder), *arguments]


def _last_words(printed: bytes) -> str:
    """The error among what Git printed, on one line: from `fatal:` on, without that word."""
    text = printed[-_MOST_WORDS:].decode("utf-8", "replace")
    return " ".join(text.rpartition("fatal: ")[2].split())


_MOST_WORDS = 2_000
"""Bytes at the end of what Git prints that are looked at for its error."""


def untracked(folder: Path, paths: Iterable[str]) -> tuple[str, ...]:
    """Those of the files, by their paths in a folder, that Git doesn't know: a commit of all changes has none of them.

    Empty outside of a checkout, and where Git can't answer.
    """
    wanted = tuple(paths)
    if not wanted or not is_in_checkout(folder):
        return ()
    told = asked(folder, "ls-files", "-z", "--", *wanted)
    known = set(told.decode(errors="replace").split("\0")) if told is not None else {*wanted}
    return tuple(path for path in wanted if path not in known)


def _git() -> str | None:
    """The path of the program; None where there is none.

    Only absolute folders of PATH count: a relative one would lead into whatever folder is the current one.
    """
    name = "git.exe" if os.name == "nt" else "git"
    folders = [Path(folder) for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder]
    paths = [folder / name for folder in folders if folder.is_absolute()]
    return next((str(path) for path in paths if path.is_file() and os.access(path, os.X_OK)), None)


def _environment() -> dict[str, str]:
    """The variables that Git gets. None of them names another repository, as those of a Git hook do."""
    own = {
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
    known = {name: os.environ[name] for name in _NEEDED if name in os.environ}
    return {"PATH": os.environ.get("PATH", os.defpath), **known, **own}
