"""What the checks of the archive read of an article: small values, each made from its facts alone, so that a store can
keep them and no check of the archive needs the facts of all articles."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from generator import urls
from generator.linking.draft_names import NamesUsed
from generator.markdown.document import parse
from generator.markdown.origin import Origin
from generator.model import (
    DIGEST_SIZE,
    Annotation,
    AnnotationFacts,
    ArticleFacts,
    FrontMatter,
    LocalSpeaker,
    QuoteSelector,
    Source,
)
from generator.values import Immutable

DATA_FILES = (".csv", ".json", ".txt", ".zip")
"""Endings of data files, which are copied without being named in site.yaml."""
_SHORTEST_SUMMARY = 40
"""Characters of a summary that hardly fits two articles."""


class Filed(Immutable):
    """An article and its files."""

    id: str
    path: str
    sidecar_path: str
    draft: bool

    @staticmethod
    def of(article: ArticleFacts) -> Filed:
        return Filed(article.id, article.path, article.sidecar_path, article.front.draft)


class ArticleAliases(Immutable):
    """The aliases of an article."""

    aliases: tuple[str, ...]

    @staticmethod
    def of(article: ArticleFacts) -> ArticleAliases:
        return ArticleAliases(article.front.aliases)


class Described(Immutable):
    """The speakers that its sidecar describes. Each of these entries has one."""

    entries: tuple[LocalSpeaker, ...]

    @staticmethod
    def of(article: ArticleFacts) -> Described:
        return Described(tuple(entry for entry in article.speakers if entry.speaker))

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries)


class Idle(Immutable):
    """Those of its entries under `speakers` that it doesn't use itself."""

    entries: tuple[LocalSpeaker, ...]

    @staticmethod
    def of(article: ArticleFacts) -> Idle:
        if not article.speakers:
            return Idle(())
        annotations = [placed.annotation for placed in article.annotations]
        used = {article.front.publisher, *(who.id for one in annotations for who in (one.speaker, *one.via))}
        return Idle(tuple(entry for entry in article.speakers if entry.id not in used))


class Spellings(Immutable):
    """Its tags and those of its annotations as written, each with the key of its location; and its publisher."""

    tags: tuple[tuple[str, str], ...]
    publisher: str

    @staticmethod
    def of(article: ArticleFacts) -> Spellings:
        tags = [(name, f"tags/{n}") for n, name in enumerate(article.front.tags)]
        for placed in article.annotations:
            if own := placed.annotation.tags:
                tags += [(name, f"sidecar/{placed.id}/tags/{n}") for n, name in enumerate(own)]
        return Spellings(tuple(tags), article.front.publisher)


class Anchors(Immutable):
    """The fragments that its page has."""

    fragments: tuple[str, ...]

    @staticmethod
    def of(article: ArticleFacts) -> Anchors:
        return Anchors(tuple(sorted(urls.article_fragments(article))))


class Outline(Immutable):
    """The facts that say what a reference to the article leads to, and no others: its names, and what its annotations
    are and repeat."""

    facts: ArticleFacts

    @staticmethod
    def of(article: ArticleFacts) -> Outline:
        front = FrontMatter("", article.front.date, draft=article.front.draft, aliases=article.front.aliases)
        kept = ArticleFacts(article.id, article.path, article.sidecar_path, front, (), _outlined(article))
        broken, below = article.broken_sidecar, article.broken_below
        left_out = article.left_out
        return Outline(msgspec.structs.replace(kept, broken_sidecar=broken, broken_below=below, left_out=left_out))


def _outlined(article: ArticleFacts) -> tuple[AnnotationFacts, ...]:
    annotations = ((placed.annotation, placed.marker) for placed in article.annotations)
    return tuple(
        AnnotationFacts(
            Annotation(one.id, one.kind, withdrawn=one.withdrawn, repeats=one.repeats, aliases=one.aliases), marker
        )
        for one, marker in annotations
    )


# ── what may have been copied ────────────────────────────────────────────────────────────────────────────────────────


class LostQuotes(Immutable):
    """Its annotations whose quotes have no place in it, with digests of these; and how many annotations have a quote,
    where any is lost."""

    annotations: tuple[tuple[str, bytes], ...]
    quoting: int

    @staticmethod
    def of(article: ArticleFacts) -> LostQuotes:
        lost = [one.annotation for one in article.annotations if not one.placed]
        if not lost:
            return LostQuotes((), 0)
        quoting = sum(1 for one in article.annotations if one.annotation.quote)
        return LostQuotes(tuple((one.id, _digest(one.quote)) for one in lost), quoting)


class PlacedQuotes(Immutable):
    """Digests of the quotes that have their places in it."""

    digests: tuple[bytes, ...]

    @staticmethod
    def of(article: ArticleFacts) -> PlacedQuotes:
        return PlacedQuotes(tuple(_digest(one.annotation.quote) for one in article.annotations if one.passages))


def _digest(quote: tuple[QuoteSelector, ...]) -> bytes:
    return hashlib.blake2b(msgspec.msgpack.encode(quote), digest_size=DIGEST_SIZE).digest()


class Telling(Immutable):
    """What it says of itself and hardly another does, by field, and the digests of its longer paragraphs; with what
    tells a copy from another version."""

    fields: tuple[tuple[str, str], ...]
    paragraph_digests: bytes
    publisher: str
    url: str
    language: str
    captured: str
    heading: str

    @staticmethod
    def of(article: ArticleFacts) -> Telling:
        front = article.front
        of_text = article.paragraph_digests, front.publisher, front.url, front.language, front.captured, article.heading
        return Telling(tuple(_telling(front)), *of_text)


def _telling(front: FrontMatter) -> Iterator[tuple[str, str]]:
    for field, address in (("url", front.url), ("archived", front.archived)):
        path = urls.bare_address(address)
        if "/" in path:  # else it is that of the whole site
            yield field, path
    if len(front.summary) >= _SHORTEST_SUMMARY:
        yield "summary", front.summary
    yield "title", front.title


# ── links to data files ──────────────────────────────────────────────────────────────────────────────────────────────


class DataLinks(Immutable):
    """What may lead to a data file: targets of links in its texts, and absolute addresses in them and of sources."""

    targets: tuple[str, ...]
    addresses: tuple[str, ...]

    @staticmethod
    def of(article: ArticleFacts) -> DataLinks:
        speakers = (entry.speaker for entry in article.speakers if entry.speaker and entry.speaker.description)
        of_speakers = (target for one in speakers for target in links_in(one.description, one.path))
        cited = (one.source for placed in article.annotations for one in placed.annotation.sources)
        sources = (one.url for one in cited if isinstance(one, Source))
        return DataLinks(_to_data(chain(article.links, of_speakers)), _to_data(chain(article.addresses, sources)))


def _to_data(links: Iterable[str]) -> tuple[str, ...]:
    targets = (link.partition("#")[0] for link in links)
    return tuple(sorted(set(filter(may_be_data, targets))))


def may_be_data(path: str) -> bool:
    """Whether a path or an address ends as those of data files do."""
    return path.lower().endswith(DATA_FILES)


def links_in(description: str, path: str) -> Iterator[str]:
    """The targets of the links in the description of a speaker, which `path` is the file of."""
    return (link.target for link in parse(description, path, Origin(path)).links)


TRAITS = (
    Filed, ArticleAliases, Described, Idle, Spellings, Anchors, Outline, LostQuotes, PlacedQuotes, Telling, DataLinks,
    NamesUsed,
)  # fmt: skip
"""All of them: what a store keeps of each article."""
