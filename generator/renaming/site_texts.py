"""The texts of a site by path, each parsed when it is first asked for. Reads no file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from urllib.parse import unquote

from generator.annotating.front_matter_keys import open_front_matter
from generator.annotating.opened import Opened, open_yaml
from generator.annotating.refused import Refused
from generator.renaming.not_renamed import NotRenamedError
from generator.urls import folded, unicode_normal_form

SITE_FILE = "site.yaml"
_ARTICLES = "content/articles/"
_MARKERS = (b"<<<<<<<", b">>>>>>>", b"|||||||", b"====")


class SiteTexts:
    """The articles with their sidecars and layers, the pages, the files of speakers and sources, and site.yaml.

    `texts` maps the path of each to its bytes.
    """

    def __init__(self, texts: Mapping[str, bytes]) -> None:
        self._texts = texts
        self._opened: dict[str, Opened] = {}
        self.articles = {_id(path): path for path in texts if path.startswith(_ARTICLES) and path.endswith(".md")}
        """The path of each article by its id."""
        self._articles_beside: dict[str, str] = {}
        for path in texts:
            if path.startswith(_ARTICLES) and path.endswith(".yaml") and (article := self._article_beside(path)):
                self._articles_beside[path] = article

    def _article_beside(self, path: str) -> str:
        stem = _id(path)
        return next((id for id in (stem, stem.rpartition(".")[0]) if id in self.articles), "")

    def annotated_in(self, path: str) -> str:
        """The id of the article whose annotations a file has: it is a sidecar or a layer. Empty for other files."""
        return self._articles_beside.get(path, "")

    def is_layer(self, path: str) -> bool:
        """Whether the file has the annotations of a further annotator, `report.lr.yaml`."""
        article = self.annotated_in(path)
        return bool(article) and article != _id(path)

    def beside(self, article: str) -> list[str]:
        """The paths of an article's sidecar and layers."""
        return [path for path, id in self._articles_beside.items() if id == article]

    def is_of(self, path: str, kind: str) -> bool:
        """Whether a file has shared entries of a kind, `speakers` or `sources`."""
        return path == f"content/{kind}.yaml" or (path.startswith(f"content/{kind}/") and path.endswith(".yaml"))

    def paths(self, *mentioned: str) -> Iterator[str]:
        """The paths of the texts that hold one of these words in any case or encoding; without words, of all."""
        return (path for path in self._texts if not mentioned or self.mentions(path, *mentioned))

    def mentions(self, path: str, *words: str) -> bool:
        """Whether a text holds one of these words in any case or encoding."""
        return any(folded(word) in self._folded[path] for word in words)

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {path: _searched(data) for path, data in self._texts.items()}

    def opened(self, path: str) -> Opened:
        """The file, parsed. Raises `NotRenamedError` where it can't be edited as it is."""
        if path not in self._opened:
            data = self._texts[path]
            file = open_front_matter(data, path) if path.endswith(".md") else open_yaml(data, path)
            if isinstance(file, Refused):
                raise NotRenamedError.of(file)
            self._opened[path] = file
        return self._opened[path]

    def refuse_broken(self) -> None:
        """Raise `NotRenamedError` where site.yaml or a file of speakers or sources can't be read, or any file is
        half-merged: what is lost there may be, or may name, what is renamed."""
        for path, data in self._texts.items():
            is_shared = path == SITE_FILE or any(self.is_of(path, kind) for kind in ("speakers", "sources"))
            if is_shared or any(marker in data for marker in _MARKERS):
                self.opened(path)

    def __contains__(self, path: object) -> bool:
        return path in self._texts


def _id(path: str) -> str:
    """`content/articles/2015/x.md` → `2015/x`."""
    return unicode_normal_form("NFC", path.removeprefix(_ARTICLES).rpartition(".")[0])


def _searched(data: bytes) -> str:
    """A text in which words are looked for: folded, and once more with what escapes and percent signs stand for."""
    text = data.decode("utf-8", "ignore")
    more = [unquote(text)] if "%" in text else []
    if "\\" in text:
        more.append(text.encode("latin-1", "backslashreplace").decode("unicode_escape", "ignore"))
    return folded("\n".join([text, *more]))
