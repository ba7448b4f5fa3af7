"""Keeps the rows that articles give to the data, under the digests of what they are made from. Knows no file of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps, loads, loads_kept
from generator.outputs.data_files import YearOfRows
from generator.outputs.data_rows import ArticleRows, rows_of_article
from generator.outputs.page_context import Site
from generator.pipeline.batches import SHORT, ArticleWork, dossier_of, in_batches
from generator.pipeline.build_context import BuildContext
from generator.pipeline.render_stage import RenderedArticle
from generator.values import Immutable

_NOT_SHOWN = ("templates", "site")
"""Parts of an article's pages that its rows don't depend on: of the site they have what `RowMaker` has."""


_TOGETHER = 1_000
"""Articles whose rows are read from the cache at once: a year may have many, with 26 kB each."""


class RowMaker(Immutable):
    """A function that makes the rows of articles, serialized. `codes` are the keys of the coding scheme."""

    site: Site
    codes: tuple[str, ...]

    def __call__(self, batch: Sequence[ArticleWork]) -> list[bytes]:
        return [dumps(self._rows(work)) for work in batch]

    def _rows(self, work: ArticleWork) -> ArticleRows:
        return rows_of_article(dossier_of(self.site, work)[0], self.codes)


class RowsMissingError(Exception):
    """The cache has no rows of an article, and what they are made from is not at hand."""


class KeptRows:
    """The rows of articles, made only where the cache has none with their key: see `data_files.DataRows`.

    `rendered` has what the pages of each article are made from; `work` gives what its rows are made from, or None.
    """

    def __init__(
        self,
        maker: RowMaker,
        rendered: Mapping[str, RenderedArticle],
        work: Callable[[str], ArticleWork | None],
        context: BuildContext,
    ) -> None:
        self._maker, self._rendered, self._work, self._context = maker, rendered, work, context
        self._ground = sha256_of_parts(dumps(maker))
        self.codes = maker.codes

    def key(self, article: str) -> str:
        """The digest of all that the rows of an article are made from; empty where its pages could not be rendered."""
        known = self._rendered.get(article)
        if known is None:
            return ""
        parts = (digest for name, digest in known.parts if name not in _NOT_SHOWN)
        return sha256_of_parts(self._ground, *parts)[:SHORT]

    def of(self, year: YearOfRows) -> Iterator[ArticleRows]:
        """The rows of the articles of a year, in their order. Raises `RowsMissingError` where they can't be made."""
        keys = list(zip(year.articles, year.keys, strict=True))
        for first in range(0, len(keys), _TOGETHER):
            yield from self._some(dict(keys[first : first + _TOGETHER]))

    def _some(self, keys: Mapping[str, str]) -> Iterator[ArticleRows]:
        kept = self._context.cache.get_all([cache_key(key) for key in keys.values()])
        known = {id: loads_kept(kept.get(cache_key(key)), ArticleRows) for id, key in keys.items()}
        missing = [id for id, rows in known.items() if rows is None]
        made = in_batches(self._maker, map(self._work_for, missing), *self._context.workers)
        for id, data in zip(missing, (one for batch in made for one in batch), strict=True):
            self._context.cache.put_all({cache_key(keys[id]): data})
            known[id] = loads(data, ArticleRows)
        return (rows for rows in known.values() if rows is not None)

    def _work_for(self, article: str) -> ArticleWork:
        work = self._work(article)
        if work is None:
            raise RowsMissingError(article)
        return work


def cache_key(key: str) -> str:
    """The key in the cache of rows with this key."""
    return f"rows:{key}"
