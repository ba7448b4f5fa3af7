"""Addresses outside the archive."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.outputs.external_links import original_words, outside


@pytest.mark.parametrize("address", ["https://example.org/a", "http://example.org", "HTTPS://EXAMPLE.ORG/"])
def test_addresses_of_the_web_may_be_linked(address):
    assert outside(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org",
        "https:",
        "https:///x",
        " https://x.org",
        "",
        "a.html",
    ],
)
def test_no_other_address_is_ever_linked(address):
    assert outside(address) == ""


@pytest.mark.parametrize(
    ("passages", "fragment"),
    [
        (["only clichés"], "#:~:text=only%20clich%C3%A9s"),
        (["a-b, c & d"], "#:~:text=a%2Db%2C%20c%20%26%20d"),
        (["one", "two"], "#:~:text=one&text=two"),
        (["one two\nthree four"], "#:~:text=one%20two,three%20four"),
        ([f"{'long ' * 20}end"], "#:~:text=long%20long%20long%20long%20long,long%20long%20long%20long%20end"),
        (["字" * 100], f"#:~:text={'%E5%AD%97' * 20},{'%E5%AD%97' * 20}"),
        ([" \n "], ""),
        ([], ""),
    ],
)
def test_the_original_is_linked_to_the_words(passages, fragment):
    assert original_words("https://example.org/a", passages) == f"https://example.org/a{fragment}"


def test_an_address_with_a_fragment_keeps_it():
    assert original_words("https://example.org/a#top", ["x"]) == "https://example.org/a#top:~:text=x"


def test_words_take_the_place_of_those_to_which_an_address_leads():
    assert original_words("https://example.org/a#:~:text=b", ["x"]) == "https://example.org/a#:~:text=x"
    assert original_words("https://example.org/a#top:~:text=b", ["x"]) == "https://example.org/a#top:~:text=x"
    assert original_words("https://example.org/a#:~:text=b", []) == "https://example.org/a#:~:text=b"


def test_there_is_nothing_to_link_without_an_address():
    assert original_words("", ["x"]) == ""
    assert original_words("javascript:alert(1)", ["x"]) == ""


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_a_directive_holds_no_character_that_means_something_else(text):
    directive = original_words("https://example.org/", [text]).partition(":~:text=")[2]
    assert directive.isascii()
    assert "&" not in directive
    assert "-" not in directive
    assert directive.count(",") <= 1
    assert all(" ".join(part.split()) in " ".join(text.split()) for part in map(unquote, directive.split(",")) if part)
