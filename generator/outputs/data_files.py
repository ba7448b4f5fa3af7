"""Plans the archive as data: files of a year, files of the whole, their index and their page. Knows no rows.

What grows with the articles is cut by year, so that an edit makes the files of one year. The files of the whole hold
what articles share: speakers, and the sources that have an id. An edit of an article changes these only if it brings a
speaker.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import dumps
from generator.linking.queries import article_days
from generator.model import Archive, Article, CodeKey, Speaker, Statement
from generator.outputs.articles_csv import ARTICLE_COLUMNS
from generator.outputs.claims_csv import CLAIM_COLUMNS, columns_with_codes
from generator.outputs.csl import source_item
from generator.outputs.csv_table import table_of_lines
from generator.outputs.data_columns import (
    COLUMNS_OF_A_KIND,
    FURTHER_ARTICLE_COLUMNS,
    FURTHER_COLUMNS,
    OTHER_FILES,
    PASSAGE_COLUMNS,
    STATEMENT_FILES,
)
from generator.outputs.data_readme import readme
from generator.outputs.data_rows import BETWEEN, ArticleRows, passage_count, statement_kind
from generator.outputs.external_links import outside
from generator.outputs.page import Listing, Page, Unit
from generator.outputs.page_context import PageContext, Site, site_of
from generator.outputs.table_values import CellValue, json_line
from generator.outputs.views import DataFile, DataPage, DataYear, LinkView
from generator.urls import CODEBOOK_DATA, Urls, absolute, data_path, index_path, source_anchor
from generator.values import Immutable, replace

DATA_KINDS = (*STATEMENT_FILES, *OTHER_FILES)
"""What the files of a year have rows for, in the order of the index."""
DATA_ENDINGS: Mapping[str, Sequence[str]] = {
    **dict.fromkeys(STATEMENT_FILES, ("json", "csv")),
    "passages": ("csv",),
    "articles": ("json", "csv", "csl.json"),
    "sources": ("csl.json",),
}
_SPEAKERS, _SOURCES, _INDEX, _README = "speakers.json", "sources.csl.json", "index.json", "README.md"


class YearOfRows(Immutable):
    """A year of the data: its articles, the newest first, each with the key of its rows, and how many rows there are by
    kind, none where there are none.

    As long as the keys are the same, so are all rows.
    """

    year: str
    articles: tuple[str, ...]
    keys: tuple[str, ...]
    counts: Mapping[str, int]

    def with_rows(self, keys: Mapping[str, str], more: Mapping[str, Mapping[str, int]]) -> YearOfRows:
        """The year with other keys of some articles, by id, and with so many more rows of each kind in some."""
        pairs = zip(self.articles, self.keys, strict=True)
        counts = Counter(self.counts)
        for id in more.keys() & {*self.articles}:
            counts.update(more[id])
        return replace(
            self,
            keys=tuple(keys.get(id, key) for id, key in pairs),
            counts={kind: counts[kind] for kind in DATA_KINDS if counts[kind]},
        )


class DataRows(Protocol):
    """The rows of the articles of an archive."""

    def key(self, article: str) -> str:
        """What changes whenever the rows of an article do."""

    def of(self, year: YearOfRows) -> Iterable[ArticleRows]:
        """The rows of the articles of a year, in their order."""


def plan_data(archive: Archive, years: Sequence[YearOfRows], rows: DataRows) -> Iterator[Page | Unit]:
    """The files of each year, then those of the whole and their page."""
    site, codes = site_of(archive), [code.key for code in archive.settings.codes]
    if not site.urls.writes("data"):
        return
    for year in years:
        yield Unit(f"data of {year.year}", (), _shape(year), partial(_listings, year, codes, rows))
    speakers = sorted((record.speaker for record in archive.speakers), key=lambda speaker: speaker.id)
    sources = {source_anchor(one.source): one.listed for one in archive.sources if one.source.id}
    of_speakers = (json_line(_speaker(speaker, archive, site)) for speaker in speakers)
    yield _file(_SPEAKERS, json_file(of_speakers))
    if site.urls.writes("sources"):
        yield _file(_SOURCES, json_file(json_line(source_item(one)) for _, one in sorted(sources.items())))
    yield _file(_INDEX, _index(archive, site, years, len(speakers), len(sources)))
    yield _file(_README, readme(archive.settings, [(year.year, year.counts) for year in years]))
    if codes:
        yield Page(CODEBOOK_DATA, "the codebook as data", data=_codebook(archive.settings.codes))
    yield _page(site, years)


def years_of(archive: Archive, key: Callable[[str], str]) -> tuple[YearOfRows, ...]:
    """The years of the data, the newest first; `key` gives that of an article's rows. None where no data is written."""
    if not Urls.of(archive.settings).writes("data"):
        return ()
    days, of_years = article_days(archive), defaultdict[str, list[Article]](list)
    for article in archive.articles:
        of_years[days[article.id][:4]].append(article)
    return tuple(
        YearOfRows(
            year, tuple(one.id for one in articles), tuple(key(one.id) for one in articles), _counts(archive, articles)
        )
        for year, articles in sorted(of_years.items(), reverse=True)
    )


def rows_of_statements(statements: Iterable[Statement]) -> Counter[str]:
    """How many rows statements have, by kind."""
    counts: Counter[str] = Counter()
    for statement in statements:
        counts[statement_kind(statement.kind, is_root=statement.root == statement.ref)] += 1
        counts["passages"] += passage_count(statement.facts)
    return counts


def _counts(archive: Archive, articles: Sequence[Article]) -> dict[str, int]:
    statements = [archive.statements[ref] for article in articles for ref in article.statements]
    sources = (one.source for statement in statements for one in statement.sources)
    cited = {(source.id,) if source.id else (source.title, source.url) for source in sources}
    counts = rows_of_statements(statements) + Counter(articles=len(articles), sources=len(cited))
    return {kind: counts[kind] for kind in DATA_KINDS if counts[kind]}


# ── the files of a year ──────────────────────────────────────────────────────────────────────────────────────────


def _shape(year: YearOfRows) -> str:
    return sha256_of_parts(*year.keys, dumps(dict(year.counts)))


def _listings(year: YearOfRows, codes: Sequence[str], rows: DataRows) -> Iterator[Listing]:
    shape, known = _shape(year), list[Mapping[str, list[bytes]]]()

    def lines() -> Mapping[str, list[bytes]]:
        """Gathered for the first file that has to be looked at, and for all of them."""
        if not known:
            known.append(lines_of(rows.of(year)))
        return known[0]

    for kind in year.counts:
        for ending in DATA_ENDINGS[kind]:
            page = _file(f"{kind}-{year.year}.{ending}", b"")
            whole = partial(_whole, page, kind, ending, codes, lines)
            yield Listing(page.path, page.owner, "", whole, shape)


def lines_of(rows: Iterable[ArticleRows]) -> dict[str, list[bytes]]:
    """The lines of several articles, by file: one value for each article."""
    lines: dict[str, list[bytes]] = defaultdict(list)
    for article in rows:
        for file, of_article in article.lines.items():
            lines[file].append(of_article)
    return lines


def _whole(
    page: Page, kind: str, ending: str, codes: Sequence[str], lines: Callable[[], Mapping[str, list[bytes]]]
) -> Page:
    own = lines()[f"{kind}.{ending}"]
    if ending == "csv":
        return replace(page, data=table_of_lines(columns_of(kind, codes), own))
    return replace(page, data=json_file(_each_once(own) if kind == "sources" else own))


def columns_of(kind: str, codes: Sequence[str]) -> list[str]:
    """The columns of a table; `codes` are the keys of the coding scheme."""
    if kind == "articles":
        return [*ARTICLE_COLUMNS, *FURTHER_ARTICLE_COLUMNS]
    if kind == "passages":
        return columns_with_codes(PASSAGE_COLUMNS, codes)
    return [*columns_with_codes(CLAIM_COLUMNS, codes), *COLUMNS_OF_A_KIND[kind], *FURTHER_COLUMNS]


def json_file(lines: Iterable[bytes]) -> bytes:
    """A list in JSON, a line for each entry; `lines` have one or several each."""
    return b"[\n%b\n]\n" % BETWEEN.join(lines)


def _each_once(lines: Iterable[bytes]) -> list[bytes]:
    """The sources of several articles by id; where articles write one differently, the oldest article's."""
    each = (line for of_article in lines for line in of_article.split(BETWEEN))
    by_id: dict[str, bytes] = {json.loads(line)["id"]: line for line in each}
    return [by_id[id] for id in sorted(by_id)]


# ── the files of the whole ───────────────────────────────────────────────────────────────────────────────────────


def _file(name: str, data: bytes) -> Page:
    return Page(data_path(name), f"the data file {name}", data=data)


def _speaker(speaker: Speaker, archive: Archive, site: Site) -> dict[str, CellValue]:
    address = site.urls.speaker(speaker.id)
    return {
        "id": speaker.id,
        "address": absolute(site.url, address.path) if address else "",
        "name": speaker.name,
        "short": speaker.short,
        "kind": speaker.kind,
        "role": speaker.role,
        "organization": speaker.organization,
        "roles": [
            {"title": one.title, "organization": one.organization, "from": one.since, "to": one.until}
            for one in speaker.roles
        ],
        "description": speaker.description,
        "names": dict(speaker.names),
        "also": list(speaker.also),
        "url": outside(speaker.url),
        "wikidata": speaker.wikidata,
        "aliases": [alias for alias in speaker.aliases if alias not in archive.speakers_by_id],
    }


def _index(archive: Archive, site: Site, years: Sequence[YearOfRows], speakers: int, sources: int) -> bytes:
    """What the archive is, its verdicts, and all files with how many rows each has."""
    files: list[dict[str, CellValue]] = [
        {"file": f"{kind}-{year.year}.{ending}", "of": kind, "year": year.year, "rows": count}
        for year in years
        for kind, count in year.counts.items()
        for ending in DATA_ENDINGS[kind]
    ]
    files.append({"file": _SPEAKERS, "of": "speakers", "rows": speakers})
    if site.urls.writes("sources"):
        files.append({"file": _SOURCES, "of": "sources", "rows": sources})
    whole: dict[str, CellValue] = {
        "title": site.title,
        "description": site.description,
        "address": site.url,
        "language": site.language,
        "organization": site.organization.name if site.organization else "",
        "verdicts": [
            {"key": one.key, "label": one.label, "definition": one.definition, "rating": one.rating or ""}
            for one in site.verdicts
        ],
        "codebook": f"../{CODEBOOK_DATA}" if archive.settings.codes else "",
        "files": files,
    }
    return _indented(whole)


def _codebook(codes: Sequence[CodeKey]) -> bytes:
    """The coding scheme: its keys and their values, each with what it means."""
    return _indented(
        [
            {
                "key": code.key,
                "column": f"code_{code.key}",
                "definition": code.definition,
                "several": code.several,
                "required": list(code.required),
                "values": [
                    {"value": one.name, "definition": one.definition, "example": one.example} for one in code.values
                ],
            }
            for code in codes
        ]
    )


def _indented(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c")
    return f"{text}\n".encode(errors="replace")


# ── the page ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _page(site: Site, years: Sequence[YearOfRows]) -> Page:
    here = PageContext(index_path("data"), site, {})
    view = DataPage(
        frame=here.frame(),
        years=tuple(
            DataYear(
                year.year,
                tuple(
                    DataFile(kind, count, tuple(_link(here, kind, year.year, ending) for ending in DATA_ENDINGS[kind]))
                    for kind, count in year.counts.items()
                ),
            )
            for year in years
        ),
        speakers=here.to(data_path(_SPEAKERS)),
        sources=here.to(data_path(_SOURCES)) if site.urls.writes("sources") else "",
        index=here.to(data_path(_INDEX)),
        readme=here.to(data_path(_README)),
        codebook=here.to(CODEBOOK_DATA) if site.urls.writes("codebook") else "",
    )
    return Page(here.path, "the page of the data", "data.html", view)


_LABELS: Mapping[str, str] = {"json": "JSON", "csv": "CSV", "csl.json": "CSL-JSON"}


def _link(here: PageContext, kind: str, year: str, ending: str) -> LinkView:
    return LinkView(_LABELS[ending], here.to(data_path(f"{kind}-{year}.{ending}")))
