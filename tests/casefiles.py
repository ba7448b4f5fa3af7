"""Cases written as documents: small source files in fenced blocks, and what is expected of them.

A case begins with a heading `##`. Its fenced blocks whose info string names a path (`yaml content/speakers.yaml`) are
files: they replace or add to those of `tests/cases/base`. Behind the path may stand

- `escaped`: the bytes are those that Python would read in a string (`\\r\\n`, `\\xff`); line breaks of the block itself
  don't count;
- `missing`: the file of the base is taken away;
- `sized=1048577`: the text is repeated up to that many bytes;
- `link`: a symbolic link to what the block says; `pipe`: a named pipe;
- `before`: the file as it was at `main`. A case with such a block is compared with `main`, where all other files are
  those of the base.

A block whose info string is one of `EXPECTED` holds what is expected (`last diagnostic`: where a thousand come before).
"""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar

from jinja2 import BaseLoader, BytecodeCache, Environment
from jinja2.bccache import Bucket

from generator.cache.digest import sha256_hex
from generator.i18n.catalog import Catalog
from generator.rendering import templates
from generator.rendering.fast_jinja import QuickEnvironment

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
EXPECTED = ("diagnostics", "last diagnostic", "notes", "html title", "html subtitle", "html caption", "html body")
_FENCE = re.compile(r"(`{3,})(.*)")
_ESCAPE = re.compile(r"\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|[rnt0\\])")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its info string, its lines, and which lines of the document (from 0) stand between its fences."""

    info: str
    lines: tuple[str, ...]
    first: int
    fence: str = "```"

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of a case: what it holds, and whether it is one at all (`kind`: file, link, pipe, missing)."""

    data: bytes
    kind: str = "file"


@dataclass(frozen=True, slots=True)
class Case:
    """`name` is the document's and the heading's; `files` by path in the site, those of the base not among them."""

    name: str
    document: Path
    files: Mapping[str, SourceFile]
    expected: Mapping[str, Block]
    end: int
    before: Mapping[str, SourceFile] = field(default_factory=dict)

    def write(self, root: Path) -> Path:
        """The whole site in an empty folder."""
        for path, file in {**base_files(), **self.files}.items():
            if file.kind != "missing":
                _write(root / path, file)
        return root


class RememberedTemplates(BytecodeCache):
    """The compiled templates of earlier builds: hundreds of builds in one process would spend most of their time on
    compiling the same templates again. Words are put in when a template is compiled, so each set has its own."""

    _code: ClassVar[dict[tuple[str, bool, str], bytes]] = {}

    def __init__(self, words: Catalog) -> None:
        self._words = sha256_hex(repr(words._entries))

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self._code.get(self._key(bucket)):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[self._key(bucket)] = bucket.bytecode_to_string()

    def _key(self, bucket: Bucket) -> tuple[str, bool, str]:
        assert isinstance(bucket.environment, QuickEnvironment)
        return bucket.key, bool(bucket.environment.settled), self._words


def remember_templates() -> None:
    def remembering(kind: type[Environment], loader: BaseLoader, words: Catalog) -> Environment:
        environment = _ENVIRONMENT(kind, loader, words)
        if kind is QuickEnvironment:
            environment.bytecode_cache = RememberedTemplates(words)
        return environment

    setattr(templates, "_environment", remembering)  # noqa: B010 - theirs


_ENVIRONMENT = templates._environment
remember_templates()


def base_files() -> dict[str, SourceFile]:
    found = sorted(path for path in BASE.rglob("*") if path.is_file())
    return {path.relative_to(BASE).as_posix(): SourceFile(path.read_bytes()) for path in found}


def cases_in(document: Path) -> list[Case]:
    """All cases of a document, in order."""
    lines = document.read_text(encoding="utf-8").split("\n")
    starts = [n for n, line in outside_of_fences(lines) if line.startswith("## ")]
    assert starts, f"{document.name} holds no case: each begins with a heading “## …”"
    ends = [*starts[1:], len(lines)]
    return [_case(document, lines, start, end) for start, end in zip(starts, ends, strict=True)]


def rewritten(text: str, case: Case, expected: Mapping[str, str]) -> str:
    """The document's text with other expectations of one case; one that is empty is left out."""
    lines = text.split("\n")
    old = sorted(case.expected.values(), key=lambda block: -block.first)
    for block in old:
        if expected.get(block.info):
            lines[block.first : block.first + len(block.lines)] = expected[block.info].removesuffix("\n").split("\n")
        else:
            del lines[block.first - 1 : block.first + len(block.lines) + 1]
    new = [f"```{info}\n{given.removesuffix(chr(10))}\n```\n" for info, given in expected.items() if given]
    infos = filter(expected.get, expected)
    added = [block for block, info in zip(new, infos, strict=True) if info not in case.expected]
    if added:
        end = case.end + len(lines) - len(text.split("\n"))
        before = "\n".join(lines[:end]).rstrip("\n")
        lines = [*before.split("\n"), "", *"\n".join(added).split("\n"), *lines[end:]]
    return "\n".join(lines).rstrip("\n") + "\n"


def _case(document: Path, lines: list[str], start: int, end: int) -> Case:
    blocks = list(blocks_between(lines, start, end))
    files, before = ({path: file for path, file in map(_file, group) if path} for group in _by_time(blocks))
    expected = {block.info: block for block in blocks if block.info in EXPECTED}
    heading = lines[start].removeprefix("## ").strip()
    return Case(f"{document.stem}: {heading}", document, files, expected, end, before)


def _by_time(blocks: list[Block]) -> tuple[list[Block], list[Block]]:
    """The blocks that are files: those of now, and those of before."""
    files = [block for block in blocks if block.info not in EXPECTED]
    before = [block for block in files if block.info.endswith(" before")]
    return [block for block in files if block not in before], before


def blocks_between(lines: list[str], start: int, end: int) -> Iterator[Block]:
    n = start
    while n < end:
        if match := _FENCE.fullmatch(lines[n]):
            fence, first = match[1], n + 1
            n = next((k for k in range(first, end) if lines[k] == fence), -1)
            assert n >= 0, f"the block that begins in line {first} is not closed"
            yield Block(match[2].strip(), tuple(lines[first:n]), first, fence)
        n += 1


def outside_of_fences(lines: list[str]) -> Iterator[tuple[int, str]]:
    fence = ""
    for n, line in enumerate(lines):
        match = _FENCE.fullmatch(line)
        if fence:
            fence = "" if line == fence else fence
        elif match:
            fence = match[1]
        else:
            yield n, line


def _file(block: Block) -> tuple[str, SourceFile]:
    _, path, *flags = block.info.split(" ")
    data = unescaped("".join(block.lines)) if "escaped" in flags else block.text.encode()
    for flag in flags:
        if flag.startswith("sized="):
            size = int(flag.removeprefix("sized="))
            data = (data * (size // len(data) + 1))[:size]
    kind = next((flag for flag in flags if flag in {"link", "pipe", "missing"}), "file")
    return path, SourceFile(data, kind)


def unescaped(text: str) -> bytes:
    def byte(match: re.Match[str]) -> str:
        letter = match[0]
        if letter.startswith("\\x"):
            return chr(
                0xDC00 + ord(codecs.decode(letter, "unicode_escape"))
            )  # a byte on its own, as `surrogateescape` has it
        return codecs.decode(letter, "unicode_escape")

    replaced = _ESCAPE.sub(byte, text)
    return b"".join(bytes([ord(c) - 0xDC00]) if "\udc00" <= c <= "\udcff" else c.encode() for c in replaced)


def _write(path: Path, file: SourceFile) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.kind == "link":
        path.symlink_to(file.data.decode().strip())
    elif file.kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(file.data)


def with_other_files(case: Case, files: Mapping[str, SourceFile]) -> Case:
    return replace(case, files={**case.files, **files})
