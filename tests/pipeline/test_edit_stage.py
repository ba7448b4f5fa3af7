"""After an edit of a few articles: what is linked, in which steps it travels, and where the archive is linked whole."""

from __future__ import annotations

import re
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import generator
from generator.cache.store import CACHE_FILE
from generator.linking.link import Linker
from generator.model import Archive
from tests.casefiles import remember_templates
from tests.editing import Editor
from tests.test_incremental import built, differing, run

remember_templates()

PACKAGE = Path(generator.__file__).parent
ROOT = PACKAGE.parent
STEPS = re.compile(r"^\d+\. `([\w.]+)`", re.MULTILINE)


@contextmanager
def calls_noted() -> Iterator[list[str]]:
    """The functions of the program, each when it is first called: `pipeline.build.build_site`."""
    called: dict[str, None] = {}

    def note(frame: FrameType, event: str, of: object) -> None:
        path = Path(frame.f_code.co_filename)
        if event == "call" and path.is_relative_to(PACKAGE):
            module = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
            called.setdefault(f"{module}.{frame.f_code.co_qualname}")

    found: list[str] = []
    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)
        found += called


def test_an_edited_verdict_travels_in_the_steps_that_the_architecture_names(tmp_path):
    editor = Editor(tmp_path / "site")
    run(editor.root)
    put(editor, REPORT, "verdict: unsupported", "verdict: supported")
    with calls_noted() as called:
        run(editor.root)
    steps = STEPS.findall((ROOT / "ARCHITECTURE.md").read_text("utf-8"))
    assert len(steps) > 9
    assert [one for one in called if one in steps] == steps
    assert "linking.link.Linker.whole" not in called


REPORT, REVIEW = "content/articles/2015/report.yaml", "content/articles/2017/review.yaml"
BRIEFING = "content/articles/2015/briefing.md"
BRIEFING_NOTES, ANNEX_NOTES = "content/articles/2015/briefing.yaml", "content/articles/2016/annex.yaml"
ANNEX_CLAIM = """\
  again:
    repeats: 2015/report#only-cliches
    speaker: konashenkov
    quote: only clichés and fakes
"""
OF_ONE = {
    "a verdict": (REPORT, "verdict: unsupported", "verdict: supported"),
    "no verdict": (REPORT, "    verdict: unsupported\n", ""),
    "a relation": (REPORT, "relation: rebuts", "relation: qualifies"),
    "an answer to another": (REVIEW, "to: 2016/annex#to-the-report", "to: 2015/report#cannot-know"),
    "a note": (REPORT, "He names no passage", "He names nothing"),
    "other words": (REPORT, "at least 200 civilians dead", "200 civilians dead"),
    "an update": (REPORT, "2016-02-24: Was", "2018-02-24: Was"),
    "a code": (REPORT, "frame: conflict", "frame: evidence"),
    "a statement": (REPORT, "    quote: only clichés", "    statement: It is all false.\n    quote: only clichés"),
    "a day": (REVIEW, "    quote: It was denied", "    said: 2017-01-01\n    quote: It was denied"),
    "the text": (BRIEFING, "Nothing was hit but", "They said so. Nothing was hit but"),
    "nothing that is read": (REVIEW, "counterpoints:\n", "# a comment\ncounterpoints:\n"),
    "a speaker": (REPORT, "speaker: amnesty", "speaker: wong"),
    "a claim more": (REVIEW, "claims:\n", "claims:\n  more: {speaker: outlet, statement: More.}\n"),
    "a claim withdrawn": (REVIEW, "    note: Borne out.", "    withdrawn: 2018-01-01 A mistake.\n    note: Borne out."),
    "a repeat": ("content/articles/2016/annex.yaml", "2015/report#only-cliches\n", "2015/briefing#ties\n"),
    "a claim less": (ANNEX_NOTES, ANNEX_CLAIM, ""),
    "another id": (REVIEW, "late-answer:", "later-answer:"),
    "a note on the text": (REPORT, "  scare-quotes:", "  other: {quote: fakes, note: Again.}\n  scare-quotes:"),
    "words of nobody known": (REPORT, "speaker: amnesty", "speaker: {unnamed: an official}"),
}
TO_OTHERS = {
    "who speaks for a group": (BRIEFING_NOTES, "speaker: ministry", "speaker: amnesty"),
    "a statement beside a quote": (BRIEFING_NOTES, "    quote: no ties", "    statement: No ties.\n    quote: no ties"),
    "one target less": (ANNEX_NOTES, "[2015/report#only-cliches, 2015/briefing#ties]", "[2015/briefing#ties]"),
    "a verdict less": (ANNEX_NOTES, "    verdict: supported\n", ""),
    "an answer more": (
        ANNEX_NOTES,
        "counterpoints:\n",
        "counterpoints:\n  more: {to: 2017/review#civilians, speaker: wong, quote: Hundert Orte}\n",
    ),
    "an answer to a third": (REVIEW, "to: 2016/annex#to-the-report", "to: 2015/briefing#military-only"),
    "who answers an answer": (REPORT, "            speaker: konashenkov", "            speaker: ministry"),
    "a day of review": (
        REPORT,
        "    counterpoints:\n      civ",
        "    reviewed: 2016-01-01\n    counterpoints:\n      civ",
    ),
}
"""More edits that are built by themselves, which meet those above."""
OF_ALL = {
    "another id, with a source": (REPORT, "only-cliches:", "cliches-only:"),
    "a title": (BRIEFING, "title: A briefing", "title: The briefing"),
    "a tag": (REPORT, "tags: [air war]", "tags: [war]"),
    "a source": (REPORT, "amnesty-report p. 12", "annex"),
    "a description": ("content/articles/2015/briefing.yaml", "A local voice", "Another voice"),
    "an alias": ("content/articles/2015/briefing.yaml", "aliases: [military]", "aliases: [army]"),
    "the only words of a voice": ("content/articles/2015/briefing.yaml", "speaker: local-voice", "speaker: wong"),
    "the id of a claim that has a former one": (
        "content/articles/2015/briefing.yaml",
        "military-only:",
        "only-military:",
    ),
    "a link": (BRIEFING, "[about](../../pages/about.md)", "about"),
    "words that have no place": (REPORT, "at least 200 civilians dead", "at least 900 civilians dead"),
}


@pytest.mark.parametrize("edit", [*OF_ONE, *OF_ALL])
def test_only_an_edit_of_what_the_archive_has_once_links_it_whole(tmp_path, monkeypatch, edit):
    editor, linked = Editor(tmp_path / "site"), list[Linker]()
    whole = Linker.whole

    def noted(linker: Linker) -> Archive:
        linked.append(linker)
        return whole(linker)

    monkeypatch.setattr(Linker, "whole", noted)
    root = editor.root
    built(root, root / "output", root / ".counterpoint")
    linked.clear()
    put(editor, *{**OF_ONE, **OF_ALL}[edit])
    outcome = built(root, root / "output", root / ".counterpoint")
    assert bool(linked) == (edit in OF_ALL)
    assert outcome == built(root, tmp_path / "clean", tmp_path / "cache")
    assert differing(root / "output", tmp_path / "clean") == []


def test_another_time_zone_moves_what_is_of_one_day_together(tmp_path):
    editor = Editor(tmp_path / "site")
    root = editor.root
    built(root, root / "output", root / ".counterpoint")
    put(editor, "site.yaml", "timezone: Europe/Berlin", "timezone: Asia/Tokyo")
    put(editor, REVIEW, "note: Borne out.", "note: Confirmed.")  # there is another article of its day
    built(root, root / "output", root / ".counterpoint")
    put(editor, REPORT, "verdict: unsupported", "verdict: supported")  # concerns the annex, which one of them follows
    built(root, root / "output", root / ".counterpoint")
    built(root, tmp_path / "clean", tmp_path / "cache")
    assert differing(root / "output", tmp_path / "clean") == []


def test_a_paragraph_that_two_edits_bring_at_once_is_found_in_both(tmp_path):
    editor = Editor(tmp_path / "site")
    root = editor.root
    built(root, root / "output", root / ".counterpoint")
    words = "\n\n".join(f"{n}. The ministry has answered at length, in the same words as before. " * 4 for n in "abcd")
    put(editor, BRIEFING, "A third paragraph.", f"A third paragraph.\n\n{words}")
    put(editor, "content/articles/2017/plain.md", "Nothing is annotated.", words)
    code, problems = built(root, root / "output", root / ".counterpoint")
    assert "text-of-another" in repr(problems)
    assert (code, problems) == built(root, tmp_path / "clean", tmp_path / "cache")


def test_where_it_is_lost_how_an_article_was_linked_the_archive_is_linked_whole(tmp_path, monkeypatch):
    editor = Editor(tmp_path / "site")
    root = editor.root
    built(root, root / "output", root / ".counterpoint")
    put(editor, *OF_ONE["a verdict"])
    monkeypatch.setattr("generator.pipeline.kept_archive.loads_kept", lambda kept, kind: None)
    outcome = built(root, root / "output", root / ".counterpoint")
    assert outcome == built(root, tmp_path / "clean", tmp_path / "cache")
    assert differing(root / "output", tmp_path / "clean") == []


def test_a_build_that_ended_between_publishing_and_its_last_note_leaves_no_tables_to_go_by(tmp_path):
    """Where nothing was edited since, either: the cache was not closed, so that its tables are not believed."""
    editor = Editor(tmp_path / "site")
    root = editor.root
    built(root, root / "output", root / ".counterpoint")
    with closing(sqlite3.connect(root / ".counterpoint" / CACHE_FILE)) as database:
        assert database.execute("DELETE FROM kept WHERE key LIKE 'done:%'").rowcount == 1
        database.commit()
    outcome = built(root, root / "output", root / ".counterpoint")
    assert outcome == built(root, tmp_path / "clean", tmp_path / "cache")
    assert differing(root / "output", tmp_path / "clean") == []


def put(editor: Editor, path: str, old: str, new: str) -> None:
    text = editor.read(path).decode()
    assert text.count(old) >= 1, f"{path} has no {old}"
    editor.write(path, text.replace(old, new, 1).encode())


EDITS = {**OF_ONE, **TO_OTHERS}
SETS_OF_EDITS = st.lists(st.sets(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3), min_size=1, max_size=6)


def check_edits(folder: Path, steps: Iterable[set[str]], options: Sequence[str]) -> None:
    """Make some edits, or take them back, and build, again and again; then a clean build aside."""
    editor, made, told = Editor(folder / "site"), set[str](), list[str]()
    root = editor.root
    outcome = built(root, root / "output", root / ".counterpoint", *options)
    for step in steps:
        for name in sorted(step):
            path, old, new = EDITS[name]
            old, new = (new, old) if name in made else (old, new)
            text = editor.read(path).decode()
            if old and old in text:
                editor.write(path, text.replace(old, new, 1).encode())
                made ^= {name}
                told.append(f"{name}: {'made' if name in made else 'taken back'}")
        told.append("build")
        outcome = built(root, root / "output", root / ".counterpoint", *options)
    assert outcome == built(root, folder / "clean", folder / "cache", *options), told
    assert differing(root / "output", folder / "clean") == [], told


@settings(max_examples=8)
@given(steps=SETS_OF_EDITS, options=st.sampled_from([(), ("--drafts",)]))
def test_after_any_edits_of_single_articles_the_output_is_that_of_a_clean_build(tmp_path_factory, steps, options):
    check_edits(tmp_path_factory.mktemp("edits"), steps, options)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
def test_after_many_edits_of_single_articles_the_output_is_that_of_a_clean_build(tmp_path, seed):
    random = Random(seed)
    for number in range(25):
        steps = [{*random.sample(sorted(EDITS), random.choice((1, 1, 2, 3)))} for _ in range(random.randint(3, 7))]
        check_edits(tmp_path / str(number), steps, random.choice(((), ("--drafts",))))
