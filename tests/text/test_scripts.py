"""In which script a text is, and a language."""

from __future__ import annotations

import pytest

from generator.text import script_of, script_of_language


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Russia has dismissed a report by Amnesty International.", "Latin"),
        ("Россия отвергла доклад организации о своих авиаударах.", "Cyrillic"),
        ("روسیه گزارش سازمان عفو بین‌الملل را رد کرد.", "Arabic"),
        ("ロシアはシリアでの空爆に関する報告書を否定した。", "Chinese or Japanese"),
        ("러시아는 시리아 공습에 관한 보고서를 일축했다고 밝혔다.", "Hangul"),
        ("Россия отвергла a report by Amnesty", ""),
        ("200", ""),
        ("", ""),
    ],
)
def test_a_text_is_in_the_script_of_nearly_all_its_letters(text, script):
    assert script_of(text) == script


@pytest.mark.parametrize(
    ("tag", "script"),
    [("fa", "Arabic"), ("en-GB", "Latin"), ("fa-Latn", ""), ("sr", ""), ("az", ""), ("ru", "Cyrillic"), ("x-own", "")],
)
def test_of_a_language_with_several_scripts_nothing_is_said(tag, script):
    assert script_of_language(tag) == script
