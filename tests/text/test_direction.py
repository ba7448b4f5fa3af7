"""The direction of a language: by its script, else by its country, else by what most people who write it use."""

from __future__ import annotations

import unicodedata

import babel
import pytest
from babel.core import get_global

from generator.text.direction import direction_of

LIKELY = get_global("likely_subtags")
LETTERS = {
    "Adlm": 0x1E900, "Arab": 0x0628, "Armi": 0x10840, "Avst": 0x10B00, "Chrs": 0x10FB0, "Cprt": 0x10800,
    "Elym": 0x10FE0, "Hatr": 0x108E0, "Hebr": 0x05D0, "Hung": 0x10C80, "Khar": 0x10A10, "Lydi": 0x10920,
    "Mand": 0x0840, "Mani": 0x10AC0, "Merc": 0x109A0, "Narb": 0x10A80, "Nbat": 0x10880, "Nkoo": 0x07CA,
    "Orkh": 0x10C00, "Ougr": 0x10F70, "Palm": 0x10860, "Phli": 0x10B60, "Phlp": 0x10B80, "Phnx": 0x10900,
    "Prti": 0x10B40, "Rohg": 0x10D00, "Samr": 0x0800, "Sarb": 0x10A60, "Sogd": 0x10F30, "Syrc": 0x0710,
    "Thaa": 0x0780, "Yezi": 0x10E80,
}  # fmt: skip
"""A letter of each script that runs from right to left."""


def script_of(tag: str) -> str:
    return next((part for part in tag.split("_") if len(part) == 4 and part.isalpha()), "")


def test_the_scripts_that_run_from_right_to_left_are_those_of_unicode():
    for script, letter in LETTERS.items():
        assert unicodedata.bidirectional(chr(letter)) in {"R", "AL"}, script
        assert direction_of(f"und-{script}") == "rtl"


@pytest.mark.skipif(tuple(map(int, babel.__version__.split(".")[:2])) < (2, 19), reason="it has an older CLDR")
def test_each_language_and_country_has_the_direction_of_its_likely_script():
    wrong = {
        tag: likely
        for tag, likely in LIKELY.items()
        if not tag.startswith("und") and (direction_of(tag) == "rtl") != (script_of(likely) in LETTERS)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "tag",
    """
    ar ar-EG fa fa-AF prs pnb he iw yi ur ps pa-PK pa_PK PA-pk pa-Arab pa-Arab-IN ks ks-IN ug ug-CN ckb ku-IQ ku-IR
    ku-Arab az-IR az-IQ az-Arab azb uz-AF uz-Arab sd sd-PK sd-Arab-IN ms-Arab ms-CC ha-Arab ha-SD ff-Adlm dv nqo rhg syr
    man-Nkoo kk-CN kk-Arab ky-CN tg-PK tk-Arab zh-Arab en-Hebr ar-u-nu-latn ar-x-latn sr-Arab ar-arz
    """.split(),
)
def test_it_runs_from_right_to_left(tag):
    assert direction_of(tag) == "rtl"


@pytest.mark.parametrize(
    "tag",
    """
    en de-CH ru pa pa-IN pa-Guru-PK ks-Deva ug-Cyrl ug-KZ ug-Latn-CN ku ku-TR az az-AZ az-Latn-IR uz uz-UZ uz-Cyrl-AF
    sd-IN sd-Deva sd-Deva-PK ms ms-MY ha ha-NG ff man kk kk-KZ kk-Cyrl-CN ky tg tg-TJ tg-Cyrl-PK ar-Latn he-Latn
    en-u-nu-arab en-x-arab en-PK zh-Hant-TW de-1996 fa-Cyrl x-arab
    """.split(),
)
def test_it_runs_from_left_to_right(tag):
    assert direction_of(tag) == "ltr"
