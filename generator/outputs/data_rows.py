"""The rows that one article gives to the data of its year: a pure function of what its own pages are made from.

Knows neither years nor files, only what stands in which kind of file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import field

from generator.model import AnnotationFacts, CitedSource, Statement
from generator.outputs.article_inputs import Dossier
from generator.outputs.articles_csv import article_values, marked
from generator.outputs.claims_csv import claim_values, code_values
from generator.outputs.csl import article_item, source_item
from generator.outputs.data_columns import (
    COLUMNS_OF_A_KIND,
    FURTHER_ARTICLE_COLUMNS,
    FURTHER_COLUMNS,
    PASSAGE_COLUMNS,
)
from generator.outputs.descriptions import plain_text
from generator.outputs.external_links import outside
from generator.outputs.finish_html import finish_html
from generator.outputs.page_context import PageContext
from generator.outputs.table_values import CellValue, csv_line, json_line
from generator.outputs.text_selectors import surroundings
from generator.urls import absolute, mark_anchor, source_anchor
from generator.values import Immutable


class ArticleRows(Immutable):
    """The lines of an article by the file that they belong into, without its year: `claims.json`, `passages.csv`.

    All lines for a file are one value in UTF-8, since a year may have as many as 100,000. A line of JSON is an object
    without a line break, and `BETWEEN` parts two; a line of CSV ends as `csv_table.row` ends it.
    """

    lines: Mapping[str, bytes] = field(default_factory=dict)


BETWEEN = b",\n"


def statement_kind(kind: str, *, is_root: bool) -> str:
    """The name of the files with the row of an annotation of this kind (`data_columns.STATEMENT_FILES`). `is_root`: it
    repeats no other."""
    return {"claim": "claims" if is_root else "repeats", "counterpoint": "answers", "note": "notes"}[kind]


def passage_count(placed: AnnotationFacts) -> int:
    """How many rows an annotation has in the table of passages: one for each passage, or for each quote without a
    place."""
    return len(placed.passages) or len(placed.annotation.quote)


def rows_of_article(of: Dossier, codes: Sequence[str]) -> ArticleRows:
    """The rows of an article. `codes` are the keys of the coding scheme."""
    rows = _Rows(of, codes)
    lines: dict[str, list[bytes]] = {}
    for ref in of.article.statements:
        for file, line in rows.of_statement(of.statements[ref]):
            lines.setdefault(file, []).append(line)
    for file, line in rows.of_article():
        lines.setdefault(file, []).append(line)
    return ArticleRows({file: (BETWEEN if file.endswith("json") else b"").join(each) for file, each in lines.items()})


class _Rows:
    def __init__(self, of: Dossier, codes: Sequence[str]) -> None:
        self._of, self._codes, self._site = of, codes, of.site
        self._claims = {exchange.claim.ref: exchange.claim for exchange in of.exchanges}
        self._texts = texts_published(of)

    def of_statement(self, statement: Statement) -> Iterator[tuple[str, bytes]]:
        """The lines of an annotation and of its passages: (file, line)."""
        kind = statement_kind(statement.kind, is_root=statement.root == statement.ref)
        values = claim_values(
            statement, self._claims.get(statement.ref), self._of.article, self._site.url, self._site.urls, self._codes
        )
        further, passages = self._further(statement), list(self._passages(statement))
        own: dict[str, CellValue] = {name: further[name] for name in COLUMNS_OF_A_KIND[kind]}
        told = {**further, **_told(statement), "note_text": plain_text(str(further["note_html"]))}
        yield f"{kind}.csv", csv_line((*values.values(), *own.values(), *(told[name] for name in FURTHER_COLUMNS)))
        in_json = {name: value for name, value in further.items() if name not in own and name not in _OF_A_KIND}
        yield f"{kind}.json", json_line({**values, **own, **in_json, "passages": passages})
        for passage in passages:
            yield "passages.csv", self._passage_line(statement, passage)

    def _further(self, statement: Statement) -> dict[str, CellValue]:
        written = statement.facts.annotation
        return {
            "repeats": statement.root if statement.root != statement.ref else "",
            "relation": written.relation if written.kind == "counterpoint" else "",
            "to": list(statement.targets),
            "via_ids": [via.id for via in statement.via],
            "withdrawn_date": written.withdrawn_date,
            "quote": statement.facts.words if statement.is_paraphrase else "",
            "note_html": self._note(statement.ref),
            "unsure": written.unsure,
            "updates": [list(update) for update in written.updates],
            "sources": [_source(cited) for cited in statement.sources],
            "aliases": list(written.aliases),
        }

    def _note(self, ref: str) -> str:
        here = PageContext(_ANYWHERE, self._site, self._of.articles, whole=True)
        return str(finish_html(self._of.notes.get(ref, ""), here, self._of.paths.__contains__, {})).strip()

    def _passages(self, statement: Statement) -> Iterator[dict[str, CellValue]]:
        facts = statement.facts
        for n, passage in enumerate(facts.passages, 1):
            text, (start, end) = self._texts.get(passage.part), (passage.start, passage.end)
            place: dict[str, CellValue] = {"start": start, "end": end} if text else {}
            prefix, suffix = surroundings(text, start, end) if text else ("", "")
            yield {
                "part": passage.part, "n": n, **place, "text": passage.text, "prefix": prefix, "suffix": suffix,
                "placed": True,
            }  # fmt: skip
        for n, quote in enumerate(facts.annotation.quote if not facts.passages else (), 1):
            words = quote.exact or f"{quote.start} … {quote.end}"
            prefix, suffix = (quote.prefix, quote.suffix) if quote.part in self._texts else ("", "")
            yield {
                "part": quote.part, "n": n, "text": words, "prefix": prefix, "suffix": suffix, "placed": False,
            }  # fmt: skip

    def _passage_line(self, statement: Statement, passage: Mapping[str, CellValue]) -> bytes:
        anchor = mark_anchor(statement.id, int(str(passage["n"])) if passage["placed"] else 1)
        others: dict[str, CellValue] = {
            "article": statement.article,
            "annotation": statement.ref,
            "kind": statement.kind,
            "speaker_id": statement.voice.id if statement.voice else "",
            "verdict": statement.verdict.key if statement.verdict else "",
            "language": statement.facts.annotation.language or self._of.article.language,
            "address": absolute(self._site.url, self._site.urls.article(statement.article).path, anchor),
        }
        values = {**passage, **others}
        of_codes = code_values(statement, self._codes).values()
        return csv_line((*(values.get(name, "") for name in PASSAGE_COLUMNS), *of_codes))

    def of_article(self) -> Iterator[tuple[str, bytes]]:
        """The lines of the article itself and of the sources that it cites: (file, line)."""
        article, front = self._of.article, self._of.article.front
        url, urls = self._site.url, self._site.urls
        further: dict[str, CellValue] = {
            "publisher_id": article.publisher.speaker if article.publisher else "",
            "section": list(front.section),
            "summary": front.summary,
            "captured": front.captured,
            "archived_date": front.archived_date,
            "rights": front.rights,
            "published": front.text,
            "notes": marked(article, "note"),
        }
        besides: dict[str, CellValue] = {
            "titles": dict(front.titles),
            "corrections": [[one.date, one.text, outside(one.url)] for one in front.corrections],
            "aliases": list(front.aliases),
            "text": self._texts,
        }
        values = article_values(article, url, urls)
        yield "articles.csv", csv_line((*values.values(), *(further[name] for name in FURTHER_ARTICLE_COLUMNS)))
        yield "articles.json", json_line({**values, **further, **besides})
        yield "articles.csl.json", json_line(article_item(article, url, urls))
        cited = {
            source_anchor(one.source): one for ref in article.statements for one in self._of.statements[ref].sources
        }
        for _, one in sorted(cited.items()):
            yield "sources.csl.json", json_line(source_item(one))


_ANYWHERE = "data/index.html"
"""The page for which notes are finished: their links are whole addresses."""
_OF_A_KIND = frozenset(name for names in COLUMNS_OF_A_KIND.values() for name in names)


def texts_published(of: Dossier) -> dict[str, str]:
    """The texts of an article's parts in which passages are counted, as far as they are published."""
    front = of.article.front
    texts = {
        "title": front.title,
        "subtitle": front.subtitle,
        "caption": front.image.caption if front.image else "",
        "body": of.body.text if front.text == "full" else "",
    }
    return {part: text for part, text in texts.items() if text}


def _source(cited: CitedSource) -> dict[str, str]:
    source = cited.source
    return {
        "id": source_anchor(source), "title": source.title, "address": outside(source.url), "locator": cited.locator,
        "bearing": cited.bearing,
    }  # fmt: skip


def _told(statement: Statement) -> dict[str, CellValue]:
    """What a table tells in another form than the JSON: updates and sources as texts."""
    sources = (
        ", ".join(filter(None, (one.source.title, one.locator, outside(one.source.url)))) for one in statement.sources
    )
    return {"updates": [" ".join(update) for update in statement.facts.annotation.updates], "sources": list(sources)}
