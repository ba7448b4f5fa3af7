"""The digest used throughout: SHA-256 in lower-case hex."""

from __future__ import annotations

import hashlib
from io import BufferedReader


def sha256_hex(data: bytes | str) -> str:
    """The digest of bytes, or of a text encoded as UTF-8: 64 hexadecimal digits."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def sha256_hex_of_file(file: BufferedReader) -> str:
    """The digest of an open file from its current position, without reading all of it into memory at once."""
    return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_parts(*parts: bytes | str) -> str:
    """SHA-256, in hex, of a list of bytes or texts. Their lengths are part of it, so that no two lists are alike."""
    whole = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        whole.update(b"%d " % len(data))
        whole.update(data)
    return whole.hexdigest()
