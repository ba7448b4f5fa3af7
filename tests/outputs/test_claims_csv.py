"""Tables of claims: what is in them, and who links them."""

from __future__ import annotations

import csv
import io

from generator.model import Annotation, FrontMatter
from generator.outputs.claims_csv import CLAIM_COLUMNS
from generator.values import replace
from tests.archives import by, quoted, scheme, settings, site, written

WHOLE = site(settings(codes=scheme(frame=("conflict", "blame"))))


def rows(path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(WHOLE[path].decode("utf-8-sig"), newline="")))


def test_the_table_of_claims_has_a_row_for_each_and_a_column_for_each_code():
    claims = rows("claims/2015.csv")
    assert list(claims[0]) == [*CLAIM_COLUMNS, "code_frame"]
    assert sorted(row["claim"] for row in claims) == [
        "2015/amnesty#launch", "2015/amnesty#lost", "2015/amnesty#no-targets", "2015/amnesty#only-cliches",
    ]  # fmt: skip


def test_a_row_says_what_the_page_says():
    (row,) = (row for row in rows("claims/2015.csv") if row["claim"] == "2015/amnesty#only-cliches")
    assert row["address"] == "https://example.org/archive/claims/2015/amnesty/only-cliches.html"
    assert (row["verdict"], row["verdict_label"], row["quoted"]) == ("unsupported", "Unsupported", "yes")
    assert (row["speaker"], row["speaker_id"], row["role"]) == ("Igor Konashenkov", "konashenkov", "Spokesman")
    assert (row["answers"], row["appearances"], row["code_frame"]) == ("2", "2", "conflict")
    assert row["tags"] == "Air strikes; denials"


def test_several_values_of_a_code_are_joined_as_tags_are():
    front = FrontMatter("T", "2015-01-01")
    both = Annotation("a", "claim", quoted("Text"), speaker=by("editors"), codes=(("frame", ("blame", "conflict")),))
    codes = (replace(scheme(frame=("conflict", "blame"))[0], several=True),)
    files = site(settings(codes=codes), [written("2015/a", front, "Text.", [both])])
    (row,) = csv.DictReader(io.StringIO(files["claims/2015.csv"].decode("utf-8-sig"), newline=""))
    assert row["code_frame"] == "blame; conflict"


def test_the_table_of_a_verdict_has_its_claims_only():
    assert [row["claim"] for row in rows("verdicts/unsupported/2015.csv")] == ["2015/amnesty#only-cliches"]
    assert not any(path.startswith("verdicts/false/") for path in WHOLE)


def test_a_table_opens_right_in_a_spreadsheet():
    assert WHOLE["claims/2015.csv"].startswith(b"\xef\xbb\xbfclaim,address,")
    assert WHOLE["claims/2015.csv"].endswith(b"\r\n")


def test_what_a_speaker_says_and_what_others_report_are_told_apart_by_via():
    front = FrontMatter("T", "2015-01-01")
    own = Annotation("own", "claim", statement="Said.", speaker=by("amnesty"))
    told = Annotation("told", "claim", statement="Told.", speaker=by("amnesty"), via=(by("konashenkov"),))
    reply = Annotation("reply", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#told",))
    files = site(settings(), [written("2015/a", front, "Text.", [own, told, reply])])
    table = list(csv.DictReader(io.StringIO(files["speakers/amnesty/2015.csv"].decode("utf-8-sig"), newline="")))
    assert {row["text"]: row["via"] for row in table} == {"Said.": "", "Told.": "Igor Konashenkov"}
    assert {row["text"]: row["answers"] for row in table} == {"Said.": "0", "Told.": "1"}


def test_each_year_of_a_list_has_its_table_and_both_are_linked():
    years = [
        written(f"{year}/a", FrontMatter("T", f"{year}-01-01"), "Text.", [claim_of(year)]) for year in (2014, 2015)
    ]
    files = site(settings(), years)
    for year in (2014, 2015):
        text = files[f"claims/{year}.csv"].decode("utf-8-sig")
        assert [row["text"] for row in csv.DictReader(io.StringIO(text, newline=""))] == [f"The claim of {year}."]
        link = f'<a href="{year}.csv" download>{year}</a>'
        assert link in files["claims/index.html"].decode()
        assert link in files["articles/index.html"].decode()
        assert f'<a href="amnesty/{year}.csv" download>{year}</a>' in files["speakers/amnesty.html"].decode()
    assert '<a href="unsupported/2015.csv" download>' in WHOLE["verdicts/unsupported.html"].decode()


def claim_of(year: int) -> Annotation:
    return Annotation("c", "claim", statement=f"The claim of {year}.", speaker=by("amnesty"))
