"""What changes in a claim's words from one article to the next."""

from __future__ import annotations

import pytest

from generator.comparing.word_changes import MOST_CHANGES
from generator.outputs.wording_changes import Wording, wordings

FIRST = "Russian airstrikes have left hundreds of civilians dead in Syria"


def changes(*said: tuple[str, str], own: int = 0) -> list[Wording]:
    return list(wordings(said, own))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (FIRST.replace("hundreds of", "200"), [("hundreds of", "200", ("number",))]),
        (FIRST.replace("have left", "have not left"), [("", "not", ("negation",))]),
        (FIRST.replace("have left", "have reportedly left"), [("", "reportedly", ("hedge",))]),
        (FIRST.replace("Syria", "Iraq"), [("Syria", "Iraq", ("name",))]),
        (FIRST.replace("civilians", "people"), [("civilians", "people", ())]),
        (FIRST.replace("hundreds of", "perhaps 200"), [("hundreds of", "perhaps 200", ("number", "hedge"))]),
        (FIRST.replace("airstrikes have", "airstrikes, have"), []),
        (FIRST.replace("civilians", "Civilians"), []),
        (FIRST, []),
    ],
)
def test_each_change_of_wording_is_called_what_it_is(words, told):
    wording = changes(("en", FIRST), ("en", words))[1]
    assert wording.other == 0
    assert [(change.mine, change.theirs, change.kinds) for change in wording.changes] == told


def test_wordings_are_compared_within_a_language_with_the_claim_s_own_where_it_has_one():
    said = [("en-GB", "left many dead"), ("ar", "قتل المئات"), ("en", FIRST), ("ar", "قتل 200"), ("fr", "des morts")]
    assert [wording.other for wording in changes(*said, own=2)] == [2, None, None, 1, None]
    assert [wording.other for wording in changes(*said, own=1)] == [None, None, 0, 1, None]


def test_an_appearance_without_words_of_the_article_is_not_compared():
    assert changes(("en", ""), ("en", FIRST), ("en", "")) == [Wording(), Wording(), Wording()]


def test_other_words_altogether_are_called_that():
    assert changes(("en", FIRST), ("en", "Moscow denies everything Amnesty says"))[1] == Wording(0, otherwise=True)


def test_of_many_changes_the_first_are_told_and_the_others_counted():
    many = " ".join(f"the same words here w{n}" for n in range(12))
    wording = changes(("en", many), ("en", many.replace("w", "v")))[1]
    assert len(wording.changes) == MOST_CHANGES
    assert wording.more > 0
