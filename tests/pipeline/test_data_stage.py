"""The rows of the data are kept by the digests of what they are made from, and made again where they were lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.outputs.data_files import YearOfRows
from generator.outputs.page_context import site_of
from generator.pipeline.batches import ArticleWork
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.pipeline.data_stage import KeptRows, RowMaker, RowsMissingError, cache_key
from tests.archives import archive_of, settings
from tests.editing import Editor

TEXT = "content/articles/2017/plain.md"


def data_of(
    root: Path, cache: Cache, published: dict[str, str], inputs: str
) -> tuple[dict[str, bytes], dict[str, str], str]:
    """The files of the data that a build makes, the digests of all files, and that of what was read."""
    built = build_site(root, context=BuildContext(cache, published=published, inputs=inputs))
    assert built.files is not None
    files = {path: data for path, data in built.files.items() if path.startswith("data/") and isinstance(data, bytes)}
    return files, dict(built.digests), built.inputs


@pytest.fixture
def made_rows(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many articles' rows each batch makes."""
    made: list[int] = []
    make = RowMaker.__call__

    def counted(maker: RowMaker, batch: list[ArticleWork]) -> list[bytes]:
        made.append(len(batch))
        return make(maker, batch)

    monkeypatch.setattr(RowMaker, "__call__", counted)
    return made


def test_an_edit_makes_the_rows_of_its_article_alone_and_puts_its_year_together(tmp_path, made_rows):
    editor, cache = Editor(tmp_path / "site"), Cache()
    _, published, inputs = data_of(editor.root, cache, {}, "")
    made_rows.clear()
    editor.write(TEXT, editor.read(TEXT).replace(b"Nothing is", b"Nothing was"))
    files, published, inputs = data_of(editor.root, cache, published, inputs)
    assert made_rows == [1]
    assert set(files) == {"data/articles-2017.json"}
    made_rows.clear()
    editor.write(TEXT, editor.read(TEXT).replace(b"Nothing was", b"Nothing is"))
    data_of(editor.root, cache, published, inputs)
    assert made_rows == [], "what it was before is still known"


def test_rows_that_were_lost_are_made_again(tmp_path, made_rows):
    editor, cache = Editor(tmp_path / "site"), Cache()
    whole, published, inputs = data_of(editor.root, cache, {}, "")
    keys = cache._database.execute("SELECT key FROM kept WHERE key LIKE 'rows:%'").fetchall()
    assert len(keys) == len(json.loads(whole["data/articles-2015.json"])) + sum(
        len(json.loads(data))
        for path, data in whole.items()
        if path in {"data/articles-2016.json", "data/articles-2017.json"}
    )
    cache._database.execute("DELETE FROM kept WHERE key LIKE 'rows:%'")
    made_rows.clear()
    path = "content/articles/2015/briefing.md"
    editor.write(path, editor.read(path) + b"\nMore.\n")
    files, _, _ = data_of(editor.root, cache, published, inputs)
    assert made_rows
    clean, _, _ = data_of(editor.root, Cache(), {}, "")
    assert files
    assert files.items() <= clean.items()


def test_where_rows_can_t_be_made_that_is_an_error_of_its_own():
    archive = archive_of((), settings())
    rows = KeptRows(RowMaker(site_of(archive), ()), {}, lambda article: None, BuildContext())
    with pytest.raises(RowsMissingError):
        list(rows.of(YearOfRows("2015", ("a",), ("key",), {})))
    assert rows.key("a") == ""
    assert cache_key("key") == "rows:key"
