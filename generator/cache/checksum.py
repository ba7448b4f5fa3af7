"""Writes the SHA-256 of a file into another one beside it, and compares the two. Does not know what the file holds.

The form is that of the program `sha256sum`, whose `--check` reads it.
"""

from __future__ import annotations

from pathlib import Path

from generator.cache.digest import sha256_hex_of_file

_LONGEST = 1024
"""Bytes of a checksum file that are read; it has 64, two spaces and a name."""


def checksum_path(file: Path) -> Path:
    """The path of the checksum of a file."""
    return file.with_name(f"{file.name}.sha256")


def write_checksum(file: Path) -> None:
    """Write the checksum of a file, in one step: until then, an older one stays complete. Raises OSError."""
    unfinished = file.with_name(f"{file.name}.sha256~")
    unfinished.unlink(missing_ok=True)
    with unfinished.open("xb") as new:
        new.write(_checksum(file))
    unfinished.replace(checksum_path(file))


def checksum_problem(file: Path) -> str:
    """What is wrong with the checksum of a file, as the predicate of a sentence; empty where it matches the file.

    Raises OSError where the file can't be read.
    """
    noted = _noted(checksum_path(file))
    if not noted:
        return "has no checksum beside it"
    return "" if noted == _checksum(file) else "does not match its checksum"


def _noted(path: Path) -> bytes:
    try:
        if path.is_symlink() or not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_LONGEST)
    except OSError:
        return b""


def _checksum(file: Path) -> bytes:
    with file.open("rb") as opened:
        return f"{sha256_hex_of_file(opened)}  {file.name}\n".encode()
