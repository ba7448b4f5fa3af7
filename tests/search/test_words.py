"""Words: one table, which the program and the script both fulfil; and any text, of which both make the same terms."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.search.words import LONGEST_WORD, bucket, index_terms, is_prefix, query_terms, weighed
from tests.search.word_table import TABLE, by_program, table, terms_in_script

NODE = shutil.which("node")
with_node = pytest.mark.skipif(
    NODE is None and not os.environ.get("CI"), reason="Node.js runs the script; install it with npm"
)
OF_ALL_SCRIPTS = st.text(
    st.one_of(
        st.sampled_from(" '’\".,٫٬-_\u200c\u200d\u0640\u00ad0123٤٥६७sS"),
        st.characters(exclude_categories=["Cs", "Cn", "Co"]),
        *(
            st.characters(min_codepoint=first, max_codepoint=last, exclude_categories=["Cs", "Cn", "Co"])
            for first, last in (
                (0x41, 0x24F), (0x300, 0x5FF), (0x600, 0x6FF), (0x900, 0x9FF), (0xE00, 0xEFF), (0x1780, 0x17FF),
                (0x1E00, 0x1FFF), (0x3040, 0x30FF), (0x4E00, 0x4E80), (0xAC00, 0xAC80), (0xFB1D, 0xFEFF),
                (0xFF00, 0xFFDF),
            )
        ),
    ),
    max_size=40,
)  # fmt: skip


def by_script(texts: list[str]) -> list[list[list[object]]]:
    """What the script has for `by_program` of each text."""
    assert NODE, "Node.js is missing"
    texts_in = "JSON.parse(require('fs').readFileSync(0, 'utf8'))"
    script = f"{terms_in_script()}console.log(JSON.stringify(terms({texts_in})));"
    given = json.dumps(texts)
    done = subprocess.run([NODE, "-e", script], input=given, capture_output=True, text=True, check=True)
    found: list[list[list[object]]] = json.loads(done.stdout)
    return found


def test_the_table_is_long_enough_and_has_no_text_twice():
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("# ")]
    assert len(table()) == len(lines) >= 300


@pytest.mark.parametrize(("text", "terms"), table().items())
def test_the_program_makes_the_terms_of_the_table(text, terms):
    assert query_terms(text) == terms


@with_node
def test_the_script_makes_the_terms_of_the_table():
    texts = list(table())
    assert by_script(texts) == [by_program(text) for text in texts]


@with_node
def test_the_script_makes_the_same_terms_of_any_text():
    texts: list[str] = []

    @given(OF_ALL_SCRIPTS)
    def gathered(text):
        texts.append(text)

    gathered()
    differ = [(text, *both) for text, *both in zip(texts, by_script(texts), map(by_program, texts), strict=True)
              if both[0] != both[1]]  # fmt: skip
    assert differ == []


def test_a_letter_is_what_the_script_takes_for_one():
    letter, digit = re.compile(r"[^\W\d_]"), re.compile(r"\d")
    for n in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(n))
        assert bool(letter.match(chr(n))) == (category[0] == "L" or category in ("Nl", "No")), hex(n)
        assert bool(digit.match(chr(n))) == (category == "Nd"), hex(n)


@given(OF_ALL_SCRIPTS)
def test_a_text_is_found_by_all_of_its_words(text):
    there = list(index_terms(text))
    for term in query_terms(text):
        assert term in there
    # no character has more than 18 in its place
    assert all(0 < len(term) <= 18 * LONGEST_WORD for term in there)
    assert not any(re.search(r"\s", term) for term in there)


@given(OF_ALL_SCRIPTS)
def test_what_begins_alike_is_in_one_file(text):
    for term in index_terms(text):
        beginning = next((term[:n] for n in range(1, len(term)) if is_prefix(term[:n], is_last=True)), term)
        assert bucket(beginning, 32) == bucket(term, 32)


@given(OF_ALL_SCRIPTS)
def test_a_text_has_the_same_terms_beside_one_without_spaces(text):
    assert list(index_terms(f"{text} 洪")) == [*index_terms(text), "洪"]


@given(st.lists(OF_ALL_SCRIPTS))
def test_texts_have_the_same_terms_with_spaces_between_them(texts):
    assert list(index_terms(" ".join(texts))) == [term for text in texts for term in index_terms(text)]


def test_more_words_than_are_kept_are_found(monkeypatch):
    monkeypatch.setattr("generator.search.words._MOST_KEPT", 2)
    assert list(index_terms("quay, ship, log, quay, rope, log.")) == ["quay", "ship", "log", "quay", "rope", "log"]


def test_a_space_is_of_no_word():
    spaces = [chr(n) for n in range(sys.maxunicode + 1) if chr(n).isspace()]
    assert [list(index_terms(f"a{one}b洪")) for one in spaces] == [["a", "b", "洪"]] * len(spaces)
    assert [list(index_terms(f"a{one}b")) for one in spaces] == [["a", "b"]] * len(spaces)


def test_each_sign_of_a_script_without_spaces_is_found():
    assert list(index_terms("洪水预报")) == ["洪水", "水预", "预报", "报"]
    assert query_terms("报") == ["报"]


def test_a_term_has_its_greatest_weight_and_words_of_the_body_weigh_if_they_return():
    parts = [(0, "flood flood river, flooding flood"), (1, "river"), (3, "Mayor"), (1, "mayors")]
    assert weighed(parts) == {"river": 1, "mayor": 3, "flood": 1, "flooding": 0}
