"""Articles whose pages are measured: one of usual length, one that is crowded, and what is hard to lay out.

The story is made up. Its lengths, and the places of its passages, are those of a news report of nine paragraphs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import cycle, islice

USUAL = """\
---
title: Board rejects River Union’s ‘fictions’ about the Arle dam
date: 2019-06-11
publisher: harwick-mail
section: [News, Rivers]
tags: [rivers, dams, Arle]
url: https://example.org/mail/2019/06/11/arle-dam-study
language: en
captured: 2020-02-03
summary: The power board answers a study on drowned farms below the Arle dam, as the Harwick Mail reported it.
image:
  caption: The spillway of the Arle dam on 9 June 2019, in a picture that the Norland Power Board took from a
    helicopter and gave to all newspapers on the following day.
  credit: NPB
---

The Norland Power Board has brushed aside as full of “rumours and guesswork” a study that blames its night releases for
the ruin of many farms.

Edda Marken, who speaks for the board, told reporters in Harwick on Tuesday that its engineers had read the study.
"There is no measurement in it that was not known to us, just rumours and guesswork, which we have answered many times
before."

"The valley has been drying out for some thirty years. About 12,000 people are thought to have moved away from it. One
wonders why River Union never asks who emptied the upper lakes in all the years before the board had so much as a
single turbine there," the spokeswoman added.

In its study River Union says that releases from the dam have drowned the crops of hundreds of farms and left wide
stretches of the lower valley under mud, in “a pattern that points to breaches of the water treaty of 1987.”

Later in her remarks Marken said River Union is quite certain that no siren had sounded and nobody had been warned in
the villages which the water is supposed to have reached, yet nobody from the union was there, and it has no means of
finding out.

What the study offers is hearsay "without one reading of a gauge" while trusting witnesses with a grudge, she said.

"The very first page admits that every one of these figures was put together from a distance, out of letters and calls
with people who like to describe themselves as wardens of the river."

The board began the releases to flush the pirate weirs of gravel diggers and other illegal dams out of the river on 30
May after a request from the district of Arle.

A company from across the border has also been drawing water from the valley since last September without a licence
from Arle or a vote of the treaty council. The benefit of its canals has been called into doubt since several of them
have silted up already.
"""

USUAL_ANNOTATED = """\
speakers:
  rowan-pell:
    name: Rowan Pell
    kind: person
    role: Head of the programme for the southern rivers
    organization: river-union

claims:
  nothing-new:
    verdict: unsupported
    speaker: marken
    quote:
      - full of “rumours and guesswork”
      - no measurement in it that was not known to us, just rumours and guesswork
    said: 2019-06-11, briefing of the board in Harwick
    reviewed: 2020-02-03
    note: She names no page of the study. The headline and the first paragraph repeat her words; the quotation marks
      are the newspaper’s.
    sources: [mail-report para. 2, union-reply]
    counterpoints:
      six-nights:
        relation: rebuts
        speaker: river-union
        statement: The study describes six nights, each with hour and village, in which at least 200 farms and about a
          dozen mills were flooded.
        said: 2019-06-11, study
        sources: [union-study p. 6]
      nothing-named:
        relation: rebuts
        speaker: river-union
        statement: No engineer of the board has shown a reading of a gauge that contradicts the tables.
        said: 2019-07-18, public letter
        sources: [union-reply]

  answered-before:
    verdict: unsupported
    speaker: marken
    quote: which we have answered many times before
    said: 2019-06-11, briefing of the board in Harwick
    reviewed: 2020-02-03
    note: No earlier answer is named, dated or linked, here or in the briefing as two agencies carried it.
    sources: [mail-report para. 2]

  moved-away:
    verdict: unverified
    speaker: marken
    quote: About 12,000 people are thought to have moved away from it
    said: 2019-06-11, briefing of the board in Harwick
    reviewed: 2020-02-03
    note: Who thinks so is not said. The statistical office counted “at least 9,500” in that year’s spring.
    sources: [mail-report para. 3]

  never-asks:
    verdict: false
    speaker: marken
    quote: River Union never asks who emptied the upper lakes in all the years before the board had so much as a single
      turbine there
    said: 2019-06-11, briefing of the board in Harwick
    reviewed: 2020-02-03
    note: The union had named two mining firms and the old water office as those who emptied the lakes, in three
      studies before 2015.
    sources:
      - title: "‘Dry by decree’: Who drained the upper lakes of the Arle, and with whose leave"
        url: https://example.org/union/studies/2014/dry-by-decree
        publisher: River Union International
        date: 2014-05
        kind: primary
    updates:
      2020-02-03: First entered as context missing. The study of 2014 puts this very question.
    counterpoints:
      dry-by-decree:
        relation: rebuts
        speaker: river-union
        statement: In May 2014 the union accused the old water office and two mining firms of emptying both upper
          lakes.
        said: 2014-05, study
        sources: [https://example.org/union/studies/2014/dry-by-decree]

  drowned-crops:
    verdict: supported
    speaker: river-union
    quote: releases from the dam have drowned the crops of hundreds of farms and left wide stretches of the lower
      valley under mud
    said: 2019-06-11, study
    reviewed: 2020-02-03
    note: Retold by the Mail; the wording of the study is close to it. For each of its six nights it gives named
      witnesses, pictures and levels.
    sources: [union-study]
    counterpoints:
      no-means:
        relation: undercuts
        speaker: marken
        quote: nobody from the union was there, and it has no means of finding out
        said: 2019-06-11, briefing of the board in Harwick
        counterpoints:
          sixteen-wardens:
            relation: rebuts
            speaker: river-union
            statement: Sixteen wardens were asked by letter or over the telephone, pictures and levels were compared,
              and hydrologists gave advice.
            said: 2019-06-11, study
            sources: [union-study]

  breaches:
    verdict: unverified
    speaker: river-union
    quote: a pattern that points to breaches of the water treaty of 1987
    said: 2019-06-11, study
    reviewed: 2020-02-03
    note: A legal finding that neither court nor council had made by the day of the report.
    sources: [union-study]

  no-siren:
    verdict: missing-context
    speaker: river-union
    via: marken
    quote: no siren had sounded and nobody had been warned in the villages which the water is supposed to have reached
    said: 2019-06-11
    reviewed: 2020-02-03
    note: The union wrote of some of the villages, and of what *seems* to have been heard. The certainty is the
      spokeswoman’s wording.
    sources: [union-release]
    counterpoints:
      some-villages:
        relation: qualifies
        speaker: rowan-pell
        statement: In some of the villages people seem to have had no warning, above all where there is no siren to be
          heard.
        said: 2019-06-11, press release
        sources: [union-release]

  hearsay:
    verdict: false
    speaker: marken
    quote:
      - hearsay "without one reading of a gauge"
      - trusting witnesses with a grudge
    said: 2019-06-11, briefing of the board in Harwick
    reviewed: 2020-02-03
    note: The study rests on witnesses, pictures, levels and hydrologists, and names them. One may find that weak;
      there are readings.
    sources: [union-study]
    unsure: She may mean that no gauge of the board is among them, which would be true.

  from-a-distance:
    verdict: missing-context
    speaker: marken
    statement: The union did its work from afar, by asking wardens on the telephone.
    quote: every one of these figures was put together from a distance, out of letters and calls with people who like
      to describe themselves as wardens of the river
    said: 2019-06-11, briefing of the board in Harwick
    reviewed: 2020-02-03
    note: True as far as it goes. The study also rests on pictures, levels and the advice of experts, and not all of
      its witnesses were wardens.
    sources: [union-study, https://example.org/radio/2019/06/11/union-counts-two-hundred-farms]

  illegal-dams:
    verdict: missing-context
    speaker: outlet
    quote: to flush the pirate weirs of gravel diggers and other illegal dams
    said: 2019-06-11
    reviewed: 2020-02-03
    note: Most of the first releases met weirs that had a licence, as a count from the board’s own list of weirs showed
      in July.
    sources:
      - title: Most of the flushed weirs were licensed, list shows
        publisher: Valley Radio
        date: 2019-07-21
        kind: secondary
    counterpoints:
      licensed:
        relation: adds-context
        speaker: {unnamed: editors of Valley Radio}
        statement: Four in five of the weirs that the board had named by 20 July stood there with a licence of the
          district.
        said: 2019-07-21
        sources:
          - title: Most of the flushed weirs were licensed, list shows
            publisher: Valley Radio
            date: 2019-07-21

  request:
    verdict: supported
    speaker: outlet
    quote: The board began the releases … after a request from the district of Arle
    said: 2019-06-11
    reviewed: 2020-02-03
    note: The district told the treaty council so in a letter of 14 June 2019.
    sources:
      - title: Letter 2019/78 to the treaty council
        date: 2019-06-14
        kind: primary

  no-licence:
    verdict: missing-context
    speaker: outlet
    quote: without a licence from Arle or a vote of the treaty council
    said: 2019-06-11
    reviewed: 2020-02-03
    note: True. The company relies on a request from the border town and on article 12 of the treaty, which the report
      leaves out.
    sources: [https://example.org/treaty-council/documents/2018-695-canal.html]
    counterpoints:
      article-12:
        relation: qualifies
        speaker: canal-company
        statement: The border town has asked the company to draw water in the valley, as its need allows under article
          12 of the treaty.
        said: 2018-09-23, letter to the treaty council
        sources: [https://example.org/treaty-council/documents/2018-695-canal.html]

notes:
  fictions:
    quote: {exact: fictions, in: title}
    note: The single quotation marks are the newspaper’s own. Nobody is quoted with this word in the report.
  pirate:
    quote: {exact: pirate, suffix: weirs}
    note: A word for people, used of walls in the paper’s own voice.
  benefit:
    quote: The benefit of its canals has been called into doubt
    note: By whom is not said.
"""

SPEAKERS = """\
harwick-mail: {name: Harwick Mail, kind: outlet}
marken: {name: Edda Marken, short: Marken, kind: person, role: Spokeswoman, organization: power-board}
power-board: {name: Norland Power Board, kind: organization}
river-union: {name: River Union International, short: River Union, kind: organization}
canal-company: {name: Canal Company of the Eastern Border Towns, kind: organization}
""" + "".join(
    f"voice-{n:02}: {{name: Speaker Number{'abcdefghijklmnopqrst'[n - 1].title() * 3}, kind: person, "
    f"role: Spokesperson of the office {n}}}\n"
    for n in range(1, 21)
)

SOURCES = """\
mail-report: {title: Board rejects River Union’s ‘fictions’ about the Arle dam, publisher: harwick-mail,
  url: "https://example.org/mail/2019/06/11/arle-dam-study", date: 2019-06-11, kind: primary}
union-reply: {title: "‘Rumours and guesswork’: What the power board leaves out of its answer to our study on the Arle
  dam",
  publisher: River Union International, url: "https://example.org/union/letters/2019/rumours", date: 2019-07-18, kind:
    primary}
union-study: {title: "‘Night water’: Releases from the Arle dam and what they left behind in the valley", kind:
  primary,
  publisher: River Union International, url: "https://example.org/union/studies/2019/night-water", date: 2019-06-11,
  excerpt: the releases appear to have drowned the crops of hundreds of farms}
union-release: {title: "Arle: The board’s refusal to own up to drowned farms", publisher: River Union International,
  url: "https://example.org/union/press/2019/06/arle-refusal", date: 2019-06-11, kind: primary}
"""

# ── more than usual ──────────────────────────────────────────────────────────────────────────────────────────────

_LEXICON = (
    "the ministers answered slowly while reporters waited outside of the harbour and nobody could say whether a second "
    "convoy had left before the storm or after it because every witness gave another hour to those who asked"
).split()
_VERDICTS = ("missing-context", "false", "supported", "unverified", "unsupported")
_REASON = (
    "The log of the harbour gives another hour, and so do both of the pilots who were on duty that night. Neither was "
    "asked before the statement went out. See the [report](https://example.org/log) of the harbour master."
)
_STATEMENT = (
    "The second convoy was seen by the crews of three fishing boats, who told the harbour master so on the same "
    "evening, and whose words stand in his log with their names and the hour."
)


def words_of(count: int, every: int) -> list[str]:
    """That many words, of which each one at a multiple of `every` is a number that stands nowhere else."""
    words = list(islice(cycle(_LEXICON), count))
    words[::every] = [f"{n:05}" for n in range(1, len(words[::every]) + 1)]
    return words


def article(title: str, paragraphs: list[str], more: str = "") -> str:
    """An article of those paragraphs; `more` is added to its front matter."""
    return (
        f"---\ntitle: {title}\ndate: 2020-02-02\npublisher: harwick-mail\n{more}---\n\n"
        + "\n\n".join(paragraphs)
        + "\n"
    )


def crowded() -> tuple[str, str]:
    """36 claims and 22 answers, of fourteen voices, in 1,400 words and 29 paragraphs: the article and its sidecar."""
    words = words_of(1392, every=8)
    paragraphs = [" ".join(words[n : n + 48]) + "." for n in range(0, len(words), 48)]
    claims: dict[str, dict[str, object]] = {}
    for n in range(36):
        start = n * 1392 // 36 // 8 * 8
        claims[f"claim-{n}"] = {
            "speaker": f"voice-{n * 5 % 14 + 1:02}",
            "verdict": _VERDICTS[n % 5],
            "quote": " ".join(words[start : start + 6 + n % 3]),
            "note": _REASON,
            "said": "2020-02-01, press conference",
            "sources": ["union-study p. 4"],
        }
    for n in range(22):
        claims[f"claim-{n * 36 // 22}"]["counterpoints"] = {f"answer-{n}": _answer(n, 14)}
    return article("A crowded report", paragraphs), as_yaml({"claims": claims})


def dense() -> tuple[str, str]:
    """150 notes of twenty voices in 600 words, every one with a passage: more than any margin can hold."""
    words = words_of(600, every=4)
    paragraphs = [" ".join(words[n : n + 100]) + "." for n in range(0, 600, 100)]
    claims: dict[str, dict[str, object]] = {}
    notes: dict[str, object] = {}
    for n in range(150):
        end = min(n * 4 + (3, 8, 14)[n % 3], n * 4 // 100 * 100 + 100)  # overlaps the next or three, in its paragraph
        quote = " ".join(words[n * 4 : end])
        said = {"speaker": f"voice-{n % 20 + 1:02}", "quote": quote}
        if n % 10 == 8:
            notes[f"note-{n}"] = {"quote": " ".join(words[n * 4 : n * 4 + 2]), "note": "Mind the hour."}
        elif n % 3 == 2:
            claims[list(claims)[-1]]["counterpoints"] = {f"answer-{n}": {"relation": "rebuts", **said}}
        else:
            claims[f"claim-{n}"] = {"verdict": _VERDICTS[n % 5], "note": _REASON, **said}
    return article("A hundred and fifty notes", paragraphs), as_yaml({"claims": claims, "notes": notes})


def hard() -> tuple[str, str]:
    """What is hard to lay out: a long thread, notes on a table, a list and a quotation, ones without a place, and words
    that don't break. Only its passages are published."""
    paragraphs = [
        "Nobody here reads this paragraph, for no passage stands in it.",
        "At noon the ferry was on time, said the harbour master. It was an hour late, said all who had waited for it.",
        "> The ferry has never been late in all its years.",
        "- It left at ten.\n- It came at twelve.",
        "| Day | Hour |\n|---|---|\n| Monday | a quarter past ten |\n| Tuesday | half past ten at the earliest |",
        "The timetable is called FahrplanauskunftsverordnungsdurchführungsbestimmungenFürFähren" + "und" * 40 + ".",
        "In the evening the ferry did not run.",
    ]
    claims: dict[str, dict[str, object]] = {
        "on-time": _claim("the ferry was on time", 1, counterpoints=_thread(9)),
        "never-late": _claim("The ferry has never been late", 2, verdict="false"),
        "at-ten": _claim("It left at ten", 3, verdict="supported"),
        "quarter": _claim("a quarter past ten", 4, withdrawn="2020-02-03 The clock of the station was slow."),
        "half": _claim("half past ten at the earliest", 5),
        "timetable": _claim("The timetable is called", 6, note="Its name: " + "Fahrplan" * 60 + "."),
        "everywhere": {"speaker": "voice-07", "statement": _STATEMENT, "verdict": "unverified", "note": _REASON},
        "nowhere": _claim("these words stand nowhere at all", 8),
    }
    notes = {"late": {"quote": "an hour late", "note": _REASON}, "loose": {"note": "A remark on the whole."}}
    text = article("A ferry’s hours", paragraphs, "text: passages\nlanguage: en\n")
    return text, as_yaml({"claims": claims, "notes": notes})


def _claim(quote: str, voice: int, **fields: object) -> dict[str, object]:
    return {"speaker": f"voice-{voice:02}", "quote": quote, "note": _REASON, **fields}


def _answer(n: int, voices: int) -> dict[str, object]:
    voice = f"voice-{(n * 3 + 1) % voices + 1:02}"
    return {"relation": "rebuts", "speaker": voice, "statement": _STATEMENT, "sources": ["union-study p. 9"]}


def _thread(depth: int) -> dict[str, object]:
    """An answer, an answer to it and so on; at every depth there is a second one."""
    if not depth:
        return {}
    deeper = {**_answer(depth, 20), "note": _REASON, "counterpoints": _thread(depth - 1)}
    return {f"deep-{depth}": deeper, f"other-{depth}": _answer(depth + 5, 20)}


def as_yaml(sidecar: Mapping[str, object]) -> str:
    """JSON is YAML, too."""
    return json.dumps(sidecar, indent=1, ensure_ascii=False)


def sources() -> dict[str, str | bytes]:
    """The source files of all these articles. `2019/plain` is `2019/usual` without annotations."""
    files: dict[str, str | bytes] = {
        "content/speakers/figures.yaml": SPEAKERS,
        "content/sources/figures.yaml": SOURCES,
        "content/articles/2019/usual.md": USUAL,
        "content/articles/2019/usual.yaml": USUAL_ANNOTATED,
        "content/articles/2019/plain.md": USUAL,
    }
    for name, (text, annotated) in {"crowded": crowded(), "dense": dense(), "hard": hard()}.items():
        files[f"content/articles/2020/{name}.md"] = text
        files[f"content/articles/2020/{name}.yaml"] = annotated
    return files
