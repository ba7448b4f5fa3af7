"""Where pip finds the program that runs: what to write into a workflow, so that it installs the same on GitHub."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit
from urllib.request import url2pathname

from generator.history.git import asked

_DISTRIBUTION = "counterpoint-archive"
_PUBLIC = "https"

Checkout = tuple[str, str]
"""Where a checkout was cloned from, as Git names it, and its commit."""


def installed_from() -> str:
    """What pip installs to get this program elsewhere, as PEP 508 has it; empty where no other computer would find it.

    Asks Git where the program was installed from a checkout.
    """
    try:
        found = distribution(_DISTRIBUTION)
    except PackageNotFoundError:
        return ""
    return requirement(found.version, found.read_text("direct_url.json") or "", checkout_of)


def requirement(version: str, direct_url: str, checkout: Callable[[Path], Checkout | None]) -> str:
    """What pip installs, from the version of an installation and its `direct_url.json`; empty where they don't tell.

    `direct_url` is empty for what came from a package index. The format of the file:
    https://packaging.python.org/en/latest/specifications/direct-url/
    """
    if not direct_url:
        return f"{_DISTRIBUTION}=={version}"
    try:
        found = json.loads(direct_url)
        url = str(found["url"])
        if "dir_info" in found:
            cloned = checkout(_folder_of(url))
            return _from_git(*cloned) if cloned else ""
        if "vcs_info" in found:
            git = found["vcs_info"]["vcs"] == "git" and "subdirectory" not in found
            return _from_git(url, str(found["vcs_info"]["commit_id"])) if git else ""
        return _from_archive(url, found.get("archive_info") or {})
    except (ValueError, KeyError, TypeError, AttributeError):
        return ""


def checkout_of(folder: Path) -> Checkout | None:
    """Where a folder was cloned from, and its commit; None where it is no clone, or has a commit that only it has."""
    if not (folder / ".git").exists():
        return None
    origin = asked(folder, "remote", "get-url", "origin")
    commit = asked(folder, "rev-parse", "--verify", "HEAD")
    pushed = asked(folder, "for-each-ref", "--contains", "HEAD", "--count=1", "refs/remotes/origin", "refs/tags")
    if not (origin and commit and pushed):
        return None
    return origin.decode("utf-8", "replace").strip(), commit.decode("ascii", "replace").strip()


def _from_git(address: str, commit: str) -> str:
    url = _public(_over_https(address))
    return f"{_DISTRIBUTION} @ git+{url}@{commit}" if url and commit.isalnum() else ""


def _from_archive(address: str, info: Mapping[str, object]) -> str:
    url, hashes = _public(address), info.get("hashes")
    digest = str(hashes.get("sha256", "")) if isinstance(hashes, dict) else ""
    return f"{_DISTRIBUTION} @ {url}" + (f"#sha256={digest}" if digest.isalnum() else "") if url else ""


def _over_https(address: str) -> str:
    """The address of a repository for those who have no key: GitHub serves each under both."""
    for form in ("git@github.com:", "ssh://git@github.com/"):
        if address.startswith(form):
            return "https://github.com/" + address.removeprefix(form)
    return address


def _public(address: str) -> str:
    """An address that others can use, without the name and the password in it; empty where it is none."""
    parts = urlsplit(address)
    plain = all(c.isascii() and c.isprintable() and c not in " \"'\\`$@" for c in parts.path)
    if parts.scheme != _PUBLIC or not parts.hostname or parts.query or not plain:
        return ""
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit((_PUBLIC, host, parts.path, "", ""))


def _folder_of(url: str) -> Path:
    parts = urlsplit(url)
    return Path(url2pathname(parts.path) if parts.scheme == "file" else unquote(parts.path))
