"""Sites for the browser: the demonstration with all kinds of page added, crowded articles, and one that means harm."""

from __future__ import annotations

import json
import shutil
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from generator.model import Archive
from generator.pipeline.build import build_site
from generator.publishing.manifest import SiteName
from tests.browser import stories
from tests.folders import publish

REPOSITORY = Path(__file__).parent.parent.parent
VERDICTS = ("false", "unsupported", "missing-context", "unverified", "supported", "")


@dataclass(frozen=True)
class Site:
    """A built site: its files lie in `folder`, by the paths in `files`; `archive` is what was built."""

    folder: Path
    files: frozenset[str]
    archive: Archive

    @property
    def pages(self) -> list[str]:
        return sorted(path for path in self.files if path.endswith(".html"))


def built(sources: Mapping[str, str | bytes], folder: Path, url: str, demo: bool = False) -> Site:
    """The site of these source files (path → content), with the demonstration's below them, built into a folder; `url`
    is the address it is shown at."""
    root = folder / "site"
    root.mkdir(parents=True)
    if demo:
        shutil.copytree(REPOSITORY / "content", root / "content")
    for path, content in sources.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    made = build_site(root, base_url=url)
    assert made.files is not None, made.diagnostics
    assert made.archive is not None
    publish(made.files, folder / "output", root, SiteName("A site for tests"))
    return Site(folder / "output", frozenset(made.files), made.archive)


# ── every kind of page ───────────────────────────────────────────────────────────────────────────────────────────


MINUTES = "---\ntitle: Minutes\ndate: 2001-02-03\nlanguage: en\n---\n\n" + "\n\n".join(
    f"The bridge has {number} bolts." for number in range(40)
)
"""Old, so that the newest of all lists are others, and with so many claims that their list has pages by date."""
MINUTES_ANNOTATED = "claims:\n" + "".join(
    f"  c{number}: {{speaker: outlet, quote: The bridge has {number} bolts}}\n" for number in range(40)
)


def whole(folder: Path, url: str, language: str = "en") -> Site:
    """The demonstration in one interface language, with an article that has whatever an article can have,
    and a list that is cut by date."""
    return built(
        {
            "site.yaml": _settings(language),
            "content/articles/2016/every-thing.md": EVERY_THING,
            "content/articles/2016/every-thing.yaml": EVERY_THING_ANNOTATED,
            "content/articles/2001/minutes.md": MINUTES,
            "content/articles/2001/minutes.yaml": MINUTES_ANNOTATED,
            "content/articles/2016/bridge.png": png(1600, 900),
            "content/articles/2016/chart.png": png(300, 200),
        },
        folder,
        url,
        demo=True,
    )


def _settings(language: str) -> str:
    text = (REPOSITORY / "site.yaml").read_text(encoding="utf-8")
    assert "language: en" in text
    return text.replace("language: en", f"language: {language}") + "repository: https://example.org/editors/archive\n"


EVERY_THING = """\
---
title: The bridge at Stenby “will open in spring”
subtitle: The council names a day, the engineers name none
date: 2016-03-01T09:30:00+01:00
updated: 2016-03-04
publisher: Stenby Courier
authors: [A. Writer, B. Writer]
section: [News, Roads]
tags: [bridges, Stenby]
url: https://example.org/courier/bridge
archived: {url: "https://example.org/archive/bridge", date: 2016-03-02}
captured: 2016-03-03
language: en-GB
summary: What was said about the day on which the bridge opens.
rights: Written for a test.
aliases: [2016/old-bridge]
corrections:
  - {date: 2016-03-04, text: The bridge has two lanes and not three., url: "https://example.org/courier/corrections"}
image: {src: bridge.png, alt: A bridge without a roadway, caption: The bridge on Monday, credit: A. Photographer}
---

The bridge at Stenby will open on the first of April, the council said on Monday. It has cost *nine million* and
`three` years; see [the plan](https://example.org/plan) and the chart:

![Costs by year, rising](chart.png)

“We have never been late,” Mayor Lind said, “and we will not begin now.” An engineer who did not want to be named said
that the steel had not even been ordered. الجسر لن يفتح في الربيع, wrote a reader.

| Year | Cost | Said by |
|:---|---:|:---:|
| 2014 | 2 million | the council |
| 2015 | 7 million | the engineers |

> The steel is on its way, and has been for a month.

1. It has a roadway that is twelve metres wide.
2. It has no railing.

A third lane is planned, the council told the paper, which nobody has seen on any drawing. The old bridge stays.
"""

EVERY_THING_ANNOTATED = """\
speakers:
  lind: {name: Inga Lind, kind: person, role: Mayor of Stenby, description: Mayor since 2011., url: "https://example.org/lind"}
  stenby-council: {name: Stenby Council, kind: organization}
  reader: {name: قارئ من المدينة, kind: person}

claims:
  opens-in-april:
    verdict: false
    reviewed: 2016-04-02
    speaker: stenby-council
    quote: will open on the first of April
    note: The bridge was **closed** on that day; see [the other article](../2015/amnesty-syria.md) and the [report](https://example.org/report).
    sources:
      - {title: Minutes of the council, url: "https://example.org/minutes", date: 2016-04-05, publisher: Stenby Council,
         accessed: 2016-05-01, kind: primary, excerpt: the opening is put off, archived: "https://example.org/a/minutes"}
    updates:
      2016-04-01: Was unverified until the day itself.
    unsure: Whether the footway counts.
    codes: {frame: evidence}
    tags: [openings]
    counterpoints:
      steel-not-ordered:
        relation: rebuts
        speaker: {unnamed: an engineer}
        quote: the steel had not even been ordered
        counterpoints:
          on-its-way:
            relation: undercuts
            speaker: lind
            said: 2016-03-02, council meeting
            quote: The steel is on its way, and has been for a month.
            counterpoints:
              no-order-found:
                relation: adds-context
                speaker: editors
                statement: No order is in the council’s books.
                sources: ["https://example.org/books"]
                counterpoints:
                  not-ours:
                    relation: qualifies
                    speaker: stenby-council
                    via: [lind, stenby-council]
                    statement: The order is in the books of the county.
                    sources: ["https://example.org/county"]
  never-late:
    verdict: missing-context
    speaker: lind
    quote:
      - We have never been late
      - and we will not begin now
    note: True of bridges alone.
  third-lane:
    speaker: stenby-council
    via: outlet
    quote: A third lane is planned
    withdrawn: 2016-03-05 The outlet took it back.
  on-any-drawing:
    verdict: supported
    speaker: outlet
    quote: nobody has seen on any drawing
  reader-says:
    verdict: unverified
    speaker: reader
    language: ar
    quote: الجسر لن يفتح في الربيع
  not-found:
    speaker: lind
    quote: these words stand nowhere at all
  never-late-again:
    speaker: lind
    quote: The old bridge stays
    repeats: 2016/every-thing#never-late
  everywhere:
    verdict: unsupported
    speaker: editors
    statement: A claim without a passage.

notes:
  marks-in-title:
    quote: {exact: will open in spring, in: title}
    note: The quotation marks are the outlet’s own.
  in-caption:
    quote: {exact: on Monday, in: caption}
    note: Taken on a Tuesday.
"""


def png(width: int, height: int) -> bytes:
    """A picture of that size: a slow gradient."""
    rows = b"".join(b"\0" + bytes((x * 255 // width + y) % 256 for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


# ── crowded articles ─────────────────────────────────────────────────────────────────────────────────────────────

LEXICON = (
    "ministers answered slowly while reporters waited outside the harbour and nobody could say whether the second "
    "convoy had left before the storm or after it because every witness gave another hour"
).split()


def crowded(folder: Path, url: str) -> Site:
    """Two articles: `2020/nine` with 600 words and nine notes, `2020/crowd` with 150 notes of twenty voices, in lanes
    four deep."""
    return built(
        {
            "site.yaml": "title: Crowded\nlanguage: en\n",
            "content/speakers.yaml": "".join(
                f"voice-{n:02}: {{name: Speaker Number {n}, kind: person, role: Spokesperson of the office {n}}}\n"
                for n in range(1, 21)
            ),
            "content/articles/2020/nine.md": _text("Nine notes", 600),
            "content/articles/2020/nine.yaml": _annotated(9, voices=4, every=60, length=18),
            "content/articles/2020/crowd.md": _text("A hundred and fifty notes", 3100),
            "content/articles/2020/crowd.yaml": _annotated(150, voices=20, every=20, length=112),
        },
        folder,
        url,
    )


def _words(count: int) -> list[str]:
    """Words of which every tenth is a number of its own, so that a stretch that begins with one stands once."""
    words = list(islice(cycle(LEXICON), count))
    words[::10] = [f"{n:05}" for n in range(1, len(words[::10]) + 1)]
    return words


def _text(title: str, count: int) -> str:
    words = _words(count)
    paragraphs = [" ".join(words[n : n + 100]) + "." for n in range(0, count, 100)]
    return f"---\ntitle: {title}\ndate: 2020-02-02\n---\n\n" + "\n\n".join(paragraphs) + "\n"


def _annotated(count: int, *, voices: int, every: int, length: int) -> str:
    """A sidecar with `count` annotations, one at each `every` words: claims of `length` words, so that several cover a
    place, and every third one answered."""
    words = _words(count * every + length)
    claims: dict[str, object] = {}
    notes: dict[str, object] = {}
    made = 0
    while made < count:
        start = made * every
        quote = " … ".join([" ".join(words[start : start + 2]), " ".join(words[start + length - 6 : start + length])])
        if made % 10 == 8:
            notes[f"note-{made}"] = {"quote": " ".join(words[start : start + 4]), "note": "Mind the hour."}
        elif made % 3 == 2:
            last = list(claims)[-1]
            claims[last]["counterpoints"] = {f"answer-{made}": _counterpoint(made, voices, words[start : start + 5])}  # type: ignore[index]
        else:
            claims[f"claim-{made}"] = _claim(made, voices, quote if length > 20 else " ".join(words[start : start + 8]))
        made += 1
    return json.dumps({"claims": claims, "notes": notes}, indent=1, ensure_ascii=False)


def _claim(n: int, voices: int, quote: str) -> dict[str, object]:
    claim: dict[str, object] = {"speaker": f"voice-{n % voices + 1:02}", "quote": quote}
    if verdict := VERDICTS[n % len(VERDICTS)]:
        claim |= {"verdict": verdict, "note": "The log of the harbour says something else, and so do the two pilots."}
    return claim


def _counterpoint(n: int, voices: int, quote: list[str]) -> dict[str, object]:
    return {"relation": "rebuts", "speaker": f"voice-{(n + 7) % voices + 1:02}", "quote": " ".join(quote)}


# ── one that means harm ──────────────────────────────────────────────────────────────────────────────────────────

TAG = "<script>window.harmed=1;alert(1)</script>"
BREAK_OUT = "\"'><img src=x onerror=window.harmed=1,alert(2)><svg onload=alert(3)>"
CLOSING = "</script></style></title></textarea><script>window.harmed=1</script>"
ADDRESS = "javascript:window.harmed=1,alert(4)"
ELSEWHERE = "https://elsewhere.example/tracker.png"


def harmful(folder: Path, url: str) -> Site:
    """Every field holds script: in one article as text, in the other as addresses; so do names, labels and tags."""
    text = json.dumps(TAG + BREAK_OUT + CLOSING)
    return built(
        {
            "site.yaml": _harmful_settings(text),
            "content/speakers.yaml": _harmful_speaker(text),
            "content/articles/2020/texts.md": _harmful_article(text),
            "content/articles/2020/texts.yaml": _harmful_sidecar(text),
            "content/articles/2020/addresses.md": _harmful_addresses(),
            "content/articles/2020/sources.md": f"---\ntitle: Sources\ndate: 2020-01-01\n---\n\n{_HARMFUL_MARKDOWN}",
            "content/articles/2020/sources.yaml": f"claims:\n  a:\n    speaker: mallory\n    statement: x\n"
            f"    sources: [{json.dumps(ADDRESS)}, {{title: {text}, url: {json.dumps(ADDRESS)}}}]\n",
            "content/pages/about.md": f"---\ntitle: {text}\nsummary: {text}\n---\n\n{_HARMFUL_MARKDOWN}",
        },
        folder,
        url,
    )


_HARMFUL_MARKDOWN = f"""\
{TAG} {BREAK_OUT} {CLOSING} said so. [a]({ADDRESS}) [b](data:text/html,{TAG}) [c](vbscript:x) <{ADDRESS}>
[d](JaVaScRiPt&colon;alert(5)) [e](&#106;avascript:alert(6)) ![f]({ADDRESS}) ![g]({ELSEWHERE}) [h](//elsewhere.example/)

<iframe src="{ELSEWHERE}"></iframe> <style>@import url({ELSEWHERE})</style> <base href="https://elsewhere.example/">
<meta http-equiv=refresh content="0;url={ADDRESS}"> <form action="{ADDRESS}"><button>x</button></form>
<a href="{ADDRESS}" onclick=alert(7)>x</a>

    {TAG}

|{TAG}|`{BREAK_OUT}`|
|---|---|
|{CLOSING}|x|
"""


def _harmful_settings(text: str) -> str:
    verdict = f"{{label: {text}, mark: {text}, line: solid, tone: red, definition: {text}}}"
    code = f"{{definition: {text}, values: {{{text}: {{definition: {text}, example: {text}}}}}}}"
    return (
        f"title: {text}\ndescription: {text}\nlanguage: en\n"
        f"organization: {{name: {text}}}\nverdicts:\n  harm: {verdict}\ncodes: {{frame: {code}}}\n"
    )


def _harmful_speaker(text: str) -> str:
    return (
        f"mallory:\n  name: {text}\n  kind: person\n  role: {text}\n  description: {text}\n  also: [{text}]\n"
        f"  names: {{ru: {text}}}\n  roles: [{{title: {text}, from: 2014}}]\n"
    )


def _harmful_article(text: str) -> str:
    return (
        f"---\ntitle: {text}\nsubtitle: {text}\ndate: 2020-01-01\npublisher: {text}\nauthors: [{text}]\n"
        f"section: [{text}]\ntags: [{text}]\nsummary: {text}\nrights: {text}\n"
        f"corrections: [{{date: 2020-01-02, text: {text}}}]\n"
        f"image: {{caption: {text}, credit: {text}, alt: {text}}}\n---\n\n{_HARMFUL_MARKDOWN}"
    )


def _harmful_sidecar(text: str) -> str:
    withdrawn = json.dumps(f"2020-01-04 {json.loads(text)}")
    source = f"sources: [{{title: {text}, publisher: {text}, authors: [{text}], excerpt: {text}, url: 'https://a.example/'}}]"
    fields = [
        "quote: said so",
        "verdict: harm",
        f"codes: {{frame: {text}}}",
        f"speaker: {{unnamed: {text}}}",
        f"statement: {text}",
        f"note: {text}",
        f"unsure: {text}",
        f"tags: [{text}]",
        f"withdrawn: {withdrawn}",
        f"updates: {{2020-01-03: {text}}}",
        f"said: {json.dumps(f'2020-01-01, {json.loads(text)}')}",
        source,
    ]
    return (
        "claims:\n  said-so:\n" + "".join(f"    {field}\n" for field in fields) + "    counterpoints:\n"
        f"      answer: {{speaker: mallory, statement: {text}, {source}}}\n"
        f"notes:\n  one: {{note: {text}, quote: said so}}\n"
    )


def _harmful_addresses() -> str:
    address = json.dumps(ADDRESS)
    return (
        f"---\ntitle: Addresses\ndate: 2020-01-01\npublisher: mallory\nurl: {address}\narchived: {address}\n"
        f"corrections: [{{date: 2020-01-02, text: x, url: {address}}}]\nimage: {{src: {address}, alt: x, caption: y}}\n"
        f"---\n\n{_HARMFUL_MARKDOWN}"
    )


# ── long lists ───────────────────────────────────────────────────────────────────────────────────────────────────


def listed(folder: Path, url: str) -> Site:
    """Five articles of ten claims each by thirty speakers, ten of whom say nothing: lists of fifty, and an index with
    letters. Half of the claims fit into a line of a wide screen, the others don't."""
    speakers = "".join(
        f"s{n}: {{name: Given{n} {chr(65 + n % 26)}family{n}, kind: person, role: Spokesperson of the council}}\n"
        for n in range(30)
    )
    files: dict[str, str | bytes] = {"site.yaml": "title: Lists\n", "content/speakers.yaml": speakers}
    for article in range(5):
        claims = [_listed_claim(article, number) for number in range(10)]
        files[f"content/articles/2019/a{article}.md"] = (
            f"---\ntitle: What the council said, part {article}\ndate: 2019-0{article + 1}-01\n"
            f"publisher: Stenby Courier\n---\n\n" + "\n\n".join(words for words, _ in claims)
        )
        files[f"content/articles/2019/a{article}.yaml"] = "claims:\n" + "".join(entry for _, entry in claims)
    return built(files, folder, url)


def _listed_claim(article: int, number: int) -> tuple[str, str]:
    """The words of a claim, and its entry in a sidecar."""
    words = f"The bridge of part {article} has cost {number} million" + " more than it was to cost at first" * (
        number % 2
    )
    verdict = VERDICTS[number % len(VERDICTS)]
    source = f"sources: [{{title: Account {article} {number}, publisher: {chr(65 + number)} Office {article}}}]"
    rated = f"verdict: {verdict}, note: So say the accounts., {source}, " if verdict else ""
    return f"{words}.", f"  c{number}: {{{rated}quote: {words}, speaker: s{(article * 10 + number) % 20}}}\n"


# ── articles that are measured ───────────────────────────────────────────────────────────────────────────────────


def figures(folder: Path, url: str, language: str = "en") -> Site:
    """The demonstration and the articles of `stories`, in one interface language."""
    return built({"site.yaml": _settings(language), **stories.sources()}, folder, url, demo=True)


def without_anchors(site: Site) -> Site:
    """The site as a browser shows it that can't place one box by another: its style sheets ask for what is nowhere."""
    sheets = [site.folder / path for path in site.files if path.endswith(".css")]
    changed = {sheet: sheet.read_text(encoding="utf-8").replace("anchor-name", "no-such-name") for sheet in sheets}
    assert any("@supports (no-such-name:" in style.replace("( ", "(") for style in changed.values())
    for sheet, style in changed.items():
        sheet.unlink()  # it may be linked into a cache
        sheet.write_text(style, encoding="utf-8")
    return site


SITES: Mapping[str, Callable[[Path, str], Site]] = {
    "whole": whole,
    "arabic": lambda folder, url: whole(folder, url, "ar"),
    "crowded": crowded,
    "listed": listed,
    "harmful": harmful,
    "figures": figures,
    "figures-ar": lambda folder, url: figures(folder, url, "ar"),
    "figures-without-anchors": lambda folder, url: without_anchors(figures(folder, url)),
    "figures-ar-without-anchors": lambda folder, url: without_anchors(figures(folder, url, "ar")),
}
"""The sites by name, each built into an empty folder, for the address it will have."""
