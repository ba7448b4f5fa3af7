"""Quote matching: exact places only, with edges between words (law 3)."""

import re
import string
import time
import unicodedata

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from generator.model import QuoteSelector
from generator.text import Matches, RangePlaces, ellipses_in, find, normalize_text, normalized
from generator.text.quote_match import find_exact, find_range, is_border

AIR = "Russia said Russian air strikes were killed by Russian air power, not by Russian troops."


def found(text: str, quote: str, prefix: str = "", suffix: str = "") -> list[str]:
    places = find_exact(normalized(text), quote, prefix, suffix)
    return [text[a:b] for a, b in places.spans]


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        ("He said “only clichés and fakes” again", "only clichés and fakes", 1),
        ("He said “only clichés and fakes” again", 'said "only', 1),
        ("killed 1,200 dead", "200 dead", 0),
        ("killed 1.200 dead", "200 dead", 0),
        ("killed 1\u2007200 dead", "200 dead", 0),
        ("killed 1\u2008200 dead", "200 dead", 0),
        ("killed 1\u2009200 dead", "200 dead", 0),
        ("killed 1\u200a200 dead", "200 dead", 0),
        ("killed 1\u202f200 dead", "200 dead", 0),
        ("killed 1\u00a0200 dead", "200 dead", 0),
        ("killed 1'200 dead", "200 dead", 0),
        ("about 3.5 million", "about 3", 0),
        ("in 2015, 300 people", "300 people", 1),
        ("it was 200. 300 more", "it was 200", 1),
        ("cooperate", "operate", 0),
        ("co\u00adoperate", "co", 0),
        ("the well-known man", "known", 1),
        ("don't go", "don", 0),
        ("naïve", "na", 0),
        ("e\u0301tat", "tat", 0),
        ("cafe\u0301 noir", "cafe", 0),
        ("cafe\u0301 noir", "café", 1),
        ("x\u0301y and x\u0301", "x", 0),
        ("我们知道这件事", "知道", 1),
        ("ไม่มีหลักฐาน", "หลักฐาน", 1),
        ("ไม่มีหลักฐาน", "หลักฐาน"[:-1] + "น", 1),
        ("在Google上", "Google", 1),
        ("第13月", "3月", 0),
        ("والكتاب", "الكتاب", 0),
        ("a a a a", "a a", 3),
        ("Text", "", 0),
        ("Text", "\u200b \u00ad", 0),
    ],
)
def test_a_place_begins_and_ends_between_words(text, quote, places):
    assert len(find_exact(normalized(text), quote).spans) == places


FAMILY, FLAGS = "👨\u200d👩\u200d👧", "🇦🇺🇸🇪"


@pytest.mark.parametrize(
    ("text", "quote", "places"),
    [
        # digits of every script
        ("มี ๑๒๐๐ คน", "๒๐๐ คน", 0),
        ("มี ๑๒๐๐ คน", "๑๒๐๐ คน", 1),
        ("มี๑๒๐๐คน", "๑๒๐๐", 1),
        ("มี ๑๒๐๐ คน", "มี ๑๒", 0),
        ("ມີ ໑໒໐໐ ຄົນ", "໒໐໐ ຄົນ", 0),
        ("មាន ១២០០ នាក់", "២០០ នាក់", 0),
        ("လူ ၁၂၀၀ သေ", "၂၀၀ သေ", 0),
        ("လူ ၁၂၀၀ သေ", "၁၂၀၀ သေ", 1),
        ("႑႒ ႓", "႒ ႓", 0),
        ("१२०० लोग", "२०० लोग", 0),
        ("۱۲۰۰ نفر", "۲۰۰ نفر", 0),
        ("死者１２００人", "２００人", 0),
        ("死者１２００人", "１２００人", 1),
        ("ประชากร๑2", "2", 0),
        ("โควิดA๑", "๑", 0),
        # Han numerals
        ("一千二百人", "二百人", 0),
        ("一千二百人", "一千二百人", 1),
        ("有一千二百人", "有一千", 0),
        ("二十三日", "三日", 0),
        ("第二十三章", "第二", 0),
        ("二〇一五年", "一五年", 0),
        ("二○一五年", "一五年", 0),
        ("二○○八年", "八年", 0),
        ("二○一五年", "二", 0),
        ("○三月の会議", "三月の会議", 1),
        ("两千人", "千人", 0),
        ("贰佰叁拾元", "叁拾元", 0),
        ("五拾参万円", "参万円", 0),
        ("百分之五十参与", "参与", 1),
        ("死亡3万人", "万人", 0),
        ("死亡3万5千人", "5千人", 0),
        ("死亡3万人", "3万人", 1),
        ("G20一致同意", "一致同意", 1),
        ("有一些人", "一些人", 1),
        ("以防万一", "一", 0),
        # separators
        ("at 12:30 today", "30 today", 0),
        ("at 12:30 today", "at 12", 0),
        ("at 10: three things", "at 10", 1),
        ("a 1/2 share", "2 share", 0),
        ("on 23/12/2015 he", "2015 he", 0),
        ("on 23/12/2015 he", "on 23/12", 0),
        ("on 23.12.2015 he", "12.2015", 0),
        ("on 23/12/2015 he", "23/12/2015", 1),
        ("a ratio of 3:1", "1", 0),
        ("1’200 Tote", "200 Tote", 0),
        ("1´200 Tote", "200 Tote", 0),
        ("1＇200 Tote", "200 Tote", 0),
        ("١٬٢٠٠ قتيل", "٢٠٠ قتيل", 0),
        ("٣٫٥ مليون", "٥ مليون", 0),
        ("١،٢٠٠ قتيل", "٢٠٠ قتيل", 0),
        ("سنة ٢٠١٥، ٣٠٠ قتيل", "٣٠٠ قتيل", 1),
        ("在12：30开始", "30开始", 0),
        ("约1，200人", "200人", 0),
        ("约３．５倍", "５倍", 0),
        ("约１／２", "２", 0),
        ("a 1⁄2 share", "2 share", 0),
        ("a scale of 1∶5000", "5000", 0),
        ("1 200 morts", "200 morts", 1),
        ("1\u00a0200 morts", "200 morts", 0),
        ("1\u00a0200 morts", "1", 0),
        ("1\u00a0200\u00a0000 morts", "000 morts", 0),
        ("1\u00a0200 morts", "1\u00a0200", 1),
        ("en 2015\u00a02000 morts", "2000 morts", 1),
        ("le 5\u00a012 morts", "12 morts", 1),
        ("1\u00a0 200 morts", "200 morts", 1),
        ("1\u202f200 morts", "200 morts", 0),
        ("1\u200b,200 dead", "200 dead", 0),
        ("1,\u2060200 dead", "200 dead", 0),
        # signs
        ("at −5 °C", "5 °C", 0),
        ("at -5 °C", "5 °C", 0),
        ("at –5 °C", "5 °C", 0),
        ("at \u201212 °C", "12 °C", 0),
        ("at ＋5 °C", "5 °C", 0),
        ("at ﹢5 °C", "5 °C", 0),
        ("at －5 °C", "5 °C", 0),
        ("±5 percent", "5 percent", 0),
        ("−5 °C at night", "5 °C", 0),
        ("cold\n−5 °C", "5 °C", 0),
        ("(−5 °C)", "5 °C", 0),
        ("[+5]", "5", 0),
        ("“−5 °C”", "5 °C", 0),
        ('say "-5 °C"', "5 °C", 0),
        ("”−5 grader”", "5 grader", 0),
        ("他说“-5度”", "5度", 0),
        ("气温：-5度", "5度", 0),
        ("¡−5!", "5", 0),
        ("a −$5 million loss", "$5 million", 0),
        ("a −$5 million loss", "5 million", 0),
        ("a −.5 point loss", ".5 point", 0),
        ("a $5 million gain", "5 million", 1),
        ("at −5 °C", "−5 °C", 1),
        ("at -\u20605 °C", "5 °C", 0),
        ("a – 5 b", "5 b", 1),
        ("an F-16 jet", "16 jet", 1),
        ("in 2014-2015", "2015", 1),
        ("in 2014–2015", "2015", 1),
        ("COVID-19 cases", "19 cases", 1),
        ("“F”-16", "16", 1),
        ("„F“-16", "16", 1),
        ("C++11 code", "11 code", 1),
        ("—5 muertos, dijo.", "5 muertos", 1),
        ("dijo: −5 grados", "dijo: −", 0),
        # contractions
        ("Russia can’t prove it", "Russia can", 0),
        ("Russia can't prove it", "Russia can", 0),
        ("Russia can´t prove it", "Russia can", 0),
        ("Russia can＇t prove it", "Russia can", 0),
        ("Russia canʼt prove it", "Russia can", 0),
        ("Russia can\u200b’t prove it", "Russia can", 0),
        ("RUSSIA CAN’T", "RUSSIA CAN", 0),
        ("They couldn’t sign", "They could", 0),
        ("They couldn’t sign", "They couldn", 0),
        ("They couldn’t sign", "They couldn’t", 1),
        ("They couldn’t’ve", "They couldn", 0),
        ("‘Russia can’t win’", "‘Russia can’", 0),
        ("They don’t. He", "They don", 0),
        ("Ahmet’te kaldı", "Ahmet", 1),
        ("in ’t huis", "in", 1),
        ("It’s Russia’s air", "Russia", 1),
        ("They’ll go", "They", 1),
        ("l’État ment", "État ment", 1),
        ("dell’anno", "anno", 1),
        ("qu’il dit", "il dit", 1),
        # one character
        (FLAGS, "🇺🇸", 0),
        (FLAGS, "🇸🇪", 1),
        (FLAGS, "🇦🇺", 1),
        (FLAGS, "🇦", 0),
        ("a" + FLAGS + "b", "🇺🇸", 0),
        ("🇦🇺\u200b🇸🇪", "🇸🇪", 1),
        ("🇦🇺 🇸🇪", "🇦🇺", 1),
        ("🇦 🇺🇸🇪", "🇺🇸", 1),
        (FAMILY, "👨", 0),
        (FAMILY, "👧", 0),
        (FAMILY, "👩\u200d👧", 0),
        (FAMILY, FAMILY, 1),
        ("❤️\u200d🔥", "🔥", 0),
        ("👩🏽\u200d💻", "💻", 0),
        ("👍🏽 ok", "👍", 0),
        ("👍🏽 ok", "👍🏽", 1),
        ("👍👍🏽", "👍", 1),
        ("a 🏽 b", "🏽", 1),
        ("1️⃣ first", "1", 0),
        ("1️⃣ first", "1️⃣", 1),
        ("❤️ ok", "❤", 0),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴", 0),
        ("葛\U000e0100城", "葛", 0),
        ("👨👩", "👨", 1),
        ("👨\u200b👩", "👩", 1),
        ("x\u0301y", "x", 0),
        ("กำลัง", "ก", 0),
        ("การทำงาน", "งาน", 1),
        ("ກຳລັງ", "ກ", 0),
        ("ក្សត្រ", "ក", 0),
        ("ក្សត្រ", "សត្រ", 0),
        ("မြန်မာ", "မာ", 1),
        ("सच्の話", "の話", 1),
        ("ｶﾞｽ", "ｶ", 0),
        ("か\u3099", "か", 0),
        ("\u0600١٢", "١٢", 0),
    ],
)
def test_no_number_contraction_or_character_is_cut(text, quote, places):
    assert len(found(text, quote)) == places


@pytest.mark.parametrize(
    ("text", "quote", "prefix", "suffix"),
    [
        (FLAGS, "🇺🇸", "🇦", "🇪"),
        (FAMILY, "👧", "👩", ""),
        ("👍🏽", "👍", "", "🏽"),
        ("❤️a", "❤", "", "\ufe0fa"),
        ("x\u0301y", "x", "", "\u0301y"),
        ("क्ष", "ष", "क्", ""),
        ("क्\u200dष", "ष", "क्", ""),
        ("क्\u200cष", "ष", "क्", ""),
        ("ක්\u200dය", "ය", "ක්", ""),
        ("ក្ស", "ស", "ក្", ""),
        ("ทำ", "ท", "", "ำ"),
        ("1️⃣a", "1", "", "️⃣a"),
        ("\u1112\u119e\u11ab", "\u1112", "", "\u119e\u11ab"),
        ("wait…", "wait.", "", ".."),
    ],
)
def test_no_context_allows_a_cut_inside_a_character(text, quote, prefix, suffix):
    assert found(text, quote, prefix, suffix) == []


def test_flags_cost_no_more_than_other_characters():
    text = normalized("🇦" * 50_000 + " 🇦🇺" * 100_000)
    start = time.process_time()
    assert find_exact(text, "🇦🇺", most=2_000).too_many
    assert find_exact(text, "🇦🇦", most=2_000).too_many
    assert time.process_time() - start < 5  # seconds, on a slow machine; mostly it takes a tenth of one


@pytest.mark.parametrize(
    ("text", "borders"),
    [
        ("ok 👍🏽", [2, 3]),
        ("a🇦🇺🇸🇪", [1, 3]),
        ("ทำ", []),
        ("at -5", [2, 3]),
        ("can’t", []),
        ("l’État", [1, 2]),
        ("1,200", []),
        ("12:30", []),
        ("二百人", [2]),
        ("F-16", [1, 2]),
    ],
)
def test_what_is_suggested_is_cut_at_these_borders_only(text, borders):
    assert [i for i in range(1, len(text)) if is_border(normalized(text), i)] == borders


@pytest.mark.parametrize(
    ("prefix", "suffix", "starts"),
    [
        ("", "", [12, 47, 73]),
        ("killed by", "", [47]),
        ("killed by ", "", [47]),
        ("", "air", [12, 47]),
        ("", " air power", [47]),
        ("not by", "troops", [73]),
        ("said", "troops", []),
        ("illed by", "", [47]),
        ("killed  \n by", "", [47]),
        ("killedby", "", []),
    ],
)
def test_context_picks_the_place(prefix, suffix, starts):
    assert [a for a, _ in find_exact(normalized(AIR), "Russian", prefix, suffix).spans] == starts


def test_a_context_that_touches_shows_the_rest_of_the_word():
    assert found("والكتاب", "الكتاب", "و") == ["الكتاب"]
    assert found("killed 1,200 dead", "200 dead", "1,") == ["200 dead"]
    assert found("Russians", "Russian", "", "s") == ["Russian"]
    assert found("a Russians b", "Russian", "a", "") == []


@pytest.mark.parametrize(
    ("text", "quote", "prefix", "suffix", "places"),
    [
        ("He saw the therapist.", "rapist", "the ", "", 0),
        ("He saw the therapist.", "rapist", "the", "", 1),
        ("He saw the rapist.", "rapist", "the ", "", 1),
        ("He saw the rapist.", "rapist", "the", "", 1),
        ("He saw the\u00a0rapist.", "rapist", "the ", "", 1),
        ("He was unable to.", "able", "un ", "", 0),
        ("He was unable to.", "able", "un\n", "", 0),
        ("the carpet", "car", "", " pet", 0),
        ("the carpet", "car", "", "pet", 1),
        ("the car pet", "car", "", " pet", 1),
        ("He saw\nrapists", "rapists", "saw ", "", 1),
        ("a mother", "her", "other ", "", 0),
        ("this one and his one", "one", " his", "", 1),
        ("this one and his one", "one", "his", "", 2),
        ("his one and this one", "one", " his ", "", 1),
        ("one day and one daylight", "one", "", "day ", 1),
        ("one day and one day", "one", "", " day ", 2),
        ("מר כהן ואמר כהן", "כהן", " מר ", "", 1),
        ("מר כהן ואמר כהן", "כהן", "מר ", "", 2),
        ("killed 1\u00a0200 dead", "200 dead", "1 ", "", 1),
        ("killed 1\u00a0200 dead", "200 dead", "1", "", 1),
        ("killed 1\u00a0200 dead", "200 dead", "killed ", "", 0),
        ("at −5 degrees", "5 degrees", "−", "", 1),
        ("at −5 degrees", "5 degrees", "-", "", 1),
        ("at “−5” degrees", "5", "", "”", 0),
        ("Russia can’t prove it", "Russia can", "", "'t prove", 1),
        ("Russia can’t prove it", "Russia can", "", "’", 0),
        ("killed 1,200 dead", "200 dead", ",", "", 0),
        ("there were 1,200 dead", "there were 1", "", ",", 0),
        ("一千二百人", "二百人", "一千", "", 1),
        ("一千二百人", "二百人", "一千 ", "", 0),
        ("在12:30", "30", "12:", "", 1),
    ],
)
def test_a_space_that_a_context_has_at_an_end_must_be_there(text, quote, prefix, suffix, places):
    assert len(found(text, quote, prefix, suffix)) == places


@pytest.mark.parametrize(
    "nothing", ["", " ", "\n", "\u200e", "\u200b\u00ad", "\u2066 \u2069", "\ufeff", "\u061c", "\u200d"]
)
def test_a_context_of_nothing_that_is_seen_is_as_if_it_were_left_out(nothing):
    assert found("ولفت إلى", "ولفت", nothing) == ["ولفت"]
    assert found("He said “no”.", "no", nothing, nothing) == ["no"]
    assert found("therapist", "rapist", nothing) == []


def test_the_ends_of_a_text_count_as_spaces_in_a_context():
    assert found("one two", "one", " ", " two") == ["one"]
    assert found("one two", "two", "one", " ") == ["two"]
    assert found("one two", "one", " ", "two ") == ["one"]


def test_a_line_wrapped_between_wide_characters_stands_for_nothing():
    assert found("世界人权宣言", "世界\n人权") == ["世界人权"]
    assert found("世界人权宣言", "世界 \n  人权") == ["世界人权"]
    assert found("世界人权宣言", "世界\n人权\n") == ["世界人权"]
    assert found("世界\n人权宣言", "世界\n人权") == []
    assert found("世界\n人权宣言", "世界 人权") == ["世界\n人权"]
    assert found("世界\n人权宣言", "世界\n\n人权") == ["世界\n人权"]
    assert found("世界人权，世界\n人权", "世界\n人权") == ["世界人权"]
    assert found("甲世界人权，乙世界人权", "世界人权", "甲\n") == ["世界人权"]
    assert found("世界人权甲，世界人权乙", "世界人权", "", "\n甲") == ["世界人权"]
    assert found("他说 世界", "世界", "他\n说 ") == ["世界"]
    assert found("甲他说世界人权", "世界", "\n他说", "人权\n") == ["世界"]
    assert found("甲\n他说世界人权\n乙", "世界", " \n 他说", "人权 \n ") == ["世界"]
    assert found("he said one. She said one.", "one", "\nsaid ", ".\n") == ["one", "one"]
    assert found("Ahe said one", "one", "\nhe said ") == []
    assert found("한국 신문", "한국\n신문") == ["한국 신문"]
    assert found("在 Google", "在\nGoogle") == ["在 Google"]


def test_an_ellipsis_is_a_range_only_where_it_stands_nowhere_as_it_is():
    text = normalized("He said one … two, then all the facts are here and rights activists left.")
    literal = find(text, QuoteSelector("one … two", plain=True))
    assert isinstance(literal, Matches)
    assert len(literal.spans) == 1
    between = find(text, QuoteSelector("all the ... rights activists", plain=True))
    assert isinstance(between, RangePlaces)
    assert [text.source[a:b] for a, b in between.spans] == ["all the facts are here and rights activists"]
    assert isinstance(find(text, QuoteSelector("all the … rights", plain=False)), Matches)
    assert isinstance(find(text, QuoteSelector("all the… rights", plain=True)), Matches)
    assert ellipses_in(QuoteSelector("a … b … c", plain=True)) == 2
    assert ellipses_in(QuoteSelector("a … … c", plain=True)) == 2


def test_a_range_begins_once_and_ends_once_behind_that():
    text = normalized("end one start two end three")
    assert find(text, QuoteSelector(start="start", end="end")).spans == ((8, 21),)
    assert find(text, QuoteSelector(start="end", end="start")).spans == ()
    assert find(normalized("start end end"), QuoteSelector(start="start", end="end")).spans == ()
    assert find(normalized("a start end"), QuoteSelector(start="start end", end="end")).spans == ()


def test_the_end_of_a_range_may_touch_its_beginning():
    assert find(normalized("He said “yes” twice"), QuoteSelector(start="He said “", end="yes”")).spans == ((0, 13),)
    assert find(normalized("甲乙丙"), QuoteSelector(start="甲", end="乙")).spans == ((0, 2),)
    assert find(normalized("甲乙丙"), QuoteSelector(start="甲乙", end="乙丙")).spans == ()
    inside_word = find_range(normalized("well-known"), "well-", "know")
    assert inside_word.end.inside_words == ((5, 9),)


def test_too_many_occurrences_are_never_taken_for_one_place():
    assert find_exact(normalized("a " * 30_000), "a").too_many


@pytest.mark.parametrize(("most", "places", "too_many"), [(2, 2, True), (3, 3, False), (4, 3, False)])
def test_as_many_occurrences_as_are_examined_are_not_too_many(most, places, too_many):
    matches = find_exact(normalized("a a a"), "a", most=most)
    assert (len(matches.spans), matches.too_many) == (places, too_many)


WORDS = st.lists(
    st.sampled_from(
        [
            "Russia",
            "air",
            "200",
            "1,200",
            "“fakes”",
            "don't",
            "人权",
            "و",
            "e\u0301t",
            "—",
            "no",
            "co\u00adop",
            "\u202f5",
        ]
    ),
    min_size=1,
    max_size=14,
)


@given(WORDS, st.sampled_from([" ", "  ", "\n", " \u00a0"]), st.data())
def test_whatever_is_found_equals_the_quote_and_whatever_is_there_is_found(words, gap, data):
    text = gap.join(words)
    folded = normalized(text)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    quote = " ".join(words[start:end])
    places = find_exact(folded, quote)
    assert len(places.spans) >= 1
    for a, b in places.spans:
        assert normalize_text(text[a:b]) == normalize_text(quote)
    assert list(places.spans) == sorted(set(places.spans))


@given(WORDS, st.data())
def test_an_edited_quote_is_found_exactly_or_not_at_all(words, data):
    text = " ".join(words)
    folded = normalized(text)
    quote = list(" ".join(words))
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(quote)))
        quote[at : at + data.draw(st.integers(0, 1))] = data.draw(st.text(string.ascii_letters + "25 ,", max_size=2))
    edited = "".join(quote)
    spans = find_exact(folded, edited).spans
    event("found" if spans else "not found")
    for a, b in spans:
        assert normalize_text(text[a:b]) == normalize_text(edited)


TYPED_OTHERWISE = {" ": (" ", "  ", "\n", "\u00a0", " \u200b"), "“": '“"«', "”": '”"»', "'": "'’", "—": "—-–"}


@given(WORDS, st.sampled_from(["NFC", "NFD"]), st.data())
def test_a_quote_that_is_only_typed_otherwise_is_found(words, form, data):
    text = " ".join(words)
    quote = unicodedata.normalize(form, text)
    edited = "".join(data.draw(st.sampled_from(TYPED_OTHERWISE.get(character, (character,)))) for character in quote)
    edited = data.draw(st.sampled_from(["", " ", "\u200b"])) + edited + data.draw(st.sampled_from(["", "\u00ad", "\n"]))
    edited = re.sub(r"(?<=人权)\n(?=人)", "\n\n", edited)  # a single break stands for nothing there
    event("edited" if edited != text else "not edited")
    spans = find_exact(normalized(text), edited).spans
    assert len(spans) == 1
    assert normalize_text(text[slice(*spans[0])]) == normalize_text(edited) == normalize_text(text)


@given(st.text("ab1, .\u0301人\u202f", max_size=12))
def test_edges_fall_between_the_same_characters_in_every_text(text):
    folded = normalized(text)
    for i in range(1, len(folded.text)):
        left, right = folded.text[i - 1], folded.text[i]
        if left in "ab1" and right in "ab1":
            assert not is_border(folded, i)
        if left == " " and right in "ab" and not folded.parts_character(i):
            assert is_border(folded, i)
