"""What is only seen across articles: each check, with the place, the words and the line to paste."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import given

from generator.checks.registry import CHECKS_OF_ARTICLES, CHECKS_OF_THE_ARCHIVE
from generator.compiling.article import compile_article, compile_page
from generator.diagnostics import Diagnostic, Location
from generator.diagnostics.codes import CODES
from generator.formats.registry import read_registry
from generator.formats.settings import default_rules, read_settings
from generator.model import (
    ArticleFacts,
    ArticleSource,
    Citation,
    Image,
    LocalSpeaker,
    PageFacts,
    PageSource,
    Registry,
    Role,
    Source,
    Speaker,
    SpeakerRef,
)
from generator.urls import BUILT_OUTPUTS
from generator.values import replace
from tests.archives import link, scheme
from tests.checking import check_archive
from tests.facts import REGISTRY, SETTINGS, SPEAKERS, answer, article, claim, note
from tests.linking.test_link import ARTICLES

DESCRIBE = "escribe the speaker under `speakers:` here or in `content/speakers.yaml`."
ANOTHER = "Name an annotation by its `id`, or by `article#id` if it is in another article."


def checked(
    *facts: ArticleFacts, registry: Registry = REGISTRY, pages=(), locations=None, lines=None, files=(), **settings
):
    """Problems, without those of things not used; `lines` leads from a line's number (of any file) to its text."""
    problems = check_archive(
        facts=facts,
        registry=registry,
        settings=replace(SETTINGS, **settings),
        pages=pages,
        locations={id_: in_two_files(places) for id_, places in (locations or {}).items()},
        files=files,
        line_of=lambda path, line: (lines or {}).get(line),
    )
    return [problem for problem in problems if not CODES[problem.code].waits]


def in_two_files(places: Mapping[str, Location]) -> dict[str, Location]:
    """Locations keyed as compiling keys them: what stands in a sidecar says so."""
    return {(f"sidecar/{key}" if at.path.endswith(".yaml") else key): at for key, at in places.items()}


def codes(problems: list[Diagnostic]) -> list[str]:
    return [problem.code for problem in problems]


def only(problems: list[Diagnostic]) -> Diagnostic:
    assert len(problems) == 1, problems
    return problems[0]


def at(name: str, line: int, column: int = 1, ending: str = "yaml") -> Location:
    return Location(f"content/articles/{name}.{ending}", line, column)


def pasted(problem: Diagnostic) -> tuple[str, ...]:
    assert problem.paste is not None
    assert (problem.paste.first, problem.paste.last) == (problem.location.line, problem.location.line)
    return problem.paste.lines


def test_a_sound_archive_has_no_problems():
    facts = article("a", claim("x", verdict="false"), answer("y", "a#x"), note("n"), publisher="rt", tags=("War",))
    assert checked(facts, article("b", claim("x", repeats="a#x"), links=("articles/a.html",))) == []


def test_a_problem_is_put_as_near_as_is_known():
    facts = article("a", claim("x", "nobody"))
    places: dict[str, Location] = {}
    for key, line in (("x", 3), ("x/speaker", 5)):
        assert only(checked(facts, locations={"a": places})).location.line == (3 if places else 1)
        places = {**places, key: at("a", line)}
    assert only(checked(facts, locations={"a": places})).location == at("a", 5)


# ── speakers ──


@pytest.mark.parametrize(
    ("written", "meant"),
    [("konashenkof", "konashenkov"), ("AI", "amnesty"), ("amnesty international", "amnesty"), ("outlt", "outlet")],
)
def test_an_unknown_speaker_is_an_error_with_the_nearest_one_to_paste(written, meant):
    places = {"a": {"x/speaker": at("a", 4, 14)}}
    problem = only(
        checked(article("a", claim("x", written)), locations=places, lines={4: f"    speaker: {written}  # who"})
    )
    assert (problem.code, problem.location) == ("unknown-speaker", at("a", 4, 14))
    assert problem.message == f"Claim “x” names an unknown speaker, “{written}”."
    assert problem.step == f"Write `{meant}` if you mean that, or d{DESCRIBE}"
    assert pasted(problem) == (f"    speaker: {meant}  # who",)


def test_an_unknown_speaker_far_from_any_gets_no_suggestion():
    problem = only(checked(article("a", claim("x", "zzzz")), lines={1: "zzzz"}))
    assert (problem.step, problem.paste) == (f"D{DESCRIBE}", None)


def test_an_unknown_voice_in_between_is_an_error_at_its_own_place():
    facts = article(
        "a", claim("x", via=(SpeakerRef("amnesty"), SpeakerRef("konashenkof"), SpeakerRef(unnamed="a man")))
    )
    places = {"a": {"x/via": at("a", 5, 10), "x/via/1": at("a", 5, 20)}}
    problem = only(checked(facts, locations=places, lines={5: "    via: [amnesty, konashenkof]"}))
    assert (problem.code, problem.location) == ("unknown-speaker", at("a", 5, 20))
    assert pasted(problem) == ("    via: [amnesty, konashenkov]",)


def test_a_role_for_nobody_is_reported_once_at_its_entry():
    facts = article("a", claim("x", "konashenkof"), speakers=(LocalSpeaker("konashenkof", None, role="R"),))
    problem = only(
        checked(facts, locations={"a": {"speakers/konashenkof": at("a", 2, 3)}}, lines={2: "  konashenkof:"})
    )
    assert problem.location == at("a", 2, 3)
    assert "give the entry a `name`" in problem.step
    assert pasted(problem) == ("  konashenkov:",)


def test_the_speakers_of_a_draft_are_unknown_and_never_suggested():
    draft = article("d", draft=True, speakers=(LocalSpeaker("konashenkoff", Speaker("konashenkoff", "K")),))
    problem = only(checked(article("a", claim("x", "konashenkoff")), draft))
    assert problem.step.startswith("Write `konashenkov`")
    assert checked(article("a", claim("x", "konashenkoff")), draft, drafts=True) == []


def test_what_is_described_with_a_mistake_gives_no_second_error_where_it_is_used():
    """Reading has reported the mistake in the description; its location is known, and its value is not."""
    broken = Registry(
        SPEAKERS,
        locations={
            "speakers/witness": Location("content/speakers.yaml", 7),
            "sources/letter": Location("content/sources.yaml", 3),
        },
    )
    facts = article(
        "a",
        claim("x", "witness", via=(SpeakerRef("amnesty"),), sources=(Citation("letter"),)),
        speakers=(LocalSpeaker("witness", None, role="R"), LocalSpeaker("amnesty", None, organization="witness")),
    )
    assert checked(facts, registry=broken) == []
    assert set(codes(checked(facts, registry=Registry(SPEAKERS)))) == {
        "unknown-speaker", "unknown-organization", "unknown-source",
    }  # fmt: skip


def test_an_unknown_organization_is_an_error_wherever_it_is_written():
    person = Speaker("k", "K", organization="modd", roles=(Role("R", "amnesty"), Role("S", "Ministry of Defence")))
    registry = Registry(
        {**SPEAKERS, "k": person},
        locations={
            "speakers/k": Location("content/speakers.yaml", 7),
            "speakers/k/organization": Location("content/speakers.yaml", 9),
        },
    )
    entries = (
        LocalSpeaker("amnesty", None, organization="gone"),
        LocalSpeaker("n", Speaker("n", "N", organization="away")),
    )
    problems = checked(
        article("a", speakers=entries), registry=registry, locations={"a": {"speakers/n/organization": at("a", 3)}}
    )
    assert [(p.code, p.location.path, p.location.line) for p in problems] == [
        ("unknown-organization", "content/articles/a.yaml", 1),
        ("unknown-organization", "content/articles/a.yaml", 3),
        ("unknown-organization", "content/speakers.yaml", 7),
        ("unknown-organization", "content/speakers.yaml", 9),
    ]
    assert [p.step.split(",")[0] for p in problems[2:]] == ["Write `mod` if you mean that"] * 2


def test_a_shared_speaker_is_not_described_again():
    facts = article("a", speakers=(LocalSpeaker("amnesty", Speaker("amnesty", "Amnesty")),))
    registry = Registry(SPEAKERS, locations={"speakers/amnesty": Location("content/speakers.yaml", 12)})
    problem = only(checked(facts, registry=registry))
    assert problem.code == "speaker-shared"
    assert "content/speakers.yaml:12:1" in problem.message


def test_two_articles_that_describe_a_speaker_differently_are_both_named():
    def described(name: str) -> tuple[LocalSpeaker, ...]:
        return (LocalSpeaker("n", Speaker("n", name, role="Witness")),)

    facts = [
        article("a", speakers=described("N")),
        article("b", speakers=described("M")),
        article("c", speakers=described("N")),
    ]
    places = {name: {"speakers/n": at(name, 2)} for name in "abc"}
    problem = only(checked(*facts, locations=places))
    assert (problem.code, problem.location) == ("speaker-twice", at("b", 2))
    assert problem.message.endswith("here and in `content/articles/a.yaml:2:1` differ in `name`.")


# ── sources, verdicts, codes ──


def test_an_unknown_source_keeps_its_locator_when_mended():
    facts = article("a", claim("x", sources=(Citation(Source(url="https://e.org")), Citation("raport", "p. 12"))))
    places = {"a": {"x/sources/1": at("a", 6, 31)}}
    problem = only(checked(facts, locations=places, lines={6: "    sources: [https://e.org/x, raport p. 12]"}))
    assert (problem.code, problem.location) == ("unknown-source", at("a", 6, 31))
    assert pasted(problem) == ("    sources: [https://e.org/x, report p. 12]",)


@pytest.mark.parametrize(
    ("written", "meant"), [("unsuported", "unsupported"), ("Unsupported", "unsupported"), ("fals", "false")]
)
def test_an_unknown_verdict_is_an_error_with_the_vocabulary(written, meant):
    places = {"a": {"x/verdict": at("a", 3, 14)}}
    problem = only(
        checked(article("a", claim("x", verdict=written)), locations=places, lines={3: f"    verdict: '{written}'"})
    )
    assert (problem.code, problem.details) == ("unknown-verdict", ())
    assert pasted(problem) == (f"    verdict: '{meant}'",)


def test_codes_follow_the_sites_scheme():
    facts = article("a", claim("x", codes=(("frame", ("conflict",)), ("fram", ("x",)), ("frame", ("conflicts",)))))
    places = {"a": {"x/codes/fram": at("a", 3, 19), "x/codes/frame": at("a", 4, 20)}}
    lines = {3: "    codes: {fram: x, frame: conflict}", 4: "    codes: {frame: conflicts}"}
    first, second = checked(facts, codes=scheme(frame=("conflict", "consequences")), locations=places, lines=lines)
    assert (first.code, pasted(first)) == ("unknown-code", ("    codes: {frame: x, frame: conflict}",))
    assert (second.code, pasted(second)) == ("unknown-code-value", ("    codes: {frame: conflict}",))


# ── references ──


@pytest.mark.parametrize(
    ("written", "line", "mended", "missing"),
    [
        ("b#ties", "to: b#ties", "to: b#tie", "article “b” has no annotation “ties”"),
        ("zzz#tie", "to: zzz#tie", None, "there is no article “zzz”"),
        ("2015/moscov#tie", "to: 2015/moscov#tie", "to: 2015/moscow#tie", "there is no article “2015/moscov”"),
        ("a#xylophon", "to: xylophon", "to: xylophone", "this article has no annotation “xylophon”"),
        ("a#xylophon", "to: a#xylophon", "to: xylophone", "this article has no annotation “xylophon”"),
        ("b#not", "to: b#not", None, "article “b” has no annotation “not”"),
    ],
)
def test_a_reference_to_nothing_is_an_error_with_the_nearest_to_paste(written, line, mended, missing):
    facts = [article("a", claim("xylophone"), answer("y", written)), article("b", claim("tie"), note("note"))]
    facts.append(article("2015/moscow", claim("tie")))
    problem = only(checked(*facts, locations={"a": {"y/to": at("a", 9, 5)}}, lines={9: line}))
    assert (problem.code, problem.location) == ("unknown-reference", at("a", 9, 5))
    assert problem.message.endswith(f"but {missing}.")
    assert (pasted(problem) if mended else problem.paste) == ((mended,) if mended else None)


def test_references_into_annotations_that_could_not_be_read_are_not_reported_too():
    assert checked(article("a", answer("y", "b#x")), article("b", broken=True)) == []


def test_what_leads_to_an_article_that_could_not_be_read_is_not_reported_too():
    facts = article("a", answer("y", "b#x"), links=("articles/b.html", "p.html"))
    problems = check_archive(
        facts=[facts], registry=REGISTRY, settings=replace(SETTINGS, navigation=("p",)), unreadable={"b", "pages/p"}
    )
    assert [problem for problem in problems if not CODES[problem.code].waits] == []


def test_the_annotation_above_a_nested_answer_is_not_reported_missing():
    assert checked(article("a", answer("y", "a#gone", parent="gone"))) == []


@pytest.mark.parametrize(
    ("annotation", "words"),
    [
        (answer("y", "a#n"), "can't answer “n”: it is a note"),
        (claim("y", repeats="a#n"), "can't repeat “n”: it is a note"),
        (claim("y", repeats="a#c"), "can't repeat “c”: it is a counter-point"),
    ],
)
def test_only_what_somebody_says_is_answered_and_only_claims_are_repeated(annotation, words):
    problem = only(checked(article("a", claim("x"), note("n"), answer("c", "a#x"), annotation)))
    assert problem.code == "reference-kind"
    assert words in problem.message


def test_a_circle_is_reported_once():
    problems = checked(article("a", claim("x", repeats="a#y"), claim("y", repeats="a#x"), claim("z", repeats="a#z")))
    assert [p.message for p in problems] == [
        "Claim “x” repeats “y”, which leads back to it.",
        "Claim “z” repeats itself.",
    ]
    assert set(codes(problems)) == {"reference-circle"}


def test_in_a_circle_of_answers_what_is_nested_is_not_blamed():
    problem = only(checked(article("a", claim("x"), answer("p", "a#x", "a#q"), answer("q", "a#p", parent="p"))))
    assert problem.message == "Counter-point “p” answers “q”, which leads back to it."


def test_a_reference_to_a_draft_says_nothing_of_the_draft():
    draft = article("d", claim("x", statement="Secret"), draft=True)
    problems = checked(article("a", claim("w", repeats="d#x"), answer("y", "d#x")), draft)
    assert [(p.code, p.severity) for p in problems] == [("repeats-draft", "error"), ("reference-to-draft", "warning")]
    assert "Secret" not in repr(problems)
    assert checked(article("a", claim("w", repeats="d#x"), answer("y", "d#x")), draft, drafts=True) == []


def test_nothing_of_a_draft_is_suggested():
    draft = article("2016/draft", claim("secret"), draft=True)
    for written in ("2016/draft#secre", "2016/draff#secret"):
        problem = only(checked(article("a", answer("y", written)), draft))
        assert (problem.code, problem.step) == ("unknown-reference", ANOTHER)


@pytest.mark.parametrize(
    ("written", "line", "mended"),
    [("b#old", "to: b#old", "to: b#new"), ("former#new", "to: [former#new, x]", "to: [b#new, x]")],
)
def test_a_former_id_still_leads_on_with_a_warning(written, line, mended):
    facts = [article("a", answer("y", written)), article("b", claim("new", aliases=("old",)), aliases=("former",))]
    problem = only(checked(*facts, locations={"a": {"y/to/0": at("a", 9, 6 if "[" in line else 5)}}, lines={9: line}))
    assert (problem.code, problem.severity, problem.step) == ("former-id", "warning", "Write `b#new`.")
    assert pasted(problem) == (mended,)


def test_what_belongs_to_the_claim_is_not_said_again_by_a_repeat():
    root = claim("x", verdict="false", statement="So.")
    updates = (("2016-01-01", "New."),)
    same = claim("same", repeats="a#x", verdict="false", statement="So.")
    other = claim("other", repeats="a#x", verdict="unsupported", statement="Not so.", updates=updates)
    places = {"a": {f"other/{name}": at("a", line) for line, name in enumerate(("verdict", "statement", "updates"), 5)}}
    problems = checked(article("a", root, same, other), locations=places)
    assert codes(problems) == ["repeat-has-own"] * 3
    assert [(p.location.line, p.message.partition(" has ")[2]) for p in problems] == [
        (5, "a different `verdict`."),
        (6, "a different `statement`."),
        (7, "its own `updates`."),
    ]


# ── ids, tags, publishers ──


@pytest.mark.parametrize(
    "facts",
    [
        [article("2015/Report"), article("2015/report")],
        [article("\u00e9"), article("e\u0301")],
        [article("a"), article("b", aliases=("A",))],
        [article("a", aliases=("c",)), article("b", aliases=("C",))],
        [article("a", draft=True), article("b", aliases=("a",))],
        [article("a", claim("x"), claim("y", aliases=("x",)))],
        [article("a", claim("x", aliases=("z",)), note("n", aliases=("z",)))],
        [article("a", claim("x", aliases=("x",)))],
    ],
)
def test_ids_that_fall_together_are_an_error(facts):
    places = {
        f.id: {"aliases/0": at(f.id, 4, ending="md")}
        | {p.id: at(f.id, 10 + n) for n, p in enumerate(f.annotations)}
        | {f"{p.id}/aliases/0": at(f.id, 20 + n) for n, p in enumerate(f.annotations)}
        for f in facts
    }
    assert codes(checked(*facts, locations=places)) == ["ids-fall-together"]


def test_pages_that_fall_together_are_an_error():
    pages = [PageFacts("About", "content/pages/About.md", "", ""), PageFacts("about", "content/pages/about.md", "", "")]
    problem = only(checked(pages=pages))
    assert (problem.code, problem.location.path) == ("ids-fall-together", "content/pages/about.md")
    assert "content/pages/About.md" in problem.message


def test_a_name_that_no_page_can_have_is_an_error():
    registry = Registry({**SPEAKERS, "index": Speaker("index", "Index on Censorship")})
    facts = article("a", claim("con"), answer("aux", "a#con"), speakers=(LocalSpeaker("nul", Speaker("nul", "N")),))
    assert codes(checked(facts, registry=registry)) == ["name-taken"] * 3


def test_other_spellings_of_a_tag_are_a_warning_under_the_usual_one():
    facts = [article("a", tags=("War", "Peace")), article("b", claim("x", tags=("war!",))), article("c", tags=("War",))]
    problem = only(checked(*facts, locations={"b": {"x/tags/0": at("b", 4, 12)}}, lines={4: "    tags: [war!]"}))
    assert (problem.code, problem.severity, problem.location) == ("tag-spellings", "warning", at("b", 4, 12))
    assert pasted(problem) == ("    tags: [War]",)


def test_a_spelling_used_in_many_places_is_one_warning_that_names_some():
    facts = [article(f"a{n}", publisher="Sputnik news") for n in range(8)]
    facts += [article(f"b{n}", publisher="Sputnik News") for n in range(9)]
    problem = only(checked(*facts, article("c", publisher="rt"), article("d", publisher="R. N.")))
    assert (problem.code, len(problem.details), problem.paste) == ("publisher-spellings", 6, None)
    assert problem.details[-1] == "and in 2 more places"


# ── links ──


def test_links_to_articles_pages_former_addresses_and_files_are_sound():
    pages = [PageFacts("about", "content/pages/about.md", "", "", aliases=("us",), links=("articles/a.html",))]
    links = ("articles/b.html", "articles/old.html", "about.html", "us.html", "articles/x.jpg")
    picture = Image("articles/x.jpg")
    assert (
        checked(
            article("a", links=links, image=picture),
            article("b", aliases=("old",)),
            pages=pages,
            files={"articles/x.jpg"},
        )
        == []
    )


@pytest.mark.parametrize(
    ("line", "target", "mended"),
    [
        ("see [it](../2014/moscov.md#x) and", "articles/2014/moscov.html", "see [it](../2014/moscow.md#x) and"),
        ("see [it](../../pages/abuot.md) and", "abuot.html", "see [it](../../pages/about.md) and"),
        ("see ![it](maap.jpg) and", "articles/2015/maap.jpg", "see ![it](map.jpg) and"),
        ("see [it](<../2014/moscov.md>) and", "articles/2014/moscov.html", "see [it](<../2014/moscow.md>) and"),
    ],
)
def test_a_broken_link_is_an_error_with_the_nearest_address_to_paste(line, target, mended):
    facts = [article("2015/a", links=("articles/2014/moscow.html", target)), article("2014/moscow")]
    where = at("2015/a", 12, line.index("](") + 3 + ("<" in line), ending="md")
    problem = only(
        checked(
            *facts, pages=[PageFacts("about", "content/pages/about.md", "", "")], files={"articles/2015/map.jpg"},
            locations={"2015/a": {"link/1": where}}, lines={12: line},
        )
    )  # fmt: skip
    assert (problem.code, problem.location) == ("link-broken", where)
    assert pasted(problem) == (mended,)


def test_of_many_broken_links_the_first_hundred_get_a_suggestion():
    line = "see [it](../2014/moscov.md)"
    facts = [article("2015/a", links=("articles/2014/moscov.html",) * 150), article("2014/moscow")]
    places = {"2015/a": {f"link/{n}": at("2015/a", n + 1, 10, ending="md") for n in range(150)}}
    found = checked(*facts, locations=places, lines=dict.fromkeys(range(1, 151), line))
    assert codes(found) == ["link-broken"] * 150
    assert [problem.paste is not None for problem in found] == [True] * 100 + [False] * 50


def test_a_line_too_long_to_be_shown_is_not_pasted():
    line = "see [it](../2014/moscov.md) " + "x" * 20_000
    facts = [article("2015/a", links=("articles/2014/moscov.html",)), article("2014/moscow")]
    places = {"2015/a": {"link/0": at("2015/a", 1, 10, ending="md")}}
    problem = only(checked(*facts, locations=places, lines={1: line}))
    assert problem.paste is None
    assert "`../2014/moscow.md`" in problem.step


def test_a_missing_picture_is_never_mended_with_a_text():
    line = "![it](about.jpg)"
    page = PageFacts("about", "content/pages/about.md", "", "", links=("about.jpg",))
    places = {"pages/about": {"link/0": Location("content/pages/about.md", 5, 7)}}
    problem = only(checked(pages=[page], locations=places, lines={5: line}))
    assert (problem.message, problem.paste) == ("“about.jpg” is not a page or file that this build publishes.", None)


def test_a_link_out_of_the_content_is_named_so():
    problem = only(checked(pages=[PageFacts("about", "content/pages/about.md", "", "", links=("",))]))
    assert problem.message == "This address doesn't lead to a file under `content/`."


def test_a_picture_that_is_not_there_is_a_broken_link():
    problem = only(
        checked(article("a", image=Image("articles/x.jpg")), locations={"a": {"image/src": at("a", 3, ending="md")}})
    )
    assert (problem.code, problem.location) == ("link-broken", at("a", 3, ending="md"))


def test_a_link_to_a_draft_is_a_warning():
    pages = [PageFacts("p", "content/pages/p.md", "", "", draft=True)]
    facts = (article("a", links=("articles/d.html", "p.html")), article("d", draft=True))
    problems = checked(*facts, pages=pages)
    assert [(p.code, p.severity) for p in problems] == [("link-to-draft", "warning")] * 2
    assert checked(*facts, pages=pages, drafts=True) == []


# ── house rules, settings, doubts ──


@pytest.mark.parametrize(
    ("rules", "severities"),
    [
        ((), {"answer-needs-quote-or-source": "error"}),
        (
            (("answer-needs-quote-or-source", "off"), ("verdict-needs-source", "warning")),
            {"verdict-needs-source": "warning"},
        ),
        ((("answer-needs-quote-or-source", "warning"),), {"answer-needs-quote-or-source": "warning"}),
    ],
)
def test_house_rules_weigh_what_the_site_says(rules, severities):
    bare = {"quote": "", "statement": "No."}
    facts = article(
        "a",
        claim("x", verdict="false"),
        claim("y", verdict="false", sources=(Citation("report"),)),
        claim("z", verdict="false", repeats="a#x"),
        answer("p", "a#x", **bare),
        answer("q", "a#x", sources=(Citation("report"),), **bare),
        answer("r", "a#x", withdrawn="Wrong.", **bare),
        answer("s", "a#x"),
    )
    assert {p.code: p.severity for p in checked(facts, rules=rules)} == severities


def test_withdrawn_annotations_are_not_held_to_the_house_rules():
    rules = (("answer-needs-quote-or-source", "error"), ("verdict-needs-source", "error"))

    def found(withdrawn: str) -> list[str]:
        bare = answer("y", "a#x", quote="", statement="No.", withdrawn=withdrawn)
        return codes(checked(article("a", claim("x", verdict="false", withdrawn=withdrawn), bare), rules=rules))

    assert found("") == ["answer-needs-quote-or-source", "verdict-needs-source"]
    assert found("Wrong.") == []


def test_the_house_rules_that_a_site_does_not_name_have_their_default():
    bare = answer("y", "a#x", quote="", statement="No.")
    facts = article("a", claim("x", verdict="false"), bare)
    assert {p.code: p.severity for p in checked(facts, rules=())} == {"answer-needs-quote-or-source": "error"}
    of_builds = {"answer-needs-quote-or-source": "error", "verdict-needs-source": "off"}
    assert default_rules() == {**of_builds, "change-needs-update": "error"}


@pytest.mark.parametrize(
    ("navigation", "problems"),
    [
        (None, []),
        (("home", "articles", "about"), []),
        (("search",), []),
        (("history",), ["navigation-unknown"]),
        (("abuot",), ["navigation-unknown"]),
        (("verdicts",), ["navigation-unknown"]),
        (("draft",), ["reference-to-draft"]),
    ],
)
def test_navigation_leads_to_what_is_written(navigation, problems):
    pages = [PageFacts("about", "", "", ""), PageFacts("draft", "", "", "", draft=True)]
    assert codes(checked(pages=pages, navigation=navigation)) == problems


@pytest.mark.parametrize(
    ("entry", "outputs", "why"),
    [
        ("speakers", ("articles",), "which `outputs` leaves out"),
        ("about", ("articles",), "which is an ordinary page, but `outputs` leaves out `pages`"),
        ("history", BUILT_OUTPUTS, "which has no index page"),
        ("verdicts", BUILT_OUTPUTS, "which has no index page"),
        ("zzz", BUILT_OUTPUTS, "which is neither an output nor a page under `content/pages/`"),
    ],
)
def test_navigation_says_why_an_entry_leads_nowhere(entry, outputs, why):
    pages = [PageFacts("about", "", "", "")]
    problem = only(checked(pages=pages, navigation=(entry,), outputs=outputs))
    assert problem.message == f"`navigation` names “{entry}”, {why}."


FEATURING = (
    article("a", claim("x"), answer("y", "a#x"), note("n"), claim("late", withdrawn="Misread.")),
    article("b", claim("x", repeats="a#x"), claim("old", aliases=("older",)), aliases=("former",)),
    article("d", claim("secret"), draft=True),
)


@pytest.mark.parametrize(
    ("written", "code", "shown"),
    [
        ("", "", ""),
        ("a#x", "", "a#x"),
        ("former#old", "former-id", "b#old"),
        ("b#older", "former-id", "b#old"),
        ("a#y", "featured-unusable", ""),
        ("a#n", "featured-unusable", ""),
        ("a#late", "featured-unusable", ""),
        ("b#x", "featured-unusable", ""),
        ("d#secret", "featured-unusable", ""),
        ("d#secrets", "unknown-reference", ""),
        ("a#z", "unknown-reference", ""),
        ("x", "unknown-reference", ""),
    ],
)
def test_what_the_home_page_features_is_a_claim_that_is_shown(written, code, shown):
    assert codes(checked(*FEATURING, featured=written)) == [code] * bool(code)
    assert link(FEATURING, REGISTRY, replace(SETTINGS, featured=written)).settings.featured == shown


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("a#zzz", ""), ("b#olde", "b#old"), ("old", "b#old"), ("x", "a#x"), ("late", ""), ("d#secrt", ""), ("secret", "")],
)
def test_what_the_home_page_may_feature_instead_is_told_where_it_is_sure_and_is_never_a_draft_s(written, nearest):
    places = {"featured": Location("site.yaml", 2, 11)}
    problem = only(
        check_archive(
            facts=FEATURING,
            registry=REGISTRY,
            settings=replace(SETTINGS, featured=written),
            settings_locations=places,
            line_of=lambda path, line: f"featured: {written}",
        )
    )
    assert (problem.location, bool(problem.paste)) == (places["featured"], bool(nearest))
    assert problem.step.startswith(f"Write `{nearest}` if" if nearest else "Name a claim by")
    assert "secret" not in problem.step


def test_what_a_broken_file_holds_is_not_missed_on_the_home_page():
    assert checked(article("a", broken=True), featured="a#x") == []


def test_a_site_without_an_address_is_told_once():
    problem = only(checked(article("a"), article("b"), url=""))
    assert (problem.code, problem.severity, problem.location) == ("no-url", "notice", Location("site.yaml"))


def test_a_doubt_is_a_notice():
    problem = only(checked(article("a", note("n", unsure="Is it he?"))))
    assert (problem.code, problem.severity) == ("unsure", "notice")
    assert problem.message == "Note “n” is marked as unsure: Is it he?"


# ── all of them ──


@given(ARTICLES)
def test_what_linking_leaves_out_is_reported(facts):
    reported = {p.code for p in checked(*facts)}
    archive = link(facts, REGISTRY, SETTINGS)
    for statement in archive.statements.values():
        annotation = statement.facts.annotation
        original = next(
            p.annotation for f in facts if f.id == statement.article for p in f.annotations if p.id == statement.id
        )
        dropped = len(statement.targets) < len(set(original.to)) or (
            original.repeats and statement.root == statement.ref
        )
        if dropped or (annotation.speaker.id == "nobody"):
            assert reported & {
                "unknown-reference", "reference-kind", "reference-circle", "reference-to-draft", "repeats-draft",
                "unknown-speaker",
            }  # fmt: skip


SITE = {
    "site.yaml": """\
title: Trial
url: https://example.org/
navigation: [articles, abuot, speakers]
codes: {frame: [conflict, human-interest]}
""",
    "content/speakers.yaml": """\
konashenkov:
  name: Igor Konashenkov
  organization: modd   # who pays him
mod:
  name: Ministry of Defence
amnesty: {name: Amnesty International}
""",
    "content/sources.yaml": "report: {title: The report}\n",
    "content/articles/2015/a.md": """\
---
title: A
date: 2015-12-23
publisher: Sputnik
tags: [Air strikes, War]
---
Words one and two. [A link](bb.md "B") and three.

Four [five](../../pages/abuot.md) and [one](b.md#onne).
""",
    "content/articles/2015/a.yaml": """\
claims:
  one:
    verdict: "unsuported"
    speaker: konashenkof   # him
    via: [amnesty, modd]
    quote: Words one
    sources: [raport p. 12]
    codes: {fram: conflict}
    tags:
      - air-strikes
  two:
    speaker: amnesti
    quote: and two
    repeats: 2015/b#onee
    codes:
      frame: conflicts
counterpoints:
  later:
    to: [onne, 2015/b#former]
    speaker: editors
    quote: three
""",
    "content/articles/2015/b.md": """\
---
title: B
date: 2015-12-24
publisher: sputnik!
tags:
  - Air strikes
---
Hello world.
""",
    "content/articles/2015/b.yaml": """\
claims:
  one: {speaker: amnesty, quote: Hello, aliases: [former]}
""",
    "content/pages/about.md": "---\ntitle: About\n---\nHi.\n",
}


def read_and_checked(site: Mapping[str, str]) -> list[Diagnostic]:
    def text(path: str) -> bytes:
        return site[path].encode()

    registry, of_registry = read_registry(
        [("content/speakers.yaml", text("content/speakers.yaml"))],
        [("content/sources.yaml", text("content/sources.yaml"))],
    )
    settings, of_settings, places = read_settings(text("site.yaml"))
    names = ("content/articles/2015/a", "content/articles/2015/b")
    compiled = [
        compile_article(ArticleSource(n[-6:], f"{n}.md", text(f"{n}.md"), f"{n}.yaml", text(f"{n}.yaml")))
        for n in names
    ]
    page = compile_page(PageSource("about", "content/pages/about.md", text("content/pages/about.md")))
    assert settings is not None
    assert page.facts is not None
    facts = [c.facts for c in compiled if c.facts]
    of_whole = check_archive(
        facts=facts,
        registry=registry,
        settings=settings,
        pages=[page.facts],
        locations={c.facts.id: c.locations for c in compiled if c.facts},
        settings_locations=places,
        line_of=lambda path, line: site[path].split("\n")[line - 1],
    )
    return [*of_registry, *of_settings, *(d for c in compiled for d in c.diagnostics), *page.diagnostics, *of_whole]


def test_what_a_speaker_is_described_with_is_checked_where_it_stands():
    entry = b"kim:\n  name: Kim\n  image: k.png\n  description: See [x](../pages/no.md) and [y](javascript:x).\n"
    registry, _ = read_registry([("content/speakers/k.yaml", entry)], [])
    problems = check_archive(facts=[], registry=registry, settings=replace(SETTINGS, url="https://e.org/"))
    assert [(d.code, d.location.line) for d in problems] == [("link-broken", 3), ("link-broken", 4), ("link-scheme", 4)]


def test_pasting_what_each_problem_says_mends_a_whole_site():
    site, mended = dict(SITE), []
    while problems := read_and_checked(site):
        problem = problems[0]
        assert problem.paste is not None, problem
        lines = site[problem.location.path].split("\n")
        lines[problem.paste.first - 1 : problem.paste.last] = problem.paste.lines
        site[problem.location.path] = "\n".join(lines)
        assert problem not in read_and_checked(site)
        mended.append(problem.code)
    assert sorted(mended) == [
        "former-id", "link-broken", "link-broken", "link-fragment", "navigation-unknown", "publisher-spellings",
        "tag-spellings",
        "unknown-code", "unknown-code-value", "unknown-organization", "unknown-reference", "unknown-reference",
        "unknown-source", "unknown-speaker", "unknown-speaker", "unknown-speaker", "unknown-verdict",
    ]  # fmt: skip
    assert "konashenkov   # him" in site["content/articles/2015/a.yaml"]


def test_each_check_is_listed_once():
    checks = [*CHECKS_OF_ARTICLES, *CHECKS_OF_THE_ARCHIVE]
    assert len(set(checks)) == len(checks)


def test_many_unknown_references_among_many_articles_take_no_long_time():
    facts = [article(f"2015/article-number-{n}", answer("y", f"2015/articel-numbr-{n}#x")) for n in range(300)]
    facts += [article(f"2016/another-{n}", claim("x")) for n in range(3000)]
    places: Mapping[str, Mapping[str, Location]] = {}
    assert len(checked(*facts, locations=places)) == 300


# ── many problems ────────────────────────────────────────────────────────────────────────────────────────────────


def test_of_many_unknown_speakers_all_are_reported_and_the_first_hundred_get_a_suggestion():
    speakers = {f"anna-{n}-smith": Speaker(f"anna-{n}-smith", f"Anna {n} Smith") for n in range(1_500)}
    voices = [claim(f"c{n}", speaker=f"ana-{n}-smith") for n in range(1_500)]
    start = time.process_time()
    problems = checked(article("a", *voices), registry=replace(REGISTRY, speakers={**SPEAKERS, **speakers}))
    assert time.process_time() - start < 3
    assert codes(problems) == ["unknown-speaker"] * 1_500
    assert sum("if you mean that" in p.step for p in problems) == 100


def test_of_many_unknown_sources_all_are_reported_and_the_first_hundred_get_a_suggestion():
    sources = {f"report-{n}-x": Source(f"report-{n}-x", title="R") for n in range(1_500)}
    citing = [claim(f"c{n}", sources=(Citation(f"reprt-{n}-x"),)) for n in range(1_500)]
    start = time.process_time()
    problems = checked(article("a", *citing), registry=replace(REGISTRY, sources=sources))
    assert time.process_time() - start < 3
    assert sum("if you mean that" in p.step for p in problems if p.code == "unknown-source") == 100


def test_of_many_wrong_references_all_are_reported_and_the_first_hundred_get_a_suggestion():
    right = [claim(f"claim-{n}-x") for n in range(1_500)]
    wrong = [answer(f"a{n}", f"a#clam-{n}-x") for n in range(1_500)]
    start = time.process_time()
    problems = checked(article("a", *right, *wrong))
    assert time.process_time() - start < 3
    assert codes(problems) == ["unknown-reference"] * 1_500
    assert sum("if you mean that" in p.step for p in problems) == 100


def test_a_speaker_named_often_is_one_message():
    voices = [claim(f"c{n}", speaker="lindd") for n in range(300)]
    problems = checked(article("a", *voices), registry=replace(REGISTRY, speakers={"lind": Speaker("lind", "Lind")}))
    problem = only(problems)
    assert "`lind`" in problem.step
    assert problem.details[-1] == "and in 296 more places"


def ring(n: int, first: int = 0, field: str = "repeats"):
    ids = [f"c{first + k}" for k in range(n)]
    following = [*ids[1:], ids[0]]
    if field == "repeats":
        return [claim(id_, repeats=f"a#{to}") for id_, to in zip(ids, following, strict=True)]
    return [answer(id_, f"a#{to}") for id_, to in zip(ids, following, strict=True)]


@pytest.mark.parametrize("field", ["repeats", "to"])
@pytest.mark.parametrize("size", [2, 3, 5, 6, 7, 50, 3_000])
def test_a_circle_of_any_size_is_one_short_message(field, size):
    problem = only(checked(article("a", *ring(size, field=field))))
    assert problem.code == "reference-circle"
    assert problem.details[0].startswith("the circle: “c0” → “c1”")
    assert problem.details[0].endswith("→ “c0”")
    assert len(problem.details[0]) < 200


def test_circles_apart_from_each_other_are_reported_each():
    circles = [*ring(3), *ring(4, 10), *ring(2, 20, "to"), *ring(1, 30)]
    assert codes(checked(article("a", *circles))) == ["reference-circle"] * 4


def test_a_circle_between_articles_is_reported_once_where_it_begins():
    problem = only(checked(article("a", claim("x", repeats="b#y")), article("b", claim("y", repeats="a#x"))))
    assert problem.details == ("the circle: “x” → “b#y” → “x”",)


def test_a_way_that_leads_into_a_circle_is_no_part_of_it():
    problem = only(checked(article("a", claim("in", repeats="a#c0"), *ring(3))))
    assert "“in”" not in problem.details[0]


def test_many_ways_round_are_one_circle():
    everyone = [answer(f"a{n}", *(f"a#a{m}" for m in range(40) if m != n)) for n in range(40)]
    problem = only(checked(article("a", *everyone)))
    assert problem.details == ("the circle: “a0” → “a1” → “a0”",)
