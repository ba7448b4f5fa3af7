"""The pages that someone looks at are shown before the lists are made, as they will stay."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.linking import link
from generator.linking.link import Linker
from generator.linking.symbols import symbols_of
from generator.model import Registry
from generator.outputs.article_inputs import Gatherer
from generator.pipeline.build import build_site
from generator.pipeline.build_context import Awaited, BuildContext
from generator.pipeline.kept_names import KeptNames
from generator.urls import article_with
from generator.values import replace
from tests.archives import AMNESTY, ANSWER, ARTICLES, settings

ROOT = Path(__file__).parents[2]
EDITS = {
    "a verdict": ("content/articles/2015/amnesty-syria.yaml", b"verdict: unsupported", b"verdict: false"),
    "a title": ("content/articles/2015/amnesty-syria.md", b"title: ", b"title: New "),
    "a name": ("content/speakers.yaml", b"name: ", b"name: The "),
    "the title of the site": ("site.yaml", b"title: ", b"title: The "),
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "content", tmp_path / "content")
    shutil.copy(ROOT / "site.yaml", tmp_path / "site.yaml")
    return tmp_path


def build(
    root: Path,
    cache: Cache,
    names: KeptNames,
    before: Mapping[str, str],
    paths: frozenset[str],
    inputs: str,
) -> tuple[Mapping[str, bytes | Path], Mapping[str, str], str, list[Mapping[str, bytes]]]:
    shown: list[Mapping[str, bytes]] = []
    awaited = Awaited(lambda: paths, shown.append, names)
    built = build_site(root, context=BuildContext(cache, published=before, inputs=inputs, awaited=awaited))
    assert built.files is not None
    return built.files, built.digests, built.inputs, shown


@pytest.mark.parametrize("edit", EDITS)
def test_each_changed_page_of_an_article_is_shown_as_it_will_stay(root, edit):
    cache, names = Cache(root / ".counterpoint"), KeptNames()
    _, digests, inputs, _ = build(root, cache, names, {}, frozenset(), "")
    path, old, new = EDITS[edit]
    text = (root / path).read_bytes()
    assert old in text
    (root / path).write_bytes(text.replace(old, new, 1))
    ids = [path.relative_to(root / "content/articles").with_suffix("").as_posix() for path in root.rglob("*/20*/*.md")]
    assert len(ids) > 2
    paths = frozenset(path for path in digests if article_with(path) in ids)
    after, _, _, (shown,) = build(root, cache, names, digests, paths, inputs)
    assert shown == {path: data for path, data in after.items() if path in shown}
    leading_on = {path for path, data in after.items() if isinstance(data, bytes) and b'http-equiv="refresh"' in data}
    assert shown.keys() == (paths & after.keys()) - leading_on


def test_pages_that_stay_are_not_shown(root):
    cache, names = Cache(root / ".counterpoint"), KeptNames()
    _, digests, inputs, _ = build(root, cache, names, {}, frozenset(), "")
    with (root / "content/speakers.yaml").open("ab") as file:
        file.write(b"\nnobody:\n  name: Nobody\n")
    assert build(root, cache, names, digests, frozenset(digests), inputs)[3] == []


def test_only_what_an_article_shows_is_linked(monkeypatch):
    linked: list[str] = []
    statement = link._statement

    def noted(tables, article, placed, ref):
        linked.append(ref)
        return statement(tables, article, placed, ref)

    monkeypatch.setattr(link, "_statement", noted)
    articles = [article.facts for article in ARTICLES]
    others = [replace(ANSWER.facts, id=f"2015/other-{n}") for n in range(20)]
    archive = Linker(symbols_of([*articles, *others], Registry({}, {}), settings()), settings()).articles
    assert linked == []
    article = archive.articles_by_id["2015/other-7"]
    Gatherer(archive, lambda id: {}).surroundings(article)
    assert {ref.partition("#")[0] for ref in linked} == {article.id, AMNESTY.facts.id}
