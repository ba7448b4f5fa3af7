"""Tells layers from sidecars by their names: `NAME.LAYER.yaml` beside `NAME.md` is the layer LAYER of that article.

Knows names only; opens no file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from generator.diagnostics import Diagnostic, listed
from generator.model import is_id
from generator.sources.file_problems import file_problem
from generator.sources.scan import nfc
from generator.text import nearest_name


@dataclass(frozen=True, slots=True)
class LayerFile:
    """The file of a layer: its path, the path of its article, and the key of the layer."""

    path: str
    article: str
    layer: str


@dataclass(frozen=True, slots=True)
class NamedLayers:
    """The files below content/articles/ that end in `.yaml`, by what their names say.

    `files` are layers of articles that are there; `alone` have the key of a layer, and no article. `unclear` may belong
    to either of two articles, whose path comes with them. All others are `sidecars`.
    """

    files: tuple[LayerFile, ...] = ()
    alone: tuple[LayerFile, ...] = ()
    unclear: tuple[tuple[LayerFile, str], ...] = ()
    sidecars: tuple[str, ...] = ()


def named_layers(paths: Sequence[str], articles: Collection[str], declared: Collection[str]) -> NamedLayers:
    """Sort files that end in `.yaml`. `declared` are the keys of layers in site.yaml: without an article, only a file
    with one of these is a layer, and any other a sidecar."""
    there = {nfc(path): path for path in articles}
    files, alone, unclear, sidecars = list[LayerFile](), list[LayerFile](), list[tuple[LayerFile, str]](), list[str]()
    for path in paths:
        stem, _, key = nfc(path.removesuffix(".yaml")).rpartition(".")
        owner, own = there.get(f"{stem}.md"), there.get(f"{stem}.{key}.md")
        named = LayerFile(path, owner or f"{stem}.md", key)
        if not is_layer_name(path):
            sidecars.append(path)
        elif owner and own:
            unclear.append((named, own))
        elif owner:
            files.append(named)
        elif not own and key in declared:
            alone.append(named)
        else:
            sidecars.append(path)
    return NamedLayers(tuple(files), tuple(alone), tuple(unclear), tuple(sidecars))


def is_layer_name(path: str) -> bool:
    """Whether a layer may have this name: it ends in the key of one, and `.yaml`."""
    stem, dot, key = path.removesuffix(".yaml").rpartition(".")
    return bool(dot and stem and not stem.endswith("/")) and is_id(key)


def layer_problems(layers: NamedLayers, declared: Collection[str] | None) -> Iterator[Diagnostic]:
    """The problems with names of layers. `declared` is None where site.yaml can't be read, so that nothing is known."""
    for one, own in layers.unclear:
        words = f"may be the layer `{one.layer}` of `{one.article}`, or the sidecar of `{own}`, and is read as neither."
        step = f"Rename `{own}` with its sidecar, or give the layer another key."
        yield file_problem("layer-unclear", one.path, words, step)
    for one in layers.alone:
        words = f"is the layer `{one.layer}` of an article that is missing or can't be used: `{one.article}`."
        yield file_problem("layer-alone", one.path, words, "Add the article, or rename the layer to match it.")
    for one in layers.files:
        if declared is not None and one.layer not in declared:
            yield _undeclared(one, declared)


def _undeclared(one: LayerFile, declared: Collection[str]) -> Diagnostic:
    words = f"is the layer `{one.layer}` of `{one.article}` by its name, and `site.yaml` declares no such layer."
    if near := nearest_name(one.layer, declared):
        right = f"{one.path.removesuffix('.yaml').rpartition('.')[0]}.{near}.yaml"
        return file_problem("layer-undeclared", one.path, words, f"Rename it to `{right}` if that is what you mean.")
    write = f"Write `layers: {{{one.layer}: {{name: …}}}}` into `site.yaml`."
    if declared:
        known = listed([f"`{key}`" for key in declared])
        write = f"Write `{one.layer}: {{name: …}}` below `layers` in `site.yaml`, which declares {known}."
    step = f"{write} If it is another version of the sidecar, copy to that what it lacks, and delete this one."
    return file_problem("layer-undeclared", one.path, words, step)
