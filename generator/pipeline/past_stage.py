"""Makes what the pages of articles show of their histories, where that is not kept. Knows no other page."""

from __future__ import annotations

from collections.abc import Sequence

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps
from generator.cache.store import Cache
from generator.history.reading import Histories
from generator.model import Archive, Article, Registry
from generator.outputs.page_context import site_of
from generator.outputs.page_history import page_history
from generator.pipeline.batches import SHORT
from generator.pipeline.render_stage import Past
from generator.urls import article_path, claim_path


class Pasts:
    """The histories of articles as their pages show them. `shared` is the digest of the settings, speakers and sources
    that they show names from."""

    def __init__(self, archive: Archive, histories: Histories, registry: Registry, cache: Cache) -> None:
        self._archive, self._histories, self._cache = archive, histories, cache
        self._urls = site_of(archive).urls
        speakers = tuple(record.speaker for record in archive.speakers)
        self.shared = sha256_of_parts(dumps(archive.settings), dumps(speakers), dumps(registry))

    def of(self, article: Article, paths: Sequence[str], before: Past) -> Past:
        """What the pages of an article at these paths show of its history; `before` is what they showed."""
        digest = self._histories.digest(article.id)
        if not digest:
            return Past()
        key = sha256_of_parts(digest, self.shared, *paths)[:SHORT]
        if key == before.key:
            return before
        whole = page_history(self._archive, self._histories.of(article.id))
        claims = {claim_path(ref) for ref in article.statements if ref in self._archive.claims_by_ref}
        of_pages = [path for path in paths if path in claims or path == article_path(article.id)]
        shown = {path: dumps(whole.page(path, article.id)) for path in of_pages}
        if (annotations := self._urls.annotations(article.id).path) in paths:
            shown[annotations] = dumps(whole.times)
        digests = tuple((path, sha256_of_parts(data)[:SHORT]) for path, data in shown.items())
        return Past(key, sha256_of_parts(dumps(whole)), digests)

    def history(self, article: Article, past: Past) -> bytes:
        """The serialized `PageHistory`; empty where there is none."""
        if not past.shown:
            return b""
        kept = self._cache.get(f"past:{past.shown}")
        return kept or dumps(page_history(self._archive, self._histories.of(article.id)))
