"""Reads a site's folder into memory and reports files that can't be used. Does not know what the bytes mean.

Only site.yaml, content/ and templates/ are read. Symbolic links are never followed, and pipes and devices are never
opened. A file that can't be used is left out with a diagnostic; all others are still read.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.cache.digest import sha256_hex, sha256_hex_of_file
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource, PageSource
from generator.sources.card_drawing import DrawingTools, drawing_tools
from generator.sources.file_problems import file_problem, link_problem, unreadable
from generator.sources.images import is_picture
from generator.sources.layers import LayerFile, NamedLayers, is_layer_name, layer_problems, named_layers
from generator.sources.misnamed import misnamed
from generator.sources.picture_head import PictureHead, head_of
from generator.sources.safe_open import open_plainly
from generator.sources.scan import ending_of, files_under, is_hidden, nfc
from generator.sources.stat_cache import StatCache
from generator.urls import article_id_problem, folded, is_too_long, original_of_copy, path_problem
from generator.values import Immutable, replace
from generator.yaml_text.encodings import seems_to_be

SETTINGS = "site.yaml"
MARKDOWN_LIMIT = 8 * 2**20
"""Bytes. Also the limit of a template."""
YAML_LIMIT = 2**20
"""Bytes. Of a larger YAML file one byte more than this is read, so that the parser sees that it is too large."""
_FOLLOWS_LINKS = not hasattr(os, "O_NOFOLLOW")
"""Whether opening a path may follow a symbolic link, so that links have to be detected first."""
_MOST_IN_MEMORY = 256
"""Articles whose bytes stay in memory between reading and compiling. Keeping those of a whole archive would take a
fifth of a build's memory; reading the others a second time takes a hundredth of its time."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """The paths of the files beside an article that it is compiled with; see `ArticleSource`."""

    sidecar: str
    layer: str = ""
    below: str = ""


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file under content/ that is neither Markdown nor YAML to be read: path in the site, and SHA-256 in hex.

    `head` is that of a picture; None for other files, and for a picture that is damaged.
    """

    path: str
    digest: str
    head: PictureHead | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of a site. Paths are relative to `root`; each tuple is sorted by path.

    `settings` are the bytes of site.yaml, None if it can't be read. `unused` are texts of which nothing is published,
    such as a sidecar without an article: by path, for the files that they name. `layers` are the files of all layers,
    and `layer` is the key of the one that was read in place of the sidecars, if one was. `unread` are the keys of what
    a wrong name keeps from being read (see `Misnamed`). `templates` are the site's own, by path under templates/.
    `tools` are what this computer has to draw pictures for links with, if site.yaml names `cards`. `stat_cache` holds
    what reading has recorded of the files. `edits` are the bytes of files that are not saved yet.
    """

    root: Path
    settings: bytes | None = None
    articles: tuple[ArticleSource, ...] = ()
    pages: tuple[PageSource, ...] = ()
    speaker_files: tuple[tuple[str, bytes], ...] = ()
    source_files: tuple[tuple[str, bytes], ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    others: tuple[OtherFile, ...] = ()
    unused: tuple[tuple[str, bytes], ...] = ()
    layers: tuple[LayerFile, ...] = ()
    layer: str = ""
    unread: frozenset[str] = frozenset()
    tools: DrawingTools | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    stat_cache: StatCache = field(default_factory=lambda: StatCache(""), compare=False)
    edits: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def is_bare(self) -> bool:
        """Whether nothing lies in content/, or nothing that has a right name."""
        return not (self.texts or self.others or self.unused or self.diagnostics)

    @property
    def texts(self) -> frozenset[str]:
        """The paths of all articles, sidecars, pages and files of shared speakers and sources."""
        paths = (path for article in self.articles for path in (article.path, article.sidecar_path))
        shared = (path for path, _ in (*self.speaker_files, *self.source_files))
        return frozenset((*paths, *shared, *(page.path for page in self.pages)))

    @property
    def picture_heads(self) -> Mapping[str, PictureHead | None]:
        """The heads of the pictures among `others`, by path in the site; None for those that are damaged."""
        return {other.path: other.head for other in self.others if is_picture(other.path)}


def read_sources(root: Path, stat_cache: StatCache | None = None, layer: str = "") -> Sources:
    """Read a whole site, in an order that doesn't depend on the file system. With the key of a `layer`, its files are
    read in place of the sidecars, which then only say what references may lead to. Without, no layer is opened but for
    the names of files in it that must not be published.

    With a `stat_cache`, articles and other files that have not changed are not read: they have a digest, but an article
    has no bytes (`is_read` is false). Call `load_article` to read one of these.
    """
    stat_cache = StatCache(str(root)) if stat_cache is None else stat_cache
    problems: list[Diagnostic] = []
    settings = _read(root, SETTINGS, YAML_LIMIT, problems)
    listed = files_under(root, "content", problems)
    content = _without_duplicates(listed, problems)
    kinds = _by_kind(content, problems, stat_cache.before)
    layers = _layers(kinds, settings, problems)
    beside = _beside(kinds["article"], layers, layer)
    names = misnamed(kinds["article"], layers.sidecars, kinds["other"])
    problems += names.problems
    templates = {path.removeprefix("templates/"): path for path in files_under(root, "templates", problems)}
    return Sources(
        root,
        settings,
        tuple(_articles(root, beside, stat_cache, problems)),
        tuple(_pages(root, kinds["page"], problems)),
        tuple(_yaml_files(root, kinds["speakers"], problems)),
        tuple(_yaml_files(root, kinds["sources"], problems)),
        dict(_texts(root, templates, problems)),
        tuple(_others(root, kinds["other"], stat_cache, problems)),
        tuple(_yaml_files(root, _unused(listed, kinds, beside), [])),
        layers.files,
        layer,
        names.unread | {_id(own) for _, own in layers.unclear},
        drawing_tools() if b"cards" in (settings or b"") else None,
        tuple(problems),
        stat_cache,
    )


class ListedFiles(Immutable):
    """The paths of a site's articles, each with its sidecar if it has one, and of its shared speakers and sources.

    The articles have no bytes.
    """

    articles: tuple[ArticleSource, ...]
    speaker_files: tuple[str, ...]
    source_files: tuple[str, ...]


def listed_files(paths: Iterable[str]) -> ListedFiles:
    """What a site reads of these files below content/, as `read_sources` would. What has no right name is left out."""
    shown = sorted(path for path in paths if path.startswith("content/") and not _is_hidden(path))
    kinds = _by_kind(_without_duplicates(shown, []), [])
    sidecars = {nfc(path): path for path in kinds["sidecar"]}
    beside = ((path, sidecars.get(nfc(path.removesuffix(".md") + ".yaml"), "")) for path in kinds["article"])
    articles = tuple(ArticleSource(_id(path), path, b"", sidecar, is_read=False) for path, sidecar in beside)
    return ListedFiles(articles, tuple(kinds["speakers"]), tuple(kinds["sources"]))


def _is_hidden(path: str) -> bool:
    """Whether the scan of a folder passes over a file, or refuses its path."""
    *folders, name = path.split("/")
    return is_too_long(path) or is_hidden(name) or any(is_hidden(folder, is_folder=True) for folder in folders)


def read_settings_file(root: Path) -> bytes | None:
    """The bytes of site.yaml; None if it can't be read."""
    return _read(root, SETTINGS, YAML_LIMIT, [])


# ── kinds of files ───────────────────────────────────────────────────────────────────────────────────────────────


def _without_duplicates(paths: Iterable[str], problems: list[Diagnostic]) -> list[str]:
    """The paths, keeping only the first of those that some file systems take for one file."""
    named_layers: dict[str, str] = {}
    for path in paths:
        first = named_layers.setdefault(folded(path), path)
        if first != path:
            words = f"and `{first}` differ only in letter case or in how an accent is encoded."
            problems.append(file_problem("names-fold-together", path, words, "Rename one of them."))
    return list(named_layers.values())


def _by_kind(paths: Iterable[str], problems: list[Diagnostic], known: Container[str] = ()) -> dict[str, list[str]]:
    """The paths by kind (see `_kind`). Those in `known` were read by an earlier build: their names need no check."""
    kinds: dict[str, list[str]] = {kind: [] for kind in ("article", "sidecar", "page", "speakers", "sources", "other")}
    for path in paths:
        name_problem = None if path in known else _name_problem(path)
        if name_problem:
            problems.append(name_problem)
        else:
            kinds[_kind(path)].append(path)
    return kinds


def _kind(path: str) -> str:
    """The kind of a file under content/, by its folder and ending."""
    _, top, *below = path.split("/")
    ending = ending_of(path)
    if below and top in {"articles", "pages"} and ending == ".md":
        return top.removesuffix("s")
    if below and top == "articles" and ending == ".yaml":
        return "sidecar"
    for name in ("speakers", "sources"):
        if (not below and top == f"{name}.yaml") or (len(below) == 1 and top == name and ending == ".yaml"):
            return name
    return "other"


def _name_problem(path: str) -> Diagnostic | None:
    below = nfc(path.removeprefix("content/"))
    if original := original_of_copy(path):
        words = f"is another version of `{original}`, which a program for syncing could not merge with it."
        step = f"Compare the two, copy to `{original}` what it lacks, and delete this one."
        return file_problem("conflicted-copy", path, words, step)
    reason = path_problem(below) or (article_id_problem(_id(path)) if _kind(path) in {"article", "page"} else None)
    if reason is None:
        return None
    return file_problem("file-name", path, f"can't be published under its name: {reason}.", "Rename it.")


def _layers(kinds: Mapping[str, list[str]], settings: bytes | None, problems: list[Diagnostic]) -> NamedLayers:
    """The layers and the sidecars among the files that end in `.yaml`, by name. site.yaml is read only where some may
    be layers."""
    paths = kinds["sidecar"]
    if not any(map(is_layer_name, paths)):
        return NamedLayers(sidecars=tuple(paths))
    from generator.formats.settings import read_settings  # late: most sites have no layers

    understood = read_settings(settings or b"")[0]
    declared = understood.layer_keys if understood else None
    layers = named_layers(paths, kinds["article"], declared or ())
    problems += layer_problems(layers, declared)
    return layers


def _unused(listed: Iterable[str], kinds: Mapping[str, list[str]], beside: Mapping[str, _Beside]) -> Iterator[str]:
    """The texts of which nothing is published: layers, sidecars alone, and whatever has a name in the way."""
    used = {path for kind in ("article", "page", "speakers", "sources") for path in kinds[kind]}
    used |= {files.sidecar for files in beside.values()}
    for path in listed:
        if path.lower().endswith((".md", ".yaml", ".yml")) and path not in used:
            yield path


def _id(path: str) -> str:
    """`content/articles/2015/x.md` → `2015/x`."""
    return nfc(path.split("/", 2)[2].removesuffix(".md"))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _beside(articles: Iterable[str], layers: NamedLayers, layer: str) -> dict[str, _Beside]:
    """What is beside each article, by its path, in the order of the articles."""
    sidecars = {nfc(path): path for path in layers.sidecars}
    own = {article: sidecars.get(nfc(article.removesuffix(".md") + ".yaml"), "") for article in articles}
    if not layer:
        return {article: _Beside(sidecar) for article, sidecar in own.items()}
    files = {one.article: one.path for one in layers.files if one.layer == layer}
    return {article: _Beside(files.get(article, ""), layer, sidecar) for article, sidecar in own.items()}


def _articles(
    root: Path, beside: Mapping[str, _Beside], stat_cache: StatCache, problems: list[Diagnostic]
) -> Iterator[ArticleSource]:
    held = 0
    for path, files in beside.items():
        article = _unread(path, files, stat_cache) or _article(root, path, files, stat_cache, problems)
        if article:
            held += article.is_read
            yield article if held <= _MOST_IN_MEMORY else _without_bytes(article)


def _unread(path: str, files: _Beside, stat_cache: StatCache) -> ArticleSource | None:
    digests = []
    for one in (path, files.sidecar, files.below):
        noted = stat_cache.unchanged(one) if one else None
        if one and noted is None:
            return None
        digests.append(noted[1] if noted else "")
    digest = _digest(path, files, *digests)
    return ArticleSource(_id(path), path, b"", files.sidecar, None, digest, False, files.layer, files.below)


def _article(
    root: Path, path: str, files: _Beside, stat_cache: StatCache, problems: list[Diagnostic]
) -> ArticleSource | None:
    text = _read(root, path, MARKDOWN_LIMIT, problems, stat_cache)
    sidecar = _read(root, files.sidecar, YAML_LIMIT, problems, stat_cache) if files.sidecar else None
    below = _read(root, files.below, YAML_LIMIT, problems, stat_cache) if files.below else None
    if text is None:
        return None
    return with_digest(
        ArticleSource(_id(path), path, text, files.sidecar, sidecar, "", True, files.layer, files.below, below)
    )


def with_digest(source: ArticleSource) -> ArticleSource:
    """The article with the digest of all that compiling it reads: the paths of its files, and their bytes."""
    contents = (source.text, source.sidecar, source.below)
    digests = ("" if one is None else sha256_hex(one) for one in contents)
    return replace(source, digest=_digest(source.path, _files_of(source), *digests))


def _digest(path: str, files: _Beside, text: str, sidecar: str, below: str) -> str:
    of_layer = f"\0{files.layer}\0{files.below}\0{below}" if files.layer else ""
    return sha256_hex(f"{path}\0{files.sidecar}\0{text}\0{sidecar}{of_layer}")


def _files_of(source: ArticleSource) -> _Beside:
    return _Beside(source.sidecar_path, source.layer, source.below_path)


def _without_bytes(source: ArticleSource) -> ArticleSource:
    return replace(source, text=b"", sidecar=None, below=None, is_read=False)


def load_article(root: Path, source: ArticleSource, stat_cache: StatCache) -> ArticleSource:
    """The article with its bytes, read now if they are not in memory.

    A file that has been deleted since the site was listed counts as empty; the next build reports what is missing.
    """
    if source.is_read:
        return source
    problems: list[Diagnostic] = []
    empty = replace(_without_bytes(source), is_read=True)
    return _article(root, source.path, _files_of(source), stat_cache, problems) or empty


def _pages(root: Path, paths: Iterable[str], problems: list[Diagnostic]) -> Iterator[PageSource]:
    for path in paths:
        text = _read(root, path, MARKDOWN_LIMIT, problems)
        if text is not None:
            yield PageSource(_id(path), path, text)


def _yaml_files(root: Path, paths: Iterable[str], problems: list[Diagnostic]) -> Iterator[tuple[str, bytes]]:
    for path in paths:
        data = _read(root, path, YAML_LIMIT, problems)
        if data is not None:
            yield path, data


def _texts(root: Path, paths: Mapping[str, str], problems: list[Diagnostic]) -> Iterator[tuple[str, str]]:
    for name, path in paths.items():
        data = _read(root, path, MARKDOWN_LIMIT, problems)
        if data is None:
            continue
        try:
            yield name, data.decode("utf-8-sig").replace("\r\n", "\n")
        except UnicodeDecodeError:
            step = "Save it as UTF-8, or move it to `content/` if it is a picture or a font."
            guess = "" if is_picture(path) else seems_to_be(data)
            problems.append(file_problem("file-not-text", path, f"is not UTF-8 text{guess}.", step))


def _others(root: Path, paths: Iterable[str], stat_cache: StatCache, problems: list[Diagnostic]) -> Iterator[OtherFile]:
    for path in paths:
        noted = stat_cache.unchanged(path)
        if noted:
            yield OtherFile(path, noted[1], PictureHead(*noted[2]) if noted[2] else None)
            continue
        moment = stat_cache.moment()
        try:
            with open_plainly(root / path) as file:
                digest = sha256_hex_of_file(file)
                file.seek(0)
                head = head_of(file) if is_picture(path) else None
                stat_cache.note(path, moment, os.fstat(file.fileno()), digest, (*head,) if head else None)
                yield OtherFile(path, digest, head)
        except OSError as error:
            problems.append(unreadable(path, error))


def _read(
    root: Path, path: str, limit: int, problems: list[Diagnostic], stat_cache: StatCache | None = None
) -> bytes | None:
    """The bytes of a file; None, with a diagnostic, if it can't be read or is a text larger than `limit` bytes.

    Of a YAML file larger than `limit`, `limit` + 1 bytes are returned, and the stat cache does not record it.
    """
    moment = stat_cache.moment() if stat_cache else 0
    place = f"{root}/{path}"
    try:
        if _FOLLOWS_LINKS and (root / path).is_symlink():
            raise OSError(errno.ELOOP, "it is a symbolic link")
        with open_plainly(place) as file:
            size = min(os.fstat(file.fileno()).st_size, limit)
            data = file.read(size + 1)  # asking for `limit` bytes would take as long as reading most files
            if len(data) > size:
                data += file.read(limit - size)
            if stat_cache and len(data) <= limit:
                stat_cache.note(path, moment, os.fstat(file.fileno()), sha256_hex(data), None)
    except OSError as error:
        problems.append(link_problem(path) if (root / path).is_symlink() else unreadable(path, error))
        return None
    if len(data) <= limit or limit == YAML_LIMIT:
        return data
    words = f"is larger than {limit // 2**20} MiB."
    problems.append(file_problem("file-too-large", path, words, "Split it, or remove what is not text."))
    return None
