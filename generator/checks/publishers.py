"""Checks that an article's publisher is the speaker that it is meant to be, and is there where the outlet speaks."""

from __future__ import annotations

import re

from generator.checks.known_speakers import SpeakersByName
from generator.checks.scope import Problems, Scope
from generator.checks.wording import did_you_mean, kind_and_id, replacement
from generator.diagnostics import Diagnostic, capitalized, short
from generator.linking.known_as import host_of, with_parents
from generator.model import OUTLET, is_id
from generator.text import MOST_NEAREST, misspelt

_ARTICLE = re.compile(r"^(?:the|le|la|les|el|los|il|die|der|das|de|het) +", re.IGNORECASE)
_LONGEST = 200


def publishers_that_are_speakers(scope: Scope) -> Problems:
    """Publishers that are written by a speaker's name, or nearly as its id: they are not taken for that speaker."""
    named_so, looked_up, all_known = SpeakersByName(scope), 0, list[str]()
    for article in scope.articles:
        publisher = article.front.publisher
        if not publisher.strip() or publisher in scope.symbols.speakers:
            continue
        candidates = (
            tuple(id for id in named_so(name) if scope.symbols.speakers[id].kind != "person")
            for name in names_of_publisher(publisher)
        )
        named = next(filter(None, candidates), ())
        near: tuple[str, ...] = ()
        if not named and is_id(publisher) and looked_up < MOST_NEAREST:
            looked_up += 1
            all_known = all_known or [id for id, one in scope.others.speakers().items() if one.kind != "person"]
            near = misspelt(publisher, all_known)
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


def names_of_publisher(publisher: str) -> tuple[str, str, str]:
    """The names that may be meant by that of a publisher: with and without its article."""
    bare = _ARTICLE.sub("", publisher[:_LONGEST])
    return publisher, bare, f"The {bare}"


def addresses_of_other_outlets(scope: Scope) -> Problems:
    """Articles whose address is on the site of another outlet than their publisher, whose own is known."""
    for article in scope.articles:
        publisher = scope.symbols.speakers.get(article.front.publisher)
        host = host_of(article.front.url)
        if not publisher or not publisher.url or not host or article.front.retold:
            continue
        local = scope.known.outlets_by_host
        owners = ((*scope.index.outlets_by_host.get(name, ()), *local.get(name, ())) for name in with_parents(host))
        other = next((ids[0] for ids in owners if len(ids) == 1), "")  # an address of several is of none
        if not other or other == publisher.id or host_of(publisher.url) in with_parents(host):
            continue
        at = scope.at_front(article, "publisher")
        message = f"The publisher is `{publisher.id}`, but `url` leads to the site of `{other}`: {host}."
        step, paste = did_you_mean(other, "correct the address"), replacement(scope, at, publisher.id, other)
        yield Diagnostic.of("publisher-address", at, message, step=step, paste=paste)


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
