"""An article as the desk sees it: its two files as they are now, and as the last commit has them. Writes nothing."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from generator.annotating.annotations import annotation_paths
from generator.annotating.opened import Opened, open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import PlainValue, value_of
from generator.cache.digest import sha256_hex
from generator.compiling.article import Compiled, compile_article
from generator.fixing.source_file import NotFixedError, read_source
from generator.history.last_commit import LastCommit
from generator.model import PARTS, ArticleFacts, ArticleSource, Part

_FOLDER = "content/articles"
_LONGEST_PART = 2**30


@dataclass(frozen=True)
class DeskArticle:
    """An article: its id, and the bytes of its text and of its sidecar; None where it has none.

    With the key of a `layer`, the sidecar is the file of that layer, and the desk knows of no other.
    """

    id: str
    text: bytes
    sidecar: bytes | None
    layer: str = ""

    @property
    def path(self) -> str:
        """The path of its text in the site."""
        return f"{_FOLDER}/{self.id}.md"

    @property
    def sidecar_path(self) -> str:
        """The path of its sidecar in the site, whether it is there or not."""
        return f"{_FOLDER}/{self.id}{self.layer and f'.{self.layer}'}.yaml"

    @cached_property
    def text_digest(self) -> str:
        """SHA-256 of its text, in hex."""
        return sha256_hex(self.text)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its sidecar, in hex; empty where it has none."""
        return "" if self.sidecar is None else sha256_hex(self.sidecar)

    @cached_property
    def compiled(self) -> Compiled:
        """What a build makes of it."""
        has = {} if self.sidecar is None else {"sidecar_path": self.sidecar_path, "sidecar": self.sidecar}
        return compile_article(ArticleSource(self.id, self.path, self.text, **has))  # type: ignore[arg-type]

    @property
    def facts(self) -> ArticleFacts | None:
        """What the archive knows of it; None where its front matter is broken."""
        return self.compiled.facts

    @cached_property
    def opened(self) -> Opened | Refused:
        """Its sidecar, to be edited, or the reason why it can't be."""
        return open_yaml(self.sidecar or b"", self.sidecar_path)

    @cached_property
    def entries(self) -> Mapping[str, PlainValue]:
        """The fields of each annotation by id, as the file has them, without what answers it."""
        return {} if isinstance(self.opened, Refused) else _entries(self.opened)

    @cached_property
    def starts(self) -> Mapping[str, int]:
        """Where in the article each annotation begins, by id: in the title before the body. None for those nowhere."""
        placed = self.facts.annotations if self.facts else ()
        firsts = ((one.id, one.passages[0]) for one in placed if one.passages)
        return {id: self.place_of(passage.part, passage.start) for id, passage in firsts}

    @staticmethod
    def place_of(part: Part, start: int) -> int:
        """A number by which passages are in the order of the article: those of the title before those of the body."""
        return start + (PARTS.index(part) - len(PARTS)) * _LONGEST_PART

    def entry_digest(self, id: str) -> str:
        """A digest of what the file says of an annotation, another one as soon as anyone changes it; empty for none."""
        entry = self.entries.get(id, _NONE)
        return "" if entry is _NONE else sha256_hex(json.dumps(entry, sort_keys=True, ensure_ascii=False).encode())

    def with_sidecar(self, sidecar: bytes) -> DeskArticle:
        """The same article with another sidecar."""
        return DeskArticle(self.id, self.text, sidecar, self.layer)


_NONE: PlainValue = "\0"


def read_article(root: Path, id: str, layer: str = "") -> DeskArticle:
    """The article with this id as its files are now, with a layer in place of the sidecar. Raises `NotFixedError` where
    there is no text that can be read."""
    empty = DeskArticle(id, b"", None, layer)
    text = read_source(root, empty.path)
    if layer and (root / f"{_FOLDER}/{id}.{layer}.md").exists():
        raise NotFixedError(
            f"`{empty.sidecar_path}` is the sidecar of the article “{id}.{layer}” by its name, and can't be a layer. "
            "Rename that article, or give the layer another key."
        )
    try:
        sidecar = read_source(root, empty.sidecar_path)
    except NotFixedError:
        if (root / empty.sidecar_path).exists():
            raise
        sidecar = None
    return DeskArticle(id, text, sidecar, layer)


def committed_article(last: LastCommit, id: str, layer: str = "") -> DeskArticle | None:
    """The article as the last commit has it; None where there is no commit, or it isn't in it."""
    empty = DeskArticle(id, b"", None, layer)
    text = last.read(empty.path)
    return None if text is None else DeskArticle(id, text, last.read(empty.sidecar_path), layer)


def _entries(file: Opened) -> dict[str, PlainValue]:
    entries: dict[str, PlainValue] = {}
    for id, paths in annotation_paths(file.root).items():
        value = value_of(file.value(paths[0]))
        entries[id] = {k: v for k, v in value.items() if k != "counterpoints"} if isinstance(value, dict) else value
    return entries
