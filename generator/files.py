"""Reads a site's folder into memory and says what lies where it shouldn't; knows nothing of what the bytes mean.

Only site.yaml, content/ and templates/ are looked at. Symbolic links are never followed, pipes and devices never
opened. A file that can't be used is left out with a diagnostic; the others are read all the same.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import unicodedata
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from io import BufferedReader
from pathlib import Path

from generator.diagnostics import Diagnostic, Location, printable
from generator.model import ArticleSource, PageSource
from generator.pictures import is_picture, size_of
from generator.seen import SeenFiles
from generator.urls import article_id_problem, file_path, folded, path_problem

SETTINGS = "site.yaml"
MARKDOWN_LIMIT = 8 * 2**20
YAML_LIMIT = 2**20
"""Bytes. One more than this is read of a YAML file, so that whoever parses it sees that it is too large."""
_FOLLOWS_LINKS = not hasattr(os, "O_NOFOLLOW")
"""Where this is so, what is opened may be a link's target."""
_HELD = 256
"""Articles whose bytes are held from reading to compiling. Those of a whole archive would be a fifth of the memory that
building it takes; to read the others once more, where they are compiled, takes a hundredth of its time."""

COPIED_ENDINGS = frozenset([
    "avif", "gif", "jpg", "jpeg", "png", "webp", "ico", "pdf", "csv", "json", "txt", "zip",
    "mp3", "m4a", "ogg", "mp4", "webm", "vtt", "woff2",
])  # fmt: skip
"""Endings of files that are copied without being named: none of them can hold script."""


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
    seen: SeenFiles = field(default_factory=lambda: SeenFiles(""), compare=False)

    @property
    def picture_sizes(self) -> Mapping[str, tuple[int, int]]:
        """Width and height in pixels of all pictures among `others`, by path."""
        return {other.path: other.size for other in self.others if other.size}


def read_sources(root: Path, seen: SeenFiles | None = None) -> Sources:
    """All of a site, in an order that doesn't depend on the disk.

    With `seen`, articles and other files that are as they were noted are not read: `load_article` does it for those
    that are needed after all.
    """
    seen = SeenFiles(str(root)) if seen is None else seen
    problems: list[Diagnostic] = []
    settings = _read(root, SETTINGS, YAML_LIMIT, problems)
    content = _without_doubles(_files_under(root, "content", problems), problems)
    kinds = _by_kind(content, problems, seen.before)
    templates = {path.removeprefix("templates/"): path for path in _files_under(root, "templates", problems)}
    return Sources(
        root,
        settings,
        tuple(_articles(root, kinds, seen, problems)),
        tuple(_pages(root, kinds["page"], problems)),
        tuple(_yaml_files(root, kinds["speakers"], problems)),
        tuple(_yaml_files(root, kinds["sources"], problems)),
        dict(_texts(root, templates, problems)),
        tuple(_others(root, kinds["other"], seen, problems)),
        tuple(problems),
        seen,
    )


def read_settings_file(root: Path) -> bytes | None:
    """The bytes of site.yaml alone; None where it can't be read."""
    return _read(root, SETTINGS, YAML_LIMIT, [])


def world_of(sources: Sources, *more: object) -> str:
    """SHA-256, in hex, of everything a build reads but the texts of articles and sidecars; of these, where they stand.
    `more` are the options and the digest of the program."""
    files = [(article.path, article.sidecar_path) for article in sources.articles]
    whole = hashlib.sha256(repr((files, sources.diagnostics, more)).encode())
    for name, data in _inputs(sources):
        whole.update(f"{len(name.encode())} {len(data)}\n".encode() + name.encode() + data)
    return whole.hexdigest()


def inputs_of(sources: Sources, *more: object) -> str:
    """The same with the texts: all that a build's result depends on."""
    digests = "".join(article.digest for article in sources.articles)
    return _sha256(f"{world_of(sources, *more)} {digests}".encode())


def copied_files(
    others: Iterable[OtherFile], named: Iterable[str], locations: Mapping[str, Location]
) -> tuple[list[tuple[str, str]], list[Diagnostic]]:
    """Files to copy, as (path in the output, path in the site): those with a safe ending and those that `files:` names.

    `named` are paths under content/; `locations` are those of site.yaml, keyed `files/0`, `files/1` ….
    """
    found = {_nfc(file.path.removeprefix("content/")): file.path for file in others}
    wanted = {_nfc(name): locations.get(f"files/{n}", Location(SETTINGS)) for n, name in enumerate(named)}
    unknown = [path for name, path in found.items() if not _safe(name) and name not in wanted]
    problems = [_out_of_place(path) or _not_copied(path) for path in unknown]
    problems += [_named_but_missing(name, at) for name, at in wanted.items() if name not in found]
    chosen = [path for name, path in found.items() if _safe(name) or name in wanted]
    return [(file_path(_nfc(path)), path) for path in chosen], problems


def source_lines(root: Path) -> Callable[[str, int], str | None]:
    """A function that gives line `n` (from 1) of a text file of the site, or None; each file is read once."""
    known: dict[str, list[str]] = {}

    def line_of(path: str, line: int) -> str | None:
        if path not in known:
            known[path] = _lines(root, path)
        return known[path][line - 1] if 0 < line <= len(known[path]) else None

    return line_of


def open_plainly(path: Path | str) -> BufferedReader:
    """An ordinary file, opened for reading. A link, pipe or device raises OSError and is not waited for."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "Not an ordinary file", str(path))
    return os.fdopen(handle, "rb")


# ── what lies where ──────────────────────────────────────────────────────────────────────────────────────────────


def _files_under(root: Path, top: str, problems: list[Diagnostic]) -> list[str]:
    """Paths of all ordinary files under a folder of the site, sorted; the hidden ones and those of editors left out."""
    files: list[str] = []
    folders = [top] if os.path.lexists(root / top) else []
    if folders and not _is_folder(root, top, problems):
        return []
    while folders:  # and no recursion: a path may be deeper than Python's stack
        for path, entry in _entries(root, folders.pop(), problems):
            if entry.is_symlink() or _is_junction(entry):
                problems.append(_link(path))
            elif entry.is_dir():
                folders.append(path)
            elif entry.is_file():
                files.append(path)
            else:
                problems.append(_problem("file-special", path, "is neither a file nor a folder.", "Remove it."))
    return sorted(files)


def _is_folder(root: Path, top: str, problems: list[Diagnostic]) -> bool:
    if (root / top).is_symlink():
        problems.append(_link(top))
    elif not (root / top).is_dir():
        problems.append(_problem("file-misplaced", top, "is a file, where a folder is expected.", "Rename it."))
    else:
        return True
    return False


def _entries(root: Path, folder: str, problems: list[Diagnostic]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    try:
        with os.scandir(root / folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        problems.append(_unreadable(folder, error))
        return
    for entry in listed:
        path = f"{folder}/{entry.name}"
        if is_hidden(entry.name):
            continue
        if not entry.name.isascii() and any("\ud800" <= c <= "\udfff" for c in entry.name):
            problems.append(_problem("file-name", path, "has a name that is not UTF-8.", "Rename it."))
        else:
            yield path, entry


def is_hidden(name: str) -> bool:
    """Left by a system or an editor beside what people wrote: skipped in silence."""
    return name.startswith((".", "~$")) or name.endswith(("~", ".swp", ".swo")) or name in {"Thumbs.db", "desktop.ini"}


def _is_junction(entry: os.DirEntry[str]) -> bool:
    is_junction = getattr(entry, "is_junction", None)  # Python 3.12 and later: Windows' other kind of link
    return bool(is_junction and is_junction())


def _without_doubles(paths: Iterable[str], problems: list[Diagnostic]) -> list[str]:
    """The paths, but of those that some system takes for one file only the first."""
    seen: dict[str, str] = {}
    for path in paths:
        first = seen.setdefault(folded(path), path)
        if first != path:
            words = f"and “{first}” differ only in upper and lower case or in how an accent is stored."
            problems.append(_problem("names-fold-together", path, words, "Rename one of them."))
    return list(seen.values())


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
    ending = _ending(path)
    if below and top in {"articles", "pages"} and ending == ".md":
        return top.removesuffix("s")
    if below and top == "articles" and ending == ".yaml":
        return "sidecar"
    for name in ("speakers", "sources"):
        if (not below and top == f"{name}.yaml") or (len(below) == 1 and top == name and ending == ".yaml"):
            return name
    return "other"


def _ending(path: str) -> str:
    name = path.rpartition("/")[2].lstrip(".")
    before, dot, after = name.rpartition(".")
    return dot + after if before and after else ""


def _name_problem(path: str) -> Diagnostic | None:
    below = _nfc(path.removeprefix("content/"))
    reason = path_problem(below) or (article_id_problem(_id(path)) if _kind(path) in {"article", "page"} else None)
    if reason is None:
        return None
    return _problem("file-name", path, f"can't be published under its name: {reason}.", "Rename it.")


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _id(path: str) -> str:
    """`content/articles/2015/x.md` → `2015/x`."""
    return _nfc(path.split("/", 2)[2].removesuffix(".md"))


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _articles(
    root: Path, kinds: Mapping[str, list[str]], seen: SeenFiles, problems: list[Diagnostic]
) -> Iterator[ArticleSource]:
    sidecars = {_nfc(path): path for path in kinds["sidecar"]}
    held = 0
    for path in kinds["article"]:
        beside = sidecars.pop(_nfc(path.removesuffix(".md") + ".yaml"), "")
        article = _unread(path, beside, seen) or _article(root, path, beside, seen, problems)
        if article:
            held += article.is_read
            yield article if held <= _HELD else _let_go(article)
    problems += [_sidecar_alone(path, kinds["article"]) for path in sidecars.values()]


def _unread(path: str, sidecar: str, seen: SeenFiles) -> ArticleSource | None:
    text = seen.unchanged(path)
    annotations = seen.unchanged(sidecar) if sidecar else None
    if text is None or (sidecar and annotations is None):
        return None
    digest = _digest_of_article(path, sidecar, text[1], annotations[1] if annotations else "")
    return ArticleSource(_id(path), path, b"", sidecar, digest=digest, is_read=False)


def _article(root: Path, path: str, sidecar: str, seen: SeenFiles, problems: list[Diagnostic]) -> ArticleSource | None:
    text = _read(root, path, MARKDOWN_LIMIT, problems, seen)
    annotations = _read(root, sidecar, YAML_LIMIT, problems, seen) if sidecar else None
    if text is None:
        return None
    digests = _sha256(text), "" if annotations is None else _sha256(annotations)
    return ArticleSource(_id(path), path, text, sidecar, annotations, _digest_of_article(path, sidecar, *digests))


def _digest_of_article(path: str, sidecar_path: str, text: str, sidecar: str) -> str:
    """Of all that compiling an article reads: where its files stand, and the digests of their bytes."""
    return hashlib.sha256(f"{path}\0{sidecar_path}\0{text}\0{sidecar}".encode()).hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _let_go(source: ArticleSource) -> ArticleSource:
    return replace(source, text=b"", sidecar=None, is_read=False)


def load_article(root: Path, source: ArticleSource, seen: SeenFiles) -> ArticleSource:
    """An article that was left unread, read. What is not there any more counts as empty: it has just been deleted, and
    whoever watches the site will be told."""
    if source.is_read:
        return source
    problems: list[Diagnostic] = []
    empty = replace(_let_go(source), is_read=True)
    return _article(root, source.path, source.sidecar_path, seen, problems) or empty


def _sidecar_alone(path: str, articles: Iterable[str]) -> Diagnostic:
    article = path.removesuffix(".yaml") + ".md"
    alike = next((other for other in articles if folded(other) == folded(article)), None)
    if alike:
        words = f"has no article of just its name: “{alike}” is written otherwise (upper or lower case, an accent)."
        return _problem("sidecar-alone", path, words, f"Rename it to fit “{alike}”.")
    step = "Add the article, or give the sidecar the name of its article."
    return _problem("sidecar-alone", path, f"has no article: there is no “{article}” beside it.", step)


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
            problems.append(_problem("file-not-text", path, "is not UTF-8 text.", step))


def _others(root: Path, paths: Iterable[str], seen: SeenFiles, problems: list[Diagnostic]) -> Iterator[OtherFile]:
    for path in paths:
        noted = seen.unchanged(path)
        if noted:
            yield OtherFile(path, noted[1], noted[2])
            continue
        moment = seen.moment()
        try:
            with open_plainly(root / path) as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
                file.seek(0)
                size = size_of(file) if is_picture(path) else None
                seen.note(path, moment, os.fstat(file.fileno()), digest, size)
                yield OtherFile(path, digest, size)
        except OSError as error:
            problems.append(_unreadable(path, error))


def _read(root: Path, path: str, limit: int, problems: list[Diagnostic], seen: SeenFiles | None = None) -> bytes | None:
    """A file's bytes; of one larger than `limit`, which is YAML, one byte more than that: such a one is never noted."""
    moment = seen.moment() if seen else 0
    place = f"{root}/{path}"
    try:
        if _FOLLOWS_LINKS and (root / path).is_symlink():
            raise OSError(errno.ELOOP, "a link")
        with open_plainly(place) as file:
            size = min(os.fstat(file.fileno()).st_size, limit)
            data = file.read(size + 1)  # to ask for as much as there may be takes as long as to read most files
            if len(data) > size:
                data += file.read(limit - size)
            if seen and len(data) <= limit:
                seen.note(path, moment, os.fstat(file.fileno()), _sha256(data), None)
    except OSError as error:
        problems.append(_link(path) if (root / path).is_symlink() else _unreadable(path, error))
        return None
    if len(data) <= limit or limit == YAML_LIMIT:
        return data
    words = f"is larger than {limit // 2**20} MiB."
    problems.append(_problem("file-too-large", path, words, "Split the text, or remove what isn't text."))
    return None


def _lines(root: Path, path: str) -> list[str]:
    if not path or path.startswith("/") or ".." in path.split("/"):
        return []
    try:
        with open_plainly(root / path) as file:
            text = file.read(MARKDOWN_LIMIT).decode("utf-8-sig", "replace")
    except (OSError, ValueError):  # ValueError: a NUL in the path
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _inputs(sources: Sources) -> Iterator[tuple[str, bytes]]:
    yield SETTINGS, sources.settings or b""
    for page in sources.pages:
        yield page.path, page.text
    yield from (*sources.speaker_files, *sources.source_files)
    for name, text in sources.templates.items():
        yield f"templates/{name}", text.encode()
    for other in sources.others:
        yield other.path, other.digest.encode()


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _safe(name: str) -> bool:
    return _ending(name)[1:].lower() in COPIED_ENDINGS


def _out_of_place(path: str) -> Diagnostic | None:
    """The text or annotation that somebody meant to write here, where its name or place keeps it from being one."""
    ending = _ending(path)
    if ending.lower() == ".yml":
        return _problem("sidecar-ending", path, "ends in “.yml”.", f"Rename it to “{path[: -len(ending)]}.yaml”.")
    if ending.lower() in {".md", ".markdown", ".yaml"} and ending not in {".md", ".yaml"}:
        right = ".yaml" if ending.lower() == ".yaml" else ".md"
        step = f"Rename it to “{path[: -len(ending)]}{right}”."
        return _problem("file-misplaced", path, f"ends in “{ending}”.", step)
    if ending == ".md":
        step = "Move it to content/articles/ or content/pages/."
        return _problem("file-misplaced", path, "is a text outside content/articles/ and content/pages/.", step)
    if ending == ".yaml":
        step = "A sidecar stands beside its article, speakers in content/speakers/, sources in content/sources/."
        return _problem("file-misplaced", path, "is a YAML file where none is looked for.", step)
    return None


def _not_copied(path: str) -> Diagnostic:
    ending = _ending(path)
    kind = f"with the ending “{ending}”" if ending else "without an ending"
    name = path.removeprefix("content/")
    step = f"Remove it or, if it is meant to be published, name it in site.yaml: “files: [{name}]”."
    return _problem("file-not-copied", path, f"is not published: files {kind} are not copied by themselves.", step)


def _named_but_missing(name: str, location: Location) -> Diagnostic:
    message = f"“files:” names “{name}”, and there is no content/{name} to copy."
    return Diagnostic.of("file-missing", location, message, step="Correct the path, which begins below content/.")


def _link(path: str) -> Diagnostic:
    return _problem("file-link", path, "is a symbolic link, and links are not followed.", "Put the file itself there.")


def _unreadable(path: str, error: OSError) -> Diagnostic:
    why = error.strerror or "unknown reason"
    return _problem("file-unreadable", path, f"can't be read: {why}.", "Put an ordinary file there that you may read.")


def _problem(code: str, path: str, words: str, step: str) -> Diagnostic:
    """About a whole file: “path” and then the words."""
    shown = printable(path)
    return Diagnostic.of(code, Location(shown), f"“{shown}” {words}", step=step)
