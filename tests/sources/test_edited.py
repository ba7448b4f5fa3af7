"""An edit that is not saved is seen as one that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.cache.store import Cache
from generator.pipeline.build import build_site
from generator.pipeline.build_context import BuildContext
from generator.sources.edited import edited
from generator.sources.read import read_sources
from tests.mistakes import archive_files, written

EDITS = {
    "content/articles/2015/report.yaml": (b"speaker: konashenkov", b"speaker: konashenkow"),
    "content/articles/2015/report.md": (b"only clich", b"merely clich"),
    "content/articles/2015/answer.yaml": (b"relation: rebuts", b"relation: rebutts"),
    "content/speakers.yaml": (b"konashenkov:", b"konashenkow:"),
    "content/sources.yaml": (b"amnesty-report:", b"amnesty-reports:"),
    "site.yaml": (b"title:", b"titel:"),
}


@pytest.mark.parametrize("path", EDITS)
def test_the_problems_are_those_of_the_saved_file(path: str, tmp_path: Path):
    files = archive_files()
    root = written(files, tmp_path / "site")
    cache, sources = Cache(), read_sources(root)
    new = files[path].replace(*EDITS[path])
    assert new != files[path]

    def problems(now: bytes) -> object:
        return build_site(root, context=BuildContext(cache), sources=edited(sources, {path: now})).diagnostics

    assert problems(files[path]) == []
    found = problems(new)
    assert problems(files[path]) == [], "what was compiled before is remembered rightly"
    assert found == build_site(written({**files, path: new}, tmp_path / "saved")).diagnostics
    assert found


def test_a_new_sidecar_counts_and_a_new_layer_does_not(tmp_path: Path):
    files = archive_files()
    path = next(path for path in files if path.endswith("report.yaml"))
    root = written({name: data for name, data in files.items() if name != path}, tmp_path)
    found = {one.id: one for one in edited(read_sources(root), {path: files[path]}).articles}["2015/report"]
    saved = {one.id: one for one in read_sources(written(files, tmp_path)).articles}["2015/report"]
    assert (found.sidecar_path, found.sidecar) == (path, files[path])
    assert found.digest == saved.digest
    assert edited(read_sources(root, layer="lr"), {path: b"x"}).articles == read_sources(root, layer="lr").articles


def test_a_path_that_the_site_does_not_have_changes_nothing(tmp_path: Path):
    root = written(archive_files(), tmp_path)
    sources = edited(read_sources(root), {"content/articles/none.yaml": b"x", "README.md": b"x"})
    assert build_site(root, sources=sources).diagnostics == []
