"""Reads a site's folder into memory and says what lies where it shouldn't; knows nothing of what the bytes mean.

Only site.yaml, content/ and templates/ are looked at. Symbolic links are never followed, pipes and devices never
opened. A file that can't be used is left out with a diagnostic; the others are read all the same.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.cache.digest import sha256_hex, sha256_hex_of_file
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource, PageSource
from generator.sources.file_problems import file_problem, link_problem, unreadable
from generator.sources.images import is_picture, size_of
from generator.sources.safe_open import open_plainly
from generator.sources.scan import ending_of, files_under, nfc
from generator.sources.stat_cache import StatCache
from generator.urls import article_id_problem, folded, path_problem

SETTINGS = "site.yaml"
MARKDOWN_LIMIT = 8 * 2**20
YAML_LIMIT = 2**20
"""Bytes. One more than this is read of a YAML file, so that whoever parses it sees that it is too large."""
_FOLLOWS_LINKS = not hasattr(os, "O_NOFOLLOW")
"""Where this is so, what is opened may be a link's target."""
_HELD = 256
"""Articles whose bytes are held from reading to compiling. Those of a whole archive would be a fifth of the memory that
building it takes; to read the others once more, where they are compiled, takes a hundredth of its time."""


@dataclass(frozen=True, slots=True)
class OtherFile:
    """A file under content/ that is neither text nor annotation: its path in the site, the SHA-256 of its bytes, and
    of a picture its width and height in pixels."""

    path: str
    digest: str
    size: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """A site as it lies on disk. Paths are relative to `root`; each tuple is ordered by path.

    `settings` is None where site.yaml can't be read. `templates` are the site's own, by path under templates/.
    """

    root: Path
    settings: bytes | None = None
    articles: tuple[ArticleSource, ...] = ()
    pages: tuple[PageSource, ...] = ()
    speaker_files: tuple[tuple[str, bytes], ...] = ()
    source_files: tuple[tuple[str, bytes], ...] = ()
    templates: Mapping[str, str] = field(default_factory=dict)
    others: tuple[OtherFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    stat_cache: StatCache = field(default_factory=lambda: StatCache(""), compare=False)

    @property
    def picture_sizes(self) -> Mapping[str, tuple[int, int]]:
        """Width and height in pixels of all pictures among `others`, by path."""
        return {other.path: other.size for other in self.others if other.size}


def read_sources(root: Path, stat_cache: StatCache | None = None) -> Sources:
    """All of a site, in an order that doesn't depend on the disk.

    With `seen`, articles and other files that are as they were noted are not read: `load_article` does it for those
    that are needed after all.
    """
    stat_cache = StatCache(str(root)) if stat_cache is None else stat_cache
    problems: list[Diagnostic] = []
    settings = _read(root, SETTINGS, YAML_LIMIT, problems)
    content = _without_doubles(files_under(root, "content", problems), problems)
    kinds = _by_kind(content, problems, stat_cache.before)
    templates = {path.removeprefix("templates/"): path for path in files_under(root, "templates", problems)}
    return Sources(
        root,
        settings,
        tuple(_articles(root, kinds, stat_cache, problems)),
        tuple(_pages(root, kinds["page"], problems)),
        tuple(_yaml_files(root, kinds["speakers"], problems)),
        tuple(_yaml_files(root, kinds["sources"], problems)),
        dict(_texts(root, templates, problems)),
        tuple(_others(root, kinds["other"], stat_cache, problems)),
        tuple(problems),
        stat_cache,
    )


def read_settings_file(root: Path) -> bytes | None:
    """The bytes of site.yaml alone; None where it can't be read."""
    return _read(root, SETTINGS, YAML_LIMIT, [])


# ── what lies where ──────────────────────────────────────────────────────────────────────────────────────────────


def _without_doubles(paths: Iterable[str], problems: list[Diagnostic]) -> list[str]:
    """The paths, but of those that some system takes for one file only the first."""
    stat_cache: dict[str, str] = {}
    for path in paths:
        first = stat_cache.setdefault(folded(path), path)
        if first != path:
            words = f"and “{first}” differ only in upper and lower case or in how an accent is stored."
            problems.append(file_problem("names-fold-together", path, words, "Rename one of them."))
    return list(stat_cache.values())


def _by_kind(paths: Iterable[str], problems: list[Diagnostic], known: Container[str] = ()) -> dict[str, list[str]]:
    """The paths by what they are; those that are `known` have been read before, so their names are right."""
    kinds: dict[str, list[str]] = {kind: [] for kind in ("article", "sidecar", "page", "speakers", "sources", "other")}
    for path in paths:
        name_problem = None if path in known else _name_problem(path)
        if name_problem:
            problems.append(name_problem)
        else:
            kinds[_kind(path)].append(path)
    return kinds


def _kind(path: str) -> str:
    """What a file under content/ is, by its place and ending."""
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
    reason = path_problem(below) or (article_id_problem(_id(path)) if _kind(path) in {"article", "page"} else None)
    if reason is None:
        return None
    return file_problem("file-name", path, f"can't be published under its name: {reason}.", "Rename it.")


def _id(path: str) -> str:
    """`content/articles/2015/x.md` → `2015/x`."""
    return nfc(path.split("/", 2)[2].removesuffix(".md"))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _articles(
    root: Path, kinds: Mapping[str, list[str]], stat_cache: StatCache, problems: list[Diagnostic]
) -> Iterator[ArticleSource]:
    sidecars = {nfc(path): path for path in kinds["sidecar"]}
    held = 0
    for path in kinds["article"]:
        beside = sidecars.pop(nfc(path.removesuffix(".md") + ".yaml"), "")
        article = _unread(path, beside, stat_cache) or _article(root, path, beside, stat_cache, problems)
        if article:
            held += article.is_read
            yield article if held <= _HELD else _let_go(article)
    problems += [_sidecar_alone(path, kinds["article"]) for path in sidecars.values()]


def _unread(path: str, sidecar: str, stat_cache: StatCache) -> ArticleSource | None:
    text = stat_cache.unchanged(path)
    annotations = stat_cache.unchanged(sidecar) if sidecar else None
    if text is None or (sidecar and annotations is None):
        return None
    digest = _digest_of_article(path, sidecar, text[1], annotations[1] if annotations else "")
    return ArticleSource(_id(path), path, b"", sidecar, digest=digest, is_read=False)


def _article(
    root: Path, path: str, sidecar: str, stat_cache: StatCache, problems: list[Diagnostic]
) -> ArticleSource | None:
    text = _read(root, path, MARKDOWN_LIMIT, problems, stat_cache)
    annotations = _read(root, sidecar, YAML_LIMIT, problems, stat_cache) if sidecar else None
    if text is None:
        return None
    digests = sha256_hex(text), "" if annotations is None else sha256_hex(annotations)
    return ArticleSource(_id(path), path, text, sidecar, annotations, _digest_of_article(path, sidecar, *digests))


def _digest_of_article(path: str, sidecar_path: str, text: str, sidecar: str) -> str:
    """Of all that compiling an article reads: where its files stand, and the digests of their bytes."""
    return sha256_hex(f"{path}\0{sidecar_path}\0{text}\0{sidecar}")


def _let_go(source: ArticleSource) -> ArticleSource:
    return replace(source, text=b"", sidecar=None, is_read=False)


def load_article(root: Path, source: ArticleSource, stat_cache: StatCache) -> ArticleSource:
    """An article that was left unread, read. What is not there any more counts as empty: it has just been deleted, and
    whoever watches the site will be told."""
    if source.is_read:
        return source
    problems: list[Diagnostic] = []
    empty = replace(_let_go(source), is_read=True)
    return _article(root, source.path, source.sidecar_path, stat_cache, problems) or empty


def _sidecar_alone(path: str, articles: Iterable[str]) -> Diagnostic:
    article = path.removesuffix(".yaml") + ".md"
    alike = next((other for other in articles if folded(other) == folded(article)), None)
    if alike:
        words = f"has no article of just its name: “{alike}” is written otherwise (upper or lower case, an accent)."
        return file_problem("sidecar-alone", path, words, f"Rename it to fit “{alike}”.")
    step = "Add the article, or give the sidecar the name of its article."
    return file_problem("sidecar-alone", path, f"has no article: there is no “{article}” beside it.", step)


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
            step = "Save it as UTF-8; a picture or a font belongs under content/, from where it is copied."
            problems.append(file_problem("file-not-text", path, "is not UTF-8 text.", step))


def _others(root: Path, paths: Iterable[str], stat_cache: StatCache, problems: list[Diagnostic]) -> Iterator[OtherFile]:
    for path in paths:
        noted = stat_cache.unchanged(path)
        if noted:
            yield OtherFile(path, noted[1], noted[2])
            continue
        moment = stat_cache.moment()
        try:
            with open_plainly(root / path) as file:
                digest = sha256_hex_of_file(file)
                file.seek(0)
                size = size_of(file) if is_picture(path) else None
                stat_cache.note(path, moment, os.fstat(file.fileno()), digest, size)
                yield OtherFile(path, digest, size)
        except OSError as error:
            problems.append(unreadable(path, error))


def _read(
    root: Path, path: str, limit: int, problems: list[Diagnostic], stat_cache: StatCache | None = None
) -> bytes | None:
    """A file's bytes; of one larger than `limit`, which is YAML, one byte more than that: such a one is never noted."""
    moment = stat_cache.moment() if stat_cache else 0
    place = f"{root}/{path}"
    try:
        if _FOLLOWS_LINKS and (root / path).is_symlink():
            raise OSError(errno.ELOOP, "a link")
        with open_plainly(place) as file:
            size = min(os.fstat(file.fileno()).st_size, limit)
            data = file.read(size + 1)  # to ask for as much as there may be takes as long as to read most files
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
    problems.append(file_problem("file-too-large", path, words, "Split the text, or remove what isn't text."))
    return None
