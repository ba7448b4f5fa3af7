"""Reads the files of segments as a browser does, by the description in `generator/search/segments.py` alone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any


def call(data: bytes) -> tuple[str, list[Any]]:
    """The name and the other arguments of the call that a file is."""
    text = data.decode()
    found = re.fullmatch(r"counterpoint_search\((.*)\)\n", text)
    assert found, text
    assert not re.search("[<\u2028\u2029]", text)
    name, *arguments = json.loads(f"[{found[1]}]")
    return name, arguments


def words_in(files: Mapping[str, bytes]) -> dict[str, dict[int, int]]:
    """For each term the records that have it, with their weights."""
    return {term: places for name in files if name.startswith("w") for term, places in _lists(files[name]).items()}


def _lists(data: bytes) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    _, (terms, lists) = call(data)
    for term, places in zip(terms.split("\n"), lists.split("\n"), strict=True) if terms else ():
        record, found[term] = -1, {}
        for step in places.split(" "):
            number, weight = divmod(int(step, 36), 4)
            record += number
            found[term][record] = weight
    return found


def shown_in(files: Mapping[str, bytes]) -> list[list[str]]:
    """What results show, by record."""
    found: list[list[str]] = []
    for n in range(len(files)):
        if f"d{n}.js" in files:
            found += call(files[f"d{n}.js"])[1][0]
    return found


def facets_in(files: Mapping[str, bytes]) -> dict[tuple[str, str], set[int]]:
    """The records that have a value, by facet and value."""
    return {(name.partition("=")[0], name.partition("=")[2]): set(of) for name, of in _lists(files["f.js"]).items()}
