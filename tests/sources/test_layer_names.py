"""Which files are layers, by their names, and what is read where a layer is in place of the sidecars."""

from __future__ import annotations

from pathlib import Path

from generator.sources.edited import edited
from generator.sources.layers import LayerFile, is_layer_name, named_layers
from generator.sources.read import load_article, read_sources
from generator.sources.stat_cache import StatCache

ARTICLES = ["content/articles/a.md", "content/articles/a.b.md", "content/articles/n.md"]
ARTICLE = "---\ntitle: T\ndate: 2015-12-23\n---\n\nText.\n"


def sorted_out(*names: str, declared: tuple[str, ...] = ("lr",)) -> tuple[list[str], list[str], list[str], list[str]]:
    found = named_layers([f"content/articles/{name}" for name in names], ARTICLES, declared)
    short = [
        [one.path for one in found.files],
        [one.path for one in found.alone],
        [one.path for one, _ in found.unclear],
        list(found.sidecars),
    ]
    return tuple([path.removeprefix("content/articles/") for path in paths] for paths in short)  # type: ignore[return-value]


def test_a_layer_is_beside_the_article_whose_name_it_begins_with():
    assert sorted_out("a.yaml", "a.lr.yaml", "n.xy.yaml") == (["a.lr.yaml", "n.xy.yaml"], [], [], ["a.yaml"])


def test_the_sidecar_of_an_article_with_a_dot_is_no_layer_but_where_both_can_be_meant():
    only = named_layers(["content/articles/a.b.yaml"], ["content/articles/a.b.md"], ("b",))
    assert (only.files, only.sidecars) == ((), ("content/articles/a.b.yaml",))
    assert sorted_out("a.b.yaml", "a.b.lr.yaml") == (["a.b.lr.yaml"], [], ["a.b.yaml"], [])


def test_without_an_article_only_a_declared_key_makes_a_layer():
    assert sorted_out("gone.lr.yaml", "gone.old.yaml") == ([], ["gone.lr.yaml"], [], ["gone.old.yaml"])


def test_only_the_key_of_a_layer_can_end_such_a_name():
    names = ["a.Old.yaml", "a.two words.yaml", ".lr.yaml", "2015/.lr.yaml", "a..yaml"]
    assert [name for name in names if is_layer_name(f"content/articles/{name}")] == []


def a_site(root: Path) -> Path:
    folder = root / "content/articles"
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text("title: T\nlayers: {lr: {name: L. R.}, ab: {name: A. B.}}\n")
    for name in ("one", "two"):
        (folder / f"{name}.md").write_text(ARTICLE)
        (folder / f"{name}.yaml").write_text(f"notes: {{main-{name}: {{note: x}}}}\n")
    (folder / "one.lr.yaml").write_text("notes: {mine: {note: y}}\n")
    (folder / "one.ab.yaml").write_text("notes: {hers: {note: z}}\n")
    return root


def test_a_build_reads_the_sidecars_and_a_preview_of_a_layer_its_files_above_them(tmp_path):
    root = a_site(tmp_path)
    main, layer = read_sources(root), read_sources(root, layer="lr")
    assert [(a.sidecar, a.layer, a.below) for a in main.articles] == [
        (b"notes: {main-one: {note: x}}\n", "", None),
        (b"notes: {main-two: {note: x}}\n", "", None),
    ]
    assert [(a.sidecar, a.layer, a.below) for a in layer.articles] == [
        (b"notes: {mine: {note: y}}\n", "lr", b"notes: {main-one: {note: x}}\n"),
        (None, "lr", b"notes: {main-two: {note: x}}\n"),
    ]
    assert [one.layer for one in main.layers] == ["ab", "lr"]
    assert main.diagnostics == layer.diagnostics == ()


def test_what_is_not_read_is_among_the_texts_of_which_nothing_is_published(tmp_path):
    root = a_site(tmp_path)
    folder = "content/articles/"
    assert [path for path, _ in read_sources(root).unused] == [f"{folder}one.ab.yaml", f"{folder}one.lr.yaml"]
    assert [path for path, _ in read_sources(root, layer="lr").unused] == [
        f"{folder}one.ab.yaml", f"{folder}one.yaml", f"{folder}two.yaml"
    ]  # fmt: skip


def test_the_digest_of_an_article_holds_all_that_a_layer_is_compiled_with(tmp_path):
    root = a_site(tmp_path)
    before = {a.id: a.digest for a in read_sources(root, layer="lr").articles}
    (root / "content/articles/one.ab.yaml").write_text("notes: {other: {note: z}}\n")
    assert {a.id: a.digest for a in read_sources(root, layer="lr").articles} == before
    (root / "content/articles/one.yaml").write_text("notes: {new: {note: x}}\n")
    now = {a.id: a.digest for a in read_sources(root, layer="lr").articles}
    assert now["one"] != before["one"]
    assert now["two"] == before["two"]
    assert {a.digest for a in read_sources(root).articles}.isdisjoint(now.values())


def test_an_article_of_a_layer_that_was_not_read_is_loaded_with_its_layer(tmp_path):
    root = a_site(tmp_path)
    known = StatCache(str(root))
    read = read_sources(root, known, "lr")
    old = StatCache(str(root), before=known.now)
    (again, _) = read_sources(root, old, "lr").articles
    assert load_article(root, again, StatCache(str(root))) == read.articles[0]


def test_an_edit_that_is_not_saved_counts_in_a_layer(tmp_path):
    sources = read_sources(a_site(tmp_path), layer="lr")
    path, new = "content/articles/one.lr.yaml", b"notes: {other: {note: y}}\n"
    article = edited(sources, {path: new}).articles[0]
    assert (article.sidecar, article.below) == (new, sources.articles[0].below)
    assert article.digest != sources.articles[0].digest


def test_a_file_of_a_layer_names_its_article(tmp_path):
    files = read_sources(a_site(tmp_path)).layers
    assert files[1] == LayerFile("content/articles/one.lr.yaml", "content/articles/one.md", "lr")
