"""What others may know a speaker by: its names, as slugs, and the host of an outlet's site."""

from __future__ import annotations

from collections.abc import Iterator

from generator import urls
from generator.model import Speaker

_MOST_PARTS = 5


def all_names(speaker: Speaker) -> Iterator[str]:
    """The name of a speaker, its other spellings, and its names in other languages."""
    yield speaker.name
    yield from speaker.also
    yield from (name for _, name in speaker.names)


def slugs_of(speaker: Speaker) -> Iterator[str]:
    """The names of a speaker without case and punctuation."""
    return map(urls.slug, all_names(speaker))


def host_of_outlet(speaker: Speaker) -> str:
    """The host of an outlet's site, where its address is that of the whole site; else empty."""
    is_outlet = speaker.kind == "outlet" and "/" not in speaker.url.partition("://")[2].rstrip("/")
    return host_of(speaker.url) if is_outlet else ""


def host_of(address: str) -> str:
    """The host in an address, as `urls.bare_address` has it."""
    return urls.bare_address(address.casefold()).partition("/")[0]


def with_parents(host: str) -> list[str]:
    """`edition.cnn.com` → `edition.cnn.com`, `cnn.com`."""
    parts = host.split(".")[-_MOST_PARTS:]
    return [".".join(parts[n:]) for n in range(max(1, len(parts) - 1))]
