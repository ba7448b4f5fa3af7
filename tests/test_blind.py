"""Law 23 for layers: whoever annotates in one sees nothing of another or of the sidecars, and readers nothing of any.

Each text of the sidecar and of the two layers holds a word that says whose it is.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.cli.main import main
from generator.pipeline.cache_folder import layer_cache
from generator.pipeline.progress import no_progress
from generator.publishing.manifest import MANIFEST
from generator.server.desk import Desk
from generator.server.live_site import LiveSite
from tests.search.reading import call
from tests.test_withheld import png

ARTICLE = """\
---
title: Moscow dismisses “fake” report
date: 2015-12-23
annotated: {by: [main, lr]}
---

“There was nothing concrete, only clichés and fakes,” said the spokesman. Amnesty did not answer.
"""
WORD = re.compile(rb"zq(main|lr|ab)[0-9]{2}x")
FOLDER = "content/articles/2015"
SITE = "title: Rivers\nurl: https://example.org/\ncodes: {frame: [a, b]}\n"
LAYERS = "layers: {lr: {name: L. R.}, ab: {name: A. B.}}\n"


def sidecar_of(who: str) -> str:
    """The annotations of one annotator, with a word of theirs in each text, and a picture and a file of theirs."""
    word = (f"zq{who}{n:02}x" for n in range(99))
    return f"""\
speakers: {{{next(word)}: {{name: The {next(word)}, role: {next(word)}}}}}
claims:
  {next(word)}:
    verdict: unsupported
    speaker: zq{who}00x
    quote: nothing concrete, only clichés and fakes
    statement: It was {next(word)}.
    note: |
      See {next(word)} in [it]({next(word)}.txt). ![A {next(word)}](zq{who}.png)
    unsure: Is it {next(word)}?
    updates: {{2016-01-01: It was {next(word)}.}}
    codes: {{frame: a}}
    tags: [{next(word)}]
    sources: [{{title: {next(word)}, url: "https://example.org/{next(word)}"}}]
    counterpoints:
      {next(word)}:
        speaker: {{unnamed: a {next(word)}}}
        quote: Amnesty did not answer
notes:
  {next(word)}: {{quote: {{exact: fake, in: title}}, note: A {next(word)}}}
"""


def a_site(root: Path, layers: tuple[str, ...] = ("lr", "ab")) -> Path:
    folder = root / FOLDER
    folder.mkdir(parents=True)
    (root / "site.yaml").write_text(SITE + LAYERS)
    (folder / "report.md").write_text(ARTICLE)
    for who in ("main", *layers):
        text = sidecar_of(who)
        (folder / f"report{'' if who == 'main' else f'.{who}'}.yaml").write_text(text)
        (folder / f"zq{who}.png").write_bytes(png(f"zq{who}90x", 7))
        (folder / f"{re.findall(r'(zq.....?.?x).txt', text)[0]}.txt").write_text(f"It says zq{who}91x.\n")
    return root


def files_of(output: Path) -> dict[str, bytes]:
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in output.rglob("*") if path.is_file()}


def whose(texts: Mapping[str, bytes]) -> set[str]:
    """Whose words are in the names or in the bytes of these files."""
    return {found.decode() for name, data in texts.items() for found in WORD.findall(name.encode() + b"\n" + data)}


def built(root: Path) -> dict[str, bytes]:
    assert main(["build", "--site", str(root), "-q", "--jobs", "1"]) == 0
    return files_of(root / "output")


def test_nothing_of_a_layer_is_in_what_is_built(tmp_path):
    assert whose(built(a_site(tmp_path / "site"))) == {"main"}


def test_nothing_of_a_layer_can_be_found(tmp_path):
    index = [data for path, data in built(a_site(tmp_path / "site")).items() if re.match(r"search/.*\.js", path)]
    decoded = json.dumps([call(data) for data in index])
    assert set(re.findall("zq([a-z]+)", decoded)) == {"main"}, "numbers in words are words of their own there"


def pages_of(root: Path) -> dict[str, bytes]:
    """What is built, without the manifest: that has one digest of all files which were read."""
    return {path: data for path, data in built(root).items() if path != MANIFEST}


def test_the_output_is_the_same_byte_for_byte_whatever_a_layer_says(tmp_path):
    without = pages_of(a_site(tmp_path / "without", layers=()))
    root = a_site(tmp_path / "with")
    assert pages_of(root) == without
    (root / FOLDER / "report.lr.yaml").write_text(f"{sidecar_of('lr')}broken: [\n")
    (root / FOLDER / "report.ab.yaml").write_text(sidecar_of("ab").replace("unsupported", "zqab98x"))
    assert pages_of(root) == without


def test_the_cache_that_builds_keep_has_nothing_of_a_layer(tmp_path):
    root = a_site(tmp_path / "site")
    built(root)
    assert "main" in whose(files_of(root / ".counterpoint"))
    assert whose(files_of(root / ".counterpoint")).isdisjoint({"lr", "ab"})


@pytest.mark.parametrize("layer", ["lr", "ab"])
def test_the_preview_of_a_layer_shows_that_one_alone(tmp_path, layer):
    root = a_site(tmp_path / "site")
    built(root)  # its preview must not take pages from here
    live = LiveSite(root, False, "", layer_cache(root / ".counterpoint", layer), pytest.fail, layer=layer)
    files = live.rebuild(no_progress).files
    assert files is not None
    texts = {path: data if isinstance(data, bytes) else data.read_bytes() for path, data in files.items()}
    assert whose(texts) == {layer}
    of_cache = whose(files_of(root / ".counterpoint" / f"layer-{layer}"))
    assert of_cache <= {layer, "main"}, "of the sidecars it has the ids, to which references may lead"


@pytest.mark.parametrize("layer", ["", "lr", "ab"])
def test_the_desk_of_a_layer_knows_that_one_alone(tmp_path, layer):
    root = a_site(tmp_path / "site")
    live = LiveSite(root, False, "", layer_cache(root / ".counterpoint", "x"), pytest.fail, layer=layer)
    desk = Desk(root, root / ".counterpoint", live.shared, lambda: dt.date(2026, 11, 27), layer=layer)
    model = desk.look("model", {"article": "2015/report"})
    start = model.values["parts"]["body"].index("Amnesty")  # type: ignore[index]
    asked = {"article": "2015/report", "part": "body", "start": start, "end": start + 7, "text": model.values["text"]}
    replies = [
        model,
        *(desk.look(name, {"article": "2015/report", "words": "zq"}) for name in ("voices", "changes", "articles")),
        desk.look("new", {}),
        desk.answer("place", json.dumps(asked).encode()),
    ]
    assert [reply.status for reply in replies] == [200] * len(replies)
    texts = {str(n): repr((reply.said, reply.values)).encode() for n, reply in enumerate(replies)}
    assert whose(texts) == {layer or "main"}


def test_an_article_is_done_for_each_annotator_alone(tmp_path):
    root = a_site(tmp_path / "site")
    done = {}
    for layer in ("", "lr", "ab"):
        live = LiveSite(root, False, "", layer_cache(root / ".counterpoint", "x"), pytest.fail, layer=layer)
        desk = Desk(root, root / ".counterpoint", live.shared, lambda: dt.date(2026, 11, 27), layer=layer)
        listed = desk.look("articles", {}).values["articles"]
        assert isinstance(listed, list)
        is_done = desk.look("model", {"article": "2015/report"}).values["done"]
        done[layer] = is_done, [one["state"] for one in listed] == ["done"]
    assert done == {"": (True, True), "lr": (True, True), "ab": (False, False)}
