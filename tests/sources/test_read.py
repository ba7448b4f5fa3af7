"""Which files of a site are read and which are skipped, and the diagnostics for files that can't be used."""

from __future__ import annotations

import errno
import os
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.diagnostics import Location, as_github, as_json, as_markdown_table
from generator.diagnostics.format import as_text
from generator.pipeline.build import build_site
from generator.pipeline.input_digest import inputs_of
from generator.sources import read as files
from generator.sources.copied import copied_files
from generator.sources.read import load_article, read_sources
from generator.sources.safe_open import open_plainly
from generator.sources.source_lines import source_lines
from generator.sources.stat_cache import StatCache
from tests.editing import Editor

ARTICLE = "---\ntitle: T\ndate: 2015-12-23\n---\n\nText.\n"


def a_site(root: Path, contents: Mapping[str, str | bytes]) -> Path:
    for name, data in {"site.yaml": "title: T\n", **contents}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return root


def codes(root: Path) -> list[tuple[str, str]]:
    return sorted((d.code, d.location.path) for d in read_sources(root).diagnostics)


def test_everything_lands_where_its_place_and_ending_say(tmp_path):
    root = a_site(
        tmp_path,
        {
            "content/articles/2015/amnesty-syria.md": ARTICLE,
            "content/articles/2015/amnesty-syria.yaml": "claims: {}\n",
            "content/articles/alone.md": ARTICLE,
            "content/speakers.yaml": "a: {name: A}\n",
            "content/speakers/more.yaml": "b: {name: B}\n",
            "content/sources/2015.yaml": "r: {title: R}\n",
            "content/pages/team/people.md": "---\ntitle: P\n---\n",
            "content/pages/portrait.jpg": b"\xff\xd8",
            "content/articles/2015/map.PNG": b"\x89PNG",
            "templates/article.html": "<p>",
            "templates/parts/head.html": "<head>",
        },
    )
    sources = read_sources(root)
    assert sources.diagnostics == ()
    assert sources.settings == b"title: T\n"
    assert [(a.id, a.path, a.sidecar_path, a.sidecar) for a in sources.articles] == [
        ("2015/amnesty-syria", "content/articles/2015/amnesty-syria.md", *SIDECAR),
        ("alone", "content/articles/alone.md", "", None),
    ]
    assert [(p.id, p.path) for p in sources.pages] == [("team/people", "content/pages/team/people.md")]
    assert [path for path, _ in sources.speaker_files] == ["content/speakers.yaml", "content/speakers/more.yaml"]
    assert [path for path, _ in sources.source_files] == ["content/sources/2015.yaml"]
    assert dict(sources.templates) == {"article.html": "<p>", "parts/head.html": "<head>"}
    assert [o.path for o in sources.others] == ["content/articles/2015/map.PNG", "content/pages/portrait.jpg"]


SIDECAR = ("content/articles/2015/amnesty-syria.yaml", b"claims: {}\n")


def test_a_site_with_only_its_settings_is_read(tmp_path):
    sources = read_sources(a_site(tmp_path, {}))
    assert (sources.articles, sources.diagnostics) == ((), ())


LEFTOVERS = [
    ".DS_Store", "._a.md", ".#a.md", "#a.md#", "a.md~", "a.md.~1~", ".a.md.swp", ".a.md.swo", "a.md.swp", "4913",
    ".a.md.kate-swp", ".goutputstream-8XK2Z1", ".fuse_hidden0000002a00000001", ".nfs000000000012", ".~lock.a.csv#",
    "~$report.docx", "a.md___jb_tmp___", "a.md___jb_old___", "a.md.sb-1a2b3c4d-XyZ012", "a.md.tmp", "a.md.bak",
    "a.MD.BAK", "a.md.orig", "map.png.part", "map.png.crdownload", "a.md:Zone.Identifier",
    "map.png:Zone.Identifier:$DATA", "a.md\uf03aZone.Identifier", "Thumbs.db", "thumbs.db", "ehthumbs.db",
    "ehthumbs_vista.db", "desktop.ini", "Desktop.ini", "Icon\r", ".git/config", "__MACOSX/articles/._a.md",
    "@eaDir/a.jpg/SYNOPHOTO_THUMB.jpg", "$RECYCLE.BIN/a.md", "System Volume Information/IndexerVolumeGuid",
]  # fmt: skip


@pytest.mark.parametrize("folder", ["content", "content/articles/2015", "content/pages", "templates/parts"])
@pytest.mark.parametrize("name", LEFTOVERS)
def test_what_systems_and_editors_leave_behind_is_skipped_in_silence(tmp_path, folder, name):
    try:
        root = a_site(tmp_path, {f"{folder}/{name}": ARTICLE})
    except OSError:
        pytest.skip("this disk takes no such name")
    sources = read_sources(root)
    assert (sources.articles, sources.pages, sources.others, dict(sources.templates)) == ((), (), (), {})
    assert sources.diagnostics == ()


@pytest.mark.parametrize(
    ("name", "article"),
    [
        ("4913.md", "4913"),
        ("4913/a.md", "4913/a"),
        ("a.bak/a.md", "a.bak/a"),
        ("2015.orig/a.md", "2015.orig/a"),
        ("thumbs.md", "thumbs"),
        ("swp.md", "swp"),
        ("a.tmp.md", "a.tmp"),
        ("the-$-and-the-~-sign.md", "the-$-and-the-~-sign"),
        ("Zone.Identifier.md", "Zone.Identifier"),
        ("jb_tmp.md", "jb_tmp"),
        ("desktop.ini.md", "desktop.ini"),
        ("part/partial.md", "part/partial"),
    ],
)
def test_an_article_with_a_name_like_a_leftover_is_read(tmp_path, name, article):
    sources = read_sources(a_site(tmp_path, {f"content/articles/{name}": ARTICLE}))
    assert [one.id for one in sources.articles] == [article]
    assert sources.diagnostics == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("content/articles/con.md", "file-name"),
        ("content/articles/2015/what?.md", "file-name"),
        ("content/articles/_x.md", "file-name"),
        ("content/articles/x .md", "file-name"),
        ("content/articles/index.md", "file-name"),
        ("content/articles/2015/index.md", "file-name"),
        ("content/pages/a#b.md", "file-name"),
        ("content/pages/tab\there.jpg", "file-name"),
        (f"content/articles/{'x' * 101}.md", "file-name"),
        ("content/articles/lonely.yaml", "sidecar-alone"),
    ],
)
def test_a_file_that_can_not_be_published_is_named(tmp_path, name, code):
    (found,) = read_sources(a_site(tmp_path, {name: "x"})).diagnostics
    assert found.code == code
    assert found.step
    assert found.severity == "error"


def test_a_name_that_is_taken_for_pages_only_is_fine_for_a_picture(tmp_path):
    assert codes(a_site(tmp_path, {"content/articles/2015/index.jpg": b"\xff"})) == []


def test_a_sidecar_named_in_other_case_is_told_its_article(tmp_path):
    root = a_site(tmp_path, {"content/articles/Amnesty.md": ARTICLE, "content/articles/amnesty.yaml": "claims: {}"})
    (found,) = read_sources(root).diagnostics
    assert found.code == "sidecar-alone"
    assert found.step == "Rename it to `content/articles/Amnesty.yaml`."


def test_a_sidecar_is_found_however_its_accents_are_stored(tmp_path):
    composed, apart = "é", unicodedata.normalize("NFD", "é")
    root = a_site(
        tmp_path, {f"content/articles/{apart}.md": ARTICLE, f"content/articles/{composed}.yaml": "claims: {}"}
    )
    (article,) = read_sources(root).articles
    assert article.id == composed
    assert article.sidecar == b"claims: {}"


@pytest.mark.parametrize(
    ("one", "other"), [("Report", "report"), ("é", unicodedata.normalize("NFD", "é")), ("ß", "SS")]
)
def test_two_names_that_fall_together_are_an_error_that_names_both(tmp_path, one, other):
    root = a_site(tmp_path, {f"content/articles/{name}.md": ARTICLE for name in (one, other)})
    sources = read_sources(root)
    if len(list((root / "content/articles").iterdir())) == 1:
        pytest.skip("this disk takes the two for one file")
    (found,) = sources.diagnostics
    assert found.code == "names-fold-together"
    assert one in found.message
    assert other in found.message
    assert len(sources.articles) == 1


def test_markdown_over_the_limit_is_reported_and_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MARKDOWN_LIMIT", 2 * 2**20)
    root = a_site(tmp_path, {"content/articles/a.md": b"x" * (2**21 + 1), "content/articles/b.md": b"x" * 2**21})
    sources = read_sources(root)
    assert [a.id for a in sources.articles] == ["b"]
    (found,) = sources.diagnostics
    assert (found.code, found.message) == ("file-too-large", "`content/articles/a.md` is larger than 2 MiB.")


def test_of_a_yaml_file_only_one_byte_more_than_allowed_is_read(tmp_path):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE, "content/articles/a.yaml": b"#" * (2**20 + 500)})
    (article,) = read_sources(root).articles
    assert article.sidecar is not None
    assert len(article.sidecar) == 2**20 + 1


def test_a_template_that_is_not_text_is_reported(tmp_path):
    assert codes(a_site(tmp_path, {"templates/logo.png": b"\x89PNG\xff"})) == [("file-not-text", "templates/logo.png")]


# ── law 14: nothing outside content/, templates/ and site.yaml is read ───────────────────────────────────────────

needs_links = pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
needs_bytes = pytest.mark.skipif(sys.platform != "linux", reason="names are any bytes only there")


@needs_links
@pytest.mark.parametrize(
    "link",
    [
        "site.yaml",
        "content",
        "content/articles",
        "content/articles/secret.md",
        "content/articles/a.yaml",
        "content/pages/secret.pdf",
        "content/speakers.yaml",
        "templates",
        "templates/article.html",
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_symbolic_link_is_refused_wherever_it_leads(tmp_path, link, inside):
    root = a_site(tmp_path / "site", {"content/articles/a.md": ARTICLE})
    target = tmp_path / "site/drafts" if inside else tmp_path / "site-neighbour"
    target.mkdir()
    for name in ("secret.md", "about.yaml", "article.html"):
        (target / name).write_text("SECRET")
    path = root / link
    if path.is_dir():
        path.rename(tmp_path / "moved-away")
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target / "secret.md" if path.suffix else target)
    sources = read_sources(root)
    assert ("file-link", link) in {(d.code, d.location.path) for d in sources.diagnostics}
    assert "SECRET" not in repr(sources)
    assert link not in {other.path for other in sources.others}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
@pytest.mark.parametrize("name", ["content/articles/pipe.md", "content/pipe.jpg", "templates/pipe.html"])
def test_a_pipe_is_reported_and_not_waited_for(tmp_path, name):
    root = a_site(tmp_path, {})
    (root / name).parent.mkdir(parents=True)
    os.mkfifo(root / name)
    assert codes(root) == [("file-special", name)]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_settings_that_are_a_pipe_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "site.yaml")
    assert codes(tmp_path) == [("file-unreadable", "site.yaml")]


def test_a_folder_where_a_file_is_expected_is_reported(tmp_path):
    (tmp_path / "site.yaml").mkdir()
    (tmp_path / "content").write_text("x")
    assert codes(tmp_path) == [("file-misplaced", "content"), ("file-unreadable", "site.yaml")]


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="everything may be read here")
def test_a_file_that_may_not_be_read_is_reported_and_the_others_are_read(tmp_path):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE, "content/articles/b.md": ARTICLE, "content/c.jpg": "x"})
    for name in ("a.md", "../c.jpg"):
        (root / "content/articles" / name).chmod(0)
    assert [a.id for a in read_sources(root).articles] == ["b"]
    assert [code for code, _ in codes(root)] == ["file-unreadable"] * 2


def test_a_name_that_is_not_utf8_is_reported_in_printable_letters(tmp_path):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
    try:
        (root / os.fsdecode(b"content/articles/\xff.md")).write_bytes(b"x")
    except (OSError, UnicodeError):
        pytest.skip("this disk knows only UTF-8")
    (found,) = read_sources(root).diagnostics
    assert found.code == "file-name"
    assert found.location.path.isprintable()


@pytest.fixture
def deep(tmp_path, monkeypatch):
    """Makes folders in folders, and takes them away again: pytest's own cleaning up is recursive."""
    made: list[Path] = []

    def make(path: str, depth: int, file: str) -> Path:
        root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
        start = root / path
        start.mkdir(parents=True, exist_ok=True)
        monkeypatch.chdir(start)
        for _ in range(depth):
            Path("d").mkdir()
            os.chdir("d")
        Path(file).write_text(ARTICLE)
        made.append(start)
        return root

    yield make
    for start in made:
        os.chdir(start)
        depth = 0
        while Path("d").exists():
            os.chdir("d")
            depth += 1
        for file in Path().iterdir():
            file.unlink()
        for _ in range(depth):
            os.chdir("..")
            Path("d").rmdir()


@pytest.mark.parametrize(
    ("path", "file"),
    [
        ("content/articles", "x.md"),
        ("content/pages", "x.md"),
        ("content", "x.pdf"),
        ("content/speakers", "x.yaml"),
        ("templates", "x.html"),
    ],
)
@pytest.mark.parametrize("depth", [500, 1_500, 1_900])
def test_folders_deeper_than_any_system_allows_are_one_error_and_the_rest_is_built(deep, path, file, depth):
    built = build_site(deep(path, depth, file))
    (found,) = (d for d in built.diagnostics if d.code != "no-url")
    assert (found.code, found.severity) == ("file-name", "error")
    assert "more than 800 bytes" in found.message
    assert "articles/a.html" in built.digests


def test_a_path_of_800_bytes_is_published_and_one_of_more_is_not(tmp_path):
    folder = "/".join(["ж" * 49] * 7)  # 99 bytes each
    fits = f"content/articles/{folder}/".encode()
    room = 800 - len(fits) - len(".md")
    for length, codes_found in ((room, []), (room + 1, ["file-name"])):
        root = a_site(tmp_path / str(length), {f"content/articles/{folder}/{'x' * length}.md": ARTICLE})
        assert [code for code, _ in codes(root)] == codes_found


ODD_NAMES = [
    b"new\nline.md", b"return\r.md", b"esc\x1b[31mape.md", b"bell\x07.png", b"tab\t.yaml", b"nul-like\x01.md",
    b"::error file=x::y.md", b"\n::error file=x::y.md", b"\xff\xfe.md", b"bad\xc3(.png", b"lone\xed\xa0\x80.md",
    "override\u202egnp.md".encode(), "isolate\u2066.md".encode(), "next\u0085.md".encode(), "line\u2028.md".encode(),
    b"x\\y.md", b"a|b.md", b"<script>.svg", b"q?.md", b"50%.md", b"a#b.md", b'"x".md', b"trailing.md ", b"con.md",
]  # fmt: skip


@needs_bytes
@pytest.mark.parametrize("name", ODD_NAMES)
@pytest.mark.parametrize("kind", ["file", "folder", "link", "pipe"])
def test_an_odd_name_is_an_error_without_control_characters_in_any_format(tmp_path, name, kind):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
    path = root / "content/articles" / os.fsdecode(name)
    if kind == "folder":
        path.mkdir()
        (path / "x.md").write_text(ARTICLE)
    elif kind == "link":
        path.symlink_to("nowhere")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_text(ARTICLE)
    built = build_site(root)
    found = [d for d in built.diagnostics if d.code != "no-url"]
    assert len(found) == 1
    assert found[0].step
    assert "articles/a.html" in built.digests
    for form in (as_github(found), as_json(found), as_markdown_table(found), as_text(found[0], source_lines(root))):
        shown = form.replace("\n", " ")
        assert shown.isprintable(), shown


@needs_bytes
def test_ten_thousand_odd_names_are_reported_in_a_second_or_two(tmp_path):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
    for n in range(10_000):
        (root / f"content/articles/x\n{n}.md").touch()
    begun = time.process_time()
    assert len(read_sources(root).diagnostics) == 10_000
    assert time.process_time() - begun < 5


class _Entry:
    """An entry of a folder on a file system that doesn't list what its entries are, and says so only when asked."""

    def __init__(self, name: str, error: OSError | None) -> None:
        self.name, self._error = name, error

    def _asked(self, **_: object) -> bool:
        if isinstance(self._error, FileNotFoundError):
            return False
        assert self._error
        raise self._error

    is_symlink = is_dir = is_file = is_junction = _asked

    def stat(self, **_: object) -> None:
        assert self._error
        raise self._error


@pytest.mark.parametrize("error", [FileNotFoundError(2, "No such file"), PermissionError(13, "Permission denied")])
def test_a_file_that_is_gone_or_hidden_before_it_is_looked_at_is_reported(tmp_path, monkeypatch, error):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: _With(scandir(path), _Entry("b.md", error)))
    found = read_sources(root).diagnostics
    assert {(d.code, d.location.path) for d in found} == {
        ("file-unreadable", "content/b.md"),
        ("file-unreadable", "content/articles/b.md"),
    }


class _With(list[object]):
    """A folder with one more entry."""

    def __init__(self, entries, more):
        super().__init__([*entries, more])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


@pytest.mark.parametrize("gone", ["content/articles/b.md", "content/b.pdf", "content/articles/a.yaml", "site.yaml"])
def test_a_file_that_is_gone_when_it_is_read_is_reported(tmp_path, monkeypatch, gone):
    files_there = {"content/articles/a.md": ARTICLE, "content/articles/b.md": ARTICLE, "content/b.pdf": "x"}
    root = a_site(tmp_path, {**files_there, "content/articles/a.yaml": "claims: {}"})

    def opened(path):
        if str(path).endswith(gone):
            (root / gone).unlink()
        return open_plainly(path)

    monkeypatch.setattr(files, "open_plainly", opened)
    assert codes(root) == [("file-unreadable", gone)]


@pytest.mark.parametrize("number", [errno.EMFILE, errno.ENFILE])
@pytest.mark.parametrize("path", ["site.yaml", "content", "content/articles/a.md", "content/b.pdf"])
def test_too_many_open_files_are_not_blamed_on_the_file(tmp_path, monkeypatch, number, path):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE, "content/b.pdf": "x"})
    scandir = os.scandir

    def refused(wanted: object, otherwise: Callable[[Any], Any]) -> object:
        if str(wanted).endswith(path):
            raise OSError(number, os.strerror(number), str(wanted))
        return otherwise(wanted)

    monkeypatch.setattr(files, "open_plainly", lambda wanted: refused(wanted, open_plainly))
    monkeypatch.setattr(os, "scandir", lambda wanted: refused(wanted, scandir))
    found = [d for d in read_sources(root).diagnostics if d.location.path == path]
    assert [d.code for d in found] == ["file-unreadable"]
    assert "open files" in found[0].message
    assert found[0].step.startswith("Close other programs or raise the limit")


def test_the_order_of_the_disk_does_not_matter(tmp_path, monkeypatch):
    root = a_site(tmp_path, {f"content/articles/{n}/{m}.md": ARTICLE for n in "cab" for m in "zyx"})
    usual = read_sources(root)
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: _Backwards(scandir(path)))
    assert read_sources(root) == usual
    assert [a.id for a in usual.articles] == sorted(a.id for a in usual.articles)


class _Backwards(list[os.DirEntry[str]]):
    """A folder, listed from its end."""

    def __init__(self, entries):
        super().__init__(sorted(entries, key=lambda entry: entry.name, reverse=True))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return None


# ── which files are copied ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("content/articles/2015/x.jpg", "articles/2015/x.jpg"),
        ("content/pages/y.png", "y.png"),
        ("content/z.pdf", "z.pdf"),
        (f"content/{unicodedata.normalize('NFD', 'é')}.csv", "é.csv"),
    ],
)
def test_a_file_with_a_harmless_ending_is_copied(tmp_path, name, path):
    sources = read_sources(a_site(tmp_path, {name: "x"}))
    assert copied_files(sources.others, (), {}) == ([(path, name)], [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("map.svg", "file-not-copied"),
        ("frame.html", "file-not-copied"),
        ("x.js", "file-not-copied"),
        ("README", "file-not-copied"),
        ("articles/2015/x.yml", "sidecar-ending"),
        ("articles/2015/x.MD", "file-misplaced"),
        ("articles/x.markdown", "file-misplaced"),
        ("stray.md", "file-misplaced"),
        ("pages/about.yaml", "file-misplaced"),
        ("speakers/deep/er.yaml", "file-misplaced"),
    ],
)
def test_any_other_file_is_copied_only_when_it_is_named(tmp_path, name, code):
    others = read_sources(a_site(tmp_path, {f"content/{name}": "x"})).others
    copied, problems = copied_files(others, (), {})
    assert copied == []
    assert [(p.code, p.location.path) for p in problems] == [(code, f"content/{name}")]
    assert problems[0].step
    assert copied_files(others, (name,), {}) == ([(name.removeprefix("pages/"), f"content/{name}")], [])


def test_a_file_that_is_named_and_missing_is_reported_where_it_is_named():
    places = {"files/0": Location("site.yaml", 3, 9)}
    copied, (found,) = copied_files((), ("mapp.svg",), places)
    assert copied == []
    assert (found.code, found.location) == ("file-missing", places["files/0"])


# ── digests and lines ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "changed",
    [
        "site.yaml",
        "content/articles/a.md",
        "content/articles/a.yaml",
        "content/pages/p.md",
        "content/speakers.yaml",
        "content/sources.yaml",
        "content/x.jpg",
        "templates/article.html",
    ],
)
def test_the_digest_of_the_inputs_changes_with_each_of_them(tmp_path, changed):
    texts = ("articles/a.md", "articles/a.yaml", "pages/p.md", "speakers.yaml", "sources.yaml", "x.jpg")
    everything = {f"content/{name}": "x: 1\n" for name in texts} | {"templates/article.html": "<p>"}
    root = a_site(tmp_path, everything)
    before = inputs_of(read_sources(root))
    assert inputs_of(read_sources(root)) == before
    assert inputs_of(read_sources(root), "drafts") != before
    (root / changed).write_text("title: U\n")
    assert inputs_of(read_sources(root)) != before


def test_the_lines_shown_are_those_an_editor_counts(tmp_path):
    line_of = source_lines(a_site(tmp_path, {"content/a.md": "\ufeffone\r\ntwo\rthree\n"}))
    assert [line_of("content/a.md", n) for n in (0, 1, 2, 3, 4, 5)] == [None, "one", "two", "three", "", None]


@pytest.mark.parametrize(
    "path", ["../outside.txt", "content/../../outside.txt", "/etc/passwd", "nowhere.md", "content", "a\0b", ""]
)
def test_no_line_of_anything_else_is_shown(tmp_path, path):
    root = a_site(tmp_path / "site", {"content/a.md": "x"})
    (tmp_path / "outside.txt").write_text("SECRET")
    assert source_lines(root)(path, 1) is None


# ── the whole text of each message ───────────────────────────────────────────────────────────────────────────────

WHOLE_TEXTS = {
    "file-too-large": (
        {"content/articles/huge.md": b"x" * (8 * 2**20 + 1)},
        "content/articles/huge.md:1:1: error[file-too-large] `content/articles/huge.md` is larger than 8 MiB.\n"
        "  next: Split it, or remove what is not text.",
    ),
    "file-name": (
        {"content/articles/2015/what?.md": ARTICLE},
        "content/articles/2015/what?.md:1:1: error[file-name] `content/articles/2015/what?.md` can't be published under"
        " its name: “what?.md” contains “?”.\n"
        "  next: Rename it.",
    ),
    "file-not-text": (
        {"templates/logo.png": b"\x89PNG\xff"},
        "templates/logo.png:1:1: error[file-not-text] `templates/logo.png` is not UTF-8 text.\n"
        "  next: Save it as UTF-8, or move it to `content/` if it is a picture or a font.",
    ),
    "file-misplaced": (
        {"content/amnesty-syria.md": ARTICLE},
        "content/amnesty-syria.md:1:1: error[file-misplaced] `content/amnesty-syria.md` is a Markdown file"
        " outside `content/articles/` and `content/pages/`.\n"
        "  next: Move it to `content/articles/` or `content/pages/`.",
    ),
    "file-not-copied": (
        {"content/articles/2015/map.svg": "<svg/>"},
        "content/articles/2015/map.svg:1:1: error[file-not-copied] `content/articles/2015/map.svg` is not published:"
        " files with the ending “.svg” are copied only if `files` lists them.\n"
        "  next: Remove it or, to publish it, list it in `site.yaml`: `files: [articles/2015/map.svg]`.",
    ),
    "sidecar-ending": (
        {"content/articles/a.md": ARTICLE, "content/articles/a.yml": "claims: {}"},
        "content/articles/a.yml:1:1: error[sidecar-ending] `content/articles/a.yml` ends in “.yml” instead of"
        " “.yaml”.\n"
        "  next: Rename it to `content/articles/a.yaml`.",
    ),
    "sidecar-alone": (
        {"content/articles/a.yaml": "claims: {}"},
        "content/articles/a.yaml:1:1: error[sidecar-alone] `content/articles/a.yaml` has no article:"
        " `content/articles/a.md` is missing or can't be used.\n"
        "  next: Add the article, or rename the sidecar to match it; where it has one already, copy to that what this"
        " one lacks, and delete this one.",
    ),
}


@pytest.mark.parametrize(("contents", "text"), WHOLE_TEXTS.values(), ids=WHOLE_TEXTS.keys())
def test_the_whole_text_of_a_message(tmp_path, contents, text):
    assert texts_of(a_site(tmp_path, contents)) == [text]


def texts_of(root: Path, named: tuple[str, ...] = ()) -> list[str]:
    sources = read_sources(root)
    places = {"files/0": Location("site.yaml", 2, 9)}
    problems = [*sources.diagnostics, *copied_files(sources.others, named, places)[1]]
    return [as_text(problem, lambda path, line: None) for problem in problems]


def test_the_whole_text_about_a_file_that_is_named_and_missing(tmp_path):
    assert texts_of(a_site(tmp_path, {}), ("articles/mapp.svg",)) == [
        "site.yaml:2:9: error[file-missing] `files` lists “articles/mapp.svg”, but"
        " `content/articles/mapp.svg` is missing or can't be copied.\n"
        "  next: Correct the path, which is relative to `content/`."
    ]


def test_the_whole_text_about_a_file_that_can_not_be_read(tmp_path):
    (tmp_path / "site.yaml").mkdir()
    assert texts_of(tmp_path) == [
        "site.yaml:1:1: error[file-unreadable] `site.yaml` can't be read: Not an ordinary file.\n"
        "  next: Make sure that it exists, is of the right type and is readable."
    ]


@needs_links
def test_the_whole_text_about_a_link(tmp_path):
    root = a_site(tmp_path, {})
    (root / "content").symlink_to(tmp_path)
    assert texts_of(root) == [
        "content:1:1: error[file-link] `content` is a symbolic link, and symbolic links are not followed.\n"
        "  next: Replace the link with the file or folder itself."
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_the_whole_text_about_a_pipe(tmp_path):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
    os.mkfifo(root / "content/pipe")
    assert texts_of(root) == [
        "content/pipe:1:1: error[file-special] `content/pipe` is neither an ordinary file nor a folder.\n"
        "  next: Remove it."
    ]


def test_the_whole_text_about_names_that_fall_together(tmp_path):
    root = a_site(tmp_path, {"content/articles/Report.md": ARTICLE, "content/articles/report.md": ARTICLE})
    if len(list((root / "content/articles").iterdir())) == 1:
        pytest.skip("this disk takes the two for one file")
    assert texts_of(root) == [
        "content/articles/report.md:1:1: error[names-fold-together] `content/articles/report.md` and"
        " `content/articles/Report.md` differ only in letter case or in how an accent is encoded.\n"
        "  next: Rename one of them."
    ]


# ── a large archive ──────────────────────────────────────────────────────────────────────────────────────────────


def test_of_a_large_archive_only_some_bytes_are_held_and_the_others_read_again(tmp_path, monkeypatch):
    root = a_site(tmp_path, {f"content/articles/2015/{name}.md": ARTICLE.replace("T\n", name) for name in "abcd"})
    (root / "content/articles/2015/c.yaml").write_text("claims: {}\n")
    whole = read_sources(root)
    monkeypatch.setattr(files, "_MOST_IN_MEMORY", 2)
    sources = read_sources(root)
    assert [article.is_read for article in sources.articles] == [True, True, False, False]
    assert not any(article.text or article.sidecar for article in sources.articles[2:])
    assert inputs_of(sources) == inputs_of(whole)
    assert tuple(load_article(root, article, StatCache(str(root))) for article in sources.articles) == whole.articles


def test_an_archive_of_which_not_all_is_held_is_built_the_same(tmp_path, monkeypatch):
    editor = Editor(tmp_path / "site")
    whole = build_site(editor.root)
    monkeypatch.setattr(files, "_MOST_IN_MEMORY", 1)
    assert build_site(editor.root).digests == whole.digests
