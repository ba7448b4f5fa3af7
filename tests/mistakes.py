"""Mistakes as documents: what somebody typed into the archive of `tests/cases/archive`, what is said of it, and the
record that was meant.

A mistake begins with a heading `##`. The first word below it says how it ends, a key of `ENDS`. Its fenced blocks are

- `change PATH`: lines of a file: those that begin with `-` are there, `+` come in their place, and lines that begin
  with a space stand around them and stay. The lines without `+` must stand in the file, and once;
- `file PATH`: a whole file, new or in place of another; `gone PATH`: a file that is taken away; `move PATH NEW`: one
  that is given another name; `encoded PATH NAME`: one that is saved in another encoding;
- `meant PATH`, `meant-move PATH NEW`, `meant-file PATH`: as `change`, `move`, `file`, of the archive that was meant.
  Without one, it is the archive as it was. Where all that was typed was meant (`Told.`, and `Passes.` of something
  new), `typed` says so;
- `says`: what the program says.

A path with spaces stands in quotation marks. Behind a path may stand `escaped`:
`\\\\u00a0` and the like are what they mean in Python.
"""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.compiling.article import compile_article
from generator.diagnostics import Diagnostic
from generator.model import ArticleSource
from generator.pipeline.dates_stage import build_as_of
from generator.pipeline.site_data import read_site_data
from generator.sources.read import read_sources
from tests.casefiles import CASES, Block, blocks_between, outside_of_fences, unescaped

ARCHIVE = CASES / "archive"
ENDS = {
    "Passes.": "nothing is wrong with it",
    "Told.": "a notice says what a reader should look at; the record is what was typed, and may have been meant",
    "Pasted.": "what the messages say to paste, or how to rename or convert a file, gives the record that was meant",
    "By hand.": "the messages say what is wrong and what to do; nobody but the writer can know the words",
}
MOST_ROUNDS = 8
TODAY = dt.date(2016, 3, 1)
Files = Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Mistake:
    """`files` and `meant` are whole archives, by path in the site."""

    name: str
    document: Path
    end: str
    files: Files
    meant: Files
    says: Block | None
    last_line: int


def archive_files() -> dict[str, bytes]:
    found = sorted(path for path in ARCHIVE.rglob("*") if path.is_file())
    return {path.relative_to(ARCHIVE).as_posix(): path.read_bytes() for path in found}


def mistakes_in(document: Path) -> list[Mistake]:
    """All mistakes of a document, in order."""
    lines = document.read_text(encoding="utf-8").split("\n")
    starts = [n for n, line in outside_of_fences(lines) if line.startswith("## ")]
    ends = [*starts[1:], len(lines)]
    return [_mistake(document, lines, start, end) for start, end in zip(starts, ends, strict=True)]


def _mistake(document: Path, lines: list[str], start: int, end: int) -> Mistake:
    name = f"{document.stem}: {lines[start].removeprefix('## ').strip()}"
    below = next(line for line in lines[start + 1 : end] if line.strip())
    how = next((how for how in ENDS if below.startswith(how)), "")
    assert how, f"{name}: say how it ends: {', '.join(ENDS)}"
    files, meant, says, is_typed = archive_files(), archive_files(), None, False
    for block in blocks_between(lines, start, end):
        what, path, *flags = [*shlex.split(block.info), ""]
        match what:
            case "change":
                files[path] = _changed(files.get(path, b""), block, "escaped" in flags, name)
            case "meant":
                meant[path] = _changed(meant.get(path, b""), block, "escaped" in flags, name)
            case "file":
                files[path] = _bytes(block.text, "escaped" in flags)
            case "gone":
                del files[path]
            case "move":
                files[flags[0]] = files.pop(path)
            case "meant-move":
                meant[flags[0]] = meant.pop(path)
            case "meant-file":
                meant[path] = _bytes(block.text, "escaped" in flags)
            case "encoded":
                files[path] = files[path].decode().encode(flags[0])
            case "typed":
                is_typed = True
            case "says":
                says = block
            case _:
                raise AssertionError(f"{name}: a block “{block.info}” is none of this document")
    return Mistake(name, document, how, files, files if is_typed else meant, says, end)


def _bytes(text: str, escaped: bool) -> bytes:
    return unescaped(text) if escaped else text.encode()


def _changed(data: bytes, block: Block, escaped: bool, name: str) -> bytes:
    """The file with the lines of the block in place of those that it names. A block of `+` lines alone is added at the
    end."""
    old = "".join(f"{line[1:]}\n" for line in block.lines if not line.startswith("+")).encode()
    new = _bytes("".join(f"{line[1:]}\n" for line in block.lines if not line.startswith("-")), escaped)
    if not old:
        return data + new
    assert data.count(old) == 1, f"{name}: its lines stand {data.count(old)} times in the file"
    return data.replace(old, new)


def written(files: Files, root: Path) -> Path:
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


def told(root: Path) -> list[Diagnostic]:
    return build_as_of(TODAY, root).diagnostics


def record(root: Path) -> object:
    """What the archive in a folder says: the words and facts of its articles and pages, and what is shared. Equal where
    the same was meant, however it is written."""
    sources = read_sources(root)
    site, _ = read_site_data(sources, drafts=False, base_url="")
    assert site
    return (
        {article.id: _of_article(article) for article in sources.articles},
        dict(site.registry.speakers),
        dict(site.registry.sources),
        site.settings,
    )


def _of_article(source: ArticleSource) -> object:
    compiled = compile_article(source)
    if not compiled.facts or not compiled.body:
        return None
    facts, body = compiled.facts, compiled.body
    annotations = sorted((one.annotation for one in facts.annotations), key=lambda one: one.id)
    passages = {one.id: [(p.part, p.text) for p in one.passages] for one in facts.annotations}
    return facts.front, facts.speakers, annotations, passages, dict(body.notes), body.text, facts.paragraphs


def pasted(data: bytes, problem: Diagnostic) -> bytes:
    """What a writer has who does just what a message says, in an editor that keeps all other lines as they are."""
    assert problem.paste
    lines = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines[problem.paste.first - 1 : problem.paste.last] = problem.paste.lines
    return "\n".join(lines).encode()


_RENAMED = re.compile(r"[Rr]ename (?:it|this file|`(?P<old>[^`]+)`) to `(?P<new>[^`]+)`")


_CONVERTED = re.compile(r"`iconv -f (\S+) -t UTF-8`")


def is_mechanical(problem: Diagnostic) -> bool:
    """Whether a message says exactly what to do: lines to paste, the new name of a file, or its encoding."""
    return problem.paste is not None or bool(_RENAMED.search(problem.step) or _CONVERTED.search(problem.step))


def followed(files: Files, problem: Diagnostic) -> Files:
    """The archive of a writer who does just what a message says."""
    path = problem.location.path
    if problem.paste:
        return {**files, path: pasted(files[path], problem)}
    if encoding := _CONVERTED.search(problem.step):
        return {**files, path: files[path].decode(encoding[1]).encode()}
    names = _RENAMED.search(problem.step)
    assert names
    old = names["old"] or path
    return {**{name: data for name, data in files.items() if name != old}, names["new"]: files[old]}


def rounds_of_pasting(files: Files, folder: Path) -> Iterator[tuple[Path, list[Diagnostic]]]:
    """The archive and what is said of it, as it is and after each step: always the first that is offered."""
    now = files
    for n in range(MOST_ROUNDS + 1):
        root = written(now, folder / str(n))
        problems = told(root)
        yield root, problems
        problem = next((one for one in problems if is_mechanical(one) and one.severity != "notice"), None)
        if problem is None:
            return
        now = followed(now, problem)
