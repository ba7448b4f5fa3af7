"""Checks that an article's publisher is the speaker that it is meant to be, and is there where the outlet speaks."""

from __future__ import annotations

import re

from generator.checks.known_speakers import KnownSpeakers
from generator.checks.scope import Problems, Scope
from generator.checks.wording import did_you_mean, kind_and_id, replacement
from generator.diagnostics import Diagnostic, capitalized, short
from generator.model import OUTLET, is_id
from generator.text import MOST_NEAREST, misspelt
from generator.urls import bare_address

_ARTICLE = re.compile(r"^(?:the|le|la|les|el|los|il|die|der|das|de|het) +", re.IGNORECASE)
_LONGEST = 200


def publishers_that_are_speakers(scope: Scope) -> Problems:
    """Publishers that are written by a speaker's name, or nearly as its id: they are not taken for that speaker."""
    publish = {id: one for id, one in scope.symbols.speakers.items() if one.kind != "person"}
    known, looked_up = KnownSpeakers(publish), 0
    for article in scope.articles:
        publisher = article.front.publisher
        if not publisher.strip() or publisher in scope.symbols.speakers:
            continue
        bare = _ARTICLE.sub("", publisher[:_LONGEST])
        named = known.named(publisher) or known.named(bare) or known.named(f"The {bare}")
        near: tuple[str, ...] = ()
        if not named and is_id(publisher) and looked_up < MOST_NEAREST:
            looked_up += 1
            near = misspelt(publisher, publish)
        if len(named or near) == 1 and not scope.is_broken("speakers", publisher):
            meant = (named or near)[0]
            at = scope.at_front(article, "publisher")
            how = "by name and not by id" if named else "by an id that is slightly different"
            yield Diagnostic.of(
                "publisher-speaker",
                at,
                f"Publisher “{short(publisher)}” seems to be speaker `{meant}`, written {how}.",
                step=did_you_mean(meant, "another name"),
                paste=replacement(scope, at, publisher, meant),
            )


def addresses_of_other_outlets(scope: Scope) -> Problems:
    """Articles whose address is on the site of another outlet than their publisher, whose own is known."""
    sites = _sites(scope)
    for article in scope.articles:
        publisher = scope.symbols.speakers.get(article.front.publisher)
        host = _host(article.front.url)
        if not publisher or not publisher.url or not host or article.front.retold:
            continue
        other = next((sites[name] for name in _with_parents(host) if name in sites), "")
        if not other or other == publisher.id or _host(publisher.url) in _with_parents(host):
            continue
        at = scope.at_front(article, "publisher")
        message = f"The publisher is `{publisher.id}`, but `url` leads to the site of `{other}`: {host}."
        step, paste = did_you_mean(other, "correct the address"), replacement(scope, at, publisher.id, other)
        yield Diagnostic.of("publisher-address", at, message, step=step, paste=paste)


def _sites(scope: Scope) -> dict[str, str]:
    """The outlets by the host of their site, where it is no other's too."""
    found: dict[str, list[str]] = {}
    for id, one in scope.symbols.speakers.items():
        if one.kind == "outlet" and "/" not in one.url.partition("://")[2].rstrip("/"):
            found.setdefault(_host(one.url), []).append(id)
    return {host: ids[0] for host, ids in found.items() if host and len(ids) == 1}


def _host(address: str) -> str:
    return bare_address(address.casefold()).partition("/")[0]


def _with_parents(host: str) -> list[str]:
    """`edition.cnn.com` → `edition.cnn.com`, `cnn.com`."""
    parts = host.split(".")[-_MOST_PARTS:]
    return [".".join(parts[n:]) for n in range(max(1, len(parts) - 1))]


_MOST_PARTS = 5


def outlets_without_publisher(scope: Scope) -> Problems:
    """Articles in which the outlet speaks, but which don't say who published them: one problem for each."""
    for article in scope.articles:
        if article.front.publisher.strip():
            continue
        placed = next((one for one in article.annotations if one.annotation.speaker.id == OUTLET), None)
        if placed:
            yield Diagnostic.of(
                "outlet-unknown",
                scope.at(article, f"{placed.id}/speaker"),
                f"{capitalized(kind_and_id(placed.annotation))} is the outlet's, but its article has no publisher.",
                step=f"Add `publisher: …` to the front matter of `{article.path}`, or name another speaker.",
            )
