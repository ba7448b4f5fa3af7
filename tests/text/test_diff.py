"""What a difference changes, in many languages; differences that can't be seen; and that comparing is bounded."""

from __future__ import annotations

import time

import pytest

from generator.text import compared, differences
from generator.text.diff import words_of

NEGATIONS = [
    ("他说谎了", "他没有说谎"),
    ("計画は失敗した", "計画は失敗しなかった"),
    ("这是事实", "这不是事实"),
    ("尚待证实", "尚未证实"),
    ("有人受伤", "无人受伤"),
    ("彼らは来ます", "彼らは来ません"),
    ("เขามา", "เขาไม่มา"),
    ("הוא שיקר", "הוא לא שיקר"),
    ("قال الوزير", "لم يقل الوزير"),
    ("وكتب إليه", "ولم يكتب إليه"),
    ("گفته بود", "نگفته بود"),
    ("این درست است", "این درست نیست"),
    ("он лгал", "он не лгал"),
    ("mintió ayer", "no mintió ayer"),
    ("ha mentito", "non ha mentito"),
    ("kłamał wczoraj", "nie kłamał wczoraj"),
    ("er log", "er log nicht"),
    ("il mentait", "il ne mentait pas"),
    ("yalan var", "yalan yok"),
    ("वह आया", "वह नहीं आया"),
    ("ele mentiu", "ele não mentiu"),
    ("han ljög", "han ljög inte"),
    ("he is now guilty", "he is not guilty"),
    ("they can go", "they can’t go"),
    ("it is likely", "it is unlikely"),
]


@pytest.mark.parametrize(("mine", "theirs"), NEGATIONS)
def test_a_negation_is_named_in_the_language_of_the_text(mine, theirs):
    assert any("(a negation)" in line for line in differences(mine, theirs))
    assert any("(a negation)" in line for line in differences(theirs, mine))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("the dead", "the alleged dead"),
        ("mort hier", "probablement mort hier"),
        ("er starb", "er starb angeblich"),
        ("murió ayer", "presuntamente murió ayer, quizás"),
        ("è morto", "è forse morto"),
        ("он погиб", "он якобы погиб"),
        ("قتل أمس", "ربما قتل أمس"),
        ("کشته شد", "شاید کشته شد"),
        ("הוא מת", "הוא מת לכאורה"),
        ("他死了", "据称他死了"),
        ("彼は死んだ", "おそらく彼は死んだ"),
        ("zmarł", "prawdopodobnie zmarł"),
    ],
)
def test_a_hedge_is_named(mine, theirs):
    assert any("(a hedge)" in line for line in differences(mine, theirs))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("twelve men", "ten men"),
        ("twelve men", "Ten men"),
        ("voted for 2", "voted for 25"),
        ("事发8时许", "事发9时许"),
        ("二百人", "三百人"),
        ("二百人", "一千二百人"),
        ("มี ๑๒ คน", "มี ๑๓ คน"),
        ("في عام ١٩٩٠", "في عام ١٩٩١"),
        ("drei Tote", "vier Tote"),
        ("trois morts", "cinq morts"),
        ("двести погибших", "триста погибших"),
        ("one dead", "three dead"),
        ("كوفيد-19", "كوفيد-20"),
        ("1.5 m", "15 m"),
    ],
)
def test_a_number_is_called_one_in_figures_and_in_words(mine, theirs):
    (line,) = differences(mine, theirs)
    assert line.endswith("(a different number)")


@pytest.mark.parametrize(
    ("mine", "theirs", "label"),
    [
        ("weren't there", "Weren't there", "(case)"),
        ("claims that", "Claims that", "(case)"),
        ("No comment", "no comment", "(case)"),
        ("Said so", "said so", "(case)"),
        ("TWELVE men", "twelve men", "(case)"),
        ("he sayd so", "he said so", "“said”"),
        ("abuot here", "about here", "“about”"),
        ("40000 dead", "40,000 dead", "(punctuation)"),
        ("1 200 dead", "1,200 dead", "(punctuation)"),
        ("非常好", "好", "“非常”"),
        ("en mai 2015", "en juin 2015", "“juin”"),
        ("once more", "again more", "“again”"),
    ],
)
def test_what_only_looks_like_a_graver_change_is_not_called_one(mine, theirs, label):
    (line,) = differences(mine, theirs)
    assert line.endswith(label)


@pytest.mark.parametrize(
    ("mine", "theirs", "words"),
    [
        ("他说谎了昨天", "他说真话昨天", ["the quote has “谎了”, the text has “真话”"]),
        ("นักข่าวมาที่นี่", "นักข่าวไปที่นี่", ["the quote has “มา”, the text has “ไป”"]),
        ("一二三 abc", "一二三 abd", ["the quote has “abc”, the text has “abd”"]),
    ],
)
def test_scripts_without_spaces_are_compared_by_character(mine, theirs, words):
    assert differences(mine, theirs)[:1] == words


def test_letters_with_marks_stay_whole():
    assert differences("हिन्दी में", "हिन्दू में") == ["the quote has “हिन्दी”, the text has “हिन्दू”"]


HIDDEN = [
    ("sun ☀ sign", "sun ☀\ufe0f sign", "the text also has U+FE0F VARIATION SELECTOR-16 (invisible)"),
    ("sun ☀\ufe0f sign", "sun ☀ sign", "the quote also has U+FE0F VARIATION SELECTOR-16 (invisible)"),
    ("fact", "f\u0430ct", "U+0430 CYRILLIC SMALL LETTER A where the quote has U+0061 LATIN SMALL LETTER A"),
    ("f\u0430ct", "fact", "the text has U+0061 LATIN SMALL LETTER A where the quote has U+0430"),
    ("word", "w\u03bfrd", "U+03BF GREEK SMALL LETTER OMICRON"),
    ("\u0391thens", "Athens", "U+0391 GREEK CAPITAL LETTER ALPHA"),
    ("\uff21", "A", "U+FF21 FULLWIDTH LATIN CAPITAL LETTER A"),
    ("ﬁne", "fine", "U+FB01 LATIN SMALL LIGATURE FI"),
    ("علی", "علي", "the text has U+064A ARABIC LETTER YEH where the quote has U+06CC ARABIC LETTER FARSI YEH"),
    ("کتاب", "كتاب", "U+0643 ARABIC LETTER KAF where the quote has U+06A9 ARABIC LETTER KEHEH"),
    ("ﺏ", "ب", "U+FE8F ARABIC LETTER BEH ISOLATED FORM"),
    ("۱۲", "١٢", "U+06F1 EXTENDED ARABIC-INDIC DIGIT ONE"),
    ("שלום", "שָלום", "the text also has U+05B8 HEBREW POINT QAMATS"),
    ("كتب", "كَتب", "the text also has U+064E ARABIC FATHA"),
    ("كتب", "كـتب", "the text also has U+0640 ARABIC TATWEEL"),
    ("ab", "a\u034fb", "the text also has U+034F COMBINING GRAPHEME JOINER (invisible)"),
    ("ab", "a\u3164b", "U+3164 HANGUL FILLER (invisible)"),
    ("don\u00b4t", "don't", "the text has an apostrophe where the quote has U+00B4 ACUTE ACCENT"),
    ("人口", "⼈口", "U+2F08 KANGXI RADICAL MAN"),
    ("\u0570ouse", "house", "U+0570 ARMENIAN SMALL LETTER HO"),
    ("5 ºC", "5 °C", "U+00BA MASCULINE ORDINAL INDICATOR"),
]


@pytest.mark.parametrize(("mine", "theirs", "words"), HIDDEN)
def test_a_difference_that_cannot_be_seen_is_named_by_character(mine, theirs, words):
    (line,) = differences(mine, theirs)
    assert words in line
    assert "“\ufe0f”" not in line


@pytest.mark.parametrize(
    ("mine", "theirs"), [("cliches", "clichés"), ("Москва", "Киев"), ("ab", "cd"), ("Fact", "fact"), ("علي", "عمر")]
)
def test_a_difference_that_can_be_seen_is_shown(mine, theirs):
    (line,) = differences(mine, theirs)
    assert "U+" not in line


def test_words_are_shown_as_the_text_writes_them():
    assert differences("nearly 1,200 dead", "most, if all, dead")[0].startswith(
        "the quote has “nearly 1,200”, the text has “most, if all,”"
    )


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("a b b a " * 1_000, "b a a b " * 1_000),
        ("word " * 100_000, "drow " * 100_000),
        ("x" * 400_000, "y" * 400_000),
        ("不" * 100_000, "是" * 90_000),
        ("1,2." * 50_000, "1.2," * 50_000),
        ("a\u0301" * 50_000, "a" * 50_000),
        ("\u0430" * 100_000, "a" * 100_000),
        ("." * 100_000, "," * 100_000),
        ("a" + "." * 200_000, "b"),
        ("a_-'" * 50_000, "b"),
    ],
)
def test_comparing_is_bounded_in_time_and_in_words(mine, theirs):
    start = time.process_time()
    lines = differences(mine, theirs)
    assert time.process_time() - start < 1
    assert all(len(line) < 300 for line in lines)
    assert len(lines) <= 9


def test_a_long_change_is_one_difference():
    changes = list(compared("same " + "a b " * 5_000, "same " + "c d " * 5_000))
    assert len(changes) == 1


@pytest.mark.parametrize("letters", ["報告", "ความ", "ຂອງ", "ខ្ម", "မြန်", "ꩠꩡ", "ꧠꧡ", "\U0001b002\U0001b003"])
def test_scripts_without_spaces_are_compared_letter_by_letter_wherever_a_quote_may_be_cut_between_letters(letters):
    assert len(words_of(letters)) > 1


@pytest.mark.parametrize("number", ["๑๒๓", "໑໒໓", "១២៣", "၁၂၃", "႑႒႓", "123"])
def test_a_number_is_one_word_in_these_scripts_as_well(number):
    assert [word.text for word in words_of(number)] == [number]


@pytest.mark.parametrize(
    ("mine", "theirs", "line"),
    [
        ("was 5 °C", "was −5 °C", "the quote has “5”, the text has “-5” (a different number)"),
        ("was +5 °C", "was −5 °C", "the quote has “+5”, the text has “-5” (a different number)"),
        ("2014-2015", "2014-2016", "the quote has “2014-2015”, the text has “2014-2016” (a different number)"),
        ("an F-16 jet", "an F-18 jet", "the quote has “F-16”, the text has “F-18” (a different number)"),
        ("½ of it", "¼ of it", "the quote has “½”, the text has “¼” (a different number)"),
        ("about 5 of them", "about 5% of them", "only the text has “%”"),
        ("it cost €5", "it cost $5", "the quote has “€”, the text has “$”"),
        ("good 😀 day", "good 😡 day", "the quote has “😀”, the text has “😡”"),
        ("the 🇺🇸 flew", "the 🇦🇺🇸🇪 flew", "the quote has “🇺🇸”, the text has “🇦🇺🇸🇪”"),
        ("key 1 first", "key 1️⃣ first", "the quote has “1”, the text has “1️⃣”"),
        ("some 1200 شخص", "some ١٢٠٠ شخص", "the quote has “1200”, the text has “١٢٠٠”"),
        ("some 1200 شخص", "some ١٣٠٠ شخص", "the quote has “1200”, the text has “١٣٠٠” (a different number)"),
        ("ten m wide", "ten m² wide", "the quote has “m”, the text has “m²”"),
        ("he saidno to it", "he said no to it", "the quote has “saidno”, the text has “said no”"),
        ("The mill", "old mill", "the quote has “The”, the text has “old”"),
        ("그는 안 했다", "그는 했다", "only the quote has “안” (a negation)"),
        ("он није био", "он био", "only the quote has “није” (a negation)"),
    ],
)
def test_a_sign_is_told_for_what_it_is(mine, theirs, line):
    assert differences(mine, theirs) == [line]


def test_where_only_white_space_differs_its_place_is_named():
    space = "has a space or line break between"
    assert differences("部长说 这是假的", "部长说这是假的") == [f"only the quote {space} “说” and “这”"]
    assert differences("是，他说", "是， 他说") == [f"only the text {space} “，” and “他”"]
    assert differences("他说", "他说") == []
