"""What pages say in the vocabulary of schema.org, checked against the properties and ranges that it defines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from generator.model import Annotation, FrontMatter, Organization, Settings, Speaker, SpeakerRef
from generator.values import replace
from tests import archives
from tests.archives import by, quoted, written

URL = archives.URL
SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>')

TEXT, DATE, ADDRESS, NUMBER = "Text", "Date", "URL", "Number"
_Ranges = dict[str, str | tuple[str, ...]]
_THING: _Ranges = {"name": TEXT, "url": ADDRESS, "sameAs": ADDRESS}
_WORK: _Ranges = {
    **_THING, "headline": TEXT, "alternativeHeadline": TEXT, "datePublished": DATE, "dateModified": DATE,
    "author": ("Person", "Organization"), "publisher": ("Person", "Organization"), "inLanguage": TEXT,
    "keywords": TEXT, "isBasedOn": ADDRESS, "archivedAt": ADDRESS, "correction": "CorrectionComment",
    "license": ADDRESS, "copyrightNotice": TEXT, "text": TEXT, "about": ("Person", "Organization"),
}  # fmt: skip
PROPERTIES: dict[str, _Ranges] = {
    "Article": {**_WORK, "articleSection": TEXT},
    "NewsArticle": {**_WORK, "articleSection": TEXT},
    "CorrectionComment": _WORK,
    "Claim": {**_WORK, "firstAppearance": ("Article", "NewsArticle"), "appearance": ("Article", "NewsArticle")},
    "ClaimReview": {**_WORK, "claimReviewed": TEXT, "itemReviewed": "Claim", "reviewRating": "Rating"},
    "Rating": {
        "ratingValue": NUMBER, "bestRating": NUMBER, "worstRating": NUMBER, "alternateName": TEXT,
        "ratingExplanation": TEXT,
    },
    "Person": {**_THING, "jobTitle": TEXT},
    "Organization": _THING,
}  # fmt: skip
"""For each type that is used, the properties of the vocabulary that are, each with what its range allows."""


def problems(value: object, allowed: str | tuple[str, ...] = ()) -> Iterator[str]:
    """What the vocabulary doesn't know of an object and all in it."""
    if isinstance(value, list):
        assert value, "no list is empty"
        for one in value:
            yield from problems(one, allowed)
    elif isinstance(value, dict):
        kind = value.get("@type", "")
        if allowed and kind and kind not in (allowed if isinstance(allowed, tuple) else (allowed,)):
            yield f"{kind} where {allowed} is wanted"
        for key, one in value.items():
            if not key.startswith("@"):
                known = PROPERTIES.get(kind, _THING)
                yield from problems(one, known[key]) if key in known else [f"{kind}.{key}"]
    else:
        yield from _of_value(value, allowed)


def _of_value(value: object, allowed: str | tuple[str, ...]) -> Iterator[str]:
    fits = {
        TEXT: lambda: isinstance(value, str) and bool(value.strip()),
        NUMBER: lambda: isinstance(value, int | float),
        ADDRESS: lambda: isinstance(value, str) and re.match(r"https?://\S+$", value),
        DATE: lambda: isinstance(value, str) and re.match(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T.+)?)?)?$", value),
    }
    if not isinstance(allowed, str) or allowed not in fits or not fits[allowed]():
        yield f"{value!r} where {allowed} is wanted"


def data_of(page: bytes) -> dict[str, Any]:
    (found,) = SCRIPT.findall(page.decode())
    data: dict[str, Any] = json.loads(found)
    return data


def claim(
    *annotations: Annotation,
    front: FrontMatter | None = None,
    of: Settings | None = None,
    others: Sequence[archives.Written] = (),
) -> dict[str, Any]:
    """What the page of the claim `one` says."""
    article = written("2015/x", front or FRONT, "The dam will hold. It is old.", annotations)
    pages = archives.site(of, (article, *others))
    return data_of(pages["claims/2015/x/one.html"])


FRONT = FrontMatter(title="The dam", date="2015-12-23", publisher="presstv", url="https://example.org/original")
ONE = Annotation(
    "one", "claim", quoted("The dam will hold"), speaker=by("konashenkov"), verdict="false", reviewed="2016-01-02",
    note="It *broke*.",
)  # fmt: skip


def test_everything_said_is_in_the_vocabulary():
    pages = archives.site()
    said = {path: data_of(page) for path, page in pages.items() if SCRIPT.search(page.decode())}
    assert {data["@type"] for data in said.values()} == {"NewsArticle", "Claim", "ClaimReview"}
    assert {path: list(problems(data)) for path, data in said.items() if list(problems(data))} == {}
    assert all(data["@context"] == "https://schema.org" for data in said.values())


def test_the_table_finds_what_the_vocabulary_lacks():
    wrong = {
        "@type": "Claim",
        "claimReviewed": "x",
        "author": {"@type": "Rating"},
        "datePublished": "soon",
        "text": [""],
    }
    assert list(problems(wrong)) == [
        "Claim.claimReviewed", "Rating where ('Person', 'Organization') is wanted", "'soon' where Date is wanted",
        "'' where Text is wanted",
    ]  # fmt: skip


def test_an_article_says_where_it_is_from_and_who_wrote_it():
    data = data_of(archives.site()["articles/2015/amnesty.html"])
    page = f"{URL}articles/2015/amnesty.html"
    assert data == {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": f"{page}#article",
        "url": page,
        "headline": "Russia dismisses Amnesty’s ‘fake’ report",
        "alternativeHeadline": "The ministry calls it clichés",
        "datePublished": "2015-12-23",
        "dateModified": "2016-01-05",
        "author": [{"@type": "Person", "name": "News desk"}],
        "publisher": {"@type": "Organization", "name": "Press TV"},
        "inLanguage": "en",
        "articleSection": ["News", "Russia"],
        "keywords": ["Syria", "Air strikes"],
        "isBasedOn": "https://example.org/2015/12/fake-report",
        "archivedAt": "https://web.archive.org/x",
        "correction": [
            {"@type": "CorrectionComment", "text": "The day was wrong.", "datePublished": "2016-01-05",
             "url": "https://example.org/correction"},
        ],
        "copyrightNotice": "Quoted for criticism and review.",
    }  # fmt: skip


def test_a_claim_that_is_rated_is_reviewed():
    work = {
        "@type": "NewsArticle",
        "@id": f"{URL}articles/2015/x.html#article",
        "url": "https://example.org/original",
        "archivedAt": f"{URL}articles/2015/x.html",
        "headline": "The dam",
        "datePublished": "2015-12-23",
        "publisher": {"@type": "Organization", "name": "Press TV"},
    }
    page = f"{URL}claims/2015/x/one.html"
    assert claim(ONE) == {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "@id": f"{page}#review",
        "url": page,
        "claimReviewed": "The dam will hold",
        "itemReviewed": {
            "@type": "Claim",
            "@id": f"{page}#claim",
            "text": "The dam will hold",
            "inLanguage": "en",
            "author": {
                "@type": "Person", "name": "Igor Konashenkov", "jobTitle": "Spokesman",
                "url": "https://example.org/konashenkov", "sameAs": ["https://www.wikidata.org/wiki/Q4230226"],
            },
            "datePublished": "2015-12-23",
            "firstAppearance": work,
        },
        "author": {"@type": "Organization", "name": "The editors’ club", "url": "https://example.org/club"},
        "datePublished": "2016-01-02",
        "reviewRating": {
            "@type": "Rating", "ratingValue": 1, "bestRating": 5, "worstRating": 1, "alternateName": "False",
            "ratingExplanation": "It broke.",
        },
        "inLanguage": "en",
    }  # fmt: skip


NAMED_LIKE_THE_SITE = archives.settings(organization=Organization("Igor Konashenkov"))
RETOLD = replace(FRONT, retold=True)


@pytest.mark.parametrize(
    ("changes", "front", "of"),
    [
        ({"verdict": ""}, FRONT, None),
        ({"verdict": "unverified"}, FRONT, None),
        ({"reviewed": ""}, FRONT, None),
        ({"withdrawn": "Misread.", "withdrawn_date": "2016-02-01"}, FRONT, None),
        ({"speaker": by("editors")}, FRONT, None),
        ({"speaker": by("outlet")}, replace(FRONT, publisher="The editors’ club"), None),
        ({"speaker": by("outlet")}, RETOLD, None),
        ({}, FRONT, NAMED_LIKE_THE_SITE),
        ({"speaker": by("amnesty"), "via": (by("konashenkov"),)}, FRONT, NAMED_LIKE_THE_SITE),
        ({}, FRONT, archives.settings(organization=None)),
    ],
)  # fmt: skip
def test_whatever_lacks_a_rating_of_others_on_a_day_is_a_claim(changes, front, of):
    data = claim(replace(ONE, **changes), front=front, of=of)
    assert (data["@type"], data["@id"]) == ("Claim", f"{URL}claims/2015/x/one.html#claim")
    assert list(problems(data)) == []


def test_the_author_of_what_is_reported_is_who_reports_it():
    data = claim(replace(ONE, speaker=by("amnesty"), via=(by("konashenkov"), SpeakerRef(unnamed="an aide"))))
    told = "The dam will hold (Amnesty International, according to Igor Konashenkov, according to an aide)"
    assert data["claimReviewed"] == data["itemReviewed"]["text"] == told
    assert data["itemReviewed"]["author"]["name"] == "Igor Konashenkov"
    assert data["itemReviewed"]["about"] == {"@type": "Organization", "name": "Amnesty International"}
    assert list(problems(data)) == []


def test_what_a_speaker_is_is_said_where_it_is_known():
    assert claim(replace(ONE, speaker=SpeakerRef(unnamed="a senior official")))["itemReviewed"]["author"] == {
        "@type": "Person", "name": "a senior official",
    }  # fmt: skip
    assert claim(replace(ONE, speaker=by("outlet")))["itemReviewed"]["author"]["@type"] == "Organization"
    known = {**archives.SPEAKERS, "konashenkov": Speaker("konashenkov", "I. K.", role="Spokesman")}
    article = written("2015/x", FRONT, "The dam will hold.", [ONE])
    data = data_of(archives.site(None, (article,), speakers=known)["claims/2015/x/one.html"])
    assert data["itemReviewed"]["author"] == {"name": "I. K."}


def test_a_paraphrase_is_what_is_reviewed():
    assert claim(replace(ONE, statement="The dam\nholds.", mode="mixed"))["claimReviewed"] == "The dam holds."


def test_a_claim_appeared_first_where_it_was_said_first():
    again = Annotation(
        "again", "claim", quoted("It held"), speaker=by("konashenkov"), repeats="2015/x#one", said="2014-05"
    )
    taken_back = replace(again, id="wrong", said="2013", withdrawn="No.", withdrawn_date="2017-01-01")
    retelling = replace(FRONT, title="Retold", date="2017-01-01", retold=True)
    others = [written("2017/y", retelling, "It held.", [again, taken_back])]
    data = claim(ONE, others=others)["itemReviewed"]
    assert data["firstAppearance"] == {
        "@type": "Article",
        "@id": f"{URL}articles/2017/y.html#article",
        "url": f"{URL}articles/2017/y.html",
        "headline": "Retold",
        "datePublished": "2017-01-01",
        "publisher": {"@type": "Organization", "name": "Press TV"},
        "isBasedOn": "https://example.org/original",
    }
    assert [work["headline"] for work in data["appearance"]] == ["The dam"]


def test_no_text_ends_the_script():
    hostile = '</script><script>alert(1)</script> <!-- & \u2028 " \\'
    front = replace(FRONT, title=hostile, publisher=hostile, authors=(hostile,), tags=(hostile,))
    article = written(
        "2015/x", front, "The dam will hold.", [replace(ONE, statement=hostile, via=(SpeakerRef(unnamed=hostile),))]
    )
    pages = archives.site(None, (article,))
    for path in ("articles/2015/x.html", "claims/2015/x/one.html"):
        (inside,) = SCRIPT.findall(pages[path].decode())
        assert not set("<>&\u2028") & set(inside)
    assert data_of(pages["articles/2015/x.html"])["headline"] == hostile
    assert data_of(pages["claims/2015/x/one.html"])["itemReviewed"]["author"]["name"] == hostile


def test_without_an_address_of_the_site_addresses_are_relative():
    data = claim(ONE, of=archives.settings(url=""))
    assert data["itemReviewed"]["firstAppearance"]["archivedAt"] == "../../../articles/2015/x.html"


# ── reference managers ───────────────────────────────────────────────────────────────────────────────────────────────


def tags(page: bytes) -> list[tuple[str, str]]:
    return re.findall(r'<meta name="((?:citation_|dc\.|prism\.)[\w.]+)" content="([^"]*)">', page.decode())


def test_reference_managers_take_an_article_for_one_of_its_newspaper():
    assert tags(archives.site()["articles/2015/amnesty.html"]) == [
        ("citation_title", "Russia dismisses Amnesty’s ‘fake’ report"),
        ("citation_author", "News desk"),
        ("citation_publication_date", "2015/12/23"),
        ("citation_publisher", "Press TV"),
        ("prism.publicationName", "Press TV"),
        ("dc.type", "newspaperArticle"),
        ("citation_language", "en"),
        ("citation_public_url", f"{URL}articles/2015/amnesty.html"),
        ("citation_keywords", "Syria; Air strikes"),
    ]


def test_an_organization_is_no_author_with_a_first_and_a_last_name():
    front = replace(FRONT, authors=("Press TV", "Amnesty International", "the editors’ club", "Ada Moss"))
    pages = archives.site(None, (written("2015/x", front, "Text."),))
    assert [value for name, value in tags(pages["articles/2015/x.html"]) if name == "citation_author"] == ["Ada Moss"]
    kinds = [one["@type"] for one in data_of(pages["articles/2015/x.html"])["author"]]
    assert kinds == ["Organization", "Organization", "Organization", "Person"]


@pytest.mark.parametrize("authors", [(), ("Press TV",)])
def test_no_words_of_a_page_are_taken_for_names_of_authors(authors: tuple[str, ...]):
    """Without `citation_author`, Zotero reads names out of whatever has one of these classes."""
    pages = archives.site(None, (written("2015/x", replace(FRONT, authors=authors), "Text."),))
    for path, page in pages.items():
        assert not re.search(rb'class="[^"]*\b(?:byline|vcard)\b', page), path


def test_a_retelling_is_no_article_of_the_newspaper():
    pages = archives.site(None, (written("2015/x", RETOLD, "Text."),))
    found = dict(tags(pages["articles/2015/x.html"]))
    assert found["dc.type"] == "webpage"
    assert not {"prism.publicationName", "citation_publisher"} & found.keys()
    assert data_of(pages["articles/2015/x.html"])["@type"] == "Article"


def test_reference_managers_take_a_claim_from_its_page():
    pages = archives.site()
    assert tags(pages["claims/2015/amnesty/only-cliches.html"]) == [
        ("citation_title", "full of clichés … nothing concrete or new"),
        ("citation_publication_date", "2016/02/01"),
        ("citation_public_url", f"{URL}claims/2015/amnesty/only-cliches.html"),
        ("dc.type", "webpage"),
        ("dc.publisher", "The editors’ club"),
    ]
    assert dict(tags(pages["claims/2015/amnesty/launch.html"]))["citation_publication_date"] == "2015/12/23"
