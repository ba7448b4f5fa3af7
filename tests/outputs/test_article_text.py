"""The runs of an article's text, its gutter, its threads, and how much room folded notes have."""

from __future__ import annotations

import pytest

from generator.model import Annotation, FrontMatter, SpeakerRef
from generator.outputs.article_pages import plan_article
from generator.outputs.article_text import FEW_NOTES, MOST_IN_GUTTER
from generator.outputs.threads import threads_of
from generator.outputs.views import ArticlePage
from tests.archives import archive_of, by, dossiers, quoted, settings, written

FRONT = FrontMatter("A title", "2020-01-01")


def claim(id: str, words: str, speaker: str | SpeakerRef = "amnesty", **fields: object) -> Annotation:
    who = by(speaker) if isinstance(speaker, str) else speaker
    return Annotation(id, "claim", quote=quoted(words) if words else (), speaker=who, **fields)  # type: ignore[arg-type]


def answer(id: str, *to: str, words: str = "") -> Annotation:
    quote = quoted(words) if words else ()
    return Annotation(id, "counterpoint", quote, f"Says {id}.", by("editors"), to=tuple(f"2020/a#{one}" for one in to))


def page_of(text: str, *annotations: Annotation) -> ArticlePage:
    """The view of the page of an article with this text."""
    article = written("2020/a", FRONT, text, annotations)
    archive = archive_of([article], settings())
    (made,) = dossiers(archive, {"2020/a": article.body})
    view = plan_article(made)[0].view
    assert isinstance(view, ArticlePage)
    return view


def ids(threads) -> list[str]:
    return [thread.note.statement.id for thread in threads]


# ── runs ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n\nTwo.", [["one"], ["two"]]),
        ("- One.\n- Two.", [["one", "two"]]),
        ("> One.\n>\n> Two.", [["one", "two"]]),
        ("| One. | Two. |\n|---|---|\n| 1 | 2 |", [["one", "two"]]),
        ("## One.\n\nBetween.\n\nTwo.", [["one"], ["two"]]),
        ("    One.\n\nTwo.", [["one"], ["two"]]),
        ("Before.\n\nOne. Two.\n\nAfter.", [["one", "two"], []]),
        ("Two.\n\nOne.", [["two"], ["one"]]),
        ("![One.](x.png)\n\nTwo.", [["two"]]),
    ],
)
def test_notes_stand_behind_the_top_level_block_that_their_first_passage_begins_in(text, expected):
    page = page_of(text, claim("one", "One."), claim("two", "Two."))
    assert [ids(run.notes) for run in page.runs] == expected


def test_of_several_passages_the_first_says_where_the_note_stands():
    both = Annotation("both", "claim", quote=quoted("Two.", "One."), speaker=by("amnesty"))
    page = page_of("One.\n\nTwo.", both)
    assert [ids(run.notes) for run in page.runs] == [["both"]]
    assert page.runs[0].number == 2


def test_a_run_says_which_paragraph_it_ends_with_and_lacks_its_last_line_break():
    page = page_of("One.\n\n## Two.\n\nThree.", claim("one", "One."), claim("two", "Two."))
    assert [run.number for run in page.runs] == [1, 0, 2]
    assert [run.html.rpartition("</")[2] for run in page.runs] == ["p>", "h2>", "p>"]
    assert not any(run.html.endswith("\n") for run in page.runs)


# ── threads ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_answers_without_a_quote_stand_in_the_note_of_what_they_answer_first():
    page = page_of(
        "One. Two.",
        claim("one", "One."),
        answer("a", "one"),
        answer("b", "a"),
        answer("c", "b", "one"),
        claim("two", "Two."),
        answer("d", "two", "one"),
    )
    threads = {thread.note.statement.id: thread for run in page.runs for thread in run.notes}
    assert list(threads) == ["one", "two"]
    shown = {id: [(n.statement.id, n.depth) for n in thread.answers] for id, thread in threads.items()}
    assert shown == {"one": [("a", 1), ("b", 2), ("c", 3)], "two": [("d", 1)]}


def test_an_answer_with_a_passage_stands_beside_that_and_is_named_where_it_answers():
    page = page_of("One. Two.", claim("one", "One."), answer("a", "one", words="Two."), answer("b", "a"))
    (run,) = page.runs
    assert ids(run.notes) == ["one", "a"]
    assert [n.statement.id for n in run.notes[1].answers] == ["b"]
    assert [named.marker for named in run.notes[0].note.answers] == ["a"]
    assert run.notes[1].note.answers == ()


def test_answers_in_a_circle_are_all_shown():
    page = page_of("One.", answer("a", "b"), answer("b", "a"))
    assert [(t.note.statement.id, [n.statement.id for n in t.answers]) for t in page.loose] == [("a", []), ("b", [])]


def test_a_chain_of_a_thousand_answers_is_one_flat_thread():
    chain = [answer(f"a{n}", f"a{n - 1}" if n else "one") for n in range(1000)]
    article = written("2020/a", FRONT, "One.", [claim("one", "One."), *chain])
    archive = archive_of([article], settings())
    threads = threads_of([archive.statements[ref] for ref in archive.articles[0].statements])
    assert [depth for _, depth in threads.below["2020/a#one"]] == list(range(1, 1001))


# ── the gutter ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_gutter_names_a_voice_where_it_changes_in_the_order_of_the_text():
    words = "One word. Two words. Three words. Four words."
    page = page_of(
        words,
        claim("d", "Four words.", "konashenkov"),
        claim("a", "One word."),
        claim("c", "Three words.", "konashenkov"),
        claim("b", "Two words."),
    )
    assert [(one.voice.voice.name if one.voice else "") for one in page.gutter] == [
        "Amnesty International", "", "Konashenkov", "",
    ]  # fmt: skip


def test_a_remark_has_no_voice_and_no_place_in_the_gutter():
    page = page_of("One.", Annotation("n", "note", quote=quoted("One."), note="x"))
    assert page.gutter == ()


@pytest.mark.parametrize(("passages", "lines"), [(MOST_IN_GUTTER, MOST_IN_GUTTER), (MOST_IN_GUTTER + 1, 0)])
def test_a_text_with_very_many_passages_has_no_gutter(passages, lines):
    words = [f"word{n:04}" for n in range(passages)]
    text = " ".join(f"{word} {'and so on ' * 40}" for word in words)
    page = page_of(text, *(claim(f"c{n}", word) for n, word in enumerate(words)))
    assert len(page.gutter) == lines


# ── room ─────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("notes", "characters", "lines"),
    [(FEW_NOTES, 100, 2), (40, 40_000, 2), (40, 4_000, 1), (40, 1_000, 0), (150, 4_000, 0)],
)
def test_the_more_notes_a_text_has_the_shorter_they_are_folded(notes, characters, lines):
    words = [f"w{n:03}" for n in range(notes)]
    text = " ".join(words).ljust(characters, ".")
    page = page_of(text, *(claim(f"c{n}", word) for n, word in enumerate(words)))
    assert page.lines == lines


# ── names ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_two_voices_with_one_short_name_are_named_in_full():
    page = page_of(
        "One. Two. Three.",
        claim("a", "One.", SpeakerRef(unnamed="Konashenkov")),
        claim("b", "Two.", "konashenkov"),
        claim("c", "Three."),
    )
    names = [thread.note.who for run in page.runs for thread in run.notes]
    assert names == ["Konashenkov", "Igor Konashenkov", "Amnesty International"]
