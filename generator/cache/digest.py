"""The digest that everything is known by: SHA-256, in hex."""

from __future__ import annotations

import hashlib
from io import BufferedReader


def sha256_hex(data: bytes | str) -> str:
    """Of bytes, or of a text as UTF-8: 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def sha256_hex_of_file(file: BufferedReader) -> str:
    """Of an open file, from where it stands, without holding all of it."""
    return hashlib.file_digest(file, "sha256").hexdigest()
