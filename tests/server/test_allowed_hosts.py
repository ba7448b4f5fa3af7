"""Law 17: which hosts the preview answers to."""

from __future__ import annotations

import pytest

from generator.server.allowed_hosts import is_for_us, is_loopback

LOCAL = [
    "localhost",
    "localhost:8000",
    "LOCALHOST",
    "site.localhost",
    "127.0.0.1",
    "127.0.0.1:9",
    "127.1.2.3",
    "[::1]",
    "[::1]:8000",
]
NUMBERS = ["192.168.1.4:8000", "0.0.0.0", "8.8.8.8", "[fe80::1]:8000"]
NAMES = [
    "elsewhere.example", "elsewhere.example:8000", "localhost.elsewhere.example", "127.0.0.1.elsewhere.example",
    "notlocalhost", "2130706433", "0x7f.1", "127.1",
]  # fmt: skip
NONSENSE = [
    "",
    " ",
    ":8000",
    "localhost:",
    "localhost:x",
    "localhost:123456",
    "a b",
    "localhost/",
    "[::1",
    "x@localhost",
    "[]",
    "é",
]


@pytest.mark.parametrize("listening_on", ["127.0.0.1", "::1", "localhost"])
def test_on_the_loopback_address_only_its_names_are_answered(listening_on: str):
    assert [host for host in LOCAL if not is_for_us(host, listening_on)] == []
    assert [host for host in (*NUMBERS, *NAMES, *NONSENSE) if is_for_us(host, listening_on)] == []


def test_for_others_numbers_are_answered_and_the_name_that_was_given():
    assert [host for host in (*LOCAL, *NUMBERS) if not is_for_us(host, "0.0.0.0")] == []
    assert [host for host in (*NAMES, *NONSENSE) if is_for_us(host, "0.0.0.0")] == []
    assert is_for_us("Desk.example:8000", "desk.example")
    assert not is_for_us("elsewhere.example", "desk.example")


def test_what_only_this_computer_reaches_is_known():
    assert all(map(is_loopback, ["127.0.0.1", "127.9.9.9", "::1", "localhost"]))
    assert not any(map(is_loopback, ["0.0.0.0", "::", "", "192.168.1.4", "desk.example"]))
