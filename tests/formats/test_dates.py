"""Dates as other programs and people write them: read, offered, or refused, and never guessed."""

from __future__ import annotations

import pytest

from generator.formats.dates import date_in_words, readings
from generator.formats.fields import FieldError, day_or_time, full_date, moment, partial_date
from generator.formats.sidecar import read_sidecar
from generator.formats.sidecar_schema import said, withdrawn
from tests.pastes import pasted

MACHINES = [
    ("2015-12-23T10:00:00+02", "2015-12-23T10:00:00+02:00"),
    ("2015-12-23 10:00:00-03", "2015-12-23T10:00:00-03:00"),
    ("2015-12-23T10:00:00.156Z", "2015-12-23T10:00:00.156Z"),
    ("2015-12-23T10:00:00.123456Z", "2015-12-23T10:00:00.123456Z"),
    ("2015-12-23T10:00:00.123456789Z", "2015-12-23T10:00:00.123456Z"),
    ("2015-12-23T10:00:00,5+01:00", "2015-12-23T10:00:00.5+01:00"),
    ("2015-12-23t10:00:00z", "2015-12-23T10:00:00Z"),
    ("2015-12-23T10:00+0200", "2015-12-23T10:00+02:00"),
    ("2015-12-23 10:00:00 +0000", "2015-12-23T10:00:00+00:00"),
    ("2015-12-23 10:00:00 UTC", "2015-12-23T10:00:00Z"),
    ("2015-12-23 10:00:00 GMT", "2015-12-23T10:00:00Z"),
    ("2015-12-23 10:00:00 UTC+05:30", "2015-12-23T10:00:00+05:30"),
    ("2015-12-23T10:00:00+01:00[Europe/Berlin]", "2015-12-23T10:00:00+01:00"),
    ("20151223T100000Z", "2015-12-23T10:00:00Z"),
    ("20151223T1000+0200", "2015-12-23T10:00+02:00"),
    ("Wed, 23 Dec 2015 10:00:00 +0200", "2015-12-23T10:00:00+02:00"),
    ("23 Dec 2015 10:00 GMT", "2015-12-23T10:00Z"),
    ("Wed Dec 23 2015 10:00:00 GMT+0200 (Central European Time)", "2015-12-23T10:00:00+02:00"),
    ("Wed Dec 23 10:00:00 UTC 2015", "2015-12-23T10:00:00Z"),
    ("Wed Dec 23 10:00:00 2015 +0200", "2015-12-23T10:00:00+02:00"),
    ("2015-12-23 00:00:00", "2015-12-23"),
    ("2015-12-23T00:00:00.000", "2015-12-23"),
]


@pytest.mark.parametrize(("text", "iso"), MACHINES)
def test_what_programs_write_is_read(text, iso):
    assert moment(text) == iso
    assert full_date(text) == partial_date(text) == iso[:10]
    assert day_or_time(text) == iso


@pytest.mark.parametrize(
    "text",
    [
        "2015-12-23T25:00:00+02", "2015-02-30 10:00:00 +0000", "Thu, 23 Dec 2015 10:00:00 +0200",
        "2015-12-23T10:00:00+99",
        "Wed, 23 Foo 2015 10:00:00 +0200", "31 Feb 2015 10:00 GMT", "20151323T100000Z", "1450864800", "20151223100000",
        "2015-12-23 10:00:00 EST", "2015-12-23T10", "0015-12-23T10:00:00Z",
    ],
)  # fmt: skip
def test_what_no_clock_or_calendar_shows_is_refused(text):
    for check in (moment, full_date, partial_date, day_or_time):
        with pytest.raises(FieldError):
            check(text)


WORDS = [
    ("September 12, 2015", "2015-09-12"), ("Sept. 12, 2015", "2015-09-12"), ("12 September 2015", "2015-09-12"),
    ("september 12th 2015", "2015-09-12"), ("the 3rd of May 2015", "2015-05-03"), ("Wed, 23 Dec 2015", "2015-12-23"),
    ("23 décembre 2015", "2015-12-23"), ("1er mai 2015", "2015-05-01"), ("23. Dezember 2015", "2015-12-23"),
    ("Mittwoch, 23. Dezember 2015", "2015-12-23"), ("12 de septiembre de 2015", "2015-09-12"),
    ("12 сентября 2015 г.", "2015-09-12"), ("١٢ سبتمبر ٢٠١٥", "2015-09-12"), ("12 בספטמבר 2015", "2015-09-12"),
    ("2015年12月23日", "2015-12-23"), ("平成27年12月23日", "2015-12-23"),
    ("2015년 12월 23일", "2015-12-23"), ("23 grudnia 2015", "2015-12-23"),
    ("23 Aralık 2015", "2015-12-23"), ("२३ दिसंबर 2015", "2015-12-23"), ("23 ديسمبر، 2015", "2015-12-23"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), WORDS)
def test_a_date_in_words_is_offered(text, iso):
    with pytest.raises(FieldError) as refused:
        full_date(text)
    assert refused.value.mended == iso
    assert full_date(iso) == iso


@pytest.mark.parametrize(
    "text",
    [
        "31 June 2015", "Thu, 23 Dec 2015", "5 listopada 2015", "12 กันยายน 2558", "12 September 15", "in May 2015",
        "12 September 2015 10:00", "12 September or 13 September 2015", "12 Septemberish 2015", "12 شهریور ۱۳۹۴",
        "12 13 September 2015", "平成27年13月23日", "yesterday", "May 2015", "12 " * 40 + "May 2015",
    ],
)  # fmt: skip
def test_what_is_not_certain_is_not_offered(text):
    assert date_in_words(text) == ""


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("20151223", "2015-12-23"),
        ("23-Dec-2015", "2015-12-23"),
        ("۲۰۱۵-۱۲-۲۳", "2015-12-23"),
        ("٢٣/١٢/٢٠١٥", "2015-12-23"),
        ("٠٣/٠٤/٢٠١٥", ""),
        ("20151323", ""),
        ("1394/10/02", ""),
        ("1437.3.12", ""),
        ("1402/10/02", ""),
        ("12 شهریور ۱۴۰۲", ""),
    ],
)
def test_other_forms_are_offered_unless_their_calendar_is_likely_another(text, iso):
    with pytest.raises(FieldError) as refused:
        full_date(text)
    assert refused.value.mended == iso


@pytest.mark.parametrize(
    ("rule", "text", "near"),
    [
        (withdrawn, "24 February 2016 wrong", "2016-02-24 wrong"),
        (withdrawn, "24.2.2016: Misread the report.", "2016-02-24 Misread the report."),
        (said, "December 23, 2015, at a rally", "2015-12-23, at a rally"),
        (said, "23 December 2015 – at a rally", "2015-12-23, at a rally"),
        (said, "24.2.2016, a briefing", "2016-02-24, a briefing"),
        (said, "On 3 and 4 May 2015, twice", ""),
        (said, "at a rally", ""),
    ],
)
def test_a_date_in_words_is_offered_at_the_beginning_of_a_text(rule, text, near):
    with pytest.raises(FieldError) as refused:
        rule(text)
    assert refused.value.mended == near
    assert not near or rule(near) == near


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("03/04/2015", ("2015-04-03", "2015-03-04")),
        ("3-4-2015", ("2015-04-03", "2015-03-04")),
        ("12/23/2015", ("2015-12-23",)),
        ("23/12/2015", ("2015-12-23",)),
        ("05/05/2015", ("2015-05-05",)),
        ("31/31/2015", ()),
        ("3/4/15", ("2015-04-03", "2015-03-04", "2003-04-15")),
        ("12/23/15", ("2015-12-23",)),
        ("23.12.15", ("2015-12-23", "2023-12-15")),
        ("2015-23-12", ("2015-12-23",)),
        ("2015-13-01", ()),
        ("3/4-2015", ()),
    ],
)
def test_all_readings_of_a_date_in_numbers_are_named_and_only_one_without_another_is_pasted(text, dates):
    assert readings(text) == dates
    with pytest.raises(FieldError) as refused:
        full_date(text)
    assert refused.value.mended == (dates[0] if len(dates) == 1 else "")
    assert all(f"`{date}`" in refused.value.step for date in dates)


def test_said_and_withdrawn_take_the_day_of_a_time():
    assert said("2015-12-23T10:00:00Z, briefing") == "2015-12-23, briefing"
    assert said("2015-12-23 10:00:00 +0200") == "2015-12-23"
    assert withdrawn("2016-03-01T10:00:00+02 Misread.") == "2016-03-01 Misread."


def updates(keys: str) -> tuple[tuple[str, str], ...]:
    text = f"claims:\n  a:\n    speaker: b\n    quote: c\n    updates:\n{keys}"
    sidecar = read_sidecar(text.encode(), "a.yaml", "a")
    assert sidecar.diagnostics == ()
    return sidecar.annotations[0].updates


@pytest.mark.parametrize(
    ("keys", "read"),
    [
        ("      2016-02-24: One.\n", (("2016-02-24", "One."),)),
        ("      2016-02-24T15:00: One.\n", (("2016-02-24T15:00", "One."),)),
        ("      2016-02-24 15:00 +0300: One.\n", (("2016-02-24T15:00+03:00", "One."),)),
        (
            "      2016-02-24T15:00: Two.\n      2016-02-24T09:00: One.\n",
            (("2016-02-24T09:00", "One."), ("2016-02-24T15:00", "Two.")),
        ),
        ("      2016-02-24:\n        - Zwei.\n        - Eins.\n", (("2016-02-24", "Zwei."), ("2016-02-24", "Eins."))),
        ("      2016-02-25: Two.\n      2016-02-24: One.\n", (("2016-02-24", "One."), ("2016-02-25", "Two."))),
    ],
)
def test_several_updates_of_one_day_have_times_or_are_a_list(keys, read):
    assert updates(keys) == read


@pytest.mark.parametrize(
    "keys",
    [
        "      2016-02-24: One.\n      2016-02-24: Two.\n",
        '      2016-02-24: "One."\n\n      2016-02-24: |\n        Two.\n',
        "      2016-02-24:\n        - One.\n      2016-02-24: Two.\n",
        "      '2016-02-24': One.\n      '2016-02-24': Two.\n",
        "      2016-02-24:\n        One.\n      2016-02-24:\n        Two.\n",
    ],
)
def test_two_updates_of_one_day_are_joined_by_a_paste(keys):
    text = f"claims:\n  a:\n    speaker: b\n    quote: c\n    updates:\n{keys}    mode: direct\n"
    (problem,) = read_sidecar(text.encode(), "a.yaml", "a").diagnostics
    assert problem.code == "yaml-duplicate-key"
    joined = read_sidecar(pasted(text, problem.paste).encode(), "a.yaml", "a")
    assert joined.diagnostics == ()
    assert joined.annotations[0].updates == (("2016-02-24", "One."), ("2016-02-24", "Two."))


@pytest.mark.parametrize(
    "keys",
    [
        "      2016-02-24: One. # a\n      2016-02-24: Two.\n",
        "      2016-02-24: One.\n      x: y\n      2016-02-24: Two.\n",
    ],
)
def test_a_paste_that_would_lose_something_is_not_offered(keys):
    text = f"claims:\n  a:\n    speaker: b\n    quote: c\n    updates:\n{keys}"
    problem = next(d for d in read_sidecar(text.encode(), "a.yaml", "a").diagnostics if d.code == "yaml-duplicate-key")
    assert problem.paste is None
    assert "in a list" in problem.step


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2016-02-24", "2016-02-24T00:00"),
        ("2016-02-24T15:00", "2016-02-24 15:00"),
        ("2016-02-24T15:00Z", "2016-02-24T15:00 UTC"),
    ],
)
def test_one_date_written_in_two_ways_is_no_reason_to_lose_a_text(one, other):
    text = f"claims:\n  a:\n    speaker: b\n    quote: c\n    updates:\n      {one}: One.\n      {other}: Two.\n"
    (problem,) = read_sidecar(text.encode(), "a.yaml", "a").diagnostics
    assert (problem.code, problem.location.line) == ("yaml-duplicate-key", 7)
