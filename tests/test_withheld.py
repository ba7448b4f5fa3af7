"""Law 23, second half: nothing withheld is in any file of the output, and whatever is to be shown is.

Each piece of text, each address and each file of a random site holds a word of its own. What a build publishes is then
a question of which of these words are in its output: in the bytes of a file, or in its name. They are of letters alone,
so that each is one word to the search index, too.
"""

from __future__ import annotations

import io
import json
import random
import re
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from generator.cli.main import main
from tests.casefiles import remember_templates
from tests.search.reading import call
from tests.search.reading import words_in as terms_in

remember_templates()

SEEDS = range(12)
ARTICLES = 9
MODES = ("full", "passages", "passages", "passages", "draft", "draft")
HOW = ("shown", "withheld")
WORD = re.compile(rb"zq[a-z][a-j]{4}x")
LETTERS = str.maketrans("0123456789", "abcdefghij")


def png(word: str, width: int) -> bytes:
    """A grey picture, one pixel high, with a comment."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, 1, 8, 0, 0, 0, 0))
    comment = chunk(b"tEXt", b"Comment\0" + word.encode())
    return b"\x89PNG\r\n\x1a\n" + head + comment + chunk(b"IDAT", zlib.compress(bytes(width + 1))) + chunk(b"IEND", b"")


# ── random texts ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Leaf:
    """A block that is shown or withheld as a whole: its words, and the one to quote; none where it has no text."""

    kind: str
    words: list[str] = field(default_factory=list)
    quote: str = ""


class Writer:
    """Writes the body of one article, and remembers what is in which block. `file` adds a file to the site."""

    def __init__(self, chance: random.Random, word: Callable[[str], str], file: Callable[[str, str], str]) -> None:
        self.chance, self.word, self.file = chance, word, file
        self.leaves: list[Leaf] = []
        self.definitions: list[str] = []

    def body(self) -> str:
        lines = self.blocks(self.chance.randint(3, 7), 0)
        return "\n".join([*lines, "", *self.definitions, ""])

    def leaf(self, kind: str) -> Leaf:
        self.leaves.append(Leaf(kind))
        return self.leaves[-1]

    def new(self, leaf: Leaf, kind: str = "t") -> str:
        leaf.words.append(self.word(kind))
        return leaf.words[-1]

    def blocks(self, count: int, depth: int) -> list[str]:
        lines: list[str] = []
        for _ in range(count):
            kinds = ["text", "text", "heading", "code", "picture", "line", "table"]
            kinds += ["quotation", "list", "ordered"] * 2 if depth < 3 else []
            lines += [*self.block(self.chance.choice(kinds), depth), ""]
        return lines

    def block(self, kind: str, depth: int) -> list[str]:
        if kind == "text":
            return self.text(self.leaf("text"))
        if kind == "heading":
            return ["#" * self.chance.randint(2, 4) + " " + " ".join(self.text(self.leaf("heading")))]
        if kind == "code":
            leaf = self.leaf("code")
            leaf.quote = self.new(leaf)
            return ["```", f"{leaf.quote} = {self.new(leaf)}", "", f"[{self.new(leaf)}]", "```"]
        if kind == "picture":
            return [self.picture(self.leaf("picture"))]
        if kind == "line":
            return ["***"]
        if kind == "table":
            return [self.row("head"), "|---|--:|", *(self.row("row") for _ in range(self.chance.randint(1, 4)))]
        if kind == "quotation":
            return [f"> {line}".rstrip() for line in self.blocks(self.chance.randint(1, 3), depth + 1)]
        return self.items(depth, self.chance.randint(0, 99) if kind == "ordered" else None)

    def items(self, depth: int, first: int | None) -> list[str]:
        lines = []
        is_loose = self.chance.random() < 0.4
        for n in range(self.chance.randint(2, 4)):
            sign = "- " if first is None else f"{first + n}. "
            inner = self.text(self.leaf("item"))
            if self.chance.random() < 0.4:
                inner += ["", *self.blocks(self.chance.randint(1, 2), depth + 1)]
            lines += [sign + inner[0], *((" " * len(sign) + line).rstrip() for line in inner[1:])]
            lines += [""] if is_loose else []
        return lines

    def row(self, kind: str) -> str:
        leaf = self.leaf(kind)
        first, second = self.text(leaf), self.text(leaf)
        return f"| {' '.join(first)} | {' '.join(second)} |"

    def text(self, leaf: Leaf) -> list[str]:
        first = self.new(leaf)
        leaf.quote = leaf.quote or first
        parts = [first] + [self.inline(leaf) for _ in range(self.chance.randint(0, 3))]
        lines = [" ".join(parts)]
        return [*lines, f"and {self.new(leaf)}."] if self.chance.random() < 0.3 else lines

    def inline(self, leaf: Leaf) -> str:
        kind = self.chance.choice(["stress", "code", "web", "file", "picture", "elsewhere", "reference", "struck"])
        if kind == "stress":
            return f"**{self.new(leaf)}**"
        if kind == "struck":
            return f"~~{self.new(leaf)}~~"
        if kind == "code":
            return f"`{self.new(leaf)}`"
        if kind == "web":
            return f'[{self.new(leaf)}](https://example.org/{self.new(leaf)} "{self.new(leaf)}")'
        if kind == "file":
            return f"[{self.new(leaf)}]({self.linked(leaf)})"
        if kind == "picture":
            return self.picture(leaf)
        if kind == "elsewhere":
            return f"![{self.new(leaf)}](https://example.org/{self.new(leaf)}.png)"
        label = self.word("l")
        self.definitions.append(f'[{label}]: {self.linked(leaf)} "{self.new(leaf)}"')
        return f"[{self.new(leaf)}][{label}]"

    def linked(self, leaf: Leaf) -> str:
        return self.file(self.new(leaf, "f"), "txt")

    def picture(self, leaf: Leaf) -> str:
        return f"![{self.new(leaf)}]({self.file(self.new(leaf, 'f'), 'png')})"


# ── random sites ─────────────────────────────────────────────────────────────────────────────────────────────────


class Site:
    """A random site in a folder. `shown` and `hidden` are the words that its output must and must not hold; `labels`
    are never shown: they only tie a link to its address. `quotable` are those of `shown` that stand in a text."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root, self.chance = root, random.Random(seed)
        self.counts: Counter[str] = Counter()
        self.shown: set[str] = set()
        self.hidden: set[str] = set()
        self.quotable: set[str] = set()
        self.kinds: Counter[tuple[str, str]] = Counter()
        self._number = seed * 700
        modes = [self.chance.choice(MODES) for _ in range(ARTICLES)]
        self.articles = [(self.word("i"), mode) for mode in ["full", "passages", "draft", *modes]]
        self.claims: dict[str, list[str]] = {}
        self.write("site.yaml", "title: A site\nurl: https://example.com/\nlayers: {lr: {name: L. R.}}\n")
        self.write("content/speakers.yaml", "shared: {name: Ada Lind}\n")
        for id, mode in self.articles:
            self.article(id, mode)
        self.page(is_draft=False)
        self.page(is_draft=True)

    def word(self, kind: str) -> str:
        self._number += 1
        self.counts[kind] += 1
        return f"zq{kind}{f'{self._number:04}'.translate(LETTERS)}x"

    def write(self, path: str, data: str | bytes) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data.encode() if isinstance(data, str) else data)

    def file(self, word: str, ending: str) -> str:
        data = png(word, self.chance.choice([7, 700])) if ending == "png" else f"It says {word}.\n"
        self.write(f"content/articles/{word}.{ending}", data)
        return f"{word}.{ending}"

    def article(self, id: str, mode: str) -> None:
        out = self.hidden if mode == "draft" else self.shown
        out.add(id)

        def new(kind: str = "a") -> str:
            out.add(word := self.word(kind))
            return word

        writer = Writer(self.chance, self.word, self.file)
        text = writer.body()
        only_passages = mode == "passages" or (mode == "draft" and self.chance.random() < 0.5)
        front = [
            f"title: The {new()}", f"date: 20{self.chance.randint(10, 20)}-02-03", f"subtitle: A {new()}",
            f"publisher: {new()} Post", f"authors: [{new()}]", f"section: {new()}", f"tags: [{new()}, river]",
            f"summary: It is {new()}.", f"rights: {new()}", f"aliases: [{new()}]", f"url: https://example.org/{new()}",
            f"image: {{src: {self.file(new(), 'png')}, alt: {new()}, caption: {new()}, credit: {new()}}}",
            *(["text: passages"] if only_passages else []), *(["draft: true"] if mode == "draft" else []),
        ]  # fmt: skip
        self.write(f"content/articles/{id}.md", "\n".join(["---", *front, "---", "", text]))
        self.write(f"content/articles/{id}.yaml", "\n".join(self.sidecar(id, writer.leaves, new)))
        if self.chance.random() < 0.3:
            self.hidden.add(layer := self.word("y"))
            self.write(f"content/articles/{id}.lr.yaml", f"notes: {{x: {{note: {layer}}}}}\n")
        for leaf in writer.leaves:
            is_shown = mode == "full" or (mode == "passages" and leaf in self.quoted)
            (self.shown if is_shown else self.hidden).update(leaf.words)
            self.quotable |= {leaf.quote} if is_shown and leaf.quote else set()
            if mode == "passages":
                self.kinds[leaf.kind, HOW[not is_shown]] += 1

    def sidecar(self, id: str, leaves: list[Leaf], new: Callable[..., str]) -> Iterator[str]:
        self.quoted: list[Leaf] = []
        voice = f"voice-{id}"
        yield f"speakers: {{{voice}: {{name: {new()} {new()}, role: {new()}, description: {new()}}}}}"
        yield "claims:"
        self.claims[id] = []
        for n, quote in enumerate(self.quotes(leaves)):
            repeated = self.chance.choice(list(self.claims))
            repeats = f"{repeated}#{self.chance.choice(self.claims[repeated])}" if self.claims[repeated] else ""
            rated = self.chance.random() < 0.3 and repeats
            yield f"  c{n}-{id}:"
            speaker = self.chance.choice([voice, "shared", "outlet", "unnamed"])
            yield f"    speaker: {f'{{unnamed: {new()}}}' if speaker == 'unnamed' else speaker}"
            yield f"    quote: {quote}"
            other = self.chance.choice(self.articles)[0]
            yield f"    note: |\n      A {new()} [{new()}]({self.file(new(), 'txt')}). See [{new()}]({other}.md)."
            if rated:
                yield f"    repeats: {repeats}"
            else:
                yield f"    verdict: false\n    statement: It was {new()}."
            yield f"    tags: [{new()}]"
            yield f"    sources: [{{title: {new()}, url: 'https://example.org/{new()}', excerpt: {new()}}}]"
            self.claims[id].append(f"c{n}-{id}")
        if not self.claims[id]:
            yield f"  c-{id}: {{speaker: {voice}, statement: {new()}}}"
            self.claims[id].append(f"c-{id}")
        yield f"counterpoints:\n  k-{id}:\n    speaker: {voice}\n    statement: No {new()}."
        yield f"    sources: ['https://example.org/{new()}']"
        yield f"    to: [{', '.join(dict.fromkeys([self.claims[id][0], *self.others()]))}]"

    def others(self) -> Iterator[str]:
        for id in self.chance.sample(list(self.claims), min(2, len(self.claims))):
            yield f"{id}#{self.chance.choice(self.claims[id])}"

    def quotes(self, leaves: list[Leaf]) -> Iterator[str]:
        """Yields quotes of some blocks, or of all from one block to another; and notes which are quoted."""
        with_text = [leaf for leaf in leaves if leaf.quote]
        for leaf in self.chance.sample(with_text, min(self.chance.choice([0, 1, 1, 2, 3]), len(with_text))):
            at = leaves.index(leaf)
            to = next((n for n in range(at + self.chance.randint(1, 4), len(leaves)) if leaves[n].quote), 0)
            if to and self.chance.random() < 0.3:
                self.quoted += leaves[at : to + 1]
                yield f"{leaf.quote} … {leaves[to].quote}"
            else:
                self.quoted.append(leaf)
                yield leaf.quote

    def page(self, is_draft: bool) -> None:
        out = self.hidden if is_draft else self.shown
        out |= (words := {self.word("p") for _ in range(4)})
        name, title, text, file = sorted(words)
        self.write(f"content/pages/{name}.md", f"---\ntitle: {title}\ndraft: {str(is_draft).lower()}\n---\n\n"
                   f"{text} [it]({self.file(file, 'txt').replace('zq', '../articles/zq', 1)})\n")  # fmt: skip


def build(root: Path, output: Path, *options: str) -> None:
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()) as told:
        code = main(["build", "--site", str(root), "--output", str(output), "-q", "--jobs", "1", *options])
    assert code in (0, 1), told.getvalue()  # a claim that repeats a draft's is an error


def words_in(output: Path) -> dict[str, str]:
    """Each word in the output, with the path of a file that holds it or is named so."""
    found: dict[str, str] = {}
    for path in sorted(output.rglob("*")):
        name = path.relative_to(output).as_posix()
        data = path.read_bytes() if path.is_file() else b""
        found |= dict.fromkeys((word.decode() for word in WORD.findall(name.encode() + b"\n" + data)), name)
    return found


def problems(site: Site, output: Path) -> dict[str, object]:
    found = words_in(output)
    return {
        "leaked": {word: found[word] for word in site.hidden if word in found},
        "missing": sorted(site.shown - found.keys()),
    }


# ── the law ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module", autouse=True)
def _without_waiting_for_the_disk():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)
        yield


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_withheld_is_in_the_output_and_nothing_else_is_missing(seed, tmp_path):
    site = Site(tmp_path / "site", seed)
    build(site.root, tmp_path / "output")
    assert problems(site, tmp_path / "output") == {"leaked": {}, "missing": []}


@pytest.mark.parametrize("seed", SEEDS[:4])
def test_nothing_withheld_can_be_found_and_all_else_can(seed, tmp_path):
    site = Site(tmp_path / "site", seed)
    build(site.root, tmp_path / "output")
    files = {path.name: path.read_bytes() for path in (tmp_path / "output" / "search").glob("**/*.js")}
    assert {"index.js", "w0.js", "d0.js", "f.js"} <= files.keys()
    decoded = json.dumps([call(data) for data in files.values()], ensure_ascii=False)
    assert set(WORD.findall(decoded.encode())).isdisjoint(word.encode() for word in site.hidden)
    assert len(site.quotable) > 9
    assert sorted(site.quotable - terms_in(files).keys()) == []


def test_the_random_sites_show_and_withhold_every_kind_of_block(tmp_path):
    kinds: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS:
        kinds += Site(tmp_path / str(seed), seed).kinds
    wanted = [(kind, how) for kind in ("text", "heading", "code", "picture", "head", "row", "item") for how in HOW]
    assert [pair for pair in wanted if not kinds[pair]] == []


@pytest.mark.parametrize("seed", SEEDS[:2])
def test_what_was_published_before_it_was_withheld_is_taken_away(seed, tmp_path):
    site = Site(tmp_path / "site", seed)
    articles = {path: path.read_text() for path in site.root.glob("content/articles/*.md")}
    for path, text in articles.items():
        path.write_text(text.replace("text: passages\n", "").replace("draft: true\n", ""))
    build(site.root, tmp_path / "output", "--drafts")
    found = words_in(tmp_path / "output")
    assert sorted(word for word in site.hidden if word not in found and not word.startswith("zqy")) == []
    for path, text in articles.items():
        path.write_text(text)
    build(site.root, tmp_path / "output")
    assert problems(site, tmp_path / "output") == {"leaked": {}, "missing": []}


def test_the_paragraph_that_shows_how_to_cite_one_is_one_that_is_shown(tmp_path):
    site = tmp_path / "site"
    files = {
        "site.yaml": "title: T\n",
        "content/articles/a.md": "---\ntitle: A\ndate: 2015-12-23\ntext: passages\n---\nKept back.\n\nShown here.\n",
        "content/articles/a.yaml": "claims:\n  one:\n    speaker: outlet\n    quote: Shown here\n",
    }
    for path, text in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(text, encoding="utf-8")
    assert main(["build", "--site", str(site), "-q"]) == 0
    page = (site / "output/articles/a.html").read_text(encoding="utf-8")
    assert "#p_2" in page
    assert "#p_1" not in page
