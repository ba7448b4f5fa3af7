"""A small site in which everything leads to everything else, and what people and accidents do to it between builds.

A deed is a function of the editor and of a number, from which alone it draws what it does: a sequence of deeds can be
done again, and be made shorter until only what matters is left.
"""

from __future__ import annotations

import os
import shutil
import struct
import zlib
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random

Deed = Callable[["Editor", Random], None]


def picture(width: int, height: int, salt: bytes = b"") -> bytes:
    """A PNG of one colour. The salt lies behind its end, where no program looks."""
    pixels = zlib.compress((b"\0" + b"\x80\x40\x20" * width) * height)
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b"")]
    chunks = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + salt


SITE: Mapping[str, str | bytes] = {
    "site.yaml": """\
title: Contested Headlines
url: https://example.org/archive/
timezone: Europe/Berlin
organization: {name: The Archive, url: https://example.org/}
codes: {frame: [conflict, evidence]}
files: [map.svg]
rules: {answer-needs-quote-or-source: warning}
""",
    "content/map.svg": "<svg/>",
    "content/speakers/people.yaml": """\
konashenkov:
  name: Igor Konashenkov
  kind: person
  organization: ministry
  roles:
    - {title: Spokesman, organization: ministry, from: 2011, to: 2015}
    - {title: Head of the press office, organization: ministry, from: 2016}
  image: portrait.png
  description: Spoke at [the briefing](../articles/2015/briefing.md).
wong:
  name: Jane Wong
  kind: person
  organization: amnesty
""",
    "content/speakers/portrait.png": picture(40, 50),
    "content/speakers/groups.yaml": """\
amnesty:
  name: Amnesty International
  kind: organization
ministry:
  name: Russian Defense Ministry
  kind: organization
presstv:
  name: Press TV
  kind: outlet
""",
    "content/sources.yaml": """\
amnesty-report:
  title: Civilian objects were not damaged
  url: https://www.amnesty.example/report/
  publisher: Amnesty International
annex:
  title: The annex with coordinates
  url: https://www.amnesty.example/annex/
""",
    "content/articles/2015/report.md": """\
---
title: Moscow dismisses “fake” report
date: 2015-12-23
publisher: presstv
tags: [Syria, air war]
summary: A spokesman answers a report.
image: {src: tower.png, alt: A tower, caption: The tower of the ministry}
---

Russia has dismissed a report. “There was nothing concrete or new, only clichés and fakes,” said the spokesman.

The report says that airstrikes have left at least 200 civilians dead, as [said before](briefing.md#p_2).

“They cannot know this,” the spokesman said, “and have no way of checking.” See ![a map](map.png).
""",
    "content/articles/2015/report.yaml": """\
claims:
  only-cliches:
    verdict: unsupported
    speaker: konashenkov
    quote: only clichés and fakes
    note: He names no passage, see [the review](../2017/review.md#civilians).
    sources: [amnesty-report p. 12]
    tags: [air war]
    codes: {frame: conflict}
    updates:
      2016-02-24: Was unverified until the annex came.
    counterpoints:
      civilians-dead:
        relation: rebuts
        speaker: amnesty
        quote: at least 200 civilians dead
        counterpoints:
          cannot-know:
            relation: undercuts
            speaker: konashenkov
            quote: They cannot know this
notes:
  scare-quotes:
    quote: {exact: fake, in: title}
    note: The quotation marks are the outlet's own.
""",
    "content/articles/2015/tower.png": picture(600, 400),
    "content/articles/2015/map.png": picture(300, 200),
    "content/articles/2015/briefing.md": """\
---
title: A briefing in Moscow
date: 2015-12-22
publisher: The Moscow Gazette
tags: [Syria]
aliases: [2015/press-briefing]
---

There are no ties of that kind, the ministry says.

Nothing was hit but what is military. More in [the report](report.md), [about](../../pages/about.md).

A third paragraph.
""",
    "content/articles/2015/briefing.yaml": """\
speakers:
  local-voice: {name: A local voice, kind: person}
  konashenkov: {role: Major general}
claims:
  ties:
    speaker: ministry
    via: konashenkov
    verdict: unverified
    quote: no ties of that kind
  military-only:
    speaker: local-voice
    quote: Nothing was hit but what is military
    aliases: [military]
""",
    "content/articles/2016/annex.md": """\
---
title: The annex
date: 2016-02-24
publisher: presstv
language: de
---

Die Spitze: only clichés and fakes, hieß es wieder. Hundert Orte sind genannt.
""",
    "content/articles/2016/annex.yaml": """\
claims:
  again:
    repeats: 2015/report#only-cliches
    speaker: konashenkov
    quote: only clichés and fakes
  places:
    speaker: wong
    verdict: supported
    quote: Hundert Orte sind genannt
    sources: [annex, amnesty-report]
counterpoints:
  to-the-report:
    to: [2015/report#only-cliches, 2015/briefing#ties]
    relation: rebuts
    speaker: amnesty
    quote: Hundert Orte
    note: A hundred places are *named*, see [the map](../2015/map.png).
""",
    "content/articles/2016/secret.md": """\
---
title: Not yet to be read
date: 2016-03-01
draft: true
---

A draft that says nothing yet, see [the report](../2015/report.md).
""",
    "content/articles/2016/secret.yaml": """\
claims:
  hidden: {speaker: wong, quote: says nothing yet}
counterpoints:
  of-a-draft: {to: 2015/report#only-cliches, speaker: wong, quote: A draft}
""",
    "content/articles/2017/review.md": """\
---
title: The year in review
date: 2017-01-02
tags: [air  war, Review]
text: passages
---

Civilians were killed, we now know. It was denied.

A paragraph in which nothing is annotated.
""",
    "content/articles/2017/review.yaml": """\
claims:
  civilians:
    speaker: outlet
    verdict: supported
    quote: Civilians were killed
    note: Borne out.
counterpoints:
  late-answer:
    to: 2016/annex#to-the-report
    relation: qualifies
    speaker: {unnamed: a senior official}
    quote: It was denied
    note: Said off the record; see [paragraph two](../2015/report.md#p_2).
""",
    "content/articles/2017/plain.md": "---\ntitle: Without notes\ndate: 2017-01-02\n---\n\nNothing is annotated.\n",
    "content/pages/about.md": """\
---
title: About
aliases: [who]
---

See [a claim](../articles/2015/report.md#only-cliches), [p. 3](../articles/2015/briefing.md#p_3), ![x](x.png).
""",
    "content/pages/x.png": picture(20, 20),
    "content/pages/more/method.md": """\
---
title: Method
---

We [began](../about.md) with a [draft](../../articles/2016/secret.md).
""",
    "templates/article.html": """\
{% extends 'default/article.html' %}
{% block title %}{% include 'own/title.html' %}{% endblock %}
""",
    "templates/own/title.html": "{% include ['own/mine.html', 'own/late.html'] ignore missing %}{{ page.title }}",
    "templates/own/late.html": "★ {{ word('home.all_articles') }} ",
    "templates/page.html": """\
{% extends 'default/page.html' %}
{% block title %}{% include page.summary ~ 'x' ignore missing %}{% endblock %}
""",
    "templates/style/own.css": "main{color:black}\n",
    "templates/words/en.yaml": "home:\n  all_articles: Latest articles\n",
}
"""As the sequences find it. Whatever leads nowhere or to a draft does so on purpose."""

OTHERS: Mapping[str, str | bytes] = {
    "content/articles/2018/new.md": """\
---
title: New
date: 2018-01-01
publisher: presstv
tags: [syria]
---

They said: only clichés and fakes.
""",
    "content/articles/2018/new.yaml": """\
claims:
  anew:
    repeats: 2016/annex#again
    speaker: wong
    quote: only clichés
counterpoints:
  reply: {to: 2017/review#civilians, speaker: outlet, quote: They said}
""",
    "content/articles/2015/lone.yaml": "claims: {}\n",
    "content/articles/2015/Report.md": "---\ntitle: Falls together\ndate: 2015-01-01\n---\n\nx\n",
    "content/articles/2015/index.md": "---\ntitle: A name that is taken\ndate: 2015-01-01\n---\n\nx\n",
    "content/articles/2015/notes.txt": "a file to copy",
    "content/articles/2015/unknown.svg": "<svg/>",
    "content/pages/who.md": "---\ntitle: Stands where an alias was\n---\n\nx\n",
    "content/pages/x.md": "---\ntitle: X\n---\n\nx\n",
    "content/articles/2015/press-briefing.md": "---\ntitle: Stands where an alias was\ndate: 2014-01-01\n---\n\nx\n",
    "content/claims/2015/report/only-cliches.html": "in the way of a page",
    "content/speakers.yaml": "wong:\n  name: Twice\nnewcomer:\n  name: A newcomer\n",
    "content/sources/more.yaml": "extra: {title: Extra}\n",
    "templates/own/mine.html": "MINE {{ page.title }} ",
    "templates/home.html": "{% extends 'default/home.html' %}{% block title %}Mine{% endblock %}",
    "templates/notes.txt": "{% include 'own/late.html' %}",
    "templates/style.css": "main{color:red}\n",
    "templates/words/de.yaml": "home:\n  all_articles: Neueste\n",
    "content/.hidden.md": "x",
    "content/articles/2015/report.md~": "x",
}
"""What may be added to it."""

PAIRS = [
    ("verdict: unsupported", "verdict: supported"),
    ("verdict: unverified", "verdict: nonsense"),
    ("verdict: supported", "reviewed: 2016-05-01"),
    ("Igor Konashenkov", "I. Konashenkov"),
    ("Jane Wong", "Jane  Wong-Li"),
    ("Press TV", "Press Television"),
    ("kind: organization", "kind: group"),
    ("to: 2015}", "to: 2013}"),
    ("only clichés and fakes", "only cliches and fakes"),
    ("at least 200", "at least 250"),
    ("They cannot know this", "They can not know this"),
    ("relation: rebuts", "relation: qualifies"),
    ("speaker: amnesty", "speaker: konashenkov"),
    ("speaker: wong", "speaker: nobody"),
    ("publisher: presstv", "publisher: The Moscow  gazette"),
    ("repeats: 2015/report#only-cliches", "verdict: false"),
    ("repeats: 2015/report#only-cliches", "repeats: 2015/briefing#ties"),
    ("repeats: 2015/report#only-cliches", "repeats: 2016/secret#hidden"),
    ("to: 2016/annex#to-the-report", "to: 2015/report#cannot-know"),
    ("2015/briefing#ties", "2015/press-briefing#ties"),
    ("2015/briefing#ties", "2015/briefing#gone"),
    ("draft: true", "draft: false"),
    ("date: 2016-02-24", "date: 2014-02-24"),
    ("date: 2017-01-02", "date: 2017-01-02T12:30:00+02:00"),
    ("2016-02-24: Was", "2018-02-24: Was"),
    ("tags: [Syria]", "tags: [syria, Review]"),
    ("title: The annex", "title: The annex, again"),
    ("summary: A spokesman answers", "summary: Somebody answers"),
    ("aliases: [2015/press-briefing]", "aliases: [2015/old, 2017/plain]"),
    ("aliases: [military]", "aliases: [army]"),
    ("wong:\n  name: Jane Wong", "jane-wong:\n  aliases: [wong, j-wong]\n  name: Jane Wong"),
    ("amnesty:\n  name: Amnesty", "ai:\n  aliases: [amnesty, konashenkov]\n  name: Amnesty"),
    ("ministry:\n", "mod:\n  aliases: [ministry]\n"),
    ("files: [map.svg]", "files: [map.svg]\ntags: {syria: {aliases: [air war, denials]}}"),
    ("amnesty-report:\n", "the-report:\n  aliases: [amnesty-report]\n"),
    ("aliases: [who]", "aliases: [us, x]"),
    ("language: de", "language: ru"),
    ("text: passages", "text: full"),
    ("about.md)", "about.md#x)"),
    ("#p_2", "#p_3"),
    ("#p_3", "#p_9"),
    ("#civilians", "#nowhere"),
    ("A third paragraph.\n", ""),
    ("A third paragraph.", "A third.\n\nAnd a fourth paragraph."),
    ("Nothing is annotated.", "Still nothing, but [a link](../2015/report.md#civilians-dead)."),
    ("\n\nRussia", "\n\nAn opening.\n\nRussia"),
    ("Borne out.", "Borne out by *records*."),
    ("*named*", "**named**, see [it](../2017/review.md#late-answer)"),
    ("only. Said", "Said"),
    ("Said off the record", "Said on the record"),
    ("tower.png", "missing.png"),
    ("map.png", "missing.png"),
    ("portrait.png", "missing.png"),
    ("p. 12", "p. 13"),
    ("sources: [annex, amnesty-report]", "sources: [annex]"),
    ("The annex with coordinates", "The annex"),
    ("frame: conflict", "frame: other"),
    ("title: Contested Headlines", "title: Contested headlines"),
    ("timezone: Europe/Berlin", "timezone: Asia/Tokyo"),
    ("timezone: Europe/Berlin", "language: de"),
    ("organization: {name: The Archive", "organization: {name: Us"),
    ("answer-needs-quote-or-source: warning", "verdict-needs-source: warning"),
    ("files: [map.svg]", "navigation: [about, articles]"),
    ("files: [map.svg]", "verdicts: {supported: {label: Yes, tone: blue}, unverified: null}"),
    ("files: [map.svg]", "outputs: [home, articles, speakers, pages]"),
    ("files: [map.svg]", "strict: true"),
    ("files: [map.svg]", "fils: [map.svg]"),
    ("title: About", "title: About us"),
    ("★", "☆"),
    ("own/late.html", "own/never.html"),
    ("{{ page.title }}", "{{ page.titel }}"),
    ("{% endblock %}", "{% endblok %}"),
    ("{% block title %}", "{# a remark #}{% block title %}"),
    ("Latest articles", "Newest articles"),
    ("all_articles: Latest", "artikles: Latest"),
    ("color:black", "color:green"),
    ("---\n\n", "\n\n"),
]
"""What stands in a file, and what may stand there in its place; and back again."""

TREES = ("site.yaml", "content", "templates")


class Editor:
    """Somebody at work on the site in the folder `root`. `log` says what was done."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.log: list[str] = []
        for path in SITE:
            self.restore(path)

    def paths(self) -> list[str]:
        """Of all files of the site, those that builds don't look at too."""
        found = (path for tree in TREES for path in (self.root / tree, *(self.root / tree).rglob("*")))
        return sorted(path.relative_to(self.root).as_posix() for path in found if path.is_file())

    def read(self, path: str) -> bytes:
        return (self.root / path).read_bytes()

    def write(self, path: str, data: bytes) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(data)

    def restore(self, path: str) -> None:
        """Write a file as it was at first."""
        self.write(path, _bytes(SITE[path]))

    def put(self, path: str, data: bytes, random: Random) -> None:
        """Change a file as one program or another does."""
        how = random.choice(["in place", "anew", "with its old stamp", "from the past", "from the future"])
        self.log[-1] += f" {path} {how}"
        file = self.root / path
        before = file.stat()
        if how == "anew":
            file.unlink()
        self.write(path, data)
        if how == "with its old stamp":
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        elif how.startswith("from"):
            stamp = 10**18 if how == "from the past" else 4 * 10**18
            os.utime(file, ns=(stamp, stamp))

    def do(self, name: str, number: int) -> None:
        self.log.append(f"{name}:")
        with suppress(IndexError, OSError):  # what it could be done to is not there any more
            DEEDS[name](self, Random(number))


def _bytes(text: str | bytes) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


# ── deeds ────────────────────────────────────────────────────────────────────────────────────────────────────────


def say_otherwise(editor: Editor, random: Random) -> None:
    """Put one of a pair in the other's place, wherever it stands first."""
    pairs = [pair for one, other in PAIRS for pair in ((one, other), (other, one)) if pair[0]]
    texts = {path: editor.read(path) for path in editor.paths()}
    one, other = random.choice([(a, b) for a, b in pairs if any(a.encode() in text for text in texts.values())])
    path = random.choice([path for path, text in texts.items() if one.encode() in text])
    editor.log[-1] += f" “{one}” → “{other}”"
    editor.put(path, texts[path].replace(one.encode(), other.encode(), 1), random)


def add_words(editor: Editor, random: Random) -> None:
    """To a paragraph, as one of its own, or to a note: what others see of an article mostly stays as it is."""
    paths = [path for path in editor.paths() if path.startswith("content/articles/")]
    path = random.choice([*paths, "site.yaml"])
    lines = editor.read(path).split(b"\n")
    if path.endswith(".yaml"):
        fit = [n for n, line in enumerate(lines) if line.strip().startswith(b"note: ")]
    else:
        fit = [n for n, line in enumerate(lines) if line and b"---" in lines[2:n]]
    if fit:
        lines[random.choice(fit)] += random.choice(
            [b" More words.", b" \xe2\x80\x9cMore\xe2\x80\x9d [is](report.md#p_1)."]
        )
        if path.endswith(".md") and random.random() < 0.4:
            lines.insert(random.choice(fit), b"A paragraph more.\n")
        editor.put(path, b"\n".join(lines), random)


def move_lines(editor: Editor, random: Random) -> None:
    """Take out a line, say it twice, or put it at another place."""
    path = random.choice([path for path in editor.paths() if path.endswith((".md", ".yaml", ".html"))])
    lines = editor.read(path).splitlines(keepends=True)
    if lines:
        line = lines.pop(random.randrange(len(lines)))
        for _ in range(random.randrange(3)):
            lines.insert(random.randrange(len(lines) + 1), line)
        editor.log[-1] += f" {line!r}"
        editor.put(path, b"".join(lines), random)


def swap_letters(editor: Editor, random: Random) -> None:
    """Other bytes, as many."""
    path = random.choice(editor.paths())
    data = bytearray(editor.read(path))
    if data:
        at = random.randrange(len(data))
        data[at] = ord("x") if data[at] != ord("x") else ord("y")
        editor.put(path, bytes(data), random)


def add(editor: Editor, random: Random) -> None:
    path, text = random.choice(sorted(OTHERS.items()))
    editor.log[-1] += f" {path}"
    editor.write(path, _bytes(text))


def delete(editor: Editor, random: Random) -> None:
    path = random.choice(editor.paths())
    if path != "site.yaml":
        editor.log[-1] += f" {path}"
        (editor.root / path).unlink()


def delete_folder(editor: Editor, random: Random) -> None:
    folders = sorted(path for tree in TREES[1:] for path in (editor.root / tree).rglob("*") if path.is_dir())
    if folders:
        folder = random.choice(folders)
        editor.log[-1] += f" {folder.relative_to(editor.root)}"
        shutil.rmtree(folder)


def rename(editor: Editor, random: Random) -> None:
    """A file alone, or an article with its annotations, to a name beside it or in another folder."""
    path = random.choice([path for path in editor.paths() if path != "site.yaml"])
    stem, dot, ending = path.rpartition(".")
    to = random.choice([f"{stem}-2", f"{stem.rpartition('/')[0]}/a", "content/articles/2015/z", "content/pages/z"])
    endings = (".md", ".yaml") if ending in {"md", "yaml"} and random.random() < 0.5 else (dot + ending,)
    editor.log[-1] += f" {stem}{endings} → {to}"
    for each in endings:
        (editor.root / to).parent.mkdir(parents=True, exist_ok=True)
        (editor.root / f"{stem}{each}").replace(editor.root / f"{to}{each}")


def change_places(editor: Editor, random: Random) -> None:
    """Two files of one kind, each under the other's name."""
    one = random.choice(editor.paths())
    other = random.choice([path for path in editor.paths() if path.rpartition(".")[2] == one.rpartition(".")[2]])
    editor.log[-1] += f" {one} ↔ {other}"
    aside = editor.root / "aside"
    for source, target in ((one, "aside"), (other, one), ("aside", other)):
        if (editor.root / source).exists():
            (editor.root / source).rename(editor.root / target)
    assert not aside.exists()


def restore(editor: Editor, random: Random) -> None:
    """A file as it was at first."""
    path = random.choice(sorted(SITE))
    editor.log[-1] += f" {path}"
    editor.restore(path)


def check_out(editor: Editor, random: Random) -> None:
    """All files as they were at first, as git does it: what is the same is left alone."""
    for path in editor.paths():
        if path not in SITE:
            (editor.root / path).unlink()
    for path, text in SITE.items():
        if not (editor.root / path).is_file() or editor.read(path) != _bytes(text):
            (editor.root / path).unlink(missing_ok=True)
            editor.write(path, _bytes(text))


def exchange_trees(editor: Editor, random: Random) -> None:
    """Another whole tree under the same name; the next time, the former one again."""
    tree = random.choice(TREES[1:])
    editor.log[-1] += f" {tree}"
    here, there = editor.root / tree, editor.root.with_name(f"other-{tree}")
    if not there.exists():
        for path, text in {**SITE, **OTHERS}.items():
            if path.startswith(tree) and random.random() < 0.8:
                file = there / path.removeprefix(f"{tree}/")
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(_bytes(text))
    aside = editor.root.with_name("aside")
    there.mkdir(exist_ok=True)
    here.mkdir(exist_ok=True)
    here.rename(aside)
    there.rename(here)
    aside.rename(there)


def another_picture(editor: Editor, random: Random) -> None:
    pictures = [path for path in editor.paths() if path.endswith(".png")]
    if pictures:
        size = random.choice([(600, 400), (300, 200), (1000, 30), (20, 20)])
        editor.put(random.choice(pictures), picture(*size, random.randbytes(random.randrange(3))), random)


def put_a_link(editor: Editor, random: Random) -> None:
    """A symbolic link in a file's place."""
    path = random.choice([path for path in editor.paths() if path != "site.yaml"])
    editor.log[-1] += f" {path}"
    (editor.root / path).rename(editor.root.with_name("linked"))
    (editor.root / path).symlink_to(editor.root.with_name("linked"))


def touch(editor: Editor, random: Random) -> None:
    for path in editor.paths():
        if random.random() < 0.3:
            os.utime(editor.root / path)


def lose_the_cache(editor: Editor, random: Random) -> None:
    shutil.rmtree(editor.root / ".counterpoint", ignore_errors=True)


def damage_the_cache(editor: Editor, random: Random) -> None:
    cache = editor.root / ".counterpoint" / "cache.sqlite3"
    if cache.exists():
        with cache.open("r+b") as file:
            for _ in range(random.randrange(1, 40)):
                file.seek(random.randrange(cache.stat().st_size))
                file.write(random.randbytes(random.randrange(1, 200)))


def lose_the_output(editor: Editor, random: Random) -> None:
    for name in random.choice([("output",), ("output.next~",), ("output", "output.next~")]):
        shutil.rmtree(editor.root / name, ignore_errors=True)


def lose_pages(editor: Editor, random: Random) -> None:
    """Some files of the output; with a remark in site.yaml: a build with nothing new believes what stands there."""
    for path in sorted((editor.root / "output").rglob("*.*")):
        if path.is_file() and path.name != ".counterpoint-manifest" and random.random() < 0.1:
            path.unlink()
    editor.write("site.yaml", editor.read("site.yaml") + b"# x\n")


DEEDS: Mapping[str, Deed] = {
    deed.__name__: deed
    for deed in (
        *(
            say_otherwise,
            add_words,
            move_lines,
            swap_letters,
            add,
            delete,
            delete_folder,
            rename,
            change_places,
            restore,
        ),
        *(check_out, exchange_trees, another_picture, put_a_link, touch),
        *(lose_the_cache, damage_the_cache, lose_the_output, lose_pages),
    )
}
OFTEN = ("say_otherwise",) * 14 + ("move_lines", "swap_letters", "add", "delete", "rename", "restore") * 2
