"""Whom a name or a misspelt id means; of several all, of none none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.checks.known_speakers import KnownSpeakers
from generator.model import Speaker

SPEAKERS = {
    one.id: one
    for one in (
        Speaker("konashenkov", "Igor Konashenkov", kind="person", names=(("ru", "Игорь Конашенков"),)),
        Speaker("smith", "Ann Smith", kind="person"),
        Speaker("smith-2", "Bo Smith", kind="person"),
        Speaker("amnesty", "Amnesty International", kind="organization", also=("AI",)),
        Speaker("rt", "RT", kind="outlet"),
    )
}


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Igor Konashenkov", ("konashenkov",)),
        ("Konashenkov, Igor", ("konashenkov",)),
        ("Gen. I. Konashenkov", ("konashenkov",)),
        ("Игорь Конашенков", ("konashenkov",)),
        ("Igor Konashenkof", ("konashenkov",)),
        ("KONASHENKOV", ("konashenkov",)),
        ("konashenkof", ("konashenkov",)),
        ("Smith", ("smith",)),
        ("Mr Smith", ("smith", "smith-2")),
        ("A. Smith", ("smith",)),
        ("ai", ("amnesty",)),
        ("Amnesty Russia", ()),
        ("Igor Kovalenko", ()),
        ("Igor", ()),
        ("rtl", ()),
        ("", ()),
    ],
)
def test_a_name_means(written, ids):
    assert KnownSpeakers(SPEAKERS).meant(written) == ids


@given(st.text(max_size=300))
def test_any_text_means_known_speakers_only(written):
    assert set(KnownSpeakers(SPEAKERS, ("outlet",)).meant(written)) <= {*SPEAKERS, "outlet"}
