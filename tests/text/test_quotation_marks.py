"""Quotation marks: pairs, the mode of a passage, and ranges from one quotation into another."""

import time

import pytest

from generator.text import Quotations, mode_of_all
from generator.text.quotation_marks import quotation_pairs

SEED = (
    "Russia has dismissed as full of “clichés and fakes” a report.\n"
    'He said the report holds nothing. "Once again there was nothing new, only clichés and fakes."\n'
    '"The conflict goes on. It\'s strange," said the official.'
)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("a “b” c", ["“b”"]),
        ('a "b" c "d"', ['"b"', '"d"']),
        ("« b » c", ["« b »"]),
        ("»b« c", ["»b«"]),
        ("„b“ c", ["„b“"]),
        ("the outlet's and the editors' own", []),
        ("'fake' report", ["'fake'"]),
        ("‘it’s fake’ he said", ["‘it’s fake’"]),
        ("“he called it ‘fake’ twice”", ["“he called it ‘fake’ twice”", "‘fake’"]),
        ("“never closed\nnext line", []),
        ("“goes on\n“and ends”", ["“goes on", "“and ends”"]),
        ("「甲」乙", ["「甲」"]),
        ("5'10\" tall and 6'", []),
        ('measures 5" and 6"', []),
        # one shape on both sides
        ("”Det är en saga” säger han", ["”Det är en saga”"]),
        ("Han säger: ”nej”, och går", ["”nej”"]),
        ("”A”, sa han. ”B.”", ["”A”", "”B.”"]),
        ("(”A”) och –”B”!", ["”A”", "”B”"]),
        ("Hän sanoi: ”Ei.” Sitten ”kyllä”", ["”Ei.”", "”kyllä”"]),
        ("”Han sa ’nej’ till mig”", ["”Han sa ’nej’ till mig”", "’nej’"]),
        ("”Han sa ’nej’”", ["”Han sa ’nej’”", "’nej’"]),
        ("’Nej’ och ’ja’", ["’Nej’", "’ja’"]),
        ("”…och så gick han”", ["”…och så gick han”"]),
        ("”Aldrig stängt\nnästa rad", []),
        ("”Aldrig stängt och ”nej”", ["”nej”"]),
        ("”Första stycket.\n”Andra stycket.”", ["”Första stycket.", "”Andra stycket.”"]),
        ("”5 grader”", ["”5 grader”"]),
        ("»Hyvä», hän sanoi. »Ei»", ["»Hyvä»", "»Ei»"]),
        ("״זה שקר״ אמר", ["״זה שקר״"]),
        ("אמר: ״זה שקר.״ ואז ״לא״", ["״זה שקר.״", "״לא״"]),
        ('"זה שקר" אמר', ['"זה שקר"']),
        ("צה״ל הודיע", []),
        ('צה"ל וארה"ב הודיעו', []),
        ("דובר צה״ל: ״זה שקר״, אמר", ["״זה שקר״"]),
        ("״צה״ל הודיע״ אמר", ["״צה״ל הודיע״"]),
        ('עיתון ב"הארץ" היום', ['"הארץ"']),
        ("ה״צדק״ שלהם וב״הארץ״", ["״צדק״", "״הארץ״"]),
        ("מ״מים ומ״פים", []),
        ("מנכ”ל צה”ל", []),
        ("עיתון ב”הארץ” היום", ["”הארץ”"]),
        ("så ”, och ja”", []),
        ("״עס איז נישט אמת״", ["״עס איז נישט אמת״"]),
        ("〝甲〟乙〝丙〞", ["〝甲〟", "〝丙〞"]),
        ("＂甲＂乙＂丙＂", ["＂甲＂", "＂丙＂"]),
        ("＇甲＇乙", ["＇甲＇"]),
        ("他说＂你好＂然后走了", ["＂你好＂"]),
        ('他说"你好"然后走了', ['"你好"']),
        ("他说'你好'然后走了", ["'你好'"]),
        ("他说‘你好’然后走了", ["‘你好’"]),
        ("彼は”本当”と言った", ["”本当”"]),
        ("﹁甲﹂乙﹃丙﹄", ["﹁甲﹂", "﹃丙﹄"]),
        ("﹁甲﹃乙﹄﹂", ["﹁甲﹃乙﹄﹂", "﹃乙﹄"]),
        ('("fake") and ("real")', ['"fake"', '"real"']),
        ('"quoted ("inner") rest"', ['"quoted ("inner") rest"', '"inner"']),
        ('"He is 6\'2" tall," she said', ['"He is 6\'2" tall,"']),
        ('a 5"x8" card and a "card"', ['"card"']),
        ('قال و"الكتاب" ثم', ['"الكتاب"']),
        # turned round, as in many Arabic and Hebrew texts
        ("قال ”كذب“ ثم ”صدق“ هنا", ["”كذب“", "”صدق“"]),
        ("הוא אמר: ”שקר“, והלך", ["”שקר“"]),
        ("”Han sa “nej” till mig”", ["”Han sa “nej” till mig”", "“nej”"]),
        # scripts that need no space beside a mark
        ("그는 ‘거짓’이라고 ‘말’했다", ["‘거짓’", "‘말’"]),
        ("그는 '거짓'이라고 '말'했다", ["'거짓'", "'말'"]),
        ("이른바‘가짜’뉴스", ["‘가짜’"]),
        ("เขาพูดว่า‘โกหก’แล้วไป", ["‘โกหก’"]),
        ("เขาพูดว่า'โกหก'แล้วไป", ["'โกหก'"]),
        ("គាត់និយាយថា‘កុហក’ហើយ", ["‘កុហក’"]),
        # and what must stay as it is
        ("“a” and ‘b’", ["“a”", "‘b’"]),
        ("‘b’ in the ’90s, the workers’ rights", ["‘b’"]),
        ("the ’90s and the workers’ rights", []),
        ("rock ’n’ roll and the musicians’ pay", []),
        ("rock 'n' roll and the musicians' pay", []),
        ("“A”, and ’hood, the girls’ own", ["“A”"]),
        ("la ’ndrangheta e un po’ di più", []),
        ("negli anni ’80 e un po’ dopo", []),
        ("'s avonds en 't huis' en", []),
        ("a” stray one and b”", []),
        ("你好。”他说。她说”", []),
        ("“one\n“two”", ["“one", "“two”"]),
        ("« un\n» deux »", ["« un", "» deux »"]),
        ("« un », dit-il. « deux »", ["« un »", "« deux »"]),
        ("„Ja“, sagt er, „‚nein‘ nicht“", ["„Ja“", "„‚nein‘ nicht“", "‚nein‘"]),
        ("„Tak” powiedział", ["„Tak”"]),
        ("»Er sagte ›ja‹ dann«", ["»Er sagte ›ja‹ dann«"]),
        ("l’État et l’autre", []),
    ],
)
def test_marks_pair_up_within_a_block(text, quoted):
    assert [text[a : b + 1].rstrip("\n") for a, b in quotation_pairs(text)] == quoted


@pytest.mark.parametrize(
    ("passage", "mode"),
    [
        ("clichés and fakes” a", "mixed"),
        ("full of “clichés and fakes”", "mixed"),
        ("“clichés and fakes”", "direct"),
        ("nothing new, only clichés", "direct"),
        ("Russia has dismissed", "indirect"),
        ("It's strange", "direct"),
        ("said the official", "indirect"),
        ('strange," said the', "mixed"),
    ],
)
def test_a_passage_is_quoted_partly_quoted_or_neither(passage, mode):
    start = SEED.index(passage)
    assert Quotations(SEED).mode(start, start + len(passage)) == mode


@pytest.mark.parametrize(
    ("text", "passage", "mode"),
    [
        ("”Det är en saga”, sa han, ”inget annat”", "Det är en saga", "direct"),
        ("”Det är en saga”, sa han, ”inget annat”", "”Det är en saga”", "direct"),
        ("”Det är en saga”, sa han, ”inget annat”", "är en", "direct"),
        ("”Det är en saga”, sa han, ”inget annat”", "sa han", "indirect"),
        ("”Det är en saga”, sa han, ”inget annat”", "inget annat", "direct"),
        ("”Det är en saga”, sa han, ”inget annat”", "saga”, sa", "mixed"),
        ("Han sa att ”sagan” är slut", "att ”sagan” är", "mixed"),
        ("”Han sa ’nej’ till mig”", "nej", "direct"),
        ("”Han sa ’nej’ till mig”", "sa ’nej’ till", "direct"),
        ("”Första stycket.\n”Andra stycket.”", "stycket.\n”Andra", "mixed"),
        ("”Första stycket.\n”Andra stycket.”", "Första", "direct"),
        ("»Hyvä», hän sanoi. »Ei»", "hän sanoi", "indirect"),
        ("»Hyvä», hän sanoi. »Ei»", "Ei", "direct"),
        ("דובר צה״ל אמר: ״זה שקר״, וצה״ל שתק", "זה שקר", "direct"),
        ("דובר צה״ל אמר: ״זה שקר״, וצה״ל שתק", "אמר", "indirect"),
        ("דובר צה״ל אמר: ״זה שקר״, וצה״ל שתק", "שתק", "indirect"),
        ('"זה שקר", אמר דובר צה"ל, "לגמרי"', "אמר דובר", "indirect"),
        ('"זה שקר", אמר דובר צה"ל, "לגמרי"', "לגמרי", "direct"),
        ("〝甲〟乙〝丙〞", "乙", "indirect"),
        ("＂甲＂乙＂丙＂", "丙", "direct"),
        ("＂甲＂乙＂丙＂", "乙", "indirect"),
        ("﹁甲﹂乙", "甲", "direct"),
        ("the ’90s and the workers’ rights", "and the", "indirect"),
    ],
)
def test_marks_of_one_shape_open_and_close_by_their_position(text, passage, mode):
    start = text.index(passage)
    assert Quotations(text).mode(start, start + len(passage)) == mode


@pytest.mark.parametrize("mark", ['"', "'", "”", "’", "״", "＂", "＇", "»", '"א', "א״", " ”א", "5'1\"", "“", "‘"])
def test_a_line_of_marks_takes_time_in_proportion_to_its_length(mark):
    start = time.process_time()
    quotation_pairs(mark * 50_000)
    assert time.process_time() - start < 5  # seconds, on a slow machine; mostly it takes a tenth of one


def test_a_range_from_one_quotation_into_another_is_noticed():
    quotations = Quotations(SEED)
    assert quotations.leaves_and_enters(SEED.index("Once"), SEED.index("goes on") + 7)
    assert not quotations.leaves_and_enters(SEED.index("Once"), SEED.index("new") + 3)
    assert not quotations.leaves_and_enters(0, SEED.index("report."))


def test_several_passages_agree_or_are_mixed():
    assert mode_of_all([]) == "indirect"
    assert mode_of_all(["direct", "direct"]) == "direct"
    assert mode_of_all(["direct", "indirect"]) == "mixed"
