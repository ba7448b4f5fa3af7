"""An annotation of a layer goes into the sidecar as a splice, whole, or not at all."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.annotating.adopting import Adopted, Adoption, adopt_annotation
from generator.annotating.opened import Opened, open_yaml
from generator.annotating.refused import Refused
from generator.annotating.values import value_of
from generator.model import Registry, Speaker

SIDECAR = """\
# The archive's.
claims:
  # about the first sentence
  first:
    speaker: anna
    quote: One thing was said  # as it was
  same: {speaker: anna, quote: Another}
"""
LAYER = """\
speakers:
  ben:
    name: Ben Novak
    organization: institute
  institute: {name: The Institute, kind: organization}
  carla: {name: Carla}
  anna: {role: Spokeswoman}
claims:
  mine:
    verdict: "false"
    speaker: ben
    quote: |
      Another was answered
    note: |
      Two lines.

      # no comment
    counterpoints:
      reply:
        relation: rebuts
        speaker: anna
        quote: A third
        counterpoints:
          again: {speaker: outlet, quote: was left}
  same: {speaker: anna, quote: Another}
  twin: {speaker: outlet, repeats: 2015/report#mine, quote: was left out}
counterpoints:
  both: {to: [first, mine], speaker: outlet, quote: was left}
  elsewhere: {to: 2014/other#claim, speaker: outlet, quote: was left}
  well: {to: [first, same, "2015/report#first"], speaker: outlet, quote: was left}
notes:
  remark: {note: It is short.}
"""
REGISTRY = Registry(speakers={"anna": Speaker("anna", "Anna")})


def opened(text: str) -> Opened:
    found = open_yaml(text.encode(), "x.yaml")
    assert isinstance(found, Opened)
    return found


def adopted(id: str, sidecar: str = SIDECAR, layer: str = LAYER, **more: object) -> Adopted:
    found = attempt(id, sidecar, layer, **more)
    assert isinstance(found, Adopted), found
    return found


def attempt(id: str, sidecar: str = SIDECAR, layer: str = LAYER, **more: object) -> Adopted | Refused:
    wanted = replace(Adoption("2015/report", id, id), **more)  # type: ignore[arg-type]
    return adopt_annotation(opened(sidecar), opened(layer), REGISTRY, wanted)


def text_of(found: Adopted) -> str:
    return found.edit.after.decode()


def test_an_annotation_comes_with_all_its_fields_and_the_speakers_whom_only_the_layer_describes():
    found = adopted("mine", start=20, starts={"first": 0, "same": 30})
    assert (
        text_of(found)
        == """\
speakers:
  ben:
    name: Ben Novak
    organization: institute
  institute:
    name: The Institute
    kind: organization

# The archive's.
claims:
  # about the first sentence
  first:
    speaker: anna
    quote: One thing was said  # as it was
  mine:
    verdict: false
    speaker: ben
    quote: Another was answered
    note: |
      Two lines.

      # no comment
  same: {speaker: anna, quote: Another}
"""
    )
    assert found.speakers == ("ben", "institute")
    assert found.answers == ("reply", "again")


def test_a_role_that_the_layer_gives_a_shared_speaker_comes_along():
    found = adopted("same", sidecar="", new_id="same")
    assert "speakers:\n  anna:\n    role: Spokeswoman\n" in text_of(found)
    there = adopted("same", sidecar="speakers:\n  anna: {role: Lawyer}\n")
    assert there.speakers == ()


def test_a_new_sidecar_is_made():
    assert text_of(adopted("remark", sidecar="")) == "notes:\n  remark:\n    note: It is short.\n"


def test_references_that_mean_the_same_in_the_sidecar_are_kept():
    assert "to: [first, same, 2015/report#first]" in text_of(adopted("well")).replace('"', "")


@pytest.mark.parametrize(
    ("id", "named", "step"),
    [
        ("reply", "“mine”", "Adopt “mine” first, or name what it answers in the sidecar with `--to`."),
        ("again", "“reply”", "Adopt “reply” first, or name what it answers in the sidecar with `--to`."),
        ("both", "“mine”", "Adopt “mine” first, or name what it answers in the sidecar with `--to`."),
        ("twin", "“2015/report#mine”", "Adopt “2015/report#mine” first."),
    ],
)
def test_one_that_refers_to_another_of_the_layer_is_refused_and_that_one_named(id, named, step):
    assert attempt(id) == Refused(f"“{id}” refers to {named}, which only the layer has.", step)


def test_a_reference_to_another_article_is_asked_there():
    assert isinstance(attempt("elsewhere"), Adopted)
    only = attempt("elsewhere", is_only_in_layer=lambda reference: reference == "2014/other#claim")
    assert isinstance(only, Refused)
    assert "“2014/other#claim”" in only.why


def test_an_answer_follows_what_it_answers():
    first = adopted("mine")
    second = adopted("reply", sidecar=text_of(first))
    claims = value_of(opened(text_of(second)).value(("claims", "mine", "counterpoints")))
    assert claims == {"reply": {"relation": "rebuts", "speaker": "anna", "quote": "A third"}}


def test_an_answer_whose_claim_was_changed_since_is_refused():
    changed = text_of(adopted("mine")).replace("Two lines", "Three lines")
    assert isinstance(attempt("reply", sidecar=changed), Refused)


@pytest.mark.parametrize("id", ["reply", "both"])
def test_an_answer_gets_another_target_where_one_is_named(id):
    answers = value_of(opened(text_of(adopted(id, to="first"))).value(("claims", "first", "counterpoints")))
    assert isinstance(answers, dict)
    assert list(answers) == [id]
    answer = answers[id]
    assert isinstance(answer, dict)
    assert "to" not in answer


@pytest.mark.parametrize(
    ("id", "more", "told"),
    [
        ("remark", {"to": "first"}, "“remark” is no counter-point, so it answers nothing."),
        ("reply", {"to": "nowhere"}, "The sidecar has no annotation “nowhere”."),
        ("nope", {}, "The layer has no annotation “nope” in this article."),
        ("remark", {"new_id": "first"}, "The sidecar has another annotation with the id “first”."),
        ("same", {}, "The sidecar has “same” already, with the same fields."),
        ("remark", {"new_id": "No Id"}, "“No Id” can't be an id."),
    ],
)
def test_what_can_not_be_is_refused(id, more, told):
    found = attempt(id, **more)
    assert isinstance(found, Refused)
    assert found.why == told
    assert found.step


def test_a_speaker_whom_the_archive_knows_by_another_name_is_refused():
    other = LAYER.replace("anna: {role: Spokeswoman}", "anna: {name: Anne}")
    found = attempt("same", sidecar="", layer=other)
    assert found == Refused(
        "The layer calls the speaker `anna` “Anne”, and the archive “Anna”.", "Give one of the two another id."
    )
    in_sidecar = attempt("mine", sidecar="speakers:\n  ben: {name: Benjamin}\n")
    assert isinstance(in_sidecar, Refused)


def test_an_id_that_the_layer_has_twice_is_refused():
    found = attempt("a", layer="claims:\n  a: {speaker: outlet, quote: One}\nnotes:\n  a: {note: x}\n")
    assert isinstance(found, Refused)
    assert "used twice in the layer" in found.why


@given(st.permutations(["mine", "remark", "well", "elsewhere", "reply", "again"]), st.sampled_from([SIDECAR, ""]))
def test_each_adoption_is_a_splice_that_adds_lines_and_can_be_taken_back(order, sidecar):
    """Law 24: taking the added lines out gives the old bytes, and comments keep their owner."""
    text = sidecar
    for id in order:
        found = attempt(id, sidecar=text)
        if isinstance(found, Refused):
            continue
        assert found.edit.undone.after == text.encode()
        before, after = text.splitlines(), text_of(found).splitlines()
        rest = iter(after)
        assert all(line in rest for line in before), "every old line is there, in its order"
        old, new = opened(text), opened(text_of(found))
        assert Counter(new.comments) == Counter(old.comments)
        text = text_of(found)
    assert "remark" in text


def refused(id: str, **more: object) -> Refused:
    found = attempt(id, **more)  # type: ignore[arg-type]
    assert isinstance(found, Refused), found
    return found


def test_a_former_id_is_not_given_to_another():
    sidecar = SIDECAR.replace("    speaker: anna\n", "    speaker: anna\n    aliases: [remark]\n")
    found = refused("remark", sidecar=sidecar)
    assert found.why == "“remark” is a former id of “first” in the sidecar, to which its address leads."
    assert "--as remark-2" in found.step
    assert "  other:\n" in text_of(adopted("remark", sidecar, new_id="other"))


def test_another_target_replaces_only_what_the_sidecar_lacks():
    assert "to: [first, mine]" in LAYER
    found = text_of(adopted("both", layer=LAYER.replace("to: [first, mine]", "to: [same, mine]"), to="first"))
    assert "counterpoints:\n  both:\n" in found
    assert "to: [first, same]" in found
    assert "mine" not in found


def test_a_note_that_links_to_another_of_the_layer_stays():
    for address in ("#mine", "report.md#mine", "../2015/report.md#mine"):
        layer = LAYER.replace("It is short.", f'"See [this]({address})."')
        assert refused("remark", layer=layer).why == "“remark” refers to “mine”, which only the layer has."
    for address in ("#first", "other.md#mine", "report.md"):
        adopted("remark", layer=LAYER.replace("It is short.", f'"See [this]({address})."'))


def test_a_reference_to_what_the_sidecar_says_otherwise_is_told_so():
    sidecar = SIDECAR.replace("  same:", "  mine: {speaker: anna, quote: A third}\n  same:")
    found = refused("twin", sidecar=sidecar)
    assert found.why == "“twin” refers to “2015/report#mine”, which says something else in the sidecar."
    assert found.step == "Make both say the same."
