"""Batches return in order from any number of processes, and values survive being sent."""

from __future__ import annotations

import hashlib
import os
import pickle
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.cache.digest import sha256_of_parts
from generator.cache.serialize import loads
from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic
from generator.model import ArticleFacts, ArticleSource, Body
from generator.outputs.page import Page
from generator.outputs.page_context import site_of
from generator.pipeline.batches import (
    ArticleSummary,
    CompileBatch,
    Made,
    NotesOfArticle,
    PageWork,
    PictureWork,
    Rendering,
    compiled_bytes,
    in_batches,
)
from generator.sources.read import read_sources
from tests.archives import ARTICLES, archive_of, settings
from tests.editing import Editor, picture


class AtOnce(Executor):
    """Does what it is told as it is told."""

    def submit(self, work: Any, /, *arguments: Any) -> Future[Any]:  # type: ignore[override]
        future: Future[Any] = Future()
        future.set_result(work(*arguments))
        return future


def doubled(batch):
    return [2 * n for n in batch]


@given(st.lists(st.integers()), st.integers(1, 5), st.integers(1, 4))
def test_results_come_in_order_whatever_the_size_and_the_number_of_jobs(items, size, jobs):
    alone = list(in_batches(doubled, items, None, 1, size))
    with ThreadPoolExecutor(jobs) as pool:
        assert list(in_batches(doubled, items, pool, jobs, size)) == alone
    assert [n for batch in alone for n in batch] == doubled(items)
    assert all(len(batch) == size for batch in alone[:-1])


def test_no_more_is_asked_for_than_keeps_all_busy():
    asked = []

    def items():
        for n in range(1000):
            asked.append(n)
            yield n

    with ThreadPoolExecutor(2) as pool:
        for done, _ in enumerate(in_batches(doubled, items(), pool, 2, 10)):
            assert len(asked) <= 10 * (done + 1 + 2 * 2)
    assert len(asked) == 1000


def test_an_error_in_a_batch_is_not_lost():
    with ThreadPoolExecutor(1) as pool, pytest.raises(ZeroDivisionError):
        list(in_batches(lambda batch: [1 // n for n in batch], [1, 0], pool, 1, 1))


@given(st.lists(st.binary() | st.text()), st.lists(st.binary() | st.text()))
def test_only_equal_lists_have_equal_digests(one, other):
    assert (sha256_of_parts(*one) == sha256_of_parts(*other)) == (in_bytes(one) == in_bytes(other))


def in_bytes(parts):
    return [part.encode() if isinstance(part, str) else part for part in parts]


# ── compiling ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def editor(tmp_path):
    return Editor(tmp_path / "site")


def sources_of(editor: Editor) -> dict[str, ArticleSource]:
    return {source.id: source for source in read_sources(editor.root).articles}


def test_compiling_in_bytes_gives_what_compiling_gives(editor):
    sources = sources_of(editor)
    for source, bytes_ in zip(sources.values(), CompileBatch(editor.root)(list(sources.values())), strict=True):
        compiled = compile_article(source)
        head = loads(bytes_.head, ArticleSummary)
        assert compiled.facts
        assert compiled.body
        assert loads(bytes_.facts, ArticleFacts) == compiled.facts
        assert loads(bytes_.notes, NotesOfArticle).rendered == compiled.body.notes
        assert loads(bytes_.body, Body).html == compiled.body.html
        paragraphs = (compiled.facts.paragraphs, *compiled.facts.withheld_paragraphs)
        assert (head.diagnostics, head.paragraphs) == (compiled.diagnostics, paragraphs)
        assert pickle.loads(pickle.dumps(bytes_)) == bytes_


def test_the_digest_of_what_others_see_is_that_of_words_and_not_of_places(editor):
    def shown() -> tuple[str, str]:
        (bytes_,) = CompileBatch(editor.root)([sources_of(editor)["2015/report"]])
        head = loads(bytes_.head, ArticleSummary)
        return head.shown, head.facts

    first = shown()
    text = editor.read("content/articles/2015/report.md")
    editor.write("content/articles/2015/report.md", text.replace(b"\n\nRussia", b"\n\nAn opening.\n\nRussia"))
    longer = shown()
    assert longer[0] == first[0]
    assert longer[1] != first[1]
    editor.write("content/articles/2015/report.md", text.replace(b"at least 200", b"at least 250"))
    assert shown()[0] != first[0], "a passage has lost its place"


def test_an_article_without_front_matter_has_a_head_and_no_facts():
    bytes_ = compiled_bytes("d", compile_article(ArticleSource("a", "content/articles/a.md", b"no front matter")))
    head = loads(bytes_.head, ArticleSummary)
    assert (bytes_.facts, head.shown, head.facts) == (b"", "", "")
    assert head.diagnostics


def test_what_was_not_read_is_read_by_whoever_compiles_it(editor):
    read = sources_of(editor)["2015/report"]
    unread = ArticleSource(read.id, read.path, b"", read.sidecar_path, digest=read.digest, is_read=False)
    batch = CompileBatch(editor.root)
    assert batch([unread]) == batch([read])
    (editor.root / read.path).unlink()
    (gone,) = batch([unread])
    assert loads(gone.head, ArticleSummary).facts == "", "whoever deleted it will have it built again"


# ── rendering ────────────────────────────────────────────────────────────────────────────────────────────────────


def rendering(templates: Mapping[str, str] | None = None, stage: Path | None = None) -> Rendering:
    return Rendering(tuple((templates or {}).items()), "en", site_of(archive_of(ARTICLES, settings())), stage)


PAGE = Page("a.html", "a page", "x.html", data=b"")


def test_a_page_is_made_with_its_digest_and_left_out_where_its_key_is_known():
    with_template = rendering({"x.html": "X"})
    ((key, made),) = with_template.pages([PageWork(PAGE, "digest", "")])
    assert made == Made("a.html", b"X", hashlib.sha256(b"X").hexdigest())
    assert with_template.pages([PageWork(PAGE, "digest", key)]) == [(key, None)]
    assert with_template.pages([PageWork(PAGE, "another", key)])[0][1] == made


@dataclass(frozen=True)
class View:
    words: str


def test_the_key_of_a_page_is_that_of_its_view_its_templates_and_its_bytes():
    def key(words: str = "a", template: str = "t", data: bytes = b"d") -> str:
        page = Page("a.html", "a page", "x.html", View(words), data)
        return rendering({"x.html": "{{ page.words }}"}).pages([PageWork(page, template, "")])[0][0]

    assert key() == key()
    assert len({key(), key(words="b"), key(template="u"), key(data=b"e")}) == 4


def test_with_a_stage_what_is_made_stands_in_files(tmp_path):
    ((_, made),) = rendering({"x.html": "X"}, tmp_path).pages([PageWork(PAGE, "", "")])
    assert isinstance(made, Made)
    assert isinstance(made.data, Path)
    assert made.data.parent == tmp_path
    assert made.data.read_bytes() == b"X"


def test_two_processes_never_stage_into_one_file(tmp_path, monkeypatch):
    """Those of a build that was killed live on for a moment, and the next one is at work already."""
    staged = []
    for process, text in ((1, "old"), (2, "new"), (1, "old")):
        monkeypatch.setattr(os, "getpid", lambda process=process: process)
        ((_, made),) = rendering({"x.html": text}, tmp_path).pages([PageWork(PAGE, "", "")])
        assert isinstance(made, Made)
        assert isinstance(made.data, Path)
        staged.append(made.data)
    assert staged[1].read_bytes() == b"new"


def test_a_broken_template_is_a_diagnostic_and_no_page():
    ((_, made),) = rendering({"x.html": "{{ nothing }}"}).pages([PageWork(PAGE, "", "")])
    assert isinstance(made, Diagnostic)
    assert made.location.path == "templates/x.html"


def test_a_picture_that_cannot_be_scaled_is_a_diagnostic_and_no_copy(tmp_path):
    (tmp_path / "x.png").write_bytes(picture(600, 400)[:-40])
    (made,) = rendering().pictures([PictureWork("y.png", "x.png", tmp_path, 480)])
    assert isinstance(made, Diagnostic)
    assert (made.code, made.location.path) == ("picture-damaged", "x.png")


def test_a_picture_that_is_gone_is_a_diagnostic(tmp_path):
    (made,) = rendering().pictures([PictureWork("y.png", "x.png", tmp_path, 480)])
    assert isinstance(made, Diagnostic)
    assert (made.code, made.location.path) == ("file-unreadable", "x.png")
