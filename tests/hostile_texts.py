"""Texts that could be made as large as one likes, each against one weakness of a reader of Markdown or YAML.

A text is a function of a size: about so many characters, lines or entries, as its first line shows.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from generator.compiling.article import compile_article, compile_page
from generator.diagnostics import Diagnostic, Location
from generator.diagnostics.format import as_github, as_json, as_markdown_table, as_text
from generator.formats.front_matter import read_front_matter
from generator.formats.registry import read_registry
from generator.formats.settings import read_settings
from generator.formats.sidecar import read_sidecar
from generator.markdown.document import parse, to_html
from generator.model import ArticleSource, PageSource
from generator.text import Quotations, normalized
from generator.yaml_text.document import read_yaml
from tests.growth import Construction

Text = Callable[[int], str]


# ── readers ──────────────────────────────────────────────────────────────────────────────────────────────────────


def body(text: str) -> None:
    """What is done with the body of every article, whatever its sidecar holds."""
    parsed = parse(text, "content/articles/a.md", lambda line, column: Location("a.md", line + 1, column + 1))
    to_html(parsed)
    normalized(parsed.text)
    Quotations(parsed.text)


def front_matter(data: bytes) -> None:
    read = read_front_matter(data, "content/articles/a.md")
    shown(read.diagnostics)
    dict(read.locations)


def page(data: bytes) -> None:
    compile_page(PageSource("a", "content/pages/a.md", data))


def article(data: bytes) -> None:
    compile_article(ArticleSource("a", "content/articles/a.md", data))


def sidecar(data: bytes) -> None:
    read = read_sidecar(data, "content/articles/a.yaml", "a")
    shown(read.diagnostics)
    dict(read.locations)
    dict(read.quotes)


def speakers(data: bytes) -> None:
    shown(read_registry([("content/speakers.yaml", data)], ())[1])


def sources(data: bytes) -> None:
    shown(read_registry((), [("content/sources.yaml", data)])[1])


def site(data: bytes) -> None:
    shown(read_settings(data)[1])


def shown(diagnostics: object) -> None:
    """Writes problems in every form in which they are printed."""
    found: list[Diagnostic] = list(diagnostics)  # type: ignore[call-overload]
    for one in found:
        as_text(one, lambda path, line: None)
    as_json(found)
    as_github(found)
    as_markdown_table(found)


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────────────────────


def times(text: str) -> Text:
    """A text that repeats one piece."""
    return lambda n: text * n


def each(text: str, between: str = "") -> Text:
    """A text of pieces that differ in a number: `{}` in the piece."""
    return lambda n: between.join(text.replace("{}", str(k)) for k in range(n))


def runs_of_backticks(n: int) -> str:
    return "".join("`" * k + " " for k in range(1, int((2 * n) ** 0.5)))


def nested_lists(n: int) -> str:
    return "".join("  " * (k % 40) + "- x\n" for k in range(n))


def tables_with_short_rows(n: int) -> str:
    """Tables of 50 columns, each with 50 rows of one cell: the parser adds the others."""
    return ("|a" * 50 + "|\n" + "|-" * 50 + "|\n" + "|b\n" * 50 + "\n") * n


BODIES: dict[str, tuple[Text, int]] = {
    "spaces in a heading": (lambda n: "# a" + " " * n + "b", 500_000),
    "spaces before the closing signs of a heading": (lambda n: "# a" + " #" * n + " b", 200_000),
    "number signs": (times("#"), 500_000),
    "headings": (times("## a\n\n"), 2_000),
    "underlined headings": (times("a\n=\n"), 3_000),
    "opening brackets": (times("["), 1_500),
    "closing brackets": (times("]"), 400_000),
    "pairs of brackets": (times("[a]"), 8_000),
    "openings of images": (times("!["), 4_000),
    "exclamation marks": (times("!"), 600_000),
    "ampersands": (times("&"), 40_000),
    "half an entity": (times("&#"), 20_000),
    "entities": (times("&amp;"), 10_000),
    "entities by number": (times("&#65;"), 10_000),
    "angle brackets": (times("<"), 40_000),
    "half a tag": (times("<a href='"), 10_000),
    "half a comment": (times("<!--"), 10_000),
    "half an instruction": (times("<?"), 10_000),
    "automatic links": (times("<https://a.b/> "), 2_000),
    "half an automatic link": (times("<https://a.b/ "), 5_000),
    "bare addresses": (times("https://a.b/c "), 60_000),
    "backslashes": (times("\\"), 40_000),
    "escapes": (times("\\* "), 10_000),
    "backticks": (times("`a"), 10_000),
    "runs of backticks": (runs_of_backticks, 200_000),
    "stars": (times("*"), 200_000),
    "stars and letters": (times("*a"), 5_000),
    "pairs of stars": (times("*a* "), 5_000),
    "stars and underscores": (times("*_a"), 4_000),
    "one, two and three stars": (times("***a** b* "), 2_000),
    "strokes": (times("~~a"), 5_000),
    "emphasis that never closes": (times("a **b *c "), 4_000),
    "links": (times("[a](https://a.b/c) "), 4_000),
    "links to a destination in brackets": (times("[a](<b"), 5_000),
    "links to a destination with brackets": (times("[a]("), 2_000),
    "links with an open title": (times('[a](b "'), 4_000),
    "empty links on lines of their own": (times("[](b)\n"), 900),
    "links into the site, in one paragraph": (each("[a](b{}.md)\n"), 900),
    "links into the site, in one line": (each("[a](b{}.md) "), 3_000),
    "links into the site, in paragraphs": (each("[a](b{}.md)\n\n"), 1_000),
    "links into the site, in a list": (each("- [a](b{}.md)\n"), 500),
    "links into the site, in a quotation": (each("> [a](b{}.md)\n"), 900),
    "links into the site, in a table": (lambda n: "|a|\n|-|\n" + each("|[a](b{}.md)|\n")(n), 500),
    "links of a forbidden kind": (each("[a](data:{})\n"), 900),
    "images of other sites": (each("![a](https://a.b/{})\n"), 900),
    "images without a description": (each("![](b{}.png)\n"), 900),
    "links to one long address": (lambda n: "[a]: https://a.b/" + "b" * 10 * n + "\n\n" + "[a] " * n, 2_000),
    "links with one long title": (lambda n: "[a]: b.md '" + "b" * 10 * n + "'\n\n" + "[a] " * n, 2_000),
    "links to one long line of text": (lambda n: "[a]: " + "b" * 10 * n + "\n\n" + "[a] " * n, 2_000),
    "images at one long address": (lambda n: "[a]: " + "b" * 10 * n + ".png\n\n" + "![a] " * n, 2_000),
    "nested images": (lambda n: "![" * n + "x" + "](https://a.b/c)" * n, 600),
    "definitions": (each("[a{}]: https://a.b/c\n"), 2_000),
    "definitions and their uses": (lambda n: each("[a{}]: https://a.b/c\n")(n) + "\n" + each("[a{}] ")(n), 1_000),
    "a definition and its uses": (lambda n: "[a]: https://a.b/c\n\n" + "[a]" * n, 4_000),
    "a long address with many uses": (lambda n: "[a]: https://a.b/" + "c" * 500 + "\n\n" + "[a] " * n, 1_000),
    "definitions that end in the middle": (times("[a]: (\n"), 4_000),
    "quotations": (times(">"), 1_000_000),
    "quotations with spaces": (times("> "), 400_000),
    "quoted lines": (times("> a\n"), 5_000),
    "lazy lines of a quotation": (times("> a\nb\n"), 3_000),
    "dashes": (times("- "), 200_000),
    "nested lists": (nested_lists, 1_000),
    "a list": (times("- a\n"), 2_000),
    "a loose list": (times("- a\n\n"), 2_000),
    "lists of one item": (times("- a\n\n+ b\n\n"), 1_000),
    "a numbered list": (each("{}. a\n"), 2_000),
    "a wide table": (lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n, 1_500),
    "a long table": (lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n, 1_000),
    "tables with short rows": (tables_with_short_rows, 2),
    "lines that could be a table": (times("|a|\n"), 4_000),
    "fences": (times("```\n"), 10_000),
    "a fence that never closes": (lambda n: "```\n" + "a\n" * n, 20_000),
    "a block of code by indentation": (times("    a\n"), 10_000),
    "hard breaks by spaces": (times("a  \n"), 5_000),
    "hard breaks by backslashes": (times("a\\\n"), 5_000),
    "line breaks": (times("a\n"), 20_000),
    "line breaks between wide characters": (times("字\n"), 10_000),
    "spaces at the end of a line": (lambda n: "x" + " " * n + "\ny", 500_000),
    "spaces at the end of each line": (times("a" + " " * 60 + "\n"), 2_000),
    "blank lines": (times("\n"), 2_000_000),
    "lines of spaces": (times("   \n"), 50_000),
    "paragraphs": (times("x\n\n"), 5_000),
    "one line": (times("words and words "), 50_000),
    "one word": (times("word"), 400_000),
    "combining marks": (lambda n: "a" + "\u0301" * n, 80_000),
    "mixed combining marks": (lambda n: "a" + "\u0323\u0301" * n, 40_000),
    "letters to compose": (times("a\u0301"), 20_000),
    "Korean letters to compose": (times("\u1112\u1161\u11ab"), 10_000),
    "zero-width joiners": (times("\u200d"), 600_000),
    "families": (times("👨‍👩‍👧 "), 10_000),
    "halves of flags": (times("\U0001f1e6"), 600_000),
    "variation selectors": (lambda n: "a" + "\ufe0f" * n, 600_000),
    "marks of direction": (times("\u202e\u2066\u2069"), 200_000),
    "ellipses": (times("… "), 20_000),
    "replacement characters": (times("\ufffd"), 600_000),
    "opening quotation marks": (times("“"), 3_000),
    "opening and closing quotation marks": (lambda n: "“" * n + "”" * n, 2_000),
    "alternating quotation marks": (times("“a” ‘b’ "), 5_000),
    "quotation marks of all kinds": (times("“„«‘‚‹「『"), 2_000),
    "straight quotation marks": (times('" a" '), 5_000),
    "apostrophes": (times("it's "), 20_000),
    "quotations over paragraphs": (times("“a\n\n"), 3_000),
}

PAGES: dict[str, tuple[Text, int]] = {
    "a first line of spaces": (lambda n: "# a" + " " * n + "b", 250),
    "a first line of number signs": (lambda n: "#" * n + "a", 100_000),
    "a first line of pairs of them": (lambda n: "a" + " #" * n + "b", 50_000),
    "a first line of words": (times("word "), 400_000),
    "carriage returns": (times("\r"), 400_000),
    "carriage returns and line feeds": (times("a\r\n"), 600_000),
    "dashes and spaces": (lambda n: "---" + " " * n + "a", 250),
    "front matter without an end": (lambda n: "---\n" + "a: b\n" * n, 30_000),
    "front matter without an end, of spaces": (lambda n: "---\n" + (" " * 100 + "\n") * n, 20_000),
    "control characters": (lambda n: "---\ntitle: A\n---\n" + "\x07" * n, 200_000),
    "lines with a control character": (lambda n: "---\ntitle: A\n---\n" + "a\x07\n" * n, 100_000),
}

HEADER = "date: 2015-12-23\n"

MATTER: dict[str, tuple[Text, int]] = {
    "tags": (lambda n: "title: A\ntags: [" + each("tag {}", ", ")(n) + "]\n", 6_000),
    "aliases": (lambda n: "title: A\naliases: [" + each("a/b{}", ", ")(n) + "]\n", 4_000),
    "aliases that are wrong": (lambda n: "title: A\naliases: [" + each("a:b{}", ", ")(n) + "]\n", 1_500),
    "corrections": (lambda n: "title: A\ncorrections:\n" + each("- {date: 2015-12-23, text: a{}}\n")(n), 1_500),
    "corrections that are wrong": (lambda n: "title: A\ncorrections:\n" + each("- {date: a{}, txt: b}\n")(n), 1_000),
    "a title with spaces": (lambda n: "title: a" + " " * n + "b\n", 200_000),
    "a title with a comment": (lambda n: "title: a" + " " * n + "# b\n", 200_000),
    "a title with comments": (lambda n: "title: a" + " #" * n + "\n", 100_000),
    "a title of characters that YAML needs": (lambda n: "title: 'a" + " #: " * n + "'\n", 50_000),
    "a date of digits": (lambda n: "title: A\nupdated: " + "1" * n + "\n", 200_000),
    "an address without a name": (lambda n: "title: A\nurl: " + "a." * n + "\n", 100_000),
    "an address with spaces": (lambda n: "title: A\nurl: https://a.b/" + "a " * n + "\n", 100_000),
    "a language of parts": (lambda n: "title: A\nlanguage: a" + "-abcdef" * n + "\n", 20_000),
    "a language in words": (lambda n: "title: A\nlanguage: " + "a" * n + "\n", 200_000),
    "a picture's path": (lambda n: "title: A\nimage: {src: a" + "/.." * n + "}\n", 60_000),
}


# ── YAML of any file ─────────────────────────────────────────────────────────────────────────────────────────────

ENTITIES: dict[str, tuple[Text, int]] = {
    "entities in tags": (lambda n: "title: A\ntags: [" + each("a{} &amp; b", ", ")(n) + "]\n", 1_000),
    "entities in tags, in many lines": (lambda n: "title: A\ntags: [" + each("a{} &amp; b", ",\n ")(n) + "]\n", 1_000),
    "entities with escapes": (lambda n: "title: A\ntags: [" + each('"a{} \\x26amp;"', ", ")(n) + "]\n", 1_000),
}

YAML: dict[str, tuple[Text, int]] = {
    "brackets": (times("["), 50_000),
    "braces": (lambda n: "a: " + "{a: " * n, 60_000),
    "dashes": (times("- "), 50_000),
    "question marks": (times("? "), 50_000),
    "aliases": (lambda n: "a: [" + "*a, " * n + "]", 16_000),
    "tags": (lambda n: "a: [" + "!a b, " * n + "]", 16_000),
    "keys": (each("k{}: v\n"), 8_000),
    "one key": (times("k: v\n"), 5_000),
    "keys in one line": (lambda n: "{" + each("k{}: v, ")(n) + "}", 8_000),
    "texts that commas split": (lambda n: "a: {x: " + "y, " * n + "}", 5_000),
    "documents": (times("---\na: b\n"), 25_000),
    "comments": (times("# x\n"), 60_000),
    "a comment": (lambda n: "# " + "x" * n, 250_000),
    "a key": (lambda n: "k" * n + ": v", 60_000),
    "a block": (lambda n: "a: |\n  " + "x" * n, 250_000),
    "a block of lines": (lambda n: "a: |\n" + "  x\n" * n, 60_000),
    "a text over lines": (lambda n: "a: x\n" + "  x\n" * n, 60_000),
    "a quotation mark": (lambda n: 'a: "' + "x\n" * n, 30_000),
    "a quotation mark in each line": (times('a: "x\n'), 500),
    "an apostrophe in each line": (times("a: 'x' y\n"), 500),
    "a colon too many in each line": (times("a: b: c\n"), 500),
    "a colon too few in each line": (times("a: b\nc d\n"), 500),
    "a colon without a space in each line": (times("a:b\n"), 500),
    "a tab in each line": (times("\ta: b\n"), 500),
    "a star in each line": (times("a: *b c\n"), 500),
    "a bracket in each line": (each("a{}: [b\n"), 500),
    "a wrong indentation in each line": (times(" a: b\nc: d\n"), 500),
    "a wrong line below a block": (lambda n: "a: |\n" + "  x\n" * n + " y\n", 40_000),
    "a wrong line below a list": (lambda n: "a:\n" + "  - x\n" * n + " y\n", 20_000),
    "spaces inside a line with a fault": (lambda n: "c:\n  a: x" + " " * n + "y\n   b: c\n  : : [\n", 2_000),
    "spaces inside a list with a fault": (lambda n: "c: [a" + " " * n + "b: #c\n", 3_000),
    "colons in a list with a fault": (lambda n: "a: [" + "x: " * n, 4_000),
    "commas in a list with a fault": (lambda n: "a: [" + "x, " * n, 8_000),
    "number signs in a list with a fault": (lambda n: "a: [" + "x #" * n, 15_000),
    "braces in a line with a fault": (lambda n: "a: {" + "b: c: d, " * n + "}", 6_000),
    "braces and spaces in a line with a fault": (lambda n: "a: {b: c" + " " * n + "d: e: f}", 60_000),
    "a key and words with a fault": (lambda n: "a: b\nc" + " d" * n + "\ne: f\n", 60_000),
    "dashes in a line with a fault": (lambda n: "a: b\n" + "- " * n + "c: d: e\n", 30_000),
    "backslashes": (lambda n: 'a: "' + "\\x" * n + '"', 40_000),
    "escapes": (lambda n: 'a: "' + "\\u0007" * n + '"', 40_000),
    "escapes in each value": (each('k{}: "\\u0007"\n'), 3_000),
    "control characters": (times("a: \x07\n"), 40_000),
    "control characters in one line": (lambda n: "a: " + "\x07" * n, 50_000),
    "bytes that are no text": (lambda n: "a: b\n" * n + "\udcff", 50_000),
    "marks on one letter": (lambda n: "title: a" + "\u0323\u0301" * n, 60_000),
}


def _constructions() -> list[Construction]:
    of_yaml = {"front matter": front_matter, "sidecar": sidecar, "site.yaml": site}
    made = [Construction(f"body: {name}", body, make, size) for name, (make, size) in BODIES.items()]
    for name, (make, size) in PAGES.items():
        made.append(_of_bytes(f"article: {name}", front_matter, make, size))
    for name, (make, size) in MATTER.items():
        made.append(_of_bytes(f"front matter: {name}", front_matter, partial(_fenced, make, HEADER), size))
    for name, (make, size) in ENTITIES.items():
        made.append(_of_bytes(f"article with {name}", article, partial(_fenced, make, HEADER), size))
    for name, (make, size) in YAML.items():
        made.append(_of_bytes(f"YAML: {name}", lambda data: read_yaml(data, "a.yaml"), make, size))
    for file, read in of_yaml.items():
        for name in ("keys", "one key", "keys in one line", "texts that commas split", "escapes in each value"):
            make, size = YAML[name]
            fenced = partial(_fenced, make, "") if file == "front matter" else make
            made.append(_of_bytes(f"{file}: {name}", read, fenced, size // 4))
    return made


def _fenced(make: Text, last: str, n: int) -> str:
    return f"---\n{make(n)}{last}\n---\n"


def _of_bytes(name: str, run: Callable[[bytes], object], make: Text, size: int) -> Construction:
    return Construction(name, run, lambda n: make(n).encode(errors="surrogateescape"), size)


TEXTS = _constructions()
