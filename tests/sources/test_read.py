"""Which files of a site are read and which are skipped, and the diagnostics for files that can't be used."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.diagnostics import Location
from generator.diagnostics.format import as_text
from generator.pipeline.build import build_site
from generator.pipeline.input_digest import inputs_of
from generator.sources import read as files
from generator.sources.copied import copied_files
from generator.sources.read import load_article, read_sources
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


def test_what_systems_and_editors_leave_behind_is_skipped_in_silence(tmp_path):
    left = [
        ".git/config",
        ".DS_Store",
        "articles/Thumbs.db",
        "articles/x.md~",
        "articles/.x.md.swp",
        "pages/desktop.ini",
    ]
    root = a_site(tmp_path, {f"content/{name}": "x" for name in left} | {"templates/.hidden/a.html": "x"})
    sources = read_sources(root)
    assert (sources.articles, sources.pages, sources.others, sources.templates) == ((), (), (), {})
    assert sources.diagnostics == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("content/articles/con.md", "file-name"),
        ("content/articles/2015/what?.md", "file-name"),
        ("content/articles/_x.md", "file-name"),
        ("content/articles/x .md", "file-name"),
        ("content/articles/index.md", "file-name"),
        ("content/articles/2015/page-2.md", "file-name"),
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
    assert "Amnesty.md" in found.step


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


def test_folders_deeper_than_the_stack_are_no_trouble(tmp_path, monkeypatch):
    root = a_site(tmp_path, {"content/articles/a.md": ARTICLE})
    monkeypatch.chdir(root / "content/articles")
    for _ in range(1500):
        Path("d").mkdir()
        os.chdir("d")
    try:
        assert [a.id for a in read_sources(root).articles] == ["a"]
    finally:
        for _ in range(1500):  # pytest's own cleaning up is recursive
            os.chdir("..")
            Path("d").rmdir()


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
        "  next: Add the article, or rename the sidecar to match its article.",
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
