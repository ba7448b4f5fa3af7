"""Sidecars: the three kinds of annotation, every field, every form of a quote, and every problem."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.diagnostics import Location, Paste
from generator.formats.sidecar import Sidecar, read_sidecar
from generator.model import Annotation, Citation, LocalSpeaker, QuoteSelector, Source, Speaker, SpeakerRef
from tests.pastes import all_pasted, pasted, told

ARTICLE = "2015/amnesty-syria"
EXAMPLE = """\
# yaml-language-server: $schema=../../../schema/annotations.schema.json
speakers:                       # a new voice, or a shared one's role at the time
  konashenkov:
    role: Spokesman, Russian Defense Ministry

claims:
  only-cliches:                 # the id
    verdict: unsupported
    speaker: konashenkov
    quote: |
      nothing concrete or new that was published, only clichés and fakes
    note: He names no passage of the report.
    updates:
      2016-02-24: Was unverified until the annex with coordinates was obtained.
    counterpoints:              # answers stand under what they answer
      hundreds-dead:
        relation: rebuts
        speaker: amnesty
        quote: Russian airstrikes in Syria have left hundreds of civilians dead
        counterpoints:
          cannot-know:
            relation: undercuts
            speaker: konashenkov
            quote: they cannot know this and have no way of checking

  no-targets:
    speaker: amnesty
    via: konashenkov            # who says that they say it: "Amnesty, according to Konashenkov"
    quote: Amnesty confidently argues that there have been no military targets

  telephone:
    verdict: missing-context
    speaker: konashenkov
    statement: Amnesty did its research by telephone.
    quote: all the listed facts have been researched long-distance … local so-called rights activists
    sources: [amnesty-report p. 12]
    counterpoints:
      method-note:
        relation: adds-context
        speaker: amnesty
        statement: The report also lists video, photographs and weapons experts.
        sources:
          - title: "‘Civilian objects were not damaged’"
            publisher: Amnesty International
            date: 2015-12-23
            url: https://www.amnesty.org/en/documents/mde24/3113/2015/en/

counterpoints:                  # what answers something elsewhere, or several things
  later-denial:
    to: [2015/moscow-briefing#ties, only-cliches]
    speaker: {unnamed: a senior official}
    statement: There were never any ties of that kind.
    sources: [amnesty-report]

notes:                          # remarks that are nobody's claim
  scare-quotes:
    quote: {exact: fake, in: title}
    note: The quotation marks are the outlet's own.
"""


def read(text: str) -> Sidecar:
    return read_sidecar(text.encode(), "a.yaml", ARTICLE)


def sound(text: str) -> Sidecar:
    sidecar = read(text)
    assert sidecar.diagnostics == ()
    assert not sidecar.broken
    return sidecar


def words(text: str) -> tuple[QuoteSelector, ...]:
    return (QuoteSelector(exact=text, plain=True),)


KONASHENKOV, AMNESTY = SpeakerRef("konashenkov"), SpeakerRef("amnesty")


@given(text=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), form=st.integers(0, 3))
def test_updates_in_a_list_are_offered_as_what_they_say(text: str, form: int):
    """Whatever is in the text, a colon among it; and pasted into the file, it is that."""
    words = f"The annex: {text}"
    quoted = json.dumps(words, ensure_ascii=False)
    whole = json.dumps(f"2016-02-24: {words}", ensure_ascii=False)
    item = [f"2016-02-24: {quoted}", whole, f"{{date: 2016-02-24, text: {quoted}}}",
            f"2016-02-24 The annex: {json.dumps(text, ensure_ascii=False)}"][form]  # fmt: skip
    lead = "claims:\n  a:\n    speaker: outlet\n    statement: x\n    updates:\n"
    data = f"{lead}      - {item}\n".encode()
    (problem,) = read_sidecar(data, "content/articles/a.yaml", "a", "2026-11-01").diagnostics
    assert problem.paste
    lines = data.decode().split("\n")
    lines[problem.paste.first - 1 : problem.paste.last] = problem.paste.lines
    (claim,) = read_sidecar("\n".join(lines).encode(), "content/articles/a.yaml", "a", "2026-11-01").annotations
    assert claim.updates == (("2016-02-24", words),)


def test_the_example_of_the_format_is_read():
    sidecar = sound(EXAMPLE)
    assert sidecar.speakers == (LocalSpeaker("konashenkov", None, "Spokesman, Russian Defense Ministry"),)
    assert sidecar.annotations == (
        Annotation(
            id="only-cliches",
            kind="claim",
            quote=words("nothing concrete or new that was published, only clichés and fakes"),
            speaker=KONASHENKOV,
            verdict="unsupported",
            note="He names no passage of the report.",
            updates=(("2016-02-24", "Was unverified until the annex with coordinates was obtained."),),
        ),
        Annotation(
            id="hundreds-dead",
            kind="counterpoint",
            quote=words("Russian airstrikes in Syria have left hundreds of civilians dead"),
            speaker=AMNESTY,
            relation="rebuts",
            parent="only-cliches",
            to=(f"{ARTICLE}#only-cliches",),
        ),
        Annotation(
            id="cannot-know",
            kind="counterpoint",
            quote=words("they cannot know this and have no way of checking"),
            speaker=KONASHENKOV,
            relation="undercuts",
            parent="hundreds-dead",
            to=(f"{ARTICLE}#hundreds-dead",),
        ),
        Annotation(
            id="no-targets",
            kind="claim",
            quote=words("Amnesty confidently argues that there have been no military targets"),
            speaker=AMNESTY,
            via=(KONASHENKOV,),
        ),
        Annotation(
            id="telephone",
            kind="claim",
            quote=words("all the listed facts have been researched long-distance … local so-called rights activists"),
            statement="Amnesty did its research by telephone.",
            speaker=KONASHENKOV,
            verdict="missing-context",
            sources=(Citation("amnesty-report", "p. 12"),),
        ),
        Annotation(
            id="method-note",
            kind="counterpoint",
            statement="The report also lists video, photographs and weapons experts.",
            speaker=AMNESTY,
            relation="adds-context",
            parent="telephone",
            to=(f"{ARTICLE}#telephone",),
            sources=(
                Citation(
                    Source(
                        title="‘Civilian objects were not damaged’",
                        publisher="Amnesty International",
                        date="2015-12-23",
                        url="https://www.amnesty.org/en/documents/mde24/3113/2015/en/",
                    )
                ),
            ),
        ),
        Annotation(
            id="later-denial",
            kind="counterpoint",
            statement="There were never any ties of that kind.",
            speaker=SpeakerRef(unnamed="a senior official"),
            to=("2015/moscow-briefing#ties", f"{ARTICLE}#only-cliches"),
            sources=(Citation("amnesty-report"),),
        ),
        Annotation(
            id="scare-quotes",
            kind="note",
            quote=(QuoteSelector(exact="fake", part="title"),),
            note="The quotation marks are the outlet's own.",
        ),
    )


def test_every_other_field_is_read():
    sidecar = sound(
        "claims:\n"
        "  a:\n"
        "    speaker: outlet\n"
        "    statement: false\n"
        "    via: [amnesty, {unnamed: 'a source, who asked'}]\n"
        "    mode: mixed\n"
        "    said: 2015-12, ministry briefing, late\n"
        "    verdict: false\n"
        "    reviewed: 2016-01-02\n"
        "    withdrawn: 2016-03-01 Misread the report.\n"
        "    unsure: Whether he meant all of them.\n"
        "    repeats: b\n"
        "    sources: ['https://a.b/c p. 3', {title: T, authors: A}]\n"
        "    codes: {frame: conflict, 1: no}\n"
        "    tags: war\n"
        "    language: ru\n"
        "    aliases: [older, oldest]\n"
        "  b: {speaker: editors, statement: x, said: 2015, repeats: 2014/x#y, via: amnesty}\n"
    )
    assert sidecar.annotations[0] == Annotation(
        id="a",
        kind="claim",
        statement="false",
        speaker=SpeakerRef("outlet"),
        via=(AMNESTY, SpeakerRef(unnamed="a source, who asked")),
        mode="mixed",
        said="2015-12",
        occasion="ministry briefing, late",
        verdict="false",
        reviewed="2016-01-02",
        withdrawn="Misread the report.",
        withdrawn_date="2016-03-01",
        unsure="Whether he meant all of them.",
        repeats=f"{ARTICLE}#b",
        sources=(Citation(Source(url="https://a.b/c"), "p. 3"), Citation(Source(title="T", authors=("A",)))),
        codes=(("frame", ("conflict",)), ("1", ("no",))),
        tags=("war",),
        language="ru",
        aliases=("older", "oldest"),
    )
    assert (sidecar.annotations[1].said, sidecar.annotations[1].occasion) == ("2015", "")
    assert sidecar.annotations[1].repeats == "2014/x#y"


def test_a_note_has_fields_of_its_own():
    sidecar = sound(
        "notes:\n  a:\n    quote: x\n    note: y\n    withdrawn: 2016-03-01 z\n    tags: [t]\n    codes: {c: d}\n"
    )
    assert sidecar.annotations == (
        Annotation(
            "a",
            "note",
            words("x"),
            note="y",
            withdrawn="z",
            withdrawn_date="2016-03-01",
            tags=("t",),
            codes=(("c", ("d",)),),
        ),
    )


def test_a_new_speaker_has_a_name_and_a_shared_one_a_role():
    sidecar = sound("speakers:\n  a: {name: A B, kind: person, role: Cook}\n  c: {organization: d}\n")
    assert sidecar.speakers == (
        LocalSpeaker("a", Speaker("a", "A B", "person", "Cook"), "Cook"),
        LocalSpeaker("c", None, "", "d"),
    )


def test_a_reference_that_is_given_twice_is_kept_once():
    answer = "counterpoints:\n  b: {speaker: c, statement: d, to: [a, x/y#z, a, 2015/amnesty-syria#a]}\n"
    (annotation,) = sound(answer).annotations
    assert annotation.to == (f"{ARTICLE}#a", "x/y#z")


QUOTES = [
    ("quote: only clichés", words("only clichés")),
    ("quote: 1984", words("1984")),
    ("quote: |\n      only clichés\n      and fakes\n", words("only clichés\nand fakes")),
    ("quote: all the … activists", words("all the … activists")),
    ("quote:\n      - one\n      - two, three", (*words("one"), *words("two, three"))),
    ("quote: {exact: Russian, prefix: killed by, suffix: air}", (QuoteSelector("Russian", "killed by", "air"),)),
    ('quote: {exact: able, prefix: "un "}', (QuoteSelector("able", "un "),)),
    ('quote: {exact: able, prefix: " un", suffix: " to  "}', (QuoteSelector("able", " un", " to  "),)),
    ("quote: {exact: able, prefix: 'un ', suffix: ' to'}", (QuoteSelector("able", "un ", " to"),)),
    ("quote: {exact: able, prefix: un , suffix:  to }", (QuoteSelector("able", "un", "to"),)),
    ('quote: {exact: " able ", prefix: "\\tun\\u00a0"}', (QuoteSelector("able", "\tun\u00a0"),)),
    ('quote: {exact: able, prefix: "un\\n"}', (QuoteSelector("able", "un\n"),)),
    ('quote: {exact: able, prefix: "\\u200e"}', (QuoteSelector("able", "\u200e"),)),
    ('quote: {exact: able, prefix: "", suffix: " "}', (QuoteSelector("able"),)),
    ("quote: {exact: able, prefix: 12, suffix: no}", (QuoteSelector("able", "12", "no"),)),
    ("quote:\n      exact: able\n      prefix: |\n        un\n", (QuoteSelector("able", "un"),)),
    ("quote:\n      exact: able\n      suffix: >+\n        to\n        be\n\n", (QuoteSelector("able", "", "to be"),)),
    ("quote:\n      - exact: able\n        prefix: |-\n          un\n", (QuoteSelector("able", "un"),)),
    (
        "quote:\n      - exact: able\n        prefix: |\n          un\n      - b",
        (QuoteSelector("able", "un"), *words("b")),
    ),
    ('quote: {from: " all the ", to: " activists "}', (QuoteSelector(start="all the", end="activists"),)),
    ("quote: {exact: Russian, times: 3}", (QuoteSelector("Russian", times=3),)),
    ("quote: {from: all the, to: activists}", (QuoteSelector(start="all the", end="activists"),)),
    ("quote: {exact: fake, in: caption}", (QuoteSelector("fake", part="caption"),)),
    ("quote:\n      - exact: a\n        in: title\n      - b", (QuoteSelector("a", part="title"), *words("b"))),
    ("quote:\n      from: a\n      to: b", (QuoteSelector(start="a", end="b"),)),
]


@pytest.mark.parametrize(("text", "selectors"), QUOTES)
def test_a_quote_has_these_forms(text, selectors):
    assert sound(f"notes:\n  a:\n    {text}\n").annotations[0].quote == selectors


@pytest.mark.parametrize(
    "text", ["# nothing yet\n", "\n# nothing yet\nclaims:\n", "{}\n", "claims: {}\n", "claims: {}\nnotes:\n"]
)
def test_a_sidecar_may_hold_nothing(text):
    assert sound(text).annotations == ()


@pytest.mark.parametrize("text", ["", "\n \n", "---\n", "claims:\nnotes:\nspeakers:\ncounterpoints:\n"])
def test_a_sidecar_that_was_emptied_is_a_warning(text):
    (problem,) = read(text).diagnostics
    assert (problem.code, problem.severity, problem.location) == ("sidecar-empty", "warning", Location("a.yaml"))


# ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_field_has_its_place():
    places = read(EXAMPLE).locations
    assert places["only-cliches"] == Location("a.yaml", 7, 3)
    assert places["only-cliches/verdict"] == Location("a.yaml", 8, 14)
    assert places["only-cliches/quote/0"] == Location("a.yaml", 10, 12)
    assert places["only-cliches/updates/2016-02-24"] == Location("a.yaml", 14, 19)
    assert places["no-targets/via"] == places["no-targets/via/0"] == Location("a.yaml", 28, 10)
    assert places["later-denial/to/1"] == Location("a.yaml", 50, 37)
    assert places["method-note/sources/0/url"] == Location("a.yaml", 46, 18)
    assert places["speakers/konashenkov/role"] == Location("a.yaml", 4, 11)
    assert "only-cliches/counterpoints" not in places


@pytest.mark.parametrize(
    ("text", "sources"),
    [
        ("notes:\n  a:\n    quote: x y\n    note: z\n", [(3, 3, "    quote: ")]),
        ("notes:\n  a:\n    quote: x # y\n", [(3, 3, None)]),
        ('notes:\n  a:\n    quote: "x" # y\n', [(3, 3, None)]),
        ("notes:\n  a:\n    quote:\n      - x\n      - 'y' # z\n", [(4, 4, "      - "), (5, 5, None)]),
        ("notes:\n  a:\n    quote: | # y\n      x # z\n", [(3, 4, None)]),
        ("notes:\n  a:\n    quote: |\n      x # z\n", [(3, 4, "    quote: ")]),
        ("notes:\n  a: {\n    quote: x, note: y}\n", [(3, 3, None)]),
        ("notes:\n  a:\n    {quote: x, note: y}\n", [(3, 3, None)]),
        ("notes:\n  a:\n    quote: x\n      y\n    note: z\n", [(3, 4, "    quote: ")]),
        ("notes:\n  a:\n    quote: |\n      x\n\n      y\n\n    note: z\n", [(3, 6, "    quote: ")]),
        ("notes:\n  a:\n    quote:\n      x\n", [(3, 4, "    quote: ")]),
        ("notes:\n  a:\n    quote: {exact: x,\n      in: title}\n", [(3, 4, "    quote: ")]),
        ("notes:\n  a:\n    quote:\n      exact: x\n      in: title\n", [(3, 5, "    quote: ")]),
        ("notes:\n  a:\n    quote:\n      - x\n      - |\n        y\n", [(4, 4, "      - "), (5, 6, "      - ")]),
        ("notes:\n  a:\n    quote:\n    - x\n    - exact: y\n      in: title\n", [(4, 4, "    - "), (5, 6, "    - ")]),
        ("notes:\n  a: {quote: x, note: y}\n", [(2, 2, None)]),
        ("notes:\n  a: {quote: {exact: x, in: title}}\n", [(2, 2, None)]),
    ],
)
def test_a_passage_knows_the_lines_that_another_can_be_written_in(text, sources):
    quotes = read(text).quotes
    assert [(q.first_line, q.last_line, q.lead) for q in quotes.values()] == sources
    assert list(quotes) == [("a", n) for n in range(len(sources))]
    for (id_, n), quote in quotes.items():
        if paste := quote.paste("Article #5: new"):
            again = sound(pasted(text, paste)).annotations[0]
            assert (again.id, again.quote[n]) == (id_, *words("Article #5: new"))
            assert len(again.quote) == len(sources)


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────────

CLAIM = "claims:\n  a:\n    speaker: b\n    quote: c\n    "
WRONG = [
    ("clams: {}", ("unknown-key", 1, 1)),
    ("claims: a", ("wrong-shape", 1, 9)),
    ("claims:\n  - a", ("wrong-shape", 2, 3)),
    ("claims:\n  a: b", ("wrong-shape", 2, 6)),
    ("claims:\n  a: {quote: b}", ("missing-key", 2, 3)),
    ("claims:\n  a: {speaker: b}", ("quote-missing", 2, 3)),
    ("claims:\n  a_b: {speaker: b, quote: c}", ("wrong-id", 2, 3)),
    ("claims:\n  A Word: {speaker: b, quote: c}", ("wrong-id", 2, 3)),
    (f"claims:\n  {'a' * 65}: {{speaker: b, quote: c}}", ("wrong-id", 2, 3)),
    ("claims:\n  a: {speaker: b, quote: c}\nnotes:\n  a: {note: d}", ("duplicate-id", 4, 3)),
    (f"{CLAIM}counterpoints:\n      a: {{speaker: b, quote: c}}", ("duplicate-id", 6, 7)),
    (f"{CLAIM}counterpoints: b", ("wrong-shape", 5, 20)),
    (f"{CLAIM}counterpoints:\n      d: {{speaker: b, quote: c, to: a}}", ("unknown-key", 6, 33)),
    (f"{CLAIM}counterpoints:\n      d: {{speaker: b, quote: c, repeats: a}}", ("unknown-key", 6, 33)),
    (f"{CLAIM}to: d", ("unknown-key", 5, 5)),
    (f"{CLAIM}relation: rebuts", ("unknown-key", 5, 5)),
    (f"{CLAIM}mode: directly", ("wrong-value", 5, 11)),
    (f"{CLAIM}said: 2015-12-23 briefing", ("wrong-date", 5, 11)),
    (f"{CLAIM}said: briefing", ("wrong-date", 5, 11)),
    (f"{CLAIM}said: 2015-02-30, briefing", ("wrong-date", 5, 11)),
    (f"{CLAIM}said: 2015-02-03, the \n      5th # at night", ("yaml-comment", 5, 11)),
    (f"{CLAIM}reviewed: 2015-12", ("wrong-date", 5, 15)),
    (f"{CLAIM}updates: changed", ("wrong-shape", 5, 14)),
    (f"{CLAIM}updates: {{2015: changed}}", ("wrong-date", 5, 15)),
    (f"{CLAIM}updates:\n      2015-01-02: see #5", ("yaml-comment", 6, 19)),
    (f"{CLAIM}withdrawn: 2016-03-01", ("missing-key", 5, 16)),
    (f"{CLAIM}withdrawn: Misread it.", ("wrong-date", 5, 16)),
    (f"{CLAIM}withdrawn: 2016-03-01, misread", ("wrong-date", 5, 16)),
    (f"{CLAIM}withdrawn: true", ("wrong-date", 5, 16)),
    (f"{CLAIM}via: a Mr B", ("wrong-id", 5, 10)),
    (f"{CLAIM}repeats: 2015/x", ("wrong-reference", 5, 14)),
    (f"{CLAIM}repeats: #x", ("wrong-reference", 5, 14)),
    (f"{CLAIM}sources: amnesty", ("wrong-shape", 5, 14)),
    (f"{CLAIM}sources: [www.a.org p. 3]", ("wrong-address", 5, 15)),
    (f"{CLAIM}sources: ['ftp://a.b/c']", ("wrong-address", 5, 15)),
    (f"{CLAIM}sources: [{{kind: primary}}]", ("missing-key", 5, 15)),
    (f"{CLAIM}sources:\n      - amnesty p. 5 # and 6", ("yaml-comment", 6, 9)),
    (f"{CLAIM}codes: conflict", ("wrong-shape", 5, 12)),
    (f"{CLAIM}tags: {{a: b}}", ("wrong-shape", 5, 11)),
    (f"{CLAIM}language: Russian", ("wrong-language", 5, 15)),
    (f"{CLAIM}aliases: Old", ("wrong-id", 5, 14)),
    (f"{CLAIM}note: Article #5", ("yaml-comment", 5, 11)),
    (f"{CLAIM}statement:", ("missing-key", 5, 5)),
    (f"{CLAIM}<<: {{mode: direct}}", ("unknown-key", 5, 5)),
    ("claims:\n  a: {speaker: some Mr B, quote: c}", ("wrong-id", 2, 16)),
    ("claims:\n  a: {speaker: {unamed: b}, quote: c}", ("unknown-key", 2, 17)),
    ("claims:\n  a: {speaker: [b], quote: c}", ("wrong-shape", 2, 16)),
    ("counterpoints:\n  a: {speaker: b, quote: c}", ("missing-key", 2, 3)),
    ("counterpoints:\n  a:\n    speaker: b\n    quote: c\n    to: #d", ("wrong-reference", 5, 9)),
    ("counterpoints:\n  a:\n    speaker: b\n    quote: c\n    to: ['#d', e]", ("wrong-reference", 5, 10)),
    ("counterpoints:\n  a:\n    speaker: b\n    quote: c\n    to: 2015/d #e", ("wrong-reference", 5, 16)),
    ("counterpoints:\n  a:\n    speaker: b\n    quote: c\n    to: d\n    relation: rebutts", ("wrong-value", 6, 15)),
    ("notes:\n  a: {note: b, speaker: c}", ("unknown-key", 2, 16)),
    ("notes:\n  a: {tags: b}", ("missing-key", 2, 3)),
    ("notes:\n  a:", ("missing-key", 2, 3)),
    ("speakers:\n  a: {role: b, url: 'https://c.d'}", ("speaker-local", 2, 16)),
    ("speakers:\n  a: {rol: b}", ("unknown-key", 2, 7)),
    ("speakers:\n  outlet: {name: a}", ("wrong-id", 2, 3)),
    ("speakers:\n  a: b", ("wrong-shape", 2, 6)),
]
NOTE = "notes:\n  a:\n    "
WRONG_QUOTES = [
    ("quote:", ("quote-empty", 3, 5)),
    ('quote: ""', ("quote-empty", 3, 5)),
    ('quote: "\\u200b\\u2060"', ("quote-empty", 3, 12)),
    ("quote: []", ("quote-empty", 3, 5)),
    ("quote:\n      -\n", ("missing-key", 4, 8)),
    ("quote: [clichés, and fakes]", ("quote-list", 3, 12)),
    ("quote: [clichés]", ("quote-list", 3, 12)),
    ("quote: Article #5", ("yaml-comment", 3, 12)),
    ("quote: #5", ("yaml-comment", 3, 12)),
    ("quote:\n      - Article #5\n      - b", ("yaml-comment", 4, 9)),
    ("quote: {exact: clichés, and fakes}", ("yaml-comma", 3, 20)),
    ("quote: {exact: a, from: b, to: c}", ("quote-form", 3, 13)),
    ("quote: {from: a}", ("quote-form", 3, 13)),
    ("quote: {to: a}", ("quote-form", 3, 13)),
    ("quote: {from: a, to: b, times: 2}", ("quote-form", 3, 29)),
    ("quote: {prefix: a}", ("quote-form", 3, 12)),
    ("quote: {exact: a, times: 0}", ("wrong-value", 3, 30)),
    ("quote: {exact: a, times: many}", ("wrong-value", 3, 30)),
    ("quote: {exact: a, in: titel}", ("wrong-value", 3, 27)),
    ("quote: {exact: a, sufix: b}", ("unknown-key", 3, 23)),
    ("quote: {exact: [a]}", ("wrong-shape", 3, 20)),
    ("quote:\n      - [a]", ("wrong-shape", 4, 9)),
    ('quote: "a" and b', ("yaml-syntax", 3, 12)),
    ("quote: a: b", ("yaml-syntax", 3, 12)),
    ("quote: […] a", ("yaml-syntax", 3, 12)),
]
ALL_WRONG = [*WRONG, *((NOTE + text, problem) for text, problem in WRONG_QUOTES)]


@pytest.mark.parametrize(("text", "problem"), ALL_WRONG)
def test_what_is_wrong_is_reported_once_with_its_place_and_what_is_pasted_fixes_it(text, problem):
    sidecar = read(text)
    assert told(list(sidecar.diagnostics)) == [problem]
    assert sidecar.diagnostics[0].step
    if sidecar.diagnostics[0].paste and problem[0] != "quote-empty":
        assert read(pasted(text, sidecar.diagnostics[0].paste)).diagnostics == ()


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("sources: [[]]", "An item of `sources` must be text or a mapping of keys to values, but this is a list."),
        ("tags: ['']", "An item of `tags` is empty."),
        ("tags: {a: b}", "`tags` is a list, and a list is written in square brackets."),
        ("sources: x", "`sources` must be a list, but this is text."),
    ],
)
def test_a_message_tells_a_list_from_its_items(field, message):
    assert [d.message for d in read(f"{CLAIM}{field}\n").diagnostics] == [message]


def test_an_empty_list_of_references_is_an_error():
    (problem,) = read("counterpoints:\n  a: {speaker: b, statement: c, to: []}\n").diagnostics
    assert problem.message == "`to` is an empty list."


def test_what_is_pasted_for_an_empty_quote_takes_the_line_away():
    text = "claims:\n  a:\n    speaker: b\n    quote:\n    statement: c\n"
    (problem,) = read(text).diagnostics
    assert pasted(text, problem.paste) == "claims:\n  a:\n    speaker: b\n    statement: c\n"


def test_quotes_in_brackets_are_pasted_as_lines():
    text = "notes:\n  a:\n    quote: [one, two]\n"
    (problem,) = read(text).diagnostics
    assert problem.paste == Paste(3, 3, ("    quote:", "      - one", "      - two"))


def test_a_comment_after_ids_dates_and_addresses_is_allowed():
    sound(
        "claims: # those\n  a: # one\n    speaker: b # who\n    said: 2015-12-23 # when\n"
        "    reviewed: 2015-12-24 # then\n    statement: >- # folded\n      c\n    verdict: false # so\n"
        "    sources: # of it\n      - d # id\n      - https://e.f # address\n    codes: {g: h} # code\n"
        "    repeats: i#j # there\n    language: ru # Russian\n"
    )


def test_a_wrong_entry_costs_none_of_the_others_but_its_own_answers():
    sidecar = read(
        "claims:\n  a:\n    spekaer: b\n    quote: c\n    counterpoints:\n      d: {speaker: e, quote: f, mod: g}\n"
        "      h: {speaker: e, quote: f}\n  i: {speaker: j, quote: k}\n"
    )
    assert [a.id for a in sidecar.annotations] == ["i"]
    assert sidecar.left_out == {"a", "d", "h"}
    assert told(list(sidecar.diagnostics)) == [("unknown-key", 3, 5), ("unknown-key", 6, 33)]
    assert not sidecar.broken


def test_a_broken_sidecar_gives_no_annotations_but_all_its_errors():
    text = "claims:\n  a:\n    speaker: b\n    note: One: two\n    quote: c\n    mod: direct\n  d: {quote: e}\n"
    sidecar = read(text)
    assert sidecar.broken
    assert sidecar.annotations == ()
    assert told(list(sidecar.diagnostics)) == [("yaml-syntax", 4, 11), ("unknown-key", 6, 5), ("missing-key", 7, 3)]


def test_all_errors_are_reported_at_once_and_pasting_all_fixes_all():
    text = (
        "claims:\n  a:\n    spekaer: b\n    quote: Article #5\n    mode: direkt\n"
        "    counterpoints:\n      c_d:\n        speaker: b\n        statement: {e, f}\n        said: 23.12.2015\n"
        "counterpoints:\n  g:\n    to: #a\n    speaker: {unnamed: one, who asked}\n    quote: [h]\n"
    )
    found = list(read(text).diagnostics)
    assert len(found) == 9
    assert read(all_pasted(text, found)).diagnostics == ()


@given(st.data())
def test_any_change_of_a_sidecar_ends_in_annotations_or_in_diagnostics_with_their_places(data):
    at = data.draw(st.integers(0, len(EXAMPLE)))
    length = data.draw(st.integers(0, 20))
    new = data.draw(st.text(":#-[]{}&*!|>'\"%@`, \t\nab?\\~…\x00\u2028", max_size=6))
    text = EXAMPLE[:at] + new + EXAMPLE[at + length :]
    sidecar = read(text)
    ids = [a.id for a in sidecar.annotations]
    assert len(ids) == len(set(ids))
    assert all(id_ in sidecar.locations for id_ in ids)
    assert all((a.id, n) in sidecar.quotes for a in sidecar.annotations for n in range(len(a.quote)))
    for problem in sidecar.diagnostics:
        lines = text.split("\n")
        assert 1 <= problem.location.column <= len(lines[problem.location.line - 1]) + 1
        if problem.paste and problem.code != "too-many-problems":
            again = [(d.code, d.location, d.message) for d in read(pasted(text, problem.paste)).diagnostics]
            assert (problem.code, problem.location, problem.message) not in again


@given(st.binary())
def test_any_bytes_end_in_a_sidecar(data):
    sidecar = read_sidecar(data, "a.yaml", ARTICLE)
    assert sidecar.broken <= bool(sidecar.diagnostics)


@pytest.mark.parametrize(
    ("written", "values"), [("a", ("a",)), ("[a]", ("a",)), ("[b, a]", ("b", "a")), ("[a, b, a]", ("a", "b"))]
)
def test_a_code_has_one_value_or_a_list_each_of_them_once(written, values):
    sidecar = read_sidecar(f"{CLAIM}codes: {{frame: {written}}}\n".encode(), "a.yaml", "2015/a")
    assert sidecar.diagnostics == ()
    (annotation,) = sidecar.annotations
    assert annotation.codes == (("frame", values),)
