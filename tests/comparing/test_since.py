"""What messages on losses offer to be pasted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.comparing.since import Since
from generator.comparing.vocabulary import Vocabulary
from generator.formats.sidecar import read_sidecar
from generator.i18n.catalog import Catalog

SINCE = Since("main", "2026-11-27", Vocabulary(Catalog("en")))


@given(text=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_a_line_for_updates_says_what_it_says_whatever_is_written_in_its_quotes(text: str):
    """Pasted below the key, as an item of braces, and with a colon in the text."""
    for words in (text, f"It: {text}", f"{text}, [{text}: {{{text}"):
        line = SINCE.update(words)[1:-1]
        for updates in (f"updates:\n      {line}", f"updates: {{{line}}}"):
            sidecar = f"claims:\n  a:\n    speaker: outlet\n    statement: x\n    {updates}\n"
            (claim,) = read_sidecar(sidecar.encode(), "content/articles/a.yaml", "a", "2026-11-01").annotations
            assert claim.updates == (("2026-11-27", words),)
