"""An incremental build gives what a clean one gives, byte for byte, and makes no more than what changed shows in."""

from __future__ import annotations

import io
import json
import re
import shutil
import time
from collections.abc import Callable, Iterable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cache.store import CACHE_FILE
from generator.cli.main import main
from generator.publishing.manifest import MANIFEST
from generator.sources import stat_cache as seen
from tests.casefiles import remember_templates
from tests.editing import DEEDS, OFTEN, Editor
from tests.folders import tree

remember_templates()

TICK = 60 * 10**6
"""Nanoseconds: of the clock of the file system that is played here."""

Outcome = tuple[int, object]
"""Exit code and problems."""
Step = tuple[list[tuple[str, int]], tuple[str, ...]]
"""Deeds with the numbers they draw from, and the options of the build that follows."""


def run(root: Path, *options: object) -> tuple[int, str, str]:
    """Exit code and what was printed."""
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = main(["build", "--site", str(root), *map(str, options)])
    return code, out.getvalue(), err.getvalue()


def built(root: Path, output: Path, cache: Path, *options: str) -> Outcome:
    code, out, err = run(root, "--output", output, "--cache", cache, "--format", "json", "-q", *options)
    assert code in (0, 1), f"it ended with {code}: {err}"
    return code, json.loads(out)


@pytest.fixture(scope="module", autouse=True)
def _without_waiting_for_the_disk():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("generator.publishing.staging.write_to_disk", lambda _: None)
        yield


# ── any sequence of edits ────────────────────────────────────────────────────────────────────────────────────────


def check_sequence(folder: Path, steps: Iterable[Step], wait: float = 0) -> None:
    """Some deeds and a build, again and again; then a clean build aside."""
    editor = Editor(folder / "site")
    root = editor.root
    outcome = built(root, root / "output", root / ".counterpoint")
    options: tuple[str, ...] = ()
    for deeds, options in steps:
        time.sleep(wait)
        for name, number in deeds:
            editor.do(name, number)
        editor.log.append(f"build {' '.join(options)}")
        outcome = built(root, root / "output", root / ".counterpoint", *options)
    told = "\n".join(editor.log)
    assert outcome == built(root, folder / "clean", folder / "clean-cache", *options), told
    if (folder / "clean").exists():
        assert differing(root / "output", folder / "clean") == [], told


def differing(one: Path, other: Path) -> list[str]:
    first, second = tree(one), tree(other)
    return sorted(path for path in first.keys() | second.keys() if first.get(path, 0) != second.get(path, 0))


NUMBERS = st.integers(0, 2**20)
DEED = st.tuples(st.sampled_from([*OFTEN, *DEEDS]), NUMBERS)
NO_OPTIONS = st.just(())
OPTIONS = st.sampled_from([("--drafts",), ("--strict",), ("--base-url", "https://elsewhere.example/")])
WORDS_ONLY = st.tuples(st.lists(st.tuples(st.just("add_words"), NUMBERS), min_size=1, max_size=2), NO_OPTIONS)
STEP = st.tuples(st.lists(DEED, min_size=1, max_size=3), NO_OPTIONS | NO_OPTIONS | OPTIONS)
STEPS = st.lists(STEP | WORDS_ONLY, min_size=1, max_size=6)


@pytest.fixture(scope="module", params=["fine", "coarse"])
def clock(request):
    """A file system on which files are soon old enough to be trusted; and one whose clock ticks so seldom that a file
    which is written again keeps its stamp."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seen, "GRANULARITY", TICK // 4 if request.param == "fine" else TICK + 10**7)
        if request.param == "coarse":
            patch.setattr(seen, "stamp_of", coarse_stamp)
        yield


def coarse_stamp(stat):
    return stat.st_size, stat.st_mtime_ns // TICK, stat.st_ctime_ns // TICK, stat.st_ino, stat.st_dev


@given(STEPS)
@settings(max_examples=12)
def test_after_any_sequence_of_edits_the_output_is_that_of_a_clean_build(clock, tmp_path_factory, steps):
    check_sequence(tmp_path_factory.mktemp("edited"), steps)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=500)
def test_after_a_thousand_sequences_of_edits_the_output_is_that_of_a_clean_build(clock, tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("edited")
    check_sequence(folder, steps)
    shutil.rmtree(folder)


def test_with_the_true_clock_files_are_trusted_after_a_while_and_edits_are_seen(tmp_path):
    """Deeds that keep a file's size, and its stamp as far as anybody can."""
    check_sequence(tmp_path, [([("swap_letters", n), ("add_words", n)], ()) for n in range(2)], wait=2.2)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=15)
def test_with_the_true_clock_any_sequence_of_edits_gives_a_clean_build(tmp_path_factory, steps):
    check_sequence(tmp_path_factory.mktemp("edited"), steps, wait=2.2)


def check_travels(folder: Path, steps: Iterable[Step]) -> None:
    """Each build on another computer, to which site, output and cache were copied with all times; then a clean one."""
    editor = Editor(folder / "0/site")
    outcome = built(editor.root, editor.root / "output", folder / "0/cache")
    options: tuple[str, ...] = ()
    for number, (deeds, options) in enumerate(steps, 1):
        here = folder / str(number)
        leave_staging = shutil.ignore_patterns("*.next~")
        shutil.copytree(editor.root.parent, here, symlinks=True, ignore=leave_staging)
        shutil.rmtree(editor.root.parent)
        editor.root = here / "site"
        for name, deed in deeds:
            editor.do(name, deed)
        editor.log.append(f"build {' '.join(options)}")
        outcome = built(editor.root, editor.root / "output", here / "cache", *options)
    told = "\n".join(editor.log)
    assert outcome == built(editor.root, folder / "clean", folder / "clean-cache", *options), told
    if (folder / "clean").exists():
        assert differing(editor.root / "output", folder / "clean") == [], told


@given(STEPS)
@settings(max_examples=6)
def test_on_one_computer_after_another_the_output_is_that_of_a_clean_build(tmp_path_factory, steps):
    check_travels(tmp_path_factory.mktemp("travelled"), steps)


@pytest.mark.slow
@given(STEPS)
@settings(max_examples=150)
def test_on_one_computer_after_another_any_sequence_of_edits_gives_a_clean_build(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("travelled")
    check_travels(folder, steps)
    shutil.rmtree(folder)


def test_files_of_a_coarse_clock_that_are_written_again_at_once_are_read_again(tmp_path, monkeypatch):
    """Each edit keeps size and stamp, so only the age of the file, when it was read, shows that it may have changed.

    The clock is the test's own, so that no load of the machine changes the outcome: each build opens its files at the
    last moment at which the edited one is too young to be recorded.
    """
    editor = Editor(tmp_path / "site")
    edited = editor.root / "content/articles/2015/report.md"
    monkeypatch.setattr(seen, "stamp_of", lambda stat: (stat.st_size, 0, 0, stat.st_ino, stat.st_dev))
    monkeypatch.setattr(seen.StatCache, "moment", lambda _: _last_change(edited) + seen.GRANULARITY)
    for words in (b"Russia has", b"Russia had", b"Russia was"):
        text = editor.read("content/articles/2015/report.md")
        editor.write("content/articles/2015/report.md", re.sub(rb"Russia \w{3}", words, text))
        run(editor.root)
        assert words in (editor.root / "output/articles/2015/report.html").read_bytes()


def _last_change(file: Path) -> int:
    """Nanoseconds since 1970."""
    status = file.stat()
    return max(status.st_mtime_ns, status.st_ctime_ns)


def test_two_sites_that_share_a_memo_do_not_get_into_each_others_way(tmp_path):
    sites = [Editor(tmp_path / name / "site") for name in ("one", "other")]
    for number in range(6):
        editor = sites[number % 2]
        editor.do("add_words", number)
        outcome = built(editor.root, editor.root / "output", tmp_path / "cache")
        aside = tmp_path / f"clean{number}"
        assert outcome == built(editor.root, aside, aside.with_name(f"cache{number}"))
        assert differing(editor.root / "output", aside) == []


def test_what_was_lost_from_the_output_by_hand_is_made_again_all_of_it(tmp_path):
    """One page is missing that is left as it is, and one that is made anew and turns out to be the same."""
    editor = Editor(tmp_path / "site")
    run(editor.root)
    before = tree(editor.root / "output")
    for path in ("articles/2015/report.html", "assets/site.js"):
        (editor.root / "output" / path).unlink()
    editor.write("templates/article.html", editor.read("templates/article.html") + b"{# a remark #}")
    code, _, err = run(editor.root, "-q")
    assert code == 0, err
    after = tree(editor.root / "output")
    assert {**before, MANIFEST: None} == {**after, MANIFEST: None}


def check_edit(folder: Path, path: str, edits: Iterable[tuple[str, str]]) -> list[Outcome]:
    """One edit after the other in one file, each against a clean build. Gives what each build told."""
    editor = Editor(folder / "site")
    outcomes = []
    for number, (old, new) in enumerate([("", ""), *edits]):
        assert old.encode() in editor.read(path)
        editor.write(path, editor.read(path).replace(old.encode(), new.encode(), 1))
        outcomes.append(built(editor.root, editor.root / "output", editor.root / ".counterpoint"))
        clean = folder / f"clean{number}"
        assert outcomes[-1] == built(editor.root, clean, folder / f"cache{number}")
        assert differing(editor.root / "output", clean) == []
    return outcomes


def test_a_link_that_led_to_no_paragraph_leads_there_once_another_article_has_it(tmp_path):
    editor = Editor(tmp_path / "site")
    text = editor.read("content/articles/2017/plain.md")
    editor.write("content/articles/2017/plain.md", text + b"\nSee [it](../2015/briefing.md#p_4).\n")
    page, cache = editor.root / "output/articles/2017/plain.html", editor.root / ".counterpoint"
    assert built(editor.root, editor.root / "output", cache)[0] == 1
    assert b"briefing.html#p_4" not in page.read_bytes()
    editor.write(path := "content/articles/2015/briefing.md", editor.read(path) + b"\nA fourth paragraph.\n")
    assert built(editor.root, editor.root / "output", cache)[0] == 0
    assert b"briefing.html#p_4" in page.read_bytes()


def test_what_is_wrong_with_an_article_is_told_with_the_line_in_which_it_stands_now(tmp_path):
    moves = [("about.md)", "about.md#x)"), ("There are no ties", "So it\nis said: there are no ties")]
    outcomes = check_edit(tmp_path, "content/articles/2015/briefing.md", moves)
    assert [code for code, _ in outcomes] == [0, 1, 1]
    assert outcomes[1] != outcomes[2]


def test_what_is_wrong_with_the_place_of_a_file_is_told_though_nothing_else_has_changed(tmp_path):
    editor = Editor(tmp_path / "site")
    assert run(editor.root)[0] == 0
    editor.write("content/articles/2015/lone.yaml", b"claims: {}\n")
    code, _, err = run(editor.root)
    assert code == 1
    assert "sidecar-alone" in err


LONG = (
    "The ministry said in the evening that none of the villages had been hit by its planes on that day.\n",
    "Nobody from the villages could be reached, and the roads that lead to them were closed by the army.\n",
)


@pytest.mark.parametrize("edited", ["content/articles/2015/briefing.md", "content/articles/2017/plain.md"])
def test_an_article_that_gets_the_text_of_another_is_told(tmp_path, edited):
    editor = Editor(tmp_path / "site")
    paths = ["content/articles/2015/briefing.md", "content/articles/2017/plain.md"]
    for path in paths:
        own = "\n".join(LONG[: 1 + (path != edited)])
        editor.write(path, editor.read(path) + f"\n{own}".encode())
    output, cache = editor.root / "output", editor.root / ".counterpoint"
    assert "text-of-another" not in str(built(editor.root, output, cache))
    editor.write(edited, editor.read(edited) + f"\n{LONG[1]}".encode())
    outcome = built(editor.root, output, cache)
    assert "text-of-another" in str(outcome)
    assert outcome == built(editor.root, tmp_path / "clean", tmp_path / "clean-cache")


UNLINKED = """\
claims:
  one: {speaker: wong, verdict: supported, quote: The first claim, sources: [report]}
"""
"""The annotations of an article that answers and repeats no other, and that no other leads to."""


def unlinked_site(root: Path) -> Editor:
    """A site of three articles that share a speaker, a source and a verdict, and nothing else."""
    editor = Editor(root)
    for path in editor.paths():
        (root / path).unlink()
    editor.write("site.yaml", b"title: Three articles\nverdicts: {supported: {label: Well founded, tone: green}}\n")
    editor.write("content/speakers.yaml", b"wong: {name: Jane Wong, kind: person}\n")
    editor.write("content/sources.yaml", b"report: {title: A report, url: https://report.example/}\n")
    for year in (2015, 2016, 2017):
        text = f"---\ntitle: Of {year}\ndate: {year}-01-01\n---\n\nThe first claim, and more.\n"
        editor.write(f"content/articles/{year}/a.md", text.encode())
        editor.write(f"content/articles/{year}/a.yaml", UNLINKED.encode())
    return editor


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/speakers.yaml", b"Jane Wong", b"J. Wong"),
        ("content/sources.yaml", b"A report", b"The report"),
        ("site.yaml", b"Well founded", b"Confirmed"),
    ],
)
def test_what_unlinked_articles_share_changes_the_pages_of_each(tmp_path, path, old, new):
    """One digest stands for their surroundings, which are not gathered: it must cover all that they show."""
    editor = unlinked_site(tmp_path / "site")
    output, cache = editor.root / "output", editor.root / ".counterpoint"
    assert built(editor.root, output, cache)[0] == 0
    editor.write(path, editor.read(path).replace(old, new))
    outcome = built(editor.root, output, cache)
    assert outcome == built(editor.root, tmp_path / "clean", tmp_path / "clean-cache")
    assert differing(output, tmp_path / "clean") == []
    for year in (2015, 2016, 2017):
        page = (output / f"claims/{year}/a/one.html").read_bytes()
        assert new in page
        assert old not in page


# ── how much is made ─────────────────────────────────────────────────────────────────────────────────────────────

REPORT = "content/articles/2015/report"
MARKED = ("claims", "answers")
"""What its annotations are."""


class Builds:
    """Builds of a site whose files are old, with what each had to do. `read`, `compiled`, `made` and `written` are
    numbers, `changed` the paths of the files that are new in the output, but those of the search index: `indexed`."""

    def __init__(self, root: Path) -> None:
        self.editor = Editor(root)
        self.build()

    def build(self) -> None:
        before = self._inodes()
        time.sleep(2 * TICK / 10**9)
        code, _, err = run(self.editor.root, "-v")
        assert code == 0, err
        numbers = re.search(
            r"([\d,]+) source files? read, (\d+) .*compiled, (\d+) .*(?:made|rendered), (\d+) written", err
        )
        assert numbers, err
        self.read, self.compiled, self.made, self.written = map(int, numbers.groups())
        after = self._inodes()
        self.changed = {path for path, inode in after.items() if before.get(path) != inode}
        self.gone = before.keys() - after.keys()
        assert len(self.changed) == self.written
        self.indexed = {path for path in self.changed if path.startswith("search/")}
        self.changed -= self.indexed
        self.made -= len(self.indexed)

    def _inodes(self) -> dict[str, int]:
        output = self.editor.root / "output"
        files = (path for path in output.rglob("*") if path.is_file() and path.name != MANIFEST)
        return {path.relative_to(output).as_posix(): path.stat().st_ino for path in files}

    def text(self, path: str) -> str:
        return self.editor.read(path).decode()

    def after(self, path: str, old: str, new: str) -> None:
        """A build after an edit of a file."""
        assert self.text(path).count(old) == 1
        self.editor.write(path, self.text(path).replace(old, new).encode())
        self.build()


@pytest.fixture
def builds(tmp_path, monkeypatch):
    monkeypatch.setattr(seen, "GRANULARITY", TICK // 4)
    builds = Builds(tmp_path / "site")
    builds.build()  # the files are old now, and have been read
    return builds


def test_of_what_is_as_it_was_nothing_is_read_compiled_made_or_written(builds):
    builds.build()
    assert (builds.read, builds.compiled, builds.made, builds.written) == (0, 0, 0, 0)


def test_an_edited_text_makes_the_pages_of_its_article_and_no_other(builds):
    builds.after(f"{REPORT}.md", "The report says", "The report said")
    assert (builds.read, builds.compiled, builds.made) == (2, 1, 4), (
        "its sidecar is read too, and its annotations and its claim's page are made"
    )
    assert builds.changed == {"articles/2015/report.html", "data/articles-2015.json"}, (
        "the words beside its passages are as before"
    )
    builds.after("content/articles/2017/plain.md", "Nothing is", "Nothing was")
    assert (builds.read, builds.compiled, builds.made) == (1, 1, 3)
    assert builds.changed == {"articles/2017/plain.html", "data/articles-2017.json"}


def test_an_edit_makes_the_files_of_the_search_index_that_it_changes(builds):
    builds.after(f"{REPORT}.md", "The report says", "The report, umbrellas, said")
    assert builds.indexed == {"search/all/w0.js", "search/index.js"}
    words = builds.editor.root / "output" / "search" / "all" / "w0.js"
    assert "umbrella" in words.read_text(encoding="utf-8")
    builds.after("content/speakers/people.yaml", "Jane Wong", "Joanna Wong")
    assert {"search/all/w0.js", "search/all/d0.js", "search/index.js"} <= builds.indexed
    builds.after("content/pages/about.md", "See", "Look at")
    assert builds.indexed == set()


def test_an_answer_in_another_article_makes_the_lists_whose_sums_it_changes_but_no_neighbour(builds):
    listed = "articles/index.html"
    before = _sums(builds, listed)
    answer = "counterpoints:\n  late: {to: 2015/briefing#military-only, speaker: editors, statement: A late answer.}\n"
    builds.editor.write("content/articles/2017/plain.yaml", answer.encode())
    builds.build()
    assert {listed, "articles/2017/plain.html", "articles/2015/briefing.html"} <= builds.changed
    assert "articles/2015/report.html" not in builds.changed, "the article beside it shows its name and not its sum"
    assert _sums(builds, listed) != before


def _sums(builds, path: str) -> list[bytes]:
    return re.findall(rb'<p class="sum">.*', (builds.editor.root / "output" / path).read_bytes())


def test_an_edit_that_is_undone_compiles_nothing(builds):
    builds.after(f"{REPORT}.md", "The report says", "The report said")
    builds.after(f"{REPORT}.md", "The report said", "The report says")
    assert (builds.compiled, builds.made) == (0, 4)
    assert builds.changed == {"articles/2015/report.html", "data/articles-2015.json"}


def test_the_home_page_is_made_too_where_the_words_around_its_claim_or_the_reason_are_edited(builds):
    own = {"articles/2015/report.html", "articles/2015/report.jsonld"}
    shown = {*own, "index.html"}
    moved = {"data/articles-2015.json", "data/passages-2015.csv", *(f"data/{of}-2015.json" for of in MARKED)}
    builds.after(f"{REPORT}.md", "Russia has", "Russia itself has")
    assert (builds.changed, builds.made) == (shown | moved, 4 + len(moved)), "in the data passages begin elsewhere"
    assert "Russia itself has" in (builds.editor.root / "output/index.html").read_text()
    builds.after(f"{REPORT}.md", "Russia itself", "A few words before all others.\n\nRussia itself")
    assert (builds.changed, builds.made) == (own | moved, 3 + len(moved))
    builds.after(f"{REPORT}.yaml", "He names no passage", "He names none")
    pages = {"articles/2016/annex.html", "claims/2015/report/only-cliches.html"}
    pages |= {"claims/feed.xml", "speakers/konashenkov.xml"}
    assert builds.compiled == 1
    of_the_claim = {"data/claims-2015.json", "data/claims-2015.csv"}
    assert shown | of_the_claim <= builds.changed <= shown | of_the_claim | pages
    assert "He names none" in (builds.editor.root / "output/index.html").read_text()


def test_an_edited_note_makes_the_pages_that_show_it_also_those_of_other_articles(builds):
    builds.after("content/articles/2016/annex.yaml", "A hundred", "One hundred")
    assert builds.compiled == 1
    assert builds.changed == {
        "articles/2016/annex.html",
        "articles/2016/annex.jsonld",
        "claims/2015/briefing/ties.html",
        "claims/2015/report/only-cliches.html",
        "data/answers-2016.json",
        "data/answers-2016.csv",
    }


def test_an_edited_note_makes_the_feeds_that_show_it_and_one_that_none_shows_makes_no_feed(builds):
    builds.after(f"{REPORT}.yaml", "He names no passage", "He names none")
    assert {path for path in builds.changed if path.endswith(".xml")} == {"claims/feed.xml", "speakers/konashenkov.xml"}
    assert b"He names none" in (builds.editor.root / "output/claims/feed.xml").read_bytes()
    builds.editor.write("content/articles/2017/plain.yaml", b"notes:\n  remark: {note: A remark.}\n")
    builds.build()
    builds.after("content/articles/2017/plain.yaml", "A remark", "One remark")
    of_year = {"data/notes-2017.json", "data/notes-2017.csv"}
    assert builds.changed == {"articles/2017/plain.html", "articles/2017/plain.jsonld"} | of_year


def test_another_verdict_makes_what_shows_its_claim_and_the_lists_it_stands_in(builds):
    builds.after(f"{REPORT}.yaml", "verdict: unsupported", "verdict: supported")
    assert builds.compiled == 1
    own = {
        *("articles/2015/report.html", "claims/2015/report/only-cliches.html"),
        *("articles/2016/annex.html", "claims/2016/annex/again.html"),
        *("articles/2015/report.jsonld", "articles/2016/annex.jsonld"),
    }
    assert own <= builds.changed
    of_the_year = {"claims/2015.csv"}
    assert {
        path for path in builds.changed if path.startswith(("articles/", "claims/20")) and "index" not in path
    } == own | of_the_year
    assert {"verdicts/supported.html", "verdicts/unsupported.html", "index.html"} <= builds.changed


def test_one_source_more_moves_those_of_its_publisher_to_their_letters_and_the_links_to_them(builds, monkeypatch):
    annex, listed = builds.editor.root / "output/articles/2016/annex.html", "sources/other.html#annex"
    assert listed in annex.read_text()
    monkeypatch.setattr("generator.linking.sources.MOST_BY_LETTERS", (1, 100, 1_000))
    text = "claims:\n  c: {speaker: editors, statement: So., sources: [{title: Another, url: https://e.example/}]}\n"
    builds.editor.write("content/articles/2017/plain.yaml", text.encode())
    builds.build()
    assert {"articles/2016/annex.html", "sources/other.html", "sources/other_t.html"} <= builds.changed
    assert "sources/other_t.html#annex" in annex.read_text()
    (builds.editor.root / "content/articles/2017/plain.yaml").unlink()
    builds.build()
    assert "sources/other_t.html" in builds.gone
    assert listed in annex.read_text()


def test_another_spelling_of_a_publisher_turns_the_name_on_the_page_that_they_share_and_on_no_article(builds):
    for name in ("one", "two"):
        text = f"---\ntitle: Number {name}\ndate: 2019-01-01\npublisher: The Moscow GAZETTE\n---\n\nText.\n"
        builds.editor.write(f"content/articles/2019/{name}.md", text.encode())
    builds.build()
    shared = "publishers/the-moscow-gazette.html"
    assert {shared, "articles/2019/one.html", "articles/2019/two.html"} <= builds.changed
    assert "<h1><bdi>The Moscow GAZETTE</bdi></h1>" in (builds.editor.root / "output" / shared).read_text()
    assert "articles/2015/briefing.html" not in builds.changed
    assert "The Moscow Gazette" in (builds.editor.root / "output/articles/2015/briefing.html").read_text()


def test_a_renamed_speaker_compiles_nothing_and_makes_what_names_her(builds):
    builds.after("content/speakers/people.yaml", "Jane Wong", "J. Wong")
    assert (builds.read, builds.compiled) == (0, 0)
    assert {path for path in builds.changed if path.startswith(("articles/", "claims/20")) and "index" not in path} == {
        "articles/2016/annex.html",
        "claims/2016/annex/places.html",
        "claims/2016.csv",
    }
    names_her = {path for path, text in tree(builds.editor.root / "output").items() if text and b"J. Wong" in text}
    assert names_her <= builds.changed | builds.indexed


def test_a_source_a_page_a_picture_and_a_style_make_what_shows_them(builds):
    builds.after("content/sources.yaml", "The annex with", "An annex with")
    assert builds.changed == {
        *("articles/2016/annex.html", "claims/2016/annex/places.html", "sources/other.html"),
        *("data/claims-2016.json", "data/claims-2016.csv", "data/sources-2016.csl.json", "data/sources.csl.json"),
    }
    builds.after("content/pages/about.md", "See", "Look at")
    assert (builds.made, builds.changed) == (1, {"about.html"})
    builds.editor.write("content/articles/2015/map.png", builds.editor.read("content/articles/2015/map.png") + b"x")
    builds.build()
    assert (builds.read, builds.made, builds.changed) == (1, 0, {"articles/2015/map.png"})
    builds.after("templates/style/own.css", "black", "green")
    assert builds.changed == {"assets/style.css"}


def test_what_is_forgotten_was_not_needed(builds, monkeypatch):
    monkeypatch.setattr(
        "generator.pipeline.last_build._ROWS", -1_000
    )  # so that each build looks for what may be forgotten
    builds.after(f"{REPORT}.md", "Russia has", "Russia had")
    builds.after("content/articles/2017/plain.md", "Nothing is", "Nothing was")
    assert (builds.compiled, builds.made) == (1, 3)
    builds.after("content/speakers/people.yaml", "Jane Wong", "J. Wong")
    assert "articles/2015/report.html" not in builds.changed
    assert builds.compiled == 0
    builds.after("content/articles/2017/plain.md", "Nothing was", "Nothing is")
    assert (builds.compiled, builds.made) == (1, 3), "what it was before has been forgotten"


def test_a_deleted_article_takes_its_pages_along(builds):
    (builds.editor.root / "content/articles/2017/plain.md").unlink()
    builds.build()
    assert builds.gone == {"articles/2017/plain.html", "articles/2017/plain.jsonld"}
    assert builds.compiled == 0
    assert "articles/2015/report.html" not in builds.changed


# ── a cache that can't be relied on ───────────────────────────────────────────────────────────────────────────────


def damaged(cache: Path) -> None:
    with cache.open("r+b") as file:
        file.seek(100)
        file.write(b"\x82" * 8_000)


def damaged_further_down(cache: Path) -> None:
    size = cache.stat().st_size
    with cache.open("r+b") as file:
        file.seek(8 * 8192)
        file.write(b"\xff" * (size - 8 * 8192))


def copied(cache: Path) -> None:
    shutil.copy(cache, cache.with_name("copy"))
    cache.with_name("copy").replace(cache)


def replaced_by_a_folder(cache: Path) -> None:
    cache.unlink()
    cache.mkdir()


@pytest.mark.parametrize("harm", [damaged, damaged_further_down, copied, replaced_by_a_folder])
def test_a_memo_that_came_to_harm_is_told_of_and_the_site_is_right(tmp_path, harm: Callable[[Path], None]):
    editor = Editor(tmp_path / "site")
    run(editor.root)
    harm(editor.root / ".counterpoint" / CACHE_FILE)
    text = editor.read(f"{REPORT}.md")
    editor.write(f"{REPORT}.md", text.replace(b"Russia has", b"Russia had"))
    code, _, err = run(editor.root)
    assert code == 0, err
    assert f"warning: The cache `{editor.root / '.counterpoint' / CACHE_FILE}` " in err
    built(editor.root, tmp_path / "clean", tmp_path / "clean-cache")
    assert differing(editor.root / "output", tmp_path / "clean") == []
