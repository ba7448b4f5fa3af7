"""Writes `data/README.md`: what each file and column of the data says, and how to open them. Knows no rows.

Its recipes are run by the tests as they are written here.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence

from generator.model import Settings
from generator.outputs.articles_csv import ARTICLE_COLUMNS
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.outputs.data_columns import (
    ABOUT_ARTICLES,
    ABOUT_ARTICLES_IN_JSON,
    ABOUT_PASSAGES,
    ABOUT_STATEMENTS,
    ABOUT_STATEMENTS_IN_JSON,
    COLUMNS_OF_A_KIND,
    FURTHER_ARTICLE_COLUMNS,
    FURTHER_COLUMNS,
    OTHER_FILES,
    PASSAGE_COLUMNS,
    STATEMENT_FILES,
)

UNDO = r"^'(?='*(?:[\s\u200b-\u200f\u2060\ufeff]*[-=+@\uff0d\uff1d\uff0b\uff20\u2212]|[\t\r\n]))"
"""The apostrophe that a table puts before what a spreadsheet would take for a formula: see `csv_table`."""

_HEAD = """\
# {title}: the archive as data

{about}Every file is UTF-8. What grows with the archive is in files of a year, by the date of the article: `claims-2015.json`. `index.json` lists all files with the number of their rows, and what the verdicts mean.

**The JSON is exact.** Each file is a list with an object on each line, the newest article first. Lists are lists, and texts are as they are in the archive.

**The CSV is for spreadsheets.** Open it there with a double click; where one asks, the encoding is UTF-8 and the separator a comma. It begins with a byte order mark, without which spreadsheets take its letters for others: in Python, read it as `utf-8-sig`. Lists are joined by `; `, and where the JSON has references (`answers`, `appearances`), the table has their number. A cell that a spreadsheet would take for a formula has an apostrophe in front; a program takes it away with this:

```python
import re; undo = lambda cell: re.sub(r"{undo}", "", cell)
```

Spreadsheets may read `false`, dates and numbers their own way. So may programs: the recipes below say where everything is text.
"""  # noqa: E501
_RECIPES = """
## Recipes

Each begins in this folder.

### DuckDB

```sh
duckdb archive.duckdb "create table {kind} as from read_json('{kind}-*.json', union_by_name = true)"
```

The tables instead, with everything as text and empty cells as NULL:

```sh
duckdb archive.duckdb "create table {kind}_text as from read_csv('{kind}-*.csv', all_varchar = true, union_by_name = true)"
```

### SQLite

With [sqlite-utils](https://sqlite-utils.datasette.io/); run again, it replaces what it put in before:

```sh
for file in {kind}-*.json; do sqlite-utils insert archive.db {kind} "$file" --pk {pk} --replace --alter; done
```

With Python alone, a year as a table:

```python
import csv, sqlite3

columns, *rows = csv.reader(open("{kind}-{year}.csv", encoding="utf-8-sig", newline=""))
names = ", ".join(f'"{{column}}"' for column in columns)
with sqlite3.connect("archive.db") as database:
    database.execute(f"create table {kind}_{year} ({{names}})")
    database.executemany(f"insert into {kind}_{year} values ({{', '.join('?' * len(columns))}})", rows)
```

### Datasette

```sh
datasette archive.db
```

### pandas

```python
import glob, json, pandas; {kind} = pandas.DataFrame(row for file in sorted(glob.glob("{kind}-*.json")) for row in json.load(open(file, encoding="utf-8")))
```

```python
import glob, pandas; {kind} = pandas.concat(pandas.read_csv(file, dtype=str, keep_default_na=False) for file in sorted(glob.glob("{kind}-*.csv")))
```

### Python alone

```python
import json; {kind} = json.load(open("{kind}-{year}.json", encoding="utf-8"))
```

```python
import csv; {kind} = list(csv.DictReader(open("{kind}-{year}.csv", encoding="utf-8-sig", newline="")))
```

### R

```r
{kind} <- do.call(rbind, lapply(Sys.glob("{kind}-*.csv"), read.csv, fileEncoding = "UTF-8-BOM", colClasses = "character"))
```

### Reference managers

Zotero and others import `articles-{year}.csl.json` and `sources-{year}.csl.json` as they are.
"""  # noqa: E501
_OFFSETS = """
`start` and `end` count code points, from 0, in the `text` of the article in `articles-….json`, in the part that `part` names: in Python, `article["text"][part][start:end]` is the passage. Programs that count UTF-16 units, as JavaScript does, have to convert them. They are empty where only the passages of an article's text are published, and for a quote without a place.
"""  # noqa: E501
_WHOLE = """
## Files of the whole

- `speakers.json`: who speaks: `id`, `address` (its page), `name`, `short` (where there is little room), `kind`, `role`, `organization` (an id), `roles` with their dates, `description` (Markdown), `names` in other languages, `also` (other spellings), `url`, `wikidata`, `aliases` (former ids).
- `sources.csl.json`: the sources that the archive keeps under an id, in CSL-JSON. Those that one article alone cites are in the file of its year, which has all that its annotations cite.
- `index.json`: title, address and language of the archive, its verdicts, and the files.
- `../codebook.json`, where the archive has a coding scheme: its keys and values with their definitions. `column` is the name of the column.
"""  # noqa: E501


def readme(settings: Settings, years: Sequence[tuple[str, Mapping[str, int]]]) -> bytes:
    """The text for a site. `years` are those of the data, the newest first, each with its rows by kind."""
    return "".join(_parts(settings, years)).encode(errors="replace")


def _parts(settings: Settings, years: Sequence[tuple[str, Mapping[str, int]]]) -> Iterator[str]:
    about = f"{_one_line(settings.description)}. " if settings.description else ""
    yield _HEAD.format(title=_one_line(settings.title), about=about, undo=UNDO)
    kinds = dict.fromkeys(kind for _, counts in years for kind in counts)
    if kinds:
        kind = next(kind for kind in ("claims", "answers", "articles") if kind in kinds)
        year = next(year for year, counts in years if kind in counts)
        yield _RECIPES.format(kind=kind, year=year, pk="article" if kind == "articles" else "claim")
    yield from columns_explained()
    yield _WHOLE


def columns_explained() -> Iterator[str]:
    """What each file of a year and each of its columns says."""
    of_codes = {"code_KEY": "one for each key of the coding scheme, if there is one: its values, see `codebook.json`"}
    yield "\n## Annotations\n\n"
    yield "".join(f"- `{name}-….json`, `{name}-….csv`: {text}\n" for name, text in STATEMENT_FILES.items())
    yield from _table({name: ABOUT_STATEMENTS[name] for name in CLAIM_COLUMNS} | of_codes)
    kinds = {name: kind for kind, names in COLUMNS_OF_A_KIND.items() for name in names}
    yield from _table(
        {name: f"{ABOUT_STATEMENTS[name]} (in `{kind}`)" for name, kind in kinds.items()}
        | {name: ABOUT_STATEMENTS[name] for name in FURTHER_COLUMNS},
        "\nThe tables of lists that pages link to (`claims/2015.csv`) have these columns. Behind them the data has:\n",
    )
    yield from _table(ABOUT_STATEMENTS_IN_JSON, "\nThe JSON has no `note_text`. It has, besides or in another form:\n")
    yield f"\n## Passages\n\n- `passages-….csv`: {OTHER_FILES['passages']}\n"
    yield from _table({name: ABOUT_PASSAGES[name] for name in PASSAGE_COLUMNS} | of_codes)
    yield _OFFSETS
    yield f"\n## Articles\n\n- `articles-….json`, `articles-….csv`: {OTHER_FILES['articles']}\n"
    yield "- `articles-….csl.json`: the same in CSL-JSON\n"
    yield from _table({name: ABOUT_ARTICLES[name] for name in (*ARTICLE_COLUMNS, *FURTHER_ARTICLE_COLUMNS)})
    yield from _table(ABOUT_ARTICLES_IN_JSON, "\nThe JSON has besides:\n")
    yield f"\n## Sources\n\n- `sources-….csl.json`: {OTHER_FILES['sources']}, in CSL-JSON as `webpage`\n"


def _table(columns: Mapping[str, str], before: str = "") -> Iterator[str]:
    yield f"{before}\n| column | what it says |\n|---|---|\n"
    yield from (f"| `{name}` | {text} |\n" for name, text in columns.items())


def _one_line(text: str) -> str:
    """A text of the site on one line, without signs that Markdown would take for HTML."""
    return html.escape(" ".join(text.split()), quote=False).removesuffix(".")
