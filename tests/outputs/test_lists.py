"""Lists of claims and articles: what narrows them without a script, and what the script is given."""

from __future__ import annotations

import json
import re

from generator.model import Annotation, FrontMatter
from tests.archives import VERDICTS, by, settings, site, written

WHOLE = site()


def page(path: str):
    return WHOLE[path].decode()


def data(files):
    text = files["claims/index.js"].decode()
    assert text.startswith("var claimsOfTheArchive=")
    return json.loads(text.removeprefix("var claimsOfTheArchive="))


def facet(html: str, name: str) -> dict[str, str]:
    """Label → address of the links in one group beside a list."""
    group = re.search(rf"<h2>{name}</h2>(.*?)</section>", html, re.DOTALL)
    found = re.findall(r'href="([^"]+)"[^>]*>(?:<bdi>)?([^<]+)', group[1]) if group else []
    return {label: href for href, label in found}


def test_the_list_of_claims_is_narrowed_by_plain_links():
    html = page("claims/index.html")
    assert facet(html, "Verdict") == {
        "Unsupported": "../verdicts/unsupported.html",
        "Context missing": "../verdicts/missing-context.html",
        "Supported": "../verdicts/supported.html",
    }
    assert facet(html, "Tag") == {"Air strikes": "../tags/air-strikes.html", "denials": "../tags/denials.html"}


def test_the_list_of_articles_is_narrowed_by_year_and_publisher():
    html = page("articles/index.html")
    assert facet(html, "Year") == {"2016": "2016/index.html", "2015": "2015/index.html"}
    assert facet(html, "Publisher") == {"Press TV": "../speakers/presstv.html", "Sabq": "../publishers/sabq.html"}


def test_a_narrower_list_says_where_it_is_and_leads_back():
    html = page("articles/2015/index.html")
    assert '<a href="index.html" aria-current="true"><bdi>2015</bdi></a>' in html
    assert facet(html, "Year")["All"] == "../index.html"


def test_each_year_of_claims_has_its_list():
    years = [written(str(year), FrontMatter("T", f"{year}-01-01"), "Text.", [claim(year)]) for year in (2014, 2015)]
    files = site(settings(), years)
    assert b"The claim of 2014." in files["claims/2014/index.html"]
    assert b"The claim of 2015." not in files["claims/2014/index.html"]
    assert facet(files["claims/index.html"].decode(), "Year") == {"2015": "2015/index.html", "2014": "2014/index.html"}


def claim(year: int) -> Annotation:
    return Annotation("c", "claim", statement=f"The claim of {year}.", speaker=by("amnesty"))


def test_only_the_largest_of_many_stand_beside_a_list():
    tags = tuple(f"tag {n}" for n in range(20))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01", tags=tags), "Text.")])
    beside = facet(files["articles/index.html"].decode(), "Tag")
    assert len(beside) == 9
    assert beside["All of them"] == "../tags/index.html"


def test_the_script_finds_all_that_claims_are_picked_by():
    menus = dict(data(site(settings(codes=(("frame", ("conflict",)),))))["menus"])
    assert list(menus) == ["speaker", "publisher", "verdict", "answers", "year", "language", "code_frame"]
    assert menus["verdict"] == [
        ["unsupported", "Unsupported", "−", 1],
        ["missing-context", "Context missing", "…", 1],
        ["supported", "Supported", "+", 1],
        ["unrated", "", "", 1],
    ]
    assert menus["answers"] == [["answered", "", "", 2], ["open", "", "", 2]]
    assert menus["language"] == [["en", "English", "", 4]]
    assert menus["code_frame"] == [["conflict", "conflict", "", 1]]


def test_each_row_of_the_script_counts_to_what_it_is_picked_by():
    table = data(WHOLE)
    (row,) = (row for row in table["rows"] if row[1].endswith("amnesty/only-cliches.html"))
    menus = dict(table["menus"])
    picked = {
        name: choices[place][0] for (name, choices), place in zip(menus.items(), row[0], strict=True) if place >= 0
    }
    assert picked == {
        "speaker": "konashenkov",
        "publisher": "Press TV",
        "verdict": "unsupported",
        "answers": "answered",
        "year": "2015",
        "language": "en",
    }
    assert table["articles"][row[8]][0] == "Russia dismisses Amnesty’s ‘fake’ report"


def test_nothing_in_the_script_s_data_can_end_a_script():
    nasty = Annotation("c", "claim", statement="</script><b>\u2028", speaker=by("amnesty"))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", [nasty])])
    assert b"<" not in files["claims/index.js"]
    assert data(files)["rows"][0][2] == "</script><b>\u2028"


def test_the_menus_stand_on_the_first_page_of_all_claims_alone_and_are_hidden_without_the_script():
    assert '<details class="sieve" id="sieve_" hidden data-src="index.js"' in page("claims/index.html")
    assert not any(
        'id="sieve_"' in WHOLE[path].decode() for path in WHOLE if path.startswith("verdicts/") and ".html" in path
    )


def test_a_speaker_s_list_is_picked_from_without_a_script():
    first = Annotation("a", "claim", statement="One.", speaker=by("amnesty"), verdict="unsupported")
    answer = Annotation("b", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#a",))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", [first, answer, claim(2015)])])
    html = files["speakers/amnesty.html"].decode()
    assert re.findall(r'id="(show_[^"]+)"', html) == [
        "show_all", "show_v-unsupported", "show_unrated", "show_either", "show_answered", "show_open",
    ]  # fmt: skip
    assert '<li class="row cols v-unsupported answered_">' in html
    assert '<li class="row cols unrated_ open_">' in html
    sheet = WHOLE["assets/verdicts.css"].decode()
    for verdict in VERDICTS:
        assert f".sheet:has(#show_v-{verdict.key}:checked) .filtered .row:not(.v-{verdict.key})" in sheet


def test_a_page_that_is_not_there_is_an_unsupported_claim():
    html = page("404.html")
    assert '<mark class="claim lane-1 v-unsupported">There is a page at this address.</mark>' in html
    without = site(settings(verdicts=VERDICTS[:1]))["404.html"].decode()
    assert '<mark class="claim lane-1">There is a page at this address.</mark>' in without
    assert "There is no page here" in without


def test_home_tells_what_happened_lately():
    html = page("index.html")
    assert "Was unverified until the annex was obtained." in html
    assert re.search(r'corrected by <a href="speakers/amnesty.html">', html)
