"""Lists by date: which pages they have, what these say, and what one more row changes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from generator.model import Annotation, FrontMatter
from tests.archives import Written, by, settings, site, written
from tests.links import broken


def article(id: str, date: str, claims: int = 0, **front: object) -> Written:
    said = [
        Annotation(f"c{n}", "claim", statement=f"Claim {n}.", speaker=by("amnesty"), verdict="false", tags=("war",))
        for n in range(claims)
    ]
    return written(id, FrontMatter(f"Title {id}", date, **front), "Text.", said)  # type: ignore[arg-type]


def files_of(*articles: Written) -> dict[str, bytes]:
    return site(settings(), articles)


def rows(page: bytes) -> int:
    return page.count(b'<li class="row') - page.count(b'<li class="row heap')


def by_date(files: Iterable[str], folder: str) -> set[str]:
    return {path.removeprefix(folder) for path in files if path.startswith(f"{folder}in-")}


def lines(page: bytes, css_class: str) -> str:
    (found,) = re.findall(rf'<(?:nav|p) class="{css_class}".*?</(?:nav|p)>', page.decode(), re.DOTALL)
    return " ".join(re.sub("<[^>]+>", "", found).split())


def test_a_list_that_its_index_shows_whole_has_no_pages_by_date():
    files = files_of(article("2015/a", "2015-12-23", 50))
    assert not any("/in-" in path for path in files)
    assert b'class="pager"' not in files["claims/index.html"]


def test_a_longer_one_has_its_years_and_the_index_the_newest_rows():
    files = files_of(article("2015/a", "2015-12-23", 40), article("2016/b", "2016-01-02", 40))
    for folder in ("claims/", "verdicts/false/", "tags/war/"):
        assert by_date(files, folder) == {"in-2016.html", "in-2015.html"}
        assert rows(files[f"{folder}in-2015.html"]) == 40
    assert by_date(files, "articles/") == by_date(files, "speakers/amnesty/") == set()
    assert rows(files["claims/index.html"]) == 50
    assert lines(files["claims/index.html"], "pager") == "All, by year 2016 2015"
    assert b'<a href="in-2016.html"><bdi>2016</bdi></a> <span class="n">40</span>' in files["claims/index.html"]
    assert broken(files) == []


def test_a_page_by_date_says_of_what_and_when_how_much_it_has_and_what_is_beside_it():
    files = files_of(*(article(f"{year}/a", f"{year}-05-01", 30) for year in (2014, 2015, 2016)))
    html = files["verdicts/false/in-2015.html"]
    assert b"<title>False, 2015 \xc2\xb7" in html
    assert b'<p class="lede">30 claims</p>' in html
    assert lines(html, "pager") == "Earlier: 2014 Later: 2016"
    assert lines(html, "ways") == "False"
    assert b'<a href="../false.html"><bdi>False</bdi></a>' in html
    assert b'<a rel="prev" href="in-2014.html">' in html
    assert b'<a href="2015.csv" download>' in html
    assert lines(files["verdicts/false/in-2014.html"], "pager") == "Later: 2015"


def test_a_year_of_many_rows_names_its_months_and_a_month_its_days():
    days = {"2015/a": "2015-12-23", "2015/b": "2015-12-24", "2015/c": "2015-03-01"}
    files = files_of(*(article(id, day, 150) for id, day in days.items()))
    assert by_date(files, "claims/") == {
        "in-2015.html", "in-2015-12.html", "in-2015-12-24.html", "in-2015-12-23.html", "in-2015-03.html",
    }  # fmt: skip
    year, month = files["claims/in-2015.html"], files["claims/in-2015-12.html"]
    assert rows(year) == rows(month) == 0
    assert re.findall(b'<span class="name"><a href="(.*?)">(.*?)</a>', year) == [
        (b"in-2015-12.html", b"December 2015"), (b"in-2015-03.html", b"March 2015"),
    ]  # fmt: skip
    assert b'<a href="2015.csv" download>' in year
    assert b".csv" not in month
    assert lines(files["claims/in-2015-12-23.html"], "pager") == "Earlier: March 2015 Later: 24 December 2015"
    assert lines(files["claims/in-2015-12-23.html"], "ways") == "Claims December 2015"
    assert broken(files) == []


def test_a_crowded_day_is_cut_by_number_in_the_order_of_ids():
    files = files_of(*(article(f"2015/{id}", "2015-12-23", 100) for id in "cab"))
    first, second = files["claims/in-2015-12-23.html"], files["claims/in-2015-12-23-2.html"]
    assert by_date(files, "claims/") == {
        "in-2015.html", "in-2015-12.html", "in-2015-12-23.html", "in-2015-12-23-2.html",
    }  # fmt: skip
    assert [rows(first), rows(second)] == [200, 100]
    assert b"2015/c/c1.html" not in first
    assert b"2015/c/c1.html" in second
    assert b"<title>Claims, 23 December 2015, part 2 " in second
    assert lines(first, "pager") == "Earlier: 23 December 2015, part 2"
    assert files["claims/in-2015-12.html"].count(b'class="name"') == 1
    assert broken(files) == []


def test_one_claim_more_changes_its_own_page_and_the_index_and_no_other_page_by_date():
    def files(count: int) -> dict[str, bytes]:
        years = (article(f"{year}/a", f"{year}-05-01", 60) for year in (2014, 2016))
        return files_of(article("2015/z", "2015-05-01", count), *years)

    before, after = files(60), files(61)
    changed = {path for path in before if before[path] != after[path]}
    assert by_date(changed, "claims/") == by_date(changed, "verdicts/false/") == {"in-2015.html"}
    assert {path for path in changed if path.endswith(".csv")} == {
        "articles/2015.csv", "claims/2015.csv", "verdicts/false/2015.csv", "speakers/amnesty/2015.csv",
        "data/articles-2015.csv", "data/claims-2015.csv",
    }  # fmt: skip
    assert b"181 claims" in after["claims/index.html"]


def test_a_row_is_on_the_page_of_the_day_in_the_time_zone_of_the_site_whatever_was_said_when():
    late = written("2016/late", FrontMatter("Late", "2016-01-01T00:30+03:00"), "Text.", [
        Annotation("late", "claim", statement="Late.", speaker=by("amnesty"), said="2009-01-01"),
    ])  # fmt: skip
    files = files_of(article("2016/a", "2016-05-01", 60), late)
    assert b"Late." in files["claims/in-2015.html"]
    assert b"Late." not in files["claims/in-2016.html"]
    assert "claims/2009.csv" not in files


def test_a_speaker_s_years_have_what_it_claims_and_then_what_others_report():
    told = [
        Annotation(f"t{n}", "claim", statement=f"Told {n}.", speaker=by("amnesty"), via=(by("konashenkov"),))
        for n in range(2)
    ]
    report = written("2015/report", FrontMatter("Report", "2015-06-01"), "Text.", told)
    files = files_of(article("2015/a", "2015-05-01", 100), article("2016/b", "2016-05-01", 60), report)
    html = files["speakers/amnesty/in-2015.html"].decode()
    assert by_date(files, "speakers/amnesty/") == {"in-2016.html", "in-2015.html"}
    assert html.index("What they claim</h2>") < html.index("What others say they said</h2>") < html.index("Told 0.")
    assert '<p class="lede">100 claims, 2 reported by others</p>' in html
    table = list(csv.DictReader(io.StringIO(files["speakers/amnesty/2015.csv"].decode("utf-8-sig"), newline="")))
    assert [len([row for row in table if bool(row["via"]) == told]) for told in (False, True)] == [100, 2]
    assert broken(files) == []


def test_an_outlet_s_years_have_its_articles_and_no_table_where_it_says_nothing():
    files = files_of(*(article(f"2015/n{n}", "2015-05-01", publisher="presstv") for n in range(101)))
    html = files["speakers/presstv/in-2015.html"]
    assert html.count(b'<li class="row of-article">') == 101
    assert not any(path.startswith("speakers/presstv/") and path.endswith(".csv") for path in files)
    assert broken(files) == []


def test_a_publisher_s_years_have_its_articles():
    files = files_of(*(article(f"2015/n{n}", "2015-05-01", publisher="Sabq") for n in range(51)))
    html = files["publishers/sabq/in-2015.html"].decode()
    assert html.count('<li class="row of-article">') == 51
    assert '<p class="lede">51 articles</p>' in html
    assert broken(files) == []


def test_a_list_that_is_short_again_has_its_pages_no_more():
    paths = [set(files_of(article("2015/a", "2015-05-01", count))) for count in (50, 51, 50)]
    assert paths[0] == paths[2]
    assert by_date(paths[1], "claims/") == {"in-2015.html"}
