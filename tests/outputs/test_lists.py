"""Lists of claims and articles: what narrows them without a script, and what the script is given."""

from __future__ import annotations

import json
import re

from generator.model import Annotation, Citation, FrontMatter, Source, Speaker
from generator.outputs.claims_filter_data import ArticleColumns, Choice, ClaimColumns
from generator.rendering.defaults import default_templates
from generator.values import replace
from tests.archives import VERDICTS, by, quoted, scheme, settings, site, written

WHOLE = site()
ADDS = "(self.claimsOfTheArchive??=[]).push("


def page(path: str):
    return WHOLE[path].decode()


def data(files):
    """The data of the filters for the year 2015."""
    text = files["claims/2015.js"].decode()
    return json.loads(text.removeprefix(ADDS).removesuffix(")\n"))


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


def test_the_list_of_articles_is_narrowed_by_publisher():
    html = page("articles/index.html")
    assert facet(html, "Publisher") == {"Press TV": "../speakers/presstv.html", "Sabq": "../publishers/sabq.html"}


def test_a_list_that_is_part_of_another_says_where_it_is_and_leads_back():
    html = page("verdicts/unsupported.html")
    assert '<a class="word" href="unsupported.html" aria-current="true">Unsupported</a>' in html
    assert facet(html, "Verdict")["All"] == "../claims/index.html"


def claim(year: int) -> Annotation:
    return Annotation("c", "claim", statement=f"The claim of {year}.", speaker=by("amnesty"))


def test_only_the_largest_of_many_stand_beside_a_list():
    tags = tuple(f"tag {n}" for n in range(20))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01", tags=tags), "Text.")])
    beside = facet(files["articles/index.html"].decode(), "Tag")
    assert len(beside) == 9
    assert beside["Show all"] == "../tags/index.html"


def test_the_script_finds_all_that_claims_are_picked_by():
    menus = dict(data(site(settings(codes=scheme(frame=("conflict",)))))["menus"])
    assert list(menus) == ["speaker", "publisher", "verdict", "answers", "year", "language", "code_frame"]
    assert menus["verdict"] == [
        ["false", "False", "×", 0],
        ["unsupported", "Unsupported", "−", 1],
        ["missing-context", "Context missing", "…", 1],
        ["unverified", "Unverified", "?", 0],
        ["supported", "Supported", "+", 1],
        ["unrated", "", "", 1],
    ]
    assert menus["answers"] == [["answered", "", "", 2], ["open", "", "", 2]]
    assert menus["language"] == [["en", "English", "", 4]]
    assert menus["code_frame"] == [["conflict", "conflict", "", 1]]


def test_a_claim_with_several_values_is_found_by_each_of_them():
    front = FrontMatter("T", "2015-01-01")
    none = replace(claim(2015), id="none")
    both = replace(none, id="both", codes=(("frame", ("blame", "conflict")),))
    codes = (replace(scheme(frame=("conflict", "blame"))[0], several=True),)
    table = data(site(settings(codes=codes), [written("2015/a", front, "Text.", [both, none])]))
    menus = dict(table["menus"])
    assert menus["code_frame"] == [["blame", "blame", "", 1], ["conflict", "conflict", "", 1]]
    place = list(menus).index("code_frame")
    picks = {values[2].rpartition("/")[2]: values[0][place] for values in table["claims"]}
    assert picks == {"both.html": ["blame", "conflict"], "none.html": -1}


def test_each_row_of_the_script_counts_to_what_it_is_picked_by():
    table = data(WHOLE)
    claims = [ClaimColumns(*values)._asdict() for values in table["claims"]]
    (claim,) = (claim for claim in claims if claim["href"].endswith("amnesty/only-cliches.html"))
    menus = dict(table["menus"])
    picked = {
        name: choices[place][0]
        for (name, choices), place in zip(menus.items(), claim["picks"], strict=True)
        if place >= 0
    }
    assert picked == {
        "speaker": "konashenkov",
        "publisher": "Press TV",
        "verdict": "unsupported",
        "answers": "answered",
        "year": "2015",
        "language": "en",
    }
    article = ArticleColumns(*table["articles"][claim["article"]])
    assert article.href == "../articles/2015/amnesty.html"
    assert article.publisher == "\N{FIRST STRONG ISOLATE}Press TV\N{POP DIRECTIONAL ISOLATE}"
    assert article.date.split("\N{NO-BREAK SPACE}") == ["23", "December", "2015"]


def test_the_script_reads_the_columns_in_their_order():
    script = default_templates()["script/claims_filter.js"]
    read = {"language": "lang", "direction": "dir", "href": "place"}
    assert f"[{', '.join(('value', 'label', 'sign', 'count'))}]" in script
    assert Choice._fields == ("value", "label", "sign")
    assert f"[{', '.join(read.get(name, name) for name in ArticleColumns._fields)}]" in script
    picks, article, *shown = ClaimColumns._fields
    assert f"[{picks}, {article}, ...shown]" in script
    assert f"shown: [{', '.join('href' if n == 'href' else read.get(n, n) for n in shown)}]" in script


def test_nothing_in_the_script_s_data_can_end_a_script():
    nasty = Annotation("c", "claim", statement="</script><b>\u2028", speaker=by("amnesty"))
    files = site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", [nasty])])
    assert b"<" not in files["claims/2015.js"]
    table = data(files)
    assert ClaimColumns(*table["claims"][0]).words == "</script><b>\u2028"


def test_the_menus_stand_on_the_first_page_of_all_claims_alone_and_are_hidden_without_the_script():
    assert '<details class="sieve" id="sieve_" hidden data-src="2015.js"' in page("claims/index.html")
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
    assert '<li class="row v-unsupported answered_">' in html
    assert '<li class="row unrated_ open_">' in html
    assert '<li class="row heap v-unsupported answered_ unrated_ open_">' in html, (
        "the group has the classes of its rows"
    )
    sheet = WHOLE["assets/verdicts.css"].decode()
    hiding = re.search(r"^\.filtered \.row\{(.*)\{display:none\}\}$", sheet, re.MULTILINE)
    assert hiding
    assert hiding[1].split(",") == [f":has(#show_v-{v.key}:checked) &:not(.v-{v.key})" for v in VERDICTS]


def test_the_page_for_missing_addresses_says_so_before_it_jokes():
    html = page("404.html")
    assert "<title>No such page · Contested Headlines</title>" in html
    assert re.findall(r"<h1.*?</h1>", html) == ["<h1>No such page</h1>"]
    joke = html.index('<p class="record v-false">There is a page at this address.</p>')
    assert html.index("<h1>") < joke < html.index('<span class="verdict v-false">')


def test_without_the_verdict_false_it_makes_no_joke():
    without = site(settings(verdicts=VERDICTS[1:]))["404.html"].decode()
    assert "<h1>No such page</h1>" in without
    assert "There is a page at this address." not in without


def test_home_tells_what_happened_lately():
    html = page("index.html")
    assert "Was unverified until the annex was obtained." in html
    assert re.search(r'corrected by <a href="speakers/amnesty.html">', html)


HERE, THERE = "Page of time", "صفحهٔ روزگار"
"""A title in the interface's language, and the one of the article."""


def in_persian(**front) -> dict[str, bytes]:
    said = Annotation("a", "claim", quote=quoted("متن"), speaker=by("outlet"))
    front = {"publisher": "presstv", "titles": (("en", HERE),), "aliases": ("2015/old",), "language": "fa", **front}
    return site(settings(), [written("2015/a", FrontMatter(THERE, "2015-01-01", **front), "متن", [said])])


def test_a_title_in_the_page_s_language_comes_before_that_in_another_and_in_one_link():
    link = f'a.html"><span class="headline">{HERE}</span> <span class="original" lang="fa" dir="rtl">{THERE}</span></a>'
    files = in_persian()
    for path in ("articles/index.html", "speakers/presstv.html", "claims/2015/a/a.html"):
        assert link in files[path].decode(), path
    assert "headline" not in in_persian(titles=())["articles/index.html"].decode()


def test_feeds_menus_and_former_addresses_call_an_article_by_the_title_in_the_page_s_language():
    files = in_persian(summary="خلاصه")
    feed, claims = files["feed.xml"].decode(), files["claims/feed.xml"].decode()
    assert f"<title>{THERE}</title>" in feed
    assert f"<summary>{HERE}. خلاصه</summary>" in feed
    assert f"<summary>{HERE}</summary>" in in_persian()["feed.xml"].decode()
    assert f"In “{HERE}”." in claims
    assert f'<a href="a.html">{HERE}</a>' in files["articles/2015/old.html"].decode()


def test_no_outlet_says_in_its_own_voice_what_the_archive_retells():
    for is_retold, words in ((False, "Press TV, in its own voice"), (True, "Press TV, in a retelling")):
        files = in_persian(retold=is_retold)
        shown = [
            data.decode() for path, data in files.items() if path.endswith((".html", ".xml")) and b"Press TV" in data
        ]
        plain = [re.sub(r"<[^>]+>", "", html) for html in shown]
        assert sum(words in html for html in plain) >= 4
        speaker = re.sub(r"<[^>]+>", "", files["speakers/presstv.html"].decode())
        assert ("in a retelling" in speaker) == is_retold
        assert ("in its own voice" in speaker) != is_retold
        if is_retold:
            assert not any("in its own voice" in html for html in plain)
        menu = data(files)["claims"][0]
        assert ("retold" in menu) == is_retold
        by = "Retold by" if is_retold else "Published by"
        assert f"<dt>{by}</dt>" in files["claims/2015/a/a.html"].decode()
        assert 'data-retold="{name}, in a retelling"' in files["claims/index.html"].decode()


# ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", "", html).split())


def rows(html: str) -> list[str]:
    """What each row says."""
    return [words(row.partition("</li>")[0]) for row in html.split('<li class="row')[1:]]


def test_a_row_says_the_verdict_and_the_words_then_who_where_and_how_many_answer():
    (row,) = (row for row in rows(page("claims/index.html")) if "full of clichés" in row)
    assert re.search(r"− Unsupported .*full of clichés.* Igor Konashenkov \(Spokesman\), ", row)
    assert re.search(r"Press TV, 23 December 2015 \d answers?$", row)


def test_a_row_leads_to_the_claim_the_speaker_and_the_place_in_the_article():
    every = (row.partition("</li>")[0] for row in page("claims/index.html").split('<li class="row')[1:])
    (row,) = (row for row in every if "full of clichés" in row)
    assert re.findall('href="([^"]+)"', row) == [
        "../verdicts/unsupported.html",
        "2015/amnesty/only-cliches.html",
        "../speakers/konashenkov.html",
        "../articles/2015/amnesty.html#only-cliches",
    ]


def test_an_article_s_row_has_the_sum_of_its_claims():
    (row,) = (row for row in rows(page("articles/index.html")) if row.partition(">")[2].startswith(" Russia dismisses"))
    assert re.search(r"\d claims: .*1 unsupported.*\. \d answered\.", row)


def test_an_answer_from_another_article_changes_the_sum_in_the_list():
    one = written("2015/a", FrontMatter("One", "2015-01-01"), "Text.", [claim(2015)])
    answer = Annotation("x", "counterpoint", statement="No.", speaker=by("defence"), to=("2015/a#c",))
    for theirs, told in (((), "No answer yet."), ((answer,), "Answered.")):
        other = written("2016/b", FrontMatter("Other", "2016-01-01"), "Text.", theirs)
        html = site(settings(), [one, other])["articles/index.html"].decode()
        assert f"1 claim: not rated. {told}" in words(html)


# ── indexes ──────────────────────────────────────────────────────────────────────────────────────────────────────


def speakers_of(count: int) -> dict[str, Speaker]:
    return {f"s{n}": Speaker(f"s{n}", f"Given {chr(65 + n)}amily", "person", role="Clerk") for n in range(count)}


def claims_by(speakers) -> list[Annotation]:
    return [Annotation(f"c-{id}", "claim", statement=f"Said by {id}.", speaker=by(id)) for id in speakers]


def speakers_page(named: int, silent: int = 0) -> str:
    known = speakers_of(named + silent)
    said = claims_by(list(known)[:named])
    return site(settings(), [written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", said)], speakers=known)[
        "speakers/index.html"
    ].decode()


def test_a_long_list_of_speakers_has_letters_by_family_name():
    html = speakers_page(26)
    assert re.findall('<li><a href="(#letter_.)">(.)</a></li>', html)[:2] == [("#letter_a", "A"), ("#letter_b", "B")]
    assert html.count('<h2 id="letter_') == 26
    assert html.index("Given Aamily") < html.index("Given Bamily")


def test_a_short_list_of_speakers_has_none():
    html = speakers_page(20)
    assert 'class="letters"' not in html
    assert "letter_" not in html


def test_speakers_of_whom_nothing_is_marked_are_folded():
    shown, _, folded = speakers_page(2, 3).partition('<details class="silent">')
    assert shown.count("Clerk") == 2
    assert "3 more, of whom nothing is marked here" in folded
    assert folded.count("Clerk") == 3
    assert '<details class="silent">' not in speakers_page(2)


def test_a_speaker_s_line_says_how_much_it_says():
    lines = (line.partition("</li>")[0] for line in page("speakers/index.html").split("<li>"))
    (line,) = (line for line in lines if "Amnesty International</bdi>" in line)
    assert words(line) == "Amnesty International Organization 1 reported by others, 2 answers"


def sources_page(*sources: Source) -> str:
    cites = [
        Annotation(f"c{n}", "claim", statement=f"S{n}.", speaker=by("amnesty"), sources=(Citation(source),))
        for n, source in enumerate(sources)
    ]
    article = written("2015/a", FrontMatter("T", "2015-01-01"), "Text.", cites)
    return site(settings(), [article])["sources/index.html"].decode()


def source(n: int, publisher: str = "") -> Source:
    return Source(title=f"{chr(65 + n % 26)} title {n}", url=f"https://example.org/{n}", publisher=publisher)


def test_sources_stand_under_who_published_them_in_one_spelling_and_the_others_last():
    html = sources_page(source(0), source(1, "Zeta"), source(2, "ALPHA"), source(3, "Alpha"), source(4, "Alpha"))
    found = re.findall(r'<section class="of-publisher">\s*<h2>(.*?)</h2>(.*?)</section>', html, re.DOTALL)
    assert [(words(name), re.findall(r"title \d", its)) for name, its in found] == [
        ("Alpha", ["title 2", "title 3", "title 4"]),
        ("Amnesty International", []),
        ("Zeta", ["title 1"]),
        ("Other", ["title 0"]),
    ]
    assert 'class="letters"' not in html


def test_many_sources_have_letters_those_without_a_publisher_by_title():
    html = sources_page(*(source(n, f"{'AB'[n % 2]} Press {n // 2}") for n in range(8)), *map(source, range(100, 130)))
    assert re.findall('href="(#[a-z]*_?letter_[ab])"', html) == [
        "#letter_a", "#letter_b", "#other_letter_a", "#other_letter_b",
    ]  # fmt: skip
    assert html.count('id="letter_a"') == html.count('id="other_letter_a"') == 1


def test_a_source_folds_up_what_cites_it_and_counts_it():
    entry = page("sources/index.html").split('id="amnesty-report"', 1)[1].partition("</details>")[0]
    number = entry.count('<li class="row')
    assert f"cited {'once' if number == 1 else f'{number} times'}</summary>" in entry
    assert "Cited by" not in entry


def test_tags_and_publishers_are_found_from_the_lists():
    for path in ("articles/index.html", "sources/index.html"):
        assert '<a href="../publishers/index.html">' in page(path)
        assert '<a href="../tags/index.html">' in page(path)
    none = site(settings(outputs=("articles", "sources")))
    assert b"publishers/" not in none["articles/index.html"]


def test_the_page_of_a_tag_or_publisher_says_how_much_there_is_and_from_when():
    assert "2 articles, 2015 to 2016." in words(page("tags/syria.html"))
    assert re.search(r"1 article in this archive, 2016, with \d claims?\.", words(page("publishers/sabq.html")))
    assert '<a href="index.html">All publishers</a>' in page("publishers/sabq.html")


# ── a speaker's page ─────────────────────────────────────────────────────────────────────────────────────────────


def test_what_a_speaker_said_on_one_occasion_stands_under_one_head():
    first, other, second = (
        Annotation(
            id, "claim", statement=f"Words {id}.", speaker=by("amnesty"), said="2014-03-01", occasion=f"a {occasion}"
        )
        for id, occasion in (("one", "briefing"), ("three", "letter"), ("two", "briefing"))
    )
    article = written("2015/a", FrontMatter("The title", "2015-01-01"), "Text.", [first, other, second])
    html = site(settings(), [article])["speakers/amnesty.html"].decode()
    groups = html.split('<li class="row heap')[1:]
    assert [re.findall("Words [a-z]+", group) for group in groups] == [["Words one", "Words two"], ["Words three"]]
    assert all(group.count("The title") == 1 for group in groups)
    assert "said 1 March 2014, a briefing" in words(groups[0])
    assert html.index("Words one") < html.index("paraphrased"), "the words come first"
