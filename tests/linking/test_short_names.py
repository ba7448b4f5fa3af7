"""Short names of speakers."""

from __future__ import annotations

import pytest

from generator.linking.short_names import short_name
from generator.model import Speaker


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Igor Konashenkov", "Konashenkov"),
        ("Ursula von der Leyen", "Leyen"),
        ("Jean-Pierre Dupont-Aignan", "Dupont-Aignan"),
        ("Pelé", "Pelé"),
        ("Martin Luther King Jr.", "Martin Luther King Jr."),
        ("Robert Kennedy Jr", "Robert Kennedy Jr"),
        ("John Paul II", "John Paul II"),
        ("Philip IV", "Philip IV"),
        ("Ada Lovelace PhD", "Ada Lovelace PhD"),
        ("Witness 3", "Witness 3"),
        ("习近平", "习近平"),
        ("安倍 晋三", "安倍 晋三"),
        ("김 대중", "김 대중"),
        ("محمود أحمدي نجاد", "نجاد"),
        ("", ""),
    ],
)
def test_of_a_person_it_is_the_last_word_where_that_is_the_family_name(name, shown):
    assert short_name(Speaker("x", name, "person")) == shown


@pytest.mark.parametrize("kind", ["", "organization", "outlet", "group"])
def test_of_any_other_speaker_it_is_the_whole_name(kind):
    assert short_name(Speaker("x", "Amnesty International", kind)) == "Amnesty International"


@pytest.mark.parametrize("kind", ["", "person", "organization"])
def test_the_one_that_is_written_comes_first(kind):
    assert short_name(Speaker("x", "Amnesty International", kind, short="Amnesty")) == "Amnesty"
