"""What changed in an archive, and what was lost, from both times as values."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.comparing.archive_changes import ArchivePair, archive_changes, archive_pair, losses
from generator.comparing.article_state import article_state
from generator.comparing.since import Since
from generator.comparing.vocabulary import Vocabulary
from generator.diagnostics import Diagnostic
from generator.formats.registry import read_registry
from generator.formats.settings import BUILT_IN_VERDICTS
from generator.i18n.catalog import Catalog
from generator.model import ArticleSource, Registry

SINCE = Since("main", "2026-11-27", Vocabulary(Catalog("en"), BUILT_IN_VERDICTS))

TEXT = """\
---
title: A briefing
date: 2015-12-23
---

There were ties, he said. The towns were hit at night, from the north and from the sea. There was no proof.
"""

SIDECAR = """\
speakers:
  petrov: {name: Ivan Petrov}
claims:
  ties:
    verdict: unverified
    speaker: petrov
    quote: There were ties
    counterpoints:
      denial: {speaker: outlet, relation: rebuts, quote: no proof}
  towns:
    speaker: outlet
    quote: The towns … from the sea
notes:
  aside: {note: An aside.}
"""

Article = tuple[str, str | None]
"""The texts of an article's two files."""


def pair(
    before: Mapping[str, Article], now: Mapping[str, Article], shared: tuple[str, str] = ("", ""), sources: bool = False
) -> ArchivePair:
    def registry(text: str) -> Registry:
        files = [("content/sources.yaml" if sources else "content/speakers.yaml", text.encode())] if text else []
        return read_registry([], files)[0] if sources else read_registry(files, [])[0]

    states = [
        [
            article_state(
                ArticleSource(
                    id,
                    f"content/articles/{id}.md",
                    text.encode(),
                    "" if sidecar is None else f"content/articles/{id}.yaml",
                    None if sidecar is None else sidecar.encode(),
                )
            )
            for id, (text, sidecar) in articles.items()
        ]
        for articles in (before, now)
    ]
    return archive_pair(states[0], states[1], (registry(shared[0]), registry(shared[1])))


def told(of: ArchivePair) -> list[str]:
    return [f"{one.sign} {one.line.text}" for one in archive_changes(of, SINCE)]


def lost(of: ArchivePair, shown: Mapping[str, str] | None = None) -> list[Diagnostic]:
    return [one.problem for one in losses(of, SINCE, lambda ref: (shown or {}).get(ref, ""), ())]


def codes(of: ArchivePair) -> list[str]:
    return [problem.code for problem in lost(of)]


def edited(old: str, new: str, text: str = SIDECAR) -> ArchivePair:
    assert old in text
    return pair({"2015/a": (TEXT, text)}, {"2015/a": (TEXT, text.replace(old, new))})


def drafted(text: str) -> str:
    return text.replace("date:", "draft: true\ndate:")


# ── what is no loss ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("verdict: unverified", 'verdict: "false"\n    updates: {2016-02-24: The annex was obtained.}'),
        ("verdict: unverified", "verdict: supported\n    withdrawn: 2016-02-24 Misread."),
        ("speaker: outlet\n    quote", 'speaker: outlet\n    verdict: "false"\n    quote'),
        ("  ties:", "  bonds:\n    aliases: [ties]"),
        ("quote: There were ties", "quote: There were ties, he said"),
        ("  aside: {note: An aside.}", "  aside: {note: Another.}"),
        (
            "    quote: The towns … from the sea",
            "    withdrawn: 2016-02-24 Misread.\n    statement: The towns were hit.",
        ),
        (
            "    quote: The towns … from the sea",
            "    statement: The towns were hit.\n    updates: {2016-02-24: The words are another's.}",
        ),
    ],
)
def test_a_change_with_its_reason_is_told_and_is_no_loss(old, new):
    of = edited(old, new)
    assert told(of)
    assert lost(of) == []


def test_drafts_are_not_held_to_anything():
    text = drafted(TEXT)
    assert codes(pair({"2015/a": (text, SIDECAR)}, {})) == []
    assert codes(pair({"2015/a": (text, SIDECAR)}, {"2015/a": (TEXT, None)})) == []
    assert (
        codes(pair({"2015/a": (text, SIDECAR)}, {"2015/a": (text, SIDECAR.replace("unverified", "supported"))})) == []
    )


def test_what_can_not_be_read_now_is_not_called_gone():
    broken = "<<<<<<< HEAD\n" + SIDECAR + "=======\n>>>>>>> theirs\n"
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (TEXT, broken)})
    (change,) = archive_changes(of, SINCE)
    assert change.line.text == "Article: Could not be read in this version."
    assert change.location.path == "content/articles/2015/a.yaml"
    assert lost(of) == []
    assert codes(pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": ("title: A briefing", SIDECAR)})) == []


def test_front_matter_is_told_whether_the_sidecar_can_be_read_or_not():
    of = pair({"2015/a": (TEXT, "claims: [")}, {"2015/a": (drafted(TEXT), "claims: [")})
    assert told(of) == ["~ Article: Draft: yes, before no."]
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (drafted(TEXT), "claims: [")})
    assert told(of) == ["~ Article: Draft: yes, before no.", "~ Article: Could not be read in this version."]


def test_an_entry_that_is_invalid_now_is_not_called_gone():
    of = edited("    speaker: outlet\n    quote: The towns … from the sea", "    quote: The towns … from the sea")
    assert told(of) == ["~ towns: Could not be read in this version."]
    assert lost(of) == []


def test_what_could_not_be_read_then_was_not_published():
    assert codes(pair({"2015/a": (TEXT, "claims: [")}, {"2015/a": (TEXT, "")})) == []
    assert codes(pair({"2015/a": ("no front matter", SIDECAR)}, {})) == []


# ── articles ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_article_with_its_former_id_among_its_aliases_is_one_article():
    now = TEXT.replace("date:", "aliases: [2015/a]\ndate:")
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2016/b": (now, SIDECAR.replace("unverified", "supported"))})
    assert told(of) == [
        "~ Article: Former names: 2015/a.",
        "~ ties: Rating changed from Unverified to Supported.",
    ]
    assert codes(of) == ["change-needs-update"]


def test_one_that_is_gone_is_one_loss_with_all_that_it_held():
    of = pair({"2015/a": (TEXT, SIDECAR)}, {})
    assert told(of)[:3] == [
        "- Article: Taken out.",
        "- petrov: Taken out: a speaker, Ivan Petrov.",
        "- ties: Taken out: a claim, Unverified, petrov.",
    ]
    assert codes(of) == ["vanished-id"]
    assert codes(pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (drafted(TEXT), SIDECAR)})) == ["vanished-id"]


def test_an_id_that_differs_in_case_only_is_no_other():
    """It can't be an alias either: on many computers both are one path."""
    of = pair({"2015/Report": (TEXT, SIDECAR)}, {"2015/report": (TEXT, SIDECAR.replace("unverified", "supported"))})
    assert codes(of) == ["change-needs-update"]


def test_two_that_name_one_former_id_do_not_share_it():
    now = TEXT.replace("date:", "aliases: [2015/a]\ndate:")
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2016/b": (now, SIDECAR), "2016/c": (now, None)})
    assert [(one.id, one.before is None) for one in of.articles] == [("2016/b", False), ("2016/c", True)]


# ── passages ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_passage_that_the_text_no_longer_has_is_told_and_lost():
    text = TEXT.replace("There were ties", "There were bonds")
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (text, SIDECAR)})
    assert told(of) == ["~ Article: The text was changed.", "! ties: The passage is lost: “There were ties”."]
    (problem,) = lost(of)
    assert problem.message == "Claim “ties” had a passage at `main` and has none now: the text changed."
    assert problem.paste


def test_a_quote_that_was_edited_and_is_nowhere_is_told_twice():
    """What it is now, and that it leads nowhere."""
    of = edited("quote: There were ties", "quote: There were bonds")
    assert told(of) == [
        "~ ties: The passage now reads “There were bonds”, before “There were ties”.",
        "! ties: The passage is lost: “There were ties”.",
    ]
    assert codes(of) == ["passage-lost"]


def test_a_range_whose_words_changed_says_which():
    text = TEXT.replace("at night", "by day")
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (text, SIDECAR)})
    assert told(of)[1:] == ["~ towns: The words of the passage changed: “at night” became “by day”."]
    assert lost(of) == []


def test_a_lost_passage_takes_the_place_of_the_problem_of_its_quote():
    text = TEXT.replace("There were ties", "There were bonds")
    (loss,) = losses(pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (text, SIDECAR)}), SINCE, lambda _: "", ())
    (hidden,) = loss.instead_of
    assert (hidden.code, hidden.location) == ("quote-not-found", loss.problem.location)
    assert set(hidden.details) < set(loss.problem.details)


def test_the_same_text_in_other_lines_is_no_change():
    text = TEXT.replace("There was", "\n\n\nThere was").replace("\n\n\n", "\n")
    of = pair({"2015/a": (TEXT, SIDECAR)}, {"2015/a": (text, SIDECAR)})
    assert told(of) == []
    assert lost(of) == []


# ── speakers and sources ─────────────────────────────────────────────────────────────────────────────────────────────

SPEAKERS = "amnesty: {name: Amnesty International}\nluther: {name: Philip Luther, role: Director}\n"


def test_shared_speakers_are_told_by_name():
    now = "amnesty: {name: Amnesty International, kind: organization}\npetrov: {name: Ivan Petrov}\n"
    of = pair({}, {}, (SPEAKERS, now))
    assert told(of) == [
        "~ amnesty: Kind: Organization.",
        "+ petrov: Added: a speaker, Ivan Petrov.",
        "- luther: Taken out: a speaker, Philip Luther.",
    ]
    assert [problem.message for problem in lost(of)] == [
        "Speaker “luther” (Philip Luther), published at `main`, is gone."
    ]


def test_a_speaker_may_move_from_a_sidecar_to_those_of_all_and_back():
    without = SIDECAR.replace("speakers:\n  petrov: {name: Ivan Petrov}\n", "")
    own, shared = {"2015/a": (TEXT, SIDECAR)}, {"2015/a": (TEXT, without)}
    assert codes(pair(own, shared)) == ["vanished-id"]
    assert codes(pair(own, shared, ("", "petrov: {name: Ivan Petrov}\n"))) == []
    assert codes(pair(shared, own, ("petrov: {name: Ivan Petrov}\n", ""))) == []


def test_entries_that_are_invalid_now_and_files_that_can_not_be_read_are_not_called_gone():
    assert codes(pair({}, {}, (SPEAKERS, SPEAKERS.replace("{name: Philip Luther, role: Director}", "{role: 1}")))) == []
    assert codes(pair({}, {}, (SPEAKERS, "amnesty: [\n"))) == []
    assert told(pair({}, {}, (SPEAKERS, "amnesty: [\n"))) == []


def test_shared_sources_are_told_by_title():
    before = "report: {title: The report}\nannex: {title: The annex}\n"
    now = "report: {title: The report, date: 2015-12-23}\nmap: {title: The map}\n"
    of = pair({}, {}, (before, now), sources=True)
    assert told(of) == [
        "~ sources/report: Source described otherwise: The report.",
        "+ sources/map: Source added: The map.",
        "- sources/annex: Source removed: The annex.",
    ]
    assert [problem.message for problem in lost(of)] == ["Source “annex” (The annex), published at `main`, is gone."]


def test_a_speaker_with_another_id_is_told_once_and_by_its_former_one():
    now = SPEAKERS.replace("luther: {", "philip-luther: {aliases: [luther], ")
    before = SIDECAR.replace("speaker: outlet\n", "speaker: luther\n    via: [amnesty, luther]\n")
    assert before != SIDECAR
    after = before.replace("luther", "philip-luther")
    of = pair({"2015/a": (TEXT, before)}, {"2015/a": (TEXT, after)}, (SPEAKERS, now))
    assert told(of) == ["~ philip-luther: Was called luther."]
    assert lost(of) == []
    also = now.replace("role: Director", "role: Head")
    assert told(pair({}, {}, (SPEAKERS, also)))[0] == "~ philip-luther: Was called luther."
    assert len(told(pair({}, {}, (SPEAKERS, also)))) == 2


def test_a_source_with_another_id_is_told_so():
    before = "report: {title: The report}\n"
    now = "the-report: {title: The report, aliases: [report]}\n"
    of = pair({}, {}, (before, now), sources=True)
    assert told(of) == ["~ sources/the-report: Was called report."]
    assert lost(of) == []


def test_a_reference_that_follows_an_article_or_an_annotation_to_its_new_id_is_no_change():
    moved = TEXT.replace("---\n", "---\naliases: [2015/a]\n", 1)
    renamed = SIDECAR.replace("  ties:\n", "  bonds:\n    aliases: [ties]\n")
    other = "counterpoints:\n  no: {{to: {}, relation: rebuts, speaker: outlet, quote: no proof}}\n"
    before = {"2015/a": (TEXT, SIDECAR), "2016/b": (TEXT, other.format("2015/a#ties"))}
    now = {"2015/z": (moved, renamed), "2016/b": (TEXT, other.format("2015/z#bonds"))}
    assert told(pair(before, now)) == ["~ Article: Former names: 2015/a.", "~ bonds: Was called ties."]
    elsewhere = {**now, "2016/b": (TEXT, other.format("2015/z#towns"))}
    assert len(told(pair(before, elsewhere))) > 2


# ── lines of `updates` ───────────────────────────────────────────────────────────────────────────────────────────────

UPDATED = SIDECAR.replace(
    "verdict: unverified", 'verdict: "false"\n    updates:\n      2016-02-24: The annex was obtained.'
)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("\n    updates:\n      2016-02-24: The annex was obtained.", "", ["update-lost"]),
        ("2016-02-24: The annex was obtained.", "2016-03-01: The towns are named.", ["update-lost"]),
        ("2016-02-24: The annex", "2016-02-24: The annex, with a map,", []),
        ("2016-02-24: The annex", "2016-02-25: The annex", []),
        ("annex was obtained.", "annex was obtained.\n      2016-03-01: The towns are named.", []),
        ('"false"\n    updates:\n      2016-02-24: The annex', "supported\n    updates:\n      2016-02-24: An annex",
         ["change-needs-update"]),
        ('"false"\n    updates:\n      2016-02-24: The annex was obtained',
         "supported\n    updates:\n      2016-03-01: No", ["update-lost"]),
    ],
)  # fmt: skip
def test_a_published_line_of_updates_stays_and_one_that_was_edited_is_no_new_reason(old, new, found):
    of = edited(old, new, UPDATED)
    assert told(of)
    assert codes(of) == found


# ── ids ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_id_that_another_published_claim_takes_over_is_gone():
    towns = "  towns:\n    speaker: outlet\n    quote: The towns … from the sea\n"
    of = edited(towns, "", SIDECAR.replace("  ties:", "  ties:\n    aliases: [formerly]"))
    assert codes(of) == ["vanished-id"]
    before = {"2015/a": (TEXT, SIDECAR)}
    now = SIDECAR.replace(towns, "").replace("  ties:", "  ties:\n    aliases: towns")
    taken = pair(before, {"2015/a": (TEXT, now)})
    (problem,) = lost(taken)
    assert problem.message == (
        "Claim “towns”, published at `main`, is gone, and its id leads to “ties”, which was published beside it and "
        "says something else."
    )
    assert problem.location.line == 5


def test_of_two_that_say_the_same_one_may_take_the_others_id():
    twin = "  again: {verdict: unverified, speaker: petrov, quote: There were ties}\n"
    before = SIDECAR.replace("notes:", f"{twin}notes:")
    now = SIDECAR.replace("  ties:", "  ties:\n    aliases: [again]")
    assert codes(pair({"2015/a": (TEXT, before)}, {"2015/a": (TEXT, now)})) == []


def test_a_claim_that_can_not_do_without_its_quote_lost_its_passage():
    of = edited("\n    quote: There were ties", "")
    (loss,) = losses(of, SINCE, lambda _: "", ())
    assert loss.problem.message == "Claim “ties” had a passage at `main`, and its `quote` is gone."
    assert loss.problem.details == ("it was “There were ties”",)
    assert [one.code for one in loss.instead_of] == ["quote-missing"]


# ── in general ───────────────────────────────────────────────────────────────────────────────────────────────────────

SIDECARS = st.sampled_from(
    [
        None,
        "",
        SIDECAR,
        SIDECAR.replace("unverified", "supported"),
        SIDECAR.replace("  ties:", "  bonds:"),
        SIDECAR.replace("notes:\n  aside: {note: An aside.}\n", ""),
        "claims: [",
    ]
)
ARTICLES = st.dictionaries(
    st.sampled_from(["2015/a", "2015/b"]),
    st.tuples(st.sampled_from([TEXT, TEXT.replace("ties", "bonds"), drafted(TEXT), "broken"]), SIDECARS),
)


@given(ARTICLES)
def test_nothing_changes_and_nothing_is_lost_from_a_site_to_itself(articles):
    of = pair(articles, articles)
    assert told(of) == []
    assert lost(of) == []


@given(ARTICLES, ARTICLES)
def test_each_loss_is_of_something_that_changed(before, now):
    of = pair(before, now)
    changed = {one.location.path.rpartition(".")[0] for one in archive_changes(of, SINCE)}
    assert {problem.location.path.rpartition(".")[0] for problem in lost(of)} <= changed


@given(ARTICLES)
def test_what_was_published_and_is_gone_as_a_whole_is_named_article_by_article(before):
    published = {
        state.id for state in (one.before for one in pair(before, {}).articles) if state and state.is_published
    }
    named = [problem for problem in lost(pair(before, {})) if problem.code == "vanished-id"]
    assert {f"content/articles/{id}.md" for id in published} == {problem.location.path for problem in named}
